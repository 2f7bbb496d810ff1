### What a plan says before one agrees, and an outcome afterwards. Machine words stand as they came.

## What could not be read

note-unseen = Nicht einsehbar: { $what }
note-unseen-failed = { $what } war nicht lesbar: { $message }
note-unseen-node-down = { $what } war nicht lesbar: Knoten { $node } antwortet nicht
note-unseen-privilege = { $what } war nicht lesbar: Der Anmeldung fehlt { $privileges } auf { $path }

## How the guest is

note-state = Zurzeit: { $state }
note-state-for = Zurzeit: { $state }, seit { $uptime-seconds }
note-already-so = Das ist schon so ({ $state }): Es gibt nichts zu tun
note-not-running = Der Gast läuft nicht ({ $state }), und das geht nur mit einem laufenden
note-not-paused = Der Gast ist weder pausiert noch im Ruhezustand ({ $state }): Es gibt nichts fortzusetzen
note-is-paused = Der Gast ist pausiert, ein Start schlüge fehl: `resume` setzt ihn fort
note-paused-no-shutdown = Der Gast ist pausiert, und ein stehender Prozessor kann nicht herunterfahren: zuerst `resume`
note-state-unknown = Sein Zustand ist unbekannt: Der Knoten meldet ihn nicht
note-is-template = Das ist eine Vorlage, damit geht es nicht
note-no-template = Das ist keine Vorlage, sondern ein gewöhnlicher Gast
note-guest-locked = Gesperrt ({ $lock }): Bis die Sperre weg ist, lehnt Proxmox Änderungen ab
note-backup-running = Gerade läuft eine Sicherung des Gastes
note-protected = Der Löschschutz ist an: Proxmox lehnt das Entfernen von Gast und Festplatten ab
note-guest-running = Der Gast läuft und muss dafür aus sein: zuerst `shutdown`
note-identity-unknown = Der Gast hat kein bleibendes Merkmal: Vor der Änderung werden nur Nummer und Name verglichen
note-incomplete = Der Aufruf lässt sich nicht bilden: { $what } fehlt
note-templates-left-out =
    { $count ->
        [one] { $count } Vorlage der Auswahl wird ausgelassen
       *[other] { $count } Vorlagen der Auswahl werden ausgelassen
    }

## High availability

note-ha-managed = HA verwaltet den Gast (zurzeit: { $state }), die Änderung geht über HA
note-ha-error = HA führt den Gast im Fehlerzustand und tut nichts, bis dieser aufgehoben ist
note-ha-stays-off = HA wird angewiesen, ihn ausgeschaltet zu lassen
note-ha-off-inside = Von innen ausgeschaltet würde HA ihn wieder starten
note-ha-reboot-inside = HA kennt keinen Neustart: Der Gast selbst wird neu gestartet, und HA sieht, dass er läuft

## Cluster and node

note-quorum-lost = Der Cluster hat kein Quorum: Änderungen sind blockiert
note-quorum-at-risk = Nur { $online } von { $members } Knoten sind online: Fällt noch einer aus, ist das Quorum verloren
note-node-down = Knoten { $node } antwortet nicht
note-memory-free = Der Gast belegt { $memory-bytes } Arbeitsspeicher, frei auf { $node }: { $free-bytes }
note-memory-short = Der Gast braucht { $memory-bytes } Arbeitsspeicher, auf { $node } sind nur { $free-bytes } frei
note-memory-overcommitted = Laufenden Gästen auf { $node } wären dann { $assigned-bytes } Arbeitsspeicher zugesagt, vorhanden sind { $total-bytes }
note-memory-unknown = Wie viel Arbeitsspeicher auf { $node } frei ist, ist nicht bekannt

## Power

