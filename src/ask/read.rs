//! A question to its readings, best first.

use crate::ask::chart::{LONGEST, parse};
use crate::ask::english::{English, question};
use crate::ask::plan::{Ask, Named, Plan, Set};
use crate::model::vocab as ag;
use crate::ontology::Lexicon;
use crate::resolve::Linker;
use crate::store::Snapshot;
use oxrdf::vocab::rdfs;
use oxrdf::{NamedNode, NamedNodeRef};
use std::collections::HashMap;

/// One way to read a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// What the question means so.
    pub plan: Plan,
    /// What it costs to read it so: unsure names, skipped words, rare constructions. Lower is better.
    pub cost: f64,
}

/// What became of the words of a question.
pub(super) struct Read {
    /// The readings, cheapest first.
    pub readings: Vec<Reading>,
    /// Words that neither the language nor the data know.
    pub unknown: Vec<String>,
    /// The things that its names most likely mean, each once.
    pub names: Vec<NamedNode>,
    /// Whether the question is too long to be read.
    pub too_long: bool,
}

/// A thing in a place where such a thing does not belong.
const MISFIT: f64 = 1.5;
/// Below this score a name that stands alone is not described.
const SURE: f64 = 0.8;

/// Reads a question in all ways that the grammar allows.
pub(super) fn read(text: &str, snapshot: &Snapshot, linker: &Linker, lexicon: &Lexicon) -> Read {
    // A question is a sentence; what is longer is not read at all, so that it costs nothing.
    let too_long = text.len() > 40 * LONGEST || text.split_whitespace().count() > LONGEST;
    if too_long {
        return Read {
            readings: Vec::new(),
            unknown: Vec::new(),
            names: Vec::new(),
            too_long,
        };
    }
    let is_list = |set: &Set| {
        let named = |thing: &NamedNode| snapshot.is_a(thing, ag::DESIGNATION_LIST);
        match &set.named[..] {
            [] => {
                matches!(&set.classes[..], [class] if *class == ag::DESIGNATION_LIST)
                    && set.scenes.is_empty()
            }
            names => names
                .iter()
                .all(|name| name.thing.as_ref().is_some_and(named)),
        }
    };
    let english = English::new(lexicon, is_list);
    let words = english.words(text, linker, snapshot.scope().as_of);
    let mut fit = Fit::new(snapshot);
    let mut readings: Vec<Reading> = Vec::new();
    for piece in parse(&english, &words.pieces) {
        let Some((plan, cost)) = question(&piece.category) else {
            continue;
        };
        let cost = piece.cost + cost + fit.misfits(&plan.about) * MISFIT;
        match readings.iter_mut().find(|known| known.plan == plan) {
            Some(known) => known.cost = known.cost.min(cost),
            None => readings.push(Reading { plan, cost }),
        }
    }
    readings.sort_by(|a, b| a.cost.total_cmp(&b.cost));
    Read {
        readings,
        unknown: words.unknown,
        names: words.names,
        too_long,
    }
}

impl Reading {
    /// Tells whether two readings differ in nothing but what a name means.
    pub(super) fn differs_in_names(&self, other: &Self) -> bool {
        fn blank(set: &Set) -> Set {
            let mut set = set.clone();
            for named in &mut set.named {
                named.thing = None;
                named.label.clear();
                named.score = 0.0;
            }
            for scene in &mut set.scenes {
                for (_, filler) in &mut scene.roles {
                    *filler = blank(filler);
                }
            }
            set
        }
        self.plan.ask == other.plan.ask && blank(&self.plan.about) == blank(&other.plan.about)
    }

    /// Returns the name of a question that is nothing but a name, where the link is too weak for that.
    pub(super) fn guess(&self) -> Option<&str> {
        let weak = |named: &&Named| self.plan.ask == Ask::Describe && named.score < SURE;
        let names = self.plan.about.names().into_iter();
        names.filter(weak).map(|named| named.text.as_str()).next()
    }

    /// Returns a name of the question that means nothing in the data, if there is one.
    pub(super) fn stranger(&self) -> Option<&str> {
        let names = self.plan.about.names().into_iter();
        let mut strangers = names.filter(|named| named.thing.is_none());
        strangers.next().map(|named| named.text.as_str())
    }
}

