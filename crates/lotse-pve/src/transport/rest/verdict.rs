//! What the failure of one node means for a call: pure decisions.

use std::time::Duration;

use crate::{
    CallError,
    transport::call::{Call, Method},
};

/// What a failure of one node means for the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Next {
    /// The answer is the same everywhere.
    Stop,
    /// The node did not answer: another one may.
    Elsewhere,
    /// The node works, and a second one may see what it cannot; a third opinion is not worth the wait.
    Once,
}

/// How long a connection may take to come about: with several nodes so short that dead ones leave time for the last.
pub(crate) fn connect_limit(endpoints: usize) -> Duration {
    match u32::try_from(endpoints) {
        Ok(0 | 1) => Duration::from_secs(10),
        Ok(several) => (Duration::from_secs(6) / several).clamp(Duration::from_millis(1500), Duration::from_secs(3)),
        Err(_) => Duration::from_millis(1500),
    }
}

/// What a failure means for the other nodes.
pub(crate) fn next(error: &CallError) -> Next {
    match error {
        // With 502 to 504 what stands in front of a node says that the node is away (RFC 9110, 15.6).
        CallError::Unreachable { .. }
        | CallError::Broken { .. }
        | CallError::TimedOut { .. }
        | CallError::Failed { status: Some(502..=504), .. } => Next::Elsewhere,
        CallError::NodeDown { .. } => Next::Once,
        _ => Next::Stop,
    }
}

/// The error of a change whose answer was lost. It stays as it is when it says that nothing was done.
pub(crate) fn uncertain(call: &Call<'_>, endpoint: &str, error: CallError) -> CallError {
    let lost = match &error {
        CallError::Broken { .. } | CallError::TimedOut { .. } | CallError::Failed { status: Some(502 | 504), .. } => {
            true
        }
        // 595 came before a connection to the other node did; 596 and the like came after.
        CallError::NodeDown { message, .. } => !is_never_connected(message),
        _ => false,
    };
    if lost && call.method != Method::Get {
        CallError::Uncertain { call: call.name(), endpoint: endpoint.to_owned(), source: Box::new(error) }
    } else {
        error
    }
}

/// The words of a 595: the operating system's, of a connection that did not come about.
fn is_never_connected(message: &str) -> bool {
    ["No route to host", "Connection refused", "Network is unreachable", "Name or service not known"]
        .iter()
        .any(|words| message.contains(words))
}

#[cfg(test)]
mod tests {
    use super::{Next, connect_limit, next, uncertain};
    use crate::{
        CallError, Params, Verb, api_path,
        transport::call::{Call, Method},
    };
    use std::time::Duration;

    #[test]
    fn dead_nodes_leave_time_for_the_last_one() {
        for endpoints in [2_u32, 3, 5] {
            let dead = connect_limit(endpoints as usize) * (endpoints - 1);
            assert!(dead <= Duration::from_secs(6), "{endpoints}");
        }
    }

    #[test]
    fn only_a_change_can_be_uncertain_and_only_when_it_was_sent() {
        let (path, params) = (api_path!("/nodes/{}/vzdump", "pve2"), Params::new());
        let change = Call { method: Method::Change(Verb::Post), path: &path, params: &params };
        let read = Call { method: Method::Get, ..change };
        let broken = CallError::Broken { call: change.name(), endpoint: "a".to_owned(), detail: "half".to_owned() };
        assert_eq!(uncertain(&change, "a", broken.clone()).code(), "E-PVE-UNCERTAIN");
        assert_eq!(uncertain(&read, "a", broken.clone()), broken);
        let down = |message: &str| CallError::NodeDown { call: change.name(), node: None, message: message.to_owned() };
        assert_eq!(uncertain(&change, "a", down("No route to host")).code(), "E-PVE-NODE-DOWN");
        assert_eq!(uncertain(&change, "a", down("Broken pipe")).code(), "E-PVE-UNCERTAIN");
    }

    #[test]
    fn a_refusal_is_the_same_on_every_node() {
        let refused = CallError::Refused { endpoint: "a".to_owned(), user: "u".to_owned(), message: String::new() };
        assert_eq!(next(&refused), Next::Stop);
        let gateway = CallError::Failed { call: String::new(), status: Some(502), message: String::new() };
        assert_eq!(next(&gateway), Next::Elsewhere);
    }
}
