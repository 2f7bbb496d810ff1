//! The document as text.

use std::collections::BTreeSet;

use lotse_model::{Finding, Guest, GuestKind, Node, NodeState, Outcome, Task, TaskState, Use};
use lotse_text::{Language, Zone, clean, mebibytes, tr, uptime};

use super::Material;
use crate::{command::storage_rows, view::ContextSection};

/// So many tasks stand in the document.
const TASKS: usize = 15;

/// The sections of the parts that are asked for, over all clusters, in the order of the document.
pub(crate) fn sections(
    material: &[Material],
    wanted: impl Fn(&str) -> bool,
    language: Language,
    zone: &Zone,
) -> Vec<ContextSection> {
    /// A part: its word, its heading, its lines for one cluster.
    type Part = (&'static str, fn(Language) -> String, fn(&Writer, &Material) -> Vec<String>);
    let parts: [Part; 10] = [
        ("cluster", tr::context_heading_cluster, Writer::cluster),
        ("nodes", tr::context_heading_nodes, Writer::nodes),
        ("vms", tr::context_heading_vms, Writer::vms),
        ("containers", tr::context_heading_containers, Writer::containers),
        ("storage", tr::context_heading_storage, Writer::storage),
        ("ha", tr::context_heading_ha, Writer::ha),
        ("zfs", tr::context_heading_zfs, Writer::zfs),
        ("ceph", tr::context_heading_ceph, Writer::ceph),
        ("tasks", tr::context_heading_tasks, Writer::tasks),
        ("backups", tr::context_heading_backups, Writer::backups),
    ];
    let writer = Writer { language, zone: zone.clone(), several: material.len() > 1 };
    let mut sections: Vec<ContextSection> = parts
        .into_iter()
        .filter(|(topic, ..)| wanted(topic))
        .map(|(topic, heading, lines)| ContextSection {
            topic,
            heading: heading(language),
            lines: material.iter().flat_map(|material| lines(&writer, material)).collect(),
        })
        .collect();
    if wanted("problems") {
        sections.push(writer.problems(material));
    }
    sections
}

struct Writer {
    language: Language,
    zone: Zone,
    several: bool,
}

impl Writer {
    /// The name of a cluster as the first word of what belongs to it, where there are several.
    fn of(&self, material: &Material, name: &str) -> String {
        match material.cluster.as_ref().filter(|_| self.several) {
            Some(cluster) => format!("{cluster}/{}", clean(name)),
            None => clean(name).into_owned(),
        }
    }

    fn not_seen(&self) -> Vec<String> {
        vec![format!("  {}", tr::context_not_seen(self.language))]
    }

    fn cluster(&self, material: &Material) -> Vec<String> {
        let version = material.version.as_ref().map(|seen| {
            let build = seen.value.build.as_deref().unwrap_or_default();
            clean(format!("pve-manager/{}/{build}", seen.value.text).trim_end_matches('/')).into_owned()
        });
        let mut lines = vec![format!("Version: {}", version.unwrap_or_else(|| tr::context_not_seen(self.language)))];
        let Some(status) = material.status.as_deref().map(|seen| &seen.value) else {
            lines.extend(self.not_seen());
            return lines;
        };
        if let Some(name) = &status.name {
            lines.push(format!("Cluster: {}", clean(name)));
        }
        if let Some(quorate) = status.quorate {
            lines.push(format!("Quorate: {}", if quorate { "yes" } else { "no" }));
        }
        for member in &status.members {
            let state = if member.online { "online" } else { "offline" };
            lines.push(format!("  {}: {state}", self.of(material, member.node.as_str())));
        }
        lines
    }

    fn nodes(&self, material: &Material) -> Vec<String> {
        let Some(resources) = material.resources.as_deref().map(|seen| &seen.value) else { return self.not_seen() };
        resources.nodes().iter().map(|node| self.node(material, node)).collect()
    }

    fn node(&self, material: &Material, node: &Node) -> String {
        let state = match &node.state {
            NodeState::Online => "online",
            NodeState::Offline => "offline",
            NodeState::Unknown => "unknown",
            NodeState::Other(word) => word,
        };
        let mut line = format!("{}: {}", self.of(material, node.name.as_str()), clean(state));
        let mut figures = Vec::new();
        figures.extend(node.cpu.map(|cpu| format!("CPU: {:.0}%", cpu.share.percent())));
        figures.extend(node.memory.map(|memory| format!("RAM: {}", ratio(memory))));
        figures.extend(node.root_disk.map(|disk| format!("Disk: {}", ratio(disk))));
        if !figures.is_empty() {
            line = format!("{line} - {}", figures.join(", "));
        }
        match node.uptime {
            Some(since) => format!("{line} - Uptime: {}", uptime(since)),
            None => line,
        }
    }

    fn vms(&self, material: &Material) -> Vec<String> {
        self.guests(material, GuestKind::Vm, |_, guests| guests.iter().map(|guest| Self::guest(guest)).collect())
    }

    fn containers(&self, material: &Material) -> Vec<String> {
        self.guests(material, GuestKind::Container, Self::grouped)
    }

    /// The guests of a kind below their nodes.
    fn guests(
        &self,
        material: &Material,
        kind: GuestKind,
        lines: impl Fn(&Self, &[&Guest]) -> Vec<String>,
    ) -> Vec<String> {
        let Some(resources) = material.resources.as_deref().map(|seen| &seen.value) else { return self.not_seen() };
        let mut all = Vec::new();
        // By the nodes that the guests name: who may see a guest need not see its node.
        let nodes: BTreeSet<_> = resources.guests().iter().map(|guest| &guest.node).collect();
        for node in nodes {
            let here: Vec<&Guest> =
                resources.guests().iter().filter(|guest| guest.kind == kind && guest.node == *node).collect();
            if !here.is_empty() {
                all.push(format!("{}:", self.of(material, node.as_str())));
                all.extend(lines(self, &here));
            }
        }
        if all.is_empty() {
            all.push(format!("  {}", tr::context_none(self.language)));
        }
        all
    }

    /// Containers in two groups with a closing count; a template belongs to neither.
    fn grouped(&self, guests: &[&Guest]) -> Vec<String> {
        let (templates, guests): (Vec<&Guest>, Vec<&Guest>) = guests.iter().partition(|guest| guest.template);
        let (running, stopped): (Vec<_>, Vec<_>) = guests.into_iter().partition(|guest| guest.is_running());
        let mut lines = Vec::new();
        for (heading, group) in
            [(tr::context_running(self.language), &running), (tr::context_stopped(self.language), &stopped)]
        {
            if !group.is_empty() {
                lines.push(format!("  {heading}"));
                lines.extend(group.iter().map(|guest| Self::guest(guest)));
            }
        }
        lines.extend(templates.iter().map(|guest| Self::guest(guest)));
        lines.push(format!("  {}", tr::context_count(self.language, running.len(), stopped.len())));
        lines
    }

    /// `  VM 100: webserver (running) - CPU: 5%, RAM: 2048MB`; a container's line ends with its uptime.
    fn guest(guest: &Guest) -> String {
        let kind = match guest.kind {
            GuestKind::Vm => "VM",
            GuestKind::Container => "CT",
        };
        let state = serde_json::to_value(&guest.state).ok();
        let state = if guest.template {
            "template"
        } else {
            state.as_ref().and_then(|word| word.as_str()).unwrap_or("unknown")
        };
        let mut line = format!("  {kind} {}: {} ({})", guest.id.vmid, clean(&guest.label()), clean(state));
        if !guest.is_running() {
            return line;
        }
        let mut figures = Vec::new();
        figures.extend(guest.cpu.map(|cpu| format!("CPU: {:.0}%", cpu.share.percent())));
        figures.extend(guest.memory.map(|memory| format!("RAM: {}", mebibytes(memory.used))));
        if !figures.is_empty() {
            line = format!("{line} - {}", figures.join(", "));
        }
        match guest.uptime.filter(|_| guest.kind == GuestKind::Container) {
            Some(since) => format!("{line} - Uptime: {}", uptime(since)),
            None => line,
        }
    }

    fn storage(&self, material: &Material) -> Vec<String> {
        let Some(resources) = material.resources.as_deref().map(|seen| &seen.value) else { return self.not_seen() };
        let rows = storage_rows(resources.storages().iter());
        let line = |row: &crate::view::StorageRow| {
            let place = row.node.as_ref().map_or_else(|| "shared".to_owned(), ToString::to_string);
            let state = serde_json::to_value(&row.state).ok();
            let state = state.as_ref().and_then(|word| word.as_str()).unwrap_or("unknown");
            let plugin = row.plugin.as_deref().unwrap_or("?");
            let space = row.space.map_or_else(|| "?".to_owned(), ratio);
            format!("  {} ({plugin}, {place}, {}) - {space}", self.of(material, row.storage.as_str()), clean(state))
        };
        rows.iter().map(line).collect()
    }

    fn ha(&self, material: &Material) -> Vec<String> {
        let Some(status) = material.ha.as_deref().map(|seen| &seen.value) else { return self.not_seen() };
        let mut lines = Vec::new();
        lines.extend(
            status.master.as_ref().map(|master| format!("  master: {}", self.of(material, master.node.as_str()))),
        );
        lines.extend(status.services.iter().map(|service| {
            let node = service.node.as_ref().map_or("?", lotse_model::NodeName::as_str);
            format!("  {}: {} ({node})", clean(&service.sid), clean(service.state.as_str()))
        }));
        if lines.is_empty() {
            lines.push(format!("  {}", tr::context_none(self.language)));
        }
        lines
    }

    fn zfs(&self, material: &Material) -> Vec<String> {
        let mut lines = Vec::new();
        for (node, pools) in &material.zfs {
            lines.extend(pools.value.iter().map(|pool| {
                format!("  {} {}: {}", self.of(material, node.as_str()), clean(&pool.name), clean(pool.state.as_str()))
            }));
        }
        if lines.is_empty() {
            lines.push(format!("  {}", tr::context_none(self.language)));
        }
        lines
    }

    fn ceph(&self, material: &Material) -> Vec<String> {
        let Some(seen) = &material.ceph else { return self.not_seen() };
        match &seen.value {
            None => vec![format!("  {}", tr::context_none(self.language))],
            Some(ceph) => std::iter::once(format!("  {}", clean(ceph.health.as_str())))
                .chain(ceph.checks.iter().map(|check| format!("  {}: {}", clean(&check.code), clean(&check.message))))
                .collect(),
        }
    }

    fn tasks(&self, material: &Material) -> Vec<String> {
        let Some(tasks) = material.tasks.as_deref().map(|seen| &seen.value) else { return self.not_seen() };
        let line = |task: &Task| {
            let outcome = match &task.state {
                TaskState::Running => "running".to_owned(),
                TaskState::Finished { outcome: Outcome::Ok, .. } => "OK".to_owned(),
                TaskState::Finished { outcome: Outcome::Warnings { count }, .. } => format!("WARNINGS: {count}"),
                TaskState::Finished { outcome: Outcome::Failed { message }, .. } => clean(message).into_owned(),
            };
            let at = lotse_text::date(Language::En, task.upid.started, &self.zone);
            let (kind, id, user) = (clean(&task.upid.kind), clean(&task.upid.id), clean(&task.upid.user));
            format!("  {at} {} {kind} {id} ({user}): {outcome}", self.of(material, task.upid.node.as_str()))
        };
        tasks.iter().take(TASKS).map(line).collect()
    }

    fn backups(&self, material: &Material) -> Vec<String> {
        let Some(jobs) = material.jobs.as_deref().map(|seen| &seen.value) else { return self.not_seen() };
        if jobs.is_empty() {
            return vec![format!("  {}", tr::context_none(self.language))];
        }
        let line = |job: &lotse_pve::ops::backup_jobs::BackupJob| {
            let state = if job.enabled { "enabled" } else { "disabled" };
            let schedule = job.schedule.as_deref().unwrap_or("?");
            let storage = job.storage.as_ref().map_or("?", lotse_model::StorageName::as_str);
            format!("  {}: {} -> {storage} ({state})", self.of(material, &job.id), clean(schedule))
        };
        jobs.iter().map(line).collect()
    }

    fn problems(&self, material: &[Material]) -> ContextSection {
        let findings: Vec<&Finding> = material.iter().flat_map(|material| material.findings.iter().flatten()).collect();
        let lines = findings
            .iter()
            .map(|finding| format!("  {}", crate::page::finding_title(finding, self.language, &self.zone)));
        ContextSection {
            topic: "problems",
            heading: tr::context_heading_problems(self.language, findings.len()),
            lines: lines.collect(),
        }
    }
}

/// `2048MB of 4096MB (50%)`
fn ratio(space: Use) -> String {
    let share = space.share().map_or_else(String::new, |share| format!(" ({:.0}%)", share.percent()));
    format!("{}/{}{share}", mebibytes(space.used), mebibytes(space.total))
}
