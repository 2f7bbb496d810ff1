//! `problems` as a page.

use lotse_model::{Finding, Severity, Subject};
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
    for finding in &view.findings {
        lay_finding(page, finding, reader);
    }
    if !view.ran.is_empty() {
        let checks: Vec<_> = view.ran.iter().map(|ran| ran.check).collect();
        page.line(Line::of(tr::problems_ran(language, checks.join(", ")), Tone::Dim));
    }
    if let Some(oldest) = view.ran.iter().map(|ran| ran.as_of).min() {
        page.line(Line::of(tr::problems_oldest(language, reader.age(oldest)), Tone::Dim));
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

fn lay_finding(page: &mut Page, finding: &Finding, reader: &Reader) {
    page.line(title(finding, reader));
    if let Some(text) = text(finding, "explanation", reader) {
        page.line(format!("    {text}"));
    }
    if let Some(text) = text(finding, "suggestion", reader) {
        page.line(format!("    {}", tr::problems_suggestion(reader.language, text)));
    }
    for evidence in &finding.evidence {
        let facts: Vec<_> = evidence.facts.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let line = tr::problems_evidence(reader.language, reader.age(evidence.as_of), &evidence.call, facts.join(" "));
        page.line(Line::of(format!("    {line}"), Tone::Dim));
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
