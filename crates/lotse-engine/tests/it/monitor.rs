//! What people say to the watch: what is watched from then on, who may say so, and what is answered.

use lotse_engine::{
    access::Grants,
    command::{CommandError, Level},
    page::{Block, Page, Reader},
    view::{AddDid, MonitorTestView, OrderDid, Phased, View},
    watch::{State, Thing, book},
};
use lotse_model::{GuestRef, Severity, Timestamp};
use lotse_text::{Language, Zone};

use super::{
    monitor_house::{House, grants, guest, member, run},
    site::{Site, ask},
};

#[tokio::test]
async fn a_guest_is_watched_by_name_number_reference_and_alias_and_remembered_by_its_identity() {
    let house = House::new().await;
    let web = guest(&house, "web").await;
    let first = house.add(&["web"]).await;
    assert_eq!((first.added[0].did, first.added[0].entry.id.as_str()), (AddDid::Added, "m1"));
    assert!(first.channels, "somebody would be told");
    let number = web.id.vmid.to_string();
    for typed in [number.as_str(), "home/web", "shop", "guest:web", &format!("guest:home/{number}")] {
        let again = house.add(&[typed]).await;
        assert_eq!((again.added[0].did, again.added[0].entry.id.as_str()), (AddDid::Already, "m1"), "{typed}");
    }
    let entries = book::entries(house.desk.store()).await.expect("read");
    let [entry] = entries.as_slice() else { panic!("{entries:?}") };
    let known = entry.identity.as_ref().expect("a guest");
    assert_eq!((known.guest.clone(), known.name.as_deref()), (web.id, Some("web")));
    assert!(known.identity.as_ref().is_some_and(|identity| !identity.is_empty()), "{known:?}");
    assert_eq!(house.audited().await.len(), 1, "what changes nothing is no line");
}

#[tokio::test]
async fn options_change_an_entry_and_no_options_leave_it() {
    let house = House::new().await;
    house.add(&["web"]).await;
    let changed = house.add(&["web", "--expected-off", "--findings", "warning", "--severity", "critical"]).await;
    assert_eq!(changed.added[0].did, AddDid::Changed);
    let again = house.add(&["web"]).await;
    assert_eq!(again.added[0].did, AddDid::Already);
    let entry = &again.added[0].entry;
    assert_eq!(
        (entry.expected_off, entry.findings, entry.severity),
        (true, Some(Severity::Warning), Some(Severity::Critical))
    );
}

#[tokio::test]
async fn selections_become_scopes_with_the_names_as_they_are_written() {
    let house = House::new().await;
    for (words, scope) in [
        (&["tag:WEB"][..], "cluster:home tag:web"),
        (&["node:PVE1"], "cluster:home node:pve1"),
        (&["home/node:pve2"], "cluster:home node:pve2"),
        (&["storage:local"], "cluster:home storage:local"),
        (&["cluster:home"], "cluster:home"),
        (&["cluster:*"], "cluster:*"),
        (&["cluster:home", "tag:web"], "cluster:home tag:web"),
        (&["tag:entirely-new"], "cluster:home tag:entirely-new"),
    ] {
        let view = house.add(words).await;
        assert_eq!(view.added[0].entry.scope.to_string(), scope, "{words:?}");
    }
    let nothing = house.add(&["tag:entirely-new"]).await;
    assert_eq!(nothing.added[0].entry.covers, 0, "and it is said so");
    let both = house.add(&["web", "db"]).await;
    assert_eq!(both.added.len(), 2);
}

#[tokio::test]
async fn what_was_misspelt_is_answered_with_what_was_meant() {
    let house = House::new().await;
    let suggested = async |typed: &str| match house.run(&Grants::everything(), &["monitor-add", typed]).await {
        Err(CommandError::NotFound { suggestions, .. }) => suggestions,
        other => panic!("{typed}: {other:?}"),
    };
    assert_eq!(suggested("pve1").await, ["node:home/pve1"], "a node is written as such");
    assert_eq!(suggested("local").await, ["storage:home/local"]);
    assert!(suggested("tag:wbe").await.contains(&"tag:web".to_owned()));
    assert_eq!(suggested("cluster:hme").await, ["home"]);
    let wrong = house.run(&Grants::everything(), &["monitor-add", "colour:red"]).await;
    assert!(matches!(wrong, Err(CommandError::BadValue { argument: "watched", .. })), "{wrong:?}");
    assert!(book::entries(house.desk.store()).await.expect("read").is_empty(), "nothing was written");
}

