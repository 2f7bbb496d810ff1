//! Questions and changes on the simulated cluster, by every way into it: what comes back is what is so there.

use std::{sync::Arc, time::Duration};

use lotse_model::{Bytes, GuestKind, GuestState, HiddenWhy, NodeName, Outcome, Vmid};
use lotse_pve::{
    CallError, Carried, Credentials, Deadline, EndpointSettings, Hands, Params, Pve, Read, Rest, RestSettings, Verb,
    Write, api_path,
    ops::{
        backup_jobs::BackupMode,
        change::Change,
        content::ContentQuery,
        follow::{End, Followed},
        guest_changes::{BackupOptions, CloneOptions, ConfigChange, NewSize},
        guest_config::ConfigOf,
        guest_status::GuestPlace,
        power::Power,
        settle::{Settled, Wanted},
        tasks::TaskQuery,
    },
    tls::Trust,
};
use pvesim::{
    announce::ClusterAnnouncement,
    chaos::{Fault, Spoil},
    options::Options,
    simulator::Simulator,
};

use crate::simulated::{Simulated, WAYS};

/// A deadline that only a hang reaches.
fn soon() -> Deadline {
    Deadline::after(Duration::from_mins(1))
}

async fn simulator(scenario: &str) -> Simulator {
    let options = Options { scenario: scenario.to_owned(), patience: 0.0, ..Options::default() };
    Simulator::start(options).await.unwrap()
}

fn rest(cluster: &ClusterAnnouncement, credentials: Credentials) -> Arc<Rest> {
    let endpoint = |node: &pvesim::announce::NodeAnnouncement| EndpointSettings {
        url: node.url.parse().unwrap(),
        trust: Trust::Pins([node.fingerprint.parse().unwrap()].into()),
        server_name: None,
    };
    let endpoints = cluster.nodes.iter().map(endpoint).collect();
    Arc::new(Rest::new(&RestSettings { endpoints, credentials }).unwrap())
}

/// As root's token, which may do everything.
fn hands(simulator: &Simulator) -> Hands {
    let cluster = &simulator.announcement().first;
    let credentials = Credentials::Token { id: cluster.token_id.clone(), secret: cluster.token.clone().into() };
    Hands::new("home".parse().unwrap(), rest(cluster, credentials))
}

fn as_token(simulator: &Simulator, id: &str) -> Pve {
    let cluster = &simulator.announcement().first;
    let token = cluster.tokens.iter().find(|token| token.token_id == id).expect("a token of the scenario");
    let credentials = Credentials::Token { id: id.to_owned(), secret: token.token.clone().into() };
    Pve::new("home".parse().unwrap(), rest(cluster, credentials) as Arc<dyn Read>)
}

fn as_user(simulator: &Simulator, user: &str) -> Pve {
    let cluster = &simulator.announcement().first;
    let login = cluster.logins.iter().find(|login| login.user == user).expect("a user of the scenario");
    let credentials =
        Credentials::Password { user: user.to_owned(), password: login.password.clone().into(), totp: None };
    Pve::new("home".parse().unwrap(), rest(cluster, credentials) as Arc<dyn Read>)
}

fn node() -> NodeName {
    "pve".parse().unwrap()
}

fn vm(number: u32) -> GuestPlace {
    GuestPlace::new(node(), GuestKind::Vm, Vmid::new(number).unwrap())
}

/// Carries a change out and returns how its task ended.
async fn carry_out(hands: &Hands, change: &Change) -> Followed {
    match hands.carry_out(change, &mut |_| {}, soon()).await.unwrap_or_else(|error| panic!("{change}: {error}")) {
        Carried::Task(followed) => followed,
        other => panic!("{change}: {other:?}"),
    }
}

async fn done(hands: &Hands, change: &Change) {
    let followed = carry_out(hands, change).await;
    assert_eq!(followed.end, End::Finished(Outcome::Ok), "{change}: {:?}", followed.tail);
}

/// Runs `work` while the simulated clock runs ten times as fast.
async fn hurried<F: Future>(simulator: &Simulator, work: F) -> F::Output {
    let hurry = async {
        loop {
            tokio::time::sleep(Duration::from_millis(200)).await;
            simulator.advance(Duration::from_secs(2));
        }
    };
    tokio::select! {
        done = work => done,
        () = hurry => unreachable!("it never ends"),
    }
}

