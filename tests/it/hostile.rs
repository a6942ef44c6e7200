//! Whatever comes in from outside: no panic, and an answer or an error.

use actorgraph::ask::{Asker, Speeches};
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_as_tables_give_rows_or_faults(companies in table(), sources in table()) {
        let folder = Folder::new("tables");
        fs::write(folder.0.join("companies.csv"), companies).expect("written");
        fs::write(folder.0.join("sources.csv"), sources).expect("written");
        let ontology = files::ontology().expect("the program is whole");
        let _ = tables::read(&folder.0, &ontology);
    }

    #[test]
    fn any_text_as_question_gives_an_answer(text in question()) {
        let snapshot = builtin(Day::constant(2026, 11, 22)).expect("the program is whole");
        let linker = Linker::new(&snapshot);
        let speeches = Speeches::builtin(&snapshot);
        let answer = Asker::new(&snapshot, &linker, &speeches).ask(&text);
        prop_assert!(answer.is_ok_and(|answer| !answer.text.is_empty()));
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
