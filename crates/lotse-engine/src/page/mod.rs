//! Pages: a view in a language, laid out, of no medium yet.
//!
//! A page is a list of blocks. The terminal prints them as tables that fit its width, Discord as embeds, a browser as
//! HTML; none of them decides what is said. Every text from a machine was cleaned when it became a [`Span`].

mod audit;
mod backups;
mod block;
mod changes;
mod denied;
mod does;
mod footer;
mod freeze;
mod graph;
mod guest_confirm;
mod guests;
mod ha;
mod help;
mod info;
mod monitor;
mod monitor_status;
mod monitor_test;
mod narrowed;
mod nodes;
mod note;
mod outcome;
mod plan;
mod pools;
mod problems;
mod refresh;
mod refused;
mod snapshots;
mod status;
mod storage;
mod tasks;
#[cfg(test)]
mod tests;
mod unfound;
mod whoami;
mod words;

use crate::view::{Answer, View};

pub use block::{Align, Block, Chart, Column, Curve, Line, Page, Span, Table, Tone};
pub use changes::line as change_line;
pub use denied::{DeniedText, denied};
pub use footer::{hidden_line, why};
pub use monitor::thing as alert_subject;
pub use narrowed::lines as narrowed_lines;
pub use outcome::{dropped_line, outcome_line};
pub(crate) use problems::finding_title;
pub use refused::{Reply, described, refused, small_talk};
pub use unfound::not_found;
pub use words::Reader;

impl Page {
    /// Lays an answer out for a reader.
    #[must_use]
    pub fn of(answer: &Answer, reader: &Reader) -> Self {
        let mut page = Self::default();
        if !narrowed::lay(&mut page, answer, reader.language) {
            footer::lay(&mut page, answer, reader);
            return page;
        }
        match &answer.view {
            View::Status(view) => status::lay(&mut page, view, reader),
            View::Problems(view) => problems::lay(&mut page, view, reader),
            View::List(view) => guests::lay(&mut page, view, answer, reader),
            View::Info(view) => info::lay(&mut page, view, reader),
            View::Nodes(view) => nodes::lay_all(&mut page, view, answer, reader),
            View::Node(view) => nodes::lay_one(&mut page, view, reader),
            View::Storage(view) => storage::lay(&mut page, view, answer, reader),
            View::Ha(view) => ha::lay(&mut page, view, reader),
            View::Tasks(view) => tasks::lay_all(&mut page, view, answer, reader),
            View::Task(view) => tasks::lay_one(&mut page, view, answer, reader),
            View::Backups(view) => backups::lay(&mut page, view, reader),
            View::Snapshots(view) => snapshots::lay(&mut page, view, answer, reader),
            View::Pools(view) => pools::lay(&mut page, view, answer, reader),
            View::Graph(view) => graph::lay(&mut page, view, reader),
            View::Refresh(view) => refresh::lay(&mut page, view, answer, reader),
            View::Cache(view) => refresh::lay_cache(&mut page, view, reader),
            View::Context(view) => {
                for section in &view.sections {
                    page.heading(&section.heading);
                    page.blocks.push(Block::Verbatim(section.lines.clone()));
                }
            }
            View::Whoami(view) => whoami::lay(&mut page, view, reader),
            View::Help(view) => help::lay(&mut page, view, reader),
            View::Plan(view) => plan::lay(&mut page, view, reader),
            View::Outcome(view) => outcome::lay(&mut page, view, reader),
            View::Freeze(view) => freeze::lay(&mut page, view, reader),
            View::Audit(view) => audit::lay(&mut page, view, reader),
            View::AuditVerify(view) => audit::lay_verdict(&mut page, view, reader),
            View::GuestConfirm(view) => guest_confirm::lay(&mut page, view, reader),
            View::MonitorAdd(view) => monitor::lay_added(&mut page, view, reader),
            View::MonitorRemove(view) => monitor::lay_removed(&mut page, view, reader),
            View::MonitorList(view) => monitor::lay(&mut page, view, reader),
            View::MonitorOrder(view) => monitor::lay_order(&mut page, view, reader),
            View::MonitorTest(view) => monitor_test::lay(&mut page, view, reader),
        }
        footer::lay(&mut page, answer, reader);
        page
    }
}
