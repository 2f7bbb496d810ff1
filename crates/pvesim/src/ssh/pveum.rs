//! `pveum`: users, roles, lists and tokens on a node's command line. Each command is one API call as `root@pam`.

use std::fmt::Write as _;

use super::pvesh::argv::{BadOption, Given, Style, options};
use super::pvesh::{DIED, print};
use super::stream::Stream;
use crate::api::param::Param;
use crate::api::router::lookup;
use crate::api::{Answer, Call, Caller, Failure, Method};
use crate::site::Site;

/// One command: its words, the call it makes, and the parameters that stand without a name.
struct Command {
    words: &'static [&'static str],
    method: Method,
    /// `{name}` takes the positional argument of that name; other positional arguments become parameters.
    path: &'static str,
    positional: &'static [&'static str],
    /// A parameter the command sets by itself.
    fixed: Option<(&'static str, &'static str)>,
    /// Whether it prints its result (and takes the printing options).
    prints: bool,
}

const fn command(
    words: &'static [&'static str],
    method: Method,
    path: &'static str,
    positional: &'static [&'static str],
) -> Command {
    Command { words, method, path, positional, fixed: None, prints: false }
}

const fn listing(words: &'static [&'static str], path: &'static str, positional: &'static [&'static str]) -> Command {
    Command { words, method: Method::Get, path, positional, fixed: None, prints: true }
}

/// The commands of `pveum(1)` that concern users, groups, roles, tokens, lists, realms and pools, with their old names.
const COMMANDS: &[Command] = &[
    listing(&["user", "list"], "/access/users", &[]),
    command(&["user", "add"], Method::Post, "/access/users", &["userid"]),
    command(&["user", "modify"], Method::Put, "/access/users/{userid}", &["userid"]),
    command(&["user", "delete"], Method::Delete, "/access/users/{userid}", &["userid"]),
    listing(&["user", "permissions"], "/access/permissions", &["userid"]),
    listing(&["user", "token", "list"], "/access/users/{userid}/token", &["userid"]),
    Command {
        prints: true,
        ..command(
            &["user", "token", "add"],
            Method::Post,
            "/access/users/{userid}/token/{tokenid}",
            &["userid", "tokenid"],
        )
    },
    Command {
        prints: true,
        ..command(
            &["user", "token", "modify"],
            Method::Put,
            "/access/users/{userid}/token/{tokenid}",
            &["userid", "tokenid"],
        )
    },
    command(
        &["user", "token", "delete"],
        Method::Delete,
        "/access/users/{userid}/token/{tokenid}",
        &["userid", "tokenid"],
    ),
    command(
        &["user", "token", "remove"],
        Method::Delete,
        "/access/users/{userid}/token/{tokenid}",
        &["userid", "tokenid"],
    ),
    listing(&["role", "list"], "/access/roles", &[]),
    command(&["role", "add"], Method::Post, "/access/roles", &["roleid"]),
    command(&["role", "modify"], Method::Put, "/access/roles/{roleid}", &["roleid"]),
    command(&["role", "delete"], Method::Delete, "/access/roles/{roleid}", &["roleid"]),
    listing(&["acl", "list"], "/access/acl", &[]),
    command(&["acl", "modify"], Method::Put, "/access/acl", &["path"]),
    Command { fixed: Some(("delete", "1")), ..command(&["acl", "delete"], Method::Put, "/access/acl", &["path"]) },
    listing(&["group", "list"], "/access/groups", &[]),
    command(&["group", "add"], Method::Post, "/access/groups", &["groupid"]),
    command(&["group", "modify"], Method::Put, "/access/groups/{groupid}", &["groupid"]),
    command(&["group", "delete"], Method::Delete, "/access/groups/{groupid}", &["groupid"]),
    listing(&["realm", "list"], "/access/domains", &[]),
    listing(&["pool", "list"], "/pools", &[]),
    command(&["pool", "add"], Method::Post, "/pools", &["poolid"]),
    command(&["pool", "modify"], Method::Put, "/pools/{poolid}", &["poolid"]),
    command(&["pool", "delete"], Method::Delete, "/pools/{poolid}", &["poolid"]),
    command(&["useradd"], Method::Post, "/access/users", &["userid"]),
    command(&["usermod"], Method::Put, "/access/users/{userid}", &["userid"]),
    command(&["userdel"], Method::Delete, "/access/users/{userid}", &["userid"]),
    command(&["roleadd"], Method::Post, "/access/roles", &["roleid"]),
    command(&["rolemod"], Method::Put, "/access/roles/{roleid}", &["roleid"]),
    command(&["roledel"], Method::Delete, "/access/roles/{roleid}", &["roleid"]),
    command(&["aclmod"], Method::Put, "/access/acl", &["path"]),
    Command { fixed: Some(("delete", "1")), ..command(&["acldel"], Method::Put, "/access/acl", &["path"]) },
    command(&["groupadd"], Method::Post, "/access/groups", &["groupid"]),
    command(&["groupmod"], Method::Put, "/access/groups/{groupid}", &["groupid"]),
    command(&["groupdel"], Method::Delete, "/access/groups/{groupid}", &["groupid"]),
];

