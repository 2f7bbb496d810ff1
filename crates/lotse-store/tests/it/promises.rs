//! Promises of every store, over the traits alone: a list in `main.rs` runs each of them on each store.

use lotse_model::{GuestRef, Timestamp};
use lotse_store::{ActionId, Appended, AuditLine, AuditQuery, DocumentWrite, Entry, NewAction, Shared, StoreError};
use serde_json::{Value, json};

pub(crate) fn new_action(at: i64, hash: &str) -> NewAction {
    let body = json!({"plan": {"items": [1, 2], "risk": "disruptive"}, "by": "terminal:anna"});
    NewAction { id: ActionId::new(), at: Timestamp(at), hash: hash.to_owned(), body }
}

pub(crate) fn entry(at: i64, event: &str) -> Entry {
    Entry { at: Timestamp(at), event: json!({"event": event, "step": at}) }
}

pub(crate) fn guest(text: &str) -> GuestRef {
    text.parse().expect("a guest")
}

fn line(number: u64, at: i64, who: &str, guests: &[&str]) -> AuditLine {
    AuditLine {
        number,
        at: Timestamp(at),
        who: who.to_owned(),
        guests: guests.iter().map(|text| guest(text)).collect(),
        body: format!("{{\"what\":\"line {number}\"}}"),
        link: format!("{number:064x}"),
    }
}

pub(crate) async fn a_change_is_read_as_it_was_written(store: &Shared) {
    let new = new_action(1_700_000_000, "abc");
    store.open_action(&new).await.expect("written");
    let read = store.action(new.id).await.expect("read").expect("there");
    assert_eq!((read.id, read.at, &read.hash, &read.body), (new.id, new.at, &new.hash, &new.body));
    assert_eq!((read.entries, read.closed, read.holder), (Vec::new(), false, None));
    assert_eq!(store.action(ActionId::new()).await.expect("read"), None);
}

pub(crate) async fn a_change_is_written_down_once(store: &Shared) {
    let new = new_action(1, "abc");
    store.open_action(&new).await.expect("written");
    let again = NewAction { hash: "other".to_owned(), ..new.clone() };
    let refused = store.open_action(&again).await.expect_err("there already");
    assert!(matches!(refused, StoreError::Row { .. }), "{refused:?}");
    assert_eq!(store.action(new.id).await.expect("read").expect("there").hash, "abc");
}

pub(crate) async fn entries_behind_others_are_written(store: &Shared) {
    let new = new_action(1, "abc");
    store.open_action(&new).await.expect("written");
    let all: Vec<_> = (1..=5).map(|at| entry(at, "sending")).collect();
    assert_eq!(store.append(new.id, 0, &all[..2], false).await, Ok(Appended::Done));
    assert_eq!(store.append(new.id, 2, &all[2..], true).await, Ok(Appended::Done));
    let read = store.action(new.id).await.expect("read").expect("there");
    assert_eq!((read.entries, read.closed), (all, true));
}

pub(crate) async fn entries_behind_the_wrong_one_are_not_written(store: &Shared) {
    let new = new_action(1, "abc");
    store.open_action(&new).await.expect("written");
    assert_eq!(store.append(new.id, 0, &[entry(1, "agreed")], false).await, Ok(Appended::Done));
    for after in [0, 2, usize::MAX] {
        let appended = store.append(new.id, after, &[entry(2, "begun"), entry(3, "sending")], true).await;
        assert_eq!(appended, Ok(Appended::Overtaken), "behind {after}");
    }
    let read = store.action(new.id).await.expect("read").expect("there");
    assert_eq!((read.entries, read.closed), (vec![entry(1, "agreed")], false));
}

pub(crate) async fn a_closed_change_takes_no_entry(store: &Shared) {
    let new = new_action(1, "abc");
    store.open_action(&new).await.expect("written");
    assert_eq!(store.append(new.id, 0, &[], true).await, Ok(Appended::Done));
    assert_eq!(store.append(new.id, 0, &[entry(2, "begun")], false).await, Ok(Appended::Overtaken));
    assert!(store.action(new.id).await.expect("read").expect("there").entries.is_empty());
}

