//! Which things may stand where, by the domains and ranges of the ontology.

use crate::ask::phrase::Noun;
use crate::ask::plan::{Named, Nature, Set};
use crate::model::vocab as ag;
use crate::names::core;
use crate::resolve::is_naming;
use crate::store::Snapshot;
use ecow::eco_vec;
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{NamedNode, NamedNodeRef, Term};
use rustc_hash::FxHashMap;
use std::borrow::{Borrow, Cow};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::hash::Hash;
use std::rc::Rc;
use std::sync::{Arc, PoisonError, RwLock};

/// What it costs to put a thing where such a thing does not belong.
pub(super) const MISFIT: f64 = 2.2;
/// What it costs to put things of a class where none of that class belong.
const MISFIT_CLASS: f64 = 3.0;

/// What it costs to put a thing where the data have none of its kind.
const UNSEEN: f64 = 0.2;
/// How many events are looked at to learn who takes part in such.
const SAMPLE: usize = 2000;

/// Judges what fits a place.
pub struct Fit<'a> {
    snapshot: &'a Snapshot,
    facts: &'a Facts,
    /// What the things are of which was asked.
    known: RefCell<FxHashMap<NamedNode, Rc<Classes>>>,
    /// Whether what does not fit is not even put together.
    strict: bool,
}

/// What the ontology says of paths and classes, remembered from question to question. It says the
/// same in every scope.
#[derive(Default)]
pub struct Facts {
    ranges: RwLock<FxHashMap<String, Arc<Range>>>,
    /// What a thing is of which a class or property is said.
    selves: RwLock<FxHashMap<NamedNode, Arc<Range>>>,
    above: RwLock<FxHashMap<NamedNode, Arc<BTreeSet<NamedNode>>>>,
    /// What kinds of things the data have at a place, by path and class.
    seen: RwLock<FxHashMap<String, FxHashMap<NamedNode, Arc<Kinds>>>>,
}

/// The classes that a thing has.
type Classes = BTreeSet<NamedNode>;

/// The kinds of several things: the classes that each has, each once.
type Kinds = BTreeSet<Classes>;

/// What a property path leads to.
struct Range {
    /// The classes; none where the ontology does not say.
    classes: Vec<NamedNode>,
    /// The properties at its ends.
    properties: Vec<NamedNode>,
    /// Whether it leads to values, not things.
    literal: bool,
}

impl<'a> Fit<'a> {
    /// Returns a judge by the ontology of a snapshot.
    pub fn new(snapshot: &'a Snapshot, facts: &'a Facts) -> Self {
        Self {
            snapshot,
            facts,
            known: RefCell::default(),
            strict: false,
        }
    }

