### What `init` asks and says.

init-which-host = Which node (USER@HOST)?
init-commands = These commands will be run on { $host }:
init-writes = and { $path } will be written, with the token's secret and the cluster's authority beside it, for you alone.
init-unseen = The role may only read. What it cannot see for that reason (pending updates, the archives of other people's backups) is said in the answers.
init-proceed = Go on?
init-nobody = nothing was done: nobody is here to be asked; `--yes` carries the commands out
init-refused = nothing was done
init-failed = `{ $command }` failed: { $said }
init-no-secret = the host made the token and printed no secret
init-taken = { $path } has a cluster `{ $name }` already
init-taken-hint = choose another name with `--name`
init-done = Done: { $path } was written.
init-next = `lotse doctor` checks it, `lotse chat` begins.
