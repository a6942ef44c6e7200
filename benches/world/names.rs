//! A dataset with a million names: the built-in one and a million companies more, each with a name of
//! three or four words, some of which very many have.

use actorgraph::model::{thing, vocab};
use actorgraph::resolve::Linker;
use actorgraph::store::Pack;
use actorgraph::{Day, Snapshot};
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{GraphName, Literal, NamedNodeRef, Quad, Term};
use std::sync::{Arc, OnceLock};

const NAMES: usize = 1_000_000;
/// Words that a hundred thousand names have.
const COMMON: [&str; 5] = [
    "Trading",
    "Technology",
    "International",
    "Electronics",
    "Semiconductor",
];

/// Returns the dataset and its names.
pub fn large() -> &'static (Snapshot, Linker) {
    static LARGE: OnceLock<(Snapshot, Linker)> = OnceLock::new();
    LARGE.get_or_init(|| {
        let builtin = actorgraph::builtin(Day::constant(2026, 11, 22));
        let builtin = builtin.expect("the program is whole");
        let word = |number: usize| {
            const FIRST: [&str; 10] = [
                "ba", "chen", "da", "fu", "guo", "hai", "jin", "lan", "ming", "xi",
            ];
            let part = |place: u32| FIRST[number / 10_usize.pow(place) % 10];
            format!("{}{}{}", part(0), part(1), part(2))
        };
        let companies = (0..NAMES).flat_map(|number| {
            let company = thing(&format!("bench-{number}"));
            let (first, second) = (word(number % 1000), word(number / 1000));
            let name = match number % 2 {
                0 => format!("{first} {second} Holdings"),
                _ => format!("{first} {second} {} Holdings", COMMON[number / 2 % 5]),
            };
            let quad = |predicate: NamedNodeRef<'_>, object: Term| Quad {
                subject: company.clone().into(),
                predicate: predicate.into_owned(),
                object,
                graph_name: GraphName::DefaultGraph,
            };
            [
                quad(rdf::TYPE, vocab::COMPANY.into_owned().into()),
                quad(
                    rdfs::LABEL,
                    Literal::new_language_tagged_literal_unchecked(name, "en").into(),
                ),
            ]
        });
        let pack = Pack::build(builtin.all_quads().chain(companies)).expect("it is not too large");
        let snapshot = Snapshot::new(Arc::new(pack), builtin.scope().as_of);
        let linker = Linker::new(&snapshot);
        (snapshot, linker)
    })
}
