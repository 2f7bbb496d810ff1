//! What is on the host, and the commands on it.

use lotse_pve::{Deadline, ops::version::Release};
use lotse_ssh::{OpenSsh, Output, Ssh as _, SshError};
use lotse_text::{clean, tr};
use secrecy::SecretString;
use serde_json::Value;

use super::lost;
use crate::{
    connect,
    failure::{Exit, Failure},
    role::{Existing, Plan, ROLE, USER, line},
    settings::Settings,
};

/// Where the authority of a cluster lies (pvecm(1)).
const AUTHORITY: &str = "/etc/pve/pve-root-ca.pem";

/// What was found on the host.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// What the cluster calls itself, or its only node.
    pub(super) name: String,
    /// Addresses of the API of all nodes, this one first.
    pub(super) addresses: Vec<String>,
    /// The version.
    pub(super) release: Option<Release>,
    /// Role, user and tokens.
    pub(super) existing: Existing,
}

/// Connects; an unknown host key is judged first.
pub(super) async fn open(ssh: &OpenSsh, settings: &Settings) -> Result<(), Failure> {
    let deadline = || Deadline::after(settings.deadline);
    match ssh.connect(deadline()).await {
        Ok(()) => Ok(()),
        Err(SshError::HostKeyUnknown { kind, seen, .. }) => {
            connect::accept_host_key(ssh.target(), seen.as_ref(), kind.as_deref(), settings).await?;
            ssh.connect(deadline()).await.map_err(|error| lost(&error, settings))
        }
        Err(error) => Err(lost(&error, settings)),
    }
}

async fn ran(ssh: &OpenSsh, words: &[String], settings: &Settings) -> Result<Output, Failure> {
    ssh.run(words, None, Deadline::after(settings.deadline)).await.map_err(|error| lost(&error, settings))
}

