//! Paths of API calls.

use std::fmt::{self, Display, Write as _};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

/// What stands for itself in a segment: RFC 3986 `unreserved`, and `:`, `@`, `!`, which UPIDs and user ids are full of and
/// which a path segment may hold (RFC 3986, `pchar`).
const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b':').remove(b'@').remove(b'!');

/// The path of an API call below `/api2/json`, such as `/nodes/pve1/qemu/100/status/current`.
///
/// Built from a template of the program and from segments that may come from a machine: a segment always stays *one*
/// segment, whatever characters it has. Made with [`api_path!`](crate::api_path) or piece by piece:
///
/// ```
/// use lotse_pve::{ApiPath, api_path};
///
/// let path = api_path!("/nodes/{}/qemu/{}/status/current", "pve1", 100);
/// assert_eq!(path.to_string(), "/nodes/pve1/qemu/100/status/current");
/// assert_eq!(ApiPath::new("/nodes").segment("pve1/..").encoded(), "/nodes/pve1%2F..");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiPath {
    encoded: String,
    plain: String,
}

impl ApiPath {
    /// The path `fixed`, a text of the program.
    #[must_use]
    pub fn new(fixed: &'static str) -> Self {
        Self { encoded: fixed.to_owned(), plain: fixed.to_owned() }
    }

    /// The path with one more segment.
    #[must_use]
    pub fn segment(mut self, segment: impl Display) -> Self {
        self.encoded.push('/');
        self.plain.push('/');
        self.push(&segment.to_string());
        self
    }

    /// The path with one more segment that is the rest of the path and may hold slashes on the command line: a volume id
    /// such as `local:100/vm-100-disk-0.qcow2`. Over HTTP it is encoded like any other.
    #[must_use]
    pub fn volume(mut self, volume: impl Display) -> Self {
        let volume = volume.to_string();
        self.encoded.push('/');
        self.plain.push('/');
        self.encode(&volume);
        self.plain.push_str(&volume);
        self
    }

    /// Fills each `{}` of `template` with one of `segments`. Use [`api_path!`](crate::api_path), which counts them when the
    /// program is built.
    #[doc(hidden)]
    #[must_use]
    pub fn fill(template: &'static str, segments: &[&dyn Display]) -> Self {
        let mut path = Self { encoded: String::new(), plain: String::new() };
        let mut segments = segments.iter();
        for (place, fixed) in template.split("{}").enumerate() {
            if place > 0
                && let Some(segment) = segments.next()
            {
                path.push(&segment.to_string());
            }
            path.encoded.push_str(fixed);
            path.plain.push_str(fixed);
        }
        path
    }

    /// The path as it stands in a URL: each segment percent-encoded.
    #[must_use]
    pub fn encoded(&self) -> &str {
        &self.encoded
    }

    /// The path as `pvesh` takes it, which does not decode: segments as they are, except that a slash within one stays
    /// encoded, so that it cannot name another call.
    #[must_use]
    pub fn plain(&self) -> &str {
        &self.plain
    }

    fn push(&mut self, segment: &str) {
        // `.` and `..` would be resolved by URL parsers even when percent-encoded (WHATWG URL, "double-dot path segment");
        // encoded twice they name a thing that exists nowhere.
        if matches!(segment, "." | "..") {
            let twice = segment.replace('.', "%2E");
            self.encode(&twice);
            self.plain.push_str(&twice);
        } else {
            self.encode(segment);
            self.plain.push_str(&segment.replace('/', "%2F"));
        }
    }

    fn encode(&mut self, text: &str) {
        // Writing to a `String` cannot fail.
        let _ = write!(self.encoded, "{}", percent_encode(text.as_bytes(), ENCODED));
    }
}

impl Display for ApiPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.plain)
    }
}

/// How many `{}` a template has; evaluated when the program is built.
#[doc(hidden)]
#[must_use]
pub const fn places(template: &str) -> usize {
    let mut rest = template.as_bytes();
    let mut places = 0;
    loop {
        rest = match rest {
            [b'{', b'}', after @ ..] => {
                places += 1;
                after
            }
            [_, after @ ..] => after,
            [] => return places,
        };
    }
}

/// An [`ApiPath`] from a template and a segment for each `{}` in it. A wrong number of segments does not build.
///
/// ```
/// let path = lotse_pve::api_path!("/nodes/{}/storage/{}/content", "pve1", "local");
/// assert_eq!(path.encoded(), "/nodes/pve1/storage/local/content");
/// ```
#[macro_export]
macro_rules! api_path {
    (@one $segment:expr) => { () };
    ($template:literal $(, $segment:expr)* $(,)?) => {{
        const {
            assert!(
                $crate::transport::places($template) == <[()]>::len(&[$($crate::api_path!(@one $segment)),*]),
                "as many segments as the template has places"
            );
        }
        $crate::ApiPath::fill($template, &[$(&$segment as &dyn ::std::fmt::Display),*])
    }};
}

#[cfg(test)]
mod tests {
    use super::ApiPath;
    use proptest::prelude::*;

    #[test]
    fn a_upid_stands_in_a_path_as_it_is_written() {
        let upid = "UPID:pve:0000716A:000C584E:6B028E16:qmstop:100:root@pam!full:";
        let path = crate::api_path!("/nodes/{}/tasks/{}/status", "pve", upid);
        assert_eq!(path.encoded(), format!("/nodes/pve/tasks/{upid}/status"));
        assert_eq!(path.plain(), path.encoded());
    }

    #[test]
    fn a_volume_keeps_its_slash_for_pvesh_only() {
        let path = crate::api_path!("/nodes/{}/storage/{}/content", "pve", "local").volume("local:iso/a b.iso");
        assert_eq!(path.encoded(), "/nodes/pve/storage/local/content/local:iso%2Fa%20b.iso");
        assert_eq!(path.plain(), "/nodes/pve/storage/local/content/local:iso/a b.iso");
    }

    #[test]
    fn a_template_without_places_takes_none() {
        assert_eq!(crate::api_path!("/version").encoded(), "/version");
    }

    proptest! {
        #[test]
        fn a_segment_never_becomes_two_nor_climbs_up(segment in ".{1,40}") {
            let path = ApiPath::new("/nodes").segment(&segment).segment("status");
            let url = url::Url::parse(&format!("https://host{}", path.encoded())).unwrap();
            prop_assert_eq!(url.path(), path.encoded());
            let parts: Vec<_> = url.path_segments().unwrap().collect();
            prop_assert_eq!(parts.len(), 3);
            prop_assert_eq!((parts[0], parts[2]), ("nodes", "status"));
            prop_assert_eq!(path.plain().matches('/').count(), 3);
        }
    }
}
