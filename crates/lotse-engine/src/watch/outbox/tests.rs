use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use lotse_model::Timestamp;
use lotse_store::{Shared, Sqlite};

use super::with;
use crate::{
    fleet::Fleet,
    watch::{
        Alert, Channel, Failed, Message, Notice, NoticeKind, Sent, Told, Watch, WatchSettings,
        book::{self, ALERT, NOTICE, put},
        health,
        sample::{self, guest_off, notice},
    },
};

/// A channel that takes what it is sent unless told otherwise.
#[derive(Debug)]
struct Post {
    name: &'static str,
    took: Mutex<Vec<Message>>,
    fails: Mutex<Option<Failed>>,
    stalls: bool,
}

impl Post {
    fn new(name: &'static str) -> Arc<Self> {
        Arc::new(Self { name, took: Mutex::default(), fails: Mutex::default(), stalls: false })
    }

    fn fail(&self, with: Option<Failed>) {
        *self.fails.lock().unwrap_or_else(PoisonError::into_inner) = with;
    }

    /// The numbers of the notices in each message, and forgets them.
    fn took(&self) -> Vec<Vec<u128>> {
        let mut took = self.took.lock().unwrap_or_else(PoisonError::into_inner);
        took.drain(..).map(|message| message.notices.iter().map(|one| one.id.as_u128()).collect()).collect()
    }
}

#[async_trait]
impl Channel for Post {
    fn name(&self) -> &str {
        self.name
    }

    async fn send(&self, message: &Message) -> Result<Sent, Failed> {
        if self.stalls {
            std::future::pending::<()>().await;
        }
        self.took.lock().unwrap_or_else(PoisonError::into_inner).push(message.clone());
        match self.fails.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            Some(failed) => Err(failed),
            None => Ok(Sent { reference: Some(format!("post-{}", message.id.as_u128())), ..Sent::default() }),
        }
    }
}

fn away() -> Failed {
    Failed::Later { after: None, detail: "connection refused".to_owned() }
}

async fn store() -> Shared {
    Arc::new(Sqlite::in_memory().await.expect("a store"))
}

/// A watch that holds the lease, over these channels.
async fn watch(store: &Shared, channels: &[&Arc<Post>]) -> Watch {
    let places: Vec<_> = channels.iter().map(|post| (post.name, "cluster:*")).collect();
    let channels = channels.iter().map(|post| Arc::clone(post) as Arc<dyn Channel>).collect();
    let watch = Watch::new(WatchSettings::new(Fleet::new([]), Arc::clone(store), sample::settings(&places), channels));
    watch.hold(Timestamp(0)).await.expect("asked");
    watch
}

async fn write(store: &Shared, notices: &[Notice]) {
    let of = |notice: &Notice| put(store, NOTICE, &notice.id.to_string(), notice, 0).expect("JSON");
    let writes: Vec<_> = notices.iter().map(of).collect();
    store.put_documents(&writes, Timestamp(1)).await.expect("written");
}

async fn keep(store: &Shared, alert: &Alert) {
    let write = put(store, ALERT, &alert.id.0.to_string(), alert, 0).expect("JSON");
    store.put_documents(&[write], Timestamp(1)).await.expect("written");
}

fn raised(number: u128, alert: u64, at: i64) -> Notice {
    notice(number, "mail", NoticeKind::Raised, &guest_off(alert, "home/100", &[]), at)
}

#[tokio::test]
async fn what_waits_is_sent_once_in_order_and_the_alert_says_so() {
    let (store, post) = (store().await, Post::new("mail"));
    let watch = watch(&store, &[&post]).await;
    keep(&store, &guest_off(1, "home/100", &[])).await;
    write(&store, &[raised(2, 1, 20), raised(1, 1, 10), raised(3, 9, 30)]).await;
    watch.deliver(Timestamp(40)).await.expect("delivered");
    watch.deliver(Timestamp(50)).await.expect("delivered");
    assert_eq!(post.took(), [[1], [2], [3]]);
    assert_eq!(book::waiting(&store).await, Ok(Vec::new()));
    let told = book::alerts(&store).await.expect("read").remove(0).told;
    let references: Vec<_> = told.iter().map(|told| told.reference.as_deref()).collect();
    assert_eq!(references, [Some("post-1"), Some("post-2")]);
}

