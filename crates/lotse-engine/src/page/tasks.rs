//! `tasks` and `task` as pages.

use lotse_model::{Task, TaskState};
use lotse_text::tr;

use crate::{
    page::{Block, Column, Line, Page, Reader, Tone, words::unknown},
    view::{Answer, TaskView, TasksView},
};

pub(super) fn lay_all(page: &mut Page, view: &TasksView, answer: &Answer, reader: &Reader) {
    let language = reader.language;
    if view.tasks.is_empty() {
        page.line(none(answer, reader));
        return;
    }
    table(page, &view.tasks, reader);
    if view.more > 0 {
        page.line(Line::of(tr::tasks_more(language, view.more), Tone::Dim));
    }
}

fn none(answer: &Answer, reader: &Reader) -> String {
    if answer.missing.is_empty() { tr::tasks_none(reader.language) } else { tr::tasks_none_seen(reader.language) }
}

/// Tasks as a table.
pub(super) fn table(page: &mut Page, tasks: &[Task], reader: &Reader) {
    let language = reader.language;
    let columns = vec![
        Column::words(tr::column_start(language), 0),
        Column::words(tr::column_node(language), 2),
        Column::words(tr::column_task(language), 0),
        Column::words(tr::column_object(language), 0),
        Column::words(tr::column_user(language), 1),
        Column::words(tr::column_result(language), 0),
    ];
    let rows = tasks.iter().map(|task| {
        vec![
            reader.time(Some(task.upid.started)),
            Line::plain(task.upid.node.as_str()),
            Line::of(&task.upid.kind, Tone::Strong),
            if task.upid.id.is_empty() { unknown() } else { Line::of(&task.upid.id, Tone::Literal) },
            Line::plain(&task.upid.user),
            reader.task_state(&task.state),
        ]
    });
    page.table(columns, rows.collect());
}

pub(super) fn lay_one(page: &mut Page, view: &TaskView, answer: &Answer, reader: &Reader) {
    let language = reader.language;
    let Some(task) = &view.task else {
        page.line(none(answer, reader));
        return;
    };
    page.heading(tr::task_title(language, &task.upid.kind, &task.upid.id).trim_end());
    let mut facts = vec![
        (tr::column_result(language), reader.task_state(&task.state)),
        (tr::column_node(language), Line::plain(task.upid.node.as_str())),
        (tr::column_user(language), Line::plain(&task.upid.user)),
        (tr::column_start(language), reader.time(Some(task.upid.started))),
    ];
    if let TaskState::Finished { ended: Some(ended), .. } = &task.state {
        facts.push((tr::column_end(language), reader.time(Some(*ended))));
    }
    facts.push(("UPID".to_owned(), Line::of(task.upid.to_string(), Tone::Literal)));
    page.facts(facts);
    if view.earlier_lines > 0 {
        page.line(Line::of(tr::task_earlier(language, view.earlier_lines), Tone::Dim));
    }
    let clean = view.log.iter().map(|line| lotse_text::clean(line).into_owned());
    page.blocks.push(Block::Verbatim(clean.collect()));
}
