//! Users, groups, access control and pools in a scenario file.

use serde::Deserialize;

/// One user.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct User {
    /// `name@realm`.
    pub id: String,
    /// Whether it may log in.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Seconds of the epoch after which it is dead; 0 is never.
    #[serde(default)]
    pub expire: i64,
    /// First name.
    pub firstname: Option<String>,
    /// Last name.
    pub lastname: Option<String>,
    /// Address.
    pub email: Option<String>,
    /// Comment.
    pub comment: Option<String>,
    /// Tokens.
    #[serde(default, rename = "token")]
    pub tokens: Vec<Token>,
    /// A one-time-code secret in Base32: the login then needs a second step.
    pub totp: Option<String>,
}

/// One API token.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Token {
    /// Name.
    pub id: String,
    /// Privilege separation.
    #[serde(default = "yes")]
    pub privsep: bool,
    /// Seconds of the epoch after which it is dead; 0 is never.
    #[serde(default)]
    pub expire: i64,
    /// Comment.
    pub comment: Option<String>,
}

/// One group.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Group {
    /// Name.
    pub id: String,
    /// Comment.
    pub comment: Option<String>,
    /// Members.
    #[serde(default)]
    pub users: Vec<String>,
}

/// One entry of the access control list.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Acl {
    /// Path.
    pub path: String,
    /// Role.
    pub role: String,
    /// A user …
    pub user: Option<String>,
    /// … a group …
    pub group: Option<String>,
    /// … or a token.
    pub token: Option<String>,
    /// Whether it holds below the path as well.
    #[serde(default = "yes")]
    pub propagate: bool,
}

/// One pool.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Pool {
    /// Name.
    pub id: String,
    /// Comment.
    pub comment: Option<String>,
    /// Guests.
    #[serde(default)]
    pub guests: Vec<u32>,
    /// Storages.
    #[serde(default)]
    pub storages: Vec<String>,
}

const fn yes() -> bool {
    true
}
