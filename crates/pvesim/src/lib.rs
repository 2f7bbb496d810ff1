//! A simulated Proxmox VE cluster behind the real wire: the HTTPS API, and SSH with `pvesh`.
//!
//! For everybody who writes a client of Proxmox VE and wants to know, without a server and in a test's time, how it
//! behaves: when a task fails late, when a node is away, when the token may see nothing. It imports no client, so a
//! client's mistakes are not its own.
//!
//! * [`world`]: what there is and how it moves through time (nodes, guests, storages, tasks …)
//! * [`access`]: who may do what
//! * [`api`]: the routes below `/api2/json` and their handlers; [`failure`]: what refuses a call
//! * [`scenario`]: what a cluster holds when it starts
//! * [`http`], [`ssh`]: the wire
//! * [`chaos`], [`control`]: trouble on purpose, and the listener that makes it
//! * [`simulator`], [`start`], [`options`], [`announce`], [`site`], [`calls`]: starting it, reaching it, counting its calls
//!
//! What it is not: it runs no guest, moves no data and keeps nothing over a restart.

pub mod access;
pub mod announce;
pub mod api;
pub mod calls;
pub mod chaos;
pub mod control;
pub mod failure;
pub mod http;
pub mod options;
pub mod scenario;
pub mod simulator;
pub mod site;
pub mod ssh;
pub mod start;
pub mod world;
