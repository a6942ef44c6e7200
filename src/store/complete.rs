//! Claims and what follows from them to a dataset: all anew, or what a few new claims change in the
//! dataset before it.
//!
//! Where claims stand upon a pack ([`Builder::claims_upon`]) and the same rules made it, nothing is
//! sorted that lies sorted: the statements of before are read in order and the new ones set between
//! them. A rule that looks at the statements of one thing is asked of those things alone of which
//! something changed; of what it gave for others nothing changed either. A rule that looks further is asked
//! of everything if a statement changed that it looks at, and else not at all ([`Concern`]).
//! Rules never read what rules give but copies of names, which are copies of what they read anyway.
//!
//! Both ways give the same, to the byte.

use crate::store::builder::{GONE, Numbered};
use crate::store::concern::{Concern, Reach};
use crate::store::pack::{ORDERS, Order, Ready, bits};
use crate::store::rules::ask;
use crate::store::scratch::{Rows, Slots};
use crate::store::{
    Builder, Column, DEFAULT_GRAPH, Derived, GoOn, IdQuad, Pack, Rule, Scratch, Snapshot,
    StoreError, TermId,
};
use jiff::civil::Date as Day;
use oxrdf::Quad;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::iter::Peekable;
use std::slice::Iter;
use std::sync::Arc;

/// Makes a dataset of what a builder holds and of all that `rules` derive from it. `ontology` are
/// statements on which more than rules depends: where they are others, nothing of before is kept.
///
/// # Errors
///
/// [`StoreError`] if a rule fails, the dataset is too large, or whoever was asked wanted no more.
pub fn complete(
    claims: Builder,
    rules: &[Rule],
    ontology: &[Quad],
    go_on: &GoOn<'_>,
) -> Result<Pack, StoreError> {
    ask(go_on)?;
    let number = Rule::fingerprint(rules, ontology).max(1);
    let scratch = claims.scratch().clone();
    let pack = match Plan::of(&claims, rules, number) {
        Some(plan) => plan.grow(claims.numbered()?, &scratch, go_on)?,
        None => anew(claims, rules, go_on)?,
    };
    Ok(pack.with_rules(number))
}

fn anew(claims: Builder, rules: &[Rule], go_on: &GoOn<'_>) -> Result<Pack, StoreError> {
    let plain = Snapshot::new(Arc::new(claims.finish()?), Day::MAX);
    let derived = Rule::derive_all(rules, &plain, go_on)?;
    unshared(plain).with_derived(derived)
}

fn unshared(snapshot: Snapshot) -> Pack {
    let pack = snapshot.into_pack();
    pack.expect("no other snapshot was made of it")
}

/// How to make the next dataset of the one before it.
struct Plan<'r> {
    base: Arc<Pack>,
    rules: &'r [Rule],
    /// What each rule looks at, in numbers of the builder.
    concerns: Vec<Numbers>,
    /// By the property of what a rule gives that follows from events the place of the rule.
    stating: HashMap<TermId, usize>,
}

/// What a rule looks at, in numbers.
struct Numbers {
    reach: Reach,
    /// Properties, where they are known, and the value, where there is one.
    looks: Vec<(Option<Vec<TermId>>, Option<TermId>)>,
}

impl Numbers {
    /// Tells whether a rule looks at a statement. `place` says which number a number of ours has there.
    fn touches(&self, row: &IdQuad, place: impl Fn(TermId) -> TermId) -> bool {
        self.looks.iter().any(|(properties, object)| {
            let is_property = properties
                .as_ref()
                .is_none_or(|all| all.iter().any(|own| place(*own) == row[1]));
            is_property && object.is_none_or(|object| place(object) == row[2])
        })
    }
}

