//! What the import writes: into the configuration, and into files beside it that only their owner can read.

use std::{
    fs,
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
};

use lotse_engine::command::Level;
use lotse_model::ClusterName;
use lotse_pve::tls::Fingerprint;
use lotse_text::{Language, tr};
use secrecy::{ExposeSecret as _, SecretString};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, value};

use super::seed::Seed;
use crate::{
    config::{self, Config},
    failure::{Exit, Failure, of_file},
    settings::Settings,
};

/// What was decided about what the files say.
#[derive(Debug)]
pub(super) struct Entry<'s> {
    /// What the files say.
    pub(super) seed: &'s Seed,
    /// The name of the cluster.
    pub(super) name: ClusterName,
    /// The Discord user who may do everything on the node.
    pub(super) owner: u64,
    /// What is possible from Discord at most.
    pub(super) max: Level,
    /// Whether the token also changes guests.
    pub(super) changes: bool,
    /// The certificate that was accepted.
    pub(super) fingerprint: Option<Fingerprint>,
}

/// The file of the Discord token.
const DISCORD_TOKEN: &str = "discord.token";

/// What will be written, checked and not yet in its place.
#[derive(Debug)]
pub(super) struct Prepared {
    place: PathBuf,
    partial: PathBuf,
    secrets: Vec<(PathBuf, SecretString)>,
    /// The configuration as it will be.
    pub(super) config: Config,
}

/// Fails where something would have to be overwritten.
pub(super) fn free(place: &Path, name: &ClusterName, language: Language) -> Result<(), Failure> {
    let document = read(place, language)?;
    let shown = || place.display().to_string();
    if document.get("cluster").and_then(|clusters| clusters.get(name.as_str())).is_some() {
        return Err(Failure::new("E-INIT-TAKEN", Exit::Usage, tr::init_taken(language, name.as_str(), shown()))
            .hint(tr::init_taken_hint(language)));
    }
    if document.contains_key("discord") {
        return Err(Failure::new("E-IMPORT-EXISTS", Exit::Usage, tr::import_has_discord(language, shown()))
            .hint(tr::import_exists_hint(language)));
    }
    for (path, _) in beside(place, name) {
        if path.symlink_metadata().is_ok() {
            let message = tr::import_exists(language, path.display().to_string());
            return Err(Failure::new("E-IMPORT-EXISTS", Exit::Usage, message).hint(tr::import_exists_hint(language)));
        }
    }
    Ok(())
}

/// The files of secrets beside the configuration, the cluster's first.
pub(super) fn beside(place: &Path, name: &ClusterName) -> [(PathBuf, String); 2] {
    let folder = folder(place);
    [format!("{name}.token"), DISCORD_TOKEN.to_owned()].map(|file| (folder.join(&file), file))
}

fn folder(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes the configuration beside its place, and reads it as it will be read.
pub(super) fn prepare(place: &Path, entry: &Entry<'_>, settings: &Settings) -> Result<Prepared, Failure> {
    let language = settings.language;
    let mut document = read(place, language)?;
    add(&mut document, place, entry).ok_or_else(|| {
        let message = tr::import_has_access(language, place.display().to_string());
        Failure::new("E-IMPORT-EXISTS", Exit::Usage, message)
    })?;
    let own = folder(place);
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true).mode(0o700).create(own).map_err(|error| failed(own, &error, language))?;
    let mut partial = place.as_os_str().to_owned();
    partial.push(format!(".{}.partial", std::process::id()));
    let partial = PathBuf::from(partial);
    fs::remove_file(&partial).or_else(missing).map_err(|error| failed(&partial, &error, language))?;
    create(&partial, document.to_string().as_bytes()).map_err(|error| failed(&partial, &error, language))?;
    let config = config::load(&partial).map_err(|error| {
        let mut failure = of_file(&error, language, settings.printer);
        discard(&partial);
        // What is wrong was there before: it is the file in its place that a person mends.
        let (is, will_be) = (partial.display().to_string(), place.display().to_string());
        failure.message = failure.message.replace(&is, &will_be);
        failure.detail.iter_mut().for_each(|line| *line = line.replace(&is, &will_be));
        failure
    })?;
    let [(cluster, _), (discord, _)] = beside(place, &entry.name);
    let secrets = vec![(cluster, entry.seed.token.clone()), (discord, entry.seed.discord_token.clone())];
    Ok(Prepared { place: place.to_owned(), partial, secrets, config })
}