pub(crate) async fn a_change_that_is_not_there_takes_no_entry(store: &Shared) {
    let appended = store.append(ActionId::new(), 0, &[entry(1, "agreed")], false).await;
    assert_eq!(appended, Ok(Appended::Overtaken));
    assert_eq!(store.hold(ActionId::new(), "a", Timestamp(1), Timestamp(2)).await, Ok(false));
}

pub(crate) async fn open_changes_come_oldest_first(store: &Shared) {
    let all: Vec<_> = (0..5).map(|at| new_action(at, "abc")).collect();
    for new in all.iter().rev() {
        store.open_action(new).await.expect("written");
    }
    store.append(all[2].id, 0, &[], true).await.expect("closed");
    let open: Vec<_> = store.open_actions().await.expect("read").into_iter().map(|action| action.id).collect();
    assert_eq!(open, [all[0].id, all[1].id, all[3].id, all[4].id]);
}

pub(crate) async fn changes_of_a_plan_come_newest_first(store: &Shared) {
    let first = new_action(1, "abc");
    let other = new_action(2, "abcd");
    let second = new_action(3, "abc");
    for new in [&first, &other, &second] {
        store.open_action(new).await.expect("written");
    }
    store.append(first.id, 0, &[entry(4, "dropped")], true).await.expect("closed");
    let found = store.actions_of_plan("abc").await.expect("read");
    assert_eq!(found.iter().map(|action| action.id).collect::<Vec<_>>(), [second.id, first.id]);
    assert_eq!(found[1].entries, [entry(4, "dropped")]);
    assert!(store.actions_of_plan("ab%").await.expect("read").is_empty());
}

pub(crate) async fn only_closed_changes_are_forgotten(store: &Shared) {
    let (old_closed, old_open, new_closed) = (new_action(10, "a"), new_action(10, "b"), new_action(20, "c"));
    for new in [&old_closed, &old_open, &new_closed] {
        store.open_action(new).await.expect("written");
    }
    store.append(old_closed.id, 0, &[entry(11, "finished")], true).await.expect("closed");
    store.append(new_closed.id, 0, &[entry(21, "finished")], true).await.expect("closed");
    assert_eq!(store.forget_actions(Timestamp(20)).await, Ok(1));
    assert_eq!(store.action(old_closed.id).await, Ok(None));
    assert!(store.action(old_open.id).await.expect("read").is_some());
    assert!(store.action(new_closed.id).await.expect("read").is_some());
}

pub(crate) async fn one_holds_a_change_at_a_time(store: &Shared) {
    let new = new_action(1, "abc");
    store.open_action(&new).await.expect("written");
    assert_eq!(store.hold(new.id, "first", Timestamp(10), Timestamp(40)).await, Ok(true));
    assert_eq!(store.hold(new.id, "second", Timestamp(11), Timestamp(41)).await, Ok(false));
    assert_eq!(store.hold(new.id, "first", Timestamp(30), Timestamp(60)).await, Ok(true), "longer");
    assert_eq!(store.hold(new.id, "second", Timestamp(50), Timestamp(80)).await, Ok(false));
    let read = store.action(new.id).await.expect("read").expect("there");
    assert_eq!(read.holder, Some(("first".to_owned(), Timestamp(60))));
}

pub(crate) async fn a_hold_ends_with_its_time(store: &Shared) {
    let new = new_action(1, "abc");
    store.open_action(&new).await.expect("written");
    assert_eq!(store.hold(new.id, "first", Timestamp(10), Timestamp(40)).await, Ok(true));
    assert_eq!(store.hold(new.id, "second", Timestamp(39), Timestamp(70)).await, Ok(false));
    assert_eq!(store.hold(new.id, "second", Timestamp(40), Timestamp(70)).await, Ok(true));
    assert_eq!(store.hold(new.id, "first", Timestamp(41), Timestamp(71)).await, Ok(false));
}

