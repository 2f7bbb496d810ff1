//! Property strings of network devices.

use crate::api::param::Format;
use crate::api::param::Param;
use crate::world::version::Releases;

/// The network card models of QEMU in the order in which refusals name them.
pub const MODELS: &[&str] = &[
    "e1000",
    "e1000-82540em",
    "e1000-82544gc",
    "e1000-82545em",
    "e1000e",
    "i82551",
    "i82557b",
    "i82559er",
    "ne2k_isa",
    "ne2k_pci",
    "pcnet",
    "rtl8139",
    "virtio",
    "vmxnet3",
];

/// Format of a VM's `net0`.
pub const VM_NET: Format = Format::Properties {
    default: Some("model"),
    keys: &[
        Param::choice("model", MODELS),
        Param::string("macaddr").format(MAC).optional(),
        Param::string("bridge").format(Format::Named("pve-bridge-id", bridge)).optional(),
        Param::boolean("firewall").optional(),
        Param::boolean("link_down").optional(),
        Param::integer("mtu").min(1.0).max(65520.0).optional(),
        Param::integer("queues").min(0.0).max(64.0).optional(),
        Param::number("rate").min(0.0).optional(),
        Param::integer("tag").min(1.0).max(4094.0).optional(),
        Param::string("trunks").optional(),
    ],
};

/// Format of a container's `net0`.
pub const CT_NET: Format = Format::Properties {
    default: None,
    keys: &[
        Param::string("name"),
        Param::string("bridge").optional(),
        Param::boolean("firewall").optional(),
        Param::string("gw").optional(),
        Param::string("gw6").optional(),
        Param::boolean("host-managed").optional().releases(Releases::NINE),
        Param::string("hwaddr").format(MAC).optional(),
        Param::string("ip").format(Format::Named("pve-ipv4-config", ipv4_config)).optional(),
        Param::string("ip6").optional(),
        Param::boolean("link_down").optional(),
        Param::integer("mtu").min(64.0).max(65535.0).optional(),
        Param::number("rate").optional(),
        Param::integer("tag").min(1.0).max(4094.0).optional(),
        Param::string("trunks").optional(),
        Param::choice("type", &["veth"]).optional(),
    ],
};

/// `mac-addr`.
const MAC: Format = Format::Named("mac-addr", mac);

fn mac(value: &str) -> Result<(), String> {
    let octets: Vec<Option<u8>> =
        value.split(':').map(|part| (part.len() == 2).then(|| u8::from_str_radix(part, 16).ok()).flatten()).collect();
    // The second-lowest bit of the first octet may be anything, the lowest means multicast.
    let unicast = octets.first().copied().flatten().is_some_and(|first| first & 1 == 0);
    if octets.len() == 6 && octets.iter().all(Option::is_some) && unicast {
        return Ok(());
    }
    Err("value does not look like a valid unicast MAC address".to_owned())
}

fn bridge(value: &str) -> Result<(), String> {
    let good = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if good { Ok(()) } else { Err("value does not look like a valid bridge id".to_owned()) }
}

fn ipv4_config(value: &str) -> Result<(), String> {
    if matches!(value, "dhcp" | "manual") {
        return Ok(());
    }
    let good = value.split_once('/').is_some_and(|(address, bits)| {
        address.parse::<std::net::Ipv4Addr>().is_ok() && bits.parse::<u8>().is_ok_and(|bits| bits <= 32)
    });
    if good { Ok(()) } else { Err("value does not look like a valid ipv4 network configuration".to_owned()) }
}
