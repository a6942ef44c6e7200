//! The article, sentence by sentence: every row that `tests/article.md` names is in the data and is
//! claimed by the article itself.

use actorgraph::builtin::builtin;
use actorgraph::model::{Scope, thing};
use oxrdf::{GraphName, NamedOrBlankNode};
use std::collections::HashSet;
use std::fs;

#[test]
fn every_sentence_is_carried_by_rows_of_the_article() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/article.md");
    let text = fs::read_to_string(path).expect("the list of sentences is there");
    let day = jiff::civil::date(2026, 11, 22);
    let whole = builtin(day).expect("the program is whole");
    let article = whole
        .scoped(Scope::as_of(day).with_source("seed-article"))
        .expect("a known source");
    let graph: GraphName = thing("seed-article").into();
    let claimed: HashSet<NamedOrBlankNode> = article
        .all_quads()
        .filter(|quad| quad.graph_name == graph)
        .map(|quad| quad.subject)
        .collect();
    let (mut sentences, mut with_rows, mut lacking) = (0, 0, Vec::new());
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [number, _, rows] = cells[..] else {
            panic!("three columns expected: {line}")
        };
        if number.parse::<usize>().is_err() {
            continue;
        }
        sentences += 1;
        with_rows += usize::from(rows != "–");
        for id in rows.split(';').map(str::trim).filter(|id| *id != "–") {
            if !claimed.contains(&thing(id).into()) {
                lacking.push(format!("{number}: {id}"));
            }
        }
    }
    assert!(
        lacking.is_empty(),
        "not claimed by the article: {lacking:?}"
    );
    assert!(
        sentences >= 35 && with_rows >= 25,
        "{sentences} sentences, {with_rows} with rows"
    );
}
