//! The store on disk: as before or as after whatever happens, one writer at a time, and undone again.
//!
//! With the feature `disk` all of it is run twice: on stores in one file, and on stores in RocksDB.

use actorgraph::app::{
    self, AppError, Dataset, Engine, ErrorKind, ImportRequest, ImportTo, QueryText, RemoveRequest,
    RestoreRequest, Seen, Session, UpdateRequest, Written,
};
use actorgraph::store::{Query, QueryResult, SavedStore};
use actorgraph::{Day, Scope};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const DAY: Day = Day::constant(2026, 8, 1);

fn go_on(_: Seen) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// In what new stores are kept.
fn engine() -> Engine {
    match module_path!().ends_with("on_disk") {
        true => Engine::RocksDb,
        false => Engine::Pack,
    }
}

/// The command that imports a file into a store, which it makes if need be.
fn import_words<'a>(file: &'a Path, store: &'a Path) -> [&'a str; 6] {
    let engine = engine().name();
    [
        "import",
        "--engine",
        engine,
        text(file),
        "--store",
        text(store),
    ]
}

fn request(paths: &[&Path], store: &Path) -> ImportRequest {
    let paths = paths.iter().map(|path| (*path).to_owned()).collect();
    let request = ImportRequest::new(paths, ImportTo::Store(store.to_owned()), DAY);
    ImportRequest {
        engine: Some(engine()),
        ..request
    }
}

fn import(paths: &[&Path], store: &Path) {
    let request = request(paths, store);
    app::import(&request, &go_on).unwrap();
}

fn change(text: &str, store: &Path, dry_run: bool) -> Result<Written, AppError> {
    let request = UpdateRequest {
        update: QueryText::Sparql {
            text: text.to_owned(),
            origin: "test".to_owned(),
        },
        store: store.to_owned(),
        dry_run,
        may_load: false,
        base: None,
        as_of: DAY,
        timeout: None,
        now: None,
    };
    app::update(&request, &go_on)
}

fn update(text: &str, store: &Path) -> Written {
    change(text, store, false).unwrap()
}

fn remove(sources: &[&str], store: &Path) -> Result<Written, AppError> {
    let request = RemoveRequest {
        sources: sources.iter().map(|&source| source.to_owned()).collect(),
        store: store.to_owned(),
        dry_run: false,
        now: None,
    };
    app::remove_source(&request, &go_on)
}

fn is_so(ask: &str, session: &Session) -> bool {
    let query = Query::parse(ask).unwrap();
    query.run(session.snapshot()).unwrap() == QueryResult::Boolean(true)
}

#[test]
fn a_source_that_claims_nothing_can_be_removed() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let path = folder.path().join("none.csv");
    fs::write(&path, "id,schema,name,aliases,countries,identifiers\n").unwrap();
    let request = ImportRequest::new(vec![path], ImportTo::Store(store.clone()), DAY);
    let imported = app::import(&request, &go_on).unwrap();
    let source = imported.files[0].source.clone().unwrap();
    let written = remove(&[&source], &store).unwrap();
    assert!(written.removed > 0);
    let error = remove(&[&source], &store).unwrap_err();
    assert_eq!(error.problems()[0].code, "unknown-source");
}

fn identity(store: &Path) -> Option<u64> {
    let pack = SavedStore::find(store)?.open().unwrap();
    pack.verify().unwrap();
    Some(pack.identity())
}

fn facts(store: &Path) -> PathBuf {
    SavedStore::new(store).facts()
}

fn bytes(store: &Path) -> Vec<u8> {
    fs::read(facts(store)).unwrap()
}

/// The names of all files of a store but those that come and go. What RocksDB keeps is told as
/// what it takes the place of.
fn names(store: &Path) -> Vec<String> {
    let entries = fs::read_dir(store).unwrap().map(Result::unwrap);
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name().into_string().unwrap())
        .filter(|name| name != "facts.engine")
        .map(|name| match name.starts_with("rocksdb-") {
            true => SavedStore::FACTS.to_owned(),
            false => name,
        })
        .collect();
    names.sort();
    names
}

/// A world with a file of some claims and a store that holds them.
fn world() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("first.ttl");
    let text = "@prefix ag: <https://w3id.org/actorgraph/ns#> . \
        @prefix agid: <https://w3id.org/actorgraph/id/> . \
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . \
        agid:alpha a ag:Company ; rdfs:label \"Alpha\"@en ; ag:ownedBy agid:beta . \
        agid:beta a ag:Company ; rdfs:label \"Beta\"@en .";
    fs::write(&file, text).unwrap();
    let store = folder.path().join("store");
    import(&[&file], &store);
    (folder, store)
}

