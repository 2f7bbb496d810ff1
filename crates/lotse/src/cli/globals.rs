//! Arguments that every command takes.

use std::{path::PathBuf, time::Duration};

use clap::{Arg, ArgAction, ArgMatches, builder::ValueParser};
use lotse_text::{Language, tr};

use crate::{config::parse_duration, environment, print::Colour};

/// The arguments that every command takes.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(crate) struct Globals {
    /// The configuration file, when one is named.
    pub(crate) config: Option<PathBuf>,
    /// The language, when one is named.
    pub(crate) language: Option<Language>,
    /// Only these clusters.
    pub(crate) clusters: Vec<String>,
    /// How long one question may take.
    pub(crate) deadline: Option<Duration>,
    /// The fingerprint that an unknown certificate or host key must have to be trusted.
    pub(crate) accept_fingerprint: Option<String>,
    /// Answers and errors as JSON.
    pub(crate) json: bool,
    /// Without hints, notes and progress.
    pub(crate) quiet: bool,
    /// Show each call.
    pub(crate) debug: bool,
    /// An answer that lacks something is a failure.
    pub(crate) strict: bool,
    /// When to use colours.
    pub(crate) colour: Colour,
}

/// Arguments that a variable may give.
trait OrVariable {
    /// Taken from this variable where it is not typed. A variable that is set to nothing is as good as not set, which the
    /// parser sees otherwise: it would miss a value.
    fn or_variable(self, name: &'static str) -> Self;
}

impl OrVariable for Arg {
    fn or_variable(self, name: &'static str) -> Self {
        if std::env::var_os(name).is_some_and(|value| value.is_empty()) { self } else { self.env(name) }
    }
}

/// The arguments as the parser wants them.
pub(super) fn arguments(language: Language) -> Vec<Arg> {
    let flag = |name: &'static str| Arg::new(name).long(name).action(ArgAction::SetTrue);
    let all = vec![
        Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(clap::value_parser!(PathBuf))
            .help(tr::cli_config(language))
            .or_variable(environment::CONFIG),
        Arg::new("lang")
            .long("lang")
            .value_name("LANG")
            .value_parser(["de", "en", "ja"])
            .help(tr::cli_lang(language))
            .or_variable(environment::LANGUAGE),
        Arg::new("cluster")
            .long("cluster")
            .value_name("NAME")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .add(super::completion::clusters())
            .help(tr::cli_cluster(language))
            .or_variable(environment::CLUSTER),
        Arg::new("deadline")
            .long("deadline")
            .value_name("TIME")
            .value_parser(ValueParser::new(parse_duration))
            .help(tr::cli_deadline(language))
            .or_variable(environment::DEADLINE),
        Arg::new("accept-fingerprint")
            .long("accept-fingerprint")
            .value_name("SHA256")
            .help(tr::cli_accept_fingerprint(language)),
        flag("json").help(tr::cli_json(language)),
        flag("quiet").short('q').help(tr::cli_quiet(language)),
        flag("debug").help(tr::cli_debug(language)),
        flag("strict").help(tr::cli_strict(language)),
        Arg::new("color")
            .long("color")
            .alias("colour")
            .value_name("WHEN")
            .value_parser(["auto", "always", "never"])
            .help(tr::cli_color(language)),
    ];
    all.into_iter().map(|argument| argument.global(true).help_heading(tr::cli_heading_globals(language))).collect()
}

impl Globals {
    /// What was given.
    pub(crate) fn of(matches: &ArgMatches) -> Self {
        let text = |name: &str| matches.get_one::<String>(name).cloned();
        Self {
            config: matches.get_one::<PathBuf>("config").cloned(),
            language: text("lang").and_then(|tag| tag.parse().ok()),
            clusters: matches.get_many::<String>("cluster").into_iter().flatten().cloned().collect(),
            deadline: matches.get_one::<Duration>("deadline").copied(),
            accept_fingerprint: text("accept-fingerprint"),
            json: matches.get_flag("json"),
            quiet: matches.get_flag("quiet"),
            debug: matches.get_flag("debug"),
            strict: matches.get_flag("strict"),
            colour: match text("color").as_deref() {
                Some("always") => Colour::Always,
                Some("never") => Colour::Never,
                _ => Colour::Auto,
            },
        }
    }
}
