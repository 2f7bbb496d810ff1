//! What OpenSSH means by what it prints.
//!
//! `ssh` ends with 255 for every kind of failure and tells the kind in English words only. They are read here, in one pure
//! function, from `sshconnect.c`, `sshconnect2.c`, `readconf.c` and `misc.c` of OpenSSH 8.4 to 10; where the versions
//! differ, what they have in common is matched.

use crate::{KeyFingerprint, Obstacle};

/// What the words of a failed `ssh` mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The host key is not known.
    KeyUnknown {
        /// `ED25519`, `RSA`, `ECDSA`, …
        kind: Option<String>,
    },
    /// The host key is another one, or revoked.
    KeyChanged {
        /// The fingerprint of the key that was shown.
        seen: Option<KeyFingerprint>,
        /// File and line of the known key.
        known_at: Option<String>,
        /// Marked as revoked.
        revoked: bool,
    },
    /// No key was accepted.
    AuthFailed {
        /// What the server would accept.
        methods: Vec<String>,
    },
    /// No connection.
    Unreachable(Obstacle),
    /// `ssh_config` or an option is not acceptable.
    Configuration,
    /// None of these.
    Other,
}

/// Reads what a failed `ssh` printed.
pub(crate) fn classify(printed: &str) -> Meaning {
    let lower = printed.to_ascii_lowercase();
    if lower.contains("revoked host key detected")
        || (lower.contains("is revoked") || lower.contains("marked as revoked")) && lower.contains("host key")
    {
        return Meaning::KeyChanged { seen: fingerprint_in(printed), known_at: offending(printed), revoked: true };
    }
    if lower.contains("remote host identification has changed") || lower.contains("has changed and you have requested")
    {
        return Meaning::KeyChanged { seen: fingerprint_in(printed), known_at: offending(printed), revoked: false };
    }
    if lower.contains("host key verification failed") || lower.contains("host key is known for") {
        return Meaning::KeyUnknown { kind: unknown_kind(printed) };
    }
    if is_configuration(&lower) {
        return Meaning::Configuration;
    }
    if let Some(methods) = denied_methods(printed) {
        return Meaning::AuthFailed { methods };
    }
    if lower.contains("too many authentication failures") || lower.contains("no more authentication methods") {
        return Meaning::AuthFailed { methods: Vec::new() };
    }
    obstacle(&lower).map_or(Meaning::Other, Meaning::Unreachable)
}

/// `No ED25519 host key is known for [127.0.0.1]:2222 and you have requested strict checking.`
fn unknown_kind(printed: &str) -> Option<String> {
    printed.lines().find_map(|line| {
        let (before, _) = line.split_once(" host key is known for")?;
        let kind = before.rsplit(' ').next()?;
        (!kind.is_empty()).then(|| kind.to_owned())
    })
}

/// The fingerprint stands on a line of its own after `The fingerprint for the … key sent by the remote host is`.
fn fingerprint_in(printed: &str) -> Option<KeyFingerprint> {
    printed.split_whitespace().filter(|word| word.starts_with("SHA256:")).find_map(|word| {
        // `SHA256:….` with a full stop in some messages.
        word.trim_end_matches('.').parse().ok()
    })
}

/// `Offending ED25519 key in /home/anna/.ssh/known_hosts:7`
fn offending(printed: &str) -> Option<String> {
    printed.lines().find_map(|line| {
        let rest = line.trim().strip_prefix("Offending ")?;
        let (_, place) = rest.split_once(" key in ")?;
        Some(place.trim().to_owned())
    })
}

/// `root@pve1: Permission denied (publickey,password).`
fn denied_methods(printed: &str) -> Option<Vec<String>> {
    printed.lines().rev().find_map(|line| {
        let (_, rest) = line.split_once("Permission denied (")?;
        let (methods, _) = rest.split_once(')')?;
        Some(methods.split(',').map(|method| method.trim().to_owned()).collect())
    })
}

fn is_configuration(lower: &str) -> bool {
    [
        "bad configuration option",
        "bad owner or permissions on",
        "extra arguments at end of line",
        "can't open user config file",
        "unsupported option",
        "terminating, ",
        "controlpath too long",
        "too long for unix domain socket",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

fn obstacle(lower: &str) -> Option<Obstacle> {
    const WORDS: &[(&str, Obstacle)] = &[
        ("could not resolve hostname", Obstacle::NameUnknown),
        ("name or service not known", Obstacle::NameUnknown),
        ("temporary failure in name resolution", Obstacle::NameUnknown),
        ("no address associated with", Obstacle::NameUnknown),
        ("connection timed out", Obstacle::Silent),
        ("operation timed out", Obstacle::Silent),
        ("timed out during banner exchange", Obstacle::Silent),
        (" timed out", Obstacle::Silent),
        ("no route to host", Obstacle::NoRoute),
        ("network is unreachable", Obstacle::NoRoute),
        ("host is down", Obstacle::NoRoute),
        ("connection refused", Obstacle::Refused),
        ("unable to negotiate with", Obstacle::Protocol),
        ("no matching host key type", Obstacle::Protocol),
        ("protocol major versions differ", Obstacle::Protocol),
        ("banner line", Obstacle::Protocol),
        ("bad packet length", Obstacle::Protocol),
        ("invalid ssh identification string", Obstacle::Protocol),
        ("remote protocol version", Obstacle::Protocol),
        ("connection closed by", Obstacle::Closed),
        ("connection reset by", Obstacle::Closed),
        ("connection reset", Obstacle::Closed),
        ("kex_exchange_identification", Obstacle::Closed),
        ("ssh_exchange_identification", Obstacle::Closed),
        ("broken pipe", Obstacle::Closed),
        ("stdio forwarding failed", Obstacle::Closed),
        // What a firewall of this machine makes of it: `connect to host … port 22: Permission denied`.
        ("connect to host", Obstacle::NoRoute),
    ];
    WORDS.iter().find(|(words, _)| lower.contains(words)).map(|(_, obstacle)| *obstacle)
}

#[cfg(test)]
#[path = "classify_tests.rs"]
mod tests;
