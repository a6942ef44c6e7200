//! Ids of things: the last part of an IRI in our namespace.

use crate::model::vocab;
use oxrdf::NamedNode;

/// Returns the IRI of the thing with this id: `alibaba` gives `agid:alibaba`.
pub fn thing(id: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{id}", vocab::AGID))
}

/// Returns the id of a thing of ours, the local name of a term of ours, or `None` for other IRIs.
pub fn local_name(iri: &str) -> Option<&str> {
    iri.strip_prefix(vocab::AGID)
        .or_else(|| iri.strip_prefix(vocab::AG))
}
