//! Debian packages: what is installed, what could be, and where it comes from.

use serde::Deserialize;

/// A package that can be updated.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Update {
    /// Package.
    pub package: String,
    /// New version.
    pub version: String,
    /// Installed version.
    pub old_version: String,
    /// One line on what it is.
    pub title: String,
    /// Section.
    pub section: String,
    /// `Proxmox`, `Debian`.
    pub origin: String,
    /// Priority.
    pub priority: String,
}

impl Default for Update {
    fn default() -> Self {
        Self {
            package: String::new(),
            version: String::new(),
            old_version: String::new(),
            title: String::new(),
            section: "admin".to_owned(),
            origin: "Proxmox".to_owned(),
            priority: "optional".to_owned(),
        }
    }
}

/// An installed package whose version is not the release's.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Package {
    /// Package.
    pub package: String,
    /// Installed version.
    pub version: String,
    /// Whether it is installed at all.
    #[serde(default = "yes")]
    pub installed: bool,
}

/// A package repository.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Repository {
    /// File that names it.
    pub path: String,
    /// Address.
    pub uri: String,
    /// Suite (`bookworm`).
    pub suite: String,
    /// Components.
    pub components: Vec<String>,
    /// Whether it is used.
    #[serde(default = "yes")]
    pub enabled: bool,
}

const fn yes() -> bool {
    true
}
