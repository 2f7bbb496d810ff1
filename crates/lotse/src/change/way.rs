//! From a call to what became of it.

use std::sync::Arc;

use lotse_engine::{
    change::{
        consent::Demand,
        desk::Desk,
        error::ChangeError,
        event::Consent,
        note::Weight,
        request::Request,
        state::{Action, Proposed},
    },
    command::{Call, Does},
    view::{Answer, PlanView, View},
};
use lotse_text::{Language, tr};

use super::{Script, ask, carry};
use crate::{
    failure::{Exit, Failure, of_change, of_command},
    print::Closed,
    session::Session,
    stop::Stop,
    tty::ControllingTerminal,
};

/// How often a plan is shown anew because what was seen is no longer so. A fleet that changes faster than a person reads is
/// not changed on their word.
const ANEW: usize = 3;

/// Makes the change that a call asks for, in the words that asked for it. The exit code says what became of it.
pub(crate) async fn change(
    session: &Arc<Session>,
    call: &Call,
    words: &str,
    script: &Script,
    language: Language,
) -> Result<Exit, Stop> {
    let Does::Change(request) = call.command.does else { return Ok(Exit::Usage) };
    let mut request = request(call).map_err(|error| of_command(&error, language))?;
    words.clone_into(&mut request.words);
    let desk = session.desk.open().await?;
    let way = Way { session, desk, language };
    if script.plan {
        let sketched = way.sketch(&request).await?;
        way.show_plan(&sketched.action)?;
        return Ok(Exit::Done);
    }
    if script.answers() {
        return way.by_script(&request, script).await;
    }
    if let Some(terminal) = ask::terminal(session) {
        return way.by_person(&request, &terminal).await;
    }
    let sketched = way.sketch(&request).await?;
    way.show_plan(&sketched.action)?;
    Err(nobody(&sketched.action.proposal.plan.hash(), language).into())
}

/// Nobody is there to be asked.
fn nobody(hash: &str, language: Language) -> Failure {
    Failure::new("E-CHANGE-NOBODY", Exit::NotRun, tr::ask_nobody(language)).hint(tr::ask_nobody_hint(language, hash))
}

/// The way of one change at this terminal.
#[derive(Clone, Copy)]
pub(super) struct Way<'a> {
    /// Whose change it is.
    pub(super) session: &'a Arc<Session>,
    /// Where it is made.
    pub(super) desk: &'a Desk,
    /// In which language it is told.
    pub(super) language: Language,
}