/// Writes a file of many claims.
fn many(folder: &Path, name: &str, count: usize) -> PathBuf {
    let lines = (0..count).map(|number| {
        let (next, id) = (number * 7 % count, "https://w3id.org/actorgraph/id/");
        let owned = "https://w3id.org/actorgraph/ns#ownedBy";
        format!("<{id}{name}-{number}> <{owned}> <{id}{name}-{next}> .\n")
    });
    let path = folder.join(format!("{name}.nt"));
    fs::write(&path, lines.collect::<String>()).unwrap();
    path
}

fn program(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actorgraph"));
    command.args(words).stdin(Stdio::null());
    command
}

fn run(words: &[&str]) -> Output {
    program(words).output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_import_that_is_killed_leaves_the_store_as_before_or_as_after() {
    let (world, store) = world();
    let before = identity(&store);
    let file = many(world.path(), "many", 20_000);
    let after = {
        let copy = world.path().join("copy");
        import(&[&store, &file], &copy);
        identity(&copy)
    };
    // How long a whole import takes says in which moments to kill.
    let spent = {
        let copy = world.path().join("timed");
        let begin = Instant::now();
        assert!(run(&import_words(&file, &copy)).status.success());
        begin.elapsed()
    };
    let (mut as_before, mut as_after) = (0, 0);
    let mut chance = 0x9E37_79B9_7F4A_7C15_u64;
    for round in 0..24 {
        chance = chance
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(round | 1);
        let share = (chance >> 33) as f64 / (1_u64 << 31) as f64;
        let mut child = program(&import_words(&file, &store))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Rather early than late: a machine that was busy before may be faster now.
        thread::sleep(spent.mul_f64(share * share * 1.1));
        let _ = child.kill();
        let ended = child.wait().unwrap();
        let now = identity(&store);
        assert!(now == before || now == after, "round {round}");
        let note = told(&run(&["stats", "--store", text(&store)]));
        match (ended.success(), note.as_str()) {
            (true, note) => assert_eq!((note, now), ("", after)),
            // Killed before it began or when all was done: there is nothing to tell.
            (false, "") => {}
            (false, note) if now == before => assert!(note.contains("is as before it"), "{note}"),
            (false, note) => assert!(note.contains("is as after it"), "{note}"),
        }
        assert_eq!(
            note.lines().count(),
            usize::from(!note.is_empty()),
            "{note}"
        );
        if now == after {
            as_after += 1;
            remove(&["many"], &store).unwrap();
            assert_eq!(identity(&store), before, "round {round}");
        } else {
            as_before += 1;
        }
    }
    assert!(as_before > 0, "{as_before} before, {as_after} after");
    // What killed writers left goes with the next compaction, and so does the note.
    app::compact_store(&store, None, &go_on).unwrap();
    assert_eq!(
        names(&store),
        [".lock", "facts.pack", "graph.view", "journal"]
    );
    assert_eq!(told(&run(&["stats", "--store", text(&store)])), "");
}

#[test]
fn a_first_import_that_is_killed_leaves_no_store_and_says_so() {
    let world = tempfile::tempdir().unwrap();
    let file = many(world.path(), "many", 20_000);
    for round in 0..8_u64 {
        let store = world.path().join(format!("store-{round}"));
        let mut child = program(&import_words(&file, &store))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(20 + 40 * round));
        let _ = child.kill();
        child.wait().unwrap();
        if identity(&store).is_none() && store.join("journal").exists() {
            let output = run(&["stats", "--store", text(&store)]);
            assert_eq!(output.status.code(), Some(3));
            let told = told(&output);
            let sentence = "holds no dataset: the `import` that was to make it was interrupted";
            assert!(told.contains(sentence), "{told}");
        }
        // It can be done again.
        import(&[&file], &store);
        assert!(identity(&store).is_some());
    }
}

#[test]
#[cfg(unix)]
fn a_full_disk_leaves_the_store_as_before() {
    let (world, store) = world();
    let before = bytes(&store);
    let file = many(world.path(), "many", 20_000);
    // No file may grow beyond 512 KiB; what is written beyond fails as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 1024; exec \"$0\" \"$@\"";
    let limited = |words: &[&str]| {
        let mut shell = Command::new("sh");
        shell.args(["-c", script, env!("CARGO_BIN_EXE_actorgraph")]);
        shell.args(words).output().unwrap()
    };
    let output = limited(&import_words(&file, &store));
    assert_eq!(output.status.code(), Some(3), "{}", told(&output));
    assert!(
        told(&output).contains("error[cannot-write]"),
        "{}",
        told(&output)
    );
    assert_eq!(bytes(&store), before);
    assert_eq!(
        names(&store),
        [".lock", "facts.pack", "graph.view", "journal"]
    );
    assert_eq!(told(&run(&["stats", "--store", text(&store)])), "");
    // Nor is there a folder where there was none.
    let new = world.path().join("new");
    let output = limited(&import_words(&file, &new));
    assert_eq!(output.status.code(), Some(3));
    assert!(!new.exists());
}

