//! Limits of buttons, selects and layouts (`Component Reference` in Discord's API reference).

use std::collections::HashSet;

use serde_json::Value;

use super::{Flaws, characters, under};

/// Characters of a custom id.
pub const CUSTOM_ID: usize = 100;
/// Characters of a button's label.
pub const LABEL: usize = 80;
/// Rows of a message.
pub const ROWS: usize = 5;
/// Buttons of a row.
pub const BUTTONS: usize = 5;
/// Components of a message of the second kind, nested ones included.
pub const COMPONENTS: usize = 40;
/// Characters of all text displays of a message together.
pub const TEXT: usize = 4000;
/// Entries of a select.
pub const OPTIONS: usize = 25;

/// Checks the components of a message. `second` is the flag `IS_COMPONENTS_V2`, without which there are only rows.
pub fn check(flaws: &mut Flaws, path: &str, components: Option<&Value>, second: bool) {
    let at = under(path, "components");
    let top = flaws.list(&at, components, if second { COMPONENTS } else { ROWS });
    let mut walk = Walk { flaws, ids: HashSet::new(), count: 0, text: 0 };
    for (index, component) in top.iter().enumerate() {
        let at = under(&at, index);
        let kind = component.get("type").and_then(Value::as_u64);
        if !second && kind != Some(1) {
            walk.flaws.add(&at, "UNION_TYPE_CHOICES", "Without the flag 1 << 15 a message holds only action rows");
        }
        walk.component(&at, component);
    }
    let (count, text) = (walk.count, walk.text);
    if second {
        flaws.demand(count <= COMPONENTS, &at, "BASE_TYPE_MAX_LENGTH", "More than 40 components");
        flaws.demand(text <= TEXT, &at, "BASE_TYPE_MAX_LENGTH", "More than 4000 characters of text");
    }
}

struct Walk<'a> {
    flaws: &'a mut Flaws,
    ids: HashSet<String>,
    count: usize,
    text: usize,
}

impl Walk<'_> {
    fn component(&mut self, at: &str, component: &Value) {
        self.count += 1;
        match component.get("type").and_then(Value::as_u64) {
            Some(1) => self.row(at, component),
            Some(2) => self.button(at, component),
            Some(3 | 5..=8) => self.select(at, component),
            Some(10) => {
                self.text += characters(component.get("content"));
                self.flaws.length(&under(at, "content"), component.get("content"), 1, TEXT);
            }
            Some(9 | 17) => self.nested(at, component),
            Some(11..=14) => {}
            _ => self.flaws.add(at, "UNION_TYPE_CHOICES", "No such component in a message"),
        }
    }

    fn nested(&mut self, at: &str, component: &Value) {
        let list = under(at, "components");
        for (index, one) in self.flaws.list(&list, component.get("components"), COMPONENTS).iter().enumerate() {
            self.component(&under(&list, index), one);
        }
        if let Some(accessory) = component.get("accessory") {
            self.component(&under(at, "accessory"), accessory);
        }
    }

    fn row(&mut self, at: &str, row: &Value) {
        let list = under(at, "components");
        let inside = self.flaws.list(&list, row.get("components"), BUTTONS);
        self.flaws.demand(!inside.is_empty(), &list, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
        let selects = inside.iter().filter(|one| one.get("type").and_then(Value::as_u64) != Some(2)).count();
        let fine = selects == 0 || (selects == 1 && inside.len() == 1);
        self.flaws.demand(fine, &list, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A row holds five buttons or one select");
        for (index, one) in inside.iter().enumerate() {
            self.component(&under(&list, index), one);
        }
    }

    fn custom_id(&mut self, at: &str, component: &Value) {
        let id = component.get("custom_id");
        self.flaws.required(&under(at, "custom_id"), id);
        self.flaws.length(&under(at, "custom_id"), id, 1, CUSTOM_ID);
        if let Some(id) = id.and_then(Value::as_str)
            && !self.ids.insert(id.to_owned())
        {
            let message = "Component custom id cannot be duplicated";
            self.flaws.add(under(at, "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED", message);
        }
    }

    fn button(&mut self, at: &str, button: &Value) {
        self.flaws.length(&under(at, "label"), button.get("label"), 0, LABEL);
        let seen = characters(button.get("label")) > 0 || button.get("emoji").is_some_and(Value::is_object);
        match button.get("style").and_then(Value::as_u64) {
            Some(1..=4) => {
                self.custom_id(at, button);
                self.flaws.demand(seen, at, "BUTTON_COMPONENT_INVALID", "A button has a label or an emoji");
                self.flaws.demand(
                    button.get("url").is_none_or(Value::is_null),
                    &under(at, "url"),
                    "BUTTON_COMPONENT_INVALID",
                    "A custom id and url cannot both be specified",
                );
            }
            Some(5) => {
                self.flaws.required(&under(at, "url"), button.get("url"));
                self.flaws.length(&under(at, "url"), button.get("url"), 1, 512);
                self.flaws.demand(seen, at, "BUTTON_COMPONENT_INVALID", "A button has a label or an emoji");
                self.flaws.demand(
                    button.get("custom_id").is_none_or(Value::is_null),
                    &under(at, "custom_id"),
                    "BUTTON_COMPONENT_INVALID",
                    "A custom id and url cannot both be specified",
                );
            }
            Some(6) => self.flaws.required(&under(at, "sku_id"), button.get("sku_id")),
            _ => self.flaws.add(under(at, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}."),
        }
    }

    fn select(&mut self, at: &str, select: &Value) {
        self.custom_id(at, select);
        self.flaws.length(&under(at, "placeholder"), select.get("placeholder"), 0, 150);
        if select.get("type").and_then(Value::as_u64) == Some(3) {
            options(self.flaws, at, select);
        }
    }
}

/// Checks the entries of a text select, which stands in a message or in a modal.
pub fn options(flaws: &mut Flaws, at: &str, select: &Value) {
    let list = under(at, "options");
    let entries = flaws.list(&list, select.get("options"), OPTIONS);
    flaws.demand(!entries.is_empty(), &list, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.");
    let mut values = HashSet::new();
    for (index, entry) in entries.iter().enumerate() {
        let at = under(&list, index);
        flaws.length(&under(&at, "label"), entry.get("label"), 1, 100);
        flaws.length(&under(&at, "value"), entry.get("value"), 1, 100);
        flaws.length(&under(&at, "description"), entry.get("description"), 0, 100);
        let new = entry.get("value").and_then(Value::as_str).is_none_or(|value| values.insert(value.to_owned()));
        flaws.demand(
            new,
            &under(&at, "value"),
            "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            "The specified option value is already used",
        );
    }
}
