//! A criterion that things of a list must meet: a figure or a name of theirs, compared with a value.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::{Bytes, Seconds, Share};

/// What of a thing is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Memory that is assigned to a guest or installed in a node.
    Memory,
    /// Memory in use, in bytes or as a share of [`Field::Memory`].
    MemoryUsed,
    /// Cores of a guest or node.
    Cores,
    /// The used share of all cores.
    Cpu,
    /// Size of a guest's boot or root disk, or of a node's root file system.
    Disk,
    /// Use of that disk, in bytes or as a share of [`Field::Disk`].
    DiskUsed,
    /// Time since the start.
    Uptime,
    /// Time since a snapshot was taken or a backup made.
    Age,
    /// Size of a storage.
    Size,
    /// Use of a storage, in bytes or as a share of its size.
    Used,
    /// What is free on a storage, in bytes or as a share of its size.
    Free,
    /// The name.
    Name,
}

impl Field {
    /// Every field.
    pub const ALL: [Self; 12] = [
        Self::Memory,
        Self::MemoryUsed,
        Self::Cores,
        Self::Cpu,
        Self::Disk,
        Self::DiskUsed,
        Self::Uptime,
        Self::Age,
        Self::Size,
        Self::Used,
        Self::Free,
        Self::Name,
    ];

    /// Its stable word, as it is typed (`memory-used`).
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::MemoryUsed => "memory-used",
            Self::Cores => "cores",
            Self::Cpu => "cpu",
            Self::Disk => "disk",
            Self::DiskUsed => "disk-used",
            Self::Uptime => "uptime",
            Self::Age => "age",
            Self::Size => "size",
            Self::Used => "used",
            Self::Free => "free",
            Self::Name => "name",
        }
    }

    /// Whether it can be compared with such a value.
    #[must_use]
    pub const fn takes(self, value: &Measure) -> bool {
        match value {
            Measure::Bytes(_) => {
                matches!(
                    self,
                    Self::Memory
                        | Self::MemoryUsed
                        | Self::Disk
                        | Self::DiskUsed
                        | Self::Size
                        | Self::Used
                        | Self::Free
                )
            }
            Measure::Share(_) => {
                matches!(self, Self::MemoryUsed | Self::Cpu | Self::DiskUsed | Self::Used | Self::Free)
            }
            Measure::Time(_) => matches!(self, Self::Uptime | Self::Age),
            Measure::Count(_) => matches!(self, Self::Cores),
            Measure::Text(..) => matches!(self, Self::Name),
        }
    }
}

/// How a figure must stand to the value. Texts are only ever equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Comparison {
    /// More than it.
    More,
    /// As much or more.
    AtLeast,
    /// Less than it.
    Less,
    /// As much or less.
    AtMost,
    /// As much. A share counts in whole percent, a time in the greatest unit of the value.
    Equal,
}

impl Comparison {
    /// Its sign, as it is typed.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::More => ">",
            Self::AtLeast => ">=",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Equal => "=",
        }
    }

    fn holds<T: PartialOrd>(self, figure: &T, value: &T) -> bool {
        match self {
            Self::More => figure > value,
            Self::AtLeast => figure >= value,
            Self::Less => figure < value,
            Self::AtMost => figure <= value,
            Self::Equal => figure == value,
        }
    }
}

/// Where in a name a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// It is the whole name.
    Whole,
    /// The name begins with it.
    Start,
    /// The name ends with it.
    End,
    /// It stands anywhere in the name.
    Anywhere,
}

/// A figure of a thing, or the value it is compared with.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// An amount of data.
    Bytes(Bytes),
    /// A share of a whole.
    Share(Share),
    /// A length of time.
    Time(Seconds),
    /// How many, possibly in parts (a container may have half a core).
    Count(f64),
    /// A text, and where it stands. Compared as given: fold both sides where case makes no difference.
    Text(String, Place),
}

/// A criterion: `memory>4G`.
#[derive(Debug, Clone, PartialEq)]
pub struct Criterion {
    /// What is compared.
    pub field: Field,
    /// How.
    pub comparison: Comparison,
    /// With what.
    pub value: Measure,
}

impl Criterion {
    /// A criterion; `None` where the field has no such figure (`cores>4G`), or texts are compared otherwise than as equal.
    #[must_use]
    pub fn new(field: Field, comparison: Comparison, value: Measure) -> Option<Self> {
        let is_text = matches!(value, Measure::Text(..));
        (field.takes(&value) && (!is_text || comparison == Comparison::Equal)).then_some(Self {
            field,
            comparison,
            value,
        })
    }

    /// Whether a figure of the same kind meets it; `None` where it is of another kind.
    #[must_use]
    pub fn is_met_by(&self, figure: &Measure) -> Option<bool> {
        let equal = self.comparison == Comparison::Equal;
        Some(match (figure, &self.value) {
            (Measure::Bytes(figure), Measure::Bytes(value)) => self.comparison.holds(&figure.0, &value.0),
            (Measure::Share(figure), Measure::Share(value)) if equal => {
                (figure.percent() - value.percent()).abs() < 0.5
            }
            (Measure::Share(figure), Measure::Share(value)) => self.comparison.holds(&figure.get(), &value.get()),
            (Measure::Time(figure), Measure::Time(value)) if equal => {
                let unit = unit(*value).0;
                figure.0 / unit == value.0 / unit
            }
            (Measure::Time(figure), Measure::Time(value)) => self.comparison.holds(&figure.0, &value.0),
            (Measure::Count(figure), Measure::Count(value)) => self.comparison.holds(figure, value),
            (Measure::Text(name, _), Measure::Text(part, place)) => match place {
                Place::Whole => name == part,
                Place::Start => name.starts_with(part.as_str()),
                Place::End => name.ends_with(part.as_str()),
                Place::Anywhere => name.contains(part.as_str()),
            },
            _ => return None,
        })
    }
}

