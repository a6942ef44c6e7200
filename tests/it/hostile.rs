//! Whatever comes in from outside: no panic, and an answer or an error.

use actorgraph::ask::{Answer, Asker, Speeches};
use actorgraph::import::tables;
use actorgraph::ontology::files;
use actorgraph::path::{Ends, Options, PathError, Search, Via};
use actorgraph::resolve::Linker;
use actorgraph::store::Query;
use actorgraph::view::View;
use actorgraph::{Day, builtin};
use oxrdf::NamedNode;
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// A folder of this test run, removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("actorgraph-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Bytes that look like a table now and then, with all that breaks one.
fn table() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"id,name,sources\n".to_vec()),
        Just(b"\xEF\xBB\xBF".to_vec()),
        Just(b"\"".to_vec()),
        Just(b",".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"alibaba,Alibaba,seed\n".to_vec()),
        Just(b"\x93quoted\x94".to_vec()),
        Just(b"2026-02-30;;\0".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..40),
    ];
    proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
}

/// Texts out of words that the grammar knows, and any others.
fn question() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        proptest::sample::select(vec![
            "who",
            "was",
            "requested",
            "DeepSeek",
            "by",
            "the",
            "list",
            "companies",
            "that",
            "not",
            "in",
            "2026",
            "'s",
            "and",
            "how many",
            "removed",
            "BYD",
            "on",
            "1260H",
            "?",
            "清单",
            "of",
            "lawsuit",
            "connected to",
            "since",
            "when",
            "小米",
            "\u{202E}",
            "\"",
            "{",
            "}",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,12}",
    ];
    proptest::collection::vec(word, 0..16).prop_map(|words| words.join(" "))
}

/// The longest question that is tried, in bytes.
const LONGEST: usize = 1 << 16;

/// How long a question may take, in a build for tests on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(20);

/// Texts that nobody asks: long, of control characters, of many scripts, of other languages for
/// machines, or one inside the other without end. All are at most [`LONGEST`] bytes.
fn nonsense() -> impl Strategy<Value = String> {
    let scripts =
        "[a-zÀ-ɏα-ωа-яא-תا-ي一-鿿가-힣ぁ-んก-๛😀-🙏\u{300}-\u{36f}\u{200b}-\u{200f} ]{0,60}";
    let sparql = proptest::sample::select(vec![
        "SELECT * WHERE {",
        "?s ?p ?o .",
        "} UNION {",
        "FILTER(?x = <urn:x>)",
        "<https://w3id.org/actorgraph/ns#target>",
        "ag:Company",
        "\"DeepSeek\"@en",
        "} ; DROP ALL ; INSERT DATA {",
        "SERVICE <urn:x> {",
        "^ag:agent|ag:target*",
        "\\",
        "'''",
    ]);
    let sparql = proptest::collection::vec(sparql, 0..12).prop_map(|parts| parts.join(" "));
    prop_oneof![
        proptest::collection::vec(any::<char>(), 0..200).prop_map(String::from_iter),
        proptest::collection::vec(0..0xa0_u8, 0..200)
            .prop_map(|bytes| bytes.into_iter().map(char::from).collect()),
        (any::<String>(), 0..LONGEST).prop_map(|(text, length)| {
            let times = length / text.len().max(1);
            text.repeat(times)
        }),
        scripts,
        sparql,
        (question(), marks()).prop_map(|(text, marks)| format!("{marks}{text}{marks}")),
        nested(),
    ]
}

/// What surrounds a question pasted from somewhere else.
fn marks() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec![
        "\0", "\u{7}", "\r\n", "\u{feff}", "}}", "<>", "?", "？", "…", "--", "%s", "\u{2028}",
        "\t\t",
    ])
}

/// Words that go on: few times, so that they are read, or so often that they are not.
fn nested() -> impl Strategy<Value = String> {
    let times = prop_oneof![1..7_usize, 40..9000_usize];
    let nested = proptest::sample::select(vec![
        ("who requested ", "DeepSeek, ", ""),
        ("which companies ", "and BYD and Xiaomi ", "sued"),
        (
            "",
            "the letters of the companies that sued the ",
            "Pentagon",
        ),
        ("", "who asked whether ", "BYD was listed"),
        ("is ", "not ", "BYD listed"),
        ("", "the list's ", "companies"),
        ("小米", "的公司", "是什么"),
        ("", "的", ""),
        ("谁要求", "把小米和", "比亚迪列入清单"),
        ("", ",", ""),
        ("", "and ", ""),
        ("", "who ", "?"),
        ("", "which company ", "sued whom"),
        ("companies ", "listed in 2024 ", ""),
        ("", "DeepSeek Xiaomi 1260H ", ""),
        ("", "more than 3 ", "letters"),
        ("", "(", ")"),
        ("", "x", ""),
        ("", "中", ""),
        ("DeepSeek", ":", ""),
        ("DeepSeek ", "– ", ""),
        ("", "U.S. ", ""),
    ]);
    (nested, times).prop_map(|((start, middle, end), times)| {
        let times = times.min((LONGEST - start.len() - end.len()) / middle.len());
        [start, &middle.repeat(times), end].concat()
    })
}

