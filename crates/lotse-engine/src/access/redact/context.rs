//! The context document. It is made of narrowed material; here its text and its values are gone over once more.

use lotse_model::Vmid;
use serde_json::{Map, Value};

use crate::{access::Sight, view::ContextView};

pub(super) fn context(view: &mut ContextView, sight: &Sight) {
    for line in view.sections.iter_mut().flat_map(|section| &mut section.lines) {
        *line = sight.text_of_any(line);
    }
    object(&mut view.data, sight);
}

fn object(map: &mut Map<String, Value>, sight: &Sight) {
    for (key, value) in map {
        match value {
            // A guest's number stands as a number, too.
            Value::Number(number) if key == "vmid" || key == "id" => {
                if number.as_u64().is_some_and(|number| is_hidden(number, sight)) {
                    *value = Value::Null;
                }
            }
            _ => clean(value, sight),
        }
    }
}

fn clean(value: &mut Value, sight: &Sight) {
    match value {
        Value::String(text) => *text = sight.text_of_any(text),
        Value::Array(values) => values.iter_mut().for_each(|value| clean(value, sight)),
        Value::Object(map) => object(map, sight),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn is_hidden(number: u64, sight: &Sight) -> bool {
    let vmid = u32::try_from(number).ok().and_then(|number| Vmid::new(number).ok());
    vmid.is_some_and(|vmid| sight.text_of_any(&vmid.to_string()) != vmid.to_string())
}