note-agent-missing = Kein Gast-Agent: Der Gast könnte das Herunterfahren bis zum Ablauf der Zeit ignorieren
note-shutdown-patience = Der Gast hat { $patience-seconds } zum Herunterfahren; danach bleibt er, wie er ist, nichts wird erzwungen
note-stop-loses = Was nicht auf Platte geschrieben ist, geht verloren, wie beim Ziehen des Steckers
note-container-pause-experimental = Container anzuhalten ist in Proxmox experimentell
note-container-not-to-disk = Ein Container kann nicht in den Ruhezustand versetzt werden
note-to-disk-size = Bis zu { $memory-bytes } Arbeitsspeicher werden auf Platte geschrieben
note-to-disk-passthrough = Mit durchgereichten Geräten ist kein Ruhezustand möglich: { $devices }
note-start-wakes = Der Gast erwacht aus dem Ruhezustand und macht weiter, wo er war
note-pending-applied = Damit greifen wartende Einstellungen: { $keys }

## Disks and storages

note-storage-used = Auf { $storage } sind { $free-bytes } frei
note-storage-fills = { $storage } wäre dann zu { $used-per-mille } voll
note-storage-short = Auf { $storage } sind { $free-bytes } frei, gebraucht werden { $needed-bytes }
note-storage-unavailable = Speicher { $storage } ist auf { $node } nicht verfügbar
note-storage-unknown = Wie viel Platz { $storage } auf { $node } hat, ist nicht bekannt

## Delete, and restore over

note-disk-removed = Entfernt wird: { $disk }, { $size-bytes } ({ $volume })
note-disk-removed-unsized = Entfernt wird: { $disk } ({ $volume })
note-disk-of-another-stays = Bleibt, weil es einem anderen Gast gehört: { $disk } ({ $volume })
note-bind-mount-stays = Bleibt, weil es ein Verzeichnis des Knotens ist: { $disk } ({ $path })
note-unreferenced-stay = Festplatten, die die Konfiguration nicht nennt, bleiben liegen
note-snapshots-lost =
    { $count ->
        [one] { $count } Snapshot geht mit verloren: { $names }
       *[other] { $count } Snapshots gehen mit verloren: { $names }
    }
note-in-job = Der Gast steht im Sicherungsauftrag { $job } und wird daraus entfernt
note-in-replication = Auftrag { $job } repliziert den Gast nach { $node } und entfällt mit ihm
note-in-ha = Der Gast ist eine HA-Ressource ({ $service }), die mit ihm entfällt
note-last-backup = Letzte Sicherung: { $taken-time }, { $age-seconds } alt ({ $volume })
note-no-backup = Es gibt keine Sicherung dieses Gastes
note-backups-unseen = Ob es eine Sicherung gibt, war nicht einsehbar
note-linked-clones = Verknüpfte Klone beruhen auf seinen Festplatten: { $guests }
note-id-dangles = Regeln und Aliase mit dieser Nummer ruhen, bis jemand sie für einen neuen Gast bestätigt

## Snapshots

note-snapshot-exists = Einen Snapshot { $snapshot } gibt es schon
note-snapshot-unsupported = Diese Festplatten können keine Snapshots: { $disks }
note-snapshot-with-memory = Auch der Arbeitsspeicher wird gesichert, bis zu { $memory-bytes }; so lange steht der Gast
note-snapshot-without-memory = Ohne Arbeitsspeicher: Ein Zurücksetzen gleicht einem Stromausfall in diesem Moment
note-snapshot-memory-off = Der Gast ist aus, es gibt keinen Arbeitsspeicher zu sichern
note-snapshot-memory-container = Der Arbeitsspeicher eines Containers lässt sich nicht sichern
note-snapshot-memory-passthrough = Mit durchgereichten Geräten lässt sich der Arbeitsspeicher nicht sichern: { $devices }
note-agent-no-freeze = Kein Gast-Agent: Die Dateisysteme werden vorher nicht zur Ruhe gebracht
note-rollback-loses = Alles seit { $snapshot } geht verloren: { $age-seconds }, ab { $taken-time }
note-rollback-loses-since = Alles seit { $snapshot } geht verloren
note-rollback-newer =
    { $count ->
        [one] { $count } Snapshot ist neuer: { $names }
       *[other] { $count } Snapshots sind neuer: { $names }
    }
