//! A simulated cluster in trouble.

use std::{sync::Arc, time::Duration};

use lotse_pve::{
    CallError, Deadline, Distrust, EndpointState, Params, Pvesh, Read as _, Verb, Write as _, api_path,
    tls::Fingerprint,
};
use lotse_ssh::OpenSsh;
use pvesim::{
    access::totp::Secret,
    chaos::{Action, CertificateChange, Fault, Reach, Spoil},
};

use crate::{simulated::Simulated, wire::soon};

fn nothing() -> Params {
    Params::new()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_token_is_refused_and_sent_once() {
    let simulated = Simulated::start("three-nodes").await;
    let rest = simulated.rest(simulated.pinned());
    rest.get(&api_path!("/version"), &nothing(), soon()).await.unwrap();
    let token = simulated.cluster().token_id.clone();
    simulated.simulator.act(&Action::RevokeToken { token: token.clone() }).unwrap();
    simulated.simulator.site().calls.reset();
    let error = rest.get(&api_path!("/cluster/resources"), &nothing(), soon()).await.unwrap_err();
    let CallError::Refused { user, .. } = error else { panic!("{error:?}") };
    assert_eq!(user, token);
    assert!(simulated.simulator.site().calls.counted().total <= 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_refused_and_reported_by_the_cluster_and_a_foreign_one_is_not() {
    for (change, reported) in [(CertificateChange::Renewed, true), (CertificateChange::Foreign, false)] {
        let simulated = Simulated::start("three-nodes").await;
        let node = simulated.nodes()[0].clone();
        simulated.simulator.act(&Action::ChangeCertificate { node: node.node.clone(), change }).unwrap();
        let rest = simulated.rest(simulated.pinned());
        let error = rest.get(&api_path!("/version"), &nothing(), soon()).await.unwrap_err();
        let CallError::Untrusted { why: Distrust::Pin { expected, seen }, .. } = error else { panic!("{error:?}") };
        assert_eq!(expected, [node.fingerprint.parse::<Fingerprint>().unwrap()]);
        let report = rest.reports(seen, soon()).await;
        assert_eq!(report.map(|report| report.node), reported.then(|| node.node.clone()), "{change:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_renewed_by_the_clusters_authority_is_believed_by_who_trusts_that() {
    let mut simulated = Simulated::start("single").await;
    let wire = simulated.enter(crate::simulated::Way::Token).unwrap();
    let node = simulated.cluster().node.clone();
    let renew = |change| simulated.simulator.act(&Action::ChangeCertificate { node: node.clone(), change }).unwrap();
    renew(CertificateChange::Renewed);
    wire.get(&api_path!("/version"), &nothing(), soon()).await.unwrap();
    renew(CertificateChange::Foreign);
    // Connections that were open are gone with the old certificate, and new ones are checked.
    let error = wire.get(&api_path!("/version"), &nothing(), soon()).await.unwrap_err();
    assert!(matches!(error, CallError::Untrusted { why: Distrust::Issuer { .. }, .. }), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_loses_power_is_replaced_by_the_next_and_its_own_calls_say_so() {
    let simulated = Simulated::start("three-nodes").await;
    let rest = simulated.rest(simulated.pinned());
    let first = simulated.nodes()[0].node.clone();
    let reply = rest.get(&api_path!("/version"), &nothing(), soon()).await.unwrap();
    simulated.simulator.act(&Action::NodeDown { node: first.clone() }).unwrap();
    let other = rest.get(&api_path!("/cluster/resources"), &nothing(), soon()).await.unwrap();
    assert_ne!(other.endpoint, reply.endpoint);
    assert!(matches!(rest.endpoints_health()[0].state, EndpointState::Down { .. }));
    let error = rest.get(&api_path!("/nodes/{}/status", first), &nothing(), soon()).await.unwrap_err();
    let CallError::NodeDown { node, .. } = error else { panic!("{error:?}") };
    assert_eq!(node, Some(first));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hung_node_does_not_hold_up_the_others() {
    let simulated = Simulated::start("three-nodes").await;
    let node = simulated.nodes()[0].node.clone();
    simulated.simulator.act(&Action::Reach { node, reach: Reach::Silent }).unwrap();
    let rest = Arc::new(simulated.rest(simulated.pinned()));
    let deadline = Deadline::after(Duration::from_secs(20));
    let calls: Vec<_> = (0..4)
        .map(|_| {
            let rest = Arc::clone(&rest);
            tokio::spawn(async move { rest.get(&api_path!("/cluster/resources"), &Params::new(), deadline).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let asked = rest.endpoints_health()[0].calls;
    rest.get(&api_path!("/version"), &nothing(), soon()).await.unwrap();
    assert_eq!(rest.endpoints_health()[0].calls, asked, "it is left alone");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_happened_and_whose_answer_was_lost_happened_once() {
    for spoil in [Spoil::ResetAfter, Spoil::HalfBody] {
        let simulated = Simulated::start("three-nodes").await;
        let rest = simulated.rest(simulated.pinned());
        let fault = Fault { method: Some("POST".to_owned()), ..Fault::always(spoil.clone()) };
        simulated.simulator.site().faults.add(fault);
        let pools = api_path!("/pools");
        let sent: Params = vec![("poolid".into(), "contract".to_owned())];
        let error = rest.send(Verb::Post, &pools, &sent, soon()).await.unwrap_err();
        assert_eq!(error.code(), "E-PVE-UNCERTAIN", "{spoil:?}");
        let counted = simulated.simulator.site().calls.counted();
        assert_eq!(counted.https("POST", "/pools"), 1, "{counted:?}");
        let seen = rest.get(&pools, &nothing(), soon()).await.unwrap().data;
        assert!(seen.as_array().unwrap().iter().any(|pool| pool["poolid"] == "contract"), "{spoil:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_survives_what_hits_it_once() {
    for spoil in [Spoil::Reset, Spoil::HalfBody, Spoil::Status { status: 502, reason: None }] {
        let simulated = Simulated::start("three-nodes").await;
        let rest = simulated.rest(simulated.pinned());
        simulated.simulator.site().faults.add(Fault { times: Some(1), ..Fault::always(spoil.clone()) });
        let reply = rest.get(&api_path!("/cluster/resources"), &nothing(), soon()).await;
        assert!(reply.is_ok(), "{spoil:?} {reply:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tickets_that_expire_are_replaced_and_a_second_factor_is_told() {
    let simulated = Simulated::start("single").await;
    let (user, password) = (simulated.cluster().user.clone(), simulated.cluster().password.clone());
    let rest = simulated.login(&user, &password, None);
    rest.get(&api_path!("/version"), &nothing(), soon()).await.unwrap();
    simulated.simulator.act(&Action::ExpireTickets).unwrap();
    rest.get(&api_path!("/version"), &nothing(), soon()).await.unwrap();

    let wrong = simulated.login(&user, "wrong", None);
    let error = wrong.get(&api_path!("/version"), &nothing(), soon()).await.unwrap_err();
    assert_eq!((error.code(), error.message()), ("E-PVE-REFUSED", Some("authentication failure")));

    let login = simulated.cluster().logins.iter().find(|login| login.totp.is_some()).unwrap().clone();
    let without = simulated.login(&login.user, &login.password, None);
    let error = without.get(&api_path!("/version"), &nothing(), soon()).await.unwrap_err();
    assert_eq!(error.code(), "E-PVE-TOTP");
    let secret = login.totp.unwrap();
    let now = simulated.simulator.world().now;
    let code = Secret::from_base32(&secret).unwrap().code_at(now.seconds());
    let with = simulated.login(&login.user, &login.password, Some(code));
    with.get(&api_path!("/version"), &nothing(), soon()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_host_key_stops_pvesh_before_anything_runs() {
    let simulated = Simulated::start("single").await;
    let Some(target) = simulated.ssh_target() else { return };
    simulated.simulator.act(&Action::ChangeHostKey).unwrap();
    let wire = Pvesh::new(Arc::new(OpenSsh::new(target)), false);
    let error = wire.send(Verb::Post, &api_path!("/pools"), &nothing(), soon()).await.unwrap_err();
    let CallError::Untrusted { why: Distrust::HostKeyChanged { expected, seen, .. }, .. } = error else {
        panic!("{error:?}")
    };
    assert!(expected.len() == 1 && seen.is_some_and(|seen| seen != expected[0]));
    assert_eq!(simulated.simulator.site().calls.counted().total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_without_pvesh_is_no_proxmox() {
    let Some(sshd) = crate::sshd::Sshd::start("SetEnv PATH=/usr/bin:/bin") else { return };
    let wire = Pvesh::new(Arc::new(OpenSsh::new(sshd.target())), false);
    let error = wire.get(&api_path!("/version"), &nothing(), soon()).await.unwrap_err();
    assert_eq!(error.code(), "E-PVE-NOT-PROXMOX");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_given_up_at_any_moment_does_no_harm_to_the_next() {
    let simulated = Simulated::start("single").await;
    let Some(target) = simulated.ssh_target() else { return };
    let wire = Pvesh::new(Arc::new(OpenSsh::new(target)), false);
    wire.get(&api_path!("/version"), &nothing(), soon()).await.unwrap();
    for milliseconds in 0..30 {
        let given_up = Deadline::after(Duration::from_millis(milliseconds));
        let _ = wire.get(&api_path!("/cluster/resources"), &nothing(), given_up).await;
        wire.get(&api_path!("/version"), &nothing(), soon()).await.unwrap();
    }
}
