//! What the store is asked and told by commands: freezes and the audit.

use lotse_engine::{
    Asking,
    access::{Grant, Grants, May, Person},
    change::desk::Desk,
    command::{Call, CommandError, Level},
    findings::Thresholds,
    page::{Page, Reader},
    resolve::Aliases,
    view::{Answer, AuditView, FreezeDid, FreezeView, View},
};
use lotse_model::Timestamp;
use lotse_text::{Language, Zone};

use super::site::{Site, ask};

async fn run(site: &Site, desk: Option<&Desk>, grants: &Grants, words: &[&str]) -> Result<Answer, CommandError> {
    let (aliases, thresholds, zone) = (Aliases::default(), Thresholds::default(), Zone::utc());
    let asking = Asking {
        fleet: &site.fleet,
        only: &[],
        ask: ask(),
        aliases: &aliases,
        thresholds: &thresholds,
        person: &Person::at_terminal("anna"),
        grants,
        desk,
        store: None,
        language: Language::En,
        zone: &zone,
    };
    asking.answer(&Call::parse(words)?).await
}

async fn freeze(site: &Site, desk: &Desk, words: &[&str]) -> FreezeView {
    match run(site, Some(desk), &Grants::everything(), words).await.expect("answered").view {
        View::Freeze(view) => view,
        other => panic!("{other:?}"),
    }
}

