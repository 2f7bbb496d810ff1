//! Discord's limits for commands ("Application Commands" of its documentation).

/// Commands of a guild.
pub(super) const COMMANDS: usize = 100;
/// Options of a command, subcommands of a group, choices of an option.
pub(super) const OPTIONS: usize = 25;
/// Characters of a description.
pub(super) const DESCRIPTION: usize = 100;
/// Characters of a choice.
pub(super) const CHOICE: usize = 100;
/// Characters of a name.
pub(super) const NAME: usize = 32;

/// Characters of all names, descriptions and values of a command, of each text the longest of its translations.
#[cfg(test)]
pub(super) const SIZE: usize = 8000;

/// Whether Discord takes this as the name of a command or option: `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, in lower
/// case where the script has one.
pub(super) fn is_name(name: &str) -> bool {
    let fits = |c: char| matches!(c, '-' | '_' | '\'') || c.is_alphanumeric();
    (1..=NAME).contains(&name.chars().count()) && name.chars().all(fits) && name.to_lowercase() == name
}

/// The text cut to so many characters.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}
