//! What the calls on users, tokens and lists promise.

use serde_json::json;

use crate::api::Method::{Delete, Get, Post, Put};
use crate::api::bench::{Bench, entry};
use crate::api::{Answer, Caller};

const PASSWORD: [(&str, &str); 2] = [("userid", "dave@pve"), ("password", "correct horse")];

#[test]
fn a_new_user_logs_in_with_its_password_until_it_is_changed() {
    let mut bench = Bench::of("single");
    bench.data(Post, "/access/users", &PASSWORD);
    assert_eq!(
        bench.refusal(Post, "/access/users", &PASSWORD).reason,
        "create user failed: user 'dave@pve' already exists"
    );
    let mut login = |password: &str| {
        bench.caller = Caller::Nobody;
        let answer = bench.call(Post, "/access/ticket", &[("username", "dave@pve"), ("password", password)]);
        bench.caller = Caller::Root;
        bench.data(Put, "/access/password", &[("userid", "dave@pve"), ("password", "battery staple")]);
        answer
    };
    assert!(
        matches!(login("correct horse"), Answer::Data(data) if data["ticket"].as_str().unwrap().starts_with("PVE:dave@pve:"))
    );
    let Answer::Error(failure) = login("correct horse") else { panic!("the old password works") };
    assert_eq!((failure.status, failure.reason.as_str(), failure.body), (401, "authentication failure", true));
    assert!(failure.delay.as_secs() == 3);
    assert!(matches!(login("battery staple"), Answer::Data(_)));
}

#[test]
fn a_new_token_shows_its_secret_once_and_holds_nothing_until_it_is_granted() {
    let mut bench = Bench::of("single");
    let made = bench.data(Post, "/access/users/alice@pve/token/new", &[("comment", "c")]);
    assert_eq!(made["full-tokenid"], "alice@pve!new");
    assert_eq!(made["info"], json!({"privsep": 1, "comment": "c"}));
    let secret = made["value"].as_str().unwrap().to_owned();
    assert!(bench.world.access.is_token_good("alice@pve!new", &secret, bench.world.now.seconds()));
    assert!(bench.get("/access/users/alice@pve/token/new").get("value").is_none());
    let mut bench = bench.with_token("alice@pve", "new");
    assert_eq!(bench.get("/access/permissions"), json!({}));
    bench.caller = Caller::Root;
    bench.data(Put, "/access/acl", &[("path", "/vms/100"), ("tokens", "alice@pve!new"), ("roles", "PVEVMUser")]);
    let mut bench = bench.with_token("alice@pve", "new");
    assert!(bench.get("/access/permissions")["/vms/100"].get("VM.PowerMgmt").is_some());
}

#[test]
fn updating_a_token_answers_with_what_was_given_as_it_was_given() {
    let mut bench = Bench::of("single");
    let info = bench.data(Put, "/access/users/alice@pve/token/sep", &[("privsep", "0")]);
    assert_eq!(info, json!({"privsep": "0", "expire": 0, "comment": "no acl"}));
}

#[test]
fn a_token_cannot_change_passwords_whatever_it_may() {
    let mut bench = Bench::of("single").with_token("root@pam", "full");
    let refusal = bench.refusal(Put, "/access/password", &[("userid", "alice@pve"), ("password", "xxxxxxxx1")]);
    assert_eq!(refusal.status, 403);
    assert!(refusal.reason.contains("need proper ticket"), "{}", refusal.reason);
}

#[test]
fn removing_a_user_removes_its_tokens_entries_and_memberships() {
    let mut bench = Bench::of("single");
    bench.data(Delete, "/access/users/alice@pve", &[]);
    let acl = bench.get("/access/acl");
    assert!(acl.as_array().unwrap().iter().all(|entry| !entry["ugid"].as_str().unwrap().starts_with("alice@pve")));
    assert_eq!(bench.refusal(Get, "/access/users/alice@pve", &[]).reason, "no such user ('alice@pve')");
    assert!(bench.data(Delete, "/access/users/alice@pve", &[]).is_null(), "once more is no error");
}

#[test]
fn a_list_entry_is_refused_for_whom_and_what_does_not_exist() {
    let mut bench = Bench::of("single");
    for (params, text) in [
        (
            [("path", "/"), ("users", "ghost@pve"), ("roles", "PVEAuditor")],
            "ACL update failed: user 'ghost@pve' does not exist",
        ),
        ([("path", "/"), ("users", "bob@pve"), ("roles", "Nope")], "ACL update failed: role 'Nope' does not exist"),
    ] {
        assert_eq!(bench.refusal(Put, "/access/acl", &params).reason, text);
    }
    let refusal =
        bench.refusal(Put, "/access/acl", &[("path", "/nope"), ("users", "bob@pve"), ("roles", "PVEAuditor")]);
    assert_eq!(refusal.status, 400);
}

#[test]
fn a_role_is_made_of_privileges_of_the_release() {
    let mut bench = Bench::of("single");
    let refusal = bench.refusal(Post, "/access/roles", &[("roleid", "R1"), ("privs", "VM.Audit VM.GuestAgent.Audit")]);
    assert_eq!(refusal.errors[0].1, "invalid format - invalid privilege 'VM.GuestAgent.Audit'\n");
    bench.data(Post, "/access/roles", &[("roleid", "R1"), ("privs", "VM.Audit VM.Monitor")]);
    let roles = bench.get("/access/roles");
    assert_eq!(entry(&roles, "roleid", "R1")["privs"], "VM.Audit,VM.Monitor");
    assert!(bench.refusal(Delete, "/access/roles/PVEAdmin", &[]).reason.contains("cannot be deleted"));
}

#[test]
fn tokens_of_others_are_nobodys_business() {
    let mut bench = Bench::of("single").by("bob@pve");
    assert_eq!(bench.refusal(Get, "/access/users/alice@pve/token", &[]).status, 403);
    assert!(bench.get("/access/users/bob@pve/token").is_array());
}
