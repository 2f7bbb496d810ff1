//! How one watched thing stands, as it is kept: written only when something of it changed.

use lotse_model::{GuestKind, GuestRef, NodeName, PoolName, Timestamp};
use serde::{Deserialize, Serialize};

use super::{AlertId, Member, Reason, State, Thing};

/// How far the watch is with a thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case", tag = "is")]
pub enum Stage {
    /// It is as it should be.
    Ok,
    /// It looked otherwise, and nobody could make sure yet: nothing is told.
    Suspect {
        /// How it looked.
        state: State,
        /// Since when.
        since: Timestamp,
        /// How many looks in a row saw it so.
        looks: u32,
    },
    /// It is not as it should be, and something explains it: told when it stays so.
    Explained {
        /// What explains it.
        reason: Reason,
        /// Until when it may stay so; `None` while what explains it goes on.
        until: Option<Timestamp>,
    },
    /// It is not as it should be, and that is known and wanted: only a change of it counts.
    Accepted,
    /// It was told, and is not over: the alert says how far people are with it.
    Alerting {
        /// The open alert.
        alert: AlertId,
        /// When it began to look as if it were over, while nobody could make sure or it must first be steady.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        better: Option<Timestamp>,
    },
}

/// How one watched thing stands. The document `watched`, by [`Thing::key`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Standing {
    /// What.
    pub thing: Thing,
    /// How it is called, for a guest. Text from a machine.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What kind of guest it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<GuestKind>,
    /// The node on which it was last seen, for a guest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<NodeName>,
    /// The tags that a guest had when it was last seen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The pool in which a guest was last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pool: Option<PoolName>,
    /// What tells a guest from another with its number (see [`access::identity`](crate::access::identity)); `None` until it
    /// was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// What is so of it, as far as somebody made sure.
    pub state: State,
    /// Since when, as far as is known.
    pub since: Timestamp,
    /// When it was started, by our clock and within [`BOOT_TOLERANCE`]; `None` of what does not run or has no uptime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boot: Option<Timestamp>,
    /// How far the watch is with it.
    pub stage: Stage,
    /// When it last changed between good and bad, oldest first; no more of them than flapping needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Timestamp>,
    /// Of a node: that it was about to go down on purpose when it was last seen, since its own task list goes with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaving: Option<Reason>,
}

/// How far two readings of the same start may lie apart, in seconds: a list's uptime is up to some ten seconds old, and clocks
/// are set now and then.
pub const BOOT_TOLERANCE: i64 = 90;

impl Standing {
    /// A thing that is seen for the first time.
    #[must_use]
    pub const fn new(thing: Thing, state: State, since: Timestamp) -> Self {
        Self {
            thing,
            name: None,
            kind: None,
            node: None,
            tags: Vec::new(),
            pool: None,
            identity: None,
            state,
            since,
            boot: None,
            stage: Stage::Ok,
            changes: Vec::new(),
            leaving: None,
        }
    }

    /// The guest it is, as alerts name it.
    #[must_use]
    pub fn member(&self) -> Option<Member> {
        let guest = self.guest()?.clone();
        Some(Member {
            guest,
            name: self.name.clone(),
            node: self.node.clone(),
            tags: self.tags.clone(),
            pool: self.pool.clone(),
        })
    }

    /// The guest it is.
    #[must_use]
    pub const fn guest(&self) -> Option<&GuestRef> {
        match &self.thing {
            Thing::Guest { guest } => Some(guest),
            _ => None,
        }
    }

    /// Its open alert.
    #[must_use]
    pub const fn alert(&self) -> Option<AlertId> {
        match self.stage {
            Stage::Alerting { alert, .. } => Some(alert),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::{GuestKind, Timestamp};

    use super::{Stage, Standing};
    use crate::watch::{AlertId, Cause, Reason, State, Thing};

    #[test]
    fn a_standing_reads_back_as_it_was_written_in_every_stage() {
        let upid = "UPID:pve1:0000716A:000C584E:6B028E16:qmstop:100:anna@pam:".parse().expect("a UPID");
        let reason = Reason {
            cause: Cause::Task,
            user: "anna@pam".to_owned(),
            task: Some("qmstop".to_owned()),
            upid: Some(upid),
            began: Timestamp(1_700_000_000),
            ended: None,
        };
        let stages = [
            Stage::Ok,
            Stage::Accepted,
            Stage::Suspect { state: State::Off, since: Timestamp(5), looks: 2 },
            Stage::Explained { reason: reason.clone(), until: None },
            Stage::Explained { reason, until: Some(Timestamp(1_700_001_800)) },
            Stage::Alerting { alert: AlertId(7), better: None },
            Stage::Alerting { alert: AlertId(7), better: Some(Timestamp(9)) },
        ];
        for stage in stages {
            let thing = Thing::Guest { guest: "home/100".parse().expect("a guest") };
            let standing = Standing {
                name: Some("web".to_owned()),
                kind: Some(GuestKind::Vm),
                node: Some("pve1".parse().expect("a node")),
                tags: vec!["prod".to_owned()],
                boot: Some(Timestamp(1_699_000_000)),
                changes: vec![Timestamp(1), Timestamp(2)],
                stage,
                ..Standing::new(thing, State::OffOnPurpose, Timestamp(1_700_000_001))
            };
            let written = serde_json::to_string(&standing).expect("writes");
            assert_eq!(serde_json::from_str::<Standing>(&written).expect(&written), standing);
        }
    }
}
