//! The week: what guests, users and the way to the cluster do. What nodes do stands in `nodes`.

use lotse_engine::watch::{NoticeKind, State};
use pvesim::chaos::{Action, Reach, Spoil};

use super::{
    nodes,
    script::{Act, BLIND, GRACE, LAG, MINUTE, Script, TOLD, at, guest},
};

/// Who uses Proxmox past Lotse: the token of root that the simulator makes.
const USER: &str = "root@pam!sim";
/// What the token that looks may do: everything to be seen.
const AUDITOR: &[&str] = &["PVEAuditor"];
/// Guests and storages, and nothing of the cluster: not its tasks.
const NO_TASKS: &[&str] = &["PVEVMUser", "PVEDatastoreUser"];
/// The guests' privileges are gone.
const NO_GUESTS: &[&str] = &["PVEDatastoreUser"];

pub(super) fn week(off_at_first: &[u32]) -> Script {
    let mut script = Script::default();
    for vmid in off_at_first {
        // They were switched off by users before anybody watched, and their tasks are still listed.
        script.expect(0, 1, NoticeKind::Raised, &guest(*vmid), State::OffOnPurpose);
    }
    monday(&mut script);
    nodes::tuesday(&mut script);
    wednesday(&mut script);
    nodes::wednesday_afternoon(&mut script);
    thursday(&mut script);
    friday(&mut script);
    // The weekend: it is quiet, but for one.
    script.act(at(6, 3, 0), Act::Dies(112));
    script.act(at(6, 3, 40), Act::Start(112));
    script.incident(at(6, 3, 0), at(6, 3, 40), &guest(112), State::Off);
    script.sorted()
}

/// Guests that end by themselves, and people who switch them off.
fn monday(s: &mut Script) {
    s.act(at(0, 1, 10), Act::Dies(101));
    s.act(at(0, 1, 35), Act::Start(101));
    s.incident(at(0, 1, 10), at(0, 1, 35), &guest(101), State::Off);
    s.act(at(0, 3, 0), Act::Shutdown(102));
    s.act(at(0, 3, 20), Act::Start(102));
    s.act(at(0, 5, 0), Act::Stop(102));
    s.act(at(0, 6, 0), Act::Start(102));
    s.raised(at(0, 5, 0) + GRACE, &guest(102), State::OffOnPurpose).by(USER);
    s.recovered(at(0, 6, 0), &guest(102), State::OffOnPurpose);
    s.act(at(0, 8, 0), Act::BackupStopped(102));
    s.act(at(0, 8, 30), Act::BackupStopped(111));
    s.act(at(0, 9, 0), Act::Reboot(101));
    s.act(at(0, 10, 0), Act::Jumps(105));
    s.raised(at(0, 10, 0), &guest(105), State::Restarted);
    s.expect(at(0, 10, 0), 31 * MINUTE, NoticeKind::Recovered, &guest(105), State::Restarted);
    s.act(at(0, 12, 0), Act::Pause(106));
    s.act(at(0, 12, 10), Act::Resume(106));
    // To and fro, seven times: after the third it is one alert, until half an hour was steady.
    for time in 0..7 {
        let (down, up) = (at(0, 14, 4 * time), at(0, 14, 4 * time + 2));
        s.act(down, Act::Dies(113));
        s.act(up, Act::Rises(113));
        if time < 3 {
            s.incident(down, up, &guest(113), State::Off);
        }
    }
    s.raised(at(0, 14, 12), &guest(113), State::Flapping);
    s.recovered(at(0, 14, 26) + 30 * MINUTE, &guest(113), State::Flapping);
    // Paused for too long.
    s.act(at(0, 19, 0), Act::Pause(106));
    s.act(at(0, 19, 45), Act::Resume(106));
    s.raised(at(0, 19, 0) + GRACE, &guest(106), State::Paused).by(USER);
    s.recovered(at(0, 19, 45), &guest(106), State::Paused);
}

