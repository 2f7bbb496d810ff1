//! The rules, and what they grant a person.

use std::collections::BTreeSet;

use lotse_model::ClusterName;

use super::{
    error::RuleError,
    grants::{Grant, Grants},
    may::May,
    person::{Medium, Person},
    scope::Entry,
    who::{Who, WhoKind},
};

/// One `[[access]]` of the configuration. An empty list means nobody, or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Whom it names.
    pub who: Vec<Who>,
    /// What they may do.
    pub may: May,
    /// To what: each entry is an alternative.
    pub scope: Vec<Entry>,
}

/// Which value of a rule is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// A value of `who`, by its place.
    Who(usize),
    /// An entry of `scope`, by its place.
    Scope(usize),
}

/// A value of a rule that does not fit the rest of the configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleProblem {
    /// Which rule, from 0.
    pub rule: usize,
    /// Which value of it.
    pub field: Field,
    /// What is wrong with it.
    pub error: RuleError,
}

/// Every rule of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Access {
    /// The rules, in the order of the configuration. The order means nothing: what any of them grants is granted.
    pub rules: Vec<Rule>,
}

impl Access {
    /// These rules.
    #[must_use]
    pub const fn new(rules: Vec<Rule>) -> Self {
        Self { rules }
    }

    /// What a person may see and do. Whom no rule names may nothing, with one exception: as long as no rule names a
    /// `terminal:`, whoever runs the program with a configuration and tokens that they can read may everything, since these
    /// would let them do it without the program, too.
    #[must_use]
    pub fn grants(&self, person: &Person) -> Grants {
        let names: BTreeSet<&str> = person.names().collect();
        if person.place.medium == Medium::Terminal && !self.names_terminals() {
            return Grants::everything();
        }
        // A name counts only from the medium that vouches for it.
        let is_meant = |who: &Who| who.kind.medium() == person.place.medium && names.contains(who.to_string().as_str());
        let grants = self
            .rules
            .iter()
            .filter(|rule| rule.who.iter().any(is_meant))
            .map(|rule| Grant { may: rule.may.clone(), scope: rule.scope.clone() });
        Grants::of(person.names().map(str::to_owned).collect(), grants.collect())
    }

    /// Whether a rule names a `terminal:`: then the rules alone count there, too.
    #[must_use]
    pub fn names_terminals(&self) -> bool {
        self.rules.iter().flat_map(|rule| &rule.who).any(|who| who.kind == WhoKind::Terminal)
    }

    /// Whether an entry decides by a tag: whoever may edit tags in Proxmox can widen such a rule.
    #[must_use]
    pub fn decides_by_tags(&self) -> bool {
        self.rules.iter().flat_map(|rule| &rule.scope).any(|entry| !entry.tags.is_empty())
    }

    /// What does not fit the rest of the configuration: clusters that there are not, bare tags where there are several
    /// clusters, and roles that are everybody in one of the Discord `guilds`.
    #[must_use]
    pub fn problems(&self, clusters: &[ClusterName], guilds: &[String]) -> Vec<RuleProblem> {
        let mut problems = Vec::new();
        for (rule, one) in self.rules.iter().enumerate() {
            for (place, who) in one.who.iter().enumerate() {
                if who.kind == WhoKind::DiscordRole && guilds.contains(&who.name) {
                    let error = RuleError::Everybody { id: who.name.clone() };
                    problems.push(RuleProblem { rule, field: Field::Who(place), error });
                }
            }
            for (place, entry) in one.scope.iter().enumerate() {
                if let Err(error) = entry.check(clusters) {
                    problems.push(RuleProblem { rule, field: Field::Scope(place), error });
                }
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, Field, Rule};
    use crate::{
        access::{Grants, May, Medium, Person, Place, RuleError},
        command::{Level, find},
    };

    fn rule(who: &[&str], level: Level, scope: &[&str]) -> Rule {
        Rule {
            who: who.iter().map(|who| who.parse().unwrap()).collect(),
            may: May::Level(level),
            scope: scope.iter().map(|entry| entry.parse().unwrap()).collect(),
        }
    }

    fn discord(id: &str, roles: &[&str]) -> Person {
        Person {
            id: id.to_owned(),
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            name: "Ann".to_owned(),
            place: Place { medium: Medium::Discord, detail: "1".to_owned() },
        }
    }

    #[test]
    fn the_operator_at_the_terminal_administers_until_a_rule_names_a_terminal() {
        let anna = Person::at_terminal("anna");
        let others = Access::new(vec![rule(&["discord-role:1"], Level::Look, &["cluster:*"])]);
        assert_eq!(others.grants(&anna), Grants::everything());
        let named = Access::new(vec![rule(&["terminal:bert"], Level::Look, &["cluster:*"])]);
        assert!(named.grants(&anna).is_nothing());
        assert!(named.grants(&Person::at_terminal("bert")).allows_anywhere(find("list").unwrap()));
    }

    #[test]
    fn whom_no_rule_names_may_nothing_elsewhere() {
        let nobody = Access::default();
        for medium in [Medium::Discord, Medium::Web, Medium::Mcp, Medium::Http] {
            let mut person = discord("x:1", &[]);
            person.place.medium = medium;
            assert!(nobody.grants(&person).is_nothing(), "{medium:?}");
        }
    }

    #[test]
    fn a_name_counts_only_from_the_medium_that_vouches_for_it() {
        let access = Access::new(vec![rule(&["terminal:anna"], Level::Administer, &["cluster:*"])]);
        assert!(access.grants(&discord("terminal:anna", &[])).is_nothing());
    }

    #[test]
    fn an_empty_list_means_nobody_or_nothing() {
        let ann = discord("discord-user:1", &["discord-role:2"]);
        let nobody = rule(&[], Level::Administer, &["cluster:*"]);
        let nothing = rule(&["discord-user:1"], Level::Administer, &[]);
        let no_command =
            Rule { may: May::Commands(Vec::new()), ..rule(&["discord-role:2"], Level::Look, &["cluster:*"]) };
        assert!(Access::new(vec![nobody, nothing, no_command]).grants(&ann).is_nothing());
    }

    #[test]
    fn the_role_of_everybody_and_unknown_clusters_are_found() {
        let access =
            Access::new(vec![rule(&["discord-user:5", "discord-role:7"], Level::Look, &["cluster:home", "tag:x"])]);
        let clusters = ["home".parse().unwrap(), "lab".parse().unwrap()];
        let found: Vec<_> =
            access.problems(&clusters, &["7".to_owned()]).into_iter().map(|one| (one.field, one.error)).collect();
        assert_eq!(
            found,
            [
                (Field::Who(1), RuleError::Everybody { id: "7".to_owned() }),
                (Field::Scope(1), RuleError::BareTag { tag: "x".to_owned() }),
            ]
        );
    }
}
