//! `pvesh`: the API on a node's command line, always as `root@pam`.

pub mod argv;
pub mod columns;
mod index;
pub mod json;
pub mod print;
pub mod render;
pub mod table;
mod task;

use std::fmt::Write as _;

use serde_json::Value;

use self::argv::{OutputFormat, Style, Verb, options, usage_line};
use super::stream::Stream;
use crate::api::param::Param;
use crate::api::route::Route;
use crate::api::router::lookup;
use crate::api::{Answer, Call, Caller, Failure, Method};
use crate::calls::Carrier;
use crate::chaos::Spoil;
use crate::http::request::join_volume;
use crate::site::Site;

/// Exit code of Perl's `die` when no system error is around.
pub const DIED: u32 = 255;
/// Exit code of `die` behind a file that was not found: `errno` 2 leaks.
const NO_ENTRY: u32 = 2;
/// Exit code seen behind errors of the guest agent: `errno` 29.
const AGENT_ERROR: u32 = 29;

const USAGE: &str = "USAGE: pvesh <COMMAND> [ARGS] [OPTIONS]\n\n       \
    pvesh create <api_path> [OPTIONS] [FORMAT_OPTIONS]\n       \
    pvesh delete <api_path> [OPTIONS] [FORMAT_OPTIONS]\n       \
    pvesh get <api_path> [OPTIONS] [FORMAT_OPTIONS]\n       \
    pvesh ls <api_path> [OPTIONS] [FORMAT_OPTIONS]\n       \
    pvesh set <api_path> [OPTIONS] [FORMAT_OPTIONS]\n       \
    pvesh usage <api_path> [OPTIONS]\n\n       \
    pvesh help [<extra-args>] [OPTIONS]\n";

/// Runs `pvesh` with these arguments (without its own name) on a node; answers the exit code.
pub async fn pvesh(site: &Site, node: &str, arguments: &[String], stream: &Stream) -> u32 {
    let Some(command) = arguments.first() else {
        stream.err(format!("ERROR: no command specified\n{USAGE}")).await;
        return DIED;
    };
    if command == "help" {
        stream.out(USAGE).await;
        return 0;
    }
    let Some(verb) = Verb::parse(command) else {
        stream.err(format!("ERROR: unknown command 'pvesh {command}'\n{USAGE}")).await;
        return DIED;
    };
    let Some(path) = arguments.get(1).filter(|path| !path.starts_with('-')) else {
        let usage = usage_line(verb, "<api_path>", std::iter::empty());
        stream.err(format!("400 not enough arguments\n{usage} [OPTIONS] [FORMAT_OPTIONS]\n")).await;
        return DIED;
    };
    let path = join_volume(path);
    let rest = arguments.get(2..).unwrap_or_default();
    match verb {
        Verb::Call(method) => Run { site, node, stream, verb, method, path }.call(rest).await,
        Verb::Ls => index::ls(site, node, &path, rest, stream).await,
        Verb::Usage => index::usage(site, &path, stream).await,
    }
}

struct Run<'a> {
    site: &'a Site,
    node: &'a str,
    stream: &'a Stream,
    verb: Verb,
    method: Method,
    path: String,
}

