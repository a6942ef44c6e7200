//! Stores that RocksDB keeps: they answer as those in one file do, and are told where there is no
//! RocksDB. What holds for both is in `store.rs`.

use actorgraph::app::{self, Engine, ImportRequest, ImportTo};
use std::fs;
use std::path::{Path, PathBuf};

#[cfg(feature = "disk")]
use actorgraph::{
    Scope,
    app::{Dataset, Seen, Session},
    store::{Query, QueryResult, SavedStore},
};

const DAY: actorgraph::Day = actorgraph::Day::constant(2026, 8, 1);

const CLAIMS: &str = r#"
@prefix ag: <https://w3id.org/actorgraph/ns#> .
@prefix agid: <https://w3id.org/actorgraph/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
agid:old dcterms:issued "2020-01-01"^^xsd:date . agid:new dcterms:issued "2026-06"^^xsd:gYearMonth .
agid:alpha rdfs:label "Alpha"@en .
agid:old { agid:alpha a ag:Company ; rdfs:label "Alpha"@en, "阿尔法"@zh ; ag:ownedBy agid:beta ;
  ag:note "007"^^xsd:integer, "7"^^xsd:int, "1.50"^^xsd:decimal, "01"^^xsd:gMonth, "" .
  agid:beta a ag:Company ; ag:ownedBy agid:gamma . }
agid:new { agid:alpha a ag:Company ; rdfs:label "Alpha"@en ; ag:ownedBy agid:beta, agid:delta ;
  ag:note 7, 1.5, "2026-01-01T24:00:00"^^xsd:dateTime, _:somebody .
  _:somebody rdfs:label "Somebody" . agid:gamma ag:ownedBy agid:alpha . }
"#;

fn import(engine: Engine, store: &Path, file: &Path) -> Result<app::Imported, app::AppError> {
    let to = ImportTo::Store(store.to_owned());
    let request = ImportRequest {
        engine: Some(engine),
        ..ImportRequest::new(vec![file.to_owned()], to, DAY)
    };
    app::import(&request, &|_| std::ops::ControlFlow::Continue(()))
}

fn world() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("claims.trig");
    fs::write(&file, CLAIMS).unwrap();
    (folder, file)
}

#[test]
#[cfg(not(feature = "disk"))]
fn who_has_no_rocksdb_says_so_and_changes_nothing() {
    let (world, file) = world();
    let new = world.path().join("new");
    let error = import(Engine::RocksDb, &new, &file).unwrap_err();
    assert_eq!(error.problems()[0].code, "needs-disk");
    assert!(!new.exists());
    // A folder that another program made.
    let store = world.path().join("store");
    import(Engine::Pack, &store, &file).unwrap();
    fs::create_dir(store.join("rocksdb-1")).unwrap();
    fs::rename(store.join("facts.pack"), store.join("rocksdb-1/facts.pack")).unwrap();
    fs::write(store.join("facts.engine"), "actorgraph rocksdb 2 1\n").unwrap();
    let journal = fs::read(store.join("journal")).unwrap();
    for words in [
        &["show", "Alpha"][..],
        &["query", "ASK {}"],
        &["import", file.to_str().unwrap()],
        &["store", "info"],
        &["store", "compact"],
        &["update", "CLEAR ALL"],
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_actorgraph"));
        command.args(words).arg("--store").arg(&store);
        let output = command.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {told}");
        let sentence = "is kept in RocksDB, and this program was built without the feature `disk`";
        assert!(told.contains(sentence), "{words:?}: {told}");
    }
    assert_eq!(fs::read(store.join("journal")).unwrap(), journal);
    assert!(!store.join("facts.pack").exists());
}

/// What a query gives, in an order that both engines share.
#[cfg(feature = "disk")]
fn answer(query: &str, store: &Path, scope: Scope) -> String {
    let session = Session::open(Dataset::Store(store.to_owned()), scope).unwrap();
    let result = Query::parse(query).unwrap().run(session.snapshot());
    match result.unwrap() {
        QueryResult::Table(mut table) => {
            table.rows.sort_by_key(|row| format!("{row:?}"));
            format!("{table:?}")
        }
        other => format!("{other:?}"),
    }
}

