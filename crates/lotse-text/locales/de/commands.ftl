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
argument-pool = Nur Gäste dieses Pools
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

## Shortcuts of the seeds

shortcut-proxmox = Überblick: Zustand, Zahlen, Probleme
