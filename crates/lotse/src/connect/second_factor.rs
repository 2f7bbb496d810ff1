//! The second factor of a user who logs in with a password: a person is asked for its code, and nobody else can know it.
//!
//! A login is tried before the first question, since whoever types a code takes longer than a question may. The ticket that it
//! brings is renewed without another code for as long as the program runs.

use std::time::Duration;

use lotse_pve::{CallError, Deadline, transport::Rest};
use lotse_text::{clean, tr};
use secrecy::SecretString;

use crate::{
    dialogue,
    failure::{Failure, of_call},
    settings::Settings,
};

/// How long the login beforehand may take; a wrong password is answered after three seconds. What fails otherwise is told by the
/// question itself.
const LOGIN: Duration = Duration::from_secs(5);

/// So many codes are taken. Proxmox locks the second factor of a user after eight wrong ones.
const TRIES: usize = 3;

/// Logs in, and asks for a code where one is demanded and a person is there. Where nobody is, the question tells what is missing.
pub(super) async fn log_in(rest: &Rest, settings: &Settings) -> Result<(), Failure> {
    if !dialogue::possible(settings) {
        return Ok(());
    }
    let language = settings.language;
    let mut demanded = None;
    for tried in 0..=TRIES {
        let limit = Deadline::after(LOGIN.min(settings.deadline).max(Duration::from_secs(1)));
        let error = match rest.log_in(limit).await {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        match &error {
            CallError::NeedTotp { .. } => demanded = Some(error),
            // The password was right before, so it is the code that was not.
            CallError::Refused { .. } if demanded.is_some() => {
                settings.printer.error(tr::connect_totp_wrong(language));
            }
            _ => return Ok(()),
        }
        let Some(CallError::NeedTotp { endpoint, user }) = &demanded else { return Ok(()) };
        if tried == TRIES {
            break;
        }
        let code = dialogue::ask(settings, &tr::connect_totp(language, clean(endpoint), clean(user)));
        if code.is_empty() {
            break;
        }
        rest.second_factor(SecretString::from(code.split_whitespace().collect::<String>())).await;
    }
    demanded.map_or(Ok(()), |error| Err(of_call(&error, language)))
}
