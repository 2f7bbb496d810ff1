//! JSON with the keys of every object in random order, as Perl's hashes leave them.

use std::fmt::Write as _;

use serde_json::Value;

use crate::world::rng::Rng;

/// Writes a value as compact JSON, each object's keys in a random order drawn from `rng`.
#[must_use]
pub fn shuffled(value: &Value, rng: &mut Rng) -> String {
    let mut text = String::with_capacity(1024);
    write_value(value, rng, &mut text, 0);
    text
}

/// Deep enough for every answer; what is deeper is written in its own order.
const MAX_DEPTH: usize = 32;

fn write_value(value: &Value, rng: &mut Rng, text: &mut String, depth: usize) {
    match value {
        Value::Object(map) if depth < MAX_DEPTH => {
            // A random start and a step that is prime to the length visit every key once: an order without allocation.
            let length = map.len();
            let entries: Vec<(&String, &Value)> = map.iter().collect();
            let (start, step) = walk(length, rng);
            text.push('{');
            for turn in 0..length {
                let Some((key, value)) = entries.get((start + turn * step) % length) else { continue };
                if turn > 0 {
                    text.push(',');
                }
                write_string(key, text);
                text.push(':');
                write_value(value, rng, text, depth + 1);
            }
            text.push('}');
        }
        Value::Array(items) if depth < MAX_DEPTH => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push(',');
                }
                write_value(item, rng, text, depth + 1);
            }
            text.push(']');
        }
        Value::String(string) => write_string(string, text),
        other => {
            // Writing to a String cannot fail.
            let _ = write!(text, "{other}");
        }
    }
}

fn write_string(string: &str, text: &mut String) {
    let plain = string.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\' && byte != 0x7f);
    if plain {
        text.push('"');
        text.push_str(string);
        text.push('"');
    } else {
        let _ = write!(text, "{}", Value::String(string.to_owned()));
    }
}

fn walk(length: usize, rng: &mut Rng) -> (usize, usize) {
    if length < 2 {
        return (0, 1);
    }
    let draw = usize::try_from(rng.next() >> 1).unwrap_or(0);
    let start = draw % length;
    let mut step = 1 + (draw / length) % (length - 1);
    while common_divisor(step, length) != 1 {
        step += 1;
    }
    (start, step)
}

const fn common_divisor(mut a: usize, mut b: usize) -> usize {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn shuffled_text_is_the_same_value_in_another_order() {
        let value = json!({"a": 1, "b": [true, null, {"x": "q\"\n", "y": 0.5}], "c": "ü", "d": {}, "e": -3, "f": []});
        let mut rng = Rng::new(3);
        let texts: Vec<String> = (0..8).map(|_| shuffled(&value, &mut rng)).collect();
        for text in &texts {
            assert_eq!(serde_json::from_str::<Value>(text).unwrap(), value);
        }
        assert!(texts.iter().any(|text| text != &texts[0]), "all in the same order");
    }
}
