//! The network of a node: `/nodes/{node}/network`.

use lotse_model::NodeName;
use serde::Serialize;

use super::{
    row::{Malformed, Row},
    words::words,
};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

words! {
    /// What kind of interface it is.
    InterfaceKind {
        /// A bridge, to which guests are connected.
        Bridge = "bridge",
        /// Several ports as one.
        Bond = "bond",
        /// A port.
        Ethernet = "eth",
        /// A second address of another interface.
        Alias = "alias",
        /// A VLAN of another interface.
        Vlan = "vlan",
        /// A bridge of Open vSwitch.
        OvsBridge = "OVSBridge",
        /// A bond of Open vSwitch.
        OvsBond = "OVSBond",
        /// A port of Open vSwitch.
        OvsPort = "OVSPort",
        /// A port of Open vSwitch for the node itself.
        OvsIntPort = "OVSIntPort",
        /// A network of the SDN.
        Vnet = "vnet",
        /// The loopback interface.
        Loopback = "loopback",
    }
}

/// An interface of a node.
#[expect(clippy::struct_excessive_bools, reason = "facts of an interface that do not exclude each other")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Interface {
    /// Its name.
    pub name: String,
    /// What kind it is.
    pub kind: InterfaceKind,
    /// Whether it is up.
    pub active: bool,
    /// Whether it comes up at boot.
    pub autostart: bool,
    /// Whether it is there at all.
    pub exists: bool,
    /// Its addresses with their prefix (`198.51.100.10/24`).
    pub addresses: Vec<String>,
    /// Its gateways.
    pub gateways: Vec<String>,
    /// The ports of a bridge or bond, sorted.
    pub ports: Vec<String>,
    /// The VLAN of a VLAN interface.
    pub vlan: Option<u32>,
    /// What a VLAN interface sits on.
    pub base: Option<String>,
    /// Whether a bridge knows VLANs.
    pub vlan_aware: bool,
    /// The largest packet.
    pub mtu: Option<u32>,
    /// The operator's comment.
    pub comment: Option<String>,
}

impl Interface {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let both = |four: &str, six: &str| [row.word(four), row.word(six)].into_iter().flatten().collect::<Vec<_>>();
        let addresses = match both("cidr", "cidr6") {
            cidr if cidr.is_empty() => both("address", "address6"),
            cidr => cidr,
        };
        let ports = ["bridge_ports", "slaves", "ovs_ports", "ovs_bonds"].iter().flat_map(|key| row.words(key));
        let mut ports: Vec<_> = ports.filter(|port| port != "none").collect();
        ports.sort();
        Ok(Self {
            name: row.need_text("iface")?,
            kind: InterfaceKind::read(row.word("type").as_deref().unwrap_or("unknown")),
            active: row.is("active"),
            autostart: row.is("autostart"),
            exists: row.is("exists") || row.is("active"),
            addresses,
            gateways: both("gateway", "gateway6"),
            ports,
            vlan: row.small("vlan-id").or_else(|| row.small("ovs_tag")),
            base: row.word("vlan-raw-device").or_else(|| row.word("ovs_bridge")),
            vlan_aware: row.is("bridge_vlan_aware"),
            mtu: row.small("mtu"),
            comment: row.word("comments").map(|text| text.trim_end().to_owned()),
        })
    }
}

impl Pve {
    /// The interfaces of `node` (`GET /nodes/{node}/network`), sorted. Bridges that the caller may not use are left out without
    /// a word: nothing that the permission list shows tells of it.
    pub async fn network(&self, node: &NodeName, deadline: Deadline) -> Answer<Vec<Interface>> {
        let mut seen =
            self.list(&api_path!("/nodes/{}/network", node), &Params::new(), deadline, Interface::read).await?;
        seen.value.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Interface, InterfaceKind, Row};

    #[test]
    fn a_bridge_without_ports_has_none() {
        let value = json!({
            "priority": 3, "active": 1, "bridge_ports": "", "method": "static", "type": "bridge", "address": "198.51.100.10",
            "iface": "vmbr0", "cidr": "198.51.100.10/24", "netmask": "24", "autostart": 1,
        });
        let bridge = Interface::read(Row::of(&value).unwrap()).unwrap();
        assert_eq!((bridge.kind, bridge.ports.len()), (InterfaceKind::Bridge, 0));
        assert_eq!(bridge.addresses, ["198.51.100.10/24"]);
        let bond = json!({ "iface": "bond0", "type": "bond", "slaves": "eno2 eno1", "mtu": "9000" });
        let bond = Interface::read(Row::of(&bond).unwrap()).unwrap();
        assert_eq!((bond.ports, bond.mtu), (vec!["eno1".to_owned(), "eno2".to_owned()], Some(9000)));
    }
}
