//! The shell behind the SSH server: a handful of programs, lists of commands, and nothing that could do harm.

use std::pin::Pin;

use super::pvesh::pvesh;
use super::pveum::pveum;
use super::stream::{Chunk, Stream};
use super::words::{Simple, Sink, When, parse};
use crate::site::Site;

/// Exit code of a shell for a command that does not exist.
const NOT_FOUND: u32 = 127;
/// Exit code of a shell for a line it cannot read.
const SYNTAX: u32 = 2;

/// One login on one node.
#[derive(Debug, Clone, Copy)]
pub struct Shell<'a> {
    /// The cluster.
    pub site: &'a Site,
    /// The node that was logged in to.
    pub node: &'a str,
    /// The user that logged in; `root` may do everything, others need `sudo`.
    pub user: &'a str,
}

/// What a line did: its exit code, and whether the shell ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    /// Exit code of the last command.
    pub code: u32,
    /// Whether `exit` was among the commands.
    pub left: bool,
}

/// Programs that exist, with the paths `command -v` names.
const PROGRAMS: &[(&str, &str)] = &[
    ("pvesh", "/usr/bin/pvesh"),
    ("pveum", "/usr/sbin/pveum"),
    ("pveversion", "/usr/bin/pveversion"),
    ("cat", "/usr/bin/cat"),
    ("hostname", "/usr/bin/hostname"),
    ("uname", "/usr/bin/uname"),
    ("which", "/usr/bin/which"),
    ("id", "/usr/bin/id"),
    ("whoami", "/usr/bin/whoami"),
    ("sudo", "/usr/bin/sudo"),
    ("sh", "/bin/sh"),
    ("bash", "/usr/bin/bash"),
    ("env", "/usr/bin/env"),
    ("uptime", "/usr/bin/uptime"),
    ("date", "/usr/bin/date"),
    ("sleep", "/usr/bin/sleep"),
];

/// What the shell itself knows.
const BUILTINS: &[&str] =
    &["true", "false", "echo", "printf", "command", "exit", "logout", ":", "test", "export", "cd"];

