//! `audit` and `audit-verify` as pages.

use lotse_text::{message, tr};

use crate::{
    audit::AuditEntry,
    change::freeze::EVERYWHERE,
    page::{Column, Line, Page, Reader, Tone, outcome_line},
    view::{AuditRow, AuditVerifyView, AuditView},
};

pub(super) fn lay(page: &mut Page, view: &AuditView, reader: &Reader) {
    let language = reader.language;
    if view.lines.is_empty() {
        page.line(tr::audit_none(language));
        return;
    }
    let columns = vec![
        Column::numbers(tr::column_number(language), 4),
        Column::words(tr::column_time(language), 0),
        Column::words(tr::column_by(language), 1),
        Column::words(tr::column_command(language), 2),
        Column::words(tr::column_guest(language), 0),
        Column::words(tr::column_what(language), 0),
    ];
    let rows = view.lines.iter().map(|row| {
        let guests: Vec<_> = row.guests.iter().map(|guest| reader.label(guest)).collect();
        vec![
            Line::of(row.number.to_string(), Tone::Dim),
            reader.time(Some(row.at)),
            Line::plain(row.by.as_ref().map_or(row.who.as_str(), |person| person.name.as_str())),
            Line::of(command(row).unwrap_or("–"), Tone::Literal),
            Line::plain(guests.join(", ")),
            what(row, reader),
        ]
    });
    page.table(columns, rows.collect());
    if view.more {
        page.line(Line::of(tr::audit_more(language), Tone::Dim));
    }
}

fn command(row: &AuditRow) -> Option<&str> {
    match row.entry.as_ref()? {
        AuditEntry::Refused { command, .. } | AuditEntry::Watch { command, .. } => Some(command),
        AuditEntry::Frozen { .. } => Some("freeze"),
        AuditEntry::Thawed { .. } => Some("thaw"),
        AuditEntry::Confirmed { .. } => Some("guest-confirm"),
        entry => entry.change().map(|change| change.command.as_str()),
    }
}

/// What happened, in a few words.
fn what(row: &AuditRow, reader: &Reader) -> Line {
    let language = reader.language;
    let scope = |scope: &str| {
        if scope == EVERYWHERE { tr::freeze_everywhere(language) } else { scope.to_owned() }
    };
    let Some(entry) = &row.entry else { return Line::of(tr::audit_unreadable(language), Tone::Bad) };
    match entry {
        AuditEntry::Proposed { words, .. } => {
            Line::plain(tr::audit_proposed(language)).and(format!(": {words}"), Tone::Dim)
        }
        AuditEntry::Agreed { .. } => Line::plain(tr::audit_agreed(language)),
        AuditEntry::NotAgreed { why, .. } => Line::of(tr::audit_not_agreed(language, why), Tone::Warning),
        AuditEntry::Dropped { .. } => Line::of(tr::audit_dropped(language), Tone::Dim),
        AuditEntry::Sent { call, .. } => Line::plain(tr::audit_sent(language)).and(format!(": {call}"), Tone::Dim),
        AuditEntry::Settled { outcome, .. } => outcome_line(Some(*outcome), reader),
        AuditEntry::Refused { why, .. } => Line::of(tr::audit_refused(language, why), Tone::Warning),
        AuditEntry::Frozen { scope: name, reason, .. } => Line::plain(tr::audit_frozen(language, reason, scope(name))),
        AuditEntry::Thawed { scope: name, .. } => Line::plain(tr::audit_thawed(language, scope(name))),
        AuditEntry::Confirmed { .. } => Line::plain(tr::audit_confirmed(language)),
        AuditEntry::Watch { subject, .. } => {
            Line::plain(tr::audit_watch(language)).and(format!(": {subject}"), Tone::Dim)
        }
        AuditEntry::Other => Line::of(tr::audit_other(language), Tone::Dim),
    }
}

pub(super) fn lay_verdict(page: &mut Page, view: &AuditVerifyView, reader: &Reader) {
    let language = reader.language;
    if let Some(broken) = &view.broken {
        let reason = message(language, &format!("audit-broken-{}", broken.reason), &[]).unwrap_or_default();
        page.line(Line::of(tr::audit_broken(language, broken.number.to_string(), reason), Tone::Bad));
        return;
    }
    if view.lines == 0 {
        page.line(tr::audit_empty(language));
    } else {
        page.line(Line::of(tr::audit_whole(language, view.lines), Tone::Good));
    }
    if !view.compared {
        page.line(Line::of(tr::audit_not_compared(language), Tone::Dim));
    }
    if let Some(head) = &view.head {
        page.facts(vec![(tr::audit_head(language), Line::of(head, Tone::Literal))]);
    }
}
