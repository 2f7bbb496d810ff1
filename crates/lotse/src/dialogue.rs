//! Questions that a person answers on the terminal.

use std::io::{self, BufRead as _};

use lotse_text::{fold, tr};

use crate::{print::Printer, settings::Settings};

/// Whether a person is there to be asked: not in a pipe, and not where a program wants JSON.
pub(crate) fn possible(settings: &Settings) -> bool {
    !settings.json && Printer::is_input_terminal() && Printer::is_error_terminal()
}

/// Asks for yes or no. Everything but a clear yes is a no.
pub(crate) fn confirm(settings: &Settings, question: &str) -> bool {
    let answer = ask(settings, &format!("{question} {}", tr::dialogue_yes_no(settings.language)));
    is_yes(&answer)
}

/// Asks for a line of text.
pub(crate) fn ask(settings: &Settings, question: &str) -> String {
    settings.printer.question(question);
    let mut answer = String::new();
    // The end of input is no answer, and an empty answer is what that looks like.
    let _ = io::stdin().lock().read_line(&mut answer);
    answer.trim().to_owned()
}

fn is_yes(answer: &str) -> bool {
    ["y", "yes", "j", "ja", "はい"].contains(&fold(answer).as_str())
}

#[cfg(test)]
mod tests {
    use super::is_yes;

    #[test]
    fn only_a_clear_yes_is_one() {
        for yes in ["y", "YES", "j", "Ja", "はい", "ｙ"] {
            assert!(is_yes(yes), "{yes}");
        }
        for no in ["", "n", "no", "nein", "いいえ", "yeah?", "1", "true"] {
            assert!(!is_yes(no), "{no}");
        }
    }
}
