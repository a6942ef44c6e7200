//! Any text is an expression over relations or not: a fault has its place, an expression is searched
//! or refused as too complex, and both are soon told.
#![no_main]

#[path = "shared/once.rs"]
mod once;

use actorgraph::model::vocab;
use actorgraph::path::{Ends, Options, PathError, Search, Via};
use actorgraph::view::View;
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

static WORLD: LazyLock<View> = LazyLock::new(|| {
    once::stay_on_this_thread();
    View::from_edges([]).expect("nothing is small")
});

fuzz_target!(|text: &str| {
    let begun = Instant::now();
    let resolve = |name: &str| match name.strip_prefix("ag:").unwrap_or(name) {
        "a" => Some(Via::from(vocab::OWNED_BY.into_owned())),
        "b" => Some(Via::from(vocab::LISTED_BY.into_owned())),
        "c" => Some(Via::from(vocab::LISTED_BY.into_owned()).inverse()),
        _ => None,
    };
    match Via::parse(text, resolve) {
        Err(fault) => assert!(fault.column <= text.chars().count()),
        Ok(via) => {
            let options = Options {
                via: Some(via),
                ..Options::default()
            };
            match Search::new(&WORLD, &Ends::Any, &Ends::Any, options) {
                Ok(search) => assert_eq!(search.count_pairs(), 0),
                Err(error) => assert_eq!(error, PathError::TooComplex),
            }
        }
    }
    assert!(begun.elapsed() < Duration::from_secs(10));
});
