//! Against a real OpenSSH server on the loopback.

mod commands;
mod host_keys;
mod login;
#[cfg(test)]
mod sshd;
