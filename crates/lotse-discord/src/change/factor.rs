//! The second factor: codes of RFC 6238, each good once.

use std::collections::BTreeMap;

use lotse_model::Timestamp;
use lotse_store::{Appended, Shared};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

/// The kind of the documents that say which code was used last.
const KIND: &str = "discord-factor";
/// The length of a step, in seconds, and how many steps before and after are taken too (RFC 6238, 5.2).
const STEP: u64 = 30;
const SKEW: u16 = 1;

/// Whether a code counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is right, and was not used before.
    Right,
    /// It is wrong, or was used before.
    Wrong,
    /// The person has no secret, so nothing can be right.
    NoSecret,
    /// Which codes were used cannot be read or written: then none counts.
    Unknown,
}

/// The step whose code this is.
fn step(secret: &SecretString, code: &str, now: Timestamp) -> Option<u64> {
    let secret = totp_rs::Secret::try_from_base32(secret.expose_secret().trim().to_ascii_uppercase()).ok()?;
    let totp = totp_rs::Builder::new().with_secret(secret).with_step_duration(STEP).with_skew(SKEW).build().ok()?;
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    totp.check(&digits, u64::try_from(now.0).ok()?)
}

/// Whether a code of a person counts now; when it does it is used up.
pub(super) async fn judge(
    secrets: &BTreeMap<u64, SecretString>,
    store: &Shared,
    user: u64,
    code: &str,
    now: Timestamp,
) -> Verdict {
    let Some(secret) = secrets.get(&user) else { return Verdict::NoSecret };
    let Some(step) = step(secret, code, now) else { return Verdict::Wrong };
    let key = user.to_string();
    let Ok(known) = store.document(KIND, &key).await else { return Verdict::Unknown };
    let last = known.as_ref().and_then(|known| known.body.get("step")).and_then(Value::as_u64);
    if last.is_some_and(|last| step <= last) {
        return Verdict::Wrong;
    }
    let version = known.map_or(0, |known| known.version);
    match store.put_document(KIND, &key, &json!({"step": step}), version, now).await {
        Ok(Appended::Done) => Verdict::Right,
        // Somebody used a code of this person at the same moment.
        Ok(Appended::Overtaken) => Verdict::Wrong,
        Err(_) => Verdict::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use lotse_model::Timestamp;
    use lotse_store::{Shared, Sqlite};

    use super::{Verdict, judge};

    /// The secret of RFC 6238, appendix B ("12345678901234567890"), and two of its times; the last six digits of its codes.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[tokio::test]
    async fn a_code_is_right_once() {
        let store: Shared = Arc::new(Sqlite::in_memory().await.unwrap());
        let secrets = [(7, SECRET.to_owned().into())].into();
        let say = |code: &'static str, at: i64, user: u64| {
            let (store, secrets) = (&store, &secrets);
            async move { judge(secrets, store, user, code, Timestamp(at)).await }
        };
        assert_eq!(say("081804", 1_111_111_109, 8).await, Verdict::NoSecret);
        assert_eq!(say("081805", 1_111_111_109, 7).await, Verdict::Wrong);
        assert_eq!(say("081 804", 1_111_111_109, 7).await, Verdict::Right);
        assert_eq!(say("081804", 1_111_111_109, 7).await, Verdict::Wrong, "used");
        assert_eq!(say("050471", 1_111_111_111, 7).await, Verdict::Right);
        assert_eq!(say("081804", 1_111_111_111, 7).await, Verdict::Wrong, "an older one than the last");
        assert_eq!(say("005924", 1_234_567_890, 7).await, Verdict::Right);
    }
}
