//! Claims to a dataset: with the ontology and what the rules derive.

use crate::ontology::Ontology;
use crate::resolve::identity;
use crate::store::{Builder, GoOn, Pack, Rule, StoreError, complete};

/// Packs claims with the ontology and everything that `rules` derive from both. Records that are of
/// one thing become one node; their claims stay as they were made beside it.
///
/// Doing it again with the claims of the result changes nothing: rules read events and never their
/// own output. `go_on` is asked now and then.
///
/// # Errors
///
/// [`StoreError`] if a rule fails, the dataset is too large, or whoever was asked wanted no more.
pub fn assemble(
    mut claims: Builder,
    ontology: &Ontology,
    rules: &[Rule],
    go_on: &GoOn<'_>,
) -> Result<Pack, StoreError> {
    for quad in ontology.quads() {
        claims.add(quad)?;
    }
    identity::identify(&mut claims, ontology)?;
    complete(claims, rules, ontology.quads(), go_on)
}
