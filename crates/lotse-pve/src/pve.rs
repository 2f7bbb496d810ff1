//! One cluster, to be looked at: every question that Lotse asks of Proxmox, typed.
//!
//! [`Pve`] holds a [`Read`] and therefore cannot change anything; changes are [`Hands`](crate::Hands). The questions
//! themselves stand one file an area in [`ops`](crate::ops), each with the rule of its figures. What they share is here:
//! each answer is a [`Seen`], which says when it was read and what is missing from it.

use std::{sync::Arc, time::Duration};

use lotse_model::{ClusterName, Hidden, HiddenWhy, NodeName, Seen};
use serde_json::Value;
use tokio::{sync::Mutex, time::Instant};

use crate::{
    ApiPath, CallError, Caller, Deadline, EndpointHealth, Params, Read, Reply, api_path,
    ops::{
        permissions::Permissions,
        row::{Malformed, Row},
        rows::{Rows, unreadable},
        sight::Sight,
        version::{Release, Version},
    },
};

/// What a question brings: the answer with its gaps, or why there is none at all.
pub type Answer<T> = Result<Seen<T>, CallError>;

/// How long the list of the caller's permissions is believed. Someone may change them while we run; a role that was just
/// granted shows after this.
const PERMISSIONS_LIVE: Duration = Duration::from_mins(5);

/// How long they are good enough for a poll, which has a budget of calls.
const PERMISSIONS_SERVE_POLLS: Duration = Duration::from_hours(1);

/// How long the version is believed. It changes only by an upgrade.
const VERSION_LIVES: Duration = Duration::from_hours(1);

/// One cluster (or stand-alone node), to be looked at.
///
/// Cheap to clone: clones share the connections and what is known about the caller.
#[derive(Debug, Clone)]
pub struct Pve {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    cluster: ClusterName,
    read: Arc<dyn Read>,
    permissions: Mutex<Option<Kept<Seen<Permissions>>>>,
    version: Mutex<Option<Kept<Option<Release>>>>,
}

#[derive(Debug)]
struct Kept<T> {
    value: T,
    since: Instant,
}

impl<T: Clone> Kept<T> {
    fn new(value: T) -> Self {
        Self { value, since: Instant::now() }
    }

    fn younger(kept: Option<&Self>, than: Duration) -> Option<T> {
        kept.filter(|kept| kept.since.elapsed() < than).map(|kept| kept.value.clone())
    }
}

impl Pve {
    /// The cluster that Lotse's configuration calls `cluster`, reached by `read`.
    #[must_use]
    pub fn new(cluster: ClusterName, read: Arc<dyn Read>) -> Self {
        let inner = Inner { cluster, read, permissions: Mutex::new(None), version: Mutex::new(None) };
        Self { inner: Arc::new(inner) }
    }

    /// Its name in Lotse's configuration.
    #[must_use]
    pub fn cluster(&self) -> &ClusterName {
        &self.inner.cluster
    }

    /// As whom it is asked.
    #[must_use]
    pub fn caller(&self) -> Caller {
        self.inner.read.caller()
    }

    /// How each of its endpoints did so far.
    #[must_use]
    pub fn endpoints_health(&self) -> Vec<EndpointHealth> {
        self.inner.read.endpoints_health()
    }

    /// Which version answers (`GET /version`).
    pub async fn version(&self, deadline: Deadline) -> Answer<Version> {
        let version = self.one(&api_path!("/version"), &Params::new(), deadline, Version::read).await?;
        *self.inner.version.lock().await = Some(Kept::new(version.value.release));
        Ok(version)
    }

    /// The version in numbers, asked for once an hour; `None` when it could not be read.
    pub async fn release(&self, deadline: Deadline) -> Option<Release> {
        if let Some(known) = Kept::younger(self.inner.version.lock().await.as_ref(), VERSION_LIVES) {
            return known;
        }
        self.version(deadline).await.ok().and_then(|version| version.value.release)
    }

    /// What the caller may do (`GET /access/permissions`), at most five minutes old. Concurrent questions wait for one call.
    pub async fn permissions(&self, deadline: Deadline) -> Answer<Permissions> {
        let mut kept = self.inner.permissions.lock().await;
        if let Some(known) = Kept::younger(kept.as_ref(), PERMISSIONS_LIVE) {
            return Ok(known);
        }
        let seen = self.fetch_permissions(deadline).await?;
        *kept = Some(Kept::new(seen.clone()));
        Ok(seen)
    }

    /// What the caller may do, as a poll uses it: as known in the last hour; asked for again when that is longer ago, and not
    /// asked for at all when it never was.
    async fn permissions_for_poll(&self, deadline: Deadline) -> Option<Answer<Permissions>> {
        let known = {
            let kept = self.inner.permissions.lock().await;
            kept.as_ref()?;
            Kept::younger(kept.as_ref(), PERMISSIONS_SERVE_POLLS)
        };
        match known {
            Some(known) => Some(Ok(known)),
            None => Some(self.permissions(deadline).await),
        }
    }

    /// Reads anew what the caller may do. What was known stays where that fails.
    pub async fn renew_permissions(&self, deadline: Deadline) -> Result<(), CallError> {
        let seen = self.fetch_permissions(deadline).await?;
        *self.inner.permissions.lock().await = Some(Kept::new(seen));
        Ok(())
    }

