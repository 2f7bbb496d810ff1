//! The transports over the wire, and the operations over a scripted one.

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
mod trust;
#[cfg(test)]
mod wire;
