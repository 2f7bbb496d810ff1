//! The guests that the older bot watched, as entries of the watch.

use std::sync::Arc;

use lotse_engine::{
    access::{Clusters, Entry as Scope},
    fleet,
    watch::{
        Identity,
        book::{self, NewEntry},
    },
};
use lotse_model::{ClusterName, GuestRef};
use lotse_store::{Shared, Sqlite, StoreError};
use lotse_text::{Language, tr};

use super::seed::Seed;
use crate::{
    config::Config,
    environment,
    failure::{Exit, Failure, of_store},
    login, state,
};

/// Writes an entry for each guest that is not watched yet. Which guest it was that had the number is not known: the watch takes
/// the one that has it at its first look, and from then on no other for it.
pub(super) async fn keep(
    seed: &Seed,
    cluster: &ClusterName,
    config: &Config,
    language: Language,
) -> Result<(), Failure> {
    if seed.watched.is_empty() {
        return Ok(());
    }
    let Some(path) = state::store_path(config, environment::get) else {
        return Err(Failure::new("E-STORE-PLACE", Exit::Failed, tr::store_nowhere(language))
            .hint(tr::store_nowhere_hint(language)));
    };
    let store: Shared = Arc::new(Sqlite::open(&path).await.map_err(|error| of_store(&error, language))?);
    let kept = write(&store, seed, cluster).await;
    store.close().await;
    kept.map_err(|error| of_store(&error, language))
}

async fn write(store: &Shared, seed: &Seed, cluster: &ClusterName) -> Result<(), StoreError> {
    let there = book::entries(store).await?;
    for vmid in &seed.watched {
        let scope = Scope { guest: Some(*vmid), ..Scope::of(Clusters::Only(cluster.clone())) };
        // One that is watched already stays as it is.
        if there.iter().any(|entry| entry.scope == scope) {
            continue;
        }
        let identity = Identity { guest: GuestRef::new(cluster.clone(), *vmid), name: None, identity: None };
        let new = NewEntry {
            scope,
            identity: Some(identity),
            expected_off: false,
            findings: None,
            severity: None,
            by: login::person(),
        };
        book::add(store, new, fleet::now()).await?;
    }
    Ok(())
}
