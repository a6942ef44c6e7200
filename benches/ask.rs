//! How long it takes from nothing to an answer, step by step, on the built-in dataset; and finding
//! the names of a question among a million.

#[path = "world/names.rs"]
mod names;

use actorgraph::ask::{Asker, Speeches};
use actorgraph::model::thing;
use actorgraph::ontology::{Lexicon, files};
use actorgraph::resolve::Linker;
use actorgraph::store::Query;
use actorgraph::{Day, Snapshot, timeline};
use divan::{Bencher, black_box};
use names::large;

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

const QUESTIONS: &str = include_str!("../tests/questions/development.jsonl");

/// Every question of the development set, read and answered once or twice: the median is that of the set.
#[divan::bench(sample_count = 400, sample_size = 1)]
fn question_of_the_set(bencher: Bencher<'_, '_>) {
    let snapshot = snapshot();
    let speeches = Speeches::builtin(&snapshot);
    let linker = Linker::new(&snapshot);
    let asker = Asker::new(&snapshot, &linker, &speeches);
    let text = |line: &str| -> String {
        let case: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
        case["question"].as_str().expect("it asks").to_owned()
    };
    let questions: Vec<String> = QUESTIONS.lines().map(text).collect();
    // Both languages are made ready before.
    for question in &questions {
        speeches.of(question);
    }
    let mut next = questions.iter().cycle();
    bencher
        .with_inputs(|| next.next().expect("there are questions").as_str())
        .bench_local_values(|question| asker.ask(black_box(question)));
}

const AMONG_A_MILLION: [&str; 3] = [
    "who requested DeepSeek",
    "is bachenda fuguohai Holdings on the 1260H list",
    "is bachenda fuguhai Holdings on the 1260H list",
];

#[divan::bench(args = AMONG_A_MILLION, sample_count = 100)]
fn mentions_among_a_million(bencher: Bencher<'_, '_>, question: &str) {
    let (_, linker) = large();
    bencher.bench(|| linker.mentions(black_box(question), true, |_| false));
}

#[divan::bench(args = AMONG_A_MILLION, sample_count = 100)]
fn question_among_a_million(bencher: Bencher<'_, '_>, question: &str) {
    let (snapshot, linker) = large();
    let speeches = Speeches::builtin(snapshot);
    let asker = Asker::new(snapshot, linker, &speeches);
    bencher.bench_local(|| asker.ask(black_box(question)));
}
