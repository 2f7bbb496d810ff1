//! What persons typed.

use async_trait::async_trait;
use lotse_model::Timestamp;

use crate::StoreError;

/// A line that was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed {
    /// Its number; later ones are higher.
    pub number: i64,
    /// Who, as rules name people.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// The line.
    pub text: String,
}

/// What persons typed in the chat.
#[async_trait]
pub trait History {
    /// Adds a line and keeps no more than the newest `keep` of this person.
    async fn add_typed(&self, who: &str, at: Timestamp, text: &str, keep: u64) -> Result<(), StoreError>;

    /// The newest lines of a person, oldest first.
    async fn typed(&self, who: &str, limit: u64) -> Result<Vec<Typed>, StoreError>;

    /// Forgets everything that a person typed.
    async fn forget_typed(&self, who: &str) -> Result<(), StoreError>;
}
