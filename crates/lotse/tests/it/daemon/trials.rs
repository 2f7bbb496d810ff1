//! A channel that is tried: without a daemon by the command itself, with one through it, and the server's answer in both cases.

use super::{
    process::{Daemon, configured, until},
    receiver::Receiver,
};
use crate::home::{Home, Sim};

#[test]
fn a_test_without_a_daemon_is_sent_at_once_and_by_no_later_daemon_again() {
    let (home, sim, receiver) = (Home::new(), Sim::three_nodes(), Receiver::open());
    configured(&home, &sim, &format!("[watch]\ninterval = \"5s\"\n{}", receiver.channel(&home)));
    let tried = home.run(&["monitor-test", "hook", "--json"]);
    assert_eq!(tried.code, 0, "{tried:?}");
    let told = &tried.json()["data"]["tried"];
    assert_eq!((&told["delivered"], &told["watched"], &told["waits"]), (&true.into(), &false.into(), &false.into()));
    assert_eq!((receiver.asked(), receiver.count("test")), (1, 1));
    let page = home.run(&["monitor-test", "hook"]);
    assert!(page.out.contains("hook took the test message") && page.out.contains("No process watches now"), "{page:?}");
    let mut daemon = Daemon::start(&home);
    until("a look", || daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}") >= Some(2.0));
    assert_eq!(receiver.asked(), 2, "nothing waits for the daemon");
    let through = home.run(&["monitor-test", "hook", "--json"]).json();
    assert_eq!(through["data"]["tried"]["delivered"], true, "{through}");
    assert_eq!(through["data"]["tried"]["watched"], true, "{through}");
    assert_eq!(receiver.asked(), 3, "once, and by the daemon");
    assert_eq!(daemon.stop().0, Some(0));
}

#[test]
fn what_a_server_says_to_a_test_is_shown_with_and_without_a_daemon() {
    let (home, sim, receiver) = (Home::new(), Sim::three_nodes(), Receiver::open());
    configured(&home, &sim, &format!("[watch]\ninterval = \"5s\"\n{}", receiver.channel(&home)));
    receiver.is_away(true);
    let alone = home.run(&["monitor-test", "hook"]);
    assert!(alone.out.contains("was not taken") && alone.out.contains("503"), "{alone:?}");
    assert_eq!(receiver.asked(), 1, "a person reads the answer; nothing tries again behind them");
    let mut daemon = Daemon::start(&home);
    until("a look", || daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}") >= Some(1.0));
    let through = home.run(&["monitor-test", "hook"]);
    assert!(through.out.contains("waits") && through.out.contains("503"), "{through:?}");
    // What is wrong now is shown, not what was wrong when it began.
    home.write(".config/lotse/hook.key", "");
    daemon.signal(rustix::process::Signal::HUP);
    daemon.says("the configuration was read again");
    let other = home.run(&["monitor-test", "hook"]);
    assert!(other.out.contains("channel.hook.secret") && !other.out.contains("503"), "{other:?}");
    assert_eq!(daemon.stop().0, Some(0));
}

#[test]
fn status_says_who_watches_since_when_and_what_a_channel_lacks() {
    let (home, sim, receiver) = (Home::new(), Sim::three_nodes(), Receiver::open());
    configured(&home, &sim, &format!("[watch]\ninterval = \"5s\"\n{}", receiver.channel(&home)));
    assert_eq!(home.run(&["monitor-add", "web"]).code, 0);
    let before = home.run(&["status", "--json"]).json();
    assert_eq!(before["data"]["watch"]["running"], false, "{before}");
    let mut daemon = Daemon::start(&home);
    until("a look", || daemon.metric("lotse_looks_total{cluster=\"home\",result=\"good\"}") >= Some(1.0));
    receiver.is_away(true);
    home.run(&["monitor-test", "hook"]);
    let during = home.run(&["status", "--json"]).json();
    let watch = &during["data"]["watch"];
    assert_eq!(watch["running"], true, "{during}");
    assert!(watch["since"].is_string() && watch["looked"]["home"].is_string(), "{watch}");
    assert_eq!(watch["waiting"], 1, "the test that was not taken: {watch}");
    assert!(watch["channels"]["hook"]["detail"].as_str().is_some_and(|detail| detail.contains("503")), "{watch}");
    let page = home.run(&["status"]);
    assert!(page.out.contains("Channel hook") && page.out.contains("503"), "{page:?}");
    assert_eq!(daemon.stop().0, Some(0));
    let after = home.run(&["status", "--json"]).json();
    assert_eq!(after["data"]["watch"]["running"], false, "{after}");
}