#[tokio::test]
async fn a_guest_is_no_longer_watched_by_whatever_names_it_and_who_is_not_watched_has_candidates() {
    let house = House::new().await;
    house.add(&["tag:web"]).await;
    house.add(&["db"]).await;
    match house.run(&Grants::everything(), &["monitor-remove", "web"]).await {
        Err(CommandError::NotFound { kind: "entry", suggestions, .. }) => {
            assert_eq!(suggestions, ["m1"], "it is watched by its tag");
        }
        other => panic!("{other:?}"),
    }
    let View::MonitorRemove(gone) = house.ok(&["monitor-remove", "db"]).await else { panic!("removed") };
    assert_eq!(gone.entry.id, "m2");
    let View::MonitorRemove(gone) = house.ok(&["monitor-remove", "tag:web"]).await else { panic!("removed") };
    assert_eq!(gone.entry.id, "m1");
    let nothing = house.run(&Grants::everything(), &["monitor-remove", "m1"]).await;
    assert!(matches!(nothing, Err(CommandError::NotFound { kind: "entry", .. })), "{nothing:?}");
    let said: Vec<_> = house.audited().await.into_iter().map(|(command, _)| command).collect();
    assert_eq!(said.iter().filter(|command| *command == "monitor-remove").count(), 2);
}

#[tokio::test]
async fn who_may_operate_watches_within_their_scope_and_ends_nothing() {
    let house = House::new().await;
    let web = grants(Level::Operate, "cluster:home tag:web");
    assert!(house.run(&web, &["monitor-add", "web"]).await.is_ok());
    assert!(house.run(&web, &["monitor-add", "tag:web"]).await.is_ok());
    for outside in ["cluster:home", "node:pve1", "tag:db"] {
        let answer = house.run(&web, &["monitor-add", outside]).await;
        assert!(answer.is_err(), "{outside}: {answer:?}");
    }
    let hidden = house.run(&web, &["monitor-add", "db"]).await;
    assert!(matches!(hidden, Err(CommandError::NotFound { .. })), "there is no such guest for them: {hidden:?}");
    let remove = house.run(&web, &["monitor-remove", "web"]).await;
    assert!(matches!(remove, Err(CommandError::Denied(_))), "{remove:?}");
    let look = grants(Level::Look, "cluster:home");
    assert!(matches!(house.run(&look, &["monitor-add", "web"]).await, Err(CommandError::Denied(_))));
}

#[tokio::test]
async fn the_list_shows_a_person_what_concerns_them_and_nothing_else() {
    let house = House::new().await;
    for words in [&["web"][..], &["db"], &["tag:web"], &["node:pve1"]] {
        house.add(words).await;
    }
    let (web, db) = (guest(&house, "web").await, guest(&house, "db").await);
    house.raise_guest(1, &web.id.to_string(), "web", &["web"]).await;
    house.raise_guest(2, &db.id.to_string(), "db", &["db"]).await;
    let all = house.list(&Grants::everything()).await;
    assert_eq!((all.entries.len(), all.alerts.len()), (4, 2));
    let some = house.list(&grants(Level::Look, "cluster:home tag:web")).await;
    assert!(some.entries.iter().all(|row| row.guest.as_ref().is_none_or(|guest| guest.id == web.id)), "{some:?}");
    let ids: Vec<_> = some.alerts.iter().map(|alert| alert.id).collect();
    assert_eq!(ids, [1]);
    let nobody = house.list(&grants(Level::Look, "guest:home/999")).await;
    assert!(nobody.entries.is_empty() && nobody.alerts.is_empty(), "{nobody:?}");
}

