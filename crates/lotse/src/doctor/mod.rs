//! `lotse doctor`: what works, what does not, and the command that mends it.

mod channel;
mod check;
mod cluster;
#[cfg(feature = "discord")]
mod discord;
mod grant;
mod host;
mod house;
mod limits;
mod numbers;
mod show;

use clap::ArgMatches;
use lotse_ssh::Target;

use crate::{
    config::Config,
    connect,
    failure::{Exit, of_target},
    session::Session,
    settings::Settings,
    stop::Stop,
};

pub(crate) use check::{Check, State, Step};

/// Checks one host, or the configured fleet.
pub(crate) async fn run(matches: &ArgMatches, config: &Config, settings: &Settings) -> Result<Exit, Stop> {
    let sudo = matches.get_flag("sudo");
    let checks = if let Some(text) = matches.get_one::<String>("target") {
        let target: Target = text.parse().map_err(|error| of_target(&error, settings.language))?;
        host::examine(&connect::with_environment(target), sudo, settings).await
    } else {
        fleet(config, settings).await?
    };
    show::show(&checks, settings)?;
    Ok(exit_of(&checks))
}

/// Everything that is configured.
async fn fleet(config: &Config, settings: &Settings) -> Result<Vec<Check>, Stop> {
    let connected = connect::fleet(config, settings).await?;
    let mut checks = cluster::examine_all(&connected, config, settings).await;
    checks.extend(house::examine(config, settings).await);
    checks.extend(numbers::examine(&Session::new(connected, config, settings), config).await);
    checks.extend(channel::examine_all(config, settings).await);
    #[cfg(feature = "discord")]
    if let Some(bot) = &config.discord {
        checks.extend(discord::examine_all(bot, &config.channels, settings).await);
    }
    Ok(checks)
}

/// The program ends as the worst check says.
fn exit_of(checks: &[Check]) -> Exit {
    let failed = |step: fn(&Step) -> bool| checks.iter().any(|check| check.state == State::Bad && step(&check.step));
    if failed(|step| matches!(step, Step::Reach | Step::Trust)) {
        Exit::Unreachable
    } else if failed(|step| matches!(step, Step::Login | Step::Privilege)) {
        Exit::Denied
    } else if failed(|_| true) {
        Exit::Failed
    } else {
        Exit::Done
    }
}
