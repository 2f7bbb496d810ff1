//! The three languages.

use std::{fmt, str::FromStr};

/// A language of the interface.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    /// German; addresses with *Sie*.
    De,
    /// English, the reference of all texts.
    #[default]
    En,
    /// Japanese; です・ます.
    Ja,
}

/// What was given names none of the three languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownLanguage(
    /// What was given.
    pub String,
);

impl fmt::Display for UnknownLanguage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown language {:?}", self.0)
    }
}

impl std::error::Error for UnknownLanguage {}

impl Language {
    /// All of them, in alphabetical order of their tags.
    pub const ALL: [Self; 3] = [Self::De, Self::En, Self::Ja];

    /// The language's tag (`de`), as it stands in configuration and in JSON.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::De => "Deutsch",
            Self::En => "English",
            Self::Ja => "日本語",
        }
    }

    /// The language of a POSIX locale (`de_DE.UTF-8`) or language tag (`ja-JP`); `None` of `C`, `POSIX` and any other
    /// language.
    #[must_use]
    pub fn from_locale(locale: &str) -> Option<Self> {
        let end = locale.find(['_', '-', '.', '@']).unwrap_or(locale.len());
        let primary = locale.get(..end)?.to_ascii_lowercase();
        match primary.as_str() {
            "de" | "deutsch" | "german" => Some(Self::De),
            "en" | "english" => Some(Self::En),
            "ja" | "japanese" => Some(Self::Ja),
            _ => None,
        }
    }

    /// The language of the first of the locale settings that is set, in the order in which POSIX reads them (`LC_ALL`,
    /// `LC_MESSAGES`, `LANG`): a set value of an unknown language ends the search.
    #[must_use]
    pub fn from_settings<'a>(settings: impl IntoIterator<Item = Option<&'a str>>) -> Option<Self> {
        settings.into_iter().flatten().find(|value| !value.is_empty()).and_then(Self::from_locale)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::from_locale(text.trim()).ok_or_else(|| UnknownLanguage(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn locales_and_tags_name_their_language() {
        assert_eq!(Language::from_locale("de_DE.UTF-8"), Some(Language::De));
        assert_eq!(Language::from_locale("ja-JP"), Some(Language::Ja));
        assert_eq!(Language::from_locale("en"), Some(Language::En));
        assert_eq!(Language::from_locale("C.UTF-8"), None);
        assert_eq!(Language::from_locale("fr_FR"), None);
        assert_eq!(Language::from_locale(""), None);
    }

    #[test]
    fn the_first_set_locale_decides() {
        assert_eq!(Language::from_settings([None, Some(""), Some("de_AT")]), Some(Language::De));
        assert_eq!(Language::from_settings([Some("C"), Some("de_AT")]), None);
    }

    #[test]
    fn a_tag_reads_back() {
        for language in Language::ALL {
            assert_eq!(language.tag().parse(), Ok(language));
        }
    }
}
