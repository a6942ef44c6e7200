//! JSON objects of small lists, as trees.

use serde_json::Value;

/// An object: values by key.
pub(crate) type Object = serde_json::Map<String, Value>;

/// Reads an object; `Err` with a code and what is wrong.
pub(crate) fn object(text: &str) -> Result<Object, (&'static str, String)> {
    serde_json::from_str(text).map_err(|error| ("bad-json", error.to_string()))
}

/// Returns the texts under a key: one, or those of a list; numbers and truths as they are written.
/// What is blank is left out.
pub(crate) fn texts(object: &Object, key: &str) -> Vec<String> {
    let mut found = Vec::new();
    if let Some(value) = object.get(key) {
        gather(value, &mut found);
    }
    found
}

/// Returns the first text under a key; nothing where there is none.
pub(crate) fn text(object: &Object, key: &str) -> String {
    texts(object, key).into_iter().next().unwrap_or_default()
}

fn gather(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Null => (),
        Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
        Value::String(text) => {
            let text = text.trim();
            if !text.is_empty() {
                found.push(text.to_owned());
            }
        }
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => found.push(value.to_string()),
    }
}
