//! Views: what a command answers, as data. Typed, in no language and of no medium.
//!
//! A front end shows a view by way of its [`Page`](crate::page::Page), or as JSON. JSON keys and enums never change; bytes
//! are integers, shares 0 to 1, unknown is `null`.

mod audit;
mod backups;
mod cache;
mod context;
mod freeze;
mod graph;
mod guest_confirm;
mod ha;
mod help;
mod info;
mod list;
mod monitor;
mod narrowed;
mod node;
mod outcome;
mod plan;
mod pools;
mod problems;
mod refresh;
mod snapshots;
mod status;
mod storage;
mod tasks;
mod whoami;

use lotse_model::{Hidden, Timestamp};
use serde::Serialize;

pub use audit::{AuditRow, AuditVerifyView, AuditView, BrokenLine};
pub use backups::{ArchiveRow, BackupJobRow, BackupsView, GuestLabel, Selection};
pub use cache::{CacheRow, CacheView};
pub use context::{ContextSection, ContextView};
pub use freeze::{FreezeDid, FreezeRow, FreezeView};
pub use graph::{GraphView, Series, SeriesUnit};
pub use guest_confirm::GuestConfirmView;
pub use ha::{HaCluster, HaServiceRow, HaView, LrmRow};
pub use help::{HelpEntry, HelpGroup, HelpView};
pub use info::{Address, DiskRow, FileSystemRow, InfoView, NetworkRow};
pub use list::{ListFilter, ListView};
pub use monitor::{
    AddDid, Added, AlertRow, EntryRow, EscalationRow, MonitorAddView, MonitorListView, MonitorOrderView,
    MonitorRemoveView, MonitorTestView, Order, OrderDid, Phased, RouteRow, StateCount, Tried,
};
pub use narrowed::{Narrowed, Things};
pub use node::{NodeDetail, NodeView, NodesView};
pub use outcome::{ItemOutcome, OutcomeView};
pub use plan::{DemandView, PlanView};
pub use pools::{PoolRow, PoolsView};
pub use problems::ProblemsView;
pub use refresh::{RefreshView, RefreshedTopic};
pub use snapshots::{SnapshotRow, SnapshotsView};
pub use status::{ClusterRow, Counts, StatusView, WatchStatus};
pub use storage::{StorageRow, StorageView};
pub use tasks::{TaskView, TasksView};
pub use whoami::{GrantRow, WhoamiRow, WhoamiView};

pub use crate::topics::Source;

/// A view with what it rests on and what is missing from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// What was found.
    pub view: View,
    /// What could not be seen. With an empty list and nothing missing there is none; else it could not be looked at.
    pub missing: Vec<Hidden>,
    /// The calls that the view rests on; the oldest says how old the answer is.
    pub sources: Vec<Source>,
    /// By what criteria the view was narrowed, and what of the question it leaves out; `None` when neither is so.
    pub narrowed: Option<Narrowed>,
}

impl Answer {
    /// An answer that rests on no call (help, cache).
    #[must_use]
    pub const fn of(view: View) -> Self {
        Self { view, missing: Vec::new(), sources: Vec::new(), narrowed: None }
    }

    /// When the oldest of its sources was read.
    #[must_use]
    pub fn as_of(&self) -> Option<Timestamp> {
        self.sources.iter().map(|source| source.as_of).min()
    }
}

/// What a command found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum View {
    /// `status`
    Status(StatusView),
    /// `problems`
    Problems(ProblemsView),
    /// `list`
    List(ListView),
    /// `info`
    Info(Box<InfoView>),
    /// `nodes`
    Nodes(NodesView),
    /// `node`
    Node(Box<NodeView>),
    /// `storage`
    Storage(StorageView),
    /// `ha`
    Ha(HaView),
    /// `tasks`
    Tasks(TasksView),
    /// `task`
    Task(TaskView),
    /// `backups`
    Backups(BackupsView),
    /// `snapshots`
    Snapshots(SnapshotsView),
    /// `pools`
    Pools(PoolsView),
    /// `graph`
    Graph(GraphView),
    /// `refresh`
    Refresh(RefreshView),
    /// `cache`
    Cache(CacheView),
    /// `context`
    Context(ContextView),
    /// `whoami`
    Whoami(WhoamiView),
    /// `help`
    Help(HelpView),
    /// A change that waits for a person, or was only to be shown.
    Plan(Box<PlanView>),
    /// What became of a change.
    Outcome(Box<OutcomeView>),
    /// `freeze`, `thaw`
    Freeze(FreezeView),
    /// `audit`
    Audit(Box<AuditView>),
    /// `audit-verify`
    AuditVerify(AuditVerifyView),
    /// `guest-confirm`
    GuestConfirm(GuestConfirmView),
    /// `monitor-add`
    MonitorAdd(MonitorAddView),
    /// `monitor-remove`
    MonitorRemove(Box<MonitorRemoveView>),
    /// `monitor-list`
    MonitorList(MonitorListView),
    /// `monitor-ack`, `monitor-snooze`
    MonitorOrder(Box<MonitorOrderView>),
    /// `monitor-test`
    MonitorTest(Box<MonitorTestView>),
}

impl View {
    /// The name and version of its JSON form (`lotse/list/1`). The number rises when a key changes its meaning.
    #[must_use]
    pub fn schema(&self) -> &'static str {
        match self {
            Self::Status(_) => "lotse/status/1",
            Self::Problems(_) => "lotse/problems/1",
            Self::List(_) => "lotse/list/1",
            Self::Info(_) => "lotse/info/1",
            Self::Nodes(_) => "lotse/nodes/1",
            Self::Node(_) => "lotse/node/1",
            Self::Storage(_) => "lotse/storage/1",
            Self::Ha(_) => "lotse/ha/1",
            Self::Tasks(_) => "lotse/tasks/1",
            Self::Task(_) => "lotse/task/1",
            Self::Backups(_) => "lotse/backups/1",
            Self::Snapshots(_) => "lotse/snapshots/1",
            Self::Pools(_) => "lotse/pools/1",
            Self::Graph(_) => "lotse/graph/1",
            Self::Refresh(_) => "lotse/refresh/1",
            Self::Cache(_) => "lotse/cache/1",
            Self::Context(_) => "lotse/context/1",
            Self::Whoami(_) => "lotse/whoami/1",
            Self::Help(_) => "lotse/help/1",
            Self::Plan(_) => "lotse/plan/1",
            Self::Outcome(_) => "lotse/outcome/1",
            Self::Freeze(FreezeView { did: FreezeDid::Froze, .. }) => "lotse/freeze/1",
            Self::Freeze(_) => "lotse/thaw/1",
            Self::Audit(_) => "lotse/audit/1",
            Self::AuditVerify(_) => "lotse/audit-verify/1",
            Self::GuestConfirm(_) => "lotse/guest-confirm/1",
            Self::MonitorAdd(_) => "lotse/monitor-add/1",
            Self::MonitorRemove(_) => "lotse/monitor-remove/1",
            Self::MonitorList(_) => "lotse/monitor-list/1",
            Self::MonitorOrder(view) => match view.order {
                Order::Acknowledge => "lotse/monitor-ack/1",
                Order::Snooze => "lotse/monitor-snooze/1",
            },
            Self::MonitorTest(_) => "lotse/monitor-test/1",
        }
    }
}
