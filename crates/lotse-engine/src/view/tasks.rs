//! `tasks` and `task`.

use lotse_model::Task;
use serde::Serialize;

/// Tasks, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TasksView {
    /// The tasks.
    pub tasks: Vec<Task>,
    /// How many more were read and left out by the limit.
    pub more: usize,
}

/// One task with its log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TaskView {
    /// The task; `null` when there was none to show.
    pub task: Option<Task>,
    /// The last lines of its log.
    pub log: Vec<String>,
    /// How many lines stand before them.
    pub earlier_lines: u64,
}
