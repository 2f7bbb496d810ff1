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

command-guest-confirm = Let rules and aliases by number mean the guest that has the number now

guest-confirm-done = Rules and aliases by { $reference } mean { $name } from now on
guest-confirm-same = Rules and aliases by { $reference } mean { $name }, as before
guest-confirm-identity = Known by
audit-confirmed = rules by its number mean this guest

error-alias-dangles = { $alias } stands for the number { $reference }, and the guest that it meant is gone or another one has the number
error-alias-dangles-hint = `lotse guest-confirm { $reference }` says that it means the guest with that number now
