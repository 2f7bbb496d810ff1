//! Trouble on purpose, over the wire it is made for.

use std::time::Duration;

use pvesim::announce::ClusterAnnouncement;
use pvesim::chaos::{Action, CertificateChange, Fault, Reach, Spoil};
use pvesim::options::Options;
use pvesim::simulator::Simulator;
use serde_json::{Value, json};

use crate::client::{Connection, Request, once};

fn get(path: &str) -> Request {
    Request::new("GET", format!("/api2/json{path}"))
}

async fn single() -> (Simulator, ClusterAnnouncement) {
    let simulator = Simulator::start(Options::default().impatient()).await.unwrap();
    let cluster = simulator.announcement().first.clone();
    (simulator, cluster)
}

#[tokio::test]
async fn a_reset_leaves_no_answer_and_the_call_undone() {
    let (simulator, cluster) = single().await;
    simulator.site().faults.add(Fault { times: Some(1), ..Fault::always(Spoil::Reset) });
    let mut connection = Connection::open(&cluster).await;
    assert!(connection.send(&get("/version").token(&cluster)).await.is_err());
    assert_eq!(once(&cluster, &get("/version").token(&cluster)).await.status, 200);
}

#[tokio::test]
async fn a_reset_after_a_write_leaves_it_done() {
    let (simulator, cluster) = single().await;
    simulator.site().faults.add(Fault { times: Some(1), ..Fault::always(Spoil::ResetAfter) });
    let write =
        Request::new("PUT", "/api2/json/nodes/pve/qemu/101/config").token(&cluster).form(&[("description", "done")]);
    assert!(Connection::open(&cluster).await.send(&write).await.is_err());
    let config = once(&cluster, &get("/nodes/pve/qemu/101/config").token(&cluster)).await.json();
    assert_eq!(config["data"]["description"], json!("done"));
}

#[tokio::test]
async fn half_a_body_promises_more_than_it_gives() {
    let (simulator, cluster) = single().await;
    simulator.site().faults.add(Fault { path: Some("/cluster".to_owned()), ..Fault::always(Spoil::HalfBody) });
    let error = Connection::open(&cluster).await.send(&get("/cluster/resources").token(&cluster)).await.unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
    assert_eq!(once(&cluster, &get("/version").token(&cluster)).await.status, 200);
}

#[tokio::test]
async fn latency_and_errors_of_a_proxy_come_as_ordered() {
    let (simulator, cluster) = single().await;
    simulator.site().faults.add(Fault { times: Some(1), ..Fault::always(Spoil::Latency { millis: 400 }) });
    simulator.site().faults.add(Fault { times: Some(1), ..Fault::always(Spoil::Status { status: 596, reason: None }) });
    let begin = tokio::time::Instant::now();
    let answer = once(&cluster, &get("/version").token(&cluster)).await;
    assert!(begin.elapsed() >= Duration::from_millis(400));
    assert_eq!((answer.status, answer.reason.as_str()), (596, "Connection timed out"));
}

#[tokio::test]
async fn expired_tickets_and_revoked_tokens_are_refused() {
    let (simulator, cluster) = single().await;
    let login = [("username", cluster.user.as_str()), ("password", cluster.password.as_str())];
    let answer = once(&cluster, &Request::new("POST", "/api2/json/access/ticket").form(&login)).await;
    let cookie = format!("PVEAuthCookie={}", answer.json()["data"]["ticket"].as_str().unwrap());
    let ask = get("/version").header("Cookie", cookie);
    assert_eq!(once(&cluster, &ask).await.status, 200);
    simulator.act(&Action::ExpireTickets).unwrap();
    assert_eq!(once(&cluster, &ask).await.status, 401);
    assert_eq!(once(&cluster, &get("/version").token(&cluster)).await.status, 200);
    simulator.act(&Action::RevokeToken { token: cluster.token_id.clone() }).unwrap();
    assert_eq!(once(&cluster, &get("/version").token(&cluster)).await.status, 401);
}

