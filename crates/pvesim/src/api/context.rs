//! What a handler sees of a call: verified parameters, the caller, the answering node.

use indexmap::IndexMap;

use super::call::Caller;
use crate::failure::Failure;

/// A verified call.
#[derive(Clone, Debug)]
pub struct Context {
    /// Who calls.
    pub caller: Caller,
    /// The node that answers (`localhost` resolved).
    pub node: String,
    /// The path of the route, with its `{…}`.
    pub route: &'static str,
    /// How long the call waited for locks already.
    pub waited: std::time::Duration,
    params: IndexMap<String, Vec<String>>,
}

impl Context {
    /// A context with these verified parameters.
    #[must_use]
    pub const fn new(caller: Caller, node: String, params: IndexMap<String, Vec<String>>) -> Self {
        Self { caller, node, route: "", waited: std::time::Duration::ZERO, params }
    }

    /// A parameter's text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.params.get(name).and_then(|values| values.first()).map(String::as_str)
    }

    /// A parameter that the route's table requires; empty when the table does not.
    #[must_use]
    pub fn need(&self, name: &str) -> &str {
        self.text(name).unwrap_or_default()
    }

    /// Every value of a list parameter.
    #[must_use]
    pub fn list(&self, name: &str) -> &[String] {
        self.params.get(name).map_or(&[], Vec::as_slice)
    }

    /// A whole number.
    #[must_use]
    pub fn integer(&self, name: &str) -> Option<i64> {
        self.text(name).and_then(|text| text.trim().parse().ok())
    }

    /// A truth value; `false` when missing.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        self.text(name) == Some("1")
    }

    /// A truth value, if given.
    #[must_use]
    pub fn choice(&self, name: &str) -> Option<bool> {
        self.text(name).map(|text| text == "1")
    }

    /// Whether a parameter was given.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.params.contains_key(name)
    }

    /// The `vmid` of the call.
    pub fn vmid(&self) -> Result<u32, Failure> {
        self.text("vmid")
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| Failure::param("vmid", "property is missing and it is not optional"))
    }

    /// Every parameter with its first value, in the order of the call.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.params.iter().map(|(name, values)| (name.as_str(), values.first().map_or("", String::as_str)))
    }

    /// The same call with one parameter set.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts are given as they are")]
    pub fn set(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), vec![value.to_string()]);
        self
    }
}
