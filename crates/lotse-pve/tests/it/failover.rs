//! Several nodes for one cluster.

use std::{sync::Arc, time::Duration};

use lotse_pve::{Deadline, EndpointState, Params, Read as _, Rest, Verb, Write as _, api_path};

use crate::wire::{Act, Node, bare, by_token, closed, late, mute, ok, soon};

async fn version(rest: &Rest) -> Result<String, &'static str> {
    let reply = rest.get(&api_path!("/version"), &Params::new(), soon()).await;
    reply.map(|reply| reply.endpoint).map_err(|error| error.code())
}

#[tokio::test]
async fn a_node_where_nothing_listens_is_asked_once_and_then_left_alone() {
    let node = Node::start(|_| ok("{}")).await;
    let rest = by_token(vec![closed().await, node.pinned()]);
    for _ in 0..5 {
        assert_eq!(version(&rest).await, Ok(node.address.to_string()));
    }
    let health = rest.endpoints_health();
    assert_eq!((health[0].calls, health[0].failures, health[0].last_failure), (1, 1, Some("E-PVE-UNREACHABLE")));
    assert!(matches!(health[0].state, EndpointState::Down { next_try, .. } if next_try > Duration::ZERO), "{health:?}");
    assert_eq!((health[1].calls, health[1].failures, health[1].state), (5, 0, EndpointState::Up));
    assert_eq!(node.connections(), 1);
}

#[tokio::test]
async fn a_node_that_says_nothing_does_not_hold_up_a_read() {
    let (_listener, silent) = mute().await;
    let node = Node::start(|_| ok("{}")).await;
    let rest = by_token(vec![silent, node.pinned()]);
    // The silent one would take all of it.
    let deadline = Deadline::after(Duration::from_secs(20));
    let reply = rest.get(&api_path!("/version"), &Params::new(), deadline).await.unwrap();
    assert_eq!(reply.endpoint, node.address.to_string());
    assert!(matches!(rest.endpoints_health()[0].state, EndpointState::Down { .. }));
    assert_eq!(version(&rest).await, Ok(node.address.to_string()));
    assert_eq!(rest.endpoints_health()[0].calls, 1, "the silent one is not asked again");
}

#[tokio::test]
async fn a_node_that_takes_the_request_and_says_nothing_does_not_hold_up_a_read() {
    let silent = Node::start(|_| Act::Silence).await;
    let node = Node::start(|_| ok("{}")).await;
    let rest = by_token(vec![silent.pinned(), node.pinned()]);
    let deadline = Deadline::after(Duration::from_secs(20));
    let reply = rest.get(&api_path!("/version"), &Params::new(), deadline).await.unwrap();
    assert_eq!(reply.endpoint, node.address.to_string());
    assert_eq!((silent.calls().len(), node.calls().len()), (1, 1));
}

#[tokio::test]
async fn nothing_takes_longer_than_its_deadline() {
    let silent = Node::start(|_| Act::Silence).await;
    let (_listener, mute) = mute().await;
    for (endpoints, verb, code) in [
        (vec![silent.pinned()], None, "E-PVE-TIMED-OUT"),
        (vec![mute.clone()], None, "E-PVE-TIMED-OUT"),
        (vec![silent.pinned()], Some(Verb::Post), "E-PVE-UNCERTAIN"),
    ] {
        let rest = by_token(endpoints);
        let deadline = Deadline::after(Duration::from_millis(300));
        let work = async {
            match verb {
                None => rest.get(&api_path!("/version"), &Params::new(), deadline).await,
                Some(verb) => rest.send(verb, &api_path!("/version"), &Params::new(), deadline).await,
            }
        };
        let result = soon().run(work).await.expect("over long before");
        assert_eq!(result.unwrap_err().code(), code);
    }
    assert_eq!(silent.calls().len(), 2);
}

#[tokio::test]
async fn a_change_goes_to_the_next_node_only_when_nothing_was_sent() {
    let node = Node::start(|_| ok("\"UPID:x:\"")).await;
    let rest = by_token(vec![closed().await, node.pinned()]);
    rest.send(Verb::Post, &api_path!("/x"), &Params::new(), soon()).await.unwrap();
    assert_eq!(node.calls(), ["POST /api2/json/x"]);
}

