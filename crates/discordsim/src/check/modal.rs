//! Limits of modals (`Modal` in Discord's API reference).

use std::collections::HashSet;

use serde_json::Value;

use super::{Flaws, component, number, under};

/// Characters of a title.
pub const TITLE: usize = 45;
/// Components of a modal.
pub const COMPONENTS: usize = 5;
/// Characters of a label.
pub const LABEL: usize = 45;
/// Characters that a text input may be filled with.
pub const VALUE: u64 = 4000;

/// Checks the data of a modal.
pub fn check(flaws: &mut Flaws, path: &str, data: Option<&Value>) {
    flaws.required(path, data);
    let Some(data) = data else { return };
    flaws.required(&under(path, "custom_id"), data.get("custom_id"));
    flaws.required(&under(path, "title"), data.get("title"));
    flaws.length(&under(path, "custom_id"), data.get("custom_id"), 1, component::CUSTOM_ID);
    flaws.length(&under(path, "title"), data.get("title"), 1, TITLE);
    let list = under(path, "components");
    let components = flaws.list(&list, data.get("components"), COMPONENTS);
    flaws.demand(!components.is_empty(), &list, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.");
    let mut ids = HashSet::new();
    for (index, one) in components.iter().enumerate() {
        let at = under(&list, index);
        match one.get("type").and_then(Value::as_u64) {
            Some(1) => {
                let row = under(&at, "components");
                let inside = flaws.list(&row, one.get("components"), 1);
                flaws.demand(!inside.is_empty(), &row, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 1 in length.");
                for (index, input) in inside.iter().enumerate() {
                    let at = under(&row, index);
                    flaws.required(&under(&at, "label"), input.get("label"));
                    part(flaws, &at, input, &mut ids);
                }
            }
            Some(18) => {
                flaws.required(&under(&at, "label"), one.get("label"));
                flaws.length(&under(&at, "label"), one.get("label"), 1, LABEL);
                flaws.length(&under(&at, "description"), one.get("description"), 1, 100);
                let inside = one.get("component");
                flaws.required(&under(&at, "component"), inside);
                if let Some(inside) = inside {
                    part(flaws, &under(&at, "component"), inside, &mut ids);
                }
            }
            Some(10) => flaws.length(&under(&at, "content"), one.get("content"), 1, component::TEXT),
            _ => flaws.add(&at, "UNION_TYPE_CHOICES", "A modal holds labels, rows and texts"),
        }
    }
}

fn part(flaws: &mut Flaws, at: &str, input: &Value, ids: &mut HashSet<String>) {
    let id = input.get("custom_id");
    flaws.required(&under(at, "custom_id"), id);
    flaws.length(&under(at, "custom_id"), id, 1, component::CUSTOM_ID);
    let new = id.and_then(Value::as_str).is_none_or(|id| ids.insert(id.to_owned()));
    flaws.demand(
        new,
        &under(at, "custom_id"),
        "COMPONENT_CUSTOM_ID_DUPLICATED",
        "Component custom id cannot be duplicated",
    );
    match input.get("type").and_then(Value::as_u64) {
        Some(4) => {
            flaws.length(&under(at, "label"), input.get("label"), 1, LABEL);
            flaws.length(&under(at, "placeholder"), input.get("placeholder"), 0, 100);
            flaws.length(&under(at, "value"), input.get("value"), 0, 4000);
            let (least, most) = (number(input.get("min_length")), number(input.get("max_length")));
            let fine = least.is_none_or(|least| least <= VALUE) && most.is_none_or(|most| (1..=VALUE).contains(&most));
            flaws.demand(fine, at, "NUMBER_TYPE_MAX", "Lengths lie between 0 and 4000");
            let order = least.unwrap_or(0) <= most.unwrap_or(VALUE);
            flaws.demand(order, at, "NUMBER_TYPE_MAX", "The least length is not above the most");
            let style = matches!(input.get("style").and_then(Value::as_u64), Some(1 | 2));
            flaws.demand(style, &under(at, "style"), "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.");
        }
        Some(3) => component::options(flaws, at, input),
        Some(5..=8 | 19 | 21..=23) => {}
        _ => flaws.add(at, "UNION_TYPE_CHOICES", "No such component in a modal"),
    }
}
