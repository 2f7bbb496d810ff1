//! A simulated Proxmox VE cluster behind the real wire: the HTTPS API, and SSH with `pvesh`.
//!
//! For everybody who writes a client of Proxmox VE and wants to know, without a server and in a test's time, how it
//! behaves: when a task fails late, when a node is away, when the token may see nothing. It imports no client, so a
//! client's mistakes are not its own.
//!
//! * [`world`]: what there is and how it moves through time (nodes, guests, storages, tasks …)
//! * [`access`]: who may do what
//! * [`api`]: the routes below `/api2/json` and their handlers
//!
//! What it is not: it runs no guest, moves no data and keeps nothing over a restart.

pub mod access;
pub mod api;
pub mod world;
