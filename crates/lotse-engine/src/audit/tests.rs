//! A chain that is touched anywhere is found broken, at the right line.

use std::{collections::BTreeMap, sync::Arc};

use lotse_model::{GuestRef, Timestamp};
use lotse_store::{ActionId, AuditLine, AuditQuery, Shared, Sqlite};
use proptest::prelude::*;
use serde_json::json;

use super::{Audit, AuditEntry, Broken, Head, Key, Link, Reason, Record, Verdict, Verifier};
use crate::{
    access::Person,
    change::{
        event::{Consent, Event, Happened, Outcome, StepEnd},
        operation::Operation,
        plan::{Item, Plan, Subject},
        request::{Request, Targets},
        risk::Risk,
        state::{Action, Proposal},
    },
};

fn key() -> Key {
    Key::new("a key of a test, 32 characters or more".into())
}

fn guest(text: &str) -> GuestRef {
    text.parse().expect("a guest")
}

fn refused(words: &str, guests: &[&str]) -> AuditEntry {
    let guests = guests.iter().map(|text| guest(text)).collect();
    AuditEntry::Refused {
        why: "E-DENIED".to_owned(),
        command: "stop".to_owned(),
        words: words.to_owned(),
        needs: None,
        guests,
    }
}

/// A chain as it should be.
fn chain(words: &[String]) -> Vec<AuditLine> {
    let (key, person) = (key(), Person::at_terminal("anna"));
    let mut before = None;
    let mut lines = Vec::new();
    for (word, number) in words.iter().zip(1..) {
        let body = Record { by: person.clone(), entry: refused(word, &["home/100"]) }.body();
        let at = Timestamp(1_700_000_000 + i64::try_from(number).expect("small"));
        let guests = vec![guest("home/100")];
        let mut line = AuditLine { number, at, who: person.id.clone(), guests, body, link: String::new() };
        let chained = key.link(before, &line);
        line.link = chained.to_string();
        before = Some(chained);
        lines.push(line);
    }
    lines
}

fn head(lines: &[AuditLine]) -> Head {
    let last = lines.last().expect("a line");
    Head { number: last.number, link: last.link.parse().expect("a link") }
}

fn broken(lines: &[AuditLine], head: Option<&Head>) -> Option<(u64, Reason)> {
    match Verifier::all(&key(), head, lines) {
        Verdict::Whole { .. } => None,
        Verdict::Broken(Broken { number, reason }) => Some((number, reason)),
    }
}

fn words() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec(".{0,12}", 2..12)
}