#[tokio::test]
async fn a_renewed_certificate_is_reported_and_a_foreign_one_is_not() {
    let (simulator, cluster) = single().await;
    let told = || async {
        once(&cluster, &get("/nodes").token(&cluster)).await.json()["data"][0]["ssl_fingerprint"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(told().await, cluster.fingerprint);
    let node = cluster.node.clone();
    simulator.act(&Action::ChangeCertificate { node: node.clone(), change: CertificateChange::Renewed }).unwrap();
    let renewed = simulator.site().door(&node).unwrap().shown.facts().fingerprint;
    assert_ne!(renewed, cluster.fingerprint);
    assert_eq!(told().await, renewed);
    simulator.act(&Action::ChangeCertificate { node: node.clone(), change: CertificateChange::Foreign }).unwrap();
    assert!(
        Connection::to(&cluster.host, cluster.port, &cluster.ca).await.is_err(),
        "the cluster's authority vouches for it"
    );
}

/// Waits until something is so, for as long as a busy machine may need.
async fn becomes(so: impl AsyncFn() -> bool) {
    for _ in 0..600 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(so().await, "it is still not so");
}

#[tokio::test]
async fn a_node_without_power_refuses_connections_until_it_is_back() {
    let (simulator, cluster) = single().await;
    let node = cluster.node.clone();
    simulator.act(&Action::NodeDown { node: node.clone() }).unwrap();
    let opens = async || Connection::to(&cluster.host, cluster.port, &cluster.ca).await.is_ok();
    becomes(async || !opens().await).await;
    simulator.act(&Action::NodeUp { node }).unwrap();
    becomes(opens).await;
}

#[tokio::test]
async fn a_silent_node_takes_connections_and_says_nothing() {
    let (simulator, cluster) = single().await;
    simulator.act(&Action::Reach { node: cluster.node.clone(), reach: Reach::Silent }).unwrap();
    becomes(async || {
        let connect = Connection::to(&cluster.host, cluster.port, &cluster.ca);
        tokio::time::timeout(Duration::from_millis(500), connect).await.is_err()
    })
    .await;
}

#[tokio::test]
async fn unknown_targets_of_actions_are_named() {
    let (simulator, _) = single().await;
    let error = simulator.act(&Action::NodeDown { node: "nope".to_owned() }).unwrap_err();
    assert_eq!(error.to_string(), "there is no node nope");
    assert!(simulator.act(&Action::Fill { storage: "nope".to_owned(), node: None, share: 0.5 }).is_err());
}

/// A request to the control listener in plain HTTP.
async fn control(url: &str, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let url = url::Url::parse(url).unwrap();
    let address = (url.host_str().unwrap(), url.port().unwrap());
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let query = url.query().unwrap_or_default();
    let head = format!("{method} {path}?{query} HTTP/1.0\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let last = body.trim().lines().last().unwrap_or("null");
    (head.split(' ').nth(1).unwrap().parse().unwrap(), serde_json::from_str(last).unwrap())
}

#[tokio::test]
async fn the_control_listener_counts_spoils_and_moves_the_clock() {
    let simulator = Simulator::start(Options::default().impatient().with_control()).await.unwrap();
    let cluster = simulator.announcement().first.clone();
    let url = simulator.announcement().control_url.clone().unwrap();
    once(&cluster, &get("/version").token(&cluster)).await;
    let (status, counted) = control(&url, "DELETE", "/calls", None).await;
    assert_eq!((status, &counted["https"]["GET /version"]), (200, &json!(1)));
    assert_eq!(control(&url, "GET", "/calls", None).await.1["total"], json!(0));

    let fault = json!({"fault": "status", "status": 502, "reason": "Bad Gateway", "times": 1});
    assert_eq!(control(&url, "POST", "/faults", Some(fault)).await.0, 200);
    assert_eq!(once(&cluster, &get("/version").token(&cluster)).await.status, 502);

    let before = control(&url, "GET", "/state", None).await.1[0]["time"].as_i64().unwrap();
    assert_eq!(control(&url, "POST", "/clock", Some(json!({"advance": 3600}))).await.0, 200);
    let after = control(&url, "GET", "/state", None).await.1[0]["time"].as_i64().unwrap();
    assert!(after - before >= 3600);
    let events = control(&url, "GET", "/events", None).await.1;
    assert_eq!(events.as_array().unwrap().len(), 2);

    let (status, error) = control(&url, "POST", "/actions", Some(json!({"action": "node-down", "node": "nope"}))).await;
    assert_eq!((status, &error["error"]), (404, &json!("there is no node nope")));
    assert_eq!(
        control("http://127.0.0.1:1/?token=x".replace("127.0.0.1:1", &address(&url)).as_str(), "GET", "/state", None)
            .await
            .0,
        401
    );
}

fn address(url: &str) -> String {
    let url = url::Url::parse(url).unwrap();
    format!("{}:{}", url.host_str().unwrap(), url.port().unwrap())
}

#[tokio::test]
async fn the_control_listener_runs_pvesh_as_a_node_would() {
    let simulator = Simulator::start(Options::default().impatient().with_control()).await.unwrap();
    let url = simulator.announcement().control_url.clone().unwrap();
    let order = json!({"argv": ["pvesh", "get", "/nope"]});
    assert_eq!(control(&url, "POST", "/run", Some(order)).await.1, json!({"code": 1}));
    let order = json!({"argv": ["rm", "-rf", "/"]});
    assert_eq!(control(&url, "POST", "/run", Some(order)).await.1, json!({"code": 127}));
}

#[tokio::test]
async fn the_announcement_is_complete_and_for_its_owner_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("announce.json");
    let options = Options { announce: Some(path.clone()), ..Options::default().with_ssh().with_control() };
    let simulator = Simulator::start(options).await.unwrap();
    let text: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    for key in [
        "host",
        "port",
        "url",
        "node",
        "fingerprint",
        "ca",
        "user",
        "password",
        "token_id",
        "token",
        "ssh_host",
        "ssh_port",
        "ssh_user",
        "ssh_password",
        "ssh_host_key",
        "template_vmid",
        "logins",
        "tokens",
        "control_url",
    ] {
        assert!(!text[key].is_null(), "{key} is missing");
    }
    assert_eq!(&pvesim::announce::Announcement::read(&path).unwrap(), simulator.announcement());
    let seconds = text["logins"].as_array().unwrap().iter().find(|login| login["user"] == "tfa@pve").unwrap();
    assert_eq!(seconds["totp"], json!("JBSWY3DPEHPK3PXP"));
    let mode = std::os::unix::fs::MetadataExt::mode(&std::fs::metadata(&path).unwrap());
    assert_eq!(mode & 0o077, 0, "others can read the passwords");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "something was left behind");
    let quiet = Simulator::start(Options::default()).await.unwrap();
    let text = serde_json::to_value(quiet.announcement()).unwrap();
    for key in ["ssh_host", "ssh_port", "ssh_user", "ssh_password", "ssh_host_key"] {
        assert_eq!(text.get(key), Some(&Value::Null), "{key} has to be there, as null");
    }
}

#[tokio::test]
async fn several_clusters_have_each_their_own_entry() {
    let options =
        Options { clusters: Some(2), nodes: Some(2), guests: Some(4), ..Options::scenario("scale").impatient() };
    let simulator = Simulator::start(options).await.unwrap();
    let clusters = &simulator.announcement().clusters;
    assert_eq!(clusters.len(), 2);
    assert_ne!(clusters[0].ca, clusters[1].ca);
    for cluster in clusters {
        assert_eq!(cluster.nodes.len(), 2);
        assert_eq!(once(cluster, &get("/version").token(cluster)).await.status, 200);
    }
    let foreign = get("/version").token(&clusters[0]);
    assert_eq!(once(&clusters[1], &foreign).await.status, 401);
}
