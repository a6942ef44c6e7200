//! Saved datasets: imported whole or not at all, the same for the same claims, never wrong unnoticed.

use actorgraph::app::{
    self, AppError, Dataset, ErrorKind, ImportRequest, ImportTo, Imported, Session,
};
use actorgraph::store::{Pack, Query, SavedStore, Snapshot};
use actorgraph::{Day, Scope, builtin};
use proptest::prelude::*;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

const DAY: Day = Day::constant(2026, 8, 1);

fn import(paths: &[&Path], store: &Path) -> Result<Imported, AppError> {
    let paths = paths.iter().map(|path| (*path).to_owned()).collect();
    let request = ImportRequest::new(paths, ImportTo::Store(store.to_owned()), DAY);
    app::import(&request, &|_| ControlFlow::Continue(()))
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data")
}

/// The built-in data, saved once for all tests of this file.
fn saved() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        import(&[&data()], folder.path()).unwrap();
        fs::read(folder.path().join(SavedStore::FACTS)).unwrap()
    })
}

#[test]
fn the_tables_imported_are_the_built_in_dataset() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(SavedStore::FACTS), saved()).unwrap();
    let pack = SavedStore::new(folder.path()).open().unwrap();
    pack.verify().unwrap();
    let builtin = builtin(DAY).unwrap();
    assert_eq!(pack.identity(), builtin.pack().identity());
    assert!(
        pack.matching([None; 4])
            .eq(builtin.pack().matching([None; 4]))
    );
    assert!(pack.traces().eq(builtin.pack().traces()));
    assert!(pack.claim_count() > pack.len() / 2 && pack.claim_count() < pack.len());

    let dataset = Dataset::Store(folder.path().to_owned());
    let session = Session::open(dataset, Scope::as_of(DAY)).unwrap();
    let reply = app::ask(&session, "who requested DeepSeek").unwrap();
    assert!(
        reply
            .answers
            .iter()
            .any(|found| found.label == "John Moolenaar")
    );
}

#[test]
fn the_same_claims_give_the_same_bytes() {
    let world = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = world.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let prefix = "@prefix ag: <https://w3id.org/actorgraph/ns#> . \
        @prefix agid: <https://w3id.org/actorgraph/id/> .\n";
    let first = file(
        "first.ttl",
        &format!("{prefix} agid:a ag:ownedBy agid:b, [ ag:ownedBy agid:c ] ."),
    );
    let second = file(
        "second.ttl",
        &format!("{prefix} agid:a ag:ownedBy agid:b, [ ag:ownedBy agid:d ] ."),
    );
    let store = |name: &str| world.path().join(name);
    let bytes = |name: &str| fs::read(store(name).join(SavedStore::FACTS)).unwrap();

    let imported = import(&[&first], &store("steps")).unwrap();
    assert_eq!(
        (imported.claims, imported.added, imported.sources),
        (3, 3, 1)
    );
    assert!(imported.changed && imported.statements > 100);
    let once = bytes("steps");
    let again = import(&[&first, &first], &store("steps")).unwrap();
    assert_eq!((again.claims, again.added, again.changed), (3, 0, false));
    assert_eq!(bytes("steps"), once);

    let more = import(&[&second], &store("steps")).unwrap();
    assert_eq!((more.claims, more.added, more.sources), (6, 3, 2));
    import(&[&second, &first], &store("at-once")).unwrap();
    assert_eq!(bytes("steps"), bytes("at-once"));

    // A saved dataset can be imported into another.
    import(&[&store("at-once")], &store("copy")).unwrap();
    assert_eq!(bytes("copy"), bytes("at-once"));
    assert_eq!(
        names(&store("copy")),
        [".lock", SavedStore::FACTS, "graph.view", "journal"]
    );
}