proptest! {
    #[test]
    fn an_untouched_chain_is_whole(words in words()) {
        let lines = chain(&words);
        let head = head(&lines);
        prop_assert_eq!(Verifier::all(&key(), None, &lines), Verdict::Whole { head: Some(head), compared: false });
        prop_assert_eq!(Verifier::all(&key(), Some(&head), &lines), Verdict::Whole { head: Some(head), compared: true });
    }

    #[test]
    fn a_changed_line_is_found(words in words(), at: prop::sample::Index, what in 0..6) {
        let mut lines = chain(&words);
        let index = at.index(lines.len());
        let line = &mut lines[index];
        match what {
            0 => line.body.push(' '),
            1 => line.who = "terminal:ben".to_owned(),
            2 => line.at = Timestamp(line.at.0 - 1),
            3 => line.guests = vec![guest("home/101")],
            4 => line.guests.clear(),
            _ => line.link = format!("{}{}", if line.link.starts_with('0') { '1' } else { '0' }, &line.link[1..]),
        }
        let number = lines[index].number;
        prop_assert_eq!(broken(&lines, None), Some((number, Reason::Link)));
    }

    #[test]
    fn a_removed_line_is_found(words in words(), at: prop::sample::Index) {
        let mut lines = chain(&words);
        let head = head(&lines);
        let removed = lines.remove(at.index(lines.len()));
        let found = broken(&lines, Some(&head));
        if removed.number == head.number {
            prop_assert_eq!(found, Some((removed.number, Reason::Cut)));
            prop_assert_eq!(broken(&lines, None), None, "which is what the head is for");
        } else {
            prop_assert_eq!(found, Some((removed.number + 1, Reason::Gap)));
        }
    }

    #[test]
    fn a_removed_line_is_found_when_the_rest_is_numbered_anew(words in words(), at: prop::sample::Index) {
        let mut lines = chain(&words);
        let head = head(&lines);
        let removed = lines.remove(at.index(lines.len()));
        for (line, number) in lines.iter_mut().zip(1..) {
            line.number = number;
        }
        let reason = if removed.number == head.number { Reason::Cut } else { Reason::Link };
        prop_assert_eq!(broken(&lines, Some(&head)), Some((removed.number, reason)));
    }

    #[test]
    fn swapped_lines_are_found(words in words(), one: prop::sample::Index, other: prop::sample::Index) {
        let mut lines = chain(&words);
        let (one, other) = (one.index(lines.len()), other.index(lines.len()));
        prop_assume!(one != other);
        lines.swap(one, other);
        let first = one.min(other) as u64 + 1;
        prop_assert_eq!(broken(&lines, None).map(|(_, reason)| reason), Some(Reason::Gap));
        // The same with their numbers left in order.
        let (one_number, other_number) = (lines[one].number, lines[other].number);
        lines[one].number = other_number;
        lines[other].number = one_number;
        prop_assert_eq!(broken(&lines, None), Some((first, Reason::Link)));
    }

    #[test]
    fn an_inserted_line_is_found(words in words(), at: prop::sample::Index, copied: prop::sample::Index) {
        let mut lines = chain(&words);
        let index = at.index(lines.len() + 1);
        let copy = lines[copied.index(lines.len())].clone();
        lines.insert(index, copy);
        prop_assert!(broken(&lines, None).is_some());
        for (line, number) in lines.iter_mut().zip(1..) {
            line.number = number;
        }
        let found = broken(&lines, None).expect("found");
        prop_assert_eq!(found.1, Reason::Link);
        prop_assert!(found.0 <= index as u64 + 2);
    }

    #[test]
    fn a_cut_tail_is_found_with_the_head(words in words(), left: prop::sample::Index) {
        let mut lines = chain(&words);
        let head = head(&lines);
        let left = left.index(lines.len());
        lines.truncate(left);
        prop_assert_eq!(broken(&lines, None), None);
        prop_assert_eq!(broken(&lines, Some(&head)), Some((left as u64 + 1, Reason::Cut)));
    }

    #[test]
    fn a_tail_that_was_written_anew_is_found_with_the_head(words in words(), at: prop::sample::Index) {
        let lines = chain(&words);
        let mut other = words.clone();
        other[at.index(words.len())].push('x');
        let other = chain(&other);
        prop_assert_eq!(broken(&other, None), None, "whoever has the key can write a chain");
        prop_assert_eq!(broken(&other, Some(&head(&lines))), Some((lines.len() as u64, Reason::Rewritten)));
    }

    #[test]
    fn another_key_fits_no_line(words in words(), other in ".{0,40}") {
        prop_assume!(other != "a key of a test, 32 characters or more");
        let found = Verifier::all(&Key::new(other.into()), None, &chain(&words));
        prop_assert_eq!(found, Verdict::Broken(Broken { number: 1, reason: Reason::Link }));
    }

    #[test]
    fn a_head_reads_what_it_writes(number in 1..u64::MAX, bytes in prop::array::uniform32(any::<u8>())) {
        let digits = bytes.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"));
        let link: Link = digits.parse().expect("a link");
        let head = Head { number, link };
        prop_assert_eq!(head.to_string().parse(), Ok(head));
    }

    #[test]
    fn any_text_for_a_head_is_read_or_refused(text in ".{0,80}|[0-9]{1,3}:[0-9a-f]{62,66}") {
        if let Ok(head) = text.parse::<Head>() {
            prop_assert_eq!(head.to_string().len(), text.trim().trim_start_matches('0').len());
        }
    }
}

#[test]
fn a_body_that_is_no_json_is_unparsable() {
    let key = key();
    let mut line = chain(&["x".to_owned()]).remove(0);
    line.body = "not JSON".to_owned();
    line.link = key.link(None, &line).to_string();
    assert_eq!(broken(&[line.clone()], None), Some((1, Reason::Unparsable)));
    line.link = "zz".to_owned();
    assert_eq!(broken(&[line], None), Some((1, Reason::Unparsable)));
}

#[test]
fn what_a_newer_version_wrote_is_no_break() {
    let body = json!({"by": Person::at_terminal("anna"), "entry": {"what": "sung", "song": "la"}}).to_string();
    assert_eq!(Record::parse(&body).expect("read").entry, AuditEntry::Other);
}

