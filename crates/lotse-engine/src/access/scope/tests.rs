use lotse_model::{ClusterName, Guest};

use super::Entry;
use crate::{access::RuleError, inventory::sample::named};

fn entry(text: &str) -> Entry {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn guest(reference: &str, node: &str, pool: Option<&str>, tags: &[&str]) -> Guest {
    Guest {
        node: node.parse().unwrap(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        pool: pool.map(|pool| pool.parse().unwrap()),
        ..named(reference, "guest")
    }
}

fn clusters(names: &[&str]) -> Vec<ClusterName> {
    names.iter().map(|name| ClusterName::new(*name).unwrap()).collect()
}

#[test]
fn all_parts_of_an_entry_must_hold() {
    let scope = entry("cluster:home tag:web node:pve1");
    assert!(scope.covers_guest(&guest("home/100", "pve1", None, &["web", "x"])));
    assert!(!scope.covers_guest(&guest("home/100", "pve2", None, &["web"])));
    assert!(!scope.covers_guest(&guest("home/100", "pve1", None, &["web2"])));
    assert!(!scope.covers_guest(&guest("lab/100", "pve1", None, &["web"])));
}

#[test]
fn a_part_may_name_its_cluster_itself() {
    for text in ["node:home/pve1", "cluster:home node:pve1", "cluster:home node:home/pve1", "cluster:* node:home/pve1"]
    {
        assert!(entry(text).covers_guest(&guest("home/100", "pve1", None, &[])), "{text}");
        assert!(!entry(text).covers_guest(&guest("lab/100", "pve1", None, &[])), "{text}");
    }
}

#[test]
fn a_pool_holds_the_pools_nested_in_it_and_no_namesake() {
    let scope = entry("pool:home/prod");
    assert!(scope.covers_guest(&guest("home/100", "pve1", Some("prod"), &[])));
    assert!(scope.covers_guest(&guest("home/100", "pve1", Some("prod/web"), &[])));
    assert!(!scope.covers_guest(&guest("home/100", "pve1", Some("production"), &[])));
    assert!(!scope.covers_guest(&guest("home/100", "pve1", None, &[])));
    assert!(entry("cluster:home pool:prod/web").covers_guest(&guest("home/100", "pve1", Some("prod/web"), &[])));
    assert!(entry("pool:home/prod/web").covers_pool(&"home".parse().unwrap(), &"prod/web/a".parse().unwrap()));
}

#[test]
fn a_guest_is_in_it_by_its_number_in_its_own_cluster_alone() {
    let scope = entry("guest:home/100");
    assert!(scope.covers_guest(&guest("home/100", "pve1", None, &[])));
    assert!(!scope.covers_guest(&guest("lab/100", "pve1", None, &[])));
    assert!(!scope.covers_guest(&guest("home/1000", "pve1", None, &[])));
}

#[test]
fn nodes_and_storages_are_reached_only_by_entries_without_guest_parts() {
    let (home, pve1, local) = ("home".parse().unwrap(), "pve1".parse().unwrap(), "local".parse().unwrap());
    for wide in ["cluster:home", "cluster:*", "node:home/pve1"] {
        assert!(entry(wide).covers_node(&home, &pve1), "{wide}");
        assert!(entry(wide).covers_storage(&home, &local, Some(&pve1)), "{wide}");
    }
    for narrow in ["cluster:home tag:web", "pool:home/prod", "guest:home/100", "node:home/pve1 tag:web"] {
        assert!(!entry(narrow).covers_node(&home, &pve1), "{narrow}");
        assert!(!entry(narrow).covers_storage(&home, &local, Some(&pve1)), "{narrow}");
        assert!(!entry(narrow).covers_cluster(&home), "{narrow}");
    }
    let storage = entry("storage:home/local");
    assert!(storage.covers_storage(&home, &local, Some(&pve1)) && !storage.covers_node(&home, &pve1));
    assert!(!storage.covers_guest(&guest("home/100", "pve1", None, &[])), "a storage names no guests");
    assert!(!entry("node:home/pve2").covers_storage(&home, &local, Some(&pve1)));
}

#[test]
fn a_part_without_its_cluster_is_refused() {
    for text in ["node:pve1", "pool:prod", "storage:local", "guest:100", "cluster:* guest:100", "tag:web node:pve1"] {
        assert!(matches!(text.parse::<Entry>(), Err(RuleError::NoCluster { .. })), "{text}");
    }
}

#[test]
fn a_bare_tag_is_wrong_once_there_are_two_clusters() {
    let bare = entry("tag:Web");
    assert_eq!(bare.check(&clusters(&["home"])), Ok(()));
    assert_eq!(bare.check(&clusters(&["home", "lab"])), Err(RuleError::BareTag { tag: "web".to_owned() }));
    assert_eq!(entry("cluster:* tag:web").check(&clusters(&["home", "lab"])), Ok(()));
    assert_eq!(entry("cluster:home tag:web").check(&clusters(&["home", "lab"])), Ok(()));
    match entry("cluster:hme").check(&clusters(&["home", "lab"])) {
        Err(RuleError::UnknownCluster { suggestions, .. }) => assert_eq!(suggestions, ["home"]),
        other => panic!("{other:?}"),
    }
}

#[test]
fn parts_that_nothing_can_have_at_once_are_refused() {
    for text in [
        "cluster:home cluster:lab",
        "cluster:home node:lab/pve1",
        "node:home/pve1 node:home/pve2",
        "guest:home/100 guest:home/101",
        "storage:home/local tag:web",
        "cluster:home storage:local pool:prod",
    ] {
        assert!(matches!(text.parse::<Entry>(), Err(RuleError::Excluding { .. })), "{text}");
    }
}

#[test]
fn what_is_no_part_or_no_name_is_refused() {
    assert_eq!("  ".parse::<Entry>(), Err(RuleError::EmptyEntry));
    for text in ["home", "vm:home/100", "Cluster:home", "*"] {
        assert!(matches!(text.parse::<Entry>(), Err(RuleError::UnknownPart { .. })), "{text}");
    }
    for text in
        ["cluster:", "cluster:a/b", "tag:", "tag:a;b", "guest:home/99", "guest:home/web", "node:home/", "node:/a"]
    {
        assert!(matches!(text.parse::<Entry>(), Err(RuleError::BadName { .. })), "{text}");
    }
}

#[test]
fn an_entry_reads_what_it_writes() {
    for text in [
        "cluster:*",
        "cluster:home",
        "tag:web",
        "cluster:* tag:web",
        "node:home/pve1",
        "pool:home/prod/web",
        "guest:home/100",
        "storage:home/local",
        "cluster:home node:pve1 pool:a/b pool:a tag:x tag:y",
    ] {
        let read = entry(text);
        assert_eq!(read.to_string().parse::<Entry>().unwrap(), read, "{text}");
    }
}
