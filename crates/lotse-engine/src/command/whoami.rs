//! `whoami`: what one may here, as whom Lotse asks, and what that login may see.

use futures_util::future::join_all;
use lotse_pve::Caller;

use crate::{
    access::{Grant, Grants, May},
    asking::Asking,
    command::{Call, Command, CommandError, Does, Level, Reach, TABLE},
    view::{Answer, GrantRow, View, WhoamiRow, WhoamiView},
};

pub(super) const COMMAND: Command = Command {
    name: "whoami",
    arguments: &[],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, _: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let clusters = asking.clusters();
    let seen = join_all(clusters.iter().map(|cluster| cluster.permissions(asking.ask))).await;
    let mut rows = Vec::new();
    for (cluster, answer) in clusters.iter().zip(seen) {
        let (login, method) = match cluster.pve().caller() {
            Caller::Root => ("root@pam".to_owned(), "pvesh"),
            Caller::Token(id) => (id, "token"),
            Caller::User(id) => (id, "password"),
        };
        let privileges = gathered.note(cluster.name(), &answer).map(|seen| {
            let listed = seen.value.listed();
            listed.map(|(path, names)| (path.to_owned(), names.into_iter().map(str::to_owned).collect())).collect()
        });
        let writes = asking.desk.is_some_and(|desk| desk.writes(cluster.name()));
        let (cluster, login, method) = (cluster.name().clone(), Some(login), Some(method));
        rows.push(WhoamiRow { cluster, login, method, privileges, writes });
    }
    let grants = asking.grants;
    gathered.answer(View::Whoami(WhoamiView {
        person: asking.person.id.clone(),
        roles: asking.person.roles.clone(),
        may: highest(grants).map(Level::word),
        grants: grants.describe().map(|grants| {
            let row = |grant: &Grant| GrantRow {
                may: grant.may.words(),
                scope: grant.scope.iter().map(ToString::to_string).collect(),
            };
            grants.iter().map(row).collect()
        }),
        ceiling: grants.highest().map(Level::word),
        commands: TABLE.iter().filter(|one| grants.allows_anywhere(one)).map(|one| one.name).collect(),
        clusters: rows,
    }))
}

/// The highest level that a rule grants somewhere.
fn highest(grants: &Grants) -> Option<Level> {
    let Some(grants) = grants.describe() else { return Some(Level::Administer) };
    let level = |grant: &Grant| match grant.may {
        May::Level(level) => Some(level),
        May::Commands(_) => None,
    };
    grants.iter().filter_map(level).max()
}
