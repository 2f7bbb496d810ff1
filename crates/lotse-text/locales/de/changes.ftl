### Changes: plans, outcomes, freezes, the audit.

## What is done to what, as a title

does-start = { $what } starten
does-shutdown = { $what } herunterfahren
does-reboot = { $what } neu starten
does-stop = { $what } hart ausschalten
does-suspend = { $what } anhalten
does-resume = { $what } fortsetzen
does-create = Neuer Gast aus { $what }
does-resize = Ressourcen von { $what } ändern
does-migrate = { $what } verschieben
does-delete = { $what } löschen
does-snapshot-create = Snapshot von { $what } anlegen
does-snapshot-rollback = { $what } auf einen Snapshot zurücksetzen
does-snapshot-delete = Snapshot von { $what } löschen
does-backup-now = { $what } sichern
does-restore = { $what } wiederherstellen
does-backup-protect = Schutz einer Sicherung von { $what }
does-backup-delete = Sicherung von { $what } löschen
does-backup-job-create = Neuer Sicherungsauftrag { $what }
does-backup-job-edit = Sicherungsauftrag { $what } ändern
does-backup-job-enable = Sicherungsauftrag { $what } einschalten
does-backup-job-disable = Sicherungsauftrag { $what } abschalten
does-backup-job-run = Sicherungsauftrag { $what } jetzt ausführen
does-backup-job-delete = Sicherungsauftrag { $what } löschen

## Words of states

word-unprotected = nicht geschützt

## A plan

plan-note-blocks = Geht nicht:
plan-note-warning = Achtung:
plan-blocked = Dieser Plan lässt sich nicht ausführen.
plan-timeout = Zeit zum Herunterfahren
plan-to-disk = Auf Platte
plan-new-id = Neue ID
plan-start = Danach starten
plan-cores = Kerne
plan-grow = Wächst um
plan-with-memory = Mit Arbeitsspeicher
plan-backup = Sicherung
plan-to-node = Auf Knoten
plan-keep = Aufbewahrt
plan-parallel = Gleichzeitig
plan-on-failure = Wenn einer scheitert
plan-goes-on = geht es mit den übrigen weiter
plan-stops = werden die übrigen nicht begonnen
plan-what = Was
plan-impact = Wirkung
plan-reversible = umkehrbar: lässt sich zurücknehmen und stört niemanden
plan-disruptive = störend: unterbricht einen Dienst oder verbraucht etwas
plan-destructive = zerstörend: Daten gehen verloren
plan-wanted = Nötig
plan-wants-nothing = nichts weiter: Wer das darf, darf es sofort
plan-wants-yes = eine Zustimmung
plan-wants-typed = genau dies eintippen:
plan-over = nichts mehr: Dieser Plan wartet nicht mehr
plan-second-title = Zweite Person
plan-second = ebenfalls nötig: jemand anders mit demselben Recht
plan-second-agreed = ebenfalls nötig; bisher zugestimmt: { $names }
plan-until = Bis
plan-calls = Gesendet wird:
plan-only-shown = Nur gezeigt: Nichts wurde gesendet.
plan-hash = Hash

## What became of it

