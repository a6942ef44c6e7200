//! Documents about ownership: who owns whom, how much of it and since when, is understood at once.

use actorgraph::app::{self, Dataset, ImportRequest, ImportTo, Imported, Session};
use actorgraph::{Day, Scope};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

const DAY: Day = Day::constant(2026, 8, 1);

/// Imports the documents of a case of `tests/cases/import`, and opens what came of them.
fn imported(case: &str) -> (tempfile::TempDir, Session, Imported) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    let documents = std::fs::read_dir(folder.join(case).join("in")).unwrap();
    let mut documents: Vec<PathBuf> = documents.map(|entry| entry.unwrap().path()).collect();
    documents.sort();
    let store = tempfile::tempdir().unwrap();
    let to = ImportTo::Store(store.path().join("store"));
    let mut request = ImportRequest::new(documents, to, DAY);
    request.skip_bad = true;
    let imported = app::import(&request, &|_| ControlFlow::Continue(())).unwrap();
    let dataset = Dataset::Store(store.path().join("store"));
    let session = Session::open(dataset, Scope::as_of(DAY)).unwrap();
    (store, session, imported)
}

/// Asks a question and returns the sentence that answers it.
fn told(session: &Session, question: &str) -> String {
    let reply = app::ask(session, question).unwrap();
    let reply = serde_json::to_value(&reply).unwrap();
    reply["text"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn consolidation_is_ownership() {
    let (_store, session, _) = imported("gleif");
    let answer = told(&session, "who owns Beispiel & Söhne GmbH?");
    assert!(answer.contains("Example Holding Inc."), "{answer}");
    let dossier = app::show(&session, "Example Sons", None).unwrap();
    // The other parent was registered by mistake.
    assert_eq!(dossier.owners.len(), 1);
    assert_eq!(dossier.owners[0].share, Some(0.755));
    let route = app::PathRequest {
        from: "Ministry of Examples".into(),
        to: "Beispiel & Söhne GmbH".into(),
        ..app::PathRequest::default()
    };
    assert_eq!(app::path(&session, &route).unwrap().routes.len(), 1);
}

#[test]
fn an_owner_that_no_document_names_is_one_all_the_same() {
    let (_store, session, _) = imported("gleif-tables");
    let dossier = app::show(&session, "Example Bank S.A., Branch", None).unwrap();
    assert_eq!(dossier.owners[0].thing.label, "例子有限公司");
    let links = app::show(&session, "ftm-lei-9999EXAMPLE000000014", None).unwrap();
    assert!(links.owners.is_empty());
}
