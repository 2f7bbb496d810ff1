//! The SSH side: a login on a cluster's first node, with `pvesh`, `pveum` and enough of a shell.
//!
//! [`server`] is the protocol (russh), [`shell`] runs lines, [`pvesh`] and [`pveum`] are the programs that matter.
//! Up to ten sessions share a connection, as OpenSSH's `MaxSessions` allows by default, so clients may multiplex.

pub mod host_key;
pub mod pvesh;
pub mod pveum;
pub mod server;
mod server_session;
pub mod shell;
pub mod stream;
pub mod words;

/// What the SSH side does not do as a real node does it.
pub const GAPS: &[&str] = &[
    "of Proxmox's programs only pvesh, pveum and pveversion are there; qm, pct, pvesm, ha-manager and vzdump are not",
    "text output names the columns of the lists people look at; other lists show all keys they have",
    "pvesh usage prints the call, not the description of each parameter; pvesh help prints the overview only",
    "pveum knows users, groups, roles, tokens, lists, realms and pools; no passwd, ticket or tfa",
    "the shell has no pipes, variables, globs, here-documents or files to write; sftp and port forwarding are refused",
    "faults that cut a connection end pvesh with the message of a broken cluster file system",
];

pub use host_key::SshError;
pub use server::{Opened, Settings, open};
