//! Limits of embeds (`Embed Limits` in Discord's API reference).

use serde_json::Value;

use super::{Flaws, characters, under};

/// Characters of a title.
pub const TITLE: usize = 256;
/// Characters of a description.
pub const DESCRIPTION: usize = 4096;
/// Fields of one embed.
pub const FIELDS: usize = 25;
/// Characters of a field's name.
pub const FIELD_NAME: usize = 256;
/// Characters of a field's value.
pub const FIELD_VALUE: usize = 1024;
/// Characters of a footer.
pub const FOOTER: usize = 2048;
/// Characters of an author's name.
pub const AUTHOR: usize = 256;
/// Characters of title, descriptions, fields, footers and authors of all embeds of a message together.
pub const TOTAL: usize = 6000;
/// Embeds of a message.
pub const EMBEDS: usize = 10;

/// Checks the embeds of a message. `files` are the names of the files that `attachment://` may name.
pub fn check(flaws: &mut Flaws, path: &str, embeds: Option<&Value>, files: &[String]) {
    let at = under(path, "embeds");
    let embeds = flaws.list(&at, embeds, EMBEDS);
    let mut total = 0;
    for (index, embed) in embeds.iter().enumerate() {
        let at = under(&at, index);
        total += one(flaws, &at, embed, files);
    }
    flaws.demand(
        total <= TOTAL,
        &at,
        "MAX_EMBED_SIZE_EXCEEDED",
        &format!("Embed size exceeds maximum size of {TOTAL}; it is {total}"),
    );
}

/// Checks one embed and counts its characters.
fn one(flaws: &mut Flaws, at: &str, embed: &Value, files: &[String]) -> usize {
    flaws.length(&under(at, "title"), embed.get("title"), 0, TITLE);
    flaws.length(&under(at, "description"), embed.get("description"), 0, DESCRIPTION);
    flaws.length(&under(at, "footer.text"), embed.pointer("/footer/text"), 1, FOOTER);
    flaws.length(&under(at, "author.name"), embed.pointer("/author/name"), 1, AUTHOR);
    flaws.demand(
        embed.get("color").and_then(Value::as_u64).is_none_or(|color| color <= 0xff_ffff),
        &under(at, "color"),
        "NUMBER_TYPE_MAX",
        "int value should be less than or equal to 16777215.",
    );
    let mut total = characters(embed.get("title"))
        + characters(embed.get("description"))
        + characters(embed.pointer("/footer/text"))
        + characters(embed.pointer("/author/name"));
    let fields = under(at, "fields");
    for (index, field) in flaws.list(&fields, embed.get("fields"), FIELDS).iter().enumerate() {
        let at = under(&fields, index);
        flaws.required(&under(&at, "name"), field.get("name"));
        flaws.required(&under(&at, "value"), field.get("value"));
        flaws.length(&under(&at, "name"), field.get("name"), 1, FIELD_NAME);
        flaws.length(&under(&at, "value"), field.get("value"), 1, FIELD_VALUE);
        // Discord trims: a field of blanks is an empty one, and refused.
        for part in ["name", "value"] {
            let blank = field.get(part).and_then(Value::as_str).is_some_and(|text| text.trim().is_empty());
            flaws.demand(!blank, &under(&at, part), "BASE_TYPE_REQUIRED", "This field is required");
        }
        total += characters(field.get("name")) + characters(field.get("value"));
    }
    for picture in ["image", "thumbnail"] {
        let Some(url) = embed.pointer(&format!("/{picture}/url")).and_then(Value::as_str) else { continue };
        let fine = match url.strip_prefix("attachment://") {
            Some(name) => files.iter().any(|file| file == name),
            None => url.starts_with("https://") || url.starts_with("http://"),
        };
        flaws.demand(fine, &under(at, picture), "URL_TYPE_INVALID_SCHEME", "No such file, or not a well formed URL.");
    }
    let nothing = total == 0 && embed.get("image").is_none() && embed.get("thumbnail").is_none();
    flaws.demand(!nothing, at, "BASE_TYPE_REQUIRED", "An embed shows something");
    total
}
