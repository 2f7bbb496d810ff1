//! `lotse init --import DIR`: takes over what an older bot was configured with.
//!
//! Its `config.py` is read as plain values ([`python`]) and never executed; what is damaged is an error that names the line, and
//! then nothing is written at all. What cannot be read from the files is asked: who owns it, what may be done from Discord,
//! whether its token may change guests, whether the node's certificate is the right one.

mod entry;
mod python;
mod seed;
mod watched;
mod words;

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use clap::ArgMatches;
use lotse_engine::command::Level;
use lotse_model::ClusterName;
use lotse_pve::{
    Deadline,
    tls::{Fingerprint, probe_certificate},
    transport::{address, endpoint_name},
};
use lotse_text::{clean, tr};

use self::{
    entry::{Entry, level},
    seed::{Seed, Source},
};
use crate::{
    cli::Globals,
    config, connect, dialogue, environment,
    failure::{Exit, Failure, of_call},
    role,
    settings::Settings,
    stop::Stop,
};

/// The user whose tokens may do everything unless their privileges are separated.
const ROOT: &str = "root@pam";

/// Takes over the files in `folder`.
pub(super) async fn run(folder: &Path, matches: &ArgMatches, settings: &Settings) -> Result<Exit, Stop> {
    let language = settings.language;
    let seed = read(folder, settings)?;
    let place = Globals::of(matches).config.or_else(|| config::candidates(environment::get).into_iter().next());
    let Some(place) = place else {
        return Err(Failure::new("E-INIT-PLACE", Exit::Usage, tr::connect_no_home(language)).into());
    };
    let name = name(matches, &seed, settings)?;
    entry::free(&place, &name, language)?;
    describe(folder, &seed, &name, settings)?;
    let owner = owner(matches, settings)?;
    let max = max(matches, settings);
    let changes = changes(matches, settings);
    let fingerprint = certificate(&seed, settings).await?;
    let entry = Entry { seed: &seed, name, owner, max, changes, fingerprint };
    announce(&place, &entry, settings)?;
    agreed(matches, settings)?;
    let prepared = entry::prepare(&place, &entry, settings)?;
    if let Err(failure) = watched::keep(&seed, &entry.name, &prepared.config, language).await {
        prepared.discard();
        return Err(failure.into());
    }
    prepared.finish(language)?;
    settings.printer.line(tr::init_done(language, place.display().to_string()))?;
    tokens(&entry, settings)?;
    settings.printer.note(tr::import_next(language));
    Ok(Exit::Done)
}

fn read(folder: &Path, settings: &Settings) -> Result<Seed, Failure> {
    let language = settings.language;
    let (config, list) = (folder.join("config.py"), folder.join("monitor_list.json"));
    let unreadable = |path: &Path, error: &std::io::Error| {
        let message = tr::error_file(language, path.display().to_string(), error.to_string());
        Failure::new("E-IMPORT-FILE", Exit::Usage, message)
    };
    let text = fs::read_to_string(&config).map_err(|error| unreadable(&config, &error))?;
    let listed = match fs::read_to_string(&list) {
        Ok(listed) => Some(listed),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(unreadable(&list, &error)),
    };
    seed::read(&text, listed.as_deref()).map_err(|error| words::of_seed(&error, &config, &list, language))
}

/// The name of the cluster: as given, else as the person says, else that of its node.
fn name(matches: &ArgMatches, seed: &Seed, settings: &Settings) -> Result<ClusterName, Failure> {
    let of_node = connect::name_of_host(seed.node.as_str());
    let text = match matches.get_one::<String>("name") {
        Some(text) => text.clone(),
        None if asks(matches, settings) => {
            dialogue::ask(settings, &tr::import_ask_name(settings.language, of_node.as_str()))
        }
        None => return Ok(of_node),
    };
    if text.is_empty() {
        return Ok(of_node);
    }
    ClusterName::new(text.clone()).map_err(|_| {
        let message = tr::config_cluster_name(settings.language, text);
        Failure::new("E-CONFIG-CLUSTER-NAME", Exit::Usage, message)
            .hint(tr::config_cluster_name_hint(settings.language))
    })
}

/// Whether a person is asked for what no flag says.
fn asks(matches: &ArgMatches, settings: &Settings) -> bool {
    !matches.get_flag("yes") && dialogue::possible(settings)
}

fn describe(folder: &Path, seed: &Seed, name: &ClusterName, settings: &Settings) -> Result<(), Stop> {
    let language = settings.language;
    let printer = settings.printer;
    let none = || tr::import_none(language);
    printer.line(tr::import_found(language, folder.display().to_string()))?;
    let token = format!("{}!{}", seed.user, seed.token_name);
    let proxmox = tr::import_found_proxmox(language, seed.address.as_str(), name.as_str(), seed.node.as_str(), token);
    printer.line(format!("  {proxmox}"))?;
    let channel = seed.alert_channel.map_or_else(none, |id| id.to_string());
    let discord = tr::import_found_discord(language, seed.category.to_string(), channel, seed.guild.to_string());
    printer.line(format!("  {discord}"))?;
    let file = match seed.source {
        Source::List => "monitor_list.json",
        Source::Config => "MONITOR_VM_IDS",
    };
    let guests: Vec<String> = seed.watched.iter().map(|vmid| format!("{name}/{vmid}")).collect();
    let guests = if guests.is_empty() { none() } else { guests.join(", ") };
    printer.line(format!("  {}", tr::import_found_watched(language, file, guests)))?;
    Ok(())
}

