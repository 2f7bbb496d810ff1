error-label = Fehler:
error-hint = Hinweis:
error-run = `{ $command }`
error-did-you-mean = Meinten Sie { $meant }?
error-choices = Möglich sind { $values }
error-see-help = `lotse { $command } --help` zeigt den Aufruf
error-file = { $path }: { $reason }
error-cancelled = Abgebrochen

error-command-unknown = Den Befehl `{ $name }` gibt es nicht
error-command-unknown-hint = `lotse --help` zeigt die Befehle
error-argument-unknown = `{ $command }` hat kein Argument `{ $argument }`
error-argument-missing = `{ $command }` braucht `{ $argument }`
error-argument-missing-one = `{ $command }` braucht eines von { $arguments }
error-value = `{ $value }` ist kein Wert für `{ $argument }`
error-name-guest = `{ $name }` ist kein Name für einen Gast: Buchstaben a–z, Ziffern und `-`, Teile durch Punkte getrennt
error-name-snapshot = `{ $name }` ist kein Name für einen Snapshot: zuerst ein Buchstabe, dann Buchstaben, Ziffern, `-` und `_`, insgesamt 2 bis 40
error-name-wording = `{ $suggestion }` ist gültig; mit `--description "{ $value }"` bleibt Ihr Wortlaut daneben stehen
error-value-missing = `{ $argument }` braucht einen Wert

error-not-found = Nichts heißt `{ $reference }`
error-no-guest = Den Gast `{ $reference }` gibt es nicht
error-no-backup = Die Sicherung `{ $reference }` dieses Gastes gibt es nicht
error-no-backup-at-all = Von diesem Gast gibt es keine Sicherung
error-nobody-fits = Auf `{ $reference }` passt kein Gast
error-no-node = Den Knoten `{ $reference }` gibt es nicht
error-no-storage = Den Speicher `{ $reference }` gibt es nicht
error-no-cluster = Den Cluster `{ $reference }` gibt es nicht
error-no-task = Die Aufgabe `{ $reference }` gibt es nicht
error-no-snapshot = Den Snapshot `{ $reference }` gibt es nicht
error-not-found-hidden = Möglicherweise gibt es ihn doch, denn nicht alles konnte gelesen werden:
error-ambiguous = `{ $reference }` ist mehrdeutig
error-ambiguous-hint = Schreiben Sie die vorn stehende Form, mit dem Cluster
error-unreachable = Nichts konnte gelesen werden
error-unreachable-hint = `lotse doctor` prüft Verbindung, Anmeldung und Rechte einzeln

error-call-unreachable = { $endpoint } ist nicht erreichbar: { $detail }
error-call-refused = { $endpoint } weist die Anmeldung von { $user } ab
error-call-refused-hint = Prüfen Sie Benutzer, Passwort oder Token; `lotse doctor` sagt mehr
error-call-totp = { $endpoint } verlangt von { $user } einen zweiten Faktor
error-call-totp-hint = Verwenden Sie ein API-Token: Tokens brauchen keinen zweiten Faktor, und `lotse init` legt eines an, das nur lesen darf; am Terminal fragt Lotse nach dem Code
error-call-permission = { $call }: { $message }
error-call-permission-hint = Nötig ist { $privileges } auf `{ $path }`; `lotse doctor` zeigt den Befehl, der das Recht gibt
error-call-failed = { $call }: { $message }
error-call-node-down = { $call }: Der Knoten { $node } antwortet nicht
error-call-timed-out = { $endpoint } hat nicht innerhalb von { $seconds } Sekunden geantwortet
error-call-uncertain = { $call } wurde gesendet, die Antwort ging verloren: Es kann geschehen sein
error-call-broken = Die Antwort von { $endpoint } brach ab: { $detail }
error-call-not-proxmox = { $endpoint } bietet kein Proxmox VE: { $detail }
error-call-not-proxmox-hint = Ist es ein Proxmox-VE-Knoten, und darf dieser Benutzer `pvesh` ausführen? `lotse doctor BENUTZER@HOST` prüft es

