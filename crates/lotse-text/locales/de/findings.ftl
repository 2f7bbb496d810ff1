### Befunde: je Prüfung ein Titel, eine Erklärung und ein Vorschlag, nach der Kennung der Prüfung.

## nodes and cluster

finding-node-offline-title = Knoten { $node } ist offline
finding-node-offline-explanation =
    Der Cluster sieht { $node } nicht. { $guests ->
        [0] Auf ihm ist kein Gast registriert.
        [one] Auf ihm ist ein Gast registriert; was dieser tut, ist unbekannt.
       *[other] Auf ihm sind { $guests } Gäste registriert; was sie tun, ist unbekannt.
    }
finding-node-offline-suggestion = Prüfen Sie Strom und Netz von { $node }, danach dort `journalctl -u corosync -u pve-cluster`. Nur von HA verwaltete Gäste werden anderswo gestartet.
finding-node-unreachable-title = Knoten { $node } antwortet nicht
finding-node-unreachable-explanation = { $node } nimmt am Cluster teil, seine Dienste melden sich aber nicht. Seine Werte sind unbekannt, nicht null.
finding-node-unreachable-suggestion = Prüfen Sie auf { $node } `systemctl status pvestatd pvedaemon pveproxy` und das Netz.
finding-node-memory-high-title = Knoten { $node } belegt { $used-share } seines Arbeitsspeichers
finding-node-memory-high-explanation = { $used-bytes } von { $total-bytes } sind belegt, Zwischenspeicher nicht mitgezählt. Geht der Arbeitsspeicher aus, beendet der Kernel Prozesse, auch Gäste.
finding-node-memory-high-suggestion = Verschieben Sie Gäste auf einen anderen Knoten oder verkleinern Sie ihren Arbeitsspeicher; bei ZFS prüfen Sie die Größe des ARC.
finding-node-disk-full-title = Das Root-Dateisystem von { $node } ist zu { $used-share } voll
finding-node-disk-full-explanation = { $free-bytes } von { $total-bytes } sind frei. Auf einem vollen Root-Dateisystem scheitern Gäste, Sicherungen und Aktualisierungen.
finding-node-disk-full-suggestion = Suchen Sie auf { $node } nach alten Sicherungen, ISO-Abbildern und Protokollen: `du -xh --max-depth=2 / | sort -h | tail`.
finding-quorum-lost-title = Cluster { $cluster } hat kein Quorum
finding-quorum-lost-explanation = Online: { $online } von { $total } Knoten. Ohne Mehrheit ist die Konfiguration schreibgeschützt: Kein Gast kann gestartet, geändert oder migriert werden, und Knoten mit HA starten sich womöglich selbst neu.
finding-quorum-lost-suggestion = Bringen Sie die fehlenden Knoten oder das Corosync-Netz zurück (`pvecm status`). `pvecm expected` ist das letzte Mittel, und nur, wenn die fehlenden Knoten sicher ausgeschaltet sind.
finding-quorum-thin-title = Cluster { $cluster } ist eine Stimme vom Verlust des Quorums entfernt
finding-quorum-thin-explanation = Online: { $online } von { $total } Knoten; gebraucht werden { $needed }. Fällt noch einer aus, steht der Cluster. Die Stimmen eines QDevice sind hier nicht zu sehen.
finding-quorum-thin-suggestion = Bringen Sie fehlende Knoten zurück. Bei gerader Anzahl von Knoten ergänzt ein QDevice die fehlende Stimme.
finding-versions-mixed-title = Die Knoten von { $cluster } laufen mit verschiedenen Versionen
finding-versions-mixed-explanation = Versionen: { $versions }. Während eines Upgrades ist das normal; auf Dauer scheitern Migrationen und neue Funktionen.
finding-versions-mixed-suggestion = Aktualisieren Sie alle Knoten nacheinander auf { $newest }.
finding-clocks-apart-title = Die Uhren von { $cluster } weichen um mindestens { $apart-seconds } voneinander ab
finding-clocks-apart-explanation = { $ahead } geht gegenüber { $behind } vor. Abweichende Uhren stören Anmeldungen, Tickets, Ceph und die Reihenfolge in Protokollen.
finding-clocks-apart-suggestion = Prüfen Sie `chronyc tracking` auf beiden Knoten.

## guests

finding-guest-error-title = Gast { $guest } ist im Zustand { $state }
finding-guest-error-explanation = Der Gast läuft nicht, wie er soll. Bei `io-error` konnte er seine Festplatte nicht beschreiben, meist weil der Speicher voll ist.
finding-guest-error-suggestion = Prüfen Sie den Speicher und die letzten Aufgaben des Gastes. Ist die Ursache behoben, setzen Sie ihn fort, sonst setzen Sie ihn zurück.
finding-guest-locked-title = Gast { $guest } ist gesperrt: { $lock }
finding-guest-locked-explanation =
    Die Sperre ist mindestens { $age-seconds } alt. { $working ->
        [yes] So lange arbeitet schon eine Aufgabe daran.
       *[no] Keine laufende Aufgabe hält sie.
    } Solange sie besteht, lässt sich der Gast nicht starten, ändern oder sichern.
