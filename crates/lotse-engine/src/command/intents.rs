//! One table maps an intent to its command call, its shortcut and its code, so that `p3`, `proxmox-vms`,
//! `list --kind vm` and "Welche VMs laufen?" are the same question. Names and codes are those of the seeds.

use lotse_intent::Intent;

use crate::command::{Call, CommandError, line};

/// What an intent leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leads {
    /// A command with these words: a question, or a change that goes by the desk.
    To(&'static [&'static str]),
    /// Something about the host itself, which needs a scan of the host.
    Host,
    /// A written report.
    Report,
    /// Nothing: it is asked what was meant.
    Nowhere,
}

/// One row: what words, shortcut and code lead to.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The intent of words, where there is one.
    pub intent: Option<Intent>,
    /// The shortcut.
    pub shortcut: Option<&'static str>,
    /// The code.
    pub code: Option<&'static str>,
    /// Where they lead.
    pub leads: Leads,
}

const fn row(intent: Option<Intent>, shortcut: Option<&'static str>, code: Option<&'static str>, leads: Leads) -> Row {
    Row { intent, shortcut, code, leads }
}

/// A shortcut and code without an intent of their own.
const fn code(shortcut: &'static str, code: &'static str, leads: Leads) -> Row {
    row(None, Some(shortcut), Some(code), leads)
}

/// An intent that words reach, and nothing else.
const fn words(intent: Intent, leads: Leads) -> Row {
    row(Some(intent), None, None, leads)
}

/// An intent with its shortcut and code.
const fn full(intent: Intent, shortcut: &'static str, code: &'static str, leads: Leads) -> Row {
    row(Some(intent), Some(shortcut), Some(code), leads)
}

