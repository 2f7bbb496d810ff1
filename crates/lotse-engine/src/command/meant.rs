//! From what words were understood as to the calls that answer them.

use lotse_intent::{Intent, Understanding};
use lotse_model::{Comparison, Criterion, Field, Measure, Seconds};
use serde_json::{Map, Value};

use crate::command::{
    ArgumentKind, Call, Command, CommandError, criteria, find,
    intents::{Leads, row_of},
    ordered,
};

/// What a phrase leads to.
#[derive(Debug, Clone)]
pub enum Meant {
    /// Calls, in the order of mention: one, or one for each of several guests.
    Calls(Vec<Call>),
    /// A change, ready to be proposed to the desk. Nothing happened yet.
    Change(Call),
    /// A question about something that was not named, or a change of which something is missing.
    Incomplete {
        /// What was understood.
        intent: Intent,
        /// What must be named.
        error: CommandError,
    },
    /// Something about the host itself.
    Host(Intent),
    /// A written report.
    Report,
    /// Not understood; these may be meant, the likeliest first.
    Unsure(Vec<Intent>),
}

/// The argument for criteria.
const WHERE: &str = "where";

/// So many readings are offered when nothing is sure.
const OFFERED: usize = 3;

/// What `understanding` leads to.
#[must_use]
pub fn meant(understanding: &Understanding) -> Meant {
    let intent = understanding.intent;
    let Some(row) = row_of(intent) else { return Meant::Unsure(Vec::new()) };
    match row.leads {
        Leads::To([name]) if find(name).is_some_and(Command::changes) => {
            // The table says so already; whoever edits it wrongly must not make a question into a change.
            if !intent.is_change() {
                return Meant::Unsure(vec![intent]);
            }
            find(name).map_or(Meant::Unsure(Vec::new()), |command| {
                ordered::call(command, understanding)
                    .map_or_else(|error| Meant::Incomplete { intent, error }, Meant::Change)
            })
        }
        Leads::To(words) => {
            calls(intent, words, understanding).map_or_else(|error| Meant::Incomplete { intent, error }, Meant::Calls)
        }
        Leads::Host => Meant::Host(intent),
        Leads::Report => Meant::Report,
        Leads::Nowhere => {
            let others = understanding.candidates.iter().map(|candidate| candidate.intent);
            Meant::Unsure(others.filter(|other| *other != Intent::None).take(OFFERED).collect())
        }
    }
}

/// The list of what the conditions of a phrase are met by; `None` where it has none that can be compared.
#[must_use]
pub fn criteria_line(understanding: &Understanding) -> Option<String> {
    let call = narrowed(Call::new(find("list")?), understanding);
    call.get(WHERE).is_some().then(|| call.line())
}

fn calls(intent: Intent, words: &[&str], understanding: &Understanding) -> Result<Vec<Call>, CommandError> {
    let slots = match serde_json::to_value(&understanding.slots) {
        Ok(Value::Object(slots)) => slots,
        _ => Map::new(),
    };
    // Slow is a node or a guest; what is shown of it is the same as when one asks for its state.
    let about_node = slots.contains_key("node") && !slots.contains_key("guest");
    let words = if intent == Intent::WhySlow && about_node { &["node"] } else { words };
    let (name, rest) = words.split_first().map_or(("", words), |(name, rest)| (*name, rest));
    let command =
        find(name).ok_or_else(|| CommandError::UnknownCommand { name: name.to_owned(), suggestions: Vec::new() })?;
    let guests: Vec<Option<String>> = match slots.get("guest") {
        None => vec![None],
        Some(Value::Array(several)) => several.iter().map(|one| one.as_str().map(str::to_owned)).collect(),
        Some(one) => vec![one.as_str().map(str::to_owned)],
    };
    let mut calls = Vec::new();
    for guest in guests {
        let mut call = call(command, rest, guest.as_deref(), &slots)?;
        // What may hide an alarm is audited with the words that ordered it.
        if intent.is_bookkeeping() {
            call = call.said(&understanding.text);
        }
        if understanding.failed && command.argument("failed").is_some() {
            call.set("failed", "true")?;
        }
        calls.push(narrowed(call, understanding));
    }
    Ok(calls)
}

