//! What a process of Lotse takes: `cargo bench -p lotse --bench process`, or with a build that is there already
//! `LOTSE_BINARY=target/dist/lotse cargo bench -p lotse --bench process`.
//!
//! Short ones are timed from their start to their end, and their memory is the peak of resident memory (`VmHWM`,
//! proc_pid_status(5)), read until they end. The daemon is left alone for a while, and with a bot it is then worked with. The
//! cluster and the Discord are this process, so that only Lotse itself is counted.

#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "figures are printed, times are taken, and what does not work ends it"
)]

use std::{
    fs,
    io::Write as _,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};

use discordsim::{discord::Discord, options::Options as DiscordOptions, play::presser::Presser, world::World};
use pvesim::{
    chaos::{Fault, Spoil},
    options::Options,
    simulator::Simulator,
};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// So often each short command is run.
const RUNS: usize = 20;
/// How long the server takes for a call of a short command.
const LATENCY: u64 = 12;
/// How long a daemon is left alone.
const ALONE: Duration = Duration::from_secs(40);
/// How long everything may take that happens by itself.
const SOON: Duration = Duration::from_mins(1);

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    short(&runtime);
    for guests in [100, 1000, 2500] {
        for bot in [false, true] {
            daemon(&runtime, guests, bot);
        }
    }
}

/// The program that is measured.
fn program() -> PathBuf {
    std::env::var_os("LOTSE_BINARY").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_lotse")), PathBuf::from)
}

/// A home with a configuration of a simulated cluster of five nodes.
struct Home {
    folder: TempDir,
    simulator: Simulator,
}

