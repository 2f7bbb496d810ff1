//! Commands on hosts over the system's OpenSSH.
//!
//! If `ssh pve1` works in the operator's shell, it works here: it *is* their `ssh`, with its configuration, agent, hardware
//! keys and jump hosts. What this crate adds:
//!
//! * one connection for many commands, at most eight at once, made anew when it was lost ([`OpenSsh`]);
//! * **trust is never silent**: an unknown host key and a changed one are errors with their fingerprints, and [`trust`] adds
//!   a key only when it is the expected one;
//! * forwarding and commands of the configuration are off, control sockets lie in a folder that nobody else can enter;
//! * a command is a list of arguments, never a line for a shell, and a [`Target`] is never an option of `ssh`;
//! * errors are typed, read from OpenSSH's words in one pure function.
//!
//! ```no_run
//! use lotse_ssh::{Deadline, OpenSsh, Ssh};
//! # async fn example() -> Result<(), lotse_ssh::SshError> {
//! let host = OpenSsh::new("root@pve1".parse()?);
//! let deadline = Deadline::after(std::time::Duration::from_secs(10));
//! let output = host.run(&["pveversion".to_owned()], None, deadline).await?;
//! assert_eq!(output.status, 0);
//! # Ok(()) }
//! ```
//!
//! Knows nothing of Proxmox. May be depended on by the Proxmox client and by whatever reads hosts.

mod arguments;
mod classify;
mod connect;
mod control;
mod deadline;
mod error;
mod fingerprint;
mod known_key;
mod link;
mod local;
mod meant;
mod probe;
mod program;
mod run;
mod session;
mod target;
mod trust;

pub use deadline::{Deadline, Passed};
pub use error::{Obstacle, SshError};
pub use fingerprint::{KeyFingerprint, KeyFingerprintError};
pub use known_key::HostKey;
pub use local::Local;
pub use probe::probe;
pub use run::{OUTPUT_LIMIT, Output, Ssh};
pub use session::OpenSsh;
pub use target::{Target, TargetError, TargetPart};
pub use trust::{OldKeys, trust};
