### What a plan says before one agrees, and an outcome afterwards. Machine words stand as they came.

## What could not be read

note-unseen = Could not be seen: { $what }
note-unseen-failed = { $what } could not be read: { $message }
note-unseen-node-down = { $what } could not be read: node { $node } does not answer
note-unseen-privilege = { $what } could not be read: the login lacks { $privileges } on { $path }

## How the guest is

note-state = Now: { $state }
note-state-for = Now: { $state }, for { $uptime-seconds }
note-already-so = It is so already ({ $state }): there is nothing to do
note-not-running = It does not run ({ $state }), and this needs a running guest
note-not-paused = It is neither paused nor hibernated ({ $state }): there is nothing to resume
note-is-paused = It is paused, and a start would fail: `resume` lets it go on
note-paused-no-shutdown = It is paused, and a processor that stands still cannot shut down: `resume` it first
note-state-unknown = Its state is unknown: its node does not report it
note-is-template = It is a template, and this cannot be done with one
note-no-template = It is no template but an ordinary guest
note-guest-locked = Locked ({ $lock }): Proxmox refuses changes until the lock is gone
note-backup-running = A backup of it is running right now
note-protected = Protection is on: Proxmox refuses to remove it or its disks
note-guest-running = It is running and must be off for this: `shutdown` first
note-identity-unknown = It has nothing lasting to be recognised by: only number and name are compared before it is changed
note-incomplete = The call cannot be built: { $what } is missing
note-templates-left-out =
    { $count ->
        [one] { $count } template of the selection is left out
       *[other] { $count } templates of the selection are left out
    }

## High availability

note-ha-managed = HA manages it (now: { $state }), so the change goes through HA
note-ha-error = HA has it in an error state and does nothing with it until that is cleared
note-ha-stays-off = HA is told to keep it off
note-ha-off-inside = Switched off from inside, it would be started again by HA
note-ha-reboot-inside = HA knows no restart: the guest itself is restarted, and HA sees that it runs

## Cluster and node

note-quorum-lost = The cluster has no quorum: changes are blocked
note-quorum-at-risk = Only { $online } of { $members } nodes are online: with one more down the quorum is lost
note-node-down = Node { $node } does not answer
note-memory-free = It takes { $memory-bytes } of memory, and { $node } has { $free-bytes } free
note-memory-short = It needs { $memory-bytes } of memory, and { $node } has only { $free-bytes } free
note-memory-overcommitted = Running guests on { $node } would then be promised { $assigned-bytes } of memory, and there is { $total-bytes }
note-memory-unknown = How much memory { $node } has free is not known

## Power

note-agent-missing = No guest agent: the guest may ignore the shutdown until the time is over
note-shutdown-patience = It has { $patience-seconds } to shut down; then it is left as it is, never forced
note-stop-loses = What is not written to disk is lost, as when the plug is pulled
note-container-pause-experimental = Pausing a container is experimental in Proxmox
note-container-not-to-disk = A container cannot be hibernated to disk
note-to-disk-size = Up to { $memory-bytes } of memory are written to disk
note-to-disk-passthrough = With devices passed through it cannot be hibernated: { $devices }
note-start-wakes = It wakes from hibernation and goes on where it was
note-pending-applied = Settings that waited take effect with it: { $keys }

## Disks and storages

note-storage-used = { $storage } has { $free-bytes } free
note-storage-fills = { $storage } would be { $used-per-mille } full
note-storage-short = { $storage } has { $free-bytes } free, and { $needed-bytes } are needed
note-storage-unavailable = Storage { $storage } is not available on { $node }
note-storage-unknown = How much room { $storage } has on { $node } is not known

## Delete, and restore over

note-disk-removed = Removed: { $disk }, { $size-bytes } ({ $volume })
note-disk-removed-unsized = Removed: { $disk } ({ $volume })
note-disk-of-another-stays = Stays, since it belongs to another guest: { $disk } ({ $volume })
note-bind-mount-stays = Stays, being a directory of the node: { $disk } ({ $path })
note-unreferenced-stay = Disks that its configuration does not name stay where they are
note-snapshots-lost =
    { $count ->
        [one] { $count } snapshot is lost with it: { $names }
       *[other] { $count } snapshots are lost with it: { $names }
    }
