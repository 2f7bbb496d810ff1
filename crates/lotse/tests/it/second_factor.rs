//! A user with a second factor logs in at the terminal.

use pvesim::{access::totp::Secret, options::Options};

use crate::{
    home::{Home, Sim},
    terminal::Person,
};

/// A cluster that is read by the user with a second factor; the secret of that one.
fn with_second_factor(home: &Home) -> (Sim, Secret) {
    let sim = Sim::start(Options::scenario("single").impatient());
    let login = sim.cluster().logins.iter().find(|login| login.totp.is_some()).unwrap().clone();
    home.write(".config/lotse/password", &login.password);
    let node = &sim.cluster().nodes[0];
    home.configure(&format!(
        "[cluster.home]\nnodes = [\"{}\"]\nuser = \"{}\"\npassword = {{ file = \"password\" }}\nfingerprint = [\"{}\"]\n",
        node.url, login.user, node.fingerprint
    ));
    let secret = Secret::from_base32(&login.totp.unwrap()).unwrap();
    (sim, secret)
}

fn code(sim: &Sim, secret: &Secret) -> String {
    let now = sim.simulator().world().now;
    secret.code_at(now.seconds())
}

#[test]
fn the_code_is_asked_for_at_the_terminal_and_a_wrong_one_once_more() {
    let home = Home::new();
    let (sim, secret) = with_second_factor(&home);
    let mut person = Person::at(&home, &["list"]);
    person.sees("second factor");
    person.sees(": ");
    person.types("000000\r");
    person.sees("not accepted");
    person.sees(": ");
    let right = code(&sim, &secret);
    person.types(&format!("{} {}\r", &right[..3], &right[3..]));
    person.sees("As of");
    person.leaves_with(0);
}

#[test]
fn whoever_types_nothing_is_denied_with_what_helps() {
    let home = Home::new();
    let (_sim, _) = with_second_factor(&home);
    let mut person = Person::at(&home, &["list"]);
    person.sees("second factor");
    person.types("\r");
    person.sees("API token");
    person.leaves_with(4);
}

#[test]
fn where_nobody_can_be_asked_it_is_said_and_nothing_waits() {
    let home = Home::new();
    let (_sim, _) = with_second_factor(&home);
    let ran = home.run(&["list"]);
    assert_eq!(ran.code, 4, "{ran:?}");
    assert!(ran.err.contains("second factor") && ran.err.contains("API token"), "{ran:?}");
}

#[test]
fn a_conversation_asks_once() {
    let home = Home::new();
    let (sim, secret) = with_second_factor(&home);
    let mut person = Person::at(&home, &["chat"]);
    person.sees("second factor");
    person.sees(": ");
    person.types(&format!("{}\r", code(&sim, &secret)));
    for _ in 0..2 {
        person.sees("> ");
        person.types("p3\r");
        person.sees("As of");
    }
    person.sees("> ");
    person.types("\x04");
    person.leaves_with(0);
}
