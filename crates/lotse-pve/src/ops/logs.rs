//! A node's log: `/nodes/{node}/syslog` by page, `/nodes/{node}/journal` by cursor. Text from machines throughout.

use lotse_model::{NodeName, Seen, Timestamp};
use serde::Serialize;
use serde_json::Value;

use super::{
    row::{Malformed, Row, text},
    rows::{Rows, unreadable},
};
use crate::{
    Deadline, Params, Pve, Reply, api_path,
    pve::{Answer, unlike},
};

/// A line of a log with its number, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// Its number.
    pub number: u64,
    /// Its text, as it came.
    pub text: String,
}

/// A page of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct LogPage {
    /// The lines, in order.
    pub lines: Vec<LogLine>,
    /// How many lines the log has in all, when the server says so.
    pub total: Option<u64>,
}

impl LogPage {
    /// Reads a page. What stands there instead of lines when there are none (`no content`, `-- No entries --`) is no line.
    pub(crate) fn read(reply: &Reply) -> Result<(Self, Vec<Malformed>), Malformed> {
        let line = |row: Row<'_>| {
            let number = row.whole("n").ok_or_else(|| Malformed::at("n", row.get("n")))?;
            Ok(LogLine { number, text: row.text("t").unwrap_or_default() })
        };
        // An unknown task's log is one object that says it cannot be opened.
        let mut rows = match &reply.data {
            Value::Object(_) => {
                let mut rows = Rows::default();
                rows.take(Row::of(&reply.data).and_then(line));
                rows
            }
            list => Rows::read(list, line)?,
        };
        if let [only] = rows.good.as_slice()
            && matches!(only.text.as_str(), "no content" | "-- No entries --")
        {
            rows.good.clear();
        }
        rows.good.sort_by_key(|line| line.number);
        Ok((Self { lines: rows.good, total: reply.total }, rows.bad))
    }
}

/// Which lines of a node's log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SyslogQuery {
    /// The first line, counted from 0.
    pub start: Option<u64>,
    /// How many lines at most; the server's default is 50.
    pub limit: Option<u64>,
    /// From when, in the node's local time (`2026-11-22` or `2026-11-22 05:00:00`).
    pub since: Option<String>,
    /// Until when, in the same form.
    pub until: Option<String>,
    /// Only of this service.
    pub service: Option<String>,
}

impl SyslogQuery {
    fn params(&self) -> Params {
        let number = |key: &'static str, value: Option<u64>| value.map(|value| (key.into(), value.to_string()));
        let text = |key: &'static str, value: &Option<String>| value.clone().map(|value| (key.into(), value));
        [
            number("start", self.start),
            number("limit", self.limit),
            text("since", &self.since),
            text("until", &self.until),
            text("service", &self.service),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// A part of a node's journal with the cursors at both ends, from which to go on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Journal {
    /// The cursor before the first line.
    pub start: Option<String>,
    /// The lines, in order.
    pub lines: Vec<String>,
    /// The cursor behind the last line.
    pub end: Option<String>,
}

impl Journal {
    /// Reads the answer: an array of texts, of which the first and last are cursors (`s=…;i=…;b=…`).
    pub(crate) fn read(value: &Value) -> Result<(Self, Vec<Malformed>), Malformed> {
        let rows = Rows::read_values(value, |line| text(line).ok_or_else(|| Malformed::at("", Some(line))))?;
        let mut lines = rows.good;
        let is_cursor = |line: Option<&String>| line.is_some_and(|line| line.starts_with("s=") && line.contains(";i="));
        let start = is_cursor(lines.first()).then(|| lines.remove(0));
        let end = if is_cursor(lines.last()) { lines.pop() } else { None };
        Ok((Self { start, lines, end }, rows.bad))
    }
}

/// Which part of a node's journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JournalQuery {
    /// The last so many lines.
    Last(u64),
    /// What lies between two points in time.
    Between(Timestamp, Timestamp),
    /// What came after a cursor.
    After(String),
}

impl Pve {
    /// A page of the node's log (`GET /nodes/{node}/syslog`). Needs `Sys.Syslog` on the node.
    pub async fn syslog(&self, node: &NodeName, query: &SyslogQuery, deadline: Deadline) -> Answer<LogPage> {
        let path = api_path!("/nodes/{}/syslog", node);
        let reply = self.get(&path, &query.params(), deadline).await?;
        let (page, bad) = LogPage::read(&reply).map_err(|why| unlike(&path, &reply, &why))?;
        let hidden = unreadable(&bad).map(|why| self.hidden(&path, Some(node), why)).into_iter().collect();
        Ok(Seen { value: page, hidden, as_of: reply.as_of })
    }

    /// A part of the node's journal (`GET /nodes/{node}/journal`). Needs `Sys.Syslog` on the node.
    pub async fn journal(&self, node: &NodeName, query: &JournalQuery, deadline: Deadline) -> Answer<Journal> {
        let path = api_path!("/nodes/{}/journal", node);
        let params = match query {
            JournalQuery::Last(lines) => vec![("lastentries".into(), lines.to_string())],
            JournalQuery::Between(since, until) => {
                vec![("since".into(), since.0.to_string()), ("until".into(), until.0.to_string())]
            }
            JournalQuery::After(cursor) => vec![("startcursor".into(), cursor.clone())],
        };
        let reply = self.get(&path, &params, deadline).await?;
        let (journal, bad) = Journal::read(&reply.data).map_err(|why| unlike(&path, &reply, &why))?;
        let hidden = unreadable(&bad).map(|why| self.hidden(&path, Some(node), why)).into_iter().collect();
        Ok(Seen { value: journal, hidden, as_of: reply.as_of })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use lotse_model::Timestamp;
    use serde_json::{Value, json};

    use super::{Journal, LogPage};
    use crate::Reply;

    fn reply(data: Value) -> Reply {
        Reply {
            data,
            total: Some(1),
            as_of: Timestamp(0),
            endpoint: String::new(),
            took: Duration::ZERO,
            bytes: 0,
            warnings: Vec::new(),
        }
    }

    #[test]
    fn what_stands_for_no_lines_is_no_line() {
        for text in ["no content", "-- No entries --"] {
            let (page, _) = LogPage::read(&reply(json!([{ "n": 1, "t": text }]))).unwrap();
            assert!(page.lines.is_empty(), "{text}");
        }
        let (page, _) = LogPage::read(&reply(json!([{ "n": "2", "t": "b" }, { "n": 1, "t": "no content" }]))).unwrap();
        assert_eq!(page.lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>(), ["no content", "b"]);
    }

    #[test]
    fn the_log_of_an_unknown_task_is_an_object() {
        let (page, _) = LogPage::read(&reply(json!({ "n": 1, "t": "unable to open file - No such file" }))).unwrap();
        assert_eq!(page.lines.len(), 1);
    }

    #[test]
    fn a_journal_has_cursors_at_both_ends() {
        let (journal, _) = Journal::read(&json!(["s=1;i=2;b=3", "Nov 22 a", "Nov 22 b", "s=1;i=9;b=3"])).unwrap();
        assert_eq!(journal.lines, ["Nov 22 a", "Nov 22 b"]);
        assert_eq!(journal.end.as_deref(), Some("s=1;i=9;b=3"));
        let (none, bad) = Journal::read(&json!([{}])).unwrap();
        assert_eq!((none, bad.len()), (Journal::default(), 1));
    }
}
