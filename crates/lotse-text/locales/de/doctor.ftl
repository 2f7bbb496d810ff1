doctor-reach = Verbindung
doctor-trust = Vertrauen
doctor-login = Anmeldung
doctor-version = Version
doctor-privilege = Rechte
doctor-clock = Uhr
doctor-topic = Auffrischen
doctor-context = Kontext
doctor-words = Worte
doctor-works = funktioniert
doctor-trusted = Zertifikat oder Host-Schlüssel ist vertraut
doctor-skipped = nicht geprüft, da etwas davor nicht funktioniert
doctor-sees-all = alles, was diese Version ansieht, ist zu sehen
doctor-sees-role = alles, was kein Recht auf Änderungen braucht, ist zu sehen
doctor-limit-updates = { $privilege } fehlt und ist ein Recht auf Änderungen: Ausstehende Aktualisierungen der Knoten bleiben ungesehen, deshalb nennt keine Antwort einen Knoten aktuell
doctor-limit-archives = { $privilege } fehlen und sind Rechte auf Änderungen: Zu sehen sind nur Archive von Gästen, die diese Anmeldung sichern darf; ein Archiv, das nicht genannt wird, kann trotzdem da sein
doctor-limit-agent = { $privilege } fehlt und lässt auf Proxmox VE 8 Programme in Gästen laufen: Der Gast-Agent wird nicht gefragt, deshalb bleiben Adressen und Dateisysteme von VMs ungesehen
doctor-lacks = { $privilege } fehlt auf `{ $path }`
doctor-role-of-8 = Die Rolle wurde für Proxmox VE 8 angelegt; seit 9 braucht der Gast-Agent { $privilege }
doctor-clock-agrees = { $node } stimmt mit dieser Maschine überein
doctor-clock-apart = { $node } weicht um { $apart } von dieser Maschine ab
doctor-clock-unread = Die Uhr von { $node } war nicht zu lesen
doctor-sudo = { $user } ist nicht root: `sudo -n pvesh` muss funktionieren; die Zeile für sudoers:
doctor-no-sudo = { $user } ist nicht root, und `pvesh` braucht root
doctor-set-sudo = Setzen Sie `sudo = true` (oder `--sudo`), und erlauben Sie es auf dem Host:
doctor-no-pvesh = `pvesh` funktioniert nicht: { $said }
doctor-not-recognised = nicht erkannt: { $phrases }
doctor-healthy = Nichts zu beheben.
doctor-sick = { $count ->
    [one] { $count } Sache ist zu beheben.
   *[other] { $count } Sachen sind zu beheben.
}
doctor-sections = { $count ->
    [one] { $count } Abschnitt
   *[other] { $count } Abschnitte
}
doctor-changes = Änderungen
doctor-writes = freigegebene Pläne werden als { $who } ausgeführt
doctor-read-only = nur lesend

doctor-numbers = Nummern
doctor-numbers-good = { $count ->
    [one] { $count } Nummer meint noch den Gast, für den sie eingetragen wurde
   *[other] { $count } Nummern meinen noch die Gäste, für die sie eingetragen wurden
}
doctor-number-gone = { $reference } gibt es nicht mehr; damit ist niemand gemeint: { $named }
doctor-number-gone-hint = Entfernen Sie die Nummer dort; oder, sobald ein neuer Gast sie hat, gilt sie mit `lotse guest-confirm { $reference }` für diesen
doctor-number-another = { $reference } ist jetzt ein anderer Gast ({ $name }); damit ist niemand gemeint: { $named }
doctor-number-another-hint = Ist dieser gemeint: `lotse guest-confirm { $reference }`; sonst entfernen Sie die Nummer dort
doctor-number-unseen = Ob { $reference } noch der gemeinte Gast ist, ließ sich nicht nachsehen: { $named }
doctor-entry-gone-hint = `lotse monitor-remove { $id }` beendet die Überwachung
doctor-entry-another-hint = Soll dieser überwacht werden: `lotse monitor-add { $reference }`; sonst `lotse monitor-remove { $id }`
doctor-named-rule = Regel { $number } ({ $who })
doctor-named-alias = Alias „{ $word }“
doctor-named-entry = Eintrag { $id } der Überwachung
