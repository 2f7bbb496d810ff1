//! A node's disks (`/nodes/{node}/disks/list`) and their own judgement of themselves (`disks/smart`).

use lotse_model::{Bytes, NodeName, Share};
use serde::Serialize;

use super::{
    row::{Malformed, Row, real},
    words::words,
};
use crate::{Deadline, Params, Pve, api_path, pve::Answer};

words! {
    /// What a disk says about its health (SMART).
    DiskHealth {
        /// ATA and NVMe: all is well.
        Passed = "PASSED",
        /// SCSI: all is well.
        Ok = "OK",
        /// It expects to fail.
        Failed = "FAILED",
        /// It does not say (a virtual disk, a RAID controller in between, or it was not asked).
        Unknown = "UNKNOWN",
    }
}

impl DiskHealth {
    /// Whether it says that it expects to fail: any word but the good ones and `UNKNOWN`.
    #[must_use]
    pub const fn is_failing(&self) -> bool {
        !matches!(self, Self::Passed | Self::Ok | Self::Unknown)
    }
}

/// A disk of a node.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Disk {
    /// Its device (`/dev/sda`).
    pub device: String,
    /// `hdd`, `ssd`, `nvme`, `usb` or `unknown`.
    pub kind: Option<String>,
    /// Its model.
    pub model: Option<String>,
    /// Its maker.
    pub vendor: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// Its size.
    pub size: Option<Bytes>,
    /// What it says about its health; `UNKNOWN` when it was not asked (`skipsmart`).
    pub health: DiskHealth,
    /// How much of its life an SSD has used up, 0 to 1; `None` when it does not say. (The API counts down from 100.)
    pub worn: Option<Share>,
    /// What it is used for (`LVM`, `ZFS`, `partitions`, `mounted`); `None` when for nothing.
    pub used_for: Option<String>,
    /// Whether it is mounted.
    pub mounted: bool,
    /// Its name that does not change with the order of disks (`/dev/disk/by-id/…`).
    pub by_id: Option<String>,
    /// Ceph's OSDs on it.
    pub osds: Vec<u32>,
}

impl Disk {
    pub(crate) fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let osd = |value| super::row::whole(value).and_then(|id| u32::try_from(id).ok());
        let mut osds: Vec<_> = row.elements("osdid-list").iter().filter_map(osd).collect();
        // `osdid` is -1 for none, which is no whole number here.
        osds.extend(row.small("osdid"));
        osds.sort_unstable();
        osds.dedup();
        Ok(Self {
            device: row.need_text("devpath")?,
            kind: row.word("type"),
            model: row.word("model").filter(|model| model != "unknown"),
            vendor: row.word("vendor").map(|vendor| vendor.trim().to_owned()).filter(|vendor| vendor != "unknown"),
            serial: row.word("serial").filter(|serial| serial != "unknown"),
            size: row.bytes("size"),
            health: DiskHealth::read(row.word("health").as_deref().unwrap_or("UNKNOWN")),
            worn: worn(row),
            used_for: row.word("used"),
            mounted: row.is("mounted"),
            by_id: row.word("by_id_link"),
            osds,
        })
    }
}

/// `wearout` is what is left of the life in percent, or `N/A`.
fn worn(row: Row<'_>) -> Option<Share> {
    let left = row.get("wearout").and_then(real)?;
    (0.0..=100.0).contains(&left).then(|| Share::new((100.0 - left) / 100.0))
}

/// What a disk says about itself.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Smart {
    /// Its judgement.
    pub health: DiskHealth,
    /// The attributes of an ATA disk, in the order of the disk.
    pub attributes: Vec<SmartAttribute>,
    /// What NVMe and SCSI disks write instead of attributes.
    pub text: Option<String>,
    /// How much of its life it has used up, 0 to 1.
    pub worn: Option<Share>,
}

/// An attribute of an ATA disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SmartAttribute {
    /// Its number (5: reallocated sectors).
    pub id: Option<u32>,
    /// Its name.
    pub name: String,
    /// Its value, normed by the maker: higher is better.
    pub value: Option<u32>,
    /// The worst value so far.
    pub worst: Option<u32>,
    /// The value at which it counts as failed.
    pub threshold: Option<u32>,
    /// The raw figure, in the maker's unit.
    pub raw: String,
    /// When it failed (`now`, `past`); `None` when it did not.
    pub failed: Option<String>,
}