#[test]
#[cfg(unix)]
fn ctrl_c_stops_an_import_and_changes_nothing() {
    let (world, store) = world();
    let before = bytes(&store);
    let file = many(world.path(), "many", 200_000);
    let child = program(&import_words(&file, &store))
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The journal says that the work has begun.
    let begun = Instant::now();
    let journal = || fs::read_to_string(store.join("journal")).unwrap_or_default();
    while !journal().contains("open import") {
        assert!(begun.elapsed() < Duration::from_secs(60), "it never began");
        thread::sleep(Duration::from_millis(5));
    }
    let id = child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(
        told(&output).contains("error[stopped]"),
        "{}",
        told(&output)
    );
    assert!(told(&output).contains("nothing was changed"));
    assert_eq!(bytes(&store), before);
    assert_eq!(told(&run(&["stats", "--store", text(&store)])), "");
}

#[test]
fn who_is_asked_may_stop_a_write_at_any_question() {
    let (world, store) = world();
    let file = many(world.path(), "many", 20_000);
    let (before, mut asked) = (bytes(&store), 0);
    let request = request(&[&file], &store);
    for last in 0.. {
        let count = std::sync::atomic::AtomicUsize::new(0);
        let watch = |_: Seen| match count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) {
            count if count >= last => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        match app::import(&request, &watch) {
            Ok(_) => break,
            Err(error) => assert_eq!(error.problems()[0].code, "stopped"),
        }
        asked = last;
        assert!(bytes(&store) == before, "stopped at question {last}");
    }
    // While it reads, while it derives, before it writes.
    assert!(asked > 3, "{asked}");
    assert!(bytes(&store) != before);
}

#[test]
fn cut_files_are_refused_and_never_answered_from() {
    let (_world, store) = world();
    let whole = bytes(&store);
    let open = || Session::open(Dataset::Store(store.clone()), Scope::as_of(DAY));
    let step = whole.len() / 61;
    for end in (0..whole.len())
        .step_by(step)
        .chain([1, 63, 64, whole.len() - 1])
    {
        fs::write(facts(&store), &whole[..end]).unwrap();
        let error = open().unwrap_err();
        let problem = &error.problems()[0];
        let code = problem.code.as_str();
        assert!(
            matches!(code, "damaged-store" | "foreign-file"),
            "{code} at {end}"
        );
        let error = app::verify_store(&store, &go_on).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Failure);
        // Nothing is written over what may still be rescued.
        assert!(change("CLEAR ALL", &store, false).is_err());
        assert_eq!(bytes(&store), &whole[..end]);
    }
    fs::write(facts(&store), &whole).unwrap();
    app::verify_store(&store, &go_on).unwrap();
    // The graph is made again, and the journal is missed by nobody.
    for name in ["graph.view", "journal"] {
        let whole = fs::read(store.join(name)).unwrap();
        for end in [0, 1, whole.len() / 2, whole.len() - 1] {
            fs::write(store.join(name), &whole[..end]).unwrap();
            let session = open().unwrap();
            let hits = session.view().unwrap().node_count();
            assert!(hits > 0, "{name} cut at {end}");
        }
    }
}

#[test]
fn one_process_writes_at_a_time_and_others_read() {
    let (world, store) = world();
    let before = bytes(&store);
    let more = many(world.path(), "more", 10);
    let backup = world.path().join("backup.nq.gz");
    app::back_up_store(&store, &backup).unwrap();
    let saved = SavedStore::new(&store);
    let writing = saved.begin("import", None).unwrap();
    let flag = ["--store", text(&store)];
    for words in [
        &["import", text(&more)][..],
        &["update", "CLEAR ALL"],
        &["store", "compact"],
        &["store", "restore", text(&backup), "--replace"],
        &["store", "remove-source", "first"],
    ] {
        let output = run(&[words, &flag].concat());
        assert_eq!(output.status.code(), Some(3), "{words:?}");
        assert!(told(&output).contains("error[busy-store]: another process writes to"));
    }
    // Readers are not hindered, and need not be told.
    for words in [
        &["show", "Alpha"][..],
        &["store", "verify"],
        &["store", "backup", text(&backup)],
        &["store", "remove-source", "first", "--dry-run"],
        &["update", "CLEAR ALL", "--dry-run"],
    ] {
        let output = run(&[words, &flag].concat());
        assert_eq!(output.status.code(), Some(0), "{words:?} {}", told(&output));
    }
    assert!(app::store_info(&store).unwrap().writing);
    drop(writing);
    assert!(!app::store_info(&store).unwrap().writing);
    assert_eq!(bytes(&store), before);
    assert!(
        run(&[&["import", text(&more)][..], &flag].concat())
            .status
            .success()
    );
}

