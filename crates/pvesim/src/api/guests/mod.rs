//! Guests: VMs and containers below `/nodes/{node}/qemu` and `/nodes/{node}/lxc`.
//!
//! [`table_qemu`], [`table_lxc`] and [`table_agent`] say which route takes what; most handlers serve both kinds and tell
//! them apart by the route. [`rows`] is how a guest looks in lists.

pub mod agent;
pub mod agent_facts;
pub mod config_read;
pub mod config_write;
pub mod console;
pub mod copy;
pub mod create;
pub mod disks;
pub mod firewall;
pub mod list;
pub mod lookup;
pub mod params;
pub mod power;
pub mod preconditions;
pub mod rights;
pub mod rows;
pub mod snapshots;
pub mod table_agent;
pub mod table_lxc;
pub mod table_qemu;

#[cfg(test)]
mod tests;
