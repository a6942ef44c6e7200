//! Any bytes, read as a table by a mapping; what stands before a zero byte is the mapping.
#![no_main]

#[path = "shared/format.rs"]
mod format;

use libfuzzer_sys::fuzz_target;

const MAPPING: &[u8] = br#"{"@context": "http://www.w3.org/ns/csvw", "tableSchema": {"aboutUrl": "r-{nr}",
"columns": [{"name": "nr"}, {"name": "day", "datatype": {"base": "date", "format": "d.M.yyyy"}},
{"name": "share", "datatype": {"base": "number", "format": "0%"}, "valueUrl": "{+share}"}]}}"#;

fuzz_target!(|bytes: &[u8]| {
    let zero = bytes.iter().position(|byte| *byte == 0);
    let (mapping, table) = match zero {
        Some(place) => (&bytes[..place], &bytes[place + 1..]),
        None => (MAPPING, bytes),
    };
    format::read_by(None, Some(mapping), "", table);
});
