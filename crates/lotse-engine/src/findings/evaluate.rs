//! Runs the checks over what was read.

use std::collections::BTreeMap;

use lotse_model::{Finding, Hidden, Severity, Timestamp};
use serde::Serialize;

use super::{
    check::{CHECKS, Check},
    material::Material,
    report::Report,
    thresholds::Thresholds,
};

/// A check that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckRan {
    /// Its id.
    pub check: &'static str,
    /// When the oldest data was read that it looked at.
    pub as_of: Timestamp,
}

/// A check that was not made, or not everywhere. One that saw a part stands among those that ran, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckSkipped {
    /// Its id.
    pub check: &'static str,
    /// What it could not see, and why.
    pub missing: Vec<Hidden>,
}

/// What is wrong, and how far that was looked at. No findings means no problems in the checks that ran, and only there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Problems {
    /// The findings, the most severe first, then by subject.
    pub findings: Vec<Finding>,
    /// The checks that were made, in the order of the table.
    pub ran: Vec<CheckRan>,
    /// The checks that could not be made everywhere, in the order of the table.
    pub not_run: Vec<CheckSkipped>,
}

/// Runs every check on every cluster.
#[must_use]
pub fn evaluate(materials: &[Material], thresholds: &Thresholds) -> Problems {
    evaluate_checks(materials, thresholds, |_| true)
}

/// Runs those checks that `wanted` picks.
#[must_use]
pub fn evaluate_checks(materials: &[Material], thresholds: &Thresholds, wanted: impl Fn(&Check) -> bool) -> Problems {
    let mut problems = Problems::default();
    for check in CHECKS.iter().filter(|check| wanted(check)) {
        let mut oldest: Option<Timestamp> = None;
        let mut missing: BTreeMap<String, Hidden> = BTreeMap::new();
        for material in materials {
            let mut report = Report::new(check.id, check.needs, &material.cluster);
            (check.run)(material, thresholds, &mut report);
            problems.findings.append(&mut report.findings);
            oldest = [oldest, report.oldest].into_iter().flatten().min();
            missing.extend(report.hidden.into_iter().map(|hidden| (key(&hidden), hidden)));
        }
        problems.ran.extend(oldest.map(|as_of| CheckRan { check: check.id, as_of }));
        if !missing.is_empty() {
            let missing = missing.into_values().collect();
            problems.not_run.push(CheckSkipped { check: check.id, missing });
        }
    }
    problems.findings.sort_by(|a, b| {
        let order = |finding: &Finding| std::cmp::Reverse::<Severity>(finding.severity);
        order(a).cmp(&order(b)).then_with(|| a.subject.cmp(&b.subject)).then_with(|| a.id.cmp(&b.id))
    });
    problems
}

/// By what two gaps count as the same.
fn key(hidden: &Hidden) -> String {
    let node = hidden.node.as_ref().map_or("", |node| node.as_str());
    format!("{}\u{0}{node}\u{0}{}\u{0}{:?}", hidden.cluster, hidden.what, hidden.why)
}
