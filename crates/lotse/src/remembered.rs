//! The names that the store of a configuration remembers, for a process that asks nobody: the shell's completion.

use std::path::Path;

use lotse_engine::{
    access::{Sight, identity},
    fleet::now,
    memory::{self, Details},
    resolve::Aliases,
    watch::book,
};
use lotse_model::ClusterName;
use lotse_pve::transport::Pvesh;
use lotse_store::{Sqlite, StoreError};
use lotse_text::{Language, Zone};

use crate::{
    config::{self, Config},
    connect, environment, login,
    names::Known,
    state,
};

/// The names that are remembered of the fleet of a configuration: the one that is named, or the one that is found. `None` where
/// there is none, or it cannot be read.
pub(crate) fn names(config: Option<&Path>, language: Language) -> Option<Known> {
    let config = match config.map(Path::to_owned).or_else(|| config::find(environment::get)) {
        Some(path) => config::load(&path).ok()?,
        None => Config::default(),
    };
    let path = state::store_path(&config, environment::get).filter(|path| path.exists())?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().ok()?;
    runtime.block_on(read(&config, &path, language)).ok()
}

async fn read(config: &Config, path: &Path, language: Language) -> Result<Known, StoreError> {
    let store: lotse_store::Shared = std::sync::Arc::new(Sqlite::open(path).await?);
    let clusters = clusters(config);
    let mut found = Vec::new();
    for (name, origin) in &clusters {
        let remembered = memory::read(&store, name, origin, now()).await?;
        let (list, details) = match remembered {
            Some(remembered) => (remembered.snapshot.resources.seen.clone(), remembered.details),
            None => (None, Details::default()),
        };
        found.push((name.clone(), list, details));
    }
    let grants = config.access.grants(&login::person()).without(&identity::dangling(&store).await?);
    // What cannot be read is not offered.
    let entries = book::entries(&store).await.unwrap_or_default();
    let alerts = book::alerts(&store).await.unwrap_or_default();
    store.close().await;
    let lists = found.iter().map(|(name, list, _)| (name.clone(), list.clone()));
    let sight = Sight::new(grants, clusters.len() > 1, lists);
    let details = found.iter().map(|(name, _, details)| (name, details.clone()));
    let aliases = Aliases::new(config.aliases.iter().cloned());
    let zone = config.zone.clone().unwrap_or_else(Zone::system);
    let mut known = Known::new(&sight, details, &aliases, language, &zone);
    known.learn_watch((&entries, &alerts), config.watch.places.iter().map(|place| place.name.as_str()), &sight);
    Ok(known)
}

/// The clusters of a configuration with what each is remembered by; without one this machine, when it is a node.
fn clusters(config: &Config) -> Vec<(ClusterName, String)> {
    if config.clusters.is_empty() && Pvesh::is_installed_here() {
        return vec![connect::of_here()];
    }
    config.clusters.iter().map(|cluster| (cluster.name.clone(), connect::of_cluster(cluster))).collect()
}
