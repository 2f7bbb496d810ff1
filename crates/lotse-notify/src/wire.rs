//! One place where letters go.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::{Letter, Receipt, Trouble};

/// One place where letters go.
#[async_trait]
pub trait Wire: Debug + Send + Sync {
    /// Sends the letter. Sending the same one again is safe as far as the wire allows: it is the same message where the wire
    /// knows a name for one, and a second message where it does not.
    async fn send(&self, letter: &Letter) -> Result<Receipt, Trouble>;
}
