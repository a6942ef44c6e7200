//! Turns the tables of `data/` into the dataset that the program carries.
//!
//! The reader of tables, the rules and the pack are the library's own modules, compiled here once
//! more: what the program would do with `--data data` is done at build time, and a wrong row stops
//! the build with its place.

#![allow(dead_code, unused_imports, missing_docs)]

#[path = "src/model/mod.rs"]
mod model;
#[path = "src/names/nearest.rs"]
mod nearest;
#[path = "src/store/mod.rs"]
mod store;
#[path = "src/ontology/vocabulary.rs"]
mod vocabulary;

// Of the room `import` only what tables need: foreign formats bring crates of their own.
#[path = "src/import"]
mod import {
    #[path = "assemble.rs"]
    mod assemble;
    #[path = "tables/mod.rs"]
    pub mod tables;

    pub use assemble::assemble;
}
mod names {
    pub use crate::nearest::nearest;
}
mod ontology {
    pub use crate::vocabulary::{Ontology, OntologyError};
}

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    for path in [
        "build.rs",
        "data",
        "ontology",
        "queries",
        "src/import/assemble.rs",
        "src/import/tables",
        "src/model",
        "src/store",
    ] {
        println!("cargo::rerun-if-changed={path}");
    }
    let vocabulary = fs::read_to_string("ontology/actorgraph.ttl")?;
    let ontology = ontology::Ontology::parse(&vocabulary)?;
    let mut rules = Vec::new();
    let mut files: Vec<_> = fs::read_dir("ontology/rules")?.collect::<Result<_, _>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let path = file.path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        rules.push(store::Rule::parse(&name, &fs::read_to_string(&path)?)?);
    }
    let tables = match import::tables::read(Path::new("data"), &ontology) {
        Ok(tables) => tables,
        Err(import::tables::TablesError::Faults(faults)) => {
            for fault in &faults {
                println!("cargo::error=data/{fault}");
            }
            return Err(format!("{} faults in data/", faults.len()).into());
        }
        Err(error) => return Err(error.into()),
    };
    let mut claims = store::Builder::default();
    for quad in &tables.quads {
        claims.claim(quad)?;
    }
    let pack = import::assemble(claims, &ontology, &rules)?;
    let target = Path::new(&env::var("OUT_DIR")?).join("builtin.pack");
    fs::write(target, pack.to_bytes())?;
    println!("cargo::rustc-env=ACTORGRAPH_STATEMENTS={}", pack.len());
    Ok(())
}
