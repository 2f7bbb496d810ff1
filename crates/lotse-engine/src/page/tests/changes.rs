//! What the pages of changes promise: nothing that weighs is left out, every note has its words, and an outcome says what is
//! known and no more.

use std::collections::BTreeMap;

use lotse_model::{Argument, GuestKind, Timestamp};
use lotse_store::ActionId;
use lotse_text::{Language, Value, keys};

use super::{answer, plain, reader};
use crate::{
    access::Person,
    change::{
        event::{Difference, Dropped, Outcome, StepEnd},
        note::Note,
        notes::{NOTES, OUTCOMES},
        operation::Operation,
        plan::{Item, Plan, Subject},
        request::{Request, Targets},
        risk::Risk,
        state::{Action, Progress, Proposal, Stage},
    },
    command::TABLE,
    page::{Page, note},
    view::{Answer, OutcomeView, PlanView, View},
};

const UPID: &str = "UPID:pve1:000A1B2C:00D3E4F5:6B49D200:qmshutdown:100:lotse@pve!hands:";

fn item(vmid: u32, name: &str, operation: Operation, notes: Vec<Note>) -> Item {
    Item {
        cluster: "home".parse().expect("a cluster"),
        node: "pve1".parse().expect("a node"),
        subject: Subject::Guest {
            guest: format!("home/{vmid}").parse().expect("a guest"),
            kind: GuestKind::Vm,
            name: Some(name.to_owned()),
            identity: None,
        },
        operation,
        facts: BTreeMap::from([("state".to_owned(), "running".to_owned())]),
        calls: vec![format!("POST /nodes/pve1/qemu/{vmid}/status/shutdown timeout=60")],
        notes,
    }
}

fn plan(items: Vec<Item>, risk: Risk) -> Plan {
    let command = items.first().map_or("start", |item| item.operation.command()).to_owned();
    Plan {
        command,
        selection: None,
        items,
        notes: Vec::new(),
        risk,
        second_person: false,
        phrase: "web".to_owned(),
        keep_going: false,
        parallel: 4,
    }
}

fn action(plan: Plan, stage: Stage) -> Action {
    let request = Request {
        operation: Operation::Start,
        targets: Targets::Guests(vec!["web".to_owned()]),
        keep_going: false,
        parallel: None,
        words: "fahr web herunter".to_owned(),
    };
    Action {
        id: "01936b2e-0000-7000-8000-000000000001".parse::<ActionId>().expect("an id"),
        proposal: Proposal {
            plan,
            by: Person::at_terminal("anna"),
            words: request.words.clone(),
            expires: Timestamp(1_800_000_120),
            request,
            sketch: false,
        },
        events: 0,
        agreed: Vec::new(),
        agreed_at: None,
        mistyped: 0,
        stage,
    }
}

fn shutdown() -> Operation {
    Operation::Shutdown { timeout: None }
}

fn shutdown_notes() -> Vec<Note> {
    vec![
        Note::info("state-for").text("state", "running").with("uptime-seconds", Argument::Seconds(11_520)),
        Note::info("shutdown-patience").with("patience-seconds", Argument::Seconds(60)),
        Note::warning("agent-missing"),
    ]
}

fn plan_text(action: &Action, language: Language) -> String {
    plain(&Answer::of(View::Plan(Box::new(PlanView::of(action)))), language)
}

fn outcome_text(action: &Action, language: Language) -> String {
    plain(&Answer::of(View::Outcome(Box::new(OutcomeView::of(action)))), language)
}

fn in_all(name: &str, text: impl Fn(Language) -> String) {
    for language in Language::ALL {
        insta::assert_snapshot!(format!("{name}_{}", language.tag()), text(language));
    }
}

#[test]
fn a_plan_of_one_guest_shows_what_matters_the_heaviest_first() {
    let pending = action(plan(vec![item(100, "web", shutdown(), shutdown_notes())], Risk::Disruptive), Stage::Pending);
    in_all("plan_one", |language| plan_text(&pending, language));
}

#[test]
fn a_destructive_plan_says_what_is_lost_what_is_typed_and_who_else_is_wanted() {
    let notes = vec![
        Note::info("state").text("state", "stopped"),
        Note::warning("disk-removed")
            .text("disk", "scsi0")
            .text("volume", "local-lvm:vm-100-disk-0")
            .with("size-bytes", Argument::Bytes(34_359_738_368)),
        Note::warning("no-backup"),
    ];
    let mut plan = plan(vec![item(100, "web", Operation::Delete, notes)], Risk::Destructive);
    plan.second_person = true;
    let mut pending = action(plan, Stage::Pending);
    pending.agreed.push(Person::at_terminal("anna"));
    in_all("plan_delete", |language| plan_text(&pending, language));
}

