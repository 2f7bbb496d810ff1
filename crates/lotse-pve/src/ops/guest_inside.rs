//! What a guest says about itself from inside: a VM through its agent (`…/agent/network-get-interfaces`, `…/agent/get-fsinfo`),
//! a container through its node (`…/interfaces`).

use std::net::IpAddr;

use lotse_model::{Bytes, GuestKind, Seen, Traffic, Use};
use serde::Serialize;
use serde_json::Value;

use super::{
    guest_status::GuestPlace,
    row::{Malformed, Row},
    rows::{Rows, unreadable},
};
use crate::{
    ApiPath, CallError, Deadline, Params, Pve, Reply,
    pve::{Answer, unlike},
};

/// What asking inside a guest brought.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Inside<T> {
    /// It answered.
    Answered(T),
    /// The guest does not run, so there is nothing to ask.
    NotRunning,
    /// The VM's configuration has no agent.
    NoAgent,
    /// The agent is set up and does not answer: not installed in the guest, not started yet, or too old for the question.
    Silent {
        /// The server's words.
        message: String,
    },
}

impl<T> Inside<T> {
    /// What it answered.
    pub fn answered(self) -> Option<T> {
        match self {
            Self::Answered(value) => Some(value),
            Self::NotRunning | Self::NoAgent | Self::Silent { .. } => None,
        }
    }
}

/// An address with its prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct GuestAddress {
    /// The address.
    pub ip: IpAddr,
    /// How many bits of it are the network's.
    pub prefix: Option<u8>,
}

impl GuestAddress {
    /// Whether others can reach the guest by it: neither loopback nor link-local.
    #[must_use]
    pub const fn is_reachable(&self) -> bool {
        match self.ip {
            IpAddr::V4(ip) => !ip.is_loopback() && !ip.is_link_local() && !ip.is_unspecified(),
            IpAddr::V6(ip) => !ip.is_loopback() && !ip.is_unicast_link_local() && !ip.is_unspecified(),
        }
    }
}

/// A network interface as the guest sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestInterface {
    /// Its name inside.
    pub name: String,
    /// Its MAC address, upper case.
    pub mac: Option<String>,
    /// Its addresses, in the order of the guest.
    pub addresses: Vec<GuestAddress>,
    /// Its traffic since it came up; a container's is not said.
    pub traffic: Option<Traffic>,
}

impl GuestInterface {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let address = |value: &Value| {
            let row = Row::of(value).ok()?;
            address(&row.text("ip-address")?, row.whole("prefix"))
        };
        let mut addresses: Vec<_> = row.elements("ip-addresses").iter().filter_map(address).collect();
        if addresses.is_empty() {
            // Containers of before 8.3 have only these.
            let old = ["inet", "inet6"].iter().filter_map(|key| row.word(key));
            addresses = old.flat_map(|text| super::row::split(&text)).filter_map(|text| with_prefix(&text)).collect();
        }
        Ok(Self {
            name: row.need_text("name")?,
            mac: row.word("hardware-address").or_else(|| row.word("hwaddr")).map(|mac| mac.to_ascii_uppercase()),
            addresses,
            traffic: row.object("statistics").and_then(|counts| {
                Some(Traffic { read: counts.bytes("rx-bytes")?, written: counts.bytes("tx-bytes")? })
            }),
        })
    }
}

fn with_prefix(text: &str) -> Option<GuestAddress> {
    match text.split_once('/') {
        Some((ip, prefix)) => address(ip, prefix.parse().ok()),
        None => address(text, None),
    }
}

fn address(text: &str, prefix: Option<u64>) -> Option<GuestAddress> {
    // Link-local addresses may name their interface (`fe80::1%eth0`).
    let ip = text.split_once('%').map_or(text, |(ip, _)| ip).parse().ok()?;
    Some(GuestAddress { ip, prefix: prefix.and_then(|prefix| u8::try_from(prefix).ok()) })
}

