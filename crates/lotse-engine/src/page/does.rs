//! What a change does, in words: a title, and what it is done with.

use lotse_model::Seconds;
use lotse_text::{Value, message, tr};

use crate::{
    change::{
        operation::{JobSettings, Operation},
        plan::{Item, Plan, Subject},
    },
    page::{Line, Reader, Tone},
    view::GuestLabel,
};

/// What a plan does: `Shut down 100 web`, `Delete 12 guests (tag:web)`.
pub(super) fn title(plan: &Plan, reader: &Reader) -> String {
    let language = reader.language;
    let what = match (plan.items.as_slice(), &plan.selection) {
        ([only], None) => subject(only, reader),
        ([only], Some(selection)) => format!("{} ({selection})", subject(only, reader)),
        (several, None) => tr::count_guests(language, several.len()),
        (several, Some(selection)) => format!("{} ({selection})", tr::count_guests(language, several.len())),
    };
    of_command(&plan.command, &what, reader)
}

/// What a command does to something.
pub(super) fn of_command(command: &str, what: &str, reader: &Reader) -> String {
    let arguments = [("what", Value::from(what))];
    message(reader.language, &format!("does-{command}"), &arguments).unwrap_or_else(|| format!("{command} {what}"))
}

/// A guest or job as the reader may type it, with its name.
pub(super) fn subject(item: &Item, reader: &Reader) -> String {
    match &item.subject {
        Subject::Guest { guest, name, .. } => {
            reader.label(&GuestLabel { id: guest.clone(), name: name.as_ref().map(|name| clean(name)) })
        }
        Subject::Job { id } if reader.several_clusters => format!("{}/{}", item.cluster, clean(id)),
        Subject::Job { id } => clean(id),
    }
}

/// A guest or job as the reader may type it in a command.
pub(super) fn reference(item: &Item, reader: &Reader) -> String {
    match &item.subject {
        Subject::Guest { guest, .. } => reader.reference(guest),
        Subject::Job { .. } => subject(item, reader),
    }
}

/// Where it is done: `pve1`, or `home/pve1` where there are several clusters.
pub(super) fn place(item: &Item, reader: &Reader) -> String {
    if reader.several_clusters { format!("{}/{}", item.cluster, item.node) } else { item.node.to_string() }
}

/// What the operation was given, each with its name: what was not given is not shown.
pub(super) fn details(operation: &Operation, reader: &Reader) -> Vec<(String, Line)> {
    let language = reader.language;
    let mut facts = Facts { facts: Vec::new() };
    match operation {
        Operation::Start
        | Operation::Stop
        | Operation::Resume
        | Operation::Delete
        | Operation::BackupJobSwitch { .. }
        | Operation::BackupJobRun { .. }
        | Operation::BackupJobDelete { .. } => {}
        Operation::Shutdown { timeout } | Operation::Reboot { timeout } => {
            facts.some(
                tr::plan_timeout(language),
                timeout.map(|timeout: Seconds| lotse_text::duration(language, timeout)),
            );
        }
        Operation::Suspend { to_disk } => facts.flag(tr::plan_to_disk(language), *to_disk, reader),
        Operation::Create { new_id, name, node, storage, pool, start } => {
            facts.some(tr::plan_new_id(language), new_id.as_ref());
            facts.some(tr::column_name(language), name.as_ref());
            facts.some(tr::column_node(language), node.as_ref());
            facts.some(tr::column_storage(language), storage.as_ref());
            facts.some(tr::column_pool(language), pool.as_ref());
            facts.flag(tr::plan_start(language), *start, reader);
        }
        Operation::Resize { cores, memory, disk, grow } => {
            facts.some(tr::plan_cores(language), cores.as_ref());
            facts.some(tr::column_memory(language), memory.map(|memory| lotse_text::bytes(language, memory)));
            facts.some(tr::column_disk(language), disk.as_ref());
            facts.some(tr::plan_grow(language), grow.map(|grow| lotse_text::bytes(language, grow)));
        }
        Operation::SnapshotCreate { name, description, memory } => {
            facts.some(tr::column_snapshot(language), Some(name));
            facts.some(tr::column_description(language), description.as_ref());
            facts.flag(tr::plan_with_memory(language), *memory, reader);
        }
        Operation::SnapshotRollback { name, start } => {
            facts.some(tr::column_snapshot(language), Some(name));
            facts.flag(tr::plan_start(language), *start, reader);
        }
        Operation::SnapshotDelete { name } => facts.some(tr::column_snapshot(language), Some(name)),
        Operation::BackupNow { storage, mode, notes } => {
            facts.some(tr::column_storage(language), storage.as_ref());
            facts.some(tr::column_mode(language), Some(mode));
            facts.some(tr::info_notes(language), notes.as_ref());
        }
        Operation::BackupProtect { backup, on } => {
            facts.some(tr::plan_backup(language), backup.as_ref());
            facts.facts.push((tr::info_protection(language), reader.flag(Some(*on))));
        }
        Operation::BackupDelete { backup } => facts.some(tr::plan_backup(language), Some(backup)),
        Operation::Restore { backup, new_id, storage, start } => {
            facts.some(tr::plan_backup(language), backup.as_ref());
            facts.some(tr::plan_new_id(language), new_id.as_ref());
            facts.some(tr::column_storage(language), storage.as_ref());
            facts.flag(tr::plan_start(language), *start, reader);
        }
        Operation::Migrate { node, storage } => {
            facts.some(tr::plan_to_node(language), Some(node));
            facts.some(tr::column_storage(language), storage.as_ref());
        }
        Operation::BackupJobCreate { job } | Operation::BackupJobEdit { job, .. } => facts.job(job, reader),
    }
    facts.facts
}

struct Facts {
    facts: Vec<(String, Line)>,
}

impl Facts {
    fn some(&mut self, name: String, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.facts.push((name, Line::of(value.to_string(), Tone::Literal)));
        }
    }

    fn flag(&mut self, name: String, on: bool, reader: &Reader) {
        if on {
            self.facts.push((name, reader.flag(Some(true))));
        }
    }

    fn job(&mut self, job: &JobSettings, reader: &Reader) {
        let language = reader.language;
        self.some(tr::column_schedule(language), job.schedule.as_ref());
        self.some(tr::column_storage(language), job.storage.as_ref());
        self.some(tr::column_selection(language), job.guests.as_ref());
        self.some(tr::column_mode(language), job.mode.as_ref());
        self.some(tr::plan_keep(language), job.keep.as_ref());
        self.some(tr::column_comment(language), job.comment.as_ref());
    }
}

fn clean(text: &str) -> String {
    lotse_text::clean(text).into_owned()
}
