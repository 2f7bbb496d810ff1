### Zugriff: was jemand nicht darf, und welche Regel nötig wäre.

access-denied = Sie dürfen `{ $command }` nicht ausführen
access-denied-scope = Sie dürfen `{ $command }` für { $scope } nicht ausführen
access-denied-ceiling = `{ $command }` geht von hier aus nicht: nötig ist `{ $needs }`, von hier aus geht höchstens `{ $ceiling }`
access-denied-rule = nötig wäre eine Regel in der Konfiguration: { $rule }
access-denied-elsewhere = im Terminal oder dort, wo `{ $needs }` erlaubt ist

column-may = Darf
column-scope = Bereich
whoami-ceiling = von hier aus höchstens: { $ceiling }
whoami-commands = Befehle: { $commands }

command-rule-confirm = Regeln mit Nummer gelten für den Gast, der die Nummer jetzt hat

rule-confirm-done = Regeln mit { $reference } meinen ab jetzt { $name }
rule-confirm-same = Regeln mit { $reference } meinen weiterhin { $name }
rule-confirm-identity = Erkannt an
audit-confirmed = Regeln mit seiner Nummer meinen diesen Gast