finding-guest-locked-suggestion = Sehen Sie nach, was aus der letzten Aufgabe geworden ist. Wenn sicher nichts mehr am Gast arbeitet: `{ $command }`.
finding-guest-memory-high-title = Gast { $guest } belegt { $used-share } seines Arbeitsspeichers
finding-guest-memory-high-explanation =
    { $used-bytes } von { $total-bytes } aus Sicht des Knotens. { $kind ->
        [vm] Bei einer VM kann das ihren eigenen Zwischenspeicher einschließen.
       *[ct] Zwischenspeicher sind nicht mitgezählt.
    }
finding-guest-memory-high-suggestion = Sehen Sie im Gast nach, was wächst, oder geben Sie ihm mehr Arbeitsspeicher.
finding-guest-disk-full-title = Ein Dateisystem von { $guest } ist zu { $used-share } voll
finding-guest-disk-full-explanation = In `{ $disk }` sind noch { $free-bytes } von { $total-bytes } frei.
finding-guest-disk-full-suggestion = Räumen Sie im Gast auf, oder vergrößern Sie die Festplatte und danach das Dateisystem.
finding-guest-onboot-stopped-title = Gast { $guest } soll beim Booten starten und ist gestoppt
finding-guest-onboot-stopped-explanation = `onboot` ist gesetzt, er soll also laufen; { $node } läuft schon { $up-seconds } lang.
finding-guest-onboot-stopped-suggestion = Starten Sie ihn, oder nehmen Sie `onboot` weg, falls er aus sein soll.

## storage

finding-storage-full-title = Speicher { $storage } ist zu { $used-share } voll
finding-storage-full-explanation = { $free-bytes } von { $total-bytes } sind frei. Auf einem vollen Speicher bleiben Gäste beim Schreiben stehen, und Sicherungen scheitern.
finding-storage-full-suggestion = Entfernen Sie alte Sicherungen, Snapshots und ungenutzte Festplatten, oder vergrößern Sie den Speicher.
finding-storage-unavailable-title = Speicher { $storage } ist nicht verfügbar
finding-storage-unavailable-explanation = Er ist auf { $nodes } eingerichtet und dort zurzeit nicht benutzbar. Gäste mit Festplatten darauf laufen nicht, Sicherungen dorthin scheitern.
finding-storage-unavailable-suggestion = Prüfen Sie Netz, Einhängepunkt und Server des Speichers: `pvesm status` auf dem Knoten.
finding-thin-pool-full-title = Thin-Pool { $pool } auf { $node }: { $part ->
        [metadata] Metadaten zu { $used-share } belegt
       *[data] Daten zu { $used-share } belegt
    }
finding-thin-pool-full-explanation = Gehen einem Thin-Pool die { $part ->
        [metadata] Metadaten
       *[data] Datenblöcke
    } aus, können alle Volumes darin nicht mehr schreiben, und die Reparatur ist mühsam.
finding-thin-pool-full-suggestion = Vergrößern Sie ihn rechtzeitig: `{ $command }`.

## high availability

finding-ha-error-title = HA kann { $service } nicht betreiben
finding-ha-error-explanation = Der HA-Manager hat aufgegeben: Zustand `{ $state }`. Er startet ihn nicht von selbst wieder.
finding-ha-error-suggestion = Beheben Sie die Ursache (Aufgaben des Gastes, sein Speicher), setzen Sie ihn dann auf `disabled` und wieder auf `started`.
finding-ha-fencing-title = HA fenct { $node }
finding-ha-fencing-explanation = Der HA-Manager sieht { $node } im Zustand `{ $state }`: Er wartet, bis der Knoten sicher aus ist, ehe er dessen Gäste anderswo startet.
finding-ha-fencing-suggestion = Prüfen Sie Strom und Corosync-Netz von { $node }; starten Sie dessen Gäste bis dahin nicht von Hand.

## disks

finding-zfs-degraded-title = ZFS-Pool { $pool } auf { $node } ist { $state }
finding-zfs-degraded-explanation =
    { $state ->
        [DEGRADED] Der Pool arbeitet mit weniger Redundanz. Der Ausfall einer weiteren Festplatte kann Daten kosten.
       *[other] Der Pool ist in diesem Zustand nicht benutzbar; was auf ihm liegt, steht still.
    }
finding-zfs-degraded-suggestion = `zpool status -v { $pool }` nennt die Festplatte; tauschen Sie sie mit `zpool replace`.
finding-ceph-degraded-title = Ceph von { $cluster } meldet { $state }
finding-ceph-degraded-explanation = In Cephs eigenen Worten: { $checks }
finding-ceph-degraded-suggestion = `ceph health detail` auf einem Knoten sagt, welche Teile gemeint sind.
finding-smart-failing-title = Festplatte { $disk } in { $node } droht auszufallen
finding-smart-failing-explanation = Die Selbsteinschätzung von { $model } lautet `{ $health }`.
finding-smart-failing-suggestion = Prüfen Sie die Sicherungen, dann tauschen Sie die Festplatte. `smartctl -a { $disk }` zeigt die Werte.

