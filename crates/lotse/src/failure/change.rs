//! Why a change was not made.

use lotse_engine::change::{consent::Refusal, error::ChangeError};
use lotse_text::{Language, clean, tr};

use super::{Exit, Failure, of_command, of_store};

/// The failure that an error of a change is.
pub(crate) fn of_change(error: &ChangeError, language: Language) -> Failure {
    let not_run = |message| Failure::new(error.code(), Exit::NotRun, message);
    match error {
        ChangeError::Command(error) => of_command(error, language),
        ChangeError::Blocked(_) => not_run(tr::desk_blocked(language)).hint(tr::desk_blocked_hint(language)),
        ChangeError::ReadOnly { cluster } => {
            not_run(tr::desk_read_only(language, cluster.as_str())).hint(tr::desk_read_only_hint(language))
        }
        ChangeError::Frozen { cluster, reason, by } => {
            let (by, reason) = (clean(by), clean(reason));
            let message = match cluster {
                Some(cluster) => tr::desk_frozen_in(language, by, cluster.as_str(), reason),
                None => tr::desk_frozen(language, by, reason),
            };
            not_run(message).hint(tr::desk_frozen_hint(language))
        }
        ChangeError::Refused(refusal) => of_refusal(refusal, language),
        ChangeError::Stale(_) => not_run(tr::desk_stale(language)).hint(tr::desk_stale_hint(language)),
        ChangeError::Unseen { what } => {
            not_run(tr::desk_unseen(language, clean(what))).hint(tr::desk_unseen_hint(language))
        }
        ChangeError::Unknown => {
            Failure::new(error.code(), Exit::NotFound, tr::desk_unknown(language)).hint(tr::desk_unknown_hint(language))
        }
        ChangeError::Held => not_run(tr::desk_held(language)).hint(tr::desk_held_hint(language)),
        ChangeError::Store(error) => of_store(error, language),
        ChangeError::Interrupted { source, .. } => {
            let store = of_store(source, language);
            Failure::new(error.code(), Exit::Inconclusive, tr::desk_interrupted(language))
                .with(store.message)
                .hint(tr::desk_goes_on_unknown_hint(language))
        }
    }
}

/// The failure that a consent which does not count is. Nothing was sent.
pub(crate) fn of_refusal(refusal: &Refusal, language: Language) -> Failure {
    let (message, hint) = match refusal {
        Refusal::Spent => (tr::consent_spent(language), tr::consent_again_hint(language)),
        Refusal::Expired => (tr::consent_expired(language), tr::consent_again_hint(language)),
        Refusal::NotYours => (tr::consent_not_yours(language), tr::consent_not_yours_hint(language)),
        Refusal::Elsewhere => (tr::consent_elsewhere(language), tr::consent_elsewhere_hint(language)),
        Refusal::WrongWords { wanted } => {
            (tr::consent_words(language, clean(wanted)), tr::consent_again_hint(language))
        }
        Refusal::TooOften => (tr::consent_too_often(language), tr::consent_again_hint(language)),
        Refusal::SecondPerson => (tr::consent_second_person(language), tr::consent_second_person_hint(language)),
        Refusal::NotThisWay => (tr::consent_way(language), tr::consent_again_hint(language)),
        Refusal::NotAgreed => (tr::consent_not_agreed(language), tr::consent_second_person_hint(language)),
    };
    Failure::new(refusal.code(), Exit::NotRun, message).hint(hint)
}
