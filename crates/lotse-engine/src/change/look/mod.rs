//! What is read before a plan is made, and once more before it is carried out: freshly, a few calls a guest, eight at a time.
//!
//! A part that an operation does not need is not read ([`Needs`]). A part that could not be read says why; nothing of it is
//! taken for absent.

mod cluster;
mod facts;
mod guest;
mod needs;

pub(crate) use self::facts::identity;
pub(super) use self::{
    cluster::{ArchivePlace, ClusterLook},
    facts::{Facts, covered, gone_facts, guest_facts, is_gone, job_facts, state_word},
    guest::GuestLook,
    needs::Needs,
};

/// How many guests of a request are read at the same time.
pub(super) const AT_ONCE: usize = 8;
