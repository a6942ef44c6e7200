//! Any bytes, read as one foreign format: what comes of them is well-formed, and what is left out is
//! counted. That nothing takes long is looked after by the fuzzer (`-timeout`).

#[path = "once.rs"]
mod once;

use actorgraph::Day;
use actorgraph::import::{Format, Input, Past, Settings, Target, read_document};
use oxrdfio::{RdfFormat, RdfParser};
use std::ops::ControlFlow;
use std::path::PathBuf;

#[allow(dead_code, reason = "a target uses one of the two")]
pub fn read(format: &str, bytes: &[u8]) {
    read_by(Some(format), None, "", bytes);
}

pub fn read_by(format: Option<&str>, mapping: Option<&[u8]>, ending: &str, bytes: &[u8]) {
    let settings = Settings {
        format: format.map(|name| Format::find(name).expect("a format that is read")),
        mapping: mapping.map(|bytes| file("mapping.json", bytes)),
        skips_bad: true,
        may_shrink: true,
        ..Settings::new(Day::constant(2026, 8, 1))
    };
    let mut text = Vec::new();
    let read = read_document(
        &Input::File(file(&format!("case{ending}"), bytes)),
        &settings,
        &mut Past::default(),
        &mut Target::Quads(&mut text),
        &|_| ControlFlow::Continue(()),
    );
    if let Ok(document) = read {
        assert_eq!(document.mapped + document.skipped(), document.records);
        let mut quads = RdfParser::from_format(RdfFormat::NQuads).for_slice(&text);
        assert!(quads.all(|quad| quad.is_ok()));
    }
}

fn file(name: &str, bytes: &[u8]) -> PathBuf {
    once::write(&once::FOLDER.join(name), bytes)
}
