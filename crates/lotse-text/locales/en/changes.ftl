### Changes: plans, outcomes, freezes, the audit.

## What is done to what, as a title

does-start = Start { $what }
does-shutdown = Shut down { $what }
does-reboot = Restart { $what }
does-stop = Switch off { $what } hard
does-suspend = Suspend { $what }
does-resume = Resume { $what }
does-create = New guest from { $what }
does-resize = Resize { $what }
does-migrate = Move { $what }
does-delete = Delete { $what }
does-snapshot-create = Take a snapshot of { $what }
does-snapshot-rollback = Roll { $what } back to a snapshot
does-snapshot-delete = Delete a snapshot of { $what }
does-backup-now = Back up { $what }
does-restore = Restore { $what }
does-backup-protect = Protection of a backup of { $what }
does-backup-delete = Delete a backup of { $what }
does-backup-job-create = New backup job { $what }
does-backup-job-edit = Change backup job { $what }
does-backup-job-enable = Switch on backup job { $what }
does-backup-job-disable = Switch off backup job { $what }
does-backup-job-run = Run backup job { $what } now
does-backup-job-delete = Delete backup job { $what }

## Words of states

word-unprotected = not protected

## A plan

plan-note-blocks = Not possible:
plan-note-warning = Warning:
plan-blocked = This plan cannot be carried out.
plan-timeout = Time to shut down
plan-to-disk = To disk
plan-new-id = New id
plan-start = Start afterwards
plan-cores = Cores
plan-grow = Grows by
plan-with-memory = With memory
plan-backup = Backup
plan-to-node = To node
plan-keep = Kept
plan-parallel = At the same time
plan-on-failure = When one fails
plan-goes-on = the rest goes on
plan-stops = the rest is not begun
plan-what = What
plan-impact = Impact
plan-reversible = reversible: it can be taken back and disturbs nobody
plan-disruptive = disruptive: it interrupts a service, or uses something up
plan-destructive = destructive: data is lost
plan-wanted = Wanted
plan-wants-nothing = nothing more: who may do this may do it at once
plan-wants-yes = a yes
plan-wants-typed = typing exactly this:
plan-over = nothing any more: this plan no longer waits
plan-second-title = Second person
plan-second = wanted too: somebody else with the same right
plan-second-agreed = wanted too; agreed so far: { $names }
plan-until = Until
plan-calls = What is sent:
plan-only-shown = Only shown: nothing was sent.
plan-hash = Hash

## What became of it

ended-verified = verified
ended-verified-means = It was read back, and it is so.
ended-failed = failed
ended-inconclusive = inconclusive
ended-inconclusive-means = Whether it was done, nobody can tell yet.
ended-not-begun = not begun
ended-under-way = under way
ended-nothing-sent = Nothing was sent.
ended-server-says = Proxmox said:
ended-known = What is known:
ended-offer-stop = It was not forced. To switch it off hard, which is a change with a plan of its own:
dropped-declined = { $by } said no
dropped-expired = Expired: not agreed to and begun in time
dropped-stale = What the plan rests on is no longer so; it has to be planned anew
dropped-frozen = Changes are frozen: { $reason }
dropped-not-allowed = It is no longer allowed: the configuration or a right changed
dropped-unseen = It could not be read again: { $what }
dropped-used = Its hash has approved the same plan once, and counts no more
differs = { $guest }: { $fact }: { $from } → { $to }
differs-gone = { $guest } is not there any more
fact-node = node
fact-name = name
fact-pool = pool
fact-tags = tags
fact-lock = lock
fact-state = state
fact-pid = process
fact-identity = identity
fact-template = template
fact-digest = configuration
fact-snapshots = snapshots
fact-snapshot-memory = memory in the snapshot
fact-protection = protection
fact-backup = backup
fact-backup-bytes = size of the backup
fact-backup-protected = protection of the backup
fact-balloon = balloon
fact-disk-bytes = size of the disk
fact-guests = guests
fact-job = backup job
fact-local-disks = local disks
fact-mode = mode
fact-new-id = new id
fact-sockets = sockets
fact-storage = storage
fact-target-node = target node
fact-target-storage = target storage

## Freeze

freeze-done = Frozen: { $scope }. No process on this store changes anything there; what runs goes on.
freeze-lifted = Changes go on: { $scope }.
freeze-was-not = Nothing was frozen here: { $scope }.
freeze-still = Still frozen:
freeze-everywhere = every cluster
freeze-until-thawed = until thawed
column-reason = Reason
column-by = By
column-until = Until

## Audit

audit-none = No lines of the audit match.
audit-more = Older lines are not shown; `--limit` or `--since` shows them.
audit-whole =
    { $count ->
        [one] The audit is whole: { $count } line, each as it was written.
       *[other] The audit is whole: { $count } lines, each as it was written.
    }
audit-empty = The audit is empty.
audit-not-compared = Without a head that was kept elsewhere a cut tail is not seen: compare with `--head`.
audit-head = Head
audit-broken = Line { $number } is not as it was written: { $reason }
audit-broken-link = it, or the line before it, was changed
audit-broken-gap = lines before it are missing
audit-broken-order = it stands in the wrong place
audit-broken-unparsable = it cannot be read
audit-broken-cut = it and those behind it are gone
audit-broken-rewritten = it is another line than the head that was kept
audit-unreadable = not readable
audit-proposed = proposed
audit-agreed = agreed
audit-not-agreed = refused a consent ({ $why })
audit-dropped = ended before it began
audit-sent = sent
audit-settled = ended: { $outcome }
audit-refused = refused ({ $why })
audit-frozen = frozen: { $scope } ({ $reason })
audit-thawed = thawed: { $scope }
audit-other = written by a newer version
column-number = No.
column-what = What

status-unread = Could not look what is frozen and what the watch says: the store cannot be read ({ $code }); `lotse doctor` says why
status-frozen = Changes are frozen:
