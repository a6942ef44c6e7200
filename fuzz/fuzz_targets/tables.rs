//! Any bytes are tables, or faults with their places: the first line of a part names the table, a
//! zero byte ends it.
#![no_main]

#[path = "shared/once.rs"]
mod once;

use actorgraph::import::tables::schema::Table;
use actorgraph::import::tables::{self, TablesError};
use actorgraph::ontology::files;
use libfuzzer_sys::fuzz_target;
use std::fs;

fuzz_target!(|bytes: &[u8]| {
    let folder = &*once::FOLDER;
    let parts = bytes.split(|byte| *byte == 0).take(8);
    let files: Vec<_> = parts
        .filter_map(|part| {
            let end = part.iter().position(|byte| *byte == b'\n')?;
            let name = std::str::from_utf8(&part[..end]).ok()?;
            let path = folder.join(format!("{}.csv", Table::find(name)?.name));
            Some(once::write(&path, &part[end + 1..]))
        })
        .collect();
    let ontology = files::ontology().expect("the program is whole");
    if let Err(TablesError::Faults(faults)) = tables::read(folder, ontology) {
        assert!(faults.iter().all(|fault| !fault.message.is_empty()));
    }
    for file in files {
        // The same table may have been there twice.
        let _ = fs::remove_file(file);
    }
});