/// A file system as the guest sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuestFileSystem {
    /// Where it is mounted (`/`, `C:\`).
    pub mount_point: String,
    /// Its type (`ext4`, `NTFS`).
    pub kind: Option<String>,
    /// Its device inside.
    pub device: Option<String>,
    /// Used of its size; `None` where the agent does not say (CD drives, old agents).
    pub space: Option<Use>,
}

impl GuestFileSystem {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let total = row.bytes("total-bytes").filter(|total| *total > Bytes(0));
        Ok(Self {
            mount_point: row.need_text("mountpoint")?,
            kind: row.word("type"),
            device: row.word("name"),
            space: total.and_then(|total| Some(Use::new(row.bytes("used-bytes")?, total))),
        })
    }
}

impl Pve {
    /// A guest's network as it sees it. Of a VM it needs `VM.Monitor` (to 8.x) or `VM.GuestAgent.Audit` (from 9), of a
    /// container `VM.Audit`.
    pub async fn guest_network(&self, place: &GuestPlace, deadline: Deadline) -> Answer<Inside<Vec<GuestInterface>>> {
        match place.kind {
            GuestKind::Vm => {
                let path = place.path().segment("agent").segment("network-get-interfaces");
                self.agent(&path, place, deadline, GuestInterface::read).await
            }
            GuestKind::Container => self.container_network(place, deadline).await,
        }
    }

    /// A VM's file systems as it sees them; the only way to know how full a VM's disks are. Needs `VM.Monitor` (to 8.x) or
    /// `VM.GuestAgent.Audit` (from 9).
    pub async fn guest_file_systems(
        &self,
        place: &GuestPlace,
        deadline: Deadline,
    ) -> Answer<Inside<Vec<GuestFileSystem>>> {
        let path = place.path().segment("agent").segment("get-fsinfo");
        self.agent(&path, place, deadline, GuestFileSystem::read).await
    }

    async fn container_network(&self, place: &GuestPlace, deadline: Deadline) -> Answer<Inside<Vec<GuestInterface>>> {
        let path = place.path().segment("interfaces");
        let reply = self.get(&path, &Params::new(), deadline).await?;
        if reply.data.is_null() {
            return Ok(Seen::whole(Inside::NotRunning, reply.as_of));
        }
        let rows = Rows::read(&reply.data, GuestInterface::read).map_err(|why| unlike(&path, &reply, &why))?;
        Ok(self.seen(&path, Some(&place.node), rows, &reply).map(Inside::Answered))
    }