async fn settled(hands: &Hands, place: &GuestPlace, wanted: &Wanted) {
    let settled = hands.eyes().settle(place, wanted, soon()).await;
    assert!(matches!(settled, Settled::Reached(_)), "{wanted:?}: {settled:?}");
}

fn power(place: &GuestPlace, power: Power) -> Change {
    Change::power(place, power).unwrap()
}

const STOP: Power = Power::Stop { overrule_shutdown: false };

#[tokio::test]
async fn everything_of_a_node_is_answered_and_read() {
    let simulator = simulator("single").await;
    let hands = hands(&simulator);
    let pve = hands.eyes();
    let resources = pve.resources(soon()).await.unwrap();
    assert!(resources.is_complete(), "{:?}", resources.hidden);
    assert!(resources.value.guests.len() >= 6 && resources.value.nodes.len() == 1);
    let node = node();
    assert!(pve.version(soon()).await.unwrap().value.release.is_some());
    assert!(pve.cluster_status(soon()).await.unwrap().value.is_stand_alone());
    assert!(pve.node_status(&node, soon()).await.unwrap().value.memory.is_some());
    assert!(pve.permissions(soon()).await.unwrap().value.allows("/vms/100", "VM.PowerMgmt"));
    assert!(!pve.storages_of_node(&node, soon()).await.unwrap().value.is_empty());
    assert!(pve.backup_jobs(soon()).await.unwrap().is_complete());
    assert!(pve.uncovered_guests(soon()).await.unwrap().is_complete());
    assert_eq!(pve.pools(soon()).await.unwrap().value.len(), 2);
    assert!(!pve.certificates(&node, soon()).await.unwrap().value.is_empty());
    assert!(pve.zfs_pools(&node, soon()).await.unwrap().value.is_empty(), "no ZFS is no pools");
    assert_eq!(pve.ceph_status(soon()).await.unwrap().value, None, "no Ceph");
    for guest in &resources.value.guests {
        let place = GuestPlace::from(guest);
        let status = pve.guest_status(&place, soon()).await.unwrap().value;
        assert_eq!((&status.guest.id, &status.guest.name), (&guest.id, &guest.name));
        let config = pve.guest_config(&place, &ConfigOf::Pending, soon()).await.unwrap().value;
        assert_eq!(Some(config.memory), guest.memory.map(|memory| memory.total), "{place:?}");
        assert_eq!(config.name, guest.name);
        assert!(pve.snapshots(&place, soon()).await.unwrap().is_complete());
    }
}

#[tokio::test]
async fn an_auditor_is_told_that_backups_are_hidden_from_it() {
    let simulator = simulator("single").await;
    let (storage, node) = ("backup".parse().unwrap(), node());
    let full = hands(&simulator);
    done(&full, &Change::backup(&vm(103), &backup_to("backup"))).await;
    let all = full.eyes().content(&node, &storage, &ContentQuery::backups(), soon()).await.unwrap();
    assert!(!all.value.is_empty() && all.is_complete());

    let auditor = as_token(&simulator, "alice@pve!audit");
    let seen = auditor.content(&node, &storage, &ContentQuery::backups(), soon()).await.unwrap();
    assert!(seen.value.is_empty() && !seen.is_complete(), "they are there, and not to be seen");
    assert!(matches!(&seen.hidden[0].why, HiddenWhy::Privilege { needs, .. } if needs == &["Datastore.Allocate"]));
    let guests = auditor.resources(soon()).await.unwrap();
    assert!(guests.is_complete() && !guests.value.guests.is_empty(), "{:?}", guests.hidden);
}

fn backup_to(storage: &str) -> BackupOptions {
    BackupOptions {
        storage: storage.parse().unwrap(),
        mode: BackupMode::Stop,
        compress: Some("zstd".into()),
        notes: Some("by a test".into()),
        protected: false,
        prune_older: false,
        keep: None,
    }
}