#[test]
fn a_reader_keeps_what_it_opened() {
    let (_world, store) = world();
    let session = Session::open(Dataset::Store(store.clone()), Scope::as_of(DAY)).unwrap();
    update("DELETE WHERE { ?s ag:ownedBy ?o }", &store);
    update("CLEAR GRAPH agid:first", &store);
    let dossier = app::show(&session, "Alpha", None).unwrap();
    assert_eq!(dossier.thing.class, "Company");
    assert!(is_so("ASK { agid:alpha ag:ownedBy agid:beta }", &session));
    let now = Session::open(Dataset::Store(store.clone()), Scope::as_of(DAY)).unwrap();
    assert!(app::show(&now, "Alpha", None).is_err());
}

#[test]
fn a_store_of_a_newer_version_is_refused() {
    let (_world, store) = world();
    let mut newer = bytes(&store);
    let known = u32::from_ne_bytes(newer[12..16].try_into().unwrap());
    newer[12..16].copy_from_slice(&(known + 1).to_ne_bytes());
    fs::write(facts(&store), &newer).unwrap();
    for words in [
        &["show", "Alpha"][..],
        &["update", "CLEAR ALL"],
        &["store", "info"],
    ] {
        let output = run(&[words, &["--store", text(&store)]].concat());
        assert_eq!(output.status.code(), Some(3), "{words:?}");
        let told = told(&output);
        assert!(told.contains("error[newer-store]"), "{told}");
        let sentence = format!(
            "has version {} of its format, and this program reads up to {known}",
            known + 1
        );
        assert!(told.contains(&sentence), "{told}");
    }
    assert_eq!(bytes(&store), newer);
}

#[test]
fn a_backup_gives_the_same_store_again() {
    let (world, store) = world();
    let nodes =
        "INSERT DATA { GRAPH agid:notes { [] ag:note \"a \\\"b\\\"\\n# end\" , '名'@zh , 1 } }";
    update(nodes, &store);
    let backup = world.path().join("backup.nq.gz");
    let told = app::back_up_store(&store, &backup).unwrap();
    assert_eq!(told.claims, 8);
    let restore = |file: &Path, store: &Path, replace| {
        let request = RestoreRequest {
            file: file.to_owned(),
            store: store.to_owned(),
            replace,
            engine: Some(engine()),
            now: None,
        };
        app::restore_store(&request, &go_on)
    };
    let copy = world.path().join("copy");
    assert_eq!(restore(&backup, &copy, false).unwrap().added, 8);
    assert_eq!(bytes(&copy), bytes(&store));
    // What is there stays unless it is to be replaced.
    let error = restore(&backup, &copy, false).unwrap_err();
    assert_eq!(error.problems()[0].code, "store-exists");
    update("CLEAR ALL", &copy);
    assert_eq!(restore(&backup, &copy, true).unwrap().added, 8);
    assert_eq!(bytes(&copy), bytes(&store));
    // A backup that was cut short is none, and costs nothing.
    let whole = fs::read(&backup).unwrap();
    for end in 0..whole.len() {
        fs::write(&backup, &whole[..end]).unwrap();
        let error = restore(&backup, &copy, true).unwrap_err();
        assert_eq!(error.problems()[0].code, "bad-backup", "cut at {end}");
    }
    assert_eq!(bytes(&copy), bytes(&store));
    let nowhere = world.path().join("nowhere");
    assert!(restore(&backup, &nowhere, false).is_err());
    assert!(!nowhere.exists());
    // A damaged dataset can be replaced.
    fs::write(facts(&copy), &whole).unwrap();
    let whole_backup = world.path().join("whole.nq.gz");
    fs::write(&whole_backup, &whole).unwrap();
    restore(&whole_backup, &copy, true).unwrap();
    assert_eq!(bytes(&copy), bytes(&store));
    // Not among the files of the store.
    let error = app::back_up_store(&store, &facts(&store)).unwrap_err();
    assert_eq!(error.problems()[0].code, "bad-file");
}

