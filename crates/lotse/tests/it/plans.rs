//! Plans of more guests than a screen has rows: nothing runs over the edge, nobody is left out, and the last screen says what is
//! agreed to.

use std::collections::BTreeSet;

use lotse_text::width;
use pvesim::options::Options;

use crate::{
    home::{Believe, Home, Sim},
    terminal::Person,
};

/// More guests than any screen here has rows.
const GUESTS: usize = 60;

/// The rows of a small screen, which is all that is seen when the question appears.
const ROWS: u16 = 24;

fn large(home: &Home, language: &str) -> Sim {
    let sim = Sim::start(Options {
        clusters: Some(1),
        nodes: Some(3),
        guests: Some(GUESTS),
        ..Options::scenario("scale").impatient()
    });
    let entry = home.entry("home", sim.cluster(), Believe::Pins);
    let id = &sim.cluster().token_id;
    home.configure(&format!(
        "language = \"{language}\"\n{entry}write-token-id = \"{id}\"\nwrite-token = {{ file = \"home.token\" }}\n"
    ));
    sim
}

/// The names of the guests of the plan.
fn planned(home: &Home, command: &[&str]) -> BTreeSet<String> {
    let shown = home.run(&[command, &["--plan", "--json"]].concat()).json();
    let items = shown["data"]["plan"]["items"].as_array().unwrap_or_else(|| panic!("{shown}"));
    items.iter().map(|item| item["subject"]["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_plan_longer_than_the_screen_fits_its_width_and_ends_with_what_is_agreed_to() {
    for language in ["en", "de", "ja"] {
        let home = Home::new();
        let sim = large(&home, language);
        let command = ["stop", "pool:prod"];
        let names = planned(&home, &command);
        assert!(names.len() > 10, "{names:?}");
        for columns in [40, 80, 120] {
            let mut person = Person::at_size(columns, ROWS, &home, &command);
            person.sees(" > ");
            let lines = person.lines();
            let at = format!("{language} {command:?} {columns}:\n{}", lines.join("\n"));
            // The question itself is the terminal's to break: an answer is typed behind it.
            for line in lines.iter().rev().skip(1) {
                assert!(width(line) <= usize::from(columns), "too wide: {line:?} in {at}");
            }
            let all = lines.join(" ");
            for name in &names {
                assert!(all.contains(name.as_str()), "{name} is not named in {at}");
            }
            let last = lines.iter().rev().take(usize::from(ROWS)).rev().cloned().collect::<Vec<_>>().join(" ");
            assert!(last.contains(&names.len().to_string()), "the last screen does not say how many: {at}");
            person.types("\x03");
            person.leaves_with(6);
        }
        drop(sim);
    }
}
