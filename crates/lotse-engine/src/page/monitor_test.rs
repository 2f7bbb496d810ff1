//! `monitor-test` as a page: what became of the test, and where an alert would go and why.

use lotse_text::tr;

use crate::{
    page::{Line, Page, Reader, Tone, monitor},
    view::{MonitorTestView, RouteRow, Tried},
    watch::terms,
};

pub(super) fn lay(page: &mut Page, view: &MonitorTestView, reader: &Reader) {
    if let Some(tried) = &view.tried {
        lay_tried(page, tried, reader);
    }
    for row in &view.routes {
        lay_route(page, row, reader);
    }
}

fn lay_tried(page: &mut Page, tried: &Tried, reader: &Reader) {
    let (language, channel) = (reader.language, &tried.channel);
    let (what, tone) = match (tried.delivered, tried.waits) {
        (true, _) => (tr::monitor_test_delivered(language, channel), Tone::Good),
        (false, true) => (tr::monitor_test_waiting(language, channel), Tone::Warning),
        (false, false) => (tr::monitor_test_failed(language, channel), Tone::Bad),
    };
    page.line(Line::of(what, tone));
    if let Some(trouble) = &tried.trouble {
        page.line(Line::of(tr::monitor_test_trouble(language, trouble), Tone::Bad));
    }
    for remark in &tried.remarks {
        page.line(Line::of(tr::monitor_test_remark(language, remark), Tone::Warning));
    }
    if !tried.watched && !tried.waits {
        page.line(Line::of(tr::monitor_test_unwatched(language), Tone::Warning));
    } else if tried.waits && tried.trouble.is_none() {
        page.line(Line::of(tr::monitor_test_waiting_hint(language), Tone::Dim));
    }
}

fn lay_route(page: &mut Page, row: &RouteRow, reader: &Reader) {
    let language = reader.language;
    let alert = &row.alert;
    page.heading(format!("{}: {}", monitor::thing(alert, reader), terms::state(alert.state, language)));
    let why = match row.routes.as_slice() {
        [] => tr::monitor_route_default(language),
        routes => {
            let numbers: Vec<String> = routes.iter().map(ToString::to_string).collect();
            tr::monitor_route_matches(language, numbers.join(", "))
        }
    };
    let told = if row.channels.is_empty() {
        Line::of(tr::monitor_route_nobody(language), Tone::Bad)
    } else {
        Line::of(row.channels.join(", "), Tone::Strong)
    };
    let mut facts = vec![
        (tr::monitor_route_severity(language), Line::plain(monitor::severity_word(alert.severity, language))),
        (tr::monitor_route_why(language), Line::plain(why)),
        (tr::monitor_route_told(language), told),
    ];
    if !row.outside.is_empty() {
        let outside = Line::of(row.outside.join(", "), Tone::Warning);
        facts.push((tr::monitor_route_outside(language), outside));
    }
    if let Some(next) = &row.escalation {
        let after = lotse_text::duration(language, next.after);
        let next = tr::monitor_route_next(language, after, next.channels.join(" → "));
        facts.push((tr::monitor_route_escalation(language), Line::plain(next)));
    }
    if let Some(until) = row.held_until {
        let until = lotse_text::moment(language, until, &reader.zone);
        facts
            .push((tr::monitor_route_when(language), Line::of(tr::monitor_route_held(language, until), Tone::Warning)));
    }
    page.facts(facts);
    if row.maintenance {
        page.line(Line::of(tr::monitor_route_maintenance(language), Tone::Warning));
    }
}
