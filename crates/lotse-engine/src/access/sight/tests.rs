use std::sync::Arc;

use lotse_model::{
    ClusterName, Guest, Hidden, HiddenWhy, Node, NodeState, Seen, Storage, StorageState, Task, TaskState, Timestamp,
};

use lotse_intent::Matcher;

use super::{Sight, guest_of, root};
use crate::{
    access::{Grant, Grants, May},
    command::Level,
    inventory::{Resources, sample::named},
    resolve::Aliases,
    topics::{Answer, Source},
};

pub(in crate::access) fn guest(reference: &str, name: &str, node: &str, tags: &[&str]) -> Guest {
    let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
    Guest { node: node.parse().unwrap(), tags, ..named(reference, name) }
}

fn home() -> ClusterName {
    "home".parse().unwrap()
}

fn node(name: &str, state: NodeState) -> Node {
    Node {
        cluster: home(),
        name: name.parse().unwrap(),
        state,
        cpu: None,
        memory: None,
        root_disk: None,
        uptime: None,
        level: None,
        ha: None,
    }
}

fn list() -> Arc<Seen<Resources>> {
    let guests = vec![
        guest("home/100", "web", "pve1", &["web"]),
        guest("home/101", "web-2", "pve2", &["web"]),
        guest("home/7000", "vault", "pve1", &[]),
        guest("home/7001", "db.corp.example", "pve2", &[]),
    ];
    let nodes = vec![node("pve1", NodeState::Online), node("pve2", NodeState::Offline)];
    let storage = Storage {
        cluster: home(),
        name: "local".parse().unwrap(),
        node: "pve1".parse().unwrap(),
        state: StorageState::Available,
        plugin: None,
        content: Vec::new(),
        shared: false,
        space: None,
    };
    Arc::new(Seen::whole(Resources::new(guests, nodes, vec![storage], Vec::new()), Timestamp(1)))
}

pub(in crate::access) fn grants(scope: &[&str]) -> Grants {
    let scope = scope.iter().map(|entry| entry.parse().unwrap()).collect();
    Grants::of(Vec::new(), vec![Grant { may: May::Level(Level::Administer), scope }])
}

fn sight(scope: &[&str]) -> Sight {
    Sight::new(grants(scope), false, [(home(), Some(list()))])
}

fn task(upid: &str) -> Task {
    Task { cluster: home(), upid: upid.parse().unwrap(), state: TaskState::Running }
}

#[test]
fn a_number_is_judged_by_the_guest_that_has_it_now() {
    let mine = sight(&["cluster:home tag:web"]);
    assert!(mine.guest(&"home/100".parse().unwrap()));
    assert!(!mine.guest(&"home/7000".parse().unwrap()));
    assert!(!mine.guest(&"home/999".parse().unwrap()), "of who is gone nobody knows the tags");
    assert!(sight(&["cluster:home"]).guest(&"home/999".parse().unwrap()));
}

#[test]
fn a_guest_that_lost_its_tag_a_moment_ago_is_not_shown_by_what_was_read_before() {
    let mine = sight(&["cluster:home tag:web"]);
    assert!(!mine.shows(&guest("home/7000", "vault", "pve1", &["web"])));
    assert!(!mine.shows(&guest("home/100", "web", "pve1", &[])));
}

#[test]
fn without_the_list_nothing_is_shown_that_needs_it() {
    let blind = Sight::new(grants(&["cluster:home tag:web"]), false, [(home(), None)]);
    assert!(!blind.guest(&"home/100".parse().unwrap()));
    assert_eq!(blind.text(&home(), "vault is down"), "…");
    assert!(!blind.is_clean(&home(), "x"));
}

#[test]
fn a_list_is_narrowed_and_still_says_that_a_node_is_silent_without_its_name() {
    let mine = sight(&["cluster:home tag:web"]);
    let answer = mine.narrowed(&home(), Answer::read(list(), "/cluster/resources".to_owned()));
    let shown = answer.value().unwrap();
    assert_eq!(shown.guests().len(), 2);
    assert!(shown.nodes().is_empty() && shown.storages().is_empty());
    let silent =
        Hidden { cluster: home(), node: None, what: "/cluster/resources".to_owned(), why: HiddenWhy::NodeDown };
    assert_eq!(answer.missing, [silent]);
}

#[test]
fn tasks_belong_to_their_guest_and_else_to_their_node() {
    let tagged = sight(&["cluster:home tag:web"]);
    let mine = "UPID:pve1:0004A2F1:0312C9D4:6740B0FF:qmstart:100:root@pam:";
    let others = "UPID:pve1:0004A2F1:0312C9D4:6740B0FF:qmstart:7000:root@pam:";
    let archive = "UPID:pve1:0004A2F1:0312C9D4:6740B0FF:imgdel:7000@backup:root@pam:";
    let of_node = "UPID:pve1:0004A2F1:0312C9D4:6740B0FF:aptupdate::root@pam:";
    assert!(tagged.task(&task(mine)));
    for upid in [others, archive, of_node] {
        assert!(!tagged.task(&task(upid)), "{upid}");
        assert!(sight(&["node:home/pve1"]).task(&task(upid)), "{upid}");
        assert!(!sight(&["node:home/pve2"]).task(&task(upid)), "{upid}");
    }
}

