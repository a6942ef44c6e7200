//! Any text is a question: it gets an answer in words, the same one twice.
#![no_main]

#[path = "shared/once.rs"]
mod once;

use actorgraph::ask::{Asker, Speeches};
use actorgraph::resolve::Linker;
use actorgraph::{Day, Snapshot, builtin};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static WORLD: LazyLock<(Snapshot, Linker, Speeches)> = LazyLock::new(|| {
    once::stay_on_this_thread();
    let snapshot = builtin(Day::constant(2026, 11, 22)).expect("the program is whole");
    let linker = Linker::new(&snapshot);
    let speeches = Speeches::builtin(&snapshot);
    (snapshot, linker, speeches)
});

fuzz_target!(|text: &str| {
    let (snapshot, linker, speeches) = &*WORLD;
    let asker = Asker::new(snapshot, linker, speeches);
    let first = asker.ask(text).expect("what is asked never makes an error");
    assert!(!first.text.is_empty());
    assert_eq!(first, asker.ask(text).expect("as before"));
});
