//! `lotse sim`, and the simulated fleet inside `lotse demo`.

use std::path::PathBuf;

use clap::ArgMatches;
use lotse_text::tr;
use pvesim::{options::Options, simulator::Simulator, start::StartError};

use crate::{
    failure::{Exit, Failure},
    settings::Settings,
    stop::Stop,
};

/// The scenario that the demo shows.
const DEMO: &str = "three-nodes";

/// The options that `demo` and `sim` share.
pub(crate) fn options(matches: &ArgMatches) -> Options {
    let quiet = Options::default();
    Options {
        scenario: matches.get_one::<String>("scenario").cloned().unwrap_or_else(|| DEMO.to_owned()),
        seed: matches.get_one::<u64>("seed").copied().unwrap_or(quiet.seed),
        announce: matches.get_one::<PathBuf>("announce").cloned(),
        ..quiet
    }
}

fn options_alone(matches: &ArgMatches, settings: &Settings) -> Result<Options, Failure> {
    let mut options = options(matches);
    let count = |name: &str| matches.get_one::<u32>(name).map(|count| *count as usize);
    if let Some(address) = matches.get_one("listen") {
        options.listen = *address;
    }
    options.ssh_listen = matches.get_one("ssh-listen").copied();
    options.control = matches.get_one("control").copied();
    (options.clusters, options.nodes, options.guests) = (count("clusters"), count("nodes"), count("guests"));
    if let Some(path) = matches.get_one::<PathBuf>("authorized-keys") {
        let text = std::fs::read_to_string(path).map_err(|error| {
            let message = tr::error_file(settings.language, path.display().to_string(), error.to_string());
            Failure::new("E-SIM-KEYS", Exit::Usage, message)
        })?;
        let keys = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        options.authorized_keys = keys.map(str::to_owned).collect();
    }
    Ok(options)
}

/// Starts a simulator, with its failure in the reader's words.
pub(crate) async fn start(options: Options, settings: &Settings) -> Result<Simulator, Failure> {
    Simulator::start(options).await.map_err(|error| {
        let exit = if matches!(error, StartError::Scenario(_)) { Exit::Usage } else { Exit::Failed };
        let mut reason = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            reason = format!("{reason}: {cause}");
            source = cause.source();
        }
        Failure::new("E-SIM-START", exit, tr::error_sim(settings.language, reason))
    })
}

/// Runs the simulator alone until it is interrupted.
pub(crate) async fn run(matches: &ArgMatches, settings: &Settings) -> Result<Exit, Stop> {
    let language = settings.language;
    let simulator = start(options_alone(matches, settings)?, settings).await?;
    let announcement = simulator.announcement().clone();
    if settings.json {
        settings.printer.line(serde_json::to_string(&announcement).unwrap_or_default())?;
    } else {
        for cluster in announcement.all() {
            settings.printer.line(tr::sim_cluster(language, &cluster.name, &cluster.url))?;
            settings.printer.line(tr::sim_token(language, &cluster.token_id, &cluster.token))?;
            settings.printer.line(tr::sim_fingerprint(language, &cluster.fingerprint))?;
            if let (Some(host), Some(port)) = (&cluster.ssh_host, cluster.ssh_port) {
                settings.printer.line(tr::sim_ssh(language, host, port.to_string()))?;
            }
        }
        if let Some(url) = &announcement.control_url {
            settings.printer.line(tr::sim_control(language, url))?;
        }
        settings.printer.note(tr::sim_stop(language));
    }
    tokio::select! {
        () = interrupted() => {}
        () = simulator.stopped() => {}
    }
    simulator.shutdown().await;
    Ok(Exit::Done)
}

/// Waits for Ctrl-C, or for the signal by which systems end programs.
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        // Without a handler the signal ends the program by itself.
        let _ = tokio::signal::ctrl_c().await;
        return;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
