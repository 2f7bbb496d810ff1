### The Discord bot. Sentences for embeds: no markdown in them.


## Commands that stand in no table, and groups of subcommands

discord-ask = Ask in your own words
discord-ask-question = Your question, or what is to be done
discord-group-snapshot = Snapshots of a guest
discord-group-backup = Backups and backup jobs
discord-group-job = Backup jobs
discord-group-monitor = What is watched
discord-group-audit = Who did what
discord-group-silence = Silences of alerts

## Options that are called otherwise than on the command line

discord-option-vmid = A guest: choose it, or type its number, name or an alias
discord-option-template-id = The template to copy
discord-option-new-vmid = The number of the new guest; the next free one if left out
discord-option-memory-mb = Memory in MiB

## Choices

discord-choice-hour = hour
discord-choice-day = day
discord-choice-week = week
discord-choice-month = month
discord-choice-vm = VM
discord-choice-ct = container
discord-choice-running = running
discord-choice-stopped = stopped
discord-choice-snapshot = snapshot (the guest keeps running)
discord-choice-suspend = suspend (the guest pauses)
discord-choice-stop = stop (the guest is shut down)

## Names of commands and options, for `localise-names`: lower case, no spaces

discord-name-list = list
discord-name-info = info
discord-name-graph = graph
discord-name-create = create
discord-name-resize = resize
discord-name-delete = delete
discord-name-start = start
discord-name-reboot = reboot
discord-name-shutdown = shutdown
discord-name-stop = stop
discord-name-suspend = suspend
discord-name-resume = resume
discord-name-migrate = migrate
discord-name-restore = restore
discord-name-snapshot = snapshot
discord-name-rollback = rollback
discord-name-backup = backup
discord-name-protect = protect
discord-name-now = now
discord-name-job = job
discord-name-run = run
discord-name-edit = edit
discord-name-enable = enable
discord-name-disable = disable
discord-name-monitor = monitor
discord-name-add = add
discord-name-remove = remove
discord-name-status = status
discord-name-problems = problems
discord-name-nodes = nodes
discord-name-tasks = tasks
discord-name-pools = pools
discord-name-help = help
discord-name-ask = ask

## Buttons

discord-button-approve = Approve
discord-button-type = Type to confirm …
discord-button-cancel = Cancel
discord-button-start = Start
discord-button-reboot = Reboot
discord-button-shutdown = Shut down
discord-button-stop = Stop hard
discord-button-resume = Resume

## The form

discord-form-title = Confirm
discord-form-phrase = Type this exactly
discord-form-hint = To be typed:
discord-form-code = Code of your second factor

## Plans

discord-plan-type = To confirm, press the button and type
discord-plan-second = A second person with the same right must agree.
discord-plan-agreed = Agreed so far:
discord-plan-expires = expires
discord-asked-by = asked by { $by }
discord-asked-and-agreed = asked by { $by }, approved by { $agreed }
discord-dead-cancelled = Cancelled. Nothing was done.
discord-dead-cancelled-by = Cancelled by { $by }. Nothing was done.
discord-dead-expired = Expired: not agreed to and begun in time. Nothing was done.
discord-dead-stale = No longer right: what was seen has changed. Nothing was done; the new plan is below.
discord-dead-lost = This plan is not known any more. Nothing is done by it.

## Progress and outcome

discord-running = In progress …
discord-running-more = and { $count } more
discord-task-trouble = the task cannot be seen just now
discord-verified = Done, and checked: it is so.
discord-failed = Failed.
discord-inconclusive = It is not certain what became of it.
discord-not-begun = Not begun.
discord-nothing-sent = Nothing was done.

## The picture of /graph: its font has Latin letters only

discord-graph-peak = max { $value }
discord-graph-now = now { $value }

## Answers

discord-list-title = { $count ->
    [one] { $count } guest
   *[other] { $count } guests
}
discord-as-of = as of
discord-missing-failed = { $place }: the server answered with an error (see the log, { $id })
discord-not-understood = this was not understood
discord-not-understood-hint = The commands are listed when you type a slash.

## Refusals and failures; the title of a card, no full stop

discord-error-id = error { $id }
discord-unknown-command = this command is not known; your client may show an old list
discord-argument-missing = { $argument } is missing
discord-argument-one-of = one of these is needed
discord-unseen = the state could not be read again, so nothing was done
discord-interrupted = Lotse’s store failed in the middle; what runs goes on, and is taken up later
discord-ambiguous-hint = Choose it from the list, or write it with its cluster.
discord-not-here = Lotse does not answer here
discord-busy = too much is asked at once; please try again in a moment
discord-no-desk = nothing may be changed from here
discord-blocked = this cannot be done now
discord-read-only = the cluster { $cluster } is read-only
discord-frozen = changes are frozen
discord-frozen-by = { $by }: { $reason }
discord-spent = this was decided already
discord-expired = it is too late: the plan has expired
discord-not-yours = somebody else was asked
discord-other-place = this was asked in another place
discord-wrong-words = what was typed is not what was wanted
discord-wanted = Wanted is
discord-second-person = you agreed already; a second person is wanted
discord-not-this-way = it cannot be approved in this way
discord-too-often = something else was typed too often; the plan is void
discord-not-agreed = nobody has agreed yet
discord-stale = what was seen has changed meanwhile
discord-gone = this button is no longer valid; please call the command again
discord-held = another process is carrying this out
discord-store = the store does not work, so nothing was done
discord-no-secret = a code is wanted, and none is set up for you
discord-wrong-code = the code is wrong, or was used already
