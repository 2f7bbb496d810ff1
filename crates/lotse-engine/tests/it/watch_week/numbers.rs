//! Two days of entries by number, by tag and by pool: who is meant, and who is not.

use lotse_engine::watch::{NoticeKind, State};

use super::script::{Act, GRACE, Script, at, guest};

/// Watched: 102, 103 and 106 by number, 101 by its tag, 105 by its pool.
pub(super) fn numbers(_: &[u32]) -> Script {
    let mut script = Script::default();
    let s = &mut script;
    // Nobody watches this one.
    s.act(at(0, 0, 30), Act::Dies(112));
    s.act(at(0, 0, 50), Act::Rises(112));
    // Removed, with a reason; what gets its number then is another one, and nothing that happens to that is told.
    s.act(at(0, 1, 0), Act::Stop(102));
    s.act(at(0, 1, 5), Act::Destroy(102));
    s.raised(at(0, 1, 5) + GRACE, &guest(102), State::Gone).by("root@pam!sim");
    s.act(at(0, 3, 0), Act::Recreate(102));
    s.changed(at(0, 3, 0), &guest(102), State::Replaced);
    s.act(at(0, 4, 0), Act::Dies(102));
    s.act(at(0, 4, 20), Act::Rises(102));
    s.act(at(0, 5, 0), Act::Acknowledge(102));
    s.act(at(0, 6, 0), Act::Dies(102));
    s.act(at(0, 6, 20), Act::Rises(102));
    // Renamed and moved: it is the same.
    s.act(at(0, 7, 0), Act::Rename(106, "home-assistant"));
    s.act(at(0, 7, 30), Act::Migrate(103, "pve1"));
    s.act(at(0, 8, 0), Act::Dies(106));
    s.act(at(0, 8, 20), Act::Rises(106));
    s.incident(at(0, 8, 0), at(0, 8, 20), &guest(106), State::Off);
    // Removed and made anew between two looks: told at once, whoever did it.
    s.act(at(0, 10, 0), Act::Stop(106));
    s.act(at(0, 10, 0) + 5, Act::Destroy(106));
    s.act(at(0, 10, 0) + 20, Act::Recreate(106));
    s.raised(at(0, 10, 0) + 20, &guest(106), State::Replaced).by("root@pam!sim");
    s.act(at(0, 11, 0), Act::Acknowledge(106));
    s.act(at(0, 12, 0), Act::Dies(106));
    s.act(at(0, 12, 10), Act::Rises(106));
    // It loses its tag while it is told: nobody watches it any more, and its end is nobody's matter. With the tag it is watched
    // again, as one that is found off.
    s.act(at(0, 14, 0), Act::Dies(101));
    s.raised(at(0, 14, 0), &guest(101), State::Off);
    s.act(at(0, 14, 10), Act::Tag(101, "prod"));
    s.act(at(0, 14, 30), Act::Tag(101, "prod;db"));
    s.expect(at(0, 14, 30), 65, NoticeKind::Raised, &guest(101), State::OffUnexplained);
    s.act(at(0, 14, 40), Act::Start(101));
    s.recovered(at(0, 14, 40), &guest(101), State::OffUnexplained);
    // The entry is removed while it is told, and comes back when it is over.
    s.act(at(0, 16, 0), Act::Dies(105));
    s.raised(at(0, 16, 0), &guest(105), State::Off);
    s.act(at(0, 16, 10), Act::Unwatch("pool:home/games"));
    s.act(at(0, 16, 20), Act::Rises(105));
    s.act(at(0, 16, 30), Act::Watch("pool:home/games"));
    s.act(at(1, 2, 0), Act::Dies(105));
    s.act(at(1, 2, 20), Act::Start(105));
    s.incident(at(1, 2, 0), at(1, 2, 20), &guest(105), State::Off);
    script.sorted()
}
