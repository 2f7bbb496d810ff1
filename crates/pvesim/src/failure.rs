//! A refused or failed call: what a `die` on the way becomes on the wire.

use std::time::Duration;

/// How long pveproxy holds back an answer to failed authentication (`PVE::APIServer::AnyEvent`, 3 s).
pub const AUTH_DELAY: Duration = Duration::from_secs(3);

/// A refused or failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// HTTP status.
    pub status: u16,
    /// Reason phrase; the `message` of the body may be longer, see [`Failure::message`].
    pub reason: String,
    /// The whole text when it has more than one line.
    pub text: Option<String>,
    /// Per parameter: what is wrong with it.
    pub errors: Vec<(String, String)>,
    /// Whether an answer body is sent. 401 of the proxy itself and 595, 596 have none.
    pub body: bool,
    /// How long after the request's begin the answer is sent.
    pub delay: Duration,
}

impl Failure {
    /// An error with a status and a text of one or more lines; the first line is the reason phrase.
    #[must_use]
    pub fn new(status: u16, text: impl Into<String>) -> Self {
        let text = text.into();
        let first = text.lines().next().unwrap_or_default().to_owned();
        let whole = (first != text.trim_end()).then_some(text);
        Self { status, reason: first, text: whole, errors: Vec::new(), body: true, delay: Duration::ZERO }
    }

    /// 500 with a text: what a Perl `die` in a handler becomes.
    #[must_use]
    pub fn die(text: impl Into<String>) -> Self {
        Self::new(500, text)
    }

    /// 400 `Parameter verification failed.` with one parameter's complaint.
    #[must_use]
    pub fn param(name: impl Into<String>, complaint: impl Into<String>) -> Self {
        Self::params(vec![(name.into(), complaint.into())])
    }

    /// 400 `Parameter verification failed.` with several complaints.
    #[must_use]
    pub fn params(errors: Vec<(String, String)>) -> Self {
        let mut failure = Self::new(400, "Parameter verification failed.");
        failure.errors = errors;
        failure
    }

    /// 403 with the path and the privileges that would have been needed (`|` between alternatives).
    #[must_use]
    pub fn permission(path: &str, privileges: &str) -> Self {
        Self::new(403, format!("Permission check failed ({path}, {privileges})"))
    }

    /// 401 of the proxy itself: late and without a body.
    #[must_use]
    pub fn unauthorized(text: impl Into<String>) -> Self {
        let mut failure = Self::new(401, text);
        failure.body = false;
        failure.delay = AUTH_DELAY;
        failure
    }

    /// An answer that the proxy makes up because the backend cannot be reached: no body.
    #[must_use]
    pub fn proxy(status: u16, text: impl Into<String>) -> Self {
        let mut failure = Self::new(status, text);
        failure.body = false;
        failure
    }

    /// The same failure, sent this long after the request began.
    #[must_use]
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// The `message` of the body: the whole text, with the newline that Perl's `die` appends.
    #[must_use]
    pub fn message(&self) -> String {
        let text = self.text.as_deref().unwrap_or(&self.reason);
        format!("{}\n", text.trim_end_matches('\n'))
    }
}