    /// Forgets what was known about the caller: after its role was changed, or a call was refused unexpectedly.
    pub async fn forget_permissions(&self) {
        *self.inner.permissions.lock().await = None;
    }

    async fn fetch_permissions(&self, deadline: Deadline) -> Answer<Permissions> {
        if self.caller() == Caller::Root {
            return Ok(Seen::whole(Permissions::everything(), crate::clock::now()));
        }
        let path = api_path!("/access/permissions");
        let reply = self.get(&path, &Params::new(), deadline).await?;
        match Permissions::read(&reply.data) {
            Ok(permissions) => Ok(Seen::whole(permissions, reply.as_of)),
            Err(why) => Err(unlike(&path, &reply, &why)),
        }
    }

    /// One call.
    pub(crate) async fn get(&self, path: &ApiPath, params: &Params, deadline: Deadline) -> Result<Reply, CallError> {
        self.inner.read.get(path, params, deadline).await
    }

    /// A call that brings one object.
    pub(crate) async fn one<T>(
        &self,
        path: &ApiPath,
        params: &Params,
        deadline: Deadline,
        read: impl FnOnce(Row<'_>) -> Result<T, Malformed> + Send,
    ) -> Answer<T> {
        let reply = self.get(path, params, deadline).await?;
        match Row::of(&reply.data).and_then(read) {
            Ok(value) => Ok(Seen::whole(value, reply.as_of)),
            Err(why) => Err(unlike(path, &reply, &why)),
        }
    }

    /// A call that brings a list of objects. Rows that could not be read are hidden and counted.
    pub(crate) async fn list<T: Send>(
        &self,
        path: &ApiPath,
        params: &Params,
        deadline: Deadline,
        read: impl FnMut(Row<'_>) -> Result<T, Malformed> + Send,
    ) -> Answer<Vec<T>> {
        let reply = self.get(path, params, deadline).await?;
        let rows = Rows::read(&reply.data, read).map_err(|why| unlike(path, &reply, &why))?;
        Ok(self.seen(path, None, rows, &reply))
    }

    /// A list together with what is said about its bad rows.
    pub(crate) fn seen<T>(
        &self,
        path: &ApiPath,
        node: Option<&NodeName>,
        rows: Rows<T>,
        reply: &Reply,
    ) -> Seen<Vec<T>> {
        let hidden = unreadable(&rows.bad).map(|why| self.hidden(path, node, why)).into_iter().collect();
        Seen { value: rows.good, hidden, as_of: reply.as_of }
    }

    /// A part that could not be seen.
    pub(crate) fn hidden(&self, what: &ApiPath, node: Option<&NodeName>, why: HiddenWhy) -> Hidden {
        Hidden { cluster: self.cluster().clone(), node: node.cloned(), what: what.to_string(), why }
    }

    /// Adds to `seen` which of `sights` are closed to the caller. When the permission list itself cannot be had, that is
    /// what is said: nobody knows then whether something is missing.
    pub(crate) async fn admit<T>(
        &self,
        seen: &mut Seen<T>,
        what: &ApiPath,
        node: Option<&NodeName>,
        sights: &[Sight],
        deadline: Deadline,
    ) {
        let permissions = self.permissions(deadline).await;
        self.admit_by(permissions, seen, what, node, sights);
    }

    /// The same for a call of a poll, which must not cost a second call each time: with `doubt` about whether something is
    /// missing the permissions are asked for, and without it they are used as far as they are known.
    pub(crate) async fn admit_in_poll<T>(
        &self,
        seen: &mut Seen<T>,
        what: &ApiPath,
        sights: &[Sight],
        doubt: bool,
        deadline: Deadline,
    ) {
        let permissions =
            if doubt { Some(self.permissions(deadline).await) } else { self.permissions_for_poll(deadline).await };
        if let Some(permissions) = permissions {
            self.admit_by(permissions, seen, what, None, sights);
        }
    }

    fn admit_by<T>(
        &self,
        permissions: Answer<Permissions>,
        seen: &mut Seen<T>,
        what: &ApiPath,
        node: Option<&NodeName>,
        sights: &[Sight],
    ) {
        match permissions {
            Ok(permissions) => {
                let shut = sights.iter().filter(|sight| !sight.is_open(&permissions.value, None));
                let mut hidden: Vec<_> =
                    shut.map(|sight| self.hidden(what, sight.node().or(node), sight.why(None))).collect();
                // Two sights of one list may lack the same privilege on the same path.
                hidden.dedup();
                seen.hidden.extend(hidden);
            }
            Err(error) => seen.hidden.push(self.hidden(&api_path!("/access/permissions"), node, error.hidden_why())),
        }
    }
}

/// An answer that is JSON and yet has another form than this call has.
pub(crate) fn unlike(path: &ApiPath, reply: &Reply, why: &Malformed) -> CallError {
    CallError::Broken { call: format!("GET {path}"), endpoint: reply.endpoint.clone(), detail: why.line() }
}

/// The value of a call that brings a scalar, tolerantly.
pub(crate) fn scalar<T>(path: &ApiPath, reply: &Reply, read: impl FnOnce(&Value) -> Option<T>) -> Result<T, CallError> {
    read(&reply.data).ok_or_else(|| unlike(path, reply, &Malformed::at("", Some(&reply.data))))
}
