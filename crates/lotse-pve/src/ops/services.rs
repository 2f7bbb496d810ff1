//! The services of a node: `/nodes/{node}/services`.

use lotse_model::NodeName;
use serde::Serialize;

use super::row::{Malformed, Row};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

/// A service of a node that belongs to Proxmox VE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Service {
    /// Its name in systemd (`pveproxy`).
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// systemd's `SubState` (`running`, `dead`, `exited`, `failed`).
    pub state: String,
    /// systemd's `ActiveState` (`active`, `inactive`, `failed`).
    pub active: Option<String>,
    /// systemd's `UnitFileState` (`enabled`, `disabled`, `not-found`).
    pub unit: Option<String>,
}

impl Service {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let name = row.word("service").or_else(|| row.word("name"));
        Ok(Self {
            name: name.ok_or_else(|| Malformed::at("service", row.get("service")))?,
            description: row.word("desc"),
            state: row.text("state").unwrap_or_default(),
            active: row.word("active-state"),
            unit: row.word("unit-state"),
        })
    }

    /// Whether it should run and does not: it failed, or is enabled and neither active nor a job that ended well.
    #[must_use]
    pub fn is_broken(&self) -> bool {
        let enabled = self.unit.as_deref() == Some("enabled");
        self.active.as_deref() == Some("failed")
            || self.state == "failed"
            || (enabled && self.active.as_deref() == Some("inactive") && self.state == "dead" && !self.is_optional())
    }

    /// Services that Proxmox enables and that stop themselves where they are not needed: corosync and the HA watchdog's
    /// clients on a stand-alone node, timers' one-shot jobs.
    fn is_optional(&self) -> bool {
        matches!(self.name.as_str(), "corosync" | "ksmtuned" | "systemd-timesyncd" | "chrony" | "postfix" | "syslog")
    }
}

impl Pve {
    /// The services of `node` (`GET /nodes/{node}/services`), sorted. Needs `Sys.Audit` on the node.
    pub async fn services(&self, node: &NodeName, deadline: Deadline) -> Answer<Vec<Service>> {
        let mut seen =
            self.list(&api_path!("/nodes/{}/services", node), &Params::new(), deadline, Service::read).await?;
        seen.value.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Row, Service};

    fn service(value: &Value) -> Service {
        Service::read(Row::of(value).unwrap()).unwrap()
    }

    #[test]
    fn a_service_that_failed_or_is_dead_although_enabled_is_broken() {
        let broken = |name: &str, unit: &str, active: &str, state: &str| {
            service(&json!({ "service": name, "unit-state": unit, "active-state": active, "state": state })).is_broken()
        };
        assert!(broken("pveproxy", "enabled", "failed", "failed"));
        assert!(broken("pvestatd", "enabled", "inactive", "dead"));
        assert!(!broken("pvestatd", "enabled", "active", "running"));
        assert!(!broken("corosync", "enabled", "inactive", "dead"), "a node without a cluster");
        assert!(!broken("chrony", "not-found", "inactive", "dead"));
    }

    #[test]
    fn older_servers_say_only_the_state() {
        let old = service(&json!({ "name": "cron", "state": "running", "desc": "Regular background program" }));
        assert_eq!((old.name.as_str(), old.active.as_deref(), old.is_broken()), ("cron", None, false));
    }
}