note-rollback-not-newest = { $storage } kann nur auf den neuesten Snapshot zurück; diese sind neuer und müssten erst gelöscht werden: { $names }
note-rollback-memory-lost = Der Gast läuft: Er wird hart ausgeschaltet, sein Arbeitsspeicher geht verloren
note-protected-rollback = Der Löschschutz ist an; vor dem Zurücksetzen schützt er nicht
note-snapshot-is = Snapshot { $snapshot }: { $taken-time }, { $age-seconds } alt
note-rollback-memory-returns = Der Snapshot enthält den Arbeitsspeicher: Der Gast läuft weiter wie damals
note-rollback-stays-off = Danach ist der Gast aus
note-rollback-starts = Danach wird der Gast gestartet
note-snapshot-children = Spätere Snapshots beruhen darauf und bleiben: { $names }
note-snapshot-delete-merges = { $snapshot } wird im laufenden Betrieb zusammengeführt; das kann den Gast eine Weile bremsen

## Resize

note-cores-change = Kerne: { $from } → { $to }
note-cores-unlimited = Kerne: unbegrenzt → { $to }
note-cores-beyond-node = { $cores } Kerne, { $node } hat nur { $threads } Threads
note-memory-change = Arbeitsspeicher: { $from-bytes } → { $to-bytes }
note-balloon-lowered = Das Minimum des Balloonings sinkt mit auf { $to-bytes }
note-vcpus-lowered = Die aktiven vCPUs sinken mit von { $from } auf { $to }: Mit mehr vCPUs als Kernen startet der Gast nicht
note-vcpus-below = Von seinen { $cores } Kernen bleiben { $vcpus } aktiv (Option „vcpus“)
note-disk-grows = { $disk }: { $from-bytes } → { $to-bytes }
note-disk-grows-by = { $disk } wächst um { $by-bytes }
note-disk-never-shrinks = Eine Festplatte kann wachsen, nie wieder schrumpfen
note-file-system-stays = Das Dateisystem auf { $disk } muss im Gast selbst vergrößert werden
note-nothing-changes = Alles ist schon so: Es gibt nichts zu ändern
note-after-reboot = Greift erst nach einem Neustart: { $keys }
note-maybe-after-reboot = Greift womöglich erst nach einem Neustart: { $keys }
note-disk-snapshots =
    { $count ->
        [one] { $disk } hat { $count } Snapshot; manche Speicher lehnen das Vergrößern dann ab
       *[other] { $disk } hat { $count } Snapshots; manche Speicher lehnen das Vergrößern dann ab
    }

## Create

note-new-guest = Neu: { $id } { $name } auf { $node }
note-id-proposed = { $id } ist frei und kommt weder in Sicherungen noch im Audit vor
note-id-search-partial = { $id } ist frei, doch nicht alles ließ sich nach früherer Verwendung durchsuchen
note-id-has-backups = Auf den Speichern liegen Sicherungen eines früheren Gastes { $id }
note-id-in-audit = Einen Gast { $id } gab es schon einmal
note-name-taken = { $guest } heißt schon { $name }
note-clone-full = Eine vollständige Kopie: { $size-bytes }
note-clone-no-template = Kopiert wird ein gewöhnlicher Gast, keine Vorlage
note-clone-running = Der Gast läuft beim Kopieren: Die Kopie ist wie nach einem Stromausfall
note-clone-running-container = Ein laufender Container lässt sich nur aus einem Snapshot kopieren: zuerst herunterfahren
note-clone-bind-mount = Ein Verzeichnis des Knotens ist eingehängt und kann nicht kopiert werden: { $disk } ({ $path })
note-clone-storage-local = { $storage } ist lokal: Auf { $node } kann die Kopie nicht entstehen
note-static-address = Der neue Gast hat dieselben festen Adressen: { $addresses }
note-root-only = Das darf nur root@pam setzen oder kopieren: { $options }
note-starts-after = Danach wird der Gast gestartet

