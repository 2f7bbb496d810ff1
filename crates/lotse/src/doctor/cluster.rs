//! The checks of a configured cluster.

use lotse_engine::fleet::now;
use lotse_model::{ClusterName, NodeName, Seconds};
use lotse_pve::{CallError, Caller, Deadline, Pve, ops::version::Release, transport::Rest};
use lotse_text::{duration, tr};

use super::{Check, State, Step, grant, house, limits::limits};
use crate::{
    config::{Cluster, Config, Ssh, Way},
    connect::Connected,
    failure::of_call,
    role,
    settings::Settings,
};

/// A clock that differs by more than this spoils ages, tickets and one-time codes. The network's own delay stays below it.
const CLOCK_APART: u64 = 5;

/// Checks every cluster of the configuration.
pub(super) async fn examine_all(connected: &Connected, config: &Config, settings: &Settings) -> Vec<Check> {
    let mut checks = Vec::new();
    for cluster in connected.fleet.clusters() {
        let own = config.clusters.iter().find(|own| own.name == *cluster.name());
        checks.extend(examine(cluster.pve(), connected.links.rest(cluster.name()), own, settings).await);
    }
    checks
}

/// Checks a cluster, step by step: what fails early leaves the rest unchecked.
async fn examine(pve: &Pve, rest: Option<&Rest>, own: Option<&Cluster>, settings: &Settings) -> Vec<Check> {
    let of = pve.cluster();
    let language = settings.language;
    let mut checks = Vec::new();
    if let Some(Way::Ssh(ssh)) = own.map(|own| &own.way) {
        checks.extend(sudoers(of, ssh, settings));
    }
    let version = match pve.version(Deadline::after(settings.deadline)).await {
        Ok(version) => version.value,
        Err(error) => {
            checks.extend(refused(of, &error, settings));
            return checks;
        }
    };
    checks.push(Check::new(of, Step::Reach, State::Good, endpoints(pve)));
    checks.push(Check::new(of, Step::Trust, State::Good, tr::doctor_trusted(language)));
    checks.push(Check::new(of, Step::Login, State::Good, caller(&pve.caller())));
    checks.push(Check::new(of, Step::Version, State::Good, format!("pve-manager/{}", version.text)));
    checks.extend(privileges(pve, rest, version.release, settings).await);
    checks.extend(own.map(|own| changes(own, settings)));
    checks.extend(own.and_then(|own| house::same_token(own, language)));
    checks.extend(clock(pve, settings).await);
    checks
}

/// Whether the configuration leaves a way to change something, and as whom.
fn changes(cluster: &Cluster, settings: &Settings) -> Check {
    let language = settings.language;
    let who = match &cluster.way {
        _ if cluster.read_only => None,
        Way::Api(api) => api.write.as_ref().map(|token| token.id.clone()),
        Way::Ssh(ssh) => ssh.writes.then(|| "root@pam (pvesh)".to_owned()),
    };
    match who {
        Some(who) => Check::new(&cluster.name, Step::Changes, State::Note, tr::doctor_writes(language, who)),
        None => Check::new(&cluster.name, Step::Changes, State::Good, tr::doctor_read_only(language)),
    }
}

fn endpoints(pve: &Pve) -> String {
    pve.endpoints_health().into_iter().map(|one| one.endpoint).collect::<Vec<_>>().join(", ")
}

fn caller(caller: &Caller) -> String {
    match caller {
        Caller::Root => "root@pam (pvesh)".to_owned(),
        Caller::Token(id) | Caller::User(id) => id.clone(),
    }
}

/// At which step it failed; what comes before it worked, what comes after it is unknown.
fn refused(of: &ClusterName, error: &CallError, settings: &Settings) -> Vec<Check> {
    let language = settings.language;
    let failed = match error {
        CallError::Untrusted { .. } => Step::Trust,
        CallError::Refused { .. } | CallError::NeedTotp { .. } => Step::Login,
        CallError::Permission { .. } => Step::Privilege,
        CallError::NotProxmox { .. } | CallError::NoSuchCall { .. } => Step::Pvesh,
        _ => Step::Reach,
    };
    let failure = of_call(error, language);
    let mut found = failure.message.clone();
    for line in &failure.detail {
        found.push_str("\n      ");
        found.push_str(line);
    }
    let mut bad = Check::new(of, failed, State::Bad, found);
    bad.fix.extend(failure.hint);
    let mut checks = Vec::new();
    for step in [Step::Reach, Step::Trust, Step::Login, Step::Version, Step::Privilege, Step::Clock] {
        if step == failed {
            break;
        }
        let passed = matches!((step, failed), (Step::Reach, Step::Trust | Step::Login | Step::Privilege | Step::Pvesh))
            || matches!((step, failed), (Step::Trust, Step::Login | Step::Privilege | Step::Pvesh))
            || matches!((step, failed), (Step::Login, Step::Privilege));
        if passed {
            checks.push(Check::new(of, step, State::Good, tr::doctor_works(language)));
        }
    }
    checks.push(bad);
    let rest = [Step::Login, Step::Version, Step::Privilege, Step::Clock];
    let unknown = rest.into_iter().filter(|step| *step != failed && !checks.iter().any(|check| check.step == *step));
    let skipped: Vec<_> =
        unknown.map(|step| Check::new(of, step, State::Skipped, tr::doctor_skipped(language))).collect();
    checks.extend(skipped);
    checks
}