/// Every intent, shortcut and code, each once.
pub const INTENTS: &[Row] = &[
    code("proxmox", "p1", Leads::To(&["status", "--overview"])),
    full(Intent::Problems, "proxmox-problems", "p2", Leads::To(&["problems"])),
    full(Intent::ListVms, "proxmox-vms", "p3", Leads::To(&["list", "--kind", "vm"])),
    full(Intent::ListContainers, "proxmox-containers", "p4", Leads::To(&["list", "--kind", "ct"])),
    full(Intent::Storage, "proxmox-storage", "p5", Leads::To(&["storage"])),
    full(Intent::Nodes, "proxmox-nodes", "p6", Leads::To(&["nodes"])),
    full(Intent::Ha, "proxmox-ha", "p7", Leads::To(&["ha"])),
    full(Intent::Tasks, "proxmox-tasks", "p8", Leads::To(&["tasks"])),
    full(Intent::Backups, "proxmox-backups", "p9", Leads::To(&["backups"])),
    full(Intent::Snapshots, "proxmox-snapshots", "p10", Leads::To(&["snapshots"])),
    row(Some(Intent::Status), Some("proxmox-status"), None, Leads::To(&["status"])),
    row(Some(Intent::Refresh), Some("proxmox-refresh"), None, Leads::To(&["refresh"])),
    row(None, Some("refresh-proxmox"), None, Leads::To(&["refresh"])),
    words(Intent::ListGuests, Leads::To(&["list"])),
    words(Intent::GuestInfo, Leads::To(&["info"])),
    words(Intent::NodeInfo, Leads::To(&["node"])),
    words(Intent::TaskLog, Leads::To(&["task"])),
    words(Intent::NotBackedUp, Leads::To(&["backups", "--missing"])),
    words(Intent::Graph, Leads::To(&["graph"])),
    words(Intent::WhySlow, Leads::To(&["info"])),
    words(Intent::Help, Leads::To(&["help"])),
    full(Intent::HostServices, "services", "s1", Leads::Host),
    // Typed alone, `storage` is the command, Proxmox's storages; the code and the question about disks are the host's.
    full(Intent::HostDisks, "storage", "s2", Leads::Host),
    full(Intent::HostSecurity, "security", "s3", Leads::Host),
    full(Intent::HostProcesses, "processes", "s4", Leads::Host),
    full(Intent::HostSystem, "performance", "s5", Leads::Host),
    full(Intent::HostUsers, "users", "s6", Leads::Host),
    full(Intent::HostUpdates, "updates", "s7", Leads::Host),
    full(Intent::HostLogs, "logs", "s8", Leads::Host),
    code("k8s", "k1", Leads::Host),
    code("k8s-problems", "k2", Leads::Host),
    code("k8s-pods", "k3", Leads::Host),
    code("k8s-nodes", "k4", Leads::Host),
    code("k8s-resources", "k5", Leads::Host),
    full(Intent::Docker, "docker", "d1", Leads::Host),
    code("docker-problems", "d2", Leads::Host),
    code("docker-containers", "d3", Leads::Host),
    code("docker-images", "d4", Leads::Host),
    code("mailservers", "m1", Leads::Host),
    code("mailcow", "m2", Leads::Host),
    code("mailcow-problems", "m3", Leads::Host),
    code("postfix", "m4", Leads::Host),
    code("postfix-problems", "m5", Leads::Host),
    code("network-security", "n1", Leads::Host),
    code("exposed-services", "n2", Leads::Host),
    code("port-scan", "n3", Leads::Host),
    code("service-test", "n4", Leads::Host),
    full(Intent::Report, "report", "t1", Leads::Report),
    full(Intent::Cache, "cache", "t2", Leads::To(&["cache"])),
    code("clear", "t3", Leads::To(&["cache", "--clear"])),
    row(None, Some("clear-cache"), None, Leads::To(&["cache", "--clear"])),
    words(Intent::Start, Leads::To(&["start"])),
    words(Intent::Shutdown, Leads::To(&["shutdown"])),
    words(Intent::Reboot, Leads::To(&["reboot"])),
    words(Intent::Stop, Leads::To(&["stop"])),
    words(Intent::Create, Leads::To(&["create"])),
    words(Intent::Resize, Leads::To(&["resize"])),
    words(Intent::Delete, Leads::To(&["delete"])),
    words(Intent::SnapshotCreate, Leads::To(&["snapshot-create"])),
    words(Intent::SnapshotRollback, Leads::To(&["snapshot-rollback"])),
    words(Intent::SnapshotDelete, Leads::To(&["snapshot-delete"])),
    words(Intent::BackupNow, Leads::To(&["backup-now"])),
    words(Intent::Migrate, Leads::To(&["migrate"])),
    // The calls that the seeds planned and never had.
    row(None, Some("start_vm"), None, Leads::To(&["start"])),
    row(None, Some("stop_vm"), None, Leads::To(&["stop"])),
    row(None, Some("create_backup"), None, Leads::To(&["backup-now"])),
    row(None, Some("get_performance_metrics"), None, Leads::To(&["graph"])),
    words(Intent::MonitorAdd, Leads::To(&["monitor-add"])),
    words(Intent::MonitorRemove, Leads::To(&["monitor-remove"])),
    words(Intent::MonitorList, Leads::To(&["monitor-list"])),
    words(Intent::Ack, Leads::To(&["monitor-ack"])),
    words(Intent::Snooze, Leads::To(&["monitor-snooze"])),
    words(Intent::None, Leads::Nowhere),
];

