//! Topics: the words by which a person asks for a part of the data, and which calls stand behind each.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A slice of the data that is asked for and refreshed by one name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Topic {
    /// Virtual machines.
    Vms,
    /// Containers.
    Containers,
    /// Nodes.
    Nodes,
    /// Storages.
    Storage,
    /// Pools.
    Pools,
    /// Members, votes, quorum.
    Cluster,
    /// High availability.
    Ha,
    /// The latest tasks.
    Tasks,
    /// Backup jobs, guests in none, and the last backups.
    Backups,
    /// Snapshots of guests.
    Snapshots,
}

impl Topic {
    /// Every topic, in the order in which they are listed to a person.
    pub const ALL: [Self; 10] = [
        Self::Vms,
        Self::Containers,
        Self::Nodes,
        Self::Storage,
        Self::Pools,
        Self::Cluster,
        Self::Ha,
        Self::Tasks,
        Self::Backups,
        Self::Snapshots,
    ];

    /// Its name on the command line and in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vms => "vms",
            Self::Containers => "containers",
            Self::Nodes => "nodes",
            Self::Storage => "storage",
            Self::Pools => "pools",
            Self::Cluster => "cluster",
            Self::Ha => "ha",
            Self::Tasks => "tasks",
            Self::Backups => "backups",
            Self::Snapshots => "snapshots",
        }
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A word that names no topic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no topic is named {0:?}")]
pub struct UnknownTopic(
    /// The word as given.
    pub String,
);

impl FromStr for Topic {
    type Err = UnknownTopic;

    fn from_str(text: &str) -> Result<Self, UnknownTopic> {
        let word = text.trim().to_ascii_lowercase();
        // `lxc` is the seed's other word for containers.
        let word = if word == "lxc" { Self::Containers.name() } else { &word };
        Self::ALL.into_iter().find(|topic| topic.name() == word).ok_or_else(|| UnknownTopic(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Topic;

    #[test]
    fn every_topic_reads_its_own_name() {
        for topic in Topic::ALL {
            assert_eq!(topic.name().parse(), Ok(topic));
        }
        assert_eq!("LXC".parse(), Ok(Topic::Containers));
        assert!("nothing".parse::<Topic>().is_err());
    }
}
