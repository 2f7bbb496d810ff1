//! Changes from the slash command to what the simulated cluster then is.

use discordsim::{post::Post, snowflake::Snowflake};
use serde_json::{Value, json};

use crate::site::{SOON, Site, guest};

/// The words of the three ends.
pub(crate) const VERIFIED: &str = "Done, and checked";

/// The plan card of a command that wants to be confirmed.
pub(crate) async fn card(site: &Site, words: &str, given: &[(&str, Value)]) -> Post {
    let pressed = site.slash(words, given);
    pressed
        .any_message_where(|post| post.buttons().iter().any(|button| !button.disabled))
        .await
        .unwrap_or_else(|error| panic!("/{words}: {error}; it says {:?}", said(site)))
}

fn said(site: &Site) -> Vec<String> {
    site.discord.sees(site.anna, site.channel).iter().map(Post::text).collect()
}

/// Presses what a plan wants: a button, or a button and the words in its form.
pub(crate) async fn agree(site: &Site, person: Snowflake, card: &Post, typed: Option<&str>) {
    let person = site.person(person);
    let button = card.button(if typed.is_some() { "Type to confirm" } else { "Approve" });
    let button = button.unwrap_or_else(|| panic!("no such button: {:?} in {}", card.buttons(), card.text()));
    let pressed = person.press(card.id, &button.custom_id).expect("alive");
    if let Some(typed) = typed {
        pressed.modal().await.expect("a form");
        person.submit(&pressed, &[("phrase", typed)]).expect("fits").acknowledged().await.expect("answered");
    } else {
        pressed.acknowledged().await.expect("answered");
    }
}

/// Waits until a message in the channel says how it ended.
pub(crate) async fn ended(site: &Site, after: Snowflake) -> String {
    let over = |post: &Post| {
        let text = post.text();
        post.id >= after && [VERIFIED, "Failed.", "It is not certain"].iter().any(|word| text.contains(word))
    };
    match site.hasten(site.discord.post_where(site.channel, SOON, over)).await {
        Some(post) => post.text(),
        None => panic!("no end: {:?}", said(site)),
    }
}

/// The whole way of a change.
async fn carried(site: &Site, words: &str, given: &[(&str, Value)], typed: Option<&str>) {
    let card = card(site, words, given).await;
    agree(site, site.anna, &card, typed).await;
    let end = ended(site, card.id).await;
    assert!(end.contains(VERIFIED), "/{words} {given:?} ended otherwise: {end}");
    let now = site.discord.post(card.id).unwrap();
    assert!(now.buttons().iter().all(|button| button.disabled), "/{words}: the card can still be pressed");
}

/// A change that nobody has to confirm.
async fn at_once(site: &Site, words: &str, given: &[(&str, Value)]) {
    let pressed = site.slash(words, given);
    let post = pressed.message_within(SOON, |post| {
        let text = post.text();
        [VERIFIED, "Failed.", "It is not certain", "error"].iter().any(|word| text.contains(word))
    });
    let text = site.hasten(post).await.unwrap_or_else(|error| panic!("/{words}: {error}: {:?}", said(site))).text();
    assert!(text.contains(VERIFIED), "/{words} {given:?} ended otherwise: {text}");
}

