//! `whoami`: as whom Lotse asks, and what that login may see.

use futures_util::future::join_all;
use lotse_pve::Caller;

use crate::{
    asking::Asking,
    command::{Call, Command, CommandError, Does, Level, Reach},
    view::{Answer, View, WhoamiRow, WhoamiView},
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
        rows.push(WhoamiRow { cluster: cluster.name().clone(), login, method, privileges, writes: false });
    }
    gathered.answer(View::Whoami(WhoamiView { person: asking.person.id.clone(), may: "administer", clusters: rows }))
}