error-tls-expected = vertraut:  { $fingerprint }
error-tls-seen = vorgelegt: { $fingerprint }
error-tls-pin = Das Zertifikat von { $endpoint } ist ein anderes als das vertraute; es wurde nichts gesendet
error-tls-pin-hint = Vergleichen Sie es mit `pvenode cert info` auf dem Knoten; stimmt es, vertraut `lotse trust https://{ $endpoint }` ihm; hat die Konfiguration `fingerprint`, ändern Sie es dort
error-tls-issuer = Das Zertifikat von { $endpoint } stammt von niemandem, dem hier vertraut wird; es wurde nichts gesendet
error-tls-trust-hint = Vergleichen Sie es mit `pvenode cert info` auf dem Knoten; setzen Sie dann `ca` auf die pve-root-ca.pem des Clusters, oder vertrauen Sie diesem Zertifikat mit `lotse trust https://{ $endpoint }`
error-tls-name = Das Zertifikat von { $endpoint } gilt nicht für `{ $name }`; es wurde nichts gesendet
error-tls-name-hint = Setzen Sie `server-name` auf einen Namen, der im Zertifikat steht
error-tls-time = Das Zertifikat von { $endpoint } ist zu dieser Zeit nicht gültig; es wurde nichts gesendet
error-tls-time-hint = Prüfen Sie die Uhren; ein abgelaufenes Zertifikat erneuert `pvecm updatecerts` auf dem Knoten
error-tls-certificate = Das Zertifikat von { $endpoint } ist nicht annehmbar: { $detail }
error-tls-signature = { $endpoint } besitzt den Schlüssel des vorgelegten Zertifikats nicht; es wurde nichts gesendet

error-ssh-host = `{ $text }` ist kein Host für eine Verbindung
error-ssh-user = `{ $text }` ist kein Benutzer für eine Verbindung
error-ssh-port = `{ $text }` hat keinen gültigen Port
error-ssh-target-hint = Schreiben Sie `BENUTZER@HOST` oder `BENUTZER@HOST:PORT`
error-ssh-no-program = `{ $program }` ist nicht installiert
error-ssh-no-program-hint = Lotse verwendet den OpenSSH-Client dieser Maschine; installieren Sie ihn (Debian: `apt install openssh-client`)
error-ssh-auth = { $destination } akzeptiert keinen Ihrer Schlüssel
error-ssh-auth-hint = `ssh { $destination }` muss ohne Passwort funktionieren: `ssh-copy-id { $destination }` hinterlegt Ihren Schlüssel, `ssh-add` entsperrt ihn
error-ssh-lost = Die Verbindung zu { $destination } ging verloren
error-ssh-other = SSH ist fehlgeschlagen: { $detail }
error-ssh-key-unknown = Der Host-Schlüssel von { $host } ist nicht bekannt; es wurde nichts gesendet
error-ssh-key-unknown-hint = Vergleichen Sie ihn mit `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` auf dem Host; dann nimmt `lotse trust { $host }` ihn auf
error-ssh-key-changed = DER HOST-SCHLÜSSEL VON { $host } HAT SICH GEÄNDERT; es wurde nichts gesendet
error-ssh-key-changed-hint = Wurde der Host neu installiert? Vergleichen Sie den Schlüssel an seiner Konsole; erst dann ersetzt ihn `lotse trust { $host }`

error-config-wrong = { $count ->
    [one] { $path } hat einen Fehler
   *[other] { $path } hat { $count } Fehler
}
error-config-writable = { $path } ist für andere beschreibbar (Modus { $mode })
error-config-owner = { $path } gehört jemand anderem (Benutzer { $owner })
error-secret-readable = Das Geheimnis in { $path } ist für andere lesbar (Modus { $mode })
error-secret-env = Die Umgebungsvariable `{ $name }` ist nicht gesetzt
error-secret-credential = Das Credential `{ $name }` gibt es nicht: Dies ist keine systemd-Unit mit `LoadCredential=`
error-secret-command = `{ $program }` hat kein Geheimnis ausgegeben: { $status }
error-secret-empty = Das Geheimnis in { $place } ist leer

usage-unknown-argument = Das Argument `{ $argument }` gibt es nicht
usage-value-missing = `{ $argument }` braucht einen Wert
usage-too-many = `{ $argument }` hat zu viele Werte
usage-conflict = `{ $argument }` und `{ $other }` schließen einander aus
usage-missing = Es fehlt: { $argument }
usage-missing-command = Sagen Sie, was zu tun ist
usage-utf8 = Ein Argument ist kein gültiges UTF-8
usage-help = `lotse --help` zeigt den Aufruf
usage-duration-hint = Schreiben Sie eine Dauer wie `20s`, `500ms` oder `2m`: mehr als nichts, höchstens eine Stunde

error-incomplete = { $count ->
    [one] Ein Teil der Antwort fehlt: { $count } Sache war nicht zu sehen
   *[other] Ein Teil der Antwort fehlt: { $count } Sachen waren nicht zu sehen
}
error-call-no-sudo = `sudo` auf { $endpoint } lässt diesen Benutzer `pvesh` nicht ausführen: { $detail }
error-call-no-sudo-hint = `lotse doctor BENUTZER@HOST --sudo` zeigt die Zeile für sudoers
