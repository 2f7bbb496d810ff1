### Problems of the configuration file. Keys and values stand in backticks.

config-hint = hint: { $hint }
config-did-you-mean = did you mean `{ $meant }`?
config-syntax = this is not valid TOML: { $message }
config-unknown-key = there is no key `{ $key }`
config-unknown-key-in = `{ $table }` has no key `{ $key }`
config-wrong-kind = `{ $key }` must be { $wanted }, not { $found }
config-kind-text = a text in quotes
config-kind-texts = a list of texts
config-kind-integer = a whole number
config-kind-number = a number
config-kind-boolean = `true` or `false`
config-kind-table = a table
config-kind-list = a list
config-kind-date = a date
config-empty = `{ $key }` is empty
config-bounds = `{ $key }` must lie between { $low } and { $high }, and { $value } does not
config-language = there is no language `{ $value }`
config-language-hint = write `de`, `en` or `ja`
config-timezone = there is no time zone `{ $value }`
config-timezone-hint = write a name of the IANA database, such as `Europe/Berlin` or `Asia/Tokyo`
config-duration = `{ $value }` is no length of time
config-duration-hint = write seconds or a number with unit, up to one hour: `30s`, `2m`, `500ms`
config-cluster-name = `{ $value }` is no name for a cluster
config-cluster-name-hint = letters, digits, `-`, `_` and `.`, at most 63, beginning with a letter or digit
config-no-way = this cluster has neither `nodes` nor `ssh`
config-no-way-hint = write `nodes = ["https://HOST:8006"]` for the API, or `ssh = "root@HOST"`
config-two-ways = a cluster is reached by `nodes` or by `ssh`, not by both
config-only-with = `{ $key }` means something only together with `{ $other }`
config-address = `{ $value }` is no address of an API
config-address-hint = write `https://HOST:8006`
config-no-login = nothing says as whom this cluster is read
config-no-login-hint = write `token-id` and `token`, or `user` and `password`; `lotse init` sets up a token that may only read
config-two-logins = a cluster is read with a token or with a password, not with both
config-pair = `{ $has }` stands here without `{ $lacks }`
config-pair-hint = add `{ $lacks }`
config-token-id = `{ $key }` must be the id of a token, and `{ $value }` is none
config-token-id-hint = write `USER@REALM!NAME`, such as `lotse@pve!read`; the secret belongs into `token`
config-user = `{ $value }` is no user with realm
config-user-hint = write `NAME@REALM`, such as `root@pam` or `lotse@pve`
config-ssh = `{ $value }` is no target of an SSH connection
config-ssh-hint = write `HOST`, `USER@HOST:PORT` or a name of your SSH configuration
config-two-trusts = write `ca` or `fingerprint`, not both
config-fingerprint = `{ $value }` is no SHA-256 fingerprint
config-fingerprint-hint = `pvenode cert info` on the node shows it: 32 pairs of hexadecimal digits with colons
config-plain-secret = the secret of `{ $key }` stands in the configuration
config-secret-form = `{ $key }` must name exactly one place
config-secret-hint = write `{ $key } = {"{"} file = "PATH" {"}"}`, or one of `env`, `credential`, `command` instead of `file`
config-command = the command of `{ $key }` must be a list of words; no shell is involved
config-command-hint = write `{ $key } = {"{"} command = ["pass", "show", "lotse"] {"}"}`
config-credential = `{ $value }` is no name of a credential
config-credential-hint = write the name from `LoadCredential=`, without a path
config-read-only = the cluster is `read-only`, and `{ $key }` lets it be changed
config-read-only-hint = keep one of the two
config-alias = the aliases `{ $first }` and `{ $alias }` are the same word
config-alias-hint = case, width, umlauts and ß do not tell aliases apart
config-age-hint = write a number with unit, up to ten years: `8d`, `2w`, `12h`
config-limits = the warning would come after the error
config-limits-hint = `warning` must not be greater than `error`
config-missing = `{ $key }` must be there
config-choice = `{ $key }` does not take `{ $value }`
config-choice-hint = it takes { $choices }
config-who = `{ $value }` names nobody
config-who-hint = write `discord-role:ID`, `discord-user:ID`, `terminal:LOGIN`, `web:USER` or `mcp:CLIENT`
config-scope = `{ $value }` is no scope
config-scope-hint = write `cluster:NAME`, `tag:NAME`, `node:CLUSTER/NAME`, `pool:CLUSTER/NAME`, `storage:CLUSTER/NAME` or `guest:CLUSTER/ID`; what stands in one text with blanks between must all hold
config-scope-without-cluster = `{ $value }` names no cluster, and there are several
config-scope-without-cluster-hint = write `cluster:NAME { $value }`, or `cluster:* { $value }` when every cluster is meant
config-discord-id = `{ $key }` must be an id of Discord, and `{ $value }` is none
config-discord-id-hint = switch on the developer mode in Discord (Settings, Advanced), then right-click and “Copy ID”
config-everyone = `{ $value }` is the role @everyone: it has the id of the guild, and everybody there has it
config-everyone-hint = name a role that was given on purpose
config-no-guild = nothing says which guild the bot serves
config-no-guild-hint = write `guild = "ID"`, or a `[[discord.guild]]` with its `id` for each of several
config-two-guilds = this belongs into a `[[discord.guild]]` where there are such
config-same-guild = the guild { $value } stands here twice
config-service = `{ $key }` must be an address with TLS, and `{ $value }` is none
config-service-hint = without TLS only this machine is taken: `http://127.0.0.1:PORT`, `ws://127.0.0.1:PORT`
config-second-factor = a second factor is wanted, and nobody has one
config-second-factor-hint = write `second-factor = {"{"} "discord-user:ID" = {"{"} file = "PATH" {"}"} {"}"}` with the TOTP secret of each person
config-hours = `{ $value }` is no hours that come again
config-hours-hint = write `22:00-07:00`, or with days `mon-fri 22:00-07:00`, `sat,sun 00:00-24:00`
config-moment = `{ $value }` is no point in time
config-moment-hint = write `2026-11-28 22:00` on the clocks of `timezone`, or `2026-11-28T22:00:00+01:00`
config-window-order = the window ends before it begins
config-window-form = a maintenance window has either `from` and `to`, or `hours`
config-window-form-hint = `from` and `to` are once, `hours = "sun 02:00-04:00"` comes again
config-channel-name = `{ $value }` is no name for a channel
config-channel-name-hint = letters, digits, `-`, `_` and `.`, at most 63, beginning with a letter or digit
config-no-channel = there is no channel `{ $value }`
config-no-channel-hint = add a `[channel.{ $value }]` with its `kind`
config-form = `{ $key }` cannot be `{ $value }`
config-form-hint = it looks like `{ $example }`
config-open-mail = mail to `{ $value }` could be read on its way
config-open-mail-hint = write `security = "starttls"` or `"tls"`; without either only a server on this machine is taken
config-no-bot = a channel of Discord needs the bot
config-no-bot-hint = add `[discord]` with its `token`, `guild` and `category`
config-channel-logins = write `token`, or `user` and `password`, not both
config-listen = `{ $key }` must be an address of this machine's loopback, and `{ $value }` is none
config-listen-hint = write `127.0.0.1:9187` or `[::1]:9187`; `exposed = true` beside it lets other addresses be taken, and whoever reaches one reads the names of clusters and channels