## backups and replication

finding-backup-missing-title = Gast { $guest } hat keine Sicherung
finding-backup-missing-explanation = Auf keinem Speicher, der angesehen wurde, liegt eine Sicherung von ihm.
finding-backup-missing-suggestion = Nehmen Sie ihn in einen Sicherungsauftrag auf und erstellen Sie gleich eine erste Sicherung.
finding-backup-failed-title =
    { $guest ->
        [none] Ein Sicherungslauf auf { $node } ist fehlgeschlagen
       *[other] Die letzte Sicherung von { $guest } ist fehlgeschlagen
    }
finding-backup-failed-explanation = { $at-time }: { $message }
finding-backup-failed-suggestion = Lesen Sie das Protokoll der Aufgabe `{ $task }`, beheben Sie die Ursache und wiederholen Sie die Sicherung.
finding-backup-too-old-title = Die letzte Sicherung von { $guest } ist { $age-seconds } alt
finding-backup-too-old-explanation = Sie ist vom { $at-time }.
finding-backup-too-old-suggestion = Prüfen Sie, ob der Sicherungsauftrag noch läuft und den Gast einschließt.
finding-backup-no-job-title = Gast { $guest } ist in keinem Sicherungsauftrag
finding-backup-no-job-explanation = Kein geplanter Auftrag schließt ihn ein: Er wird nur gesichert, wenn es jemand von Hand tut.
finding-backup-no-job-suggestion = Nehmen Sie ihn unter Rechenzentrum → Sicherung in einen Auftrag auf, sofern er eine Sicherung braucht.
finding-replication-failing-title = Die Replikation { $job } nach { $target } schlägt fehl
finding-replication-failing-explanation =
    { $failures ->
        [one] Der letzte Lauf ist fehlgeschlagen
       *[other] Die letzten { $failures } Läufe sind fehlgeschlagen
    }: { $message }
finding-replication-failing-suggestion = Prüfen Sie Speicher und Netz zwischen den Knoten; der nächste Lauf wiederholt sie, oder sofort: `pvesr schedule-now { $job }`.

## snapshots and tasks

finding-snapshot-old-title = Snapshot { $snapshot } von { $guest } ist { $age-seconds } alt
finding-snapshot-old-explanation = Er wurde am { $at-time } erstellt. Ein Snapshot wächst mit jeder Änderung des Gastes und ist keine Sicherung.
finding-snapshot-old-suggestion = Löschen Sie ihn, wenn er nicht mehr gebraucht wird.
finding-snapshots-many-title = Gast { $guest } hat { $count } Snapshots
finding-snapshots-many-explanation = Viele Snapshots belegen Platz und bremsen die Festplatten des Gastes; der älteste ist { $age-seconds } alt.
finding-snapshots-many-suggestion = Löschen Sie die, die nicht mehr gebraucht werden.
finding-task-failed-title = Aufgabe { $task } auf { $node } ist fehlgeschlagen{ $object ->
        [none] {""}
       *[other] : { $object }
    }
finding-task-failed-explanation = { $at-time }: { $message }
finding-task-failed-suggestion = Ihr Protokoll sagt mehr: `task { $upid }`.

## upkeep of nodes

finding-certificate-expiring-title =
    { $expired ->
        [yes] Das Zertifikat von { $node } ist abgelaufen
       *[no] Das Zertifikat von { $node } läuft bald ab, Restzeit: { $left-seconds }
    }
finding-certificate-expiring-explanation = `{ $file }` ist gültig bis { $at-time }. Danach lehnen Browser und Programme die Verbindung ab.
finding-certificate-expiring-suggestion = Erneuern Sie es: `pvenode acme cert renew` bei ACME, `pvecm updatecerts --force` beim clustereigenen.
finding-updates-pending-title =
    { $count ->
        [one] Auf { $node } steht eine Aktualisierung an
       *[other] Auf { $node } stehen { $count } Aktualisierungen an
    }
finding-updates-pending-explanation =
    { $security ->
        [0] Pakete: { $packages }
        [one] Eine davon betrifft die Sicherheit. Pakete: { $packages }
       *[other] { $security } davon betreffen die Sicherheit. Pakete: { $packages }
    }
finding-updates-pending-suggestion = Verschieben Sie nötigenfalls die Gäste, dann auf { $node }: `apt update && apt full-upgrade`.
finding-reboot-pending-title = Knoten { $node } wartet auf einen Neustart
finding-reboot-pending-explanation = Er läuft mit dem Kernel { $running }; installiert ist { $installed }.
finding-reboot-pending-suggestion = Migrieren Sie seine Gäste oder planen Sie einen Zeitpunkt, dann starten Sie { $node } neu.