fn action(operation: Operation, words: &str) -> Action {
    let item = Item {
        cluster: "home".parse().expect("a cluster"),
        node: "pve1".parse().expect("a node"),
        subject: Subject::Guest {
            guest: guest("home/100"),
            kind: lotse_model::GuestKind::Vm,
            name: Some("web".to_owned()),
            identity: None,
        },
        operation,
        facts: BTreeMap::from([("state".to_owned(), "running".to_owned())]),
        calls: vec!["POST /nodes/pve1/qemu/100/status/stop cipassword=Pl4nt3d".to_owned()],
        notes: Vec::new(),
    };
    let plan = Plan {
        command: "stop".to_owned(),
        selection: None,
        items: vec![item],
        notes: Vec::new(),
        risk: Risk::Destructive,
        second_person: false,
        phrase: "web".to_owned(),
        keep_going: false,
        parallel: 1,
    };
    let by = Person::at_terminal("anna");
    let request = Request {
        operation: plan.items[0].operation.clone(),
        targets: Targets::Guests(vec!["web".to_owned()]),
        keep_going: false,
        parallel: None,
        words: words.to_owned(),
    };
    let words = words.to_owned();
    Action::new(ActionId::new(), Proposal { plan, request, sketch: false, by, words, expires: Timestamp(9) })
}

fn carried_out(mut action: Action) -> Action {
    let by = Person::at_terminal("anna");
    let failed = StepEnd::Failed {
        meaning: "task-failed".into(),
        message: "login failed, password=Pl4nt3d".to_owned(),
        tail: vec!["Pl4nt3d".to_owned()],
    };
    for event in [
        Event::Agreed { by, consent: Consent::Typed("web".to_owned()) },
        Event::Begun,
        Event::Sending { item: 0, step: 0 },
        Event::Ended { item: 0, step: 0, end: failed },
        Event::Settled { item: 0, outcome: Outcome::Failed, notes: Vec::new() },
        Event::Finished,
    ] {
        action = action.then(&Happened { at: Timestamp(5), event }).expect("fits");
    }
    action
}

#[test]
fn a_planted_password_is_in_no_entry() {
    let action = carried_out(action(
        Operation::SnapshotCreate {
            name: "s1".to_owned(),
            description: Some("password=Pl4nt3d".to_owned()),
            memory: false,
        },
        "set web --cipassword Pl4nt3d --password=Pl4nt3d",
    ));
    let after = BTreeMap::from([("cipassword".to_owned(), "Pl4nt3d".to_owned())]);
    let entries = [
        AuditEntry::proposed(&action),
        AuditEntry::agreed(&action, &Consent::Typed("token=Pl4nt3d".to_owned())),
        AuditEntry::sent(&action, 0, 0),
        AuditEntry::settled(&action, 0, after).expect("settled"),
        refused("password: Pl4nt3d", &[]),
    ];
    for entry in entries {
        let body = Record { by: Person::at_terminal("anna"), entry }.body();
        assert!(!body.contains("Pl4nt3d"), "{body}");
        assert!(body.contains("***"), "{body}");
    }
}

#[test]
fn what_happened_is_all_there() {
    let action = carried_out(action(Operation::Stop, "stop web"));
    let after = BTreeMap::from([("state".to_owned(), "running".to_owned())]);
    let entry = AuditEntry::settled(&action, 0, after.clone()).expect("settled");
    let body = Record { by: Person::at_terminal("anna"), entry: entry.clone() }.body();
    let read = Record::parse(&body).expect("read");
    let AuditEntry::Settled { change, done, after: read_after, outcome, failure, .. } = &read.entry else {
        panic!("{read:?}")
    };
    assert_eq!((change.action, &change.hash), (action.id, &action.proposal.plan.hash()));
    assert_eq!(done.before["state"], "running");
    assert_eq!((read_after, *outcome), (&after, Outcome::Failed));
    assert_eq!(failure.as_deref(), Some("login failed, password=***"));
    assert_eq!(entry.guests(), [guest("home/100")]);
    assert!(AuditEntry::settled(&action, 1, BTreeMap::new()).is_none());
}

#[test]
fn a_guest_that_comes_to_be_is_found_by_its_number() {
    let create = Operation::Create {
        new_id: Some("120".parse().expect("a number")),
        name: None,
        node: None,
        storage: None,
        pool: None,
        start: false,
    };
    assert_eq!(AuditEntry::proposed(&action(create, "x")).guests(), [guest("home/100"), guest("home/120")]);
}

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
