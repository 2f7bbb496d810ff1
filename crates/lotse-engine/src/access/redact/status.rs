//! `status`: counts are of the guests that may be seen.

use crate::{access::Sight, command::count, view::StatusView};

pub(super) fn status(view: &mut StatusView, sight: &Sight) {
    if let Some(frozen) = &mut view.frozen {
        super::audit::frozen(frozen, sight);
    }
    if let Some(watch) = &mut view.watch {
        watch.looked.retain(|cluster, _| sight.touches(cluster));
        // Who is told, and how, is the operator's matter.
        watch.waiting = None;
        watch.oldest = None;
        watch.channels.clear();
    }
    view.clusters.retain(|row| sight.touches(&row.cluster));
    for row in view.clusters.iter_mut().filter(|row| !sight.cluster(&row.cluster)) {
        row.nodes.retain(|node| sight.node(&node.cluster, &node.name));
        row.guests = sight.resources(&row.cluster).map(|seen| count(seen.guests()));
        // These are of the whole cluster.
        row.corosync_name = None;
        row.version = None;
        row.quorate = None;
    }
    if let Some(problems) = &mut view.problems {
        super::findings(problems, sight);
    }
}