/// The call with the conditions that its command can compare. The words of the others stay with it, so that the answer says
/// that it does not heed them.
fn narrowed(mut call: Call, understanding: &Understanding) -> Call {
    let fields = call.command.argument(WHERE).and_then(|argument| match argument.kind {
        ArgumentKind::Criteria(fields) => Some(fields),
        _ => None,
    });
    let fields = fields.unwrap_or_default();
    let (mut criteria, mut left_out) = (Vec::new(), Vec::new());
    for condition in &understanding.conditions {
        match &condition.criterion {
            Some(criterion) if fields.contains(&criterion.field) => criteria.push(criterion.clone()),
            _ => left_out.push(condition.words.clone()),
        }
    }
    // "the snapshots of this week": a span up to now is an age.
    let span = understanding.slots.timeframe.filter(|_| call.command.name == "snapshots");
    criteria.extend(
        span.and_then(|span| Criterion::new(Field::Age, Comparison::AtMost, Measure::Time(Seconds(span.seconds())))),
    );
    if let Some(field) = understanding.most.filter(|_| call.command.argument("sort").is_some()) {
        // A field that the list does not sort by leaves it as it is.
        let _ = call.set("sort", field.as_str());
    }
    if !criteria.is_empty() && call.set(WHERE, &criteria::write(&criteria)).is_err() {
        left_out = understanding.conditions.iter().map(|condition| condition.words.clone()).collect();
    }
    call.leaving_out(left_out)
}

fn call(
    command: &'static Command,
    rest: &[&str],
    guest: Option<&str>,
    slots: &Map<String, Value>,
) -> Result<Call, CommandError> {
    let mut call = Call::new(command);
    let mut options = rest.iter();
    while let Some(option) = options.next() {
        let name = option.trim_start_matches('-');
        let is_flag = command.argument(name).is_some_and(|argument| argument.kind == ArgumentKind::Flag);
        let value = if is_flag { Some("true") } else { options.next().copied() };
        call.set(name, value.unwrap_or_default())?;
    }
    let word = |name: &str| slots.get(name).and_then(Value::as_str);
    let has = |name: &str| command.argument(name).is_some();
    let state =
        slots.get("running").and_then(Value::as_bool).map(|running| if running { "running" } else { "stopped" });
    let watched = guest.map(str::to_owned).or_else(|| {
        let kinds = ["tag", "node", "storage"];
        kinds.iter().find_map(|kind| word(kind).map(|name| format!("{kind}:{name}")))
    });
    let alert = word("alert").map(str::to_owned).or_else(|| watched.clone());
    let minutes = slots.get("duration_min").and_then(Value::as_u64).map(|minutes| format!("{minutes}m"));
    let values = [
        ("watched", watched.as_deref()),
        ("entry", watched.as_deref()),
        ("alert", alert.as_deref()),
        ("for", minutes.as_deref()),
        ("until", word("until")),
        ("target", guest.or_else(|| word("node"))),
        ("guest", guest),
        ("node", word("node")),
        ("storage", word("storage")),
        ("tag", word("tag")),
        ("topic", word("topic")),
        ("timeframe", word("timeframe")),
        ("state", state),
    ];
    for (name, value) in values {
        if let (true, Some(value)) = (has(name), value) {
            call.set(name, value)?;
        }
    }
    call.check()?;
    Ok(call)
}

#[cfg(test)]
mod tests {
    use lotse_intent::{Inventory, Matcher};

    use super::{Meant, meant};

    fn fleet() -> Inventory {
        serde_json::from_value(serde_json::json!({
            "clusters": [{"name": "home", "nodes": ["pve1"]}],
            "nodes": [{"name": "pve1", "cluster": "home", "online": true}],
            "guests": [{"id": 100, "name": "web", "kind": "vm", "cluster": "home", "node": "pve1", "running": true}],
        }))
        .unwrap()
    }

    /// The command lines that words lead to; a word for what is no command.
    fn leads(phrase: &str) -> Vec<String> {
        match meant(&Matcher::new().understand(phrase, &fleet().names(), None)) {
            Meant::Calls(calls) => calls.iter().map(crate::command::Call::line).collect(),
            Meant::Change(call) => vec![format!("change: {}", call.line())],
            Meant::Incomplete { .. } => vec!["incomplete".to_owned()],
            Meant::Host(_) => vec!["host".to_owned()],
            other => vec![format!("{other:?}")],
        }
    }