/// The way to the cluster, not the cluster; and what the token may see.
fn wednesday(s: &mut Script) {
    let cluster = "cluster:home";
    s.act(at(2, 1, 0), Act::Reach(Reach::Refused));
    s.act(at(2, 1, 15), Act::Reach(Reach::Up));
    s.expect(at(2, 1, 0), BLIND, NoticeKind::Raised, cluster, State::Unreachable);
    s.expect(at(2, 1, 15), TOLD, NoticeKind::Recovered, cluster, State::Unreachable);
    s.act(at(2, 3, 0), Act::ReachOf("pve1", Reach::Refused));
    s.act(at(2, 3, 30), Act::ReachOf("pve1", Reach::Up));
    s.act(at(2, 5, 0), Act::Spoil(Spoil::Status { status: 502, reason: None }));
    s.act(at(2, 5, 2), Act::Mend);
    s.act(at(2, 6, 0), Act::Spoil(Spoil::Status { status: 502, reason: None }));
    s.act(at(2, 6, 10), Act::Mend);
    s.expect(at(2, 6, 0), BLIND, NoticeKind::Raised, cluster, State::Failing);
    s.expect(at(2, 6, 10), TOLD, NoticeKind::Recovered, cluster, State::Failing);
    s.act(at(2, 8, 0), Act::Spoil(Spoil::Hang));
    s.act(at(2, 8, 1), Act::Mend);
    s.act(at(2, 10, 0), Act::Chaos(Action::Quorum { quorate: false }));
    s.act(at(2, 10, 10), Act::Chaos(Action::Quorum { quorate: true }));
    s.incident(at(2, 10, 0), at(2, 10, 10), cluster, State::NoQuorum);
    let tank = |available| Action::Storage { storage: "tank".to_owned(), node: Some("pve1".to_owned()), available };
    s.act(at(2, 12, 0), Act::Chaos(tank(false)));
    s.act(at(2, 12, 20), Act::Chaos(tank(true)));
    s.incident(at(2, 12, 0), at(2, 12, 20), "storage:home/tank@pve1", State::Unavailable);
    // The token is withdrawn.
    s.act(at(2, 17, 0), Act::Refused(true));
    s.act(at(2, 17, 15), Act::Refused(false));
    s.expect(at(2, 17, 0), BLIND, NoticeKind::Raised, cluster, State::Refused);
    s.expect(at(2, 17, 15), TOLD, NoticeKind::Recovered, cluster, State::Refused);
    // It may not see the guests any more: none of them is gone, and that nobody sees them is told.
    s.act(at(2, 18, 0), Act::Roles(NO_GUESTS));
    s.act(at(2, 18, 10), Act::Dies(111));
    s.act(at(2, 18, 20), Act::Rises(111));
    s.act(at(2, 18, 40), Act::Roles(AUDITOR));
    s.expect(at(2, 18, 0), BLIND, NoticeKind::Raised, cluster, State::OutOfSight).with(10);
    s.expect(at(2, 18, 40), TOLD, NoticeKind::Recovered, cluster, State::OutOfSight);
    // Nobody saw it start anew, and no task says so.
    s.raised(at(2, 18, 40), &guest(111), State::Restarted);
    s.recovered(at(2, 18, 41), &guest(111), State::Restarted);
    // It may not see the tasks of others any more: what is off is not explained, and told at once.
    s.act(at(2, 20, 0), Act::Roles(NO_TASKS));
    s.act(at(2, 20, 5), Act::Stop(111));
    s.act(at(2, 20, 15), Act::Start(111));
    s.act(at(2, 20, 40), Act::Roles(AUDITOR));
    s.incident(at(2, 20, 5), at(2, 20, 15), &guest(111), State::OffUnexplained);
}

/// Off through Lotse, briefly and for too long; a channel that is away; a shared storage.
fn thursday(s: &mut Script) {
    s.act(at(3, 1, 0), Act::ThroughLotse(111));
    s.act(at(3, 1, 20), Act::Start(111));
    s.act(at(3, 3, 0), Act::ThroughLotse(111));
    s.act(at(3, 4, 0), Act::Start(111));
    s.raised(at(3, 3, 0) + GRACE, &guest(111), State::OffOnPurpose).by("ben");
    s.recovered(at(3, 4, 0), &guest(111), State::OffOnPurpose);
    s.act(at(3, 6, 0), Act::Away(true));
    s.act(at(3, 6, 10), Act::Dies(113));
    s.act(at(3, 6, 30), Act::Rises(113));
    s.incident(at(3, 6, 10), at(3, 6, 30), &guest(113), State::Off);
    s.act(at(3, 8, 0), Act::Away(false));
    let nas = |available| Action::Storage { storage: "nas".to_owned(), node: None, available };
    s.act(at(3, 10, 0), Act::Chaos(nas(false)));
    s.act(at(3, 10, 20), Act::Chaos(nas(true)));
    s.incident(at(3, 10, 0), at(3, 10, 20), "storage:home/nas", State::Unavailable);
}

/// Gone for good, and another one in its place; and what happens to guests that are alerting already.
fn friday(s: &mut Script) {
    s.act(at(4, 1, 0), Act::Stop(115));
    s.act(at(4, 1, 5), Act::Destroy(115));
    s.raised(at(4, 1, 5) + GRACE, &guest(115), State::Gone).by(USER);
    s.act(at(4, 5, 0), Act::Recreate(115));
    // It is not the one that was missed; it is in the selection all the same, and watched from then on.
    s.changed(at(4, 5, 0), &guest(115), State::Replaced);
    s.expect(at(4, 5, 0), LAG + TOLD + MINUTE, NoticeKind::Recovered, &guest(115), State::Replaced);
    // Renamed while it is told.
    s.act(at(4, 8, 0), Act::Dies(105));
    s.act(at(4, 8, 5), Act::Rename(105, "craft"));
    s.act(at(4, 8, 20), Act::Rises(105));
    s.incident(at(4, 8, 0), at(4, 8, 20), &guest(105), State::Off);
    // Moved while it is told.
    s.act(at(4, 10, 0), Act::Dies(105));
    s.act(at(4, 10, 5), Act::Migrate(105, "pve1"));
    s.act(at(4, 10, 15), Act::Start(105));
    s.incident(at(4, 10, 0), at(4, 10, 15), &guest(105), State::Off);
    // Removed while it is told; a person who knows ends it.
    s.act(at(4, 11, 0), Act::Recreate(130));
    s.act(at(4, 12, 0), Act::Dies(130));
    s.raised(at(4, 12, 0), &guest(130), State::Off);
    s.act(at(4, 12, 10), Act::Destroy(130));
    s.changed(at(4, 12, 10), &guest(130), State::Gone).by(USER);
    s.act(at(4, 13, 0), Act::Acknowledge(130));
}
