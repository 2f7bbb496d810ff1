//! The names of the fleet as the last list showed them, on disk for the shell's completion and for nothing else: an answer
//! never comes from here.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    io::Write as _,
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use lotse_text::clean;

use crate::environment;

/// The first line of the file; another one means another format, which is ignored.
const FORMAT: &str = "lotse names 1";

/// Names of one kind each: what can be typed, and a label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    entries: BTreeSet<(String, String, String)>,
}

impl Known {
    /// Adds a name: its kind (`guest`, `node`, `storage`, `cluster`), what can be typed, and a label that tells more.
    pub(crate) fn add(&mut self, kind: &str, value: &str, label: &str) {
        self.entries.insert((kind.to_owned(), clean(value).into_owned(), clean(label).into_owned()));
    }

    fn of(&self, kind: &str) -> Vec<(String, String)> {
        let same = self.entries.iter().filter(|(own, ..)| own == kind);
        same.map(|(_, value, label)| (value.clone(), label.clone())).collect()
    }

    /// Guests: reference and name.
    pub(crate) fn guests(&self) -> Vec<(String, String)> {
        self.of("guest")
    }

    /// Nodes: name and cluster.
    pub(crate) fn nodes(&self) -> Vec<(String, String)> {
        self.of("node")
    }

    /// Storages.
    pub(crate) fn storages(&self) -> Vec<(String, String)> {
        self.of("storage")
    }

    /// Clusters.
    pub(crate) fn clusters(&self) -> Vec<(String, String)> {
        self.of("cluster")
    }

    fn text(&self) -> String {
        let mut text = format!("{FORMAT}\n");
        for (kind, value, label) in &self.entries {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{kind}\t{value}\t{label}");
        }
        text
    }

    fn parse(text: &str) -> Self {
        let mut lines = text.lines();
        let mut known = Self::default();
        if lines.next() != Some(FORMAT) {
            return known;
        }
        for line in lines {
            let mut fields = line.split('\t');
            if let (Some(kind), Some(value)) = (fields.next(), fields.next()) {
                known.add(kind, value, fields.next().unwrap_or_default());
            }
        }
        known
    }
}

/// `$XDG_CACHE_HOME/lotse/names`.
fn place() -> Option<PathBuf> {
    let cache = environment::get("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = cache.or_else(|| std::env::home_dir().map(|home| home.join(".cache")))?;
    Some(cache.join("lotse/names"))
}

/// The names that are known; none when there is no file or it cannot be read.
pub(crate) fn read() -> Known {
    place().and_then(|path| fs::read_to_string(path).ok()).map(|text| Known::parse(&text)).unwrap_or_default()
}

/// Keeps the names, unless they are the same already. Completion is a comfort: when it cannot be done, nobody is
/// bothered.
pub(crate) fn write(known: &Known) {
    if let Some(path) = place()
        && let Err(error) = write_to(&path, known)
    {
        tracing::debug!(path = %path.display(), %error, "names not kept for completion");
    }
}

fn write_to(path: &Path, known: &Known) -> std::io::Result<()> {
    let text = known.text();
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let partial = folder.join(format!("names.{}", std::process::id()));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial)?;
    file.write_all(text.as_bytes())?;
    fs::rename(&partial, path)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::{Known, write_to};

    fn known() -> Known {
        let mut known = Known::default();
        known.add("guest", "home/100", "web");
        known.add("node", "pve1", "home");
        known
    }

    #[test]
    fn names_read_back_as_they_were_written_and_only_their_owner_can() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lotse/names");
        write_to(&path, &known()).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(Known::parse(&text), known());
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing half-written stays");
    }

    #[test]
    fn a_file_of_another_format_is_ignored() {
        assert_eq!(Known::parse("something else\nguest\thome/100\tweb\n"), Known::default());
    }

    #[test]
    fn a_hostile_name_cannot_add_lines() {
        let mut known = Known::default();
        known.add("guest", "home/100", "web\nnode\tevil\u{1b}[2J");
        assert_eq!(Known::parse(&known.text()).guests(), [("home/100".to_owned(), "web node evil".to_owned())]);
        assert!(Known::parse(&known.text()).nodes().is_empty());
    }
}