ended-verified = bestätigt
ended-verified-means = Der Zustand wurde zurückgelesen und stimmt.
ended-failed = fehlgeschlagen
ended-inconclusive = ungewiss
ended-inconclusive-means = Ob es geschah, kann noch niemand sagen.
ended-not-begun = nicht begonnen
ended-under-way = läuft
ended-nothing-sent = Nichts wurde gesendet.
ended-server-says = Proxmox meldete:
ended-known = Bekannt ist:
ended-offer-stop = Erzwungen wurde nichts. Hart ausschalten, als eigene Änderung mit eigenem Plan:
dropped-declined = { $by } hat abgelehnt
dropped-expired = Abgelaufen: nicht rechtzeitig bestätigt und begonnen
dropped-stale = Worauf der Plan beruhte, gilt nicht mehr; er muss neu gemacht werden
dropped-frozen = Änderungen sind eingefroren: { $reason }
dropped-not-allowed = Es ist nicht mehr erlaubt: Konfiguration oder Rechte haben sich geändert
dropped-unseen = Nicht erneut lesbar: { $what }
dropped-used = Sein Hash hat denselben Plan einmal bestätigt und gilt nicht mehr
differs = { $guest }: { $fact }: { $from } → { $to }
differs-gone = { $guest } ist nicht mehr da
fact-node = Knoten
fact-name = Name
fact-pool = Pool
fact-tags = Tags
fact-lock = Sperre
fact-state = Zustand
fact-pid = Prozess
fact-identity = Identität
fact-template = Vorlage
fact-digest = Konfiguration
fact-snapshots = Snapshots
fact-snapshot-memory = Arbeitsspeicher im Snapshot
fact-protection = Löschschutz
fact-backup = Sicherung
fact-backup-bytes = Größe der Sicherung
fact-backup-protected = Schutz der Sicherung
fact-balloon = Ballooning
fact-disk-bytes = Größe der Festplatte
fact-guests = Gäste
fact-job = Sicherungsauftrag
fact-local-disks = lokale Festplatten
fact-mode = Modus
fact-new-id = neue ID
fact-sockets = Sockel
fact-storage = Speicher
fact-target-node = Zielknoten
fact-target-storage = Zielspeicher

## Freeze

freeze-done = Eingefroren: { $scope }. Kein Prozess mit dieser Datenbank ändert dort noch etwas; Laufendes läuft weiter.
freeze-lifted = Änderungen gehen weiter: { $scope }.
freeze-was-not = Hier war nichts eingefroren: { $scope }.
freeze-still = Weiterhin eingefroren:
freeze-everywhere = alle Cluster
freeze-until-thawed = bis zur Freigabe
column-reason = Grund
column-by = Von
column-until = Bis

## Audit

audit-none = Keine passenden Zeilen im Audit.
audit-more = Ältere Zeilen sind nicht gezeigt; `--limit` oder `--since` zeigt sie.
audit-whole =
    { $count ->
        [one] Das Audit ist unversehrt: { $count } Zeile, so wie sie geschrieben wurde.
       *[other] Das Audit ist unversehrt: { $count } Zeilen, jede so, wie sie geschrieben wurde.
    }
audit-empty = Das Audit ist leer.
audit-not-compared = Ohne ein anderswo notiertes Ende fällt ein abgeschnittenes nicht auf: mit `--head` vergleichen.
audit-head = Ende
audit-broken = Zeile { $number } ist nicht, wie sie geschrieben wurde: { $reason }
audit-broken-link = sie oder die Zeile davor wurde verändert
audit-broken-gap = davor fehlen Zeilen
audit-broken-order = sie steht an der falschen Stelle
audit-broken-unparsable = sie ist nicht lesbar
audit-broken-cut = sie und alle dahinter fehlen
audit-broken-rewritten = sie ist eine andere als das notierte Ende
audit-unreadable = nicht lesbar
audit-proposed = vorgeschlagen
audit-agreed = zugestimmt
audit-not-agreed = Zustimmung abgewiesen ({ $why })
audit-dropped = vor dem Beginn beendet
audit-sent = gesendet
audit-settled = Ergebnis: { $outcome }
audit-refused = abgewiesen ({ $why })
audit-frozen = eingefroren: { $scope } ({ $reason })
audit-thawed = freigegeben: { $scope }
audit-other = von einer neueren Version geschrieben
column-number = Nr.
column-what = Was

status-unread = Was eingefroren ist und was die Überwachung meldet, ließ sich nicht nachsehen: Die Datenbank ist nicht lesbar ({ $code }); `lotse doctor` sagt, warum
status-frozen = Änderungen sind eingefroren:
