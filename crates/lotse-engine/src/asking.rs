//! What a command is given besides its arguments: the fleet, how fresh and by when, and for whom.

use std::{collections::BTreeSet, sync::Arc};

use lotse_model::{ClusterName, Hidden, Seen};
use lotse_store::Shared;
use lotse_text::{Language, Zone};

use crate::{
    access::{
        Doubt, Grants, Person, Sight,
        redact::{self, Left},
    },
    change::desk::Desk,
    command::{ArgumentKind, Call, CommandError, Does},
    findings::Thresholds,
    fleet::{Cluster, Fleet, now},
    inventory::{Resources, Snapshot},
    narrow::narrow,
    resolve::{Aliases, Directory},
    topics::{self, Ask, Source},
    view::{Answer, View},
};

/// The switch with which nobody is asked.
pub(crate) const CACHED: &str = "cached";

/// A question with everything it is asked in.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// The fleet that is asked.
    pub fleet: &'a Fleet,
    /// Only these clusters; empty for all.
    pub only: &'a [ClusterName],
    /// How fresh the answer must be, and by when it must come.
    pub ask: Ask,
    /// The words of the person and the fleet.
    pub aliases: &'a Aliases,
    /// From when on something is a problem.
    pub thresholds: &'a Thresholds,
    /// Who asks, and from where.
    pub person: &'a Person,
    /// What they may see and do.
    pub grants: &'a Grants,
    /// Where changes are made, where there is a store for them.
    pub desk: Option<&'a Desk>,
    /// What lasts, for a look that needs no desk: what is frozen, and whom numbers mean.
    pub store: Option<&'a Shared>,
    /// The language of the context document, the only view that holds sentences.
    pub language: Language,
    /// The time zone of the context document.
    pub zone: &'a Zone,
}

impl Asking<'_> {
    /// Answers a call, within what the person may see and do. Every front end asks through this.
    ///
    /// A command that changes something has no answer: it is proposed to the [`Desk`].
    pub async fn answer(&self, call: &Call) -> Result<Answer, CommandError> {
        let Does::Answer(run) = call.command.does else {
            return Err(CommandError::UnknownCommand { name: call.command.name.to_owned(), suggestions: Vec::new() });
        };
        self.admit(call.command)?;
        let ask = if call.is_on(CACHED) { Ask::cached(self.ask.deadline) } else { self.ask };
        // What another command may see is nothing to this one, and a rule that dangles is none.
        let store = self.store();
        let grants = self.settled(store, ask, Doubt::Counts).await.within(call.command);
        grants.check(call.command).map_err(CommandError::Denied)?;
        let aliases = self.settled_aliases(store, ask, call.names()).await;
        let asking = Asking { grants: &grants, aliases: &aliases, ask, ..self.clone() };
        let answered = asking.redacted(run(&asking, call).await, call).await;
        // Only what may be seen is counted.
        answered.map(|mut answer| {
            answer.narrowed = narrow(&mut answer.view, call.criteria(), call.left_out().to_vec(), now());
            answer
        })
    }

    /// An answer without what the person may not see.
    async fn redacted(&self, answered: Result<Answer, CommandError>, call: &Call) -> Result<Answer, CommandError> {
        if self.grants.sees_everything() {
            return answered;
        }
        let sight = self.sight().await;
        match answered {
            Ok(mut answer) => match redact::answer(&mut answer, &sight) {
                Left::Some => Ok(answer),
                Left::Nothing => Err(nothing(call)),
            },
            Err(mut error) => {
                redact::error(&mut error, &sight);
                Err(error)
            }
        }
    }

    /// What lasts: as given, else that of the desk.
    pub(crate) fn store(&self) -> Option<&Shared> {
        self.store.or_else(|| self.desk.map(Desk::store))
    }

    /// The clusters that are asked, and of which the person may see something.
    #[must_use]
    pub fn clusters(&self) -> Vec<Arc<Cluster>> {
        let mut clusters = self.fleet.among(self.only);
        clusters.retain(|cluster| self.grants.touches(cluster.name()));
        clusters
    }

    /// Reads the guests, nodes and storages of every cluster that is asked, and hands out the snapshots to find names in. They
    /// hold what the person may see, and nothing else.
    pub(crate) async fn look(&self, gathered: &mut Gathered) -> Vec<Arc<Snapshot>> {
        self.look_whole(gathered).await.1
    }

    /// The same, with the whole snapshots before it: a change is planned with everything that is there (free memory, free
    /// numbers, where storages are), and names are found in what may be seen.
    pub(crate) async fn look_whole(&self, gathered: &mut Gathered) -> (Vec<Arc<Snapshot>>, Vec<Arc<Snapshot>>) {
        let clusters = self.clusters();
        let answers = futures_util::future::join_all(clusters.iter().map(|cluster| cluster.resources(self.ask))).await;
        let lists =
            clusters.iter().zip(&answers).map(|(cluster, answer)| (cluster.name().clone(), answer.seen.clone()));
        let sight = Sight::new(self.grants.clone(), self.fleet.clusters().len() > 1, lists);
        let snapshot =
            |cluster: &Cluster, answer| Arc::new(Snapshot::empty(cluster.name().clone()).with_resources(answer));
        let both = clusters.iter().zip(answers).map(|(cluster, answer)| {
            gathered.note(cluster.name(), &answer);
            gathered.miss_silent_nodes(cluster.name(), answer.value());
            let whole = snapshot(cluster, answer.clone());
            if sight.cluster(cluster.name()) {
                return (Arc::clone(&whole), whole);
            }
            (whole, snapshot(cluster, sight.narrowed(cluster.name(), answer)))
        });
        both.unzip()
    }

    /// The names in these snapshots, which [`look`](Self::look) handed out: what the person may not see is not in them.
    pub(crate) fn directory<'s>(&'s self, snapshots: &'s [Arc<Snapshot>]) -> Directory<'s> {
        Directory::new(snapshots.iter().map(|snapshot| &**snapshot), self.aliases)
    }

    /// An empty account of what an answer rests on.
    #[must_use]
    pub(crate) fn gathered(&self) -> Gathered {
        Gathered { several: self.fleet.clusters().len() > 1, ..Gathered::default() }
    }
}

