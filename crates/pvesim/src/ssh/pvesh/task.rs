//! A task in the foreground: `pvesh` prints the worker's output and returns when it is over.

use std::time::Duration;

use crate::site::Site;
use crate::ssh::stream::Stream;

/// Pause between two looks at the worker's output.
const LOOK: Duration = Duration::from_millis(25);

struct Look {
    lines: Vec<String>,
    exit: Option<String>,
}

/// Follows a task to its end: its output goes to standard output, its error to standard error.
pub(super) async fn follow(site: &Site, upid: &str, stream: &Stream) {
    let mut seen = 0;
    loop {
        let Some(look) = look(site, upid, seen) else { return };
        seen += look.lines.len();
        for line in look.lines {
            stream.out(format!("{line}\n")).await;
        }
        match look.exit.as_deref() {
            None => site.wait_for_world(LOOK).await,
            Some("OK") => return,
            Some(warnings) if warnings.starts_with("WARNINGS: ") => return,
            Some(error) => {
                stream.err(format!("{error}\n")).await;
                return;
            }
        }
    }
}

fn look(site: &Site, upid: &str, seen: usize) -> Option<Look> {
    let world = site.world();
    let task = world.tasks.get(upid)?;
    Some(Look {
        lines: task.log.iter().skip(seen).cloned().collect(),
        exit: task.ended.as_ref().map(|ended| ended.status.clone()),
    })
}
