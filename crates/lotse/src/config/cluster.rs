//! `[cluster.NAME]`.

use std::path::Path;

use lotse_model::ClusterName;
use lotse_ssh::Target;

use super::{
    Address, Api, Cluster, Located, Login, Problem, Ssh, Token, Way, secret, section::Section, trust, web_address,
};

/// Keys that belong to the HTTPS API alone.
const API_KEYS: [&str; 9] =
    ["token-id", "token", "write-token-id", "write-token", "user", "password", "ca", "fingerprint", "server-name"];

/// Keys that belong to SSH alone.
const SSH_KEYS: [&str; 4] = ["ssh-port", "ssh-key-file", "sudo", "writes"];

/// Reads all clusters.
pub(super) fn read_all(clusters: &Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Vec<Cluster> {
    let mut found = Vec::new();
    for (name, section) in clusters.sections(problems) {
        match ClusterName::new(name.value.clone()) {
            Ok(known) => found.extend(read(known, section, folder, problems)),
            Err(_) => problems.push(name.problem(Problem::BadClusterName { value: name.value.clone() })),
        }
    }
    found
}

fn read(
    name: ClusterName,
    mut section: Section<'_, '_>,
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Option<Cluster> {
    let read_only = section.boolean("read-only", problems);
    let (by_nodes, by_ssh) = (section.place("nodes"), section.place("ssh"));
    let way = match (by_nodes, by_ssh) {
        (Some(_), None) => {
            refuse(&mut section, &SSH_KEYS, "ssh", problems);
            section.skip("ssh");
            read_api(&mut section, folder, problems).map(Way::Api)
        }
        (None, Some(_)) => {
            refuse(&mut section, &API_KEYS, "nodes", problems);
            section.skip("nodes");
            read_ssh(&mut section, folder, problems).map(Way::Ssh)
        }
        (both, _) => {
            for key in API_KEYS.into_iter().chain(SSH_KEYS).chain(["nodes", "ssh"]) {
                section.skip(key);
            }
            let problem = if both.is_some() { Problem::TwoWays } else { Problem::NoWay };
            problems.push(section.problem(problem));
            None
        }
    };
    if read_only == Some(true)
        && let Some(key) = ["write-token", "writes"].into_iter().find(|key| section.place(key).is_some())
    {
        problems.push(section.problem(Problem::ReadOnlyWrites { key }));
    }
    section.finish(problems);
    Some(Cluster { name, way: way?, read_only: read_only.unwrap_or(false) })
}

/// Reports keys that mean nothing without `other`.
fn refuse(section: &mut Section<'_, '_>, keys: &[&'static str], other: &'static str, problems: &mut Vec<Located>) {
    for key in keys {
        if let Some(span) = section.skip(key) {
            problems.push(Located { span, problem: Problem::OnlyWith { key, other } });
        }
    }
}

fn read_api(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Api> {
    let nodes = nodes(section, problems);
    let login = login(section, folder, problems);
    let write = token(section, ("write-token-id", "write-token"), folder, problems);
    let trust = trust::read(section, folder, problems);
    let server_name = section.string("server-name", problems).map(|name| name.value);
    Some(Api { nodes: nodes?, login: login?, write, trust: trust?, server_name })
}

fn nodes(section: &mut Section<'_, '_>, problems: &mut Vec<Located>) -> Option<Vec<Address>> {
    let given = section.strings("nodes", problems)?;
    if given.is_empty() {
        problems.push(section.problem(Problem::Empty { key: format!("{}.nodes", section.name()) }));
        return None;
    }
    let mut nodes = Vec::new();
    for text in given {
        match web_address::parse(&text.value) {
            Ok(address) => nodes.push(address),
            Err(suggestion) => {
                problems.push(text.problem(Problem::BadAddress { value: text.value.clone(), suggestion }));
            }
        }
    }
    (!nodes.is_empty()).then_some(nodes)
}

fn login(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Login> {
    let by_token = section.place("token-id").is_some() || section.place("token").is_some();
    let by_password = section.place("user").is_some() || section.place("password").is_some();
    if by_token && by_password {
        problems.push(section.problem(Problem::TwoLogins));
    }
    let token = token(section, ("token-id", "token"), folder, problems);
    let user = section.string("user", problems);
    let password = secret::read(section, "password", folder, problems);
    if by_token {
        return token.map(Login::Token);
    }
    match (user, password) {
        (Some(user), Some(password)) => {
            if !is_user(&user.value) {
                problems.push(user.problem(Problem::BadUser { value: user.value.clone() }));
                return None;
            }
            Some(Login::Password { user: user.value, password })
        }
        (Some(_), None) if section.place("password").is_none() => {
            problems.push(section.problem(Problem::Pair { has: "user", lacks: "password" }));
            None
        }
        (None, Some(_)) if section.place("user").is_none() => {
            problems.push(section.problem(Problem::Pair { has: "password", lacks: "user" }));
            None
        }
        _ => {
            if !by_password {
                problems.push(section.problem(Problem::NoLogin));
            }
            None
        }
    }
}

/// A token by the names of its two keys.
fn token(
    section: &mut Section<'_, '_>,
    (id_key, secret_key): (&'static str, &'static str),
    folder: &Path,
    problems: &mut Vec<Located>,
) -> Option<Token> {
    let id = section.string(id_key, problems);
    let secret = secret::read(section, secret_key, folder, problems);
    match (section.place(id_key), section.place(secret_key)) {
        (Some(_), None) => problems.push(section.problem(Problem::Pair { has: id_key, lacks: secret_key })),
        (None, Some(_)) => problems.push(section.problem(Problem::Pair { has: secret_key, lacks: id_key })),
        _ => {}
    }
    let id = id?;
    if !is_token_id(&id.value) {
        problems.push(id.problem(Problem::BadTokenId { key: id_key, value: id.value.clone() }));
        return None;
    }
    Some(Token { id: id.value, secret: secret? })
}

/// `user@realm` (formats `pve-userid` and `pve-realm` of the API schema).
fn is_user(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(user, realm)| {
        !user.is_empty()
            && !user.contains([':', '/', ' ', '!'])
            && realm.starts_with(|first: char| first.is_ascii_alphabetic())
            && realm.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    })
}

/// `user@realm!name`.
fn is_token_id(text: &str) -> bool {
    text.split_once('!').is_some_and(|(user, name)| {
        is_user(user)
            && name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    })
}

fn read_ssh(section: &mut Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Option<Ssh> {
    let given = section.string("ssh", problems);
    let port = section.integer("ssh-port", 1..=65_535, problems).and_then(|port| u16::try_from(port).ok());
    let key_file = section.string("ssh-key-file", problems).map(|path| secret::from_folder(folder, &path.value));
    let sudo = section.boolean("sudo", problems).unwrap_or(false);
    let writes = section.boolean("writes", problems).unwrap_or(false);
    let given = given?;
    let Ok(mut target) = given.value.parse::<Target>() else {
        problems.push(given.problem(Problem::BadSshTarget { value: given.value.clone() }));
        return None;
    };
    if let Some(port) = port {
        target = target.with_port(port);
    }
    if let Some(file) = key_file {
        target = target.with_key_file(file);
    }
    Some(Ssh { target, sudo, writes })
}
