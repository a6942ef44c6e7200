//! Records of several documents that are of one thing: what becomes one node, what does not and why,
//! and that it can be taken back.

use actorgraph::app::{
    self, Dataset, DecideRequest, Decision, Identities, ImportRequest, ImportTo, Imported,
    QueryText, RemoveRequest, Session, UpdateRequest,
};
use actorgraph::store::SavedStore;
use actorgraph::{Day, Scope};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

const DAY: Day = Day::constant(2026, 8, 1);

fn import(paths: &[PathBuf], store: &Path) -> Imported {
    let request = ImportRequest::new(paths.to_vec(), ImportTo::Store(store.to_owned()), DAY);
    app::import(&request, &|_| ControlFlow::Continue(())).unwrap()
}

fn same_as(table: &Path, store: &Path) -> Imported {
    let request = ImportRequest {
        same_as: vec![table.to_owned()],
        ..ImportRequest::new(Vec::new(), ImportTo::Store(store.to_owned()), DAY)
    };
    app::import(&request, &|_| ControlFlow::Continue(())).unwrap()
}

fn session(store: &Path) -> Session {
    Session::open(Dataset::Store(store.to_owned()), Scope::as_of(DAY)).unwrap()
}

fn identities(store: &Path) -> Identities {
    app::identities(&session(store), None, None).unwrap()
}

fn decide(store: &Path, record: &str, decision: Decision) {
    let request = DecideRequest {
        records: vec![record.to_owned()],
        decision,
        store: store.to_owned(),
        day: DAY,
        now: None,
    };
    app::decide(&request, &|_| ControlFlow::Continue(())).unwrap();
}

fn number(store: &Path) -> String {
    app::store_info(store).unwrap().identity
}

fn cases() -> Vec<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/identity");
    let mut folders: Vec<PathBuf> = fs::read_dir(&cases)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders
}