#[test]
fn an_update_is_done_whole_or_not_at_all() {
    let (_world, store) = world();
    let before = bytes(&store);
    for (text, code) in [
        (
            "INSERT DATA { agid:alpha ag:ownedBy agid:gamma }",
            "no-source",
        ),
        (
            "INSERT DATA { GRAPH agid:x { agid:a ag:b 1 } }; CLEAR GRAPH agid:y",
            "unknown-source",
        ),
        (
            "INSERT DATA { GRAPH agid:x { agid:a ag:b 1 } }; LOAD <file:/a.nt>",
            "cannot-load",
        ),
        (
            "INSERT DATA { GRAPH agid:x { agid:a ag:b 1 } }; LOAD <https://a.example/a.nt>",
            "cannot-load",
        ),
        (
            "INSERT DATA { GRAPH agid:x { agid:a ag:b 1 } }; oops",
            "bad-sparql",
        ),
        ("SELECT * { ?s ?p ?o }", "bad-sparql"),
    ] {
        let error = change(text, &store, false).unwrap_err();
        assert_eq!(error.problems()[0].code, code, "{text}");
        assert_eq!(error.kind(), ErrorKind::BadInput, "{text}");
        assert_eq!(bytes(&store), before, "{text}");
    }
    assert_eq!(
        names(&store),
        [".lock", "facts.pack", "graph.view", "journal"]
    );
}

#[test]
fn an_update_changes_claims_and_what_follows_from_them() {
    let (_world, store) = world();
    let before = bytes(&store);
    let counts = |written: Written| {
        (
            written.added,
            written.removed,
            written.claims,
            written.sources,
        )
    };
    // Nothing happens in a dry run, and the counts are those of the real one.
    let text = "INSERT { GRAPH agid:more { ?o ag:ownedBy ?s } } WHERE { ?s ag:ownedBy ?o }; \
        DELETE { ?s rdfs:label ?l } INSERT { GRAPH agid:more { ?s rdfs:label 'Gamma'@en } } \
        WHERE { ?s rdfs:label ?l FILTER (?s = agid:beta) }";
    let dry = change(text, &store, true).unwrap();
    assert!(dry.dry_run && dry.changed);
    assert_eq!(bytes(&store), before);
    assert_eq!(counts(dry), (2, 1, 6, 2));
    assert_eq!(counts(update(text, &store)), (2, 1, 6, 2));
    let session = Session::open(Dataset::Store(store.clone()), Scope::as_of(DAY)).unwrap();
    let dossier = app::show(&session, "Gamma", None).unwrap();
    assert_eq!(dossier.thing.id, "beta");
    assert!(is_so("ASK { agid:beta ag:ownedBy agid:alpha }", &session));
    assert!(!is_so("ASK { ?x rdfs:label 'Beta'@en }", &session));
    drop(session);
    // A statement that follows from others cannot be taken out by itself, and that is told.
    let kept = update("DELETE WHERE { ag:Company rdfs:label ?label }", &store);
    assert!(!kept.changed && kept.notes.len() == 1, "{kept:?}");
    // Graphs as a whole.
    assert_eq!(
        counts(update("COPY agid:first TO agid:third", &store)),
        (4, 0, 10, 3)
    );
    assert_eq!(
        counts(update("MOVE agid:third TO agid:fourth", &store)),
        (4, 4, 10, 3)
    );
    assert_eq!(
        counts(update("ADD agid:more TO agid:fourth", &store)),
        (2, 0, 12, 3)
    );
    assert_eq!(
        counts(update("DROP GRAPH agid:fourth", &store)),
        (0, 6, 6, 2)
    );
    assert_eq!(
        counts(update(
            "WITH agid:more DELETE { ?s ?p ?o } WHERE { ?s ag:ownedBy ?x; ?p ?o }",
            &store
        )),
        (0, 2, 4, 1)
    );
    // What describes a source stands outside of all.
    let text =
        "INSERT DATA { GRAPH agid:n { agid:a ag:ownedBy agid:b } agid:n dcterms:title 'Notes' }";
    assert_eq!(counts(update(text, &store)).0, 2);
    assert_eq!(remove(&["n"], &store).unwrap().removed, 2);
    assert_eq!(counts(update("CLEAR ALL", &store)).2, 0);
}

#[test]
fn an_update_asks_for_paths_in_what_the_operation_before_left() {
    let (_world, store) = world();
    let text = "INSERT DATA { GRAPH agid:more { agid:beta ag:ownedBy agid:gamma } }; \
        INSERT { GRAPH agid:more { agid:alpha ag:linkedTo ?end } } WHERE { \
        SERVICE <https://w3id.org/actorgraph/path> { [] path:source agid:alpha ; path:target ?end ; \
        path:via 'ownedBy{2,}' ; path:length ?length } FILTER (?length = 2) }";
    assert!(update(text, &store).changed);
    let session = Session::open(Dataset::Store(store), Scope::as_of(DAY)).unwrap();
    assert!(is_so("ASK { agid:alpha ag:linkedTo agid:gamma }", &session));
    assert!(!is_so("ASK { agid:alpha ag:linkedTo agid:beta }", &session));
}

