//! Records to things: union-find over what they share, kind by kind, unless something speaks
//! against it.

use crate::resolve::identity::evidence::Evidence;
use crate::resolve::identity::{Conflict, Found, Kind};
use crate::store::{Builder, TermId};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, HashMap};

/// How many records may share a value of a weak kind.
const MANY: usize = 20;

/// Sets of records, by their places.
#[derive(Clone)]
struct Sets(Vec<u32>);

impl Sets {
    fn find(&mut self, mut place: u32) -> u32 {
        while self.0[place as usize] != place {
            let above = self.0[self.0[place as usize] as usize];
            self.0[place as usize] = above;
            place = above;
        }
        place
    }

    /// Joins two sets; the one that begins first gives its place.
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}

/// What all records of a set that say anything agree on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Profile {
    nature: u8,
    /// Values by their numbers, sorted.
    singles: Vec<(Kind, usize)>,
}

impl Profile {
    /// Returns what one record says.
    fn of(record: TermId, evidence: &Evidence) -> Self {
        let singles = &evidence.singles;
        let first = singles.partition_point(|single| single.0 < record);
        let own = singles[first..].iter().take_while(|own| own.0 == record);
        Self {
            nature: evidence.natures[record as usize],
            singles: own.map(|(_, kind, value)| (*kind, *value)).collect(),
        }
    }

    /// Takes in another; tells what contradicts if something does.
    fn meet(&mut self, other: &Self, evidence: &Evidence) -> Result<(), Conflict> {
        self.nature &= other.nature;
        if self.nature == 0 {
            return Err(Conflict::Classes);
        }
        for theirs in other.singles.chunk_by(|a, b| a.0 == b.0) {
            let kind = theirs[0].0;
            let Some(ours) = self.singles.iter().find(|single| single.0 == kind) else {
                self.singles.extend(theirs);
                self.singles.sort_unstable();
                continue;
            };
            let ours = ours.1;
            self.singles
                .retain(|single| single.0 != kind || theirs.contains(single));
            if self.singles.iter().all(|single| single.0 != kind) {
                let keys = &evidence.keys;
                let text = |place: usize| keys.value(&keys.keys[place]).to_owned();
                let mut values = [text(ours), text(theirs[0].1)];
                values.sort();
                return Err(Conflict::Values(kind, values));
            }
        }
        Ok(())
    }
}

/// Puts records together.
pub(super) fn put_together(claims: &Builder, evidence: Evidence) -> Found {
    // Texts and not numbers of terms, which follow the order of imports, say what comes first.
    let shared = evidence.shared.iter();
    let bearers = shared.flat_map(|shared| evidence.bearers(shared));
    let mut records: Vec<TermId> = bearers.map(|(record, _)| record).collect();
    records.par_sort_unstable();
    records.dedup();
    records.par_sort_unstable_by(|a, b| claims.text_of(*a).cmp(&claims.text_of(*b)));
    let places: FxHashMap<TermId, u32> = records.iter().copied().zip(0..).collect();
    let place = |record: TermId| places[&record];
    // What is known of sets of several; what single records say is looked up.
    let mut profiles: HashMap<u32, Profile> = HashMap::new();
    let mut apart = evidence.apart.clone();
    apart.retain(|pair| pair.iter().all(|record| places.contains_key(record)));
    let mut sets = Sets((0..).take(records.len()).collect());
    let mut blocked: Vec<Option<Conflict>> = vec![None; evidence.shared.len()];
    let mut of_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
    for (index, shared) in evidence.shared.iter().enumerate() {
        let kind = evidence.keys.keys[shared.start].kind;
        let count = match kind.is_weak() {
            true => evidence.bearers(shared).count(),
            false => 0,
        };
        match count > MANY {
            true => blocked[index] = Some(Conflict::Common(count)),
            false => of_kind.entry(kind).or_default().push(index),
        }
    }
    let bearers = |index: usize| {
        let bearers = evidence.bearers(&evidence.shared[index]);
        bearers.map(|(record, _)| place(record))
    };
    for indexes in of_kind.values() {
        // What the evidence of this kind would bring together.
        let mut trial = sets.clone();
        let mut touched: Vec<u32> = Vec::new();
        for index in indexes {
            let mut last = None;
            for bearer in bearers(*index) {
                touched.push(sets.find(bearer));
                if let Some(last) = last.replace(bearer) {
                    trial.join(last, bearer);
                }
            }
        }
        let mut groups: Vec<[u32; 2]> = Vec::with_capacity(touched.len());
        groups.extend(touched.into_iter().map(|set| [trial.find(set), set]));
        groups.par_sort_unstable();
        groups.dedup();
        let mut conflicts: HashMap<u32, Conflict> = HashMap::new();
        for [a, b] in &apart {
            let group = trial.find(place(*a));
            if group == trial.find(place(*b)) {
                conflicts.insert(group, Conflict::ToldApart);
            }
        }
        for members in groups.chunk_by(|a, b| a[0] == b[0]) {
            let [group, first] = members[0];
            if members.len() < 2 || conflicts.contains_key(&group) {
                continue;
            }
            let profile = |set: u32, profiles: &mut HashMap<u32, Profile>| {
                let known = profiles.remove(&set);
                known.unwrap_or_else(|| Profile::of(records[set as usize], &evidence))
            };
            let mut own = Vec::new();
            own.extend(members.iter().map(|[_, set]| profile(*set, &mut profiles)));
            let mut whole = own[0].clone();
            let mut others = own[1..].iter();
            match others.try_for_each(|other| whole.meet(other, &evidence)) {
                Ok(()) => {
                    for [_, set] in &members[1..] {
                        sets.join(first, *set);
                    }
                    profiles.insert(sets.find(first), whole);
                }
                Err(conflict) => {
                    conflicts.insert(group, conflict);
                    profiles.extend(members.iter().map(|[_, set]| *set).zip(own));
                }
            }
        }
        for index in indexes {
            let group = bearers(*index).next().map(|first| trial.find(first));
            blocked[*index] = group.and_then(|group| conflicts.get(&group).cloned());
        }
    }
    // Evidence that weaker evidence confirmed, or that joins what is one already, is not blocked.
    for (index, blocked) in blocked.iter_mut().enumerate() {
        let mut sets_of = bearers(index).map(|place| sets.find(place));
        let first = sets_of.next();
        if sets_of.all(|set| Some(set) == first) {
            *blocked = None;
        }
    }
    let mut members: Vec<[u32; 2]> = Vec::with_capacity(records.len());
    members.extend(
        (0..)
            .take(records.len())
            .map(|place| [sets.find(place), place]),
    );
    members.par_sort_unstable();
    let mut things = FxHashMap::default();
    let record = |member: &[u32; 2]| records[member[1] as usize];
    for members in members.chunk_by(|a, b| a[0] == b[0]) {
        let best = |member: &&[u32; 2]| (rank(&claims.text_of(record(member))), member[1]);
        let Some(thing) = members.iter().min_by_key(best).map(record) else {
            continue;
        };
        let others = members.iter().map(record).filter(|record| *record != thing);
        things.extend(others.map(|record| (record, thing)));
    }
    Found {
        evidence,
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