impl Run<'_> {
    async fn call(&self, arguments: &[String]) -> u32 {
        let release = self.site.world().version.release();
        let Some((route, _)) = lookup(self.method, &self.path, release) else {
            self.stream.err(format!("No '{}' handler defined for '{}'\n", self.verb.name(), self.path)).await;
            return 1;
        };
        let params: Vec<&'static Param> =
            route.params_in(release).filter(|param| !route.path.contains(&format!("{{{}}}", param.name))).collect();
        let given = match options(arguments, &params) {
            Ok(given) => given,
            Err(error) => {
                self.stream.err(format!("{error}\n400 unable to parse option\n{}", self.usage(&[]))).await;
                return DIED;
            }
        };
        if !given.positional.is_empty() {
            self.stream.err(format!("400 too many arguments\n{}", self.usage(&params))).await;
            return DIED;
        }
        let style = match given.style() {
            Ok(style) => style,
            Err(complaint) => {
                let usage = self.usage(&[]);
                self.stream
                    .err(format!("400 Parameter verification failed.\noutput-format: {complaint}\n{usage}"))
                    .await;
                return DIED;
            }
        };
        let mut call = Call::new(self.method, self.path.clone(), Caller::Root);
        call.params = given.params();
        self.node.clone_into(&mut call.via);
        if let Err((text, code)) = self.reach(&mut call) {
            self.stream.err(text).await;
            return code;
        }
        self.site.calls.count(Carrier::Pvesh, self.method, &self.path);
        if let Some(code) = self.suffer().await {
            return code;
        }
        let echo = update_line(route, &call);
        self.warn_of_certificates().await;
        let (answer, _) = self.site.run(call).await;
        match answer {
            Answer::Data(data) | Answer::With { data, .. } => self.succeed(&data, echo, style).await,
            Answer::Error(failure) if failure.status == 596 && self.path.ends_with("/agent/exec") => {
                self.fail_agent(given.first("command")).await
            }
            Answer::Error(failure) => self.fail(&failure, &params).await,
            Answer::Retry { .. } => DIED,
        }
    }

    /// Another node's part of the API is reached over SSH, so what counts is whether the machine runs.
    fn reach(&self, call: &mut Call) -> Result<(), (String, u32)> {
        let mut segments = self.path.split('/').skip(1);
        let (Some("nodes"), Some(target)) = (segments.next(), segments.next()) else { return Ok(()) };
        if target == self.node || target == "localhost" {
            return Ok(());
        }
        let world = self.site.world();
        let Some(node) = world.nodes.get(target) else { return Ok(()) };
        if !node.online {
            return Err((
                format!("proxy handler failed: ssh: connect to host {} port 22: No route to host\n", node.address),
                DIED,
            ));
        }
        target.clone_into(&mut call.via);
        Ok(())
    }

    /// The faults in force, as far as they mean something without HTTP: a late answer, none at all, an error instead.
    async fn suffer(&self) -> Option<u32> {
        let harm = self.site.faults.strike(self.method, &self.path, self.node);
        tokio::time::sleep(harm.latency).await;
        match harm.spoil? {
            Spoil::Latency { .. } => return None,
            Spoil::Hang => std::future::pending::<()>().await,
            Spoil::Status { status, reason } => {
                self.stream.err(format!("{status} {}\n", reason.as_deref().unwrap_or("error"))).await;
            }
            // What the program says when the cluster file system's daemon breaks off.
            Spoil::Reset | Spoil::ResetAfter | Spoil::HalfBody => {
                self.stream.err("ipcc_send_rec[1] failed: Connection refused\n").await;
            }
        }
        Some(DIED)
    }

    /// Members whose certificate never arrived make the node list complain, and go on.
    async fn warn_of_certificates(&self) {
        if self.path != "/nodes" || self.method != Method::Get {
            return;
        }
        let missing: Vec<String> = {
            let world = self.site.world();
            world.nodes.values().filter(|node| node.fingerprint.is_none()).map(|node| node.name.clone()).collect()
        };
        for node in missing {
            self.stream.err(format!("'/etc/pve/nodes/{node}/pve-ssl.pem' does not exist!\n")).await;
        }
    }

    async fn succeed(&self, data: &Value, echo: Option<String>, style: Style) -> u32 {
        if let Some(line) = echo {
            self.stream.out(line).await;
        }
        let upid = data.as_str().filter(|text| text.starts_with("UPID:"));
        if let Some(upid) = upid {
            task::follow(self.site, upid, self.stream).await;
        }
        self.stream.out(print::print(&self.path, data, style)).await;
        0
    }

    /// The agent's quotes break pvedaemon's pipe (596 over HTTP); here, in one process, they only draw a warning.
    async fn fail_agent(&self, program: &str) -> u32 {
        self.stream
            .err(format!(
                "Wide character in die at /usr/share/perl5/PVE/RESTHandler.pm line 1008.\nAgent error: Guest agent command \
                 failed, error was 'Failed to execute child process “{program}” (No such file or directory)'\n"
            ))
            .await;
        AGENT_ERROR
    }

    async fn fail(&self, failure: &Failure, params: &[&'static Param]) -> u32 {
        if failure.errors.is_empty() {
            let text = failure.message();
            let prefix = if failure.status == 500 { String::new() } else { format!("{} ", failure.status) };
            self.stream.err(format!("{prefix}{text}")).await;
            return exit_code(&text);
        }
        let mut errors = failure.errors.clone();
        errors.sort();
        let mut text = format!("{} {}\n", failure.status, failure.reason);
        for (name, complaint) in errors {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{name}: {complaint}");
        }
        text.push_str(&self.usage(params));
        self.stream.err(text).await;
        DIED
    }

    fn usage(&self, params: &[&'static Param]) -> String {
        format!("{} [OPTIONS] [FORMAT_OPTIONS]\n", usage_line(self.verb, "<api_path>", params.iter().copied()))
    }
}

fn exit_code(text: &str) -> u32 {
    if text.starts_with("Configuration file '") && text.trim_end().ends_with("does not exist") {
        NO_ENTRY
    } else if text.starts_with("Agent error: ") {
        AGENT_ERROR
    } else {
        DIED
    }
}

/// Changing a VM's configuration prints what is changed, in the calling process.
fn update_line(route: &Route, call: &Call) -> Option<String> {
    if route.method != Method::Put || route.path != "/nodes/{node}/qemu/{vmid}/config" {
        return None;
    }
    let vmid = call.path.split('/').nth(4)?;
    let mut changes: Vec<(&String, &Vec<String>)> = call
        .params
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "digest" | "skiplock" | "force" | "background_delay"))
        .collect();
    changes.sort();
    let text: Vec<String> = changes
        .iter()
        .map(|(name, values)| {
            let value = if *name == "cipassword" { "<hidden>".to_owned() } else { values.join(",") };
            format!("-{name} {value}")
        })
        .collect();
    Some(format!("update VM {vmid}: {}\n", text.join(" ")))
}

/// The printing options of commands other than the API calls.
pub(crate) fn style_of(arguments: &[String]) -> Option<Style> {
    options(arguments, &[]).ok().and_then(|given| given.style().ok())
}

/// Text without frame or titles, as `pvesh ls` prints.
pub(crate) const fn plain(style: Style) -> Style {
    match style.format {
        OutputFormat::Text => Style { bare: true, headless: true, ..style },
        _ => style,
    }
}
