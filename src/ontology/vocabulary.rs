//! The ontology read from Turtle: its statements and its class hierarchy.

use oxrdf::vocab::rdfs;
use oxrdf::{BlankNode, NamedNode, NamedNodeRef, NamedOrBlankNode, Quad, Term};
use oxrdfio::{RdfFormat, RdfParser};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The ontology as statements of the default graph, with the class hierarchy worked out.
#[derive(Clone, Debug, Default)]
pub struct Ontology {
    quads: Vec<Quad>,
    superclasses: BTreeMap<NamedNode, BTreeSet<NamedNode>>,
}

/// The ontology is not well-formed Turtle.
#[derive(Debug, thiserror::Error)]
#[error("the ontology is not well-formed")]
pub struct OntologyError(#[from] oxrdfio::RdfSyntaxError);

impl Ontology {
    /// Reads the ontology from Turtle.
    ///
    /// # Errors
    ///
    /// [`OntologyError`] if the text is not well-formed.
    pub fn parse(turtle: &str) -> Result<Self, OntologyError> {
        let parser = RdfParser::from_format(RdfFormat::Turtle).for_slice(turtle);
        let mut quads: Vec<Quad> = parser.collect::<Result<_, _>>()?;
        name_blanks(&mut quads);
        let mut direct: BTreeMap<NamedNode, BTreeSet<NamedNode>> = BTreeMap::new();
        for quad in quads.iter().filter(|q| q.predicate == rdfs::SUB_CLASS_OF) {
            if let (NamedOrBlankNode::NamedNode(class), Term::NamedNode(parent)) =
                (&quad.subject, &quad.object)
                && parent.as_str().starts_with(crate::model::vocab::AG)
            {
                direct
                    .entry(class.clone())
                    .or_default()
                    .insert(parent.clone());
            }
        }
        let superclasses = direct
            .keys()
            .map(|class| {
                let mut found = BTreeSet::new();
                let mut open = vec![class];
                while let Some(next) = open.pop() {
                    for parent in direct.get(next).into_iter().flatten() {
                        if found.insert(parent.clone()) {
                            open.push(parent);
                        }
                    }
                }
                (class.clone(), found)
            })
            .collect();
        Ok(Self {
            quads,
            superclasses,
        })
    }

    /// Returns the statements of the ontology.
    pub fn quads(&self) -> &[Quad] {
        &self.quads
    }

    /// Returns the classes of ours above `class`, without itself.
    pub fn superclasses(&self, class: NamedNodeRef<'_>) -> impl Iterator<Item = &NamedNode> {
        let classes = self.superclasses.get(&class.into_owned());
        classes.into_iter().flatten()
    }
}

/// Gives blank nodes the same names each time the text is read, which the parser does not.
fn name_blanks(quads: &mut [Quad]) {
    let mut names: HashMap<BlankNode, BlankNode> = HashMap::new();
    let mut name = |node: &BlankNode| {
        let next = names.len();
        let new = || BlankNode::new_unchecked(format!("ontology{next}"));
        names.entry(node.clone()).or_insert_with(new).clone()
    };
    for quad in quads {
        if let NamedOrBlankNode::BlankNode(node) = &mut quad.subject {
            *node = name(node);
        }
        if let Term::BlankNode(node) = &mut quad.object {
            *node = name(node);
        }
    }
}
