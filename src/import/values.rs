//! JSON records as trees, for formats whose records are small and many-shaped.

use crate::import::chunk::{Chunk, objects};
use serde_json::Value;

/// Reads the JSON objects of a piece, each with the line on which it begins, or with a code and a
/// message where it cannot be read.
pub(crate) fn values(chunk: &Chunk, text: &str) -> Vec<(u64, Result<Value, Broken>)> {
    let read = objects(text).into_iter().map(|(line, text)| {
        let value = serde_json::from_str(text).map_err(|error| Broken {
            code: match error.is_eof() && chunk.last {
                true => "cut-short",
                false => "bad-json",
            },
            message: format!("the record is no JSON: {error}"),
        });
        (chunk.line + line, value)
    });
    read.collect()
}

/// What is wrong with a record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_is_told() {
        let chunk = Chunk {
            line: 5,
            last: true,
            ..Chunk::default()
        };
        let read = values(&chunk, "[{\"a\": 1},\n{\"a\" 1},\n{\"a\": [");
        assert_eq!(read.len(), 3);
        assert!(read[0].1.is_ok());
        let codes = read[1..]
            .iter()
            .map(|(line, read)| (*line, read.as_ref().unwrap_err().code));
        assert_eq!(
            codes.collect::<Vec<_>>(),
            [(6, "bad-json"), (7, "cut-short")]
        );
    }
}