/// Which things may stand where, by the domains and ranges of the ontology.
struct Fit<'a> {
    snapshot: &'a Snapshot,
    ranges: HashMap<String, Vec<NamedNode>>,
}

impl<'a> Fit<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            ranges: HashMap::new(),
        }
    }

    /// Counts the participants of a set's scenes that are of no class which their place allows.
    fn misfits(&mut self, set: &Set) -> f64 {
        let mut count = 0.0;
        for scene in &set.scenes {
            if scene.itself != "." && !self.allows_any(&scene.itself, &set.classes) {
                count += 3.0;
            }
            for (path, filler) in &scene.roles {
                let things = filler.named.iter().filter_map(|named| named.thing.as_ref());
                let things: Vec<NamedNode> = things.cloned().collect();
                for thing in things {
                    let fits = self
                        .range(path)
                        .iter()
                        .any(|class| self.snapshot.is_a(&thing, class.as_ref()));
                    if !fits && !self.range(path).is_empty() {
                        count += 1.0;
                    }
                }
                if filler.named.is_empty() && !self.allows_any(path, &filler.classes) {
                    count += 3.0;
                }
                count += self.misfits(filler);
            }
        }
        count
    }

    fn allows_any(&mut self, path: &str, classes: &[NamedNode]) -> bool {
        classes.is_empty() || classes.iter().any(|class| self.allows(path, class))
    }

    fn allows(&mut self, path: &str, class: &NamedNode) -> bool {
        let range = self.range(path);
        range.is_empty()
            || *class == ag::ACTOR
            || range.iter().any(|allowed| {
                allowed == class || self.is_below(class, allowed) || self.is_below(allowed, class)
            })
    }

    fn is_below(&self, class: &NamedNode, above: &NamedNode) -> bool {
        let parents = self.snapshot.things(class, rdfs::SUB_CLASS_OF);
        parents.iter().any(|parent| {
            parent == above || parent.as_str().starts_with(ag::AG) && self.is_below(parent, above)
        })
    }

    /// Returns the classes to which a path leads; none where the ontology does not say.
    fn range(&mut self, path: &str) -> Vec<NamedNode> {
        if let Some(known) = self.ranges.get(path) {
            return known.clone();
        }
        let mut classes = Vec::new();
        for way in path.split('|') {
            let last = way.rsplit('/').next().unwrap_or(way);
            let (backward, name) = match last.strip_prefix('^') {
                Some(name) => (true, name),
                None => (false, last),
            };
            let Some(local) = name.strip_prefix("ag:") else {
                continue;
            };
            let property = NamedNode::new_unchecked(format!("{}{local}", ag::AG));
            let which = if backward { rdfs::DOMAIN } else { rdfs::RANGE };
            classes.extend(self.classes(&property, which));
        }
        self.ranges.insert(path.to_owned(), classes.clone());
        classes
    }

    fn classes(&self, property: &NamedNode, which: NamedNodeRef<'_>) -> Vec<NamedNode> {
        use oxrdf::vocab::rdf;
        use oxrdf::{NamedOrBlankNode, Term};
        let union = NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#unionOf");
        let mut classes = Vec::new();
        for range in self.snapshot.objects(property, which) {
            match range {
                Term::NamedNode(class) if class.as_str().starts_with(ag::AG) => classes.push(class),
                Term::BlankNode(node) => {
                    // A union is a list: rdf:first, rdf:rest.
                    let next = |node: &NamedOrBlankNode, by| {
                        self.snapshot
                            .quads(Some(node), Some(by), None)
                            .next()
                            .map(|quad| quad.object)
                    };
                    let mut open = next(&node.into(), union);
                    while let Some(Term::BlankNode(cell)) = open {
                        let cell: NamedOrBlankNode = cell.into();
                        if let Some(Term::NamedNode(class)) = next(&cell, rdf::FIRST) {
                            classes.push(class);
                        }
                        open = next(&cell, rdf::REST);
                    }
                }
                _ => (),
            }
        }
        classes
    }
}
