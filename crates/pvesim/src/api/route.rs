//! One row of the API: where it is, what it takes, who may call it, who answers.

use super::answer::Outcome;
use super::call::{Caller, Method};
use super::context::Context;
use super::param::Param;
use crate::failure::Failure;
use crate::world::World;
use crate::world::version::{Release, Releases};

/// What has to hold before a call is looked at (403 otherwise). `{name}` in a path stands for a parameter.
#[derive(Clone, Copy)]
pub enum Check {
    /// Nothing: also for callers without credentials.
    World,
    /// Any user; the handler filters or checks by itself.
    All,
    /// `root@pam` only, no token.
    RootOnly,
    /// A privilege on a path.
    Perm {
        /// ACL path with `{…}` for parameters.
        path: &'static str,
        /// Privileges.
        privileges: &'static [&'static str],
        /// Whether one of them is enough.
        any: bool,
    },
    /// A check that is left out (and fails within `Or`) when the named parameter is missing.
    With(&'static str, &'static Check),
    /// All of them.
    And(&'static [Check]),
    /// One of them.
    Or(&'static [Check]),
    /// One for 8.x, another for 9.x.
    ByRelease {
        /// On 8.x.
        eight: &'static Check,
        /// On 9.x.
        nine: &'static Check,
    },
    /// What no table can say.
    Special(SpecialCheck),
}

/// A check by program: the world, the caller, and the parameters by name.
pub type SpecialCheck = fn(&World, &Caller, &dyn Fn(&str) -> Option<String>) -> Result<(), Failure>;

impl Check {
    /// All these privileges on the path.
    #[must_use]
    pub const fn perm(path: &'static str, privileges: &'static [&'static str]) -> Self {
        Self::Perm { path, privileges, any: false }
    }

    /// One of these privileges on the path.
    #[must_use]
    pub const fn any(path: &'static str, privileges: &'static [&'static str]) -> Self {
        Self::Perm { path, privileges, any: true }
    }
}

/// Which node answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proxy {
    /// The one that took the call.
    Local,
    /// The one named by the `{node}` of the path.
    Node,
}

/// A handler.
pub type Handler = fn(&mut World, &Context) -> Outcome;

/// One method of one path.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path with `{…}` for its variable segments.
    pub path: &'static str,
    /// Every parameter, those in the path included.
    pub params: &'static [&'static [Param]],
    /// The permission check.
    pub check: Check,
    /// Who answers.
    pub proxy: Proxy,
    /// Whether pveproxy hands the call to pvedaemon (shows in the `Connection` headers).
    pub protected: bool,
    /// Whether API tokens may call it.
    pub tokens: bool,
    /// Releases that have it.
    pub releases: Releases,
    /// The handler.
    pub handler: Handler,
}

impl Route {
    const fn new(method: Method, path: &'static str, handler: Handler) -> Self {
        Self {
            method,
            path,
            params: &[],
            check: Check::RootOnly,
            proxy: Proxy::Local,
            protected: false,
            tokens: true,
            releases: Releases::ALL,
            handler,
        }
    }

    /// `GET`.
    #[must_use]
    pub const fn get(path: &'static str, handler: Handler) -> Self {
        Self::new(Method::Get, path, handler)
    }

    /// `POST`; protected, as nearly every writing call is.
    #[must_use]
    pub const fn post(path: &'static str, handler: Handler) -> Self {
        Self::new(Method::Post, path, handler).protected()
    }

    /// `PUT`; protected.
    #[must_use]
    pub const fn put(path: &'static str, handler: Handler) -> Self {
        Self::new(Method::Put, path, handler).protected()
    }

    /// `DELETE`; protected.
    #[must_use]
    pub const fn delete(path: &'static str, handler: Handler) -> Self {
        Self::new(Method::Delete, path, handler).protected()
    }

    /// Takes these parameters: slices, so that tables can be shared.
    #[must_use]
    pub const fn params(mut self, params: &'static [&'static [Param]]) -> Self {
        self.params = params;
        self
    }

    /// Needs this.
    #[must_use]
    pub const fn check(mut self, check: Check) -> Self {
        self.check = check;
        self
    }

    /// Is answered by the node of the path.
    #[must_use]
    pub const fn on_node(mut self) -> Self {
        self.proxy = Proxy::Node;
        self
    }

    /// Runs in pvedaemon.
    #[must_use]
    pub const fn protected(mut self) -> Self {
        self.protected = true;
        self
    }

    /// Needs a ticket; API tokens are refused.
    #[must_use]
    pub const fn no_tokens(mut self) -> Self {
        self.tokens = false;
        self
    }

    /// Exists in these releases only.
    #[must_use]
    pub const fn releases(mut self, releases: Releases) -> Self {
        self.releases = releases;
        self
    }

    /// The parameters that exist in a release.
    pub fn params_in(&self, release: Release) -> impl Iterator<Item = &'static Param> + Clone + use<> {
        self.params.iter().flat_map(|slice| slice.iter()).filter(move |param| param.releases.has(release))
    }
}
