//! What a line of the chat is, before anything is asked.
//!
//! Typed alone an exact code comes first, then the command table, then shortcuts, then words; so `storage` alone is the
//! command and `s2` the host's disks. That order is the engine's ([`typed`]); here stand only the words of the chat itself.

use lotse_engine::command::{
    Call, CommandError,
    intents::{Leads, Typed, typed},
};
use lotse_text::fold;

/// Words that end the chat, folded.
pub(super) const FAREWELLS: [&str; 8] = ["exit", "quit", "q", "bye", "beenden", "tschuess", "ciao", "終了"];

/// Words of the chat for commands of the table, folded.
const SYNONYMS: [(&str, &[&str]); 4] = [("m", &["help"]), ("menu", &["help"]), ("?", &["help"]), ("c", &["cache"])];

/// What a line is.
#[derive(Debug, Clone)]
pub(super) enum Line {
    /// Nothing.
    Blank,
    /// The end of the chat.
    Farewell,
    /// A command, or why it is none although it was meant as one.
    Command(Result<Call, CommandError>),
    /// About a change that waits for a person.
    Waiting(Waiting),
    /// A code or shortcut that leads elsewhere than to a command.
    Leads(Leads),
    /// Words to be understood.
    Words(String),
}

/// What is said of changes that wait for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Waiting {
    /// Which are there.
    All,
    /// Yes to this one.
    Approve(String),
    /// No to this one.
    Decline(String),
}

/// The line about changes that wait, when it is one. An id is one word; anything else is a sentence.
fn waiting(line: &str) -> Option<Waiting> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match *words.as_slice() {
        ["pending"] => Some(Waiting::All),
        ["approve", id] => Some(Waiting::Approve(id.to_owned())),
        ["decline", id] => Some(Waiting::Decline(id.to_owned())),
        _ => None,
    }
}

/// What the line is.
///
/// `known` tells whether a name names something of the fleet: `info web` is a command when there is a `web`, and
/// `storage full?` is a sentence.
pub(super) fn read(line: &str, known: &dyn Fn(&str) -> bool) -> Line {
    let line = lotse_text::clean(line);
    let line = line.trim();
    if line.is_empty() {
        return Line::Blank;
    }
    // A slash is how commands begin elsewhere.
    let bare = line.strip_prefix('/').unwrap_or(line);
    let folded = fold(bare);
    if FAREWELLS.contains(&folded.as_str()) {
        return Line::Farewell;
    }
    if let Some((_, words)) = SYNONYMS.iter().find(|(word, _)| *word == folded) {
        return Line::Command(Call::parse(words));
    }
    if let Some(waiting) = waiting(&folded) {
        return Line::Waiting(waiting);
    }
    match typed(bare, known) {
        Some(Ok(Typed::Call(call))) => Line::Command(Ok(call)),
        Some(Ok(Typed::Leads(row))) => Line::Leads(row.leads),
        Some(Err(error)) => Line::Command(Err(error)),
        None => Line::Words(line.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use lotse_engine::command::intents::Leads;

    use super::{Line, Waiting};

    fn read(line: &str) -> Line {
        super::read(line, &|name| name == "web")
    }

    fn command(line: &str) -> String {
        match read(line) {
            Line::Command(Ok(call)) => call.command.name.to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_farewell_ends_the_chat_in_any_spelling() {
        for line in ["exit", "QUIT", "q", " bye ", "Beenden", "tschüss", "tschuess", "Tschüß", "ciao", "終了", "/exit"]
        {
            assert!(matches!(read(line), Line::Farewell), "{line}");
        }
    }

    #[test]
    fn words_of_the_chat_are_commands_of_the_table() {
        for line in ["help", "m", "menu", "?"] {
            assert_eq!(command(line), "help", "{line}");
        }
        for line in ["cache", "c", "t2", "clear", "clear-cache", "t3"] {
            assert_eq!(command(line), "cache", "{line}");
        }
        for line in ["proxmox-refresh storage", "refresh-proxmox storage", "refresh storage"] {
            assert_eq!(command(line), "refresh", "{line}");
        }
    }

    #[test]
    fn what_waits_for_a_person_is_named_by_its_id() {
        let id = "0199-a";
        assert!(matches!(read("pending"), Line::Waiting(Waiting::All)));
        assert!(matches!(read(&format!("/approve {id}")), Line::Waiting(Waiting::Approve(own)) if own == id));
        assert!(matches!(read(&format!("decline {id}")), Line::Waiting(Waiting::Decline(own)) if own == id));
        assert!(matches!(read("approve of this"), Line::Words(_)));
    }

    #[test]
    fn codes_of_the_host_lead_to_the_host() {
        for line in ["s1", "s8", "k1", "k5", "d1", "d4", "m1", "m5", "n1", "n4", "docker-containers", "port-scan"] {
            assert!(matches!(read(line), Line::Leads(Leads::Host)), "{line}");
        }
    }

    #[test]
    fn a_sentence_is_left_to_the_words() {
        for line in ["Welche VMs laufen?", "どのコンテナが停止していますか", "Is any storage nearly full?"]
        {
            assert!(matches!(read(line), Line::Words(words) if words == line), "{line}");
        }
    }

    #[test]
    fn a_command_with_a_known_name_is_a_command() {
        assert_eq!(command("info web"), "info");
        assert_eq!(command("graph web day"), "graph");
        assert!(matches!(read("storage full?"), Line::Words(_)));
    }

    #[test]
    fn a_line_of_nothing_or_of_marks_is_blank() {
        for line in ["", "   ", "\u{200b}\t"] {
            assert!(matches!(read(line), Line::Blank), "{line:?}");
        }
    }
}
