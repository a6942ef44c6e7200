//! The time that a question takes, against what it may take: half of them, all but one in a hundred, and
//! the worst.
//!
//! Divan tells medians; what is promised here is told by the slowest as well, so this counts by itself.

#[path = "world/names.rs"]
mod names;

use actorgraph::app::{self, Dataset, Session};
use actorgraph::ask::{Asker, Speeches};
use actorgraph::{Day, Scope};
use std::hint::black_box;
use std::time::{Duration, Instant};

const QUESTIONS: &str = include_str!("../tests/questions/development.jsonl");
/// How often each question is asked.
const ROUNDS: usize = 3;

fn main() {
    let chosen = std::env::args().skip(1).find(|word| !word.starts_with('-'));
    let parts: [(&str, fn()); 3] = [
        ("builtin", builtin),
        ("hostile", hostile),
        ("million", million),
    ];
    for (name, part) in parts {
        if chosen.as_deref().is_none_or(|chosen| chosen == name) {
            part();
        }
    }
}

fn session() -> Session {
    let scope = Scope::as_of(Day::constant(2026, 8, 1));
    Session::open(Dataset::Builtin, scope).expect("the program is whole")
}

fn questions() -> Vec<String> {
    let text = |line: &str| -> String {
        let case: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
        case["question"].as_str().expect("it asks").to_owned()
    };
    QUESTIONS.lines().map(text).collect()
}

/// Every question of the development set, read, answered and told.
fn builtin() {
    let (session, questions) = (session(), questions());
    let ask = |question: &str| drop(black_box(app::ask(&session, question)));
    measure("questions, built-in data", &questions, ROUNDS, ask);
}

/// Words of questions thrown together, and texts as long as a line may be.
fn hostile() {
    let (session, questions) = (session(), questions());
    let words: Vec<&str> = questions.iter().flat_map(|text| text.split(' ')).collect();
    let mut seed = 1_u64;
    let mut next = || {
        // Constants of Knuth's MMIX.
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        words[(seed >> 33) as usize % words.len()]
    };
    let mut texts = Vec::new();
    for count in [5, 10, 20, 40, 60] {
        for first in ["who", "what", "why", "how", "was", "which"] {
            for _ in 0..10 {
                let text: Vec<&str> = (0..count).map(|_| next()).collect();
                texts.push(format!("{first} {}", text.join(" ")));
            }
        }
    }
    texts.push("DeepSeek, ".repeat(31));
    texts.push("the list of the list of ".repeat(10));
    texts.push("在清单上".repeat(15));
    texts.push("listing court ".repeat(4600));
    texts.push("列入清单".repeat(5400));
    let ask = |question: &str| drop(black_box(app::ask(&session, question)));
    measure("anything, built-in data", &texts, 1, ask);
}

/// Names of a question found among a million, and the whole question.
fn million() {
    let (snapshot, linker) = names::large();
    let mut questions = questions();
    for name in [
        "bachenda fuguohai Holdings",
        "bachenda fuguhai Holdings",
        "bachenda",
        "chenbada International",
        "International Trading Technology Semiconductor Electronics",
        "Bachenda fuguoha Tradng Holdings",
    ] {
        questions.push(format!("is {name} on the 1260H list"));
        questions.push(format!(
            "who asked that {name} and {name} Ltd be listed in 2025"
        ));
    }
    let stop = |word: &str| ["is", "on", "the", "who", "in", "be", "and", "of"].contains(&word);
    let link = |question: &str| drop(black_box(linker.mentions(question, true, stop)));
    measure(
        "names of a question, a million names",
        &questions,
        ROUNDS,
        link,
    );
    let speeches = Speeches::builtin(snapshot);
    let asker = Asker::new(snapshot, linker, &speeches);
    let ask = |question: &str| drop(black_box(asker.ask(question)));
    measure("questions, a million names", &questions, 1, ask);
}

/// Does something to each text, some times over, and tells how long it took.
#[expect(clippy::print_stdout, reason = "a bench tells what it measured")]
fn measure(what: &str, texts: &[String], rounds: usize, work: impl Fn(&str)) {
    // What is made ready once is no part of it.
    texts.iter().for_each(|text| work(text));
    let mut times: Vec<(Duration, &str)> = Vec::new();
    for text in texts.iter().cycle().take(rounds * texts.len()) {
        let start = Instant::now();
        work(text);
        times.push((start.elapsed(), text));
    }
    times.sort();
    let at = |part: usize| times[(times.len() * part / 100).min(times.len() - 1)].0;
    let (worst, slowest) = times[times.len() - 1];
    let slowest: String = slowest.chars().take(60).collect();
    println!(
        "{what}: median {:.2?}, 95 % {:.2?}, 99 % {:.2?}, worst {worst:.2?} ({slowest})",
        at(50),
        at(95),
        at(99),
    );
}
