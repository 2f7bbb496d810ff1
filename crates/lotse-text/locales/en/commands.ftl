### Help of the command table.

## Commands, one line each

command-status = The state of the clusters and their nodes
command-problems = What is wrong, with evidence and suggestion
command-list = Guests, narrowed by type, state, node, tag or pool
command-info = One guest: live state, configuration, addresses
command-nodes = All nodes with their load
command-node = One node: load, versions, updates, guests
command-storage = Storages and how full they are
command-ha = High availability: master, services, requested states
command-tasks = What ran, for whom, and how it ended
command-task = One task with its log
command-backups = Backup jobs, newest backups, guests in no job
command-snapshots = Snapshots of a guest, or of all guests
command-pools = Pools and their guests
command-graph = The history of a guest or node
command-refresh = Fetch a topic again, and say what changed
command-cache = What is kept in memory and how old it is
command-context = The document that answers rest on
command-start = Start guests
command-shutdown = Ask guests to shut down; never forced
command-reboot = Restart guests in an orderly way
command-stop = Switch guests off hard, like pulling the plug
command-suspend = Pause guests, or hibernate VMs to disk
command-resume = Let paused or hibernated guests go on
command-create = A new guest: a full copy of a template
command-resize = Change cores or memory, or make a disk larger
command-migrate = Move guests to another node
command-delete = Delete guests with their disks
command-snapshot-create = Take a snapshot
command-snapshot-rollback = Go back to a snapshot; what came after it is lost
command-snapshot-delete = Delete a snapshot; the guest stays as it is
command-backup-now = Back guests up now; older backups stay
command-restore = Bring a guest back from a backup, over itself or as a new guest
command-backup-protect = Protect a backup from removal, or no longer
command-backup-delete = Delete a backup
command-backup-job-create = Make a backup job
command-backup-job-edit = Change a backup job; what is not given stays
command-backup-job-enable = Let a backup job run by its schedule again
command-backup-job-disable = Switch a backup job off
command-backup-job-run = Run a backup job now
command-backup-job-delete = Delete a backup job; its backups stay
command-freeze = Stop all changes until they are thawed
command-thaw = Allow changes again
command-audit = Who changed what, when, and how it ended
command-audit-verify = Check that no line of the audit was altered or removed
command-whoami = As whom Lotse asks, and what that login may see
command-help = What can be asked here

## Arguments; the same name means the same everywhere

argument-guest = A guest: 100, web, home/100 or an alias
argument-node = A node: pve1 or home/pve1
argument-target = A guest or a node
argument-storage = A storage
argument-kind = Only VMs (vm) or containers (ct)
argument-state = Only running or stopped guests
argument-tag = Only guests with this tag
argument-pool = A pool: only its guests, or where a new guest goes
argument-search = Only what this text finds in name, number, tag, node, pool or known address
argument-overview = With counts and problems
argument-deep = Read every guest
argument-task = A UPID; “last” or “failed” for the newest (failed) task
argument-failed = Only tasks that failed
argument-limit = At most so many rows
argument-missing = Only guests that no job covers
argument-timeframe = hour, day, week or month
argument-topic = all, vms, containers, storage, cluster, ha, tasks or backups
argument-part = Only this part: cluster, nodes, vms, containers, storage, ha, zfs, ceph, tasks, backups, problems
argument-clear = Drop it
argument-command = The command to explain
argument-guests = Guests: one, several with commas, or tag:web, pool:prod, node:pve1
argument-template = The template, or the guest, to copy
argument-name = The name of the new guest, or of the snapshot
argument-new-id = The number of the new guest; the next free one if not given
argument-start = Start it afterwards
argument-timeout = How long the shutdown may take (90s, 10m); it is never forced
argument-to-disk = Write the memory to disk and switch off (VMs only)
argument-cores = How many CPU cores
argument-memory = How much memory: 8G, 512M; a number alone is MiB
argument-disk = Which disk grows (scsi0, rootfs); not needed where there is one
argument-grow = By how much the disk grows: 20G
argument-description = What is to be said about the snapshot
argument-with-memory = Keep the memory of a running VM too
argument-mode = How a running guest is treated: snapshot, suspend, stop
argument-notes = Notes on the backup
argument-backup = A backup of the guest: its volume id, or “last”
argument-off = End the protection
argument-job = A backup job: its id, or home/ID
argument-schedule = When it runs, as a calendar event: sat 02:00
argument-covers = What it backs up: all, pool:NAME, or numbers with commas
argument-keep = How many are kept: keep-last=3,keep-weekly=4
argument-comment = A comment
argument-cluster = Only this cluster
argument-keep-going = Go on with the rest when one fails
argument-parallel = At most so many at the same time
argument-reason = Why
argument-for = For how long: 45m, 2h, 3d (freeze: until thawed if not given)
argument-since = From when on: 2h, 7d, or a day such as 2026-11-22
argument-who = Only what this person did: terminal:anna, discord-user:123
argument-head = The last link that was written down elsewhere: NUMBER:LINK

## Shortcuts of the seeds

shortcut-proxmox = Overview: state, counts, problems
