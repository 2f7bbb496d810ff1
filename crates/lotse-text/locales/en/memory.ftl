# What is remembered from before.

list-cached = From memory: nobody was asked just now, and figures are not remembered.
argument-cached = What was seen before, without asking anybody
error-nothing-kept = nothing is remembered of these clusters
error-nothing-kept-hint = `lotse list` asks them, and remembers
error-remembered-hint = `lotse list --cached` shows the guests as they were seen before
