//! The first line that is wrong. Pure.

use std::cmp::Ordering;

use lotse_store::AuditLine;

use super::{
    chain::{Key, Link},
    head::Head,
};

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It does not fit the line before it and the key: it, or that line, was changed.
    Link,
    /// Lines before it are missing.
    Gap,
    /// It stands behind one of a higher or the same number.
    Order,
    /// It cannot be read as a line of an audit at all.
    Unparsable,
    /// It and those behind it are gone: the head that was kept elsewhere is a later one.
    Cut,
    /// It is another line than the head that was kept elsewhere, though it fits the key.
    Rewritten,
}

/// The first line that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Broken {
    /// Its number.
    pub number: u64,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What became of a look at all lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Every line is as it was written.
    Whole {
        /// The last one; nothing of an empty audit.
        head: Option<Head>,
        /// Whether a head that was kept elsewhere was compared. Without one a cut tail is not seen.
        compared: bool,
    },
    /// A line is not.
    Broken(Broken),
}

/// Goes over the lines in order, one at a time.
#[derive(Debug)]
pub struct Verifier<'a> {
    key: &'a Key,
    kept: Option<&'a Head>,
    last: Option<Head>,
}

impl<'a> Verifier<'a> {
    /// One that knows the head that was kept elsewhere, if there is one.
    #[must_use]
    pub const fn new(key: &'a Key, kept: Option<&'a Head>) -> Self {
        Self { key, kept, last: None }
    }

    /// Looks at the next line.
    pub fn next(&mut self, line: &AuditLine) -> Result<(), Broken> {
        let broken = |reason| Err(Broken { number: line.number, reason });
        let last = self.last.map_or(0, |last| last.number);
        match line.number.cmp(&last.saturating_add(1)) {
            Ordering::Less => return broken(Reason::Order),
            Ordering::Greater => return broken(Reason::Gap),
            Ordering::Equal => {}
        }
        let Ok(shown) = line.link.parse::<Link>() else { return broken(Reason::Unparsable) };
        if !self.key.fits(self.last.map(|last| last.link), line, shown) {
            return broken(Reason::Link);
        }
        if serde_json::from_str::<serde::de::IgnoredAny>(&line.body).is_err() {
            return broken(Reason::Unparsable);
        }
        if self.kept.is_some_and(|kept| kept.number == line.number && kept.link != shown) {
            return broken(Reason::Rewritten);
        }
        self.last = Some(Head { number: line.number, link: shown });
        Ok(())
    }

    /// There are no more lines.
    #[must_use]
    pub fn end(self) -> Verdict {
        let last = self.last.map_or(0, |last| last.number);
        if self.kept.is_some_and(|kept| kept.number > last) {
            return Verdict::Broken(Broken { number: last.saturating_add(1), reason: Reason::Cut });
        }
        Verdict::Whole { head: self.last, compared: self.kept.is_some() }
    }

    /// All lines at once.
    pub fn all<'l>(key: &Key, kept: Option<&Head>, lines: impl IntoIterator<Item = &'l AuditLine>) -> Verdict {
        let mut verifier = Verifier::new(key, kept);
        match lines.into_iter().try_for_each(|line| verifier.next(line)) {
            Ok(()) => verifier.end(),
            Err(broken) => Verdict::Broken(broken),
        }
    }
}
