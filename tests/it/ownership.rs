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

/// Imports documents one after another into a store.
fn import_all(store: &Path, documents: &[(&str, String)], partial: bool) {
    for (name, text) in documents {
        let path = store.with_file_name(name);
        std::fs::write(&path, text).unwrap();
        let mut request = ImportRequest::new(vec![path], ImportTo::Store(store.to_owned()), DAY);
        request.accept_shrinkage = true;
        request.partial = partial;
        app::import(&request, &|_| ControlFlow::Continue(())).unwrap();
    }
}

fn owners(store: &Path, company: &str, day: Day) -> Vec<String> {
    let session = Session::open(Dataset::Store(store.to_owned()), Scope::as_of(day)).unwrap();
    let dossier = app::show(&session, company, None).unwrap();
    let mut owners: Vec<String> = dossier
        .owners
        .into_iter()
        .map(|tie| tie.thing.label)
        .collect();
    owners.sort();
    owners
}

/// A snapshot of the register, of companies and those who control them.
fn psc(day: &str, records: &[(&str, &str, &str)]) -> String {
    let record = |(company, name, since): &(&str, &str, &str)| {
        format!(
            r#"{{"company_number":"{company}","data":{{"kind":"individual-person-with-significant-control","name":"{name}","natures_of_control":["ownership-of-shares-75-to-100-percent"],"notified_on":"{since}","links":{{"self":"/company/{company}/persons-with-significant-control/individual/{name}"}}}}}}
"#
        )
    };
    let all: String = records.iter().map(record).collect();
    let count = records.len();
    format!(
        r#"{all}{{"company_number":"","data":{{"kind":"totals#persons-of-significant-control-snapshot","persons_of_significant_control_count":{count},"statements_count":0,"exemptions_count":0,"generated_at":"{day}T03:00:00Z"}}}}
"#
    )
}

#[test]
fn what_a_newer_file_of_a_register_lacks_is_over() {
    let folder = tempfile::tempdir().unwrap();
    let first = psc(
        "2026-01-10",
        &[
            ("00000001", "Ada", "2020-01-01"),
            ("00000002", "Bob", "2020-01-01"),
        ],
    );
    let second = psc(
        "2026-05-10",
        &[
            ("00000001", "Ada", "2020-01-01"),
            ("00000002", "Cleo", "2026-05-02"),
        ],
    );
    let third = psc(
        "2026-06-10",
        &[
            ("00000001", "Dan", "2026-06-02"),
            ("00000002", "Cleo", "2026-05-02"),
        ],
    );
    let before = Day::constant(2026, 5, 9);
    let on = Day::constant(2026, 5, 10);
    // Whatever the order in which they come.
    let orders = [[&first, &second, &third], [&third, &first, &second]];
    for (place, order) in orders.into_iter().enumerate() {
        let store = folder.path().join(format!("store{place}"));
        let documents = order.map(|text| ("psc-snapshot.txt", text.clone()));
        import_all(&store, &documents, false);
        assert_eq!(owners(&store, "00000001", on), ["Ada"]);
        assert_eq!(owners(&store, "00000001", DAY), ["Dan"]);
        assert_eq!(owners(&store, "00000002", before), ["Bob", "Cleo"]);
        let earlier = Day::constant(2026, 4, 1);
        assert_eq!(owners(&store, "00000002", earlier), ["Bob"]);
        assert_eq!(owners(&store, "00000002", on), ["Cleo"]);
        assert_eq!(owners(&store, "00000002", DAY), ["Cleo"]);
        // Who did not know the newer files knew of no end.
        let mut scope = Scope::as_of(DAY);
        scope.known_at = Some(Day::constant(2026, 2, 1));
        let session = Session::open(Dataset::Store(store), scope).unwrap();
        let dossier = app::show(&session, "00000002", None).unwrap();
        assert_eq!(dossier.owners[0].thing.label, "Bob");
    }
    // A part tells of nothing by silence.
    let store = folder.path().join("parts");
    let documents = [("psc-1.txt", first), ("psc-2.txt", second)];
    import_all(&store, &documents, true);
    assert_eq!(owners(&store, "00000002", DAY), ["Bob", "Cleo"]);
}