note-in-job = It is named in backup job { $job }, and is taken out of it
note-in-replication = It is replicated to { $node } by job { $job }, which goes with it
note-in-ha = It is an HA resource ({ $service }), which goes with it
note-last-backup = Last backup: { $taken-time }, { $age-seconds } old ({ $volume })
note-no-backup = There is no backup of it
note-backups-unseen = Whether there is a backup of it could not be seen
note-linked-clones = Linked clones rest on its disks: { $guests }
note-id-dangles = Rules and aliases that name its number are void until a person confirms them for a new guest

## Snapshots

note-snapshot-exists = There is a snapshot { $snapshot } already
note-snapshot-unsupported = These disks cannot take snapshots: { $disks }
note-snapshot-with-memory = Its memory is kept too, up to { $memory-bytes }; it stands still meanwhile
note-snapshot-without-memory = Without memory: going back to it is like a power failure at this moment
note-snapshot-memory-off = It is off, so there is no memory to keep
note-snapshot-memory-container = A container's memory cannot be kept
note-snapshot-memory-passthrough = With devices passed through its memory cannot be kept: { $devices }
note-agent-no-freeze = No guest agent: file systems are not brought to rest first
note-rollback-loses = Everything since { $snapshot } is lost: { $age-seconds }, from { $taken-time } on
note-rollback-loses-since = Everything since { $snapshot } is lost
note-rollback-newer =
    { $count ->
        [one] { $count } snapshot is newer: { $names }
       *[other] { $count } snapshots are newer: { $names }
    }
note-rollback-not-newest = { $storage } goes back to the newest snapshot only; these are newer and would have to be deleted first: { $names }
note-rollback-memory-lost = It is running: it is switched off hard, and what is in its memory is lost
note-protected-rollback = Protection is on, and does not keep from rolling back
note-snapshot-is = Snapshot { $snapshot }: { $taken-time }, { $age-seconds } old
note-rollback-memory-returns = The snapshot has its memory: it goes on running as it was then
note-rollback-stays-off = It is off afterwards
note-rollback-starts = It is started afterwards
note-snapshot-children = Later snapshots rest on it and stay: { $names }
note-snapshot-delete-merges = { $snapshot } is merged while the guest runs, which may slow it down for a while

## Resize

note-cores-change = Cores: { $from } → { $to }
note-cores-unlimited = Cores: no limit → { $to }
note-cores-beyond-node = { $cores } cores, and { $node } has only { $threads } threads
note-memory-change = Memory: { $from-bytes } → { $to-bytes }
note-balloon-lowered = The balloon's minimum follows it down to { $to-bytes }
note-vcpus-lowered = The plugged-in processors follow from { $from } down to { $to }: more than its cores keep it from starting
note-vcpus-below = Of its { $cores } cores { $vcpus } stay plugged in (option “vcpus”)
note-disk-grows = { $disk }: { $from-bytes } → { $to-bytes }
note-disk-grows-by = { $disk } grows by { $by-bytes }
note-disk-never-shrinks = A disk can grow and never shrink again
note-file-system-stays = The file system on { $disk } has to be grown inside the guest
note-nothing-changes = Everything is so already: there is nothing to change
note-after-reboot = Takes effect after a restart only: { $keys }
note-maybe-after-reboot = May take effect after a restart only: { $keys }
note-disk-snapshots =
    { $count ->
        [one] { $disk } has { $count } snapshot, and some storages then refuse to grow it
       *[other] { $disk } has { $count } snapshots, and some storages then refuse to grow it
    }

## Create