#[tokio::test]
async fn when_no_node_can_be_reached_the_error_says_so_and_a_later_call_tries_them_all() {
    let (first, second) = (closed().await, closed().await);
    let rest = by_token(vec![first, second]);
    assert_eq!(version(&rest).await, Err("E-PVE-UNREACHABLE"));
    let before: Vec<_> = rest.endpoints_health().iter().map(|health| health.calls).collect();
    assert_eq!(version(&rest).await, Err("E-PVE-UNREACHABLE"));
    for (health, before) in rest.endpoints_health().iter().zip(before) {
        assert!(health.calls > before, "although it is known to be down");
    }
}

#[tokio::test]
async fn a_node_that_is_reported_down_is_believed_after_a_second_opinion() {
    let nodes = [
        Node::start(|_| bare(595, "No route to host")).await,
        Node::start(|_| bare(595, "No route to host")).await,
        Node::start(|_| bare(595, "No route to host")).await,
    ];
    let rest = by_token(nodes.iter().map(Node::pinned).collect());
    let error = rest.get(&api_path!("/nodes/{}/status", "pve9"), &Params::new(), soon()).await.unwrap_err();
    assert_eq!(error.code(), "E-PVE-NODE-DOWN");
    assert_eq!(nodes.iter().map(|node| node.calls().len()).sum::<usize>(), 2);
    assert!(rest.endpoints_health().iter().all(|health| health.failures == 0), "those who report it are not down");
}

#[tokio::test]
async fn a_node_that_sees_what_another_cannot_is_heard() {
    let blind = Node::start(|_| bare(595, "No route to host")).await;
    let seeing = Node::start(|_| ok("{}")).await;
    let rest = by_token(vec![blind.pinned(), seeing.pinned()]);
    let reply = rest.get(&api_path!("/nodes/{}/status", "pve2"), &Params::new(), soon()).await.unwrap();
    assert_eq!(reply.endpoint, seeing.address.to_string());
}

#[tokio::test]
async fn a_refusal_is_not_tried_on_another_node_even_though_it_comes_late() {
    // As late as on a real server.
    let first = Node::start(|_| late(3000, bare(401, "Authentication failed!"))).await;
    let second = Node::start(|_| ok("{}")).await;
    let rest = by_token(vec![first.pinned(), second.pinned()]);
    let deadline = Deadline::after(Duration::from_secs(30));
    let error = rest.get(&api_path!("/version"), &Params::new(), deadline).await.unwrap_err();
    assert_eq!((error.code(), error.message()), ("E-PVE-REFUSED", Some("Authentication failed!")));
    assert_eq!((first.calls().len(), second.calls().len()), (1, 0));
}

#[tokio::test]
async fn a_node_works_on_a_bounded_number_of_calls_at_once() {
    let node = Node::start(|_| late(30, ok("1"))).await;
    let rest = Arc::new(by_token(vec![node.pinned()]));
    let calls: Vec<_> = (0..40)
        .map(|_| {
            let rest = Arc::clone(&rest);
            tokio::spawn(async move { version(&rest).await.is_ok() })
        })
        .collect();
    for call in calls {
        assert!(call.await.unwrap());
    }
    assert_eq!(node.calls().len(), 40);
    assert!(node.most_at_once() <= 8, "{}", node.most_at_once());
    assert!(node.connections() <= 8);
}

#[tokio::test]
async fn a_call_that_is_given_up_frees_its_place() {
    let node = Node::start(|request| if request.path.ends_with("/slow") { Act::Silence } else { ok("{}") }).await;
    let rest = by_token(vec![node.pinned()]);
    for _ in 0..20 {
        let deadline = Deadline::after(Duration::from_millis(20));
        rest.get(&api_path!("/slow"), &Params::new(), deadline).await.unwrap_err();
    }
    assert!(version(&rest).await.is_ok());
    assert_eq!(rest.endpoints_health()[0].running, 0);
}
