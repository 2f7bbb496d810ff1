//! The chat as a person at a terminal meets it.

use std::{io::Write as _, os::unix::process::CommandExt as _, time::Duration};

use expectrl::{
    process::unix::WaitStatus,
    session::{OsSession, Session},
};

use pvesim::{
    chaos::{Fault, Spoil},
    options::Options,
};

use lotse_store::{History as _, Sqlite, Store as _};

use crate::home::{Believe, Home, Sim};

/// How long to wait before the next look when nothing came.
const PAUSE: Duration = Duration::from_millis(20);

/// So many looks in vain, and it is not coming: a minute, since the machine may be busy.
const LOOKS: usize = 3000;

/// What a terminal answers when a program asks where the cursor is.
const CURSOR: &[u8] = b"\x1b[1;1R";

/// A person at a terminal: reads until something appears, and answers the questions that a terminal answers.
pub(crate) struct Person {
    session: OsSession,
    seen: String,
    /// Up to where it was looked at.
    at: usize,
    answered: usize,
}

impl Person {
    pub(crate) fn at(home: &Home, arguments: &[&str]) -> Self {
        Self::starting(Self::command(home, arguments))
    }

    /// The same as another user of this machine, which only root can.
    pub(crate) fn being(user: u32, home: &Home, arguments: &[&str]) -> Self {
        let mut command = Self::command(home, arguments);
        command.uid(user).gid(user);
        Self::starting(command)
    }

    fn command(home: &Home, arguments: &[&str]) -> std::process::Command {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_lotse"));
        command
            .env_clear()
            .env("HOME", home.path())
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm-256color")
            .current_dir(home.path())
            .args(arguments);
        command
    }

    /// The same at a terminal of so many columns and rows.
    pub(crate) fn at_size(columns: u16, rows: u16, home: &Home, arguments: &[&str]) -> Self {
        let mut person = Self::starting(Self::command(home, arguments));
        person.session.get_process_mut().set_window_size(columns, rows).unwrap();
        person
    }

    fn starting(command: std::process::Command) -> Self {
        let mut session = Session::spawn(command).unwrap();
        session.get_process_mut().set_window_size(120, 40).unwrap();
        Self { session, seen: String::new(), at: 0, answered: 0 }
    }

    /// The lines that appeared so far, as they are read: without colours and cursor movements.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut plain = String::new();
        let mut rest = self.seen.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\x1b' if rest.next_if_eq(&'[').is_some() => {
                    // A control sequence ends with a letter (ECMA-48).
                    while rest.next().is_some_and(|c| !c.is_ascii_alphabetic()) {}
                }
                // What is written over itself is read as it is at the end.
                '\r' if rest.peek() != Some(&'\n') => {
                    plain.truncate(plain.rfind('\n').map_or(0, |at| at + 1));
                }
                '\r' | '\x1b' => {}
                c => plain.push(c),
            }
        }
        plain.lines().map(str::to_owned).collect()
    }

    /// Waits until `text` appears after what was seen before.
    pub(crate) fn sees(&mut self, text: &str) {
        let mut in_vain = 0;
        let mut bytes = [0; 4096];
        while self.found(text).is_none() {
            assert!(in_vain < LOOKS, "no {text:?} in:\n{}", self.seen.get(self.at..).unwrap_or_default());
            let count = self.session.try_read(&mut bytes).unwrap_or(0);
            if count == 0 {
                in_vain += 1;
                std::thread::sleep(PAUSE);
            }
            self.seen.push_str(&String::from_utf8_lossy(&bytes[..count]));
            while self.seen.matches("\x1b[6n").count() > self.answered {
                self.answered += 1;
                self.session.write_all(CURSOR).unwrap();
            }
        }
        self.at = self.found(text).unwrap();
    }

    /// Where the text ends, after what was looked at.
    fn found(&self, text: &str) -> Option<usize> {
        let rest = self.seen.get(self.at..)?;
        rest.find(text).map(|place| self.at + place + text.len())
    }

    pub(crate) fn types(&mut self, text: &str) {
        self.session.write_all(text.as_bytes()).unwrap();
        self.session.flush().unwrap();
    }

    pub(crate) fn leaves_with(mut self, expected: i32) {
        for _ in 0..LOOKS {
            // Whatever still comes must be taken, or the program waits for its reader.
            let _ = self.session.try_read(&mut [0; 4096]);
            if let Ok(WaitStatus::Exited(_, code)) = self.session.get_process().status() {
                assert_eq!(code, expected);
                return;
            }
            std::thread::sleep(PAUSE);
        }
        panic!("still there");
    }
}

