//! The names of the fleet for completion, in the shell and in the chat: as they were last seen or are remembered, and no other
//! than the person may see. An answer never comes from here.

use std::collections::{BTreeMap, BTreeSet};

use lotse_engine::{
    access::{
        Sight,
        redact::{sees, sees_scope},
    },
    memory::{Details, Named},
    resolve::Aliases,
    watch::{Alert, Entry, Thing},
};
use lotse_model::{ClusterName, Guest, GuestRef, Timestamp};
use lotse_text::{Language, Zone, clean, fold};

/// What can be typed, and a label that tells more.
pub(crate) type Name = (String, String);

/// The names that are known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    entries: BTreeMap<Kind, BTreeSet<Word>>,
    /// Which guests a word names, folded.
    spelled: BTreeMap<String, BTreeSet<GuestRef>>,
    snapshots: BTreeMap<GuestRef, Vec<Name>>,
    backups: BTreeMap<GuestRef, Vec<Name>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Guest,
    Node,
    Storage,
    Cluster,
    Tag,
    Pool,
    Job,
    Entry,
    Alert,
    Channel,
}

/// A name, found by how it begins without regard to case, width and umlauts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Word {
    folded: String,
    value: String,
    label: String,
    folded_label: String,
}

impl Word {
    fn name(&self) -> Name {
        (self.value.clone(), self.label.clone())
    }
}

/// What can be watched besides guests, by the word before its name.
const WATCHED: [(&str, Kind); 5] = [
    ("tag", Kind::Tag),
    ("pool", Kind::Pool),
    ("node", Kind::Node),
    ("storage", Kind::Storage),
    ("cluster", Kind::Cluster),
];

impl Known {
    /// The names of these clusters that may be seen. With several clusters a guest's number alone names nothing.
    pub(crate) fn new<'a>(
        sight: &Sight,
        clusters: impl IntoIterator<Item = (&'a ClusterName, Details)>,
        aliases: &Aliases,
        language: Language,
        zone: &Zone,
    ) -> Self {
        let mut known = Self::default();
        let clusters: Vec<_> = clusters.into_iter().collect();
        let several = clusters.len() > 1;
        let dated = |at| lotse_text::date(language, at, zone);
        for (name, details) in clusters.into_iter().filter(|(name, _)| sight.touches(name)) {
            known.add(Kind::Cluster, name.as_str(), "");
            if sight.cluster(name) {
                for job in details.jobs() {
                    let id = if several { format!("{name}/{}", job.name) } else { job.name.clone() };
                    known.add(Kind::Job, &id, job.said.as_deref().unwrap_or_default());
                }
            }
            let Some(resources) = sight.resources(name) else { continue };
            for guest in resources.guests() {
                known.add_guest(guest, several, &details, &dated);
            }
            for node in resources.nodes() {
                known.add(Kind::Node, node.name.as_str(), name.as_str());
            }
            for storage in resources.distinct_storages() {
                known.add(Kind::Storage, storage.name.as_str(), name.as_str());
            }
            for pool in resources.pools() {
                known.add(Kind::Pool, pool.as_str(), name.as_str());
            }
        }
        for (word, meaning) in aliases.iter() {
            if let Some(guests) = known.spelled.get(&fold(meaning)).cloned() {
                known.add(Kind::Guest, word, meaning);
                known.spelled.entry(fold(word)).or_default().extend(guests);
            }
        }
        known
    }

