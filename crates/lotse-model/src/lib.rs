//! The words of Lotse as types: ids, units, guests, nodes, storages, tasks and findings.
//!
//! Pure data without I/O, clock or text for people. Everything above speaks in these types; nothing here knows where a
//! value came from. Three rules hold throughout:
//!
//! * **A VMID names nothing alone.** It is always part of a [`GuestRef`], since two clusters may use the same number.
//! * **Unknown is not zero.** A figure that was not reported is `None`; [`Seen`] tells "there is none" from "may not see".
//! * **Units are in the types.** [`Bytes`], [`Share`], [`Seconds`] and [`Timestamp`] cannot be mixed up.
//!
//! ```
//! use lotse_model::{GuestRef, Vmid};
//!
//! let guest: GuestRef = "home/100".parse().unwrap();
//! assert_eq!(guest.vmid, Vmid::new(100).unwrap());
//! ```
//!
//! May be depended on by every crate but `pvesim`, which shares no code with the client it is there to test.

mod criterion;
mod finding;
mod guest;
mod id;
mod node;
mod seen;
mod storage;
mod task;
mod units;
mod upid;

pub use criterion::{Comparison, Criterion, Field, Measure, Place};
pub use finding::{Argument, Evidence, Finding, FindingId, Severity, Subject};
pub use guest::{CpuUse, Guest, GuestKind, GuestState, Traffic};
pub use id::{ClusterName, GuestRef, IdError, NodeName, PoolName, StorageName, Vmid};
pub use node::{Node, NodeState};
pub use seen::{Hidden, HiddenWhy, Seen};
pub use storage::{Storage, StorageState};
pub use task::{Outcome, Task, TaskState};
pub use units::{Bytes, Seconds, Share, Timestamp, Use};
pub use upid::{Upid, UpidError};
