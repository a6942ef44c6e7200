//! Turns the tables of `data/` into the dataset that the program carries, and the lexicons of
//! `ontology/` into words that are ready to be looked up.
//!
//! The reader of tables, the rules and the pack are the library's own modules, compiled here once
//! more: what the program would do with `--data data` is done at build time, and a wrong row stops
//! the build with its place.

#![allow(dead_code, unused_imports, missing_docs)]

#[path = "src/ontology/compiled.rs"]
mod compiled;
#[path = "src/names/fold.rs"]
mod fold;
#[path = "src/ask/forms.rs"]
mod forms;
#[path = "src/names/han.rs"]
mod han;
#[path = "src/resolve/identity/mod.rs"]
mod identity;
#[path = "src/ask/inflection.rs"]
mod inflection;
#[path = "src/ontology/lexicon.rs"]
mod lexicon;
#[path = "src/model/mod.rs"]
mod model;
#[path = "src/names/nearest.rs"]
mod nearest;
#[path = "src/store/mod.rs"]
mod store;
#[path = "src/ask/token.rs"]
mod token;
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
mod ask {
    pub(crate) use crate::{inflection, token};
}
mod names {
    pub use crate::fold::normalize;
    pub use crate::nearest::nearest;
}
mod resolve {
    pub(crate) use crate::identity;
}
mod ontology {
    pub(crate) use crate::lexicon;
    pub use crate::lexicon::{Lexicon, Part};
    pub use crate::vocabulary::{Ontology, OntologyError};
}

use std::error::Error;
use std::ops::ControlFlow;
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
        "src/ask/forms.rs",
        "src/ask/inflection.rs",
        "src/ask/token.rs",
        "src/model",
        "src/names",
        "src/ontology",
        "src/resolve/identity",
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
    let pack = import::assemble(claims, &ontology, &rules, &|| ControlFlow::Continue(()))?;
    let target = env::var("OUT_DIR")?;
    let target = Path::new(&target);
    fs::write(target.join("builtin.pack"), pack.to_bytes())?;
    for file in fs::read_dir("ontology")? {
        let path = file?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("lexicon.") && name.ends_with(".ttl") {
            let lexicon = ontology::Lexicon::parse(&fs::read_to_string(&path)?)?;
            let tag = &lexicon.language;
            fs::write(target.join(format!("lexicon.{tag}")), lexicon.to_bytes())?;
            let forms = forms::Forms::new(&lexicon);
            fs::write(target.join(format!("forms.{tag}")), forms.to_bytes())?;
        }
    }
    println!("cargo::rustc-env=ACTORGRAPH_STATEMENTS={}", pack.len());
    Ok(())
}
