### Alarme in Discord. Sätze für Embeds: kein Markdown darin. $when ist eine Zeit, die Discord schreibt: »vor 3 Minuten«, »in einer Stunde«.


## Buttons

discord-alert-button-acknowledge = Quittieren
discord-alert-button-hour = 1 Std. stumm
discord-alert-button-morning = Stumm bis morgen 8 Uhr

## The card

discord-alert-since = begann { $when }
discord-alert-members = { $count ->
    [one] { $count } überwachter Gast ist mit ausgefallen:
   *[other] { $count } überwachte Gäste sind mit ausgefallen:
}
discord-alert-more = und { $count } weitere
discord-alert-more-hint = Alle zeigt /monitor list
discord-alert-acknowledged = { $by } kümmert sich darum
discord-alert-snoozed = Von { $by } stummgeschaltet; nächste Meldung { $when }
discord-alert-started = Start angefordert von { $by }
discord-alert-recovered = endete { $when }
discord-alert-over = { $name }: vorbei
discord-alert-was = Das war: { $state }
discord-alert-lost = Zu diesem Alarm ist nichts mehr bekannt.

## Why it is told once more

discord-alert-kind-raised = Neu
discord-alert-kind-changed = Der Zustand ist jetzt ein anderer
discord-alert-kind-reminder = Immer noch so
discord-alert-kind-escalated = Bisher hat niemand quittiert
discord-alert-kind-recovered = Vorbei
discord-alert-kind-test = Test

## Several at once

discord-alert-summary = { $count ->
    [one] { $count } Alarm inzwischen
   *[other] { $count } Alarme inzwischen
}, { $open ->
    [0] alle vorbei
   *[other] { $open } noch offen
}

## A test

discord-alert-test = Testalarm
discord-alert-test-text = Alarme kommen in diesem Kanal an. Es ist nichts passiert.

## Presses that do nothing; the title of a card, no full stop

discord-alert-is-over = dieser Alarm ist vorbei
discord-alert-is-acknowledged = { $by } kümmert sich schon darum
discord-alert-other-guest = diese Nummer hat jetzt ein anderer Gast; es wurde nichts gestartet
discord-alert-unsure = es ließ sich nicht feststellen, ob das noch derselbe Gast ist; es wurde nichts gestartet, bitte /start verwenden

## Names in the slash commands

discord-name-ack = quittieren
discord-name-snooze = stumm
discord-name-test = testen
discord-choice-info = Hinweis
discord-choice-warning = Warnung
discord-choice-error = Fehler
discord-choice-critical = kritisch