/// What a line is before its words are looked at: an exact code first, then the command table, then a shortcut. `None`
/// leaves it to the words.
///
/// A line that begins with a command's name is that command when its arguments fit and what they name is `known`;
/// otherwise it may still be a sentence ("list all hypervisor nodes", "storage full?"). Written with options, or alone,
/// it is a command, and what is wrong with it is said. What ends with a question mark asks, and never changes anything.
#[must_use]
pub fn typed(line: &str, known: &dyn Fn(&str) -> bool) -> Option<Result<Typed, CommandError>> {
    let words = line::words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (first, rest) = words.split_first()?;
    let asks = line.trim_end().ends_with(['?', '？']);
    let first = lotse_text::fold(first);
    if let Some(row) = INTENTS.iter().find(|row| rest.is_empty() && row.code == Some(first.as_str())) {
        return Some(follow(row));
    }
    let named = |row: &&Row| row.shortcut == Some(first.as_str());
    let begins: Vec<&str> = match (crate::command::find(&first), INTENTS.iter().find(named)) {
        (Some(command), _) => vec![command.name],
        (None, Some(Row { leads: Leads::To(words), .. })) => words.to_vec(),
        (None, Some(row)) => return rest.is_empty().then(|| follow(row)),
        (None, None) => return None,
    };
    if asks
        && begins
            .first()
            .and_then(|name| crate::command::find(name))
            .is_some_and(|one| one.changes() || one.keeps_books())
    {
        return None;
    }
    // A hyphen stands in no word of a sentence: `proxmox-refresh strage` is a command with a mistake.
    // A command that cannot do without a name is one when a name follows, known or not: `info wbe` is a misspelling.
    let named = crate::command::find(&first).is_some_and(|command| {
        let places = command.arguments.iter().filter(|argument| argument.positional);
        command.arguments.first().is_some_and(|argument| argument.required) && rest.len() <= places.count()
    });
    let written = rest.is_empty()
        || first.contains(['-', '_'])
        || rest.iter().any(|word| word.starts_with("--"))
        || (named && !asks);
    match Call::parse(&begins.iter().chain(rest).copied().collect::<Vec<_>>()) {
        Ok(call) if written || call.names().all(known) => Some(Ok(Typed::Call(call))),
        Err(error) if written => Some(Err(error)),
        Ok(_) | Err(_) => None,
    }
}

/// What was typed.
#[derive(Debug, Clone)]
pub enum Typed {
    /// A command.
    Call(Call),
    /// A shortcut that leads elsewhere.
    Leads(&'static Row),
}

fn follow(row: &'static Row) -> Result<Typed, CommandError> {
    match row.leads {
        Leads::To(words) => Call::parse(words).map(Typed::Call),
        _ => Ok(Typed::Leads(row)),
    }
}

/// The row of an intent.
#[must_use]
pub fn row_of(intent: Intent) -> Option<&'static Row> {
    INTENTS.iter().find(|row| row.intent == Some(intent))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{INTENTS, Leads, Typed, typed};
    use crate::command::{Call, Command, TABLE};
    use lotse_intent::Intent;

