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
argument-pool = Only guests of this pool
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

## Shortcuts of the seeds

shortcut-proxmox = Overview: state, counts, problems
