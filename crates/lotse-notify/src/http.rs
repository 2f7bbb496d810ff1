//! Letters over HTTP: one client for each wire, with its own trust, deadline and bounds.

use std::time::Duration;

use reqwest::{Client, RequestBuilder, header, redirect};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::{
    Address, Authority, SettingsError, Trouble,
    authority::{client_config, root_cause, untrusted},
    clock,
    scrub::Scrub,
};

/// How long an exchange may take unless told otherwise.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(15);
/// How long the connection alone may take.
const CONNECT: Duration = Duration::from_secs(5);
/// How much of an answer is read. The answers of all servers here are a few hundred bytes.
const MOST: usize = 64 * 1024;
/// The longest wish of a server that is followed: a wrong or hostile one must not silence a channel.
const LONGEST_WISH: Duration = Duration::from_hours(1);

/// A client of one server.
#[derive(Debug, Clone)]
pub(crate) struct Http {
    client: Client,
    timeout: Duration,
    scrub: Scrub,
}

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    after: Option<Duration>,
    body: Vec<u8>,
}

impl Http {
    /// A client of the server at this address, of which no answer shows a secret.
    pub(crate) fn new(
        address: &Address,
        authority: Option<&Authority>,
        timeout: Duration,
        secrets: impl IntoIterator<Item = SecretString>,
    ) -> Result<Self, SettingsError> {
        let mut config = client_config(authority)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let mut builder = Client::builder()
            .tls_backend_preconfigured(config)
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT.min(timeout))
            .timeout(timeout)
            // A connection that was kept may be dead, and a letter that fails on it may have been taken or not.
            .pool_max_idle_per_host(0)
            .user_agent(concat!("lotse/", env!("CARGO_PKG_VERSION")));
        if address.is_here() {
            builder = builder.no_proxy();
        } else {
            builder = builder.https_only(true);
        }
        let client = builder.build().map_err(|error| SettingsError::SetUp { detail: root_cause(&error) })?;
        Ok(Self { client, timeout, scrub: Scrub::new(secrets.into_iter().chain(address.secrets())) })
    }

    /// A request that posts JSON.
    pub(crate) fn post(&self, url: url::Url, json: &Value) -> RequestBuilder {
        self.post_bytes(url, json.to_string().into_bytes())
    }

    /// A request that posts this JSON, byte by byte.
    pub(crate) fn post_bytes(&self, url: url::Url, json: Vec<u8>) -> RequestBuilder {
        self.client.post(url).header(header::CONTENT_TYPE, "application/json; charset=utf-8").body(json)
    }

    /// A request that puts JSON.
    pub(crate) fn put(&self, url: url::Url, json: &Value) -> RequestBuilder {
        self.client.put(url).header(header::CONTENT_TYPE, "application/json").body(json.to_string())
    }

    /// Sends a request and reads what comes back, whatever its status; a redirect is trouble by itself.
    pub(crate) async fn call(&self, request: RequestBuilder) -> Result<Reply, Trouble> {
        let mut response = request.send().await.map_err(|error| self.failed(&error))?;
        let status = response.status().as_u16();
        if (300..400).contains(&status) {
            return Err(Trouble::Redirected { status });
        }
        let after = response.headers().get(header::RETRY_AFTER).and_then(|value| retry_after(value.to_str().ok()?));
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.failed(&error))? {
            body.extend_from_slice(&chunk);
            if body.len() > MOST {
                return Err(Trouble::Broken { detail: format!("more than {MOST} bytes") });
            }
        }
        Ok(Reply { status, after, body })
    }

    /// The trouble that an answer is which is no success, with the server's words and wish where the wire knows better.
    pub(crate) fn trouble(&self, reply: &Reply, said: &str, after: Option<Duration>) -> Trouble {
        let (status, after) = (reply.status, after.map(|wish| wish.min(LONGEST_WISH)).or(reply.after));
        match status {
            429 => Trouble::TooFast { after },
            // Request Timeout, Too Early: the server asks for another attempt (RFC 9110, 15.5.9; RFC 8470, 5.2).
            408 | 425 | 500.. => Trouble::ServerFailed { status, said: self.scrub.words(said), after },
            _ => Trouble::Refused { status, said: self.scrub.words(said) },
        }
    }

    /// The trouble that a success is which does not look like one of such a server.
    pub(crate) fn broken(&self, reply: &Reply, missing: &str) -> Trouble {
        let shown = self.scrub.words(&reply.text());
        let shown = lotse_text::truncate(&shown, 60);
        Trouble::Broken { detail: format!("{missing} is missing in {shown:?}") }
    }

    fn failed(&self, error: &reqwest::Error) -> Trouble {
        if let Some(trouble) = untrusted(error) {
            return trouble;
        }
        if error.is_timeout() {
            return Trouble::TimedOut { seconds: self.timeout.as_secs() };
        }
        Trouble::Unreachable { detail: self.scrub.words(&root_cause(error)) }
    }
}

impl Reply {
    /// Whether the server took it.
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The same answer as if it had another status, for servers that put errors into a success.
    pub(crate) fn with_status(&self, status: u16) -> Self {
        Self { status, after: self.after, body: Vec::new() }
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The text of a field of the body, or the body's first line where it is no such JSON.
    pub(crate) fn said(&self, field: &str) -> String {
        match self.json().as_ref().and_then(|json| json.get(field)).and_then(Value::as_str) {
            Some(text) => text.to_owned(),
            None => self.text().lines().next().unwrap_or_default().to_owned(),
        }
    }
}

/// Whether a secret can stand in a header.
pub(crate) fn http_safe(secret: &SecretString) -> bool {
    let text = secret.expose_secret();
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// `Retry-After`: seconds, or a date (RFC 9110, 10.2.3).
fn retry_after(value: &str) -> Option<Duration> {
    let value = value.trim();
    let wish = if let Ok(seconds) = value.parse::<u64>() {
        Duration::from_secs(seconds)
    } else {
        let at = jiff::fmt::rfc2822::parse(value).ok()?.timestamp().as_second();
        Duration::from_secs(u64::try_from(at).ok()?.saturating_sub(clock::unix()))
    };
    Some(wish.min(LONGEST_WISH))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{LONGEST_WISH, retry_after};

    #[test]
    fn a_wish_is_seconds_or_a_date_and_never_silences_for_long() {
        assert_eq!(retry_after("7"), Some(Duration::from_secs(7)));
        assert_eq!(retry_after("999999999"), Some(LONGEST_WISH));
        assert_eq!(retry_after("Fri, 31 Dec 2100 23:59:59 GMT"), Some(LONGEST_WISH));
        assert_eq!(retry_after("Wed, 21 Oct 2015 07:28:00 GMT"), Some(Duration::ZERO));
        assert_eq!(retry_after("soon"), None);
        assert_eq!(retry_after("-1"), None);
    }
}
