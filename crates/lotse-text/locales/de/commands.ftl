### Help of the command table.

## Commands, one line each

command-status = Zustand der Cluster und ihrer Knoten
command-problems = Was nicht stimmt, mit Beleg und Vorschlag
command-list = Gäste, gefiltert nach Typ, Status, Knoten, Tag oder Pool
command-info = Ein Gast: aktueller Zustand, Konfiguration, Adressen
command-nodes = Alle Knoten mit ihrer Auslastung
command-node = Ein Knoten: Last, Versionen, Updates, Gäste
command-storage = Speicher und ihre Belegung
command-ha = Hochverfügbarkeit: Master, Dienste, angeforderte Zustände
command-tasks = Was lief, für wen und mit welchem Ergebnis
command-task = Eine Aufgabe mit ihrem Protokoll
command-backups = Sicherungsaufträge, neueste Sicherungen, Gäste ohne Auftrag
command-snapshots = Snapshots eines Gastes oder aller Gäste
command-pools = Pools und ihre Gäste
command-graph = Verlauf eines Gastes oder Knotens
command-refresh = Ein Thema neu abrufen und sagen, was sich geändert hat
command-cache = Was zwischengespeichert ist und wie alt es ist
command-context = Das Dokument, auf dem Antworten beruhen
command-start = Gäste starten
command-shutdown = Gäste ordentlich herunterfahren; nie erzwungen
command-reboot = Gäste ordentlich neu starten
command-stop = Gäste hart ausschalten, wie Stecker ziehen
command-suspend = Gäste anhalten oder VMs in den Ruhezustand versetzen
command-resume = Angehaltene oder ruhende Gäste fortsetzen
command-create = Neuer Gast als vollständige Kopie einer Vorlage
command-resize = Kerne oder Arbeitsspeicher ändern, eine Festplatte vergrößern
command-migrate = Gäste auf einen anderen Knoten verschieben
command-delete = Gäste samt Festplatten löschen
command-snapshot-create = Einen Snapshot anlegen
command-snapshot-rollback = Auf einen Snapshot zurücksetzen; alles danach geht verloren
command-snapshot-delete = Einen Snapshot löschen; der Gast bleibt, wie er ist
command-backup-now = Gäste jetzt sichern; ältere Sicherungen bleiben
command-restore = Einen Gast aus einer Sicherung zurückholen, über ihn selbst oder als neuen Gast
command-backup-protect = Eine Sicherung vor dem Löschen schützen oder den Schutz aufheben
command-backup-delete = Eine Sicherung löschen
command-backup-job-create = Einen Sicherungsauftrag anlegen
command-backup-job-edit = Einen Sicherungsauftrag ändern; nicht Genanntes bleibt
command-backup-job-enable = Einen Sicherungsauftrag wieder nach Plan laufen lassen
command-backup-job-disable = Einen Sicherungsauftrag abschalten
command-backup-job-run = Einen Sicherungsauftrag jetzt ausführen
command-backup-job-delete = Einen Sicherungsauftrag löschen; seine Sicherungen bleiben
command-freeze = Alle Änderungen einfrieren, bis sie wieder freigegeben werden
command-thaw = Änderungen wieder freigeben
command-audit = Wer was wann geändert hat und wie es ausging
command-audit-verify = Prüfen, dass keine Zeile des Audits verändert oder entfernt wurde
command-whoami = Als wer Lotse fragt und was diese Anmeldung sehen darf
command-help = Was Sie hier fragen können

## Arguments; the same name means the same everywhere

argument-guest = Ein Gast: 100, web, home/100 oder ein Alias
argument-node = Ein Knoten: pve1 oder home/pve1
argument-target = Ein Gast oder ein Knoten
argument-storage = Ein Speicher
argument-kind = Nur VMs (vm) oder Container (ct)
argument-state = Nur laufende (running) oder gestoppte (stopped) Gäste
argument-tag = Nur Gäste mit diesem Tag
argument-pool = Ein Pool: nur seine Gäste, oder wohin ein neuer Gast kommt
argument-search = Nur was dieser Text in Name, Nummer, Tag, Knoten, Pool oder bekannter Adresse findet
argument-overview = Mit Zahlen und Problemen
argument-deep = Jeden Gast einzeln lesen
argument-task = Eine UPID; „last“ oder „failed“ für die neueste (fehlgeschlagene) Aufgabe
argument-failed = Nur fehlgeschlagene Aufgaben
argument-limit = Höchstens so viele Zeilen
argument-missing = Nur Gäste, die in keinem Auftrag sind
argument-timeframe = hour, day, week oder month (Stunde bis Monat)
argument-topic = all, vms, containers, storage, cluster, ha, tasks oder backups
argument-part = Nur dieser Teil: cluster, nodes, vms, containers, storage, ha, zfs, ceph, tasks, backups, problems
argument-clear = Leeren
argument-command = Der zu erklärende Befehl
argument-guests = Gäste: einer, mehrere mit Komma, oder tag:web, pool:prod, node:pve1
argument-template = Die Vorlage (oder der Gast), die kopiert wird
argument-name = Der Name des neuen Gastes oder des Snapshots
argument-new-id = Die Nummer des neuen Gastes; ohne Angabe die nächste freie
argument-start = Danach starten
argument-timeout = Wie lange das Herunterfahren dauern darf (90s, 10m); nie erzwungen
argument-to-disk = Arbeitsspeicher auf Platte schreiben und ausschalten (nur VMs)
argument-cores = Wie viele CPU-Kerne
argument-memory = Wie viel Arbeitsspeicher: 8G, 512M; eine Zahl allein sind MiB
argument-disk = Welche Festplatte wächst (scsi0, rootfs); bei nur einer nicht nötig
argument-grow = Um wie viel die Festplatte wächst: 20G
argument-description = Was zum Snapshot vermerkt wird
argument-with-memory = Auch den Arbeitsspeicher einer laufenden VM sichern
argument-mode = Wie mit einem laufenden Gast umgegangen wird: snapshot, suspend, stop
argument-notes = Notizen zur Sicherung
argument-backup = Eine Sicherung des Gastes: ihre Volume-ID oder „last“
argument-off = Den Schutz aufheben
argument-job = Ein Sicherungsauftrag: seine ID oder home/ID
argument-schedule = Wann er läuft, als Kalenderausdruck: sat 02:00
argument-covers = Was er sichert: all, pool:NAME oder Nummern mit Komma
argument-keep = Wie viele aufbewahrt werden: keep-last=3,keep-weekly=4
argument-comment = Ein Kommentar
argument-cluster = Nur dieser Cluster
argument-keep-going = Mit den übrigen weitermachen, wenn einer scheitert
argument-parallel = Höchstens so viele gleichzeitig
argument-reason = Warum
argument-for = Wie lange: 45m, 2h, 3d (freeze ohne Angabe: bis zur Freigabe)
argument-since = Ab wann: 2h, 7d oder ein Tag wie 2026-11-22
argument-who = Nur was diese Person getan hat: terminal:anna, discord-user:123
argument-head = Das letzte anderswo notierte Kettenglied: NUMMER:WERT

## Shortcuts of the seeds

shortcut-proxmox = Überblick: Zustand, Zahlen, Probleme
