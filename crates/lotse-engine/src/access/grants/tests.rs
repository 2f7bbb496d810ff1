use std::collections::BTreeSet;

use lotse_model::{ClusterName, Guest};

use super::{Grant, Grants, Target};
use crate::{
    access::May,
    command::{Argument, Command, CommandError, Does, Level, Reach, find},
    inventory::sample::named,
};

const OPERATE: Command = command("stop", Level::Operate);
const ADMINISTER: Command = command("create", Level::Administer);

const fn command(name: &'static str, level: Level) -> Command {
    const NONE: &[Argument] = &[];
    Command {
        name,
        arguments: NONE,
        level,
        reach: Reach::Everywhere,
        does: Does::Change(|_| Err(CommandError::Cancelled)),
    }
}

fn guest(reference: &str, pool: Option<&str>, tags: &[&str]) -> Guest {
    Guest {
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        pool: pool.map(|pool| pool.parse().unwrap()),
        ..named(reference, "secret")
    }
}

fn grants(rules: &[(Level, &[&str])]) -> Grants {
    let rules = rules.iter().map(|(level, scope)| Grant {
        may: May::Level(*level),
        scope: scope.iter().map(|entry| entry.parse().unwrap()).collect(),
    });
    Grants::of(vec!["discord-user:1".to_owned()], rules.collect())
}

#[test]
fn who_may_look_at_one_guest_and_operate_another_may_do_no_more() {
    let mine = grants(&[(Level::Look, &["cluster:home tag:web"]), (Level::Operate, &["cluster:home tag:db"])]);
    let (web, db) = (guest("home/100", None, &["web"]), guest("home/101", None, &["db"]));
    assert!(mine.sees(&web) && mine.sees(&db));
    assert!(mine.allows(&OPERATE, &db).is_ok());
    let denied = mine.allows(&OPERATE, &web).unwrap_err();
    assert_eq!(denied.scope.as_deref(), Some("guest:home/100"));
    assert_eq!((denied.command, denied.needs), ("stop", Level::Operate));
    assert_eq!(denied.who, ["discord-user:1"]);
    assert_eq!(denied.ceiling, None);
}

#[test]
fn a_refusal_names_nothing_outside_the_scope() {
    let mine = grants(&[(Level::Operate, &["cluster:home tag:db"])]);
    let denied = mine.allows(&OPERATE, &guest("home/100", None, &["web"])).unwrap_err();
    assert_eq!(denied.scope, None);
}

#[test]
fn a_read_looks_only_at_what_its_own_rules_name() {
    let list = find("list").unwrap();
    let named = Grant { may: May::Commands(vec!["info"]), scope: vec!["cluster:home".parse().unwrap()] };
    let mine = Grants::of(Vec::new(), vec![named]);
    assert!(!mine.allows_anywhere(list));
    assert!(mine.allows_anywhere(find("info").unwrap()));
    assert!(mine.allows_anywhere(find("help").unwrap()) && mine.allows_anywhere(find("whoami").unwrap()));
    assert!(!Grants::nothing().allows_anywhere(find("help").unwrap()));
}

#[test]
fn a_ceiling_binds_even_who_may_everything_and_says_that_no_rule_helps() {
    let web = guest("home/100", None, &[]);
    let capped = Grants::everything().ceiling(Level::Operate);
    assert!(capped.allows(&OPERATE, &web).is_ok());
    assert!(capped.sees_everything());
    let denied = capped.allows(&ADMINISTER, &web).unwrap_err();
    assert_eq!(denied.ceiling, Some(Level::Operate));
    let mine = grants(&[(Level::Look, &["cluster:home"])]).ceiling(Level::Operate);
    assert_eq!(mine.allows(&OPERATE, &web).unwrap_err().ceiling, None, "a rule would help here");
    assert!(capped.ceiling(Level::Administer).allows(&ADMINISTER, &web).is_err(), "a ceiling is never raised");
}

#[test]
fn a_copy_wants_the_right_on_its_template_and_on_where_it_will_be() {
    let mine = grants(&[(Level::Administer, &["pool:home/web", "guest:home/9000"])]);
    let template = guest("home/9000", None, &[]);
    let inside = guest("home/105", Some("web/shop"), &[]);
    let outside = guest("home/105", Some("prod"), &[]);
    let target = |guest| Target { guest, storage: None };
    assert!(mine.allows_create(&ADMINISTER, &template, target(&inside)).is_ok());
    let denied = mine.allows_create(&ADMINISTER, &template, target(&outside)).unwrap_err();
    assert_eq!(denied.scope.as_deref(), Some("pool:home/prod"));
    assert!(mine.allows_create(&ADMINISTER, &guest("home/9001", None, &[]), target(&inside)).is_err());
}

#[test]
fn a_storage_that_is_named_wants_a_right_of_its_own() {
    let ceph = "ceph".parse().unwrap();
    let (template, copy) = (guest("home/100", Some("web"), &[]), guest("home/105", Some("web"), &[]));
    let target = Target { guest: &copy, storage: Some(&ceph) };
    let narrow = grants(&[(Level::Administer, &["pool:home/web"])]);
    let denied = narrow.allows_create(&ADMINISTER, &template, target).unwrap_err();
    assert_eq!(denied.scope.as_deref(), Some("storage:home/ceph"));
    let wide = grants(&[(Level::Administer, &["pool:home/web", "storage:home/ceph"])]);
    assert!(wide.allows_create(&ADMINISTER, &template, target).is_ok());
}

#[test]
fn a_guest_is_not_moved_out_of_the_scope() {
    let mine = grants(&[(Level::Administer, &["node:home/pve1"])]);
    let here = guest("home/100", None, &[]);
    let there = Guest { node: "pve2".parse().unwrap(), ..here.clone() };
    let target = |guest| Target { guest, storage: None };
    assert!(mine.allows_move(&ADMINISTER, &here, target(&there)).is_err());
    assert!(mine.allows_move(&ADMINISTER, &here, target(&here)).is_ok());
}

#[test]
fn what_is_of_a_whole_cluster_wants_the_whole_cluster() {
    let (home, lab): (ClusterName, ClusterName) = ("home".parse().unwrap(), "lab".parse().unwrap());
    let mine = grants(&[(Level::Administer, &["cluster:home", "cluster:lab tag:web"])]);
    assert!(mine.allows_cluster(&ADMINISTER, &home).is_ok());
    assert_eq!(mine.allows_cluster(&ADMINISTER, &lab).unwrap_err().scope.as_deref(), Some("cluster:lab"));
    assert_eq!(mine.allows_fleet(&ADMINISTER).unwrap_err().scope.as_deref(), Some("cluster:*"));
    assert!(mine.touches(&lab) && !mine.sees_cluster(&lab));
}

#[test]
fn a_rule_that_dangles_grants_nothing() {
    let mine = grants(&[(Level::Operate, &["guest:home/100", "guest:home/101"])]);
    assert_eq!(mine.named_guests().count(), 2);
    let left = mine.without(&BTreeSet::from(["home/100".parse().unwrap()]));
    assert!(!left.sees(&guest("home/100", None, &[])));
    assert!(left.sees(&guest("home/101", None, &[])));
    assert!(left.without(&BTreeSet::from(["home/101".parse().unwrap()])).is_nothing());
}
