//! Named JSON values.

use async_trait::async_trait;
use lotse_model::Timestamp;
use serde_json::Value;

use crate::{Appended, StoreError};

/// A value with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What kind of thing it is (`freeze`, `monitor`, `inventory`).
    pub kind: String,
    /// Its name among its kind.
    pub key: String,
    /// The value.
    pub body: Value,
    /// How often it was written, from 1.
    pub version: u64,
    /// When it was written last.
    pub at: Timestamp,
}

/// One of several writes that all happen or none.
#[derive(Debug, Clone, PartialEq)]
pub enum DocumentWrite {
    /// Writes a value on top of the version that is known, 0 for a new one.
    Put {
        /// What kind of thing it is.
        kind: String,
        /// Its name among its kind.
        key: String,
        /// The value.
        body: Value,
        /// The version that is known.
        version: u64,
    },
    /// Removes a value of this version.
    Remove {
        /// What kind of thing it is.
        kind: String,
        /// Its name among its kind.
        key: String,
        /// The version that is known.
        version: u64,
    },
}

/// Named values, each with a version: who writes on an older one than there is writes nothing.
#[async_trait]
pub trait Documents {
    /// One value.
    async fn document(&self, kind: &str, key: &str) -> Result<Option<Document>, StoreError>;

    /// All of a kind, by their keys.
    async fn documents(&self, kind: &str) -> Result<Vec<Document>, StoreError>;

    /// Writes a value on top of the `version` that is known, 0 for a new one; it has the next version
    /// then. Writing what is there already costs no write, and leaves the version.
    async fn put_document(
        &self,
        kind: &str,
        key: &str,
        body: &Value,
        version: u64,
        at: Timestamp,
    ) -> Result<Appended, StoreError>;

    /// Removes a value of this version.
    async fn remove_document(&self, kind: &str, key: &str, version: u64) -> Result<Appended, StoreError>;

    /// Writes and removes several values, in their order: all of them, or none when one is not of the version that is known
    /// ([`Appended::Overtaken`]). Nobody sees some of them without the others, whatever happens meanwhile. A value that is
    /// there already keeps its version; when all are, nothing is written.
    async fn put_documents(&self, writes: &[DocumentWrite], at: Timestamp) -> Result<Appended, StoreError>;
}
