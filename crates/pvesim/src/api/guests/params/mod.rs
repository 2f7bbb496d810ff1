//! Parameters of guest routes.
//!
//! The tables state facts of the interface (names, types, limits); the schema test compares them with the official
//! description.

pub mod drive;
pub mod lxc;
pub mod net;
pub mod qemu;
pub mod shared;
