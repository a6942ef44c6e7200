//! The lexicon: which words people use for our classes, events and relations.
//!
//! Read from `ontology/lexicon.*.ttl`, OntoLex-Lemon with LexInfo frames. An entry's sense refers to
//! a term of the ontology; each argument of its frame says which property, seen from the event of
//! that sense, the argument fills. Words for which the ontology has no term, but texts in the data may
//! have another word, are labels of one `ontolex:LexicalConcept`.

use crate::model::vocab as ag;
use crate::ontology::OntologyError;
use ecow::{EcoString, EcoVec, eco_format};
use oxrdf::vocab::rdf;
use oxrdf::{Graph, NamedNode, NamedNodeRef, NamedOrBlankNodeRef, TermRef, Triple};
use oxrdfio::{RdfFormat, RdfParser};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The words of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lexicon {
    /// The language, as a tag (`en`).
    pub language: String,
    /// The entries, sorted by their first form.
    pub entries: Vec<Entry>,
    /// How an event of a class is told in a sentence, by class; see the lexicon file for the form.
    pub tellings: BTreeMap<NamedNode, String>,
    /// Words that mean nearly the same in a text (`buy`, `procure`), each row one concept, in lower case.
    pub concepts: Vec<Vec<EcoString>>,
    /// What two words say of whom the one is true the other is not (`lexinfo:antonym`): to win, to lose.
    pub opposites: Vec<(Restriction, Restriction)>,
}

/// One lexical entry: some words that mean the same in the same frame.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// The part of speech.
    pub part: Part,
    /// The written forms, the canonical one first; none where the words come from the data.
    pub forms: Vec<Form>,
    /// The property whose values in the data are the words: offices are called as the data call them.
    pub named_by: Option<NamedNode>,
    /// The class of event or thing, or the property, that the words refer to.
    pub reference: NamedNode,
    /// Further classes that a noun may mean: lawmakers are officials, or a group that nobody names.
    pub others: Vec<NamedNode>,
    /// What else is true of the event or thing (`deny` is a response of kind denial).
    pub restrictions: Vec<Restriction>,
    /// Whether the word says that there is none: silent is who did not respond.
    pub negated: bool,
    /// The property that tells when, if it is not `ag:date`: a law is enacted, an office taken.
    pub when: Option<EcoString>,
    /// The arguments of the frame.
    pub arguments: Vec<Argument>,
}

/// A condition on an event or thing that a word says by itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Restriction {
    /// The SPARQL property path from the event or thing.
    pub path: EcoString,
    /// The values, one of which stands there, as SPARQL terms, sorted; none means any.
    pub values: EcoVec<EcoString>,
}

/// A written form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// The text in lower case.
    pub text: Cow<'static, str>,
    /// Whether it is given as it stands (`took`), so that it is not inflected.
    pub irregular: bool,
}

/// A part of speech (LexInfo).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Part {
    /// A verb, whose sense is an event.
    Verb,
    /// A noun, whose sense is a class, an event, or what takes part in one.
    Noun,
    /// An adjective, whose sense is a state.
    Adjective,
}

/// An argument of a frame.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Argument {
    /// What the argument is to the word.
    pub function: Function,
    /// The prepositions that mark it.
    pub markers: Vec<EcoString>,
    /// The SPARQL property path from the event to the argument; `.` is the event itself.
    pub path: EcoString,
    /// Whether the word has this sense only when the argument is there.
    pub required: bool,
}

/// A syntactic function (LexInfo).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
pub enum Function {
    /// Who does it.
    Subject,
    /// Whom it is done to.
    Object,
    /// What a noun itself stands for, or what an adjective is said of.
    Itself,
    /// `of X`, `X's`.
    Possessor,
    /// Marked by a preposition.
    Adjunct,
    /// Stands before a noun without a mark: `battery companies`.
    Modifier,
    /// `to do something`: the event of the verb inside.
    Infinitive,
    /// `that something is so`: what was said.
    Content,
}

const LEXINFO: &str = "http://www.lexinfo.net/ontology/3.0/lexinfo#";
const ONTOLEX: &str = "http://www.w3.org/ns/lemon/ontolex#";
const SYNSEM: &str = "http://www.w3.org/ns/lemon/synsem#";
const LIME: &str = "http://www.w3.org/ns/lemon/lime#";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const OWL: &str = "http://www.w3.org/2002/07/owl#";

