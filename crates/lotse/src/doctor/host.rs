//! The checks of one host over SSH: connection, `pvesh`, each topic, the context document, and the recognition of words.

use std::sync::Arc;

use lotse_engine::{command::Call, view::View};
use lotse_intent::{Intent, Matcher, Names};
use lotse_pve::{Deadline, Pve, transport::Pvesh};
use lotse_ssh::{OpenSsh, Ssh as _, SshError, Target};
use lotse_text::{clean, tr};

use super::{Check, State, Step, cluster};
use crate::{
    config::Ssh,
    connect::{self, Connected},
    failure::{of_command, of_ssh},
    session::Session,
    settings::Settings,
};

/// The topics that can be read anew.
const TOPICS: [&str; 7] = ["vms", "containers", "storage", "cluster", "ha", "tasks", "backups"];

/// One phrase of each language, and what it must be recognised as.
const PHRASES: [(&str, Intent); 3] = [
    ("Welche VMs laufen?", Intent::ListVms),
    ("show me the containers", Intent::ListContainers),
    ("ストレージの状況は？", Intent::Storage),
];

/// Checks the host.
pub(super) async fn examine(target: &Target, sudo: bool, settings: &Settings) -> Vec<Check> {
    let (of, language) = (target.to_string(), settings.language);
    let mut checks = vec![words(&of, settings)];
    let ssh = Arc::new(OpenSsh::new(target.clone()));
    if let Err(error) = ssh.connect(Deadline::after(settings.deadline)).await {
        checks.insert(0, unconnected(&of, &error, settings));
        return checks;
    }
    let mut done = vec![
        Check::new(of.as_str(), Step::Reach, State::Good, tr::doctor_works(language)),
        Check::new(of.as_str(), Step::Trust, State::Good, tr::doctor_trusted(language)),
        Check::new(of.as_str(), Step::Login, State::Good, ssh.user().unwrap_or_else(|| of.clone())),
    ];
    let way = Ssh { target: target.clone(), sudo, writes: false };
    if sudo || target.user().is_some_and(|user| user != "root") {
        done.extend(cluster::sudoers(of.as_str(), &way, settings));
    }
    let has_pvesh = pvesh(&of, &ssh, sudo, settings).await;
    let works = has_pvesh.state == State::Good;
    done.push(has_pvesh);
    if works {
        let pve = Pve::new(connect::name_of_host(target.host()), Arc::new(Pvesh::new(ssh, sudo)));
        done.extend(topics(&of, pve, settings).await);
    }
    done.append(&mut checks);
    done
}

fn unconnected(of: &str, error: &SshError, settings: &Settings) -> Check {
    let failure = of_ssh(error, settings.language);
    let step = match error {
        SshError::HostKeyUnknown { .. } | SshError::HostKeyChanged { .. } => Step::Trust,
        SshError::AuthFailed { .. } => Step::Login,
        _ => Step::Reach,
    };
    let mut found = failure.message;
    for line in failure.detail {
        found.push_str("\n      ");
        found.push_str(&line);
    }
    let mut check = Check::new(of, step, State::Bad, found);
    check.fix.extend(failure.hint);
    check
}

/// Whether `pvesh` is there; when it is not, the three commands by which a person finds out why.
async fn pvesh(of: &str, ssh: &OpenSsh, sudo: bool, settings: &Settings) -> Check {
    let language = settings.language;
    let mut argv: Vec<String> = if sudo { vec!["sudo".to_owned(), "-n".to_owned()] } else { Vec::new() };
    argv.extend(["pvesh", "get", "/version", "--output-format", "json"].map(str::to_owned));
    let said = match ssh.run(&argv, None, Deadline::after(settings.deadline)).await {
        Ok(output) if output.status == 0 => {
            let read: Option<serde_json::Value> = serde_json::from_slice(&output.stdout).ok();
            let version = read.as_ref().and_then(|read| read.get("version")).and_then(|text| text.as_str());
            let shown =
                version.map_or_else(|| tr::doctor_works(language), |text| format!("pve-manager/{}", clean(text)));
            return Check::new(of, Step::Pvesh, State::Good, shown);
        }
        Ok(output) => String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default().to_owned(),
        Err(error) => of_ssh(&error, language).message,
    };
    let destination = clean(of).into_owned();
    Check::new(of, Step::Pvesh, State::Bad, tr::doctor_no_pvesh(language, said))
        .fix(format!("ssh {destination} \"which pvesh\""))
        .fix(format!("ssh {destination} \"pvesh get /nodes\""))
        .fix(format!("ssh {destination} \"pvesh get /nodes --output-format=json\""))
}

/// Each topic, and the context document.
async fn topics(of: &str, pve: Pve, settings: &Settings) -> Vec<Check> {
    let language = settings.language;
    let connected = Connected { fleet: lotse_engine::fleet::Fleet::new([pve]), ..Connected::default() };
    let session = Session::simulated(connected, settings);
    let mut checks = Vec::new();
    for topic in TOPICS {
        checks.push(ask(of, Step::Topic, &["refresh", topic], topic, &session).await);
    }
    checks.push(ask(of, Step::Context, &["context"], &tr::doctor_works(language), &session).await);
    checks
}

async fn ask(of: &str, step: Step, words: &[&str], name: &str, session: &Session) -> Check {
    let language = session.language;
    let answer = match Call::parse(words) {
        Ok(call) => session.ask(&call, language).await,
        Err(error) => Err(error),
    };
    match answer {
        Ok(answer) if answer.missing.is_empty() => {
            let found = match &answer.view {
                View::Context(view) => tr::doctor_sections(language, view.sections.len()),
                _ => name.to_owned(),
            };
            Check::new(of, step, State::Good, found)
        }
        Ok(answer) => Check::new(
            of,
            step,
            State::Note,
            format!("{name}: {}", tr::error_incomplete(language, answer.missing.len())),
        ),
        Err(error) => Check::new(of, step, State::Bad, format!("{name}: {}", of_command(&error, language).message)),
    }
}

/// Whether phrases of all three languages are recognised.
fn words(of: &str, settings: &Settings) -> Check {
    let (matcher, names) = (Matcher::new(), Names::default());
    let wrong: Vec<_> = PHRASES
        .iter()
        .filter(|(phrase, intent)| matcher.understand(phrase, &names, None).intent != *intent)
        .map(|(phrase, _)| *phrase)
        .collect();
    if wrong.is_empty() {
        Check::new(of, Step::Words, State::Good, "de, en, ja")
    } else {
        Check::new(of, Step::Words, State::Bad, tr::doctor_not_recognised(settings.language, wrong.join(", ")))
    }
}