#[test]
#[cfg(feature = "disk")]
fn sparql_gives_the_same_on_rocksdb() {
    let (world, file) = world();
    let (one, other) = (world.path().join("pack"), world.path().join("rocksdb"));
    import(Engine::Pack, &one, &file).unwrap();
    import(Engine::RocksDb, &other, &file).unwrap();
    let identity = |store| SavedStore::new(store).open().unwrap().identity();
    assert_eq!(identity(&one), identity(&other));
    let scopes = [
        Scope::as_of(DAY),
        Scope {
            sources: vec!["new".to_owned()],
            ..Scope::as_of(DAY)
        },
        Scope {
            known_at: Some(actorgraph::Day::constant(2021, 1, 1)),
            ..Scope::as_of(DAY)
        },
    ];
    for query in [
        "SELECT * { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT ?g { GRAPH ?g {} }",
        "SELECT * { GRAPH agid:new { ?s ?p ?o } }",
        "SELECT * { GRAPH agid:none { ?s ?p ?o } }",
        "SELECT * { agid:alpha ag:note ?o }",
        "SELECT * { ?s ag:note \"007\"^^xsd:integer }",
        "SELECT * { ?s ag:note 7 }",
        "SELECT * { ?s ag:note ?o FILTER(?o = 7) }",
        "SELECT * { ?s ag:note ?o FILTER(?o >= 1.5) }",
        "SELECT * { \"a\" ?p ?o }",
        "SELECT * { ?s ?p ?o . ?o ?q ?s }",
        "SELECT ?x { agid:alpha ag:ownedBy+ ?x }",
        "SELECT ?x { ?x (ag:ownedBy|^ag:ownedBy)* agid:delta }",
        "SELECT * { ?s a ag:Company OPTIONAL { ?s rdfs:label ?name } }",
        "SELECT * { ?s ag:ownedBy ?o FILTER NOT EXISTS { GRAPH agid:old { ?s ag:ownedBy ?o } } }",
        "SELECT * { ?s ag:ownedBy ?o MINUS { ?o ag:ownedBy ?x } }",
        "SELECT * { VALUES ?s { agid:beta agid:none } ?s ?p ?o }",
        "SELECT * FROM agid:old { ?s ag:ownedBy ?o }",
        "SELECT * FROM NAMED agid:old { GRAPH ?g { ?s ag:ownedBy ?o } }",
        "SELECT ?s (SUM(?o) AS ?sum) { ?s ag:note ?o FILTER isNumeric(?o) } GROUP BY ?s",
        "SELECT * { { SELECT ?o { ?s ag:ownedBy ?o } ORDER BY ?o LIMIT 1 } ?o ?p ?x }",
        "CONSTRUCT { ?o ag:note ?s } WHERE { ?s ag:note ?o . ?s ag:ownedBy ?o2 }",
        "DESCRIBE agid:alpha",
        "ASK { agid:alpha ag:ownedBy agid:delta }",
        "SELECT ?asOf ?knownAt { BIND(?asOf AS ?x) }",
    ] {
        for scope in &scopes {
            let expected = answer(query, &one, scope.clone());
            let found = answer(query, &other, scope.clone());
            assert_eq!(found, expected, "{query} {scope:?}");
        }
    }
}

#[test]
#[cfg(feature = "disk")]
fn a_store_stays_in_its_engine_and_tells_it() {
    let (world, file) = world();
    let store = world.path().join("store");
    import(Engine::RocksDb, &store, &file).unwrap();
    assert_eq!(app::store_info(&store).unwrap().engine, "rocksdb");
    let error = import(Engine::Pack, &store, &file).unwrap_err();
    assert_eq!(error.problems()[0].code, "other-engine");
    // What nobody names stays what it is.
    let to = ImportTo::Store(store.clone());
    let request = ImportRequest::new(vec![file], to, DAY);
    let again = app::import(&request, &|_| std::ops::ControlFlow::Continue(()));
    assert!(!again.unwrap().changed);
    fs::write(store.join("facts.engine"), "actorgraph rocksdb 3 1\n").unwrap();
    let error = app::store_info(&store).unwrap_err();
    assert_eq!(error.problems()[0].code, "newer-store");
}

#[test]
#[cfg(feature = "disk")]
fn a_damaged_database_is_told_and_made_anew() {
    let go_on = |_: Seen| std::ops::ControlFlow::Continue(());
    let (world, file) = world();
    let store = world.path().join("store");
    import(Engine::RocksDb, &store, &file).unwrap();
    app::verify_store(&store, &go_on).unwrap();
    let folder = SavedStore::new(&store).facts().with_file_name("quads");
    let tables = || {
        let entries = fs::read_dir(&folder).unwrap().map(Result::unwrap);
        let paths = entries.map(|entry| entry.path());
        let tables = paths.filter(|path| path.extension().is_some_and(|ending| ending == "sst"));
        tables.collect::<Vec<PathBuf>>()
    };
    for table in tables() {
        let mut bytes = fs::read(&table).unwrap();
        bytes.iter_mut().take(64).for_each(|byte| *byte ^= 0x55);
        fs::write(&table, bytes).unwrap();
    }
    let error = app::verify_store(&store, &go_on).unwrap_err();
    assert_eq!(error.kind(), app::ErrorKind::Failure);
    assert_eq!(error.problems()[0].code, "disk-failed");
    let session = Session::open(Dataset::Store(store.clone()), Scope::as_of(DAY)).unwrap();
    let query = Query::parse("SELECT * { ?s ?p ?o }").unwrap();
    assert!(query.run(session.snapshot()).is_err());
    drop(session);
    assert!(app::compact_store(&store, None, &go_on).unwrap().changed);
    app::verify_store(&store, &go_on).unwrap();
    assert!(!folder.exists());
}

