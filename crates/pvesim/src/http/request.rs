//! From the parts of an HTTP request to path, formatter and parameters. Pure: the body was read before.

use indexmap::IndexMap;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::api::Params;

/// What a request's path asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The login page, `/`.
    Page,
    /// A path below `/api2/{formatter}`.
    Api {
        /// The formatter, when it is one that exists.
        formatter: Option<Formatter>,
        /// Its name as it was written.
        name: String,
        /// The path below it, `/nodes/pve`, decoded; `/` for the root.
        path: String,
    },
    /// Begins with `/api2` and names no formatter.
    NoUri,
    /// Anything else.
    File,
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formatter {
    /// `/api2/json`: status and reason phrase tell success.
    Json,
    /// `/api2/extjs`: always 200, `success` tells.
    Extjs,
    /// `/api2/html`: a page for people.
    Html,
}

impl Formatter {
    fn parse(name: &str) -> Option<Self> {
        match name {
            "json" => Some(Self::Json),
            "extjs" => Some(Self::Extjs),
            "html" => Some(Self::Html),
            _ => None,
        }
    }
}

/// Reads a request's path (without its query).
#[must_use]
pub fn target(path: &str) -> Target {
    let mut segments = path.split('/').filter(|segment| !segment.is_empty());
    match segments.next() {
        None => Target::Page,
        Some("api2") => {
            let is_name = |name: &&str| {
                name.len() > 1
                    && name.starts_with(|first: char| first.is_ascii_lowercase())
                    && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            };
            let Some(name) = segments.next().filter(is_name) else { return Target::NoUri };
            let mut below = String::new();
            for segment in segments {
                below.push('/');
                let decoded = percent_decode_str(segment).decode_utf8_lossy();
                // A slash inside a segment belongs to a name (a volume id), so it must not part segments later.
                below.push_str(&decoded.replace('/', "%2F"));
            }
            Target::Api { formatter: Formatter::parse(name), name: name.to_owned(), path: join_volume(&below) }
        }
        Some(first) if first.starts_with("api2") => Target::NoUri,
        Some(_) => Target::File,
    }
}

/// Makes one segment of the volume id that ends some paths: `…/storage/{storage}/content/{volume}` takes the whole rest
/// (the schema's `fragmentDelimiter` is empty there), slashes included. An empty path becomes `/`.
#[must_use]
pub fn join_volume(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    if let ["nodes", node, "storage", storage, "content", volume @ ..] = segments.as_slice()
        && volume.len() > 1
    {
        return format!("/nodes/{node}/storage/{storage}/content/{}", volume.join("%2F"));
    }
    format!("/{}", segments.join("/"))
}

/// Parameters of a request: those of query and body together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// Names with their values in order.
    pub params: Params,
    /// Names whose JSON value was an object.
    pub misshapen: Vec<(String, &'static str)>,
}

/// Why a body could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A JSON value that Perl would see as `undef`.
    Undefined {
        /// The parameter's name.
        name: String,
    },
    /// Not JSON at all, or no object.
    Malformed {
        /// What pveproxy would say.
        text: String,
    },
}

impl Given {
    /// Adds the pairs of a query string or of a form.
    pub fn add_form(&mut self, text: &[u8]) {
        for (name, value) in url::form_urlencoded::parse(text) {
            self.params.entry(name.into_owned()).or_default().push(value.into_owned());
        }
    }

    /// Adds the members of a JSON object; scalars become the strings a form would hold.
    pub fn add_json(&mut self, text: &[u8]) -> Result<(), Unreadable> {
        if text.iter().all(u8::is_ascii_whitespace) {
            return Ok(());
        }
        let members: IndexMap<String, Value> = serde_json::from_slice(text).map_err(|_| malformed(text))?;
        for (name, value) in members {
            match value {
                Value::Null => return Err(Unreadable::Undefined { name }),
                Value::Object(_) => self.misshapen.push((name, "HASH")),
                Value::Array(items) => {
                    let mut values = Vec::with_capacity(items.len());
                    for item in items {
                        match scalar(&item) {
                            Some(text) => values.push(text),
                            None if item.is_null() => return Err(Unreadable::Undefined { name }),
                            None => self.misshapen.push((name.clone(), "HASH")),
                        }
                    }
                    self.params.insert(name, values);
                }
                other => {
                    if let Some(text) = scalar(&other) {
                        self.params.insert(name, vec![text]);
                    }
                }
            }
        }
        Ok(())
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(if *flag { "1" } else { "0" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The text of Perl's JSON module; the recorded server's line number belongs to libpve-http-server 5.2.2.
fn malformed(text: &[u8]) -> Unreadable {
    let shown: String = String::from_utf8_lossy(text).chars().take(20).collect();
    let more = if text.len() > 20 { "..." } else { "" };
    Unreadable::Malformed {
        text: format!(
            "malformed JSON string, neither tag, array, object, number, string or atom, at character offset 0 (before \
             \"{shown}{more}\") at /usr/share/perl5/PVE/APIServer/AnyEvent.pm line 1002.\n"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn below(path: &str) -> String {
        match target(path) {
            Target::Api { path, .. } => path,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn slashes_collapse_and_segments_are_decoded() {
        assert_eq!(below("/api2/json//nodes//%70ve/status/"), "/nodes/pve/status");
        assert_eq!(below("/api2/json"), "/");
        assert_eq!(
            below("/api2/json/nodes/pve/storage/b/content/b%3Abackup%2Fx.vma"),
            "/nodes/pve/storage/b/content/b:backup%2Fx.vma"
        );
    }

    #[test]
    fn what_is_no_api_path_is_a_page_or_a_missing_file() {
        assert_eq!(target("/"), Target::Page);
        assert_eq!(target("/hello"), Target::File);
        assert_eq!(
            [target("/api2"), target("/api2/"), target("/api2/JSON/version")],
            [Target::NoUri, Target::NoUri, Target::NoUri]
        );
        assert!(matches!(target("/api2/xml/version"), Target::Api { formatter: None, name, .. } if name == "xml"));
    }

    #[test]
    fn json_values_become_the_strings_of_a_form() {
        let mut given = Given::default();
        given.add_form(b"cores=2&x=a%20b");
        given.add_json(br#"{"onboot":true,"memory":512,"delete":["a","b"],"net0":{"model":"virtio"}}"#).unwrap();
        assert_eq!(given.params["cores"], ["2"]);
        assert_eq!(given.params["x"], ["a b"]);
        assert_eq!(given.params["onboot"], ["1"]);
        assert_eq!(given.params["memory"], ["512"]);
        assert_eq!(given.params["delete"], ["a", "b"]);
        assert_eq!(given.misshapen, [("net0".to_owned(), "HASH")]);
    }

    #[test]
    fn null_and_broken_json_are_told_apart() {
        let mut given = Given::default();
        assert_eq!(given.add_json(br#"{"cores":null}"#), Err(Unreadable::Undefined { name: "cores".to_owned() }));
        assert!(matches!(given.add_json(b"{nope"), Err(Unreadable::Malformed { .. })));
        assert_eq!(given.add_json(b""), Ok(()));
    }
}
