### The Discord bot. Sentences for embeds: no markdown in them.


## Commands that stand in no table, and groups of subcommands

discord-ask = Fragen Sie mit eigenen Worten
discord-ask-question = Ihre Frage, oder was zu tun ist
discord-group-snapshot = Snapshots eines Gastes
discord-group-backup = Sicherungen und Sicherungsaufträge
discord-group-job = Sicherungsaufträge
discord-group-monitor = Was überwacht wird
discord-group-audit = Wer was getan hat
discord-group-silence = Stummgeschaltete Alarme

## Options that are called otherwise than on the command line

discord-option-vmid = Ein Gast: auswählen oder Nummer, Name oder Alias eingeben
discord-option-template-id = Die Vorlage, die kopiert wird
discord-option-new-vmid = Die Nummer des neuen Gastes; ohne Angabe die nächste freie
discord-option-memory-mb = Arbeitsspeicher in MiB

## Choices

discord-choice-hour = Stunde
discord-choice-day = Tag
discord-choice-week = Woche
discord-choice-month = Monat
discord-choice-vm = VM
discord-choice-ct = Container
discord-choice-running = läuft
discord-choice-stopped = gestoppt
discord-choice-snapshot = Snapshot (der Gast läuft weiter)
discord-choice-suspend = Suspend (der Gast pausiert)
discord-choice-stop = Stop (der Gast wird heruntergefahren)

## Names of commands and options, for `localise-names`: lower case, no spaces

discord-name-list = liste
discord-name-info = info
discord-name-graph = verlauf
discord-name-create = erstellen
discord-name-resize = größe
discord-name-delete = löschen
discord-name-start = starten
discord-name-reboot = neustarten
discord-name-shutdown = herunterfahren
discord-name-stop = ausschalten
discord-name-suspend = anhalten
discord-name-resume = fortsetzen
discord-name-migrate = verschieben
discord-name-restore = wiederherstellen
discord-name-snapshot = snapshot
discord-name-rollback = zurücksetzen
discord-name-backup = sicherung
discord-name-protect = schützen
discord-name-now = jetzt
discord-name-job = auftrag
discord-name-run = ausführen
discord-name-edit = ändern
discord-name-enable = aktivieren
discord-name-disable = deaktivieren
discord-name-monitor = überwachung
discord-name-add = hinzufügen
discord-name-remove = entfernen
discord-name-status = status
discord-name-problems = probleme
discord-name-nodes = knoten
discord-name-tasks = aufgaben
discord-name-pools = pools
discord-name-help = hilfe
discord-name-ask = frage

## Buttons

discord-button-approve = Bestätigen
discord-button-type = Zum Bestätigen eingeben …
discord-button-cancel = Abbrechen
discord-button-start = Starten
discord-button-reboot = Neu starten
discord-button-shutdown = Herunterfahren
discord-button-stop = Hart ausschalten
discord-button-resume = Fortsetzen

## The form

discord-form-title = Bestätigen
discord-form-phrase = Genau so eingeben
discord-form-hint = Einzugeben ist:
discord-form-code = Code Ihres zweiten Faktors

## Plans

discord-plan-type = Zum Bestätigen auf den Button drücken und eingeben:
discord-plan-second = Eine zweite Person mit demselben Recht muss zustimmen.
discord-plan-agreed = Bisher zugestimmt:
discord-plan-expires = läuft ab
discord-asked-by = angefragt von { $by }
discord-asked-and-agreed = angefragt von { $by }, bestätigt von { $agreed }
discord-dead-cancelled = Abgebrochen. Es wurde nichts getan.
discord-dead-cancelled-by = Von { $by } abgebrochen. Es wurde nichts getan.
discord-dead-expired = Abgelaufen: nicht rechtzeitig bestätigt und begonnen. Es wurde nichts getan.
discord-dead-stale = Überholt: Der Zustand hat sich geändert. Es wurde nichts getan; der neue Plan steht darunter.
discord-dead-lost = Dieser Plan ist nicht mehr bekannt. Durch ihn geschieht nichts.

## Progress and outcome

discord-running = Wird ausgeführt …
discord-running-more = und { $count } weitere
discord-task-trouble = die Aufgabe ist gerade nicht zu sehen
discord-verified = Erledigt und nachgeprüft.
discord-failed = Fehlgeschlagen.
discord-inconclusive = Das Ergebnis ist ungewiss.
discord-not-begun = Nicht begonnen.
discord-nothing-sent = Es wurde nichts getan.

## The picture of /graph: its font has Latin letters only

discord-graph-peak = max. { $value }
discord-graph-now = jetzt { $value }

## Answers

discord-list-title = { $count ->
    [one] { $count } Gast
   *[other] { $count } Gäste
}
discord-as-of = Stand:
discord-missing-failed = { $place }: Der Server meldete einen Fehler (siehe Protokoll, { $id })
discord-not-understood = das wurde nicht verstanden
discord-not-understood-hint = Die Befehle erscheinen, wenn Sie einen Schrägstrich eingeben.

## Refusals and failures; the title of a card, no full stop

discord-error-id = Fehler { $id }
discord-unknown-command = dieser Befehl ist nicht bekannt; Ihr Client zeigt vielleicht eine alte Liste
discord-argument-missing = { $argument } fehlt
discord-argument-one-of = eines davon wird gebraucht
discord-unseen = der Zustand ließ sich nicht noch einmal lesen, deshalb wurde nichts getan
discord-interrupted = der Speicher von Lotse ist mittendrin ausgefallen; was läuft, läuft weiter und wird später aufgenommen
discord-ambiguous-hint = Wählen Sie aus der Liste, oder schreiben Sie den Cluster davor.
discord-not-here = Lotse antwortet hier nicht
discord-busy = gerade wird zu viel gefragt; bitte gleich noch einmal versuchen
discord-no-desk = von hier aus darf nichts geändert werden
discord-blocked = das geht jetzt nicht
discord-read-only = der Cluster { $cluster } darf nur gelesen werden
discord-frozen = Änderungen sind gesperrt
discord-frozen-by = { $by }: { $reason }
discord-spent = darüber ist schon entschieden
discord-expired = zu spät: Der Plan ist abgelaufen
discord-not-yours = gefragt ist jemand anderes
discord-other-place = das wurde an anderer Stelle gefragt
discord-wrong-words = die Eingabe stimmt nicht überein
discord-wanted = Verlangt ist
discord-second-person = Sie haben schon zugestimmt; es fehlt eine zweite Person
discord-not-this-way = so lässt sich das nicht bestätigen
discord-too-often = zu oft falsch eingegeben; der Plan ist hinfällig
discord-not-agreed = noch hat niemand zugestimmt
discord-stale = der Zustand hat sich inzwischen geändert
discord-gone = dieser Button gilt nicht mehr; bitte rufen Sie den Befehl neu auf
discord-held = ein anderer Prozess führt das gerade aus
discord-store = der Speicher von Lotse ist gestört, deshalb wurde nichts getan
discord-no-secret = verlangt ist ein Code, und für Sie ist keiner eingerichtet
discord-wrong-code = der Code ist falsch oder wurde schon benutzt
