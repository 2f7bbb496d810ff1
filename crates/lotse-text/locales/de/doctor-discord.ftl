### Was `doctor` zu Discord sagt. Rechte heißen wie in Discords eigenen Einstellungen, auf Englisch.

doctor-guild = Server
doctor-category = Kategorie
doctor-alerts = Alarmkanal
doctor-commands = Befehle
doctor-discord-unreachable = Discord antwortet nicht
doctor-discord-mend-reach = Netz prüfen und discordstatus.com ansehen
doctor-discord-token = Discord lehnt das Token ab
doctor-discord-mend-token = im Developer Portal ein neues erzeugen (Bot → Reset Token) und dort ablegen, wohin `discord.token` zeigt
doctor-discord-odd = eine unerwartete Antwort ({ $what }, Status { $status })
doctor-discord-mend-odd = noch einmal versuchen; bleibt es so, discordstatus.com ansehen
doctor-discord-no-guild = der Bot ist nicht auf diesem Server, oder es gibt keinen mit dieser ID
doctor-discord-mend-invite = ID prüfen oder den Bot einladen:
doctor-discord-administrator = { $name }: Der Bot ist Administrator und braucht das nicht
doctor-discord-mend-administrator = seiner Rolle Administrator nehmen; wer das Token erbeutet, hätte sonst den ganzen Server
doctor-discord-category-gone = { $id } gibt es auf diesem Server nicht
doctor-discord-category-other = { $id } ist ein Kanal und keine Kategorie
doctor-discord-category = { $channels ->
    [0] { $name }, ohne Textkanal: Der Bot antwortet nirgends
    [one] { $name }, mit { $channels } Textkanal
   *[other] { $name }, mit { $channels } Textkanälen
}
doctor-discord-alerts-gone = { $id } gibt es auf diesem Server nicht
doctor-discord-alerts-other = in { $id } kann nicht geschrieben werden
doctor-discord-mend-id = im Entwicklermodus endet ein Rechtsklick darauf mit „ID kopieren“; sie gehört in `{ $key }`
doctor-discord-lacks = #{ $channel }: { $permissions } fehlt
doctor-discord-mend-permission = der Rolle des Bots im Kanal oder in seiner Kategorie erlauben, oder den Bot neu einladen:
doctor-discord-permitted = alles, was Karten, Diagramme und Alarme brauchen
doctor-discord-no-commands = noch keine registriert
doctor-discord-mend-commands = `lotse serve` registriert sie beim Start
doctor-discord-commands = { $count ->
    [one] { $count } registriert
   *[other] { $count } registriert
}
