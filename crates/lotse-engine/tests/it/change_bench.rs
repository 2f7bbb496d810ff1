//! Plans made, sent and read back on a simulated cluster, without the desk.

use std::time::Duration;

use lotse_engine::{
    Asking,
    access::{Grants, Person},
    change::{
        again::{Unread, read_again},
        check::read_back,
        error::ChangeError,
        event::Outcome,
        note::{Note, Weight},
        notes::{NOTES, OUTCOMES},
        operation::Operation,
        plan::{Item, Plan},
        policy::Policy,
        prepare::prepare,
        request::{Request, Targets},
        steps::steps,
    },
    findings::Thresholds,
    fleet::{Fleet, now},
    resolve::Aliases,
    topics::Ask,
};
use lotse_pve::{Carried, Deadline, ops::follow::End};
use lotse_text::{Language, Zone};

use super::site::{Site, soon};

/// A simulated cluster, to be changed.
pub(crate) struct Bench {
    pub(crate) site: Site,
}

/// What became of a plan: each item with its outcome and what was read back.
pub(crate) type Done = Vec<(Outcome, Vec<Note>)>;

impl Bench {
    pub(crate) async fn of(scenario: &str) -> Self {
        Self { site: Site::hurried(scenario).await }
    }

    /// The plan of an operation on guests.
    pub(crate) async fn plan(&self, guests: &str, operation: Operation) -> Result<Plan, ChangeError> {
        let targets = if guests.contains(':') {
            Targets::Selection(guests.to_owned())
        } else {
            Targets::Guests(guests.split(',').map(str::to_owned).collect())
        };
        self.ask(&self.site.fleet, targets, operation).await
    }

    /// The plan of an operation on a backup job.
    pub(crate) async fn job(&self, operation: Operation) -> Result<Plan, ChangeError> {
        self.ask(&self.site.fleet, Targets::Cluster(None), operation).await
    }

    pub(crate) async fn ask(&self, fleet: &Fleet, targets: Targets, operation: Operation) -> Result<Plan, ChangeError> {
        self.ask_with(fleet, &Grants::everything(), targets, operation).await
    }

    /// The plan that somebody with these rights gets.
    pub(crate) async fn ask_with(
        &self,
        fleet: &Fleet,
        grants: &Grants,
        targets: Targets,
        operation: Operation,
    ) -> Result<Plan, ChangeError> {
        let request = Request { operation, targets, keep_going: false, parallel: None, words: "test".to_owned() };
        let world = World { grants: grants.clone(), ..World::default() };
        let plan = prepare(&world.asking(fleet), &request, &Policy::default()).await?;
        every_note_is_known(&plan);
        Ok(plan)
    }

    /// The facts of a plan as they are now.
    pub(crate) async fn again(&self, plan: &Plan) -> Vec<Result<std::collections::BTreeMap<String, String>, Unread>> {
        let world = World::default();
        read_again(&world.asking(&self.site.fleet), plan).await
    }

    /// Plans, finds that nothing stands in the way, sends, and reads back.
    pub(crate) async fn run(&self, guests: &str, operation: Operation) -> (Plan, Done) {
        let plan = self.plan(guests, operation).await.expect("a plan");
        let done = self.carry_out(&plan).await;
        (plan, done)
    }

    /// The same, of which everything must be so afterwards.
    pub(crate) async fn verified(&self, guests: &str, operation: Operation) -> Plan {
        let (plan, done) = self.run(guests, operation).await;
        assert!(done.iter().all(|(outcome, _)| *outcome == Outcome::Verified), "{done:?}\n{plan:?}");
        plan
    }

    /// Writes an option into a guest's configuration, as an administrator would on the node.
    pub(crate) fn set(&self, vmid: u32, key: &str, value: &str) {
        let mut world = self.site.simulator.world();
        world.guests.get_mut(&vmid).expect("a guest of the scenario").config.set(key, value);
    }

    pub(crate) async fn carry_out(&self, plan: &Plan) -> Done {
        let blockers: Vec<_> = plan.blockers().collect();
        assert!(blockers.is_empty(), "{blockers:?}");
        for (facts, item) in self.again(plan).await.into_iter().zip(&plan.items) {
            assert_eq!(facts.as_ref(), Ok(&item.facts), "what was just read is still so");
        }
        let mut done = Vec::new();
        for item in &plan.items {
            done.push(self.send(item).await);
        }
        for (_, notes) in &done {
            for note in notes {
                is_in(OUTCOMES, note);
            }
        }
        done
    }

    async fn send(&self, item: &Item) -> (Outcome, Vec<Note>) {
        let hands = self.site.hands();
        let started = now();
        for step in steps(item).expect("steps") {
            let carried = hands.carry_out(&step.change, &mut |_| {}, soon()).await;
            match carried.unwrap_or_else(|error| panic!("{}: {error}", step.change)) {
                Carried::Done { .. } => {}
                Carried::Task(followed) => match &followed.end {
                    End::Finished(outcome) if outcome.is_done() => {}
                    other => panic!("{}: {other:?} {:?}", step.change, followed.tail),
                },
                lost @ Carried::Lost { .. } => panic!("{}: {lost:?}", step.change),
            }
        }
        read_back(hands.eyes(), item, started, Deadline::after(Duration::from_mins(2))).await
    }
}

/// What an asking borrows.
struct World {
    aliases: Aliases,
    thresholds: Thresholds,
    grants: Grants,
}

impl Default for World {
    fn default() -> Self {
        let (aliases, thresholds) = (Aliases::default(), Thresholds::default());
        Self { aliases, thresholds, grants: Grants::everything() }
    }
}

impl World {
    fn asking<'a>(&'a self, fleet: &'a Fleet) -> Asking<'a> {
        static PERSON: std::sync::LazyLock<Person> = std::sync::LazyLock::new(|| Person::at_terminal("test"));
        static ZONE: std::sync::LazyLock<Zone> = std::sync::LazyLock::new(Zone::utc);
        Asking {
            fleet,
            only: &[],
            ask: Ask::by(soon()),
            aliases: &self.aliases,
            thresholds: &self.thresholds,
            person: &PERSON,
            grants: &self.grants,
            desk: None,
            store: None,
            language: Language::En,
            zone: &ZONE,
        }
    }
}

fn every_note_is_known(plan: &Plan) {
    plan.notes.iter().chain(plan.items.iter().flat_map(|item| &item.notes)).for_each(|note| is_in(NOTES, note));
}

/// The note is in the table, with just the arguments that its text may use.
fn is_in(table: &[(&str, &[&str])], note: &Note) {
    let known = table.iter().find(|(code, _)| *code == note.code).map(|(_, arguments)| *arguments);
    let own: Vec<_> = note.arguments.keys().map(String::as_str).collect();
    assert_eq!(known, Some(own.as_slice()), "{note:?}");
}

/// The codes of everything that is said about the only item.
pub(crate) fn codes(plan: &Plan) -> Vec<&str> {
    let [item] = plan.items.as_slice() else { panic!("one item: {plan:?}") };
    plan.notes.iter().chain(&item.notes).map(|note| note.code.as_ref()).collect()
}

/// The codes of what keeps a plan from being run.
pub(crate) fn blockers(plan: &Plan) -> Vec<&str> {
    plan.blockers().map(|note| note.code.as_ref()).collect()
}

/// Whether the plan says this; with this weight.
pub(crate) fn says(plan: &Plan, code: &str, weight: Weight) -> bool {
    let mut notes = plan.notes.iter().chain(plan.items.iter().flat_map(|item| &item.notes));
    notes.any(|note| note.code == code && note.weight == weight)
}
