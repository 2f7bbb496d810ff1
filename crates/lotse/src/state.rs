//! Where Lotse keeps what must last, unless the configuration says otherwise.

use std::path::{Path, PathBuf};

use crate::config::Config;

/// The store's file in the folder of the state.
const STORE: &str = "lotse.db";

/// The folder of a system's configuration, and the one where the state of a system's services is (FHS 3.0, 5.8).
const SYSTEM: (&str, &str) = ("/etc/lotse", "/var/lib/lotse");

/// The file of the store: as configured, else in the folder of the state. `None` where there is no such folder.
pub(crate) fn store_path(config: &Config, env: impl Fn(&str) -> Option<String>) -> Option<PathBuf> {
    let default = || folder(config.place.as_deref(), env, std::env::home_dir()).map(|folder| folder.join(STORE));
    config.keeping.store.clone().or_else(default)
}

/// The folder of the state: what systemd gave the unit (`StateDirectory=`); `/var/lib/lotse` for a configuration of the
/// system, so that everybody who uses it sees the same journal, freezes and audit; else the person's own.
fn folder(place: Option<&Path>, env: impl Fn(&str) -> Option<String>, home: Option<PathBuf>) -> Option<PathBuf> {
    // Several folders are separated by colons (systemd.exec(5)).
    let of_unit = env("STATE_DIRECTORY").and_then(|folders| folders.split(':').next().map(PathBuf::from));
    if let Some(folder) = of_unit.filter(|folder| folder.is_absolute()) {
        return Some(folder);
    }
    if place.is_some_and(|place| place.starts_with(SYSTEM.0)) {
        return Some(PathBuf::from(SYSTEM.1));
    }
    // The base directory specification: a relative path is to be ignored.
    let state = env("XDG_STATE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    Some(state.or_else(|| home.map(|home| home.join(".local/state")))?.join("lotse"))
}

/// Whether a file lies where the state of the system's services is.
pub(crate) fn is_shared(file: &Path) -> bool {
    file.starts_with(SYSTEM.1)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::folder;

    fn of(place: &str, variables: &[(&str, &str)]) -> PathBuf {
        let env =
            |name: &str| variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned());
        folder(Some(Path::new(place)), env, Some(PathBuf::from("/home/anna"))).unwrap()
    }

    #[test]
    fn whoever_uses_the_configuration_of_the_system_shares_its_state() {
        assert_eq!(of("/etc/lotse/config.toml", &[("XDG_STATE_HOME", "/x")]), Path::new("/var/lib/lotse"));
        let unit = [("STATE_DIRECTORY", "/var/lib/lotse-2:/var/lib/other")];
        assert_eq!(of("/etc/lotse/config.toml", &unit), Path::new("/var/lib/lotse-2"));
    }

    #[test]
    fn a_persons_own_configuration_keeps_its_state_with_the_person() {
        let own = "/home/anna/.config/lotse/config.toml";
        assert_eq!(of(own, &[]), Path::new("/home/anna/.local/state/lotse"));
        assert_eq!(of(own, &[("XDG_STATE_HOME", "/x")]), Path::new("/x/lotse"));
        assert_eq!(of(own, &[("XDG_STATE_HOME", "x")]), Path::new("/home/anna/.local/state/lotse"));
    }
}
