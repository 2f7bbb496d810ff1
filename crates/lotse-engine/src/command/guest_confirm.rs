//! `guest-confirm`: rules and aliases by a number mean the guest that has it now.

use lotse_pve::ops::guest_status::GuestPlace;

use crate::{
    access::identity,
    asking::Asking,
    audit::AuditEntry,
    change::identity_of,
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach, snapshots::label},
    fleet,
    topics::Ask,
    view::{Answer, GuestConfirmView, View},
};

pub(super) const COMMAND: Command = Command {
    name: "guest-confirm",
    arguments: &[Argument::required("guest", ArgumentKind::Guest)],
    level: Level::Administer,
    reach: Reach::Local,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let desk = asking.desk.ok_or(CommandError::NoStore)?;
    let mut gathered = asking.gathered();
    let found = asking.look(&mut gathered).await;
    // An alias that dangles is what is confirmed here, so it may be typed.
    let typed = asking.aliases.even_dangling(call.get("guest").unwrap_or_default());
    let guest = asking.directory(&found).guest(typed)?;
    asking.grants.allows(call.command, guest).map_err(CommandError::Denied)?;
    let place = GuestPlace::new(guest.node.clone(), guest.kind, guest.id.vmid);
    let config = match asking.fleet.cluster(&guest.id.cluster) {
        Some(cluster) => {
            let answer = cluster.guest_config(&place, Ask::afresh(asking.ask.deadline)).await;
            gathered.note(cluster.name(), &answer)
        }
        None => None,
    };
    // Who it is was not seen, so nobody is remembered.
    let Some(config) = config else { return Err(CommandError::Unreachable { hidden: gathered.missing().to_vec() }) };
    let identity = identity_of(&config.value).unwrap_or_default();
    let before = identity::remembered(desk.store(), &guest.id).await?;
    let now = fleet::now();
    identity::confirm(desk.store(), &guest.id, &identity, asking.person, now).await?;
    let entry = AuditEntry::Confirmed { guest: guest.id.clone(), identity: identity.clone() };
    desk.audit().add(now, asking.person, entry).await?;
    let before = before.map(|before| before.identity);
    gathered.answer(View::GuestConfirm(GuestConfirmView { guest: label(guest), identity, before }))
}
