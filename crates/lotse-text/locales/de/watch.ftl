### Was die Überwachung sagt: was los ist, warum, und dass es vorbei ist. Überschriften passen in die Benachrichtigung eines Telefons.

## States in a word or two

watch-state-ok = in Ordnung
watch-state-off-on-purpose = absichtlich aus
watch-state-off = aus
watch-state-off-unexplained = aus, Grund unbekannt
watch-state-restarted = unerwartet neu gestartet
watch-state-paused = pausiert
watch-state-suspended = im Ruhezustand
watch-state-gone = verschwunden
watch-state-replaced = durch einen anderen Gast ersetzt
watch-state-node-offline = Knoten offline
watch-state-node-silent = Knoten meldet sich nicht
watch-state-node-gone = Knoten entfernt
watch-state-unreachable = nicht erreichbar
watch-state-refused = Token abgelehnt
watch-state-untrusted = Zertifikat nicht vertrauenswürdig
watch-state-failing = API gestört
watch-state-no-quorum = kein Quorum
watch-state-out-of-sight = außer Sicht
watch-state-unavailable = nicht verfügbar
watch-state-problem = Problem
watch-state-flapping = instabil
watch-state-unknown = unbekannt

## Causes in a word or two

watch-cause-lotse = Änderung über Lotse
watch-cause-task = Aufgabe in Proxmox
watch-cause-removed = Löschung
watch-cause-backup = Sicherung
watch-cause-migration = Migration
watch-cause-ha = HA-Manager
watch-cause-node-reboot = Neustart des Knotens
watch-cause-rollback = Rollback
watch-cause-creation = Anlegen oder Wiederherstellung

## Places

watch-place = {" "}({ $node })
watch-place-none = {""}
watch-thing-storage = Speicher { $storage }
watch-thing-node = Knoten { $node }
watch-thing-cluster = Cluster { $cluster }

## Headlines: a guest

watch-guest-ok = { $guest } läuft{ $place }
watch-guest-off = { $guest } ist aus{ $place }: von innen ausgeschaltet oder abgestürzt
watch-guest-off-unexplained = { $guest } ist aus{ $place }; der Grund war nicht zu lesen
watch-guest-off-on-purpose = { $guest } ist noch immer aus{ $place }: { $reason }
watch-guest-restarted = { $guest } ist unerwartet neu gestartet{ $place }
watch-guest-paused = { $guest } ist pausiert{ $place }
watch-guest-paused-by = { $guest } ist noch immer pausiert{ $place }: { $reason }
watch-guest-suspended = { $guest } ist im Ruhezustand{ $place }
watch-guest-suspended-by = { $guest } ist noch immer im Ruhezustand{ $place }: { $reason }
watch-guest-gone = { $guest } ist verschwunden{ $place }
watch-guest-gone-by = { $guest } ist verschwunden{ $place }: { $reason }
watch-guest-replaced = { $guest } ist jetzt ein anderer Gast{ $place }
watch-guest-replaced-by = { $guest } ist jetzt ein anderer Gast{ $place }: { $reason }
watch-guest-flapping = { $guest } geht ständig an und aus{ $place }
watch-guest-unknown = { $guest }: Zustand unbekannt{ $place }
watch-guest-recovered = { $guest } läuft wieder{ $place }
watch-guest-recovered-restarted = { $guest } läuft seit dem Neustart durch{ $place }
watch-guest-recovered-replaced = { $guest }: Ab jetzt wird der Gast überwacht, der diese Nummer hat{ $place }
watch-guest-recovered-flapping = { $guest } ist wieder stabil{ $place }

## Headlines: a node, a cluster, a storage, a finding