impl Smart {
    pub(crate) fn read(row: Row<'_>) -> Self {
        let attribute = |row: Row<'_>| {
            Some(SmartAttribute {
                // Padded with blanks to three places.
                id: row.text("id").and_then(|id| id.trim().parse().ok()),
                name: row.word("name")?,
                value: row.small("value"),
                worst: row.small("worst"),
                threshold: row.small("threshold"),
                raw: row.text("raw").unwrap_or_default(),
                failed: row.word("fail").filter(|fail| fail != "-"),
            })
        };
        let rows = row.elements("attributes").iter().filter_map(|value| Row::of(value).ok());
        Self {
            health: DiskHealth::read(row.word("health").as_deref().unwrap_or("UNKNOWN")),
            attributes: rows.filter_map(attribute).collect(),
            text: row.word("text"),
            worn: worn(row),
        }
    }
}

impl Pve {
    /// The disks of `node` (`GET /nodes/{node}/disks/list`), sorted by device. With `ask_disks` each disk is asked for its
    /// health, which wakes sleeping ones. Needs `Sys.Audit` on the node.
    pub async fn disks(&self, node: &NodeName, ask_disks: bool, deadline: Deadline) -> Answer<Vec<Disk>> {
        let path = api_path!("/nodes/{}/disks/list", node);
        let params = if ask_disks { Params::new() } else { vec![("skipsmart".into(), "1".to_owned())] };
        let mut seen = self.list(&path, &params, deadline, Disk::read).await?;
        seen.value.sort_by(|a, b| a.device.cmp(&b.device));
        Ok(seen)
    }

    /// What the disk `device` (`/dev/sda`) of `node` says about itself (`GET /nodes/{node}/disks/smart`). Wakes it. Needs
    /// `Sys.Audit` on `/`.
    pub async fn smart(&self, node: &NodeName, device: &str, deadline: Deadline) -> Answer<Smart> {
        let params = vec![("disk".into(), device.to_owned())];
        self.one(&api_path!("/nodes/{}/disks/smart", node), &params, deadline, |row| Ok(Smart::read(row))).await
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Disk, DiskHealth, Row, Smart};

    fn disk(value: &Value) -> Disk {
        Disk::read(Row::of(value).unwrap()).unwrap()
    }

    #[test]
    fn wear_is_counted_up_and_may_be_unknown() {
        let worn = |wearout: Value| disk(&json!({ "devpath": "/dev/sda", "wearout": wearout })).worn;
        assert!(worn(json!(97)).is_some_and(|worn| (worn.get() - 0.03).abs() < 1e-9));
        assert!(worn(json!("100")).is_some_and(|worn| worn.get() < 1e-9));
        assert_eq!((worn(json!("N/A")), worn(json!(null)), worn(json!(255))), (None, None, None));
    }

    #[test]
    fn only_a_judgement_that_is_neither_good_nor_unknown_is_failing() {
        for (word, failing) in
            [("PASSED", false), ("OK", false), ("UNKNOWN", false), ("FAILED", true), ("FAILED!", true)]
        {
            assert_eq!(DiskHealth::read(word).is_failing(), failing, "{word}");
        }
        assert_eq!(disk(&json!({ "devpath": "/dev/vda" })).health, DiskHealth::Unknown);
    }

    #[test]
    fn a_disk_without_osd_says_minus_one() {
        let none = disk(&json!({ "devpath": "/dev/sda", "osdid": -1, "osdid-list": null, "vendor": "unknown" }));
        assert!(none.osds.is_empty() && none.vendor.is_none());
        let two = disk(&json!({ "devpath": "/dev/sda", "osdid": "3", "osdid-list": [4, "3"] }));
        assert_eq!(two.osds, [3, 4]);
    }

    #[test]
    fn ata_attributes_and_nvme_text_are_both_read() {
        let ata = json!({ "health": "PASSED", "type": "ata", "attributes": [
            { "id": "  5", "name": "Reallocated_Sector_Ct", "value": "100", "worst": 100, "threshold": "10", "raw": "0", "fail": "-", "flags": "PO--CK" },
            { "id": "197", "name": "Current_Pending_Sector", "raw": "8", "fail": "past" },
            { "id": "1" },
        ]});
        let ata = Smart::read(Row::of(&ata).unwrap());
        assert_eq!(
            ata.attributes.iter().map(|a| (a.id, a.failed.as_deref())).collect::<Vec<_>>(),
            [(Some(5), None), (Some(197), Some("past"))]
        );
        let nvme = json!({ "health": "PASSED", "type": "text", "text": "SMART/Health Information", "wearout": 93 });
        let nvme = Smart::read(Row::of(&nvme).unwrap());
        assert!(nvme.text.is_some() && nvme.worn.is_some() && nvme.attributes.is_empty());
    }
}
