//! Trouble on purpose: what goes wrong between a client and the cluster, and what goes wrong inside it.
//!
//! [`Fault`]s sit in front of the API and spoil answers: they match calls by method, path and node, a limited number of
//! times or until they are taken away. [`Action`]s change the cluster itself and last until they are undone. Both come
//! from a scenario's `[[chaos]]` tables and through the control listener, in the same words.

mod act;

pub use act::ActionError;

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::api::Method;

/// What happens to an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Spoil {
    /// The answer comes this much later.
    Latency {
        /// Milliseconds.
        millis: u64,
    },
    /// The TCP connection is reset instead of an answer. The call is *not* carried out.
    Reset,
    /// The call is carried out, and the connection is reset instead of its answer: the uncertain write.
    ResetAfter,
    /// The head and half of the body are sent, then the connection is cut. The call is carried out.
    HalfBody,
    /// No answer comes at all; the connection stays open. The call is not carried out.
    Hang,
    /// An error of a proxy in place of the answer. The call is not carried out.
    Status {
        /// HTTP status, 500 to 599.
        status: u16,
        /// Reason phrase.
        #[serde(default)]
        reason: Option<String>,
    },
}

/// One fault with the calls it hits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// What happens.
    #[serde(flatten)]
    pub spoil: Spoil,
    /// Only calls with this method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only calls whose path begins with this, `/cluster/resources`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Only calls taken by this node's listener.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<String>,
    /// This many matching calls pass unharmed first.
    #[serde(default)]
    pub skip: u32,
    /// How many calls are hit; without it all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}

impl Fault {
    /// A fault that hits every call.
    #[must_use]
    pub const fn always(spoil: Spoil) -> Self {
        Self { spoil, method: None, path: None, node: None, skip: 0, times: None }
    }

    fn hits(&self, method: Method, path: &str, node: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted.eq_ignore_ascii_case(method.name()))
            && self.path.as_deref().is_none_or(|prefix| path.starts_with(prefix))
            && self.node.as_deref().is_none_or(|wanted| wanted == node)
    }
}

/// The faults in force.
#[derive(Debug, Default)]
pub struct Faults {
    standing: Mutex<Vec<Fault>>,
}

/// What the faults in force do to one call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Harm {
    /// Sum of all latencies that hit.
    pub latency: Duration,
    /// The first other thing that hits.
    pub spoil: Option<Spoil>,
}

impl Faults {
    /// Puts a fault in force, behind those that are.
    pub fn add(&self, fault: Fault) {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// Ends all faults.
    pub fn clear(&self) {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// What is in force.
    #[must_use]
    pub fn list(&self) -> Vec<Fault> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What happens to this call; counts down the faults that hit it.
    pub fn strike(&self, method: Method, path: &str, node: &str) -> Harm {
        let mut harm = Harm::default();
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        for fault in standing.iter_mut().filter(|fault| fault.hits(method, path, node)) {
            if fault.skip > 0 {
                fault.skip -= 1;
                continue;
            }
            match &fault.spoil {
                Spoil::Latency { millis } => harm.latency += Duration::from_millis(*millis),
                _ if harm.spoil.is_some() => continue,
                other => harm.spoil = Some(other.clone()),
            }
            if let Some(times) = fault.times.as_mut() {
                *times = times.saturating_sub(1);
            }
        }
        standing.retain(|fault| fault.times != Some(0));
        harm
    }
}

/// How a node's listener behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    /// It answers.
    #[default]
    Up,
    /// The machine runs in the cluster, but nothing listens: connection refused.
    Refused,
    /// Connections are taken and nothing is ever said: what a client sees of a hung machine.
    Silent,
}

/// How a node's certificate changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateChange {
    /// Renewed by the cluster's own authority; the cluster reports the new fingerprint.
    Renewed,
    /// Signed by somebody else, and the cluster knows nothing of it: a machine in the middle.
    Foreign,
    /// Back to one that the cluster's authority signed, reported by the cluster.
    Restored,
}

/// A change of the cluster itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum Action {
    /// All tickets handed out so far become worthless.
    ExpireTickets,
    /// A token's secret is refused from now on; the token stays listed.
    RevokeToken {
        /// `user@realm!name`.
        token: String,
    },
    /// A node shows another certificate.
    ChangeCertificate {
        /// The node.
        node: String,
        /// Which one.
        change: CertificateChange,
    },
    /// The SSH server shows another host key.
    ChangeHostKey,
    /// A node loses power: its guests are gone, its listener refuses, the cluster shows it offline.
    NodeDown {
        /// The node.
        node: String,
    },
    /// A node comes back.
    NodeUp {
        /// The node.
        node: String,
    },
    /// Only the node's listener changes; the cluster sees the node as before.
    Reach {
        /// The node.
        node: String,
        /// How it behaves.
        reach: Reach,
    },
    /// The cluster loses or regains quorum: `/etc/pve` becomes read-only.
    Quorum {
        /// Whether it has quorum.
        quorate: bool,
    },
    /// A storage goes away or comes back.
    Storage {
        /// The storage.
        storage: String,
        /// On this node only; without it on all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        node: Option<String>,
        /// Whether it is there.
        available: bool,
    },
    /// A storage is filled with foreign data to this share of its size.
    Fill {
        /// The storage.
        storage: String,
        /// On this node only; without it on all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        node: Option<String>,
        /// 0 to 1.
        share: f64,
    },
    /// The cluster's clock jumps ahead; everything due until then happens.
    Advance {
        /// Seconds.
        seconds: u64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_hits_its_calls_as_often_as_it_says() {
        let faults = Faults::default();
        faults.add(Fault { path: Some("/cluster".to_owned()), skip: 1, times: Some(2), ..Fault::always(Spoil::Reset) });
        let strike = || faults.strike(Method::Get, "/cluster/resources", "pve").spoil;
        assert_eq!(faults.strike(Method::Get, "/nodes", "pve"), Harm::default());
        assert_eq!([strike(), strike(), strike(), strike()], [None, Some(Spoil::Reset), Some(Spoil::Reset), None]);
        assert!(faults.list().is_empty());
    }

    #[test]
    fn latencies_add_up_and_the_first_other_fault_wins() {
        let faults = Faults::default();
        faults.add(Fault::always(Spoil::Latency { millis: 30 }));
        faults.add(Fault::always(Spoil::HalfBody));
        faults.add(Fault::always(Spoil::Reset));
        faults.add(Fault::always(Spoil::Latency { millis: 12 }));
        let harm = faults.strike(Method::Post, "/x", "pve");
        assert_eq!(harm, Harm { latency: Duration::from_millis(42), spoil: Some(Spoil::HalfBody) });
    }

    #[test]
    fn the_words_of_the_control_listener_are_understood() {
        let fault: Fault =
            serde_json::from_str(r#"{"fault":"status","status":502,"path":"/nodes","times":1}"#).unwrap();
        assert_eq!(fault.spoil, Spoil::Status { status: 502, reason: None });
        let action: Action =
            serde_json::from_str(r#"{"action":"change-certificate","node":"pve","change":"foreign"}"#).unwrap();
        assert_eq!(action, Action::ChangeCertificate { node: "pve".to_owned(), change: CertificateChange::Foreign });
    }
}
