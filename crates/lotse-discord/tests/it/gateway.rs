//! The connection to Discord: it comes back, and never storms.

use std::time::Duration;

use discordsim::{
    chaos::{Fault, Limit, Spoil},
    record::Opening,
};
use pvesim::options::Options;

use crate::site::{SOON, Site};

fn quiet() -> Options {
    Options::scenario("three-nodes").impatient()
}

/// Lets the bot try for ten seconds, counts how often it does, and sees that it works once the trouble is over.
async fn not_stormed(trouble: impl FnOnce(&Site)) {
    let mut site = Site::closed(quiet(), |options| options).await;
    trouble(&site);
    site.start();
    tokio::time::sleep(Duration::from_secs(10)).await;
    let connections = site.discord.connections().len();
    assert!((1..=10).contains(&connections), "{connections} connections in ten seconds");
    site.discord.heal();
    site.listens().await;
    site.ask("list", &[]).await;
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_closes_after_hello_is_not_stormed() {
    not_stormed(|site| site.discord.close_after_hello(4000)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_gateway_that_closes_every_session_is_not_stormed() {
    not_stormed(|site| site.discord.close_on_opening(4000)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_ends_is_resumed_and_nothing_is_lost() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    for end in [
        |site: &Site| site.discord.drop_connections(),
        |site: &Site| site.discord.ask_for_reconnect(),
        |site: &Site| {
            site.discord.close_connections(4000);
        },
    ] {
        let before = site.discord.connections().len();
        end(&site);
        let again = tokio::time::timeout(SOON, async {
            while site.discord.connections().iter().filter(|one| one.opening == Opening::Resume && one.open).count()
                == 0
                || site.discord.connections().len() == before
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        again.await.expect("it does not come back with its session");
        site.ask("list", &[]).await;
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_that_nobody_understands_is_skipped() {
    let site = Site::open().await;
    site.discord.send_undecodable_event();
    site.discord.dispatch("SOMETHING_NEW", &serde_json::json!({ "a": [1] }));
    site.ask("list", &[]).await;
    assert_eq!(site.discord.connections().len(), 1);
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_is_invalid_is_opened_anew() {
    let site = Site::open().await;
    site.discord.invalidate_sessions(false);
    let fresh = tokio::time::timeout(SOON, async {
        while site.discord.connections().iter().filter(|one| one.opening == Opening::Identify).count() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    fresh.await.expect("no new session");
    assert!(site.discord.connected(SOON).await);
    site.ask("list", &[]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_zombie_is_left() {
    let mut site = Site::closed(quiet(), |options| options.with_heartbeat(Duration::from_millis(400))).await;
    site.start();
    site.listens().await;
    site.discord.acknowledge_heartbeats(false);
    let left = tokio::time::timeout(SOON, async {
        while site.discord.connections().len() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    });
    left.await.expect("it stays with a gateway that does not answer");
    site.discord.heal();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn codes_that_cannot_pass_end_the_bot_with_a_reason() {
    for code in [4004, 4013, 4014] {
        let mut site = Site::closed(quiet(), |options| options).await;
        site.discord.close_on_opening(code);
        site.start();
        let error = site.ended().await.expect_err("it goes on");
        assert!(!error.to_string().is_empty() && site.discord.connections().len() == 1, "{code}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pages_in_html_lost_answers_silence_and_a_limit_are_outlived_within_the_three_seconds() {
    let site = Site::open().await;
    let limited = Spoil::RateLimited { after: Duration::from_millis(500), scope: Limit::User };
    for spoil in [Spoil::Html(502), Spoil::Html(503), Spoil::LostAnswer, Spoil::HalfBody, Spoil::Hang, limited] {
        site.discord.fault(Fault::once("POST /interactions", spoil.clone()));
        let pressed = site.slash("list", &[]);
        assert!(pressed.acknowledged().await.is_ok(), "not answered after {spoil:?}");
        assert!(pressed.any_message_where(|_| true).await.unwrap().text().contains("web"), "{spoil:?}");
    }
    let late: Vec<_> = site.discord.interactions().into_iter().filter(|one| one.ack.is_none()).collect();
    assert!(late.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn limits_of_the_bot_of_everything_and_of_everybody_are_waited_out() {
    let site = Site::open().await;
    for scope in [Limit::User, Limit::Global, Limit::Shared] {
        for on in ["POST /interactions", "PATCH /webhooks", "GET /webhooks"] {
            let after = Duration::from_millis(400);
            site.discord.fault(Fault::once(on, Spoil::RateLimited { after, scope }));
            let pressed = site.slash("stop", &[crate::site::guest("home/100")]);
            assert!(pressed.acknowledged().await.is_ok(), "not answered after {scope:?} at {on}");
            let has_buttons = |post: &discordsim::post::Post| !post.buttons().is_empty();
            pressed.any_message_where(has_buttons).await.unwrap_or_else(|error| panic!("{scope:?} at {on}: {error}"));
            site.discord.heal();
        }
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn broken_answers_after_the_first_one_lose_nothing() {
    let site = Site::open().await;
    for on in ["PATCH /webhooks", "GET /webhooks", "GET /channels", "POST /webhooks"] {
        for spoil in [Spoil::Html(502), Spoil::LostAnswer, Spoil::HalfBody] {
            site.discord.fault(Fault::once(on, spoil.clone()));
            let pressed = site.slash("stop", &[crate::site::guest("home/100")]);
            let has_buttons = |post: &discordsim::post::Post| !post.buttons().is_empty();
            pressed.any_message_where(has_buttons).await.unwrap_or_else(|error| panic!("{spoil:?} at {on}: {error}"));
            site.discord.heal();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_that_may_be_resumed_is_and_one_that_timed_out_is_opened_anew() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    for end in [
        |site: &Site| site.discord.invalidate_sessions(true),
        |site: &Site| site.discord.close_connections(4009),
        |site: &Site| site.discord.close_connections(4007),
    ] {
        let before = site.discord.connections().len();
        end(&site);
        let back = tokio::time::timeout(SOON, async {
            while site.discord.connections().len() == before {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        });
        back.await.expect("it does not come back");
        assert!(site.discord.connected(SOON).await);
        site.ask("list", &[]).await;
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bot_that_is_invited_later_registers_its_commands_then() {
    let mut site = Site::closed(quiet(), |options| options).await;
    let application = site.discord.world().application;
    let mut own = None;
    site.discord.change(|world| {
        own = world.guilds.get_mut(&site.guild).and_then(|guild| guild.members.shift_remove(&application));
    });
    site.start();
    assert!(site.discord.connected(SOON).await);
    let tried = async {
        while site.discord.counted("GET /applications/{application_id}/guilds") == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(SOON, tried).await.expect("it does not try");
    site.discord.change(|world| {
        let guild = world.guilds.get_mut(&site.guild).expect("a guild");
        guild.members.insert(application, own.take().expect("a member"));
    });
    let guild = serde_json::json!({ "id": site.guild, "name": "Haus", "channels": [], "threads": [] });
    site.discord.dispatch("GUILD_CREATE", &guild);
    assert!(site.discord.registered(site.guild, SOON).await.is_some(), "no commands");
    site.ask("list", &[]).await;
}
