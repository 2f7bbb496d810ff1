//! The parameters that jobs and `vzdump` share.

use crate::api::cluster::format::{PRUNE, has_no_blank};
use crate::api::format::{CONFIG_ID, NODE, STORAGE_ID, VMID_LIST};
use crate::api::param::Param as P;
use crate::world::version::Releases;

/// What a backup does, whoever starts it.
pub const DUMP: &[P] = &[
    P::boolean("all").optional(),
    P::integer("bwlimit").optional().min(0.0),
    P::choice("compress", &["0", "1", "gzip", "lzo", "zstd"]).optional(),
    P::string("dumpdir").optional(),
    P::string("exclude").optional().format(VMID_LIST),
    P::array("exclude-path").optional(),
    P::string("fleecing").optional(),
    P::integer("ionice").optional().min(0.0).max(8.0),
    P::integer("lockwait").optional().min(0.0),
    P::choice("mailnotification", &["always", "failure"]).optional(),
    P::string("mailto").optional(),
    P::integer("maxfiles").optional().min(1.0),
    P::choice("mode", &["snapshot", "suspend", "stop"]).optional(),
    P::string("node").optional().format(NODE),
    P::string("notes-template").optional().max_length(1024),
    P::choice("notification-mode", &["auto", "legacy-sendmail", "notification-system"]).optional(),
    P::choice("notification-policy", &["always", "failure", "never"]).optional().releases(Releases::EIGHT),
    P::string("notification-target").optional().format(CONFIG_ID).releases(Releases::EIGHT),
    P::choice("pbs-change-detection-mode", &["legacy", "data", "metadata"]).optional(),
    P::string("performance").optional(),
    P::integer("pigz").optional(),
    P::string("pool").optional(),
    P::boolean("protected").optional(),
    P::string("prune-backups").optional().format(PRUNE),
    P::boolean("quiet").optional(),
    P::boolean("remove").optional(),
    P::string("script").optional(),
    P::boolean("stdexcludes").optional(),
    P::boolean("stop").optional(),
    P::integer("stopwait").optional().min(0.0),
    P::string("storage").optional().format(STORAGE_ID),
    P::string("tmpdir").optional(),
    P::string("vmid").optional().format(VMID_LIST),
    P::integer("zstd").optional(),
];

/// Only for a run by hand.
pub const RUN: &[P] =
    &[P::string("job-id").optional().max_length(50).pattern(has_no_blank), P::boolean("stdout").optional()];
