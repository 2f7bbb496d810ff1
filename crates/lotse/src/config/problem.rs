//! What can be wrong with a configuration. One variant, one message, one broken example under `tests/invalid_configs`.

use std::ops::Range;

use lotse_text::{Language, tr};

use super::kind::Kind;

/// A problem with its place in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    /// Bytes of the text.
    pub(crate) span: Range<usize>,
    /// What is wrong there.
    pub(crate) problem: Problem,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It is no TOML; the parser's words.
    Syntax { message: String },
    /// Nobody knows this key.
    UnknownKey { key: String, table: String, suggestion: Option<String> },
    /// The value is of another kind.
    WrongKind { key: String, wanted: Kind, found: Kind },
    /// The value is empty.
    Empty { key: String },
    /// The number is too small or too large.
    OutOfBounds { key: String, value: String, low: String, high: String },
    /// No such language.
    BadLanguage { value: String },
    /// No such time zone.
    BadZone { value: String },
    /// No length of time.
    BadDuration { value: String },
    /// No age.
    BadAge { value: String },
    /// A warning that would come after the error.
    LimitsOrder,
    /// No name for a cluster.
    BadClusterName { value: String },
    /// Neither `nodes` nor `ssh`.
    NoWay,
    /// Both `nodes` and `ssh`.
    TwoWays,
    /// A key that needs another one to mean something.
    OnlyWith { key: &'static str, other: &'static str },
    /// No address of an API.
    BadAddress { value: String, suggestion: Option<String> },
    /// Neither a token nor a user.
    NoLogin,
    /// Both a token and a user.
    TwoLogins,
    /// One of two keys that belong together.
    Pair { has: &'static str, lacks: &'static str },
    /// No id of a token.
    BadTokenId { key: &'static str, value: String },
    /// No user with realm.
    BadUser { value: String },
    /// No target of an SSH connection.
    BadSshTarget { value: String },
    /// Both `ca` and `fingerprint`.
    TwoTrusts,
    /// No fingerprint.
    BadFingerprint { value: String },
    /// A secret in the open.
    PlainSecret { key: String },
    /// None or several of the four ways to name a secret.
    SecretForm { key: String },
    /// A command line instead of words.
    CommandLine { key: String },
    /// A credential with a path.
    BadCredential { value: String },
    /// Read-only, and with a way to write.
    ReadOnlyWrites { key: &'static str },
    /// Two aliases that are the same word.
    SameAlias { alias: String, first: String },
    /// A key that must be there.
    Missing { key: String },
    /// None of the words that this key takes.
    BadChoice { key: String, value: String, choices: Vec<String>, suggestion: Option<String> },
    /// Nobody whom a rule could mean.
    BadWho { value: String },
    /// No scope.
    BadScope { value: String },
    /// A scope that means no cluster, where there are several.
    ScopeWithoutCluster { value: String },
    /// No id of Discord.
    BadSnowflake { key: String, value: String },
    /// The role that everybody in a guild has.
    Everyone { value: String },
    /// Neither `guild` nor `[[discord.guild]]`.
    NoGuild,
    /// Both `guild` and `[[discord.guild]]`.
    TwoGuildForms,
    /// The same guild twice.
    SameGuild { value: String },
    /// An address without TLS that is not on this machine, or none at all.
    BadService { key: String, value: String },
    /// A second factor that nobody has.
    NoSecrets,
    /// No hours that come again.
    BadHours { value: String },
    /// No moment.
    BadMoment { value: String },
    /// A window that ends before it begins.
    WindowOrder,
    /// Neither or both of `from`/`to` and `hours`.
    WindowForm,
    /// No name for a channel.
    BadChannelName { value: String },
    /// A channel that does not exist.
    NoSuchChannel { value: String, suggestion: Option<String>, known: Vec<String> },
    /// A text that has not the form that its key takes.
    BadForm { key: String, value: String, example: &'static str },
    /// Mail that could be read on its way.
    OpenMail { value: String },
    /// A channel of Discord without a bot.
    NoBot,
    /// Both a token and a user for one channel.
    TwoChannelLogins,
    /// An address that others could reach.
    BadListen { key: String, value: String },
}

impl Problem {
    /// The stable code.
    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::Syntax { .. } => "E-CONFIG-SYNTAX",
            Self::UnknownKey { .. } => "E-CONFIG-UNKNOWN-KEY",
            Self::WrongKind { .. } => "E-CONFIG-KIND",
            Self::Empty { .. } => "E-CONFIG-EMPTY",
            Self::OutOfBounds { .. } => "E-CONFIG-BOUNDS",
            Self::BadLanguage { .. } => "E-CONFIG-LANGUAGE",
            Self::BadZone { .. } => "E-CONFIG-TIMEZONE",
            Self::BadDuration { .. } => "E-CONFIG-DURATION",
            Self::BadAge { .. } => "E-CONFIG-AGE",
            Self::LimitsOrder => "E-CONFIG-LIMITS",
            Self::BadClusterName { .. } => "E-CONFIG-CLUSTER-NAME",
            Self::NoWay => "E-CONFIG-NO-WAY",
            Self::TwoWays => "E-CONFIG-TWO-WAYS",
            Self::OnlyWith { .. } => "E-CONFIG-ONLY-WITH",
            Self::BadAddress { .. } => "E-CONFIG-ADDRESS",
            Self::NoLogin => "E-CONFIG-NO-LOGIN",
            Self::TwoLogins => "E-CONFIG-TWO-LOGINS",
            Self::Pair { .. } => "E-CONFIG-PAIR",
            Self::BadTokenId { .. } => "E-CONFIG-TOKEN-ID",
            Self::BadUser { .. } => "E-CONFIG-USER",
            Self::BadSshTarget { .. } => "E-CONFIG-SSH",
            Self::TwoTrusts => "E-CONFIG-TWO-TRUSTS",
            Self::BadFingerprint { .. } => "E-CONFIG-FINGERPRINT",
            Self::PlainSecret { .. } => "E-CONFIG-PLAIN-SECRET",
            Self::SecretForm { .. } => "E-CONFIG-SECRET-FORM",
            Self::CommandLine { .. } => "E-CONFIG-COMMAND",
            Self::BadCredential { .. } => "E-CONFIG-CREDENTIAL",
            Self::ReadOnlyWrites { .. } => "E-CONFIG-READ-ONLY",
            Self::SameAlias { .. } => "E-CONFIG-ALIAS",
            Self::Missing { .. } => "E-CONFIG-MISSING",
            Self::BadChoice { .. } => "E-CONFIG-CHOICE",
            Self::BadWho { .. } => "E-CONFIG-WHO",
            Self::BadScope { .. } => "E-CONFIG-SCOPE",
            Self::ScopeWithoutCluster { .. } => "E-CONFIG-SCOPE-CLUSTER",
            Self::BadSnowflake { .. } => "E-CONFIG-DISCORD-ID",
            Self::Everyone { .. } => "E-CONFIG-EVERYONE",
            Self::NoGuild => "E-CONFIG-NO-GUILD",
            Self::TwoGuildForms => "E-CONFIG-TWO-GUILDS",
            Self::SameGuild { .. } => "E-CONFIG-SAME-GUILD",
            Self::BadService { .. } => "E-CONFIG-SERVICE",
            Self::NoSecrets => "E-CONFIG-SECOND-FACTOR",
            Self::BadHours { .. } => "E-CONFIG-HOURS",
            Self::BadMoment { .. } => "E-CONFIG-MOMENT",
            Self::WindowOrder => "E-CONFIG-WINDOW-ORDER",
            Self::WindowForm => "E-CONFIG-WINDOW-FORM",
            Self::BadChannelName { .. } => "E-CONFIG-CHANNEL-NAME",
            Self::NoSuchChannel { .. } => "E-CONFIG-NO-CHANNEL",
            Self::BadForm { .. } => "E-CONFIG-FORM",
            Self::OpenMail { .. } => "E-CONFIG-OPEN-MAIL",
            Self::NoBot => "E-CONFIG-NO-BOT",
            Self::TwoChannelLogins => "E-CONFIG-CHANNEL-LOGINS",
            Self::BadListen { .. } => "E-CONFIG-LISTEN",
        }
    }

    /// What is wrong, in words.
    pub(crate) fn text(&self, language: Language) -> String {
        match self {
            Self::Syntax { message } => tr::config_syntax(language, message),
            Self::UnknownKey { key, table, .. } if table.is_empty() => tr::config_unknown_key(language, key),
            Self::UnknownKey { key, table, .. } => tr::config_unknown_key_in(language, key, table),
            Self::WrongKind { key, wanted, found } => {
                tr::config_wrong_kind(language, kind(language, *found), key, kind(language, *wanted))
            }
            Self::Empty { key } => tr::config_empty(language, key),
            Self::OutOfBounds { key, value, low, high } => tr::config_bounds(language, high, key, low, value),
            Self::BadLanguage { value } => tr::config_language(language, value),
            Self::BadZone { value } => tr::config_timezone(language, value),
            Self::BadDuration { value } | Self::BadAge { value } => tr::config_duration(language, value),
            Self::LimitsOrder => tr::config_limits(language),
            Self::BadClusterName { value } => tr::config_cluster_name(language, value),
            Self::NoWay => tr::config_no_way(language),
            Self::TwoWays => tr::config_two_ways(language),
            Self::OnlyWith { key, other } => tr::config_only_with(language, *key, *other),
            Self::BadAddress { value, .. } => tr::config_address(language, value),
            Self::NoLogin => tr::config_no_login(language),
            Self::TwoLogins => tr::config_two_logins(language),
            Self::Pair { has, lacks } => tr::config_pair(language, *has, *lacks),
            Self::BadTokenId { key, value } => tr::config_token_id(language, *key, value),
            Self::BadUser { value } => tr::config_user(language, value),
            Self::BadSshTarget { value } => tr::config_ssh(language, value),
            Self::TwoTrusts => tr::config_two_trusts(language),
            Self::BadFingerprint { value } => tr::config_fingerprint(language, value),
            Self::PlainSecret { key } => tr::config_plain_secret(language, key),
            Self::SecretForm { key } => tr::config_secret_form(language, key),
            Self::CommandLine { key } => tr::config_command(language, key),
            Self::BadCredential { value } => tr::config_credential(language, value),
            Self::ReadOnlyWrites { key } => tr::config_read_only(language, *key),
            Self::SameAlias { alias, first } => tr::config_alias(language, alias, first),
            Self::Missing { key } => tr::config_missing(language, key),
            Self::BadChoice { key, value, .. } => tr::config_choice(language, key, value),
            Self::BadWho { value } => tr::config_who(language, value),
            Self::BadScope { value } => tr::config_scope(language, value),
            Self::ScopeWithoutCluster { value } => tr::config_scope_without_cluster(language, value),
            Self::BadSnowflake { key, value } => tr::config_discord_id(language, key, value),
            Self::Everyone { value } => tr::config_everyone(language, value),
            Self::NoGuild => tr::config_no_guild(language),
            Self::TwoGuildForms => tr::config_two_guilds(language),
            Self::SameGuild { value } => tr::config_same_guild(language, value),
            Self::BadService { key, value } => tr::config_service(language, key, value),
            Self::NoSecrets => tr::config_second_factor(language),
            Self::BadHours { value } => tr::config_hours(language, value),
            Self::BadMoment { value } => tr::config_moment(language, value),
            Self::WindowOrder => tr::config_window_order(language),
            Self::WindowForm => tr::config_window_form(language),
            Self::BadChannelName { value } => tr::config_channel_name(language, value),
            Self::NoSuchChannel { value, .. } => tr::config_no_channel(language, value),
            Self::BadForm { key, value, .. } => tr::config_form(language, key, value),
            Self::OpenMail { value } => tr::config_open_mail(language, value),
            Self::NoBot => tr::config_no_bot(language),
            Self::TwoChannelLogins => tr::config_channel_logins(language),
            Self::BadListen { key, value } => tr::config_listen(language, key, value),
        }
    }

    /// What to write instead.
    pub(crate) fn hint(&self, language: Language) -> Option<String> {
        Some(match self {
            Self::UnknownKey { suggestion: Some(meant), .. }
            | Self::BadAddress { suggestion: Some(meant), .. }
            | Self::BadChoice { suggestion: Some(meant), .. }
            | Self::NoSuchChannel { suggestion: Some(meant), .. } => tr::config_did_you_mean(language, meant),
            Self::UnknownKey { .. }
            | Self::Syntax { .. }
            | Self::Empty { .. }
            | Self::WrongKind { .. }
            | Self::OutOfBounds { .. }
            | Self::TwoWays
            | Self::TwoLogins
            | Self::TwoTrusts
            | Self::OnlyWith { .. }
            | Self::Missing { .. }
            | Self::TwoGuildForms
            | Self::SameGuild { .. }
            | Self::WindowOrder
            | Self::TwoChannelLogins => return None,
            Self::BadAddress { .. } => tr::config_address_hint(language),
            Self::BadLanguage { .. } => tr::config_language_hint(language),
            Self::BadZone { .. } => tr::config_timezone_hint(language),
            Self::BadDuration { .. } => tr::config_duration_hint(language),
            Self::BadAge { .. } => tr::config_age_hint(language),
            Self::LimitsOrder => tr::config_limits_hint(language),
            Self::BadClusterName { .. } => tr::config_cluster_name_hint(language),
            Self::NoWay => tr::config_no_way_hint(language),
            Self::NoLogin => tr::config_no_login_hint(language),
            Self::Pair { lacks, .. } => tr::config_pair_hint(language, *lacks),
            Self::BadTokenId { .. } => tr::config_token_id_hint(language),
            Self::BadUser { .. } => tr::config_user_hint(language),
            Self::BadSshTarget { .. } => tr::config_ssh_hint(language),
            Self::BadFingerprint { .. } => tr::config_fingerprint_hint(language),
            Self::PlainSecret { key } | Self::SecretForm { key } => tr::config_secret_hint(language, key),
            Self::CommandLine { key } => tr::config_command_hint(language, key),
            Self::BadCredential { .. } => tr::config_credential_hint(language),
            Self::ReadOnlyWrites { .. } => tr::config_read_only_hint(language),
            Self::SameAlias { .. } => tr::config_alias_hint(language),
            Self::BadChoice { choices, .. } if choices.is_empty() => return None,
            Self::NoSuchChannel { known, value, .. } if known.is_empty() => tr::config_no_channel_hint(language, value),
            Self::BadChoice { choices, .. } | Self::NoSuchChannel { known: choices, .. } => {
                let quoted: Vec<_> = choices.iter().map(|choice| format!("`{choice}`")).collect();
                tr::config_choice_hint(language, quoted.join(", "))
            }
            Self::BadWho { .. } => tr::config_who_hint(language),
            Self::BadScope { .. } => tr::config_scope_hint(language),
            Self::ScopeWithoutCluster { value } => tr::config_scope_without_cluster_hint(language, value),
            Self::BadSnowflake { .. } => tr::config_discord_id_hint(language),
            Self::Everyone { .. } => tr::config_everyone_hint(language),
            Self::NoGuild => tr::config_no_guild_hint(language),
            Self::BadService { .. } => tr::config_service_hint(language),
            Self::NoSecrets => tr::config_second_factor_hint(language),
            Self::BadHours { .. } => tr::config_hours_hint(language),
            Self::BadMoment { .. } => tr::config_moment_hint(language),
            Self::WindowForm => tr::config_window_form_hint(language),
            Self::BadChannelName { .. } => tr::config_channel_name_hint(language),
            Self::BadForm { example, .. } => tr::config_form_hint(language, *example),
            Self::OpenMail { .. } => tr::config_open_mail_hint(language),
            Self::NoBot => tr::config_no_bot_hint(language),
            Self::BadListen { .. } => tr::config_listen_hint(language),
        })
    }
}

fn kind(language: Language, kind: Kind) -> String {
    match kind {
        Kind::Text => tr::config_kind_text(language),
        Kind::Texts => tr::config_kind_texts(language),
        Kind::Integer => tr::config_kind_integer(language),
        Kind::Number => tr::config_kind_number(language),
        Kind::Boolean => tr::config_kind_boolean(language),
        Kind::Table => tr::config_kind_table(language),
        Kind::List => tr::config_kind_list(language),
        Kind::Date => tr::config_kind_date(language),
    }
}