    /// Adds what the person may see of the watch: entries, open alerts, and the channels of the configuration.
    pub(crate) fn learn_watch<'a>(
        &mut self,
        (entries, alerts): (&[Entry], &[Alert]),
        channels: impl IntoIterator<Item = &'a str>,
        sight: &Sight,
    ) {
        for entry in entries.iter().filter(|entry| sees_scope(&entry.scope, sight)) {
            let name = entry.identity.as_ref().and_then(|known| known.name.clone());
            self.add(Kind::Entry, &entry.id, &name.unwrap_or_else(|| entry.scope.to_string()));
        }
        for alert in alerts.iter().filter(|alert| alert.is_open() && sees(&alert.thing, sight)) {
            let name = alert.members.iter().find_map(|member| member.name.clone());
            let about = match &alert.thing {
                Thing::Guest { guest } => name.unwrap_or_else(|| guest.to_string()),
                Thing::Node { node, .. } => node.to_string(),
                Thing::Cluster { cluster } => cluster.to_string(),
                Thing::Storage { storage, .. } => storage.to_string(),
                Thing::Finding { id, .. } => id.0.to_string(),
            };
            self.add(Kind::Alert, &format!("a{}", alert.id.0), &about);
        }
        for channel in channels {
            self.add(Kind::Channel, channel, "");
        }
    }

    fn add_guest(&mut self, guest: &Guest, several: bool, details: &Details, dated: &dyn Fn(Timestamp) -> String) {
        let (own, vmid) = (&guest.id, guest.id.vmid);
        let reference = if several { own.to_string() } else { vmid.to_string() };
        self.add(Kind::Guest, &reference, guest.name.as_deref().unwrap_or_default());
        for tag in &guest.tags {
            self.add(Kind::Tag, tag, "");
        }
        let mut spellings = vec![own.to_string(), vmid.to_string()];
        if let Some(name) = &guest.name {
            self.add(Kind::Guest, name, &reference);
            spellings.extend([name.clone(), format!("{}/{name}", own.cluster)]);
        }
        for spelling in spellings {
            self.spelled.entry(fold(&spelling)).or_default().insert(own.clone());
        }
        let named = |list: &[Named]| list.iter().map(|one| name(one, dated)).collect::<Vec<_>>();
        let (snapshots, backups) = (details.snapshots(vmid), details.backups(vmid));
        if !snapshots.is_empty() {
            self.snapshots.insert(own.clone(), named(snapshots));
        }
        if !backups.is_empty() {
            self.backups.insert(own.clone(), named(backups));
        }
    }

    fn add(&mut self, kind: Kind, value: &str, label: &str) {
        let (value, label) = (clean(value).into_owned(), clean(label).into_owned());
        let word = Word { folded: fold(&value), folded_label: fold(&label), value, label };
        self.entries.entry(kind).or_default().insert(word);
    }

    fn of(&self, kind: Kind) -> Vec<Name> {
        self.entries.get(&kind).into_iter().flatten().map(Word::name).collect()
    }

    /// At most `most` names of these kinds that begin with what was typed; where none does, those whose labels do. Nothing else is
    /// copied, however many there are.
    pub(crate) fn beginning(&self, kinds: &[Kind], typed: &str, most: usize) -> Vec<Name> {
        let wanted = fold(typed);
        let from =
            Word { folded: wanted.clone(), value: String::new(), label: String::new(), folded_label: String::new() };
        let lists = || kinds.iter().filter_map(|kind| self.entries.get(kind));
        let begins = |word: &&Word| word.folded.starts_with(&wanted);
        let by_value: Vec<Name> =
            lists().flat_map(|list| list.range(&from..).take_while(begins)).take(most).map(Word::name).collect();
        if !by_value.is_empty() {
            return by_value;
        }
        let labelled = lists().flatten().filter(|word| word.folded_label.starts_with(&wanted));
        labelled.take(most).map(Word::name).collect()
    }

    /// The same of what can be watched: guests by name, the rest by its kind (`tag:web`).
    pub(crate) fn watchable_beginning(&self, typed: &str, most: usize) -> Vec<Name> {
        self.selected(&WATCHED, typed, most)
    }

    /// The same of what a change may be given to: guests by name, selections by tag, pool and node.
    pub(crate) fn selectable_beginning(&self, typed: &str, most: usize) -> Vec<Name> {
        let kinds = WATCHED.iter().copied().filter(|(_, kind)| !matches!(kind, Kind::Storage | Kind::Cluster));
        self.selected(&kinds.collect::<Vec<_>>(), typed, most)
    }

    fn selected(&self, kinds: &[(&str, Kind)], typed: &str, most: usize) -> Vec<Name> {
        let wanted = fold(typed);
        let mut found = Vec::new();
        if !wanted.contains(':') {
            found.extend(self.beginning(&[Kind::Guest], typed, most));
        }
        for (prefix, kind) in kinds {
            let rest = wanted.strip_prefix(*prefix).and_then(|rest| rest.strip_prefix(':'));
            let own = match rest {
                Some(rest) => self.beginning(&[*kind], rest, most),
                None if prefix.starts_with(&wanted) => self.beginning(&[*kind], "", most),
                None => continue,
            };
            found.extend(own.into_iter().map(|(name, label)| (format!("{prefix}:{name}"), label)));
        }
        found
    }

    /// Guests: reference and name.
    pub(crate) fn guests(&self) -> Vec<Name> {
        self.of(Kind::Guest)
    }

    /// Nodes: name and cluster.
    pub(crate) fn nodes(&self) -> Vec<Name> {
        self.of(Kind::Node)
    }

    /// Storages.
    pub(crate) fn storages(&self) -> Vec<Name> {
        self.of(Kind::Storage)
    }

    /// Clusters.
    pub(crate) fn clusters(&self) -> Vec<Name> {
        self.of(Kind::Cluster)
    }

    /// Tags.
    pub(crate) fn tags(&self) -> Vec<Name> {
        self.of(Kind::Tag)
    }

    /// Pools: name and cluster.
    pub(crate) fn pools(&self) -> Vec<Name> {
        self.of(Kind::Pool)
    }

    /// Backup jobs: id and what is said about each.
    pub(crate) fn jobs(&self) -> Vec<Name> {
        self.of(Kind::Job)
    }

    /// Entries of the monitor: name, and what is watched.
    pub(crate) fn entries(&self) -> Vec<Name> {
        self.of(Kind::Entry)
    }

    /// Open alerts: number, and what each is about.
    pub(crate) fn alerts(&self) -> Vec<Name> {
        self.of(Kind::Alert)
    }

    /// Channels of alerts.
    pub(crate) fn channels(&self) -> Vec<Name> {
        self.of(Kind::Channel)
    }

    /// What can be changed together: guests by name, selections by their kind.
    pub(crate) fn selectable(&self) -> Vec<Name> {
        let kinds = [("tag", self.tags()), ("pool", self.pools()), ("node", self.nodes())];
        self.guests().into_iter().chain(kinds.into_iter().flat_map(|(kind, own)| of_kind(kind, own))).collect()
    }

    /// What can be watched: guests by name, the rest by its kind.
    pub(crate) fn watchable(&self) -> Vec<Name> {
        let more = of_kind("storage", self.storages()).chain(of_kind("cluster", self.clusters()));
        self.selectable().into_iter().chain(more).collect()
    }

    /// The snapshots of the guests that were typed before, as far as somebody looked; of every guest where none was.
    pub(crate) fn snapshots(&self, guests: Option<&str>) -> Vec<Name> {
        self.had(&self.snapshots, guests)
    }

    /// The backups of the guests that were typed before, as far as somebody looked; of every guest where none was.
    pub(crate) fn backups(&self, guests: Option<&str>) -> Vec<Name> {
        self.had(&self.backups, guests)
    }

    fn had(&self, what: &BTreeMap<GuestRef, Vec<Name>>, guests: Option<&str>) -> Vec<Name> {
        let Some(typed) = guests else { return what.values().flatten().cloned().collect() };
        let named = typed.split(',').filter_map(|word| self.spelled.get(&fold(word.trim()))).flatten();
        named.filter_map(|guest| what.get(guest)).flatten().cloned().collect()
    }
}

