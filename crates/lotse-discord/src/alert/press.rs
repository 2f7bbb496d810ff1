//! A button of an alert was pressed. What it means stands in the store, whether it counts is decided by the command that it is
//! short for: with the roles of this press, on the guest as it is now.

use std::sync::Arc;

use lotse_engine::{
    Asking,
    command::{Call, CommandError, find},
    topics::Ask,
    watch::{Alert, Phase, book},
};
use lotse_model::Timestamp;
use lotse_pve::Deadline;
use lotse_text::{Zone, tomorrow_at, tr};

use super::{
    card,
    kept::{self, Kept},
    refuse::{bury, no_store, refuse, say},
    start, tend,
};
use crate::{
    answer::failure::Trouble,
    bot::{Bot, Visit},
    change::meaning::Act,
    clock::now,
    respond::{Put, Responder},
};

/// How long the fleet may take to say what a guest is now.
const LOOK: std::time::Duration = std::time::Duration::from_secs(20);
/// The hour of the morning until which an alert may be silenced.
const MORNING: i8 = 8;
/// Whoever silences an alert before this hour means the morning that comes, which is today's.
const NIGHT_ENDS: i8 = 4;

/// Does what a button of an alert means. `key` is the name of its card, `button` its id.
pub(crate) async fn press(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, key: &str, button: &str) {
    let kept = match to.hold(kept::get(&bot.house.store, key)).await {
        Ok(kept) => kept,
        Err(error) => return no_store(visit, to, &error).await,
    };
    // What is in memory may be of a card that was told anew since.
    let Some((mut kept, act)) = kept.and_then(|kept| {
        let act = kept.card.buttons.get(button).cloned()?;
        Some((kept, act))
    }) else {
        return bury(bot, visit, to).await;
    };
    // Its message has this button, also where nobody noted that it was posted.
    kept.card.message = kept.card.message.or(to.pressed().message);
    let alert = match to.hold(book::alert(&bot.house.store, kept.telling.alert)).await {
        Ok(alert) => alert,
        Err(error) => return no_store(visit, to, &error).await,
    };
    let Some(alert) = alert else {
        tend::show(bot, &kept, None, Some(to)).await;
        return refuse(bot, visit, to, GONE, |_| Trouble::new(tr::discord_alert_lost(visit.language))).await;
    };
    if !card::sensible(&alert, &kept.telling).contains(&act) {
        tend::show(bot, &kept, Some(&alert), Some(to)).await;
        let text = too_late(&alert, visit);
        return refuse(bot, visit, to, LATE, |_| Trouble::new(text)).await;
    }
    let ordered = match &act {
        Act::Acknowledge => Order { command: ACKNOWLEDGE, seconds: None },
        Act::SnoozeHour => Order { command: SNOOZE, seconds: Some(3600) },
        Act::SnoozeMorning => Order { command: SNOOZE, seconds: Some(until_morning(now(), &visit.guild.zone)) },
        Act::Do { .. } => return start::start(bot, visit, to, &kept, &alert).await,
        Act::Approve | Act::Cancel | Act::Typed | Act::Turn { .. } => return bury(bot, visit, to).await,
    };
    order(bot, visit, to, (&kept, &alert), ordered).await;
}

const ACKNOWLEDGE: &str = "monitor-ack";
const SNOOZE: &str = "monitor-snooze";

/// An alert that nobody knows any more.
const GONE: &str = "E-DISCORD-ALERT-GONE";
/// What was pressed makes no sense any more: it is over, or somebody takes care of it.
const LATE: &str = "E-DISCORD-ALERT-LATE";

/// What a button orders: a command, and for how many seconds where it wants that.
#[derive(Debug, Clone, Copy)]
struct Order {
    command: &'static str,
    seconds: Option<i64>,
}

/// Gives an order about an alert as its command does, and shows what came of it.
async fn order(bot: &Arc<Bot>, visit: &Visit, to: &mut Responder, (kept, alert): (&Kept, &Alert), ordered: Order) {
    to.put_off_as(Put::Quiet);
    // A tag that was taken away a moment ago counts.
    let asking = Asking { ask: Ask::afresh(Deadline::after(LOOK)), ..visit.asking(bot) };
    let done = match call(ordered, &card::number(alert)) {
        Ok(call) => to.during(Box::pin(asking.answer(&call))).await.map(|_| ()),
        Err(error) => Err(error),
    };
    if let Err(error) = done {
        say(visit, to, error.code(), |id| Trouble::of_command(&error, visit.language, id)).await;
        if matches!(error, CommandError::Denied(_)) {
            let words = format!("[{}] {}", ordered.command, card::number(alert));
            bot.turned.note_refused(&visit.person, error.code(), ordered.command, &words).await;
        }
        return;
    }
    match book::alert(&bot.house.store, kept.telling.alert).await {
        Ok(alert) => tend::show(bot, kept, alert.as_ref(), Some(to)).await,
        Err(error) => no_store(visit, to, &error).await,
    }
}

fn call(order: Order, alert: &str) -> Result<Call, CommandError> {
    let unknown = || CommandError::UnknownCommand { name: order.command.to_owned(), suggestions: Vec::new() };
    let mut call = Call::new(find(order.command).ok_or_else(unknown)?);
    call.set("alert", alert)?;
    if let Some(seconds) = order.seconds {
        call.set("for", &format!("{seconds}s"))?;
    }
    call.check()?;
    Ok(call)
}

/// How many seconds it is until the next morning's hour, in a zone. In the small hours that is today's.
fn until_morning(now: Timestamp, zone: &Zone) -> i64 {
    let day_begins_late = Timestamp(now.0.saturating_sub(i64::from(NIGHT_ENDS) * 3600));
    let morning = tomorrow_at(day_begins_late, MORNING, zone).unwrap_or(Timestamp(now.0.saturating_add(12 * 3600)));
    morning.0.saturating_sub(now.0).max(1)
}

/// Why a button does nothing any more.
fn too_late(alert: &Alert, visit: &Visit) -> String {
    match &alert.phase {
        Phase::Recovered { .. } => tr::discord_alert_is_over(visit.language),
        Phase::Acknowledged { by, .. } => tr::discord_alert_is_acknowledged(visit.language, &by.name),
        Phase::Alerting | Phase::Snoozed { .. } => tr::discord_spent(visit.language),
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::Timestamp;
    use lotse_text::Zone;

    use super::until_morning;

    /// 2026-11-22 00:00 in Berlin.
    const MIDNIGHT: i64 = 1_795_302_000;

    fn hours(hour: i64) -> i64 {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        until_morning(Timestamp(MIDNIGHT + hour * 3600), &berlin) / 3600
    }

    #[test]
    fn the_morning_is_that_after_the_next_night_in_the_zone_of_the_guild() {
        assert_eq!(hours(23), 9, "eleven in the evening");
        assert_eq!(hours(9), 23, "nine in the morning");
        assert_eq!(hours(2), 6, "two at night: today's morning");
        assert_eq!(hours(5), 27, "five: one is up already");
    }

    #[test]
    fn the_hour_is_that_of_the_clock_when_clocks_change() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        // 2027-03-27 20:00 CET; that night clocks go forward.
        let evening = Timestamp(1_806_174_000);
        assert_eq!(until_morning(evening, &berlin), 11 * 3600);
    }
}