pub(crate) async fn only_the_holder_lets_go(store: &Shared) {
    let new = new_action(1, "abc");
    store.open_action(&new).await.expect("written");
    assert_eq!(store.hold(new.id, "first", Timestamp(10), Timestamp(40)).await, Ok(true));
    store.release(new.id, "second").await.expect("no error");
    assert_eq!(store.hold(new.id, "second", Timestamp(11), Timestamp(41)).await, Ok(false));
    store.release(new.id, "first").await.expect("let go");
    assert_eq!(store.action(new.id).await.expect("read").expect("there").holder, None);
    assert_eq!(store.hold(new.id, "second", Timestamp(11), Timestamp(41)).await, Ok(true));
}

pub(crate) async fn lines_are_numbered_without_a_gap(store: &Shared) {
    assert_eq!(store.add_line(&line(2, 1, "anna", &[])).await, Ok(Appended::Overtaken));
    assert_eq!(store.add_line(&line(0, 1, "anna", &[])).await, Ok(Appended::Overtaken));
    assert_eq!(store.add_line(&line(1, 1, "anna", &[])).await, Ok(Appended::Done));
    assert_eq!(store.add_line(&line(1, 2, "ben", &[])).await, Ok(Appended::Overtaken));
    assert_eq!(store.add_line(&line(3, 2, "ben", &[])).await, Ok(Appended::Overtaken));
    assert_eq!(store.add_line(&line(u64::MAX, 2, "ben", &[])).await, Ok(Appended::Overtaken));
    assert_eq!(store.add_line(&line(2, 2, "ben", &["home/100"])).await, Ok(Appended::Done));
    let lines = store.lines(&AuditQuery::default()).await.expect("read");
    assert_eq!(lines, [line(1, 1, "anna", &[]), line(2, 2, "ben", &["home/100"])]);
}

pub(crate) async fn the_last_line_is_the_last_one(store: &Shared) {
    assert_eq!(store.last_line().await, Ok(None));
    for number in 1..=3 {
        // Clocks may be set back: the number decides, not the time.
        store
            .add_line(&line(number, 100 - i64::try_from(number).expect("small"), "anna", &["home/100", "lab/7000"]))
            .await
            .expect("added");
    }
    assert_eq!(store.last_line().await, Ok(Some(line(3, 97, "anna", &["home/100", "lab/7000"]))));
}

async fn add(store: &Shared, all: &[AuditLine]) {
    for line in all {
        assert_eq!(store.add_line(line).await, Ok(Appended::Done));
    }
}

pub(crate) async fn lines_are_found_by_guest_person_time_and_number(store: &Shared) {
    add(
        store,
        &[
            line(1, 10, "anna", &["home/100"]),
            line(2, 20, "ben", &["home/101", "home/100"]),
            line(3, 30, "anna", &["lab/100"]),
            line(4, 40, "anna", &[]),
            line(5, 50, "ben", &["home/101", "home/101"]),
        ],
    )
    .await;
    let found = async |query: AuditQuery| -> Vec<u64> {
        store.lines(&query).await.expect("read").iter().map(|line| line.number).collect()
    };
    let all = AuditQuery::default;
    assert_eq!(found(AuditQuery { guest: Some(guest("home/100")), ..all() }).await, [1, 2]);
    assert_eq!(found(AuditQuery { guest: Some(guest("home/101")), ..all() }).await, [2, 5], "each line once");
    assert_eq!(found(AuditQuery { who: Some("anna".to_owned()), ..all() }).await, [1, 3, 4]);
    assert_eq!(found(AuditQuery { who: Some("ann%".to_owned()), ..all() }).await, [0_u64; 0]);
    assert_eq!(found(AuditQuery { since: Some(Timestamp(30)), ..all() }).await, [3, 4, 5]);
    assert_eq!(found(AuditQuery { after: Some(3), ..all() }).await, [4, 5]);
    assert_eq!(found(AuditQuery { after: Some(u64::MAX), ..all() }).await, [0_u64; 0]);
    let both = AuditQuery { guest: Some(guest("home/100")), who: Some("ben".to_owned()), ..all() };
    assert_eq!(found(both).await, [2]);
    assert_eq!(store.lines(&all()).await.expect("read")[1].guests, [guest("home/101"), guest("home/100")]);
}

