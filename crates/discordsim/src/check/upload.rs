//! Files of a request.

use serde_json::Value;

use super::{Flaws, under};

/// What a bot may send in a guild without boosts, in bytes (`Uploading Files` in Discord's API reference).
pub const MOST_BYTES: usize = 10 * 1024 * 1024;

/// A file as it came in a part of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The number in the part's name `files[n]`.
    pub id: u64,
    /// The name of the file.
    pub filename: String,
    /// Its type as the part told it.
    pub kind: Option<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Checks the list `attachments` of a message against the files that came with it. An id that is no file's must be that
/// of an attachment that the message has already (`kept`).
pub fn check(flaws: &mut Flaws, path: &str, attachments: Option<&Value>, uploads: &[Upload], kept: &[u64]) {
    for upload in uploads {
        flaws.demand(
            upload.bytes.len() <= MOST_BYTES,
            &format!("files[{}]", upload.id),
            "BASE_TYPE_MAX_LENGTH",
            "Request entity too large",
        );
        flaws.demand(
            !upload.filename.is_empty(),
            &format!("files[{}]", upload.id),
            "BASE_TYPE_REQUIRED",
            "The part of a file names the file",
        );
    }
    let at = under(path, "attachments");
    for (index, attachment) in flaws.list(&at, attachments, 10).iter().enumerate() {
        let at = under(&at, index);
        let id = super::number(attachment.get("id"));
        let known = id.is_some_and(|id| uploads.iter().any(|upload| upload.id == id) || kept.contains(&id));
        flaws.demand(known, &under(&at, "id"), "ATTACHMENT_NOT_FOUND", "No file of the request has this id");
        flaws.length(&under(&at, "description"), attachment.get("description"), 0, 1024);
    }
}
