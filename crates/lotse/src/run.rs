//! From arguments to an exit code.

use std::process::ExitCode;

use clap::{ArgMatches, error::ErrorKind};
use lotse_engine::command::Call;
use lotse_text::{Language, Zone, tr};

use crate::{
    backup,
    change::Script,
    chat,
    cli::{self, Globals},
    config::{self, Config},
    doctor, environment,
    failure::{Exit, Failure, of_command, of_file, of_usage},
    init, man,
    once::{once, waiting},
    print::{Colour, Printer},
    serve, session,
    settings::Settings,
    simulator,
    stop::Stop,
    trace, trust, understand,
};

/// Runs the program.
pub(crate) fn run() -> ExitCode {
    let arguments = cli::joined_command(std::env::args_os().collect());
    let words: Vec<String> = arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let language = cli::early_language(&words, environment::get);
    let early = Printer::new(early_colour(&words), false);
    match cli::complete(language, arguments.clone()) {
        Ok(false) => {}
        Ok(true) => return Exit::Done.into(),
        Err(error) => {
            early.error(error);
            return Exit::Usage.into();
        }
    }
    let matches = match cli::command(language).try_get_matches_from(arguments) {
        Ok(matches) => matches,
        Err(error) => return unparsed(&error, early, language, words.iter().any(|word| word == "--json")),
    };
    let Some((name, inner)) = matches.subcommand() else { return Exit::Usage.into() };
    let globals = Globals::of(inner);
    let printer = Printer::new(globals.colour, globals.quiet);
    trace::start(globals.debug, (name == "serve").then(|| trace::Format::of(inner)), printer);
    let (language, ended) = match load(&globals, name, language, printer) {
        Ok((config, settings)) => (settings.language, started(name, inner, &config, &settings)),
        Err(failure) => (language, Err(failure.into())),
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(Stop::Closed) => Exit::Done.into(),
        Err(Stop::Failed(failure)) => {
            failure.print(printer, language, globals.json);
            failure.exit.into()
        }
    }
}

/// Help and version are no errors; everything else is one, in the reader's words.
fn unparsed(error: &clap::Error, printer: Printer, language: Language, json: bool) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Nobody reading is no reason to complain.
        let _ = printer.text(error.render().ansi());
        return Exit::Done.into();
    }
    let failure = of_usage(error, language);
    failure.print(printer, language, json);
    failure.exit.into()
}

/// Colours before the command line is parsed.
fn early_colour(words: &[String]) -> Colour {
    let given = |value: &str| {
        let spelled = format!("--color={value}");
        words.contains(&spelled) || words.windows(2).any(|pair| pair == ["--color", value])
    };
    if given("never") {
        Colour::Never
    } else if given("always") {
        Colour::Always
    } else {
        Colour::Auto
    }
}

/// Commands that have nothing to do with the configured fleet: a broken configuration must not stop them.
const WITHOUT_CONFIG: [&str; 6] = ["demo", "sim", "understand", "completions", "man", "init"];

/// The configuration, and what follows from it together with arguments and environment.
fn load(globals: &Globals, name: &str, spoken: Language, printer: Printer) -> Result<(Config, Settings), Failure> {
    let place = globals.config.clone().or_else(|| config::find(environment::get));
    let config = match place {
        Some(path) if !WITHOUT_CONFIG.contains(&name) => {
            config::load(&path).map_err(|error| of_file(&error, spoken, printer))?
        }
        _ => Config::default(),
    };
    // `--lang` and LOTSE_LANG come before the file, the locale after it.
    let language = globals.language.or(config.language).unwrap_or(spoken);
    let known = |name: &String| {
        let found = config.clusters.iter().find(|cluster| cluster.name.as_str() == name);
        found.map(|cluster| cluster.name.clone()).ok_or_else(|| {
            let meant = lotse_engine::command::closest(name, config.clusters.iter().map(|own| own.name.as_str()));
            let failure = Failure::new("E-NOT-FOUND", Exit::NotFound, tr::error_no_cluster(language, name));
            match meant.first() {
                Some(meant) => failure.hint(tr::error_did_you_mean(language, format!("`{meant}`"))),
                None => failure,
            }
        })
    };
    let only =
        if name == "demo" { Vec::new() } else { globals.clusters.iter().map(known).collect::<Result<_, _>>()? };
    let settings = Settings {
        language,
        zone: config.zone.clone().unwrap_or_else(Zone::system),
        only,
        deadline: globals.deadline.or(config.deadline).unwrap_or(session::DEADLINE),
        accept_fingerprint: globals.accept_fingerprint.clone(),
        json: globals.json,
        strict: globals.strict,
        printer,
    };
    Ok((config, settings))
}

/// Starts what the subcommand says. One question needs one thread; what lives longer gets more.
fn started(name: &str, matches: &ArgMatches, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let lives_long = ["demo", "chat", "sim", "serve"].contains(&name);
    let mut builder = if lives_long {
        tokio::runtime::Builder::new_multi_thread()
    } else {
        tokio::runtime::Builder::new_current_thread()
    };
    let runtime = builder.enable_all().build().map_err(|error| {
        Failure::new("E-RUNTIME", Exit::Failed, tr::error_file(settings.language, "tokio", error.to_string()))
    })?;
    let ended = runtime.block_on(command(name, matches, config, settings));
    // A thread that still waits for a line of input must not keep the program.
    runtime.shutdown_background();
    ended
}

async fn command(name: &str, matches: &ArgMatches, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    match name {
        "demo" => chat::demo(matches, settings).await,
        "chat" => Box::pin(chat::chat(matches, config, settings)).await,
        "ask" => chat::ask(matches, config, settings).await,
        "understand" => understand::run(matches, config, settings),
        "sim" => simulator::run(matches, settings).await,
        "init" => init::run(matches, settings).await,
        "serve" => Box::pin(serve::run(matches, config, settings)).await,
        "backup" => backup::run(matches, config, settings).await,
        "pending" | "approve" | "decline" => waiting(name, matches, config, settings).await,
        "doctor" => doctor::run(matches, config, settings).await,
        "trust" => trust::run(matches, config, settings).await,
        "completions" => completions(matches, settings),
        "man" => man::run(matches, settings),
        _ => {
            let call = cli::call(name, matches)
                .unwrap_or_else(|| Call::parse(&[name]))
                .map_err(|error| of_command(&error, settings.language))?;
            once(&call, &Script::of(matches), config, settings).await
        }
    }
}

fn completions(matches: &ArgMatches, settings: &Settings) -> Result<Exit, Stop> {
    let shell = matches.get_one::<String>("shell").map(String::as_str).unwrap_or_default();
    let Some(script) = cli::print_script(shell) else {
        let message = tr::error_value(settings.language, "SHELL", shell);
        return Err(Failure::new("E-ARGUMENT-VALUE", Exit::Usage, message).into());
    };
    settings.printer.text(String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
