### The watch as people order it: what is watched, alerts, tests of channels.

command-monitor-add = Watch a guest, a tag, a node, a storage or a cluster
command-monitor-remove = Watch something no longer
command-monitor-list = What is watched, how it stands, and what is wrong
command-monitor-ack = Take care of an alert: no more reminders
command-monitor-snooze = Hear of an alert again later
command-monitor-test = Try a channel, or see where an alert would go
argument-watched = A guest, or tag:prod, pool:web, node:pve1, storage:local, cluster:home
argument-findings = Problems from this severity on count, too
argument-expected-off = It may be off: only a change of that alerts
argument-severity = How much it matters
argument-entry = An entry (m3), or what it watches
argument-alert = An alert (a17), or what it is about
argument-channel = A channel of the configuration
argument-route = For what an alert is supposed
argument-until = Until when: 08:00, tomorrow 8, 2026-11-28 08:00

column-alert = Alert
column-entry = Entry
column-watched = Watched
column-since = Since
column-phase = People
column-notes = Notes
column-severity = Severity

monitor-alerts = Open alerts
monitor-watched = Watched
monitor-nothing = Nothing is watched.
monitor-nothing-hint = `monitor-add web` watches a guest, `monitor-add tag:prod` all guests with a tag
monitor-no-alerts = No alert is open.
monitor-no-channel = Nobody is told: the configuration has no channel yet. `[channel.NAME]` adds one.
monitor-node = node { $name }
monitor-storage = storage { $name }
monitor-cluster = cluster { $name }
monitor-not-seen = not looked at yet
monitor-covers-nothing = nothing there now
monitor-all-ok = all { $count } as they should be
monitor-covers = { $count } things
monitor-expected-off = may be off
monitor-findings = problems from { $severity } on
monitor-more = { $count } more


monitor-phase-alerting = nobody yet
monitor-phase-acknowledged = { $by } takes care
monitor-phase-snoozed = silent until { $until } ({ $by })
monitor-phase-recovered = ended { $age }

monitor-added = { $what } is watched now ({ $id }).
monitor-already = { $what } is watched already: { $id }, added by { $by }.
monitor-changed = { $what } is watched otherwise now ({ $id }).
monitor-confirmed = { $id } means the guest that has the number now: { $what }.
monitor-covers-nothing-yet = Nothing is in it at the moment; whatever comes to be in it is watched from then on.
monitor-covers-now = { $count ->
    [one] It reaches one thing at the moment.
   *[other] It reaches { $count } things at the moment.
}
monitor-off-now = It is off now, so an alert follows. `--expected-off` says that it may be.
monitor-also = It is watched by { $entries }, too.
monitor-removed = { $what } is no longer watched ({ $id }).
monitor-still = It is still watched by { $entries }.

monitor-acknowledged = You take care of { $id }: { $what }. There are no more reminders; its end is told.
monitor-snoozed = { $id } is silent until { $until }: { $what }. Its end is told.
monitor-order-already = Nothing to do for { $id } ({ $what }): { $how }.
monitor-over = Nothing to do for { $id } ({ $what }): { $how }.
monitor-members = With it: { $names }

monitor-test-delivered = { $channel } took the test message.
monitor-test-waiting = The test message for { $channel } waits in the outbox.
monitor-test-waiting-hint = `lotse serve` sends it; `status` shows whether it runs, and what trouble the channel has
monitor-test-trouble = The channel does not take it: { $trouble }
monitor-test-failed = The test message for { $channel } was not taken.
monitor-test-remark = Not everybody has it: { $remark }
monitor-test-unwatched = No process watches now: this command sent the test by itself, and until `lotse serve` runs nobody is told of any alert
monitor-route-severity = Severity
monitor-route-why = Because of
monitor-route-default = the default: no route matches
monitor-route-matches = route { $numbers }
monitor-route-told = Told
monitor-route-nobody = nobody
monitor-route-outside = Not told
monitor-route-escalation = Then
monitor-route-next = after { $after } without anybody: { $channels }
monitor-route-when = When
monitor-route-held = { $until }, after the quiet hours
monitor-route-maintenance = Maintenance: nothing is told of it now. What is still so at the end of the window is told then.

monitor-status = Watch
monitor-status-off = nobody watches: `lotse serve` does
monitor-status-silent = last sign of life { $age }
monitor-status-since = since { $at }
monitor-status-alerts = Alerts
monitor-status-none = none open
monitor-status-open = { $count } open
monitor-status-care = { $count } open, nobody takes care of { $free }
monitor-status-looked = Last look
monitor-status-never = never yet
monitor-status-outbox = Outbox
monitor-status-waiting = { $count ->
    [one] one message waits
   *[other] { $count } messages wait
}
monitor-status-oldest = { $count ->
    [one] one message waits, from { $age }
   *[other] { $count } messages wait, the oldest from { $age }
}
monitor-status-channel = Channel { $channel }
monitor-status-trouble = does not work (first { $age }): { $detail }
monitor-status-refused = refused as it is configured (first { $age }): { $detail }

audit-watch = Watch
error-no-entry = nothing is watched as `{ $reference }`
error-no-alert = there is no alert `{ $reference }`
error-no-channel = there is no channel `{ $reference }`
error-watch-template = { $reference } is a template: it never runs, so it is not watched