/// What is answered when the one thing that was asked about may not be seen: that there is no such thing.
fn nothing(call: &Call) -> CommandError {
    let named = call.command.arguments.iter().find_map(|argument| {
        let kind = match argument.kind {
            ArgumentKind::Guest | ArgumentKind::GuestOrNode | ArgumentKind::Guests => "guest",
            ArgumentKind::Node => "node",
            _ => return None,
        };
        Some((kind, call.get(argument.name)?))
    });
    let (kind, reference) = named.unwrap_or(("guest", call.command.name));
    CommandError::NotFound { kind, reference: reference.to_owned(), suggestions: Vec::new(), hidden: Vec::new() }
}

/// What an answer rests on and what is missing from it, gathered over several calls.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    several: bool,
    missing: Vec<Hidden>,
    sources: BTreeSet<Source>,
}

impl Gathered {
    /// Notes one call's answer and hands out what was seen.
    pub(crate) fn note<T>(&mut self, cluster: &ClusterName, answer: &topics::Answer<T>) -> Option<Arc<Seen<T>>> {
        for hidden in &answer.missing {
            self.miss(hidden.clone());
        }
        for source in &answer.sources {
            let call = if self.several { format!("{cluster} {}", source.call) } else { source.call.clone() };
            self.sources.insert(Source { call, as_of: source.as_of });
        }
        answer.seen.clone()
    }

    /// Notes a call whose answer is not kept.
    pub(crate) fn note_fresh<T>(
        &mut self,
        cluster: &ClusterName,
        call: &str,
        answer: Result<Seen<T>, Hidden>,
    ) -> Option<T> {
        match answer {
            Ok(seen) => {
                seen.hidden.into_iter().for_each(|hidden| self.miss(hidden));
                let call = if self.several { format!("{cluster} {call}") } else { call.to_owned() };
                self.sources.insert(Source { call, as_of: seen.as_of });
                Some(seen.value)
            }
            Err(hidden) => {
                self.miss(hidden);
                None
            }
        }
    }

    /// Notes something that could not be seen.
    pub(crate) fn miss(&mut self, hidden: Hidden) {
        if !self.missing.contains(&hidden) {
            self.missing.push(hidden);
        }
    }

    /// Notes the nodes that do not report: of their guests the list has neither name nor state.
    pub(crate) fn miss_silent_nodes(&mut self, cluster: &ClusterName, resources: Option<&Resources>) {
        for hidden in resources.into_iter().flat_map(|resources| resources.silent_nodes(cluster)) {
            self.miss(hidden);
        }
    }

    /// What is missing so far.
    pub(crate) fn missing(&self) -> &[Hidden] {
        &self.missing
    }

    /// The answer, also when nothing of the fleet could be read: of what stands in the store.
    pub(crate) fn answer_anyway(self, view: View) -> Answer {
        Answer { missing: self.missing, sources: self.sources.into_iter().collect(), ..Answer::of(view) }
    }

    /// The answer; an error when nothing at all could be read.
    pub(crate) fn answer(self, view: View) -> Result<Answer, CommandError> {
        if self.sources.is_empty() && !self.missing.is_empty() {
            return Err(CommandError::Unreachable { hidden: self.missing });
        }
        Ok(Answer { missing: self.missing, sources: self.sources.into_iter().collect(), ..Answer::of(view) })
    }
}
