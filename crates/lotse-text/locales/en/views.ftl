### What views say: columns, states, headings, closing lines.

## Words of tables

column-id = ID
column-cluster = Cluster
column-name = Name
column-kind = Type
column-state = State
column-node = Node
column-cpu = CPU
column-memory = Memory
column-disk = Disk
column-uptime = Uptime
column-tags = Tags
column-storage = Storage
column-used = Used
column-size = Size
column-free = Free
column-share = Use
column-content = Content
column-start = Start
column-end = End
column-user = User
column-task = Task
column-object = Object
column-result = Result
column-requested = Requested
column-group = Group
column-job = Job
column-schedule = Schedule
column-next-run = Next run
column-selection = Selection
column-mode = Mode
column-guest = Guest
column-time = Time
column-snapshot = Snapshot
column-description = Description
column-pool = Pool
column-guests = Guests
column-comment = Comment
column-topic = Topic
column-age = Age
column-call = Call
column-fresh-for = Fresh for
column-count = Count
column-login = Login
column-method = Method
column-changes = Changes
column-command = Command
column-shortcut = Shortcut
column-code = Code
column-meaning = Meaning
column-interface = Interface
column-path = Path
column-privileges = Privileges

## States

state-running = running
state-stopped = stopped
state-paused = paused
state-suspended = hibernated
state-unknown = unknown
state-template = template
state-online = online
state-offline = offline
state-available = available
state-unavailable = unavailable
state-locked = locked: { $lock }
kind-vm = VM
kind-container = CT
word-yes = yes
word-no = no
word-none = none
word-unknown = unknown
word-shared = shared
word-protected = protected
word-enabled = enabled
word-disabled = disabled
word-of = { $used } of { $total }
word-cores =
    { $count ->
        [one] { $count } core
       *[other] { $count } cores
    }
word-every-guest = all guests
word-except = all but { $guests }

## Footer: age, and what is missing

footer-as-of = As of { $time } { $zone } ({ $age })
footer-missing = Not everything could be seen:
footer-missing-more =
    { $count ->
        [one] … and { $count } more
       *[other] … and { $count } more
    }
missing-privilege = { $what }: the login lacks { $privileges } on { $path }
missing-node-down = { $what }: the node does not answer
missing-unreachable = { $what }: the cluster cannot be reached
missing-timed-out = { $what }: no answer in time
missing-refused = { $what }: the server refused the login
missing-untrusted = { $what }: the server’s identity is not trusted
missing-unsupported = { $what }: not offered by this server
missing-failed = { $what }: { $message }
missing-unreadable =
    { $count ->
        [one] { $what }: { $count } entry could not be read
       *[other] { $what }: { $count } entries could not be read
    }
missing-broken = { $what }: the answer broke off
missing-inactive = { $what }: not available now
missing-not-read = { $what }: not read

## status

status-cluster = Cluster { $name }
status-version = Version
status-quorum = Quorum
status-quorum-yes = quorate
status-quorum-no = lost: changes are blocked
status-quorum-none = stand-alone node
status-nodes = Nodes
status-nodes-online = { $online } of { $total } online
status-guests = Guests
status-vms =
    { $running ->
        [one] { $running } VM running, { $stopped } stopped
       *[other] { $running } VMs running, { $stopped } stopped
    }
status-containers =
    { $running ->
        [one] { $running } container running, { $stopped } stopped
       *[other] { $running } containers running, { $stopped } stopped
    }
status-templates =
    { $count ->
        [one] { $count } template
       *[other] { $count } templates
    }
status-guests-unknown =
    { $count ->
        [one] { $count } guest in unknown state
       *[other] { $count } guests in unknown state
    }
status-unreachable = Nothing of this cluster could be read.
status-problems = Problems

## problems

problems-none =
    { $count ->
        [one] No problems in the { $count } check that ran.
       *[other] No problems in the { $count } checks that ran.
    }
problems-no-check = No check could be made: nothing can be said about problems.
problems-found =
    { $count ->
        [one] { $count } problem
       *[other] { $count } problems
    }
problems-suggestion = Suggestion: { $text }
problems-evidence = Evidence: { $call } { $facts } ({ $age })
problems-ran = Checks that ran ({ $age }): { $checks }
problems-not-run = Checks that could not be made, or only in part:
problems-hint-deep = Guests were not read one by one; `problems --deep` does.
severity-info = note
severity-warning = warning
severity-error = error
severity-critical = critical

## list

list-empty = No guests match.
list-none = There are no guests.
list-none-seen = No guests could be seen.
list-running =
    { $count ->
        [one] { $count } running
       *[other] { $count } running
    }
list-not-running =
    { $count ->
        [one] { $count } stopped: { $guests }
       *[other] { $count } stopped: { $guests }
    }
list-unknown =
    { $count ->
        [one] { $count } in unknown state: { $guests }
       *[other] { $count } in unknown state: { $guests }
    }
list-templates =
    { $count ->
        [one] { $count } template: { $guests }
       *[other] { $count } templates: { $guests }
    }

## info

info-title = { $kind } { $ref } { $name }
info-config = Configured
info-boot = Start at boot
info-protection = Protection
info-agent = Guest agent
info-os = OS type
info-notes = Notes
info-addresses = Addresses
info-networks = Network cards
info-disks = Disks
info-file-systems = File systems inside
info-snapshots = Snapshots
info-pending = Waits for a restart
info-last-backup = Last backup seen
info-ha = HA
info-lock = Lock
info-network = Network since start
info-network-value = { $read } received, { $written } sent
info-disk-traffic = Disk since start
info-disk-traffic-value = { $read } read, { $written } written
info-no-backup = not in backups
info-cpu =
    { $cores ->
        [one] { $share } of { $cores } core
       *[other] { $share } of { $cores } cores
    }

