//! The command line of `pvesh`: command, path, options of the program, parameters of the route.

use std::fmt::Write as _;

use crate::api::param::Format;
use crate::api::param::{Kind, Param};
use crate::api::{Method, Params};

/// What `pvesh` is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Calls the API.
    Call(Method),
    /// Lists what is below a path.
    Ls,
    /// Says what a path takes.
    Usage,
}

impl Verb {
    /// The verb of a command's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "get" => Some(Self::Call(Method::Get)),
            "set" => Some(Self::Call(Method::Put)),
            "create" => Some(Self::Call(Method::Post)),
            "delete" => Some(Self::Call(Method::Delete)),
            "ls" => Some(Self::Ls),
            "usage" => Some(Self::Usage),
            _ => None,
        }
    }

    /// The command's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Call(Method::Get) => "get",
            Self::Call(Method::Put) => "set",
            Self::Call(Method::Post) => "create",
            Self::Call(Method::Delete) => "delete",
            Self::Ls => "ls",
            Self::Usage => "usage",
        }
    }
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OutputFormat {
    /// Tables for people, the default.
    #[default]
    Text,
    /// One line of JSON with sorted keys.
    Json,
    /// JSON over several lines, indented by three.
    JsonPretty,
    /// YAML.
    Yaml,
}

/// The options that concern printing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are the switches of the command line")]
pub struct Style {
    /// `--output-format`.
    pub format: OutputFormat,
    /// `--human-readable`: sizes, durations and shares as text.
    pub human: bool,
    /// `--noborder`.
    pub bare: bool,
    /// `--noheader`.
    pub headless: bool,
    /// `--quiet`.
    pub quiet: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { format: OutputFormat::Text, human: true, bare: false, headless: false, quiet: false }
    }
}

/// Options as given: names with their values (`None`: no value behind it), and what was no option.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Everything that began with dashes, in order.
    pub options: Vec<(String, String)>,
    /// The rest.
    pub positional: Vec<String>,
}

/// Why options were not understood; printed as it stands, before `400 unable to parse option`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadOption {
    /// No such option.
    Unknown(String),
    /// An option without its value.
    NoValue(String),
}

impl std::fmt::Display for BadOption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unknown(name) => write!(f, "Unknown option: {name}"),
            Self::NoValue(name) => write!(f, "Option {name} requires an argument"),
        }
    }
}

/// The program's own options; all others are parameters of the route.
const OWN: [(&str, bool); 6] = [
    ("output-format", false),
    ("human-readable", true),
    ("noborder", true),
    ("noheader", true),
    ("quiet", true),
    ("noproxy", true),
];

/// Parts the arguments behind the path, as Getopt::Long does: `--name value`, `--name=value`, one dash or two; a switch
/// takes a value only when one follows.
pub fn options(arguments: &[String], params: &[&'static Param]) -> Result<Given, BadOption> {
    let mut given = Given::default();
    let mut rest = arguments.iter().peekable();
    while let Some(argument) = rest.next() {
        let Some(body) = argument.strip_prefix("--").or_else(|| argument.strip_prefix('-')).filter(|b| !b.is_empty())
        else {
            given.positional.push(argument.clone());
            continue;
        };
        let (name, inline) = match body.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (body, None),
        };
        let own = OWN.iter().find(|(own, _)| *own == name);
        let param = params.iter().find(|param| param.is(name) || param.name == name);
        let switch = match (own, param) {
            (Some((_, switch)), _) => *switch,
            (None, Some(param)) => param.kind == Kind::Boolean,
            (None, None) => return Err(BadOption::Unknown(name.to_owned())),
        };
        let value = match inline {
            Some(value) => value,
            None if switch => match rest.next_if(|next| !next.starts_with('-')) {
                Some(next) => next.clone(),
                None => "1".to_owned(),
            },
            None => rest.next().cloned().ok_or_else(|| BadOption::NoValue(name.to_owned()))?,
        };
        let value = if switch { truth(&value) } else { value };
        given.options.push((name.to_owned(), value));
    }
    Ok(given)
}

/// On the command line, unlike over HTTP, a truth value has many names.
fn truth(value: &str) -> String {
    match value.to_ascii_lowercase().as_str() {
        "1" | "on" | "yes" | "true" => "1".to_owned(),
        "0" | "off" | "no" | "false" => "0".to_owned(),
        _ => value.to_owned(),
    }
}

