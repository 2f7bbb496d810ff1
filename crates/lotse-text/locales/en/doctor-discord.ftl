### What `doctor` says of Discord. Names of permissions are those of Discord's own settings, in English.

doctor-guild = guild
doctor-category = category
doctor-alerts = alert channel
doctor-commands = commands
doctor-discord-unreachable = Discord does not answer
doctor-discord-mend-reach = look at the network and at discordstatus.com
doctor-discord-token = Discord refuses the token
doctor-discord-mend-token = make a new one in the developer portal (Bot → Reset Token), and put it where `discord.token` points
doctor-discord-odd = an answer that was not expected ({ $what }, status { $status })
doctor-discord-mend-odd = try again; if it stays, look at discordstatus.com
doctor-discord-no-guild = the bot is not a member of this guild, or there is none with this id
doctor-discord-mend-invite = check the id, or invite the bot:
doctor-discord-administrator = { $name }: the bot is Administrator, which it does not need
doctor-discord-mend-administrator = take Administrator from its role; whoever gets hold of the token would have the guild
doctor-discord-category-gone = { $id } is nothing in this guild
doctor-discord-category-other = { $id } is a channel, not a category
doctor-discord-category = { $channels ->
    [0] { $name }, without a text channel: the bot answers nowhere
    [one] { $name }, with { $channels } text channel
   *[other] { $name }, with { $channels } text channels
}
doctor-discord-alerts-gone = { $id } is nothing in this guild
doctor-discord-alerts-other = { $id } is no channel that can be written in
doctor-discord-mend-id = with developer mode on, a right click on it ends with Copy ID; put that into `{ $key }`
doctor-discord-lacks = #{ $channel }: { $permissions } missing
doctor-discord-mend-permission = allow it for the bot's role in the channel or its category, or invite the bot again:
doctor-discord-permitted = everything that cards, graphs and alerts need
doctor-discord-no-commands = none are registered yet
doctor-discord-mend-commands = `lotse serve` registers them when it starts
doctor-discord-commands = { $count ->
    [one] { $count } registered
   *[other] { $count } registered
}
