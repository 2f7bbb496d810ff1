//! Plans to bring back a guest that is not there any more: only its backups know it.

use std::collections::BTreeSet;

use lotse_model::{ClusterName, GuestRef, Vmid};
use lotse_pve::ops::content::Volume;

use super::{
    IdNews, choose_id,
    draft::{Draft, bytes, unseen},
    general,
};
use crate::{
    asking::Asking,
    change::{
        error::ChangeError,
        look::{ArchivePlace, ClusterLook, Needs, gone_facts},
        note::{Note, Weight},
        operation::Operation,
        plan::{Plan, Subject},
        policy::{Marks, Named},
        request::{Request, Targets},
        targets,
    },
    command::find,
    topics::Ask,
};

/// The plan of a restore whose guest was not found: by its number, when a backup names that; `None` when this is no such thing.
pub(super) async fn prepare(
    asking: &Asking<'_>,
    request: &Request,
    ask: Ask,
) -> Result<Option<(Plan, Vec<Marks>)>, ChangeError> {
    let Operation::Restore { backup, new_id, storage, start } = &request.operation else { return Ok(None) };
    let Targets::Guests(references) = &request.targets else { return Ok(None) };
    let [reference] = references.as_slice() else { return Ok(None) };
    let Some((named, vmid)) = number(asking.aliases.meaning(reference)) else { return Ok(None) };
    let Ok(cluster) = targets::cluster(asking, named) else { return Ok(None) };
    // It has neither tags nor pool any more: bringing it back wants the right on its cluster. Whoever has less is answered as
    // if there were no backup, before anybody looks for one.
    let is_allowed = find(request.operation.command())
        .is_some_and(|command| asking.grants.allows_cluster(command, cluster.name()).is_ok());
    if !is_allowed {
        return Ok(None);
    }
    let list = cluster.resources(ask).await;
    let needs = Needs { snapshots: false, ..Needs::of(&request.operation) };
    let mut look = ClusterLook::read(&cluster, list, &BTreeSet::new(), needs, ask).await;
    // A guest that is there is no matter of this, whether the person may see it or not.
    look.ask_id(vmid, ask).await;
    let is_free = look.free_ids.get(&vmid).and_then(|answer| answer.value()).copied();
    if is_free == Some(false) || look.guests().iter().any(|guest| guest.id.vmid == vmid) {
        return Ok(None);
    }
    let Some((place, volume)) = chosen(&look, vmid, backup.as_deref()) else { return Ok(None) };
    let Some(kind) = volume.guest_kind else { return Ok(None) };
    let at = place.node.clone();
    look.see_storages(&at, ask).await;
    let operation = Operation::Restore {
        backup: Some(volume.id.clone()),
        new_id: Some(new_id.unwrap_or(vmid)),
        storage: storage.clone(),
        start: *start,
    };
    let (operation, _): (Operation, IdNews) =
        choose_id(asking, &operation, &mut look, &mut BTreeSet::new(), 1, ask).await?;
    let facts = gone_facts(&operation, &at, &look);
    let mut draft = Draft::default();
    say(&look, &volume, vmid, *start, &mut draft);
    if let Some(storage) = storage {
        super::room::on_storage(&look, &operation, &mut draft, &at, storage, volume.size.unwrap_or_default());
    }
    facts.hidden.iter().for_each(|hidden| draft.note(Note { weight: Weight::Blocks, ..unseen(hidden) }));
    let mut overall = Draft::default();
    general::cluster(&operation, &look, &mut overall);
    let guest = GuestRef::new(cluster.name().clone(), vmid);
    let subject = Subject::Guest { guest, kind, name: None, identity: None };
    let item = super::finished(cluster.name().clone(), at, subject, operation.clone(), facts, draft);
    let marks = vec![Marks { tags: BTreeSet::new(), named: Named::NotUniquely }];
    Ok(Some((super::plan(&operation, None, vec![item], overall), marks)))
}

/// `105` or `home/105`.
fn number(reference: &str) -> Option<(Option<&str>, Vmid)> {
    let (cluster, number) = match reference.split_once('/') {
        Some((cluster, number)) => (Some(cluster), number),
        None => (None, reference),
    };
    let is_name = cluster.is_none_or(|cluster| ClusterName::new(cluster).is_ok());
    Some((cluster, number.parse().ok()?)).filter(|_| is_name)
}

/// The backup that was named, or the newest.
fn chosen(look: &ClusterLook, vmid: Vmid, named: Option<&str>) -> Option<(ArchivePlace, Volume)> {
    let own = look.archives_of(vmid);
    let found = match named.filter(|name| *name != "last") {
        None => own.first(),
        Some(name) => own.iter().find(|(_, volume)| volume.id == name || volume.id.rsplit('/').next() == Some(name)),
    };
    found.map(|(place, volume)| ((*place).clone(), (*volume).clone()))
}

fn say(look: &ClusterLook, volume: &Volume, vmid: Vmid, start: bool, draft: &mut Draft) {
    draft.note(Note::info("restore-deleted").text("id", vmid));
    let at = volume.created.unwrap_or_default();
    let note = Note::info("backup-is").text("volume", &volume.id);
    let note = note.with("size-bytes", bytes(volume.size.unwrap_or_default()));
    let note = note.with("taken-time", lotse_model::Argument::Time(at));
    draft.note(note.with("age-seconds", lotse_model::Argument::Seconds(at.age(look.now).0)));
    // Which storages its disks lay on, only the backup itself knows.
    draft.note(Note::warning("restore-place-unknown"));
    if volume.verified.as_deref() == Some("failed") {
        draft.note(Note::warning("backup-unverified").text("volume", &volume.id));
    }
    if volume.encrypted {
        draft.note(Note::info("backup-encrypted").text("volume", &volume.id));
    }
    if start {
        draft.note(Note::info("starts-after"));
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn only_a_number_names_a_guest_that_is_gone() {
        assert_eq!(number("105").map(|(cluster, id)| (cluster, id.get())), Some((None, 105)));
        assert_eq!(number("home/105").map(|(cluster, id)| (cluster, id.get())), Some((Some("home"), 105)));
        for none in ["web", "home/web", "105x", "/105"] {
            assert_eq!(number(none), None, "{none}");
        }
    }
}
