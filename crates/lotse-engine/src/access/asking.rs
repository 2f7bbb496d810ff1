//! A question and the rights of who asks it: what is asked of the fleet to know them.

use std::collections::BTreeSet;

use lotse_model::{Guest, GuestRef};
use lotse_pve::ops::guest_status::GuestPlace;
use lotse_store::Shared;

use super::{
    Grants, Medium, Sight,
    identity::{self, Observed, Verdict},
};
use crate::{
    asking::Asking,
    change::identity_of,
    command::{Command, CommandError, Reach},
    fleet::now,
    resolve::Aliases,
    topics::Ask,
};

/// So many guests that rules name by number are looked at for one question; of more, what is remembered counts.
const NUMBERS: usize = 30;

/// What a rule by number is worth when it cannot be found out whether the number is still the same guest's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It counts, unless it is remembered to dangle: for a look, which a silent node should not forbid.
    Counts,
    /// It counts for nothing: for a change.
    Forbids,
}

impl Asking<'_> {
    /// Whether the person may call a command at all, from where they are; a front end asks this before it proposes a change,
    /// too. What they may call it on is decided when it is known on what.
    pub fn admit(&self, command: &'static Command) -> Result<(), CommandError> {
        if command.reach == Reach::Local && self.person.place.medium != Medium::Terminal {
            // Elsewhere there is no such command.
            return Err(CommandError::UnknownCommand { name: command.name.to_owned(), suggestions: Vec::new() });
        }
        self.grants.check(command).map_err(CommandError::Denied)
    }

    /// What the person may name of the fleet as it is now.
    pub async fn sight(&self) -> Sight {
        if self.grants.sees_everything() {
            return Sight::whole(self.grants.clone());
        }
        let clusters = self.clusters();
        // What was fetched for this question is not fetched again.
        let ask = if self.ask.cached { self.ask } else { Ask::by(self.ask.deadline) };
        let answers = futures_util::future::join_all(clusters.iter().map(|cluster| cluster.resources(ask))).await;
        let fresh = clusters.iter().zip(answers).map(|(cluster, answer)| (cluster.name().clone(), answer.seen));
        // Nobody is asked of the other clusters; what is known of them is what must not be said.
        Sight::new(self.grants.clone(), self.fleet.clusters().len() > 1, self.fleet.last_seen().chain(fresh))
    }

    /// What the person may name of the fleet as it was last seen, without a call: for completions and choices.
    #[must_use]
    pub fn remembered(&self) -> Sight {
        self.fleet.sight(self.grants)
    }

    /// What the person may see and do, without the rules that name a guest by a number that another guest has now. What was
    /// seen of the guests is remembered in the store. Without one nothing is remembered, and every rule counts.
    pub async fn settled(&self, store: Option<&Shared>, ask: Ask, doubt: Doubt) -> Grants {
        let named: BTreeSet<GuestRef> = self.grants.named_guests().collect();
        let Some(store) = store.filter(|_| !named.is_empty()) else {
            return self.grants.clone();
        };
        // Who remembers nothing surely lets no rule count that rests on it.
        let Ok(mut dangling) = identity::dangling(store).await else { return self.grants.clone().without(&named) };
        for guest in named.iter().take(NUMBERS) {
            let counts = match self.judged(store, guest, ask).await {
                Some(Verdict::Counts) => true,
                Some(Verdict::Unknown) => doubt == Doubt::Counts,
                Some(Verdict::Dangles(_)) | None => false,
            };
            if counts {
                dangling.remove(guest);
            } else {
                dangling.insert(guest.clone());
            }
        }
        self.grants.clone().without(&dangling)
    }

    /// The words of the person and the fleet, of which those that are `used` and stand for a guest by its number dangle when that is
    /// another guest now, or none. What was seen of the guests is remembered in the store. Without one nothing is remembered, and
    /// every word counts; so does one of which nobody could find out.
    pub async fn settled_aliases<'w>(
        &self,
        store: Option<&Shared>,
        ask: Ask,
        used: impl IntoIterator<Item = &'w str>,
    ) -> Aliases {
        let mut aliases = self.aliases.clone();
        let Some(store) = store else { return aliases };
        let clusters: Vec<_> = self.fleet.clusters().iter().map(|cluster| cluster.name()).collect();
        for word in used {
            let Some(guest) = self.aliases.number(word, &clusters) else { continue };
            if let Some(Verdict::Dangles(_)) = self.judged(store, &guest, ask).await {
                aliases = aliases.dangling(word, guest);
            }
        }
        aliases
    }

    /// Whether the number is still the guest's that is remembered; `None` when that could not be read or written.
    async fn judged(&self, store: &Shared, guest: &GuestRef, ask: Ask) -> Option<Verdict> {
        self.fleet.cluster(&guest.cluster)?;
        identity::observe(store, guest, self.holder(guest, ask).await.observed(), now()).await.ok()
    }

    /// Who has a number now, as far as can be seen. Remembers nothing.
    pub async fn holder(&self, guest: &GuestRef, ask: Ask) -> Holder {
        let Some(cluster) = self.fleet.cluster(&guest.cluster) else { return Holder::Unknown };
        let list = cluster.resources(ask).await;
        let Some(listed) = list.value().and_then(|list| list.guest(guest.vmid)) else {
            // Guests of a node that is down stand in the list all the same.
            return if list.is_whole() { Holder::Nobody } else { Holder::Unknown };
        };
        let place = GuestPlace::new(listed.node.clone(), listed.kind, guest.vmid);
        let config = cluster.guest_config(&place, ask).await;
        config.value().map_or(Holder::Unknown, |config| Holder::Guest {
            guest: Box::new(listed.clone()),
            identity: identity_of(config).unwrap_or_default(),
        })
    }
}

/// Who has a number.
#[derive(Debug, Clone, PartialEq)]
pub enum Holder {
    /// This guest.
    Guest {
        /// As it is listed.
        guest: Box<Guest>,
        /// What tells it from another guest with its number.
        identity: String,
    },
    /// Nobody: the whole list was seen, and it is not in it.
    Nobody,
    /// It could not be seen.
    Unknown,
}

impl Holder {
    /// The same for [`identity::judge`].
    #[must_use]
    pub fn observed(&self) -> Observed<'_> {
        match self {
            Self::Guest { identity, .. } => Observed::Is(identity),
            Self::Nobody => Observed::Gone,
            Self::Unknown => Observed::Unknown,
        }
    }
}
