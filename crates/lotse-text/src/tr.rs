//! One function per text, made by the build from `locales/en/*.ftl`; arguments in alphabetical order of their names.
//!
//! ```
//! use lotse_text::{Language, tr};
//!
//! assert_eq!(tr::count_guests(Language::De, 2_u64), "2 Gäste");
//! ```

use crate::{Language, Value};

include!(concat!(env!("OUT_DIR"), "/tr.rs"));
