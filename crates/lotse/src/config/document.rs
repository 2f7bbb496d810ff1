//! The TOML text as a tree with spans, and the whole of it as a [`Config`].

use std::path::Path;

use lotse_text::{Language, Zone};
use toml::de::DeTable;

use super::{
    Config, Located, Problem, Sweep,
    access::{self, Ground},
    alias, cluster, discord, durations, keeping, policy,
    section::{Kind, Section},
    thresholds,
};

/// Reads a configuration. Relative paths in it are meant from `folder`, the one that it lies in. Looks at nothing but the
/// text: files that it names are checked when they are used.
pub(super) fn read(source: &str, folder: &Path) -> Result<Config, Vec<Located>> {
    let root = DeTable::parse(source).map_err(|error| {
        let span = error.span().unwrap_or_default();
        vec![Located { span, problem: Problem::Syntax { message: error.message().to_owned() } }]
    })?;
    let mut problems = Vec::new();
    let config = whole(Section::root(root.get_ref(), root.span()), folder, &mut problems);
    if problems.is_empty() {
        return Ok(config);
    }
    problems.sort_by_key(|located: &Located| located.span.start);
    Err(problems)
}

fn whole(mut root: Section<'_, '_>, folder: &Path, problems: &mut Vec<Located>) -> Config {
    let mut config =
        Config { language: language(&mut root, problems), zone: zone(&mut root, problems), ..Config::default() };
    if let Some(text) = root.string("deadline", problems) {
        match durations::parse(&text.value) {
            Ok(deadline) => config.deadline = Some(deadline),
            Err(_) => problems.push(text.problem(Problem::BadDuration { value: text.value.clone() })),
        }
    }
    if let Some(favourites) = root.strings("favourites", problems) {
        config.favourites = favourites.into_iter().map(|text| text.value).collect();
    }
    if let Some(clusters) = root.section("cluster", problems) {
        config.clusters = cluster::read_all(&clusters, folder, problems);
    }
    if let Some(aliases) = root.section("alias", problems) {
        config.aliases = alias::read(&aliases, problems);
    }
    if let Some(section) = root.section("thresholds", problems) {
        config.thresholds = thresholds::read(section, problems);
    }
    config.sweep = sweep(&mut root, problems);
    config.keeping = keeping::read(&mut root, folder, problems);
    if let Some(section) = root.section("policy", problems) {
        config.policy = policy::read(section, &config.clusters, problems);
    }
    if let Some(section) = root.section("discord", problems) {
        config.discord = discord::read(section, folder, problems);
    }
    let guilds = config.discord.iter().flat_map(|discord| &discord.guilds).map(|guild| guild.id.to_string()).collect();
    let clusters = config.clusters.iter().map(|cluster| cluster.name.clone()).collect();
    config.access = access::read(&mut root, &Ground { clusters, guilds }, problems);
    root.finish(problems);
    config
}

pub(super) fn language(root: &mut Section<'_, '_>, problems: &mut Vec<Located>) -> Option<Language> {
    let text = root.string("language", problems)?;
    let found = Language::ALL.into_iter().find(|language| language.tag() == text.value);
    if found.is_none() {
        problems.push(text.problem(Problem::BadLanguage { value: text.value.clone() }));
    }
    found
}

pub(super) fn zone(root: &mut Section<'_, '_>, problems: &mut Vec<Located>) -> Option<Zone> {
    let text = root.string("timezone", problems)?;
    let found = Zone::named(&text.value).ok();
    if found.is_none() {
        problems.push(text.problem(Problem::BadZone { value: text.value.clone() }));
    }
    found
}

/// `sweep = false`, or a table with its parts.
fn sweep(root: &mut Section<'_, '_>, problems: &mut Vec<Located>) -> Sweep {
    let mut sweep = Sweep::default();
    if root.kind_of("sweep") == Some(Kind::Boolean) {
        sweep.on = root.boolean("sweep", problems).unwrap_or(true);
        return sweep;
    }
    if let Some(mut section) = root.section("sweep", problems) {
        sweep.on = section.boolean("enabled", problems).unwrap_or(sweep.on);
        sweep.smart = section.boolean("smart", problems).unwrap_or(sweep.smart);
        section.finish(problems);
    }
    sweep
}