## nodes and node

nodes-none = No nodes could be seen.
node-title = Node { $name }
node-kernel = Kernel
node-cpu-model = Processor
node-load = Load
node-io-wait = I/O wait
node-root-disk = Root disk
node-swap = Swap
node-updates = Updates pending
node-services = Failed services
node-certificate = Certificate until
node-subscription = Subscription
node-guests = Guests on it

## storage

storage-none = There are no storages.
storage-none-seen = No storages could be seen.
storage-fullest = Fullest: { $name } at { $share }, { $free } free.
storage-unavailable-on = not on { $nodes }

## ha

ha-title = HA in { $name }
ha-master = Master
ha-master-none = none: HA has not been used yet
ha-lrm = Local managers
ha-services-none = HA manages no guests.

## tasks and task

tasks-none = No tasks.
tasks-none-seen = No tasks could be seen.
tasks-more =
    { $count ->
        [one] { $count } older task is not shown; `--limit` shows more.
       *[other] { $count } older tasks are not shown; `--limit` shows more.
    }
task-title = Task { $kind } { $object }
task-running = running
task-ok = OK
task-warnings =
    { $count ->
        [one] { $count } warning
       *[other] { $count } warnings
    }
task-failed = failed: { $message }
task-earlier =
    { $count ->
        [one] … { $count } earlier line
       *[other] … { $count } earlier lines
    }

## backups

backups-jobs = Backup jobs
backups-jobs-none = There are no backup jobs.
backups-jobs-unseen = Backup jobs could not be read.
backups-uncovered = In no backup job
backups-uncovered-none = Every guest is in a backup job.
backups-uncovered-unseen = Whether guests are in no job could not be read.
backups-archives = Newest backups
backups-archives-of = Backups of { $guest }
backups-archives-none = No backups lie on the storages.
backups-archives-unseen = Backups on the storages could not be seen; what is known comes from tasks.
backups-tasks = Backup tasks

## snapshots

snapshots-none = No snapshots.
snapshots-none-seen = No snapshots could be seen.
snapshots-none-of = { $guest } has no snapshots.
snapshots-memory = with memory
snapshots-current = now based on it

## pools

pools-none = There are no pools.
pools-none-seen = No pools could be seen.

## graph

graph-title = { $name }, last { $span }
graph-span-hour = hour
graph-span-day = day
graph-span-week = week
graph-span-month = month
graph-empty = There are no samples in this span.
graph-cpu = CPU
graph-memory = Memory
graph-network-in = Network in
graph-network-out = Network out
graph-disk-read = Disk read
graph-disk-write = Disk write
graph-io-wait = I/O wait
graph-root-disk = Root disk
graph-summary = now { $last }, low { $low }, mean { $mean }, high { $high }
graph-gaps =
    { $count ->
        [one] { $count } sample is missing
       *[other] { $count } samples are missing
    }

## refresh and cache

refresh-changes = Changes
refresh-unchanged = Nothing changed.
cache-cleared = The cache was dropped.
cache-empty = Nothing is cached.
cache-stale = read again when asked
cache-not-read = not read

## whoami

whoami-person = { $person } may: { $level }
whoami-look = look
whoami-operate = operate
whoami-administer = administer
whoami-read-only = read-only
whoami-writes = on approval
whoami-unknown = not readable
whoami-everything = everything

## help

help-commands = Commands
help-shortcuts = Shortcuts and codes
help-arguments = Arguments of { $command }
help-examples = Examples
help-words = Or ask in your own words: “Which VMs are running?”, “Is any storage nearly full?”
status-checks-not-run =
    { $count ->
        [one] { $count } more check reads details; `problems` makes it.
       *[other] { $count } more checks read details; `problems` makes them.
    }

## Changes between two looks

change-guest-appeared = New guest: { $guest }
change-guest-gone = Guest is gone: { $guest }
change-guest-renamed = { $guest } renamed: { $from } → { $to }
change-guest-moved = { $guest } moved: { $from } → { $to }
change-guest-state = { $guest }: { $from } → { $to }
change-guest-restarted = { $guest } has restarted
change-guest-lock = { $guest } lock: { $from } → { $to }
change-guest-tags = { $guest } tags: { $from } → { $to }
change-guest-pool = { $guest } pool: { $from } → { $to }
change-guest-ha = { $guest } HA: { $from } → { $to }
change-guest-template = { $guest } is a template now
change-guest-disk = { $guest } disk: { $from } → { $to }
change-node-appeared = New node: { $node }
change-node-gone = Node was removed: { $node }
change-node-state = Node { $node }: { $from } → { $to }
change-node-restarted = Node { $node } has restarted
change-node-ha = Node { $node } HA: { $from } → { $to }
change-node-level = Node { $node }: subscription level changed
change-storage-appeared = New storage { $storage } on { $node }
change-storage-gone = Storage { $storage } is gone from { $node }
change-storage-changed = Storage { $storage } on { $node } changed: { $state }
change-quorum-gained = Cluster { $cluster } has quorum again
change-quorum-lost = Cluster { $cluster } lost its quorum
change-ha-master = HA master: { $from } → { $to }
