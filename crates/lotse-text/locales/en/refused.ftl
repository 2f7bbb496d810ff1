### What is said to words that order nothing.

refused-negated = Nothing is done: that says “not”, or takes it back.
refused-later = Nothing is done: a change happens now or not at all. Say it when it is time.
refused-conditional = Nothing is done: a change depends on nothing but your word. Say it when it is so.
refused-several = Nothing is done: a change wants its guests by name, or a selection such as `tag:web`, `pool:prod`, `node:pve1`.
refused-several-hint = `{ $command }` shows which guests that are now
refused-several-hint-plain = `list` shows the guests
refused-alternative = Nothing is done: that leaves open which it is to be.
refused-advice = That is for you to judge. `info NAME` shows how a guest is, and every change shows its plan before anything happens.
refused-no-target = { $what }: of which guest? None is known by that name.
refused-no-target-hint = perhaps { $commands }
refused-pronoun = { $what }: a change names its guest. Last spoken of was { $guest }.
refused-pronoun-hint = say `{ $phrase }`
refused-again-hint = name the guest, and say what is to be done now
small-talk-greeting = Hello. Ask what you want to know; `help` shows what can be asked.
small-talk-thanks = You are welcome.
small-talk-answer = Nothing waits for a yes or no here; `pending` shows which changes do.
chat-which-name = { $what }: under which name?
chat-which-name-hint = for instance: { $example }
