//! Failures as a person reads them: what happened, what to do, a stable code, and an exit code.
//!
//! Libraries report codes and data; here they find their words. One file for each source of errors.

mod call;
mod change;
mod command;
mod config;
mod ssh;
mod store;
mod usage;

use lotse_engine::{command::Candidate, page::Tone};
use lotse_text::{Language, tr};
use serde_json::json;

pub(crate) use call::of_call;
pub(crate) use change::{of_change, of_refusal};
pub(crate) use command::of_command;
pub(crate) use config::{of_file, of_secret, shell_word};
pub(crate) use ssh::{of_ssh, of_target};
pub(crate) use store::of_store;
pub(crate) use usage::of_usage;

use crate::{print::Printer, render::paint};

/// How the program ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Done, also when part of the fleet was missing.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// Wrongly called, or ambiguous.
    Usage = 2,
    /// Not reachable; refused TLS and host keys included, and with `--strict` an answer that lacks something.
    Unreachable = 3,
    /// Login or privilege refused.
    Denied = 4,
    /// Not found.
    NotFound = 5,
    /// A change that was not approved or not run.
    NotRun = 6,
    /// A change of which nobody can tell whether it was done.
    Inconclusive = 7,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The code of what this version does not do yet.
pub(crate) const NOT_YET: &str = "E-NOT-YET";

/// A failure in a person's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The stable code.
    pub(crate) code: &'static str,
    /// How the program ends by it.
    pub(crate) exit: Exit,
    /// What happened.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
    /// Lines that belong to it: candidates, a report on the configuration.
    pub(crate) detail: Vec<String>,
    /// What an ambiguous reference may mean, for programs; people find it among the lines.
    pub(crate) candidates: Vec<Candidate>,
    /// The language that its words are in, where that is another one than the interface's: a question is answered in its
    /// own.
    pub(crate) spoken: Option<Language>,
}

impl Failure {
    /// A failure without hint.
    pub(crate) fn new(code: &'static str, exit: Exit, message: impl Into<String>) -> Self {
        Self {
            code,
            exit,
            message: message.into(),
            hint: None,
            detail: Vec::new(),
            candidates: Vec::new(),
            spoken: None,
        }
    }

    /// The same with a hint.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same with a line more.
    #[must_use]
    pub(crate) fn with(mut self, line: impl Into<String>) -> Self {
        self.detail.push(line.into());
        self
    }

    /// The same with other words in front, when something was about to be done.
    #[must_use]
    pub(crate) fn within(mut self, place: &str) -> Self {
        self.message = format!("{place}: {}", self.message);
        self
    }

    /// The same, with its words in this language.
    #[must_use]
    pub(crate) fn spoken(mut self, language: Language) -> Self {
        self.spoken = Some(language);
        self
    }

    /// The text for a person.
    pub(crate) fn text(&self, language: Language) -> String {
        let language = self.spoken.unwrap_or(language);
        self.told(language, &format!("{} ", paint(Tone::Bad, &tr::error_label(language))))
    }

    /// The text as a turn of a conversation: a question back, or that something is not done, is no error there.
    pub(crate) fn reply(&self, language: Language) -> String {
        let wrong = matches!(self.exit, Exit::Failed | Exit::Unreachable | Exit::Denied) && self.code != NOT_YET;
        if wrong { self.text(language) } else { self.told(language, "") }
    }

    fn told(&self, language: Language, label: &str) -> String {
        let language = self.spoken.unwrap_or(language);
        let mut text = format!("{label}{}", self.message);
        for line in &self.detail {
            text.push_str("\n  ");
            text.push_str(&line.trim_end().replace('\n', "\n  "));
        }
        if let Some(hint) = &self.hint {
            text.push('\n');
            text.push_str(&paint(Tone::Literal, &tr::error_hint(language)).to_string());
            text.push(' ');
            text.push_str(hint);
        }
        text
    }

    /// The object for a program.
    pub(crate) fn json(&self) -> serde_json::Value {
        let mut message = self.message.clone();
        for line in &self.detail {
            message.push('\n');
            message.push_str(line.trim_end());
        }
        let mut error = json!({ "code": self.code, "message": message, "hint": self.hint });
        if !self.candidates.is_empty() {
            let candidates = self
                .candidates
                .iter()
                .map(|one| json!({ "reference": one.reference, "name": one.name, "node": one.node }));
            if let Some(fields) = error.as_object_mut() {
                fields.insert("candidates".to_owned(), candidates.collect());
            }
        }
        json!({ "error": error })
    }

    /// Prints it to standard error, as JSON when `json` is wanted.
    pub(crate) fn print(&self, printer: Printer, language: Language, json: bool) {
        if json {
            printer.error(crate::render::json_text(&self.json()));
        } else {
            printer.error(Printer::fitted_error(self.text(language)));
        }
    }
}
