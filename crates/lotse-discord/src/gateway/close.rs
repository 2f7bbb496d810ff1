//! Which close codes are final.

use crate::error::BotError;

/// The end of the bot that a close code is, if it is one (Discord's documentation, "Gateway Close Event Codes": those without
/// "reconnect").
pub(super) const fn fatal(code: u16) -> Option<BotError> {
    let reason = match code {
        4004 => "token",
        4010 => "shard",
        4011 => "sharding",
        4012 => "version",
        4013 => "intents",
        4014 => "privileged-intents",
        _ => return None,
    };
    Some(BotError::Closed { code, reason })
}

#[cfg(test)]
mod tests {
    use super::fatal;
    use crate::error::BotError;

    #[test]
    fn only_the_codes_after_which_connecting_is_useless_are_final() {
        for code in [4004, 4010, 4011, 4012, 4013, 4014] {
            assert!(matches!(fatal(code), Some(BotError::Closed { code: same, .. }) if same == code));
        }
        for code in [1000, 1001, 1006, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009, 4999] {
            assert_eq!(fatal(code), None, "{code}");
        }
    }
}
