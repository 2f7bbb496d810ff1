//! Login realms.

use std::collections::BTreeMap;

/// A login realm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Realm {
    /// `pam`, `pve`, `ldap`, `ad`, `openid`.
    pub kind: String,
    /// Comment.
    pub comment: Option<String>,
    /// The second factor that the realm demands of everyone (`type=oath`), if any.
    pub tfa: Option<String>,
    /// Preselected on the login page.
    pub default: bool,
    /// Everything else as it was given (server, base DN, …).
    pub settings: BTreeMap<String, String>,
}

/// The two realms that every installation has.
#[must_use]
pub fn built_in() -> BTreeMap<String, Realm> {
    [("pam", "Linux PAM standard authentication"), ("pve", "Proxmox VE authentication server")]
        .into_iter()
        .map(|(name, comment)| {
            let realm = Realm {
                kind: name.to_owned(),
                comment: Some(comment.to_owned()),
                tfa: None,
                default: false,
                settings: BTreeMap::new(),
            };
            (name.to_owned(), realm)
        })
        .collect()
}