#[test]
#[cfg(feature = "disk")]
fn who_reads_keeps_what_was_there() {
    let (world, file) = world();
    let store = world.path().join("store");
    import(Engine::RocksDb, &store, &file).unwrap();
    let session = Session::open(Dataset::Store(store.clone()), Scope::as_of(DAY)).unwrap();
    let more = world.path().join("more.ttl");
    fs::write(
        &more,
        "<https://e.org/a> <https://e.org/b> <https://e.org/c> .",
    )
    .unwrap();
    import(Engine::RocksDb, &store, &more).unwrap();
    // The database of before is first asked when it is no longer the one of the store.
    let query = Query::parse("ASK { <https://e.org/a> ?p ?o }").unwrap();
    let ask = |session: &Session| query.run(session.snapshot()).unwrap();
    assert_eq!(ask(&session), QueryResult::Boolean(false));
    let count = || {
        let entries = fs::read_dir(&store).unwrap().map(Result::unwrap);
        let names = entries.map(|entry| entry.file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("rocksdb-")).count()
    };
    assert_eq!(count(), 2);
    drop(session);
    let go_on = |_: Seen| std::ops::ControlFlow::Continue(());
    app::compact_store(&store, None, &go_on).unwrap();
    assert_eq!(count(), 1);
    let now = Session::open(Dataset::Store(store), Scope::as_of(DAY)).unwrap();
    assert_eq!(ask(&now), QueryResult::Boolean(true));
}

/// Literals in all spellings of values that oxigraph knows by their value.
#[cfg(feature = "disk")]
fn spellings() -> impl proptest::strategy::Strategy<Value = Vec<String>> {
    use proptest::prelude::*;
    let types = [
        "integer",
        "decimal",
        "double",
        "float",
        "boolean",
        "date",
        "dateTime",
        "time",
        "gYear",
        "gYearMonth",
        "gMonth",
        "duration",
        "yearMonthDuration",
        "dayTimeDuration",
        "int",
        "long",
        "byte",
        "short",
        "nonNegativeInteger",
        "dateTimeStamp",
        "string",
        "anyURI",
    ];
    let value = "[-+]?[0-9]{1,4}([.][0-9]{0,3})?(e[0-9])?|true|1|NaN|INF|-?P[0-9]{1,2}[YMD]\
        |[0-9]{4}(-[01][0-9](-[0-3][0-9])?(T(0[0-9]|24):00:00([.]0)?)?)?(Z|[+]00:00)?";
    let literal = (value, prop::sample::select(types.to_vec()));
    let literal = literal.prop_map(|(value, name)| {
        format!("\"{value}\"^^<http://www.w3.org/2001/XMLSchema#{name}>")
    });
    prop::collection::vec(literal, 1..60)
}

#[cfg(feature = "disk")]
proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(12))]

    #[test]
    fn literals_keep_their_spelling_in_rocksdb(mut literals in spellings()) {
        literals.extend([
            "\"x\"^^<urn:actorgraph:spelled:x>".to_owned(),
            "\"\"".to_owned(),
            "\"名\"@zh".to_owned(),
        ]);
        let world = tempfile::tempdir().unwrap();
        let file = world.path().join("literals.nt");
        let lines = literals.iter().map(|literal| format!("<urn:s> <urn:p> {literal} .\n"));
        fs::write(&file, lines.collect::<String>()).unwrap();
        let stores = [Engine::Pack, Engine::RocksDb].map(|engine| {
            let store = world.path().join(engine.name());
            import(engine, &store, &file).unwrap();
            store
        });
        app::verify_store(&stores[1], &|_| std::ops::ControlFlow::Continue(())).unwrap();
        let query = "SELECT ?o (DATATYPE(?o) AS ?d) (STR(?o) AS ?t) { <urn:s> <urn:p> ?o }";
        let [one, other] = stores.map(|store| answer(query, &store, Scope::as_of(DAY)));
        proptest::prop_assert_eq!(one, other);
    }
}
