//! The system log of a node, in its two forms.

use serde_json::{Value, json};

use super::{ON_NODE, machine};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Outcome};
use crate::world::World;
use crate::world::journal::Line;
use crate::world::moment::Moment;

const SYSLOG: Check = Check::perm("/nodes/{node}", &["Sys.Syslog"]);

/// The routes of this file.
pub const ROUTES: &[Route] = &[
    Route::get("/nodes/{node}/syslog", syslog)
        .params(&[
            ON_NODE,
            &[
                P::integer("limit").optional().min(0.0),
                P::string("service").optional().max_length(128),
                P::string("since").optional().pattern(is_date_time),
                P::integer("start").optional().min(0.0),
                P::string("until").optional().pattern(is_date_time),
            ],
        ])
        .check(SYSLOG)
        .on_node()
        .protected(),
    Route::get("/nodes/{node}/journal", journal)
        .params(&[
            ON_NODE,
            &[
                P::string("endcursor").optional(),
                P::integer("lastentries").optional().min(0.0),
                P::integer("since").optional().min(0.0),
                P::string("startcursor").optional(),
                P::integer("until").optional().min(0.0),
            ],
        ])
        .check(SYSLOG)
        .on_node()
        .protected(),
];

/// The pattern `YYYY-MM-DD[ HH:MM[:SS]]`.
fn is_date_time(value: &str) -> bool {
    let shape: String = value.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    matches!(shape.as_str(), "0000-00-00" | "0000-00-00 00:00" | "0000-00-00 00:00:00")
}

/// A date and time of a node's own clock.
fn moment(world: &World, node: &str, text: &str) -> Option<Moment> {
    let full = match text.len() {
        10 => format!("{text} 00:00:00"),
        16 => format!("{text}:00"),
        _ => text.to_owned(),
    };
    let local = jiff::civil::DateTime::strptime("%Y-%m-%d %H:%M:%S", full).ok()?;
    let at = local.to_zoned(world.zone(node)).ok()?;
    Some(Moment::from_seconds(at.timestamp().as_second()))
}

/// A line as journalctl writes it, by the node's own clock.
fn text(world: &World, line: &Line) -> String {
    let offset = machine(world, &line.node).clock_offset;
    let at = line.at.plus_seconds(offset).timestamp().to_zoned(world.zone(&line.node));
    let pid = if line.tag == "kernel" { String::new() } else { format!("[{}]", line.pid) };
    format!("{} {} {}{pid}: {}", at.strftime("%b %d %H:%M:%S"), line.node, line.tag, line.text)
}

fn lines<'a>(world: &'a World, node: &'a str) -> impl DoubleEndedIterator<Item = &'a Line> {
    world.journal.lines().filter(move |line| line.node == node)
}

fn syslog(world: &mut World, context: &Context) -> Outcome {
    let node = context.node.as_str();
    let bound = |name: &str| context.text(name).and_then(|text| moment(world, node, text));
    let (since, until) = (bound("since"), bound("until"));
    let service = context.text("service");
    let all: Vec<&Line> = lines(world, node)
        .filter(|line| since.is_none_or(|since| line.at >= since) && until.is_none_or(|until| line.at <= until))
        .filter(|line| service.is_none_or(|service| line.tag == service))
        .collect();
    if all.is_empty() {
        return Ok(Answer::total(json!([{"n": 1, "t": "-- No entries --"}]), 1));
    }
    let number = |name: &str| context.integer(name).and_then(|number| usize::try_from(number).ok());
    let start = number("start").unwrap_or(0);
    let limit = match number("limit") {
        None => 50,
        Some(0) => usize::MAX,
        Some(limit) => limit,
    };
    let shown = all.iter().enumerate().skip(start).take(limit);
    let entries: Vec<Value> = shown.map(|(at, line)| json!({"n": at + 1, "t": text(world, line)})).collect();
    Ok(Answer::total(entries.into(), all.len()))
}

/// Time and number of the line that a cursor points to.
fn position(cursor: &str) -> Option<(i64, u64)> {
    let part = |name: &str| cursor.split(';').find_map(|part| part.strip_prefix(name));
    Some((i64::from_str_radix(part("t=")?, 16).ok()?, u64::from_str_radix(part("i=")?, 16).ok()?))
}

/// A cursor and the line's text would be the first and last of the real list; what stands between are the lines.
fn journal(world: &mut World, context: &Context) -> Outcome {
    let (since, until) = (context.integer("since"), context.integer("until"));
    let cursor = |name: &str| context.text(name).and_then(position);
    let (after, before) = (cursor("startcursor"), cursor("endcursor"));
    let fits = |line: &&Line| {
        since.is_none_or(|since| line.at.seconds() >= since)
            && until.is_none_or(|until| line.at.seconds() <= until)
            && after.is_none_or(|mark| (line.at.millis(), line.uid) > mark)
            && before.is_none_or(|mark| (line.at.millis(), line.uid) < mark)
    };
    let mut chosen: Vec<&Line> = lines(world, &context.node).filter(fits).collect();
    if let Some(last) = context.integer("lastentries").and_then(|last| usize::try_from(last).ok()) {
        let surplus = chosen.len().saturating_sub(last);
        chosen.drain(..surplus);
    }
    let mark = |line: Option<&&Line>| {
        let (time, number) = line.map_or((0, 0), |line| (line.at.millis(), line.uid));
        format!("s=simulated;t={time:x};i={number:x}")
    };
    let mut entries = vec![json!(mark(chosen.first()))];
    entries.extend(chosen.iter().map(|line| json!(text(world, line))));
    entries.push(json!(mark(chosen.last())));
    Ok(Answer::Data(entries.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_come_with_or_without_a_time() {
        for good in ["2026-11-22", "2026-11-22 05:42", "2026-11-22 05:42:28"] {
            assert!(is_date_time(good), "{good}");
        }
        for bad in ["yesterday", "2026-11-22T05:42", "22.11.2026"] {
            assert!(!is_date_time(bad), "{bad}");
        }
    }
}
