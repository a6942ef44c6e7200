//! How long it takes from nothing to an answer, step by step, on the built-in dataset.

use actorgraph::ask::{Asker, Speeches};
use actorgraph::model::thing;
use actorgraph::ontology::{Lexicon, files};
use actorgraph::resolve::Linker;
use actorgraph::store::Query;
use actorgraph::{Day, Snapshot, timeline};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn snapshot() -> Snapshot {
    actorgraph::builtin(Day::constant(2026, 11, 22)).expect("the program is whole")
}

const TURTLE: &str = include_str!("../ontology/lexicon.en.ttl");

#[divan::bench(sample_count = 10)]
fn lexicon_of_turtle() -> Lexicon {
    Lexicon::parse(black_box(TURTLE)).expect("well-formed")
}

#[divan::bench(args = ["en", "zh"])]
fn lexicon_compiled(tag: &str) -> Option<Lexicon> {
    files::lexicon(black_box(tag))
}

/// A language made ready, its words compiled, with the values of the dataset.
#[divan::bench(args = ["who requested DeepSeek", "谁要求将DeepSeek列入清单"])]
fn speech(bencher: Bencher<'_, '_>, question: &str) {
    let snapshot = snapshot();
    bencher.bench_local(|| {
        let speeches = Speeches::builtin(black_box(&snapshot));
        speeches.of(black_box(question)).tag()
    });
}

#[divan::bench]
fn names_of_everything(bencher: Bencher<'_, '_>) {
    let snapshot = snapshot();
    bencher.bench_local(|| Linker::new(black_box(&snapshot)));
}

#[divan::bench]
fn one_pattern(bencher: Bencher<'_, '_>) {
    let snapshot = snapshot();
    bencher.bench_local(|| {
        let query = Query::parse("SELECT ?who { agid:deepseek ag:requestedBy ?who }");
        query.and_then(|query| query.run(black_box(&snapshot)))
    });
}

#[divan::bench]
fn members_of_the_list(bencher: Bencher<'_, '_>) {
    let snapshot = snapshot();
    let list = thing("dod-1260h");
    bencher.bench_local(|| timeline::members(black_box(&snapshot), &list));
}

#[divan::bench(args = [
    "who requested DeepSeek",
    "is DeepSeek on the 1260H list",
    "which companies were removed from the 1260H list in 2024",
    "how many companies are on the 1260H list",
    "how did Alibaba respond",
    "this cannot be read at all",
])]
fn question(bencher: Bencher<'_, '_>, question: &str) {
    let snapshot = snapshot();
    let speeches = Speeches::builtin(&snapshot);
    let linker = Linker::new(&snapshot);
    let asker = Asker::new(&snapshot, &linker, &speeches);
    bencher.bench_local(|| asker.ask(black_box(question)));
}
