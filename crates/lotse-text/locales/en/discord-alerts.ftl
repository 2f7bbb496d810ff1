### Alerts in Discord. Sentences for embeds: no markdown in them. $when is a time that Discord writes: "3 minutes ago", "in an hour".


## Buttons

discord-alert-button-acknowledge = Acknowledge
discord-alert-button-hour = Snooze 1 h
discord-alert-button-morning = Snooze until tomorrow 8

## The card

discord-alert-since = began { $when }
discord-alert-members = { $count ->
    [one] { $count } watched guest is down with it:
   *[other] { $count } watched guests are down with it:
}
discord-alert-more = and { $count } more
discord-alert-more-hint = All of them: /monitor list
discord-alert-acknowledged = { $by } takes care of it
discord-alert-snoozed = { $by } snoozed it; told again { $when }
discord-alert-started = Start asked for by { $by }
discord-alert-recovered = ended { $when }
discord-alert-over = { $name }: over
discord-alert-was = It was: { $state }
discord-alert-lost = Nothing is known of this alert any more.

## Why it is told once more

discord-alert-kind-raised = New
discord-alert-kind-changed = It is another state now
discord-alert-kind-reminder = Still so
discord-alert-kind-escalated = Nobody has acknowledged it yet
discord-alert-kind-recovered = Over
discord-alert-kind-test = Test

## Several at once

discord-alert-summary = { $count ->
    [one] { $count } alert meanwhile
   *[other] { $count } alerts meanwhile
}, { $open ->
    [0] all of them over
   *[other] { $open } still open
}

## A test

discord-alert-test = Test alert
discord-alert-test-text = Alerts arrive in this channel. Nothing has happened.

## Presses that do nothing; the title of a card, no full stop

discord-alert-is-over = this alert is over
discord-alert-is-acknowledged = { $by } takes care of it already
discord-alert-other-guest = another guest has this number now, so nothing was started
discord-alert-unsure = it could not be made sure that this is still the same guest, so nothing was started; use /start

## Names in the slash commands

discord-name-ack = ack
discord-name-snooze = snooze
discord-name-test = test
discord-choice-info = note
discord-choice-warning = warning
discord-choice-error = error
discord-choice-critical = critical