impl<'r> Plan<'r> {
    /// Returns how to make the dataset of claims from the one that they stand upon; `None` if all
    /// must be derived anew.
    fn of(claims: &Builder, rules: &'r [Rule], number: u64) -> Option<Self> {
        let base = Arc::clone(claims.base()?);
        if base.rules() != Some(number) {
            return None;
        }
        let concerns: Vec<&Concern> = rules.iter().map(Rule::concern).collect::<Option<_>>()?;
        // What a rule gives must be told apart from what others give, and from what they look at.
        let mut stating = HashMap::new();
        let mut copied: HashSet<TermId> = HashSet::new();
        for (place, concern) in concerns.iter().enumerate() {
            for property in &concern.states {
                let id = claims.find(property.as_ref().into())?;
                match concern.reach {
                    Reach::Subject => drop(copied.insert(id)),
                    Reach::Event | Reach::Wide => {
                        if stating
                            .insert(id, place)
                            .is_some_and(|other| other != place)
                        {
                            return None;
                        }
                    }
                }
            }
        }
        let mut constants = rules.iter().flat_map(Rule::constants);
        let is_told_apart = copied.iter().all(|id| !stating.contains_key(id))
            && concerns
                .iter()
                .filter(|own| own.reach == Reach::Subject)
                .count()
                < 2
            && constants.all(|term| claims.find(term.as_ref()).is_some());
        if !is_told_apart {
            return None;
        }
        let numbers = concerns.iter().map(|concern| {
            let looks = concern.looks.iter().map(|look| {
                // What no statement has is looked for in vain.
                let id = |term| claims.find(term).unwrap_or(TermId::MAX);
                let properties = look.properties.as_ref();
                let properties: Option<Vec<TermId>> =
                    properties.map(|all| all.iter().map(|node| id(node.as_ref().into())).collect());
                (
                    properties,
                    look.object.as_ref().map(|object| id(object.as_ref())),
                )
            });
            Numbers {
                reach: concern.reach,
                looks: looks.collect(),
            }
        });
        let concerns: Vec<Numbers> = numbers.collect();
        let is_derived = |id: &TermId| stating.contains_key(id);
        for (properties, _) in concerns.iter().flat_map(|concern| &concern.looks) {
            if properties.as_ref()?.iter().any(is_derived) {
                return None;
            }
        }
        let plan = Self {
            base,
            rules,
            concerns,
            stating,
        };
        plan.explains(&copied).then_some(plan)
    }

    /// Tells whether all that follows in the dataset of before is of a kind that a rule gives.
    fn explains(&self, copied: &HashSet<TermId>) -> bool {
        let is_derived = self.base.is_derived_by_place();
        let mut traced = InOrder::of(self.base.traces().map(|(row, _)| row));
        let mut rows = self.base.index(0).iter().enumerate();
        let mut traces = self.base.traces();
        traces.all(|(row, _)| self.stating.contains_key(&row[1]))
            && rows.all(|(place, row)| {
                !is_derived(place)
                    || traced.has(row)
                    || row[3] == DEFAULT_GRAPH && copied.contains(&row[1])
            })
    }

    /// Makes the next dataset.
    fn grow(
        self,
        numbered: Numbered,
        scratch: &Scratch,
        go_on: &GoOn<'_>,
    ) -> Result<Pack, StoreError> {
        self.base.forget();
        let places = &numbered.places[..];
        let place = |id: TermId| match id {
            DEFAULT_GRAPH => DEFAULT_GRAPH,
            id => places.get(id as usize).copied().unwrap_or(GONE),
        };
        let change = Change::between(&self.base, &numbered, scratch)?;
        let is_touched = |id: TermId| change.is_touched.get(id as usize) == Some(&TOUCHED);
        let is_asked = |numbers: &Numbers| {
            numbers.reach != Reach::Wide
                || change.added.iter().any(|row| numbers.touches(row, place))
                || change
                    .removed
                    .iter()
                    .any(|row| numbers.touches(row, |id| id))
        };
        let asked: Vec<bool> = self.concerns.iter().map(is_asked).collect();
        let stays = |(row, event): (IdQuad, TermId)| {
            let rule = *self.stating.get(&row[1])?;
            let event = place(event);
            let stands = match self.concerns[rule].reach {
                Reach::Wide => !asked[rule],
                _ => event != GONE && !is_touched(event),
            };
            let [s, p, o, g] = row.map(place);
            (stands && ![s, p, o, g, event].contains(&GONE)).then_some([s, p, o, g, event])
        };
        let mut traces = Rows::new(scratch);
        for trace in self.base.traces().filter_map(stays) {
            traces.push(trace)?;
        }
        let traces = traces.into_column()?;
        let pack = merged(&self.base, numbered, &change, traces, scratch)?;
        self.base.damage().map_or(Ok(()), Err)?;
        drop(self.base);
        ask(go_on)?;
        let is_touched = (0..).zip(&change.is_touched[..]);
        let touched = is_touched.filter_map(|(id, is)| (*is == TOUCHED).then_some(id));
        let touched: Vec<TermId> = touched.collect();
        let pack = Snapshot::new(Arc::new(pack), Day::MAX);
        let of_reach = |wide: bool| {
            let rules = self.rules.iter().zip(&self.concerns).zip(&asked);
            let wanted = rules
                .filter(move |((_, own), asked)| **asked && (own.reach == Reach::Wide) == wide);
            wanted.map(|((rule, _), _)| rule)
        };
        let (near, wide) = rayon::join(
            || near(of_reach(false), &pack, &touched, go_on),
            || Rule::derive_all(of_reach(true), &pack, go_on),
        );
        let mut derived = wide?;
        let near = near?;
        derived.rows.extend(&near.rows)?;
        derived.others.extend(near.others);
        unshared(pack).with_derived(derived)
    }
}