    /// Returns the same judge, who lets nothing be put together that is too dear to be read so.
    #[must_use]
    pub fn strict(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    /// Tells whether what costs so much need not be made: no reading is so dear.
    pub fn is_hopeless(&self, cost: f64) -> bool {
        self.strict && cost >= MISFIT
    }

    /// Returns the classes of a thing.
    fn classes_of(&self, thing: &NamedNode) -> Rc<Classes> {
        if let Some(known) = self.known.borrow().get(thing) {
            return Rc::clone(known);
        }
        let classes = self.snapshot.things(thing, rdf::TYPE);
        let classes: Rc<Classes> = Rc::new(classes.into_iter().collect());
        let mut known = self.known.borrow_mut();
        known.insert(thing.clone(), Rc::clone(&classes));
        classes
    }

    /// Tells whether a thing is of a class.
    fn is_a(&self, thing: &NamedNode, class: NamedNodeRef<'_>) -> bool {
        let classes = self.classes_of(thing);
        classes.iter().any(|known| *known == class)
    }

    /// Returns what it costs to let a noun fill the place with this path: 0 where it fits. `reference`
    /// is the class of the event or thing from which the path leads, or a property of it.
    pub fn cost(&self, path: &str, reference: &NamedNode, noun: &Noun) -> f64 {
        let set = &noun.set;
        if path.contains("connectedTo") || *reference == ag::CONNECTED_TO {
            return 0.0;
        }
        // What happened has a name of our making, which nobody asks for.
        if *reference == rdfs::LABEL && path == "." && (noun.is_event() || noun.is_edition()) {
            return MISFIT_CLASS;
        }
        if path == "."
            && set
                .scenes
                .first()
                .is_some_and(|scene| scene.reference == *reference)
        {
            return 0.0;
        }
        // Companies do not put others on lists.
        if path.starts_with("ag:agent") && crate::ask::sparql::changes_a_list(reference) {
            let company = |thing: &NamedNode| self.is_a(thing, ag::COMPANY);
            let things = set.things();
            if !things.is_empty() && things.iter().all(company)
                || set.classes == [ag::COMPANY.into_owned()]
            {
                return 0.5;
            }
        }
        let range = match path {
            "." => self.range_of_self(reference),
            _ => self.range(path),
        };
        let named: f64 = set
            .named
            .iter()
            .map(|named| self.of_named(&range, named))
            .sum();
        if !set.named.is_empty() {
            let unseen = named == 0.0 && self.is_unseen(path, reference, &set.things());
            return if unseen { UNSEEN } else { named };
        }
        // Events told by their own word are of the class of that word.
        let event = set.scenes.first().filter(|scene| scene.is_event());
        let fits = match event {
            // A word for events of any kind that have something means none of a kind of its own.
            Some(event)
                if path == "."
                    && !event.restrictions.is_empty()
                    && event.reference == ag::EVENT =>
            {
                false
            }
            Some(event) => {
                self.may_be(&range, &event.reference)
                    || matches!(path, "ag:target" | "ag:list") && !range.literal
            }
            None if set.classes.is_empty() => match set.scenes.first() {
                Some(scene) if scene.itself != "." && scene.nature != Nature::Standing => {
                    let own = self.range(&scene.itself);
                    own.literal == range.literal
                        && (own.classes.is_empty()
                            || own.classes.iter().any(|class| self.may_be(&range, class)))
                }
                _ => true,
            },
            None => set.classes.iter().any(|class| self.may_be(&range, class)),
        };
        // Whom one speaks to or sues is asked for with `whom`, not with `what`.
        let what = noun.asked.is_some() && *set == Set::default();
        let somebody = matches!(path, "ag:addressee" | "ag:defendant");
        match fits {
            true if what && somebody => UNSEEN,
            true if self.is_unseen_kind(path, reference, &set.classes) => UNSEEN,
            true => 0.0,
            false => MISFIT_CLASS,
        }
    }

    fn of_named(&self, range: &Range, named: &Named) -> f64 {
        let fits = match (&named.term, &named.value_of) {
            (Some(Term::NamedNode(thing)), _) => {
                !range.literal
                    && (range.classes.is_empty()
                        || range
                            .classes
                            .iter()
                            .any(|class| self.is_a(thing, class.as_ref())))
            }
            (Some(_), Some(property)) => range.properties.contains(property),
            _ => !range.literal,
        };
        if fits { 0.0 } else { MISFIT }
    }

    /// Tells whether the data have nothing like one of these things where a path leads that acts in events
    /// of a class: companies do not send letters.
    fn is_unseen(&self, path: &str, reference: &NamedNode, things: &[NamedNode]) -> bool {
        let Some(seen) = self.seen_at(path, reference) else {
            return false;
        };
        things.iter().any(|thing| {
            let own = self.classes_of(thing);
            !seen.iter().any(|classes| own.is_subset(classes))
        })
    }

    /// The same of all things of a class.
    fn is_unseen_kind(&self, path: &str, reference: &NamedNode, classes: &[NamedNode]) -> bool {
        let [class] = classes else {
            return false;
        };
        let seen = self.seen_at(path, reference);
        seen.is_some_and(|seen| !seen.iter().any(|classes| classes.contains(class)))
    }

    /// What kinds of things the data have where a path leads that leads to who acts or to whom, whatever
    /// the scope; `None` if they have none.
    fn seen_at(&self, path: &str, reference: &NamedNode) -> Option<Arc<Kinds>> {
        if !path.starts_with("ag:agent") && !path.starts_with("ag:addressee") {
            return None;
        }
        let known = || {
            let seen = self.facts.seen.read();
            let seen = seen.unwrap_or_else(PoisonError::into_inner);
            seen.get(path)?.get(reference).cloned()
        };
        let seen = known().unwrap_or_else(|| {
            let steps = |way: &str| way.split('/').map(property).collect::<Option<Vec<_>>>();
            let ways = path.split('|').filter_map(steps);
            let kinds: Kinds = ways
                .flat_map(|way| self.kinds_at(reference, &way))
                .collect();
            let kinds = Arc::new(kinds);
            let seen = self.facts.seen.write();
            let mut seen = seen.unwrap_or_else(PoisonError::into_inner);
            let here = seen.entry(path.to_owned()).or_default();
            here.insert(reference.clone(), Arc::clone(&kinds));
            kinds
        });
        (!seen.is_empty()).then_some(seen)
    }

    /// The kinds of things at the end of a way from events of a class.
    fn kinds_at(&self, reference: &NamedNode, way: &[NamedNode]) -> Kinds {
        let all = self.snapshot.unrestricted();
        let id = |node: &NamedNode| all.id(&node.clone().into());
        let mut things = BTreeSet::new();
        if let (Some(class), Some(of)) = (id(reference), id(&rdf::TYPE.into_owned())) {
            let events = all.ids([None, Some(of), Some(class), None]).take(SAMPLE);
            things.extend(events.map(|[event, ..]| event));
        }
        for property in way.iter().map(id) {
            let from = std::mem::take(&mut things);
            for thing in from.into_iter().filter(|_| property.is_some()) {
                let next = all.ids([Some(thing), property, None, None]);
                things.extend(next.map(|[_, _, next, _]| next));
            }
        }
        let kinds = things
            .into_iter()
            .filter_map(|thing| match all.term(thing) {
                Term::NamedNode(thing) => Some(all.things(&thing, rdf::TYPE).into_iter().collect()),
                _ => None,
            });
        kinds.collect()
    }

    /// Chooses among the ways of a path that may lead to the event or thing itself or to what takes
    /// part in it (`.|ag:target`), by what a noun is. `reference` is the class of the event or thing,
    /// or a property of it.
    pub fn way<'p>(&self, path: &'p str, reference: &NamedNode, noun: &Noun) -> Cow<'p, str> {
        if !path.contains('|') {
            return Cow::Borrowed(path);
        }
        let mut ways: Vec<&str> = path.split('|').collect();
        if !ways.contains(&".") {
            return self.fitting(path, &ways, noun);
        }
        let itself = self.range_of_self(reference);
        let classes = &itself.classes;
        if classes.is_empty() {
            return Cow::Borrowed(".");
        }
        let event = noun.set.scenes.first();
        let event = event.filter(|scene| scene.is_event() || scene.reference == *reference);
        let is_one = match event {
            Some(event) => classes
                .iter()
                .any(|class| self.related(class, &event.reference)),
            None => classes.iter().any(|class| {
                let things = noun.set.things();
                let named = things.iter().any(|thing| self.is_a(thing, class.as_ref()));
                named
                    || noun
                        .set
                        .classes
                        .iter()
                        .any(|said| self.related(class, said))
            }),
        };
        if is_one {
            return Cow::Borrowed(".");
        }
        ways.retain(|way| *way != ".");
        Cow::Owned(ways.join("|"))
    }

    /// The ways of a path that lead to such things as a name names, where others do not: to a list, not to
    /// one of its editions.
    fn fitting<'p>(&self, path: &'p str, ways: &[&'p str], noun: &Noun) -> Cow<'p, str> {
        let list =
            |set: &Set| set.classes == [ag::DESIGNATION_LIST.into_owned()] && set.scenes.is_empty();
        let fits = |way: &&&str| {
            let range = self.range(way);
            match &noun.set.named[..] {
                [named] => self.of_named(&range, named) == 0.0,
                [] if list(&noun.set) => range
                    .classes
                    .iter()
                    .any(|class| *class == ag::DESIGNATION_LIST),
                _ => true,
            }
        };
        let fit: Vec<&str> = ways.iter().filter(fits).copied().collect();
        match fit.is_empty() || fit.len() == ways.len() {
            true => Cow::Borrowed(path),
            false => Cow::Owned(fit.join("|")),
        }
    }

    /// Returns the value that a name is, where a path leads to values and the name is one of those of the
    /// thing that it names: a ticker names its company.
    pub fn as_value(&self, path: &str, noun: &Noun) -> Option<Noun> {
        let [named] = &noun.set.named[..] else {
            return None;
        };
        let range = self.range(path);
        if !range.literal {
            return None;
        }
        let thing = named.thing()?;
        let literal = range.properties.iter();
        let mut literal = literal.filter(|property| {
            let other = [ag::FORMER_NAME, ag::TICKER].contains(&property.as_ref());
            let name = is_naming(property) && !other;
            self.is_literal(property) && !name
        });
        let (property, value) = literal.find_map(|property| {
            let values = self.snapshot.objects(&thing, property.as_ref()).into_iter();
            let same = |value: &Term| match value {
                Term::Literal(text) => is_value(text.value(), &named.text),
                _ => false,
            };
            Some((property.clone(), values.into_iter().find(same)?))
        })?;
        let mut noun = noun.clone();
        noun.set.named.make_mut()[0] = Named {
            label: named.text.clone(),
            term: Some(value),
            value_of: Some(property),
            ..named.clone()
        };
        Some(noun)
    }

    /// Tells whether a word said of things of `said` can be said of members of the set.
    pub fn said_of(&self, said: &NamedNode, set: &Set) -> bool {
        let classes = match set.scenes.first() {
            Some(event) if event.is_event() => eco_vec![event.reference.clone()],
            _ => set.classes.clone(),
        };
        let things = set.things();
        if !things.is_empty() {
            return things.iter().all(|thing| self.is_a(thing, said.as_ref()));
        }
        classes.is_empty() || classes.iter().any(|class| self.related(class, said))
    }

    /// Tells whether members of a class happen or hold for a while, so that things take part in them.
    pub fn is_happening(&self, class: &NamedNode) -> bool {
        let happenings = [ag::EVENT, ag::EDITION, ag::TENURE, ag::OWNERSHIP];
        let above = self.above(class);
        happenings
            .iter()
            .any(|happening| class == happening || above.iter().any(|one| one == happening))
    }

    /// Tells whether members of a class are people, companies and the like.
    pub fn is_actor(&self, class: &NamedNode) -> bool {
        *class == ag::ACTOR || self.above(class).iter().any(|above| *above == ag::ACTOR)
    }

    /// Tells whether all things of the set are of this class, as far as names and words say.
    pub fn all_are(&self, set: &Set, class: NamedNodeRef<'_>) -> bool {
        match &set.named[..] {
            [] => matches!(&set.classes[..], [only] if *only == class) && set.scenes.is_empty(),
            names => names
                .iter()
                .all(|name| name.thing().is_some_and(|thing| self.is_a(&thing, class))),
        }
    }

    /// Tells whether a path leads to things of this class.
    pub fn leads_to(&self, path: &str, class: NamedNodeRef<'_>) -> bool {
        let range = self.range(path);
        range.classes.iter().any(|known| *known == class)
    }

    /// Tells whether a path leads to values, and whether these are dates.
    pub fn leads_to_values(&self, path: &str) -> Option<bool> {
        let range = self.range(path);
        let date = |class: &NamedNode| class.as_str() == oxrdf::vocab::xsd::DATE.as_str();
        range.literal.then(|| range.classes.iter().any(date))
    }

    /// Tells whether things of a class have a property.
    pub fn leads_from(&self, property: &NamedNode, class: &NamedNode) -> bool {
        let domains = self.classes(property, rdfs::DOMAIN);
        domains.iter().any(|domain| self.related(domain, class))
    }

    /// What a thing is of which this is said.
    fn range_of_self(&self, reference: &NamedNode) -> Arc<Range> {
        if let Some(known) = remembered(&self.facts.selves, reference) {
            return known;
        }
        let local = reference.as_str().rsplit(['#', '/']).next();
        let is_class = local.is_some_and(|local| local.starts_with(char::is_uppercase));
        let range = Arc::new(Range {
            classes: match is_class {
                true => vec![reference.clone()],
                false => self.classes(reference, rdfs::DOMAIN),
            },
            properties: Vec::new(),
            literal: false,
        });
        remember(&self.facts.selves, reference.clone(), &range);
        range
    }

    fn may_be(&self, range: &Range, class: &NamedNode) -> bool {
        if range.literal {
            return false;
        }
        range.classes.is_empty()
            || range
                .classes
                .iter()
                .any(|allowed| self.related(class, allowed))
    }

    fn related(&self, one: &NamedNode, other: &NamedNode) -> bool {
        one == other || self.above(one).contains(other) || self.above(other).contains(one)
    }

    /// Returns all classes above a class.
    fn above(&self, class: &NamedNode) -> Arc<BTreeSet<NamedNode>> {
        if let Some(known) = remembered(&self.facts.above, class) {
            return known;
        }
        let mut found = BTreeSet::new();
        let mut open = vec![class.clone()];
        while let Some(next) = open.pop() {
            for parent in self.snapshot.things(&next, rdfs::SUB_CLASS_OF) {
                if found.insert(parent.clone()) {
                    open.push(parent);
                }
            }
        }
        let found = Arc::new(found);
        remember(&self.facts.above, class.clone(), &found);
        found
    }

    fn range(&self, path: &str) -> Arc<Range> {
        if let Some(known) = remembered(&self.facts.ranges, path) {
            return known;
        }
        let mut range = Range {
            classes: Vec::new(),
            properties: Vec::new(),
            literal: false,
        };
        for way in path.split('|') {
            let last = way.rsplit('/').next().unwrap_or(way);
            let last = last.split('@').next().unwrap_or(last);
            let last = last.trim_end_matches(['*', '+', '?']);
            let (backward, name) = match last.strip_prefix('^') {
                Some(name) => (true, name),
                None => (false, last),
            };
            let Some(property) = property(name) else {
                continue;
            };
            let which = if backward { rdfs::DOMAIN } else { rdfs::RANGE };
            let classes = self.classes(&property, which);
            range.literal |= !backward && self.is_literal(&property);
            // A chain such as sector/broader* stays in the class of its first step.
            if classes.is_empty() && way.contains('/') {
                let first = way.split('/').next().unwrap_or(way);
                range.classes.extend(self.range(first).classes.clone());
            }
            range.classes.extend(classes);
            range.properties.push(property);
        }
        let range = Arc::new(range);
        remember(&self.facts.ranges, path.to_owned(), &range);
        range
    }

    /// Tells whether a property leads to values, not things.
    pub fn is_literal(&self, property: &NamedNode) -> bool {
        property.as_str() == rdfs::LABEL.as_str()
            || [
                ag::external::ALT_LABEL,
                ag::external::NOTATION,
                ag::external::DESCRIPTION,
                ag::external::CITATION,
                ag::external::TITLE,
                ag::external::PUBLISHER,
                ag::external::ISSUED,
                ag::external::URL,
            ]
            .contains(&property.as_ref())
            || self.snapshot.is_a(
                property,
                NamedNodeRef::new_unchecked("http://www.w3.org/2002/07/owl#DatatypeProperty"),
            )
    }

    fn classes(&self, property: &NamedNode, which: NamedNodeRef<'_>) -> Vec<NamedNode> {
        let mut found = Vec::new();
        for class in self.snapshot.objects(property, which) {
            match class {
                Term::NamedNode(class) => found.push(class),
                class => found.extend(self.members(class)),
            }
        }
        found
    }

    /// The members of a union.
    fn members(&self, class: Term) -> Vec<NamedNode> {
        let id = |node: NamedNodeRef<'_>| self.snapshot.id(&node.into_owned().into());
        let (Some(union), Some(first), Some(rest)) = (
            id(NamedNodeRef::new_unchecked(
                "http://www.w3.org/2002/07/owl#unionOf",
            )),
            id(rdf::FIRST),
            id(rdf::REST),
        ) else {
            return Vec::new();
        };
        let next = |node, property| {
            let mut rows = self.snapshot.ids([Some(node), Some(property), None, None]);
            rows.next().map(|[_, _, object, _]| object)
        };
        let mut found = Vec::new();
        let mut list = self
            .snapshot
            .id(&class)
            .and_then(|class| next(class, union));
        while let Some(cell) = list.filter(|_| found.len() < 64) {
            match next(cell, first).map(|member| self.snapshot.term(member)) {
                Some(Term::NamedNode(member)) => found.push(member),
                _ => break,
            }
            list = next(cell, rest);
        }
        found
    }
}

