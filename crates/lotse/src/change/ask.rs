//! A person is asked, at the controlling terminal and nowhere else.

use std::time::Duration;

use lotse_engine::{
    change::{
        consent::{Demand, Refusal},
        event::Consent,
        state::Action,
    },
    fleet::now,
};
use lotse_text::{Language, clean, fold, tr};

use crate::{
    failure::{Exit, Failure, of_refusal},
    session::Session,
    tty::{Answer, ControllingTerminal},
};

/// So many answers that do not count (pasted text) are pointed out before it is a no.
const PATIENCE: usize = 3;

/// Whether a person can be asked: where a program reads the answer, and where no person is at standard input, nobody can.
pub(super) fn terminal(session: &Session) -> Option<ControllingTerminal> {
    if session.json { None } else { ControllingTerminal::open() }
}

/// Asks for what the plan demands. Anything but exactly that is a no, and so is no answer.
pub(super) async fn ask(
    terminal: &ControllingTerminal,
    action: &Action,
    language: Language,
) -> Result<Consent, Failure> {
    let demand = action.demand();
    let question = match &demand {
        Demand::Nothing => return Ok(Consent::NotNeeded),
        Demand::Confirm => tr::ask_confirm(language, tr::ask_yes(language)),
        Demand::Type(phrase) => tr::ask_type(language, clean(phrase)),
    };
    forget_keys();
    for _ in 0..PATIENCE {
        match terminal.ask(&question, left(action)).await {
            Answer::Typed(typed) => return judged(&demand, &typed, language),
            Answer::Pasted => {
                terminal.forget_typed_ahead();
                terminal.say(&tr::ask_pasted(language));
            }
            Answer::Late => return Err(of_refusal(&Refusal::Expired, language)),
            Answer::Gone => break,
        }
    }
    Err(no(language))
}

/// The failure that a no is.
pub(super) fn no(language: Language) -> Failure {
    Failure::new("E-CHANGE-REFUSED", Exit::NotRun, tr::ask_refused(language))
}

/// Until when the plan can be approved; the engine judges that by itself once more.
fn left(action: &Action) -> Duration {
    let seconds = action.proposal.expires.0.saturating_sub(now().0);
    Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
}

fn judged(demand: &Demand, typed: &str, language: Language) -> Result<Consent, Failure> {
    let typed = typed.trim();
    match demand {
        Demand::Nothing => Ok(Consent::NotNeeded),
        Demand::Confirm if is_yes(typed, language) => Ok(Consent::Confirmed),
        Demand::Type(phrase) if typed == phrase => Ok(Consent::Typed(typed.to_owned())),
        Demand::Type(phrase) if !typed.is_empty() => {
            Err(of_refusal(&Refusal::WrongWords { wanted: phrase.clone() }, language))
        }
        Demand::Confirm | Demand::Type(_) => Err(no(language)),
    }
}

/// Only the word for yes in the language that was asked in, or `y`.
fn is_yes(typed: &str, language: Language) -> bool {
    let typed = fold(typed);
    typed == "y" || typed == fold(&tr::ask_yes(language))
}

/// Throws away the keys that the chat's editor took in and did not hand out: a line pasted behind the one that asked for the
/// change must not become an answer, nor the next question.
fn forget_keys() {
    while crossterm::event::poll(Duration::ZERO).unwrap_or(false) {
        if crossterm::event::read().is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use lotse_engine::change::{consent::Demand, event::Consent};
    use lotse_text::Language;

    use super::judged;

    #[test]
    fn only_the_word_of_the_language_that_was_asked_in_is_a_yes() {
        for (language, yes) in
            [(Language::En, "yes"), (Language::De, "Ja"), (Language::Ja, "はい"), (Language::De, "y")]
        {
            assert_eq!(judged(&Demand::Confirm, yes, language), Ok(Consent::Confirmed), "{yes}");
        }
        for (language, no) in [
            (Language::En, "ja"),
            (Language::De, "j"),
            (Language::Ja, "yes"),
            (Language::En, ""),
            (Language::En, "yes please"),
            (Language::En, "yy"),
        ] {
            assert!(judged(&Demand::Confirm, no, language).is_err(), "{no}");
        }
    }

    #[test]
    fn a_phrase_is_typed_exactly_or_it_is_a_no() {
        let demand = Demand::Type("web".to_owned());
        assert_eq!(judged(&demand, " web ", Language::En), Ok(Consent::Typed("web".to_owned())));
        for wrong in ["Web", "we", "yes", "y", ""] {
            assert!(judged(&demand, wrong, Language::En).is_err(), "{wrong}");
        }
    }
}
