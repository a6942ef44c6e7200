//! Any bytes, read as RDF; the first says in which format.
#![no_main]

#[path = "shared/format.rs"]
mod format;

use libfuzzer_sys::fuzz_target;

const ENDINGS: [&str; 7] = ["", ".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    let ending = ENDINGS[usize::from(*first) % ENDINGS.len()];
    format::read_by(Some("rdf"), None, ending, rest);
});
