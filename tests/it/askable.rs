//! Words of one's own: a property and a class of events that the program has never heard of can be
//! asked about as soon as the lexicon has an entry for them, in every language that has one.
//!
//! The world is in `tests/worlds/own-words`: facts, what the ontology says of the new terms, and
//! the entries for the lexicons.

use actorgraph::ask::{Answer, Asker, Outcome, Speeches};
use actorgraph::import::assemble;
use actorgraph::ontology::{Lexicon, Ontology, files};
use actorgraph::resolve::Linker;
use actorgraph::store::{Builder, Rule, read_file};
use actorgraph::{Day, Scope, Snapshot};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What an answer must be.
enum Wanted {
    /// These things or values, in any order.
    Items(&'static [&'static str]),
    Yes,
    Count(usize),
    /// These dates, in order.
    Dates(&'static [&'static str]),
}
use Wanted::{Count, Dates, Items, Yes};

const PROPERTIES: &[(&str, Wanted)] = &[
    // A property that leads to values.
    ("what is the mascot of Redpine", Items(&["otter"])),
    ("Redpine's mascot?", Items(&["otter"])),
    ("What mascot does Redpine have?", Items(&["otter"])),
    (
        "what are the mascots of Redpine and Lanternworks",
        Items(&["heron", "otter"]),
    ),
    ("what does Redpine parade", Items(&["otter"])),
    ("which companies parade the otter", Items(&["Redpine"])),
    ("who parades the otter", Items(&["Redpine"])),
    ("does Redpine parade the otter", Yes),
    ("is the otter paraded by Redpine", Yes),
    ("how many companies parade the heron", Count(1)),
    ("is otter the mascot of Redpine", Yes),
    ("红松的吉祥物是什么", Items(&["otter"])),
    ("红松有什么吉祥物", Items(&["otter"])),
    ("红松和灯笼厂的吉祥物是什么？", Items(&["heron", "otter"])),
    ("有多少家公司有吉祥物？", Count(2)),
    // A property that leads to things.
    ("who is the patron of Redpine", Items(&["Tamsin Yarrow"])),
    ("who patronizes Redpine", Items(&["Tamsin Yarrow"])),
    (
        "which companies does Bram Tolliver patronize",
        Items(&["Lanternworks"]),
    ),
    (
        "which companies are patronized by Bram Tolliver",
        Items(&["Lanternworks"]),
    ),
    (
        "which companies are patronized",
        Items(&["Lanternworks", "Redpine"]),
    ),
    (
        "which companies are not patronized by Bram Tolliver",
        Items(&["Quillmere", "Redpine"]),
    ),
    ("is Redpine patronized by Tamsin Yarrow", Yes),
    ("does Tamsin Yarrow patronize Redpine", Yes),
    ("is Tamsin Yarrow the patron of Redpine", Yes),
    ("how many companies have a patron", Count(2)),
    (
        "how many companies are patronized by Bram Tolliver",
        Count(1),
    ),
    ("红松的庇护人是谁", Items(&["Tamsin Yarrow"])),
    ("谁庇护红松", Items(&["Tamsin Yarrow"])),
    ("托利弗庇护哪些公司", Items(&["Lanternworks"])),
    ("红松受耶罗庇护吗", Yes),
    ("红松被耶罗庇护吗", Yes),
    ("耶罗是红松的庇护人吗", Yes),
    ("多少公司有庇护人", Count(2)),
    ("多少公司被托利弗庇护", Count(1)),
];

const EVENTS: &[(&str, Wanted)] = &[
    (
        "who inspected Redpine",
        Items(&["Bram Tolliver", "Tamsin Yarrow"]),
    ),
    (
        "whom did Bram Tolliver inspect",
        Items(&["Lanternworks", "Redpine"]),
    ),
    (
        "which companies were inspected by Bram Tolliver",
        Items(&["Lanternworks", "Redpine"]),
    ),
    (
        "companies that Tamsin Yarrow inspected",
        Items(&["Redpine"]),
    ),
    (
        "officials who inspected Lanternworks",
        Items(&["Bram Tolliver"]),
    ),
    (
        "which companies were inspected in 2024",
        Items(&["Redpine"]),
    ),
    ("who inspected Redpine in 2025?", Items(&["Bram Tolliver"])),
    (
        "who inspected Redpine before 2025",
        Items(&["Tamsin Yarrow"]),
    ),
    (
        "when was Redpine inspected",
        Dates(&["2024-03-05", "2025-02"]),
    ),
    (
        "when did Bram Tolliver inspect Lanternworks",
        Dates(&["2025-04-09"]),
    ),
    ("was Redpine inspected", Yes),
    ("did Tamsin Yarrow inspect Redpine?", Yes),
    ("how many companies were inspected", Count(2)),
    ("how many inspections were there in 2025", Count(2)),
    ("how often was Redpine inspected", Count(2)),
    ("which companies were not inspected", Items(&["Quillmere"])),
    ("谁巡检了红松", Items(&["Bram Tolliver", "Tamsin Yarrow"])),
    ("红松被谁巡检过", Items(&["Bram Tolliver", "Tamsin Yarrow"])),
    (
        "托利弗巡检了哪些公司？",
        Items(&["Lanternworks", "Redpine"]),
    ),
    (
        "被托利弗巡检的公司有哪些",
        Items(&["Lanternworks", "Redpine"]),
    ),
    ("2024年哪些公司被巡检", Items(&["Redpine"])),
    ("红松什么时候被巡检", Dates(&["2024-03-05", "2025-02"])),
    ("红松被巡检过吗", Yes),
    ("有多少公司被巡检过", Count(2)),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worlds/own-words")
}

