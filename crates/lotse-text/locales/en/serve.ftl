### The daemon: what the service manager shows, and a second daemon on the same store.

serve-status-serving = { $clusters ->
    [one] serving one cluster
   *[other] serving { $clusters } clusters
}
serve-status-failed = not working: { $parts }
serve-status-channels = channels that take nothing: { $channels }
serve-status-refused = the configuration on disk is wrong, an older one is in force: { $detail }
serve-status-restart = counts after a restart: { $sections }
serve-status-waiting = another daemon serves with this store; waiting until it ends
serve-status-ending = ending; what is under way is finished or left to the next start
serve-twice = another daemon serves with this store
serve-twice-hint = end it first (`systemctl stop lotse`), or leave out `--no-wait`: then this one waits and takes over