fn name(named: &Named, dated: &dyn Fn(Timestamp) -> String) -> Name {
    let at = named.at.map(dated);
    let label = at.into_iter().chain(named.said.clone()).collect::<Vec<_>>().join(" ");
    (clean(&named.name).into_owned(), clean(&label).into_owned())
}

/// Names with their kind in front, as selections are typed.
fn of_kind(kind: &'static str, names: Vec<Name>) -> impl Iterator<Item = Name> {
    names.into_iter().map(move |(name, label)| (format!("{kind}:{name}"), label))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::Arc;

    use lotse_engine::{
        access::{Grants, Sight},
        inventory::Resources,
        memory::Details,
        resolve::Aliases,
    };
    use lotse_model::{
        ClusterName, Guest, GuestKind, GuestState, Node, NodeState, Seen, Storage, StorageState, Timestamp,
    };
    use lotse_text::{Language, Zone};
    use serde_json::json;

    use super::Known;

    fn guest(vmid: u32, name: &str) -> Guest {
        Guest {
            name: Some(name.to_owned()),
            state: GuestState::Running,
            tags: vec!["prod".to_owned()],
            pool: "shop".parse().ok(),
            ..Guest::bare(format!("home/{vmid}").parse().unwrap(), GuestKind::Vm, "pve1".parse().unwrap())
        }
    }

    /// `web` with two snapshots and a backup, `mail` with one snapshot, and what else a small cluster has.
    pub(crate) fn known(grants: Grants, guests: &[(u32, &str)]) -> Known {
        let home: ClusterName = "home".parse().unwrap();
        let guests = guests.iter().map(|(vmid, name)| guest(*vmid, name)).collect();
        let node = Node {
            cluster: home.clone(),
            name: "pve1".parse().unwrap(),
            state: NodeState::Online,
            cpu: None,
            memory: None,
            root_disk: None,
            uptime: None,
            level: None,
            ha: None,
        };
        let storage = Storage {
            cluster: home.clone(),
            name: "local-zfs".parse().unwrap(),
            node: "pve1".parse().unwrap(),
            state: StorageState::Available,
            plugin: None,
            content: Vec::new(),
            shared: false,
            space: None,
        };
        let list = Seen::whole(Resources::new(guests, vec![node], vec![storage], Vec::new()), Timestamp(1));
        let sight = Sight::new(grants, false, [(home.clone(), Some(Arc::new(list)))]);
        let details: Details = serde_json::from_value(json!({
            "snapshots": { "100": [{ "name": "before-upgrade", "at": 0 }, { "name": "clean" }], "105": [{ "name": "other" }] },
            "backups": { "100": [{ "name": "local:backup/vzdump-qemu-100.vma.zst", "at": 0, "said": "qemu" }] },
            "jobs": [{ "name": "backup-nightly", "said": "every night" }],
        }))
        .unwrap();
        let aliases = Aliases::new([("マイクラ".to_owned(), "home/100".to_owned())]);
        Known::new(&sight, [(&home, details)], &aliases, Language::En, &Zone::utc())
    }

    fn names(list: Vec<super::Name>) -> Vec<String> {
        list.into_iter().map(|(value, _)| value).collect()
    }

    #[test]
    fn what_a_guest_has_is_found_by_every_word_for_the_guest() {
        let known = known(Grants::everything(), &[(100, "web"), (105, "mail")]);
        for word in ["100", "WEB", "home/100", "home/web", "ﾏｲｸﾗ"] {
            assert_eq!(names(known.snapshots(Some(word))), ["before-upgrade", "clean"], "{word}");
            assert_eq!(known.backups(Some(word)).len(), 1, "{word}");
        }
        assert_eq!(names(known.snapshots(Some("mail"))), ["other"]);
        assert_eq!(names(known.snapshots(Some("web,mail"))), ["before-upgrade", "clean", "other"]);
        assert_eq!(names(known.snapshots(Some("nobody"))), Vec::<String>::new());
        assert_eq!(known.snapshots(None).len(), 3);
        assert_eq!(known.jobs(), [("backup-nightly".to_owned(), "every night".to_owned())]);
        assert_eq!((names(known.tags()), names(known.pools())), (vec!["prod".to_owned()], vec!["shop".to_owned()]));
    }

    #[test]
    fn whom_a_person_may_not_see_has_no_name_here_and_no_snapshots() {
        let known = known(Grants::nothing(), &[(100, "web")]);
        assert_eq!(known, Known::default());
    }

    #[test]
    fn a_hostile_name_stays_one_word_of_text() {
        let known = known(Grants::everything(), &[(100, "web\nnode\tevil\u{1b}[2J")]);
        assert!(names(known.guests()).contains(&"web node evil".to_owned()), "{known:?}");
        assert_eq!(names(known.nodes()), ["pve1"]);
    }
}
