//! From what words were understood as to the calls that answer them.

use lotse_intent::{Intent, Understanding};
use serde_json::{Map, Value};

use crate::command::{
    Call, Command, CommandError, find,
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
        calls.push(call);
    }
    Ok(calls)
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
        let is_flag = command.argument(name).is_some_and(|argument| argument.kind == super::ArgumentKind::Flag);
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
