//! What became of a change, as a page.

use crate::{
    page::{Page, Reader},
    view::OutcomeView,
};

pub(super) fn lay(_page: &mut Page, _view: &OutcomeView, _reader: &Reader) {}
