//! How often each API call was made: clients are judged by it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;

use crate::api::Method;

/// Who carried a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carrier {
    /// The HTTPS API.
    Https,
    /// `pvesh` on a node.
    Pvesh,
}

/// Counters of calls by `METHOD /path`.
#[derive(Debug, Default)]
pub struct Calls {
    counted: Mutex<Counted>,
}

/// What was counted since the last reset.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// All calls.
    pub total: u64,
    /// Calls over HTTPS, by method and path.
    pub https: BTreeMap<String, u64>,
    /// Calls by `pvesh`, by method and path.
    pub pvesh: BTreeMap<String, u64>,
    /// TLS connections accepted.
    pub connections: u64,
    /// SSH connections accepted.
    pub ssh_connections: u64,
    /// Sessions opened on them.
    pub ssh_sessions: u64,
}

impl Calls {
    /// Counts one call.
    pub fn count(&self, carrier: Carrier, method: Method, path: &str) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        counted.total += 1;
        let by_path = match carrier {
            Carrier::Https => &mut counted.https,
            Carrier::Pvesh => &mut counted.pvesh,
        };
        *by_path.entry(format!("{} {path}", method.name())).or_default() += 1;
    }

    /// Counts one accepted TLS connection.
    pub fn connected(&self) {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner).connections += 1;
    }

    /// Counts one accepted SSH connection.
    pub fn ssh_connected(&self) {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner).ssh_connections += 1;
    }

    /// Counts one session that was opened on an SSH connection.
    pub fn ssh_session_opened(&self) {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner).ssh_sessions += 1;
    }

    /// What was counted so far.
    #[must_use]
    pub fn counted(&self) -> Counted {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Starts over; answers what was counted until now.
    pub fn reset(&self) -> Counted {
        std::mem::take(&mut *self.counted.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Counted {
    /// How often this call came over HTTPS.
    #[must_use]
    pub fn https(&self, method: &str, path: &str) -> u64 {
        self.https.get(&format!("{method} {path}")).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_counted_by_carrier_method_and_path_until_reset() {
        let calls = Calls::default();
        calls.count(Carrier::Https, Method::Get, "/nodes");
        calls.count(Carrier::Https, Method::Get, "/nodes");
        calls.count(Carrier::Pvesh, Method::Get, "/nodes");
        let counted = calls.reset();
        assert_eq!((counted.total, counted.https("GET", "/nodes"), counted.pvesh["GET /nodes"]), (3, 2, 1));
        assert_eq!(calls.counted(), Counted::default());
    }
}
