### What views say: columns, states, headings, closing lines.

## Words of tables

column-id = ID
column-cluster = Cluster
column-name = Name
column-kind = Typ
column-state = Status
column-node = Knoten
column-cpu = CPU
column-memory = Arbeitsspeicher
column-disk = Festplatte
column-uptime = Laufzeit
column-tags = Tags
column-storage = Speicher
column-used = Belegt
column-size = Größe
column-free = Frei
column-share = Belegung
column-content = Inhalt
column-start = Beginn
column-end = Ende
column-user = Benutzer
column-task = Aufgabe
column-object = Objekt
column-result = Ergebnis
column-requested = Angefordert
column-group = Gruppe
column-job = Auftrag
column-schedule = Zeitplan
column-next-run = Nächster Lauf
column-selection = Auswahl
column-mode = Modus
column-guest = Gast
column-time = Zeit
column-snapshot = Snapshot
column-description = Beschreibung
column-pool = Pool
column-guests = Gäste
column-comment = Kommentar
column-topic = Thema
column-age = Alter
column-call = Aufruf
column-fresh-for = Gültig
column-count = Anzahl
column-login = Anmeldung
column-method = Verfahren
column-changes = Änderungen
column-command = Befehl
column-shortcut = Kürzel
column-code = Code
column-meaning = Bedeutung
column-interface = Schnittstelle
column-path = Pfad
column-privileges = Rechte

## States

state-running = läuft
state-stopped = gestoppt
state-paused = pausiert
state-suspended = im Ruhezustand
state-unknown = unbekannt
state-template = Vorlage
state-online = online
state-offline = offline
state-available = verfügbar
state-unavailable = nicht verfügbar
state-locked = gesperrt: { $lock }
kind-vm = VM
kind-container = CT
word-yes = ja
word-no = nein
word-none = keine
word-unknown = unbekannt
word-shared = gemeinsam
word-protected = geschützt
word-enabled = aktiv
word-disabled = inaktiv
word-of = { $used } von { $total }
word-cores =
    { $count ->
        [one] { $count } Kern
       *[other] { $count } Kerne
    }
word-every-guest = alle Gäste
word-except = alle außer { $guests }

## Footer: age, and what is missing

footer-as-of = Stand { $time } { $zone } ({ $age })
footer-missing = Nicht alles war einsehbar:
footer-missing-more =
    { $count ->
        [one] … und { $count } weiteres
       *[other] … und { $count } weitere
    }
missing-privilege = { $what }: Der Anmeldung fehlt { $privileges } auf { $path }
missing-node-down = { $what }: Der Knoten antwortet nicht
missing-unreachable = { $what }: Der Cluster ist nicht erreichbar
missing-timed-out = { $what }: keine Antwort innerhalb der Frist
missing-refused = { $what }: Der Server hat die Anmeldung abgelehnt
missing-untrusted = { $what }: Die Identität des Servers ist nicht vertrauenswürdig
missing-unsupported = { $what }: von diesem Server nicht angeboten
missing-failed = { $what }: { $message }
missing-unreadable =
    { $count ->
        [one] { $what }: { $count } Eintrag war nicht lesbar
       *[other] { $what }: { $count } Einträge waren nicht lesbar
    }
missing-broken = { $what }: Die Antwort brach ab
missing-inactive = { $what }: zurzeit nicht verfügbar
missing-not-read = { $what }: nicht gelesen

## status

status-cluster = Cluster { $name }
status-version = Version
status-quorum = Quorum
status-quorum-yes = vorhanden
status-quorum-no = verloren: Änderungen sind blockiert
status-quorum-none = Einzelknoten
status-nodes = Knoten
status-nodes-online = { $online } von { $total } online
status-guests = Gäste
status-vms =
    { $running ->
        [one] { $running } VM läuft, { $stopped } gestoppt
       *[other] { $running } VMs laufen, { $stopped } gestoppt
    }
status-containers =
    { $running ->
        [one] { $running } Container läuft, { $stopped } gestoppt
       *[other] { $running } Container laufen, { $stopped } gestoppt
    }
status-templates =
    { $count ->
        [one] { $count } Vorlage
       *[other] { $count } Vorlagen
    }
status-guests-unknown =
    { $count ->
        [one] { $count } Gast in unbekanntem Zustand
       *[other] { $count } Gäste in unbekanntem Zustand
    }
status-unreachable = Von diesem Cluster konnte nichts gelesen werden.
status-problems = Probleme

## problems

