//! The operations: every question and every change, typed, one file an area, each with the rule of its figures.
//!
//! A file holds the types of its area, how they are read from an answer (pure, tolerant, tested with every odd form), and
//! the methods of [`Pve`](crate::Pve) or [`Hands`](crate::Hands) that make the calls.
//!
//! | what all share | where |
//! |---|---|
//! | numbers, booleans, lists in every form of Perl | `row`, `rows` |
//! | property strings, numbered keys | [`property`] |
//! | words that may be new | `words` |
//! | the rule of each figure | `figures` |
//! | absent is not empty | [`permissions`], [`sight`] |

#[cfg(test)]
mod any_json;
pub mod backup_changes;
pub mod backup_jobs;
pub mod ceph;
pub mod certificates;
pub mod change;
pub mod cluster;
pub mod content;
pub mod disk_pools;
pub mod disks;
pub mod feature;
mod figures;
pub mod follow;
pub mod guest_changes;
pub mod guest_config;
pub mod guest_devices;
pub mod guest_inside;
pub mod guest_status;
pub mod ha;
pub mod ha_config;
pub mod logs;
pub mod migration;
pub mod network;
pub mod nodes;
pub mod packages;
pub mod permissions;
pub mod pools;
pub mod power;
pub mod property;
pub mod reconcile;
pub mod replication;
pub mod resources;
pub(crate) mod row;
pub(crate) mod rows;
pub mod rrd;
pub mod services;
pub mod settle;
pub mod sight;
pub mod snapshots;
pub mod storages;
pub mod subscription;
pub mod tasks;
pub mod version;
mod words;