#[tokio::test]
async fn an_alert_is_acknowledged_by_its_number_and_by_what_it_is_about() {
    let house = House::new().await;
    let web = guest(&house, "web").await;
    house.raise_guest(17, &web.id.to_string(), "web", &["web"]).await;
    let first = house.order(&["monitor-ack", "a17"]).await;
    assert_eq!(first.did, OrderDid::Acknowledged);
    assert!(matches!(&first.alert.phase, Phased::Acknowledged { by, .. } if by == "Anna"));
    for typed in ["17", "#17", "A17", "web", "home/web", "shop"] {
        assert_eq!(house.order(&["monitor-ack", typed]).await.did, OrderDid::Already, "{typed}");
    }
    assert_eq!(house.audited().await, [("monitor-ack".to_owned(), "a17".to_owned())]);
    match house.run(&Grants::everything(), &["monitor-ack", "a18"]).await {
        Err(CommandError::NotFound { kind: "alert", suggestions, .. }) => assert_eq!(suggestions, ["a17"]),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_number_that_is_an_alert_and_a_guest_is_not_guessed() {
    let house = House::new().await;
    let (web, db) = (guest(&house, "web").await, guest(&house, "db").await);
    house.raise_guest(u64::from(db.id.vmid.get()), &web.id.to_string(), "web", &[]).await;
    house.raise_guest(3, &db.id.to_string(), "db", &[]).await;
    let number = db.id.vmid.to_string();
    match house.run(&Grants::everything(), &["monitor-ack", &number]).await {
        Err(CommandError::Ambiguous { candidates, .. }) => assert_eq!(candidates.len(), 2, "{candidates:?}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(house.order(&["monitor-ack", "a3"]).await.did, OrderDid::Acknowledged);
}

#[tokio::test]
async fn an_alert_is_silent_until_it_was_said_and_no_longer_than_thirty_days() {
    let house = House::new().await;
    let web = guest(&house, "web").await;
    house.raise_guest(1, &web.id.to_string(), "web", &[]).await;
    let until = async |words: &[&str]| match house.order(words).await.alert.phase {
        Phased::Snoozed { at, until, .. } => until.0 - at.0,
        other => panic!("{words:?}: {other:?}"),
    };
    assert_eq!(until(&["monitor-snooze", "a1"]).await, 3600, "an hour when nothing is said");
    assert_eq!(until(&["monitor-snooze", "web", "--for", "45m"]).await, 45 * 60);
    let tomorrow = until(&["monitor-snooze", "web", "--until", "tomorrow 8"]).await;
    assert!((8 * 3600..=32 * 3600).contains(&tomorrow), "{tomorrow}");
    for words in [
        &["monitor-snooze", "a1", "--for", "40d"][..],
        &["monitor-snooze", "a1", "--until", "soon"],
        &["monitor-snooze", "a1", "--for", "1h", "--until", "08:00"],
    ] {
        let answer = house.run(&Grants::everything(), words).await;
        assert!(matches!(answer, Err(CommandError::BadValue { .. })), "{words:?}: {answer:?}");
    }
}

#[tokio::test]
async fn the_alert_of_a_node_is_shown_to_who_sees_a_guest_of_it_and_ordered_by_who_may_for_the_node() {
    let house = House::new().await;
    let web = guest(&house, "web").await;
    let db = guest(&house, "db").await;
    let members = vec![member(&web.id.to_string(), "web", &["web"]), member(&db.id.to_string(), "db", &["db"])];
    let node = Thing::Node { cluster: web.id.cluster.clone(), node: "pve1".parse().expect("a node") };
    house.raise(5, node, members).await;
    let own = grants(Level::Administer, "cluster:home tag:web");
    let seen = house.list(&own).await;
    let [alert] = seen.alerts.as_slice() else { panic!("{seen:?}") };
    let members: Vec<&GuestRef> = alert.members.iter().map(|one| &one.id).collect();
    assert_eq!(members, [&web.id], "nothing of the guest beside it");
    let denied = house.run(&own, &["monitor-ack", "web"]).await;
    assert!(matches!(denied, Err(CommandError::Denied(_))), "the others would go silent, too: {denied:?}");
    assert!(house.run(&grants(Level::Operate, "node:home/pve1"), &["monitor-ack", "pve1"]).await.is_ok());
}

#[tokio::test]
async fn where_an_alert_would_go_is_answered_with_the_reason() {
    let house = House::new().await;
    let test = async |words: &[&str]| -> MonitorTestView {
        let View::MonitorTest(view) = house.ok(words).await else { panic!("{words:?}") };
        *view
    };
    let web = test(&["monitor-test", "--route", "web"]).await;
    let [row] = web.routes.as_slice() else { panic!("{web:?}") };
    assert_eq!((row.routes.as_slice(), row.channels.as_slice()), (&[1][..], &["team".to_owned()][..]));
    assert_eq!(row.outside, ["phone"], "a channel has a scope like a person");
    let node = test(&["monitor-test", "--route", "node:pve1"]).await;
    assert_eq!((node.routes[0].alert.state, node.routes[0].alert.severity), (State::NodeOffline, Severity::Critical));
    assert!(node.routes[0].channels.contains(&"team".to_owned()), "a guest of the route falls with it");
    let storage = test(&["monitor-test", "--route", "storage:local"]).await;
    assert!(storage.routes[0].routes.is_empty(), "it goes by the default");
    assert_eq!(storage.routes[0].channels, ["mail"]);
    let unknown = house.run(&Grants::everything(), &["monitor-test", "mial"]).await;
    match unknown {
        Err(CommandError::NotFound { kind: "channel", suggestions, .. }) => assert_eq!(suggestions, ["mail"]),
        other => panic!("{other:?}"),
    }
    let neither = house.run(&Grants::everything(), &["monitor-test"]).await;
    assert!(matches!(neither, Err(CommandError::MissingOneOf { .. })), "{neither:?}");
}

// Waits as long as a person would: a clock that stands still and a store do not go together.
#[tokio::test]
async fn a_test_that_nobody_sends_waits_in_the_outbox_and_it_is_said() {
    let house = House::new().await;
    let View::MonitorTest(view) = house.ok(&["monitor-test", "mail"]).await else { panic!("a test") };
    assert!(view.tried.as_ref().is_some_and(|tried| tried.channel == "mail" && !tried.delivered), "{view:?}");
    let waiting = book::waiting(house.desk.store()).await.expect("read");
    assert_eq!(waiting.iter().map(|notice| notice.channel.as_str()).collect::<Vec<_>>(), ["mail"]);
}

#[tokio::test]
async fn a_template_is_never_watched() {
    let house = House::new().await;
    let answer = house.site.fleet.clusters()[0].resources(ask()).await;
    let list = answer.value().expect("the list");
    let template = list.guests().iter().find(|guest| guest.template).expect("a template in the demo").id.to_string();
    let refused = house.run(&Grants::everything(), &["monitor-add", &template]).await;
    assert!(matches!(refused, Err(CommandError::NotWatched { .. })), "{refused:?}");
}

#[tokio::test]
async fn what_is_watched_is_listed_also_when_no_cluster_can_be_reached() {
    let house = House::new().await;
    house.add(&["web"]).await;
    let House { site: Site { simulator, fleet }, desk } = house;
    simulator.shutdown().await;
    let answer = run(&fleet, &desk, &Grants::everything(), &["monitor-list"]).await.expect("answered");
    let View::MonitorList(view) = answer.view else { panic!("a list") };
    assert_eq!(view.entries.len(), 1);
    assert_eq!(view.entries[0].guest.as_ref().and_then(|guest| guest.name.as_deref()), Some("web"));
}

#[tokio::test]
async fn everything_has_a_page_in_every_language() {
    let house = House::new().await;
    let empty = house.run(&Grants::everything(), &["monitor-list"]).await.expect("answered");
    house.add(&["web"]).await;
    let web = guest(&house, "web").await;
    house.raise_guest(1, &web.id.to_string(), "web", &[]).await;
    let mut answers = vec![empty];
    for words in [
        &["monitor-add", "tag:web"][..],
        &["monitor-add", "tag:web"],
        &["monitor-list"],
        &["monitor-ack", "a1"],
        &["monitor-ack", "a1"],
        &["monitor-snooze", "a1"],
        &["monitor-test", "--route", "web"],
        &["monitor-remove", "m1"],
        &["audit"],
    ] {
        answers.push(house.run(&Grants::everything(), words).await.expect("answered"));
    }
    for answer in &answers {
        let pages = Language::ALL.map(|language| {
            let reader = Reader {
                language,
                zone: Zone::utc(),
                now: Timestamp(1_800_000_000),
                several_clusters: false,
                storage_limits: (0.8, 0.9),
            };
            Page::of(answer, &reader)
        });
        assert!(!pages[0].blocks.is_empty());
        assert!(pages[0] != pages[1] && pages[1] != pages[2], "{pages:?}");
        for block in pages.iter().flat_map(|page| &page.blocks) {
            if let Block::Table(table) = block {
                assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "{table:?}");
            }
        }
    }
}
