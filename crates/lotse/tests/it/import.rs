//! `lotse init --import`: what an older bot was configured with is taken over, or nothing is.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf, process::Command};

use crate::{
    home::{Home, Sim},
    terminal::Person,
};

const OWNER: &str = "234567890123456789";

/// The older bot's folder, for the simulator's first node.
fn seed(home: &Home, sim: &Sim, node: &str) -> PathBuf {
    let cluster = sim.cluster();
    let (user, token) = cluster.token_id.split_once('!').unwrap();
    let (host, secret) = (&cluster.url, &cluster.token);
    home.write(
        "bot/config.py",
        &format!(
            "# config.py\n\nDISCORD_TOKEN = 'MTA.discord-secret.x'\nGUILD_ID = 123456789012345678  # server\n\
             ALLOWED_CATEGORY_ID = 123456789012345679\nALERT_CHANNEL_ID = 123456789012345680\n\n\
             PROXMOX_HOST = \"{host}\"\nPROXMOX_USER = '''{user}'''\nPROXMOX_TOKEN_NAME = r'{token}'\n\
             PROXMOX_TOKEN_VALUE = ('{secret}')\nNODE_NAME = '{node}'\n\nMONITOR_VM_IDS = [\n    100,\n    101,  # db\n]\n"
        ),
    );
    home.path().join("bot")
}

/// What the store says to `sqlite3`.
fn stored(home: &Home, sql: &str) -> String {
    let done = Command::new("sqlite3").arg(home.path().join(".local/state/lotse/lotse.db")).arg(sql).output().unwrap();
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

fn mode(path: &std::path::Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn the_older_bot_is_taken_over_and_its_cluster_answers() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let node = sim.cluster().node.clone();
    seed(&home, &sim, &node);
    let print = &sim.cluster().fingerprint;
    let arguments =
        ["init", "--import", "bot", "--owner", OWNER, "--name", "home", "--yes", "--accept-fingerprint", print];
    let ran = home.run(&arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(!ran.out.contains("discord-secret") && !ran.err.contains("discord-secret"), "{ran:?}");
    assert!(!ran.out.contains(&sim.cluster().token) && !ran.err.contains(&sim.cluster().token));
    assert!(ran.out.contains("root@pam") && ran.out.contains("pveum user token add lotse@pve hands"), "{ran:?}");

    let folder = home.path().join(".config/lotse");
    for (file, text) in [("home.token", sim.cluster().token.as_str()), ("discord.token", "MTA.discord-secret.x")] {
        assert_eq!(fs::read_to_string(folder.join(file)).unwrap().trim(), text);
        assert_eq!(mode(&folder.join(file)), 0o600, "{file}");
    }
    let config = fs::read_to_string(folder.join("config.toml")).unwrap();
    assert_eq!(mode(&folder.join("config.toml")), 0o600);
    for line in [
        &format!("who = \"discord-user:{OWNER}\""),
        "may = \"administer\"",
        &format!("scope = [\"node:home/{node}\"]"),
        "max = \"operate\"",
        "category = \"123456789012345679\"",
        "alert-channel = \"123456789012345680\"",
        "token = { file = \"discord.token\" }",
    ] {
        assert!(config.contains(line), "{line} in\n{config}");
    }
    assert!(!config.contains("write-token"), "nobody said that the token may change anything\n{config}");

    let scopes = "SELECT group_concat(body ->> '$.scope') FROM document WHERE kind = 'monitor'";
    assert_eq!(stored(&home, scopes), "cluster:home guest:100,cluster:home guest:101");
    let watched = home.run(&["monitor-list", "--json"]);
    assert_eq!(watched.code, 0, "{watched:?}");
    let entries = watched.json()["data"]["entries"].clone();
    assert_eq!((&entries[0]["id"], &entries[0]["guest"]["name"]), (&"m1".into(), &"web".into()), "{entries}");

    let listed = home.run(&["list", "--json"]);
    assert_eq!(listed.code, 0, "the configuration that was written works: {listed:?}");
    assert_eq!(listed.json()["complete"], true);

    let again = home.run(&arguments);
    assert_eq!(again.code, 2, "nothing is overwritten: {again:?}");
    assert_eq!(fs::read_to_string(folder.join("config.toml")).unwrap(), config);
}

#[test]
fn the_list_wins_and_a_damaged_one_stops_everything() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    seed(&home, &sim, "pve1");
    let list = home.write("bot/monitor_list.json", "[100, 101");
    let arguments = ["init", "--import", "bot", "--owner", OWNER, "--name", "home", "--yes"];
    let ran = home.run(&arguments);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("monitor_list.json"), "{ran:?}");
    assert_eq!(fs::read_to_string(&list).unwrap(), "[100, 101", "it is left as it was");
    assert!(!home.path().join(".config/lotse").exists() && !home.path().join(".local/state/lotse/lotse.db").exists());

    home.write("bot/monitor_list.json", "[102]");
    let ran = home.run(&arguments);
    assert_eq!(ran.code, 0, "{ran:?}");
    let scopes = "SELECT group_concat(body ->> '$.scope') FROM document WHERE kind = 'monitor'";
    assert_eq!(stored(&home, scopes), "cluster:home guest:102");
    let config = fs::read_to_string(home.path().join(".config/lotse/config.toml")).unwrap();
    assert!(!config.contains("fingerprint"), "nobody was asked about the certificate\n{config}");
}