/// The Discord id of the one person whom the rule names.
fn owner(matches: &ArgMatches, settings: &Settings) -> Result<u64, Failure> {
    let language = settings.language;
    let text = match matches.get_one::<String>("owner") {
        Some(text) => text.clone(),
        None if asks(matches, settings) => dialogue::ask(settings, &tr::import_ask_owner(language)),
        None => String::new(),
    };
    if text.is_empty() {
        return Err(Failure::new("E-IMPORT-OWNER", Exit::Usage, tr::import_no_owner(language))
            .hint(tr::import_no_owner_hint(language)));
    }
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|id| digits && *id > 0).ok_or_else(|| {
        Failure::new("E-IMPORT-OWNER", Exit::Usage, tr::import_bad_owner(language, clean(&text).into_owned()))
            .hint(tr::import_no_owner_hint(language))
    })
}

/// What is possible from Discord at most. With the older bot that was everything, so it is asked.
fn max(matches: &ArgMatches, settings: &Settings) -> Level {
    match matches.get_one::<String>("max").map(String::as_str) {
        Some("look") => Level::Look,
        Some("administer") => Level::Administer,
        None if asks(matches, settings) && dialogue::confirm(settings, &tr::import_ask_max(settings.language)) => {
            Level::Administer
        }
        Some(_) | None => Level::Operate,
    }
}

/// Whether the token may change guests. Nobody asked: no.
fn changes(matches: &ArgMatches, settings: &Settings) -> bool {
    matches.get_flag("changes")
        || asks(matches, settings) && dialogue::confirm(settings, &tr::import_ask_changes(settings.language))
}

/// Shows the certificate of the node, which the older bot never looked at, and asks. Where nobody can be asked it is accepted by
/// `--accept-fingerprint` only.
async fn certificate(seed: &Seed, settings: &Settings) -> Result<Option<Fingerprint>, Failure> {
    let language = settings.language;
    let Ok(url) = address(&seed.address) else { return Ok(None) };
    let endpoint = endpoint_name(&url).unwrap_or_else(|_| seed.address.clone());
    let shown = match probe_certificate(&url, Deadline::after(settings.deadline)).await {
        Ok(shown) => shown,
        Err(error) if settings.accept_fingerprint.is_some() => return Err(of_call(&error, language)),
        Err(error) => {
            let said = of_call(&error, language).message;
            settings.printer.note(tr::import_certificate_unseen(language, seed.address.as_str(), said));
            return Ok(None);
        }
    };
    if let Some(wanted) = &settings.accept_fingerprint {
        if wanted.parse::<Fingerprint>().is_ok_and(|wanted| wanted == shown.fingerprint) {
            return Ok(Some(shown.fingerprint));
        }
        return Err(Failure::new("E-TRUST-FINGERPRINT", Exit::Unreachable, tr::trust_another(language))
            .with(tr::error_tls_expected(language, wanted))
            .with(tr::error_tls_seen(language, shown.fingerprint.to_string())));
    }
    settings.printer.error(connect::described(&endpoint, &shown, language));
    if dialogue::possible(settings) && dialogue::confirm(settings, &tr::connect_trust_certificate(language)) {
        return Ok(Some(shown.fingerprint));
    }
    settings.printer.note(tr::import_certificate_unasked(language, seed.address.as_str()));
    Ok(None)
}

/// What will be written, before anything is.
fn announce(place: &Path, entry: &Entry<'_>, settings: &Settings) -> Result<(), Stop> {
    let language = settings.language;
    let printer = settings.printer;
    printer.line(tr::import_writes(language))?;
    printer.line(format!("  {}", place.display()))?;
    for (path, _) in entry::beside(place, &entry.name) {
        printer.line(format!("  {}", tr::import_secret(language, path.display().to_string())))?;
    }
    let owner = format!("discord-user:{}", entry.owner);
    printer.line(format!("  {}", tr::import_rule(language, level(Level::Administer), entry.scope(), owner)))?;
    printer.line(format!("  {}", tr::import_max(language, level(entry.max))))?;
    if !entry.changes {
        printer.note(tr::import_read_only(language));
    }
    Ok(())
}

fn agreed(matches: &ArgMatches, settings: &Settings) -> Result<(), Failure> {
    let language = settings.language;
    if matches.get_flag("yes") {
        return Ok(());
    }
    if !dialogue::possible(settings) {
        return Err(Failure::new("E-INIT-NOT-ASKED", Exit::NotRun, tr::import_nobody(language)));
    }
    if dialogue::confirm(settings, &tr::init_proceed(language)) {
        return Ok(());
    }
    Err(Failure::new("E-INIT-REFUSED", Exit::NotRun, tr::init_refused(language)))
}

/// The way to a token for reading and one for changes, and why.
fn tokens(entry: &Entry<'_>, settings: &Settings) -> Result<(), Stop> {
    let language = settings.language;
    let printer = settings.printer;
    let seed = entry.seed;
    printer.line("")?;
    printer.line(match seed.user.as_str() {
        ROOT => tr::import_root(language, entry.token_id()),
        _ => tr::import_one_token(language, entry.token_id()),
    })?;
    for words in role::separate() {
        printer.line(format!("  {}", role::line(&words)))?;
    }
    printer.line(tr::import_tokens_then(language, entry.name.as_str()))?;
    let remove = ["pveum", "user", "token", "remove", &seed.user, &seed.token_name].map(str::to_owned);
    printer.line(format!("  {}", role::line(&remove)))?;
    Ok(())
}

/// The folder that `--import` names.
pub(super) fn folder(matches: &ArgMatches) -> Option<&PathBuf> {
    matches.get_one::<PathBuf>("import")
}
