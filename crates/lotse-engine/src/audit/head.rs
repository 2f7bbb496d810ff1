//! The last line, to be kept where nobody who writes to the store can change it.

use std::{fmt, str::FromStr};

use super::chain::Link;

/// The last line at some time, written `NUMBER:LINK`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Head {
    /// Its number.
    pub number: u64,
    /// Its link.
    pub link: Link,
}

/// A text that is no head.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no head of an audit: {0:?}")]
pub struct HeadError(pub String);

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.number, self.link)
    }
}

impl FromStr for Head {
    type Err = HeadError;

    fn from_str(text: &str) -> Result<Self, HeadError> {
        let error = || HeadError(text.to_owned());
        let (number, link) = text.trim().split_once(':').ok_or_else(error)?;
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(error());
        }
        let number = number.parse().ok().filter(|number| *number > 0).ok_or_else(error)?;
        Ok(Self { number, link: link.parse().map_err(|_| error())? })
    }
}
