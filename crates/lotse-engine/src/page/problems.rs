//! `problems` as a page.

use std::{cmp::Reverse, collections::BTreeMap};

use lotse_model::{Finding, Severity, Subject, Timestamp};
use lotse_text::{Language, Value, Zone, tr};

use crate::{
    page::{Line, Page, Reader, Tone, footer::hidden_line},
    view::ProblemsView,
};

/// So many findings are told in a summary; `problems` tells them all.
const IN_SUMMARY: usize = 8;

pub(super) fn lay(page: &mut Page, view: &ProblemsView, reader: &Reader) {
    let language = reader.language;
    match (view.findings.len(), view.ran.len()) {
        (0, 0) => page.line(Line::of(tr::problems_no_check(language), Tone::Warning)),
        (0, ran) => page.line(Line::of(tr::problems_none(language, ran), Tone::Good)),
        (count, _) => page.heading(tr::problems_found(language, count)),
    }
    for group in groups(&view.findings) {
        lay_group(page, &group, reader);
    }
    let mut ran: BTreeMap<Reverse<Timestamp>, Vec<&str>> = BTreeMap::new();
    for check in &view.ran {
        ran.entry(Reverse(check.as_of)).or_default().push(check.check);
    }
    for (Reverse(as_of), checks) in ran {
        page.line(Line::of(tr::problems_ran(language, reader.age(as_of), checks.join(", ")), Tone::Dim));
    }
    if !view.not_run.is_empty() {
        page.line(Line::of(tr::problems_not_run(language), Tone::Warning));
        for skipped in &view.not_run {
            let reasons: Vec<_> = skipped.missing.iter().map(|hidden| hidden_line(language, hidden)).collect();
            let shown = match reasons.split_first() {
                None => skipped.check.to_owned(),
                Some((first, [])) => format!("{}: {first}", skipped.check),
                Some((first, more)) => {
                    format!("{}: {first} {}", skipped.check, tr::footer_missing_more(language, more.len()))
                }
            };
            page.line(Line::of(format!("  {shown}"), Tone::Warning));
        }
    }
    if !view.deep {
        page.line(Line::of(tr::problems_hint_deep(language), Tone::Dim));
    }
}

/// The findings in a line each, the most severe first.
pub(super) fn summary(page: &mut Page, findings: &[Finding], reader: &Reader) {
    if findings.is_empty() {
        page.line(Line::of(tr::word_none(reader.language), Tone::Good));
    }
    for finding in findings.iter().take(IN_SUMMARY) {
        page.line(title(finding, reader));
    }
    let more = findings.len().saturating_sub(IN_SUMMARY);
    if more > 0 {
        page.line(Line::of(tr::footer_missing_more(reader.language, more), Tone::Dim));
    }
}

/// Findings of one kind and severity together, in the order of their first.
fn groups(findings: &[Finding]) -> Vec<Vec<&Finding>> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    for finding in findings {
        let same = |group: &&mut Vec<&Finding>| {
            group.first().is_some_and(|first| first.id == finding.id && first.severity == finding.severity)
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}

/// Each finding with its evidence; what they have in common, explanation and suggestion, is said once below them.
fn lay_group(page: &mut Page, group: &[&Finding], reader: &Reader) {
    let common = |part: &str| {
        let first = text(group.first()?, part, reader)?;
        group.iter().all(|finding| text(finding, part, reader).as_ref() == Some(&first)).then_some(first)
    };
    let (explanation, suggestion) = (common("explanation"), common("suggestion"));
    for finding in group {
        page.line(title(finding, reader));
        for evidence in &finding.evidence {
            let facts: Vec<_> = evidence.facts.iter().map(|(key, value)| format!("{key}={value}")).collect();
            let age = reader.age(evidence.as_of);
            let line = tr::problems_evidence(reader.language, age, &evidence.call, facts.join(" "));
            page.line(Line::of(format!("    {line}"), Tone::Dim));
        }
        if explanation.is_none() {
            explain(page, text(finding, "explanation", reader));
        }
        if suggestion.is_none() {
            suggest(page, text(finding, "suggestion", reader), reader);
        }
    }
    explain(page, explanation);
    suggest(page, suggestion, reader);
}

fn explain(page: &mut Page, text: Option<String>) {
    if let Some(text) = text {
        page.line(format!("    {text}"));
    }
}

fn suggest(page: &mut Page, text: Option<String>, reader: &Reader) {
    if let Some(text) = text {
        page.line(format!("    {}", tr::problems_suggestion(reader.language, text)));
    }
}

fn title(finding: &Finding, reader: &Reader) -> Line {
    let (word, tone) = match finding.severity {
        Severity::Info => (tr::severity_info(reader.language), Tone::Dim),
        Severity::Warning => (tr::severity_warning(reader.language), Tone::Warning),
        Severity::Error => (tr::severity_error(reader.language), Tone::Bad),
        Severity::Critical => (tr::severity_critical(reader.language), Tone::Bad),
    };
    let title = text(finding, "title", reader).unwrap_or_else(|| finding.id.0.to_string());
    let line = Line::of(word, tone).and(" ", Tone::Plain);
    let line =
        if reader.several_clusters { line.and(format!("[{}] ", finding.subject.cluster()), Tone::Dim) } else { line };
    line.and(title, Tone::Strong).and(format!("  {}", place(&finding.subject)), Tone::Dim)
}

/// A finding's title alone.
pub(crate) fn finding_title(finding: &Finding, language: Language, zone: &Zone) -> String {
    text_in(finding, "title", language, zone).unwrap_or_else(|| finding.id.0.to_string())
}

/// What the finding is about, for those who want to look at it.
fn place(subject: &Subject) -> String {
    match subject {
        Subject::Cluster { cluster } => cluster.to_string(),
        Subject::Node { cluster, node } => format!("{cluster}/{node}"),
        Subject::Guest { guest, .. } => guest.to_string(),
        Subject::Storage { cluster, storage, node: None } => format!("{cluster}/{storage}"),
        Subject::Storage { cluster, storage, node: Some(node) } => format!("{cluster}/{node}/{storage}"),
        Subject::Other { cluster, node: None, name } => format!("{cluster} {name}"),
        Subject::Other { cluster, node: Some(node), name } => format!("{cluster}/{node} {name}"),
    }
}

fn text(finding: &Finding, part: &str, reader: &Reader) -> Option<String> {
    text_in(finding, part, reader.language, &reader.zone)
}

/// A text of the finding: `finding-ID-title`, `-explanation` or `-suggestion`.
fn text_in(finding: &Finding, part: &str, language: Language, zone: &Zone) -> Option<String> {
    let arguments: Vec<_> =
        finding.arguments.iter().map(|(name, value)| (name.as_str(), Value::of_argument(value, zone))).collect();
    lotse_text::message(language, &format!("finding-{}-{part}", finding.id.0), &arguments)
}
