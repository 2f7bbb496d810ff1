//! A way to a simulated cluster without a network: while nothing is wrong on the way, a read is answered in this process, by the
//! same code and to the same caller as over HTTPS. A week has some ten thousand looks, and most of them are quiet.
//!
//! Wherever anything is wrong (a fault in force, a door that is shut, a caller that is not known, an answer that is an error)
//! the call goes over the wire in earnest, so what a client sees of trouble is what it sees of it in life.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use lotse_model::Timestamp;
use lotse_pve::{ApiPath, CallError, Caller, Deadline, EndpointHealth, Params, Read, Reply, Rest};
use pvesim::{
    access::request::{Credentials, Identity},
    api::{Answer, Call, Caller as Known, Method},
    site::Site,
};

/// The wire and the short way.
#[derive(Debug)]
pub(crate) struct Wire {
    rest: Rest,
    site: Arc<Site>,
    /// The `Authorization` header of the token.
    authorization: String,
}

impl Wire {
    /// A way to `site` for the token that `rest` uses.
    pub(crate) fn new(rest: Rest, site: Arc<Site>, id: &str, secret: &str) -> Self {
        Self { rest, site, authorization: format!("PVEAPIToken={id}={secret}") }
    }

    /// The answer of a cluster with which nothing is wrong.
    async fn at_once(&self, path: &ApiPath, params: &Params) -> Option<Reply> {
        if path.encoded().contains('%') || !self.site.is_undisturbed() {
            return None;
        }
        let credentials = Credentials { authorization: Some(&self.authorization), ..Credentials::default() };
        let caller = {
            let world = self.site.world();
            match world.access.identify(&credentials, false, world.now.seconds()).ok()? {
                Identity::User(_) => return None,
                Identity::Token { userid, tokenid } => Known::Token { userid, tokenid },
            }
        };
        let call = Call::new(Method::Get, path.encoded(), caller);
        let call = params.iter().fold(call, |call, (name, value)| call.with(name, value));
        let (answer, _) = self.site.run(call).await;
        // As on the wire, others have their turn before it is there.
        tokio::task::yield_now().await;
        let (data, total) = match answer {
            Answer::Data(data) => (data, None),
            Answer::With { data, attributes } => (data, attributes.get("total").and_then(serde_json::Value::as_u64)),
            Answer::Error(_) | Answer::Retry { .. } => return None,
        };
        Some(Reply {
            data,
            total,
            as_of: now(),
            endpoint: "in this process".to_owned(),
            took: Duration::ZERO,
            bytes: 0,
            warnings: Vec::new(),
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "an answer is dated by the machine's clock, as over the wire")]
fn now() -> Timestamp {
    Timestamp(jiff::Timestamp::now().as_second())
}

#[async_trait]
impl Read for Wire {
    async fn get(&self, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError> {
        match self.at_once(path, params).await {
            Some(reply) => Ok(reply),
            None => self.rest.get(path, params, deadline).await,
        }
    }

    fn caller(&self) -> Caller {
        self.rest.caller()
    }

    fn endpoints_health(&self) -> Vec<EndpointHealth> {
        self.rest.endpoints_health()
    }
}
