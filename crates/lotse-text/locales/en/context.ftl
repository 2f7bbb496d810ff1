### The context document that answers rest on.

## Headings; their form is part of what reads them, and a test keeps it

context-heading-cluster = === PROXMOX CLUSTER ===
context-heading-vms = === PROXMOX VMs ===
context-heading-containers = === PROXMOX CONTAINERS ===
context-heading-nodes = === PROXMOX NODE STATUS ===
context-heading-storage = === PROXMOX STORAGE ===
context-heading-ha = === PROXMOX HA ===
context-heading-zfs = === PROXMOX ZFS ===
context-heading-ceph = === PROXMOX CEPH ===
context-heading-tasks = === PROXMOX TASKS ===
context-heading-backups = === PROXMOX BACKUP JOBS ===
context-heading-problems = PROXMOX PROBLEMS ({ $count } found):

## Lines

context-running = Running:
context-stopped = Stopped:
context-count = Total: { $running } running, { $stopped } stopped
context-none = none
context-not-seen = could not be read
