//! The description of one parameter of a route: name, type, bounds, format.

use crate::world::version::Releases;

/// The type of a parameter's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    String,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// `0` or `1`.
    Boolean,
    /// A list: the parameter may be repeated.
    Array,
}

/// A format: a named check, a list of such values, or a comma-separated property string.
#[derive(Clone, Copy, Debug)]
pub enum Format {
    /// A name of the schema (`pve-vmid`) with its check; an error is what stands behind `invalid format - `.
    Named(&'static str, fn(&str) -> Result<(), String>),
    /// `pve-…-list`: values parted by `,`, `;` or blanks, each checked.
    List(&'static str, fn(&str) -> Result<(), String>),
    /// `key=value,key=value`, with an optional key that may be left out in front.
    Properties {
        /// The key that stands for a first part without `=`.
        default: Option<&'static str>,
        /// The known keys.
        keys: &'static [Param],
    },
}

impl Format {
    /// The schema's name of this format; `None` for property strings.
    #[must_use]
    pub const fn name(&self) -> Option<&'static str> {
        match self {
            Self::Named(name, _) | Self::List(name, _) => Some(name),
            Self::Properties { .. } => None,
        }
    }
}

/// One parameter. Tables of these are written by hand; the test `schema` holds them against the official schema.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Name; a numbered family ends in `[n]` (`net[n]`).
    pub name: &'static str,
    /// Type.
    pub kind: Kind,
    /// Whether a call may leave it out.
    pub optional: bool,
    /// Least value of a number.
    pub min: Option<f64>,
    /// Greatest value of a number.
    pub max: Option<f64>,
    /// Least number of characters.
    pub min_length: Option<usize>,
    /// Greatest number of characters.
    pub max_length: Option<usize>,
    /// Allowed words; empty: any.
    pub values: &'static [&'static str],
    /// Allowed numbered words (`("scsi", 31)` is `scsi0` to `scsi30`; a count of 0 is the bare word).
    pub families: &'static [(&'static str, u16)],
    /// Named or structured format of a string.
    pub format: Option<Format>,
    /// A check by pattern; its failure is `value does not match the regex pattern`.
    pub pattern: Option<fn(&str) -> bool>,
    /// For a numbered family: how many indices there are, from 0.
    pub count: u16,
    /// Releases in which the parameter exists.
    pub releases: Releases,
}

impl Param {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            optional: false,
            min: None,
            max: None,
            min_length: None,
            max_length: None,
            values: &[],
            families: &[],
            format: None,
            pattern: None,
            count: 0,
            releases: Releases::ALL,
        }
    }

    /// A text.
    #[must_use]
    pub const fn string(name: &'static str) -> Self {
        Self::new(name, Kind::String)
    }

    /// A whole number.
    #[must_use]
    pub const fn integer(name: &'static str) -> Self {
        Self::new(name, Kind::Integer)
    }

    /// A number.
    #[must_use]
    pub const fn number(name: &'static str) -> Self {
        Self::new(name, Kind::Number)
    }

    /// `0` or `1`.
    #[must_use]
    pub const fn boolean(name: &'static str) -> Self {
        Self::new(name, Kind::Boolean)
    }

    /// A list of texts.
    #[must_use]
    pub const fn array(name: &'static str) -> Self {
        Self::new(name, Kind::Array)
    }

    /// One of these words.
    #[must_use]
    pub const fn choice(name: &'static str, values: &'static [&'static str]) -> Self {
        let mut param = Self::new(name, Kind::String);
        param.values = values;
        param
    }

    /// One word of these numbered families.
    #[must_use]
    pub const fn device(name: &'static str, families: &'static [(&'static str, u16)]) -> Self {
        let mut param = Self::new(name, Kind::String);
        param.families = families;
        param
    }

    /// Every word of the families, in their order.
    pub fn family_names(&self) -> impl Iterator<Item = String> + use<> {
        self.families.iter().flat_map(|(stem, count)| {
            let bare = (*count == 0).then(|| (*stem).to_owned());
            bare.into_iter().chain((0..*count).map(move |number| format!("{stem}{number}")))
        })
    }

    /// Is one of these words, whatever its type.
    #[must_use]
    pub const fn one_of(mut self, values: &'static [&'static str]) -> Self {
        self.values = values;
        self
    }

    /// May be left out.
    #[must_use]
    pub const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// Has to be there (for shared tables where another route makes it optional).
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.optional = false;
        self
    }

    /// Least value.
    #[must_use]
    pub const fn min(mut self, min: f64) -> Self {
        self.min = Some(min);
        self
    }

    /// Greatest value.
    #[must_use]
    pub const fn max(mut self, max: f64) -> Self {
        self.max = Some(max);
        self
    }

    /// Least number of characters.
    #[must_use]
    pub const fn min_length(mut self, length: usize) -> Self {
        self.min_length = Some(length);
        self
    }

    /// Greatest number of characters.
    #[must_use]
    pub const fn max_length(mut self, length: usize) -> Self {
        self.max_length = Some(length);
        self
    }

    /// Has this format.
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        self.format = Some(format);
        self
    }

    /// Passes this check, or `value does not match the regex pattern`.
    #[must_use]
    pub const fn pattern(mut self, check: fn(&str) -> bool) -> Self {
        self.pattern = Some(check);
        self
    }

    /// A numbered family (`name[n]`) with this many indices.
    #[must_use]
    pub const fn count(mut self, count: u16) -> Self {
        self.count = count;
        self
    }

    /// Exists in these releases only.
    #[must_use]
    pub const fn releases(mut self, releases: Releases) -> Self {
        self.releases = releases;
        self
    }

    /// Whether a parameter of this name is meant, `net3` for `net[n]` included.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        let Some(stem) = self.name.strip_suffix("[n]") else { return self.name == name };
        let Some(digits) = name.strip_prefix(stem) else { return false };
        if digits.is_empty()
            || digits.len() > 1 && digits.starts_with('0')
            || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return false;
        }
        digits.parse::<u16>().is_ok_and(|index| index < self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_names_match_within_their_count_only() {
        let net = Param::string("net[n]").count(32);
        assert!(net.is("net0") && net.is("net31"));
        assert!(!net.is("net32") && !net.is("net") && !net.is("net01") && !net.is("netx"));
    }
}
