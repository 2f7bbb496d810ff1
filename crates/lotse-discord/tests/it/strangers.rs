//! Who has no role, or is in the wrong place, sees and can do nothing.

use discordsim::post::Post;
use serde_json::json;

use crate::site::{Site, guest};

/// Names that only the cluster knows.
const NAMES: [&str; 6] = ["web", "nextcloud", "minecraft", "homeassistant", "pve1", "home/"];

fn tells_nothing(post: &Post) {
    let text = post.text();
    assert!(post.is_ephemeral(), "others see it: {text}");
    for name in NAMES {
        assert!(!text.contains(name), "{name} is told: {text}");
    }
    assert!(post.buttons().is_empty() && post.attachments.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_without_a_role_sees_nothing_completion_included() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    let ben = site.person(site.ben);
    for (words, given) in [
        ("list", vec![]),
        ("nodes", vec![]),
        ("problems", vec![]),
        ("info", vec![guest("100")]),
        ("graph", vec![guest("100")]),
        ("start", vec![guest("103")]),
        ("delete", vec![guest("105")]),
        ("ask", vec![("question", json!("which machines are there?"))]),
        ("ask", vec![("question", json!("stop minecraft"))]),
    ] {
        let post =
            ben.slash(words, &given).unwrap().message().await.unwrap_or_else(|error| panic!("/{words}: {error}"));
        // What was typed may be repeated; nothing else may be there.
        let mut post = post;
        post.embeds.iter_mut().for_each(|embed| {
            if let Some(text) = embed["description"].as_str() {
                embed["description"] = json!(text.replace("minecraft", ""));
            }
        });
        tells_nothing(&post);
    }
    for (words, option) in [("info", "vmid"), ("create", "template_id"), ("start", "vmid")] {
        let choices = ben.complete(words, &[], option, "").unwrap().choices().await.unwrap();
        assert!(choices.is_empty(), "/{words}: {choices:?}");
    }
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_role_that_is_taken_away_is_gone_at_the_next_press() {
    let site = Site::open().await;
    let card = site.ask("stop", &[guest("home/100")]).await;
    site.discord.change(|world| world.join(site.guild, site.anna, &[]));
    let button = card.buttons().into_iter().next().expect("a button");
    let pressed = site.person(site.anna).press(card.id, &button.custom_id).unwrap();
    pressed.acknowledged().await.unwrap();
    let refused = pressed.any_message_where(Post::is_ephemeral).await;
    assert!(refused.is_ok(), "nothing was said");
    assert!(site.is_running(100));
    let choices = site.person(site.anna).complete("info", &[], "vmid", "").unwrap().choices().await.unwrap();
    assert!(choices.is_empty());
    site.fine();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn outside_of_the_category_and_in_direct_messages_there_is_nothing() {
    let site = Site::open().await;
    site.ask("list", &[]).await;
    let outside = site.discord.person(site.anna, site.elsewhere);
    for person in [outside.clone(), outside.in_a_direct_message()] {
        tells_nothing(&person.slash("list", &[]).unwrap().message().await.unwrap());
        let choices = person.complete("info", &[], "vmid", "").unwrap().choices().await.unwrap();
        assert!(choices.is_empty());
    }
    // A thread belongs to its channel.
    let thread = site.discord.person(site.anna, site.thread);
    assert!(thread.slash("list", &[]).unwrap().message().await.unwrap().text().contains("web"));
    site.fine();
}