## Backups

note-backup-to = Ziel ist { $storage }
note-backup-keeps-older = Ältere Sicherungen bleiben
note-backup-stops-guest = Der Gast wird dafür heruntergefahren und wieder gestartet
note-backup-suspends-guest = So lange steht der Gast still
note-backup-container-suspends = Diese Festplatten können keine Snapshots, der Container steht daher zeitweise: { $disks }
note-backup-leaves-out = Nicht Teil der Sicherung: { $disks }
note-backup-nothing = Keine seiner Festplatten ist Teil von Sicherungen
note-backup-is = Sicherung: { $taken-time }, { $age-seconds } alt, { $size-bytes } ({ $volume })
note-backup-protected = { $volume } ist vor dem Löschen geschützt
note-backup-only = Es ist die einzige Sicherung des Gastes
note-backup-now-prunable = Das nächste Aufräumen darf sie dann entfernen

## Restore

note-restore-loses = Alles seit der Sicherung geht verloren: { $age-seconds }, ab { $taken-time }
note-restore-replaces = Der Gast { $name } wird entfernt und durch den Stand der Sicherung ersetzt
note-restore-new-addresses = Der neue Gast bekommt eigene MAC-Adressen
note-restore-deleted = Den Gast { $id } gibt es nicht mehr: Er kommt zurück
note-restore-place-unknown = Auf welchen Speichern seine Festplatten lagen, weiß nur die Sicherung: Ihr Platz ließ sich nicht prüfen
note-backup-unverified = Die letzte Prüfung von { $volume } schlug fehl
note-backup-encrypted = { $volume } ist verschlüsselt: Der Speicher braucht den Schlüssel

## Migrate

note-already-there = Der Gast ist schon auf { $node }
note-migrate-live = Der Gast zieht im laufenden Betrieb nach { $node } um
note-migrate-off = Der Gast ist aus und zieht so nach { $node } um
note-migrate-restarts = Ein Container wird beim Umzug neu gestartet: Er ist weg, bis er auf { $node } läuft
note-migrate-copies-disk = { $disk } wird über das Netz nach { $storage } kopiert: { $size-bytes }
note-migrate-copies-disk-unsized = { $disk } wird über das Netz nach { $storage } kopiert
note-migrate-passthrough = Geräte des Knotens sind durchgereicht: { $devices }
note-migrate-cd = Eine CD des Knotens ist eingelegt: { $disk } ({ $volume })
note-migrate-mapping-missing = { $node } fehlen die zugeordneten Geräte { $devices }
note-migrate-ha-apart = HA hält den Gast getrennt von { $services } auf { $node }
note-migrate-ha-along = HA hält { $services } mit dem Gast zusammen: Das zieht mit um
note-migrate-not-allowed = Proxmox lässt { $node } für diesen Gast nicht zu
note-state-changing = Sein Zustand ändert sich gerade: bitte noch einmal nachsehen
note-migrate-bind-mount = Ein Verzeichnis des Knotens ist eingehängt: { $disk } ({ $path })
note-migrate-snapshots =
    { $count ->
        [one] Lokale Festplatten mit { $count } Snapshot ziehen nur um, wenn der Gast aus ist: { $disks }
       *[other] Lokale Festplatten mit { $count } Snapshots ziehen nur um, wenn der Gast aus ist: { $disks }
    }
note-migrate-host-cpu = Sein CPU-Typ ist „host“: Auf einem anderen Prozessor kann er abstürzen
note-migrate-replicated = Der Gast wird nach { $node } repliziert: Es ist wenig zu kopieren
note-template-moves = Seine lokalen Festplatten ziehen mit; Klone, die darauf beruhen, blieben ohne sie zurück

