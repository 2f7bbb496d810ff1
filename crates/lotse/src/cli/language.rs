//! The language before the command line is parsed: help and errors of the parser need it too.

use lotse_text::Language;

use crate::environment;

/// `--lang`, else `LOTSE_LANG`, else nothing: then the configuration, which is not read yet, has the next word.
fn told(arguments: &[String], env: &impl Fn(&str) -> Option<String>) -> Option<Language> {
    let mut rest = arguments.iter().take_while(|argument| argument.as_str() != "--");
    while let Some(argument) = rest.next() {
        let value =
            if argument == "--lang" { rest.next().map(String::as_str) } else { argument.strip_prefix("--lang=") };
        if let Some(language) = value.and_then(|tag| tag.parse().ok()) {
            return Some(language);
        }
    }
    env(environment::LANGUAGE).and_then(|tag| tag.parse().ok())
}

/// The language in which the command line speaks: as told, else of the locale, else English.
pub(crate) fn early(arguments: &[String], env: impl Fn(&str) -> Option<String>) -> Language {
    told(arguments, &env).or_else(|| of_locale(&env)).unwrap_or_default()
}

/// The language of the locale.
pub(crate) fn of_locale(env: &impl Fn(&str) -> Option<String>) -> Option<Language> {
    let settings = environment::LOCALE.map(env);
    Language::from_settings(settings.iter().map(Option::as_deref))
}

#[cfg(test)]
mod tests {
    use lotse_text::Language;

    use super::early;

    fn given(arguments: &[&str], variables: &[(&str, &str)]) -> Language {
        let arguments: Vec<String> = arguments.iter().map(|word| (*word).to_owned()).collect();
        let env =
            |name: &str| variables.iter().find(|(variable, _)| *variable == name).map(|(_, value)| (*value).to_owned());
        early(&arguments, env)
    }

    #[test]
    fn the_flag_comes_before_the_variable_and_that_before_the_locale() {
        let locale = ("LANG", "ja_JP.UTF-8");
        assert_eq!(given(&["list", "--lang", "de"], &[("LOTSE_LANG", "en"), locale]), Language::De);
        assert_eq!(given(&["--lang=de", "list"], &[locale]), Language::De);
        assert_eq!(given(&["list"], &[("LOTSE_LANG", "en"), locale]), Language::En);
        assert_eq!(given(&["list"], &[locale]), Language::Ja);
        assert_eq!(given(&["list"], &[("LC_ALL", "C"), locale]), Language::En);
        assert_eq!(given(&["ask", "--", "--lang", "de"], &[]), Language::En);
    }
}
