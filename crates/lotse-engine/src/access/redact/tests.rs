//! Random fleets, random rules, every kind of view: no name and no number of a guest outside the scope is left.

mod sample;

use lotse_model::{ClusterName, Guest, Hidden, HiddenWhy, Seen, Timestamp};
use proptest::prelude::*;

use self::sample::{views, whole_fleet};
use super::{Left, answer, error};
use crate::{
    access::{Grant, Grants, May, Sight},
    command::{Candidate, CommandError, Does, Level, TABLE},
    inventory::Resources,
    topics::Source,
    view::{Answer, View},
};

const SCOPES: &[&str] = &[
    "cluster:home tag:web",
    "cluster:* tag:db",
    "cluster:lab",
    "node:home/pve1",
    "cluster:home node:pve2 tag:web",
    "pool:home/prod",
    "cluster:lab pool:prod/web",
    "guest:home/70000001",
    "guest:lab/70000002",
    "storage:home/local",
];

fn fleet() -> impl Strategy<Value = Vec<Guest>> {
    let one = (0..2_usize, 0..2_usize, 0..3_usize, any::<bool>(), any::<bool>(), any::<bool>());
    proptest::collection::vec(one, 1..10).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(|(index, (cluster, node, pool, web, db, runs))| {
            sample::guest(
                index,
                ["home", "lab"][cluster],
                ["pve1", "pve2"][node],
                [None, Some("prod"), Some("prod/web")][pool],
                web,
                db,
                runs,
            )
        })
        .collect()
    })
}

fn grants() -> impl Strategy<Value = Grants> {
    proptest::sample::subsequence(SCOPES, 0..4).prop_map(|scope| {
        let scope = scope.into_iter().map(|entry| entry.parse().expect("a valid entry")).collect();
        Grants::of(vec!["discord-user:1".to_owned()], vec![Grant { may: May::Level(Level::Administer), scope }])
    })
}

fn sight(fleet: &[Guest], grants: &Grants) -> Sight {
    let lists = ["home", "lab"].map(|cluster| {
        let cluster: ClusterName = cluster.parse().expect("valid");
        let guests = fleet.iter().filter(|guest| guest.id.cluster == cluster).cloned().collect();
        let (nodes, storages) = whole_fleet(&cluster);
        let list = Resources::new(guests, nodes, storages, Vec::new());
        (cluster, Some(std::sync::Arc::new(Seen::whole(list, Timestamp(1)))))
    });
    Sight::new(grants.clone(), true, lists)
}

/// Everything of an answer that a reader gets.
fn told(answer: &Answer) -> String {
    format!("{} {:?} {:?}", serde_json::to_string(&answer.view).expect("serialises"), answer.missing, answer.sources)
}

fn leak<'g>(told: &str, fleet: &'g [Guest], grants: &Grants) -> Option<&'g Guest> {
    let hidden = fleet.iter().filter(|guest| !grants.sees(guest));
    // A number belongs to one cluster: the same one may be seen in the other.
    let mut named = hidden.filter(|guest| {
        told.contains(guest.name.as_deref().expect("has a name")) || told.contains(&guest.id.vmid.to_string())
    });
    named.next()
}

