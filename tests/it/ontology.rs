//! Code, ontology and data keep in step: nothing is used that is not defined, and nothing defined
//! that is neither used nor aligned with the field's own words.

use actorgraph::builtin::builtin;
use actorgraph::model::vocab;
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxrdfio::{RdfFormat, RdfParser};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn ontology() -> Vec<Quad> {
    let turtle = fs::read(root().join("ontology/actorgraph.ttl")).expect("the ontology is there");
    let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(&turtle);
    parser.map(|quad| quad.expect("well-formed")).collect()
}

/// The terms of ours that the ontology defines, with the statements about each.
fn defined() -> BTreeMap<String, Vec<Quad>> {
    let mut terms: BTreeMap<String, Vec<Quad>> = BTreeMap::new();
    for quad in ontology() {
        if let NamedOrBlankNode::NamedNode(subject) = &quad.subject
            && let Some(local) = subject.as_str().strip_prefix(vocab::AG)
        {
            terms.entry(local.to_owned()).or_default().push(quad);
        }
    }
    terms
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![root().join(folder)];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                open.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The local names behind `ag:` in a text, comments left out.
fn mentioned(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for line in text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
    {
        for (at, _) in line.match_indices("ag:") {
            let before = line[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '-') {
                continue;
            }
            let name: String = line[at + 3..]
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect();
            let name = name.trim_end_matches('-');
            if !name.is_empty() {
                names.insert(name.to_owned());
            }
        }
    }
    names
}

fn texts() -> Vec<(PathBuf, BTreeSet<String>)> {
    let mut paths = files("ontology/rules", ".rq");
    paths.extend(files("ontology/checks", ".rq"));
    paths.extend(files("queries", ".rq"));
    paths.extend(
        files("ontology", ".ttl")
            .into_iter()
            .filter(|path| !path.ends_with("actorgraph.ttl")),
    );
    let read = |path: PathBuf| {
        let names = mentioned(&fs::read_to_string(&path).expect("readable"));
        (path, names)
    };
    paths.into_iter().map(read).collect()
}

/// The terms of ours that the built-in data use as property, class or value.
fn in_data() -> BTreeSet<String> {
    let snapshot = builtin(jiff::civil::date(2026, 11, 22)).expect("the program is whole");
    let ontology: HashSet<Quad> = ontology().into_iter().collect();
    let mut names = BTreeSet::new();
    for quad in snapshot.all_quads().filter(|quad| !ontology.contains(quad)) {
        let mut add = |iri: &str| {
            names.extend(iri.strip_prefix(vocab::AG).map(str::to_owned));
        };
        let NamedOrBlankNode::NamedNode(subject) = &quad.subject else {
            continue; // a list inside the ontology
        };
        if subject.as_str().starts_with(vocab::AG) {
            continue; // a word about a word
        }
        add(quad.predicate.as_str());
        if let Term::NamedNode(object) = &quad.object {
            add(object.as_str());
        }
    }
    names
}

#[test]
fn the_code_speaks_defined_words() {
    let defined = defined();
    let unknown: Vec<&str> = vocab::ALL
        .iter()
        .filter_map(|term| term.as_str().strip_prefix(vocab::AG))
        .filter(|local| !defined.contains_key(*local))
        .collect();
    assert!(
        unknown.is_empty(),
        "in `model::vocab`, not in the ontology: {unknown:?}"
    );
}

#[test]
fn queries_rules_shapes_and_lexicon_speak_defined_words() {
    let defined = defined();
    for (path, names) in texts() {
        let unknown: Vec<&String> = names
            .iter()
            .filter(|name| !defined.contains_key(*name))
            .collect();
        assert!(
            unknown.is_empty(),
            "{}: not in the ontology: {unknown:?}",
            path.display()
        );
    }
}

#[test]
fn the_data_speak_defined_words() {
    let defined = defined();
    let names = in_data();
    let unknown: Vec<&String> = names
        .iter()
        .filter(|name| !defined.contains_key(*name))
        .collect();
    assert!(
        unknown.is_empty(),
        "in the data, not in the ontology: {unknown:?}"
    );
}

#[test]
fn every_defined_word_is_used_or_aligned() {
    let mut used = in_data();
    used.extend(texts().into_iter().flat_map(|(_, names)| names));
    used.extend(
        vocab::ALL
            .iter()
            .filter_map(|term| term.as_str().strip_prefix(vocab::AG))
            .map(str::to_owned),
    );
    let ours =
        |term: &Term| matches!(term, Term::NamedNode(node) if node.as_str().starts_with(vocab::AG));
    let mut idle = Vec::new();
    for (local, statements) in defined() {
        let aligned = statements.iter().any(|quad| {
            let ties = [
                rdfs::SUB_CLASS_OF.as_str(),
                rdfs::SUB_PROPERTY_OF.as_str(),
                "http://www.w3.org/2002/07/owl#inverseOf",
                "http://www.w3.org/2002/07/owl#equivalentClass",
                "http://www.w3.org/2004/02/skos/core#closeMatch",
                "http://www.w3.org/2004/02/skos/core#inScheme",
                rdfs::SEE_ALSO.as_str(),
            ];
            ties.contains(&quad.predicate.as_str())
                && matches!(quad.object, Term::NamedNode(_))
                && (!ours(&quad.object)
                    || quad.predicate.as_str().ends_with("inverseOf")
                    || quad.predicate.as_str().ends_with("inScheme"))
        });
        // A word that other definitions lean on (a scheme, an inverse, a class of words) is used.
        let iri: Term = NamedNode::new_unchecked(format!("{}{local}", vocab::AG)).into();
        let leaned_on = ontology().iter().any(|quad| {
            quad.object == iri || quad.predicate.as_str() == format!("{}{local}", vocab::AG)
        });
        if !used.contains(&local) && !aligned && !leaned_on {
            idle.push(local);
        }
    }
    assert!(
        idle.is_empty(),
        "defined, but neither used nor aligned: {idle:?}"
    );
}

#[test]
fn every_word_is_named_in_both_languages_and_explained() {
    let definition = NamedNodeRef::new_unchecked("http://www.w3.org/2004/02/skos/core#definition");
    let mut faults = Vec::new();
    for (local, statements) in defined() {
        let label = |language: &str| {
            statements.iter().any(|quad| {
                quad.predicate == rdfs::LABEL
                    && matches!(&quad.object, Term::Literal(label) if label.language() == Some(language))
            })
        };
        let typed = statements.iter().any(|quad| quad.predicate == rdf::TYPE);
        let explained = statements.iter().any(|quad| quad.predicate == definition);
        let concept = local.starts_with(char::is_lowercase) && local.contains('-')
            || local.chars().all(|c| c.is_lowercase());
        if !typed {
            continue; // told of in another file, such as the lexicon
        }
        if !label("en") || !label("zh") || !(explained || concept) {
            faults.push(local);
        }
    }
    assert!(
        faults.is_empty(),
        "without label (en, zh) or definition: {faults:?}"
    );
}