note-new-guest = New: { $id } { $name } on { $node }
note-id-proposed = { $id } is free, and appears neither in backups nor in the audit
note-id-search-partial = { $id } is free, but not everything could be searched for earlier uses of it
note-id-has-backups = Backups of an earlier guest { $id } lie on the storages
note-id-in-audit = There was a guest { $id } before
note-name-taken = { $guest } is called { $name } already
note-clone-full = A full copy: { $size-bytes }
note-clone-no-template = It is copied from an ordinary guest, not from a template
note-clone-running = It runs while it is copied: the copy is as after a power failure
note-clone-running-container = A running container can be copied from a snapshot only: shut it down first
note-clone-bind-mount = A directory of the node is mounted and cannot be copied: { $disk } ({ $path })
note-clone-storage-local = { $storage } is local to its node: the copy cannot be made on { $node }
note-static-address = The new guest has the same fixed addresses: { $addresses }
note-root-only = Only root@pam may set or copy this: { $options }
note-starts-after = It is started afterwards

## Backups

note-backup-to = It goes to { $storage }
note-backup-keeps-older = Older backups stay
note-backup-stops-guest = The guest is shut down for it and started again
note-backup-suspends-guest = The guest stands still meanwhile
note-backup-container-suspends = These disks cannot take snapshots, so the container stands still at times: { $disks }
note-backup-leaves-out = Not part of the backup: { $disks }
note-backup-nothing = None of its disks is part of backups
note-backup-is = Backup: { $taken-time }, { $age-seconds } old, { $size-bytes } ({ $volume })
note-backup-protected = { $volume } is protected from removal
note-backup-only = It is the only backup of the guest
note-backup-now-prunable = From then on the next pruning may remove it

## Restore

note-restore-loses = Everything since the backup is lost: { $age-seconds }, from { $taken-time } on
note-restore-replaces = The guest { $name } is removed and takes on the state of the backup
note-restore-new-addresses = The new guest gets MAC addresses of its own
note-restore-deleted = There is no guest { $id } any more: it comes back
note-restore-place-unknown = Which storages its disks lay on only the backup knows: their room could not be checked
note-backup-unverified = The last verification of { $volume } failed
note-backup-encrypted = { $volume } is encrypted: the storage needs its key

## Migrate

note-already-there = It is on { $node } already
note-migrate-live = It moves to { $node } while it runs
note-migrate-off = It is off and moves to { $node } so
note-migrate-restarts = A container is restarted by the move: it is away until it runs on { $node }
note-migrate-copies-disk = { $disk } is copied over the network to { $storage }: { $size-bytes }
note-migrate-copies-disk-unsized = { $disk } is copied over the network to { $storage }
note-migrate-passthrough = Devices of the node are passed through: { $devices }
note-migrate-cd = A CD of the node is inserted: { $disk } ({ $volume })
note-migrate-mapping-missing = { $node } lacks the mapped devices { $devices }
note-migrate-ha-apart = HA keeps it apart from { $services }, which is on { $node }
note-migrate-ha-along = HA keeps { $services } together with it: they move along
note-migrate-not-allowed = Proxmox does not allow { $node } for it
note-state-changing = Its state is changing this very moment: look again
note-migrate-bind-mount = A directory of the node is mounted: { $disk } ({ $path })
note-migrate-snapshots =
    { $count ->
        [one] Local disks with { $count } snapshot move only while the guest is off: { $disks }
       *[other] Local disks with { $count } snapshots move only while the guest is off: { $disks }
    }
note-migrate-host-cpu = Its CPU type is “host”: on another processor it may crash
note-migrate-replicated = It is replicated to { $node }: little has to be copied
note-template-moves = Its local disks move with it, and clones that rest on them would stay behind without them

## Backup jobs

note-job-new = New job: { $id }
note-job-covers =
    { $count ->
        [one] It covers { $count } guest
       *[other] It covers { $count } guests
    }
