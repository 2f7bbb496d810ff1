//! How a script says what it wants of a change: `--plan`, `--approve HASH`, `--yes`.

use clap::ArgMatches;
use lotse_engine::change::{event::Consent, policy::Policy, risk::Risk};
use lotse_text::{Language, tr};

use crate::failure::{Exit, Failure};

/// What the command line says about the approval of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Script {
    /// Only show the plan.
    pub(crate) plan: bool,
    /// Carry the plan of this hash out, which was shown before.
    pub(crate) approve: Option<String>,
    /// Carry it out without asking.
    pub(crate) yes: bool,
}

impl Script {
    /// What the arguments of a change say.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let flag = |name: &str| matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or(false);
        let approve = matches.try_get_one::<String>("approve").ok().flatten();
        Self { plan: flag("plan"), approve: approve.map(|hash| hash.trim().to_ascii_lowercase()), yes: flag("yes") }
    }

    /// Whether a script answers instead of a person.
    pub(crate) const fn answers(&self) -> bool {
        self.yes || self.approve.is_some()
    }

    /// The consent that a script gives to a plan of this class with this hash, as far as the operator allowed it. Without
    /// `[policy] yes` no argument approves anything.
    pub(crate) fn consent(
        &self,
        risk: Risk,
        hash: &str,
        policy: &Policy,
        language: Language,
    ) -> Result<Consent, Failure> {
        let not_run = |code, message| Failure::new(code, Exit::NotRun, message);
        if !policy.yes.contains(&risk) {
            let class = class(risk);
            return Err(not_run("E-CONSENT-POLICY", tr::script_not_allowed(language, class))
                .hint(tr::script_not_allowed_hint(language, class)));
        }
        match &self.approve {
            Some(given) if given == hash => Ok(Consent::Hash(hash.to_owned())),
            Some(given) => Err(not_run("E-CONSENT-HASH", tr::script_other_plan(language, given, hash))
                .hint(tr::script_other_plan_hint(language))),
            None if risk == Risk::Destructive => {
                Err(not_run("E-CONSENT-BARE", tr::script_bare(language)).hint(tr::script_bare_hint(language)))
            }
            None => Ok(Consent::Yes),
        }
    }
}

/// The class as the configuration calls it.
const fn class(risk: Risk) -> &'static str {
    match risk {
        Risk::Reversible => "reversible",
        Risk::Disruptive => "disruptive",
        Risk::Destructive => "destructive",
    }
}

#[cfg(test)]
mod tests {
    use lotse_engine::change::{event::Consent, policy::Policy, risk::Risk};
    use lotse_text::Language;

    use super::Script;

    const CLASSES: [Risk; 3] = [Risk::Reversible, Risk::Disruptive, Risk::Destructive];

    fn code(script: &Script, risk: Risk, yes: &[Risk]) -> Result<Consent, &'static str> {
        let policy = Policy { yes: yes.iter().copied().collect(), ..Policy::default() };
        script.consent(risk, "abc", &policy, Language::En).map_err(|failure| failure.code)
    }

    #[test]
    fn without_the_operators_word_no_argument_approves_anything() {
        let given = Script { yes: true, approve: Some("abc".to_owned()), plan: false };
        for risk in CLASSES {
            assert_eq!(code(&given, risk, &[]), Err("E-CONSENT-POLICY"), "{risk:?}");
        }
    }

    #[test]
    fn a_destructive_change_wants_the_hash_of_its_plan_and_no_other() {
        let bare = Script { yes: true, ..Script::default() };
        assert_eq!(code(&bare, Risk::Destructive, &CLASSES), Err("E-CONSENT-BARE"));
        assert_eq!(code(&bare, Risk::Disruptive, &CLASSES), Ok(Consent::Yes));
        let hashed = |hash: &str| Script { approve: Some(hash.to_owned()), ..Script::default() };
        assert_eq!(code(&hashed("abc"), Risk::Destructive, &CLASSES), Ok(Consent::Hash("abc".to_owned())));
        assert_eq!(code(&hashed("abd"), Risk::Reversible, &CLASSES), Err("E-CONSENT-HASH"));
    }

    #[test]
    fn one_class_allowed_is_no_other_class_allowed() {
        let bare = Script { yes: true, ..Script::default() };
        assert_eq!(code(&bare, Risk::Disruptive, &[Risk::Reversible]), Err("E-CONSENT-POLICY"));
    }
}
