//! The cluster's log (`/cluster/log`) and the system journals of the nodes.

use std::collections::VecDeque;

use super::World;
use super::moment::Moment;

/// How many lines are kept (the real ring holds 32 KiB).
const KEPT: usize = 2000;

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Number of the line in the log of its node.
    pub uid: u64,
    /// Node that wrote it.
    pub node: String,
    /// Whose deed it tells of; `None` for lines of the system that the cluster log does not show.
    pub user: Option<String>,
    /// Syslog priority: 6 for information, 3 for an error.
    pub priority: u8,
    /// When.
    pub at: Moment,
    /// Process that wrote it.
    pub pid: u32,
    /// Program.
    pub tag: String,
    /// Text.
    pub text: String,
}

/// All lines, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Journal {
    lines: VecDeque<Line>,
    numbers: u64,
}

impl Journal {
    /// Every line, oldest first.
    #[must_use]
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &Line> {
        self.lines.iter()
    }

    /// Writes a line.
    pub fn write(&mut self, mut line: Line) {
        self.numbers += 1;
        line.uid = self.numbers;
        if self.lines.len() >= KEPT {
            self.lines.pop_front();
        }
        // Scenarios write lines of the past in any order.
        let at = self.lines.partition_point(|known| known.at <= line.at);
        self.lines.insert(at, line);
    }
}

impl World {
    /// Writes a line into the cluster's log, which is also in the journal of its node.
    pub fn log_line(&mut self, node: &str, tag: &str, user: &str, text: impl Into<String>) {
        let pid = self.nodes.get(node).map_or(1000, |node| node.last_pid);
        let (node, tag, user) = (node.to_owned(), tag.to_owned(), Some(user.to_owned()));
        self.journal.write(Line { uid: 0, node, user, priority: 6, at: self.now, pid, tag, text: text.into() });
    }

    /// Writes a line into the journal of a node alone.
    pub fn system_line(&mut self, node: &str, at: Moment, tag: &str, priority: u8, text: impl Into<String>) {
        let pid = self.nodes.get(node).map_or(1000, |node| node.last_pid);
        let (node, tag) = (node.to_owned(), tag.to_owned());
        self.journal.write(Line { uid: 0, node, user: None, priority, at, pid, tag, text: text.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_in_order_of_time_whenever_they_are_written() {
        let mut journal = Journal::default();
        for second in [5, 1, 3] {
            let at = Moment::from_seconds(second);
            let line = Line {
                uid: 0,
                node: "a".into(),
                user: None,
                priority: 6,
                at,
                pid: 1,
                tag: "t".into(),
                text: String::new(),
            };
            journal.write(line);
        }
        let times: Vec<_> = journal.lines().map(|line| line.at.seconds()).collect();
        assert_eq!(times, [1, 3, 5]);
    }
}
