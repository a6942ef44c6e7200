//! Any bytes, read as `wikidata`.
#![no_main]

#[path = "shared/format.rs"]
mod format;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| format::read("wikidata", bytes));