#[test]
fn what_is_said_of_a_thing_is_taken_out_of_its_records() {
    let (_world, store) = world();
    let before = bytes(&store);
    let text = "INSERT DATA { \
        GRAPH agid:one { agid:r1 a ag:Company ; ag:lei '529900T8BM49AURSDO55' ; ag:note 'a' ; ag:ownedBy agid:beta } \
        GRAPH agid:two { agid:r2 a ag:Company ; ag:lei '529900T8BM49AURSDO55' ; ag:note 'b' ; ag:ownedBy agid:beta } }";
    assert_eq!(update(text, &store).added, 8);
    let session = Session::open(Dataset::Store(store.clone()), Scope::as_of(DAY)).unwrap();
    assert!(
        is_so("ASK { ?thing ag:note 'a', 'b' }", &session),
        "they are one thing"
    );
    let written = update(
        "DELETE { ?x ag:ownedBy ?o } WHERE { ?x ag:ownedBy ?o ; ag:note 'a' }",
        &store,
    );
    assert_eq!(
        (written.removed, written.notes.len()),
        (2, 0),
        "{written:?}"
    );
    let written = update(
        "DELETE DATA { GRAPH agid:two { agid:r2 ag:note 'b' } }",
        &store,
    );
    assert_eq!(written.removed, 1);
    // What is there already is not added again, whether it is said of a record or of a thing.
    let text =
        "INSERT DATA { GRAPH agid:two { agid:r2 a ag:Company ; ag:lei '529900T8BM49AURSDO55' } }";
    assert!(!update(text, &store).changed);
    let copy = store.with_file_name("backup.nq.gz");
    app::back_up_store(&store, &copy).unwrap();
    app::verify_store(&store, &go_on).unwrap();
    assert_eq!(remove(&["two", "one"], &store).unwrap().removed, 5);
    assert_eq!(bytes(&store), before);
}

#[test]
fn an_unknown_source_is_told_with_the_nearest() {
    let (_world, store) = world();
    let error = remove(&["frist"], &store).unwrap_err();
    let problem = &error.problems()[0];
    assert_eq!(problem.code, "unknown-source");
    assert_eq!(problem.help[0], "did you mean `first`?");
}

/// Documents of several formats that speak of the same things.
fn document() -> impl Strategy<Value = (String, String)> {
    let ends = || (0..4_u8, 0..4_u8);
    let ftm = (prop::collection::vec(ends(), 1..5), 1..9_u8).prop_map(|(pairs, day)| {
        let lines = pairs.iter().map(|(a, b)| {
            format!(
                "{{\"id\": \"x-{a}\", \"schema\": \"Company\", \"properties\": {{\"name\": [\"N{b}\"], \
                 \"topics\": [\"sanction\"]}}, \"datasets\": [\"zz\"], \"last_seen\": \"2026-04-0{day}\"}}\n\
                 {{\"id\": \"s-{a}-{b}\", \"schema\": \"Sanction\", \"properties\": {{\"entity\": [\"x-{a}\"], \
                 \"program\": [\"P{b}\"], \"authority\": [\"A\"], \"startDate\": [\"2024\"]}}, \
                 \"datasets\": [\"zz\"]}}\n"
            )
        });
        ("ftm.json".to_owned(), lines.collect())
    });
    let ttl = prop::collection::vec(ends(), 0..6).prop_map(|pairs| {
        let lines = pairs.iter().map(|(a, b)| {
            let x = "https://w3id.org/actorgraph/id/ftm-x-";
            let own = "https://w3id.org/actorgraph/ns#ownedBy";
            let blank = "[ <http://www.w3.org/2000/01/rdf-schema#label> \"B\" ]";
            format!("<{x}{a}> <{own}> <{x}{b}>, {blank} .\n")
        });
        ("ttl".to_owned(), lines.collect())
    });
    prop_oneof![ftm, ttl]
}

