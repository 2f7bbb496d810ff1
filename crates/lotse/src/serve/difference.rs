//! What differs between the configuration that is in force and the one on disk, and what of it can count at once.
//!
//! Most of it can. What the daemon stands on cannot: its clusters with their connections, its store, and the language and time
//! zone in which it was set up. Of those the ones in force stay, whatever the file says, until a restart.

use lotse_engine::watch::Settings;

use crate::config::Config;

/// When a difference counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Counts {
    /// At once.
    Now,
    /// After a restart.
    AfterRestart,
}

/// A part of the configuration that is another one now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Difference {
    /// The part, as the file names it: `access`, `cluster.home`.
    pub(super) section: String,
    /// When it counts.
    pub(super) counts: Counts,
}

/// What differs, in the order of the manual.
pub(super) fn differences(force: &Config, disk: &Config) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut note = |section: &str, differs: bool, counts: Counts| {
        if differs {
            found.push(Difference { section: section.to_owned(), counts });
        }
    };
    note("language", force.language != disk.language, Counts::AfterRestart);
    note("timezone", force.zone != disk.zone, Counts::AfterRestart);
    note("deadline", force.deadline != disk.deadline, Counts::AfterRestart);
    for cluster in &force.clusters {
        let other = disk.clusters.iter().find(|other| other.name == cluster.name);
        note(&format!("cluster.{}", cluster.name), other != Some(cluster), Counts::AfterRestart);
    }
    for cluster in &disk.clusters {
        let is_new = force.clusters.iter().all(|known| known.name != cluster.name);
        note(&format!("cluster.{}", cluster.name), is_new, Counts::AfterRestart);
    }
    note("store", force.keeping.store != disk.keeping.store, Counts::AfterRestart);
    note("audit", force.keeping.audit_key != disk.keeping.audit_key, Counts::AfterRestart);
    note("history", force.keeping.history != disk.keeping.history, Counts::Now);
    note("alias", force.aliases != disk.aliases, Counts::Now);
    note("favourites", force.favourites != disk.favourites, Counts::Now);
    note("thresholds", force.thresholds != disk.thresholds, Counts::Now);
    note("sweep", force.sweep != disk.sweep, Counts::Now);
    note("policy", force.policy != disk.policy, Counts::Now);
    note("access", force.access != disk.access, Counts::Now);
    note("discord", force.discord != disk.discord, Counts::Now);
    note("channel", force.channels != disk.channels, Counts::Now);
    let watched = watch_of(force) != watch_of(disk) || force.serve.watches != disk.serve.watches;
    note("watch", watched || force.serve.heartbeat != disk.serve.heartbeat, Counts::Now);
    note("maintenance", force.watch.maintenance != disk.watch.maintenance, Counts::Now);
    note("route", force.watch.routes != disk.watch.routes, Counts::Now);
    note("serve", force.serve.listen != disk.serve.listen, Counts::Now);
    found
}

/// What `[watch]` itself says.
fn watch_of(config: &Config) -> Settings {
    Settings {
        maintenance: Vec::new(),
        places: Vec::new(),
        routes: Vec::new(),
        // Said by `timezone`.
        zone: jiff::tz::TimeZone::UTC,
        ..config.watch.clone()
    }
}

/// What counts from now on: the configuration on disk, but for what wants a restart.
pub(super) fn merged(force: &Config, disk: Config) -> Config {
    let mut keeping = disk.keeping;
    keeping.store.clone_from(&force.keeping.store);
    keeping.audit_key.clone_from(&force.keeping.audit_key);
    let mut watch = disk.watch;
    watch.zone = force.watch.zone.clone();
    Config {
        language: force.language,
        zone: force.zone.clone(),
        deadline: force.deadline,
        clusters: force.clusters.clone(),
        place: force.place.clone(),
        keeping,
        watch,
        ..disk
    }
}

#[cfg(test)]
mod tests {
    use super::{Counts, differences, merged};
    use crate::config::Config;