    fn once<T: Ord + std::fmt::Debug>(values: impl Iterator<Item = T>) {
        let mut seen = BTreeMap::new();
        for value in values {
            *seen.entry(value).or_insert(0) += 1;
        }
        let twice: Vec<_> = seen.iter().filter(|(_, count)| **count > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn every_intent_code_and_shortcut_stands_here_exactly_once() {
        once(INTENTS.iter().filter_map(|row| row.code));
        once(INTENTS.iter().filter_map(|row| row.shortcut));
        once(INTENTS.iter().filter_map(|row| row.intent).map(Intent::as_str));
        for intent in Intent::ALL {
            assert!(super::row_of(*intent).is_some(), "{intent:?} leads nowhere");
        }
    }

    #[test]
    fn every_row_leads_to_a_command_of_the_table() {
        for row in INTENTS {
            if let Leads::To(words) = row.leads {
                assert!(TABLE.iter().any(|command| Some(&command.name) == words.first()), "{row:?}");
            }
        }
    }

    #[test]
    fn a_bare_storage_is_proxmox_storage_and_s2_the_disks_of_the_host() {
        let Some(Ok(Typed::Call(call))) = typed("storage", &nothing) else { panic!("a command") };
        assert_eq!(call.command.name, "storage");
        let Some(Ok(Typed::Leads(row))) = typed("s2", &nothing) else { panic!("a code") };
        assert_eq!(row.intent, Some(Intent::HostDisks));
    }

    #[test]
    fn a_code_and_its_shortcut_have_the_same_effect() {
        for row in INTENTS {
            let (Some(code), Some(shortcut)) = (row.code, row.shortcut) else { continue };
            if shortcut == "storage" {
                continue; // the command comes before the shortcut
            }
            let words = |call: &Call| format!("{call:?}");
            match (typed(code, &nothing), typed(shortcut, &nothing)) {
                (Some(Ok(Typed::Call(a))), Some(Ok(Typed::Call(b)))) => assert_eq!(words(&a), words(&b)),
                (Some(Ok(Typed::Leads(a))), Some(Ok(Typed::Leads(b)))) => assert_eq!(a.code, b.code),
                other => panic!("{code} and {shortcut}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_shortcut_takes_the_arguments_of_its_command() {
        let Some(Ok(Typed::Call(call))) = typed("proxmox-refresh storage", &nothing) else { panic!("a command") };
        assert_eq!(call.get("topic"), Some("storage"));
        assert!(matches!(typed("proxmox-refresh strage", &nothing), Some(Err(_))));
    }

    #[test]
    fn a_sentence_that_begins_with_a_command_is_left_to_the_words() {
        for sentence in [
            "info about web please",
            "node pve1?",
            "list all hypervisor nodes",
            "storage full?",
            "tasks today",
            "list containers",
            "backups ok",
        ] {
            assert!(typed(sentence, &nothing).is_none(), "{sentence}");
        }
    }

    #[test]
    fn a_change_is_typed_as_a_command_and_never_as_a_question() {
        let known = |name: &str| ["web", "db"].contains(&name);
        let line = |line: &str| match typed(line, &known) {
            Some(Ok(Typed::Call(call))) => call.line(),
            other => format!("{other:?}"),
        };
        assert_eq!(line("stop web"), "stop web");
        assert_eq!(line("shutdown web db"), "shutdown web,db");
        assert_eq!(line("stop tag:web"), "stop tag:web");
        assert_eq!(line("stop_vm web"), "stop web");
        assert_eq!(line("create_backup web --storage pbs"), "backup-now web --storage pbs");
        assert_eq!(
            line("snapshot-create web before --description 'before the upgrade'"),
            "snapshot-create web before --description \"before the upgrade\""
        );
        for asked in ["stop web?", "stop web ?", "delete web？", "stop web or db", "start web not db", "stop web now"]
        {
            assert!(typed(asked, &known).is_none(), "{asked}");
        }
    }

    #[test]
    fn the_shortcuts_that_lead_to_a_change_are_those_that_say_so() {
        for row in INTENTS {
            let Leads::To(words) = row.leads else { continue };
            let changes = words.first().and_then(|name| crate::command::find(name)).is_some_and(Command::changes);
            assert!(!changes || row.code.is_none(), "a code of two letters changes nothing: {row:?}");
            assert!(!changes || row.intent.is_none_or(Intent::is_change), "a question changes nothing: {row:?}");
            assert!(row.intent.is_none_or(|intent| intent.is_change() == changes), "{row:?}");
        }
    }

    #[test]
    fn a_command_with_a_known_name_is_that_command() {
        let web = |name: &str| name == "web";
        for line in ["list web", "snapshots web", "storage web"] {
            assert!(matches!(typed(line, &web), Some(Ok(Typed::Call(_)))), "{line}");
            assert!(typed(line, &nothing).is_none(), "{line}");
        }
        for line in ["info --guest nobody", "info web", "graph web day", "node pve9"] {
            assert!(matches!(typed(line, &nothing), Some(Ok(Typed::Call(_)))), "{line}");
        }
    }

    fn nothing(_: &str) -> bool {
        false
    }
}
