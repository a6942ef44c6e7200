//! Any bytes are a table of companies, or faults with their places.
#![no_main]

use actorgraph::import::tables::{self, TablesError};
use actorgraph::ontology::{Ontology, files};
use libfuzzer_sys::fuzz_target;
use std::fs;
use std::sync::LazyLock;

static ONTOLOGY: LazyLock<Ontology> =
    LazyLock::new(|| files::ontology().expect("the program is whole"));

fuzz_target!(|bytes: &[u8]| {
    let folder = std::env::temp_dir().join(format!("actorgraph-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the run");
    fs::write(folder.join("companies.csv"), bytes).expect("written");
    if let Err(TablesError::Faults(faults)) = tables::read(&folder, &ONTOLOGY) {
        assert!(faults.iter().all(|fault| !fault.message.is_empty()));
    }
});