    #[test]
    fn words_lead_to_the_calls_that_shortcuts_lead_to() {
        for (phrase, line) in [
            ("Welche VMs laufen?", "list --kind vm --state running"),
            ("どのコンテナが停止していますか", "list --kind ct --state stopped"),
            ("Is any storage nearly full?", "storage"),
            ("wie geht es web?", "info web"),
            ("cpu graph of web last week", "graph web week"),
            ("Welche Gäste haben kein Backup?", "backups --missing"),
            ("failed tasks", "tasks --failed"),
            ("why is pve1 so slow", "node pve1"),
        ] {
            assert_eq!(leads(phrase), [line], "{phrase}");
        }
    }

    #[test]
    fn conditions_become_criteria_and_what_means_none_is_kept_to_be_told() {
        for (phrase, line) in [
            ("VMs with more than 4 GB", "list --kind vm --where memory>4G"),
            ("guests using over 80 % of memory", "list --where memory-used>80%"),
            ("which containers have been up longer than 30 days", "list --kind ct --where uptime>30d"),
            ("Welche VMs haben mehr als 4 Kerne?", "list --kind vm --where cores>4"),
            ("メモリが8GB以上のVM", "list --kind vm --where memory>=8G"),
            ("snapshots older than 30 days", "snapshots --where age>30d"),
            ("welche Speicher sind über 80 % voll", "storage --where used>80%"),
            ("nodes with less than 20 % cpu", "nodes --where cpu<20%"),
            ("guests starting with web", "list --where name=web*"),
            ("which VM uses the most memory?", "list --kind vm --sort memory-used"),
            ("welcher Gast frisst am meisten CPU", "list --sort cpu"),
            ("die größten VMs", "list --kind vm --sort memory"),
        ] {
            assert_eq!(leads(phrase), [line], "{phrase}");
        }
        let Meant::Calls(calls) =
            meant(&Matcher::new().understand("which VMs are stopped since last week", &fleet().names(), None))
        else {
            panic!("a question")
        };
        let left_out: Vec<_> = calls.iter().flat_map(crate::command::Call::left_out).collect();
        assert_eq!(left_out, ["since last week"]);
    }

    #[test]
    fn what_people_say_to_the_watch_leads_to_its_commands() {
        for (phrase, line) in [
            ("überwache web", "monitor-add web"),
            ("watch web", "monitor-add web"),
            ("webを監視して", "monitor-add web"),
            ("stop monitoring web", "monitor-remove web"),
            ("Was wird alles überwacht?", "monitor-list"),
            ("quittiere Alarm 17", "monitor-ack 17"),
            ("ack alert a17", "monitor-ack a17"),
            ("ack a17", "monitor-ack a17"),
            ("アラート17を確認済みにして", "monitor-ack 17"),
            ("ack the alert for web", "monitor-ack web"),
            ("mute web alerts for 45 min", "monitor-snooze web --for 45m"),
            ("mute web until 8:00", "monitor-snooze web --until 8:00"),
            ("schalte Alarm 17 stumm bis morgen 8 Uhr", "monitor-snooze 17 --until \"morgen 8 Uhr\""),
        ] {
            assert_eq!(leads(phrase), [line], "{phrase}");
        }
    }

    #[test]
    fn what_only_speaks_of_the_watch_orders_nothing() {
        for phrase in [
            "don't ack alert 17",
            "should I mute web?",
            "quittiere Alarm 17 nicht",
            "who acknowledged alert 17?",
            "quittiere nicht Alarm 17 oder 18",
            "mute the alerts of webb until 8",
        ] {
            let led = leads(phrase);
            assert!(
                !led.iter().any(|line| line.starts_with("monitor-ack") || line.starts_with("monitor-snooze")),
                "{phrase}: {led:?}"
            );
        }
    }

    #[test]
    fn which_alert_is_asked_when_nothing_says_it() {
        assert_eq!(leads("stumm bis morgen 8"), ["incomplete"]);
    }

    #[test]
    fn a_missing_name_is_asked_for() {
        assert_eq!(leads("Warum ist die VM langsam?"), ["incomplete"]);
        assert_eq!(leads("docker ps"), ["host"]);
    }
}