#[test]
fn what_a_newer_file_of_consolidations_lacks_is_over() {
    let table = |day: &str, parents: &[(&str, &str)]| {
        let row = |(child, parent): &(&str, &str)| {
            format!(
                "9999EXAMPLE0000000{child},LEI,9999EXAMPLE0000000{parent},LEI,IS_DIRECTLY_CONSOLIDATED_BY,{day}T00:00:00Z,RELATIONSHIP_PERIOD,ACTIVE,PUBLISHED,{day}T00:00:00Z\n"
            )
        };
        let rows: String = parents.iter().map(row).collect();
        format!(
            "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,Relationship.EndNode.NodeIDType,Relationship.RelationshipType,Relationship.Period.1.startDate,Relationship.Period.1.periodType,Relationship.RelationshipStatus,Registration.RegistrationStatus,Registration.LastUpdateDate\n{rows}"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let older = table("2026-01-10", &[("51", "52"), ("53", "52")]);
    let newer = table("2026-05-10", &[("51", "54")]);
    import_all(&store, &[("rr.csv", older), ("rr.csv", newer)], false);
    let child = "9999EXAMPLE000000051";
    let day = Day::constant(2026, 3, 1);
    // The companies are known by their identifiers alone, and by these they are found.
    assert_eq!(owners(&store, child, day), ["9999EXAMPLE000000052"]);
    assert_eq!(owners(&store, child, DAY), ["9999EXAMPLE000000054"]);
    assert!(owners(&store, "9999EXAMPLE000000053", DAY).is_empty());
    let session = Session::open(Dataset::Store(store), Scope::as_of(DAY)).unwrap();
    let answer = told(&session, &format!("who owns {child}?"));
    assert!(answer.contains("9999EXAMPLE000000054"), "{answer}");
    assert!(!answer.contains("9999EXAMPLE000000052"), "{answer}");
}

#[test]
fn a_newer_file_of_statements_ends_interests_in_whom_it_describes() {
    let statement = |id: &str, kind: &str, day: &str, rest: &str| {
        format!(
            r#"{{"statementID":"{id}","statementType":"{kind}","statementDate":"{day}","publicationDetails":{{"publicationDate":"{day}","bodsVersion":"0.3","publisher":{{"name":"Register of Examples"}}}},{rest}}}
"#
        )
    };
    let entity = |day: &str, id: &str, name: &str| {
        let rest = format!(r#""entityType":"registeredEntity","name":"{name}""#);
        statement(id, "entityStatement", day, &rest)
    };
    let interest = |day: &str, id: &str, company: &str, owner: &str| {
        let rest = format!(
            r#""subject":{{"describedByEntityStatement":"{company}"}},"interestedParty":{{"describedByEntityStatement":"{owner}"}},"interests":[{{"type":"shareholding","share":{{"exact":60}}}}]"#
        );
        statement(id, "ownershipOrControlStatement", day, &rest)
    };
    let (old, new) = ("2026-01-10", "2026-05-10");
    let older = [
        entity(old, "e-one", "One Example Ltd"),
        entity(old, "e-two", "Two Example Ltd"),
        entity(old, "e-top", "Top Example Ltd"),
        interest(old, "i-one", "e-one", "e-top"),
        interest(old, "i-two", "e-two", "e-top"),
    ];
    let newer = [
        entity(new, "e-one", "One Example Ltd"),
        entity(new, "e-top", "Top Example Ltd"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let documents = [("a.json", older.concat()), ("b.json", newer.concat())];
    import_all(&store, &documents, false);
    let day = Day::constant(2026, 3, 1);
    assert_eq!(owners(&store, "One Example Ltd", day), ["Top Example Ltd"]);
    assert!(owners(&store, "One Example Ltd", DAY).is_empty());
    assert_eq!(owners(&store, "Two Example Ltd", DAY), ["Top Example Ltd"]);
}

#[test]
fn a_company_is_found_by_its_identifier() {
    let (_store, session, _) = imported("gleif");
    let dossier = app::show(&session, "9999example000000003", None).unwrap();
    assert_eq!(dossier.thing.id, "ftm-lei-9999EXAMPLE000000003");
    let answer = told(&session, "who owns 9999EXAMPLE000000001?");
    assert!(answer.contains("Example Holding Inc."), "{answer}");
}