impl Shell<'_> {
    /// Runs one line.
    pub async fn line(&self, line: &str, stream: &Stream) -> Done {
        let commands = match parse(line) {
            Ok(commands) => commands,
            Err(error) => {
                stream.err(format!("-bash: {error}\n")).await;
                return Done { code: SYNTAX, left: false };
            }
        };
        let mut code = 0;
        for command in commands {
            let runs = match command.when {
                When::Always => true,
                When::Success => code == 0,
                When::Failure => code != 0,
            };
            if !runs {
                continue;
            }
            if matches!(command.words.first().map(String::as_str), Some("exit" | "logout")) {
                let code = command.words.get(1).and_then(|text| text.parse().ok()).unwrap_or(code);
                return Done { code, left: true };
            }
            code = self.redirected(&command, stream).await;
        }
        Done { code, left: false }
    }

    /// Runs one of the cluster's own programs by its words, as another machine's shell hands them over.
    pub async fn program(&self, words: &[String], stream: &Stream) -> u32 {
        match words.first().map(|word| word.rsplit('/').next().unwrap_or(word)) {
            Some("pvesh" | "pveum" | "pveversion") => self.run(words, stream).await,
            other => {
                stream.err(format!("{}: command not found\n", other.unwrap_or_default())).await;
                NOT_FOUND
            }
        }
    }

    async fn redirected(&self, command: &Simple, stream: &Stream) -> u32 {
        if command.stdout == Sink::Own && command.stderr == Sink::Own {
            return self.run(&command.words, stream).await;
        }
        let (inner, mut pieces) = Stream::new();
        let pass = async {
            while let Some(piece) = pieces.recv().await {
                let (sink, text, own) = match piece {
                    Chunk::Out(text) => (command.stdout, text, true),
                    Chunk::Err(text) => (command.stderr, text, false),
                };
                match (sink, own) {
                    (Sink::Null, _) => {}
                    (Sink::Own, true) | (Sink::Other, false) => stream.out(text).await,
                    (Sink::Own, false) | (Sink::Other, true) => stream.err(text).await,
                }
            }
        };
        let run = async {
            let code = self.run(&command.words, &inner).await;
            drop(inner);
            code
        };
        tokio::join!(run, pass).0
    }

    /// Runs one command. Boxed, since `sudo` and `sh -c` run another.
    fn run<'a>(&'a self, words: &'a [String], stream: &'a Stream) -> Pin<Box<dyn Future<Output = u32> + Send + 'a>> {
        Box::pin(async move {
            let Some((program, arguments)) = words.split_first() else { return 0 };
            let name = program.rsplit('/').next().unwrap_or(program);
            match name {
                "pvesh" | "pveum" | "pveversion" | "cat" if self.user != "root" && name != "pveversion" => {
                    self.refuse(name, stream).await
                }
                "pvesh" => pvesh(self.site, self.node, arguments, stream).await,
                "pveum" => pveum(self.site, self.node, arguments, stream).await,
                "pveversion" => self.version(arguments, stream).await,
                "cat" => self.cat(arguments, stream).await,
                "sudo" => self.sudo(arguments, stream).await,
                "sh" | "bash" => self.sub_shell(name, arguments, stream).await,
                "env" => {
                    let rest: Vec<String> = arguments.iter().skip_while(|word| word.contains('=')).cloned().collect();
                    self.run(&rest, stream).await
                }
                "command" | "which" | "type" => self.find(arguments, stream).await,
                "sleep" => {
                    let seconds = arguments.first().and_then(|text| text.parse().ok()).unwrap_or(0.0_f64);
                    tokio::time::sleep(std::time::Duration::from_secs_f64(seconds.clamp(0.0, 3600.0))).await;
                    0
                }
                _ => self.small(name, program, arguments, stream).await,
            }
        })
    }

    /// Programs that only print something.
    async fn small(&self, name: &str, program: &str, arguments: &[String], stream: &Stream) -> u32 {
        match name {
            "true" | ":" | "export" | "cd" => {}
            "false" => return 1,
            "echo" => {
                let (end, words) = match arguments.split_first() {
                    Some((flag, rest)) if flag == "-n" => ("", rest),
                    _ => ("\n", arguments),
                };
                stream.out(format!("{}{end}", words.join(" "))).await;
            }
            "printf" => stream.out(arguments.join(" ").replace("\\n", "\n").replace("%s", "")).await,
            "hostname" => stream.out(format!("{}\n", self.node)).await,
            "whoami" => stream.out(format!("{}\n", self.user)).await,
            "id" => stream.out(self.id(arguments)).await,
            "uname" => stream.out(self.uname(arguments)).await,
            "date" => {
                let now = self.site.world().now;
                let text = if arguments.iter().any(|word| word == "+%s") {
                    now.seconds().to_string()
                } else {
                    now.format("%a %b %e %I:%M:%S %p UTC %Y")
                };
                stream.out(format!("{text}\n")).await;
            }
            _ => {
                stream.err(format!("-bash: {program}: command not found\n")).await;
                return NOT_FOUND;
            }
        }
        0
    }

    fn id(&self, arguments: &[String]) -> String {
        let number = if self.user == "root" { 0 } else { 1000 };
        let user = self.user;
        match arguments.first().map(String::as_str) {
            Some("-u") => format!("{number}\n"),
            Some("-un" | "-nu") => format!("{user}\n"),
            _ => format!("uid={number}({user}) gid={number}({user}) groups={number}({user})\n"),
        }
    }

    fn uname(&self, arguments: &[String]) -> String {
        match arguments.first().map(String::as_str) {
            Some("-n") => format!("{}\n", self.node),
            Some("-r") => "6.8.12-1-pve\n".to_owned(),
            Some("-m") => "x86_64\n".to_owned(),
            Some("-a") => format!("Linux {} 6.8.12-1-pve #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux\n", self.node),
            _ => "Linux\n".to_owned(),
        }
    }

    async fn refuse(&self, name: &str, stream: &Stream) -> u32 {
        if name == "cat" {
            stream.err("cat: Permission denied\n").await;
            return 1;
        }
        stream.err("please run as root\n").await;
        255
    }

    async fn version(&self, arguments: &[String], stream: &Stream) -> u32 {
        let (full, repoid, nine) = {
            let world = self.site.world();
            (world.version.full.clone(), world.version.repoid.clone(), world.version.is_nine())
        };
        let kernel = if nine { "6.14.11-4-pve" } else { "6.8.12-1-pve" };
        if arguments.iter().any(|word| word == "-v" || word == "--verbose") {
            let text = format!(
                "proxmox-ve: {full} (running kernel: {kernel})\npve-manager: {full} (running version: {full}/{repoid})\n\
                 proxmox-kernel-helper: {full}\npve-qemu-kvm: 10.0.2-4\nqemu-server: {full}\npve-container: {full}\n\
                 libpve-storage-perl: {full}\nlibpve-access-control: {full}\nlibpve-http-server-perl: 5.2.2\n"
            );
            stream.out(text).await;
        } else {
            stream.out(format!("pve-manager/{full}/{repoid} (running kernel: {kernel})\n")).await;
        }
        0
    }

    async fn cat(&self, arguments: &[String], stream: &Stream) -> u32 {
        let mut code = 0;
        for file in arguments.iter().filter(|word| !word.starts_with('-')) {
            if let Some(text) = self.file(file) {
                stream.out(text).await;
            } else {
                stream.err(format!("cat: {file}: No such file or directory\n")).await;
                code = 1;
            }
        }
        code
    }

    /// The files that clients read.
    fn file(&self, path: &str) -> Option<String> {
        match path {
            "/etc/pve/pve-root-ca.pem" => Some(self.site.authority.pem()),
            "/etc/pve/local/pve-ssl.pem" => Some(self.site.door(self.node)?.shown.facts().pem),
            "/etc/hostname" => Some(format!("{}\n", self.node)),
            _ => {
                let node = path.strip_prefix("/etc/pve/nodes/")?.strip_suffix("/pve-ssl.pem")?;
                Some(self.site.door(node)?.shown.facts().pem)
            }
        }
    }

    async fn sudo(&self, arguments: &[String], stream: &Stream) -> u32 {
        let rest: Vec<String> = arguments.iter().skip_while(|word| word.starts_with('-')).cloned().collect();
        if rest.is_empty() {
            stream.err("usage: sudo -h | -K | -k | -V\n").await;
            return 1;
        }
        Shell { user: "root", ..*self }.run(&rest, stream).await
    }

    async fn sub_shell(&self, name: &str, arguments: &[String], stream: &Stream) -> u32 {
        let line = arguments.iter().skip_while(|word| !word.ends_with('c') || !word.starts_with('-')).nth(1);
        let Some(line) = line else {
            stream.err(format!("{name}: only -c is simulated\n")).await;
            return SYNTAX;
        };
        Box::pin(self.line(line, stream)).await.code
    }

    async fn find(&self, arguments: &[String], stream: &Stream) -> u32 {
        let mut code = 1;
        for name in arguments.iter().filter(|word| !word.starts_with('-')) {
            let place = PROGRAMS.iter().find(|(program, path)| program == name || path == name).map(|(_, path)| *path);
            let builtin = BUILTINS.iter().find(|builtin| *builtin == name).copied();
            match place.or(builtin) {
                Some(text) => {
                    stream.out(format!("{text}\n")).await;
                    code = 0;
                }
                None => code = 1,
            }
        }
        code
    }
}