pub(crate) async fn a_limit_keeps_the_newest_lines_in_order(store: &Shared) {
    let all: Vec<_> = (1..=6).map(|number| line(number, 10, "anna", &["home/100"])).collect();
    add(store, &all).await;
    let query = |limit| AuditQuery { guest: Some(guest("home/100")), limit, ..AuditQuery::default() };
    assert_eq!(store.lines(&query(Some(2))).await.expect("read"), all[4..]);
    assert_eq!(store.lines(&query(Some(0))).await.expect("read"), []);
    assert_eq!(store.lines(&query(Some(u64::MAX))).await.expect("read"), all);
}

pub(crate) async fn pages_from_the_oldest_line_on_are_all_lines(store: &Shared) {
    let all: Vec<_> = (1..=7).map(|number| line(number, 10, "anna", &["home/100"])).collect();
    add(store, &all).await;
    let mut read = Vec::new();
    loop {
        let after = read.last().map(|line: &AuditLine| line.number);
        let page = AuditQuery { after, limit: Some(3), oldest: true, ..AuditQuery::default() };
        let page = store.lines(&page).await.expect("read");
        if page.is_empty() {
            break;
        }
        read.extend(page);
    }
    assert_eq!(read, all);
}

async fn read(store: &Shared, key: &str) -> Option<(Value, u64, Timestamp)> {
    let document = store.document("monitor", key).await.expect("read")?;
    assert_eq!((document.kind.as_str(), document.key.as_str()), ("monitor", key));
    Some((document.body, document.version, document.at))
}

pub(crate) async fn a_document_is_written_on_its_version_only(store: &Shared) {
    let put = async |body: Value, version| {
        store.put_document("monitor", "home/100", &body, version, Timestamp(7)).await.expect("no error")
    };
    assert_eq!(put(json!({"a": 1}), 1).await, Appended::Overtaken, "there is none");
    assert_eq!(read(store, "home/100").await, None);
    assert_eq!(put(json!({"a": 1}), 0).await, Appended::Done);
    assert_eq!(put(json!({"a": 2}), 0).await, Appended::Overtaken, "there is one");
    assert_eq!(put(json!({"a": 1}), 0).await, Appended::Overtaken, "also when it says the same");
    assert_eq!(put(json!({"a": 2}), 1).await, Appended::Done);
    assert_eq!(put(json!({"a": 3}), 1).await, Appended::Overtaken);
    assert_eq!(put(json!({"a": 3}), u64::MAX).await, Appended::Overtaken);
    assert_eq!(read(store, "home/100").await, Some((json!({"a": 2}), 2, Timestamp(7))));
    let other = store.put_document("silence", "home/100", &json!(null), 0, Timestamp(8)).await;
    assert_eq!(other, Ok(Appended::Done), "another kind, another document");
}

pub(crate) async fn the_same_body_leaves_the_version(store: &Shared) {
    let body = json!({"state": "running", "n": [1, 2]});
    store.put_document("monitor", "home/100", &body, 0, Timestamp(1)).await.expect("written");
    let written = store.writes();
    assert!(written > 0, "what is written is counted");
    let swapped = json!({"n": [1, 2], "state": "running"});
    let again = store.put_document("monitor", "home/100", &swapped, 1, Timestamp(2)).await;
    assert_eq!(again, Ok(Appended::Done));
    assert_eq!(store.writes(), written, "and nothing was");
    assert_eq!(read(store, "home/100").await, Some((body, 1, Timestamp(1))));
}