#[tokio::test]
async fn a_later_message_knows_what_the_channel_called_the_first_one() {
    let (store, post) = (store().await, Post::new("mail"));
    let watch = watch(&store, &[&post]).await;
    keep(&store, &guest_off(1, "home/100", &[])).await;
    write(&store, &[raised(1, 1, 10), raised(2, 1, 20)]).await;
    watch.deliver(Timestamp(40)).await.expect("delivered");
    let took = post.took.lock().unwrap().clone();
    let known = |message: &Message| message.notices[0].alert.as_ref().map(|alert| alert.told.len());
    assert_eq!(took.iter().map(known).collect::<Vec<_>>(), [Some(0), Some(1)]);
}

#[tokio::test]
async fn a_channel_that_is_away_is_tried_again_ever_less_often_under_the_same_name() {
    let (store, post) = (store().await, Post::new("mail"));
    let watch = watch(&store, &[&post]).await;
    post.fail(Some(away()));
    write(&store, &[raised(1, 1, 0), raised(2, 2, 0)]).await;
    for now in 0..3_000 {
        watch.deliver(Timestamp(now)).await.expect("tried");
    }
    let tries = post.took.lock().unwrap().clone();
    assert!((10..60).contains(&tries.len()), "{} tries in fifty minutes", tries.len());
    let names: BTreeSet<_> = tries.iter().map(|message| message.id).collect();
    assert_eq!(names.len(), 1, "nothing passes what could not be told");
    post.took();
    post.fail(None);
    watch.deliver(Timestamp(3_400)).await.expect("delivered");
    assert_eq!(post.took(), [[1], [2]]);
    assert!(health(&store, Timestamp(3_400)).await.expect("read").channels.is_empty());
}

