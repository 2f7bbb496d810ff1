//! What `doctor` says of the channels on which alerts are told.

use serde_json::Value;

use crate::home::{Believe, Home, Sim};

const CHANNELS: &str = r#"
[channel.phone]
kind = "ntfy"
server = "http://127.0.0.1:9"
topic = "lotse-alerts"
token = { file = "ntfy.token" }

[channel.app]
kind = "gotify"
server = "http://127.0.0.1:9"
token = { file = "gotify.token" }

[channel.chat]
kind = "telegram"
chat = "-1001"
token = { file = "telegram.token" }
"#;

#[test]
fn doctor_looks_at_each_channel_and_sends_nothing() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    home.configure(&format!("{}{CHANNELS}", home.entry("home", sim.cluster(), Believe::Pins)));
    home.write(".config/lotse/ntfy.token", "tk_0123456789");
    home.write(".config/lotse/telegram.token", "not-a-token-of-a-bot");
    let report = home.run(&["doctor", "--json"]).json();
    let checks = report["checks"].as_array().unwrap().iter();
    let text = |check: &Value, part: &str| check[part].as_str().unwrap_or_default().to_owned();
    let ours: Vec<_> = checks.filter(|check| check["check"] == "channel").collect();
    let states: Vec<_> = ours.iter().map(|check| (text(check, "of"), text(check, "state"))).collect();
    let wanted = [("channel.phone", "good"), ("channel.app", "bad"), ("channel.chat", "bad")];
    assert_eq!(states, wanted.map(|(of, state)| (of.to_owned(), state.to_owned())));
    assert!(text(ours[0], "found").contains("lotse monitor-test phone"), "{report}");
    assert!(text(ours[1], "found").contains("gotify.token"), "{report}");
    assert!(text(ours[2], "found").contains("`token`"), "{report}");
    assert!(!report.to_string().contains("not-a-token-of-a-bot"), "{report}");
}