/// A document of FollowTheMoney whose records may be of one thing with those of others, or the opposite.
fn records() -> impl Strategy<Value = String> {
    let own = (0..5_u8, 0..3_u8, 0..4_u8, 0..3_usize);
    let record = (own, 0..7_u8).prop_map(|((id, name, value, code), kind)| {
        let entity = |schema: &str, id: String, properties: String| {
            format!("{{\"id\": \"{id}\", \"schema\": \"{schema}\", \"properties\": {{{properties}}}, ")
        };
        let lei = ["52990000000000000B75", "52990000000000001651", "52990000000000002136"][code];
        let named = format!("\"name\": [\"N{name}\"]");
        let ends = |one: &str, other: &str| {
            format!("\"{one}\": [\"NK-{id}\"], \"{other}\": [\"x-{value}\"], \"startDate\": [\"202{code}\"]")
        };
        match kind {
            0 => entity("Company", format!("NK-{id}"), format!("{named}, \"leiCode\": [\"{lei}\"]")),
            1 => entity("Company", format!("x-{id}"), format!("{named}, \"leiCode\": [\"{lei}\"]")),
            2 => entity("Person", format!("x-{id}"), format!("{named}, \"wikidataId\": [\"Q{value}\"]")),
            3 => entity("Ownership", format!("o-{id}"), ends("owner", "asset")),
            4 => entity("Directorship", format!("d-{id}"), ends("director", "organization")),
            5 => entity("UnknownLink", format!("l-{id}"), ends("subject", "object")),
            _ => entity(
                "Sanction",
                format!("s-{id}-{value}"),
                format!(
                    "\"entity\": [\"x-{id}\"], \"program\": [\"P{name}\"], \"authority\": [\"A{code}\"], \
                     \"startDate\": [\"2020\"]{}",
                    ["", ", \"endDate\": [\"2021\"]"][usize::from(value % 2)]
                ),
            ),
        }
    });
    (prop::collection::vec(record, 1..8), 0..2_u8, 1..9_u8).prop_map(|(records, set, day)| {
        let end = format!("\"datasets\": [\"set{set}\"], \"last_seen\": \"2026-04-0{day}\"}}\n");
        records
            .iter()
            .map(|record| format!("{record}{end}"))
            .collect()
    })
}

/// An operation of an update, all in named graphs.
fn operation() -> impl Strategy<Value = String> {
    let graph = || (0..3_u8).prop_map(|graph| format!("agid:g{graph}"));
    let thing = || (0..4_u8).prop_map(|thing| format!("agid:t{thing}"));
    let place = move || prop_oneof![thing(), Just("?x".to_owned()), Just("?y".to_owned())];
    let data = prop::collection::vec((graph(), thing(), thing()), 1..5).prop_map(|rows| {
        let rows = rows
            .iter()
            .map(|(g, s, o)| format!("GRAPH {g} {{ {s} agid:p {o} }} "));
        rows.collect::<String>()
    });
    let pattern = move || {
        (graph(), place(), place()).prop_map(|(g, s, o)| format!("GRAPH {g} {{ {s} agid:p {o} }}"))
    };
    let body =
        (pattern(), pattern(), any::<bool>()).prop_map(|(one, other, joined)| match joined {
            true => format!("{one} {other}"),
            false => format!("{one} OPTIONAL {{ {other} }}"),
        });
    prop_oneof![
        3 => data.clone().prop_map(|data| format!("INSERT DATA {{ {data} }}")),
        1 => data.prop_map(|data| format!("DELETE DATA {{ {data} }}")),
        3 => (pattern(), pattern(), body).prop_map(|(delete, insert, body)| {
            format!("DELETE {{ {delete} }} INSERT {{ {insert} }} WHERE {{ {body} }}")
        }),
        1 => pattern().prop_map(|pattern| format!("DELETE WHERE {{ {pattern} }}")),
        1 => (graph(), place(), place()).prop_map(|(g, s, o)| {
            format!("WITH {g} INSERT {{ ?y agid:p ?x }} WHERE {{ {s} agid:p {o} }}")
        }),
        1 => graph().prop_map(|graph| format!("CLEAR SILENT GRAPH {graph}")),
        1 => (prop_oneof!["COPY", "MOVE", "ADD"], graph(), graph())
            .prop_map(|(verb, from, to)| format!("{verb} SILENT {from} TO {to}")),
    ]
}

