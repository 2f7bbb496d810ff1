### Changes at the terminal: asked, carried out, refused; the store behind them; `serve`.

ask-yes = yes
ask-confirm = Carry this out? `{ $yes }`, anything else is a no
ask-type = Type `{ $phrase }` to carry this out, anything else is a no
ask-pasted = Pasted text does not count: type it
ask-refused = You did not agree; nothing was sent
ask-nobody = nobody can be asked here: standard input is no terminal. Nothing was sent
ask-nobody-hint = run it at a terminal; or, where `[policy] yes` of the configuration allows this class, add `--approve { $hash }`

script-not-allowed = `[policy] yes` of the configuration does not allow { $class } changes without a person; nothing was sent
script-not-allowed-hint = run it at a terminal; or, for your own scripts, add "{ $class }" to `[policy] yes`
script-other-plan = the plan has the hash { $hash } now, not { $given }; nothing was sent
script-other-plan-hint = look at it with `--plan`, then approve the hash that it shows
script-bare = a destructive change wants the hash of its plan; nothing was sent
script-bare-hint = look at it with `--plan`, then repeat the command with `--approve HASH`

consent-spent = this was approved, declined or replaced already
consent-expired = nobody agreed in time; nothing was sent
consent-again-hint = give the command again; `lotse audit` shows what became of the last plan
consent-not-yours = somebody else was asked
consent-not-yours-hint = give the command yourself, or let whoever asked for it agree
consent-elsewhere = this was asked in another place
consent-elsewhere-hint = say it where the plan was shown, or give the command here
consent-words = that is not `{ $wanted }`; nothing was sent
consent-too-often = something else was typed too often; nothing was sent
consent-not-agreed = not everybody who is wanted has agreed yet
consent-second-person = you agreed already; a second person is wanted
consent-second-person-hint = let another person with the same right agree: `lotse pending` shows how
consent-way = this class cannot be approved in this way

desk-blocked = this plan cannot be carried out; nothing was sent
desk-blocked-hint = what stands behind ✖ must be out of the way first
desk-read-only = { $cluster } is read-only; nothing was sent
desk-read-only-hint = a cluster can be changed with `write-token-id` and `write-token` in its part of the configuration, over SSH with `writes = true`
desk-frozen = { $by } froze all changes: { $reason }. Nothing was sent
desk-frozen-in = { $by } froze changes of { $cluster }: { $reason }. Nothing was sent
desk-frozen-hint = `lotse thaw` ends it
desk-stale = what the plan rests on is no longer so; nothing was sent
desk-stale-hint = read the plan as it is now, and give the command again
desk-unseen = what the plan rests on could not be read again: { $what }. Nothing was sent
desk-unseen-hint = try again when everything can be seen; `lotse doctor` says what cannot
desk-interrupted = the store failed in the middle: nothing more is sent, and what runs goes on
desk-unknown = there is no such change
desk-unknown-hint = `lotse pending` lists those that wait
desk-held = another process carries it out
desk-held-hint = `lotse pending` and `lotse audit` show what became of it
desk-waits = a second person must agree; nothing was sent yet
desk-waits-hint = they approve it with `lotse approve { $id }`
desk-goes-on = the change goes on without you
desk-goes-on-hint = `lotse task { $task }` shows how it stands; the next `lotse` finishes what is left
desk-goes-on-unknown-hint = `lotse tasks` shows how it stands; the next `lotse` finishes what is left
desk-resumed = A change that was left in the middle was finished:
desk-still-resuming = A change that an earlier process left in the middle still runs: `lotse tasks` shows it, and the next call of `lotse` finishes it

pending-none = Nothing waits for a person.
pending-id = {"  "}`lotse approve { $id }`, `lotse decline { $id }`
pending-declined = Declined; nothing was sent.

progress-task = task { $task }
progress-trouble = the node does not answer, still following
progress-reads-back = done, reading the state back
progress-verified = verified
progress-failed = failed
progress-inconclusive = inconclusive
progress-not-begun = not begun

store-nowhere = there is no folder for the store
store-nowhere-hint = set `HOME` or `XDG_STATE_HOME`, or `path` in `[store]`
store-none = there is no store yet
store-copied = { $place } was copied to { $path }
store-open = the store { $path } cannot be opened: { $detail }
store-open-hint = look at owner and mode of the file and its folder; `[store] path` puts it elsewhere
store-corrupt = { $path } is no store, or is damaged: { $detail }
store-corrupt-hint = nothing was overwritten; move it aside, and put a copy made by `lotse backup` in its place
store-newer = the store { $path } has schema { $found }, and this version knows { $known }
store-newer-hint = use the version of Lotse that wrote it, or a newer one
store-migrate = the store { $path } could not be brought to this version's schema: { $detail }
store-migrate-hint = nothing is lost: its copy from before is { $copy }
store-full = no space is left for the store { $place }
store-full-hint = make room; nothing was begun
store-locked = another program holds the store { $place } for too long
store-locked-hint = try again; `fuser -v { $place }` shows which program it is
store-read-only = the store { $place } may only be read
store-read-only-hint = let this user write to the file and its folder, or run it as the user of `lotse serve`; questions need no store
store-exists = { $path } exists already, and nothing is overwritten
store-exists-hint = choose another name
store-row = the store { $place } holds something that this version did not write: { $what }: { $detail }
store-row-hint = was it written by hand? Put a copy made by `lotse backup` in its place, or report it
store-failed = the store { $place } failed: { $detail }
store-failed-hint = questions go on without it; `lotse doctor` checks it

serve-no-discord = this program was built without the Discord bot
serve-bot-settings = the bot cannot run with these settings: { $detail }
serve-bot-token = Discord refuses the bot's token
serve-bot-token-hint = reset it in the developer portal (Bot, Reset Token), and put the new one where `discord.token` says
serve-bot-closed = Discord closed the connection for good: { $code } ({ $reason })
serve-bot-setup = the connection to Discord cannot be set up: { $detail }

doctor-store = store
doctor-store-none = none yet; the first change makes { $place }
doctor-audit = audit
doctor-audit-whole = { $count ->
    [one] its { $count } line is as it was written
   *[other] its { $count } lines are as they were written
}
doctor-audit-broken = line { $number } is not as it was written
doctor-access-rules = access
doctor-access = { $count ->
    [0] no rules: at the terminal everything, elsewhere nothing
    [one] { $count } rule
   *[other] { $count } rules
}
doctor-access-tags = a rule decides by a tag: whoever may edit tags in Proxmox can widen it
doctor-access-nobody = no rule names anybody, so nobody may do anything from Discord
doctor-frozen = { $by } froze all changes: { $reason }
doctor-frozen-in = { $by } froze changes of { $cluster }: { $reason }
doctor-same-token = { $id } reads and changes; a token of its own for changes can be kept from whoever only reads
