//! Questions with their answers: what is answered rightly stays so.
//!
//! `tests/questions/README.md` tells where they come from and how they are judged.

use actorgraph::app::{self, Dataset, Session};
use actorgraph::{Day, Scope};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions")
}

fn cases(file: &str) -> Vec<Value> {
    let path = folder().join(file);
    let text = fs::read_to_string(path).expect("the questions are there");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("one JSON object a line"))
        .collect()
}

/// The strings of a list; nothing for `null`.
fn texts(value: &Value) -> Vec<String> {
    let all = value.as_array().into_iter().flatten();
    all.filter_map(|text| text.as_str().map(str::to_owned))
        .collect()
}

/// Returns the answer to a case as the JSON of the command. Datasets stay open for the next case.
fn answer(case: &Value, opened: &mut BTreeMap<String, Session>) -> Value {
    let day = |name: &str| -> Option<Day> { case[name].as_str()?.parse().ok() };
    let scope = Scope {
        as_of: day("as_of").unwrap_or(Day::constant(2026, 8, 1)),
        known_at: day("known_at"),
        sources: texts(&case["sources"]),
    };
    let session = opened.entry(format!("{scope:?}")).or_insert_with(|| {
        Session::open(Dataset::Builtin, scope).expect("the built-in dataset opens")
    });
    let question = case["question"].as_str().unwrap_or_default();
    match app::ask(session, question) {
        Ok(reply) => serde_json::to_value(reply).expect("a reply is JSON"),
        Err(error) => serde_json::json!({ "status": "unknown", "text": error.to_string() }),
    }
}

/// Tells what is wrong with an answer, if anything is.
fn fault(case: &Value, answer: &Value) -> Option<String> {
    let field = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let status = field(answer, "status");
    if texts(&case["also_ok_status"]).contains(&status) {
        let denied = field(case, "status") == "unknown" && answer["boolean"] == Value::Bool(true);
        return denied.then(|| "said yes".to_owned());
    }
    if status != field(case, "status") {
        return Some(format!("status {status}"));
    }
    let kind = field(answer, "kind");
    let kinds = [texts(&case["also_ok_kinds"]), vec![field(case, "kind")]].concat();
    if !case["kind"].is_null() && !kinds.contains(&kind) {
        return Some(format!("kind {kind}"));
    }
    let listed = |answered: Vec<String>, name: &str, free: bool| {
        let wanted: BTreeSet<String> = texts(&case[name]).into_iter().collect();
        let also = texts(&case[format!("also_ok_{name}")]);
        let answered: BTreeSet<String> = answered.into_iter().collect();
        let more = answered.difference(&wanted);
        let strange: Vec<&String> = more.filter(|one| !also.contains(one)).collect();
        let missing: Vec<&String> = wanted.difference(&answered).collect();
        let strange = if free || also.contains(&"*".to_owned()) {
            Vec::new()
        } else {
            strange
        };
        let right = case[name].is_null() || (missing.is_empty() && strange.is_empty());
        (!right).then(|| format!("{name}: missing {missing:?}, strange {strange:?}"))
    };
    let items = answer["answers"].as_array().into_iter().flatten();
    let ids = items.filter_map(|item| item["id"].as_str().map(str::to_owned));
    // Values have no ids; they are judged by what the answer says.
    let ids: Vec<String> = ids.collect();
    let values = ids.is_empty()
        && answer["answers"]
            .as_array()
            .is_some_and(|all| !all.is_empty());
    if let Some(fault) = listed(ids, "ids", kind == "path").filter(|_| !values) {
        return Some(fault);
    }
    if let Some(fault) = listed(texts(&answer["dates"]), "dates", false) {
        return Some(fault);
    }
    if !case["boolean"].is_null() && case["boolean"] != answer["boolean"] {
        return Some(format!("boolean {}", answer["boolean"]));
    }
    let counts = case["also_ok_counts"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    if !case["count"].is_null()
        && case["count"] != answer["count"]
        && !counts.contains(&answer["count"])
    {
        return Some(format!("count {}", answer["count"]));
    }
    let told = [vec![field(answer, "text")], texts(&answer["caveats"])].concat();
    let told = told.join("\n").to_lowercase();
    let says = |text: &String| told.contains(&text.to_lowercase());
    if let Some(text) = texts(&case["must_contain"]).iter().find(|text| !says(text)) {
        return Some(format!("does not say {text}"));
    }
    let any = texts(&case["must_contain_any"]);
    if !any.is_empty() && !any.iter().any(says) {
        return Some(format!("says none of {any:?}"));
    }
    let bad = texts(&case["must_not_contain"]);
    bad.iter()
        .find(|text| says(text))
        .map(|text| format!("says {text}"))
}

#[expect(clippy::print_stdout, reason = "faults are shown on demand")]
/// The right ones by id, and how each subject fares: right, honestly unknown, wrong.
fn run(file: &str) -> (BTreeSet<String>, BTreeMap<String, [usize; 3]>) {
    let (mut right, mut subjects) = (BTreeSet::new(), BTreeMap::new());
    let mut opened = BTreeMap::new();
    for case in cases(file) {
        let answer = answer(&case, &mut opened);
        let id = case["id"].as_str().unwrap_or_default().to_owned();
        let subject = case["subject"].as_str().unwrap_or_default().to_owned();
        let counts: &mut [usize; 3] = subjects.entry(subject).or_default();
        let fault = fault(&case, &answer);
        if let (Some(fault), true) = (&fault, std::env::var_os("SHOW").is_some()) {
            println!(
                "{id} {}\n    {fault}\n    {}\n    = {}\n    {}",
                case["question"], answer["text"], answer["interpretation"], answer["words"]
            );
        }
        match fault {
            None => {
                counts[0] += 1;
                right.insert(id);
            }
            Some(_) if answer["status"] == "unknown" => counts[1] += 1,
            Some(_) => counts[2] += 1,
        }
    }
    (right, subjects)
}

#[test]
fn questions_answered_rightly_stay_so() {
    let path = folder().join("passes.txt");
    let (right, _) = run("development.jsonl");
    if std::env::var_os("REGEN").is_some() {
        let lines: Vec<&str> = right.iter().map(String::as_str).collect();
        fs::write(&path, lines.join("\n") + "\n").expect("the list can be written");
    }
    let list = fs::read_to_string(&path).expect("the list is there");
    let list: BTreeSet<String> = list.lines().map(str::to_owned).collect();
    let lost: Vec<&String> = list.difference(&right).collect();
    assert!(lost.is_empty(), "answered rightly before: {lost:?}");
    let new: Vec<&String> = right.difference(&list).collect();
    assert!(
        new.is_empty(),
        "answered rightly now; write the list again with REGEN=1: {new:?}"
    );
}

#[test]
#[ignore = "held back until the first full run of a new grammar"]
#[expect(clippy::print_stdout, reason = "it is run to read what it tells")]
fn held_back() {
    let chosen = std::env::var("QUESTIONS").ok();
    let files = match &chosen {
        Some(file) => vec![file.as_str()],
        None => vec!["development.jsonl", "held-back.jsonl"],
    };
    for file in files {
        let (right, subjects) = run(file);
        println!("{file}: {} right", right.len());
        for (subject, [right, unknown, wrong]) in subjects {
            println!("  {subject:<28} {right:>3} right {unknown:>3} unknown {wrong:>3} wrong");
        }
    }
}
