//! lotse-engine
pub mod findings;
pub mod fleet;
pub mod inventory;
pub mod topics;
