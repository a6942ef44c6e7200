//! Records to things: union-find over what they share, kind by kind, unless something speaks
//! against it.

use crate::resolve::identity::evidence::Evidence;
use crate::resolve::identity::{Conflict, Found, Kind, Shared};
use crate::store::{Builder, TermId};
use std::collections::{BTreeMap, HashMap};

/// How many records may share a value of a weak kind.
const MANY: usize = 20;

/// Sets of records.
#[derive(Clone)]
struct Sets(Vec<usize>);

impl Sets {
    fn find(&mut self, mut place: usize) -> usize {
        while self.0[place] != place {
            self.0[place] = self.0[self.0[place]];
            place = self.0[place];
        }
        place
    }

    /// Joins two sets; the one that begins first gives its place.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b)] = a.min(b);
    }
}

/// What all records of a set that say anything agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Profile {
    nature: u8,
    singles: BTreeMap<Kind, Vec<String>>,
}

impl Profile {
    /// Takes in another; tells what contradicts if something does.
    fn meet(&mut self, other: &Self) -> Result<(), Conflict> {
        self.nature &= other.nature;
        if self.nature == 0 {
            return Err(Conflict::Classes);
        }
        for (kind, theirs) in &other.singles {
            let Some(ours) = self.singles.get_mut(kind) else {
                self.singles.insert(*kind, theirs.clone());
                continue;
            };
            let mut both = ours.clone();
            both.retain(|value| theirs.contains(value));
            if both.is_empty() {
                let mut values = [ours[0].clone(), theirs[0].clone()];
                values.sort();
                return Err(Conflict::Values(*kind, values));
            }
            *ours = both;
        }
        Ok(())
    }
}

/// Puts records together.
pub(super) fn put_together(claims: &Builder, evidence: Evidence) -> Found {
    // Texts and not numbers of terms, which follow the order of imports, say what comes first.
    let mut records: Vec<TermId> = evidence.natures.keys().copied().collect();
    records.sort_by_cached_key(|record| claims.text_of(*record).into_owned());
    let places: HashMap<TermId, usize> = records.iter().copied().zip(0..).collect();
    let mut profiles: Vec<Profile> = records
        .iter()
        .map(|record| {
            let mut profile = Profile {
                nature: evidence.natures[record],
                singles: BTreeMap::new(),
            };
            for (kind, value) in evidence.singles.get(record).into_iter().flatten() {
                profile
                    .singles
                    .entry(*kind)
                    .or_default()
                    .push(value.clone());
            }
            profile
        })
        .collect();
    let apart: Vec<[usize; 2]> = evidence
        .apart
        .iter()
        .filter_map(|[a, b]| Some([*places.get(a)?, *places.get(b)?]))
        .collect();
    let mut sets = Sets((0..records.len()).collect());
    let mut blocked: Vec<Option<Conflict>> = vec![None; evidence.shared.len()];
    let mut of_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    for (index, shared) in evidence.shared.iter().enumerate() {
        match shared.kind.is_weak() && shared.bearers.len() > MANY {
            true => blocked[index] = Some(Conflict::Common(shared.bearers.len())),
            false => of_kind.entry(shared.kind).or_default().push(index),
        }
    }
    let bearers = |shared: &Shared| -> Vec<usize> {
        shared
            .bearers
            .iter()
            .map(|(record, _)| places[record])
            .collect()
    };
    for indexes in of_kind.values() {
        // What the evidence of this kind would bring together.
        let mut trial = sets.clone();
        let mut touched: Vec<usize> = Vec::new();
        for index in indexes {
            let bearers = bearers(&evidence.shared[*index]);
            for pair in bearers.windows(2) {
                trial.join(pair[0], pair[1]);
            }
            touched.extend(bearers.into_iter().map(|place| sets.find(place)));
        }
        touched.sort_unstable();
        touched.dedup();
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for set in touched {
            groups.entry(trial.find(set)).or_default().push(set);
        }
        let mut conflicts: HashMap<usize, Conflict> = HashMap::new();
        for [a, b] in &apart {
            if trial.find(*a) == trial.find(*b) {
                conflicts.insert(trial.find(*a), Conflict::ToldApart);
            }
        }
        for (group, members) in groups {
            if conflicts.contains_key(&group) {
                continue;
            }
            let mut whole = profiles[members[0]].clone();
            let met = members[1..]
                .iter()
                .try_for_each(|set| whole.meet(&profiles[*set]));
            match met {
                Ok(()) => {
                    members[1..]
                        .iter()
                        .for_each(|set| sets.join(members[0], *set));
                    let first = sets.find(members[0]);
                    profiles[first] = whole;
                }
                Err(conflict) => drop(conflicts.insert(group, conflict)),
            }
        }
        for index in indexes {
            let group = trial.find(places[&evidence.shared[*index].bearers[0].0]);
            blocked[*index] = conflicts.get(&group).cloned();
        }
    }
    // Evidence that weaker evidence confirmed, or that joins what is one already, is not blocked.
    for (index, shared) in evidence.shared.iter().enumerate() {
        let mut places = bearers(shared).into_iter();
        let first = places.next().map(|place| sets.find(place));
        if places.all(|place| Some(sets.find(place)) == first) {
            blocked[index] = None;
        }
    }
    let mut members: BTreeMap<usize, Vec<TermId>> = BTreeMap::new();
    for (place, record) in records.iter().enumerate() {
        members.entry(sets.find(place)).or_default().push(*record);
    }
    let mut things = HashMap::new();
    for members in members.into_values().filter(|members| members.len() > 1) {
        let thing = members.iter().copied().min_by_key(|record| {
            let iri = claims.text_of(*record).into_owned();
            (rank(&iri), iri)
        });
        let Some(thing) = thing else { continue };
        let others = members.into_iter().filter(|record| *record != thing);
        things.extend(others.map(|record| (record, thing)));
    }
    Found {
        shared: evidence.shared,
        blocked,
        things,
    }
}

/// Returns how fit an id is to go on standing for a thing: ids that people chose, then ids of
/// datasets that put records together, then those of single lists.
fn rank(iri: &str) -> u8 {
    let id = iri.strip_prefix(crate::model::vocab::AGID);
    match id.and_then(|id| id.strip_prefix("ftm-")) {
        None => 0,
        Some(id) if id.starts_with("NK-") || id.starts_with('Q') => 1,
        Some(_) => 2,
    }
}
