### The context document that answers rest on.

## Headings; their form is part of what reads them, and a test keeps it

context-heading-cluster = === PROXMOX-CLUSTER ===
context-heading-vms = === PROXMOX-VMs ===
context-heading-containers = === PROXMOX-CONTAINER ===
context-heading-nodes = === PROXMOX-NODE-STATUS ===
context-heading-storage = === PROXMOX-SPEICHER ===
context-heading-ha = === PROXMOX-HA ===
context-heading-zfs = === PROXMOX-ZFS ===
context-heading-ceph = === PROXMOX-CEPH ===
context-heading-tasks = === PROXMOX-TASKS ===
context-heading-backups = === PROXMOX-BACKUP-JOBS ===
context-heading-problems = PROXMOX-PROBLEME ({ $count } gefunden):

## Lines

context-running = Laufend:
context-stopped = Gestoppt:
context-count = Gesamt: { $running } laufend, { $stopped } gestoppt
context-none = keine
context-not-seen = nicht lesbar