/// Which privileges are missing, each with the command that grants it, and what stays unseen in any case.
async fn privileges(pve: &Pve, rest: Option<&Rest>, release: Option<Release>, settings: &Settings) -> Vec<Check> {
    let (of, language) = (pve.cluster(), settings.language);
    let deadline = Deadline::after(settings.deadline);
    let held = match pve.permissions(deadline).await {
        Ok(held) => held.value,
        Err(error) => {
            return vec![Check::new(of, Step::Privilege, State::Bad, of_call(&error, language).message)];
        }
    };
    let limits = limits(&held, release, language);
    let missing: Vec<_> =
        role::privileges(release).into_iter().filter(|privilege| !held.allows_below("/", privilege)).collect();
    let mut checks: Vec<Check> = Vec::new();
    if missing.is_empty() {
        let all = if limits.is_empty() { tr::doctor_sees_all(language) } else { tr::doctor_sees_role(language) };
        checks.push(Check::new(of, Step::Privilege, State::Good, all));
    } else if missing == [role::SINCE_9] {
        // Made for 8 and upgraded since: all is there but what came with 9.
        let append = format!("pveum role modify {} --append 1 --privs {}", role::ROLE, role::SINCE_9);
        let found = tr::doctor_role_of_8(language, role::SINCE_9);
        checks.push(Check::new(of, Step::Privilege, State::Note, found).fix(append));
    } else {
        let caller = pve.caller();
        let grounds = grant::look(rest, &caller, deadline).await;
        checks.extend(missing.into_iter().map(|privilege| {
            let without = Check::new(of, Step::Privilege, State::Bad, tr::doctor_lacks(language, "/", privilege));
            grant::commands(grounds, &caller, privilege, release).into_iter().fold(without, Check::fix)
        }));
    }
    checks.extend(limits.into_iter().map(|limit| Check::new(of, Step::Privilege, State::Note, limit)));
    checks
}

/// Whether the clocks agree.
async fn clock(pve: &Pve, settings: &Settings) -> Vec<Check> {
    let (of, language) = (pve.cluster(), settings.language);
    let deadline = Deadline::after(settings.deadline);
    let nodes: Vec<NodeName> = match pve.nodes(deadline).await {
        Ok(nodes) => nodes.value.into_iter().map(|listed| listed.node.name).collect(),
        Err(error) => return vec![Check::new(of, Step::Clock, State::Skipped, of_call(&error, language).message)],
    };
    let mut checks = Vec::new();
    for node in nodes {
        let asked = now();
        let Ok(read) = pve.node_time(&node, deadline).await else {
            checks.push(Check::new(of, Step::Clock, State::Skipped, tr::doctor_clock_unread(language, node.as_str())));
            continue;
        };
        // Somewhere between question and answer the node looked at its clock.
        let (early, late) = (asked.0, read.as_of.0);
        let apart = (early - read.value.time.0).max(read.value.time.0 - late).max(0);
        let apart = u64::try_from(apart).unwrap_or(0);
        checks.push(if apart > CLOCK_APART {
            let found = tr::doctor_clock_apart(language, duration(language, Seconds(apart)), node.as_str());
            Check::new(of, Step::Clock, State::Bad, found).fix("timedatectl status; chronyc tracking")
        } else {
            Check::new(of, Step::Clock, State::Good, tr::doctor_clock_agrees(language, node.as_str()))
        });
    }
    checks
}

/// What a login that is not root's needs.
pub(super) fn sudoers(of: &(impl ToString + ?Sized), ssh: &Ssh, settings: &Settings) -> Option<Check> {
    let user = ssh.target.user().filter(|user| *user != "root")?;
    let line = format!("{user} ALL=(root) NOPASSWD: /usr/bin/pvesh");
    let found =
        if ssh.sudo { tr::doctor_sudo(settings.language, user) } else { tr::doctor_no_sudo(settings.language, user) };
    let state = if ssh.sudo { State::Note } else { State::Bad };
    let mut check = Check::new(of, Step::Pvesh, state, found);
    if !ssh.sudo {
        check = check.fix(tr::doctor_set_sudo(settings.language));
    }
    Some(check.fix(format!("echo '{line}' > /etc/sudoers.d/lotse && chmod 440 /etc/sudoers.d/lotse")))
}
