//! Any bytes, read as whatever they look like, packed or not.
#![no_main]

#[path = "shared/format.rs"]
mod format;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| format::read_by(None, None, "", bytes));
