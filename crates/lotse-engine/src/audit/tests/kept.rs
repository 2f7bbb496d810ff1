//! The audit in a store: written by several, found again, and touched behind its back.

use std::sync::Arc;

use lotse_model::Timestamp;
use lotse_store::{AuditLine, AuditQuery, Shared, Sqlite};

use super::{Broken, Person, Reason, Verdict, guest, refused};
use crate::audit::Audit;

async fn audit() -> (Audit, Shared) {
    let store: Shared = Arc::new(Sqlite::in_memory().await.expect("a store"));
    (Audit::new(store.clone(), "a key of a test, 32 characters or more".into()), store)
}

#[tokio::test]
async fn lines_are_chained_and_found() {
    let (audit, _store) = audit().await;
    assert_eq!(audit.verify(None).await, Ok(Verdict::Whole { head: None, compared: false }));
    let (anna, ben) = (Person::at_terminal("anna"), Person::at_terminal("ben"));
    audit.add(Timestamp(10), &anna, refused("stop web", &["home/100"])).await.expect("added");
    audit.add(Timestamp(20), &ben, refused("stop db", &["home/101"])).await.expect("added");
    let head = audit.head().await.expect("read");
    assert_eq!(audit.verify(head.as_ref()).await, Ok(Verdict::Whole { head, compared: true }));
    let found =
        audit.query(&AuditQuery { guest: Some(guest("home/101")), ..AuditQuery::default() }).await.expect("read");
    assert_eq!(found.len(), 1);
    let record = found[0].record.as_ref().expect("read");
    assert_eq!((found[0].number, found[0].at, &record.by), (2, Timestamp(20), &ben));
    assert_eq!(record.entry, refused("stop db", &["home/101"]));
}

#[tokio::test]
async fn more_lines_than_a_page_are_verified() {
    let (audit, store) = audit().await;
    let anna = Person::at_terminal("anna");
    for at in 0..1203 {
        audit.add(Timestamp(at), &anna, refused("stop", &[])).await.expect("added");
    }
    let Ok(Verdict::Whole { head: Some(head), .. }) = audit.verify(None).await else { panic!("broken") };
    assert_eq!(head.number, 1203);
    // Somebody with the store but without the key adds one.
    let forged = AuditLine {
        number: 1204,
        at: Timestamp(1),
        who: "terminal:anna".to_owned(),
        guests: Vec::new(),
        body: "{}".to_owned(),
        link: head.link.to_string(),
    };
    store.add_line(&forged).await.expect("added");
    assert_eq!(audit.verify(None).await, Ok(Verdict::Broken(Broken { number: 1204, reason: Reason::Link })));
}

#[tokio::test]
async fn two_processes_on_one_file_make_one_chain() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let open = async || -> Audit {
        let store = Sqlite::open(&path).await.expect("opened");
        Audit::new(Arc::new(store), "a key of a test, 32 characters or more".into())
    };
    let (one, other) = (open().await, open().await);
    let write = |audit: Audit, name: &'static str| {
        tokio::spawn(async move {
            let person = Person::at_terminal(name);
            for at in 0..25 {
                audit.add(Timestamp(at), &person, refused("stop", &[])).await.expect("added");
            }
        })
    };
    let all = [write(one.clone(), "anna"), write(one.clone(), "carl"), write(other.clone(), "ben")];
    for task in all {
        task.await.expect("no panic");
    }
    let Ok(Verdict::Whole { head: Some(head), .. }) = other.verify(None).await else { panic!("broken") };
    assert_eq!(head.number, 75);
}

#[tokio::test]
async fn a_line_changed_behind_the_back_of_the_store_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("store.db");
    let store: Shared = Arc::new(Sqlite::open(&path).await.expect("opened"));
    let audit = Audit::new(store.clone(), "a key of a test, 32 characters or more".into());
    for at in 0..5 {
        audit
            .add(Timestamp(at), &Person::at_terminal("anna"), refused("stop web", &["home/100"]))
            .await
            .expect("added");
    }
    let head = audit.head().await.expect("read").expect("there");
    let shell = |sql: &str| {
        let done = std::process::Command::new("sqlite3").arg(&path).arg(sql).status().expect("sqlite3");
        assert!(done.success());
    };
    shell(
        "DROP TRIGGER audit_is_never_removed; DROP TRIGGER audit_is_never_changed; DROP TRIGGER audit_guest_is_never_removed",
    );
    shell("DELETE FROM audit_guest WHERE number = 5; DELETE FROM audit WHERE number = 5");
    assert!(matches!(audit.verify(None).await, Ok(Verdict::Whole { .. })));
    assert_eq!(audit.verify(Some(&head)).await, Ok(Verdict::Broken(Broken { number: 5, reason: Reason::Cut })));
    shell("UPDATE audit SET body = replace(body, 'web', 'www') WHERE number = 2");
    assert_eq!(audit.verify(None).await, Ok(Verdict::Broken(Broken { number: 2, reason: Reason::Link })));
}
