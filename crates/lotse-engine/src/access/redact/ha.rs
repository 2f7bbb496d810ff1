//! High availability: the services of guests that may be seen.

use crate::{access::Sight, view::HaView};

pub(super) fn ha(view: &mut HaView, sight: &Sight) {
    view.clusters.retain(|one| sight.touches(&one.cluster));
    for one in view.clusters.iter_mut().filter(|one| !sight.cluster(&one.cluster)) {
        let cluster = &one.cluster;
        one.services.retain(|service| sight.service(cluster, &service.sid));
        one.lrm.retain(|lrm| sight.node(cluster, &lrm.node));
        one.master = one.master.take().filter(|node| sight.node(cluster, node));
        one.master_seen = one.master_seen.filter(|_| one.master.is_some());
        one.quorate = None;
    }
}
