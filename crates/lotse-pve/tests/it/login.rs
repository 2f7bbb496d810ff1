//! Logging in with a password.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use lotse_pve::{CallError, Params, Read as _, Verb, Write as _, api_path};

use crate::wire::{Act, Node, Request, bare, by_password, by_token, closed, late, ok, raw, soon};

const TICKET: &str =
    r#"{"data":{"username":"me@pve","ticket":"PVE:me@pve:6B0::a+b/c=","CSRFPreventionToken":"6B0:csrf"}}"#;
const COOKIE: &str = "PVEAuthCookie=PVE%3Ame%40pve%3A6B0%3A%3Aa%2Bb%2Fc%3D";

fn is_login(request: &Request) -> bool {
    request.path == "/api2/json/access/ticket"
}

#[tokio::test]
async fn a_ticket_is_fetched_once_and_protects_changes_against_forgery() {
    let node =
        Node::start(|request| if is_login(request) { Act::Send(raw(200, "OK", TICKET)) } else { ok("null") }).await;
    let rest = by_password(vec![node.pinned()], None);
    rest.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap();
    rest.send(Verb::Post, &api_path!("/x"), &Params::new(), soon()).await.unwrap();
    let requests = node.requests();
    assert_eq!(node.calls(), ["POST /api2/json/access/ticket", "GET /api2/json/version", "POST /api2/json/x"]);
    assert_eq!(requests[0].body, "username=me%40pve&password=pass+%26+word");
    assert_eq!(requests[0].header("cookie"), None);
    assert_eq!((requests[1].header("cookie"), requests[1].header("csrfpreventiontoken")), (Some(COOKIE), None));
    assert_eq!(
        (requests[2].header("cookie"), requests[2].header("csrfpreventiontoken")),
        (Some(COOKIE), Some("6B0:csrf"))
    );
}

#[tokio::test]
async fn many_calls_at_once_log_in_once() {
    let node =
        Node::start(|request| if is_login(request) { Act::Send(raw(200, "OK", TICKET)) } else { ok("null") }).await;
    let rest = Arc::new(by_password(vec![node.pinned()], None));
    let calls: Vec<_> = (0..16)
        .map(|_| {
            let rest = Arc::clone(&rest);
            tokio::spawn(async move { rest.get(&api_path!("/version"), &Params::new(), soon()).await.is_ok() })
        })
        .collect();
    for call in calls {
        assert!(call.await.unwrap());
    }
    assert_eq!(node.requests().iter().filter(|request| is_login(request)).count(), 1);
}

#[tokio::test]
async fn a_wrong_password_is_tried_once_for_all_who_wait_and_on_one_node() {
    let body = "{\"data\":null,\"message\":\"authentication failure\\n\"}";
    let node = Node::start(move |_| late(300, Act::Send(raw(401, "authentication failure", body)))).await;
    let other = Node::start(|_| ok("null")).await;
    let rest = Arc::new(by_password(vec![node.pinned(), other.pinned()], None));
    let calls: Vec<_> = (0..8)
        .map(|_| {
            let rest = Arc::clone(&rest);
            tokio::spawn(async move { rest.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap_err() })
        })
        .collect();
    for call in calls {
        let CallError::Refused { user, message, .. } = call.await.unwrap() else { panic!("not refused") };
        assert_eq!((user.as_str(), message.as_str()), ("me@pve", "authentication failure"));
    }
    assert_eq!((node.calls().len(), other.calls().len()), (1, 0));
}

#[tokio::test]
async fn a_login_finds_the_node_that_works() {
    let node =
        Node::start(|request| if is_login(request) { Act::Send(raw(200, "OK", TICKET)) } else { ok("null") }).await;
    let rest = by_password(vec![closed().await, node.pinned()], None);
    rest.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap();
    assert_eq!(node.calls().len(), 2);
}

#[tokio::test]
async fn a_node_that_says_nothing_to_a_login_does_not_keep_the_others_from_it() {
    let silent = Node::start(|_| Act::Silence).await;
    let node =
        Node::start(|request| if is_login(request) { Act::Send(raw(200, "OK", TICKET)) } else { ok("null") }).await;
    let rest = by_password(vec![silent.pinned(), node.pinned()], None);
    rest.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap();
    assert_eq!((silent.calls().len(), node.calls().len()), (1, 2));
}

#[tokio::test]
async fn a_ticket_that_became_void_is_replaced_by_one_new_login() {
    let void = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&void);
    let node = Node::start(move |request| {
        if is_login(request) {
            seen.store(false, Ordering::SeqCst);
            Act::Send(raw(200, "OK", TICKET))
        } else if seen.load(Ordering::SeqCst) {
            bare(401, "Authentication failed!")
        } else {
            ok("null")
        }
    })
    .await;
    let rest = by_password(vec![node.pinned()], None);
    rest.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap();
    void.store(true, Ordering::SeqCst);
    // It was refused before it was carried out, so even a change may be sent again.
    rest.send(Verb::Post, &api_path!("/x"), &Params::new(), soon()).await.unwrap();
    let calls = node.calls();
    assert_eq!(calls[2..], ["POST /api2/json/x", "POST /api2/json/access/ticket", "POST /api2/json/x"]);
}

#[tokio::test]
async fn a_fresh_ticket_that_is_refused_stays_refused() {
    let node = Node::start(|request| {
        if is_login(request) {
            Act::Send(raw(200, "OK", TICKET))
        } else {
            bare(401, "Permission denied - invalid csrf token")
        }
    })
    .await;
    let rest = by_password(vec![node.pinned()], None);
    for expected in [2, 5] {
        let error = rest.send(Verb::Post, &api_path!("/x"), &Params::new(), soon()).await.unwrap_err();
        assert_eq!(error.code(), "E-PVE-REFUSED");
        assert_eq!(node.calls().len(), expected, "the second time the ticket is not fresh, and one login tells");
    }
}

#[tokio::test]
async fn a_second_factor_that_is_demanded_is_said_or_given() {
    let challenge =
        r#"{"data":{"username":"me@pve","NeedTFA":1,"ticket":"PVE:!tfa!x","CSRFPreventionToken":"6B0:csrf"}}"#;
    let steps = Arc::new(AtomicUsize::new(0));
    let script = move |request: &Request| {
        if !is_login(request) {
            ok("null")
        } else if request.body.contains("tfa-challenge=PVE%3A%21tfa%21x&password=totp%3A123456") {
            Act::Send(raw(200, "OK", TICKET))
        } else {
            steps.fetch_add(1, Ordering::SeqCst);
            Act::Send(raw(200, "OK", challenge))
        }
    };
    let node = Node::start(script).await;
    let without = by_password(vec![node.pinned()], None);
    let error = without.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap_err();
    let expected = CallError::NeedTotp { endpoint: node.address.to_string(), user: "me@pve".to_owned() };
    assert_eq!(error, expected);
    let with = by_password(vec![node.pinned()], Some("123456"));
    with.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap();
    assert_eq!(node.requests().last().unwrap().header("cookie"), Some(COOKIE));
}

#[tokio::test]
async fn a_token_that_is_refused_is_sent_once() {
    let node = Node::start(|_| bare(401, "Authentication failed!")).await;
    let rest = by_token(vec![node.pinned()]);
    let error = rest.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap_err();
    let CallError::Refused { user, .. } = error else { panic!("{error:?}") };
    assert_eq!((user.as_str(), node.calls().len()), ("lotse@pve!bot", 1));
}
