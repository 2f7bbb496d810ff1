//! `lotse init`: sets up access with the least privileges, and writes the configuration.
//!
//! On the host it runs only what it showed before: the commands of [`role::plan`], each as its own words. The token's
//! secret goes into a file that only its owner can read, and nowhere else.

mod host;
mod import;
mod write;

use clap::ArgMatches;
use lotse_model::ClusterName;
use lotse_ssh::{OpenSsh, Target};
use lotse_text::tr;

use crate::{
    cli::Globals,
    config, connect, dialogue, environment,
    failure::{Exit, Failure, of_ssh, of_target},
    role,
    settings::Settings,
    stop::Stop,
};

/// Sets up a host.
pub(crate) async fn run(matches: &ArgMatches, settings: &Settings) -> Result<Exit, Stop> {
    if let Some(folder) = import::folder(matches) {
        return import::run(folder, matches, settings).await;
    }
    let language = settings.language;
    let yes = matches.get_flag("yes");
    let ssh = OpenSsh::new(target(matches, settings)?);
    host::open(&ssh, settings).await?;
    let found = host::look(&ssh, settings).await?;
    let name = name(matches, &found, settings)?;
    let place = Globals::of(matches).config.or_else(|| config::candidates(environment::get).into_iter().next());
    let Some(place) = place else {
        return Err(Failure::new("E-INIT-PLACE", Exit::Usage, tr::connect_no_home(language)).into());
    };
    write::free(&place, &name, language)?;
    let addresses: Vec<String> = match matches.get_many::<String>("address") {
        Some(given) => given.cloned().collect(),
        None => found.addresses.clone(),
    };
    let plan = role::plan(&found.existing, found.release);
    settings.printer.line(tr::init_commands(language, ssh.target().to_string()))?;
    for line in plan.lines() {
        settings.printer.line(format!("  {line}"))?;
    }
    settings.printer.line(tr::init_writes(language, place.display().to_string()))?;
    settings.printer.note(tr::init_unseen(language));
    if !yes {
        if !dialogue::possible(settings) {
            return Err(Failure::new("E-INIT-NOT-ASKED", Exit::NotRun, tr::init_nobody(language)).into());
        }
        if !dialogue::confirm(settings, &tr::init_proceed(language)) {
            return Err(Failure::new("E-INIT-REFUSED", Exit::NotRun, tr::init_refused(language)).into());
        }
    }
    let secret = host::carry_out(&ssh, &plan, settings).await?;
    let authority = host::authority(&ssh, settings).await?;
    let entry = write::Entry { name, addresses, token_id: plan.token_id.clone(), secret, authority };
    write::write(&place, &entry, language)?;
    settings.printer.line(tr::init_done(language, place.display().to_string()))?;
    settings.printer.note(tr::init_next(language));
    Ok(Exit::Done)
}

fn target(matches: &ArgMatches, settings: &Settings) -> Result<Target, Failure> {
    let language = settings.language;
    let text = match matches.get_one::<String>("target") {
        Some(text) => text.clone(),
        None if dialogue::possible(settings) => dialogue::ask(settings, &tr::init_which_host(language)),
        None => {
            return Err(Failure::new("E-ARGUMENT-MISSING", Exit::Usage, tr::usage_missing(language, "USER@HOST")));
        }
    };
    let target: Target = text.parse().map_err(|error| of_target(&error, language))?;
    Ok(connect::with_environment(target))
}

/// The name of the cluster in the configuration: as given, else as the cluster calls itself.
fn name(matches: &ArgMatches, found: &host::Found, settings: &Settings) -> Result<ClusterName, Failure> {
    match matches.get_one::<String>("name") {
        Some(text) => ClusterName::new(text.clone()).map_err(|_| {
            let message = tr::config_cluster_name(settings.language, text);
            Failure::new("E-CONFIG-CLUSTER-NAME", Exit::Usage, message)
                .hint(tr::config_cluster_name_hint(settings.language))
        }),
        None => Ok(connect::name_of_host(&found.name)),
    }
}

/// A failure of the connection in words.
fn lost(error: &lotse_ssh::SshError, settings: &Settings) -> Failure {
    of_ssh(error, settings.language)
}
