### The context document that answers rest on.

## Headings; their form is part of what reads them, and a test keeps it

context-heading-cluster = === PROXMOX クラスタ ===
context-heading-vms = === PROXMOX 仮想マシン ===
context-heading-containers = === PROXMOX コンテナ ===
context-heading-nodes = === PROXMOX ノード状態 ===
context-heading-storage = === PROXMOX ストレージ ===
context-heading-ha = === PROXMOX HA ===
context-heading-zfs = === PROXMOX ZFS ===
context-heading-ceph = === PROXMOX CEPH ===
context-heading-tasks = === PROXMOX タスク ===
context-heading-backups = === PROXMOX バックアップジョブ ===
context-heading-problems = PROXMOX の問題（{ $count }件）:

## Lines

context-running = 実行中:
context-stopped = 停止:
context-count = 合計: 実行中 { $running }、停止 { $stopped }
context-none = なし
context-not-seen = 取得できませんでした