/// Questions as people ask them.
fn sensible() -> impl Strategy<Value = String> {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/questions/development.jsonl"
    );
    let asked = fs::read_to_string(file).expect("the questions are there");
    let question = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).ok()?;
        Some(case["question"].as_str()?.to_owned())
    };
    let asked: Vec<String> = asked.lines().filter_map(question).collect();
    proptest::sample::select(asked)
}

/// Asks about the built-in data, which are opened once.
fn ask(question: &str) -> Answer {
    static READY: OnceLock<(actorgraph::Snapshot, Linker, Speeches)> = OnceLock::new();
    let (snapshot, linker, speeches) = READY.get_or_init(|| {
        let snapshot = builtin(Day::constant(2026, 11, 22)).expect("the program is whole");
        let linker = Linker::new(&snapshot);
        let speeches = Speeches::builtin(&snapshot);
        (snapshot, linker, speeches)
    });
    let asker = Asker::new(snapshot, linker, speeches);
    asker.ask(question).expect("no question is an error")
}

/// The question with its first letter in the other case, unless its first word lives by its case,
/// as `US` does.
fn recased(question: &str) -> Option<String> {
    let first = question.chars().next().filter(char::is_ascii_alphabetic)?;
    let word = question.split(|c: char| !c.is_alphanumeric()).next()?;
    let small = |c: char| c.is_lowercase();
    if word.len() < 2 || !word[1..].chars().all(small) {
        return None;
    }
    let other = match first.is_ascii_lowercase() {
        true => first.to_ascii_uppercase(),
        false => first.to_ascii_lowercase(),
    };
    Some(format!("{other}{}", &question[1..]))
}

/// What an answer says; in small letters, since it may quote the question.
fn said(question: &str) -> (String, Vec<String>) {
    let answer = ask(question);
    let caveats = answer.caveats.iter();
    (
        answer.text.to_lowercase(),
        caveats.map(|caveat| caveat.to_lowercase()).collect(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_as_tables_give_rows_or_faults(companies in table(), sources in table()) {
        let folder = Folder::new("tables");
        fs::write(folder.0.join("companies.csv"), companies).expect("written");
        fs::write(folder.0.join("sources.csv"), sources).expect("written");
        let ontology = files::ontology().expect("the program is whole");
        let _ = tables::read(&folder.0, ontology);
    }

    #[test]
    fn any_text_as_question_gives_an_answer(text in prop_oneof![question(), nonsense()]) {
        prop_assert!(text.len() <= LONGEST);
        let start = Instant::now();
        let answer = ask(&text);
        let took = start.elapsed();
        prop_assert!(!answer.text.is_empty());
        prop_assert!(took < PATIENCE, "{took:?}");
    }

    #[test]
    fn case_and_mark_of_a_question_say_nothing(text in sensible()) {
        let answer = said(&text);
        if let Some(recased) = recased(&text) {
            prop_assert_eq!(&said(&recased), &answer, "{}", recased);
        }
        let bare = text.trim_end_matches(['?', '？', '.', '。', ' ']);
        for mark in ["", "?", "？", " ?", "??"] {
            let marked = format!("{bare}{mark}");
            prop_assert_eq!(&said(&marked), &answer, "{}", marked);
        }
    }

    #[test]
    fn any_text_as_expression_is_searched_or_not(
        text in "(ag:a|b|<urn:c>|\\(|\\)|!|/|\\^|\\||\\*|\\+|\\?|\\{[0-9]{0,4}|,[0-9]{0,2}|\\}| |\\PC){0,60}",
    ) {
        let resolve = |name: &str| {
            let local = name.strip_prefix("ag:").unwrap_or(name);
            NamedNode::new(format!("urn:{local}")).ok().map(Via::from)
        };
        match Via::parse(&text, resolve) {
            Err(fault) => prop_assert!(fault.column <= text.chars().count()),
            Ok(via) => {
                let options = Options { via: Some(via), max_hops: Some(2), ..Options::default() };
                let view = View::from_edges([]).expect("nothing is small");
                match Search::new(&view, &Ends::Any, &Ends::Any, options) {
                    Ok(search) => prop_assert_eq!(search.routes().count(), 0),
                    Err(error) => prop_assert_eq!(error, PathError::TooComplex),
                }
            }
        }
    }

    #[test]
    fn any_text_as_query_parses_or_not(text in "(SELECT|ASK|\\?x|\\{|\\}|\\(|\\)|!|/|\\^|<|>|\"| |ag:|\\PC){0,80}") {
        let _ = Query::parse(&text);
    }
}