note-job-covers-nothing = It covers no guest
note-job-schedule = Schedule: { $schedule }
note-job-next = Next run: { $next-time }
note-job-schedule-unchecked = Whether the schedule { $schedule } is valid could not be checked
note-job-storage = Backups go to { $storage }
note-job-keeps = Kept are: { $keep }
note-job-keeps-as-storage = How many are kept, the storage says
note-job-keeps-everything = Nothing is ever pruned: { $storage } fills up
note-job-mode = Mode: { $mode }
note-job-guests-change = Guests: { $from } → { $to }
note-job-uncovers =
    { $count ->
        [one] { $count } guest is then in no job: { $guests }
       *[other] { $count } guests are then in no job: { $guests }
    }
note-job-uncovers-none = Every guest of it is in another job too
note-job-unknown-guests = It names guests that do not exist: { $guests }
note-job-is-off = The job is switched off
note-job-runs-guests =
    { $count ->
        [one] { $count } guest on { $node }: { $guests }
       *[other] { $count } guests on { $node }: { $guests }
    }
note-job-prunes-nothing = Older backups stay this time
note-job-node-down =
    { $count ->
        [one] { $count } guest on { $node } is left out: the node does not answer
       *[other] { $count } guests on { $node } are left out: the node does not answer
    }
note-job-backups-stay = Its backups stay

## What is so

outcome-already-so = It was so already: nothing was sent
outcome-is-running = It is running
outcome-is-off = It is off
outcome-is-restarted = It was restarted and is running
outcome-is-paused = It is paused
outcome-is-on-disk = It is hibernated
outcome-is-gone = It is gone
outcome-guest-made = { $guest } { $name } is there, on { $node }
outcome-guest-restored = { $guest } is there again, on { $node }
outcome-value-set = { $key } is { $value }
outcome-value-pending = Set, and in effect after a restart: { $keys }
outcome-disk-is = { $disk } has { $size-bytes }
outcome-snapshot-made = Snapshot { $snapshot } is there
outcome-snapshot-gone = Snapshot { $snapshot } is gone
outcome-rolled-back = It is as it was at { $snapshot }
outcome-backup-made = Backup: { $volume }, { $size-bytes }
outcome-backup-gone = { $volume } is gone
outcome-backup-protected = { $volume } is protected
outcome-backup-unprotected = { $volume } is no longer protected
outcome-on-node = It is on { $node }
outcome-job-made = Backup job { $job } is there
outcome-job-set = Backup job { $job } is changed
outcome-job-on = Backup job { $job } runs by its schedule
outcome-job-off = Backup job { $job } is switched off
outcome-job-gone = Backup job { $job } is gone
outcome-backups-made =
    { $count ->
        [one] { $count } backup was made
       *[other] { $count } backups were made
    }

## What is not, or is not known

outcome-still = It is still: { $state }
outcome-still-there = It is still there
outcome-not-there = { $guest } is not there
outcome-not-started = { $guest } was made and does not run
outcome-not-restarted = It runs, and was not restarted
outcome-ha-gave-up = HA gave up: its service is in an error state
outcome-ha-not-yet = HA has not done it yet (now: { $state })
outcome-value-other = { $key } is { $value }, and { $wanted } was wanted
outcome-disk-not-grown = { $disk } still has { $size-bytes }
outcome-disk-size-unknown = How large { $disk } is now could not be read
outcome-snapshot-not-there = There is no snapshot { $snapshot }
outcome-snapshot-still-there = Snapshot { $snapshot } is still there
outcome-not-rolled-back = It does not stand on { $snapshot }
outcome-no-newer-backup = On { $storage } there is no newer backup than before
outcome-backup-still-there = { $volume } is still there
outcome-backup-not-there = { $volume } is not there
outcome-protection-other = The protection of { $volume } is as before
outcome-not-on-node = It is on { $node }, and { $wanted } was wanted
outcome-job-not-there = There is no backup job { $job }
outcome-job-still-there = Backup job { $job } is still there
outcome-job-other = Backup job { $job } says something else than was wanted
outcome-backups-missing = No new backup of: { $guests }
outcome-another-guest = { $guest } is another guest than the one in the plan: nothing of it is reported
outcome-look-at = Look at: { $where }
outcome-unseen = Could not be seen: { $what }
outcome-unseen-failed = { $what } could not be read: { $message }
outcome-unseen-node-down = { $what } could not be read: node { $node } does not answer
outcome-unseen-privilege = { $what } could not be read: the login lacks { $privileges } on { $path }

