//! `[serve]`: what the daemon offers besides its front ends.

use std::net::SocketAddr;

use url::Url;

use super::{Located, Problem, Said, section::Section};

/// What the daemon does and offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Serve {
    /// Where `/metrics` and `/healthz` are answered: on this machine's loopback, unless `exposed` says otherwise on purpose.
    pub(crate) listen: Option<SocketAddr>,
    /// Whether the fleet is watched (`[watch] on`).
    pub(crate) watches: bool,
    /// What is fetched after each good look, so that somebody else notices when looks end (`[watch] heartbeat-url`).
    pub(crate) heartbeat: Option<Said<Url>>,
}

impl Default for Serve {
    fn default() -> Self {
        Self { listen: None, watches: true, heartbeat: None }
    }
}

/// Reads `[serve]` over what is known of the watch.
pub(super) fn read(root: &mut Section<'_, '_>, serve: &mut Serve, problems: &mut Vec<Located>) {
    let Some(mut section) = root.section("serve", problems) else { return };
    let exposed = section.boolean("exposed", problems).unwrap_or(false);
    if let Some(text) = section.string("listen", problems) {
        match text.value.parse::<SocketAddr>() {
            Ok(address) if exposed || address.ip().is_loopback() => serve.listen = Some(address),
            _ => problems
                .push(text.problem(Problem::BadListen { key: section.full("listen"), value: text.value.clone() })),
        }
    }
    section.finish(problems);
}
