//! `help` as a page.

use lotse_text::tr;

use crate::{
    page::{Block, Column, Line, Page, Reader, Tone, words::word},
    view::HelpView,
};

pub(super) fn lay(page: &mut Page, view: &HelpView, reader: &Reader) {
    let language = reader.language;
    for group in view.groups.iter().filter(|group| !group.entries.is_empty()) {
        page.heading(match (group.id, view.command) {
            ("arguments", Some(command)) => tr::help_arguments(language, command),
            ("examples", _) => tr::help_examples(language),
            ("shortcuts", _) => tr::help_shortcuts(language),
            _ => tr::help_commands(language),
        });
        if group.id == "examples" {
            page.blocks.push(Block::Verbatim(group.entries.iter().map(|entry| entry.call.clone()).collect()));
            continue;
        }
        let shortcuts = group.entries.iter().any(|entry| entry.shortcut.is_some() || entry.code.is_some());
        let mut columns = vec![Column::words(tr::column_command(language), 0)];
        if shortcuts {
            columns.push(Column::words(tr::column_shortcut(language), 1));
            columns.push(Column::words(tr::column_code(language), 1));
        }
        columns.push(Column::words(tr::column_meaning(language), 0));
        let rows = group.entries.iter().map(|entry| {
            let mut row = vec![Line::of(&entry.call, Tone::Literal)];
            if shortcuts {
                row.push(word(entry.shortcut));
                row.push(word(entry.code));
            }
            row.push(Line::plain(lotse_text::message(language, &entry.text, &[]).unwrap_or_default()));
            row
        });
        page.table(columns, rows.collect());
    }
    if view.command.is_none() {
        page.line(tr::help_words(language));
    }
}
