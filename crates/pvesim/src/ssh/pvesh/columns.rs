//! Which columns a list has in text form.
//!
//! The real program takes them from the schema of the route's result: what is always there first, then the rest, each
//! in order of the alphabet, and nothing that the schema does not mention. The lists people look at are named here; any
//! other shows all keys it has.

/// The columns of a list: those that are always there, those that may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Always there; rows are sorted by the first.
    pub always: &'static [&'static str],
    /// Perhaps there.
    pub sometimes: &'static [&'static str],
}

const fn known(always: &'static [&'static str], sometimes: &'static [&'static str]) -> Known {
    Known { always, sometimes }
}

/// The columns of the list at a path, when it is one of the known ones.
#[must_use]
pub fn columns(path: &str) -> Option<Known> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    of_cluster(&segments).or_else(|| of_node(&segments))
}

fn of_cluster(segments: &[&str]) -> Option<Known> {
    let known = match segments {
        ["cluster", "resources"] => known(
            &["id", "type"],
            &[
                "cgroup-mode",
                "content",
                "cpu",
                "disk",
                "diskread",
                "diskwrite",
                "hastate",
                "level",
                "lock",
                "maxcpu",
                "maxdisk",
                "maxmem",
                "mem",
                "name",
                "netin",
                "netout",
                "node",
                "plugintype",
                "pool",
                "status",
                "storage",
                "tags",
                "template",
                "uptime",
                "vmid",
            ],
        ),
        ["cluster", "status"] => {
            known(&["id", "name", "type"], &["ip", "level", "local", "nodeid", "nodes", "online", "quorate", "version"])
        }
        ["cluster", "tasks"] => known(&["upid"], &[]),
        ["cluster", "backup"] => known(&["id"], &[]),
        ["cluster", "ha", "resources"] => known(&["sid"], &[]),
        ["cluster", "ha", "groups"] => known(&["group"], &[]),
        ["cluster", "ha", "status", "current"] => known(
            &["id", "node", "status", "type"],
            &["crm_state", "max_relocate", "max_restart", "quorate", "request_state", "sid", "state", "timestamp"],
        ),
        ["cluster", "backup-info", "not-backed-up"] => known(&["type", "vmid"], &["name"]),
        ["storage"] => known(&["storage"], &[]),
        ["pools"] => known(&["poolid"], &["comment", "members"]),
        ["access", "users"] => known(
            &["userid"],
            &[
                "comment",
                "email",
                "enable",
                "expire",
                "firstname",
                "groups",
                "keys",
                "lastname",
                "realm-type",
                "tfa-locked-until",
                "tokens",
                "totp-locked",
            ],
        ),
        ["access", "users", _, "token"] => known(&["tokenid"], &["comment", "expire", "privsep"]),
        ["access", "groups"] => known(&["groupid"], &["comment", "users"]),
        ["access", "roles"] => known(&["roleid"], &["privs", "special"]),
        ["access", "acl"] => known(&["path", "roleid", "type", "ugid"], &["propagate"]),
        ["access", "domains"] => known(&["realm", "type"], &["comment", "tfa"]),
        _ => return None,
    };
    Some(known)
}

fn of_node(segments: &[&str]) -> Option<Known> {
    let known = match segments {
        ["nodes"] => {
            known(&["node", "status"], &["cpu", "level", "maxcpu", "maxmem", "mem", "ssl_fingerprint", "uptime"])
        }
        ["nodes", _, "qemu"] => known(
            &["status", "vmid"],
            &[
                "cpu",
                "cpus",
                "diskread",
                "diskwrite",
                "lock",
                "maxdisk",
                "maxmem",
                "mem",
                "name",
                "netin",
                "netout",
                "pid",
                "qmpstatus",
                "running-machine",
                "running-qemu",
                "serial",
                "tags",
                "template",
                "uptime",
            ],
        ),
        ["nodes", _, "lxc"] => known(
            &["status", "vmid"],
            &[
                "cpu",
                "cpus",
                "disk",
                "diskread",
                "diskwrite",
                "lock",
                "maxdisk",
                "maxmem",
                "maxswap",
                "mem",
                "name",
                "netin",
                "netout",
                "tags",
                "template",
                "uptime",
            ],
        ),
        ["nodes", _, "qemu", _, "snapshot"] => known(&["description", "name"], &["parent", "snaptime", "vmstate"]),
        ["nodes", _, "lxc", _, "snapshot"] => known(&["description", "name"], &["parent", "snaptime"]),
        ["nodes", _, "qemu" | "lxc", _, "pending"] => known(&["key"], &["delete", "pending", "value"]),
        ["nodes", _, "tasks"] => {
            known(&["id", "node", "pid", "pstart", "starttime", "type", "upid", "user"], &["endtime", "status"])
        }
        ["nodes", _, "tasks", _, "log"] | ["nodes", _, "syslog"] => known(&["n", "t"], &[]),
        ["nodes", _, "storage"] => known(
            &["content", "storage", "type"],
            &["active", "avail", "enabled", "shared", "total", "used", "used_fraction"],
        ),
        ["nodes", _, "storage", _, "content"] => known(
            &["format", "size", "volid"],
            &["ctime", "encrypted", "notes", "parent", "protected", "used", "verification", "vmid"],
        ),
        ["nodes", _, "disks", "zfs"] => known(&["alloc", "dedup", "frag", "free", "health", "name", "size"], &[]),
        ["nodes", _, "disks", "list"] => known(
            &["devpath", "gpt", "mounted", "osdid", "osdid-list", "size"],
            &["health", "model", "parent", "serial", "used", "vendor", "wwn"],
        ),
        _ => return None,
    };
    Some(known)
}

/// Columns that hold truth values although they are numbers in JSON: they stand at the left.
#[must_use]
pub fn is_truth(column: &str) -> bool {
    matches!(
        column,
        "local"
            | "online"
            | "quorate"
            | "vmstate"
            | "template"
            | "serial"
            | "active"
            | "enabled"
            | "shared"
            | "protected"
            | "enable"
            | "privsep"
            | "special"
            | "propagate"
            | "gpt"
            | "mounted"
            | "running"
    )
}

/// Keys of configurations and statuses that the text form leaves out, since the schema does not mention them.
#[must_use]
pub fn is_unmentioned(path: &str, key: &str) -> bool {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match segments.as_slice() {
        ["nodes", _, "qemu", _, "config"] => matches!(key, "meta" | "parent" | "runningmachine" | "vmstate"),
        ["nodes", _, "qemu", _, "status", "current"] => {
            matches!(key, "disk" | "balloon" | "ballooninfo" | "freemem" | "blockstat" | "nics" | "proxmox-support")
        }
        _ => false,
    }
}
