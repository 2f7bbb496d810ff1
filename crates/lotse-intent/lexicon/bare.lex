# Phrases that mean one thing when they are all that was typed: shell commands and the seeds' own words. `intent: phrase | phrase`
host_users: who | w | last | lastlog | who -a | whoami all | logins | users
host_processes: top | htop | ps | ps aux | ps -ef | btop
host_system: uptime | free | free -h | free -m | uname | uname -a | lscpu | vmstat | hostnamectl | neofetch | lsb_release -a | cat /etc/os-release | pveversion | pveversion -v | memory | ram | cpu | load | arbeitsspeicher | メモリ | メモリー | cpu使用率 | performance | leistung | auslastung | パフォーマンス | swap | hardware | last average | load average | systemlast | 負荷 | mem
host_disks: df | df -h | df -ht | du | du -sh | lsblk | zpool | zpool status | zpool list | zfs list | smartctl | smartctl -a | mount | disks | fdisk -l | ncdu | platten | ディスク
host_services: systemctl | systemctl status | systemctl --failed | systemctl list-units | services | dienste | サービス
host_logs: journalctl | journalctl -xe | journalctl -f | dmesg | syslog | logs | tail -f /var/log/syslog | journalctl -b | protokolle | ログ
host_updates: apt update | apt upgrade | apt list --upgradable | apt | updates | apt-get update | apt-get upgrade | aktualisierungen | アップデート
host_security: security | sicherheit | fail2ban | fail2ban-client status | ss -tlnp | netstat -tulpen | ports | firewall | セキュリティ | ss -tulpn | lastb
docker: docker | docker ps | docker images | docker ps -a | docker stats
list_vms: qm list | qm | vms | vm | vm's | ｖｍ | 仮想マシン
list_containers: pct list | pct | containers | container | ct | lxc | cts | コンテナ
list_guests: guests | gäste | gast | list | ls | ゲスト | liste | auflisten | 一覧
storage: pvesm status | storage | storages | speicher | ストレージ | pvesm | proxmox storage | proxmox-speicher
ha: ha-manager status | ha | ha-manager
status: läuft alles | läuft alles noch | alles ok | alles okay | alles gut | pvecm status | status | proxmox | cluster | übersicht | overview | zustand | lage | health | クラスタ | 状態 | ステータス | proxmox-status | proxmox status | pve | pvecm
nodes: pvecm nodes | nodes | knoten | node | hosts | ノード
tasks: tasks | aufgaben | task | タスク | jobs
backups: backups | backup | sicherungen | vzdump | バックアップ | sicherung
snapshots: snapshots | snapshot | snaps | schnappschüsse | スナップショット
problems: problems | problem | probleme | errors | fehler | issues | warnings | warnungen | 問題 | エラー | alerts | alarme | アラート
graph: graph | グラフ | graphs
report: report | bericht | レポート
refresh: refresh | reload | aktualisieren | 更新 | リフレッシュ | proxmox-refresh | refresh-proxmox
help: what are you | who are you | help | hilfe | ? | commands | befehle | menu | menü | ヘルプ | 使い方 | man | usage | h | m
cache: cache | clear | clear-cache | キャッシュ
monitor_list: monitoring | überwachung | watchlist | 監視 | monitor list
