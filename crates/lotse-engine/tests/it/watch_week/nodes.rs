//! What nodes and the HA manager do in the week: reboots, failures, moves.

use lotse_engine::watch::{NoticeKind, State};
use pvesim::chaos::Action;

use super::script::{Act, GRACE, LAG, MINUTE, Script, TOLD, at, guest};

/// Under which name a node works for itself.
const NODE: &str = "root@pam";
/// How long a node takes at most from the command to its last guest that starts at boot.
const REBOOT: i64 = 4 * MINUTE;

fn down(node: &str) -> Act {
    Act::Chaos(Action::NodeDown { node: node.to_owned() })
}

fn up(node: &str) -> Act {
    Act::Chaos(Action::NodeUp { node: node.to_owned() })
}

/// Moves, names, reboots that somebody wants and such that nobody wants.
pub(super) fn tuesday(s: &mut Script) {
    s.act(at(1, 1, 0), Act::Migrate(105, "pve2"));
    s.act(at(1, 2, 0), Act::Rename(106, "home-assistant"));
    s.act(at(1, 3, 0), Act::Dies(106));
    s.act(at(1, 3, 15), Act::Rises(106));
    s.incident(at(1, 3, 0), at(1, 3, 15), &guest(106), State::Off);
    s.act(at(1, 6, 0), down("pve3"));
    s.act(at(1, 6, 30), up("pve3"));
    s.raised(at(1, 6, 0), "node:home/pve3", State::NodeOffline).with(2);
    s.recovered(at(1, 6, 30), "node:home/pve3", State::NodeOffline);
    // A reboot that somebody wants: the node stops its guests, goes, comes back and starts those that start at boot: the one
    // that was off so far, too, and not the one that does not start at boot.
    s.act(at(1, 8, 0), Act::Start(120));
    s.recovered(at(1, 8, 0), &guest(120), State::OffOnPurpose);
    s.act(at(1, 9, 0), Act::Leaves { node: "pve2", back: true });
    s.expect(at(1, 9, 0), REBOOT, NoticeKind::Recovered, &guest(104), State::OffOnPurpose);
    s.expect(at(1, 9, 0) + GRACE, REBOOT + LAG + TOLD, NoticeKind::Raised, &guest(120), State::OffOnPurpose).by(NODE);
    s.act(at(1, 10, 0), Act::Start(120));
    s.recovered(at(1, 10, 0), &guest(120), State::OffOnPurpose);
    // One that nobody wanted, and so short that no look sees the node away.
    s.act(at(1, 11, 0), down("pve3"));
    s.act(at(1, 11, 0) + 20, up("pve3"));
    s.raised(at(1, 11, 0) + 20, "node:home/pve3", State::Restarted);
    s.expect(at(1, 11, 0), 31 * MINUTE, NoticeKind::Recovered, "node:home/pve3", State::Restarted);
    // Shut down by somebody, and away for longer than that explains.
    s.act(at(1, 13, 0), Act::Leaves { node: "pve3", back: false });
    s.act(at(1, 14, 0), up("pve3"));
    s.expect(at(1, 13, 0) + GRACE, MINUTE + LAG + TOLD, NoticeKind::Raised, "node:home/pve3", State::NodeOffline)
        .by(NODE);
    s.recovered(at(1, 14, 0), "node:home/pve3", State::NodeOffline);
    // To and fro.
    for time in 0..7 {
        let (gone, back) = (at(1, 16, 4 * time), at(1, 16, 4 * time + 2));
        s.act(gone, down("pve3"));
        s.act(back, up("pve3"));
        if time < 3 {
            s.incident(gone, back, "node:home/pve3", State::NodeOffline);
        }
    }
    s.raised(at(1, 16, 12), "node:home/pve3", State::Flapping);
    s.recovered(at(1, 16, 26) + 30 * MINUTE, "node:home/pve3", State::Flapping);
    // A container is stopped, moved and started.
    s.act(at(1, 19, 0), Act::Migrate(112, "pve1"));
    s.act(at(1, 19, 30), Act::Migrate(112, "pve2"));
}

/// The HA manager: moves that somebody wants, and a node that dies.
pub(super) fn wednesday_afternoon(s: &mut Script) {
    s.act(at(2, 13, 0), Act::Migrate(103, "pve1"));
    s.act(at(2, 13, 20), Act::Relocate(103, "pve2"));
    s.act(at(2, 14, 0), down("pve2"));
    s.act(at(2, 14, 30), up("pve2"));
    s.raised(at(2, 14, 0), "node:home/pve2", State::NodeOffline).with(6);
    s.recovered(at(2, 14, 30), "node:home/pve2", State::NodeOffline);
    // Nobody starts it but people.
    s.expect(at(2, 14, 30) + GRACE, MINUTE + LAG + TOLD, NoticeKind::Raised, &guest(120), State::OffOnPurpose).by(NODE);
    s.act(at(2, 15, 30), Act::Start(120));
    s.recovered(at(2, 15, 30), &guest(120), State::OffOnPurpose);
    // Stopped for too long, by a request to the HA manager.
    s.act(at(3, 13, 0), Act::Stop(103));
    s.act(at(3, 14, 0), Act::Start(103));
    s.expect(at(3, 13, 0) + GRACE, 30 + LAG + TOLD, NoticeKind::Raised, &guest(103), State::OffOnPurpose)
        .by("root@pam!sim");
    s.expect(at(3, 14, 0), 30 + LAG + TOLD, NoticeKind::Recovered, &guest(103), State::OffOnPurpose);
}
