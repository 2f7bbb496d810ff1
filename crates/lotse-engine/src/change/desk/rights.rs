//! Whether a person may do what a plan says, by tags, pools and nodes as they are now.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::join_all;
use lotse_model::{ClusterName, Guest, GuestRef, Hidden, NodeName, PoolName, StorageName, Vmid};

use super::{Inner, now};
use crate::{
    access::{
        Denied, Doubt, Grants, Target,
        identity::{self, Observed},
    },
    asking::Asking,
    change::{
        error::ChangeError,
        operation::Operation,
        plan::{Item, Plan, Subject},
    },
    command::{Command, CommandError, TABLE},
    inventory::Resources,
    topics::{Answer, Ask},
};

type Listed = BTreeMap<ClusterName, Answer<Resources>>;

impl Inner {
    /// Whether who asks may do all of a plan.
    pub(super) async fn may(&self, asking: &Asking<'_>, plan: &Plan) -> Result<(), ChangeError> {
        if asking.grants.describe().is_none() {
            return Ok(());
        }
        let command = TABLE
            .iter()
            .find(|command| command.name == plan.command)
            .ok_or_else(|| CommandError::UnknownCommand { name: plan.command.clone(), suggestions: Vec::new() })?;
        let (grants, listed) = self.fresh(asking, plan).await;
        let asking = &Asking { grants: &grants, ..asking.clone() };
        plan.items.iter().try_for_each(|item| may(asking, command, item, &listed))
    }

    /// Whether who asks administers everything that a plan is about: what is there, and where it will be.
    pub(super) async fn administers(&self, asking: &Asking<'_>, plan: &Plan) -> Result<bool, ChangeError> {
        if asking.grants.describe().is_none() {
            return Ok(true);
        }
        let (grants, listed) = self.fresh(asking, plan).await;
        for item in &plan.items {
            if !administers(&grants, item, &listed)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whoever was deleted takes along what names them by number: rules and aliases dangle from then on, also where nobody had looked
    /// by them before.
    pub(super) async fn remember_gone(&self, item: &Item) {
        let (Operation::Delete, Subject::Guest { guest, identity, .. }) = (&item.operation, &item.subject) else {
            return;
        };
        for look in identity.as_deref().map(Observed::Is).into_iter().chain([Observed::Gone]) {
            if let Err(error) = identity::observe(&self.settings.store, guest, look, now()).await {
                tracing::warn!(%guest, %error, "it is not remembered that the guest is gone");
            }
        }
    }

    /// What who asks may do, and the lists of the clusters of a plan, as they are now. A rule by a number that another guest has
    /// now grants nothing.
    async fn fresh(&self, asking: &Asking<'_>, plan: &Plan) -> (Grants, Listed) {
        let ask = Ask::afresh(asking.ask.deadline);
        let grants = asking.settled(Some(&self.settings.store), ask, Doubt::Forbids).await;
        let clusters: BTreeSet<_> = plan.items.iter().map(|item| &item.cluster).collect();
        let reads = clusters.into_iter().filter_map(|name| {
            let cluster = asking.fleet.cluster(name)?;
            Some(async move { (name.clone(), cluster.resources(ask).await) })
        });
        (grants, join_all(reads).await.into_iter().collect())
    }
}

fn administers(grants: &Grants, item: &Item, listed: &Listed) -> Result<bool, CommandError> {
    let Subject::Guest { guest, .. } = &item.subject else { return Ok(grants.administers_cluster(&item.cluster)) };
    let guest = match found(guest, listed) {
        Ok(guest) => guest,
        Err(CommandError::NotFound { .. }) => return Ok(grants.administers_cluster(&item.cluster)),
        Err(error) => return Err(error),
    };
    let becomes = match &item.operation {
        Operation::Create { new_id, node, pool, .. } => Some(later(guest, *new_id, node.as_ref(), pool.as_ref())),
        Operation::Restore { new_id: Some(id), .. } => Some(later(guest, Some(*id), None, None)),
        Operation::Migrate { node, .. } => Some(later(guest, None, Some(node), None)),
        _ => None,
    };
    Ok(grants.administers(guest) && becomes.is_none_or(|later| grants.administers(&later)))
}

fn may(asking: &Asking<'_>, command: &Command, item: &Item, listed: &Listed) -> Result<(), ChangeError> {
    let allowed = match &item.subject {
        Subject::Job { .. } => asking.grants.allows_cluster(command, &item.cluster),
        Subject::Guest { guest, .. } => match (found(guest, listed), &item.operation) {
            (Ok(found), _) => may_guest(asking, command, item, found),
            // A guest that is gone has neither tags nor pool: bringing it back wants the right on its cluster.
            (Err(CommandError::NotFound { .. }), Operation::Restore { .. }) => {
                asking.grants.allows_cluster(command, &item.cluster)
            }
            (Err(error), _) => return Err(error.into()),
        },
    };
    allowed.map_err(|denied| CommandError::Denied(denied).into())
}

fn may_guest(asking: &Asking<'_>, command: &Command, item: &Item, guest: &Guest) -> Result<(), Denied> {
    let grants = asking.grants;
    match &item.operation {
        Operation::Create { new_id, node, storage, pool, .. } => {
            let copy = later(guest, *new_id, node.as_ref(), pool.as_ref());
            grants.allows_create(command, guest, target(&copy, storage.as_ref()))
        }
        Operation::Restore { new_id: Some(id), storage, .. } => {
            let second = later(guest, Some(*id), None, None);
            grants.allows_create(command, guest, target(&second, storage.as_ref()))
        }
        Operation::Migrate { node, storage } => {
            let moved = later(guest, None, Some(node), None);
            grants.allows_move(command, guest, target(&moved, storage.as_ref()))
        }
        _ => grants.allows(command, guest),
    }
}

const fn target<'a>(guest: &'a Guest, storage: Option<&'a StorageName>) -> Target<'a> {
    Target { guest, storage }
}

/// The guest as it, or its copy, will be.
fn later(guest: &Guest, id: Option<Vmid>, node: Option<&NodeName>, pool: Option<&PoolName>) -> Guest {
    let mut later = guest.clone();
    if let Some(id) = id {
        later.id.vmid = id;
        // A copy is in no pool but the one that is named.
        later.pool = None;
    }
    if let Some(pool) = pool {
        later.pool = Some(pool.clone());
    }
    if let Some(node) = node {
        later.node = node.clone();
    }
    later
}

fn found<'l>(guest: &GuestRef, listed: &'l Listed) -> Result<&'l Guest, CommandError> {
    let answer = listed.get(&guest.cluster);
    let hidden: Vec<Hidden> = answer.map(|answer| answer.missing.clone()).unwrap_or_default();
    let found = answer.and_then(Answer::value).and_then(|resources| resources.guest(guest.vmid));
    found.ok_or_else(|| {
        if hidden.is_empty() {
            CommandError::NotFound { kind: "guest", reference: guest.to_string(), suggestions: Vec::new(), hidden }
        } else {
            CommandError::Unreachable { hidden }
        }
    })
}