#[test]
fn a_file_that_would_have_to_be_executed_is_refused_at_its_line() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let path = seed(&home, &sim, "pve1").join("config.py");
    let text = fs::read_to_string(&path).unwrap();
    let marker = home.path().join("executed");
    let evil = format!("__import__('pathlib').Path('{}').touch()", marker.display());
    fs::write(&path, text.replace("'MTA.discord-secret.x'", &evil)).unwrap();
    let ran = home.run(&["init", "--import", "bot", "--owner", OWNER, "--yes"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("line 3") && ran.err.contains("DISCORD_TOKEN"), "{ran:?}");
    assert!(!marker.exists() && !home.path().join(".config/lotse").exists());
}

#[test]
fn without_owner_or_consent_nothing_is_written() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    seed(&home, &sim, "pve1");
    let ran = home.run(&["init", "--import", "bot", "--yes"]);
    assert_eq!((ran.code, ran.err.contains("--owner")), (2, true), "{ran:?}");
    let ran = home.run(&["init", "--import", "bot", "--owner", "anna", "--yes"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    let ran = home.run(&["init", "--import", "bot", "--owner", OWNER]);
    assert_eq!(ran.code, 6, "nobody is there to be asked: {ran:?}");
    let another = ["AB"; 32].join(":");
    let ran = home.run(&["init", "--import", "bot", "--owner", OWNER, "--yes", "--accept-fingerprint", &another]);
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(!home.path().join(".config/lotse").exists() && !home.path().join(".local/state/lotse/lotse.db").exists());
}

#[test]
fn what_stands_in_the_configuration_stays() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    seed(&home, &sim, "pve1");
    home.configure("# mine\nlanguage = \"de\" # yes\n\n[[access]]\nwho = \"terminal:anna\"\nmay = \"look\"\nscope = \"cluster:*\"\n");
    let ran = home.run(&[
        "init",
        "--import",
        "bot",
        "--owner",
        OWNER,
        "--name",
        "home",
        "--yes",
        "--max",
        "administer",
        "--changes",
    ]);
    assert_eq!(ran.code, 0, "{ran:?}");
    let config = fs::read_to_string(home.path().join(".config/lotse/config.toml")).unwrap();
    assert!(config.contains("# mine") && config.contains("# yes") && config.contains("terminal:anna"), "{config}");
    assert!(config.contains("max = \"administer\"") && config.contains("write-token-id"), "{config}");
    assert_eq!(config.matches("[[access]]").count(), 2);
    // A secret that is there already is not overwritten either.
    home.configure("");
    let ran = home.run(&["init", "--import", "bot", "--owner", OWNER, "--name", "home", "--yes"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.err.contains("home.token"), "{ran:?}");
}

#[test]
fn a_person_is_asked_for_what_no_flag_says_and_anything_but_a_yes_leaves_everything_as_it_was() {
    let (home, sim) = (Home::new(), Sim::three_nodes());
    let node = sim.cluster().node.clone();
    seed(&home, &sim, &node);
    let answers = |last: &str| {
        let mut person = Person::at(&home, &["init", "--import", "bot"]);
        for (question, answer) in [
            ("cluster be called", "house\r"),
            ("Discord user id", &format!("{OWNER}\r")),
            ("delete guests from Discord", "n\r"),
            ("use this token for approved changes", "y\r"),
            ("certificate", "y\r"),
            ("will be written", last),
        ] {
            person.sees(question);
            person.types(answer);
        }
        person
    };
    answers("n\r").leaves_with(6);
    assert!(!home.path().join(".config/lotse/config.toml").exists(), "nothing was written");
    answers("y\r").leaves_with(0);
    let config = fs::read_to_string(home.path().join(".config/lotse/config.toml")).unwrap();
    for line in ["[cluster.house]", "max = \"operate\"", "write-token", &format!("who = \"discord-user:{OWNER}\"")] {
        assert!(config.contains(line), "{line} in\n{config}");
    }
    assert_eq!(home.run(&["list"]).code, 0);
}