#[tokio::test]
async fn what_a_channel_missed_for_an_hour_is_one_summary_that_keeps_its_name() {
    let (store, post) = (store().await, Post::new("mail"));
    let first = watch(&store, &[&post]).await;
    post.fail(Some(away()));
    write(&store, &[raised(1, 1, 0), raised(2, 2, 60)]).await;
    first.deliver(Timestamp(4_000)).await.expect("tried");
    // More is written, and the process is another one.
    write(&store, &[raised(3, 3, 4_010)]).await;
    let second = watch(&store, &[&post]).await;
    second.deliver(Timestamp(4_020)).await.expect("tried");
    post.fail(None);
    second.deliver(Timestamp(9_000)).await.expect("delivered");
    assert_eq!(post.took(), [vec![1, 2], vec![1, 2], vec![1, 2], vec![3]]);
    assert_eq!(book::waiting(&store).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_refused_channel_is_tried_rarely_and_is_said() {
    let (store, post) = (store().await, Post::new("mail"));
    let watch = watch(&store, &[&post]).await;
    post.fail(Some(Failed::Refused { detail: "535 authentication failed".to_owned() }));
    write(&store, &[raised(1, 1, 0)]).await;
    for now in (0..3_600).step_by(10) {
        watch.deliver(Timestamp(now)).await.expect("tried");
    }
    assert_eq!(post.took().len(), 4, "every fifteen minutes");
    let health = health(&store, Timestamp(3_600)).await.expect("read");
    let trouble = &health.channels["mail"];
    assert!(trouble.refused && trouble.detail.contains("535") && trouble.since == Timestamp(0));
    assert_eq!((health.waiting, health.oldest), (1, Some(Timestamp(0))));
    post.fail(None);
    watch.replace(sample::settings(&[("mail", "cluster:*")]), vec![Arc::clone(&post) as Arc<dyn Channel>]);
    watch.deliver(Timestamp(3_601)).await.expect("delivered");
    assert_eq!(post.took(), [[1]], "a new configuration is tried at once");
}

#[tokio::test]
async fn who_asks_whether_a_channel_works_waits_for_no_pause() {
    let (store, post) = (store().await, Post::new("mail"));
    let watch = watch(&store, &[&post]).await;
    post.fail(Some(Failed::Refused { detail: "535 authentication failed".to_owned() }));
    write(&store, &[raised(1, 1, 0)]).await;
    watch.deliver(Timestamp(0)).await.expect("tried");
    book::test(&store, "mail", Timestamp(20)).await.expect("written");
    for now in 20..40 {
        watch.deliver(Timestamp(now)).await.expect("tried");
    }
    assert_eq!(post.took(), [[1], [1]], "once when it was asked for, and then it pauses again");
    post.fail(None);
    book::test(&store, "mail", Timestamp(50)).await.expect("written");
    watch.deliver(Timestamp(50)).await.expect("delivered");
    assert_eq!(post.took().len(), 3, "what waited before the tests, and both tests");
    assert_eq!(book::waiting(&store).await, Ok(Vec::new()));
}

#[tokio::test]
async fn a_server_that_wishes_for_a_pause_has_it() {
    let (store, post) = (store().await, Post::new("mail"));
    let watch = watch(&store, &[&post]).await;
    post.fail(Some(Failed::Later { after: Some(Duration::from_secs(90)), detail: "429".to_owned() }));
    write(&store, &[raised(1, 1, 0)]).await;
    for now in 0..90 {
        watch.deliver(Timestamp(now)).await.expect("tried");
    }
    assert_eq!(post.took().len(), 1);
    watch.deliver(Timestamp(90)).await.expect("tried");
    assert_eq!(post.took().len(), 1);
}

#[tokio::test]
async fn a_channel_that_stalls_delays_only_itself() {
    let store = store().await;
    let (stalled, post) =
        (Arc::new(Post { stalls: true, ..Arc::into_inner(Post::new("ntfy")).unwrap() }), Post::new("mail"));
    let watch = watch(&store, &[&stalled, &post]).await;
    let other = Notice { channel: "ntfy".to_owned(), ..raised(1, 1, 0) };
    write(&store, &[other, raised(2, 2, 0)]).await;
    let told = async {
        while book::waiting(&store).await.expect("read").len() > 1 {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        done = watch.deliver(Timestamp(10)) => panic!("it stalls: {done:?}"),
        () = told => {}
    }
    assert_eq!(post.took(), [[2]]);
    let waiting = book::waiting(&store).await.expect("read");
    assert_eq!(
        waiting.iter().map(|notice| notice.channel.as_str()).collect::<Vec<_>>(),
        ["ntfy"],
        "it waits for its own channel"
    );
}

#[tokio::test]
async fn who_does_not_watch_tells_nothing() {
    let (store, post) = (store().await, Post::new("mail"));
    let first = watch(&store, &[&post]).await;
    write(&store, &[raised(1, 1, 0)]).await;
    let settings = WatchSettings {
        process: "another".to_owned(),
        ..WatchSettings::new(
            Fleet::new([]),
            Arc::clone(&store),
            sample::settings(&[]),
            vec![Arc::clone(&post) as Arc<dyn Channel>],
        )
    };
    let second = Watch::new(settings);
    assert!(matches!(second.look(Timestamp(5)).await, Ok(crate::watch::Lease::Theirs(_))));
    second.deliver(Timestamp(5)).await.expect("nothing to do");
    assert!(post.took().is_empty());
    first.release(Timestamp(6)).await.expect("released");
    second.look(Timestamp(7)).await.expect("it watches now");
    second.deliver(Timestamp(7)).await.expect("delivered");
    assert_eq!(post.took(), [[1]]);
}

#[test]
fn of_a_long_alert_the_first_and_the_last_message_are_remembered() {
    let told = |channel: &str, at: i64| Told { channel: channel.to_owned(), at: Timestamp(at), reference: None };
    let mut all = Vec::new();
    for at in 0..100 {
        all = with(&all, &told("mail", at));
        all = with(&all, &told("ntfy", at));
    }
    let kept: Vec<_> = all.iter().map(|told| (told.channel.as_str(), told.at.0)).collect();
    assert_eq!(kept, [("mail", 0), ("ntfy", 0), ("mail", 99), ("ntfy", 99)]);
}
