//! Any bytes, read as `same-as`.
#![no_main]

#[path = "shared/format.rs"]
mod format;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| format::read("same-as", bytes));
