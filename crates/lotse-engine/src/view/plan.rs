//! A change that waits for a person, or was only to be shown.

use lotse_model::Timestamp;
use lotse_store::ActionId;
use serde::Serialize;

use crate::change::{
    consent::Demand,
    plan::Plan,
    state::{Action, Stage},
};

/// What is wanted of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "demand", content = "text", rename_all = "kebab-case")]
pub enum DemandView {
    /// Nothing.
    Nothing,
    /// Say yes.
    Confirm,
    /// Type this.
    Type(String),
}

/// A plan with what is wanted of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanView {
    /// Its id in the journal; `null` of a plan that was only to be shown and cannot be approved by its id.
    pub id: Option<ActionId>,
    /// Its hash, for `--approve`.
    pub hash: String,
    /// What will be done.
    pub plan: Plan,
    /// What is wanted of a person.
    #[serde(flatten)]
    pub demand: DemandView,
    /// Whether it cannot be run, as a note of the weight `blocks` says.
    pub blocked: bool,
    /// Until when it can be approved.
    pub expires: Option<Timestamp>,
    /// Who asked for it, by name.
    pub by: String,
    /// Who agreed so far, by name.
    pub agreed: Vec<String>,
    /// Whether it still waits.
    pub open: bool,
}

impl PlanView {
    /// The view of a change.
    #[must_use]
    pub fn of(action: &Action) -> Self {
        let plan = &action.proposal.plan;
        Self {
            id: (!action.proposal.sketch).then_some(action.id),
            hash: plan.hash(),
            blocked: plan.blockers().next().is_some(),
            demand: match action.demand() {
                Demand::Nothing => DemandView::Nothing,
                Demand::Confirm => DemandView::Confirm,
                Demand::Type(text) => DemandView::Type(text),
            },
            expires: Some(action.proposal.expires),
            by: action.proposal.by.name.clone(),
            agreed: action.agreed.iter().map(|person| person.name.clone()).collect(),
            open: action.stage == Stage::Pending,
            plan: plan.clone(),
        }
    }
}
