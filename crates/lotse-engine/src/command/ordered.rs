//! From an order in words to the call of the change that it asks for.
//!
//! The words were judged before (`lotse-intent` denies by default). Here the slots only find their arguments; what is
//! missing is asked for, and what cannot be said exactly ("2 GB more") is asked for too, never left out.

use lotse_intent::{Guests, Intent, Understanding};

use crate::command::{Call, Command, CommandError};

/// The call of the change.
pub(super) fn call(command: &'static Command, understanding: &Understanding) -> Result<Call, CommandError> {
    let slots = &understanding.slots;
    let mut call = Call::new(command).said(&understanding.text);
    if slots.relative {
        return Err(CommandError::MissingOneOf { command: command.name, arguments: &["cores", "memory"] });
    }
    let guests = guests(understanding);
    let number = |value: Option<u32>| value.map(|value| value.to_string());
    let intent = understanding.intent;
    let values: [(&str, Option<String>); 11] = [
        ("guests", guests.clone()),
        ("template", guests),
        ("name", if intent == Intent::Create { slots.name.clone() } else { slots.snapshot.clone() }),
        ("new-id", number(slots.new_id)),
        ("node", slots.target_node.clone()),
        ("storage", slots.storage.clone()),
        ("cores", number(slots.cores)),
        ("memory", slots.memory_mib.map(|mib| format!("{mib}M"))),
        ("with-memory", slots.with_memory.then(|| "true".to_owned())),
        ("schedule", None),
        ("backup", None),
    ];
    for (name, value) in values {
        if let (Some(_), Some(value)) = (command.argument(name), value) {
            call.set(name, &value)?;
        }
    }
    call.check()?;
    // What no single argument lacks may still be missing: a resize of nothing.
    call.request().transpose()?;
    Ok(call)
}

/// The guests as typed. Where the kind was said with the one guest, and only one of its name is of that kind, that one.
fn guests(understanding: &Understanding) -> Option<String> {
    let typed = match understanding.slots.guest.as_ref()? {
        Guests::Many(several) => return Some(several.join(",")),
        Guests::One(typed) => typed,
    };
    let folded = lotse_text::fold(typed);
    match understanding.resolved.get("guest").map(Vec::as_slice) {
        Some([only]) if !folded.contains('/') => {
            let cluster = only.split_once('/').map_or("", |(cluster, _)| cluster);
            let around = lotse_text::fold(&understanding.text).replacen(&folded, " ", 1);
            let names_cluster = around
                .split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '-' | '_' | '.'))
                .any(|word| word == lotse_text::fold(cluster));
            let narrowed = names_cluster || understanding.slots.kind.is_some();
            Some(if narrowed { only.clone() } else { typed.clone() })
        }
        _ => Some(typed.clone()),
    }
}

#[cfg(test)]
mod tests {
    use lotse_intent::{Inventory, Matcher};

    use crate::command::{CommandError, Meant, meant};

    fn fleet() -> Inventory {
        let guest = |id: u32, name: &str, kind: &str, cluster: &str| {
            serde_json::json!({
                "id": id, "name": name, "kind": kind, "cluster": cluster, "node": "pve1", "running": true,
                "template": id >= 9000,
            })
        };
        serde_json::from_value(serde_json::json!({
            "clusters": [{"name": "home", "nodes": ["pve1", "pve2"]}, {"name": "lab", "nodes": ["n1"]}],
            "nodes": [
                {"name": "pve1", "cluster": "home", "online": true},
                {"name": "pve2", "cluster": "home", "online": true},
                {"name": "n1", "cluster": "lab", "online": true},
            ],
            "guests": [
                guest(100, "web", "vm", "home"),
                guest(101, "db", "ct", "home"),
                guest(105, "マイクラ", "ct", "home"),
                guest(9000, "debian", "vm", "home"),
                guest(100, "twin", "vm", "lab"),
                guest(102, "twin", "vm", "home"),
            ],
        }))
        .expect("an inventory")
    }

    fn understood(phrase: &str) -> Meant {
        meant(&Matcher::new().understand(phrase, &fleet().names(), None))
    }

    fn line(phrase: &str) -> String {
        match understood(phrase) {
            Meant::Change(call) => {
                let request = call.request().expect("a change").expect("whole");
                assert_eq!(request.words, phrase, "the audit keeps what was said");
                call.line()
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn orders_in_three_languages_become_calls_with_everything_that_was_said() {
        for (phrase, wanted) in [
            ("start web", "start web"),
            ("please start web and db", "start web,db"),
            ("fahr web herunter", "shutdown web"),
            ("starte web und db neu", "reboot web,db"),
            ("マイクラを再起動して", "reboot マイクラ"),
            ("webを停止して", "stop web"),
            ("snapshot of web called before-update please", "snapshot-create web before-update"),
            ("take a snapshot of web called before-update", "snapshot-create web before-update"),
            ("gib web 8 GB RAM", "resize web --memory 8192M"),
            ("setze web auf 4 Kerne und 8 GB RAM", "resize web --cores 4 --memory 8192M"),
            ("clone template debian as test1", "create debian --name test1"),
            ("clone debian to 210 as test1", "create debian --name test1 --new-id 210"),
            ("sichere db jetzt", "backup-now db"),
            ("migrate web to pve2", "migrate web --node pve2"),
            ("verschiebe web auf pve2", "migrate web --node pve2"),
            ("lösche web", "delete web"),
        ] {
            assert_eq!(line(phrase), wanted, "{phrase}");
        }
    }

    #[test]
    fn a_cluster_or_kind_that_was_said_with_the_name_narrows_it() {
        assert_eq!(line("stop twin on cluster lab"), "stop lab/100");
        assert_eq!(line("stop twin"), "stop twin", "the desk says that there are two");
    }

    #[test]
    fn what_is_missing_is_asked_for() {
        for (phrase, missing) in [
            ("take a snapshot of web", "name"),
            ("mach einen Snapshot von web", "name"),
            ("webのスナップショットを作成して", "name"),
        ] {
            match understood(phrase) {
                Meant::Incomplete { error: CommandError::MissingArgument { argument, .. }, .. } => {
                    assert_eq!(argument, missing, "{phrase}");
                }
                other => panic!("{phrase}: {other:?}"),
            }
        }
        for phrase in ["give web 2 GB more RAM", "gib web 2 GB mehr RAM", "webのメモリを2GB増やして"] {
            match understood(phrase) {
                Meant::Incomplete { error: CommandError::MissingOneOf { .. }, .. } => {}
                other => panic!("{phrase}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_only_talks_about_a_change_is_none() {
        for phrase in [
            "did web start?",
            "soll ich web neu starten?",
            "how do I stop web",
            "don't stop web",
            "stoppe web nicht",
            "webは停止しましたか",
            "stop nginx on web",
            "stop all",
            "restart web tomorrow",
            "why was web deleted",
            "stop",
        ] {
            assert!(!matches!(understood(phrase), Meant::Change(_)), "{phrase}: {:?}", understood(phrase));
        }
    }
}