## Backup jobs

note-job-new = Neuer Auftrag: { $id }
note-job-covers =
    { $count ->
        [one] Er umfasst { $count } Gast
       *[other] Er umfasst { $count } Gäste
    }
note-job-covers-nothing = Er umfasst keinen Gast
note-job-schedule = Zeitplan: { $schedule }
note-job-next = Nächster Lauf: { $next-time }
note-job-schedule-unchecked = Ob der Zeitplan { $schedule } gültig ist, ließ sich nicht prüfen
note-job-storage = Die Sicherungen kommen nach { $storage }
note-job-keeps = Aufbewahrt werden: { $keep }
note-job-keeps-as-storage = Wie viele aufbewahrt werden, sagt der Speicher
note-job-keeps-everything = Aufgeräumt wird nie: { $storage } läuft voll
note-job-mode = Modus: { $mode }
note-job-guests-change = Gäste: { $from } → { $to }
note-job-uncovers =
    { $count ->
        [one] { $count } Gast ist dann in keinem Auftrag: { $guests }
       *[other] { $count } Gäste sind dann in keinem Auftrag: { $guests }
    }
note-job-uncovers-none = Jeder seiner Gäste ist auch in einem anderen Auftrag
note-job-unknown-guests = Er nennt Gäste, die es nicht gibt: { $guests }
note-job-is-off = Der Auftrag ist abgeschaltet
note-job-runs-guests =
    { $count ->
        [one] { $count } Gast auf { $node }: { $guests }
       *[other] { $count } Gäste auf { $node }: { $guests }
    }
note-job-prunes-nothing = Ältere Sicherungen bleiben diesmal
note-job-node-down =
    { $count ->
        [one] { $count } Gast auf { $node } wird ausgelassen: Der Knoten antwortet nicht
       *[other] { $count } Gäste auf { $node } werden ausgelassen: Der Knoten antwortet nicht
    }
note-job-backups-stay = Seine Sicherungen bleiben

## What is so

outcome-already-so = Es war schon so: Nichts wurde gesendet
outcome-is-running = Der Gast läuft
outcome-is-off = Der Gast ist aus
outcome-is-restarted = Der Gast wurde neu gestartet und läuft
outcome-is-paused = Der Gast ist pausiert
outcome-is-on-disk = Der Gast ist im Ruhezustand
outcome-is-gone = Der Gast ist weg
outcome-guest-made = { $guest } { $name } ist da, auf { $node }
outcome-guest-restored = { $guest } ist wieder da, auf { $node }
outcome-value-set = { $key } ist { $value }
outcome-value-pending = Gesetzt, wirksam nach einem Neustart: { $keys }
outcome-disk-is = { $disk } hat { $size-bytes }
outcome-snapshot-made = Snapshot { $snapshot } ist da
outcome-snapshot-gone = Snapshot { $snapshot } ist weg
outcome-rolled-back = Der Gast ist wieder auf dem Stand von { $snapshot }
outcome-backup-made = Sicherung: { $volume }, { $size-bytes }
outcome-backup-gone = { $volume } ist weg
outcome-backup-protected = { $volume } ist geschützt
outcome-backup-unprotected = { $volume } ist nicht mehr geschützt
outcome-on-node = Der Gast ist auf { $node }
outcome-job-made = Sicherungsauftrag { $job } ist da
outcome-job-set = Sicherungsauftrag { $job } ist geändert
outcome-job-on = Sicherungsauftrag { $job } läuft nach Plan
outcome-job-off = Sicherungsauftrag { $job } ist abgeschaltet
outcome-job-gone = Sicherungsauftrag { $job } ist weg
outcome-backups-made =
    { $count ->
        [one] { $count } Sicherung wurde angelegt
       *[other] { $count } Sicherungen wurden angelegt
    }