async fn audit(site: &Site, desk: &Desk, words: &[&str]) -> AuditView {
    match run(site, Some(desk), &Grants::everything(), words).await.expect("answered").view {
        View::Audit(view) => *view,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_frozen_is_shown_until_it_is_thawed_and_both_stand_in_the_audit() {
    let site = Site::of("three-nodes").await;
    let desk = site.desk().await;
    let frozen = freeze(&site, &desk, &["freeze", "network maintenance", "--for", "2h"]).await;
    assert_eq!((frozen.did, frozen.in_force.len()), (FreezeDid::Froze, 1));
    assert!(frozen.in_force[0].until.is_some_and(|until| until.0 - frozen.in_force[0].at.0 == 7200));
    let thawed = freeze(&site, &desk, &["thaw"]).await;
    assert_eq!((thawed.did, thawed.in_force.len()), (FreezeDid::Thawed, 0));
    let again = freeze(&site, &desk, &["thaw"]).await;
    assert_eq!(again.did, FreezeDid::WasNot);

    let lines = audit(&site, &desk, &["audit"]).await.lines;
    assert_eq!(lines.len(), 2, "a thaw of nothing is no line");
    assert!(lines.iter().all(|line| line.who == "terminal:anna" && line.entry.is_some()));
    let none = audit(&site, &desk, &["audit", "--who", "terminal:berta"]).await;
    assert!(none.lines.is_empty());
    let newest = audit(&site, &desk, &["audit", "--limit", "1"]).await;
    assert_eq!((newest.lines[0].number, newest.more), (2, true));
}

#[tokio::test]
async fn a_freeze_of_one_cluster_names_it_and_an_unknown_one_is_not_found() {
    let site = Site::of("three-nodes").await;
    let desk = site.desk().await;
    let name = site.fleet.clusters()[0].name().to_string();
    let frozen = freeze(&site, &desk, &["freeze", "move", "--cluster", &name]).await;
    assert_eq!(frozen.in_force[0].cluster.as_ref().map(ToString::to_string), Some(name));
    let wrong = run(&site, Some(&desk), &Grants::everything(), &["thaw", "--cluster", "nowhere"]).await;
    assert!(matches!(wrong, Err(CommandError::NotFound { kind: "cluster", .. })), "{wrong:?}");
}

#[tokio::test]
async fn the_whole_fleet_is_frozen_by_those_who_may_operate_all_of_it() {
    let site = Site::of("three-nodes").await;
    let desk = site.desk().await;
    let name = site.fleet.clusters()[0].name().to_string();
    let scope = vec![format!("cluster:{name}").parse().expect("a scope")];
    let one = Grants::of(Vec::new(), vec![Grant { may: May::Level(Level::Operate), scope }]);
    let everything = run(&site, Some(&desk), &one, &["freeze", "storm"]).await;
    assert!(matches!(everything, Err(CommandError::Denied(_))), "{everything:?}");
    let own = run(&site, Some(&desk), &one, &["freeze", "storm", "--cluster", &name]).await;
    assert!(own.is_ok(), "{own:?}");
    let thaw = run(&site, Some(&desk), &one, &["thaw", "--cluster", &name]).await;
    assert!(matches!(thaw, Err(CommandError::Denied(_))), "thawing wants more than freezing: {thaw:?}");
    let shorter = run(&site, Some(&desk), &one, &["freeze", "x", "--for", "1s", "--cluster", &name]).await;
    assert!(matches!(shorter, Err(CommandError::Denied(_))), "a shorter freeze is a thaw: {shorter:?}");
    let by_all =
        run(&site, Some(&desk), &Grants::everything(), &["freeze", "x", "--for", "1h", "--cluster", &name]).await;
    assert!(by_all.is_ok(), "{by_all:?}");
    let longer = run(&site, Some(&desk), &one, &["freeze", "x", "--for", "2h", "--cluster", &name]).await;
    assert!(longer.is_ok(), "{longer:?}");
}

#[tokio::test]
async fn the_audit_is_verified_and_compared_with_a_head_that_was_kept() {
    let site = Site::of("three-nodes").await;
    let desk = site.desk().await;
    freeze(&site, &desk, &["freeze", "one"]).await;
    let verify = async |head: Option<&str>| {
        let words = ["audit-verify"].into_iter().chain(head.into_iter().flat_map(|head| ["--head", head]));
        let words: Vec<_> = words.collect();
        match run(&site, Some(&desk), &Grants::everything(), &words).await.expect("answered").view {
            View::AuditVerify(view) => view,
            other => panic!("{other:?}"),
        }
    };
    let first = verify(None).await;
    assert!(first.whole && first.lines == 1 && !first.compared);
    let head = first.head.expect("a head");
    assert!(verify(Some(&head)).await.compared);
    let later = head.replacen("1:", "7:", 1);
    let cut = verify(Some(&later)).await;
    assert_eq!(cut.broken.map(|broken| broken.reason), Some("cut"), "a head of later lines than there are");
    let words = ["audit-verify", "--head", "nonsense"];
    let wrong = run(&site, Some(&desk), &Grants::everything(), &words).await;
    assert!(matches!(wrong, Err(CommandError::BadValue { argument: "head", .. })), "{wrong:?}");
}

#[tokio::test]
async fn without_a_store_it_is_said_that_there_is_none() {
    let site = Site::of("three-nodes").await;
    for words in [&["freeze", "x"][..], &["thaw"], &["audit"], &["audit-verify"]] {
        let answer = run(&site, None, &Grants::everything(), words).await;
        assert_eq!(answer.err(), Some(CommandError::NoStore), "{words:?}");
    }
}

#[tokio::test]
async fn freezes_and_the_audit_have_pages_in_every_language() {
    let site = Site::of("three-nodes").await;
    let desk = site.desk().await;
    for words in [&["freeze", "storm"][..], &["audit"], &["audit-verify"], &["thaw"], &["thaw"]] {
        let answer = run(&site, Some(&desk), &Grants::everything(), words).await.expect("answered");
        let pages = Language::ALL.map(|language| {
            let reader = Reader {
                language,
                zone: Zone::utc(),
                now: Timestamp(1_800_000_000),
                several_clusters: false,
                storage_limits: (0.8, 0.9),
            };
            let page = Page::of(&answer, &reader);
            assert!(!page.blocks.is_empty(), "{words:?}");
            page
        });
        assert!(pages[0] != pages[1] && pages[1] != pages[2], "{words:?}");
    }
}