#[test]
fn wrong_input_changes_nothing() {
    let world = tempfile::tempdir().unwrap();
    let (good, bad) = (world.path().join("good.nt"), world.path().join("bad.nt"));
    fs::write(
        &good,
        "<https://e.org/a> <https://e.org/p> <https://e.org/b> .\n",
    )
    .unwrap();
    fs::write(&bad, "<https://e.org/a> <https://e.org/p> oops .\n").unwrap();
    let store = world.path().join("store");
    let wrong = |paths: &[&Path], store: &Path| {
        let error = import(paths, store).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::BadInput, "{error}");
    };
    wrong(&[&good, &bad], &store);
    wrong(&[&good, &world.path().join("missing.nt")], &store);
    assert!(!store.exists());
    import(&[&good], &store).unwrap();
    let before = fs::read(store.join(SavedStore::FACTS)).unwrap();
    wrong(&[&bad], &store);
    wrong(&[&world.path().join("empty")], &store);
    assert_eq!(fs::read(store.join(SavedStore::FACTS)).unwrap(), before);
    assert_eq!(
        names(&store),
        [".lock", SavedStore::FACTS, "graph.view", "journal"]
    );
    // Not into a file, and not among RDF files, which would be hidden by it.
    wrong(&[&good], &good);
    wrong(&[&good], world.path());
}

#[test]
fn one_writes_at_a_time_and_readers_keep_what_they_opened() {
    let world = tempfile::tempdir().unwrap();
    let (first, second) = (world.path().join("1.nt"), world.path().join("2.nt"));
    fs::write(
        &first,
        "<https://e.org/a> <https://e.org/p> <https://e.org/b> .\n",
    )
    .unwrap();
    fs::write(
        &second,
        "<https://e.org/a> <https://e.org/p> <https://e.org/c> .\n",
    )
    .unwrap();
    let store = world.path().join("store");
    import(&[&first], &store).unwrap();
    let saved = SavedStore::new(&store);
    let lock = saved.lock().unwrap();
    let busy = import(&[&second], &store).unwrap_err();
    assert_eq!(busy.kind(), ErrorKind::Failure);
    assert_eq!(busy.problems()[0].code, "busy-store");
    drop(lock);
    let reader = saved.open().unwrap();
    assert_eq!(import(&[&second], &store).unwrap().claims, 2);
    assert_eq!(reader.claim_count(), 1);
    assert_eq!(saved.open().unwrap().claim_count(), 2);
}

/// What a few questions give, or that the damage was noticed.
fn answers(pack: Pack) -> Option<Vec<String>> {
    let snapshot = Snapshot::new(Arc::new(pack), DAY);
    let texts = [
        "SELECT * { agid:hesai ?p ?o } ORDER BY ?p ?o",
        "SELECT * { ?s ag:listedBy ?o } ORDER BY ?s ?o",
        "SELECT * { GRAPH ?g { ?s ag:ownedBy ?o } } ORDER BY ?g ?s ?o",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    ];
    let run = |text: &&str| Query::parse(text).unwrap().run(&snapshot).ok();
    let tables: Option<Vec<_>> = texts.iter().map(run).collect();
    let tables = tables?
        .into_iter()
        .map(|table| format!("{:?}", table.into_table().rows));
    let traces = snapshot
        .traces()
        .map(|trace| format!("{trace:?}"))
        .collect();
    let claims = snapshot
        .pack()
        .claims()
        .map(|row| format!("{row:?}"))
        .collect();
    let all = tables.chain([traces, claims]).collect();
    snapshot.pack().damage().is_none().then_some(all)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_damaged_file_gives_an_error_or_the_right_answer(
        place in any::<prop::sample::Index>(),
        length in 1_usize..5_000,
        byte in any::<u8>(),
    ) {
        static RIGHT: OnceLock<Vec<String>> = OnceLock::new();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(SavedStore::FACTS);
        let right = RIGHT.get_or_init(|| {
            fs::write(&path, saved()).unwrap();
            answers(Pack::open(&path).unwrap()).unwrap()
        });
        let mut bytes = saved().to_vec();
        let begin = place.index(bytes.len());
        let end = (begin + length).min(bytes.len());
        bytes[begin..end].fill(byte);
        let path = folder.path().join("damaged.pack");
        fs::write(&path, &bytes).unwrap();
        let Ok(pack) = Pack::open(&path) else { return Ok(()) };
        prop_assert!(bytes == saved() || pack.verify().is_err());
        if let Some(found) = answers(pack) {
            prop_assert!(&found == right, "an answer of a damaged file");
        }
    }
}