/// What rules of near reach give for some things: they see nothing but these.
fn near<'r>(
    rules: impl Iterator<Item = &'r Rule>,
    pack: &Snapshot,
    touched: &[TermId],
    go_on: &GoOn<'_>,
) -> Result<Derived, StoreError> {
    let rules: Vec<&Rule> = rules.collect();
    let pack = pack.pack();
    let mut part = Builder::default();
    let about = touched
        .iter()
        .map(|subject| [Some(*subject), None, None, None]);
    part.rows_of(pack, about.flat_map(|pattern| pack.matching(pattern)))?;
    for term in rules.iter().flat_map(|rule| rule.constants()) {
        part.term(term.as_ref())?;
    }
    let part = Snapshot::new(Arc::new(part.finish()?), Day::MAX);
    let mut derived = Rule::derive_all(rules, &part, go_on)?;
    let part = part.pack();
    let ids = (0..part.term_count()).into_par_iter();
    let ids: Vec<TermId> = ids
        .map(|id| pack.lookup(part.encoded(id as TermId)).unwrap_or(GONE))
        .collect();
    derived.rows.change(|row| {
        *row = row.map(|id| ids.get(id as usize).copied().unwrap_or(id));
    })?;
    Ok(derived)
}

/// What is said otherwise than before, apart from what follows.
struct Change {
    /// What was not there, sorted.
    added: Vec<IdQuad>,
    /// What is there no more, in numbers of before, sorted.
    removed: Vec<IdQuad>,
    /// Of each term whether it is a subject of these: [`TOUCHED`], or 0.
    is_touched: Slots<u8>,
}

const TOUCHED: u8 = 1;

impl Change {
    fn between(base: &Pack, numbered: &Numbered, scratch: &Scratch) -> Result<Self, StoreError> {
        let is_derived = base.is_derived_by_place();
        let mut now = Union::of(&numbered.claims, &numbered.others);
        let (mut added, mut removed) = (Vec::new(), Vec::new());
        let places = &numbered.places[..];
        for (place, row) in passing(base, 0) {
            if is_derived(place) {
                continue;
            }
            let Some(renamed) = rename(row, places) else {
                removed.push(*row);
                continue;
            };
            while let Some(new) = now.next_if(|row| row < renamed) {
                added.push(new);
            }
            if now.next_if(|row| row == renamed).is_none() {
                removed.push(*row);
            }
        }
        added.extend(std::iter::from_fn(|| now.next_if(|_| true)));
        let gone = removed
            .iter()
            .filter_map(|row| places.get(row[0] as usize).copied());
        let touched = added.iter().map(|row| row[0]).chain(gone);
        let mut is_touched = scratch.slots(numbered.starts.len() - 1, 0)?;
        for id in touched.filter(|id| *id != GONE) {
            is_touched[id as usize] = TOUCHED;
        }
        Ok(Self {
            added,
            removed,
            is_touched,
        })
    }
}

/// Returns a statement in new numbers, or `None` if a term of it is gone.
fn rename(row: &IdQuad, places: &[TermId]) -> Option<IdQuad> {
    let row = row.map(|id| match id {
        DEFAULT_GRAPH => DEFAULT_GRAPH,
        id => places.get(id as usize).copied().unwrap_or(GONE),
    });
    (!row.contains(&GONE)).then_some(row)
}

/// Returns the statements of an index with their places there. What is behind the reader is let go, so that
/// the dataset of before takes no room beside the one that is made of it.
fn passing(base: &Pack, which: usize) -> impl Iterator<Item = (usize, &IdQuad)> {
    const STRETCH: usize = 1 << 20;
    let rows = base.index(which).iter().enumerate();
    rows.inspect(|(place, _)| {
        if place.is_multiple_of(STRETCH) {
            base.forget();
        }
    })
}