    /// The configuration that a text is.
    fn config(text: &str) -> Config {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, text).unwrap();
        std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        // Paths in it are relative to its folder, which is another one each time.
        let mut config = crate::config::load(&path).unwrap_or_else(|error| panic!("{error:?}"));
        config.place = None;
        config
    }

    const CLUSTER: &str = "[cluster.home]\nssh = \"root@pve1\"\n";

    fn told(force: &str, disk: &str) -> Vec<(String, Counts)> {
        let found = differences(&config(&format!("{force}\n{CLUSTER}")), &config(&format!("{disk}\n{CLUSTER}")));
        found.into_iter().map(|one| (one.section, one.counts)).collect()
    }

    #[test]
    fn the_same_file_is_no_difference() {
        let all = "language = \"de\"\nfavourites = [\"home/100\"]\n[alias]\nweb = \"home/100\"\n\
                   [watch]\ninterval = \"30s\"\n[policy]\nprotected-tags = [\"prod\"]";
        assert_eq!(told(all, all), []);
    }

    #[test]
    fn each_part_is_named_with_when_it_counts() {
        for (text, section, counts) in [
            ("language = \"de\"", "language", Counts::AfterRestart),
            ("timezone = \"Asia/Tokyo\"", "timezone", Counts::AfterRestart),
            ("deadline = \"5s\"", "deadline", Counts::AfterRestart),
            ("favourites = [\"home/100\"]", "favourites", Counts::Now),
            ("[store]\npath = \"/elsewhere/lotse.db\"", "store", Counts::AfterRestart),
            ("[audit]\nkey = { env = \"KEY\" }", "audit", Counts::AfterRestart),
            ("[history]\non = true", "history", Counts::Now),
            ("[alias]\nweb = \"home/100\"", "alias", Counts::Now),
            ("[thresholds]\nsnapshot-age = \"3d\"", "thresholds", Counts::Now),
            ("sweep = false", "sweep", Counts::Now),
            ("[policy]\nprotected-tags = [\"prod\"]", "policy", Counts::Now),
            ("[[access]]\nwho = \"terminal:anna\"\nmay = \"look\"\nscope = \"cluster:home\"", "access", Counts::Now),
            ("[discord]\ntoken = { env = \"T\" }\nguild = 1\ncategory = 2", "discord", Counts::Now),
            ("[watch]\ninterval = \"30s\"", "watch", Counts::Now),
            ("[watch]\non = false", "watch", Counts::Now),
            ("[watch]\nheartbeat-url = \"https://example.org/x\"", "watch", Counts::Now),
            ("[serve]\nlisten = \"127.0.0.1:9464\"", "serve", Counts::Now),
            ("[cluster.lab]\nssh = \"root@lab\"", "cluster.lab", Counts::AfterRestart),
        ] {
            let told = told("", text);
            assert!(told.contains(&(section.to_owned(), counts)), "{text}: {told:?}");
            assert!(told.len() <= 1 || section == "timezone", "{text} and nothing else: {told:?}");
        }
    }

    #[test]
    fn what_wants_a_restart_stays_as_it_was_and_the_rest_counts() {
        let force = config(&format!("language = \"de\"\n{CLUSTER}"));
        let disk = config(&format!(
            "language = \"ja\"\ntimezone = \"Asia/Tokyo\"\n[cluster.lab]\nssh = \"root@lab\"\n[alias]\nweb = \"lab/1\"\n\
             [store]\npath = \"/elsewhere/lotse.db\"\n[watch]\ninterval = \"30s\"\n{CLUSTER}"
        ));
        let counts = merged(&force, disk.clone());
        assert_eq!(counts.language, force.language);
        assert_eq!((&counts.keeping.store, &counts.watch.zone), (&force.keeping.store, &force.watch.zone));
        assert_eq!(counts.clusters.len(), 1);
        assert_eq!((&counts.aliases, counts.watch.interval), (&disk.aliases, disk.watch.interval));
        let left: Vec<_> = differences(&counts, &disk).into_iter().map(|one| one.counts).collect();
        assert!(!left.is_empty() && left.iter().all(|counts| *counts == Counts::AfterRestart), "said again: {left:?}");
        assert_eq!(differences(&counts, &merged(&counts, disk)), [], "and applied once");
    }
}
