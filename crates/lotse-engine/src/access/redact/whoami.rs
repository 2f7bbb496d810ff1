//! What one may, and what can be called.

use crate::{
    access::Sight,
    command::find,
    view::{HelpView, WhoamiView},
};

/// The login belongs to the whole cluster, and the paths of its privileges name guests and pools.
pub(super) fn whoami(view: &mut WhoamiView, sight: &Sight) {
    view.clusters.retain(|row| sight.touches(&row.cluster));
    for row in view.clusters.iter_mut().filter(|row| !sight.cluster(&row.cluster)) {
        row.login = None;
        row.method = None;
        row.privileges = None;
    }
}

/// Only what one may call, somewhere.
pub(super) fn help(view: &mut HelpView, sight: &Sight) {
    for group in view.groups.iter_mut().filter(|group| group.id == "commands" || group.id == "shortcuts") {
        group.entries.retain(|entry| {
            let name = entry.call.split_whitespace().next().unwrap_or_default();
            find(name).is_none_or(|command| sight.grants().allows_anywhere(command))
        });
    }
}
