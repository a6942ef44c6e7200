//! All integration tests in one binary: it links once.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod architecture;
mod article;
mod askable;
mod cases;
mod cli;
mod disk;
mod examples;
mod graphalytics;
mod hostile;
mod identity;
mod imports;
mod json;
mod ofac;
mod ontology;
mod ownership;
mod paths_in_sparql;
#[cfg(unix)]
mod prompt;
mod queries;
mod questions;
mod readme;
mod saved;
mod store;
/// The same tests on stores that RocksDB keeps.
#[cfg(feature = "disk")]
#[expect(clippy::duplicate_mod, reason = "it asks which of the two it is")]
#[path = "store.rs"]
mod store_on_disk;
mod strange;

use std::fs;
use std::path::Path;

/// A file of this folder that no `mod` line names would be forgotten silently.
#[test]
fn every_file_is_declared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = fs::read_to_string(folder.join("main.rs")).expect("this file is there");
    for entry in fs::read_dir(&folder).expect("this folder is there") {
        let name = entry.expect("the folder can be read").file_name();
        let name = name.to_string_lossy().into_owned();
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            let line = format!("mod {module};");
            assert!(
                main.lines().any(|found| found == line),
                "tests/it/main.rs lacks `{line}`"
            );
        }
    }
}
