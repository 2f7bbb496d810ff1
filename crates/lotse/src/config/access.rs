//! `[[access]]`: who may do what, where. What a rule may say is the engine's; here it finds its line.

use lotse_engine::{
    access::{Access, Entry, Field, May, Rule, RuleError, Who},
    command::{Level, TABLE},
};
use lotse_model::ClusterName;

use super::{
    Located, Problem,
    section::{At, Section},
};

/// What rules are judged by besides themselves.
#[derive(Debug)]
pub(super) struct Ground {
    /// The clusters of the configuration.
    pub(super) clusters: Vec<ClusterName>,
    /// The guilds that the bot serves.
    pub(super) guilds: Vec<String>,
}

/// Reads all rules.
pub(super) fn read(root: &mut Section<'_, '_>, ground: &Ground, problems: &mut Vec<Located>) -> Access {
    let tables = root.tables("access", problems);
    Access::new(tables.into_iter().filter_map(|rule| read_rule(rule, ground, problems)).collect())
}

fn read_rule(mut section: Section<'_, '_>, ground: &Ground, problems: &mut Vec<Located>) -> Option<Rule> {
    let who = section.strings("who", problems);
    let may = section.strings("may", problems);
    let scope = section.strings("scope", problems);
    for key in ["who", "may", "scope"] {
        if section.place(key).is_none() {
            problems.push(section.missing(key));
        }
    }
    let before = problems.len();
    let may = may.map(|words| may_of(&section, &words, problems));
    let (who, scope) = (who?, scope?);
    let names = each(&who, problems, str::parse::<Who>);
    let scopes = entries(&scope, problems);
    section.finish(problems);
    if problems.len() > before {
        return None;
    }
    let rule = Rule { who: names, may: may?, scope: scopes };
    for wrong in Access::new(vec![rule.clone()]).problems(&ground.clusters, &ground.guilds) {
        let at = match wrong.field {
            Field::Who(place) => who.get(place),
            Field::Scope(place) => scope.get(place),
        };
        problems.extend(at.map(|text| located("access.scope", text, &wrong.error)));
    }
    Some(rule)
}

/// What each text means; what means nothing is a problem at its place.
fn each<T>(texts: &[At<String>], problems: &mut Vec<Located>, parse: fn(&str) -> Result<T, RuleError>) -> Vec<T> {
    let mut found = Vec::new();
    for text in texts {
        match parse(&text.value) {
            Ok(value) => found.push(value),
            Err(error) => problems.push(located("access.scope", text, &error)),
        }
    }
    found
}

/// The entries of a scope, each of which must mean something in a fleet of these clusters.
pub(super) fn checked_entries(
    key: &str,
    texts: &[At<String>],
    clusters: &[ClusterName],
    problems: &mut Vec<Located>,
) -> Vec<Entry> {
    let mut found = Vec::new();
    for text in texts {
        match text.value.parse::<Entry>().and_then(|entry| entry.check(clusters).map(|()| entry)) {
            Ok(entry) => found.push(entry),
            Err(error) => problems.push(located(key, text, &error)),
        }
    }
    found
}

/// The entries of a scope.
pub(super) fn entries(texts: &[At<String>], problems: &mut Vec<Located>) -> Vec<Entry> {
    each(texts, problems, str::parse::<Entry>)
}

/// One level, or commands by name; a level among commands would say two things at once.
fn may_of(section: &Section<'_, '_>, words: &[At<String>], problems: &mut Vec<Located>) -> May {
    if let [only] = words
        && let Ok(level) = May::level(&only.value)
    {
        return level;
    }
    let mut commands = Vec::new();
    for word in words {
        if let Ok(name) = May::command(&word.value) {
            commands.push(name);
        } else {
            let levels = Level::ALL.into_iter().map(Level::word).filter(|_| words.len() == 1);
            let known = levels.chain(TABLE.iter().map(|command| command.name));
            problems.push(section.not_one_of("may", word, known));
        }
    }
    May::Commands(commands)
}

fn located(key: &str, text: &At<String>, error: &RuleError) -> Located {
    let value = text.value.clone();
    text.problem(match error {
        RuleError::UnknownWho { .. } => Problem::BadWho { value },
        RuleError::BadName { part, .. }
            if part.starts_with("discord") || matches!(*part, "terminal" | "web" | "mcp" | "http") =>
        {
            Problem::BadWho { value }
        }
        RuleError::Everybody { .. } => Problem::Everyone { value },
        RuleError::BareTag { .. } | RuleError::NoCluster { .. } => Problem::ScopeWithoutCluster { value },
        RuleError::UnknownCluster { cluster, suggestions } => Problem::BadChoice {
            key: key.to_owned(),
            value: cluster.to_string(),
            choices: Vec::new(),
            suggestion: suggestions.first().cloned(),
        },
        _ => Problem::BadScope { value },
    })
}
