//! What is sent, and what is made of the answer.

use std::sync::atomic::{AtomicUsize, Ordering};

use lotse_pve::{CallError, Params, Read as _, Verb, Write as _, api_path};
use serde_json::json;

use crate::wire::{Act, Node, TOKEN, bare, by_token, ok, raw, soon};

fn params(pairs: &[(&'static str, &str)]) -> Params {
    pairs.iter().map(|(name, value)| ((*name).into(), (*value).to_owned())).collect()
}

#[tokio::test]
async fn parameters_stand_where_the_server_takes_them() {
    let node = Node::start(|_| ok("null")).await;
    let rest = by_token(vec![node.pinned()]);
    let sent = params(&[("a", "x y&z"), ("b", "ü"), ("c", "1"), ("c", "2")]);
    let path = api_path!("/nodes/{}/x", "pve1");
    rest.get(&path, &sent, soon()).await.unwrap();
    rest.send(Verb::Delete, &path, &sent, soon()).await.unwrap();
    rest.send(Verb::Post, &path, &sent, soon()).await.unwrap();
    rest.send(Verb::Put, &path, &sent, soon()).await.unwrap();
    rest.send(Verb::Post, &path, &Params::new(), soon()).await.unwrap();
    let text = "a=x+y%26z&b=%C3%BC&c=1&c=2";
    let requests = node.requests();
    let shape = |place: usize| {
        let request = &requests[place];
        (
            format!("{} {}", request.method, request.path),
            request.body.clone(),
            request.header("content-length").map(str::to_owned),
        )
    };
    let base = "/api2/json/nodes/pve1/x";
    assert_eq!(shape(0), (format!("GET {base}?{text}"), String::new(), None));
    assert_eq!(shape(1).0, format!("DELETE {base}?{text}"));
    assert_eq!(shape(1).1, "");
    assert_eq!(shape(2), (format!("POST {base}"), text.to_owned(), Some(text.len().to_string())));
    assert_eq!(shape(3), (format!("PUT {base}"), text.to_owned(), Some(text.len().to_string())));
    assert_eq!(shape(4), (format!("POST {base}"), String::new(), Some("0".to_owned())));
    for request in &requests {
        assert_eq!(request.header("transfer-encoding"), None);
        assert_eq!(request.header("authorization"), Some(format!("PVEAPIToken=lotse@pve!bot={TOKEN}").as_str()));
        assert_eq!(request.header("csrfpreventiontoken"), None);
    }
    assert_eq!(node.connections(), 1, "one connection serves them all");
}

#[tokio::test]
async fn an_answer_says_what_it_rests_on() {
    let node = Node::start(|_| Act::Send(raw(200, "OK", r#"{"data":[{"n":1,"t":"TASK OK"}],"total":1}"#))).await;
    let rest = by_token(vec![node.pinned()]);
    let reply =
        rest.get(&api_path!("/nodes/{}/tasks/{}/log", "pve1", "UPID:x:"), &Params::new(), soon()).await.unwrap();
    assert_eq!(reply.data, json!([{"n": 1, "t": "TASK OK"}]));
    assert_eq!((reply.total, reply.bytes), (Some(1), 42));
    assert_eq!(reply.endpoint, node.address.to_string());
    assert!(reply.as_of.0 > 1_700_000_000);
}

#[tokio::test]
async fn the_text_of_an_error_is_found_in_the_reason_phrase_of_an_old_node() {
    let node = Node::start(|request| {
        if request.path.ends_with("/old") {
            Act::Send(raw(500, "VM is locked (backup)", r#"{"data":null}"#))
        } else {
            bare(500, "storage 'nope' does not exist")
        }
    })
    .await;
    let rest = by_token(vec![node.pinned()]);
    let old = rest.get(&api_path!("/old"), &Params::new(), soon()).await.unwrap_err();
    let expected = CallError::Failed {
        call: "GET /old".to_owned(),
        status: Some(500),
        message: "VM is locked (backup)".to_owned(),
    };
    assert_eq!(old, expected);
    let missing = rest.get(&api_path!("/new"), &Params::new(), soon()).await.unwrap_err();
    assert_eq!((missing.code(), missing.message()), ("E-PVE-NOT-FOUND", Some("storage 'nope' does not exist")));
    assert_eq!(node.calls().len(), 2, "an error of the server is no reason to ask again");
}

#[tokio::test]
async fn each_refused_parameter_keeps_its_text() {
    let body = r#"{"data":null,"message":"Parameter verification failed.\n","errors":{"memory":"invalid format\nmore\n","vmid":"no"}}"#;
    let node = Node::start(move |_| Act::Send(raw(400, "Parameter verification failed.", body))).await;
    let rest = by_token(vec![node.pinned()]);
    let error = rest.send(Verb::Put, &api_path!("/x"), &Params::new(), soon()).await.unwrap_err();
    let CallError::Parameters { errors, .. } = error else { panic!("{error:?}") };
    assert_eq!(json!(errors), json!({"memory": "invalid format\nmore", "vmid": "no"}));
}

#[tokio::test]
async fn a_read_that_broke_off_is_repeated_and_its_half_is_never_taken_for_the_whole() {
    let asked = AtomicUsize::new(0);
    let node = Node::start(move |_| {
        if asked.fetch_add(1, Ordering::SeqCst) == 0 {
            // As many bytes as a whole list, and half of them come.
            Act::HangUp("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"data\":[{\"vmid\":100}".to_owned())
        } else {
            ok("[{\"vmid\":100},{\"vmid\":101}]")
        }
    })
    .await;
    let rest = by_token(vec![node.pinned()]);
    let reply = rest.get(&api_path!("/cluster/resources"), &Params::new(), soon()).await.unwrap();
    assert_eq!(reply.data.as_array().unwrap().len(), 2);
    assert_eq!(node.calls().len(), 2);
}

#[tokio::test]
async fn a_read_that_always_breaks_off_is_given_up_after_a_few_tries() {
    let node = Node::start(|_| Act::HangUp("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{\"da".to_owned())).await;
    let rest = by_token(vec![node.pinned()]);
    let error = rest.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap_err();
    assert_eq!(error.code(), "E-PVE-BROKEN");
    assert_eq!(node.calls().len(), 3);
}

#[tokio::test]
async fn a_change_whose_answer_is_lost_is_uncertain_and_sent_once() {
    for lost in [
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{\"data\":\"UPID",
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>",
    ] {
        let node = Node::start(move |_| Act::HangUp(lost.to_owned())).await;
        let other = Node::start(|_| ok("null")).await;
        let rest = by_token(vec![node.pinned(), other.pinned()]);
        let path = api_path!("/nodes/{}/qemu/{}/status/start", "pve1", 100);
        let error = rest.send(Verb::Post, &path, &Params::new(), soon()).await.unwrap_err();
        assert_eq!(error.code(), "E-PVE-UNCERTAIN", "{lost:?}");
        assert_eq!((node.calls().len(), other.calls().len()), (1, 0), "{lost:?}");
    }
}

#[tokio::test]
async fn a_change_passed_on_to_a_node_that_broke_off_is_uncertain_but_not_when_it_was_never_reached() {
    for (status, reason, code) in [
        (596, "Broken pipe", "E-PVE-UNCERTAIN"),
        (596, "Connection timed out", "E-PVE-UNCERTAIN"),
        (595, "No route to host", "E-PVE-NODE-DOWN"),
        (595, "Connection refused", "E-PVE-NODE-DOWN"),
    ] {
        let node = Node::start(move |_| bare(status, reason)).await;
        let rest = by_token(vec![node.pinned()]);
        let path = api_path!("/nodes/{}/qemu/{}/status/stop", "pve2", 100);
        let error = rest.send(Verb::Post, &path, &Params::new(), soon()).await.unwrap_err();
        assert_eq!((error.code(), node.calls().len()), (code, 1), "{status} {reason}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let other = Node::start(|_| ok("null")).await;
    let place = format!("https://{}/api2/json/version", other.address);
    let node = Node::start(move |_| {
        Act::HangUp(format!("HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\n\r\n"))
    })
    .await;
    let rest = by_token(vec![node.pinned()]);
    let error = rest.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap_err();
    assert_eq!((error.code(), other.connections()), ("E-PVE-BROKEN", 0));
}
