//! Who may do what: users, groups, roles, API tokens, second factors, access control lists and pools.
//!
//! This is the simulated `/etc/pve/user.cfg` (with its neighbours `token.cfg`, `tfa.cfg` and `domains.cfg`) and the rules
//! by which Proxmox VE turns it into an answer to "may this caller do that here?". Everything here is plain data and plain
//! functions: the time is an argument, nothing reads a clock or a socket.
//!
//! Where to look:
//! * [`privilege`]: the privileges of each series as one bit set, [`role`]: the built-in roles made of them
//! * [`user`], [`group`], [`pool`], [`realm`]: the records
//! * [`acl`]: entries by path, and the rule by which a deeper entry replaces a higher one
//! * [`permission`]: what a caller holds on a path, tokens and pools included
//! * [`ticket`], [`totp`], [`login`]: proof of identity, in one step or two
//! * [`request`]: from the headers of a request to its caller

pub mod acl;
pub mod group;
pub mod login;
pub mod permission;
pub mod pool;
pub mod privilege;
pub mod realm;
pub mod request;
pub mod role;
pub mod ticket;
pub mod totp;
pub mod user;

use std::collections::BTreeMap;

pub use acl::{Acl, Subject};
pub use group::Group;
pub use permission::Grant;
pub use pool::Pool;
pub use privilege::{Privileges, Series};
pub use realm::Realm;
pub use role::Role;
pub use ticket::Signer;
pub use user::{Token, User};

/// The one user that needs no entry to be allowed everything.
pub const ROOT: &str = "root@pam";

/// Users, groups, roles, tokens, lists and pools of one cluster.
#[derive(Debug, Clone)]
pub struct Access {
    /// Which privileges and built-in roles exist.
    pub series: Series,
    /// Login realms by name; `pam` and `pve` are always there.
    pub realms: BTreeMap<String, Realm>,
    /// Users by `name@realm`; `root@pam` is always there.
    pub users: BTreeMap<String, User>,
    /// Groups by name.
    pub groups: BTreeMap<String, Group>,
    /// Roles by name, the built-in ones included.
    pub roles: BTreeMap<String, Role>,
    /// Who holds which role on which path.
    pub acl: Acl,
    /// Resource pools by name. They are access records: a role on `/pool/x` reaches the members of `x`.
    pub pools: BTreeMap<String, Pool>,
    /// Signs tickets and CSRF tokens of this cluster.
    pub signer: Signer,
}

impl Access {
    /// A cluster that knows only `root@pam`, without a password.
    #[must_use]
    pub fn new(series: Series, key: [u8; 32]) -> Self {
        let mut users = BTreeMap::new();
        users.insert(ROOT.to_owned(), User::default());
        Self {
            series,
            realms: realm::built_in(),
            users,
            groups: BTreeMap::new(),
            roles: role::built_in(series),
            acl: Acl::default(),
            pools: BTreeMap::new(),
            signer: Signer::new(key),
        }
    }

    /// The groups that `userid` belongs to, in order.
    pub fn groups_of<'a>(&'a self, userid: &'a str) -> impl Iterator<Item = &'a str> {
        self.groups.iter().filter(move |(_, group)| group.users.contains(userid)).map(|(name, _)| name.as_str())
    }

    /// The pool that holds a guest, if any. A guest is in one pool at most.
    #[must_use]
    pub fn pool_of(&self, vmid: u32) -> Option<&str> {
        self.pools.iter().find(|(_, pool)| pool.vms.contains(&vmid)).map(|(name, _)| name.as_str())
    }

    /// Removes a user with its tokens, memberships and list entries. Unknown users are no error.
    pub fn remove_user(&mut self, userid: &str) {
        self.users.remove(userid);
        for group in self.groups.values_mut() {
            group.users.remove(userid);
        }
        self.acl.forget(&Subject::User(userid.to_owned()));
        self.acl.forget_tokens_of(userid);
    }

    /// Removes a guest from its pool and from the lists, as deleting the guest does.
    pub fn remove_guest(&mut self, vmid: u32) {
        for pool in self.pools.values_mut() {
            pool.vms.remove(&vmid);
        }
        self.acl.forget_path(&format!("/vms/{vmid}"));
    }
}
