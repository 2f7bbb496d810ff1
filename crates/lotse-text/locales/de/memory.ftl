# Was von früher bekannt ist.

list-cached = Aus dem Gedächtnis: Gerade wurde niemand gefragt, und Messwerte werden nicht gemerkt.
argument-cached = Zeigt den letzten bekannten Stand, ohne jemanden zu fragen
error-nothing-kept = Von diesen Clustern ist nichts von früher bekannt
error-nothing-kept-hint = `lotse list` fragt sie und merkt sich den Stand
error-remembered-hint = `lotse list --cached` zeigt die Gäste, wie sie zuletzt gesehen wurden