/// The sources that a store has.
fn sources(store: &Path) -> BTreeSet<String> {
    let Some(saved) = SavedStore::find(store) else {
        return BTreeSet::new();
    };
    let pack = saved.open().unwrap();
    let graphs = pack.graphs().into_iter();
    graphs
        .map(|graph| match pack.term(graph) {
            oxrdf::Term::NamedNode(node) => node.into_string(),
            other => panic!("{other} is a source"),
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_source_that_is_removed_was_never_there(
        documents in prop::collection::vec(document(), 2..4),
        which in any::<prop::sample::Index>(),
    ) {
        let world = tempfile::tempdir().unwrap();
        // The same content twice is one source.
        let mut seen = BTreeSet::new();
        let documents = documents.iter().filter(|(_, text)| seen.insert(text));
        let paths: Vec<PathBuf> = documents.enumerate().map(|(number, (ending, text))| {
            let path = world.path().join(format!("doc{number}.{ending}"));
            fs::write(&path, text).unwrap();
            path
        }).collect();
        let (all, without) = (world.path().join("all"), world.path().join("without"));
        let which = which.index(paths.len());
        let empty = world.path().join("empty.nt");
        fs::write(&empty, "").unwrap();
        import(&[&empty], &all);
        import(&[&empty], &without);
        let mut gone = BTreeSet::new();
        for (number, path) in paths.iter().enumerate() {
            let before = (sources(&all), bytes(&all));
            import_loosely(path, &all);
            let new: BTreeSet<String> = &sources(&all) - &before.0;
            if number == which {
                gone = new;
            } else {
                import_loosely(path, &without);
                // The last one that came is undone to the byte.
                if let Some(source) = new.first() {
                    remove(&[source], &all).unwrap();
                    prop_assert!(bytes(&all) == before.1);
                    import_loosely(path, &all);
                }
            }
        }
        let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
        if !gone.is_empty() {
            remove(&gone, &all).unwrap();
            // A later edition said that it takes the place of another; only that may be missing.
            let lost = difference(&without, &all);
            prop_assert!(lost.iter().all(|line| line.contains("dc/terms/replaces")), "{lost:?}");
            let found = difference(&all, &without);
            prop_assert!(found.is_empty(), "{found:?}");
        }
    }

    /// A dataset that files were added to one after another is the one that comes of all their claims.
    #[test]
    fn what_is_added_bit_by_bit_is_what_is_derived_anew(
        documents in prop::collection::vec(prop_oneof![
            3 => records().prop_map(|text| ("ftm.json".to_owned(), text)),
            1 => document(),
        ], 2..5),
    ) {
        let world = tempfile::tempdir().unwrap();
        let store = world.path().join("store");
        for (number, (ending, text)) in documents.iter().enumerate() {
            let path = world.path().join(format!("doc{number}.{ending}"));
            fs::write(&path, text).unwrap();
            import_loosely(&path, &store);
            prop_assert!(app::verify_store(&store, &go_on).unwrap().current);
        }
    }

    #[test]
    fn updates_do_what_those_of_oxigraph_do(texts in prop::collection::vec(operation(), 1..6)) {
        let text = texts.join(";\n");
        let empty = tempfile::tempdir().unwrap();
        let file = empty.path().join("empty.nt");
        fs::write(&file, "").unwrap();
        let store = empty.path().join("store");
        import(&[&file], &store);
        let reference = oxigraph::store::Store::new().unwrap();
        let prefixes = "PREFIX agid: <https://w3id.org/actorgraph/id/>\n";
        let whole = format!("{prefixes}{text}");
        // Two runs, so that there is something to take out.
        for _ in 0..2 {
            reference.update(whole.as_str()).unwrap();
            update(&text, &store);
        }
        let pack = SavedStore::new(&store).open().unwrap();
        let ours: BTreeSet<String> = pack.claimed_quads().map(|quad| quad.to_string()).collect();
        let theirs: BTreeSet<String> = reference.iter().map(|quad| quad.unwrap().to_string()).collect();
        prop_assert_eq!(ours, theirs, "{}", text);
    }

    #[test]
    fn what_is_inserted_and_deleted_was_never_there(
        triples in prop::collection::vec((0..5_u8, 0..3_u8, 0..5_u8, 0..3_u8), 1..12),
    ) {
        let (_world, store) = world();
        let before = bytes(&store);
        let data: String = triples
            .iter()
            .map(|(s, p, o, g)| format!("GRAPH agid:g{g} {{ agid:t{s} ag:p{p} agid:t{o} }} "))
            .collect();
        let distinct: BTreeSet<_> = triples.iter().collect();
        let inserted = update(&format!("INSERT DATA {{ {data} }}"), &store);
        prop_assert_eq!((inserted.added, inserted.removed), (distinct.len(), 0));
        let again = update(&format!("INSERT DATA {{ {data} }}"), &store);
        prop_assert!(!again.changed);
        let deleted = update(&format!("DELETE DATA {{ {data} }}"), &store);
        prop_assert_eq!((deleted.added, deleted.removed), (0, distinct.len()));
        prop_assert!(bytes(&store) == before);
    }
}

fn import_loosely(path: &Path, store: &Path) {
    let mut request = request(&[path], store);
    request.accept_shrinkage = true;
    app::import(&request, &go_on).unwrap();
}

/// The claims that one store has and another has not.
fn difference(one: &Path, other: &Path) -> Vec<String> {
    let claims = |store: &Path| -> BTreeSet<String> {
        let pack = SavedStore::new(store).open().unwrap();
        pack.claimed_quads().map(|quad| quad.to_string()).collect()
    };
    claims(one).difference(&claims(other)).cloned().collect()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