fn file(name: &str) -> String {
    fs::read_to_string(folder().join(name)).expect("the world is whole")
}

/// The facts, under our ontology and what the world adds to it.
fn world() -> Snapshot {
    let ours = files::file("actorgraph.ttl").expect("the program is whole");
    let ontology = Ontology::parse(&format!("{ours}\n{}", file("ontology.ttl")));
    let ontology = ontology.expect("well-formed");
    let rules = files::rules().into_iter();
    let rules = rules.map(|rule| Rule::parse(rule.name, rule.text).expect("a rule"));
    let rules: Vec<Rule> = rules.collect();
    let mut claims = Builder::default();
    let facts = folder().join("facts.trig");
    read_file(&facts, |quad| claims.claim(&quad)).expect("the facts are read");
    let pack = assemble(claims, &ontology, &rules, &|| ControlFlow::Continue(()))
        .expect("a small dataset");
    let whole = Snapshot::new(Arc::new(pack), Day::constant(2026, 8, 1));
    let scope = Scope::as_of(Day::constant(2026, 8, 1));
    whole.scoped(scope).expect("no source is named")
}

/// Our lexicons, with the entries of the world or without.
fn lexicons(with_entries: bool) -> Vec<Lexicon> {
    let lexicon = |name: &str| {
        let ours = files::file(name).expect("the program is whole");
        let added = if with_entries {
            file(name)
        } else {
            String::new()
        };
        Lexicon::parse(&format!("{ours}\n{added}")).expect("well-formed")
    };
    ["lexicon.en.ttl", "lexicon.zh.ttl"].map(lexicon).into()
}

fn fault(answer: &Answer, wanted: &Wanted) -> Option<String> {
    let mut items: Vec<&str> = answer
        .items
        .iter()
        .map(|item| item.label.as_str())
        .collect();
    items.sort_unstable();
    let dates: Vec<String> = answer.dates.iter().map(ToString::to_string).collect();
    let right = answer.outcome == Outcome::Answered
        && match wanted {
            Items(wanted) => items == *wanted,
            Yes => answer.boolean == Some(true),
            Count(wanted) => answer.count == Some(*wanted),
            Dates(wanted) => dates == *wanted,
        };
    let told = || {
        format!(
            "{:?} {items:?} {:?} {:?} {dates:?} | {} | {}",
            answer.outcome, answer.boolean, answer.count, answer.text, answer.interpretation
        )
    };
    (!right).then(told)
}

/// Asks everything, with the entries in the lexicons and without.
fn ask_all(cases: &[(&str, Wanted)]) {
    let snapshot = world();
    let linker = Linker::new(&snapshot);
    let ask = |speeches: &Speeches, question: &str| {
        let asker = Asker::new(&snapshot, &linker, speeches);
        asker.ask(question).expect("no question is an error")
    };
    let without = Speeches::new(lexicons(false), &snapshot);
    let with = Speeches::new(lexicons(true), &snapshot);
    let mut faults = Vec::new();
    for (question, wanted) in cases {
        let before = ask(&without, question);
        if before.outcome == Outcome::Answered {
            faults.push(format!(
                "{question}\n    answered without an entry: {}",
                before.text
            ));
        }
        if let Some(fault) = fault(&ask(&with, question), wanted) {
            faults.push(format!("{question}\n    {fault}"));
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {} questions\n{}",
        faults.len(),
        cases.len(),
        faults.join("\n")
    );
}

#[test]
fn a_new_property_can_be_asked_about() {
    ask_all(PROPERTIES);
}

#[test]
fn a_new_kind_of_event_can_be_asked_about() {
    ask_all(EVENTS);
}
