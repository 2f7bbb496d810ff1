//! The answers of Proxmox, kept for as long as they may be taken as they are.

mod answer;
mod cache;
mod key;
mod topic;

pub use self::{
    answer::{Answer, Ask, Kept, Source},
    cache::Topics,
    key::Key,
    topic::{Topic, UnknownTopic},
};