watch-node-offline = Knoten { $node } ist offline{ $guests ->
    [0] {""}
    [one] {""}, mit { $guests } überwachten Gast
   *[other] {""}, mit { $guests } überwachten Gästen
}
watch-node-offline-by = Knoten { $node } ist noch immer offline{ $guests ->
    [0] {""}
    [one] {""}, mit { $guests } überwachten Gast
   *[other] {""}, mit { $guests } überwachten Gästen
}: { $reason }
watch-node-silent = Knoten { $node } meldet sich nicht; seine Gäste sind nicht zu sehen
watch-node-gone = Knoten { $node } gehört nicht mehr zu seinem Cluster
watch-node-restarted = Knoten { $node } ist unerwartet neu gestartet
watch-node-flapping = Knoten { $node } kommt und geht ständig
watch-node-recovered = Knoten { $node } ist wieder online
watch-cluster-unreachable = { $cluster }: Kein Knoten antwortet
watch-cluster-refused = { $cluster } lehnt das Token ab
watch-cluster-untrusted = { $cluster } zeigt ein Zertifikat oder einen Host-Schlüssel, dem nicht vertraut wird
watch-cluster-failing = { $cluster } antwortet mit Fehlern oder zu spät
watch-cluster-no-quorum = { $cluster } hat kein Quorum mehr
watch-cluster-out-of-sight = { $cluster } zeigt Lotse { $guests ->
    [one] { $guests } überwachten Gast
   *[other] { $guests } überwachte Gäste
} nicht mehr
watch-cluster-flapping = { $cluster } kommt und geht ständig
watch-cluster-recovered = { $cluster } antwortet wieder
watch-cluster-recovered-quorum = { $cluster } hat wieder Quorum
watch-cluster-recovered-sight = { $cluster } zeigt wieder alle überwachten Gäste
watch-storage-unavailable = Speicher { $storage } ist nicht verfügbar
watch-storage-flapping = Speicher { $storage } kommt und geht ständig
watch-storage-recovered = Speicher { $storage } ist wieder verfügbar
watch-finding-recovered = Behoben: { $title }
watch-other = { $thing }: { $state }

## Headlines: why it is told again

watch-reminder = Seit { $duration } unverändert: { $headline }
watch-escalated = Von niemandem bestätigt: { $headline }
watch-over-after = { $headline }, nach { $duration }
watch-test = Test von Lotse: Dieser Kanal funktioniert

## Reasons

watch-reason-lotse = { $user } über Lotse ({ $task })
watch-reason-task = { $task } durch { $user }
watch-reason-removed = gelöscht durch { $user }
watch-reason-backup = Sicherung durch { $user }
watch-reason-migration = Migration durch { $user }
watch-reason-ha = der HA-Manager ({ $task })
watch-reason-node-reboot = sein Knoten fuhr herunter oder startete
watch-reason-rollback = Rollback durch { $user }
watch-reason-creation = angelegt oder wiederhergestellt durch { $user }

## Lines of the text

watch-line-reason = Grund: { $reason }
watch-line-reason-running = läuft seit { $began }
watch-line-reason-over = von { $began } bis { $ended }
watch-line-since = Seit { $at } ({ $age })
watch-line-over = Dauer: { $duration }, von { $from } bis { $to }
watch-line-guests = Betroffene überwachte Gäste ({ $count }): { $guests }
watch-line-guests-more = { $guests } und { $more } weitere
watch-line-acknowledged = Bestätigt von { $person }, { $at }
watch-line-snoozed = Stummgeschaltet von { $person } bis { $at }
watch-line-alert = Alarm { $alert } · { $severity } · überwacht durch { $entries }
watch-line-unwritten = Lotses Speicher nimmt gerade nichts an (ist seine Platte voll?). Deshalb hat dies noch keine Nummer und lässt sich nicht übernehmen. Es wird noch einmal gemeldet, sobald es sich aufschreiben lässt.

## What it means and what to do

