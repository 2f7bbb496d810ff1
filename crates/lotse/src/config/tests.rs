//! Every broken example has its message, in the reference language; a few in the others.

use std::path::{Path, PathBuf};

use lotse_engine::{access::May, change::risk::Risk, command::Level, watch::Window};
use lotse_model::{Seconds, Severity};
use lotse_text::Language;

use super::{
    ChannelKind, Config, GuildChannel, Login, MailSecurity, Replies, Said, SecretSource, Slack, Trust, Way, document,
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
fn the_watch_is_read_with_its_channels_routes_and_windows() {
    let source = r#"
        timezone = "Europe/Berlin"

        [cluster.home]
        ssh = "root@pve"

        [watch]
        interval = "30s"
        grace = "1h"
        remind = false
        flapping = { changes = 4, calm = "10m" }
        blind-after = 5
        quiet = ["22:00-07:00", "sat,sun 00:00-24:00"]
        heartbeat-url = { credential = "heartbeat" }
        default-route = ["mail"]

        [channel.mail]
        kind = "email"
        server = "mail.example.org"
        user = "lotse"
        password = { env = "MAIL" }
        from = "Lotse <lotse@example.org>"
        to = "anna@example.org"
        language = "ja"
        ca = "mail-ca.pem"

        [channel.phone]
        kind = "ntfy"
        topic = { file = "topic" }
        scope = "cluster:home tag:prod"
        rate = 10

        [channel.hook]
        kind = "webhook"
        url = "http://127.0.0.1:9000/hook"
        secret = { file = "hook.key" }

        [[maintenance]]
        scope = ["cluster:home", "storage:home/backup"]
        from = 2026-11-27T10:00:00
        to = 2026-11-27T12:00:00Z

        [[route]]
        scope = "tag:prod"
        severity = "critical"
        hours = "mon-fri 08:00-18:00"
        channels = "phone"
        escalation = { after = "15m", channels = ["mail"] }
        continue = true

        [serve]
        listen = "127.0.0.1:9187"
    "#;
    let config = document::read(source, Path::new("/etc/lotse")).unwrap();
    let watch = &config.watch;
    assert_eq!((watch.interval.as_secs(), watch.grace.as_secs(), watch.confirm.as_secs()), (30, 3600, 3));
    assert_eq!((watch.remind, watch.blind_after, watch.quiet.len()), (None, 5, 2));
    assert_eq!(
        (watch.flapping.changes, watch.flapping.calm.as_secs(), watch.flapping.within.as_secs()),
        (4, 600, 3600)
    );
    assert_eq!(watch.default_route, ["mail"]);
    assert_eq!(watch.zone.iana_name(), Some("Europe/Berlin"));
    let [Window::Once { from, to, .. }, Window::Once { .. }] = watch.maintenance.as_slice() else {
        panic!("one for each scope")
    };
    assert_eq!((from.0, to.0), (1_795_770_000, 1_795_780_800));
    let [route] = watch.routes.as_slice() else { panic!("one route") };
    assert_eq!(
        (route.severity, route.channels.as_slice(), route.goes_on),
        (Severity::Critical, &["phone".to_owned()][..], true)
    );
    assert_eq!(route.escalation.as_ref().map(|next| next.after.as_secs()), Some(900));
    let scopes: Vec<String> = watch.places.iter().map(|place| place.scope[0].to_string()).collect();
    assert_eq!(scopes, ["cluster:*", "cluster:home tag:prod", "cluster:*"], "whoever says no scope means everything");
    let ChannelKind::Email(mail) = &config.channels[0].kind else { panic!("mail") };
    assert_eq!((mail.port, mail.security, mail.to.len()), (587, MailSecurity::StartTls, 1));
    assert_eq!(config.channels[0].language, Some(Language::Ja));
    let ChannelKind::Ntfy(phone) = &config.channels[1].kind else { panic!("ntfy") };
    assert_eq!(phone.server.as_str(), "https://ntfy.sh/");
    assert_eq!(phone.topic, Said::Secret(SecretSource::File("/etc/lotse/topic".into())));
    assert_eq!(config.serve.listen, Some("127.0.0.1:9187".parse().unwrap()));
    assert_eq!(config.serve.heartbeat, Some(Said::Secret(SecretSource::Credential("heartbeat".to_owned()))));
}

#[test]
fn slack_is_told_by_a_webhook_or_by_a_bot() {
    let source = r#"
        [channel.hook]
        kind = "slack"
        webhook = { env = "HOOK" }
        [channel.bot]
        kind = "slack"
        token = { env = "TOKEN" }
        channel = "C0123456789"
    "#;
    let config = document::read(source, Path::new("/")).unwrap();
    let kinds: Vec<_> = config.channels.iter().map(|channel| channel.kind.clone()).collect();
    let source = |name: &str| SecretSource::Env(name.to_owned());
    let bot = Slack::Bot { token: source("TOKEN"), channel: "C0123456789".to_owned(), api_url: None };
    assert_eq!(kinds, [ChannelKind::Slack(Slack::Webhook(source("HOOK"))), ChannelKind::Slack(bot)]);
}

#[test]
fn the_alert_channel_of_a_guild_needs_no_channel_of_its_own() {
    let source = "[discord]\ntoken = { env = \"T\" }\nguild = 5\ncategory = 6\nalert-channel = 7\n";
    let config = document::read(source, Path::new("/")).unwrap();
    let [channel] = config.channels.as_slice() else { panic!("one channel") };
    assert_eq!(channel.name, "discord");
    assert_eq!(channel.kind, ChannelKind::Discord(GuildChannel { guild: 5, channel: 7 }));
    assert_eq!(config.watch.default_route, ["discord"], "who says nothing of routes is told everywhere");
    let named = format!("{source}\n[channel.ops]\nkind = \"discord\"\nscope = \"cluster:*\"\n");
    let config = document::read(&named, Path::new("/")).unwrap();
    let names: Vec<&str> = config.channels.iter().map(|channel| channel.name.as_str()).collect();
    assert_eq!(names, ["ops"], "it is not told twice in one place");
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
