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
fn what_ended_is_over() {
    let (_store, session, _) = imported("gleif-tables");
    let branch = "Example Bank S.A., Branch";
    let dossier = app::show(&session, branch, None).unwrap();
    assert!(dossier.owners.is_empty());
    let before = told(&session, &format!("who owned {branch} in 2015?"));
    assert!(before.contains("例子有限公司"), "{before}");
}

#[test]
fn interests_hold_from_their_start_to_their_end() {
    let (_store, session, imported) = imported("bods");
    assert!(imported.files.iter().all(|file| file.format == "bods"));
    // Of two statements on one relationship the newer counts, the older for its time.
    let answer = told(&session, "who owns New Example Limited?");
    assert!(answer.contains("Ada Example"), "{answer}");
    assert!(!answer.contains("anonymous"), "{answer}");
    let dossier = app::show(&session, "New Example Limited", None).unwrap();
    assert_eq!(dossier.thing.id, "ftm-gb-coh-01234567");
    assert_eq!(dossier.owners.len(), 1);
    assert_eq!(dossier.owners[0].share, Some(0.75));
    let before = told(&session, "who owned New Example Limited in 2017?");
    assert!(before.contains("anonymous person"), "{before}");
    assert!(before.contains("Ada Example"), "{before}");
    let quay = app::show(&session, "Quay Holdings SA", None).unwrap();
    let owners: Vec<&str> = quay
        .owners
        .iter()
        .map(|tie| tie.thing.label.as_str())
        .collect();
    // The control by law ended when its record was closed.
    assert_eq!(owners, ["Bo Olsen Quay"]);
    assert_eq!(quay.thing.id, "ftm-lei-9999EXAMPLE000000077");
}

#[test]
fn control_is_told_with_its_bands_and_days() {
    let (_store, session, imported) = imported("psc");
    let file = &imported.files[0];
    assert_eq!((file.format, file.records, file.mapped), ("psc", 14, 12));
    assert_eq!(file.date.as_deref(), Some("2026-05-04"));
    let dossier = app::show(&session, "07654321", None).unwrap();
    assert_eq!(dossier.thing.id, "ftm-gb-coh-07654321");
    let owners: Vec<(&str, Option<f64>, Option<f64>)> = dossier
        .owners
        .iter()
        .map(|tie| (tie.thing.label.as_str(), tie.share_min, tie.share_max))
        .collect();
    let expected = [
        ("Ada Mary Example", Some(0.5), Some(0.75)),
        ("Upper Example Limited", None, None),
    ];
    assert_eq!(owners, expected);
    let before = told(&session, "who owned 07654321 in 2018?");
    assert!(before.contains("Bob Before"), "{before}");
    let now = told(&session, "who owns 07654321?");
    assert!(
        !now.contains("Bob Before") && now.contains("Ada Mary Example"),
        "{now}"
    );
    // A company says of itself which number it has: so the way goes on to its own owner.
    let route = app::PathRequest {
        from: "07654321".into(),
        to: "ftm-gb-coh-psc-07654322-super-secure-ij6".into(),
        ..app::PathRequest::default()
    };
    assert!(!app::path(&session, &route).unwrap().routes.is_empty());
}
