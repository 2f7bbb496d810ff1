//! What a person sees while a change is carried out.

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use lotse_engine::change::{
    desk::Told,
    event::Outcome,
    plan::{Item, Subject},
    state::{Action, Progress, Stage},
};
use lotse_pve::ops::follow::TaskEvent;
use lotse_text::{Language, clean, pad, tr};

use crate::{print::Printer, session::Session};

/// More bars than this help nobody; the rest is seen in the outcome.
const BARS: usize = 12;

/// A line is printed each time that so many percent more are done, where nobody looks at bars.
const STEP: u64 = 10;

/// A task in percent.
const WHOLE: u64 = 100;

/// What is shown meanwhile.
pub(super) struct Live {
    printer: Printer,
    language: Language,
    names: Vec<String>,
    bars: Option<(MultiProgress, Vec<ProgressBar>)>,
    seen: Vec<Seen>,
}

/// What was told of an item already.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    tasks: usize,
    percent: u64,
    settled: bool,
}

impl Live {
    /// Begins to show: bars where a person looks, lines on standard error where not, nothing where that is wanted.
    pub(super) fn start(session: &Session, action: &Action, language: Language) -> Self {
        let items = &action.proposal.plan.items;
        let names: Vec<String> = items.iter().map(name).collect();
        let is_watched = Printer::is_error_terminal() && !session.printer.quiet && !session.json;
        let bars = is_watched.then(|| bars(&names));
        Self { printer: session.printer, language, names, bars, seen: vec![Seen::default(); items.len()] }
    }

    /// Shows some news.
    pub(super) fn tell(&mut self, told: &Told) {
        match told {
            Told::Action(action) => {
                if let Stage::Running(items) | Stage::Finished(items) = &action.stage {
                    for (item, progress) in items.iter().enumerate() {
                        self.advance(item, progress);
                    }
                }
            }
            Told::Task { item, event: TaskEvent::Line(line) } => {
                if let Some(bar) = self.bar(*item) {
                    bar.set_message(clean(&line.text).into_owned());
                }
            }
            Told::Task { item, event: TaskEvent::Progress(share) } => self.percent(*item, share.percent()),
            Told::Task { item, event: TaskEvent::Trouble(_) } => {
                if let Some(bar) = self.bar(*item) {
                    bar.set_message(tr::progress_trouble(self.language));
                }
            }
        }
    }

    /// Ends it; what became of it is shown elsewhere.
    pub(super) fn end(&self) {
        if let Some((all, _)) = &self.bars {
            // Where the terminal is gone there is nothing to be cleared.
            let _ = all.clear();
        }
    }

    fn bar(&self, item: usize) -> Option<&ProgressBar> {
        self.bars.as_ref()?.1.get(item)
    }

    fn advance(&mut self, item: usize, progress: &Progress) {
        let Some(seen) = self.seen.get(item).copied() else { return };
        let mut now = seen;
        if let Some(task) = progress.tasks.get(seen.tasks) {
            now.tasks = progress.tasks.len();
            now.percent = 0;
            self.say(item, &tr::progress_task(self.language, task.to_string()));
        }
        if progress.settled.is_none()
            && progress.under_way.is_none()
            && !progress.ended.is_empty()
            && let Some(bar) = self.bar(item)
        {
            bar.set_style(unmeasured());
            bar.set_message(tr::progress_reads_back(self.language));
        }
        if let (Some((outcome, _)), false) = (&progress.settled, seen.settled) {
            now.settled = true;
            let word = outcome_word(*outcome, self.language);
            if let Some(bar) = self.bar(item) {
                bar.set_position(WHOLE);
                bar.finish_with_message(word.clone());
            }
            self.say(item, &word);
        }
        if let Some(place) = self.seen.get_mut(item) {
            *place = now;
        }
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share is between 0 and 100 percent")]
    fn percent(&mut self, item: usize, percent: f64) {
        let percent = percent.clamp(0.0, 100.0) as u64;
        if let Some(bar) = self.bar(item) {
            bar.set_style(style("{spinner} {prefix} {percent:>3} % {wide_msg}"));
            bar.set_position(percent);
        }
        let before = self.seen.get(item).map_or(0, |seen| seen.percent);
        if percent >= before + STEP {
            self.say(item, &format!("{percent} %"));
            if let Some(seen) = self.seen.get_mut(item) {
                seen.percent = percent - percent % STEP;
            }
        }
    }

    /// A line for those who look at no bars.
    fn say(&self, item: usize, words: &str) {
        if self.bars.is_none()
            && let Some(name) = self.names.get(item)
        {
            self.printer.note(format_args!("{name}: {words}"));
        }
    }
}

fn bars(names: &[String]) -> (MultiProgress, Vec<ProgressBar>) {
    let all = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
    let longest = names.iter().take(BARS).map(|name| lotse_text::width(name)).max().unwrap_or(0);
    let bars = names.iter().take(BARS).map(|name| {
        let bar = all.add(ProgressBar::new(WHOLE));
        bar.set_style(unmeasured());
        bar.set_prefix(pad(name, longest));
        bar.enable_steady_tick(crate::progress::TICK);
        bar
    });
    let bars = bars.collect();
    (all, bars)
}

/// How an item looks of which nobody says how much is done.
fn unmeasured() -> ProgressStyle {
    style("{spinner} {prefix} {wide_msg}")
}

fn style(template: &str) -> ProgressStyle {
    // Both templates are above, and well-formed.
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// What a person calls it.
fn name(item: &Item) -> String {
    let name = match &item.subject {
        Subject::Guest { guest, name, .. } => match name {
            Some(name) => format!("{name} ({guest})"),
            None => guest.to_string(),
        },
        Subject::Job { id } => id.clone(),
    };
    clean(&name).into_owned()
}

fn outcome_word(outcome: Outcome, language: Language) -> String {
    match outcome {
        Outcome::Verified => tr::progress_verified(language),
        Outcome::Failed => tr::progress_failed(language),
        Outcome::Inconclusive => tr::progress_inconclusive(language),
        Outcome::NotBegun => tr::progress_not_begun(language),
    }
}
