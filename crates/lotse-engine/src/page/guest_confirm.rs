//! `guest-confirm` as a page.

use lotse_text::tr;

use crate::{
    page::{Line, Page, Reader, Tone},
    view::GuestConfirmView,
};

pub(super) fn lay(page: &mut Page, view: &GuestConfirmView, reader: &Reader) {
    let name = view.guest.name.as_deref().unwrap_or_default();
    let reference = view.guest.id.to_string();
    let same = view.before.as_ref() == Some(&view.identity);
    let said = if same {
        tr::guest_confirm_same(reader.language, name, &reference)
    } else {
        tr::guest_confirm_done(reader.language, name, &reference)
    };
    page.line(Line::of(said, Tone::Good));
    page.facts(vec![(tr::guest_confirm_identity(reader.language), Line::of(&view.identity, Tone::Literal))]);
}
