//! The guests that the older bot watched, kept for the watch.

use lotse_engine::fleet;
use lotse_model::{ClusterName, GuestRef};
use lotse_store::{Sqlite, Store as _, StoreError};
use lotse_text::{Language, tr};
use serde_json::json;

use super::seed::{Seed, Source};
use crate::{
    config::Config,
    environment,
    failure::{Exit, Failure, of_store},
    state,
};

/// The kind of the watch's documents.
const KIND: &str = "monitor";

/// Writes a document for each guest that has none yet. Which guest it was that had the number is not known: the watch asks a
/// person before it takes another one for it.
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
    let store = Sqlite::open(&path).await.map_err(|error| of_store(&error, language))?;
    let kept = write(&store, seed, cluster).await;
    store.close().await;
    kept.map_err(|error| of_store(&error, language))
}

async fn write(store: &Sqlite, seed: &Seed, cluster: &ClusterName) -> Result<(), StoreError> {
    use lotse_store::Documents as _;
    let source = match seed.source {
        Source::List => "monitor_list.json",
        Source::Config => "config.py",
    };
    let at = fleet::now();
    for vmid in &seed.watched {
        let guest = GuestRef::new(cluster.clone(), *vmid);
        let body = json!({
            "guest": guest.to_string(),
            "node": seed.node.as_str(),
            "identity": null,
            "source": { "import": source, "at": at },
        });
        // One that is watched already stays as it is.
        store.put_document(KIND, &guest.to_string(), &body, 0, at).await?;
    }
    Ok(())
}
