//! Multipart bodies: pveproxy takes them for uploads only, writes the file aside and hands its name on.

use crate::api::Params;

/// Largest upload that is read; the simulator keeps no content, so nothing needs to be larger.
pub const LARGEST: usize = 256 * 1024 * 1024;

/// Whether a path takes uploads.
#[must_use]
pub fn is_upload(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    matches!(segments.as_slice(), ["nodes", _, "storage", _, "upload"])
}

/// The boundary that a content type names.
#[must_use]
pub fn boundary(content_type: &str) -> Option<&str> {
    let mut parts = content_type.split(';').map(str::trim);
    if !parts.next()?.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    parts
        .find_map(|part| part.strip_prefix("boundary="))
        .map(|text| text.trim_matches('"'))
        .filter(|text| !text.is_empty())
}

/// The fields of a body, the file as `filename`, `size` and `tmpfilename`; `None` for a body that is cut off.
#[must_use]
pub fn fields(body: &[u8], boundary: &str) -> Option<Params> {
    let mut params = Params::new();
    let delimiter = format!("--{boundary}");
    let mut rest = after(body, delimiter.as_bytes())?;
    loop {
        if rest.starts_with(b"--") {
            return Some(params);
        }
        let head_end = find(rest, b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(rest.get(..head_end)?).into_owned();
        let content = rest.get(head_end + 4..)?;
        let end = find(content, format!("\r\n{delimiter}").as_bytes())?;
        let value = content.get(..end)?;
        if let Some(name) = attribute(&head, "name") {
            match attribute(&head, "filename") {
                Some(file) => {
                    params.insert("filename".to_owned(), vec![file]);
                    params.insert("tmpfilename".to_owned(), vec![format!("/var/tmp/pveupload-{:032x}", value.len())]);
                }
                None => {
                    params.insert(name, vec![String::from_utf8_lossy(value).into_owned()]);
                }
            }
        }
        rest = content.get(end + 2 + delimiter.len()..)?;
    }
}

/// An attribute of the part's `Content-Disposition`.
fn attribute(head: &str, name: &str) -> Option<String> {
    let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
    line.split(';').map(str::trim).find_map(|part| {
        let value = part.strip_prefix(name)?.strip_prefix('=')?;
        Some(value.trim_matches('"').to_owned())
    })
}

fn after<'a>(bytes: &'a [u8], needle: &[u8]) -> Option<&'a [u8]> {
    bytes.get(find(bytes, needle)? + needle.len()..)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_the_files_name_are_read() {
        let body = b"--XX\r\nContent-Disposition: form-data; name=\"content\"\r\n\r\niso\r\n--XX\r\nContent-Disposition: \
            form-data; name=\"filename\"; filename=\"a.iso\"\r\nContent-Type: application/octet-stream\r\n\r\nbytes\r\n--XX--\r\n";
        let params = fields(body, boundary("multipart/form-data; boundary=XX").unwrap()).unwrap();
        assert_eq!((&params["content"][0], &params["filename"][0]), (&"iso".to_owned(), &"a.iso".to_owned()));
    }

    #[test]
    fn a_body_without_its_end_is_refused() {
        assert_eq!(fields(b"--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nhalf", "XX"), None);
        assert_eq!(boundary("application/json"), None);
        assert!(is_upload("/nodes/pve/storage/isos/upload") && !is_upload("/nodes/pve/storage"));
    }
}
