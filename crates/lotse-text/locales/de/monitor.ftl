### Die Überwachung, wie Menschen sie bedienen.

command-monitor-add = Einen Gast, ein Tag, einen Knoten, Speicher oder Cluster überwachen
command-monitor-remove = Etwas nicht mehr überwachen
command-monitor-list = Was überwacht wird, wie es steht und was nicht stimmt
command-monitor-ack = Sich um einen Alarm kümmern: keine Erinnerungen mehr
command-monitor-snooze = Von einem Alarm später wieder hören
command-monitor-test = Einen Kanal ausprobieren oder sehen, wohin ein Alarm ginge
argument-watched = Ein Gast oder tag:prod, pool:web, node:pve1, storage:local, cluster:home
argument-findings = Auch Probleme ab diesem Schweregrad zählen
argument-expected-off = Er darf aus sein: Nur eine Änderung daran alarmiert
argument-severity = Wie schwer es wiegt
argument-entry = Ein Eintrag (m3) oder was er überwacht
argument-alert = Ein Alarm (a17) oder wovon er handelt
argument-channel = Ein Kanal aus der Konfiguration
argument-route = Wofür ein Alarm angenommen wird
argument-until = Bis wann: 08:00, morgen 8, 2026-11-28 08:00

column-alert = Alarm
column-entry = Eintrag
column-watched = Überwacht
column-since = Seit
column-phase = Wer
column-notes = Hinweise
column-severity = Schwere

monitor-alerts = Offene Alarme
monitor-watched = Überwacht
monitor-nothing = Es wird nichts überwacht.
monitor-nothing-hint = `monitor-add web` überwacht einen Gast, `monitor-add tag:prod` alle Gäste mit einem Tag
monitor-no-alerts = Kein Alarm ist offen.
monitor-no-channel = Niemand erfährt davon: In der Konfiguration steht noch kein Kanal. `[channel.NAME]` legt einen an.
monitor-node = Knoten { $name }
monitor-storage = Speicher { $name }
monitor-cluster = Cluster { $name }
monitor-not-seen = noch nicht angesehen
monitor-covers-nothing = derzeit nichts
monitor-all-ok = alle { $count } in Ordnung
monitor-covers = umfasst { $count }
monitor-expected-off = darf aus sein
monitor-findings = Probleme ab { $severity }
monitor-more = { $count } weitere


monitor-phase-alerting = noch niemand
monitor-phase-acknowledged = { $by } kümmert sich
monitor-phase-snoozed = stumm bis { $until } ({ $by })
monitor-phase-recovered = beendet { $age }

monitor-added = { $what } wird jetzt überwacht ({ $id }).
monitor-already = { $what } wird schon überwacht: { $id }, hinzugefügt von { $by }.
monitor-changed = { $what } wird jetzt anders überwacht ({ $id }).
monitor-confirmed = { $id } meint den Gast, der die Nummer jetzt hat: { $what }.
monitor-covers-nothing-yet = Im Moment gehört nichts dazu; was dazukommt, wird von da an überwacht.
monitor-covers-now = { $count ->
    [one] Im Moment gehört eines dazu.
   *[other] Im Moment gehören { $count } dazu.
}
monitor-off-now = Er ist gerade aus, darum folgt ein Alarm. `--expected-off` sagt, dass er es sein darf.
monitor-also = Er wird auch durch { $entries } überwacht.
monitor-removed = { $what } wird nicht mehr überwacht ({ $id }).
monitor-still = Er wird weiterhin durch { $entries } überwacht.

monitor-acknowledged = Sie kümmern sich um { $id }: { $what }. Es gibt keine Erinnerungen mehr; das Ende wird gemeldet.
monitor-snoozed = { $id } ist stumm bis { $until }: { $what }. Das Ende wird gemeldet.
monitor-order-already = Für { $id } ({ $what }) ist nichts zu tun: { $how }.
monitor-over = Für { $id } ({ $what }) ist nichts zu tun: { $how }.
monitor-members = Mit betroffen: { $names }

monitor-test-delivered = { $channel } hat die Testnachricht angenommen.
monitor-test-waiting = Die Testnachricht für { $channel } wartet im Ausgang.
monitor-test-waiting-hint = `lotse serve` verschickt sie; `status` zeigt, ob es läuft und was dem Kanal fehlt
monitor-test-trouble = Der Kanal nimmt sie nicht an: { $trouble }
monitor-test-failed = { $channel } hat die Testnachricht nicht angenommen.
monitor-test-remark = Nicht alle haben sie: { $remark }
monitor-test-unwatched = Gerade überwacht kein Prozess: Den Test hat dieser Befehl selbst verschickt, und Alarme meldet niemand, bis `lotse serve` läuft
monitor-route-severity = Schwere
monitor-route-why = Weil
monitor-route-default = keine Route passt, also die Vorgabe
monitor-route-matches = Route { $numbers } passt
monitor-route-told = Erfährt es
monitor-route-nobody = niemand
monitor-route-outside = Erfährt es nicht
monitor-route-escalation = Danach
monitor-route-next = wenn sich { $after } niemand kümmert: { $channels }
monitor-route-when = Wann
monitor-route-held = { $until }, nach der Ruhezeit
monitor-route-maintenance = Wartung: Davon wird jetzt nichts gemeldet. Was am Ende des Fensters noch so ist, wird dann gemeldet.

monitor-status = Überwachung
monitor-status-off = niemand überwacht: Das tut `lotse serve`
monitor-status-silent = letztes Lebenszeichen { $age }
monitor-status-since = seit { $at }
monitor-status-alerts = Alarme
monitor-status-none = keine offen
monitor-status-open = { $count } offen
monitor-status-care = { $count } offen, um { $free } kümmert sich niemand
monitor-status-looked = Letzter Blick
monitor-status-never = noch nie
monitor-status-outbox = Ausgang
monitor-status-waiting = { $count ->
    [one] eine Nachricht wartet
   *[other] { $count } Nachrichten warten
}
monitor-status-oldest = { $count ->
    [one] eine Nachricht wartet, von { $age }
   *[other] { $count } Nachrichten warten, die älteste von { $age }
}
monitor-status-channel = Kanal { $channel }
monitor-status-trouble = geht nicht (zuerst { $age }): { $detail }
monitor-status-refused = abgelehnt, so wie er eingerichtet ist (zuerst { $age }): { $detail }

audit-watch = Überwachung
error-no-entry = Unter `{ $reference }` wird nichts überwacht
error-no-alert = Den Alarm `{ $reference }` gibt es nicht
error-no-channel = Den Kanal `{ $reference }` gibt es nicht
error-watch-template = { $reference } ist eine Vorlage: Sie läuft nie und wird darum nicht überwacht
