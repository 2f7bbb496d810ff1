//! The API below `/api2/json`: calls, answers, the route table and its handlers.
//!
//! A call arrives as method, path and string parameters, whoever carried it: the HTTPS server, `pvesh`
//! over SSH, a test. [`handle`] is synchronous and decides in this order, as pveproxy does:
//! authentication (401), route (501), permission (403), the node that has to answer (595, 596, 500),
//! parameters (400), and only then the handler of the route.
//!
//! Each area has a `ROUTES` table; [`areas`] lists them.

#![expect(clippy::unnecessary_wraps, reason = "the route tables give every handler one signature")]

#[cfg(test)]
pub(crate) mod bench;

pub mod access;
pub mod answer;
pub mod areas;
pub mod backup;
pub mod call;
pub mod check;
pub mod cluster;
pub mod context;
pub mod format;
pub mod guests;
pub mod ha;
pub mod json;
pub mod lock;
pub mod nodes;
pub mod param;
pub mod pools;
pub mod route;
pub mod router;
pub mod storage;
pub mod tasks;
pub mod unserved;
pub mod verify;

pub use answer::{Answer, Outcome};
pub use call::{Call, Caller, Method, Params};
pub use context::Context;
pub use router::handle;

pub use crate::failure::Failure;
