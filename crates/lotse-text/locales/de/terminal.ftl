### Änderungen am Terminal: gefragt, ausgeführt, abgelehnt; die Datenbank dahinter; `serve`.

ask-yes = ja
ask-confirm = Ausführen? `{ $yes }`, alles andere heißt nein
ask-type = Zum Ausführen `{ $phrase }` eintippen, alles andere heißt nein
ask-pasted = Eingefügter Text zählt nicht: bitte tippen
ask-refused = Sie haben nicht zugestimmt; es wurde nichts gesendet
ask-nobody = Hier kann niemand gefragt werden: Die Standardeingabe ist kein Terminal. Es wurde nichts gesendet
ask-nobody-hint = Führen Sie den Befehl an einem Terminal aus, oder ergänzen Sie, wo `[policy] yes` der Konfiguration diese Klasse erlaubt, `--approve { $hash }`

script-not-allowed = `[policy] yes` der Konfiguration erlaubt Änderungen der Klasse { $class } nicht ohne einen Menschen; es wurde nichts gesendet
script-not-allowed-hint = Führen Sie den Befehl an einem Terminal aus, oder nehmen Sie für eigene Skripte "{ $class }" in `[policy] yes` auf
script-other-plan = Der Plan hat jetzt den Hash { $hash }, nicht { $given }; es wurde nichts gesendet
script-other-plan-hint = Sehen Sie ihn mit `--plan` an, und geben Sie dann den gezeigten Hash frei
script-bare = Eine zerstörende Änderung verlangt den Hash ihres Plans; es wurde nichts gesendet
script-bare-hint = Sehen Sie ihn mit `--plan` an, und wiederholen Sie den Befehl mit `--approve HASH`

consent-spent = Das wurde schon freigegeben, abgelehnt oder ersetzt
consent-expired = Niemand hat rechtzeitig zugestimmt; es wurde nichts gesendet
consent-again-hint = Geben Sie den Befehl noch einmal ein; `lotse audit` zeigt, was aus dem letzten Plan wurde
consent-not-yours = Gefragt wurde jemand anderes
consent-not-yours-hint = Geben Sie den Befehl selbst ein, oder lassen Sie zustimmen, wer ihn gegeben hat
consent-elsewhere = Gefragt wurde an einem anderen Ort
consent-elsewhere-hint = Antworten Sie dort, wo der Plan gezeigt wurde, oder geben Sie den Befehl hier ein
consent-words = Das ist nicht `{ $wanted }`; es wurde nichts gesendet
consent-too-often = Zu oft wurde etwas anderes eingetippt; es wurde nichts gesendet
consent-not-agreed = Noch haben nicht alle zugestimmt, die zustimmen müssen
consent-second-person = Sie haben schon zugestimmt; verlangt ist eine zweite Person
consent-second-person-hint = Eine andere Person mit demselben Recht muss zustimmen: `lotse pending` zeigt, wie
consent-way = Diese Klasse lässt sich auf diesem Weg nicht freigeben

desk-blocked = Dieser Plan lässt sich nicht ausführen; es wurde nichts gesendet
desk-blocked-hint = Zuerst muss aus dem Weg, was hinter ✖ steht
desk-read-only = { $cluster } ist nur lesbar; es wurde nichts gesendet
desk-read-only-hint = Ändern lässt sich ein Cluster mit `write-token-id` und `write-token` in seinem Teil der Konfiguration, über SSH mit `writes = true`
desk-frozen = { $by } hat alle Änderungen eingefroren: { $reason }. Es wurde nichts gesendet
desk-frozen-in = { $by } hat Änderungen an { $cluster } eingefroren: { $reason }. Es wurde nichts gesendet
desk-frozen-hint = `lotse thaw` hebt das auf
desk-stale = Worauf der Plan beruht, ist nicht mehr so; es wurde nichts gesendet
desk-stale-hint = Sehen Sie sich den Plan an, wie er jetzt ist, und geben Sie den Befehl noch einmal ein
desk-unseen = Worauf der Plan beruht, ließ sich nicht noch einmal lesen: { $what }. Es wurde nichts gesendet
desk-unseen-hint = Versuchen Sie es noch einmal, sobald alles zu sehen ist; `lotse doctor` sagt, was fehlt
desk-interrupted = Die Datenbank hat mittendrin versagt: Es wird nichts mehr gesendet, und was läuft, läuft weiter
desk-unknown = Diese Änderung gibt es nicht
desk-unknown-hint = `lotse pending` zeigt die wartenden
desk-held = Ein anderer Prozess führt sie aus
desk-held-hint = `lotse pending` und `lotse audit` zeigen, was daraus wurde
desk-waits = Eine zweite Person muss zustimmen; noch wurde nichts gesendet
desk-waits-hint = Freigeben kann sie den Plan mit `lotse approve { $id }`
desk-goes-on = Die Änderung läuft ohne Sie weiter
desk-goes-on-hint = `lotse task { $task }` zeigt den Stand; was offen ist, beendet der nächste Aufruf von `lotse`
desk-goes-on-unknown-hint = `lotse tasks` zeigt den Stand; was offen ist, beendet der nächste Aufruf von `lotse`
desk-resumed = Eine Änderung, die mittendrin liegen geblieben war, wurde zu Ende geführt:
desk-still-resuming = Eine Änderung, die mittendrin liegen geblieben war, läuft noch: `lotse tasks` zeigt sie, und der nächste Aufruf von `lotse` beendet sie

