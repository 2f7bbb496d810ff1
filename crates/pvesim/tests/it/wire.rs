//! The exact forms of answers, byte by byte, that clients stumble over.

use std::time::{Duration, Instant};

use pvesim::announce::ClusterAnnouncement;
use pvesim::options::Options;
use pvesim::simulator::Simulator;
use serde_json::json;

use crate::client::{Answer, Connection, Request, once};

/// Longer than anything takes that is not stuck, on a busy machine too.
const SOON: Duration = Duration::from_secs(30);

async fn single() -> (Simulator, ClusterAnnouncement) {
    let simulator = Simulator::start(Options::default().impatient()).await.unwrap();
    let cluster = simulator.announcement().first.clone();
    (simulator, cluster)
}

fn get(path: &str) -> Request {
    Request::new("GET", format!("/api2/json{path}"))
}

#[tokio::test]
async fn a_missing_ticket_is_answered_late_and_without_any_body() {
    let simulator = Simulator::start(Options::default()).await.unwrap();
    let cluster = simulator.announcement().first.clone();
    #[expect(clippy::disallowed_methods, reason = "the three seconds are real ones")]
    let begin = Instant::now();
    let mut connection = Connection::open(&cluster).await;
    let answer = connection.send(&get("/version")).await.unwrap();
    assert!(begin.elapsed() >= Duration::from_millis(2900), "after {:?}", begin.elapsed());
    assert_eq!((answer.status, answer.reason.as_str()), (401, "No ticket"));
    assert_eq!((answer.header("Content-Length"), answer.header("Content-Type")), (None, None));
    assert_eq!(answer.all("Connection"), ["close"]);
    assert!(answer.body.is_empty());
    assert!(connection.closes_within(SOON).await);
}

#[tokio::test]
async fn a_wrong_password_is_the_only_401_with_a_body() {
    let (_simulator, cluster) = single().await;
    let request =
        Request::new("POST", "/api2/json/access/ticket").form(&[("username", "root@pam"), ("password", "no")]);
    let answer = once(&cluster, &request).await;
    assert_eq!((answer.status, answer.reason.as_str()), (401, "authentication failure"));
    assert_eq!(answer.json(), json!({"data": null, "message": "authentication failure\n"}));
}

#[tokio::test]
async fn a_ticket_needs_its_cookie_and_for_writes_the_csrf_header() {
    let (_simulator, cluster) = single().await;
    let login = [("username", cluster.user.as_str()), ("password", cluster.password.as_str())];
    let answer = once(&cluster, &Request::new("POST", "/api2/json/access/ticket").form(&login)).await;
    assert_eq!(answer.status, 200);
    let data = answer.json()["data"].clone();
    let cookie = format!("PVEAuthCookie={}", data["ticket"].as_str().unwrap());
    assert_eq!(once(&cluster, &get("/version").header("Cookie", cookie.clone())).await.status, 200);
    let write = Request::new("POST", "/api2/json/nodes/pve/qemu/101/status/start").header("Cookie", cookie);
    let refused = once(&cluster, &write.clone().form(&[])).await;
    assert_eq!((refused.status, refused.reason.as_str()), (401, "Permission denied - invalid csrf token"));
    let csrf = data["CSRFPreventionToken"].as_str().unwrap();
    let taken = once(&cluster, &write.form(&[]).header("CSRFPreventionToken", csrf)).await;
    assert_eq!(taken.status, 200, "{}", taken.reason);
}

#[tokio::test]
async fn the_usual_headers_stand_on_every_answer() {
    let (_simulator, cluster) = single().await;
    let answer = once(&cluster, &get("/version").token(&cluster)).await;
    assert_eq!(answer.header("Server"), Some("pve-api-daemon/3.0"));
    assert_eq!(answer.header("Cache-Control"), Some("max-age=0"));
    assert_eq!(answer.header("Pragma"), Some("no-cache"));
    assert_eq!(answer.header("Content-Type"), Some("application/json;charset=UTF-8"));
    assert_eq!(answer.all("Connection"), ["Keep-Alive"]);
}

#[tokio::test]
async fn what_pvedaemon_answers_carries_two_connection_headers_and_stays_open() {
    let (_simulator, cluster) = single().await;
    let mut connection = Connection::open(&cluster).await;
    let request = get("/nodes/pve/qemu/100/status/current").token(&cluster);
    for _ in 0..3 {
        let answer = connection.send(&request).await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.reason);
        assert_eq!(answer.all("Connection"), ["close", "Keep-Alive"]);
    }
}

#[tokio::test]
async fn another_nodes_part_of_the_api_is_answered_through_any_node_that_reaches_it() {
    let simulator = Simulator::start(Options::scenario("three-nodes").impatient()).await.unwrap();
    let cluster = simulator.announcement().first.clone();
    let (near, far) = (&cluster.nodes[0], &cluster.nodes[1]);
    let request = get(&format!("/nodes/{}/version", far.node)).token(&cluster);
    let answer = once(&cluster, &request).await;
    assert_eq!((answer.status, answer.all("Connection")), (200, vec!["close", "Keep-Alive"]), "through {}", near.node);
    simulator.act(&pvesim::chaos::Action::NodeDown { node: far.node.clone() }).unwrap();
    let answer = once(&cluster, &request).await;
    assert_eq!((answer.status, answer.reason.as_str()), (595, "No route to host"));
    assert!(answer.body.is_empty() && answer.header("Content-Length").is_none());
    assert!(simulator.world().quorate, "two of three are more than half");
    simulator.act(&pvesim::chaos::Action::NodeDown { node: cluster.nodes[2].node.clone() }).unwrap();
    assert!(!simulator.world().quorate, "one of three is not");
}

