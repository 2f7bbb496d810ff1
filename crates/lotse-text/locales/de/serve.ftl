### Der Dienst: was die Dienstverwaltung zeigt, und ein zweiter Dienst an derselben Datenbank.

serve-status-serving = { $clusters ->
    [one] bedient einen Cluster
   *[other] bedient { $clusters } Cluster
}
serve-status-failed = arbeitet nicht: { $parts }
serve-status-channels = Kanäle, die nichts annehmen: { $channels }
serve-status-refused = Die Konfiguration auf der Platte ist fehlerhaft, es gilt eine ältere: { $detail }
serve-status-restart = gilt erst nach einem Neustart: { $sections }
serve-status-waiting = Ein anderer Dienst arbeitet mit dieser Datenbank; wartet, bis er endet
serve-status-ending = endet; was läuft, wird fertig oder bleibt dem nächsten Start
serve-twice = Ein anderer Dienst arbeitet mit dieser Datenbank
serve-twice-hint = Beenden Sie ihn zuerst (`systemctl stop lotse`), oder lassen Sie `--no-wait` weg: Dann wartet dieser und übernimmt
