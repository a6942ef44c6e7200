//! Questions as Markdown files in `tests/cases/ask`: a new case is a new section, no Rust needed.
//!
//! A section holds prose, one or more `ask:` lines (wordings of the same question) and what every
//! one of them must give. Lines before the first section hold for the whole file.

use actorgraph::ask::{Answer, Asker, Outcome, Speeches};
use actorgraph::model::Scope;
use actorgraph::resolve::Linker;
use jiff::civil::Date as Day;
use std::fs;
use std::path::Path;

/// One expectation: its word and its value.
type Line = (String, String);

struct Case {
    title: String,
    questions: Vec<String>,
    lines: Vec<Line>,
}

fn read(text: &str) -> (Vec<Line>, Vec<Case>) {
    const WORDS: &[&str] = &[
        "source",
        "as-of",
        "known-at",
        "ask",
        "outcome",
        "answers",
        "among answers",
        "boolean",
        "count",
        "dates",
        "text",
        "interpretation",
        "caveat",
        "evidence",
    ];
    let mut common = Vec::new();
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case {
                title: title.to_owned(),
                questions: Vec::new(),
                lines: Vec::new(),
            });
            continue;
        }
        let Some((word, value)) = line.split_once(':') else {
            continue;
        };
        if !WORDS.contains(&word) {
            // Prose begins with a capital: what looks like a word of a case and is none would check nothing.
            let said = word.starts_with(|c: char| !c.is_ascii_lowercase()) || word.contains("://");
            assert!(said, "no word of a case: {line}");
            continue;
        }
        let value = value.trim().to_owned();
        match (cases.last_mut(), word) {
            (None, _) => common.push((word.to_owned(), value)),
            (Some(case), "ask") => case.questions.push(value),
            (Some(case), _) => case.lines.push((word.to_owned(), value)),
        }
    }
    (common, cases)
}

fn check(answer: &Answer, (word, value): &Line) -> Result<(), String> {
    let labels: Vec<&str> = answer
        .items
        .iter()
        .map(|item| item.label.as_str())
        .collect();
    let wanted: Vec<&str> = value.split(';').map(str::trim).collect();
    let fits = match word.as_str() {
        "outcome" => {
            let outcome = match answer.outcome {
                Outcome::Answered => "answered",
                Outcome::Unknown => "unknown",
                Outcome::Ambiguous => "ambiguous",
            };
            outcome == value
        }
        "answers" => {
            let mut labels = labels.clone();
            let mut wanted = wanted.clone();
            labels.sort_unstable();
            wanted.sort_unstable();
            labels == wanted
        }
        "among answers" => wanted.iter().all(|name| labels.contains(name)),
        "boolean" => answer.boolean == Some(value == "yes"),
        "count" => answer.count.map(|count| count.to_string()).as_deref() == Some(value),
        "dates" => {
            answer
                .dates
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                == wanted
        }
        "text" => answer.text.contains(value.as_str()),
        "interpretation" => answer.interpretation == *value,
        "caveat" => answer
            .caveats
            .iter()
            .any(|caveat| caveat.contains(value.as_str())),
        "evidence" => answer
            .evidence
            .iter()
            .any(|piece| piece.source.id == *value),
        _ => true,
    };
    match fits {
        true => Ok(()),
        false => Err(format!(
            "expected {word}: {value}\n      got {:?} {labels:?} {:?} {:?} {:?}\n      text: {}\n      read: {}\n      caveats: {:?}",
            answer.outcome,
            answer.boolean,
            answer.count,
            answer.dates,
            answer.text,
            answer.interpretation,
            answer.caveats
        )),
    }
}

#[test]
fn questions() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/ask");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("readable").path())
        .collect();
    files.sort();
    let (mut asked, mut faults) = (0, Vec::new());
    for file in files {
        let (common, cases) = read(&fs::read_to_string(&file).expect("readable"));
        for case in cases {
            let value = |word: &str| {
                case.lines
                    .iter()
                    .chain(&common)
                    .find(|(known, _)| known == word)
                    .map(|(_, value)| value.as_str())
            };
            let day = |text: &str| text.parse::<Day>().expect("a day");
            let mut scope = Scope::as_of(day(value("as-of").unwrap_or("2026-11-22")));
            scope.known_at = value("known-at").map(day);
            scope.sources = value("source").map(str::to_owned).into_iter().collect();
            let whole = actorgraph::builtin::builtin(scope.as_of).expect("the program is whole");
            let snapshot = whole.scoped(scope).expect("the source is known");
            let linker = Linker::new(&snapshot);
            let speeches = Speeches::builtin(&snapshot);
            let asker = Asker::new(&snapshot, &linker, &speeches);
            assert!(!case.questions.is_empty(), "{}: no question", case.title);
            for question in &case.questions {
                asked += 1;
                let answer = asker.ask(question).expect("no question is an error");
                for line in &case.lines {
                    if let Err(fault) = check(&answer, line) {
                        faults.push(format!(
                            "{}: {}\n  ask: {question}\n    {fault}",
                            file.display(),
                            case.title
                        ));
                    }
                }
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} faults in {asked} questions\n{}",
        faults.len(),
        faults.join("\n")
    );
}
