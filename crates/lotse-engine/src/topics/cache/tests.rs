use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::future::join_all;
use lotse_model::{ClusterName, HiddenWhy, NodeName, Seen, Timestamp};
use lotse_pve::{CallError, Deadline};

use super::Topics;
use crate::topics::{Answer, Ask, Key};

const CALL: Duration = Duration::from_millis(200);

fn topics() -> Topics {
    Topics::new(ClusterName::new("home").unwrap())
}

fn in_seconds(seconds: u64) -> Deadline {
    Deadline::after(Duration::from_secs(seconds))
}

/// A server that counts its calls and takes its time.
#[derive(Default, Clone)]
struct Server {
    calls: Arc<AtomicUsize>,
}

impl Server {
    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    async fn ask(&self, topics: &Topics, ask: Ask) -> Answer<usize> {
        topics
            .read(Key::Resources, ask, |_| async {
                let nth = self.calls.fetch_add(1, Ordering::SeqCst) + 1;
                tokio::time::sleep(CALL).await;
                Ok(Seen::whole(nth, Timestamp(1)))
            })
            .await
    }

    async fn ask_refused(&self, topics: &Topics, ask: Ask) -> Answer<usize> {
        topics
            .read(Key::Tasks, ask, |_| async {
                self.calls.fetch_add(1, Ordering::SeqCst);
                tokio::time::sleep(CALL).await;
                Err(CallError::Refused { endpoint: "pve1".into(), user: "bot".into(), message: String::new() })
            })
            .await
    }
}

#[tokio::test(start_paused = true)]
async fn fifty_questions_at_once_are_one_call() {
    let (topics, server) = (topics(), Server::default());
    let answers = join_all((0..50).map(|_| server.ask(&topics, Ask::by(in_seconds(5))))).await;
    assert_eq!(server.calls(), 1);
    assert!(answers.iter().all(|answer| answer.value() == Some(&1)));
}

#[tokio::test(start_paused = true)]
async fn an_answer_serves_until_its_time_to_live_is_over() {
    let (topics, server) = (topics(), Server::default());
    let ttl = Key::Resources.time_to_live();
    server.ask(&topics, Ask::by(in_seconds(5))).await;
    tokio::time::advance(ttl.saturating_sub(Duration::from_secs(1))).await;
    assert_eq!(server.ask(&topics, Ask::by(in_seconds(5))).await.value(), Some(&1));
    tokio::time::advance(Duration::from_secs(2)).await;
    assert_eq!(server.ask(&topics, Ask::by(in_seconds(5))).await.value(), Some(&2));
}

#[tokio::test(start_paused = true)]
async fn a_refresh_is_never_answered_with_a_call_that_began_before_it() {
    let (topics, server) = (topics(), Server::default());
    let early = server.ask(&topics, Ask::by(in_seconds(5)));
    let late = async {
        tokio::time::sleep(CALL / 2).await;
        server.ask(&topics, Ask::afresh(in_seconds(5))).await
    };
    let (early, late) = tokio::join!(early, late);
    assert_eq!((early.value(), late.value()), (Some(&1), Some(&2)));
}

#[tokio::test(start_paused = true)]
async fn those_who_waited_share_a_failure_and_the_next_one_asks_again() {
    let (topics, server) = (topics(), Server::default());
    let answers = join_all((0..50).map(|_| server.ask_refused(&topics, Ask::by(in_seconds(5))))).await;
    assert_eq!(server.calls(), 1);
    assert!(answers.iter().all(|answer| answer.missing[0].why == HiddenWhy::Refused));
    server.ask_refused(&topics, Ask::by(in_seconds(5))).await;
    assert_eq!(server.calls(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_short_deadline_ends_only_its_own_question() {
    let (topics, server) = (topics(), Server::default());
    let hasty = server.ask(&topics, Ask::by(Deadline::after(CALL / 2)));
    let patient = server.ask(&topics, Ask::by(in_seconds(5)));
    let (hasty, patient) = tokio::join!(hasty, patient);
    assert_eq!(hasty.missing[0].why, HiddenWhy::TimedOut);
    assert!(patient.is_whole());
}

#[tokio::test(start_paused = true)]
async fn after_a_refusal_nothing_that_was_stored_is_shown() {
    let (topics, server) = (topics(), Server::default());
    server.ask(&topics, Ask::by(in_seconds(5))).await;
    assert_eq!(topics.list().len(), 1);
    server.ask_refused(&topics, Ask::by(in_seconds(5))).await;
    assert_eq!(topics.list(), []);
    assert!(topics.kept::<usize>(&Key::Resources).await.is_none());
    assert_eq!(server.ask(&topics, Ask::by(in_seconds(5))).await.value(), Some(&3), "read again");
}

#[tokio::test(start_paused = true)]
async fn the_list_says_how_long_an_answer_stays_fresh() {
    let (topics, server) = (topics(), Server::default());
    server.ask(&topics, Ask::by(in_seconds(5))).await;
    let kept = topics.list();
    assert_eq!((kept[0].call.as_str(), kept[0].as_of), ("/cluster/resources", Timestamp(1)));
    assert!(kept[0].fresh_for_seconds > 0);
    tokio::time::advance(Duration::from_hours(1)).await;
    assert_eq!(topics.list()[0].fresh_for_seconds, 0);
    topics.clear();
    assert_eq!(topics.list(), []);
}

#[tokio::test(start_paused = true)]
async fn a_node_that_is_down_is_named() {
    let topics = topics();
    let node = NodeName::new("pve2").unwrap();
    let answer: Answer<usize> = topics
        .read(Key::Clock(node.clone()), Ask::by(in_seconds(5)), |_| async {
            Err(CallError::NodeDown { call: String::new(), node: None, message: String::new() })
        })
        .await;
    let hidden = &answer.missing[0];
    assert_eq!((hidden.node.as_ref(), hidden.what.as_str()), (Some(&node), "/nodes/pve2/time"));
    assert_eq!(hidden.why, HiddenWhy::NodeDown);
}