problems-none =
    { $count ->
        [one] Keine Probleme in der { $count } Prüfung, die lief.
       *[other] Keine Probleme in den { $count } Prüfungen, die liefen.
    }
problems-no-check = Keine Prüfung war möglich: Über Probleme lässt sich nichts sagen.
problems-found =
    { $count ->
        [one] { $count } Problem
       *[other] { $count } Probleme
    }
problems-suggestion = Vorschlag: { $text }
problems-evidence = Beleg: { $call } { $facts } ({ $age })
problems-ran = Ausgeführte Prüfungen ({ $age }): { $checks }
problems-not-run = Prüfungen, die nicht oder nur teilweise möglich waren:
problems-hint-deep = Die Gäste wurden nicht einzeln gelesen; `problems --deep` tut es.
severity-info = Hinweis
severity-warning = Warnung
severity-error = Fehler
severity-critical = kritisch

## list

list-empty = Keine passenden Gäste.
list-none = Es gibt keine Gäste.
list-none-seen = Es waren keine Gäste einsehbar.
list-running =
    { $count ->
        [one] { $count } läuft
       *[other] { $count } laufen
    }
list-not-running =
    { $count ->
        [one] { $count } gestoppt: { $guests }
       *[other] { $count } gestoppt: { $guests }
    }
list-unknown =
    { $count ->
        [one] { $count } in unbekanntem Zustand: { $guests }
       *[other] { $count } in unbekanntem Zustand: { $guests }
    }
list-templates =
    { $count ->
        [one] { $count } Vorlage: { $guests }
       *[other] { $count } Vorlagen: { $guests }
    }

## info

info-title = { $kind } { $ref } { $name }
info-config = Konfiguriert
info-boot = Start beim Booten
info-protection = Löschschutz
info-agent = Gast-Agent
info-os = Betriebssystemtyp
info-notes = Notizen
info-addresses = Adressen
info-networks = Netzwerkkarten
info-disks = Festplatten
info-file-systems = Dateisysteme im Gast
info-snapshots = Snapshots
info-pending = Wartet auf Neustart
info-last-backup = Letzte gefundene Sicherung
info-ha = HA
info-lock = Sperre
info-network = Netzwerk seit Start
info-network-value = { $read } empfangen, { $written } gesendet
info-disk-traffic = Datenträger seit Start
info-disk-traffic-value = { $read } gelesen, { $written } geschrieben
info-no-backup = nicht in Sicherungen
info-cpu =
    { $cores ->
        [one] { $share } von { $cores } Kern
       *[other] { $share } von { $cores } Kernen
    }

## nodes and node

nodes-none = Es waren keine Knoten einsehbar.
node-title = Knoten { $name }
node-kernel = Kernel
node-cpu-model = Prozessor
node-load = Last
node-io-wait = E/A-Wartezeit
node-root-disk = Root-Dateisystem
node-swap = Swap
node-updates = Ausstehende Updates
node-services = Ausgefallene Dienste
node-certificate = Zertifikat bis
node-subscription = Subskription
node-guests = Gäste darauf

## storage

storage-none = Es gibt keine Speicher.
storage-none-seen = Es waren keine Speicher einsehbar.
storage-fullest = Am vollsten: { $name } mit { $share }, { $free } frei.
storage-unavailable-on = nicht auf { $nodes }

## ha

ha-title = HA in { $name }
ha-master = Master
ha-master-none = keiner: HA wurde noch nicht benutzt
ha-lrm = Lokale Manager
ha-services-none = HA verwaltet keine Gäste.

## tasks and task

tasks-none = Keine Aufgaben.
tasks-none-seen = Es waren keine Aufgaben einsehbar.
tasks-more =
    { $count ->
        [one] { $count } ältere Aufgabe ist nicht gezeigt; `--limit` zeigt mehr.
       *[other] { $count } ältere Aufgaben sind nicht gezeigt; `--limit` zeigt mehr.
    }
task-title = Aufgabe { $kind } { $object }
task-running = läuft
task-ok = OK
task-warnings =
    { $count ->
        [one] { $count } Warnung
       *[other] { $count } Warnungen
    }
task-failed = fehlgeschlagen: { $message }
task-earlier =
    { $count ->
        [one] … { $count } frühere Zeile
       *[other] … { $count } frühere Zeilen
    }

## backups

