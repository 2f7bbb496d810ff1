//! Every command with its level and reach, as the manual shows it: `docs/commands-and-levels.md` is made here and compared, so
//! that a review sees who may do what. `LOTSE_WRITE_DOCS=1` writes it anew.

use std::{fmt::Write as _, fs, path::Path};

use lotse_engine::command::{Command, Does, Level, Reach, TABLE};

/// What *operate* holds, as the manual says it in words; everything else that changes something is *administer*.
const OPERATE: &[&str] = &[
    "start",
    "shutdown",
    "reboot",
    "stop",
    "suspend",
    "resume",
    "snapshot-create",
    "backup-now",
    "monitor-add",
    "monitor-ack",
    "monitor-snooze",
    "freeze",
];

/// What *administer* holds besides changes.
const ADMINISTER: &[&str] = &["monitor-remove", "monitor-test", "thaw", "audit", "audit-verify"];

fn page() -> String {
    let mut page = String::from(
        "# Commands and levels\n\n\
         Made from the command table. A rule with `may = \"operate\"` holds the columns look and operate; one with\n\
         `may = [\"start\", …]` holds exactly the commands that it names. What the levels and scopes mean stands in\n\
         [Access](access.md).\n\n\
         | command | look | operate | administer | does | from |\n|---|---|---|---|---|---|\n",
    );
    for command in TABLE {
        let cell = |level: Level| if level >= command.level { "✓" } else { "" };
        let does = match command.does {
            Does::Answer(_) => "answers",
            Does::Change(_) => "changes",
        };
        let from = match command.reach {
            Reach::Local => "terminal",
            Reach::Everywhere => "everywhere",
        };
        let [look, operate, administer] = Level::ALL.map(cell);
        let _ = writeln!(page, "| `{}` | {look} | {operate} | {administer} | {does} | {from} |", command.name);
    }
    page
}

#[test]
fn the_matrix_of_commands_and_levels_is_the_one_in_the_manual() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands-and-levels.md");
    let made = page();
    if std::env::var_os("LOTSE_WRITE_DOCS").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(written, made, "LOTSE_WRITE_DOCS=1 writes it anew");
}

#[test]
fn each_command_has_the_level_that_the_manual_says_in_words() {
    for command in TABLE {
        let wanted = |command: &Command| match command.does {
            _ if OPERATE.contains(&command.name) => Level::Operate,
            _ if ADMINISTER.contains(&command.name) => Level::Administer,
            Does::Change(_) => Level::Administer,
            Does::Answer(_) if command.reach == Reach::Local => Level::Administer,
            Does::Answer(_) => Level::Look,
        };
        assert_eq!(command.level, wanted(command), "{}", command.name);
    }
}
