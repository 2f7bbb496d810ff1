//! What stands before a line that a person types.

use std::borrow::Cow;

use reedline::{Prompt, PromptEditMode, PromptHistorySearch, PromptHistorySearchStatus};

/// The prompt: what is asked, and a mark.
#[derive(Debug, Clone)]
pub(super) struct LotsePrompt {
    place: String,
}

impl LotsePrompt {
    /// The prompt of a chat with `place`: the one cluster or host, or nothing in particular.
    pub(super) fn new(place: Option<&str>) -> Self {
        let place = place.map_or_else(|| "lotse".to_owned(), |place| format!("lotse {}", lotse_text::clean(place)));
        Self { place }
    }
}

impl Prompt for LotsePrompt {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.place)
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed("> ")
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed("… ")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        let mark = match search.status {
            PromptHistorySearchStatus::Passing => "?",
            PromptHistorySearchStatus::Failing => "!",
        };
        Cow::Owned(format!("({mark} {}) ", search.term))
    }
}