#[test]
fn a_person_sees_the_overview_asks_and_leaves() {
    let home = Home::new();
    let mut person = Person::at(&home, &["demo"]);
    person.sees("simulated fleet");
    person.sees("Guests");
    person.sees("lotse");
    person.types("p3\r");
    person.sees("minecraft");
    person.sees("lotse");
    person.types("Welche Container laufen?\r");
    person.sees("Stand");
    person.sees("lotse");
    person.types("exit\r");
    person.leaves_with(0);
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0, "no history and no names on disk");
}

#[test]
fn control_c_at_the_prompt_says_how_to_leave_and_control_d_leaves() {
    let home = Home::new();
    let mut person = Person::at(&home, &["demo"]);
    person.sees("lotse");
    person.sees("> ");
    person.types("\x03");
    person.sees("Ctrl-D");
    person.sees("> ");
    person.types("\x04");
    person.leaves_with(0);
}

#[test]
fn a_tab_completes_a_guest() {
    let home = Home::new();
    let mut person = Person::at(&home, &["demo"]);
    person.sees("> ");
    person.types("info minec\t");
    person.sees("raft");
    person.types("\r");
    person.sees("As of");
    person.sees("> ");
    person.types("\x04");
    person.leaves_with(0);
}

#[test]
fn a_name_typed_to_its_end_under_an_open_menu_is_submitted_by_enter() {
    let home = Home::new();
    let mut person = Person::at(&home, &["demo"]);
    person.sees("> ");
    person.types("info 10\t");
    person.sees("win-dc");
    person.types("5\r");
    person.sees("As of");
    person.sees("> ");
    person.types("\x04");
    person.leaves_with(0);
}

#[test]
fn control_c_cancels_the_request_and_not_the_chat() {
    let home = Home::new();
    let sim = Sim::start(Options::scenario("three-nodes"));
    home.know(&[("home", sim.cluster())]);
    let mut person = Person::at(&home, &["chat", "--deadline", "10m"]);
    person.sees("Guests");
    person.sees("> ");
    let slow = Fault { path: Some("/nodes".to_owned()), ..Fault::always(Spoil::Latency { millis: 300_000 }) };
    sim.simulator().site().faults.add(slow);
    person.types("node pve1\r");
    person.sees("looking");
    person.types("\x03");
    person.sees("cancelled");
    person.sees("> ");
    person.types("p3\r");
    person.sees("minecraft");
    person.sees("> ");
    person.types("\x04");
    person.leaves_with(0);
}

/// The lines of chats that the store keeps, oldest first.
fn kept(home: &Home) -> Vec<String> {
    let user = std::process::Command::new("id").arg("-un").output().unwrap();
    let who = format!("terminal:{}", String::from_utf8_lossy(&user.stdout).trim());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Sqlite::open(&home.path().join(".local/state/lotse/lotse.db")).await.unwrap();
        let lines = store.typed(&who, 100).await.unwrap().into_iter().map(|typed| typed.text).collect();
        store.close().await;
        lines
    })
}

/// A chat in which these lines are typed, each answered with what stands beside it.
fn chat(home: &Home, lines: &[(&str, &str)]) {
    let mut person = Person::at(home, &["chat"]);
    person.sees("> ");
    for (line, answer) in lines {
        person.types(line);
        person.sees(answer);
        person.sees("> ");
    }
    person.types("\x04");
    person.leaves_with(0);
}

#[test]
fn what_was_typed_is_there_in_the_next_chat_when_the_configuration_keeps_it_and_only_then() {
    const UP: &str = "\x1b[A";
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let entry = home.entry("home", sim.cluster(), Believe::Pins);
    home.configure(&entry);
    chat(&home, &[("p3\r", "minecraft")]);
    assert_eq!(kept(&home), Vec::<String>::new(), "nobody asked for it");
    home.configure(&format!("{entry}[history]\non = true\nkeep = 10\n"));
    chat(
        &home,
        &[("p3\r", "minecraft"), ("password=hunter2\r", "do not know"), (" p1\r", "As of"), ("p3\r", "minecraft")],
    );
    assert_eq!(kept(&home), ["p3", "password=***", "p3"], "no secret, and nothing that began with a space");
    let mut person = Person::at(&home, &["chat"]);
    person.sees("> ");
    person.types(UP);
    person.types(UP);
    person.sees("password=***");
    person.types(UP);
    person.sees("p3");
    person.types("\r");
    person.sees("minecraft");
    person.sees("> ");
    person.types("\x04");
    person.leaves_with(0);
    home.configure(&entry);
    chat(&home, &[("p3\r", "minecraft")]);
    assert_eq!(kept(&home), Vec::<String>::new(), "switched off, it is forgotten");
}