## What did not happen, and why

outcome-left-another-failed = An earlier one failed; `--keep-going` goes on with the rest
outcome-left-frozen = Changes were frozen meanwhile
outcome-failed-frozen = Broken off: changes were frozen before the next step
outcome-partly-done = { $done } of { $steps } steps were done; those stay
outcome-task-warned =
    { $count ->
        [one] The task gave { $count } warning: { $task }
       *[other] The task gave { $count } warnings: { $task }
    }
outcome-failed-other = Proxmox says: { $message }
outcome-failed-not-begun = It was not begun: the call did not reach { $node }
outcome-failed-other-call = Not sent: the call would not have been the one that was approved
outcome-failed-no-hands = Not sent: the cluster is read-only by now
outcome-failed-too-late = Not sent: it took too long, and another process may have taken over
outcome-failed-not-written = Not sent: the journal or the audit could not be written
outcome-failed-changed-meanwhile = Not sent: what the plan rests on changed meanwhile
outcome-failed-unseen-meanwhile = Not sent: what the plan rests on could not be read again
outcome-failed-quorum = The cluster has no quorum: nothing can be written
outcome-failed-space = There is no room left: see `storage`
outcome-failed-memory = { $node } has not enough memory: see `node { $node }`
outcome-failed-busy = Something else is working on the guest: try again in a moment, or see `tasks`
outcome-failed-locked = The guest is locked, by a backup or a snapshot say: see `tasks`
outcome-failed-no-reaction = The guest did not shut down in time and was not forced
outcome-failed-protected = Protection is on, for the guest or the backup
outcome-failed-ha-error = HA stands in the way: see `ha`
outcome-failed-running = The guest is running, and must be off for this
outcome-failed-not-running = The guest is not running, and must be for this
outcome-failed-in-use = Something still uses it, a linked clone say
outcome-failed-no-snapshots = One of the disks cannot take snapshots
outcome-failed-no-criu = The node has no CRIU, without which a container cannot be paused: Proxmox does not bring it along
outcome-failed-not-newest-snapshot = This storage goes back to the newest snapshot only
outcome-failed-shrink = A disk cannot shrink
outcome-failed-topology = More processors are to be plugged in (option “vcpus”) than it has cores
outcome-failed-template = A template cannot do that
outcome-failed-not-movable = The guest cannot move as it is: a local disk, CD or device holds it
outcome-failed-hotplug = It cannot be changed while the guest runs: it takes effect after a restart
outcome-failed-storage = The storage is not there, switched off, or does not take this: see `storage`
outcome-failed-root-only = Only root@pam may do this
outcome-failed-permission = The write token lacks a privilege: { $message }
outcome-failed-digest = Somebody else changed the configuration at the same moment: try again
outcome-failed-exists = There is one of this number or name already
outcome-failed-gone = It is not there any more
outcome-failed-interrupted = Somebody stopped the task
outcome-failed-worker-died = The task died without a result: { $node } may have restarted
outcome-failed-node-down = Node { $node } does not answer
outcome-failed-timeout = Proxmox gave up waiting: { $message }
outcome-failed-login = The server refuses the write token: `lotse doctor` says more
outcome-failed-untrusted = The server’s identity is not trusted: nothing was sent
outcome-failed-parameters = Proxmox does not accept the values: { $message }
outcome-failed-unsupported = This server does not offer that
outcome-unknown-still-running = The task is still running: `task { $task }` shows how it goes
outcome-unknown-task-unseen = The end of the task could not be seen: `task { $task }` shows it once { $node } answers
outcome-unknown-answer-lost = The answer was lost, and nothing tells whether it was done: see `tasks` and the guest
outcome-unknown-several-tasks = The answer was lost, and several tasks may be it: see `tasks`
outcome-unknown-unread = It was done, and what became of it could not be read back