#[test]
fn a_plan_of_several_guests_says_each_thing_once_and_of_whom() {
    let ready = || vec![Note::info("state").text("state", "running"), Note::info("stop-loses")];
    let mut second = ready();
    second.push(Note::warning("guest-locked").text("lock", "backup"));
    let items = vec![item(100, "web", Operation::Stop, ready()), item(101, "db", Operation::Stop, second)];
    let mut plan = plan(items, Risk::Disruptive);
    plan.selection = Some("tag:web".to_owned());
    plan.notes
        .push(Note::warning("quorum-at-risk").with("members", Argument::Count(3)).with("online", Argument::Count(2)));
    let pending = action(plan, Stage::Pending);
    in_all("plan_several", |language| plan_text(&pending, language));
}

#[test]
fn a_plan_that_was_only_to_be_shown_shows_the_calls_and_its_hash() {
    let mut shown =
        action(plan(vec![item(100, "web", shutdown(), shutdown_notes())], Risk::Disruptive), Stage::Pending);
    shown.proposal.sketch = true;
    let text = plan_text(&shown, Language::En);
    assert!(text.contains("POST /nodes/pve1/qemu/100/status/shutdown timeout=60"), "{text}");
    assert!(text.contains(&shown.proposal.plan.hash()), "{text}");
    let asked = action(shown.proposal.plan.clone(), Stage::Pending);
    assert!(!plan_text(&asked, Language::En).contains("POST"), "who is asked is not shown the wire");
}

#[test]
fn a_blocked_plan_says_so_and_wants_nothing() {
    let blocked = vec![Note::blocks("guest-locked").text("lock", "backup")];
    let pending = action(plan(vec![item(100, "web", shutdown(), blocked)], Risk::Disruptive), Stage::Pending);
    for language in Language::ALL {
        let text = plan_text(&pending, language);
        assert!(text.contains(&lotse_text::tr::plan_blocked(language)), "{text}");
        assert!(text.contains('✖'), "{text}");
        assert!(!text.contains(&lotse_text::tr::plan_wants_yes(language)), "{text}");
    }
}

fn settled(outcome: Outcome, notes: Vec<Note>, ended: Vec<StepEnd>) -> Progress {
    Progress {
        ended,
        under_way: None,
        tasks: vec![UPID.parse().expect("a task")],
        settled: Some((outcome, notes)),
        ..Progress::default()
    }
}

fn deaf() -> Progress {
    let words = "VM quit/powerdown failed - got timeout";
    let note = Note::warning("failed-no-reaction").text("message", words).text("node", "pve1").text("task", UPID);
    let end = StepEnd::Failed {
        meaning: "failed-no-reaction".into(),
        message: words.to_owned(),
        tail: vec!["trying to shut down".to_owned(), format!("TASK ERROR: {words}")],
    };
    settled(Outcome::Failed, vec![note], vec![end])
}

#[test]
fn a_shutdown_that_timed_out_offers_the_hard_stop_as_a_change_of_its_own() {
    let items = vec![item(100, "web", shutdown(), Vec::new())];
    let finished = action(plan(items, Risk::Disruptive), Stage::Finished(vec![deaf()]));
    in_all("outcome_deaf", |language| outcome_text(&finished, language));
}

#[test]
fn outcomes_of_several_guests_are_counted_and_each_failure_is_told() {
    let items = ["web", "db", "mail", "dns"];
    let items = items.iter().zip(100..).map(|(name, vmid)| item(vmid, name, shutdown(), Vec::new())).collect();
    let done = vec![StepEnd::Done { warnings: 0 }];
    let lost = StepEnd::Unknown { meaning: "unknown-answer-lost".into(), message: "connection reset".to_owned() };
    let lost_note = Note::warning("unknown-answer-lost").text("message", "connection reset").text("node", "pve1");
    let progress = vec![
        settled(Outcome::Verified, vec![Note::info("is-off")], done),
        deaf(),
        settled(Outcome::Inconclusive, vec![lost_note.text("task", "")], vec![lost]),
        Progress { settled: Some((Outcome::NotBegun, vec![Note::info("left-another-failed")])), ..Progress::default() },
    ];
    let finished = action(plan(items, Risk::Disruptive), Stage::Finished(progress));
    in_all("outcome_several", |language| outcome_text(&finished, language));
}

#[test]
fn a_stale_plan_says_what_differs() {
    let differs = vec![
        Difference {
            item: 0,
            fact: "state".to_owned(),
            was: Some("running".to_owned()),
            is: Some("stopped".to_owned()),
        },
        Difference { item: 0, fact: "lock".to_owned(), was: None, is: Some("backup".to_owned()) },
        Difference { item: 0, fact: "gone".to_owned(), was: None, is: None },
    ];
    let items = vec![item(100, "web", shutdown(), Vec::new())];
    let dropped = action(plan(items, Risk::Disruptive), Stage::Dropped(Dropped::Stale { differs }));
    in_all("outcome_stale", |language| outcome_text(&dropped, language));
}