/// Runs a command that must succeed.
async fn done(ssh: &OpenSsh, words: &[String], settings: &Settings) -> Result<Vec<u8>, Failure> {
    let output = ran(ssh, words, settings).await?;
    if output.status == 0 {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = clean(said.lines().next().unwrap_or_default()).into_owned();
    Err(Failure::new("E-INIT-COMMAND", Exit::Failed, tr::init_failed(settings.language, line(words), said)))
}

async fn get(ssh: &OpenSsh, path: &str, settings: &Settings) -> Result<Value, Failure> {
    let words = ["pvesh", "get", path, "--output-format", "json"].map(str::to_owned);
    let printed = done(ssh, &words, settings).await?;
    serde_json::from_slice(&printed).map_err(|error| {
        Failure::new("E-INIT-ANSWER", Exit::Failed, tr::init_failed(settings.language, line(&words), error.to_string()))
    })
}

/// Looks at what is there. Changes nothing.
pub(super) async fn look(ssh: &OpenSsh, settings: &Settings) -> Result<Found, Failure> {
    let version = get(ssh, "/version", settings).await?;
    let status = get(ssh, "/cluster/status", settings).await?;
    let roles = get(ssh, "/access/roles", settings).await?;
    let users = get(ssh, "/access/users", settings).await?;
    let user = has(&users, "userid", USER);
    let tokens = if user { get(ssh, &format!("/access/users/{USER}/token"), settings).await? } else { Value::Null };
    let mut found = members(&status, ssh.target().host());
    found.release = version.get("version").and_then(Value::as_str).and_then(Release::read);
    found.existing = Existing {
        role: rows(&roles).find(|row| text(row, "roleid") == Some(ROLE)).map(|row| {
            let held = text(row, "privs").unwrap_or_default();
            held.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        }),
        user,
        tokens: rows(&tokens).filter_map(|row| text(row, "tokenid")).map(str::to_owned).collect(),
    };
    Ok(found)
}

/// Name and addresses out of `/cluster/status`. `host` is what the person typed, which works in any case.
fn members(status: &Value, host: &str) -> Found {
    let kind = |row: &&Value, kind: &str| text(row, "type") == Some(kind);
    let nodes: Vec<&Value> = rows(status).filter(|row| kind(row, "node")).collect();
    let cluster = rows(status).find(|row| kind(row, "cluster")).and_then(|row| text(row, "name"));
    let local = |row: &&&Value| row.get("local").is_some_and(|is| is.as_i64() == Some(1) || is.as_str() == Some("1"));
    let own = nodes.iter().find(local).copied();
    let name = cluster.or_else(|| own.and_then(|row| text(row, "name"))).unwrap_or(host).to_owned();
    let url = |address: &str| {
        let host = if address.contains(':') { format!("[{address}]") } else { address.to_owned() };
        format!("https://{host}:8006")
    };
    let mut addresses: Vec<String> = Vec::new();
    // Of a node alone the address is not told; then what was typed must do.
    addresses.extend(own.map(|row| url(text(row, "ip").unwrap_or(host))));
    let others = nodes.iter().filter(|row| !local(row)).filter_map(|row| text(row, "ip"));
    addresses.extend(others.map(url));
    if addresses.is_empty() {
        addresses.push(url(host));
    }
    Found { name, addresses, ..Found::default() }
}

/// Carries the plan out and brings the token's secret.
pub(super) async fn carry_out(ssh: &OpenSsh, plan: &Plan, settings: &Settings) -> Result<SecretString, Failure> {
    for words in &plan.before {
        done(ssh, words, settings).await?;
    }
    let printed = done(ssh, &plan.token, settings).await?;
    let secret = serde_json::from_slice::<Value>(&printed)
        .ok()
        .and_then(|read| read.get("value").and_then(Value::as_str).map(|secret| SecretString::from(secret.to_owned())));
    let Some(secret) = secret else {
        let message = tr::init_no_secret(settings.language);
        return Err(Failure::new("E-INIT-SECRET", Exit::Failed, message));
    };
    for words in &plan.after {
        done(ssh, words, settings).await?;
    }
    Ok(secret)
}

/// The certificate of the cluster's authority.
pub(super) async fn authority(ssh: &OpenSsh, settings: &Settings) -> Result<Vec<u8>, Failure> {
    let words = ["cat", AUTHORITY].map(str::to_owned);
    let pem = done(ssh, &words, settings).await?;
    lotse_pve::tls::Authority::from_pem(&pem).map_err(|error| {
        let message = tr::connect_bad_ca(settings.language, AUTHORITY, error.to_string());
        Failure::new(error.code(), Exit::Failed, message)
    })?;
    Ok(pem)
}

fn rows(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

fn text<'a>(row: &'a Value, key: &str) -> Option<&'a str> {
    row.get(key).and_then(Value::as_str)
}

fn has(list: &Value, key: &str, value: &str) -> bool {
    rows(list).any(|row| text(row, key) == Some(value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::members;

    #[test]
    fn a_cluster_gives_its_name_and_the_addresses_of_all_nodes_this_one_first() {
        let status = json!([
            { "type": "cluster", "name": "home", "quorate": 1 },
            { "type": "node", "name": "pve1", "ip": "192.0.2.11", "local": 0 },
            { "type": "node", "name": "pve2", "ip": "192.0.2.12", "local": "1" },
        ]);
        let found = members(&status, "pve2.example");
        assert_eq!(found.name, "home");
        assert_eq!(found.addresses, ["https://192.0.2.12:8006", "https://192.0.2.11:8006"]);
    }

    #[test]
    fn a_node_alone_gives_its_own_name() {
        let status = json!([{ "type": "node", "name": "pve1", "ip": "2001:db8::1", "local": 1 }]);
        let found = members(&status, "pve1.example");
        assert_eq!((found.name.as_str(), found.addresses[0].as_str()), ("pve1", "https://[2001:db8::1]:8006"));
        assert_eq!(members(&json!([]), "pve1.example").addresses, ["https://pve1.example:8006"]);
    }
}