#[tokio::test]
async fn a_user_without_rights_sees_no_guests_and_knows_why() {
    let simulator = simulator("single").await;
    let nobody = as_user(&simulator, "nobody@pve");
    let seen = nobody.resources(soon()).await.unwrap();
    assert!(seen.value.guests.is_empty());
    let lacks = |wanted: &str| {
        seen.hidden.iter().any(|hidden| matches!(&hidden.why, HiddenWhy::Privilege { path, .. } if path == wanted))
    };
    assert!(lacks("/vms") && lacks("/storage") && lacks("/nodes/pve"), "{:?}", seen.hidden);
    assert!(nobody.permissions(soon()).await.unwrap().value.is_nothing());
    assert!(matches!(nobody.backup_jobs(soon()).await, Err(CallError::Permission { .. })));
    let tasks = nobody.node_tasks(&node(), &TaskQuery::default(), soon()).await.unwrap();
    assert!(tasks.value.is_empty() && !tasks.is_complete());
}

#[tokio::test]
async fn an_operator_of_a_pool_is_told_that_there_may_be_more_guests() {
    let simulator = simulator("single").await;
    let operator = as_user(&simulator, "carol@pve");
    operator.permissions(soon()).await.unwrap();
    let seen = operator.resources(soon()).await.unwrap();
    assert!(!seen.value.guests.is_empty());
    assert!(!seen.is_complete(), "guests outside the pool are hidden");
}

