//! How the watch does, as a part of `status`.

use lotse_text::tr;

use crate::{
    page::{Line, Page, Reader, Tone},
    view::WatchStatus,
};

/// A cluster that was not seen for so long, in seconds, is not watched: three looks at the usual interval, and what is only
/// written every five minutes.
const STALE: u64 = 600;

pub(super) fn lay(page: &mut Page, watch: &WatchStatus, reader: &Reader) {
    let language = reader.language;
    page.heading(tr::monitor_status(language));
    let mut facts = vec![(tr::monitor_status(language), running(watch, reader))];
    facts.push((
        tr::monitor_status_alerts(language),
        match (watch.alerts, watch.unattended) {
            (0, _) => Line::of(tr::monitor_status_none(language), Tone::Good),
            (open, 0) => Line::of(tr::monitor_status_open(language, open), Tone::Warning),
            (open, free) => Line::of(tr::monitor_status_care(language, open, free), Tone::Bad),
        },
    ));
    let looked = watch.looked.iter().map(|(cluster, at)| {
        let fresh = at.age(reader.now).0 <= STALE;
        let name = if reader.several_clusters { format!("{cluster}: ") } else { String::new() };
        (format!("{name}{}", reader.age(*at)), if fresh { Tone::Plain } else { Tone::Bad })
    });
    let mut line = Line::default();
    for (text, tone) in looked {
        let comma = if line.0.is_empty() { "" } else { ", " };
        line = line.and(comma, Tone::Plain).and(text, tone);
    }
    if watch.running && line.0.is_empty() {
        line = Line::of(tr::monitor_status_never(language), Tone::Warning);
    }
    if !line.0.is_empty() {
        facts.push((tr::monitor_status_looked(language), line));
    }
    if let Some(waiting) = watch.waiting.filter(|waiting| *waiting > 0) {
        let line = match watch.oldest {
            Some(oldest) => Line::of(tr::monitor_status_oldest(language, reader.age(oldest), waiting), Tone::Warning),
            None => Line::plain(tr::monitor_status_waiting(language, waiting)),
        };
        facts.push((tr::monitor_status_outbox(language), line));
    }
    for (channel, trouble) in &watch.channels {
        let since = reader.age(trouble.since);
        let said = if trouble.refused {
            tr::monitor_status_refused(language, since, &trouble.detail)
        } else {
            tr::monitor_status_trouble(language, since, &trouble.detail)
        };
        facts.push((tr::monitor_status_channel(language, channel), Line::of(said, Tone::Bad)));
    }
    page.facts(facts);
}

fn running(watch: &WatchStatus, reader: &Reader) -> Line {
    let language = reader.language;
    match (watch.running, watch.since, watch.beat) {
        (true, Some(since), _) => {
            let at = lotse_text::moment(language, since, &reader.zone);
            Line::of(tr::monitor_status_since(language, at), Tone::Good)
        }
        // Who ended as they should have left the watch to others.
        (false, Some(_), Some(beat)) => Line::of(tr::monitor_status_silent(language, reader.age(beat)), Tone::Bad),
        _ => Line::of(tr::monitor_status_off(language), Tone::Bad),
    }
}
