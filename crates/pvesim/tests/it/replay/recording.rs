//! The recorded exchanges.

use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

/// One line of a recording; fields of the other kind are empty.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Exchange {
    pub(crate) n: u64,
    pub(crate) kind: String,
    pub(crate) category: String,
    pub(crate) name: String,
    pub(crate) setup: String,
    #[serde(default)]
    pub(crate) auth: Option<String>,
    #[serde(default)]
    pub(crate) csrf_header: bool,
    #[serde(default)]
    pub(crate) method: String,
    #[serde(default)]
    pub(crate) path: String,
    #[serde(default)]
    pub(crate) query: Option<String>,
    #[serde(default)]
    pub(crate) params: Option<Value>,
    #[serde(default)]
    pub(crate) content_type: Option<String>,
    #[serde(default)]
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) connection_headers: Vec<String>,
    #[serde(default)]
    pub(crate) body_is_json: bool,
    #[serde(default)]
    pub(crate) body: Value,
    #[serde(default)]
    pub(crate) argv: Vec<String>,
    #[serde(default)]
    pub(crate) rc: u32,
    #[serde(default)]
    pub(crate) stdout: String,
    #[serde(default)]
    pub(crate) stderr: String,
}

/// All exchanges of a setup.
pub(crate) fn read(path: &Path, setup: &str) -> Vec<Exchange> {
    std::fs::read_to_string(path)
        .unwrap()
        .lines()
        .skip(1)
        .map(|line| serde_json::from_str::<Exchange>(line).unwrap())
        .filter(|exchange| exchange.setup == setup)
        .collect()
}

impl Exchange {
    /// The task that the exchange started.
    pub(crate) fn upid(&self) -> Option<&str> {
        self.body.get("data").and_then(Value::as_str).filter(|text| text.starts_with("UPID:"))
    }

    /// Start of the task in a UPID, seconds of the epoch.
    pub(crate) fn start(upid: &str) -> i64 {
        i64::from_str_radix(upid.split(':').nth(4).unwrap(), 16).unwrap()
    }
}
