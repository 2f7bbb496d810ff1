//! A change as data: one call that has been decided and not been sent.
//!
//! Building it is pure, so that a plan can show exactly what will be sent, and a journal can keep it before it is sent.
//! [`Hands::send`](crate::Hands::send) sends it; [`Pve::reconcile`](crate::Pve::reconcile) finds out whether it began when
//! the answer was lost. Parameters are those of the official schema, in its spelling: what is not set is not sent.

use std::fmt;

use lotse_model::NodeName;

use super::guest_status::GuestPlace;
use crate::{ApiPath, Params, Verb};

/// A call that changes something, ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Change {
    verb: Verb,
    path: ApiPath,
    params: Params,
    node: NodeName,
    tasks: &'static [&'static str],
    task_id: String,
}

impl Change {
    /// A change of the guest at `place`: `rest` follows its path, and `tasks` are the types of task that it may start.
    pub(crate) fn of_guest(verb: Verb, place: &GuestPlace, rest: &[&str], tasks: &'static [&'static str]) -> Self {
        let path = rest.iter().fold(place.path(), ApiPath::segment);
        Self { verb, path, params: Params::new(), node: place.node.clone(), tasks, task_id: place.vmid.to_string() }
    }

    /// A change of a node.
    pub(crate) fn of_node(
        verb: Verb,
        path: ApiPath,
        node: &NodeName,
        tasks: &'static [&'static str],
        task_id: String,
    ) -> Self {
        Self { verb, path, params: Params::new(), node: node.clone(), tasks, task_id }
    }

    /// The same with a parameter.
    pub(crate) fn with(mut self, key: &'static str, value: &impl ToString) -> Self {
        self.params.push((key.into(), value.to_string()));
        self
    }

    /// The same with a parameter whose name is data (a key of a configuration).
    pub(crate) fn with_key(mut self, key: String, value: String) -> Self {
        self.params.push((key.into(), value));
        self
    }

    /// The same with a parameter when there is a value.
    pub(crate) fn with_some(self, key: &'static str, value: Option<impl ToString>) -> Self {
        match value {
            Some(value) => self.with(key, &value),
            None => self,
        }
    }

    /// The same with a boolean that is sent only when it is on; off is the server's default.
    pub(crate) fn with_flag(self, key: &'static str, on: bool) -> Self {
        if on { self.with(key, &1) } else { self }
    }

    /// What is done.
    #[must_use]
    pub const fn verb(&self) -> Verb {
        self.verb
    }

    /// To what.
    #[must_use]
    pub const fn path(&self) -> &ApiPath {
        &self.path
    }

    /// With which parameters, exactly as they are sent.
    #[must_use]
    pub const fn params(&self) -> &Params {
        &self.params
    }

    /// The node that does it.
    #[must_use]
    pub const fn node(&self) -> &NodeName {
        &self.node
    }

    /// The types of task that it may start, HA's included; none for a change that is over when it is answered.
    #[must_use]
    pub const fn tasks(&self) -> &'static [&'static str] {
        self.tasks
    }

    /// The id of its task: the guest's number, or empty for several guests.
    #[must_use]
    pub fn task_id(&self) -> &str {
        &self.task_id
    }
}

/// Parameters whose value is never shown.
const SECRET: &[&str] = &["password", "cipassword"];

/// The call with its parameters, for a plan: `POST /nodes/pve/qemu/100/status/shutdown timeout=60`. Passwords are left out.
impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.verb, self.path)?;
        self.params.iter().try_for_each(|(key, value)| {
            let shown = if SECRET.contains(&key.as_ref()) { "***" } else { value };
            write!(f, " {key}={shown}")
        })
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({self})")
    }
}
