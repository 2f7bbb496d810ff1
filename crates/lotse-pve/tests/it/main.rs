//! The transports over the wire, and the operations over a scripted one and on the simulated cluster.

#[cfg(test)]
mod contract;
mod failover;
mod login;
#[cfg(test)]
mod ops_absent;
#[cfg(test)]
mod ops_changes;
#[cfg(test)]
mod ops_everything;
#[cfg(test)]
mod ops_schema;
#[cfg(test)]
mod ops_simulator;
#[cfg(test)]
mod ops_wire;
mod requests;
#[cfg(test)]
mod simulated;
#[cfg(test)]
#[path = "../../../lotse-ssh/tests/it/sshd.rs"]
#[expect(dead_code, reason = "the SSH crate's own tests use more of it")]
mod sshd;
mod trouble;
#[cfg(test)]
mod trust;
#[cfg(test)]
mod wire;
