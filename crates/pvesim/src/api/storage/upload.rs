//! Putting images and templates onto a storage.

use serde_json::json;

use super::format::CONTENT;
use super::{ON_NODE, STORAGE};
use crate::api::param::Param as P;
use crate::api::route::{Check, Route};
use crate::api::{Answer, Context, Failure, Outcome};
use crate::world::World;
use crate::world::script::Script;
use crate::world::storage_name::{self, directory};
use crate::world::volume::{Content, Volume};

/// The routes of this file.
pub const ROUTES: &[Route] = &[Route::post("/nodes/{node}/storage/{storage}/upload", upload)
    .params(&[
        ON_NODE,
        STORAGE,
        &[
            P::string("checksum").optional(),
            P::choice("checksum-algorithm", &["md5", "sha1", "sha224", "sha256", "sha384", "sha512"]).optional(),
            P::choice("content", &["iso", "vztmpl", "import"]).format(CONTENT),
            P::string("filename").max_length(255),
            P::string("tmpfilename").optional().pattern(is_temporary),
        ],
    ])
    .check(Check::perm("/storage/{storage}", &["Datastore.AllocateTemplate"]))];

/// The pattern of what pveproxy calls the file that it received. Its length stands behind a dot here: nothing else of an
/// upload is kept.
#[must_use]
pub fn is_temporary(value: &str) -> bool {
    value
        .strip_prefix("/var/tmp/pveupload-")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'.'))
}

fn upload(world: &mut World, context: &Context) -> Outcome {
    let (id, kind) = (context.need("storage").to_owned(), context.need("content").to_owned());
    let node = world.answering_node(&context.node, context.need("node"))?;
    let storage = world.usable_storage(&id, &node).map_err(Failure::die)?;
    if !storage.content.contains(&kind) {
        return Err(Failure::param("storage", format!("upload to storage type '{}' not possible", storage.kind)));
    }
    let filename: String = context
        .need("filename")
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-') { c } else { '_' })
        .collect();
    let name = format!("{kind}/{filename}");
    let Ok(parsed) = storage_name::parse(storage, &name) else {
        return Err(Failure::param("filename", "wrong file extension"));
    };
    let size =
        context.text("tmpfilename").and_then(|name| name.rsplit_once('.')).and_then(|(_, size)| size.parse().ok());
    let size: u64 = size.unwrap_or(4096);
    let temporary = format!("/var/tmp/pveupload-{}", world.rng.hex(32));
    let storage = world.usable_storage(&id, &node).map_err(Failure::die)?;
    let folder = if parsed.content == Content::Iso {
        "template/iso"
    } else if parsed.content == Content::Vztmpl {
        "template/cache"
    } else {
        "import"
    };
    let destination = format!("{}/{folder}/{filename}", directory(storage));
    let shared = storage.shared;
    let at = node.clone();
    let script = Script::new()
        .say(format!("starting file import from: {temporary}"))
        .say(format!("target node: {node}"))
        .say(format!("target file: {destination}"))
        .say(format!("file size is: {size}"))
        .say(format!("command: cp -- {temporary} {destination}"))
        .after(200, move |world, run| {
            let extension = storage_name::archive_format(&filename);
            world.volumes.put(Volume {
                volid: format!("{id}:{name}"),
                node: (!shared).then_some(at),
                content: parsed.content,
                format: extension.to_owned(),
                size,
                used: size,
                vmid: None,
                parent: None,
                created: world.now,
                notes: None,
                protected: false,
                verification: None,
                encrypted: None,
                archived: None,
            });
            run.say("finished file import successfully");
            Ok(())
        });
    Ok(Answer::Data(json!(world.start_task(&node, "imgcopy", "", &context.caller.authid(), script))))
}
