//! What a guest's agent tells.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use crate::world::World;
use crate::world::agent::Execution;
use crate::world::config::volume_of;
use crate::world::guest::Guest;
use crate::world::load;
use crate::world::moment::Moment;

/// Commands of the agent, and whether a second answer follows their success.
const SUPPORTED: &[(&str, bool)] = &[
    ("guest-exec", true),
    ("guest-exec-status", true),
    ("guest-file-close", true),
    ("guest-file-flush", true),
    ("guest-file-open", true),
    ("guest-file-read", true),
    ("guest-file-seek", true),
    ("guest-file-write", true),
    ("guest-fsfreeze-freeze", true),
    ("guest-fsfreeze-freeze-list", true),
    ("guest-fsfreeze-status", true),
    ("guest-fsfreeze-thaw", true),
    ("guest-fstrim", true),
    ("guest-get-cpustats", true),
    ("guest-get-disks", true),
    ("guest-get-diskstats", true),
    ("guest-get-fsinfo", true),
    ("guest-get-host-name", true),
    ("guest-get-memory-block-info", true),
    ("guest-get-memory-blocks", true),
    ("guest-get-osinfo", true),
    ("guest-get-time", true),
    ("guest-get-timezone", true),
    ("guest-get-users", true),
    ("guest-get-vcpus", true),
    ("guest-info", true),
    ("guest-network-get-interfaces", true),
    ("guest-ping", true),
    ("guest-set-time", true),
    ("guest-set-user-password", true),
    ("guest-set-vcpus", true),
    ("guest-shutdown", false),
    ("guest-ssh-add-authorized-keys", true),
    ("guest-ssh-get-authorized-keys", true),
    ("guest-ssh-remove-authorized-keys", true),
    ("guest-suspend-disk", false),
    ("guest-suspend-hybrid", false),
    ("guest-suspend-ram", false),
    ("guest-sync", true),
    ("guest-sync-delimited", true),
];

/// `info`.
#[must_use]
pub fn info() -> Value {
    let commands: Vec<Value> = SUPPORTED
        .iter()
        .map(|(name, answers)| json!({"enabled": true, "name": name, "success-response": answers}))
        .collect();
    json!({"version": "7.2.22", "supported_commands": commands})
}

/// `get-osinfo`.
#[must_use]
pub fn system(guest: &Guest) -> Value {
    let pretty = guest.nature.os.as_str();
    let name = pretty
        .split([' ', '('])
        .take_while(|word| !word.starts_with(|c: char| c.is_ascii_digit()))
        .collect::<Vec<_>>()
        .join(" ");
    let version = pretty.split(' ').find(|word| word.starts_with(|c: char| c.is_ascii_digit())).unwrap_or("1");
    let id = name.split(' ').next().unwrap_or("linux").to_lowercase();
    json!({
        "id": id,
        "kernel-release": "6.1.0-38-amd64",
        "kernel-version": "#1 SMP PREEMPT_DYNAMIC Debian 6.1.147-1 (2025-08-02)",
        "machine": "x86_64",
        "name": name,
        "pretty-name": pretty,
        "version-id": version,
    })
}

/// Whether the guest's system runs from its initial RAM disk: no file systems, hardly any programs.
#[must_use]
pub fn is_tiny(guest: &Guest) -> bool {
    guest.nature.os.starts_with("Tiny")
}

/// `get-fsinfo`.
#[must_use]
pub fn file_systems(world: &World, guest: &Guest) -> Value {
    if is_tiny(guest) {
        return json!([]);
    }
    let root = guest.config.boot_disk();
    let used = world.disk_share(guest, world.now);
    let rows: Vec<Value> = guest
        .config
        .data_disks()
        .enumerate()
        .filter_map(|(at, (key, value))| {
            let size = world.volumes.get(volume_of(value), &guest.node)?.size;
            let letter = char::from(b'a' + u8::try_from(at % 26).unwrap_or(0));
            // What the partition table and the file system keep for themselves.
            let total = size - size / 20;
            let is_root = root.map_or(at == 0, |root| root == key);
            let bytes = if is_root { load::part_of(total, used) } else { total / 3 };
            Some(json!({
                "name": format!("sd{letter}1"),
                "mountpoint": if is_root { "/".to_owned() } else { format!("/mnt/{key}") },
                "type": "ext4",
                "total-bytes": total,
                "used-bytes": bytes,
                "disk": [{
                    "bus": at, "bus-type": "scsi", "dev": format!("/dev/sd{letter}1"), "target": 0, "unit": 0,
                    "serial": format!("0QEMU_QEMU_HARDDISK_drive-{key}"),
                    "pci-controller": {"bus": 1, "domain": 0, "function": 0, "slot": 1},
                }],
            }))
        })
        .collect();
    Value::Array(rows)
}