/// Returns the properties at the ends of a path, read forward.
pub fn ends(path: &str) -> impl Iterator<Item = NamedNode> + '_ {
    path.split('|').filter_map(|way| {
        let last = way.rsplit('/').next().unwrap_or(way);
        let last = last.split('@').next().unwrap_or(last);
        property(last.trim_end_matches(['*', '+', '?']))
    })
}

/// Tells whether a text is a value, but for its legal form, or the first word of it: `688981` of
/// `688981 CH`.
fn is_value(value: &str, text: &str) -> bool {
    let first = value.split(' ').next().unwrap_or(value);
    value.eq_ignore_ascii_case(text)
        || first.eq_ignore_ascii_case(text)
        || core(value) == core(text)
}

fn remembered<K, Q, V>(known: &RwLock<FxHashMap<K, V>>, key: &Q) -> Option<V>
where
    K: Eq + Hash + Borrow<Q>,
    Q: Eq + Hash + ?Sized,
    V: Clone,
{
    let known = known.read().unwrap_or_else(PoisonError::into_inner);
    known.get(key).cloned()
}

fn remember<K: Eq + Hash, V: Clone>(known: &RwLock<FxHashMap<K, V>>, key: K, value: &V) {
    let mut known = known.write().unwrap_or_else(PoisonError::into_inner);
    known.insert(key, value.clone());
}

/// Returns the property of a step such as `ag:sector`.
pub fn property(step: &str) -> Option<NamedNode> {
    let (prefix, local) = step.split_once(':')?;
    let namespace = PREFIXES.iter().find(|(known, _)| *known == prefix)?.1;
    Some(NamedNode::new_unchecked(format!("{namespace}{local}")))
}

/// Returns a property as a step: `ag:sector`.
pub fn step(property: &NamedNode) -> Option<String> {
    PREFIXES.iter().find_map(|(prefix, namespace)| {
        let local = property.as_str().strip_prefix(namespace)?;
        Some(format!("{prefix}:{local}"))
    })
}

/// The prefixes that paths of a lexicon use.
pub const PREFIXES: [(&str, &str); 6] = [
    ("ag", ag::AG),
    ("agid", ag::AGID),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("schema", "https://schema.org/"),
];
