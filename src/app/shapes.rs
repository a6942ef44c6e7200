//! The data against the shapes of `ontology/shapes.ttl`, by a SHACL engine.
//!
//! Behind the cargo feature `shacl`, since the engine brings more crates than the rest of the program.
//! SHACL sees one graph: the merge of the sources in scope.

use crate::app::check::{ERROR, Fault, WARNING};
use crate::app::{AppError, Session};
use crate::export::{Format, write_quads};
use crate::model::local_name;
use crate::ontology::files;
use rudof_rdf::rdf_core::RDFFormat;
use rudof_rdf::rdf_impl::{OxigraphInMemory, ReaderMode};
use shacl::types::Severity;
use shacl::validator::engine::{Engine, NativeEngine};
use shacl::validator::processor::ShaclProcessor;
use shacl::validator::store::ShaclDataManager;
use shacl::validator::{ShaclConfig, ShaclValidationMode};
use std::fmt::Display;

/// Returns what the shapes find in the dataset of a session.
///
/// # Errors
///
/// [`AppError::Shapes`] if the engine cannot read the shapes or the data.
pub(super) fn faults(session: &Session) -> Result<Vec<Fault>, AppError> {
    let mut data = Vec::new();
    write_quads(Format::NTriples, session.snapshot().all_quads(), &mut data)?;
    let shapes = files::file("shapes.ttl").unwrap_or_default().as_bytes();
    let schema = ShaclDataManager::load(&mut &shapes[..], "shapes", &RDFFormat::Turtle, None)
        .map_err(failed)?;
    let mode = ReaderMode::default();
    let graph =
        OxigraphInMemory::from_reader(&mut &data[..], "data", &RDFFormat::NTriples, None, &mode)
            .map_err(failed)?;
    let report = Data(graph)
        .validate(
            &schema,
            &ShaclValidationMode::default(),
            &ShaclConfig::default(),
        )
        .map_err(failed)?;
    let faults = report.results().iter().map(|result| {
        let node = result.focus_node().to_string();
        let path = result.path().map(ToString::to_string).unwrap_or_default();
        let mut messages: Vec<&String> = result.message().iter().map(|(_, text)| text).collect();
        messages.sort();
        let told = messages
            .first()
            .map_or("a shape does not hold", |text| text.as_str());
        Fault {
            severity: match result.severity() {
                Severity::Violation => ERROR,
                _ => WARNING,
            },
            check: "shapes".to_owned(),
            thing: Some(local_name(&node).unwrap_or(&node).to_owned()),
            source: None,
            message: match local_name(&path) {
                Some(property) => format!("{property}: {told}"),
                None => told.to_owned(),
            },
        }
    });
    Ok(faults.collect())
}

/// A graph as the engine takes it.
struct Data(OxigraphInMemory);

impl ShaclProcessor<OxigraphInMemory> for Data {
    fn store(&self) -> &OxigraphInMemory {
        &self.0
    }

    fn runner(_: &ShaclValidationMode, config: &ShaclConfig) -> Box<dyn Engine<OxigraphInMemory>> {
        Box::new(NativeEngine::new(config.recursion_semantics()))
    }
}

fn failed(error: impl Display) -> AppError {
    AppError::Shapes(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Day;
    use crate::app::Dataset;
    use crate::model::Scope;

    #[test]
    fn the_built_in_data_keep_the_shapes() {
        let scope = Scope::as_of(Day::constant(2026, 8, 1));
        let session = Session::open(Dataset::Builtin, scope).expect("the program is whole");
        let faults = faults(&session).expect("the shapes are well-formed");
        let errors: Vec<&Fault> = faults
            .iter()
            .filter(|fault| fault.severity == ERROR)
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        assert!(!faults.is_empty(), "undated events are warned of");
    }
}