impl Prepared {
    /// Puts everything in its place, the configuration last. When one cannot be written, none is left.
    pub(super) fn finish(self, language: Language) -> Result<(), Failure> {
        let mut made: Vec<&Path> = Vec::new();
        let mut result = Ok(());
        for (path, secret) in &self.secrets {
            let text = format!("{}\n", secret.expose_secret());
            result = create(path, text.as_bytes()).map_err(|error| failed(path, &error, language));
            if result.is_err() {
                break;
            }
            made.push(path);
        }
        let result = result.and_then(|()| {
            fs::rename(&self.partial, &self.place).map_err(|error| failed(&self.place, &error, language))
        });
        if result.is_err() {
            made.into_iter().for_each(discard);
            discard(&self.partial);
        }
        result
    }

    /// Leaves everything as it was.
    pub(super) fn discard(self) {
        discard(&self.partial);
    }
}

/// Removes a file that this run has made.
fn discard(path: &Path) {
    // What cannot be removed is for its owner only, and the failure before this says more.
    let _gone = fs::remove_file(path);
}

fn missing(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn failed(path: &Path, error: &io::Error, language: Language) -> Failure {
    let message = tr::error_file(language, path.display().to_string(), error.to_string());
    Failure::new("E-INIT-WRITE", Exit::Failed, message)
}

/// Makes a file of mode 0600 that was not there before.
fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn read(place: &Path, language: Language) -> Result<DocumentMut, Failure> {
    let text = match fs::read_to_string(place) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(failed(place, &error, language)),
    };
    text.parse().map_err(|error: toml_edit::TomlError| {
        let message = tr::error_file(language, place.display().to_string(), error.message());
        Failure::new("E-INIT-WRITE", Exit::Failed, message)
    })
}

/// Adds cluster, bot and rule, and keeps what stands there. `None` where rules stand there in another form.
fn add(document: &mut DocumentMut, place: &Path, entry: &Entry<'_>) -> Option<()> {
    let [(_, cluster_secret), (_, discord_secret)] = beside(place, &entry.name);
    let seed = entry.seed;
    let mut cluster = Table::new();
    cluster.insert("nodes", value([&seed.address].into_iter().collect::<Array>()));
    cluster.insert("token-id", value(entry.token_id()));
    cluster.insert("token", from_file(&cluster_secret));
    if entry.changes {
        cluster.insert("write-token-id", value(entry.token_id()));
        cluster.insert("write-token", from_file(&cluster_secret));
    }
    if let Some(fingerprint) = &entry.fingerprint {
        cluster.insert("fingerprint", value([fingerprint.to_string()].into_iter().collect::<Array>()));
    }
    let mut clusters = Table::new();
    clusters.set_implicit(true);
    let clusters = document.entry("cluster").or_insert(Item::Table(clusters)).as_table_like_mut()?;
    clusters.insert(entry.name.as_str(), Item::Table(cluster));

    let mut guild = Table::new();
    guild.insert("id", value(seed.guild.to_string()));
    guild.insert("category", value(seed.category.to_string()));
    if let Some(channel) = seed.alert_channel {
        guild.insert("alert-channel", value(channel.to_string()));
    }
    let mut discord = Table::new();
    discord.insert("token", from_file(&discord_secret));
    discord.insert("max", value(level(entry.max)));
    discord.insert("guild", Item::ArrayOfTables([guild].into_iter().collect()));
    document.insert("discord", Item::Table(discord));

    let mut rule = Table::new();
    rule.insert("who", value(format!("discord-user:{}", entry.owner)));
    rule.insert("may", value(level(Level::Administer)));
    rule.insert("scope", value([entry.scope()].into_iter().collect::<Array>()));
    let rules = document.entry("access").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    rules.as_array_of_tables_mut()?.push(rule);
    Some(())
}

impl Entry<'_> {
    /// `USER@REALM!NAME`.
    pub(super) fn token_id(&self) -> String {
        format!("{}!{}", self.seed.user, self.seed.token_name)
    }

    /// What the rule reaches: the node that the older bot managed.
    pub(super) fn scope(&self) -> String {
        format!("node:{}/{}", self.name, self.seed.node)
    }
}

/// A level as the configuration writes it.
pub(super) const fn level(level: Level) -> &'static str {
    match level {
        Level::Look => "look",
        Level::Operate => "operate",
        Level::Administer => "administer",
    }
}

fn from_file(name: &str) -> Item {
    let mut source = InlineTable::new();
    source.insert("file", name.into());
    value(source)
}
