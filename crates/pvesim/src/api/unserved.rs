//! What the real API has and the simulator has not: these calls answer 501.
//!
//! Kept by path prefix, so that a user of the simulator can see at a glance what not to expect. A test holds the list
//! against the official schema: a method that is neither served nor listed here fails it.

use super::Method;

/// Which methods below a prefix are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// Every method.
    All,
    /// Everything but reading.
    Writes,
}

/// The prefixes.
pub const UNSERVED: &[(Missing, &str)] = &[
    (Missing::Writes, "/access/domains"),
    (Missing::All, "/access/openid/auth-url"),
    (Missing::All, "/access/openid/login"),
    (Missing::All, "/access/vncticket"),
    (Missing::Writes, "/cluster/acme"),
    (Missing::All, "/cluster/acme/account/{name}"),
    (Missing::All, "/cluster/acme/challenge-schema"),
    (Missing::All, "/cluster/acme/meta"),
    (Missing::All, "/cluster/acme/plugins/{id}"),
    (Missing::All, "/cluster/acme/tos"),
    (Missing::Writes, "/cluster/ceph/flags"),
    (Missing::Writes, "/cluster/config"),
    (Missing::Writes, "/cluster/firewall"),
    (Missing::All, "/cluster/firewall/aliases/{name}"),
    (Missing::All, "/cluster/firewall/groups/{group}"),
    (Missing::All, "/cluster/firewall/ipset/{name}"),
    (Missing::All, "/cluster/firewall/macros"),
    (Missing::Writes, "/cluster/jobs/realm-sync"),
    (Missing::Writes, "/cluster/mapping"),
    (Missing::Writes, "/cluster/metrics/server"),
    (Missing::Writes, "/cluster/notifications"),
    (Missing::Writes, "/cluster/sdn"),
    (Missing::All, "/cluster/sdn/controllers/{controller}"),
    (Missing::All, "/cluster/sdn/dns/{dns}"),
    (Missing::All, "/cluster/sdn/dry-run"),
    (Missing::All, "/cluster/sdn/fabrics"),
    (Missing::All, "/cluster/sdn/ipams/{ipam}"),
    (Missing::All, "/cluster/sdn/vnets/{vnet}/firewall"),
    (Missing::All, "/cluster/sdn/vnets/{vnet}/ips"),
    (Missing::All, "/cluster/sdn/vnets/{vnet}/subnets"),
    (Missing::Writes, "/nodes/{node}/aplinfo"),
    (Missing::Writes, "/nodes/{node}/apt/repositories"),
    (Missing::All, "/nodes/{node}/capabilities/qemu"),
    (Missing::Writes, "/nodes/{node}/ceph"),
    (Missing::All, "/nodes/{node}/ceph/cfg/db"),
    (Missing::All, "/nodes/{node}/ceph/cfg/raw"),
    (Missing::All, "/nodes/{node}/ceph/cfg/value"),
    (Missing::All, "/nodes/{node}/ceph/cmd-safety"),
    (Missing::All, "/nodes/{node}/ceph/crush"),
    (Missing::All, "/nodes/{node}/ceph/log"),
    (Missing::All, "/nodes/{node}/ceph/osd/{osdid}"),
    (Missing::All, "/nodes/{node}/certificates/acme/certificate"),
    (Missing::All, "/nodes/{node}/certificates/custom"),
    (Missing::Writes, "/nodes/{node}/disks"),
    (Missing::All, "/nodes/{node}/execute"),
    (Missing::Writes, "/nodes/{node}/firewall"),
    (Missing::All, "/nodes/{node}/hardware/pci/{pci-id-or-mapping}"),
    (Missing::Writes, "/nodes/{node}/lxc/{vmid}/firewall"),
    (Missing::All, "/nodes/{node}/lxc/{vmid}/firewall/aliases/{name}"),
    (Missing::All, "/nodes/{node}/lxc/{vmid}/firewall/ipset/{name}"),
    (Missing::All, "/nodes/{node}/lxc/{vmid}/firewall/rules/{pos}"),
    (Missing::All, "/nodes/{node}/lxc/{vmid}/mtunnel"),
    (Missing::All, "/nodes/{node}/lxc/{vmid}/mtunnelwebsocket"),
    (Missing::All, "/nodes/{node}/lxc/{vmid}/remote_migrate"),
    (Missing::Writes, "/nodes/{node}/network"),
    (Missing::All, "/nodes/{node}/qemu/{vmid}/cloudinit/dump"),
    (Missing::All, "/nodes/{node}/qemu/{vmid}/dbus-vmstate"),
    (Missing::Writes, "/nodes/{node}/qemu/{vmid}/firewall"),
    (Missing::All, "/nodes/{node}/qemu/{vmid}/firewall/aliases/{name}"),
    (Missing::All, "/nodes/{node}/qemu/{vmid}/firewall/ipset/{name}"),
    (Missing::All, "/nodes/{node}/qemu/{vmid}/firewall/rules/{pos}"),
    (Missing::All, "/nodes/{node}/qemu/{vmid}/mtunnel"),
    (Missing::All, "/nodes/{node}/qemu/{vmid}/mtunnelwebsocket"),
    (Missing::All, "/nodes/{node}/qemu/{vmid}/remote_migrate"),
    (Missing::All, "/nodes/{node}/query-oci-repo-tags"),
    (Missing::All, "/nodes/{node}/query-url-metadata"),
    (Missing::All, "/nodes/{node}/rrd"),
    (Missing::All, "/nodes/{node}/scan/cifs"),
    (Missing::All, "/nodes/{node}/scan/iscsi"),
    (Missing::All, "/nodes/{node}/scan/pbs"),
    (Missing::All, "/nodes/{node}/sdn/fabrics"),
    (Missing::All, "/nodes/{node}/sdn/vnets"),
    (Missing::All, "/nodes/{node}/sdn/zones/{zone}"),
    (Missing::All, "/nodes/{node}/spiceshell"),
    (Missing::All, "/nodes/{node}/storage/{storage}/download-url"),
    (Missing::All, "/nodes/{node}/storage/{storage}/file-restore"),
    (Missing::All, "/nodes/{node}/storage/{storage}/import-metadata"),
    (Missing::All, "/nodes/{node}/storage/{storage}/oci-registry-pull"),
    (Missing::All, "/nodes/{node}/storage/{storage}/rrd"),
    (Missing::Writes, "/nodes/{node}/subscription"),
    (Missing::All, "/nodes/{node}/termproxy"),
    (Missing::All, "/nodes/{node}/vncshell"),
    (Missing::All, "/nodes/{node}/vncwebsocket"),
];

/// Single methods that are missing below paths which are served otherwise.
pub const UNSERVED_METHODS: &[(Method, &str)] = &[
    // Copying a volume; the real server calls it experimental.
    (Method::Post, "/nodes/{node}/storage/{storage}/content/{volume}"),
];

/// Whether a method of a schema path is known to be missing.
#[must_use]
pub fn is_listed(method: Method, path: &str) -> bool {
    let below = |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    UNSERVED_METHODS.iter().any(|(missing, listed)| *missing == method && *listed == path)
        || UNSERVED.iter().any(|(missing, prefix)| below(prefix) && (*missing == Missing::All || method != Method::Get))
}

#[cfg(test)]
mod tests {
    use super::super::areas::routes;
    use super::*;

    #[test]
    fn nothing_is_listed_that_is_served() {
        let listed: Vec<String> = routes()
            .filter(|route| is_listed(route.method, route.path))
            .map(|route| format!("{} {}", route.method.name(), route.path))
            .collect();
        assert!(listed.is_empty(), "{listed:?}");
    }
}
