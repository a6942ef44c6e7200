//! Any text is a query or is refused; none overflows the stack.
#![no_main]

use actorgraph::store::Query;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = Query::parse(text);
});