impl Lexicon {
    /// Reads a lexicon from Turtle. Entries that lack a form or a sense are passed over.
    ///
    /// # Errors
    ///
    /// [`OntologyError`] if the text is not well-formed.
    pub fn parse(turtle: &str) -> Result<Self, OntologyError> {
        let mut graph = Graph::new();
        for quad in RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle) {
            graph.insert(&Triple::from(quad?));
        }
        let class = NamedNode::new_unchecked(format!("{ONTOLEX}LexicalEntry"));
        let entries = graph.subjects_for_predicate_object(rdf::TYPE, &class);
        let mut entries: Vec<Entry> = entries.filter_map(|node| entry(&graph, node)).collect();
        // The graph has no order of its own, and blank nodes are called otherwise each time.
        entries.sort_by(|a, b| (&a.forms, &a.reference, a).cmp(&(&b.forms, &b.reference, b)));
        let telling = NamedNode::new_unchecked(format!("{}telling", ag::AG));
        let tellings = graph
            .triples_for_predicate(&telling)
            .filter_map(|triple| match (triple.subject, triple.object) {
                (NamedOrBlankNodeRef::NamedNode(class), TermRef::Literal(text)) => {
                    Some((class.into_owned(), text.value().to_owned()))
                }
                _ => None,
            })
            .collect();
        let language = NamedNode::new_unchecked(format!("{LIME}language"));
        let language = graph.triples_for_predicate(&language).next();
        let language = match language.map(|triple| triple.object) {
            Some(TermRef::Literal(tag)) => tag.value().to_owned(),
            _ => String::new(),
        };
        let concept = NamedNode::new_unchecked(format!("{ONTOLEX}LexicalConcept"));
        let antonym = NamedNode::new_unchecked(format!("{LEXINFO}antonym"));
        let antonyms = graph.triples_for_predicate(&antonym).filter_map(|said| {
            let TermRef::NamedNode(other) = said.object else {
                return None;
            };
            let of = |node| entry(&graph, node)?.restrictions.into_iter().next();
            Some([of(said.subject)?, of(other.into())?])
        });
        // Each is the opposite of the other.
        let both = antonyms.flat_map(|[one, other]| [(one.clone(), other.clone()), (other, one)]);
        let mut opposites: Vec<_> = both.collect();
        opposites.sort();
        opposites.dedup();
        let concepts = graph.subjects_for_predicate_object(rdf::TYPE, &concept);
        let words = |node: NamedOrBlankNodeRef<'_>| {
            let labels = ["prefLabel", "altLabel"].into_iter();
            let labels = labels.flat_map(|label| texts(&graph, node, SKOS, label));
            let mut words: Vec<EcoString> = labels.map(|text| text.to_lowercase()).collect();
            words.sort();
            words
        };
        let mut concepts: Vec<Vec<EcoString>> = concepts.map(words).collect();
        concepts.sort();
        Ok(Self {
            language,
            entries,
            tellings,
            concepts,
            opposites,
        })
    }
}

impl Entry {
    /// Returns the argument with this function that this marker introduces (none for subject and object).
    pub fn arguments(&self, function: Function, marker: Option<&str>) -> Vec<&Argument> {
        let marked = |argument: &&Argument| {
            let known = |marker| argument.markers.iter().any(|known| known == marker);
            argument.function == function && marker.is_none_or(known)
        };
        self.arguments.iter().filter(marked).collect()
    }

    /// Returns the path of the argument with this function, if the frame has it.
    pub fn path(&self, function: Function) -> Option<&str> {
        let argument = self.arguments.iter().find(|a| a.function == function)?;
        Some(&argument.path)
    }
}

fn entry(graph: &Graph, node: NamedOrBlankNodeRef<'_>) -> Option<Entry> {
    let part = match local(named(graph, node, LEXINFO, "partOfSpeech")?.as_str()) {
        "verb" => Part::Verb,
        "noun" => Part::Noun,
        "adjective" => Part::Adjective,
        _ => return None,
    };
    let mut forms = Vec::new();
    for role in ["canonicalForm", "otherForm"] {
        let mut these: Vec<Form> = nodes(graph, node, ONTOLEX, role)
            .into_iter()
            .flat_map(|form| {
                let irregular = ["tense", "number"]
                    .iter()
                    .any(|feature| named(graph, form, LEXINFO, feature).is_some());
                let texts = texts(graph, form, ONTOLEX, "writtenRep").into_iter();
                texts.map(move |text| Form {
                    text: Cow::Owned(text.to_lowercase().into()),
                    irregular,
                })
            })
            .collect();
        these.sort();
        forms.extend(these);
    }
    let sense = *nodes(graph, node, ONTOLEX, "sense").first()?;
    let mut arguments: Vec<Argument> = nodes(graph, node, SYNSEM, "synBehavior")
        .into_iter()
        .flat_map(|frame| nodes(graph, frame, SYNSEM, "synArg"))
        .filter_map(|argument| {
            let class = graph.object_for_subject_predicate(argument, rdf::TYPE)?;
            let TermRef::NamedNode(class) = class else {
                return None;
            };
            let function = match local(class.as_str()) {
                "Subject" => Function::Subject,
                "DirectObject" => Function::Object,
                "CopulativeArg" | "CopulativeSubject" => Function::Itself,
                "PossessiveAdjunct" => Function::Possessor,
                "PrepositionalAdjunct" | "PrepositionalObject" => Function::Adjunct,
                "Modifier" => Function::Modifier,
                "InfinitivalComplement" => Function::Infinitive,
                "DeclarativeClause" => Function::Content,
                _ => return None,
            };
            let mut markers = texts(graph, argument, SYNSEM, "marker");
            markers.sort();
            let optional = texts(graph, argument, SYNSEM, "optional");
            Some(Argument {
                function,
                markers,
                path: texts(graph, argument, ag::AG, "path").into_iter().next()?,
                required: optional.iter().any(|value| value == "false"),
            })
        })
        .collect();
    arguments.sort_by(|a, b| (a.function, &a.path, a).cmp(&(b.function, &b.path, b)));
    let mut references: Vec<NamedNode> = objects(graph, sense, ONTOLEX, "reference")
        .into_iter()
        .filter_map(|term| match term {
            TermRef::NamedNode(node) => Some(node.into_owned()),
            _ => None,
        })
        .collect();
    references.sort();
    let others = references.split_off(1.min(references.len()));
    let named_by = named(graph, node, ag::AG, "namedBy").map(NamedNodeRef::into_owned);
    let mut restrictions: Vec<Restriction> = nodes(graph, sense, ag::AG, "restrictedBy")
        .into_iter()
        .filter_map(|node| {
            let values = objects(graph, node, OWL, "hasValue").into_iter();
            let mut values: Vec<EcoString> = values.map(|term| eco_format!("{term}")).collect();
            values.sort();
            let path = texts(graph, node, ag::AG, "path").into_iter().next()?;
            Some(Restriction {
                path,
                values: values.into(),
            })
        })
        .collect();
    restrictions.sort();
    (!forms.is_empty() || named_by.is_some()).then_some(Entry {
        part,
        forms,
        named_by,
        reference: references.pop()?,
        others,
        restrictions,
        negated: texts(graph, sense, ag::AG, "negated") == ["true"],
        when: texts(graph, sense, ag::AG, "when").into_iter().next(),
        arguments,
    })
}

