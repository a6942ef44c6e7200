//! Which records are of one thing, on what evidence, and where evidence contradicts itself.
//!
//! [`identify`] looks at claims before they are packed. `evidence` reads what records share,
//! `key` brings identifiers to one form, `cluster` puts records together where nothing speaks
//! against it, `account` states what was found. A record is a node about which sources make claims
//! under an id of their own; the claims are never changed, see
//! [`Builder::take_for`](crate::store::Builder::take_for).
//!
//! The rules: evidence counts from the strongest kind to the weakest ([`Kind`]). Where all evidence
//! of a kind would bring together what contradicts itself, none of that is followed. What comes of
//! it depends on the claims alone, not on the order in which they came.
//!
//! Left out on purpose: names. No name is evidence. Who proposes matches of names writes rows of the
//! table of same things for people to accept; this room reads accepted rows only.

mod account;
mod cluster;
mod evidence;
mod key;

#[cfg(test)]
mod tests;

use crate::model::vocab::{self as ag, external as ext};
use crate::ontology::Ontology;
use crate::resolve::identity::evidence::Evidence;
use crate::store::{Builder, StoreError, TermId};
use oxrdf::NamedNodeRef;
use oxrdf::vocab::rdfs;
use rustc_hash::FxHashMap;

/// Kinds of evidence, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A person says so, in a row of a table of same things or by `owl:sameAs`.
    Stated,
    /// The legal entity identifier (ISO 17442).
    Lei,
    /// The number that the IMO gave to a ship or to a company.
    Imo,
    /// The item of Wikidata.
    Wikidata,
    /// The publisher of a dataset took the records for one.
    Referent,
    /// The number in a register of one country.
    Register,
    /// The code of a share on a market.
    Ticker,
}

impl Kind {
    /// Returns the property whose value is the evidence.
    pub fn property(self) -> NamedNodeRef<'static> {
        match self {
            Self::Stated => ext::SAME_AS,
            Self::Lei => ag::LEI,
            Self::Imo => ag::IMO,
            Self::Wikidata => ag::WIKIDATA,
            Self::Referent => ag::REFERENT,
            Self::Register => ag::REGISTRATION_NUMBER,
            Self::Ticker => ag::TICKER,
        }
    }

    /// Tells whether a thing has one value at the most, so that two values are two things.
    fn is_single(self) -> bool {
        matches!(self, Self::Lei | Self::Imo | Self::Wikidata)
    }

    /// Tells whether values are given anew or by many, so that one that very many share says
    /// nothing.
    fn is_weak(self) -> bool {
        matches!(self, Self::Register | Self::Ticker)
    }
}

/// Why evidence was not followed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Conflict {
    /// Both sides have a value of this kind, and not the same.
    Values(Kind, [String; 2]),
    /// One is a person and the other a body, or a ship, or an aircraft.
    Classes,
    /// Somebody says that they are different.
    ToldApart,
    /// So many share it that it identifies none.
    Common(usize),
}

/// What was found.
struct Found {
    evidence: Evidence,
    /// For each value of `evidence.shared`, why it was not followed.
    blocked: Vec<Option<Conflict>>,
    /// By record the thing that it was taken for, where that is another.
    things: FxHashMap<TermId, TermId>,
}

impl Found {
    /// Returns what a record was taken for: itself, unless it is a record of another thing.
    fn thing(&self, record: TermId) -> TermId {
        self.things.get(&record).copied().unwrap_or(record)
    }
}

/// Takes records for one thing where evidence says so, and states on which.
///
/// Cost: some passes over the claims, and O(n log n) for n identifiers; two bytes for each term and some
/// 150 for each value that several records share and for each of these. Where the builder has a folder, what
/// is told of records lies there; else it takes 16 bytes for each identifier and 8 for each value.
///
/// # Errors
///
/// [`StoreError::TooLarge`] if there is no room for what is stated, [`StoreError::Write`] if the folder takes
/// nothing.
pub fn identify(claims: &mut Builder, ontology: &Ontology) -> Result<(), StoreError> {
    claims.unite()?;
    let read = evidence::read(claims, ontology)?;
    let found = cluster::put_together(claims, read);
    account::state(claims, &found)?;
    let Found { things, .. } = found;
    if things.is_empty() {
        return Ok(());
    }
    let words = [ag::HAS_RECORD, ext::SAME_AS, ext::DIFFERENT_FROM];
    let of_records = words.map(|word| claims.find(word.into()));
    // A thing goes by the name that its own record gives it; how others call it are further names.
    let label = claims.term(rdfs::LABEL.into())?;
    let alias = claims.term(ext::ALT_LABEL.into())?;
    let mut is_named: FxHashMap<TermId, bool> =
        things.values().map(|thing| (*thing, false)).collect();
    for row in claims.claims().filter(|row| row[1] == label) {
        if let Some(is_named) = is_named.get_mut(&row[0]) {
            *is_named = true;
        }
    }
    let thing = |id: TermId| things.get(&id).copied().unwrap_or(id);
    claims.take_for(thing, |[record, property, ..]| match *property {
        property if of_records.contains(&Some(property)) => None,
        property if property == label => {
            let thing = things.get(record);
            let is_named = thing.is_some_and(|thing| is_named.get(thing) == Some(&true));
            Some(if is_named { alias } else { label })
        }
        property => Some(property),
    })
}