/// Sets what is new between what stays of the dataset before.
fn merged(
    base: &Pack,
    numbered: Numbered,
    change: &Change,
    traces: Column<[TermId; 5]>,
    scratch: &Scratch,
) -> Result<Pack, StoreError> {
    let places = &numbered.places[..];
    let is_derived = base.is_derived_by_place();
    let mut traced = InOrder::of(base.traces().map(|(row, _)| row));
    let mut removed = change.removed.iter().peekable();
    let statement = |trace: &[TermId; 5]| [trace[0], trace[1], trace[2], trace[3]];
    let mut kept = InOrder::of(traces.passing().map(statement));
    // What goes, in new numbers; what has terms that are gone has none.
    let mut gone: Vec<IdQuad> = Vec::new();
    let mut follows: Rows<IdQuad> = Rows::new(scratch);
    for (place, row) in passing(base, 0) {
        let renamed = rename(row, places);
        let is_said = !is_derived(place) && removed.next_if(|gone| *gone == row).is_none();
        // Read on in both lists whatever comes of it.
        let was_traced = traced.has(row);
        let is_traced = renamed.is_some_and(|renamed| kept.has(&renamed));
        let Some(renamed) = renamed else {
            continue;
        };
        let is_copy = is_derived(place) && !was_traced;
        let is_touched = change.is_touched[renamed[0] as usize] == TOUCHED;
        let follows_still = is_traced || is_copy && !is_touched;
        match (is_said, follows_still) {
            (true, _) => {}
            (false, true) => follows.push(renamed)?,
            (false, false) => gone.push(renamed),
        }
    }
    let index = |which: usize| {
        let order: Order = ORDERS[which];
        let ordered = |rows: &[IdQuad]| {
            let mut rows: Vec<IdQuad> = rows.iter().map(|row| order.map(|i| row[i])).collect();
            rows.par_sort_unstable();
            rows
        };
        let (new, gone) = (ordered(&change.added), ordered(&gone));
        let (mut new, mut gone) = (new.iter().peekable(), gone.iter().peekable());
        let mut rows = Rows::new(scratch);
        rows.reserve(base.len() + change.added.len());
        let old = passing(base, which).map(|(_, row)| row);
        for row in old.filter_map(|row| rename(row, places)) {
            if gone.next_if(|gone| **gone == row).is_some() {
                continue;
            }
            while let Some(new) = new.next_if(|new| **new < row) {
                rows.push(*new)?;
            }
            // What followed before may be said now.
            new.next_if(|new| **new == row);
            rows.push(row)?;
        }
        for new in new {
            rows.push(*new)?;
        }
        rows.into_column()
    };
    // The first index tells which statements are claims; then the list of these makes room for the others.
    let spog = index(0)?;
    let (claims, said) = (numbered.claims, &change.added);
    let told = || {
        let mut claimed = claims.passing().peekable();
        let claimed = spog.passing().map(|row| claimed.next_if_eq(&row).is_some());
        let claimed = bits(claimed, scratch);
        let (mut follows, mut said) = (follows.iter().peekable(), said.iter().peekable());
        let derived = spog.passing().map(|row| {
            let is_said = said.next_if_eq(&row).is_some();
            follows.next_if_eq(&row).is_some() && !is_said
        });
        (claimed, bits(derived, scratch))
    };
    let ((claimed, derived), posg) = rayon::join(told, || index(1));
    drop((claims, kept));
    let (ospg, gspo) = rayon::join(|| index(2), || index(3));
    let (claimed, derived) = (claimed?, derived?);
    let (posg, ospg, gspo) = (posg?, ospg?, gspo?);
    Ok(Pack::from(Ready {
        text: numbered.text,
        starts: numbered.starts,
        indexes: [spog, posg, ospg, gspo],
        traces,
        claimed,
        derived,
        records: numbered.records,
        scratch: scratch.clone(),
    }))
}

/// Two sorted lists as one, each row once.
struct Union<'a> {
    lists: [Peekable<Iter<'a, IdQuad>>; 2],
}

impl<'a> Union<'a> {
    fn of(one: &'a [IdQuad], other: &'a [IdQuad]) -> Self {
        Self {
            lists: [one, other].map(|list| list.iter().peekable()),
        }
    }

