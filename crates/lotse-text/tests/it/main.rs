//! Promises of the crate as a whole: texts are complete in every language and all of them are used, and cleaning, folding and width hold for any
//! input.

mod properties;
mod texts;
mod used;
