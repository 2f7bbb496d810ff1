//! Registration: a guild's commands are overwritten as a whole, and only when they are not what they should be.

use serde_json::Value;

use crate::rest::{Api, Failed};

/// Sees to it that a guild has these commands; whether they had to be sent.
pub(crate) async fn register(api: &Api, application: u64, guild: u64, wanted: &Value) -> Result<bool, Failed> {
    let there = api.commands(application, guild).await?;
    if is_same(wanted, &there) {
        return Ok(false);
    }
    api.set_commands(application, guild, wanted).await?;
    Ok(true)
}

/// Whether what a guild has is what it should have. Discord adds keys of its own, and leaves out what is empty or false.
fn is_same(wanted: &Value, there: &Value) -> bool {
    let (Some(wanted), Some(there)) = (wanted.as_array(), there.as_array()) else { return false };
    let by_name = |name: &Value| there.iter().find(|command| command["name"] == *name);
    wanted.len() == there.len()
        && wanted.iter().all(|command| by_name(&command["name"]).is_some_and(|found| holds(command, found)))
}

/// Whether `there` has everything that `wanted` has, and nothing else in the keys that matter.
fn holds(wanted: &Value, there: &Value) -> bool {
    match (wanted, there) {
        (Value::Object(wanted), Value::Object(there)) => {
            wanted.iter().all(|(key, value)| holds(value, there.get(key).unwrap_or(&Value::Null)))
                // An option that is no longer required, or no longer completed, is another option.
                && ["required", "autocomplete", "choices", "options", "min_value", "max_value", "max_length"]
                    .iter()
                    .all(|key| wanted.contains_key(*key) || is_nothing(there.get(*key).unwrap_or(&Value::Null)))
        }
        (Value::Array(wanted), Value::Array(there)) => {
            wanted.len() == there.len() && wanted.iter().zip(there).all(|(wanted, there)| holds(wanted, there))
        }
        (Value::Number(wanted), Value::Number(there)) => wanted.as_f64() == there.as_f64(),
        (wanted, there) => wanted == there || (is_nothing(wanted) && is_nothing(there)),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::is_same;
    use crate::commands::derive;

    /// What Discord makes of commands: ids and versions, other defaults, another order.
    fn as_listed(commands: &Value) -> Value {
        let mut listed: Vec<Value> = commands.as_array().unwrap().clone();
        listed.reverse();
        for command in &mut listed {
            command["id"] = json!("1");
            command["version"] = json!("2");
            command["dm_permission"] = json!(true);
            command["nsfw"] = json!(false);
            command["name_localizations"] = Value::Null;
            if command["options"].as_array().is_some_and(Vec::is_empty) {
                command.as_object_mut().unwrap().remove("options");
            }
        }
        Value::Array(listed)
    }

    #[test]
    fn commands_that_are_there_are_not_sent_again() {
        let commands = derive(false);
        assert!(is_same(&commands, &as_listed(&commands)));
    }

    #[test]
    fn every_difference_that_a_person_would_see_is_one() {
        let commands = derive(false);
        let changed = |change: &dyn Fn(&mut Vec<Value>)| {
            let mut listed = as_listed(&commands).as_array().unwrap().clone();
            change(&mut listed);
            is_same(&commands, &Value::Array(listed))
        };
        assert!(changed(&|_| {}));
        assert!(!changed(&|listed| drop(listed.pop())));
        assert!(!changed(&|listed| listed[0]["description"] = json!("other")));
        assert!(!changed(&|listed| listed[0]["contexts"] = Value::Null));
        assert!(!changed(&|listed| {
            let with = listed.iter_mut().find(|command| command["name"] == "info").unwrap();
            with["options"][0]["required"] = json!(false);
        }));
        assert!(!changed(&|listed| {
            let with = listed.iter_mut().find(|command| command["name"] == "list").unwrap();
            with["options"][0]["required"] = json!(true);
        }));
    }
}
