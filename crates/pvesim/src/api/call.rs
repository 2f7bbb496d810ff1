//! One call: method, path, parameters, and who makes it.

use std::time::Duration;

use indexmap::IndexMap;

/// The four methods that the API knows; any other is refused before a call exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Read.
    Get,
    /// Create, or do.
    Post,
    /// Change.
    Put,
    /// Remove.
    Delete,
}

impl Method {
    /// The method as it stands in a request line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }

    /// The method of a request line, when it is one of the four.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Get, Self::Post, Self::Put, Self::Delete].into_iter().find(|method| method.name() == name)
    }
}

/// Who makes a call, once the credentials were checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// No credentials at all.
    Nobody,
    /// A user with a ticket.
    User {
        /// `name@realm`.
        userid: String,
        /// Whether a ticket (not basic knowledge of the command line) stands behind it.
        via_ticket: bool,
    },
    /// An API token.
    Token {
        /// The token's owner, `name@realm`.
        userid: String,
        /// The token's own name, behind the `!`.
        tokenid: String,
    },
    /// `root@pam` on the node's command line (`pvesh`): no ACL applies.
    Root,
}

impl Caller {
    /// The authentication id as it stands in UPIDs and logs: `user@realm` or `user@realm!token`.
    #[must_use]
    pub fn authid(&self) -> String {
        match self {
            Self::Nobody => String::new(),
            Self::User { userid, .. } => userid.clone(),
            Self::Token { userid, tokenid } => format!("{userid}!{tokenid}"),
            Self::Root => "root@pam".to_owned(),
        }
    }

    /// The user behind the call; a token's owner for a token.
    #[must_use]
    pub fn userid(&self) -> &str {
        match self {
            Self::Nobody => "",
            Self::User { userid, .. } | Self::Token { userid, .. } => userid,
            Self::Root => "root@pam",
        }
    }

    /// Whether this is `root@pam` itself, which a token of root is not.
    #[must_use]
    pub fn is_root(&self) -> bool {
        match self {
            Self::Root => true,
            Self::User { userid, .. } => userid == "root@pam",
            _ => false,
        }
    }
}

/// Parameters as they came over the wire: strings, in order, a repeated name with several values.
///
/// JSON bodies are flattened to strings before; what cannot be a string (an object, `null`) is kept apart in
/// [`Call::misshapen`].
pub type Params = IndexMap<String, Vec<String>>;

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    /// What is to be done.
    pub method: Method,
    /// Path below `/api2/json`, beginning with a slash, each segment percent-decoded. A `/` inside a decoded segment
    /// (a volume id) is kept as `%2F`.
    pub path: String,
    /// Query and body together.
    pub params: Params,
    /// Parameters whose JSON value was no scalar or list: the name and `HASH`.
    pub misshapen: Vec<(String, &'static str)>,
    /// Who calls.
    pub caller: Caller,
    /// The node whose listener took the call; empty means the cluster's first node.
    pub via: String,
    /// How long this call waited already, see [`Answer::Retry`](super::answer::Answer::Retry).
    pub waited: Duration,
}

impl Call {
    /// A call without parameters, taken by the cluster's first node.
    #[must_use]
    pub fn new(method: Method, path: impl Into<String>, caller: Caller) -> Self {
        Self {
            method,
            path: path.into(),
            params: Params::new(),
            misshapen: Vec::new(),
            caller,
            via: String::new(),
            waited: Duration::ZERO,
        }
    }

    /// The same call with one more parameter value.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "numbers and texts are given as they are")]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.entry(name.to_owned()).or_default().push(value.to_string());
        self
    }
}