/// `network-get-interfaces`.
#[must_use]
pub fn interfaces(world: &World, guest: &Guest) -> Value {
    let usage = world.guest_usage(guest, world.now);
    let mut rows = vec![json!({
        "name": "lo",
        "hardware-address": "00:00:00:00:00:00",
        "ip-addresses": [
            {"ip-address": "127.0.0.1", "ip-address-type": "ipv4", "prefix": 8},
            {"ip-address": "::1", "ip-address-type": "ipv6", "prefix": 128},
        ],
        "statistics": statistics(0, 0),
    })];
    for (number, (_, value)) in guest.config.iter().filter(|(key, _)| is_card(key)).enumerate() {
        let mac =
            value.split(['=', ',']).find(|part| part.matches(':').count() == 5).unwrap_or_default().to_lowercase();
        let mut addresses: Vec<Value> = Vec::new();
        if number == 0 {
            addresses.extend(guest.nature.addresses.iter().filter_map(|address| one_address(address)));
        }
        addresses.push(json!({"ip-address": link_local(&mac), "ip-address-type": "ipv6", "prefix": 64}));
        let counters = if number == 0 { statistics(usage.net_in, usage.net_out) } else { statistics(0, 0) };
        rows.push(json!({
            "name": format!("eth{number}"),
            "hardware-address": mac,
            "ip-addresses": addresses,
            "statistics": counters,
        }));
    }
    Value::Array(rows)
}

fn is_card(key: &str) -> bool {
    key.strip_prefix("net").is_some_and(|digits| digits.parse::<u8>().is_ok())
}

fn one_address(text: &str) -> Option<Value> {
    let (address, prefix) = text.split_once('/')?;
    let parsed: IpAddr = address.parse().ok()?;
    let kind = if parsed.is_ipv4() { "ipv4" } else { "ipv6" };
    Some(json!({"ip-address": address, "ip-address-type": kind, "prefix": prefix.parse::<u8>().ok()?}))
}

/// The address that a card gives itself (RFC 4291, appendix A).
#[must_use]
pub fn link_local(mac: &str) -> String {
    let octets: Vec<u8> = mac.split(':').filter_map(|part| u8::from_str_radix(part, 16).ok()).collect();
    let Ok([first, second, third, fourth, fifth, sixth]) = <[u8; 6]>::try_from(octets) else {
        return "fe80::1".to_owned();
    };
    let group = |high: u8, low: u8| format!("{:x}", u16::from_be_bytes([high, low]));
    format!("fe80::{}:{}:{}:{}", group(first ^ 2, second), group(third, 0xff), group(0xfe, fourth), group(fifth, sixth))
}

fn statistics(received: u64, sent: u64) -> Value {
    json!({
        "rx-bytes": received, "rx-packets": received / 700, "rx-errs": 0, "rx-dropped": 0,
        "tx-bytes": sent, "tx-packets": sent / 700, "tx-errs": 0, "tx-dropped": 0,
    })
}

/// `get-users`: now and then somebody is logged in.
#[must_use]
pub fn sessions(world: &World, guest: &Guest) -> Value {
    if guest.vmid % 5 != 2 {
        return json!([]);
    }
    #[expect(clippy::cast_precision_loss, reason = "seconds of an epoch")]
    let since = world.now.seconds() as f64 - 4000.25;
    json!([{"user": "root", "login-time": since}])
}

/// `get-vcpus`.
#[must_use]
pub fn processors(world: &World, guest: &Guest) -> Value {
    let host = world.nodes.get(&guest.node).map_or(1, |node| node.cores);
    let rows: Vec<Value> = (0..guest.cores(host))
        .map(|number| json!({"logical-id": number, "online": true, "can-offline": number > 0}))
        .collect();
    Value::Array(rows)
}

/// `get-memory-blocks`.
#[must_use]
pub fn memory_blocks(guest: &Guest) -> Value {
    let blocks = guest.max_memory().div_ceil(134_217_728);
    Value::Array((0..blocks).map(|number| json!({"phys-index": number, "online": true, "can-offline": true})).collect())
}

