//! No secret gets into the audit, whatever a person typed or a machine said.

/// What stands in the place of a secret.
pub(super) const MASK: &str = "***";

/// Words by which names of secrets are known, in small letters. Proxmox's own parameters (`password`, `cipassword`,
/// `encryption-key`, `smbpassword`), headers (`PVEAPIToken`, `PVEAuthCookie`, `CSRFPreventionToken`), and what persons call them.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "passwort",
    "kennwort",
    "passphrase",
    "secret",
    "geheim",
    "token",
    "apikey",
    "api-key",
    "api_key",
    "private-key",
    "encryption-key",
    "pveauthcookie",
    "ticket",
    "credential",
    "authorization",
    "パスワード",
    "トークン",
    "秘密",
];

/// Whether something of this name is a secret.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name = name.to_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// The text with what looks like a secret masked: `password=…`, `cipassword: …`, `--token …`, `PVEAPIToken=…`, in quotes or not. A
/// word too much is masked rather than one too few; names of secrets stay.
#[must_use]
pub fn scrub(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (name, behind) = name(rest);
        if name.is_empty() {
            let (one, behind) = rest.split_at(rest.chars().next().map_or(rest.len(), char::len_utf8));
            clean.push_str(one);
            rest = behind;
            continue;
        }
        clean.push_str(name);
        rest = behind;
        if is_secret_name(name)
            && let Some((mark, value, behind)) = value(name, rest)
        {
            clean.push_str(mark);
            if !value.is_empty() {
                clean.push_str(MASK);
            }
            rest = behind;
        }
    }
    clean
}

/// A name at the beginning: letters, digits, `-` and `_`.
fn name(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len());
    text.split_at(end)
}

/// What stands between a name and its value, the value, and what is behind it. None where no value follows.
fn value<'a>(name: &str, text: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
    let closing = |c: char| matches!(c, '"' | '\'' | ' ' | '\t');
    // `"password": "x"`, `password = x`, `password:x`.
    let marked = text.trim_start_matches(closing);
    let behind = marked.strip_prefix([':', '=', '：', '＝']);
    let start = match behind {
        Some(behind) => behind.trim_start_matches([' ', '\t']),
        // `--password x`
        None if name.starts_with("--") && text.starts_with([' ', '\t']) => text.trim_start_matches([' ', '\t']),
        None => return None,
    };
    let (quote, inner) = match start.chars().next() {
        Some(quote @ ('"' | '\'')) => (Some(quote), start.get(1..)?),
        _ => (None, start),
    };
    let end = match quote {
        Some(quote) => closing_quote(inner, quote),
        None => unquoted_end(inner),
    };
    let (mark, _) = text.split_at(text.len() - inner.len());
    let (value, rest) = inner.split_at(end);
    Some((mark, value, rest))
}

/// Where a quoted value ends; a quote behind a backslash belongs to it.
fn closing_quote(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at,
            _ => {}
        }
    }
    text.len()
}

/// Where a value without quotes ends. `Bearer x` and `Basic x` are values of two words.
fn unquoted_end(text: &str) -> usize {
    let word = |text: &str| text.find(char::is_whitespace).unwrap_or(text.len());
    let first = word(text);
    let scheme = text
        .get(..first)
        .is_some_and(|word| ["bearer", "basic", "bot"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme)));
    if !scheme {
        return first;
    }
    let behind = text.get(first..).unwrap_or_default();
    let blanks = behind.len() - behind.trim_start().len();
    first + blanks + word(behind.trim_start())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::scrub;

    #[test]
    fn a_secret_is_masked_however_it_is_written() {
        for text in [
            "password=hunter2",
            "set 100 cipassword=hunter2 cores=2",
            "--password hunter2",
            "--ci-password   hunter2 --start",
            "PASSWORD = hunter2",
            "passwort: hunter2",
            "{\"password\":\"hunter2\",\"x\":1}",
            "{\"cipassword\": \"hunter2 with \\\" quote hunter2\"}",
            "password='hunter2 hunter2'",
            "PVEAPIToken=root@pam!bot=hunter2",
            "Authorization: Bearer hunter2",
            "token: hunter2",
            "api_key=hunter2&x=1",
            "パスワード：hunter2",
            "PVEAuthCookie=PVE:root@pam:hunter2::x",
            "password=a,hunter2;hunter2",
            "password=\"hunter2",
        ] {
            let clean = scrub(text);
            assert!(!clean.contains("hunter2"), "{text} became {clean}");
            assert!(clean.contains("***"), "{text} became {clean}");
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        for text in [
            "stop home/100",
            "the password of web was lost, restart it",
            "start tag:web, pool:prod",
            "UPID:pve1:0000C530:001C9BEC:5B8C9D3F:qmstart:100:root@pam:",
            "forgot my token again",
            "Büro「マイクラ」を止めて",
            "password=",
        ] {
            assert_eq!(scrub(text), text);
        }
        assert_eq!(scrub("password=x cores=2"), "password=*** cores=2");
        assert_eq!(scrub("--password x --start"), "--password *** --start");
    }

    proptest! {
        #[test]
        fn a_planted_secret_is_never_left(before in ".{0,20}", behind in ".{0,20}", name in "(ci)?password|--token|secret") {
            let text = format!("{before} {name}=Pl4nt3d {behind}");
            prop_assert!(!scrub(&text).contains("Pl4nt3d"), "{}", text);
        }

        #[test]
        fn scrubbing_again_changes_nothing(text in ".{0,60}") {
            let once = scrub(&text);
            prop_assert_eq!(scrub(&once), once);
        }
    }
}
