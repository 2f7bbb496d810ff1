//! Names of volumes and what they say.

use super::storage::Storage;
use super::volume::Content;

/// What the name of a volume says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// What it is for.
    pub content: Content,
    /// The guest it belongs to.
    pub vmid: Option<u32>,
}

/// Reads the name of a volume (what stands behind `storage:`); the error is the text of the real server.
pub fn parse(storage: &Storage, name: &str) -> Result<Parsed, String> {
    let found = match storage.kind.as_str() {
        "pbs" => snapshot(name),
        _ if storage.is_file_based() => file(name),
        _ => block(name),
    };
    found.ok_or_else(|| match storage.kind.as_str() {
        "zfspool" | "zfs" => format!("unable to parse zfs volume name '{name}'"),
        "rbd" => format!("unable to parse rbd volume name '{name}'"),
        "lvm" | "lvmthin" => format!("unable to parse lvm volume name '{name}'"),
        "pbs" => format!("unable to parse PBS volume name '{name}'"),
        _ => format!("unable to parse directory volume name '{name}'"),
    })
}

fn plain(content: Content) -> Parsed {
    Parsed { content, vmid: None }
}

fn file(name: &str) -> Option<Parsed> {
    let (folder, rest) = name.split_once('/')?;
    let single = !rest.is_empty() && !rest.contains('/');
    match folder {
        "iso" => (single && has_extension(rest, &[".iso", ".img"])).then(|| plain(Content::Iso)),
        "vztmpl" => {
            let good = single && has_extension(rest, &[".tar.gz", ".tar.xz", ".tar.zst", ".tar.bz2"]);
            good.then(|| plain(Content::Vztmpl))
        }
        "backup" => single.then(|| Parsed { content: Content::Backup, vmid: archive_vmid(rest) }),
        "snippets" => single.then(|| plain(Content::Snippets)),
        "import" => single.then(|| plain(Content::Import)),
        _ => {
            let (owner, leaf) = name.rsplit_once('/')?;
            let vmid = owner.rsplit('/').next()?.parse().ok()?;
            let (_, extension) = leaf.rsplit_once('.')?;
            let disk = matches!(extension, "raw" | "qcow2" | "vmdk" | "subvol");
            disk.then_some(Parsed { content: Content::Images, vmid: Some(vmid) })
        }
    }
}

fn block(name: &str) -> Option<Parsed> {
    let leaf = name.rsplit('/').next()?;
    let (prefix, rest) = leaf.split_once('-')?;
    matches!(prefix, "vm" | "base" | "subvol" | "basevol").then_some(())?;
    Some(Parsed { content: Content::Images, vmid: Some(rest.split('-').next()?.parse().ok()?) })
}

fn snapshot(name: &str) -> Option<Parsed> {
    let mut parts = name.split('/');
    let (Some("backup"), Some("vm" | "ct" | "host"), Some(id), Some(_)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return None;
    };
    Some(Parsed { content: Content::Backup, vmid: id.parse().ok() })
}

fn has_extension(name: &str, extensions: &[&str]) -> bool {
    extensions.iter().any(|extension| name.len() > extension.len() && name.ends_with(extension))
}

/// The guest of an archive `vzdump-qemu-100-2026_11_22-05_42_28.vma.zst`.
fn archive_vmid(name: &str) -> Option<u32> {
    let (_, rest) = name.strip_prefix("vzdump-")?.split_once('-')?;
    rest.split('-').next()?.parse().ok()
}

/// `qemu` or `lxc`, from the name of a backup.
#[must_use]
pub fn backup_kind(name: &str) -> Option<&'static str> {
    let leaf = name.strip_prefix("backup/").unwrap_or(name);
    if leaf.starts_with("vzdump-qemu-") || leaf.starts_with("vm/") {
        Some("qemu")
    } else if leaf.starts_with("vzdump-lxc-") || leaf.starts_with("ct/") {
        Some("lxc")
    } else {
        None
    }
}

