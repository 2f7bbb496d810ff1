//! A sign of life for what takes longer than a moment.

use std::{future::Future, time::Duration};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::print::Printer;

/// What is faster than this needs no sign.
const PATIENCE: Duration = Duration::from_millis(300);

/// How often the sign moves.
pub(crate) const TICK: Duration = Duration::from_millis(100);

/// Waits for the work and shows `words` with a spinner on standard error when it takes longer than a moment. Nothing is
/// shown where no person looks.
pub(crate) async fn while_waiting<F: Future>(printer: Printer, words: &str, work: F) -> F::Output {
    if printer.quiet || !Printer::is_error_terminal() {
        return work.await;
    }
    tokio::pin!(work);
    tokio::select! {
        done = &mut work => return done,
        () = tokio::time::sleep(PATIENCE) => {}
    }
    let sign = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
        sign.set_style(style);
    }
    sign.set_message(words.to_owned());
    sign.enable_steady_tick(TICK);
    let done = work.await;
    sign.finish_and_clear();
    done
}
