### What stands in messages on channels besides the alert itself.

## What did not fit

notify-cut = … { $lines } weitere { $lines ->
    [one] Zeile
   *[other] Zeilen
}; alles zeigt `lotse monitor-list`

## What one can do

notify-acknowledge = Übernehmen: `lotse monitor-ack { $alert }` · Eine Stunde Ruhe: `lotse monitor-snooze { $alert } --for 1h`
notify-acknowledge-several = Einen übernehmen: `lotse monitor-ack ALARM` (offen: { $alerts })

## A channel that cannot be used

notify-setup = Der Kanal { $channel } ist nicht benutzbar: { $detail }
notify-hint-unreachable = Adresse und Firewall prüfen; ein Proxy wird aus HTTPS_PROXY gelesen
notify-hint-untrusted = Die Zertifizierungsstelle des Servers mit `ca` angeben; Name und Port prüfen
notify-hint-redirected = Die Adresse eintragen, auf die der Server umleitet; Lotse folgt nicht, sonst ginge das Token mit
notify-hint-login = Token oder Passwort prüfen: das richtige, vollständig, mit den nötigen Rechten
notify-hint-refused = Das Ziel prüfen: Empfänger, Raum, Chat, Topic
notify-hint-broken = Unter dieser Adresse antwortet etwas anderes: die Anmeldeseite eines Proxys oder ein anderer Dienst
notify-hint-lacking = Port und `security` prüfen: meist 465 mit `tls`, 587 mit `starttls`

## Why a message was not taken

notify-with-hint = { $happened }; { $hint }
notify-unreachable = nicht erreichbar: { $detail }
notify-timed-out = keine Antwort innerhalb von { $seconds } s
notify-too-fast = mehr Nachrichten als erlaubt
notify-server-failed = Fehler des Servers: { $said }
notify-broken = nicht die Antwort eines solchen Servers: { $detail }
notify-untrusted = keine vertrauenswürdige Verbindung: { $detail }
notify-redirected = umgeleitet: { $status }
notify-refused = abgelehnt: { $said }
notify-lacking = dem Server fehlt { $what }

## What is wrong with how a channel is set up

notify-wrong-address = keine Adresse mit https, oder mit http auf diesem Rechner
notify-wrong-insecure = ohne TLS nur mit diesem Rechner, nicht mit { $host }
notify-wrong-mailbox = keine E-Mail-Adresse: { $value }
notify-wrong-nobody = kein Empfänger angegeben
notify-wrong-host = kein Name eines Servers: { $value }
notify-wrong-secret = als `{ $what }` nicht brauchbar: leer, abgeschnitten oder mit Zeichen, die dort nicht hingehören
notify-wrong-place = als `{ $what }` nicht brauchbar: { $value }
notify-wrong-authority = kein brauchbares Zertifikat einer Zertifizierungsstelle
notify-wrong-setup = die Verbindung lässt sich nicht einrichten: { $detail }
notify-ready = bereit ({ $kind }); `lotse monitor-test { $channel }` probiert ihn aus
doctor-channel = Kanal
