//! Checks as a person or a program reads them.

use lotse_engine::page::Tone;
use lotse_text::{Language, tr};
use serde_json::json;

use super::{Check, State, Step};
use crate::{print::Closed, render::paint, settings::Settings};

/// Prints all checks.
pub(super) fn show(checks: &[Check], settings: &Settings) -> Result<(), Closed> {
    let language = settings.language;
    if settings.json {
        return settings.printer.line(json!({
            "schema": "lotse/doctor/1",
            "language": language.tag(),
            "healthy": !checks.iter().any(|check| check.state == State::Bad),
            "checks": checks,
        }));
    }
    let mut place = "";
    for (number, check) in checks.iter().enumerate() {
        if check.of != place {
            place = &check.of;
            settings.printer.line(paint(Tone::Strong, &lotse_text::clean(place)))?;
        }
        let (mark, tone) = match check.state {
            State::Good => ("✔", Tone::Good),
            State::Note => ("!", Tone::Warning),
            State::Bad => ("✘", Tone::Bad),
            State::Skipped => ("–", Tone::Dim),
        };
        let name = lotse_text::pad(&name(check.step, language), 16);
        settings.printer.line(format_args!("  {} {name} {}", paint(tone, mark), check.found))?;
        // What mends several in a row is said once, below the last of them.
        if checks.get(number + 1).is_some_and(|next| next.of == check.of && next.fix == check.fix) {
            continue;
        }
        for fix in &check.fix {
            settings.printer.line(format_args!("      → {fix}"))?;
        }
    }
    let bad = checks.iter().filter(|check| check.state == State::Bad).count();
    let sum = if bad == 0 { tr::doctor_healthy(language) } else { tr::doctor_sick(language, bad) };
    settings.printer.line(paint(if bad == 0 { Tone::Good } else { Tone::Bad }, &sum))
}

fn name(step: Step, language: Language) -> String {
    match step {
        Step::Reach => tr::doctor_reach(language),
        Step::Trust => tr::doctor_trust(language),
        Step::Login => tr::doctor_login(language),
        Step::Version => tr::doctor_version(language),
        Step::Privilege => tr::doctor_privilege(language),
        Step::Changes => tr::doctor_changes(language),
        Step::Store => tr::doctor_store(language),
        Step::Audit => tr::doctor_audit(language),
        Step::Access => tr::doctor_access_rules(language),
        Step::Numbers => tr::doctor_numbers(language),
        Step::Clock => tr::doctor_clock(language),
        Step::Pvesh => "pvesh".to_owned(),
        Step::Topic => tr::doctor_topic(language),
        Step::Context => tr::doctor_context(language),
        Step::Words => tr::doctor_words(language),
        #[cfg(feature = "discord")]
        Step::Guild => tr::doctor_guild(language),
        #[cfg(feature = "discord")]
        Step::Category => tr::doctor_category(language),
        #[cfg(feature = "discord")]
        Step::Alerts => tr::doctor_alerts(language),
        #[cfg(feature = "discord")]
        Step::Commands => tr::doctor_commands(language),
        Step::Channel => tr::doctor_channel(language),
    }
}