## What is not, or is not known

outcome-still = Der Gast ist weiterhin: { $state }
outcome-still-there = Der Gast ist noch da
outcome-not-there = { $guest } ist nicht da
outcome-not-started = { $guest } wurde angelegt, läuft aber nicht
outcome-not-restarted = Der Gast läuft, wurde aber nicht neu gestartet
outcome-ha-gave-up = HA hat aufgegeben: Der Dienst ist im Fehlerzustand
outcome-ha-not-yet = HA hat es noch nicht getan (zurzeit: { $state })
outcome-value-other = { $key } ist { $value }, gewollt war { $wanted }
outcome-disk-not-grown = { $disk } hat weiterhin { $size-bytes }
outcome-disk-size-unknown = Wie groß { $disk } jetzt ist, war nicht lesbar
outcome-snapshot-not-there = Einen Snapshot { $snapshot } gibt es nicht
outcome-snapshot-still-there = Snapshot { $snapshot } ist noch da
outcome-not-rolled-back = Der Gast steht nicht auf { $snapshot }
outcome-no-newer-backup = Auf { $storage } liegt keine neuere Sicherung als vorher
outcome-backup-still-there = { $volume } ist noch da
outcome-backup-not-there = { $volume } ist nicht da
outcome-protection-other = Der Schutz von { $volume } ist wie zuvor
outcome-not-on-node = Der Gast ist auf { $node }, gewollt war { $wanted }
outcome-job-not-there = Einen Sicherungsauftrag { $job } gibt es nicht
outcome-job-still-there = Sicherungsauftrag { $job } ist noch da
outcome-job-other = Sicherungsauftrag { $job } sagt etwas anderes als gewollt
outcome-backups-missing = Keine neue Sicherung von: { $guests }
outcome-another-guest = { $guest } ist ein anderer Gast als der im Plan: Von ihm wird nichts berichtet
outcome-look-at = Sehen Sie nach: { $where }
outcome-unseen = Nicht einsehbar: { $what }
outcome-unseen-failed = { $what } war nicht lesbar: { $message }
outcome-unseen-node-down = { $what } war nicht lesbar: Knoten { $node } antwortet nicht
outcome-unseen-privilege = { $what } war nicht lesbar: Der Anmeldung fehlt { $privileges } auf { $path }

## What did not happen, and why

outcome-left-another-failed = Ein früherer schlug fehl; `--keep-going` macht mit den übrigen weiter
outcome-left-frozen = Änderungen wurden inzwischen eingefroren
outcome-failed-frozen = Abgebrochen: Vor dem nächsten Schritt wurden Änderungen eingefroren
outcome-partly-done = { $done } von { $steps } Schritten wurden ausgeführt; diese bleiben
outcome-task-warned =
    { $count ->
        [one] Die Aufgabe gab { $count } Warnung aus: { $task }
       *[other] Die Aufgabe gab { $count } Warnungen aus: { $task }
    }