#[test]
fn names_and_numbers_of_others_are_left_out_of_a_text() {
    let mine = sight(&["cluster:home tag:web"]);
    let cluster = home();
    let text = |text: &'static str| mine.text(&cluster, text).into_owned();
    assert_eq!(text("backup of vault and VM 7000 done"), "backup of … and VM … done");
    assert_eq!(text("Vault. (7000)"), "… (…)");
    assert_eq!(text("db.corp.example: no space"), "…: no space");
    assert_eq!(text("local-lvm:vm-7000-disk-0"), "local-lvm:…");
    assert_eq!(text("local:base-7001-disk-0/vm-100-disk-0"), "local:…/vm-100-disk-0");
    assert_eq!(text("/etc/pve/qemu-server/7000.conf vm:7000 7000-0"), "/etc/pve/qemu-server/… vm:… …");
    for kept in ["web and web-2", "vm-100-disk-0", "192.0.2.100", "97000", "vaulted", "70% of 7 GiB"] {
        assert_eq!(mine.text(&cluster, kept), kept);
    }
    assert_eq!(sight(&["cluster:home"]).text(&cluster, "vault"), "vault");
}

#[test]
fn what_is_missing_is_said_without_the_names_of_what_may_not_be_seen() {
    let mine = sight(&["cluster:home tag:web"]);
    let hidden = |node: Option<&str>, what: &str, why: HiddenWhy| Hidden {
        cluster: home(),
        node: node.map(|node| node.parse().unwrap()),
        what: what.to_owned(),
        why,
    };
    let told = |one: Hidden| mine.hidden(&one).map(|one| (one.node.map(|node| node.to_string()), one.what, one.why));
    let down = HiddenWhy::NodeDown;
    assert_eq!(
        told(hidden(Some("pve2"), "/nodes/pve2/storage/vault/content", down.clone())),
        Some((None, "/nodes".to_owned(), down.clone()))
    );
    assert_eq!(told(hidden(Some("pve1"), "qemu/7000/snapshot", down.clone())), None);
    let own = told(hidden(Some("pve1"), "/nodes/pve1/qemu/100/config", down.clone())).unwrap();
    assert_eq!(own, (Some("pve1".to_owned()), "/nodes/pve1/qemu/100/config".to_owned(), down));
    let why = HiddenWhy::Privilege { needs: vec!["VM.Audit".to_owned()], path: "/vms/7000".to_owned() };
    let told = mine.hidden(&hidden(None, "/cluster/resources", why)).unwrap();
    assert_eq!(told.why, HiddenWhy::Privilege { needs: vec!["VM.Audit".to_owned()], path: "/vms".to_owned() });
    let other = Hidden { cluster: "lab".parse().unwrap(), ..told };
    assert_eq!(mine.hidden(&other), None);
}

#[test]
fn a_source_is_told_in_general_where_it_names_what_may_not_be_seen() {
    let mine = Sight::new(grants(&["cluster:home tag:web"]), true, [(home(), Some(list()))]);
    let told = |call: &str| mine.source(&Source { call: call.to_owned(), as_of: Timestamp(1) }).map(|one| one.call);
    assert_eq!(told("home /cluster/resources").as_deref(), Some("home /cluster/resources"));
    assert_eq!(told("home /nodes/pve1/storage/x/content").as_deref(), Some("home /nodes"));
    assert_eq!(told("home /nodes/pve1/qemu/7000/config"), None);
    assert_eq!(told("lab /cluster/resources"), None);
}

#[test]
fn a_call_is_taken_apart() {
    assert_eq!(guest_of("/nodes/pve1/qemu/100/config").map(lotse_model::Vmid::get), Some(100));
    assert_eq!(guest_of("lxc/200/snapshot").map(lotse_model::Vmid::get), Some(200));
    assert_eq!(guest_of("/nodes/pve1/qemu"), None);
    assert_eq!(root("/cluster/ha/status/manager_status"), "/cluster/ha/status/manager_status");
    assert_eq!(root("/cluster/ha/resources/vm:100"), "/cluster/ha/resources");
    assert_eq!(root("/pools/prod"), "/pools");
}

#[test]
fn the_fleets_own_words_are_understood_as_far_as_what_they_mean_may_be_seen() {
    let words = [
        ("マイクラ", "home/100"),
        ("tresor", "home/vault"),
        ("oben", "pve1"),
        ("netz", "tag:web"),
        ("fort", "home/9999"),
    ];
    let aliases = Aliases::new(words.map(|(word, meaning)| (word.to_owned(), meaning.to_owned())));
    let guest = |scope: &[&str], phrase: &str| {
        let understood = Matcher::new().understand(phrase, &sight(scope).names([&home()], &aliases), None);
        understood.slots.guest.map(|guests| guests.as_slice().join(","))
    };
    assert_eq!(guest(&["cluster:home"], "starte マイクラ").as_deref(), Some("マイクラ"));
    assert_eq!(guest(&["cluster:home"], "starte tresor").as_deref(), Some("tresor"));
    assert_eq!(guest(&["cluster:home tag:web"], "starte tresor"), None, "a word for whom one may not see");
    assert_eq!(guest(&["cluster:home"], "starte fort"), None, "nobody is called so");
}

#[test]
fn words_are_understood_by_no_name_outside_the_scope() {
    let aliases = Aliases::default();
    let named = |scope: &[&str]| {
        let names = sight(scope).names([&home()], &aliases);
        let mut guests: Vec<_> = names.guests().iter().map(|guest| guest.name.clone()).collect();
        guests.sort();
        guests
    };
    assert_eq!(named(&["cluster:home tag:web"]), ["web", "web-2"]);
    assert_eq!(named(&["cluster:home"]).len(), 4);
    assert!(named(&["cluster:lab"]).is_empty());
    assert!(
        Sight::new(Grants::nothing(), false, [(home(), Some(list()))]).names([&home()], &aliases).guests().is_empty()
    );
}
