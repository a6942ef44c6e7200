//! The words of the ontology as ids of one snapshot.

use crate::model::vocab as ag;
use crate::model::vocab::external as ext;
use crate::store::{Snapshot, TermId};
use oxrdf::NamedNodeRef;
use oxrdf::vocab::{rdf, rdfs};

/// The id of a word that no statement uses: it matches nothing, where `None` would match all.
pub(super) const ABSENT: TermId = TermId::MAX - 1;

macro_rules! words {
    ($($field:ident = $term:expr;)+) => {
        /// The words that this room reads, looked up once a call.
        #[derive(Clone, Copy, Debug)]
        pub(super) struct Words { $(pub $field: TermId),+ }

        impl Words {
            pub fn of(snapshot: &Snapshot) -> Self {
                Self { $($field: id(snapshot, $term)),+ }
            }
        }
    };
}

words! {
    a = rdf::TYPE;
    sub_class_of = rdfs::SUB_CLASS_OF;
    issued = ext::ISSUED;
    event = ag::EVENT;
    listing = ag::LISTING;
    removal = ag::REMOVAL;
    renaming = ag::RENAMING;
    retention = ag::RETENTION;
    edition = ag::EDITION;
    ownership = ag::OWNERSHIP;
    tenure = ag::TENURE;
    date = ag::DATE;
    target = ag::TARGET;
    list = ag::LIST;
    has_edition = ag::HAS_EDITION;
    state = ag::STATE;
    state_date = ag::STATE_DATE;
    withdrawn = ag::WITHDRAWN;
    completeness = ag::COMPLETENESS;
    complete = ag::COMPLETE;
    announced = ag::ANNOUNCED_COUNT;
    includes = ag::INCLUDES;
    dataset = ag::DATASET;
    identified_as = ag::IDENTIFIED_AS;
    record = ag::RECORD;
    kind = ag::KIND;
    parent = ag::PARENT;
    child = ag::CHILD;
    grouping = GROUPING;
}

/// Concept: printed under a parent on a notice.
const GROUPING: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("https://w3id.org/actorgraph/ns#grouping");

/// Returns the id of a thing or word, or [`ABSENT`].
pub(super) fn id(snapshot: &Snapshot, node: NamedNodeRef<'_>) -> TermId {
    snapshot.pack().iri(node).unwrap_or(ABSENT)
}