/// Runs one of the few programs that every guest has; `None` when there is no such program.
#[must_use]
pub fn run(guest: &str, command: &[String], input: &str, now: Moment) -> Option<Execution> {
    let program = command.first()?.rsplit('/').next()?;
    let arguments: Vec<&str> = command.iter().skip(1).map(String::as_str).collect();
    let done = |output: String| Execution { ends: now, code: 0, output, errors: String::new() };
    match program {
        "echo" => Some(done(format!("{}\n", arguments.join(" ")))),
        "hostname" => Some(done(format!("{guest}\n"))),
        "uptime" => Some(done(" up 3 days,  2:11,  0 users,  load average: 0.02, 0.03, 0.00\n".to_owned())),
        "true" => Some(done(String::new())),
        "false" => Some(Execution { code: 1, ..done(String::new()) }),
        "cat" => Some(done(input.to_owned())),
        "id" => Some(done("uid=0(root) gid=0(root) groups=0(root)\n".to_owned())),
        "sleep" => {
            let seconds = arguments.first().and_then(|text| text.parse::<i64>().ok()).unwrap_or(0);
            Some(Execution { ends: now.plus_seconds(seconds), ..done(String::new()) })
        }
        "sh" | "bash" => Some(shell(guest, arguments.get(1).copied().unwrap_or_default(), input, now)),
        _ => None,
    }
}

/// A shell line of simple commands parted by semicolons: `cat`, `echo` (with `>&2`), `exit`, `hostname`, `true`, `false`.
fn shell(guest: &str, line: &str, input: &str, now: Moment) -> Execution {
    let mut ran = Execution { ends: now, code: 0, output: String::new(), errors: String::new() };
    for part in line.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (part, to_errors) = match part.strip_suffix(">&2") {
            Some(rest) => (rest.trim(), true),
            None => (part, false),
        };
        let words: Vec<String> = part.split_whitespace().map(str::to_owned).collect();
        if let [exit, code] = words.as_slice()
            && exit == "exit"
        {
            ran.code = code.parse().unwrap_or(0);
            return ran;
        }
        if let Some(one) = run(guest, &words, input, now) {
            ran.code = one.code;
            ran.ends = ran.ends.max(one.ends);
            if to_errors { &mut ran.errors } else { &mut ran.output }.push_str(&one.output);
        } else {
            ran.code = 127;
            let name = words.first().map(String::as_str).unwrap_or_default();
            ran.errors.push_str("sh: 1: ");
            ran.errors.push_str(name);
            ran.errors.push_str(": not found\n");
        }
    }
    ran
}

/// The interfaces of a running container, as `ip` shows them from the host.
#[must_use]
pub fn container_interfaces(guest: &Guest) -> Value {
    let mut rows = vec![json!({
        "name": "lo",
        "hwaddr": "00:00:00:00:00:00",
        "hardware-address": "00:00:00:00:00:00",
        "inet": "127.0.0.1/8",
        "inet6": "::1/128",
        "ip-addresses": [
            {"ip-address": "127.0.0.1", "ip-address-type": "inet", "prefix": "8"},
            {"ip-address": "::1", "ip-address-type": "inet6", "prefix": "128"},
        ],
    })];
    for (number, (_, value)) in guest.config.iter().filter(|(key, _)| is_card(key)).enumerate() {
        let part = |name: &str| crate::world::config::property(value, None, name);
        let mac = part("hwaddr").unwrap_or_default().to_lowercase();
        let mut row = Map::new();
        row.insert("name".to_owned(), json!(part("name").unwrap_or("eth0")));
        row.insert("hwaddr".to_owned(), json!(mac));
        row.insert("hardware-address".to_owned(), json!(mac));
        let mut addresses = Vec::new();
        // What the container really has, not what its configuration asks for.
        for address in guest.nature.addresses.iter().filter(|_| number == 0) {
            let Some((ip, prefix)) = address.split_once('/') else { continue };
            let kind = if ip.contains(':') { "inet6" } else { "inet" };
            row.entry(kind.to_owned()).or_insert_with(|| json!(address));
            addresses.push(json!({"ip-address": ip, "ip-address-type": kind, "prefix": prefix}));
        }
        row.insert("ip-addresses".to_owned(), Value::Array(addresses));
        rows.push(Value::Object(row));
    }
    Value::Array(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_gives_itself_the_address_of_the_recorded_guest() {
        assert_eq!(link_local("bc:24:11:6c:64:69"), "fe80::be24:11ff:fe6c:6469");
    }

    #[test]
    fn a_shell_line_reads_input_and_leaves_with_its_code() {
        let words: Vec<String> = ["/bin/sh", "-c", "cat; echo err >&2; exit 3"].map(str::to_owned).into();
        let ran = run("web", &words, "in\n", Moment::default()).unwrap();
        assert_eq!((ran.code, ran.output.as_str(), ran.errors.as_str()), (3, "in\n", "err\n"));
        assert!(run("web", &["/bin/none".to_owned()], "", Moment::default()).is_none());
    }
}