/// The greatest unit of which a time is a whole number, in seconds, with its letter.
const fn unit(time: Seconds) -> (u64, char) {
    match time.0 {
        seconds if seconds.is_multiple_of(86_400) => (86_400, 'd'),
        seconds if seconds.is_multiple_of(3_600) => (3_600, 'h'),
        seconds if seconds.is_multiple_of(60) => (60, 'm'),
        _ => (1, 's'),
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => match bytes.0 {
                0 => f.write_str("0"),
                size if size.is_multiple_of(1 << 40) => write!(f, "{}T", size >> 40),
                size if size.is_multiple_of(1 << 30) => write!(f, "{}G", size >> 30),
                size => write!(f, "{}M", size >> 20),
            },
            Self::Share(share) => write!(f, "{}%", (share.percent() * 100.0).round() / 100.0),
            Self::Time(time) => {
                let (each, letter) = unit(*time);
                write!(f, "{}{letter}", time.0 / each)
            }
            Self::Count(count) => write!(f, "{count}"),
            Self::Text(text, place) => {
                let before = if matches!(place, Place::End | Place::Anywhere) { "*" } else { "" };
                let behind = if matches!(place, Place::Start | Place::Anywhere) { "*" } else { "" };
                write!(f, "{before}{text}{behind}")
            }
        }
    }
}

/// As it is typed: `memory-used>=80%`, `name=web*`.
impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}{}", self.field.as_str(), self.comparison.as_str(), self.value)
    }
}

impl Serialize for Criterion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Criterion, Field, Measure, Place};
    use crate::{Bytes, Seconds, Share};

    fn criterion(field: Field, comparison: Comparison, value: Measure) -> Criterion {
        Criterion::new(field, comparison, value).expect("the field has such a figure")
    }

    #[test]
    fn a_figure_on_the_border_is_decided_by_the_comparison() {
        let four = || Measure::Bytes(Bytes::from_gib(4));
        for (comparison, met) in [
            (Comparison::More, [false, false, true]),
            (Comparison::AtLeast, [false, true, true]),
            (Comparison::Less, [true, false, false]),
            (Comparison::AtMost, [true, true, false]),
            (Comparison::Equal, [false, true, false]),
        ] {
            let criterion = criterion(Field::Memory, comparison, four());
            let figures = [4095, 4096, 4097].map(|mib| Measure::Bytes(Bytes::from_mib(mib)));
            assert_eq!(figures.map(|figure| criterion.is_met_by(&figure)), met.map(Some), "{criterion}");
        }
    }

    #[test]
    fn a_field_takes_the_figures_it_has_and_no_others() {
        let share = || Measure::Share(Share::new(0.8));
        assert!(Criterion::new(Field::MemoryUsed, Comparison::More, share()).is_some());
        assert!(Criterion::new(Field::Memory, Comparison::More, share()).is_none());
        assert!(Criterion::new(Field::Cores, Comparison::More, Measure::Bytes(Bytes(1))).is_none());
        let web = || Measure::Text("web".to_owned(), Place::Start);
        assert!(Criterion::new(Field::Name, Comparison::More, web()).is_none());
        let used = criterion(Field::MemoryUsed, Comparison::More, share());
        assert_eq!(used.is_met_by(&Measure::Bytes(Bytes(1))), None, "bytes are no share");
    }

    #[test]
    fn names_are_compared_by_the_place_of_the_text() {
        for (place, met) in [
            (Place::Whole, [true, false, false, false]),
            (Place::Start, [true, true, false, false]),
            (Place::End, [true, false, true, false]),
            (Place::Anywhere, [true, true, true, true]),
        ] {
            let criterion = criterion(Field::Name, Comparison::Equal, Measure::Text("web".to_owned(), place));
            let names = ["web", "web01", "myweb", "a-web-b"].map(|name| Measure::Text(name.to_owned(), Place::Whole));
            assert_eq!(names.map(|name| criterion.is_met_by(&name)), met.map(Some), "{criterion}");
        }
    }

    #[test]
    fn it_is_written_as_it_is_typed() {
        for (criterion, written) in [
            (criterion(Field::Memory, Comparison::More, Measure::Bytes(Bytes::from_gib(4))), "memory>4G"),
            (criterion(Field::Memory, Comparison::Less, Measure::Bytes(Bytes::from_mib(1536))), "memory<1536M"),
            (criterion(Field::MemoryUsed, Comparison::AtLeast, Measure::Share(Share::new(0.8))), "memory-used>=80%"),
            (criterion(Field::Uptime, Comparison::More, Measure::Time(Seconds(30 * 86_400))), "uptime>30d"),
            (criterion(Field::Cores, Comparison::Equal, Measure::Count(4.0)), "cores=4"),
            (criterion(Field::Name, Comparison::Equal, Measure::Text("web".to_owned(), Place::Anywhere)), "name=*web*"),
        ] {
            assert_eq!(criterion.to_string(), written);
        }
    }
}
