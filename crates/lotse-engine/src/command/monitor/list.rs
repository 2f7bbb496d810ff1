//! `monitor-list`: who is watched, how each stands, and what is wrong.

use super::{order::may_see, rows::Known};
use crate::{
    asking::Asking,
    command::{Call, CommandError},
    view::{AlertRow, Answer, MonitorListView, View},
    watch::{Alert, book},
};

pub(super) async fn run(asking: &Asking<'_>, _: &Call) -> Result<Answer, CommandError> {
    let store = asking.store().ok_or(CommandError::NoStore)?;
    let mut gathered = asking.gathered();
    let lists = asking.look(&mut gathered).await;
    let sight = asking.sight().await;
    let standings = book::standings(store).await?.into_iter().map(|one| (one.thing.clone(), one)).collect();
    let open = book::alerts(store).await?.into_iter().filter(Alert::is_open);
    let alerts: Vec<_> = open.filter(|alert| may_see(alert, &sight)).collect();
    let known = Known { standings, alerts, lists: &lists, sight: &sight };
    let entries = book::entries(store).await?.iter().filter_map(|entry| known.row(entry)).collect();
    let view = MonitorListView {
        entries,
        alerts: known.alerts.iter().map(AlertRow::of).collect(),
        channels: asking.desk.map(|desk| !desk.watch().places.is_empty()),
    };
    // Who is watched stands in the store: it is answered also when no cluster can be reached.
    Ok(gathered.answer_anyway(View::MonitorList(view)))
}