watch-explain-ok = Alles ist, wie es sein soll.
watch-explain-off-on-purpose = Jemand oder etwas hat ihn ausgeschaltet, und die Zeit, die er aus bleiben darf, ist um. Starten Sie ihn, oder beenden Sie seine Überwachung.
watch-explain-off = Keine Aufgabe des Clusters erklärt es: Er wurde von innen heruntergefahren, sein Prozess ist abgestürzt, oder der Arbeitsspeicher reichte nicht. Sehen Sie im Journal seines Knotens nach.
watch-explain-off-unexplained = Die Aufgabenliste war nicht bis zum letzten Blick zurück lesbar; ob ihn jemand ausgeschaltet hat, ist deshalb nicht bekannt. Das Token braucht Sys.Audit auf /.
watch-explain-restarted = Seine Laufzeit ist kürzer, als sie sein müsste, und keine Aufgabe hat den Neustart ausgelöst: ein Absturz oder ein Neustart von innen.
watch-explain-paused = Sein Prozessor steht still: Jemand hat ihn angehalten, oder sein Speicher ist gestört oder voll. Bis er fortgesetzt wird, antwortet er nicht.
watch-explain-suspended = Sein Arbeitsspeicher liegt auf der Platte. Nach dem Start läuft er dort weiter, wo er war.
watch-explain-gone = Der Cluster führt alle seine Gäste auf, und dieser ist nicht darunter.
watch-explain-replaced = Die Nummer gehört jetzt einem anderen Gast; der Eintrag der Überwachung gilt für ihn nicht. Bestätigen Sie den Eintrag für den neuen Gast, oder entfernen Sie ihn.
watch-explain-node-offline = Der Cluster sieht den Knoten nicht. Ob seine Gäste laufen, ist unbekannt; nur von HA verwaltete werden anderswo gestartet.
watch-explain-node-silent = Der Knoten gehört zum Cluster, sein Statusdienst meldet sich aber nicht. Was seine Gäste tun, ist unbekannt.
watch-explain-node-gone = Der Cluster führt den Knoten nicht mehr auf.
watch-explain-unreachable = Lotse erreicht keinen Knoten des Clusters und sieht darin nichts. Die Gäste laufen womöglich ungestört.
watch-explain-refused = Das Token ist falsch, abgelaufen oder gesperrt. Bis das behoben ist, sieht Lotse in diesem Cluster nichts.
watch-explain-untrusted = Der Server ist nicht der, dem vertraut wird. Wurde das Zertifikat erneuert, passen Sie die Konfiguration an; wenn nicht, hört vielleicht jemand mit.
watch-explain-failing = Die API antwortet, aber nicht mit dem, was gefragt war. Lotse sieht in diesem Cluster nichts; die Gäste laufen womöglich ungestört.
watch-explain-no-quorum = Ohne Mehrheit der Stimmen lässt sich im Cluster nichts starten oder ändern, und Knoten mit HA starten sich womöglich selbst neu.
watch-explain-out-of-sight = Der Cluster antwortet, aber seine Liste ist für dieses Token nicht vollständig, und es fehlen Gäste, die er vorher zeigte. Ob sie laufen, ist unbekannt. Das Token braucht VM.Audit auf ihnen: Prüfen Sie seine Rechte und den Pool oder Pfad, über den es sie hatte. Wurden die Gäste gelöscht oder gehen sie dieses Token nichts mehr an, bestätigen Sie dies, dann werden sie nicht länger vermisst.
watch-explain-unavailable = Der Speicher ist konfiguriert, lässt sich aber gerade nicht verwenden. Gäste, deren Platten darauf liegen, stehen womöglich still.
watch-explain-problem = Die Befunde zeigen ein Problem; mehr sagt `lotse problems`.
watch-explain-flapping = Der Zustand hat in kurzer Zeit mehrmals zwischen gut und schlecht gewechselt. Bis er stabil ist, kommt keine weitere Meldung.
watch-explain-unknown = Niemand konnte nachsehen; darum wird nichts dazu gesagt.

## Several at once

watch-summary = { $count ->
    [one] { $count } Meldung
   *[other] { $count } Meldungen
}, { $open ->
    [0] alles vorbei
    [one] { $open } noch offen
   *[other] { $open } noch offen
}
watch-summary-over = Vorbei nach { $duration }: { $headline }