/// The format of an image or template as content lists show it.
#[must_use]
pub fn archive_format(name: &str) -> &str {
    let templates = [("tar.gz", "tgz"), ("tar.xz", "txz"), ("tar.zst", "tzst"), ("tar.bz2", "tbz2")];
    if let Some((_, short)) = templates.into_iter().find(|(extension, _)| name.ends_with(extension)) {
        return short;
    }
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "img" => "iso",
        extension => extension,
    }
}

/// The folder of a kind of content below a storage's directory.
const fn folder(content: Content) -> &'static str {
    match content {
        Content::Images | Content::Rootdir => "images",
        Content::Vztmpl => "template/cache",
        Content::Iso => "template/iso",
        Content::Backup => "dump",
        Content::Snippets => "snippets",
        Content::Import => "import",
    }
}

/// The directory on the node below which a storage's files lie.
#[must_use]
pub fn directory(storage: &Storage) -> String {
    storage.path().map_or_else(|| format!("/mnt/pve/{}", storage.id), str::to_owned)
}

/// Where a volume lies on its node.
#[must_use]
pub fn path(storage: &Storage, name: &str) -> Option<String> {
    let option = |key: &str| storage.options.get(key).map_or(storage.id.as_str(), String::as_str);
    let leaf = name.rsplit('/').next()?;
    if storage.is_file_based() {
        let parsed = parse(storage, name).ok()?;
        let tail = match parsed.content {
            Content::Images | Content::Rootdir => format!("{}/{leaf}", parsed.vmid?),
            _ => leaf.to_owned(),
        };
        return Some(format!("{}/{}/{tail}", directory(storage), folder(parsed.content)));
    }
    Some(match storage.kind.as_str() {
        "lvm" | "lvmthin" => format!("/dev/{}/{name}", option("vgname")),
        "zfspool" if leaf.starts_with("subvol") || leaf.starts_with("basevol") => format!("/{}/{leaf}", option("pool")),
        "zfspool" => format!("/dev/zvol/{}/{leaf}", option("pool")),
        "rbd" => format!("rbd:{}/{leaf}", option("pool")),
        "pbs" => format!("pbs://{}/{}/{name}", option("server"), option("datastore")),
        _ => format!("/dev/disk/by-id/{leaf}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_they_are() {
        let dir = Storage::new("local", "dir");
        let disk = parse(&dir, "100/vm-100-disk-0.qcow2").unwrap();
        assert_eq!((disk.content, disk.vmid), (Content::Images, Some(100)));
        let linked = parse(&dir, "9000/base-9000-disk-0.qcow2/101/vm-101-disk-0.qcow2").unwrap();
        assert_eq!(linked.vmid, Some(101));
        let backup = parse(&dir, "backup/vzdump-qemu-300-2026_11_22-05_42_24.vma.zst").unwrap();
        assert_eq!((backup.content, backup.vmid), (Content::Backup, Some(300)));
        assert_eq!(parse(&Storage::new("thin", "lvmthin"), "vm-100-disk-1").unwrap().vmid, Some(100));
        assert_eq!(parse(&Storage::new("pbs", "pbs"), "backup/vm/100/2026-11-22T05:42:28Z").unwrap().vmid, Some(100));
    }

    #[test]
    fn what_is_no_name_is_refused_with_the_real_words() {
        let dir = Storage::new("local", "dir");
        assert_eq!(parse(&dir, "x").unwrap_err(), "unable to parse directory volume name 'x'");
        assert!(parse(&Storage::new("tank", "zfspool"), "x/y/z").is_err());
    }

    #[test]
    fn a_file_lies_where_its_content_belongs() {
        let mut dir = Storage::new("backup", "dir");
        dir.options.insert("path".into(), "/srv/bak".into());
        let at = |name| path(&dir, name).unwrap();
        assert_eq!(
            at("backup/vzdump-qemu-300-2026_11_22-05_42_24.vma.zst"),
            "/srv/bak/dump/vzdump-qemu-300-2026_11_22-05_42_24.vma.zst"
        );
        assert_eq!(at("iso/debian.iso"), "/srv/bak/template/iso/debian.iso");
        assert_eq!(at("300/vm-300-disk-0.qcow2"), "/srv/bak/images/300/vm-300-disk-0.qcow2");
    }
}