backups-jobs = Sicherungsaufträge
backups-jobs-none = Es gibt keine Sicherungsaufträge.
backups-jobs-unseen = Sicherungsaufträge konnten nicht gelesen werden.
backups-uncovered = In keinem Sicherungsauftrag
backups-uncovered-none = Jeder Gast ist in einem Sicherungsauftrag.
backups-uncovered-unseen = Ob Gäste in keinem Auftrag sind, war nicht einsehbar.
backups-archives = Neueste Sicherungen
backups-archives-of = Sicherungen von { $guest }
backups-archives-none = Auf den Speichern liegen keine Sicherungen.
backups-archives-unseen = Sicherungen auf den Speichern waren nicht einsehbar; Bekanntes stammt aus Aufgaben.
backups-tasks = Sicherungsaufgaben

## snapshots

snapshots-none = Keine Snapshots.
snapshots-none-seen = Es waren keine Snapshots einsehbar.
snapshots-none-of = { $guest } hat keine Snapshots.
snapshots-memory = mit Arbeitsspeicher
snapshots-current = aktuelle Basis

## pools

pools-none = Es gibt keine Pools.
pools-none-seen = Es waren keine Pools einsehbar.

## graph

graph-title = { $name }, { $span }
graph-span-hour = letzte Stunde
graph-span-day = letzter Tag
graph-span-week = letzte Woche
graph-span-month = letzter Monat
graph-empty = In diesem Zeitraum gibt es keine Messwerte.
graph-cpu = CPU
graph-memory = Arbeitsspeicher
graph-network-in = Netzwerk ein
graph-network-out = Netzwerk aus
graph-disk-read = Datenträger lesen
graph-disk-write = Datenträger schreiben
graph-io-wait = E/A-Wartezeit
graph-root-disk = Root-Dateisystem
graph-summary = jetzt { $last }, min. { $low }, Mittel { $mean }, max. { $high }
graph-gaps =
    { $count ->
        [one] { $count } Messwert fehlt
       *[other] { $count } Messwerte fehlen
    }

## refresh and cache

refresh-changes = Änderungen
refresh-unchanged = Nichts hat sich geändert.
cache-cleared = Der Zwischenspeicher wurde geleert.
cache-empty = Es ist nichts zwischengespeichert.
cache-stale = wird bei der nächsten Frage neu gelesen
cache-not-read = nicht gelesen

## whoami

whoami-person = { $person } darf: { $level }
whoami-look = ansehen
whoami-operate = bedienen
whoami-administer = verwalten
whoami-read-only = nur lesen
whoami-writes = nach Bestätigung
whoami-unknown = nicht lesbar
whoami-everything = alles

## help

help-commands = Befehle
help-shortcuts = Kürzel und Codes
help-arguments = Argumente von { $command }
help-examples = Beispiele
help-words = Oder fragen Sie in eigenen Worten: „Welche VMs laufen?“, „Ist ein Speicher fast voll?“
status-checks-not-run =
    { $count ->
        [one] { $count } weitere Prüfung braucht Einzelheiten; `problems` führt sie aus.
       *[other] { $count } weitere Prüfungen brauchen Einzelheiten; `problems` führt sie aus.
    }

## Changes between two looks

change-guest-appeared = Neuer Gast: { $guest }
change-guest-gone = Gast ist weg: { $guest }
change-guest-renamed = { $guest } umbenannt: { $from } → { $to }
change-guest-moved = { $guest } verschoben: { $from } → { $to }
change-guest-state = { $guest }: { $from } → { $to }
change-guest-restarted = { $guest } wurde neu gestartet
change-guest-lock = { $guest } Sperre: { $from } → { $to }
change-guest-tags = { $guest } Tags: { $from } → { $to }
change-guest-pool = { $guest } Pool: { $from } → { $to }
change-guest-ha = { $guest } HA: { $from } → { $to }
change-guest-template = { $guest } ist jetzt eine Vorlage
change-guest-disk = { $guest } Festplatte: { $from } → { $to }
change-node-appeared = Neuer Knoten: { $node }
change-node-gone = Knoten wurde entfernt: { $node }
change-node-state = Knoten { $node }: { $from } → { $to }
change-node-restarted = Knoten { $node } wurde neu gestartet
change-node-ha = Knoten { $node } HA: { $from } → { $to }
change-node-level = Knoten { $node }: Subskription geändert
change-storage-appeared = Neuer Speicher { $storage } auf { $node }
change-storage-gone = Speicher { $storage } ist auf { $node } weg
change-storage-changed = Speicher { $storage } auf { $node } geändert: { $state }
change-quorum-gained = Cluster { $cluster } hat wieder Quorum
change-quorum-lost = Cluster { $cluster } hat das Quorum verloren
change-ha-master = HA-Master: { $from } → { $to }
