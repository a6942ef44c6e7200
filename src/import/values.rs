//! JSON objects as trees, for small lists and for records of many shapes.

use crate::import::chunk::{Chunk, objects};
use crate::import::ftm::Writer;
use crate::import::part::Part;
use serde_json::Value;

/// An object: values by key.
pub(crate) type Object = serde_json::Map<String, Value>;

/// What came of a text: a tree, or a code and what is wrong.
pub(crate) type Read = Result<Value, (&'static str, String)>;

/// Reads an object; `Err` with a code and what is wrong. `is_last` where its document ends with it.
pub(crate) fn object(text: &str, is_last: bool) -> Result<Object, (&'static str, String)> {
    serde_json::from_str(text).map_err(|error| broken(&error, is_last))
}

fn broken(error: &serde_json::Error, is_last: bool) -> (&'static str, String) {
    let is_short = is_last && error.is_eof();
    let code = if is_short { "cut-short" } else { "bad-json" };
    (code, format!("the record is no JSON: {error}"))
}

/// Reads the objects of a piece, each with the line on which it begins; `Err` with a code and what is
/// wrong.
fn of_piece(chunk: &Chunk, text: &str) -> Vec<(u64, Read)> {
    let read = objects(text).into_iter().map(|(line, text)| {
        let value = serde_json::from_str(text).map_err(|error| broken(&error, chunk.last));
        (chunk.line + line, value)
    });
    read.collect()
}

/// States what each object of a piece says; one that cannot be read is counted and left out.
pub(crate) fn each(
    chunk: &Chunk,
    text: &str,
    part: &mut Part,
    mut state: impl FnMut(u64, &Value, &mut Writer<'_>),
) {
    let mut writer = Writer::new(part);
    for (line, value) in of_piece(chunk, text) {
        match value {
            Ok(value) => state(line, &value, &mut writer),
            Err((code, lack)) => {
                writer.tally().read += 1;
                writer.tally().skip(line, code, lack);
            }
        }
    }
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

/// Finds what lies in a tree under keys that are none of `known`, each with its path. Under a key of
/// `open` stand keys that are data, such as languages: these are passed through.
pub(crate) struct Strange<'k> {
    pub(crate) known: &'k [&'k str],
    pub(crate) open: &'k [&'k str],
}

impl Strange<'_> {
    pub(crate) fn of(&self, value: &Value) -> Vec<(String, String)> {
        let mut found = Vec::new();
        self.walk(value, &mut Vec::new(), false, &mut found);
        found
    }

    fn walk<'v>(
        &self,
        value: &'v Value,
        path: &mut Vec<&'v str>,
        is_open: bool,
        found: &mut Vec<(String, String)>,
    ) {
        match value {
            Value::Array(values) => {
                values
                    .iter()
                    .for_each(|value| self.walk(value, path, is_open, found));
            }
            Value::Object(object) => {
                for (key, value) in object {
                    // What is data stands in an object or a list of its own.
                    let is_data = is_open && (value.is_object() || value.is_array());
                    let opens = !is_open && self.open.contains(&key.as_str());
                    if is_data || opens || !is_open && self.known.contains(&key.as_str()) {
                        if !is_open {
                            path.push(key);
                        }
                        self.walk(value, path, opens, found);
                        if !is_open {
                            path.pop();
                        }
                        continue;
                    }
                    let mut texts = Vec::new();
                    gather(value, &mut texts);
                    path.push(key);
                    let path_to = path.join(".");
                    path.pop();
                    found.extend(texts.into_iter().map(|text| (path_to.clone(), text)));
                }
            }
            _ => (),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_strange_has_a_path() {
        let text =
            r#"{"a": {"en": [{"a": 1, "new": ["x", "y"]}]}, "odd": {"z": 1}, "b": {"c": null}}"#;
        let strange = Strange {
            known: &["b"],
            open: &["a"],
        };
        let found = strange.of(&serde_json::from_str(text).unwrap());
        let told: Vec<String> = found
            .into_iter()
            .map(|(path, text)| format!("{path} {text}"))
            .collect();
        assert_eq!(told, ["a.new x", "a.new y", r#"odd {"z":1}"#]);
    }

    #[test]
    fn what_is_broken_is_told() {
        let chunk = Chunk {
            line: 5,
            last: true,
            ..Chunk::default()
        };
        let read = of_piece(&chunk, "[{\"a\": 1},\n{\"a\" 1},\n{\"a\": [");
        assert!(read.len() == 3 && read[0].1.is_ok());
        let codes = read[1..]
            .iter()
            .map(|(line, read)| (*line, read.as_ref().unwrap_err().0));
        assert_eq!(
            codes.collect::<Vec<_>>(),
            [(6, "bad-json"), (7, "cut-short")]
        );
    }
}
