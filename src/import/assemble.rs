//! Statements to a dataset: the claims, the ontology and what the rules derive from them.

use crate::ontology::Ontology;
use crate::store::{Pack, Rule, Snapshot, StoreError};
use jiff::civil::Date as Day;
use oxrdf::Quad;
use std::sync::Arc;

/// Packs `claims` with the ontology and everything that `rules` derive from both.
///
/// Doing it again with the result changes nothing: rules read events and never their own output.
///
/// # Errors
///
/// [`StoreError`] if a rule fails or the dataset is too large.
pub fn assemble(
    mut claims: Vec<Quad>,
    ontology: &Ontology,
    rules: &[Rule],
) -> Result<Pack, StoreError> {
    claims.extend_from_slice(ontology.quads());
    let plain = Snapshot::new(Arc::new(Pack::build(claims.iter().cloned())?), Day::MAX);
    let derived = Rule::derive_all(rules, &plain)?;
    claims.extend(derived.iter().map(|derived| derived.quad.clone()));
    Ok(Pack::build(claims)?.with_traces(&derived))
}