    fn next_if(&mut self, fits: impl Fn(IdQuad) -> bool) -> Option<IdQuad> {
        let [one, other] = &mut self.lists;
        let next = match (one.peek(), other.peek()) {
            (Some(one), Some(other)) => **one.min(other),
            (one, other) => **one.or(other)?,
        };
        if !fits(next) {
            return None;
        }
        for list in &mut self.lists {
            while list.next_if_eq(&&next).is_some() {}
        }
        Some(next)
    }
}

/// A sorted list that is asked for rows in their order.
struct InOrder<T: Iterator<Item = IdQuad>>(Peekable<T>);

impl<T: Iterator<Item = IdQuad>> InOrder<T> {
    fn of(rows: T) -> Self {
        Self(rows.peekable())
    }

    fn has(&mut self, row: &IdQuad) -> bool {
        while self.0.next_if(|own| own < row).is_some() {}
        self.0.peek() == Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use oxrdf::vocab::rdf;
    use oxrdf::{GraphName, Literal, NamedNode, Term};
    use proptest::prelude::*;
    use std::fs;
    use std::ops::ControlFlow;

    const AG: &str = "https://w3id.org/actorgraph/ns#";

    fn rules() -> Vec<Rule> {
        let files = fs::read_dir("ontology/rules").unwrap();
        let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        paths.sort();
        let rule = |path: &std::path::PathBuf| {
            let name = path.file_stem().unwrap().to_str().unwrap();
            Rule::parse(name, &fs::read_to_string(path).unwrap()).unwrap()
        };
        paths.iter().map(rule).collect()
    }

    fn ag(name: &str) -> NamedNode {
        NamedNode::new_unchecked(format!("{AG}{name}"))
    }

    fn thing(number: u8) -> NamedNode {
        NamedNode::new_unchecked(format!("https://e.org/{number}"))
    }

    /// Statements of which rules give something, or give nothing since something else is said.
    fn quad() -> impl Strategy<Value = Quad> {
        let classes = [
            "Listing",
            "Removal",
            "Edition",
            "Government",
            "LegislativeBody",
            "Ownership",
            "Tenure",
            "Link",
            "Request",
            "Response",
            "Event",
            "Company",
        ];
        let properties = [
            "target",
            "list",
            "agent",
            "edition",
            "administeredBy",
            "includes",
            "child",
            "parent",
            "person",
            "body",
            "from",
            "to",
            "onBehalfOf",
            "addressee",
            "listedBy",
            "onList",
            "ownedBy",
        ];
        let [label, alias] = [
            "http://www.w3.org/2000/01/rdf-schema#label",
            "http://www.w3.org/2004/02/skos/core#altLabel",
        ];
        let name = |text: String| Term::from(Literal::from(text));
        let said = prop_oneof![
            4 => prop::sample::select(classes.to_vec())
                .prop_map(|class| (rdf::TYPE.into_owned(), Term::from(ag(class)))),
            6 => (prop::sample::select(properties.to_vec()), 0..6_u8)
                .prop_map(|(property, other)| (ag(property), Term::from(thing(other)))),
            1 => prop::sample::select(vec!["subsidiary", "grouping"])
                .prop_map(|kind| (ag("kind"), Term::from(ag(kind)))),
            1 => prop::sample::select(vec!["withdrawn", "in-force"])
                .prop_map(|state| (ag("state"), Term::from(ag(state)))),
            1 => Just((ag("completeness"), Term::from(ag("complete")))),
            1 => (0..2_u8).prop_map(move |set| (ag("dataset"), name(format!("set {set}")))),
            2 => (2020..2023_u16).prop_map(move |year| (ag("date"), name(year.to_string()))),
            2 => (prop::sample::select(vec![label, alias]), 0..3_u8).prop_map(
                move |(property, number)| {
                    let property = NamedNode::new_unchecked(property);
                    (property, name(format!("name {number}")))
                }
            ),
        ];
        (0..6_u8, said, 0..4_u8).prop_map(|(subject, (property, object), graph)| {
            let graph = match graph {
                0 => GraphName::DefaultGraph,
                graph => NamedNode::new_unchecked(format!("https://e.org/g{graph}")).into(),
            };
            Quad::new(thing(subject), property, object, graph)
        })
    }

    /// What a builder holds beside claims.
    fn surroundings(builder: &mut Builder, rules: &[Rule], more: &[Quad]) {
        let stated = rules.iter().filter_map(Rule::concern);
        for property in stated.flat_map(|concern| &concern.states) {
            let quad = Quad::new(
                property.clone(),
                rdf::TYPE,
                rdf::PROPERTY,
                GraphName::DefaultGraph,
            );
            builder.add(&quad).unwrap();
        }
        for quad in more {
            builder.add(quad).unwrap();
        }
    }

    fn claims(quads: &[Quad]) -> Builder {
        claims_in(&Scratch::default(), quads)
    }

    fn claims_in(scratch: &Scratch, quads: &[Quad]) -> Builder {
        let mut builder = Builder::with_scratch(scratch);
        for quad in quads {
            builder.claim(quad).unwrap();
        }
        builder
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(120))]

