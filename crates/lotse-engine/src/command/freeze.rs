//! `freeze` and `thaw`: all changes of every process on the store, in one cluster or everywhere.

use lotse_model::{ClusterName, Timestamp};
use lotse_store::Shared;

use crate::{
    access::Person,
    asking::Asking,
    audit::AuditEntry,
    change::freeze::{self, EVERYWHERE, Freeze},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, closest},
    fleet,
    view::{Answer, FreezeDid, FreezeRow, FreezeView, View},
};

const CLUSTER: Argument = Argument::option("cluster", ArgumentKind::Cluster);

pub(super) const FREEZE: Command = Command {
    name: "freeze",
    arguments: &[
        Argument::required("reason", ArgumentKind::Text),
        CLUSTER,
        Argument::option("for", ArgumentKind::Duration),
    ],
    level: Level::Operate,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call, FreezeDid::Froze))),
};

pub(super) const THAW: Command = Command {
    name: "thaw",
    arguments: &[CLUSTER],
    level: Level::Administer,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call, FreezeDid::Thawed))),
};

async fn run(asking: &Asking<'_>, call: &Call, wanted: FreezeDid) -> Result<Answer, CommandError> {
    let desk = asking.desk.ok_or(CommandError::NoStore)?;
    let now = fleet::now();
    let scopes = scopes(asking, call)?;
    // All or none: what somebody may do in one cluster only is not begun in it when they named two.
    for scope in &scopes {
        match scope {
            Some(cluster) => asking.grants.allows_cluster(call.command, cluster),
            None => asking.grants.allows_fleet(call.command),
        }
        .map_err(CommandError::Denied)?;
    }
    if wanted == FreezeDid::Froze {
        let new = said(asking.person, call, now);
        let held = freeze::all(desk.store(), now).await?;
        let sooner = |scope: &&Option<ClusterName>| {
            held.iter().any(|held| held.cluster == **scope && new.ends_before(&held.freeze))
        };
        scopes.iter().filter(sooner).try_for_each(|scope| may_thaw(asking, scope.as_ref()))?;
    }
    let mut lifted = false;
    for scope in &scopes {
        let cluster = scope.as_ref();
        let name = cluster.map_or(EVERYWHERE, ClusterName::as_str);
        let entry = match wanted {
            FreezeDid::Froze => {
                let freeze = said(asking.person, call, now);
                match may_thaw(asking, cluster) {
                    Ok(()) => freeze::freeze(desk.store(), cluster, &freeze).await?,
                    // Somebody froze it for longer at this very moment.
                    Err(denied) => {
                        if freeze::freeze_no_shorter(desk.store(), cluster, &freeze).await?.is_some() {
                            return Err(denied);
                        }
                    }
                }
                AuditEntry::frozen(name, &freeze)
            }
            FreezeDid::Thawed | FreezeDid::WasNot => {
                let Some(freeze) = freeze::thaw(desk.store(), cluster, now).await? else { continue };
                lifted = true;
                AuditEntry::thawed(name, &freeze)
            }
        };
        desk.audit().add(now, asking.person, entry).await?;
    }
    let did = if wanted == FreezeDid::Thawed && !lifted { FreezeDid::WasNot } else { wanted };
    let in_force = in_force(asking, desk.store(), now).await?;
    Ok(Answer::of(View::Freeze(FreezeView { did, scopes, in_force })))
}

/// Whether the person may let changes go on. A freeze that ends sooner than the one that holds does that, too.
fn may_thaw(asking: &Asking<'_>, cluster: Option<&ClusterName>) -> Result<(), CommandError> {
    match cluster {
        Some(cluster) => asking.grants.allows_cluster(&THAW, cluster),
        None => asking.grants.allows_fleet(&THAW),
    }
    .map_err(CommandError::Denied)
}

/// What a person says when they freeze.
fn said(person: &Person, call: &Call, now: Timestamp) -> Freeze {
    let length = call.duration("for").map(|length| i64::try_from(length.0).unwrap_or(i64::MAX));
    Freeze {
        reason: lotse_text::clean(call.get("reason").unwrap_or_default()).into_owned(),
        by: person.clone(),
        at: now,
        until: length.map(|length| Timestamp(now.0.saturating_add(length))),
    }
}

/// Where: the cluster that was named, else those that are asked, else everywhere.
fn scopes(asking: &Asking<'_>, call: &Call) -> Result<Vec<Option<ClusterName>>, CommandError> {
    let Some(typed) = call.get("cluster") else {
        let only = asking.only.iter().cloned().map(Some).collect::<Vec<_>>();
        return Ok(if only.is_empty() { vec![None] } else { only });
    };
    let clusters = asking.fleet.clusters();
    let folded = lotse_text::fold(typed);
    let found = clusters.iter().find(|cluster| lotse_text::fold(cluster.name().as_str()) == folded);
    let names = clusters.iter().map(|cluster| cluster.name()).filter(|name| asking.grants.touches(name));
    found
        .filter(|cluster| asking.grants.touches(cluster.name()))
        .map(|cluster| vec![Some(cluster.name().clone())])
        .ok_or_else(|| CommandError::NotFound {
            kind: "cluster",
            reference: typed.to_owned(),
            suggestions: closest(typed, names.map(ClusterName::as_str)),
            hidden: Vec::new(),
        })
}

/// What holds now, of what the person may see.
pub(super) async fn in_force(
    asking: &Asking<'_>,
    store: &Shared,
    now: Timestamp,
) -> Result<Vec<FreezeRow>, CommandError> {
    let all = freeze::all(store, now).await?;
    let seen = all.into_iter().filter(|frozen| match &frozen.cluster {
        Some(cluster) => asking.grants.touches(cluster),
        None => true,
    });
    Ok(seen
        .map(|frozen| FreezeRow {
            cluster: frozen.cluster,
            reason: frozen.freeze.reason,
            by: frozen.freeze.by.name,
            at: frozen.freeze.at,
            until: frozen.freeze.until,
        })
        .collect())
}