/// Runs `check` by every way in that this machine has.
async fn by_every_way(check: impl AsyncFn(&Hands)) {
    for way in WAYS {
        let mut simulated = Simulated::start("single").await;
        if let Some(wire) = simulated.enter(way) {
            println!("{way:?}");
            check(&Hands::new("home".parse().unwrap(), wire)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_is_started_and_stopped_and_read_back() {
    by_every_way(power_and_back).await;
}

async fn power_and_back(hands: &Hands) {
    let place = vm(101);
    done(hands, &power(&place, STOP)).await;
    done(hands, &power(&place, Power::Start)).await;
    settled(hands, &place, &Wanted::Running).await;
    let again = carry_out(hands, &power(&place, Power::Start)).await;
    assert_eq!(again.end, End::Finished(Outcome::Failed { message: "VM 101 already running".into() }));
    assert!(again.tail.iter().any(|line| line.text.contains("already running")), "{:?}", again.tail);
    done(hands, &power(&place, Power::Pause)).await;
    settled(hands, &place, &Wanted::Paused).await;
    done(hands, &power(&place, Power::Resume)).await;
    settled(hands, &place, &Wanted::Running).await;
    done(hands, &power(&place, STOP)).await;
    settled(hands, &place, &Wanted::Stopped).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_made_changed_snapshotted_rolled_back_and_destroyed() {
    by_every_way(copy_and_destroy).await;
}

async fn copy_and_destroy(hands: &Hands) {
    let pve = hands.eyes();
    let mut copy = CloneOptions::new(Vmid::new(555).unwrap());
    copy.name = Some("copy".into());
    copy.full = true;
    done(hands, &Change::clone_guest(&vm(9000), &copy)).await;
    let place = vm(555);
    let before = pve.guest_config(&place, &ConfigOf::Pending, soon()).await.unwrap().value;
    assert_eq!((before.name.as_deref(), before.template), (Some("copy"), false));

    let (key, disk) = before.data_disks().next().expect("a disk");
    let grown = Bytes(disk.size.unwrap().0 + Bytes::from_gib(1).0);
    done(hands, &Change::resize(&place, key, NewSize::Grow(Bytes::from_gib(1)), None)).await;
    let set = [("memory".to_owned(), "256".to_owned()), ("tags".to_owned(), "b;A".to_owned())].into();
    let change = Change::configure(&place, &ConfigChange { set, ..ConfigChange::default() });
    assert_eq!(hands.carry_out(&change, &mut |_| {}, soon()).await.unwrap(), Carried::Done { answer: None });
    let after = pve.guest_config(&place, &ConfigOf::Pending, soon()).await.unwrap().value;
    assert_eq!((after.disks[key].size, after.memory), (Some(grown), Bytes::from_mib(256)));
    assert_eq!(after.tags, ["a", "b"]);

    done(hands, &Change::snapshot(&place, &"before".parse().unwrap(), Some("a test"), false)).await;
    let snapshots = pve.snapshots(&place, soon()).await.unwrap().value;
    assert_eq!(snapshots.get("before").and_then(|before| before.description.as_deref()), Some("a test"));
    let twice = carry_out(hands, &Change::snapshot(&place, &"before".parse().unwrap(), None, false)).await;
    assert!(matches!(twice.end, End::Finished(Outcome::Failed { .. })), "{:?}", twice.end);
    done(hands, &Change::rollback(&place, "before", false)).await;
    done(hands, &Change::remove_snapshot(&place, "before")).await;
    assert!(pve.snapshots(&place, soon()).await.unwrap().value.list.is_empty());

    done(hands, &Change::destroy(&place, true, false)).await;
    settled(hands, &place, &Wanted::Gone).await;
    assert!(matches!(pve.guest_status(&place, soon()).await, Err(CallError::NotFound { .. })));
}

#[tokio::test]
async fn a_change_with_an_old_digest_is_refused() {
    let simulator = simulator("single").await;
    let hands = hands(&simulator);
    let set = [("memory".to_owned(), "512".to_owned())].into();
    let digest = Some("0".repeat(40));
    let change = Change::configure(&vm(101), &ConfigChange { set, digest, ..ConfigChange::default() });
    let error = hands.carry_out(&change, &mut |_| {}, soon()).await.unwrap_err();
    assert!(error.message().is_some_and(|message| message.contains("checksum")), "{error:?}");
}

#[tokio::test]
async fn a_change_whose_answer_was_cut_off_is_found_and_not_sent_twice() {
    for spoil in [Spoil::ResetAfter, Spoil::HalfBody] {
        let simulator = simulator("single").await;
        let hands = hands(&simulator);
        let place = vm(101);
        // A call before, so that the connection stands.
        hands.eyes().version(soon()).await.unwrap();
        let path = Some("/nodes/pve/qemu/101/status/start".to_owned());
        simulator.site().faults.add(Fault {
            method: Some("POST".into()),
            path,
            times: Some(1),
            ..Fault::always(spoil.clone())
        });
        let followed = carry_out(&hands, &power(&place, Power::Start)).await;
        assert_eq!(followed.end, End::Finished(Outcome::Ok), "{spoil:?}");
        settled(&hands, &place, &Wanted::Running).await;
        let query =
            TaskQuery { running: true, vmid: Some(place.vmid), kind: Some("qmstart".into()), ..TaskQuery::default() };
        let started = hands.eyes().node_tasks(&place.node, &query, soon()).await.unwrap();
        let mine = started
            .value
            .iter()
            .filter(|task| task.upid == followed.upid || task.upid.started >= followed.upid.started);
        assert_eq!(mine.count(), 1, "{spoil:?}: started once");
    }
}

#[tokio::test]
async fn a_guest_under_ha_is_followed_beyond_its_task() {
    let simulator = simulator("single-cluster").await;
    let hands = hands(&simulator);
    let cluster = &simulator.announcement().first;
    let credentials = Credentials::Token { id: cluster.token_id.clone(), secret: cluster.token.clone().into() };
    let wire = rest(cluster, credentials);
    let params: Params = vec![("sid".into(), "vm:101".into()), ("state".into(), "started".into())];
    wire.send(Verb::Post, &api_path!("/cluster/ha/resources"), &params, soon()).await.unwrap();
    let place = vm(101);
    hurried(&simulator, settled(&hands, &place, &Wanted::Running)).await;
    assert!(hands.eyes().guest_status(&place, soon()).await.unwrap().value.is_managed());
    let status = hands.eyes().ha_status(soon()).await.unwrap().value;
    assert!(status.service(place.vmid).is_some(), "{status:?}");

    let stop = carry_out(&hands, &power(&place, STOP)).await;
    assert_eq!((stop.upid.kind.as_str(), stop.end), ("hastop", End::Finished(Outcome::Ok)));
    hurried(&simulator, settled(&hands, &place, &Wanted::Stopped)).await;
    let state = hands.eyes().guest_status(&place, soon()).await.unwrap().value.guest.state;
    assert_eq!(state, GuestState::Stopped);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_given_up_in_the_middle_does_not_block_the_next() {
    by_every_way(async |hands| {
        for round in 0..12 {
            let question = hands.eyes().resources(soon());
            let patience = Duration::from_millis(5 * round);
            let _ = tokio::time::timeout(patience, question).await;
        }
        assert!(!hands.eyes().resources(soon()).await.unwrap().value.guests.is_empty());
    })
    .await;
}
