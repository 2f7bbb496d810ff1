//! The checks of what Lotse itself rests on: store, audit, rules, freezes.

use lotse_engine::{audit::Verdict, change::freeze, fleet::now};
use lotse_model::ClusterName;
use lotse_text::{Language, clean, tr};

use super::{Check, State, Step};
use crate::{
    config::{Api, Cluster, Config, Login, Way},
    desk::LazyDesk,
    failure::{Failure, of_store},
    settings::Settings,
};

/// Whose checks these are.
const OF: &str = "lotse";

/// Checks store, audit, rules and freezes.
pub(super) async fn examine(config: &Config, settings: &Settings) -> Vec<Check> {
    let desk = LazyDesk::new(&lotse_engine::fleet::Fleet::default(), Vec::new(), config, settings);
    let mut checks = kept(&desk, settings.language).await;
    checks.extend(access(config, settings.language));
    checks
}

/// The store, and what is in it. Where there is none yet there is nothing to be wrong with it.
async fn kept(desk: &LazyDesk, language: Language) -> Vec<Check> {
    if !desk.is_there() {
        return vec![Check::new(OF, Step::Store, State::Good, tr::doctor_store_none(language, desk.place()))];
    }
    let store = match desk.store().await {
        Ok(store) => store,
        Err(failure) => return vec![bad(Step::Store, failure)],
    };
    let mut checks = vec![match store.check().await {
        Ok(()) if desk.is_writable() => Check::new(OF, Step::Store, State::Good, store.place()),
        Ok(()) => Check::new(OF, Step::Store, State::Bad, tr::store_read_only(language, store.place()))
            .fix(tr::store_read_only_hint(language)),
        Err(error) => bad(Step::Store, of_store(&error, language)),
    }];
    checks.push(match desk.audit().await {
        Ok(audit) => match audit.verify(None).await {
            Ok(Verdict::Whole { head, .. }) => {
                let count = head.map_or(0, |head| head.number);
                Check::new(OF, Step::Audit, State::Good, tr::doctor_audit_whole(language, count))
            }
            Ok(Verdict::Broken(broken)) => {
                let found = tr::doctor_audit_broken(language, broken.number.to_string());
                Check::new(OF, Step::Audit, State::Bad, found).fix("lotse audit-verify")
            }
            Err(error) => bad(Step::Audit, of_store(&error, language)),
        },
        Err(failure) => bad(Step::Audit, failure),
    });
    match freeze::all(store, now()).await {
        Ok(frozen) => checks.extend(frozen.iter().map(|frozen| {
            let (by, reason) = (clean(&frozen.freeze.by.name), clean(&frozen.freeze.reason));
            let found = match &frozen.cluster {
                Some(cluster) => tr::doctor_frozen_in(language, by, cluster.as_str(), reason),
                None => tr::doctor_frozen(language, by, reason),
            };
            Check::new(OF, Step::Changes, State::Note, found).fix("lotse thaw")
        })),
        Err(error) => checks.push(bad(Step::Changes, of_store(&error, language))),
    }
    checks
}

/// What the rules rest on.
fn access(config: &Config, language: Language) -> Vec<Check> {
    let mut checks = Vec::new();
    if config.access.decides_by_tags() {
        checks.push(Check::new(OF, Step::Access, State::Note, tr::doctor_access_tags(language)));
    }
    let is_served = config.discord.is_some();
    if is_served && config.access.rules.iter().all(|rule| rule.who.is_empty()) {
        checks.push(Check::new(OF, Step::Access, State::Note, tr::doctor_access_nobody(language)));
    }
    if checks.is_empty() {
        checks.push(Check::new(OF, Step::Access, State::Good, tr::doctor_access(language, config.access.rules.len())));
    }
    checks
}

/// A cluster that is read with the very token that changes it: whoever gets the one has the other.
pub(super) fn same_token(cluster: &Cluster, language: Language) -> Option<Check> {
    let Way::Api(Api { login: Login::Token(read), write: Some(write), .. }) = &cluster.way else { return None };
    let of: &ClusterName = &cluster.name;
    (read.id == write.id)
        .then(|| Check::new(of, Step::Changes, State::Note, tr::doctor_same_token(language, &write.id)))
}

pub(super) fn bad(step: Step, failure: Failure) -> Check {
    let mut found = failure.message;
    for line in &failure.detail {
        found.push_str("\n      ");
        found.push_str(line);
    }
    let check = Check::new(OF, step, State::Bad, found);
    match failure.hint {
        Some(hint) => check.fix(hint),
        None => check,
    }
}
