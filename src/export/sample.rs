//! Small values for the tests of this room.

use crate::model::{Date, thing, vocab};
use crate::store::Table;
use crate::view::{Link, Node, Subgraph};
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use proptest::prelude::*;

pub(crate) fn node(iri: &str, label: &str, label_zh: Option<&str>) -> Node {
    Node {
        iri: NamedNode::new(iri).unwrap(),
        label: label.to_owned(),
        label_zh: label_zh.map(str::to_owned),
        class: vocab::COMPANY.into_owned(),
        url: None,
        rank: None,
        value: None,
    }
}

/// Two companies, a politician and an agency; one link was withdrawn, one is read backwards.
pub(crate) fn subgraph() -> Subgraph {
    let ours = |id: &str, label: &str, zh, class: NamedNodeRef<'_>, rank| Node {
        class: class.into_owned(),
        rank,
        ..node(thing(id).as_str(), label, zh)
    };
    let link =
        |from, to, relation: NamedNodeRef<'_>, label: &str, date: &str, events: &[&str]| Link {
            from,
            to,
            relation: relation.into_owned(),
            label: label.to_owned(),
            date: date.parse::<Date>().ok(),
            events: events.iter().map(|id| thing(id)).collect(),
            sources: vec![thing("seed-article")],
            withdrawn: false,
            value: None,
        };
    let mut nodes = vec![
        ours(
            "alibaba",
            "Alibaba Group Holding Limited",
            Some("阿里巴巴集团控股有限公司"),
            vocab::COMPANY,
            Some(3),
        ),
        ours(
            "deepseek",
            "DeepSeek",
            Some("深度求索"),
            vocab::COMPANY,
            Some(0),
        ),
        ours(
            "dod",
            "Department of \"War\" & Defense",
            None,
            vocab::AGENCY,
            Some(2),
        ),
        ours(
            "john-moolenaar",
            "John Moolenaar",
            None,
            vocab::OFFICIAL,
            Some(1),
        ),
    ];
    nodes[1].url = Some("https://www.deepseek.com/?a=1&b=2".to_owned());
    let mut links = vec![
        link(
            0,
            2,
            vocab::LISTED_BY,
            "listed by",
            "2026-02-13",
            &["alibaba-listing"],
        ),
        link(
            1,
            3,
            vocab::REQUESTED_BY,
            "requested by",
            "2025-12",
            &["letter-1", "letter-2"],
        ),
        link(3, 2, vocab::ADDRESSED_TO, "addressed to", "", &[]),
    ];
    links[0].withdrawn = true;
    links[0].sources.push(thing("reuters-2026-02"));
    Subgraph {
        nodes,
        links,
        measure: None,
    }
}

/// Any text, with more than its share of the characters that some format treats as its own.
pub(crate) fn text() -> impl Strategy<Value = String> {
    let special: Vec<char> = "\0\u{7}\t\n\r \"\\'<>&;#=,]|{}%\u{85}\u{2028}\u{FFFE}中é"
        .chars()
        .collect();
    let any = prop_oneof![any::<char>(), prop::sample::select(special)];
    prop::collection::vec(any, 0..12).prop_map(String::from_iter)
}

/// Any texts on up to six nodes and eight links.
pub(crate) fn any_subgraph() -> impl Strategy<Value = Subgraph> {
    let nodes = prop::collection::vec((text(), prop::option::of(text())), 1..6);
    let links = prop::collection::vec((text(), 0usize..6, 0usize..6, any::<bool>()), 0..8);
    (nodes, links).prop_map(|(nodes, links)| {
        let count = nodes.len();
        let nodes = nodes
            .into_iter()
            .enumerate()
            .map(|(number, (label, zh))| Node {
                rank: (number % 3 > 0).then_some(number / 2),
                ..node(thing(&format!("n{number}")).as_str(), &label, zh.as_deref())
            });
        let links = links.into_iter().map(|(label, from, to, withdrawn)| Link {
            from: from % count,
            to: to % count,
            relation: vocab::OWNED_BY.into_owned(),
            label,
            date: None,
            events: Vec::new(),
            sources: Vec::new(),
            withdrawn,
            value: None,
        });
        Subgraph {
            nodes: nodes.collect(),
            links: links.collect(),
            measure: None,
        }
    })
}

/// Names in the default graph, a claim of two sources, and a literal of each kind.
pub(crate) fn quads() -> Vec<Quad> {
    let quad = |s: &str, p: NamedNodeRef<'_>, o: Term, graph: Option<&str>| {
        let graph = graph.map_or(GraphName::DefaultGraph, |id| thing(id).into());
        Quad::new(thing(s), p.into_owned(), o, graph)
    };
    let day = "2026-06-08".parse::<Date>().unwrap().to_literal();
    vec![
        quad(
            "byd",
            vocab::LISTED_BY,
            thing("dod").into(),
            Some("seed-article"),
        ),
        quad(
            "byd",
            vocab::LISTED_BY,
            thing("dod").into(),
            Some("fr-2026-06-08"),
        ),
        quad(
            "byd-listing",
            vocab::DATE,
            day.into(),
            Some("fr-2026-06-08"),
        ),
        quad(
            "byd-listing",
            vocab::REASON,
            Literal::from("\"=1+1\"\n<b>").into(),
            Some("fr-2026-06-08"),
        ),
        quad("byd", rdf::TYPE, vocab::COMPANY.into(), None),
        quad(
            "byd",
            rdfs::LABEL,
            Literal::new_language_tagged_literal_unchecked("比亚迪", "zh").into(),
            None,
        ),
        quad(
            "byd",
            rdfs::LABEL,
            Literal::new_language_tagged_literal_unchecked("BYD", "en").into(),
            None,
        ),
    ]
}

pub(crate) fn table() -> Table {
    let row = |name: &str, day: Option<&str>| {
        let day = day.map(|day| day.parse::<Date>().unwrap().to_literal().into());
        vec![
            Some(thing(name).into()),
            Some(Literal::from("a, \"b\"").into()),
            day,
        ]
    };
    Table {
        variables: ["company", "name", "date"].map(str::to_owned).to_vec(),
        rows: vec![row("byd", Some("2026-06-08")), row("deepseek", None)],
        truncated: false,
    }
}