fn objects<'g>(
    graph: &'g Graph,
    node: NamedOrBlankNodeRef<'_>,
    namespace: &str,
    local: &str,
) -> Vec<TermRef<'g>> {
    let predicate = NamedNode::new_unchecked(format!("{namespace}{local}"));
    graph
        .objects_for_subject_predicate(node, &predicate)
        .collect()
}

fn nodes<'g>(
    graph: &'g Graph,
    node: NamedOrBlankNodeRef<'_>,
    namespace: &str,
    local: &str,
) -> Vec<NamedOrBlankNodeRef<'g>> {
    let terms = objects(graph, node, namespace, local).into_iter();
    terms
        .filter_map(|term| match term {
            TermRef::NamedNode(node) => Some(node.into()),
            TermRef::BlankNode(node) => Some(node.into()),
            _ => None,
        })
        .collect()
}

fn named<'g>(
    graph: &'g Graph,
    node: NamedOrBlankNodeRef<'_>,
    namespace: &str,
    local: &str,
) -> Option<NamedNodeRef<'g>> {
    let mut terms = objects(graph, node, namespace, local).into_iter();
    terms.find_map(|term| match term {
        TermRef::NamedNode(node) => Some(node),
        _ => None,
    })
}

fn texts(
    graph: &Graph,
    node: NamedOrBlankNodeRef<'_>,
    namespace: &str,
    local: &str,
) -> Vec<EcoString> {
    let terms = objects(graph, node, namespace, local).into_iter();
    terms
        .filter_map(|term| match term {
            TermRef::Literal(literal) => Some(literal.value().into()),
            _ => None,
        })
        .collect()
}

fn local(iri: &str) -> &str {
    iri.rsplit(['#', '/']).next().unwrap_or(iri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_forms_frame_and_sense() {
        let lexicon = Lexicon::parse(
            r#"@prefix ag: <https://w3id.org/actorgraph/ns#> .
            @prefix lexinfo: <http://www.lexinfo.net/ontology/3.0/lexinfo#> .
            @prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
            @prefix synsem: <http://www.w3.org/ns/lemon/synsem#> .
            <x:own> a ontolex:LexicalEntry ; lexinfo:partOfSpeech lexinfo:verb ;
                ontolex:canonicalForm [ ontolex:writtenRep "own"@en ] ;
                ontolex:otherForm [ ontolex:writtenRep "held"@en ; lexinfo:tense lexinfo:past ] ;
                ontolex:sense [ ontolex:reference ag:Ownership ] ;
                synsem:synBehavior [ synsem:synArg
                    [ a lexinfo:Subject ; ag:path "ag:parent" ] ,
                    [ a lexinfo:DirectObject ; ag:path "ag:child" ] ] ."#,
        )
        .expect("well-formed");
        let [own] = &lexicon.entries[..] else {
            panic!("one entry expected")
        };
        assert_eq!((own.part, own.forms.len()), (Part::Verb, 2));
        assert!(own.forms[1].irregular);
        assert_eq!(own.path(Function::Object), Some("ag:child"));
    }
}
