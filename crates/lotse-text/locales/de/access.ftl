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

command-guest-confirm = Regeln und Aliase mit Nummer gelten für den Gast, der die Nummer jetzt hat

guest-confirm-done = Regeln und Aliase mit { $reference } meinen ab jetzt { $name }
guest-confirm-same = Regeln und Aliase mit { $reference } meinen weiterhin { $name }
guest-confirm-identity = Erkannt an
audit-confirmed = Regeln mit seiner Nummer meinen diesen Gast

error-alias-dangles = { $alias } steht für die Nummer { $reference }; der gemeinte Gast ist fort, oder ein anderer hat jetzt die Nummer
error-alias-dangles-hint = `lotse guest-confirm { $reference }` legt fest, dass der heutige Gast mit dieser Nummer gemeint ist