impl Given {
    /// The printing options; an unknown format is the parameter error `output-format`.
    pub fn style(&self) -> Result<Style, String> {
        let mut style = Style::default();
        for (name, value) in &self.options {
            let on = value == "1";
            match name.as_str() {
                "output-format" => {
                    style.format = match value.as_str() {
                        "text" => OutputFormat::Text,
                        "json" => OutputFormat::Json,
                        "json-pretty" => OutputFormat::JsonPretty,
                        "yaml" => OutputFormat::Yaml,
                        other => {
                            return Err(format!(
                                "value '{other}' does not have a value in the enumeration 'text, json, json-pretty, yaml'"
                            ));
                        }
                    };
                }
                "human-readable" => style.human = on,
                "noborder" => style.bare = on,
                "noheader" => style.headless = on,
                "quiet" => style.quiet = on,
                _ => {}
            }
        }
        Ok(style)
    }

    /// The first value of an option; empty when it was not given.
    #[must_use]
    pub fn first(&self, name: &str) -> &str {
        self.options.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value.as_str())
    }

    /// The route's parameters.
    #[must_use]
    pub fn params(&self) -> Params {
        let mut params = Params::new();
        for (name, value) in &self.options {
            if !OWN.iter().any(|(own, _)| own == name) {
                params.entry(name.clone()).or_default().push(value.clone());
            }
        }
        params
    }
}

/// The line that follows an error of parameters: what is required, by name.
#[must_use]
pub fn usage_line<'a>(verb: Verb, path: &str, params: impl Iterator<Item = &'a Param>) -> String {
    let mut required: Vec<&Param> = params.filter(|param| !param.optional).collect();
    required.sort_by_key(|param| param.name);
    let mut line = format!("pvesh {} {path}", verb.name());
    for param in required {
        // Writing to a String cannot fail.
        let _ = write!(line, " --{} <{}>", param.name, kind_name(param));
    }
    line
}

fn kind_name(param: &Param) -> &'static str {
    match (param.kind, &param.format) {
        (Kind::Integer, _) => "integer",
        (Kind::Number, _) => "number",
        (Kind::Boolean, _) => "boolean",
        (Kind::Array, _) => "array",
        (Kind::String, Some(Format::Properties { .. })) => "properties",
        (Kind::String, _) => "string",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    static PARAMS: [Param; 4] = [
        Param::string("description").optional(),
        Param::boolean("full").optional(),
        Param::array("command").optional(),
        Param::integer("vmid"),
    ];

    fn parse(line: &[&str]) -> Result<Given, BadOption> {
        let arguments: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
        options(&arguments, &PARAMS.iter().collect::<Vec<_>>())
    }

    #[test]
    fn values_follow_or_stand_behind_an_equals_sign() {
        let given =
            parse(&["--description", "a b", "--vmid=100", "-full", "--command", "x", "--command", "y"]).unwrap();
        let params = given.params();
        assert_eq!(params["description"], ["a b"]);
        assert_eq!(params["vmid"], ["100"]);
        assert_eq!(params["full"], ["1"]);
        assert_eq!(params["command"], ["x", "y"]);
    }

    #[test]
    fn switches_take_a_value_only_when_one_follows() {
        assert!(parse(&["--quiet", "--full", "yes"]).unwrap().style().unwrap().quiet);
        assert_eq!(parse(&["--full", "no"]).unwrap().params()["full"], ["0"]);
    }

    #[test]
    fn unknown_options_and_missing_values_are_told() {
        assert_eq!(parse(&["--bogus", "1"]), Err(BadOption::Unknown("bogus".to_owned())));
        assert_eq!(parse(&["--vmid"]), Err(BadOption::NoValue("vmid".to_owned())));
        assert!(parse(&["--output-format", "xml"]).unwrap().style().is_err());
    }

    #[test]
    fn the_usage_line_names_what_is_required() {
        assert_eq!(
            usage_line(Verb::Call(Method::Get), "<api_path>", PARAMS.iter()),
            "pvesh get <api_path> --vmid <integer>"
        );
    }
}