/// Reboot, shutdown, start and stop of a guest that runs.
async fn power(reference: &str, vmid: u32) {
    let site = Site::open().await;
    assert!(site.is_running(vmid), "the scenario has it running");
    carried(&site, "reboot", &[guest(reference)], None).await;
    assert!(site.is_running(vmid));
    carried(&site, "shutdown", &[guest(reference)], None).await;
    assert!(!site.is_running(vmid));
    at_once(&site, "start", &[guest(reference)]).await;
    assert!(site.is_running(vmid));
    carried(&site, "stop", &[guest(reference)], None).await;
    assert!(!site.is_running(vmid));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_is_started_shut_down_stopped_and_rebooted_and_it_is_so() {
    power("home/100", 100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_container_is_started_shut_down_stopped_and_rebooted_and_it_is_so() {
    power("home/110", 110).await;
}

/// A snapshot from its making to its end; going back wants the name of the guest.
async fn snapshot(reference: &str, vmid: u32, called: &str) {
    let site = Site::open().await;
    let has =
        || site.simulator.world().guests.get(&vmid).is_some_and(|one| one.snapshots.contains_key("before-update"));
    let name = ("name", json!("before-update"));
    at_once(&site, "snapshot create", &[guest(reference), name.clone()]).await;
    assert!(has());
    carried(&site, "snapshot rollback", &[guest(reference), name.clone()], Some(called)).await;
    assert!(has());
    carried(&site, "snapshot delete", &[guest(reference), name], None).await;
    assert!(!has());
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_of_a_machine_is_made_gone_back_to_and_deleted() {
    snapshot("home/100", 100, "web").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_snapshot_of_a_container_is_made_gone_back_to_and_deleted() {
    snapshot("home/114", 114, "wiki").await;
}

/// A guest from its making to its end.
async fn life(template: &str, vmid: u32) {
    let site = Site::open().await;
    let reference = format!("home/{vmid}");
    let given = [("template_id", json!(template)), ("name", json!("neu")), ("new_vmid", json!(vmid))];
    carried(&site, "create", &given, None).await;
    assert!(site.simulator.world().guests.contains_key(&vmid));
    carried(&site, "resize", &[guest(&reference), ("cores", json!(3)), ("memory_mb", json!(3072))], None).await;
    let set = |key: &str| site.simulator.world().guests.get(&vmid)?.config.get(key).map(str::to_owned);
    assert_eq!((set("cores").as_deref(), set("memory").as_deref()), (Some("3"), Some("3072")));
    carried(&site, "delete", &[guest(&reference)], Some("neu")).await;
    assert!(!site.simulator.world().guests.contains_key(&vmid));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_machine_is_cloned_resized_and_deleted() {
    life("home/9000", 9100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_container_is_cloned_resized_and_deleted() {
    life("home/114", 9114).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_changes_once() {
    let site = Site::open().await;
    // What the HA manager does after it was asked has a task of its own.
    let asked_for = || site.simulator.world().tasks.newest_first().filter(|task| task.upid.user.contains('!')).count();
    let before = asked_for();
    let card = card(&site, "stop", &[guest("home/100")]).await;
    let button = card.button("Approve").expect("a button");
    let anna = site.person(site.anna);
    let clicks =
        [anna.press_stale(card.id, &button.custom_id).unwrap(), anna.press_stale(card.id, &button.custom_id).unwrap()];
    for click in &clicks {
        click.acknowledged().await.unwrap();
    }
    assert!(ended(&site, card.id).await.contains(VERIFIED));
    let late = anna.press_stale(card.id, &button.custom_id).unwrap();
    late.any_message_where(Post::is_ephemeral).await.expect("it says that it was used");
    assert_eq!(asked_for() - before, 1, "it was sent more than once");
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panel_starts_once_however_often_it_is_clicked_and_only_for_who_asked() {
    let site = Site::open().await;
    let has_start = |post: &Post| post.button("Start").is_some();
    let panel = site.slash("info", &[guest("home/114")]).message_where(has_start).await.expect("a panel");
    let start = panel.button("Start").expect("a button").custom_id;
    for person in [site.carl, site.ben] {
        let pressed = site.person(person).press(panel.id, &start).unwrap();
        let refused = pressed.any_message_where(Post::is_ephemeral).await.expect("a refusal");
        assert_eq!(refused.only_for, Some(person));
    }
    assert!(!site.is_running(114));
    let before = site.simulator.world().tasks.newest_first().count();
    let anna = site.person(site.anna);
    let clicks = [anna.press_stale(panel.id, &start).unwrap(), anna.press_stale(panel.id, &start).unwrap()];
    for click in &clicks {
        click.acknowledged().await.unwrap();
    }
    assert!(ended(&site, panel.id).await.contains(VERIFIED));
    assert!(site.is_running(114));
    assert_eq!(site.simulator.world().tasks.newest_first().count() - before, 1, "it was sent more than once");
    let spent = |post: &Post| post.id == panel.id && post.buttons().is_empty();
    site.discord.post_where(site.channel, SOON, spent).await.expect("the panel still looks alive");
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_click_of_another_person_is_refused_to_them_alone() {
    let site = Site::open().await;
    let card = card(&site, "stop", &[guest("home/100")]).await;
    for person in [site.carl, site.ben] {
        let pressed = site.person(person).press(card.id, "Approve").unwrap();
        let refused = pressed.any_message_where(Post::is_ephemeral).await.expect("a refusal");
        assert_eq!(refused.only_for, Some(person));
    }
    assert!(site.is_running(100));
    // … and it is still good for whom it was made.
    agree(&site, site.anna, &card, None).await;
    assert!(ended(&site, card.id).await.contains(VERIFIED));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_typed_otherwise_deletes_nothing() {
    let site = Site::open().await;
    let card = card(&site, "delete", &[guest("home/120")]).await;
    let anna = site.person(site.anna);
    for typed in ["home", "BUILD2", "delete"] {
        let pressed = anna.press(card.id, "Type to confirm").unwrap();
        pressed.modal().await.unwrap();
        let sent = anna.submit(&pressed, &[("phrase", typed)]).unwrap();
        sent.any_message_where(Post::is_ephemeral).await.expect("a refusal");
    }
    assert!(site.simulator.world().guests.contains_key(&120));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_is_alive_or_visibly_dead_after_a_restart() {
    let mut site = Site::open().await;
    let card = card(&site, "stop", &[guest("home/100")]).await;
    site.kill().await;
    site.start();
    assert!(site.discord.connected(SOON).await);
    let pressed = site.person(site.anna).press_stale(card.id, &card.button("Approve").unwrap().custom_id).unwrap();
    pressed.acknowledged().await.expect("the bot answers");
    let alive = ended(&site, card.id);
    let dead = pressed.any_message_where(Post::is_ephemeral);
    tokio::select! {
        end = alive => assert!(end.contains(VERIFIED) && !site.is_running(100)),
        said = dead => {
            said.expect("a word");
            assert!(site.is_running(100));
            assert!(site.discord.post(card.id).unwrap().buttons().iter().all(|button| button.disabled));
        }
    }
    site.fine();
}

/// A bot whose plans wait for a second only.
async fn hurried() -> Site {
    let options = pvesim::options::Options::scenario("three-nodes").impatient();
    let mut site = Site::closed(options, |options| options).await;
    site.policy.expires = lotse_model::Seconds(1);
    site.start();
    site.listens().await;
    site
}

/// Waits until nothing on a card can be pressed.
async fn dies(site: &Site, card: &Post) {
    let dead = |post: &Post| post.id == card.id && post.buttons().iter().all(|button| button.disabled);
    let shown = site.discord.post_where(site.channel, SOON, dead).await;
    let shown = shown.unwrap_or_else(|| panic!("it still looks alive: {:?}", said(site)));
    assert!(shown.text().contains("web"), "it no longer says what it was: {}", shown.text());
    assert!(shown.text() != card.text(), "it does not say that it is dead: {}", shown.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_card_is_dead_and_shows_it_when_it_is_pressed() {
    let site = hurried().await;
    let card = card(&site, "stop", &[guest("home/100")]).await;
    let button = card.button("Approve").expect("a button");
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let pressed = site.person(site.anna).press_stale(card.id, &button.custom_id).unwrap();
    let refused = pressed.any_message_where(Post::is_ephemeral).await.expect("a refusal");
    assert_eq!(refused.only_for, Some(site.anna));
    dies(&site, &card).await;
    assert!(site.is_running(100));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_expired_card_shows_it_though_nobody_presses_it() {
    let site = hurried().await;
    let pressed = site.slash("stop", &[guest("home/100")]);
    let card = pressed.any_message_where(|post| !post.buttons().is_empty() || post.edited.is_some()).await.unwrap();
    let dead = |post: &Post| post.id == card.id && post.buttons().iter().all(|button| button.disabled);
    site.discord.post_where(site.channel, SOON, dead).await.expect("it still looks alive");
    assert!(site.is_running(100));
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_card_that_expires_while_the_bot_is_away_is_dead_when_it_is_back() {
    let mut site = hurried().await;
    let card = card(&site, "stop", &[guest("home/100")]).await;
    site.kill().await;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    site.start();
    dies(&site, &card).await;
    assert!(site.is_running(100));
    site.fine();
}