impl Way<'_> {
    /// A script answers, as far as the operator allowed it.
    async fn by_script(self, request: &Request, script: &Script) -> Result<Exit, Stop> {
        let action = self.propose(request).await?.action;
        let (risk, hash) = (action.proposal.plan.risk, action.proposal.plan.hash());
        let consent = match script.consent(risk, &hash, self.session.desk.policy(), self.language) {
            Ok(consent) => consent,
            Err(failure) => {
                self.show_plan(&action)?;
                self.decline(&action).await;
                return Err(failure.into());
            }
        };
        let action = self.agree(&action, consent).await?;
        self.carry_out_once(&action).await
    }

    /// The person is asked, again when what was seen is no longer so.
    async fn by_person(self, request: &Request, terminal: &ControllingTerminal) -> Result<Exit, Stop> {
        let proposed = self.propose(request).await?;
        self.until_done(proposed.action, terminal).await
    }

    /// Asks for this plan, and for each that takes its place.
    pub(super) async fn until_done(self, mut action: Action, terminal: &ControllingTerminal) -> Result<Exit, Stop> {
        for _ in 0..ANEW {
            if action.demand() != Demand::Nothing || matters(&action) {
                self.show_plan(&action)?;
            }
            let consent = self.ask(&action, terminal).await?;
            let agreed = self.agree(&action, consent).await?;
            if !agreed.is_agreed() {
                return Err(self.waits(&agreed).into());
            }
            match carry::carry_out(self.session, &agreed, self.language).await? {
                Ok(exit) => return Ok(exit),
                Err(ChangeError::Stale(anew)) => {
                    self.session.printer.error(tr::desk_stale(self.language));
                    action = anew.action;
                }
                Err(error) => return Err(self.failure(&error).into()),
            }
        }
        self.decline(&action).await;
        let stale = Failure::new("E-CHANGE-STALE", Exit::NotRun, tr::desk_stale(self.language));
        Err(stale.hint(tr::desk_stale_hint(self.language)).into())
    }

    /// Asks the person; Ctrl-C is a no.
    async fn ask(self, action: &Action, terminal: &ControllingTerminal) -> Result<Consent, Stop> {
        let _taken = self.session.interrupt.take();
        let asked = tokio::select! {
            asked = ask::ask(terminal, action, self.language) => asked,
            _ = tokio::signal::ctrl_c() => {
                // What is said next begins a line of its own.
                terminal.say("");
                Err(ask::no(self.language))
            }
        };
        match asked {
            Ok(consent) => Ok(consent),
            Err(failure) => {
                self.decline(action).await;
                Err(failure.into())
            }
        }
    }

    /// Carries out what a script agreed to: a plan that is no longer so is shown, and not asked about.
    pub(super) async fn carry_out_once(self, agreed: &Action) -> Result<Exit, Stop> {
        if !agreed.is_agreed() {
            return Err(self.waits(agreed).into());
        }
        match carry::carry_out(self.session, agreed, self.language).await? {
            Ok(exit) => Ok(exit),
            Err(error) => {
                if let ChangeError::Stale(anew) = &error {
                    self.show_plan(&anew.action)?;
                }
                Err(self.failure(&error).into())
            }
        }
    }

    async fn propose(self, request: &Request) -> Result<Proposed, Stop> {
        let asking = self.session.asking(Some(self.desk), self.language);
        // A plan rests on many reads; what waits for them is too large for the stack of each caller.
        let proposing = Box::pin(self.desk.propose(&asking, request));
        match crate::progress::while_waiting(self.session.printer, &tr::chat_working(self.language), proposing).await {
            Ok(proposed) => Ok(proposed),
            Err(error) => {
                if let ChangeError::Blocked(blocked) = &error {
                    self.show_plan(&blocked.action)?;
                }
                Err(self.failure(&error).into())
            }
        }
    }

    async fn sketch(self, request: &Request) -> Result<Proposed, Stop> {
        let asking = self.session.asking(Some(self.desk), self.language);
        let sketching = Box::pin(self.desk.sketch(&asking, request));
        crate::progress::while_waiting(self.session.printer, &tr::chat_working(self.language), sketching)
            .await
            .map_err(|error| self.failure(&error).into())
    }

    pub(super) async fn agree(self, action: &Action, consent: Consent) -> Result<Action, Stop> {
        let asking = self.session.asking(Some(self.desk), self.language);
        Box::pin(self.desk.agree(&asking, action.id, consent)).await.map_err(|error| self.failure(&error).into())
    }

    /// Says no. Where that cannot be written down the plan expires by itself, so nothing comes of it in any case.
    pub(super) async fn decline(self, action: &Action) {
        let asking = self.session.asking(Some(self.desk), self.language);
        if let Err(error) = Box::pin(self.desk.decline(&asking, action.id)).await {
            tracing::debug!(%error, action = %action.id, "not declined");
        }
    }

    /// A second person is wanted.
    pub(super) fn waits(self, action: &Action) -> Failure {
        Failure::new("E-CHANGE-WAITS", Exit::NotRun, tr::desk_waits(self.language))
            .hint(tr::desk_waits_hint(self.language, action.id.to_string()))
    }

    pub(super) fn show_plan(self, action: &Action) -> Result<(), Closed> {
        self.session.show(&Answer::of(View::Plan(Box::new(PlanView::of(action)))), self.language)
    }

    /// Why it was not made. Where the configuration lets a cluster be changed and its token is not to be had, that is why.
    pub(super) fn failure(self, error: &ChangeError) -> Failure {
        if let ChangeError::ReadOnly { cluster } = error
            && let Some(failure) = self.session.desk.without_hands(cluster)
        {
            return Failure { exit: Exit::NotRun, ..failure.clone() };
        }
        of_change(error, self.language)
    }
}

/// Whether a plan says something that a person should think about.
fn matters(action: &Action) -> bool {
    let plan = &action.proposal.plan;
    plan.notes.iter().chain(plan.items.iter().flat_map(|item| &item.notes)).any(|note| note.weight != Weight::Info)
}