    async fn agent<T: Send>(
        &self,
        path: &ApiPath,
        place: &GuestPlace,
        deadline: Deadline,
        read: fn(Row<'_>) -> Result<T, Malformed>,
    ) -> Answer<Inside<Vec<T>>> {
        let reply = match self.get(path, &Params::new(), deadline).await {
            Ok(reply) => reply,
            Err(error) => {
                let not = unanswered(&error).ok_or(error)?;
                return Ok(Seen::whole(not, crate::clock::now()));
            }
        };
        self.agent_answer(path, place, &reply, read)
    }

    fn agent_answer<T>(
        &self,
        path: &ApiPath,
        place: &GuestPlace,
        reply: &Reply,
        read: fn(Row<'_>) -> Result<T, Malformed>,
    ) -> Answer<Inside<Vec<T>>> {
        let result = Row::of(&reply.data).map_err(|why| unlike(path, reply, &why))?;
        match result.get("result") {
            Some(Value::Object(refusal)) => {
                let message = refusal.get("error").map_or_else(String::new, ToString::to_string);
                Ok(Seen::whole(Inside::Silent { message }, reply.as_of))
            }
            list => {
                let rows = Rows::read(list.unwrap_or(&Value::Null), read).map_err(|why| unlike(path, reply, &why))?;
                let mut seen = Seen::whole(Inside::Answered(rows.good), reply.as_of);
                seen.hidden.extend(unreadable(&rows.bad).map(|why| self.hidden(path, Some(&place.node), why)));
                Ok(seen)
            }
        }
    }
}

/// The errors that say where the guest stands, in the words of qemu-server (`PVE::QemuServer::Agent`).
fn unanswered<T>(error: &CallError) -> Option<Inside<T>> {
    let (CallError::Failed { message, .. } | CallError::NotFound { message, .. }) = error else { return None };
    let text = message.trim();
    if text.contains("No QEMU guest agent configured") {
        Some(Inside::NoAgent)
    } else if text.starts_with("VM ") && text.ends_with(" is not running")
        || text.ends_with(" not running") && text.starts_with("VM ")
    {
        Some(Inside::NotRunning)
    } else if text.contains("guest agent is not running")
        || text.contains("qmp command 'guest-")
        || text.contains("guest-ping")
    {
        Some(Inside::Silent { message: text.to_owned() })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{CallError, GuestFileSystem, GuestInterface, Inside, Row, unanswered};

    fn interface(value: &Value) -> GuestInterface {
        GuestInterface::read(Row::of(value).unwrap()).unwrap()
    }

    #[test]
    fn an_agents_addresses_are_read_with_their_prefix() {
        let eth0 = interface(&json!({
            "hardware-address": "bc:24:11:6c:64:69", "name": "eth0", "statistics": { "tx-bytes": 726, "rx-bytes": "110" },
            "ip-addresses": [
                { "ip-address-type": "ipv4", "ip-address": "10.77.0.5", "prefix": "24" },
                { "ip-address": "fe80::be24:11ff:fe6c:6469%eth0", "prefix": 64 },
                { "ip-address": "no address" },
            ],
        }));
        assert_eq!(
            eth0.addresses.iter().map(|address| (address.ip.to_string(), address.prefix)).collect::<Vec<_>>(),
            [("10.77.0.5".to_owned(), Some(24)), ("fe80::be24:11ff:fe6c:6469".to_owned(), Some(64)),]
        );
        assert_eq!(eth0.addresses.iter().map(super::GuestAddress::is_reachable).collect::<Vec<_>>(), [true, false]);
        assert_eq!(eth0.mac.as_deref(), Some("BC:24:11:6C:64:69"));
        assert_eq!(eth0.traffic.map(|traffic| (traffic.read.0, traffic.written.0)), Some((110, 726)));
    }

    #[test]
    fn a_container_of_an_older_server_has_one_text_for_each_family() {
        let lo = interface(
            &json!({ "hwaddr": "00:00:00:00:00:00", "name": "lo", "inet": "127.0.0.1/8", "inet6": "::1/128" }),
        );
        assert_eq!(lo.addresses.len(), 2);
        assert!(lo.addresses.iter().all(|address| !address.is_reachable()));
    }

    #[test]
    fn a_file_system_without_figures_has_none() {
        let read = |value: &Value| GuestFileSystem::read(Row::of(value).unwrap()).unwrap();
        let root =
            read(&json!({ "mountpoint": "/", "type": "ext4", "name": "sda1", "total-bytes": 100, "used-bytes": "40" }));
        assert_eq!(root.space.map(|space| space.used.0), Some(40));
        assert_eq!(read(&json!({ "mountpoint": "D:\\", "type": "CDFS" })).space, None);
    }

    #[test]
    fn the_reasons_for_silence_are_told_apart() {
        let why = |message: &str| {
            let message = message.to_owned();
            unanswered::<()>(&CallError::Failed { call: String::new(), status: Some(500), message })
        };
        assert_eq!(why("No QEMU guest agent configured\n"), Some(Inside::NoAgent));
        assert_eq!(why("VM 101 is not running\n"), Some(Inside::NotRunning));
        assert!(matches!(why("QEMU guest agent is not running\n"), Some(Inside::Silent { .. })));
        assert_eq!(why("hostname lookup 'nope' failed"), None);
    }
}
