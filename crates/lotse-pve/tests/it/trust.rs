//! Certificates: nothing is sent to who cannot prove who it is.

use lotse_pve::{
    CallError, Distrust, EndpointSettings, Params, Read as _, api_path,
    tls::{Fingerprint, PeerCertificate, Trust, probe_certificate},
};
use rcgen::date_time_ymd;

use crate::wire::{Act, Issuer, Node, by_token, mute, ok, raw, soon};

async fn refusal(endpoint: EndpointSettings) -> Distrust {
    let error = by_token(vec![endpoint]).get(&api_path!("/version"), &Params::new(), soon()).await.unwrap_err();
    let CallError::Untrusted { why, .. } = error else { panic!("{error:?}") };
    why
}

async fn is_let_in(endpoint: EndpointSettings) -> bool {
    by_token(vec![endpoint]).get(&api_path!("/version"), &Params::new(), soon()).await.is_ok()
}

#[tokio::test]
async fn a_changed_certificate_stops_everything_and_both_fingerprints_are_named() {
    let node = Node::start(|_| ok("{}")).await;
    let other = Node::start(|_| ok("{}")).await;
    let old = Fingerprint::of(b"the old one");
    let seen = node.identity.fingerprint();
    let changed = node.trusted_by(Trust::Pins([old].into()));
    assert_eq!(refusal(changed.clone()).await, Distrust::Pin { expected: vec![old], seen });
    let rest = by_token(vec![changed, other.pinned()]);
    let error = rest.get(&api_path!("/version"), &Params::new(), soon()).await.unwrap_err();
    assert_eq!(error.code(), "E-TLS-PIN");
    assert_eq!((node.calls().len(), other.connections()), (0, 0), "no credential left, and no other node was asked");
}

#[tokio::test]
async fn a_certificate_shown_by_someone_without_its_key_is_refused_whatever_the_rule() {
    let issuer = Issuer::new();
    let replayed = issuer.identity(&["127.0.0.1"]).replayed();
    let node = Node::with(replayed, |_| ok("{}")).await;
    for trust in [node.identity.pin(), issuer.trust()] {
        assert_eq!(refusal(node.trusted_by(trust)).await, Distrust::Signature);
    }
    let url = format!("https://{}", node.address).parse().unwrap();
    let error = probe_certificate(&url, soon()).await.unwrap_err();
    assert!(matches!(error, CallError::Untrusted { why: Distrust::Signature, .. }), "{error:?}");
    assert!(node.calls().is_empty());
}

#[tokio::test]
async fn one_of_several_pins_is_enough_while_a_certificate_is_renewed() {
    let node = Node::start(|_| ok("{}")).await;
    let pins = [Fingerprint::of(b"the old one"), node.identity.fingerprint()];
    assert!(is_let_in(node.trusted_by(Trust::Pins(pins.into()))).await);
}

#[tokio::test]
async fn the_clusters_authority_is_believed_for_its_nodes_by_name_and_time() {
    let issuer = Issuer::new();
    let seen;
    {
        let node = Node::with(issuer.identity(&["127.0.0.1", "pve1.example.org"]), |_| ok("{}")).await;
        seen = node.identity.fingerprint();
        assert!(is_let_in(node.trusted_by(issuer.trust())).await);
        assert_eq!(refusal(node.trusted_by(Issuer::new().trust())).await, Distrust::Issuer { seen });
        assert_eq!(refusal(node.trusted_by(Trust::System)).await, Distrust::Issuer { seen });
    }
    let elsewhere = Node::with(issuer.identity(&["pve1.example.org"]), |_| ok("{}")).await;
    let endpoint = elsewhere.trusted_by(issuer.trust());
    let name = "127.0.0.1".to_owned();
    assert_eq!(refusal(endpoint.clone()).await, Distrust::Name { seen: elsewhere.identity.fingerprint(), name });
    assert!(is_let_in(EndpointSettings { server_name: Some("pve1.example.org".to_owned()), ..endpoint.clone() }).await);
    let wrong = EndpointSettings { server_name: Some("pve2.example.org".to_owned()), ..endpoint };
    assert!(matches!(refusal(wrong).await, Distrust::Name { name, .. } if name == "pve2.example.org"));

    let expired = issuer.identity_with(&["127.0.0.1"], |params| params.not_after = date_time_ymd(2020, 1, 1));
    let node = Node::with(expired, |_| ok("{}")).await;
    assert_eq!(refusal(node.trusted_by(issuer.trust())).await, Distrust::Time { seen: node.identity.fingerprint() });
    assert!(elsewhere.calls().len() == 1 && node.calls().is_empty());
}