fn files(case: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(case.join("in"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// Writes what is told of identity: things with their lists, evidence followed and not.
fn told(store: &Path) -> String {
    let session = session(store);
    let found = app::identities(&session, None, None).unwrap();
    let mut text = String::new();
    for identity in &found.things {
        let (id, records) = (&identity.thing.id, identity.records.join(" "));
        writeln!(text, "{id} = {records}").unwrap();
        for evidence in &identity.evidence {
            let records = evidence.records.join(" ");
            let count = evidence.sources.len();
            writeln!(
                text,
                "  {} {}: {records} ({count} sources)",
                evidence.by, evidence.value
            )
            .unwrap();
        }
        for list in app::show(&session, id, None).unwrap().lists {
            let since = list.since.unwrap_or_default();
            writeln!(text, "  {} {} since {since}", list.status, list.list.id).unwrap();
        }
    }
    for evidence in &found.blocked {
        let (by, value) = (&evidence.by, &evidence.value);
        let why = evidence.blocked.as_deref().unwrap();
        writeln!(
            text,
            "not by {by} {value}: {} ({why})",
            evidence.records.join(" ")
        )
        .unwrap();
    }
    text
}

#[test]
fn cases_come_out_as_written_in_whatever_order() {
    let mut wrong = Vec::new();
    for case in cases() {
        let folder = tempfile::tempdir().unwrap();
        let files = files(&case);
        let [all, back] = ["all", "back"].map(|name| folder.path().join(name));
        import(&files, &all);
        for file in files.iter().rev() {
            import(std::slice::from_ref(file), &back);
        }
        assert_eq!(number(&all), number(&back), "{}", case.display());
        let come = told(&all);
        let expected = case.join("expected.txt");
        if std::env::var_os("REGEN").is_some() {
            fs::write(&expected, &come).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != come {
            wrong.push(format!("{}:\n{come}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "not as written: {}", wrong.join("\n"));
}

/// The statements that are no evidence, and of no decision.
fn statements(store: &Path) -> BTreeSet<String> {
    let session = session(store);
    let quads = session.snapshot().all_quads().map(|quad| quad.to_string());
    quads
        .filter(|quad| !quad.contains("identity-decisions"))
        .collect()
}

#[test]
fn what_was_split_is_as_it_was_before() {
    for case in cases() {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        import(&files(&case), &store);
        let whole = number(&store);
        let found = identities(&store);
        let records: Vec<&String> = found
            .things
            .iter()
            .flat_map(|found| &found.records)
            .collect();
        for record in &records {
            decide(
                &store,
                record,
                Decision::Split(Some("for the test".to_owned())),
            );
        }
        assert!(identities(&store).things.is_empty());
        // Each document by itself, put together, with nothing of identity.
        let apart = statements(&store);
        let mut before = BTreeSet::new();
        for (count, file) in files(&case).iter().enumerate() {
            let alone = folder.path().join(format!("alone-{count}"));
            import(std::slice::from_ref(file), &alone);
            before.extend(statements(&alone));
        }
        let word = "ns#BlockedIdentification>";
        // Who is on a list, and listed by whom, follows from all documents that tell of the list.
        let follows = |quad: &&String| quad.contains("ns#onList>") || quad.contains("ns#listedBy>");
        let lost = before.difference(&apart).filter(|quad| !follows(quad));
        let lost: Vec<&String> = lost.collect();
        assert!(lost.is_empty(), "{}: {lost:#?}", case.display());
        let is_told = |quad: &&String| {
            ["/id/identity-", "/id/split-", word]
                .iter()
                .any(|word| quad.contains(word))
        };
        let more: Vec<&String> = apart
            .difference(&before)
            .filter(|quad| !is_told(quad) && !follows(quad))
            .collect();
        assert!(more.is_empty(), "{}: {more:#?}", case.display());
        // And it can be taken back, one by one or all at once.
        for record in &records {
            decide(&store, record, Decision::Join);
        }
        if !records.is_empty() {
            let request = RemoveRequest {
                sources: vec!["identity-decisions".to_owned()],
                store: store.clone(),
                dry_run: false,
                now: None,
            };
            // The source of decisions is still described when the last is gone.
            let _ = app::remove_source(&request, &|_| ControlFlow::Continue(()));
        }
        let now: BTreeSet<String> = statements(&store);
        let again = folder.path().join("again");
        import(&files(&case), &again);
        assert_eq!(number(&again), whole);
        assert_eq!(now, statements(&again), "{}", case.display());
    }
}

#[test]
fn records_go_by_the_ids_that_they_had() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/identity/lists");
    let imported = import(&files(&case), &store);
    assert_eq!(
        (imported.identity.records, imported.identity.things),
        (1, 1)
    );
    let session = session(&store);
    let dossier = app::show(&session, "ftm-el-1", None).unwrap();
    assert_eq!(dossier.thing.id, "example-semi");
    let names: Vec<&str> = dossier
        .names
        .iter()
        .map(|name| name.name.as_str())
        .collect();
    assert_eq!(names, ["Example Semiconductor", "EXAMPLE SEMICONDUCTOR"]);
    assert_eq!(dossier.identity.len(), 1);
    // Each source says of it what it said before.
    let scope = Scope {
        sources: vec!["press".to_owned()],
        ..Scope::as_of(DAY)
    };
    let press = Session::open(Dataset::Store(store.clone()), scope).unwrap();
    let dossier = app::show(&press, "example-semi", None).unwrap();
    assert_eq!(dossier.events.len(), 1);
    assert_eq!(dossier.lists[0].since.as_deref(), Some("2025-03-26"));
}

#[test]
fn a_row_that_is_gone_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let entity = |id: &str| {
        format!(
            "{{\"id\": \"{id}\", \"schema\": \"Company\", \"properties\": {{\"name\": [\"{id}\"]}}}}"
        )
    };
    let path = folder.path().join("entities.json");
    fs::write(
        &path,
        format!("{}\n{}\n{}\n", entity("a"), entity("b"), entity("c")),
    )
    .unwrap();
    import(&[path], &store);
    let table = folder.path().join("pairs.csv");
    let rows = |rows: &[&str]| {
        fs::write(&table, format!("record,same_as\n{}\n", rows.join("\n"))).unwrap();
        same_as(&table, &store);
        identities(&store)
            .things
            .iter()
            .map(|found| found.records.len())
            .sum::<usize>()
    };
    assert_eq!(rows(&["ftm-a,ftm-b", "ftm-b,ftm-c"]), 2);
    assert_eq!(rows(&["ftm-a,ftm-b"]), 1);
    assert_eq!(rows(&[]), 0);
    assert_eq!(rows(&["ftm-a,ftm-c", "ftm-a,ftm-b"]), 2);
}

#[test]
fn an_update_reaches_the_claims_behind_a_statement() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/identity/lists");
    import(&files(&case), &store);
    let request = UpdateRequest {
        update: QueryText::Sparql {
            text: "DELETE WHERE { agid:example-semi ag:lei ?lei }".to_owned(),
            origin: "test".to_owned(),
        },
        store: store.clone(),
        dry_run: false,
        may_load: false,
        base: None,
        as_of: DAY,
        timeout: None,
        now: None,
    };
    let written = app::update(&request, &|_| ControlFlow::Continue(())).unwrap();
    assert_eq!((written.added, written.removed), (0, 2));
    // Without the evidence there are two things again.
    assert!(identities(&store).things.is_empty());
    let backup = folder.path().join("backup.nq.gz");
    app::back_up_store(&store, &backup).unwrap();
    assert!(SavedStore::find(&store).is_some());
}
