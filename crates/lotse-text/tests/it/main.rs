//! Promises of the crate as a whole: texts are complete in every language; cleaning, folding and width hold for any
//! input.

mod properties;
mod texts;