pub(crate) async fn a_document_is_removed_at_its_version_only(store: &Shared) {
    store.put_document("monitor", "home/100", &json!(1), 0, Timestamp(1)).await.expect("written");
    store.put_document("monitor", "home/100", &json!(2), 1, Timestamp(2)).await.expect("written");
    assert_eq!(store.remove_document("monitor", "home/100", 1).await, Ok(Appended::Overtaken));
    assert_eq!(store.remove_document("monitor", "home/100", 2).await, Ok(Appended::Done));
    assert_eq!(store.remove_document("monitor", "home/100", 2).await, Ok(Appended::Overtaken));
    assert_eq!(read(store, "home/100").await, None);
}

pub(crate) async fn documents_come_by_their_keys(store: &Shared) {
    for key in ["lab/7", "home/2", "home/10", "*"] {
        store.put_document("monitor", key, &json!({"key": key}), 0, Timestamp(1)).await.expect("written");
    }
    store.put_document("freeze", "a", &json!(true), 0, Timestamp(1)).await.expect("written");
    let keys: Vec<_> = store.documents("monitor").await.expect("read").into_iter().map(|one| one.key).collect();
    assert_eq!(keys, ["*", "home/10", "home/2", "lab/7"]);
    assert!(store.documents("inventory").await.expect("read").is_empty());
}

fn put(key: &str, body: Value, version: u64) -> DocumentWrite {
    DocumentWrite::Put { kind: "monitor".to_owned(), key: key.to_owned(), body, version }
}

fn remove(key: &str, version: u64) -> DocumentWrite {
    DocumentWrite::Remove { kind: "monitor".to_owned(), key: key.to_owned(), version }
}

pub(crate) async fn several_documents_are_written_together(store: &Shared) {
    assert_eq!(store.put_documents(&[], Timestamp(1)).await, Ok(Appended::Done), "nothing is done at once");
    let first = [put("a", json!(1), 0), put("b", json!(1), 0)];
    assert_eq!(store.put_documents(&first, Timestamp(1)).await, Ok(Appended::Done));
    let second = [put("a", json!(2), 1), remove("b", 1), put("c", json!([]), 0)];
    assert_eq!(store.put_documents(&second, Timestamp(2)).await, Ok(Appended::Done));
    assert_eq!(read(store, "a").await, Some((json!(2), 2, Timestamp(2))));
    assert_eq!(read(store, "b").await, None);
    assert_eq!(read(store, "c").await, Some((json!([]), 1, Timestamp(2))));
    assert_eq!(
        store.put_document("monitor", "a", &json!(3), 2, Timestamp(3)).await,
        Ok(Appended::Done),
        "as one by one"
    );
}

pub(crate) async fn one_that_is_overtaken_keeps_the_others_from_being_written(store: &Shared) {
    store.put_document("monitor", "a", &json!(1), 0, Timestamp(1)).await.expect("written");
    for overtaken in [
        put("a", json!(2), 0),
        put("a", json!(1), 0),
        put("a", json!(2), 2),
        put("a", json!(2), u64::MAX),
        put("b", json!(2), 1),
        remove("a", 0),
        remove("a", 2),
        remove("b", 1),
        remove("b", 0),
    ] {
        let writes = [put("before", json!(7), 0), overtaken.clone(), put("after", json!(7), 0)];
        assert_eq!(store.put_documents(&writes, Timestamp(2)).await, Ok(Appended::Overtaken), "{overtaken:?}");
        assert_eq!(read(store, "a").await, Some((json!(1), 1, Timestamp(1))), "{overtaken:?}");
        let keys: Vec<_> = store.documents("monitor").await.expect("read").into_iter().map(|one| one.key).collect();
        assert_eq!(keys, ["a"], "{overtaken:?}");
    }
    assert_eq!(store.put_documents(&[remove("a", 1)], Timestamp(3)).await, Ok(Appended::Done), "and it goes on");
}

pub(crate) async fn one_document_can_be_written_twice_in_one_go(store: &Shared) {
    let writes = [put("a", json!(1), 0), put("a", json!(2), 1), remove("a", 2), put("a", json!(3), 0)];
    assert_eq!(store.put_documents(&writes, Timestamp(1)).await, Ok(Appended::Done));
    assert_eq!(read(store, "a").await, Some((json!(3), 1, Timestamp(1))));
}