outcome-failed-other = Proxmox meldet: { $message }
outcome-failed-not-begun = Es wurde nicht begonnen: Der Aufruf ist bei { $node } nicht angekommen
outcome-failed-other-call = Nicht gesendet: Der Aufruf wäre nicht der bestätigte gewesen
outcome-failed-no-hands = Nicht gesendet: Der Cluster ist inzwischen nur lesbar
outcome-failed-too-late = Nicht gesendet: Es dauerte zu lange, ein anderer Prozess hat womöglich übernommen
outcome-failed-not-written = Nicht gesendet: Journal oder Audit ließen sich nicht schreiben
outcome-failed-changed-meanwhile = Nicht gesendet: Worauf der Plan beruht, hat sich inzwischen geändert
outcome-failed-unseen-meanwhile = Nicht gesendet: Worauf der Plan beruht, war nicht erneut lesbar
outcome-failed-quorum = Der Cluster hat kein Quorum: Nichts lässt sich schreiben
outcome-failed-space = Der Platz reicht nicht: siehe `storage`
outcome-failed-memory = { $node } hat nicht genug Arbeitsspeicher: siehe `node { $node }`
outcome-failed-busy = Etwas anderes arbeitet gerade an dem Gast: gleich noch einmal versuchen oder `tasks` ansehen
outcome-failed-locked = Der Gast ist gesperrt, etwa durch eine Sicherung oder einen Snapshot: siehe `tasks`
outcome-failed-no-reaction = Der Gast fuhr nicht rechtzeitig herunter; erzwungen wurde nichts
outcome-failed-protected = Der Löschschutz ist an, für den Gast oder die Sicherung
outcome-failed-ha-error = HA steht im Weg: siehe `ha`
outcome-failed-running = Der Gast läuft und müsste dafür aus sein
outcome-failed-not-running = Der Gast läuft nicht und müsste es dafür
outcome-failed-in-use = Etwas benutzt es noch, etwa ein verknüpfter Klon
outcome-failed-no-snapshots = Eine der Festplatten kann keine Snapshots
outcome-failed-no-criu = Dem Knoten fehlt CRIU, ohne das sich kein Container anhalten lässt: Proxmox bringt es nicht mit
outcome-failed-not-newest-snapshot = Dieser Speicher kann nur auf den neuesten Snapshot zurück
outcome-failed-shrink = Eine Festplatte kann nicht schrumpfen
outcome-failed-topology = Es sollen mehr Prozessoren gesteckt sein (Option „vcpus“), als der Gast Kerne hat
outcome-failed-template = Mit einer Vorlage geht das nicht
outcome-failed-not-movable = Der Gast kann so nicht umziehen: Eine lokale Festplatte, CD oder ein Gerät hält ihn
outcome-failed-hotplug = Im laufenden Betrieb geht es nicht: Es greift nach einem Neustart
outcome-failed-storage = Der Speicher fehlt, ist abgeschaltet oder nimmt das nicht an: siehe `storage`
outcome-failed-root-only = Das darf nur root@pam
outcome-failed-permission = Dem Schreib-Token fehlt ein Recht: { $message }
outcome-failed-digest = Jemand anders hat die Konfiguration im selben Moment geändert: bitte noch einmal
outcome-failed-exists = Etwas mit dieser Nummer oder diesem Namen gibt es schon
outcome-failed-gone = Es ist nicht mehr da
outcome-failed-interrupted = Jemand hat die Aufgabe abgebrochen
outcome-failed-worker-died = Die Aufgabe starb ohne Ergebnis: { $node } wurde womöglich neu gestartet
outcome-failed-node-down = Knoten { $node } antwortet nicht
outcome-failed-timeout = Proxmox wartete vergeblich: { $message }
outcome-failed-login = Der Server lehnt den Schreib-Token ab: `lotse doctor` sagt mehr
outcome-failed-untrusted = Die Identität des Servers ist nicht vertrauenswürdig: Nichts wurde gesendet
outcome-failed-parameters = Proxmox nimmt die Werte nicht an: { $message }
outcome-failed-unsupported = Das bietet dieser Server nicht an
outcome-unknown-still-running = Die Aufgabe läuft noch: `task { $task }` zeigt, wie es steht
outcome-unknown-task-unseen = Das Ende der Aufgabe war nicht zu sehen: `task { $task }` zeigt es, sobald { $node } antwortet
outcome-unknown-answer-lost = Die Antwort ging verloren, und nichts verrät, ob es geschah: `tasks` und den Gast ansehen
outcome-unknown-several-tasks = Die Antwort ging verloren, und mehrere Aufgaben kommen infrage: siehe `tasks`
outcome-unknown-unread = Es wurde ausgeführt, das Ergebnis war aber nicht zurückzulesen
