//! A plan as a page.

use crate::{
    page::{Page, Reader},
    view::PlanView,
};

pub(super) fn lay(_page: &mut Page, _view: &PlanView, _reader: &Reader) {}