#[tokio::test]
async fn first_contact_shows_the_certificate_and_sends_nothing() {
    let issuer = Issuer::new();
    let node = Node::with(issuer.identity(&["pve1.example.org", "192.0.2.1"]), |_| ok("{}")).await;
    let url = format!("https://{}", node.address).parse().unwrap();
    let PeerCertificate { fingerprint, subject, issuer, not_after, names, .. } =
        probe_certificate(&url, soon()).await.unwrap();
    assert_eq!(fingerprint, node.identity.fingerprint());
    assert!(subject.unwrap().contains("CN=pve1.example.org"));
    assert!(issuer.unwrap().contains("Proxmox Virtual Environment"));
    assert!(not_after.is_some());
    assert_eq!(names, ["pve1.example.org", "192.0.2.1"]);
    assert!(node.calls().is_empty());
}

#[tokio::test]
async fn first_contact_with_what_speaks_no_tls_or_nothing_is_over_in_time() {
    let (listener, silent) = mute().await;
    let deadline = lotse_pve::Deadline::after(std::time::Duration::from_millis(200));
    let error = probe_certificate(&silent.url, deadline).await.unwrap_err();
    assert_eq!(error.code(), "E-PVE-TIMED-OUT");
    drop(listener);
    let error = probe_certificate(&silent.url, soon()).await.unwrap_err();
    assert_eq!(error.code(), "E-PVE-UNREACHABLE");
}

#[tokio::test]
async fn a_trusted_node_can_report_the_new_certificate_of_another_and_it_is_not_accepted_by_that() {
    let renewed = Node::start(|_| ok("{}")).await;
    let seen = renewed.identity.fingerprint();
    let trusted = Node::start(move |request| match request.path.as_str() {
        "/api2/json/nodes" => Act::Send(raw(200, "OK", &format!(
            "{{\"data\":[{{\"node\":\"pve1\",\"ssl_fingerprint\":\"{}\"}},{{\"node\":\"pve2\",\"ssl_fingerprint\":\"{seen}\"}}]}}",
            Fingerprint::of(b"own")
        ))),
        _ => ok("[]"),
    })
    .await;
    let old = renewed.trusted_by(Trust::Pins([Fingerprint::of(b"old")].into()));
    let rest = by_token(vec![old, trusted.pinned()]);
    let report = rest.reports(seen, soon()).await.unwrap();
    assert_eq!((report.reported_by, report.node.as_str()), (trusted.address.to_string(), "pve2"));
    assert_eq!(rest.reports(Fingerprint::of(b"nobody's"), soon()).await, None);
    assert!(renewed.calls().is_empty());
    let still = rest.get(&api_path!("/version"), &Params::new(), soon()).await;
    assert_eq!(still.unwrap_err().code(), "E-TLS-PIN");
}

#[tokio::test]
async fn a_certificate_of_its_own_is_found_among_those_of_each_node() {
    let seen = Fingerprint::of(b"custom");
    let trusted = Node::start(move |request| match request.path.as_str() {
        "/api2/json/nodes" => ok("[{\"node\":\"pve1\",\"ssl_fingerprint\":null},{\"node\":\"pve2\"}]"),
        "/api2/json/nodes/pve2/certificates/info" => Act::Send(raw(
            200,
            "OK",
            &format!("{{\"data\":[{{\"filename\":\"pveproxy-ssl.pem\",\"fingerprint\":\"{seen}\"}}]}}"),
        )),
        _ => ok("[]"),
    })
    .await;
    let report = by_token(vec![trusted.pinned()]).reports(seen, soon()).await.unwrap();
    assert_eq!(report.node, "pve2");
}

#[tokio::test]
async fn a_login_that_is_refused_is_not_tried_on_the_other_nodes_for_a_report() {
    let refusing = |_: &_| Act::Send(raw(401, "invalid token value!", ""));
    let (one, two) = (Node::start(refusing).await, Node::start(refusing).await);
    let rest = by_token(vec![one.pinned(), two.pinned()]);
    assert_eq!(rest.reports(Fingerprint::of(b"seen"), soon()).await, None);
    assert_eq!(one.calls().len() + two.calls().len(), 1, "one attempt, since each failed one is counted");
}
