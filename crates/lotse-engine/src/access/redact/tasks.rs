//! Tasks belong to their guest or their node; the lines of a log are said without the names of others.

use lotse_model::{Outcome, Task, TaskState};

use crate::{
    access::Sight,
    view::{TaskView, TasksView},
};

pub(super) fn tasks(view: &mut TasksView, sight: &Sight) {
    retain(&mut view.tasks, sight);
}

pub(super) fn task(view: &mut TaskView, sight: &Sight) {
    let Some(task) = view.task.as_mut().filter(|task| sight.task(task)) else {
        *view = TaskView { task: None, log: Vec::new(), earlier_lines: 0 };
        return;
    };
    clean(task, sight);
    for line in &mut view.log {
        *line = sight.text(&task.cluster, line).into_owned();
    }
}

/// Those of the tasks that may be seen.
pub(super) fn retain(tasks: &mut Vec<Task>, sight: &Sight) {
    tasks.retain(|task| sight.task(task));
    for task in tasks {
        clean(task, sight);
    }
}

fn clean(task: &mut Task, sight: &Sight) {
    if let TaskState::Finished { outcome: Outcome::Failed { message }, .. } = &mut task.state {
        *message = sight.text(&task.cluster, message).into_owned();
    }
}
