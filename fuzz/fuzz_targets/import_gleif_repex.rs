//! Any bytes, read as `gleif-repex`.
#![no_main]

#[path = "shared/format.rs"]
mod format;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| format::read("gleif-repex", bytes));
