//! `backups` as a page.

use lotse_text::tr;

use crate::{
    page::{Column, Line, Page, Reader, Tone, tasks, words::word},
    view::{BackupJobRow, BackupsView},
};

pub(super) fn lay(page: &mut Page, view: &BackupsView, reader: &Reader) {
    if !view.only_missing {
        if view.guest.is_none() {
            jobs(page, view, reader);
        }
        archives(page, view, reader);
    }
    if view.guest.is_none() {
        uncovered(page, view, reader);
    }
    if !view.only_missing && !view.tasks.is_empty() {
        page.heading(tr::backups_tasks(reader.language));
        tasks::table(page, &view.tasks, reader);
    }
}

fn jobs(page: &mut Page, view: &BackupsView, reader: &Reader) {
    let language = reader.language;
    page.heading(tr::backups_jobs(language));
    let Some(jobs) = &view.jobs else {
        page.line(Line::of(tr::backups_jobs_unseen(language), Tone::Warning));
        return;
    };
    if jobs.is_empty() {
        page.line(tr::backups_jobs_none(language));
        return;
    }
    let columns = vec![
        Column::words(tr::column_job(language), 0),
        Column::words(tr::column_state(language), 0),
        Column::words(tr::column_schedule(language), 0),
        Column::words(tr::column_next_run(language), 2),
        Column::words(tr::column_storage(language), 1),
        Column::words(tr::column_selection(language), 1),
        Column::words(tr::column_mode(language), 3),
    ];
    let rows = jobs.iter().map(|job| job_row(job, reader));
    page.table(columns, rows.collect());
}

fn job_row(job: &BackupJobRow, reader: &Reader) -> Vec<Line> {
    let language = reader.language;
    let id = if reader.several_clusters { format!("{}/{}", job.cluster, job.id) } else { job.id.clone() };
    vec![
        Line::of(id, Tone::Literal),
        if job.enabled {
            Line::of(tr::word_enabled(language), Tone::Good)
        } else {
            Line::of(tr::word_disabled(language), Tone::Warning)
        },
        word(job.schedule.as_deref()),
        reader.time(job.next_run),
        word(job.storage.as_deref()),
        Line::plain(match (&job.selection.guests, job.selection.everything) {
            (guests, true) if guests.is_empty() => tr::word_every_guest(language),
            (guests, true) => tr::word_except(language, guests.join(", ")),
            (guests, false) => guests.join(", "),
        }),
        word(job.mode.as_deref()),
    ]
}

fn archives(page: &mut Page, view: &BackupsView, reader: &Reader) {
    let language = reader.language;
    page.heading(match &view.guest {
        Some(guest) => tr::backups_archives_of(language, reader.label(guest)),
        None => tr::backups_archives(language),
    });
    let Some(archives) = &view.archives else {
        page.line(Line::of(tr::backups_archives_unseen(language), Tone::Warning));
        return;
    };
    if archives.is_empty() {
        page.line(Line::of(tr::backups_archives_none(language), Tone::Warning));
        return;
    }
    let columns = vec![
        Column::words(tr::column_guest(language), 0),
        Column::words(tr::column_time(language), 0),
        Column::words(tr::column_age(language), 0),
        Column::numbers(tr::column_size(language), 1),
        Column::words(tr::column_storage(language), 1),
        Column::words(tr::column_comment(language), 3),
    ];
    let rows = archives.iter().map(|archive| {
        let mut notes = word(archive.notes.as_deref());
        if archive.protected {
            notes =
                Line::of(tr::word_protected(language), Tone::Good).and(" ", Tone::Plain).and(notes.text(), Tone::Plain);
        }
        vec![
            Line::plain(reader.label(&archive.guest)),
            reader.time(Some(archive.at)),
            Line::plain(reader.age(archive.at)),
            reader.bytes(archive.size),
            Line::plain(&archive.storage),
            notes,
        ]
    });
    page.table(columns, rows.collect());
}

fn uncovered(page: &mut Page, view: &BackupsView, reader: &Reader) {
    let language = reader.language;
    page.heading(tr::backups_uncovered(language));
    match &view.not_backed_up {
        None => page.line(Line::of(tr::backups_uncovered_unseen(language), Tone::Warning)),
        Some(guests) if guests.is_empty() => page.line(Line::of(tr::backups_uncovered_none(language), Tone::Good)),
        Some(guests) => {
            let labels: Vec<_> = guests.iter().map(|guest| reader.label(guest)).collect();
            page.line(Line::of(labels.join(", "), Tone::Warning));
        }
    }
}
