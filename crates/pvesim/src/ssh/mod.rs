//! The SSH side: a login on a cluster's first node, with `pvesh`, `pveum` and enough of a shell.
//!
//! [`server`] is the protocol (russh), [`shell`] runs lines, [`pvesh`] and [`pveum`] are the programs that matter.
//! Up to ten sessions share a connection, as OpenSSH's `MaxSessions` allows by default, so clients may multiplex.

pub mod pvesh;
pub mod pveum;
pub mod server;
mod server_session;
pub mod shell;
pub mod stream;
pub mod words;

pub use server::{Opened, Settings, SshError, open};