#[tokio::test]
async fn every_error_closes_the_connection() {
    let (_simulator, cluster) = single().await;
    for path in ["/nope", "/nodes?bogus=1", "/pools/nope"] {
        let mut connection = Connection::open(&cluster).await;
        let answer = connection.send(&get(path).token(&cluster)).await.unwrap();
        assert!(answer.status >= 400, "{path}");
        assert_eq!(answer.all("Connection"), ["close"], "{path}");
        assert!(connection.closes_within(SOON).await, "{path}");
    }
}

#[tokio::test]
async fn an_idle_connection_is_closed_after_five_seconds() {
    let (_simulator, cluster) = single().await;
    let mut connection = Connection::open(&cluster).await;
    assert_eq!(connection.send(&get("/version").token(&cluster)).await.unwrap().status, 200);
    assert!(!connection.closes_within(Duration::from_secs(3)).await, "closed too early");
    assert!(connection.closes_within(SOON).await, "not closed in time");
}

#[tokio::test]
async fn unknown_methods_have_no_body_and_unknown_paths_have_one() {
    let (_simulator, cluster) = single().await;
    for method in ["PATCH", "HEAD", "OPTIONS"] {
        let request = Request::new(method, "/api2/json/version").token(&cluster);
        let answer = once(&cluster, &request).await;
        assert_eq!((answer.status, answer.reason.clone()), (501, format!("method '{method}' not available")));
        assert!(answer.body.is_empty() && answer.header("Content-Length").is_none());
    }
    let answer = once(&cluster, &get("/nope").token(&cluster)).await;
    assert_eq!(answer.json(), json!({"data": null, "message": "Method 'GET /nope' not implemented"}));
}

#[tokio::test]
async fn bodies_are_taken_only_in_the_ways_pveproxy_takes_them() {
    let (_simulator, cluster) = single().await;
    let chunked = Request::new("POST", "/api2/json/nodes/pve/qemu/101/status/start")
        .token(&cluster)
        .header("Transfer-Encoding", "chunked");
    let answer = once(&cluster, &chunked).await;
    assert_eq!((answer.status, answer.reason.as_str()), (501, "chunked transfer encoding not supported"));

    let delete = Request::new("DELETE", "/api2/json/nodes/pve/qemu/999").token(&cluster).form(&[("purge", "1")]);
    let answer = once(&cluster, &delete).await;
    assert_eq!((answer.status, answer.reason.as_str()), (501, "Unexpected content for method 'DELETE'"));
    assert_eq!(answer.body, b"Unexpected content for method 'DELETE'");
    assert_eq!(answer.header("Content-Type"), None);

    let mut text = Request::new("PUT", "/api2/json/nodes/pve/qemu/101/config")
        .token(&cluster)
        .header("Content-Type", "text/plain");
    text.body = Some(b"cores=2".to_vec());
    let answer = once(&cluster, &text).await;
    assert_eq!((answer.status, answer.reason.as_str()), (506, "upload 'Content-Type 'text/plain' not implemented"));
}

#[tokio::test]
async fn expect_continue_is_never_answered_with_100() {
    let (_simulator, cluster) = single().await;
    let mut connection = Connection::open(&cluster).await;
    let head = "POST /api2/json/access/ticket HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: \
         application/x-www-form-urlencoded\r\nContent-Length: 30\r\n\r\n";
    connection.write(head.as_bytes()).await;
    assert!(!connection.closes_within(Duration::from_millis(500)).await, "something came before the body was sent");
    connection.write(b"username=root@pam&password=abc").await;
    assert_eq!(connection.answer("POST").await.unwrap().status, 401);
}

#[tokio::test]
async fn extjs_says_200_and_tells_inside() {
    let (_simulator, cluster) = single().await;
    let answer = once(&cluster, &Request::new("GET", "/api2/extjs/pools/nope").token(&cluster)).await;
    assert_eq!(answer.status, 200);
    let body = answer.json();
    assert_eq!((&body["success"], &body["status"]), (&json!(0), &json!(500)));
    assert_eq!(body["message"], json!("pool 'nope' does not exist\n"));
}

#[tokio::test]
async fn large_answers_are_compressed_when_asked_for() {
    let (_simulator, cluster) = single().await;
    let request = get("/cluster/resources").token(&cluster);
    let plain = once(&cluster, &request).await;
    assert_eq!(plain.header("Content-Encoding"), None);
    let packed = once(&cluster, &request.header("Accept-Encoding", "gzip, deflate")).await;
    assert_eq!(packed.header("Content-Encoding"), Some("gzip"));
    assert!(packed.body.len() < plain.body.len() / 2);
    assert_eq!(packed.body[..2], [0x1f, 0x8b]);
}

#[tokio::test]
async fn keys_come_in_another_order_each_time() {
    let (_simulator, cluster) = single().await;
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for _ in 0..8 {
        let answer: Answer = once(&cluster, &get("/version").token(&cluster)).await;
        seen.push(answer.body);
    }
    seen.sort();
    seen.dedup();
    assert!(seen.len() > 1, "always the same order");
}

#[tokio::test]
async fn paths_outside_the_api_and_unknown_formatters_are_told_in_plain_text() {
    let (_simulator, cluster) = single().await;
    let answer = once(&cluster, &Request::new("GET", "/hello").token(&cluster)).await;
    assert_eq!((answer.status, answer.body.as_slice()), (500, &b"no such file '/hello'\n"[..]));
    let answer = once(&cluster, &Request::new("GET", "/api2/xml/version").token(&cluster)).await;
    assert_eq!((answer.status, answer.reason.as_str()), (501, "no formatter for uri /version, xml"));
}
