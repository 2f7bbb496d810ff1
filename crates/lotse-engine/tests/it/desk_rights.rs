//! Who may do what a plan says, on the way through the desk: by tags, pools and nodes as they are at that moment.

use lotse_engine::{
    Asking,
    access::{Access, May, Person, Rule},
    change::{
        consent::Refusal,
        desk::Told,
        error::ChangeError,
        event::{Consent, Dropped},
        operation::Operation,
        state::Stage,
    },
    command::{CommandError, Level},
};
use lotse_model::Guest;
use pvesim::chaos::Action as Chaos;

use super::{
    desk_bench::{Bench, anna, bert, request},
    site::anew,
};

/// Asks as a person whom rules name: level and scope of each.
async fn scoped<T>(
    bench: &Bench,
    person: &Person,
    rules: &[(Level, &str)],
    ask: impl AsyncFnOnce(&Asking<'_>) -> T,
) -> T {
    let rule = |(level, scope): &(Level, &str)| Rule {
        who: vec![person.id.parse().unwrap()],
        may: May::Level(*level),
        scope: vec![scope.parse().unwrap()],
    };
    let grants = Access::new(rules.iter().map(rule).collect()).grants(person);
    bench.ask(person, async |asking| ask(&Asking { grants: &grants, ..asking.clone() }).await).await
}

async fn guest(bench: &Bench, name: &str) -> Guest {
    let list = bench.site.fleet.clusters()[0].resources(anew()).await;
    list.value().unwrap().guests().iter().find(|guest| guest.name.as_deref() == Some(name)).cloned().unwrap()
}

fn is_denied<T>(result: &Result<T, ChangeError>) -> bool {
    matches!(result, Err(ChangeError::Command(CommandError::Denied(_))))
}

fn is_nobody<T>(result: &Result<T, ChangeError>) -> bool {
    matches!(result, Err(ChangeError::Command(CommandError::NotFound { .. })))
}

#[tokio::test]
async fn a_plan_is_made_within_the_scope_and_nowhere_else() {
    let bench = Bench::of("three-nodes").await;
    let (desk, own) = (bench.desk(), guest(&bench, "nextcloud").await);
    let other = guest(&bench, "web").await;
    let scope = format!("guest:{}", own.id);
    let stop = |name: &str| request(Operation::Stop, &[name]);
    let propose = async |level: Level, name: &str| {
        scoped(&bench, &anna(), &[(level, &scope)], async |asking| desk.propose(asking, &stop(name)).await).await
    };
    assert!(propose(Level::Operate, "nextcloud").await.is_ok());
    assert!(is_denied(&propose(Level::Look, "nextcloud").await), "looking is not stopping");
    assert!(
        is_nobody(&propose(Level::Administer, other.name.as_deref().unwrap()).await),
        "who is not seen has no name"
    );
    let resize = request(Operation::Resize { cores: Some(1), memory: None, disk: None, grow: None }, &["nextcloud"]);
    let resized =
        scoped(&bench, &anna(), &[(Level::Operate, &scope)], async |asking| desk.propose(asking, &resize).await).await;
    assert!(is_denied(&resized), "operating is not administering: {resized:?}");
    assert_eq!(bench.writes(), 0);
}

#[tokio::test]
async fn a_copy_wants_the_right_on_where_it_will_be() {
    let bench = Bench::of("three-nodes").await;
    let desk = bench.desk();
    let moved = guest(&bench, "web").await;
    let target = ["pve1", "pve2", "pve3"].into_iter().find(|node| *node != moved.node.as_str()).unwrap();
    let migrate = request(Operation::Migrate { node: target.parse().unwrap(), storage: None }, &["web"]);
    let here = format!("node:home/{}", moved.node);
    let there = format!("node:home/{target}");
    let propose = async |rules: &[(Level, &str)]| {
        scoped(&bench, &anna(), rules, async |asking| desk.propose(asking, &migrate).await).await
    };
    assert!(is_denied(&propose(&[(Level::Administer, &here)]).await), "away, and nobody said where to");
    let both = propose(&[(Level::Administer, &here), (Level::Administer, &there)]).await;
    assert!(!is_denied(&both) && !is_nobody(&both), "{both:?}");
    assert_eq!(bench.writes(), 0);
}

#[tokio::test]
async fn a_right_that_is_gone_between_plan_and_word_counts_no_more() {
    let bench = Bench::of("three-nodes").await;
    let (desk, own) = (bench.desk(), guest(&bench, "nextcloud").await);
    let scope = format!("node:home/{}", own.node);
    let rules = [(Level::Operate, scope.as_str())];
    let stop = request(Operation::Stop, &["nextcloud"]);
    let asked = scoped(&bench, &anna(), &rules, async |asking| desk.propose(asking, &stop).await).await.unwrap().action;
    let narrower = [(Level::Operate, "guest:home/999")];
    let agreed =
        scoped(&bench, &anna(), &narrower, async |asking| desk.agree(asking, asked.id, Consent::Confirmed).await).await;
    assert!(is_denied(&agreed), "{agreed:?}");
    scoped(&bench, &anna(), &rules, async |asking| desk.agree(asking, asked.id, Consent::Confirmed).await)
        .await
        .unwrap();
    let carried =
        scoped(&bench, &anna(), &narrower, async |asking| desk.carry_out(asking, asked.id, &mut |_: Told| ()).await)
            .await;
    assert!(is_denied(&carried), "{carried:?}");
    let ended = desk.action(asked.id).await.unwrap().unwrap();
    assert_eq!(ended.stage, Stage::Dropped(Dropped::NotAllowed));
    assert_eq!(bench.writes(), 0);
}

#[tokio::test]
async fn nobody_may_where_it_cannot_be_seen_what_they_may() {
    let bench = Bench::of("three-nodes").await;
    let (desk, own) = (bench.desk(), guest(&bench, "nextcloud").await);
    let rules = [(Level::Operate, "cluster:home tag:nothing-has-this"), (Level::Look, "cluster:home")];
    let stop = request(Operation::Stop, &["nextcloud"]);
    let asked = scoped(&bench, &anna(), &rules, async |asking| desk.propose(asking, &stop).await).await;
    assert!(is_denied(&asked), "{asked:?}");
    // By its number, on a node that is silent: nobody knows whether it is still the same guest.
    let by_number = format!("guest:{}", own.id);
    bench.site.act(&Chaos::NodeDown { node: own.node.to_string() });
    let asked =
        scoped(&bench, &anna(), &[(Level::Operate, &by_number)], async |asking| desk.propose(asking, &stop).await)
            .await;
    assert!(asked.is_err(), "{asked:?}");
    assert_eq!(bench.writes(), 0);
}

#[tokio::test]
async fn an_administrator_of_everything_that_a_plan_is_about_may_decline_it_and_nobody_else() {
    let bench = Bench::of("three-nodes").await;
    let (desk, own) = (bench.desk(), guest(&bench, "nextcloud").await);
    let one = format!("guest:{}", own.id);
    let asked = async |names: &[&str]| bench.propose(&desk, &request(Operation::Stop, names)).await.unwrap().action;
    let decline = async |rules: &[(Level, &str)], id| {
        scoped(&bench, &bert(), rules, async |asking| desk.decline(asking, id).await).await
    };
    let both = asked(&["nextcloud", "web"]).await;
    for rules in [
        vec![(Level::Operate, "cluster:home")],
        vec![(Level::Administer, one.as_str())],
        vec![(Level::Administer, one.as_str()), (Level::Operate, "cluster:home")],
        Vec::new(),
    ] {
        let declined = decline(&rules, both.id).await;
        assert!(matches!(declined, Err(ChangeError::Refused(Refusal::NotYours))), "{rules:?}: {declined:?}");
    }
    let declined = decline(&[(Level::Administer, "cluster:home")], both.id).await.unwrap();
    assert_eq!(declined.stage, Stage::Dropped(Dropped::Declined { by: bert().id }));
    let single = asked(&["nextcloud"]).await;
    assert!(decline(&[(Level::Administer, one.as_str())], single.id).await.is_ok());
    let own = asked(&["nextcloud"]).await;
    assert!(bench.ask(&anna(), async |asking| desk.decline(asking, own.id).await).await.is_ok(), "who asked, as ever");
    let told = bench.audited().await;
    assert_eq!(told.iter().filter(|what| *what == "dropped").count(), 3, "{told:?}");
    assert!(told.iter().filter(|what| *what == "not-agreed").count() >= 4, "and every refusal: {told:?}");
    assert_eq!(bench.writes(), 0);
}