impl Home {
    fn new(runtime: &Runtime, guests: usize, more: &str) -> Self {
        let mut options = Options::scenario("scale").impatient();
        (options.clusters, options.nodes, options.guests) = (Some(1), Some(5), Some(guests));
        let simulator = runtime.block_on(Simulator::start(options)).expect("a cluster");
        let home = Self { folder: tempfile::tempdir().expect("a folder"), simulator };
        let cluster = &home.simulator.announcement().first;
        home.write("token", &cluster.token);
        home.write(
            "config.toml",
            &format!(
                "[cluster.big]\nnodes = [\"{}\"]\ntoken-id = \"{}\"\ntoken = {{ file = \"token\" }}\nfingerprint = [\"{}\"]\n{more}",
                cluster.url, cluster.token_id, cluster.fingerprint
            ),
        );
        home
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.folder.path().join(name);
        let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).expect("a file");
        file.write_all(text.as_bytes()).expect("written");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .env_clear()
            .env("HOME", self.folder.path())
            .env("LANG", "C.UTF-8")
            .env("TZ", "UTC")
            .current_dir(self.folder.path())
            .args(arguments)
            .args(["--config", "config.toml"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn calls(&self) -> u64 {
        self.simulator.site().calls.reset().total
    }
}

/// Commands that begin, answer and end.
fn short(runtime: &Runtime) {
    let program = program();
    let size = fs::metadata(&program).expect("the program").len();
    println!("{}: {}.{} MB", program.display(), size / 1_000_000, size / 100_000 % 10);
    let home = Home::new(runtime, 100, "");
    // The first list makes the store.
    assert!(home.command(&["list"]).status().expect("runs").success(), "list does not work");
    home.simulator.site().faults.add(Fault::always(Spoil::Latency { millis: LATENCY }));
    for arguments in [["--version"].as_slice(), &["--help"], &["list"], &["list", "--json"], &["status"]] {
        home.calls();
        let mut times: Vec<Duration> = (0..RUNS).map(|_| timed(home.command(arguments))).collect();
        let calls = home.calls();
        times.sort();
        let peak = (0..RUNS).map(|_| peak_until_end(home.command(arguments))).max().unwrap_or_default();
        println!(
            "lotse {}: median {:.1?}, slowest {:.1?}, peak {}, {} calls each",
            arguments.join(" "),
            times.get(RUNS / 2).copied().unwrap_or_default(),
            times.last().copied().unwrap_or_default(),
            mebibytes(peak),
            calls / RUNS as u64,
        );
    }
}

fn timed(mut command: Command) -> Duration {
    let since = Instant::now();
    assert!(command.status().expect("runs").success(), "{command:?} does not work");
    since.elapsed()
}

/// The peak of a process that ends by itself, in KiB: it never sinks, so that the last value read is off by no more than what the
/// process took in the instant before its end.
fn peak_until_end(mut command: Command) -> u64 {
    let mut child = command.spawn().expect("runs");
    let mut peak = 0;
    while child.try_wait().expect("a child").is_none() {
        peak = peak.max(memory(&child, "VmHWM:").unwrap_or_default());
    }
    peak
}

/// A line of a process's status, in KiB; none once it has ended.
fn memory(child: &Child, line: &str) -> Option<u64> {
    let status = fs::read_to_string(Path::new("/proc").join(child.id().to_string()).join("status")).ok()?;
    let value = status.lines().find_map(|own| own.strip_prefix(line))?;
    value.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// A daemon that watches everything, with a bot or without one.
fn daemon(runtime: &Runtime, guests: usize, bot: bool) {
    let mut world = World::new("Lotse");
    let guild = world.guild("House");
    let category = world.category(guild, "Server");
    let channel = world.text(guild, Some(category), "proxmox");
    let anna = world.member(guild, "anna", &[]);
    let discord = runtime.block_on(Discord::start(DiscordOptions::new(world))).expect("a Discord");
    let watch = "[watch]\ninterval = \"10s\"\n";
    let more = if bot {
        format!(
            "{watch}[discord]\ntoken = {{ file = \"discord\" }}\nguild = {guild}\ncategory = {category}\napi-url = \"{}\"\n\
             gateway-url = \"{}\"\n[[access]]\nwho = \"discord-user:{anna}\"\nmay = \"administer\"\nscope = [\"cluster:big\"]\n",
            discord.api_url(),
            discord.gateway_url(),
        )
    } else {
        watch.to_owned()
    };
    let home = Home::new(runtime, guests, &more);
    home.write("discord", discord.token());
    let added = home.command(&["monitor-add", "cluster:big"]).status().expect("runs");
    assert!(added.success(), "nothing can be watched");
    let log = fs::File::create(home.folder.path().join("log")).expect("a log");
    let mut child = home.command(&["serve"]).stderr(log).spawn().expect("runs");
    let connected = !bot || runtime.block_on(discord.connected(SOON));
    assert!(connected, "no bot: {}", fs::read_to_string(home.folder.path().join("log")).unwrap_or_default());
    sleep(ALONE);
    let what = if bot { "with a bot" } else { "without a bot" };
    tell(&child, &format!("serve, {guests} guests, {what}, left alone"));
    if bot {
        let person = discord.person(anna, channel);
        runtime.block_on(work(&person));
        tell(&child, &format!("serve, {guests} guests, {what}, worked with"));
    }
    child.kill().expect("ends");
    child.wait().expect("ended");
}

/// Somebody at Discord: lists, details, pictures, and keys.
async fn work(person: &Presser) {
    for number in 0..20 {
        let guest = json!(format!("big/{}", 100 + number));
        for (words, given) in [
            ("list", &[][..]),
            ("status", &[]),
            ("info", &[("vmid", guest.clone())]),
            ("graph", &[("vmid", guest.clone())]),
        ] {
            let pressed = person.slash(words, given).expect("offered");
            pressed.any_message_where(|_| true).await.expect("answered");
        }
        for typed in ["1", "we", "db", "c"] {
            let pressed = person.complete("info", &[], "vmid", typed).expect("offered");
            pressed.acknowledged().await.expect("answered");
        }
    }
}

fn tell(child: &Child, what: &str) {
    let of = |line| mebibytes(memory(child, line).expect("it still runs"));
    println!("{what}: peak {}, then {}", of("VmHWM:"), of("VmRSS:"));
}

fn mebibytes(kibibytes: u64) -> String {
    let tenths = kibibytes * 10 / 1024;
    format!(
        "{}.{} MiB ({}.{} MB)",
        tenths / 10,
        tenths % 10,
        kibibytes * 1024 / 1_000_000,
        kibibytes * 1024 / 100_000 % 10
    )
}
