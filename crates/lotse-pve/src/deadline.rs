//! Until when a call may take; the same type that the SSH sessions use.

pub use lotse_ssh::{Deadline, Passed};
