//! Keeping a part running: whatever it ends by is said, and it is begun again where that helps.
//!
//! Each part is a task of its own, so that a fault of ours in one is its own end and nobody else's.

use std::{sync::Arc, time::Duration};

use lotse_engine::fleet::now;
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout_at},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use super::{
    condition::Condition,
    part::{Again, Part, PartState, Trouble},
};

/// The first pause before a part is begun again; each further one is twice as long.
const FIRST: Duration = Duration::from_secs(5);
/// The longest pause.
const LONGEST: Duration = Duration::from_mins(5);
/// The pause where somebody must mend something first. Discord blocks an address after 10,000 refused requests in ten minutes;
/// this is far from that.
const RARELY: Duration = Duration::from_mins(10);
/// A part that ran for so long did work; what ends it then is new trouble.
const STEADY: Duration = Duration::from_mins(5);

/// A part that is kept running.
#[derive(Debug)]
pub(super) struct Kept {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Kept {
    /// Begins a part and keeps it running until `stop`. `run` begins it once; it ends when its token says so.
    pub(super) fn begin<R, F>(part: Part, condition: &Arc<Condition>, stop: &CancellationToken, run: R) -> Self
    where
        R: Fn(CancellationToken) -> F + Send + Sync + 'static,
        F: Future<Output = Result<(), Trouble>> + Send + 'static,
    {
        let stop = stop.child_token();
        let task = tokio::spawn(keep(part, Arc::clone(condition), stop.clone(), run));
        Self { stop, task }
    }

    /// Ends it, at the latest at `deadline`.
    pub(super) async fn end(mut self, deadline: Instant) {
        self.stop.cancel();
        if timeout_at(deadline, &mut self.task).await.is_err() {
            self.task.abort();
            // Whatever it held is let go of before the store is closed.
            let _ = self.task.await;
        }
    }
}

async fn keep<R, F>(part: Part, condition: Arc<Condition>, stop: CancellationToken, run: R)
where
    R: Fn(CancellationToken) -> F + Send + Sync + 'static,
    F: Future<Output = Result<(), Trouble>> + Send + 'static,
{
    let mut failures = 0;
    loop {
        condition.note(part, PartState::Running);
        let began = Instant::now();
        let trouble = match AbortOnDropHandle::new(tokio::spawn(run(stop.child_token()))).await {
            Ok(_) if stop.is_cancelled() => break,
            Ok(Err(trouble)) => trouble,
            Ok(Ok(())) => {
                Trouble { code: "E-SERVE-ENDED", detail: "it ended by itself".to_owned(), again: Again::Soon }
            }
            Err(_) => {
                Trouble { code: "E-SERVE-FAULT", detail: "a fault of the program".to_owned(), again: Again::Soon }
            }
        };
        failures = if began.elapsed() >= STEADY { 1 } else { failures + 1 };
        let pause = pause(trouble.again, failures, rand::random());
        tracing::error!(%part, code = trouble.code, detail = trouble.detail, again_in = ?pause, "a part does not work");
        condition.note(part, PartState::Failed { code: trouble.code, detail: trouble.detail, since: now() });
        tokio::select! {
            () = stop.cancelled() => break,
            () = over(pause) => {}
        }
    }
    condition.note(part, PartState::Off);
}

/// Waits for so long; `None` is for ever.
async fn over(pause: Option<Duration>) {
    match pause {
        Some(pause) => tokio::time::sleep(pause).await,
        None => std::future::pending().await,
    }
}

/// How long is waited after so many failures in a row; `None` for ever. `chance` is between 0 and 1, so that many daemons that
/// failed at one moment do not come back at one moment.
fn pause(again: Again, failures: u32, chance: f64) -> Option<Duration> {
    let pause = match again {
        Again::Soon => FIRST.saturating_mul(1 << failures.saturating_sub(1).min(10)).min(LONGEST),
        Again::Rarely => RARELY,
        Again::WhenReloaded => return None,
    };
    Some(pause.mul_f64(0.75 + chance / 2.0))
}

#[cfg(test)]
mod tests {
    use std::{
        sync::{
            Arc,
            atomic::{AtomicU32, Ordering},
        },
        time::Duration,
    };

    use tokio::time::Instant;
    use tokio_util::sync::CancellationToken;

    use super::{Again, Condition, Kept, LONGEST, Part, PartState, RARELY, Trouble, pause};

    #[test]
    fn pauses_grow_to_a_bound_and_a_refusal_waits_long() {
        assert_eq!(pause(Again::Soon, 1, 0.5), Some(Duration::from_secs(5)));
        assert_eq!(pause(Again::Soon, 2, 0.5), Some(Duration::from_secs(10)));
        for failures in [7, 40, u32::MAX] {
            assert_eq!(pause(Again::Soon, failures, 0.5), Some(LONGEST));
        }
        assert_eq!(pause(Again::Rarely, 1, 0.5), Some(RARELY));
        assert_eq!(pause(Again::WhenReloaded, 1, 0.5), None);
        assert!(pause(Again::Soon, 1, 0.0) < pause(Again::Soon, 1, 1.0), "not all at one moment");
    }

    fn trouble() -> Trouble {
        Trouble { code: "E-TEST", detail: "no".to_owned(), again: Again::Soon }
    }

    #[tokio::test(start_paused = true)]
    async fn a_part_that_fails_is_said_and_begun_again() {
        let (condition, stop) = (Arc::new(Condition::default()), CancellationToken::new());
        let begun = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&begun);
        let kept = Kept::begin(Part::Discord, &condition, &stop, move |stop| {
            let nth = counted.fetch_add(1, Ordering::Relaxed);
            async move {
                if nth < 2 {
                    return Err(trouble());
                }
                stop.cancelled().await;
                Ok(())
            }
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(matches!(condition.of(Part::Discord), PartState::Failed { code: "E-TEST", .. }));
        tokio::time::sleep(Duration::from_mins(1)).await;
        assert_eq!((begun.load(Ordering::Relaxed), condition.of(Part::Discord)), (3, PartState::Running));
        kept.end(Instant::now() + Duration::from_secs(1)).await;
        assert_eq!(condition.of(Part::Discord), PartState::Off);
    }

    #[tokio::test(start_paused = true)]
    async fn a_fault_of_one_part_ends_no_other() {
        let (condition, stop) = (Arc::new(Condition::default()), CancellationToken::new());
        let _bad = Kept::begin(Part::Sweep, &condition, &stop, |_| async { panic!("a fault") });
        let _good = Kept::begin(Part::Audit, &condition, &stop, |stop| async move {
            stop.cancelled().await;
            Ok(())
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert!(matches!(condition.of(Part::Sweep), PartState::Failed { code: "E-SERVE-FAULT", .. }));
        assert_eq!(condition.of(Part::Audit), PartState::Running);
    }

    #[tokio::test(start_paused = true)]
    async fn what_does_not_end_when_it_is_told_to_is_ended() {
        let (condition, stop) = (Arc::new(Condition::default()), CancellationToken::new());
        let kept = Kept::begin(Part::Watch, &condition, &stop, |_| async {
            std::future::pending::<()>().await;
            Ok(())
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
        let deadline = Instant::now() + Duration::from_secs(10);
        kept.end(deadline).await;
        assert_eq!(Instant::now(), deadline);
    }
}