/// Runs `pveum` with these arguments (without its own name) on a node; answers the exit code.
pub async fn pveum(site: &Site, node: &str, arguments: &[String], stream: &Stream) -> u32 {
    let Some(first) = arguments.first() else {
        stream.err("ERROR: no command specified\nUSAGE: pveum <COMMAND> [ARGS] [OPTIONS]\n").await;
        return DIED;
    };
    let found = COMMANDS
        .iter()
        .filter(|command| {
            command.words.len() <= arguments.len() && command.words.iter().zip(arguments).all(|(a, b)| a == b)
        })
        .max_by_key(|command| command.words.len());
    let Some(command) = found else {
        let words: Vec<&str> = arguments.iter().map(String::as_str).take_while(|word| !word.starts_with('-')).collect();
        let said = if words.is_empty() { first.as_str() } else { &words.join(" ") };
        stream.err(format!("ERROR: unknown command 'pveum {said}'\nUSAGE: pveum <COMMAND> [ARGS] [OPTIONS]\n")).await;
        return DIED;
    };
    let rest = arguments.get(command.words.len()..).unwrap_or_default();
    match command.prepare(site, node, rest) {
        Ok((call, style)) => command.run(site, call, style, stream).await,
        Err(text) => {
            stream.err(format!("{text}\n{}", command.usage(site))).await;
            DIED
        }
    }
}

impl Command {
    fn params(&self, site: &Site) -> Vec<&'static Param> {
        let release = site.world().version.release();
        lookup(self.method, self.path, release)
            .map(|(route, _)| route.params_in(release).filter(|param| !self.positional.contains(&param.name)).collect())
            .unwrap_or_default()
    }

    fn prepare(&self, site: &Site, node: &str, arguments: &[String]) -> Result<(Call, Style), String> {
        let unparsed = |error: BadOption| format!("{error}\n400 unable to parse option");
        let given: Given = options(arguments, &self.params(site)).map_err(unparsed)?;
        let style = given
            .style()
            .map_err(|complaint| format!("400 Parameter verification failed.\noutput-format: {complaint}"))?;
        if given.positional.len() > self.positional.len() {
            return Err("400 too many arguments".to_owned());
        }
        if given.positional.len() < self.positional.len() && self.method != Method::Get {
            return Err("400 not enough arguments".to_owned());
        }
        let mut path = self.path.to_owned();
        let mut params = given.params();
        for (name, value) in self.positional.iter().zip(&given.positional) {
            let place = format!("{{{name}}}");
            if path.contains(&place) {
                path = path.replace(&place, &value.replace('/', "%2F"));
            } else {
                params.insert((*name).to_owned(), vec![value.clone()]);
            }
        }
        if let Some((name, value)) = self.fixed {
            params.insert(name.to_owned(), vec![value.to_owned()]);
        }
        let mut call = Call::new(self.method, path, Caller::Root);
        call.params = params;
        node.clone_into(&mut call.via);
        Ok((call, style))
    }

    async fn run(&self, site: &Site, call: Call, style: Style, stream: &Stream) -> u32 {
        let path = call.path.clone();
        let (answer, _) = site.run(call).await;
        match answer {
            Answer::Data(data) | Answer::With { data, .. } => {
                if self.prints {
                    stream.out(print::print(&path, &data, style)).await;
                }
                0
            }
            Answer::Error(failure) => {
                stream.err(self.complaint(&failure, site)).await;
                DIED
            }
            Answer::Retry { .. } => DIED,
        }
    }

    fn complaint(&self, failure: &Failure, site: &Site) -> String {
        if failure.errors.is_empty() {
            return failure.message();
        }
        let mut errors = failure.errors.clone();
        errors.sort();
        let mut text = format!("{} {}\n", failure.status, failure.reason);
        for (name, complaint) in errors {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{name}: {complaint}");
        }
        text.push_str(&self.usage(site));
        text
    }

    fn usage(&self, site: &Site) -> String {
        let mut line = format!("pveum {}", self.words.join(" "));
        for name in self.positional {
            let _ = write!(line, " <{name}>");
        }
        for param in self.params(site).iter().filter(|param| !param.optional) {
            let _ = write!(line, " --{} <string>", param.name);
        }
        let formats = if self.prints { " [FORMAT_OPTIONS]" } else { "" };
        format!("{line} [OPTIONS]{formats}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_its_own_words() {
        for (at, command) in COMMANDS.iter().enumerate() {
            assert!(COMMANDS.iter().skip(at + 1).all(|other| other.words != command.words), "{:?}", command.words);
        }
    }
}
