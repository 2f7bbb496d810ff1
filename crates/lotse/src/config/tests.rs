//! Every broken example has its message, in the reference language; a few in the others.

use std::path::{Path, PathBuf};

use lotse_engine::{access::May, change::risk::Risk, command::Level};
use lotse_model::Seconds;
use lotse_text::Language;

use super::{
    Config, Login, Replies, SecretSource, Trust, Way, document,
    report::{Look, report},
};

const LOOK: Look = Look { colour: false, width: 100 };

fn broken() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/invalid_configs");
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn shown(name: &str, source: &str, language: Language) -> String {
    let problems = document::read(source, Path::new("/etc/lotse")).expect_err(name);
    assert!(!problems.is_empty(), "{name}");
    report("config.toml", source, &problems, language, LOOK)
}

#[test]
fn every_broken_example_points_at_its_line_and_says_what_was_meant() {
    for (name, source) in broken() {
        insta::assert_snapshot!(format!("en_{name}"), shown(&name, &source, Language::En));
    }
}

#[test]
fn messages_exist_in_german_and_japanese() {
    for (name, source) in broken() {
        if ["several", "plain_secret", "wrong_kind", "no_login"].contains(&name.as_str()) {
            insta::assert_snapshot!(format!("de_{name}"), shown(&name, &source, Language::De));
            insta::assert_snapshot!(format!("ja_{name}"), shown(&name, &source, Language::Ja));
        }
    }
}

#[test]
fn every_kind_of_problem_has_a_broken_example() {
    let mut seen: Vec<&str> = Vec::new();
    for (name, source) in broken() {
        let problems = document::read(&source, Path::new("/")).expect_err(&name);
        seen.extend(problems.iter().map(|located| located.problem.code()));
    }
    let source = include_str!("problem.rs");
    for code in source.split('"').filter(|word| word.starts_with("E-CONFIG-")) {
        assert!(seen.contains(&code), "{code} has no example under tests/invalid_configs");
    }
}

#[test]
fn a_secret_in_the_open_is_never_shown() {
    for (name, source) in broken() {
        for language in Language::ALL {
            assert!(!shown(&name, &source, language).contains("very-secret"), "{name}");
        }
    }
}

#[test]
fn a_whole_configuration_is_read() {
    let source = r#"
        language = "de"
        timezone = "Europe/Berlin"
        deadline = "30s"
        favourites = ["home/105", "web"]
        sweep = false

        [cluster.home]
        nodes = ["https://192.0.2.10:8006", "https://192.0.2.11"]
        token-id = "lotse@pve!bot"
        token = { file = "home.token" }
        write-token-id = "lotse@pve!hands"
        write-token = { credential = "home-write" }
        ca = "pve-root-ca.pem"
        server-name = "pve.example"

        [cluster.lab]
        ssh = "root@pve-lab"
        ssh-port = 2222
        sudo = true

        [alias]
        "マイクラ" = "home/105"

        [store]
        path = "lotse.db"

        [audit]
        key = { credential = "audit" }

        [history]
        on = true

        [policy]
        yes = ["reversible"]
        expires = "5m"
        second-expires = 3600
        protected-tags = ["prod"]
        protected = "home/100"
        parallel = 2

        [[policy.rule]]
        cluster = "lab"
        commands = ["stop", "delete"]
        risk = "reversible"

        [[access]]
        who = ["discord-role:7", "terminal:anna"]
        may = "operate"
        scope = "cluster:home tag:web"

        [[access]]
        who = "discord-user:8"
        may = ["list", "info"]
        scope = ["cluster:*"]

        [discord]
        token = { env = "TOKEN" }
        max = "look"
        replies = "ephemeral"
        api-url = "http://127.0.0.1:8080"
        second-factor = { "discord-user:8" = { file = "totp" } }

        [[discord.guild]]
        id = "5"
        category = 6
        language = "ja"
    "#;
    let config = document::read(source, Path::new("/etc/lotse")).unwrap();
    assert_eq!(config.language, Some(Language::De));
    assert!(!config.sweep.on);
    assert_eq!(config.aliases, [("マイクラ".to_owned(), "home/105".to_owned())]);
    let names: Vec<_> = config.clusters.iter().map(|cluster| cluster.name.as_str()).collect();
    assert_eq!(names, ["home", "lab"], "in the order of the file");
    let Way::Api(api) = &config.clusters[0].way else { panic!("by the API") };
    assert_eq!(api.nodes[1].to_string(), "https://192.0.2.11:8006");
    assert_eq!(api.trust, Trust::Ca("/etc/lotse/pve-root-ca.pem".into()));
    let Login::Token(token) = &api.login else { panic!("a token") };
    assert_eq!(token.secret, SecretSource::File("/etc/lotse/home.token".into()));
    assert!(api.write.is_some());
    let Way::Ssh(ssh) = &config.clusters[1].way else { panic!("over SSH") };
    assert_eq!((ssh.target.to_string().as_str(), ssh.sudo, ssh.writes), ("root@pve-lab:2222", true, false));
    what_is_decided(&config);
    let discord = config.discord.unwrap();
    assert_eq!((discord.max, discord.replies), (Level::Look, Replies::Ephemeral));
    assert_eq!(discord.second_factor, [(8, SecretSource::File("/etc/lotse/totp".into()))]);
    let [guild] = discord.guilds.as_slice() else { panic!("one guild") };
    assert_eq!((guild.id, guild.category, guild.language), (5, 6, Some(Language::Ja)));
}

fn what_is_decided(config: &Config) {
    assert_eq!(config.keeping.store.as_deref(), Some(Path::new("/etc/lotse/lotse.db")));
    assert_eq!(config.keeping.audit_key, Some(SecretSource::Credential("audit".to_owned())));
    assert!(config.keeping.history.on);
    let policy = &config.policy;
    assert_eq!(policy.yes.iter().copied().collect::<Vec<_>>(), [Risk::Reversible]);
    assert_eq!((policy.expires, policy.second_expires, policy.parallel), (Seconds(300), Seconds(3600), 2));
    assert_eq!(policy.protected, ["home/100"]);
    let [rule] = policy.rules.as_slice() else { panic!("one rule") };
    assert_eq!(
        (rule.cluster.as_deref(), rule.commands.as_slice()),
        (Some("lab"), &["stop".to_owned(), "delete".to_owned()][..])
    );
    assert_eq!((rule.risk, rule.second_person), (Some(Risk::Reversible), None));
    let [first, second] = config.access.rules.as_slice() else { panic!("two rules") };
    assert_eq!((first.who.len(), &first.may), (2, &May::Level(Level::Operate)));
    assert_eq!(second.may, May::Commands(vec!["list", "info"]));
}

#[test]
fn one_guild_needs_no_table_of_its_own() {
    let source = "[discord]\ntoken = { env = \"T\" }\nguild = 5\ncategory = \"6\"\nalert-channel = 7\n";
    let discord = document::read(source, Path::new("/")).unwrap().discord.unwrap();
    let [guild] = discord.guilds.as_slice() else { panic!("one guild") };
    assert_eq!((guild.id, guild.category, guild.alert_channel), (5, 6, Some(7)));
    assert_eq!((discord.max, discord.replies), (Level::Operate, Replies::Auto));
}

#[test]
fn an_empty_file_is_a_configuration_of_defaults() {
    let config = document::read("", Path::new("/")).unwrap();
    assert!(config.clusters.is_empty());
    assert!(config.sweep.on);
    assert!(!config.sweep.smart, "asking disks for their health wakes them");
}
