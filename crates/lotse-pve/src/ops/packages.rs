//! Packages of a node: updates that wait (`/nodes/{node}/apt/update`) and versions (`/nodes/{node}/apt/versions`).

use lotse_model::NodeName;
use serde::Serialize;

use super::row::{Malformed, Row};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

/// A newer version of an installed package, as the package lists of the node knew it when they were last refreshed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Update {
    /// The package.
    pub package: String,
    /// What it is, in one line.
    pub title: Option<String>,
    /// The installed version.
    pub installed: Option<String>,
    /// The version that waits.
    pub available: String,
    /// Whose it is (`Proxmox`, `Debian`, `Debian-Security`).
    pub origin: Option<String>,
    /// Debian's section (`kernel`, `admin`).
    pub section: Option<String>,
}

impl Update {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            package: row.need_text("Package")?,
            title: row.word("Title"),
            installed: row.word("OldVersion"),
            available: row.need_text("Version")?,
            origin: row.word("Origin"),
            section: row.word("Section"),
        })
    }

    /// Whether it is a kernel, which works only after a reboot.
    #[must_use]
    pub fn is_kernel(&self) -> bool {
        is_kernel(&self.package)
    }
}

fn is_kernel(package: &str) -> bool {
    ["proxmox-kernel-", "pve-kernel-"]
        .iter()
        .any(|prefix| package.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
}

/// The version of a package that belongs to Proxmox VE.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackageVersion {
    /// The package.
    pub package: String,
    /// The installed version; `None` when it is not installed.
    pub installed: Option<String>,
    /// The version that the package lists know.
    pub known: Option<String>,
    /// The running kernel, on the entry of the package `proxmox-ve`.
    pub running_kernel: Option<String>,
    /// The running manager, on the entry of the package `pve-manager`.
    pub manager: Option<String>,
}

impl PackageVersion {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let installed = row.word("CurrentState").as_deref() != Some("NotInstalled");
        let version = row.word("Version");
        let old = row.word("OldVersion");
        Ok(Self {
            package: row.need_text("Package")?,
            // `OldVersion` is the installed one where an update waits.
            installed: old.or_else(|| version.clone()).filter(|_| installed),
            known: version,
            running_kernel: row.word("RunningKernel"),
            manager: row.word("ManagerVersion"),
        })
    }

    /// The kernel that this package installs (`6.8.12-9-pve`), when it is an installed kernel.
    #[must_use]
    pub fn kernel(&self) -> Option<&str> {
        self.installed.as_ref()?;
        let name = self.package.strip_prefix("proxmox-kernel-").or_else(|| self.package.strip_prefix("pve-kernel-"))?;
        let name = name.strip_suffix("-signed").unwrap_or(name);
        (name.starts_with(|c: char| c.is_ascii_digit()) && name.ends_with("-pve")).then_some(name)
    }
}

impl Pve {
    /// The updates that wait on `node` (`GET /nodes/{node}/apt/update`), sorted. Needs `Sys.Modify` on the node, although it
    /// changes nothing.
    pub async fn updates(&self, node: &NodeName, deadline: Deadline) -> Answer<Vec<Update>> {
        let mut seen =
            self.list(&api_path!("/nodes/{}/apt/update", node), &Params::new(), deadline, Update::read).await?;
        seen.value.sort_by(|a, b| a.package.cmp(&b.package));
        Ok(seen)
    }

    /// The versions of Proxmox VE's packages on `node` (`GET /nodes/{node}/apt/versions`), sorted. Needs `Sys.Audit` on the
    /// node.
    pub async fn package_versions(&self, node: &NodeName, deadline: Deadline) -> Answer<Vec<PackageVersion>> {
        let path = api_path!("/nodes/{}/apt/versions", node);
        let mut seen = self.list(&path, &Params::new(), deadline, PackageVersion::read).await?;
        seen.value.sort_by(|a, b| a.package.cmp(&b.package));
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{PackageVersion, Row, Update};

    fn version(value: &Value) -> PackageVersion {
        PackageVersion::read(Row::of(value).unwrap()).unwrap()
    }

    #[test]
    fn the_installed_version_is_the_old_one_where_an_update_waits() {
        let waiting = version(
            &json!({ "Package": "pve-manager", "Version": "8.4.22", "OldVersion": "8.4.21", "CurrentState": "Installed" }),
        );
        assert_eq!((waiting.installed.as_deref(), waiting.known.as_deref()), (Some("8.4.21"), Some("8.4.22")));
        let none = version(&json!({ "Package": "corosync", "Version": "3.1", "CurrentState": "NotInstalled" }));
        assert_eq!(none.installed, None);
    }

    #[test]
    fn kernels_are_told_from_packages_about_kernels() {
        let kernel = |package: &str| {
            version(&json!({ "Package": package, "Version": "1", "CurrentState": "Installed" }))
                .kernel()
                .map(str::to_owned)
        };
        assert_eq!(kernel("proxmox-kernel-6.8.12-9-pve-signed").as_deref(), Some("6.8.12-9-pve"));
        assert_eq!(kernel("pve-kernel-5.15.0-1-pve").as_deref(), Some("5.15.0-1-pve"));
        assert_eq!(kernel("proxmox-kernel-helper"), None);
        assert_eq!(kernel("proxmox-kernel-6.8"), None);
        let update = json!({ "Package": "proxmox-kernel-6.8", "Version": "6.8.12-10", "OldVersion": "6.8.12-9" });
        assert!(Update::read(Row::of(&update).unwrap()).unwrap().is_kernel());
    }
}
