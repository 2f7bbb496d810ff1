use std::{
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use serde_json::{Value, json};

use super::{Door, Keeper, Pass, TicketKeeper};
use crate::{CallError, Credentials, Deadline, Obstacle, Params};

/// A server that gives a new ticket for the password and for each ticket it gave, unless it is told otherwise.
#[derive(Default)]
struct Server {
    given: AtomicUsize,
    passwords: Mutex<Vec<String>>,
    trouble: Mutex<Option<CallError>>,
}

impl Door for Server {
    async fn knock(&self, params: &Params, _: &Pass, _: Deadline) -> Result<(Value, String), CallError> {
        let password = params.iter().find(|(name, _)| name == "password").unwrap().1.clone();
        self.passwords.lock().unwrap().push(password);
        if let Some(error) = self.trouble.lock().unwrap().take() {
            return Err(error);
        }
        let ticket = format!("PVE:me@pve:{}", self.given.fetch_add(1, Ordering::SeqCst));
        Ok((json!({"ticket": ticket, "CSRFPreventionToken": "x"}), "pve1:8006".to_owned()))
    }
}

impl Server {
    fn passwords(&self) -> Vec<String> {
        self.passwords.lock().unwrap().clone()
    }
}

fn keeper() -> TicketKeeper {
    let credentials = Credentials::Password { user: "me@pve".to_owned(), password: "secret".into(), totp: None };
    match Keeper::new(&credentials).unwrap() {
        Keeper::Ticket(keeper) => keeper,
        Keeper::Token(_) => panic!("not a ticket"),
    }
}

fn soon() -> Deadline {
    Deadline::after(Duration::from_mins(1))
}

#[tokio::test(start_paused = true)]
async fn a_ticket_is_renewed_with_itself_before_two_hours_are_over() {
    let (server, keeper) = (Server::default(), keeper());
    keeper.ticket(&server, soon()).await.unwrap();
    tokio::time::advance(Duration::from_mins(89)).await;
    keeper.ticket(&server, soon()).await.unwrap();
    assert_eq!(server.passwords(), ["secret"], "still good");
    tokio::time::advance(Duration::from_mins(2)).await;
    keeper.ticket(&server, soon()).await.unwrap();
    keeper.ticket(&server, soon()).await.unwrap();
    assert_eq!(server.passwords(), ["secret", "PVE:me@pve:0"]);
}

#[tokio::test(start_paused = true)]
async fn a_ticket_that_nobody_renewed_in_time_needs_the_password() {
    let (server, keeper) = (Server::default(), keeper());
    keeper.ticket(&server, soon()).await.unwrap();
    tokio::time::advance(Duration::from_hours(3)).await;
    keeper.ticket(&server, soon()).await.unwrap();
    assert_eq!(server.passwords(), ["secret", "secret"]);
}

#[tokio::test(start_paused = true)]
async fn an_old_ticket_serves_while_the_server_cannot_renew_it() {
    let (server, keeper) = (Server::default(), keeper());
    let first = keeper.ticket(&server, soon()).await.unwrap();
    tokio::time::advance(Duration::from_mins(100)).await;
    let away =
        CallError::Unreachable { endpoint: "pve1:8006".to_owned(), why: Obstacle::Silent, detail: String::new() };
    *server.trouble.lock().unwrap() = Some(away);
    let same = keeper.ticket(&server, soon()).await.unwrap();
    assert!(std::sync::Arc::ptr_eq(&first, &same));
}

#[tokio::test(start_paused = true)]
async fn a_ticket_that_is_refused_for_renewal_is_replaced_by_a_login() {
    let (server, keeper) = (Server::default(), keeper());
    keeper.ticket(&server, soon()).await.unwrap();
    tokio::time::advance(Duration::from_mins(100)).await;
    let refused =
        CallError::Refused { endpoint: "pve1:8006".to_owned(), user: "me@pve".to_owned(), message: String::new() };
    *server.trouble.lock().unwrap() = Some(refused);
    keeper.ticket(&server, soon()).await.unwrap();
    assert_eq!(server.passwords(), ["secret", "PVE:me@pve:0", "secret"]);
}

#[test]
fn no_secret_is_shown_by_what_is_kept() {
    let credentials = Credentials::Token { id: "a@pve!b".to_owned(), secret: "hunter2".into() };
    let shown = format!("{credentials:?} {:?} {:?}", Keeper::new(&credentials).unwrap(), keeper());
    assert!(!shown.contains("hunter2") && !shown.contains("secret"), "{shown}");
}

#[test]
fn a_secret_that_would_break_the_header_is_refused() {
    let credentials = Credentials::Token { id: "a@pve!b".to_owned(), secret: "x\r\nHost: other".into() };
    assert_eq!(Keeper::new(&credentials).unwrap_err().code(), "E-REST-BAD-SECRET");
}