fn around(view: View, fleet: &[Guest]) -> Answer {
    let missing = fleet.iter().map(|guest| Hidden {
        cluster: guest.id.cluster.clone(),
        node: Some(guest.node.clone()),
        what: format!("/nodes/{}/qemu/{}/config", guest.node, guest.id.vmid),
        why: HiddenWhy::Failed { message: format!("{} is locked", guest.label()) },
    });
    let sources = fleet.iter().map(|guest| Source {
        call: format!("{} /nodes/{}/qemu/{}/config", guest.id.cluster, guest.node, guest.id.vmid),
        as_of: Timestamp(1),
    });
    Answer { missing: missing.collect(), sources: sources.collect(), ..Answer::of(view) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_view_names_a_guest_outside_the_scope((fleet, grants) in (fleet(), grants())) {
        let sight = sight(&fleet, &grants);
        for view in views(&fleet) {
            let schema = view.schema();
            let mut one = around(view, &fleet);
            if answer(&mut one, &sight) == Left::Some {
                let told = told(&one);
                let leaked = leak(&told, &fleet, &grants);
                prop_assert!(leaked.is_none(), "{schema} names {:?}: {told}", leaked.map(|guest| &guest.id));
            }
        }
    }

    #[test]
    fn no_error_names_a_guest_outside_the_scope((fleet, grants) in (fleet(), grants())) {
        let sight = sight(&fleet, &grants);
        let names: Vec<String> = fleet.iter().filter_map(|guest| guest.name.clone()).collect();
        let hidden = around(View::List(sample::list(&fleet)), &fleet).missing;
        let candidate = |guest: &Guest| Candidate {
            reference: guest.id.to_string(),
            name: guest.name.clone(),
            node: Some(guest.node.to_string()),
        };
        let errors = [
            CommandError::NotFound { kind: "guest", reference: "x".to_owned(), suggestions: names, hidden: hidden.clone() },
            CommandError::Ambiguous {
                kind: "guest",
                reference: "x".to_owned(),
                candidates: fleet.iter().map(candidate).collect(),
            },
            CommandError::Unreachable { hidden },
        ];
        for mut one in errors {
            error(&mut one, &sight);
            let told = format!("{one:?}");
            prop_assert!(leak(&told, &fleet, &grants).is_none(), "{told}");
        }
    }

    #[test]
    fn what_may_be_seen_stays((fleet, grants) in (fleet(), grants())) {
        let sight = sight(&fleet, &grants);
        let mut one = around(View::List(sample::list(&fleet)), &[]);
        prop_assert_eq!(answer(&mut one, &sight), Left::Some);
        let View::List(list) = one.view else { return Err(TestCaseError::fail("a list")) };
        let expected: Vec<_> = fleet.iter().filter(|guest| grants.sees(guest)).cloned().collect();
        prop_assert_eq!(list.guests, expected);
    }

    #[test]
    fn whoever_no_rule_names_is_told_nothing(fleet in fleet()) {
        let nothing = Grants::nothing();
        let sight = sight(&fleet, &nothing);
        for view in views(&fleet) {
            let mut one = around(view, &fleet);
            if answer(&mut one, &sight) == Left::Some {
                let told = told(&one);
                prop_assert!(leak(&told, &fleet, &nothing).is_none(), "{told}");
                prop_assert!(one.missing.is_empty() && one.sources.is_empty());
                for named in ["pve1", "pve2", "home", "local"] {
                    prop_assert!(!told.contains(named), "{named}: {told}");
                }
            }
        }
    }
}

#[test]
fn every_command_that_answers_is_among_the_views_that_are_tried() {
    let fleet = vec![sample::guest(0, "home", "pve1", None, false, false, true)];
    let tried: Vec<_> = views(&fleet).iter().map(View::schema).collect();
    for command in TABLE.iter().filter(|command| matches!(command.does, Does::Answer(_))) {
        let schema = format!("lotse/{}/1", command.name);
        assert!(tried.contains(&schema.as_str()), "{schema} is missing from the samples");
    }
}

#[test]
fn a_plan_that_touches_what_may_not_be_seen_is_not_shown_in_part() {
    let fleet = vec![
        sample::guest(0, "home", "pve1", None, true, false, true),
        sample::guest(1, "home", "pve1", None, false, false, true),
    ];
    let scope = vec!["cluster:home tag:web".parse().expect("valid")];
    let grants = Grants::of(Vec::new(), vec![Grant { may: May::Level(Level::Operate), scope }]);
    let sight = sight(&fleet, &grants);
    let mut both = Answer::of(sample::plan(&fleet));
    assert_eq!(answer(&mut both, &sight), Left::Nothing);
    let mut own = Answer::of(sample::plan(&fleet[..1]));
    assert_eq!(answer(&mut own, &sight), Left::Some);
}

#[test]
fn counts_are_of_what_may_be_seen() {
    let fleet: Vec<_> =
        (0..6).map(|index| sample::guest(index, "home", "pve1", None, index < 2, false, true)).collect();
    let scope = vec!["cluster:home tag:web".parse().expect("valid")];
    let grants = Grants::of(Vec::new(), vec![Grant { may: May::Level(Level::Look), scope }]);
    let sight = sight(&fleet, &grants);
    for view in views(&fleet) {
        let mut one = Answer::of(view);
        if answer(&mut one, &sight) == Left::Nothing {
            continue;
        }
        match one.view {
            View::Status(view) => {
                let row = &view.clusters[0];
                assert_eq!(row.guests.expect("counted").vms_running, 2);
                assert!(row.nodes.is_empty() && row.version.is_none() && row.quorate.is_none());
            }
            View::Refresh(view) => {
                let vms = view.topics.iter().find(|topic| topic.topic == "vms").expect("a topic");
                assert_eq!(vms.count, Some(2));
            }
            View::Snapshots(view) if view.guest.is_none() => assert_eq!(view.guests_read, 2),
            _ => {}
        }
    }
}
