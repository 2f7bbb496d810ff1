//! The Proxmox VE client: one small transport trait over HTTPS and over `pvesh`, and typed operations on top of it.
//!
//! ```text
//! ops, pve      typed, tolerant operations            written once
//! transport     Read, Write                           the wire as one small trait
//!   rest        HTTPS to several nodes, fail-over     tls: whom to believe
//!   pvesh       over SSH, or on the node itself       lotse-ssh
//! ```
//!
//! Nothing here renders text for people: errors carry a stable code and data. Nothing reads the time of day but
//! [`clock`]. May be depended on by the engine and by what stands above it.

pub mod clock;
mod deadline;
mod error;
mod hands;
pub mod ops;
pub mod pve;
pub mod tls;
pub mod transport;

pub use self::{
    deadline::{Deadline, Passed},
    error::{CallError, Distrust, Obstacle},
    hands::{Carried, Hands, Sent},
    pve::{Answer, Pve},
    transport::{
        ApiPath, Caller, Credentials, EndpointHealth, EndpointSettings, EndpointState, Params, Pvesh, Read, Reply,
        Rest, RestSettings, SettingsError, Verb, Write,
    },
};