pending-none = Nichts wartet auf einen Menschen.
pending-id = {"  "}`lotse approve { $id }`, `lotse decline { $id }`
pending-declined = Abgelehnt; es wurde nichts gesendet.

progress-task = Task { $task }
progress-trouble = Der Knoten antwortet nicht, es wird weiter beobachtet
progress-reads-back = erledigt, der Zustand wird zurückgelesen
progress-verified = bestätigt
progress-failed = fehlgeschlagen
progress-inconclusive = ungeklärt
progress-not-begun = nicht begonnen

store-nowhere = Es gibt keinen Ordner für die Datenbank
store-nowhere-hint = Setzen Sie `HOME` oder `XDG_STATE_HOME` oder `path` in `[store]`
store-none = Es gibt noch keine Datenbank
store-copied = { $place } wurde nach { $path } kopiert
store-open = Die Datenbank { $path } lässt sich nicht öffnen: { $detail }
store-open-hint = Prüfen Sie Eigentümer und Rechte der Datei und ihres Ordners; `[store] path` legt sie woanders ab
store-corrupt = { $path } ist keine Datenbank von Lotse oder beschädigt: { $detail }
store-corrupt-hint = Es wurde nichts überschrieben; legen Sie die Datei beiseite und eine Kopie von `lotse backup` an ihre Stelle
store-newer = Die Datenbank { $path } hat das Schema { $found }, diese Version kennt { $known }
store-newer-hint = Verwenden Sie die Version von Lotse, die sie geschrieben hat, oder eine neuere
store-migrate = Die Datenbank { $path } ließ sich nicht auf das Schema dieser Version bringen: { $detail }
store-migrate-hint = Es ist nichts verloren: Die Kopie von vorher ist { $copy }
store-full = Für die Datenbank { $place } ist kein Platz mehr
store-full-hint = Schaffen Sie Platz; es wurde nichts begonnen
store-locked = Ein anderes Programm hält die Datenbank { $place } zu lange gesperrt
store-locked-hint = Versuchen Sie es noch einmal; `fuser -v { $place }` zeigt, welches Programm es ist
store-read-only = Die Datenbank { $place } lässt sich nur lesen
store-read-only-hint = Geben Sie diesem Benutzer Schreibrecht auf die Datei und ihren Ordner, oder rufen Sie Lotse als Benutzer von `lotse serve` auf; Fragen brauchen keine Datenbank
store-exists = { $path } gibt es schon, und nichts wird überschrieben
store-exists-hint = Wählen Sie einen anderen Namen
store-row = Die Datenbank { $place } enthält etwas, das diese Version nicht geschrieben hat: { $what }: { $detail }
store-row-hint = Wurde von Hand hineingeschrieben? Legen Sie eine Kopie von `lotse backup` an ihre Stelle, oder melden Sie den Fehler
store-failed = Fehler der Datenbank { $place }: { $detail }
store-failed-hint = Fragen werden auch ohne sie beantwortet; `lotse doctor` prüft sie

serve-no-discord = Dieses Programm wurde ohne den Discord-Bot gebaut
serve-bot-settings = Mit diesen Einstellungen kann der Bot nicht laufen: { $detail }
serve-bot-token = Discord weist das Token des Bots ab
serve-bot-token-hint = Setzen Sie es im Entwicklerportal zurück (Bot, Reset Token), und legen Sie das neue dorthin, worauf `discord.token` zeigt
serve-bot-closed = Discord hat die Verbindung endgültig geschlossen: { $code } ({ $reason })
serve-bot-setup = Die Verbindung zu Discord lässt sich nicht einrichten: { $detail }

doctor-store = Datenbank
doctor-store-none = Noch keine; die erste Änderung legt { $place } an
doctor-audit = Audit
doctor-audit-whole = { $count ->
    [one] Seine { $count } Zeile ist so, wie sie geschrieben wurde
   *[other] Seine { $count } Zeilen sind so, wie sie geschrieben wurden
}
doctor-audit-broken = Zeile { $number } ist nicht so, wie sie geschrieben wurde
doctor-access-rules = Zugriff
doctor-access = { $count ->
    [0] Keine Regeln: am Terminal alles, anderswo nichts
    [one] { $count } Regel
   *[other] { $count } Regeln
}
doctor-access-tags = Eine Regel entscheidet nach einem Tag: Wer in Proxmox Tags ändern darf, kann sie ausweiten
doctor-access-nobody = Keine Regel nennt jemanden, also darf aus Discord niemand etwas
doctor-frozen = { $by } hat alle Änderungen eingefroren: { $reason }
doctor-frozen-in = { $by } hat Änderungen an { $cluster } eingefroren: { $reason }
doctor-same-token = { $id } liest und ändert; ein eigenes Token für Änderungen lässt sich von denen fernhalten, die nur lesen
