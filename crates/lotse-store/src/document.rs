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
}
