//! `graph`: the history of a guest or node.

use lotse_model::{Timestamp, Use};
use lotse_pve::{
    CallError,
    ops::{
        guest_status::GuestPlace,
        rrd::{BytesPerSecond, GuestPoint, NodePoint, TimeFrame},
    },
};

use crate::{
    asking::{Asking, Gathered},
    command::{Argument, ArgumentKind, Call, Command, CommandError, Does, Level, Reach},
    view::{Answer, GraphView, Series, SeriesUnit, View},
};

/// The spans that Proxmox keeps averages of and that a person asks for.
pub(super) const TIMEFRAMES: &[&str] = &["hour", "day", "week", "month"];

/// How many seconds a span has.
pub(super) fn span(timeframe: &str) -> Option<i64> {
    const HOUR: i64 = 3600;
    match timeframe {
        "hour" => Some(HOUR),
        "day" => Some(24 * HOUR),
        "week" => Some(7 * 24 * HOUR),
        "month" => Some(30 * 24 * HOUR),
        _ => None,
    }
}

pub(super) const COMMAND: Command = Command {
    name: "graph",
    arguments: &[
        Argument::required("target", ArgumentKind::GuestOrNode),
        Argument::positional("timeframe", ArgumentKind::Choice(TIMEFRAMES)),
    ],
    level: Level::Look,
    reach: Reach::Everywhere,
    does: Does::Answer(|asking, call| Box::pin(run(asking, call))),
};

async fn run(asking: &Asking<'_>, call: &Call) -> Result<Answer, CommandError> {
    let mut gathered = asking.gathered();
    let snapshots = asking.look(&mut gathered).await;
    let directory = asking.directory(&snapshots);
    let typed = call.get("target").unwrap_or_default();
    let (timeframe, frame) = match call.get("timeframe") {
        Some("hour") => ("hour", TimeFrame::Hour),
        Some("week") => ("week", TimeFrame::Week),
        Some("month") => ("month", TimeFrame::Month),
        _ => ("day", TimeFrame::Day),
    };
    let mut view = GraphView { target: String::new(), name: None, timeframe, times: Vec::new(), series: Vec::new() };
    if let Ok((cluster, node)) = directory.node(typed) {
        view.target = format!("{cluster}/{node}");
        if let Some(known) = asking.fleet.cluster(cluster) {
            let answer = known.pve().node_figures(&node, frame, asking.ask.deadline).await;
            let call = format!("/nodes/{node}/rrddata");
            if let Some(points) = fresh(&mut gathered, cluster, Some(&node), &call, answer) {
                of_node(&mut view, &points);
            }
        }
    } else {
        let guest = directory.guest(typed)?;
        view.target = guest.id.to_string();
        view.name.clone_from(&guest.name);
        if let Some(known) = asking.fleet.cluster(&guest.id.cluster) {
            let place = GuestPlace::new(guest.node.clone(), guest.kind, guest.id.vmid);
            let answer = known.pve().guest_figures(&place, frame, asking.ask.deadline).await;
            let call = format!("/nodes/{}/{}/{}/rrddata", guest.node, guest.kind.api(), guest.id.vmid);
            if let Some(points) = fresh(&mut gathered, &guest.id.cluster, Some(&guest.node), &call, answer) {
                of_guest(&mut view, &points);
            }
        }
    }
    cut(&mut view);
    gathered.answer(View::Graph(view))
}

/// Leaves the span that was asked for: Proxmox keeps a little more than it names.
fn cut(view: &mut GraphView) {
    let (Some(last), Some(span)) = (view.times.last().copied(), span(view.timeframe)) else { return };
    let begins = view.times.partition_point(|at| at.0 < last.0.saturating_sub(span));
    view.times.drain(..begins);
    for series in &mut view.series {
        series.values.drain(..begins.min(series.values.len()));
    }
}

/// Notes a call whose answer is not kept: figures are asked for once, and are large.
fn fresh<T>(
    gathered: &mut Gathered,
    cluster: &lotse_model::ClusterName,
    node: Option<&lotse_model::NodeName>,
    call: &str,
    answer: Result<lotse_model::Seen<T>, CallError>,
) -> Option<T> {
    let answer = answer.map_err(|error| lotse_model::Hidden {
        cluster: cluster.clone(),
        node: node.cloned(),
        what: call.to_owned(),
        why: error.hidden_why(),
    });
    gathered.note_fresh(cluster, call, answer)
}

fn share(name: &'static str, values: Vec<Option<f64>>) -> Series {
    Series { name, unit: SeriesUnit::Share, maximum: Some(1.0), values }
}

/// Bytes used of a whole: the scale ends at the largest whole that was seen.
#[expect(clippy::cast_precision_loss, reason = "a graph shows three digits")]
fn space(name: &'static str, values: &[Option<Use>]) -> Series {
    let whole = values.iter().flatten().map(|space| space.total.0).max();
    Series {
        name,
        unit: SeriesUnit::Bytes,
        maximum: whole.map(|whole| whole as f64),
        values: values.iter().map(|space| space.map(|space| space.used.0 as f64)).collect(),
    }
}

fn rate(name: &'static str, values: Vec<Option<BytesPerSecond>>) -> Series {
    let values = values.into_iter().map(|value| value.map(|value| value.0)).collect();
    Series { name, unit: SeriesUnit::BytesPerSecond, maximum: None, values }
}

fn of_guest(view: &mut GraphView, points: &[GuestPoint]) {
    view.times = points.iter().map(|point| point.at).collect::<Vec<Timestamp>>();
    view.series = vec![
        share("cpu", points.iter().map(|point| point.cpu.map(lotse_model::Share::get)).collect()),
        space("memory", &points.iter().map(|point| point.memory).collect::<Vec<_>>()),
        rate("network-in", points.iter().map(|point| point.net_in).collect()),
        rate("network-out", points.iter().map(|point| point.net_out).collect()),
        rate("disk-read", points.iter().map(|point| point.disk_read).collect()),
        rate("disk-write", points.iter().map(|point| point.disk_write).collect()),
    ];
}

fn of_node(view: &mut GraphView, points: &[NodePoint]) {
    view.times = points.iter().map(|point| point.at).collect::<Vec<Timestamp>>();
    view.series = vec![
        share("cpu", points.iter().map(|point| point.cpu.map(lotse_model::Share::get)).collect()),
        share("io-wait", points.iter().map(|point| point.io_wait.map(lotse_model::Share::get)).collect()),
        space("memory", &points.iter().map(|point| point.memory).collect::<Vec<_>>()),
        space("root-disk", &points.iter().map(|point| point.root_disk).collect::<Vec<_>>()),
        rate("network-in", points.iter().map(|point| point.net_in).collect()),
        rate("network-out", points.iter().map(|point| point.net_out).collect()),
    ];
}