pub(crate) async fn nothing_new_in_several_documents_leaves_their_versions(store: &Shared) {
    let first = [put("a", json!({"x": 1, "y": 2}), 0), put("b", json!(1), 0)];
    store.put_documents(&first, Timestamp(1)).await.expect("written");
    let same = [put("a", json!({"y": 2, "x": 1}), 1), put("b", json!(2), 1)];
    assert_eq!(store.put_documents(&same, Timestamp(2)).await, Ok(Appended::Done));
    assert_eq!(read(store, "a").await, Some((json!({"x": 1, "y": 2}), 1, Timestamp(1))));
    assert_eq!(read(store, "b").await, Some((json!(2), 2, Timestamp(2))));
}

pub(crate) async fn any_text_is_kept_as_it_is(store: &Shared) {
    let hostile = "'; DROP TABLE document; --\u{0}\u{1b}[2J\n「マイクラ」 ß \u{1F427} \"\\";
    let body = json!({ hostile: hostile, "deep": [[[[hostile]]]] });
    store.put_document(hostile, hostile, &body, 0, Timestamp(1)).await.expect("written");
    let document = store.document(hostile, hostile).await.expect("read").expect("there");
    assert_eq!((document.key.as_str(), &document.body), (hostile, &body));
    store.add_typed(hostile, Timestamp(1), hostile, 10).await.expect("written");
    assert_eq!(store.typed(hostile, 1).await.expect("read")[0].text, hostile);
    let odd = AuditLine { who: hostile.to_owned(), body: hostile.to_owned(), ..line(1, 1, "", &["home/100"]) };
    assert_eq!(store.add_line(&odd).await, Ok(Appended::Done));
    assert_eq!(store.last_line().await, Ok(Some(odd)));
}

pub(crate) async fn typed_lines_are_kept_up_to_a_number(store: &Shared) {
    for number in 1..=5 {
        store.add_typed("anna", Timestamp(number), &format!("line {number}"), 3).await.expect("written");
    }
    let text = |typed: Vec<lotse_store::Typed>| typed.into_iter().map(|one| one.text).collect::<Vec<_>>();
    assert_eq!(text(store.typed("anna", 10).await.expect("read")), ["line 3", "line 4", "line 5"]);
    assert_eq!(text(store.typed("anna", 2).await.expect("read")), ["line 4", "line 5"]);
    store.add_typed("anna", Timestamp(6), "gone at once", 0).await.expect("written");
    assert!(store.typed("anna", 10).await.expect("read").is_empty());
}

pub(crate) async fn a_person_forgets_only_their_own_lines(store: &Shared) {
    store.add_typed("anna", Timestamp(1), "a", 10).await.expect("written");
    store.add_typed("ben", Timestamp(2), "b", 10).await.expect("written");
    store.forget_typed("anna").await.expect("forgotten");
    assert!(store.typed("anna", 10).await.expect("read").is_empty());
    let left = store.typed("ben", 10).await.expect("read");
    assert_eq!((left[0].who.as_str(), left[0].at, left[0].text.as_str()), ("ben", Timestamp(2), "b"));
    store.add_typed("anna", Timestamp(3), "c", 10).await.expect("written");
    assert!(store.typed("anna", 1).await.expect("read")[0].number > left[0].number, "later ones are higher");
}

pub(crate) async fn any_time_is_kept_as_it_is(store: &Shared) {
    for (number, at) in (1_u64..).zip([i64::MIN, -1, 0, 253_402_300_800, i64::MAX]) {
        let one = line(number, at, "anna", &[]);
        assert_eq!(store.add_line(&one).await, Ok(Appended::Done));
        assert_eq!(store.last_line().await, Ok(Some(one)));
    }
}

pub(crate) async fn an_empty_store_is_whole(store: &Shared) {
    assert_eq!(store.check().await, Ok(()));
    assert_eq!(store.open_actions().await, Ok(Vec::new()));
    assert!(!store.place().is_empty());
}
