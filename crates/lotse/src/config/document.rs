//! The TOML text as a tree with spans, and the whole of it as a [`Config`].

use std::path::Path;

use lotse_model::ClusterName;
use lotse_text::Zone;
use toml::de::DeTable;

use super::{
    Channel, Config, Located, Problem, Sweep,
    access::{self, Ground},
    alias, channel, cluster, discord, durations, keeping,
    kind::Kind,
    locale, maintenance, policy,
    route::{self, Known},
    section::Section,
    serve, thresholds, watch,
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
    let mut config = Config {
        language: locale::language(&mut root, problems),
        zone: locale::zone(&mut root, problems),
        ..Config::default()
    };
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
    let clusters: Vec<_> = config.clusters.iter().map(|cluster| cluster.name.clone()).collect();
    config.access = access::read(&mut root, &Ground { clusters: clusters.clone(), guilds }, problems);
    watching(&mut root, &mut config, &clusters, folder, problems);
    root.finish(problems);
    config
}

/// `[channel]`, `[watch]`, `[[maintenance]]`, `[[route]]`, `[serve]`: in this order, since routes name channels.
fn watching(
    root: &mut Section<'_, '_>,
    config: &mut Config,
    clusters: &[ClusterName],
    folder: &Path,
    problems: &mut Vec<Located>,
) {
    let no_channels = Known { clusters, channels: Vec::new() };
    config.channels = channel::read_all(root, &no_channels, config.discord.as_ref(), folder, problems);
    let settings = &mut config.watch;
    settings.zone = config.zone.clone().unwrap_or_else(Zone::system).time_zone().clone();
    settings.places = config.channels.iter().map(Channel::place).collect();
    // Who says nothing of routes is told everywhere: an alert that nobody hears is the worse mistake.
    settings.default_route = config.channels.iter().map(|channel| channel.name.clone()).collect();
    // A channel with a mistake in it is still the one that a route means.
    let mut names: Vec<&str> = config.channels.iter().map(|channel| channel.name.as_str()).collect();
    let written = root.inner_names("channel");
    names
        .extend(written.iter().map(String::as_str).filter(|name| settings.places.iter().all(|own| own.name != **name)));
    let known = Known { clusters, channels: names };
    if let Some(section) = root.section("watch", problems) {
        watch::read(section, &known, folder, (settings, &mut config.serve), problems);
    }
    let zone = settings.zone.clone();
    settings.maintenance = maintenance::read(root, &known, &zone, problems);
    settings.routes = route::read(root, &known, problems);
    serve::read(root, &mut config.serve, problems);
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