        /// What is made in files is what is made in memory, to the byte: anew, and upon a dataset of
        /// before, which came from files, too.
        #[test]
        fn memory_and_files_make_the_same(
            before in prop::collection::vec(quad(), 0..60),
            new in prop::collection::vec(quad(), 0..12),
            out in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
            held in prop::sample::select(vec![48_usize, 160, 600, 2000]),
        ) {
            let rules = rules();
            let folder = tempfile::tempdir().unwrap();
            let files = Scratch::holding(folder.path(), held);
            let go_on = || ControlFlow::Continue(());
            let finished = |mut claims: Builder| {
                claims.unite().unwrap();
                surroundings(&mut claims, &rules, &[]);
                complete(claims, &rules, &[], &go_on).unwrap()
            };
            let gone: HashSet<&Quad> = out
                .iter()
                .filter(|_| !before.is_empty())
                .map(|index| index.get(&before))
                .collect();
            let made = [Scratch::default(), files].map(|scratch| {
                let base = Arc::new(finished(claims_in(&scratch, &before)));
                let is_wanted = |row: &IdQuad| !gone.contains(&base.quad(*row).unwrap());
                let mut upon = claims_in(&scratch, &new);
                upon.claims_upon(&base, is_wanted).unwrap();
                let mut grown = claims_in(&scratch, &new);
                grown.unite().unwrap();
                grown.stand_upon(&base, is_wanted).unwrap();
                let made = [finished(upon), finished(grown)];
                (base.to_bytes(), made.map(|pack| pack.to_bytes()))
            });
            prop_assert!(made[0] == made[1]);
        }

        /// What is made of the dataset before it is what is made of all claims anew, to the byte:
        /// whatever is added, taken out, and said by nobody.
        #[test]
        fn what_grew_is_what_is_made_anew(
            before in prop::collection::vec(quad(), 0..60),
            new in prop::collection::vec(quad(), 0..12),
            out in prop::collection::vec(any::<prop::sample::Index>(), 0..3),
            said in prop::collection::vec(quad(), 0..2),
        ) {
            let rules = rules();
            let go_on = || ControlFlow::Continue(());
            let make = |mut claims: Builder, said: &[Quad]| {
                surroundings(&mut claims, &rules, said);
                complete(claims, &rules, &[], &go_on).unwrap()
            };
            let base = Arc::new(make(claims(&before), &said));
            let gone: HashSet<&Quad> = out
                .iter()
                .filter(|_| !before.is_empty())
                .map(|index| index.get(&before))
                .collect();
            let mut upon = claims(&new);
            upon.stand_upon(&base, |row| !gone.contains(&base.quad(*row).unwrap())).unwrap();
            let number = base.rules().unwrap();
            let mut grown = upon;
            surroundings(&mut grown, &rules, &[]);
            prop_assert!(Plan::of(&grown, &rules, number).is_some());
            let grown = complete(grown, &rules, &[], &go_on).unwrap();
            let all = before.iter().filter(|quad| !gone.contains(quad)).chain(&new);
            let all: Vec<Quad> = all.cloned().collect();
            let anew = make(claims(&all), &[]);
            prop_assert!(grown.to_bytes() == anew.to_bytes());
            // By other rules, or beside another ontology, all is derived anew.
            let word = Quad::new(thing(0), rdf::TYPE, rdf::PROPERTY, GraphName::DefaultGraph);
            for other in [Rule::fingerprint(&rules[1..], &[]), Rule::fingerprint(&rules, &[word])] {
                let mut upon = claims(&new);
                upon.stand_upon(&base, |_| true).unwrap();
                prop_assert!(Plan::of(&upon, &rules, other).is_none());
            }
        }
    }
}
