//! `[policy]`: what the operator decided about changes.

use lotse_engine::{
    change::{
        policy::{Policy, PolicyRule},
        risk::Risk,
    },
    command::{Does, TABLE},
};
use lotse_model::Seconds;

use super::{Cluster, Located, durations, section::Section};

/// The classes by their names.
const RISKS: [(&str, Risk); 3] =
    [("reversible", Risk::Reversible), ("disruptive", Risk::Disruptive), ("destructive", Risk::Destructive)];

/// An approval that nobody gives waits at least and at most so long, in seconds: whoever is asked must have time to read, and
/// what was seen must still mean something.
const EXPIRES: (u64, u64) = (10, 3600);

/// The same for a second person, who may have to be fetched.
const SECOND_EXPIRES: (u64, u64) = (60, 7 * 86_400);

/// More guests at once help nobody: the nodes do the work.
const PARALLEL: u64 = 32;

/// Reads what the section says, over the defaults.
pub(super) fn read(mut section: Section<'_, '_>, clusters: &[Cluster], problems: &mut Vec<Located>) -> Policy {
    let mut policy = Policy::default();
    if let Some(yes) = section.choices("yes", &RISKS, problems) {
        policy.yes = yes.into_iter().collect();
    }
    for (key, bounds, place) in
        [("expires", EXPIRES, &mut policy.expires), ("second-expires", SECOND_EXPIRES, &mut policy.second_expires)]
    {
        if let Some(seconds) = durations::read_within(&mut section, key, bounds, problems) {
            *place = Seconds(seconds);
        }
    }
    if let Some(tags) = section.strings("protected-tags", problems) {
        policy.protected_tags = tags.into_iter().map(|tag| tag.value).collect();
    }
    if let Some(guests) = section.strings("protected", problems) {
        policy.protected = guests.into_iter().map(|guest| guest.value).collect();
    }
    if let Some(count) = section.integer("parallel", 1..=PARALLEL, problems) {
        policy.parallel = usize::try_from(count).unwrap_or(policy.parallel);
    }
    policy.rules =
        section.tables("rule", problems).into_iter().map(|rule| read_rule(rule, clusters, problems)).collect();
    section.finish(problems);
    policy
}

fn read_rule(mut section: Section<'_, '_>, clusters: &[Cluster], problems: &mut Vec<Located>) -> PolicyRule {
    let cluster = section.string("cluster", problems);
    let known = clusters.iter().map(|cluster| cluster.name.as_str());
    if let Some(name) = cluster.as_ref().filter(|name| known.clone().all(|known| known != name.value)) {
        problems.push(section.not_one_of("cluster", name, known));
    }
    let changes: Vec<(&str, &str)> = TABLE
        .iter()
        .filter(|command| matches!(command.does, Does::Change(_)))
        .map(|command| (command.name, command.name))
        .collect();
    let commands = section.choices("commands", &changes, problems).unwrap_or_default();
    let rule = PolicyRule {
        cluster: cluster.map(|name| name.value),
        tag: section.string("tag", problems).map(|tag| tag.value),
        commands: commands.into_iter().map(str::to_owned).collect(),
        risk: section.choice("risk", &RISKS, problems),
        second_person: section.boolean("second-person", problems),
    };
    if section.place("risk").is_none() && section.place("second-person").is_none() {
        problems.push(section.missing("risk"));
    }
    section.finish(problems);
    rule
}
