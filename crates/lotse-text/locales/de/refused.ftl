### Was auf Worte geantwortet wird, die nichts auftragen.

refused-negated = Es geschieht nichts: Das verneint oder nimmt zurück.
refused-later = Es geschieht nichts: Eine Änderung geschieht jetzt oder gar nicht. Sagen Sie es, wenn es so weit ist.
refused-conditional = Es geschieht nichts: Eine Änderung hängt an nichts als an Ihrem Wort. Sagen Sie es, wenn es so ist.
refused-several = Es geschieht nichts: Eine Änderung braucht ihre Gäste mit Namen oder eine Auswahl wie `tag:web`, `pool:prod`, `node:pve1`.
refused-several-hint = `{ $command }` zeigt, welche Gäste das gerade sind
refused-several-hint-plain = `list` zeigt die Gäste
refused-alternative = Es geschieht nichts: Das lässt offen, was es sein soll.
refused-advice = Das müssen Sie entscheiden. `info NAME` zeigt, wie es einem Gast geht, und jede Änderung zeigt ihren Plan, bevor etwas geschieht.
refused-no-target = { $what }: welchen Gast? Unter diesem Namen ist keiner bekannt.
refused-no-target-hint = vielleicht { $commands }
refused-pronoun = { $what }: Eine Änderung nennt ihren Gast. Zuletzt ging es um { $guest }.
refused-pronoun-hint = sagen Sie `{ $phrase }`
refused-again-hint = Nennen Sie den Gast und was jetzt geschehen soll
small-talk-greeting = Hallo. Fragen Sie, was Sie wissen möchten; `help` zeigt, was gefragt werden kann.
small-talk-thanks = Gern geschehen.
small-talk-answer = Hier wartet nichts auf ein Ja oder Nein; `pending` zeigt, welche Änderungen warten.
chat-which-name = { $what }: unter welchem Namen?
chat-which-name-hint = zum Beispiel: { $example }
