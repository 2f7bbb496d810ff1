### Access: what somebody may not do, and the rule that would be needed.

access-denied = you may not run `{ $command }`
access-denied-scope = you may not run `{ $command }` on { $scope }
access-denied-ceiling = `{ $command }` is not possible from here: it wants `{ $needs }`, and from here `{ $ceiling }` is the most
access-denied-rule = a rule in the configuration would be needed: { $rule }
access-denied-elsewhere = at the terminal, or wherever `{ $needs }` is allowed

column-may = May
column-scope = On
whoami-ceiling = from here at most: { $ceiling }
whoami-commands = Commands: { $commands }

command-rule-confirm = Let rules by number mean the guest that has the number now

rule-confirm-done = Rules by { $reference } mean { $name } from now on
rule-confirm-same = Rules by { $reference } mean { $name }, as before
rule-confirm-identity = Known by
audit-confirmed = rules by its number mean this guest
