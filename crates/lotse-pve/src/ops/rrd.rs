//! Figures over time: `rrddata` of guests, nodes and storages.
//!
//! Rows are averages over a step of the time frame. A row may hold only its time: then nothing was recorded in that step
//! (the guest did not run, the node was off), and every figure of that point is `None`. A gap stays a gap.

use lotse_model::{Bytes, NodeName, Share, StorageName, Timestamp, Use};
use serde::Serialize;

use super::{
    guest_status::GuestPlace,
    row::{Malformed, Row},
};
use crate::{ApiPath, Deadline, Params, Pve, api_path, pve::Answer};

/// How far back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum TimeFrame {
    /// One hour, a point a minute.
    Hour,
    /// One day.
    Day,
    /// One week.
    Week,
    /// One month.
    Month,
    /// One year.
    Year,
}

impl TimeFrame {
    /// The word of the API.
    #[must_use]
    pub const fn api(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// Bytes a second.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct BytesPerSecond(pub f64);

/// A point of a guest's figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GuestPoint {
    /// When.
    pub at: Timestamp,
    /// The used share of all its cores.
    pub cpu: Option<Share>,
    /// Memory: used of what was assigned.
    pub memory: Option<Use>,
    /// Root disk of a container: used of its size. For a VM only the size is recorded, and this is `None`.
    pub disk: Option<Use>,
    /// Received from the network.
    pub net_in: Option<BytesPerSecond>,
    /// Sent to the network.
    pub net_out: Option<BytesPerSecond>,
    /// Read from disks.
    pub disk_read: Option<BytesPerSecond>,
    /// Written to disks.
    pub disk_write: Option<BytesPerSecond>,
}

impl GuestPoint {
    fn read(row: Row<'_>) -> Result<Self, Malformed> {
        let disk = averaged(row, "disk", "maxdisk").filter(|disk| disk.used.0 > 0);
        Ok(Self {
            at: time(row)?,
            cpu: row.share("cpu"),
            memory: averaged(row, "mem", "maxmem"),
            disk,
            net_in: rate(row, "netin"),
            net_out: rate(row, "netout"),
            disk_read: rate(row, "diskread"),
            disk_write: rate(row, "diskwrite"),
        })
    }
}

/// A point of a node's figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NodePoint {
    /// When.
    pub at: Timestamp,
    /// The used share of all its cores.
    pub cpu: Option<Share>,
    /// The share of time that it waited for disks.
    pub io_wait: Option<Share>,
    /// Its load: processes that wanted to run.
    pub load: Option<f64>,
    /// Memory: used of what is installed.
    pub memory: Option<Use>,
    /// Swap: used of what is set up.
    pub swap: Option<Use>,
    /// The root file system.
    pub root_disk: Option<Use>,
    /// Received from the network.
    pub net_in: Option<BytesPerSecond>,
    /// Sent to the network.
    pub net_out: Option<BytesPerSecond>,
}

impl NodePoint {
    fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            at: time(row)?,
            cpu: row.share("cpu"),
            io_wait: row.share("iowait"),
            load: row.real("loadavg"),
            memory: averaged(row, "memused", "memtotal"),
            swap: averaged(row, "swapused", "swaptotal"),
            root_disk: averaged(row, "rootused", "roottotal"),
            net_in: rate(row, "netin"),
            net_out: rate(row, "netout"),
        })
    }
}

/// A point of a storage's figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoragePoint {
    /// When.
    pub at: Timestamp,
    /// Used of its size.
    pub space: Option<Use>,
}

impl StoragePoint {
    fn read(row: Row<'_>) -> Result<Self, Malformed> {
        Ok(Self { at: time(row)?, space: averaged(row, "used", "total") })
    }
}

fn time(row: Row<'_>) -> Result<Timestamp, Malformed> {
    row.time("time").ok_or_else(|| Malformed::at("time", row.get("time")))
}

/// Averages are fractions of bytes, which are cut off.
fn averaged(row: Row<'_>, used: &str, total: &str) -> Option<Use> {
    let total = row.bytes(total).filter(|total| *total > Bytes(0))?;
    Some(Use::new(row.bytes(used)?, total))
}

fn rate(row: Row<'_>, key: &str) -> Option<BytesPerSecond> {
    row.real(key).map(BytesPerSecond)
}

impl Pve {
    /// A guest's figures over time (`GET …/rrddata`), oldest first. Needs `VM.Audit` on it.
    pub async fn guest_figures(
        &self,
        place: &GuestPlace,
        frame: TimeFrame,
        deadline: Deadline,
    ) -> Answer<Vec<GuestPoint>> {
        self.points(&place.path().segment("rrddata"), frame, deadline, GuestPoint::read, |point| point.at).await
    }

    /// A node's figures over time (`GET /nodes/{node}/rrddata`), oldest first. Needs `Sys.Audit` on the node.
    pub async fn node_figures(&self, node: &NodeName, frame: TimeFrame, deadline: Deadline) -> Answer<Vec<NodePoint>> {
        self.points(&api_path!("/nodes/{}/rrddata", node), frame, deadline, NodePoint::read, |point| point.at).await
    }

    /// A storage's figures over time (`GET /nodes/{node}/storage/{storage}/rrddata`), oldest first. Needs `Datastore.Audit` or
    /// `Datastore.AllocateSpace` on the storage.
    pub async fn storage_figures(
        &self,
        node: &NodeName,
        storage: &StorageName,
        frame: TimeFrame,
        deadline: Deadline,
    ) -> Answer<Vec<StoragePoint>> {
        let path = api_path!("/nodes/{}/storage/{}/rrddata", node, storage);
        self.points(&path, frame, deadline, StoragePoint::read, |point| point.at).await
    }

    async fn points<T: Send>(
        &self,
        path: &ApiPath,
        frame: TimeFrame,
        deadline: Deadline,
        read: fn(Row<'_>) -> Result<T, Malformed>,
        at: fn(&T) -> Timestamp,
    ) -> Answer<Vec<T>> {
        let params: Params = vec![("timeframe".into(), frame.api().to_owned()), ("cf".into(), "AVERAGE".to_owned())];
        let mut seen = self.list(path, &params, deadline, read).await?;
        seen.value.sort_by_key(at);
        seen.value.dedup_by_key(|point| at(point));
        Ok(seen)
    }
}

#[cfg(test)]
mod tests {
    use lotse_model::Bytes;
    use serde_json::json;

    use super::{GuestPoint, NodePoint, Row};

    #[test]
    fn a_row_with_only_its_time_is_a_gap_and_not_a_zero() {
        let gap = json!({ "time": 1_795_323_840 });
        let point = GuestPoint::read(Row::of(&gap).unwrap()).unwrap();
        assert_eq!((point.cpu, point.memory, point.net_in), (None, None, None));
        assert!(NodePoint::read(Row::of(&json!({ "cpu": 1 })).unwrap()).is_err(), "a point without a time is none");
    }

    #[test]
    fn averages_are_fractions_and_the_disk_of_a_vm_is_unknown() {
        let row = json!({
            "time": "1795323840", "cpu": 0.46, "mem": 4_646_252.066, "maxmem": 134_217_728, "disk": 0, "maxdisk": 1_073_741_824,
            "netin": 0, "netout": 75.7,
        });
        let point = GuestPoint::read(Row::of(&row).unwrap()).unwrap();
        assert_eq!(point.memory.map(|memory| memory.used), Some(Bytes(4_646_252)));
        assert_eq!(point.disk, None);
        assert!(point.net_out.is_some_and(|rate| (rate.0 - 75.7).abs() < 1e-9));
    }
}
