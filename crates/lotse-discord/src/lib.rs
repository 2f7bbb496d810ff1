//! The Discord bot: slash commands, cards, approvals.