#[test]
fn the_json_of_a_plan_and_of_an_outcome_is_frozen() {
    let items = || vec![item(100, "web", shutdown(), shutdown_notes())];
    let pending = action(plan(items(), Risk::Disruptive), Stage::Pending);
    insta::assert_json_snapshot!("plan_json", View::Plan(Box::new(PlanView::of(&pending))));
    let finished = action(plan(items(), Risk::Disruptive), Stage::Finished(vec![deaf()]));
    insta::assert_json_snapshot!("outcome_json", View::Outcome(Box::new(OutcomeView::of(&finished))));
}

#[test]
fn text_from_a_machine_reaches_no_page_of_a_change_uncleaned() {
    let hostile = "w\u{1b}[2J\u{202e}eb\u{7}";
    let notes = vec![Note::warning("guest-locked").text("lock", hostile), Note::info("state").text("state", hostile)];
    let mut one = item(100, hostile, Operation::SnapshotDelete { name: hostile.to_owned() }, notes);
    one.calls = vec![hostile.to_owned()];
    let mut shown = action(plan(vec![one.clone()], Risk::Disruptive), Stage::Pending);
    shown.proposal.sketch = true;
    let end = StepEnd::Failed {
        meaning: "failed-other".into(),
        message: hostile.to_owned(),
        tail: vec![format!("{hostile}\nsecond")],
    };
    let note = Note::warning("failed-other").text("message", hostile);
    let failed = action(
        plan(vec![one], Risk::Disruptive),
        Stage::Finished(vec![settled(Outcome::Failed, vec![note], vec![end])]),
    );
    let views = [View::Plan(Box::new(PlanView::of(&shown))), View::Outcome(Box::new(OutcomeView::of(&failed)))];
    for view in views {
        let page = Page::of(&answer(view, Vec::new()), &reader(Language::En));
        let text = format!("{page:?}");
        for forbidden in ["\\u{1b}", "\\u{202e}", "\\u{7}", "\\n"] {
            assert!(!text.contains(forbidden), "{forbidden} in {text}");
        }
    }
}

/// What is wrong with the texts of a table: a code without one, or with other arguments than the note has.
fn wrong_texts(prefix: &str, table: &[(&str, &[&str])]) -> Vec<String> {
    let mut wrong = Vec::new();
    for language in Language::ALL {
        let known: BTreeMap<_, _> = keys(language).iter().copied().collect();
        for (code, arguments) in table {
            let key = format!("{prefix}-{code}");
            match known.get(key.as_str()) {
                None => wrong.push(format!("{language}: {key} has no text")),
                Some(used) if used != arguments => {
                    wrong.push(format!("{language}: {key} uses {used:?}, has {arguments:?}"));
                }
                Some(_) => {}
            }
        }
    }
    wrong
}

#[test]
fn every_note_has_its_words_in_every_language_with_exactly_its_arguments() {
    let wrong: Vec<_> = wrong_texts("note", NOTES).into_iter().chain(wrong_texts("outcome", OUTCOMES)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The codes in quotation marks of a source that begin so.
fn codes_in(source: &str, begin: &str) -> Vec<String> {
    let quoted = source.split('"').skip(1).step_by(2);
    let fits =
        |text: &&str| text.starts_with(begin) && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    quoted.filter(fits).filter(|text| text.len() > begin.len()).map(str::to_owned).collect()
}

#[test]
fn every_way_to_fail_has_its_words() {
    let sources = [include_str!("../../change/failure.rs"), include_str!("../../change/verdict.rs")];
    let begins = ["failed-", "unknown-", "left-", "partly-", "task-"];
    let codes: Vec<_> =
        sources.iter().flat_map(|source| begins.iter().flat_map(move |begin| codes_in(source, begin))).collect();
    assert!(codes.len() > 40, "the sources still name their codes: {codes:?}");
    let given = ["message", "node", "task", "count", "done", "steps"];
    for language in Language::ALL {
        let known: BTreeMap<_, _> = keys(language).iter().copied().collect();
        for code in &codes {
            let used = known.get(format!("outcome-{code}").as_str());
            let used = used.unwrap_or_else(|| panic!("{language}: outcome-{code} has no text"));
            assert!(used.iter().all(|argument| given.contains(argument)), "{code} uses {used:?}");
        }
    }
}

#[test]
fn every_change_of_the_table_has_a_title() {
    for command in TABLE.iter().filter(|command| command.changes()) {
        for language in Language::ALL {
            let title =
                lotse_text::message(language, &format!("does-{}", command.name), &[("what", Value::from("web"))]);
            assert!(title.is_some_and(|title| title.contains("web")), "{} in {language}", command.name);
        }
    }
}

#[test]
fn a_code_that_is_not_known_is_shown_as_it_is() {
    let newer = Note::info("of-a-newer-version");
    assert_eq!(note::of_plan(&newer, &reader(Language::De)), "of-a-newer-version");
}
