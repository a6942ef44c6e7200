//! Documents of others: told by content, stated whole, never imported in part unless asked.

use actorgraph::app::{
    self, AppError, Dataset, ErrorKind, ImportRequest, ImportTo, Imported, ListRequest, Session,
};
use actorgraph::store::{Query, QueryResult, SavedStore};
use actorgraph::{Day, Scope};
use proptest::prelude::*;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

const DAY: Day = Day::constant(2026, 8, 1);

/// Made-up entities in the form of the exports: a company, its owner, a director, a listing.
pub(crate) const ENTITIES: &str = r#"{"id": "x-alpha", "caption": "Alpha Shipping LLC", "schema": "Company", "properties": {"name": ["Alpha Shipping LLC", "ООО Альфа"], "previousName": ["Old Alpha"], "jurisdiction": ["cy"], "leiCode": ["529900T8BM49AURSDO55"], "registrationNumber": ["HE 1"], "website": ["https://alpha.example/"], "incorporationDate": ["2001-02"], "topics": ["sanction"]}, "datasets": ["zz_test"], "referents": ["zz-1", "zz-2"], "target": true, "first_seen": "2023-01-02T03:04:05", "last_seen": "2026-04-29T12:40:02", "last_change": "2026-02-16T05:42:29"}
{"id": "x-ada", "caption": "Ada Example", "schema": "Person", "properties": {"name": ["Ada Example"], "nationality": ["ru"], "birthDate": ["1964"], "topics": ["role.pep"]}, "datasets": ["zz_test"], "referents": [], "target": false, "first_seen": "2023-01-02T03:04:05", "last_seen": "2026-04-29T12:40:02", "last_change": "2026-02-16T05:42:29"}
{"id": "x-own", "caption": "Ownership", "schema": "Ownership", "properties": {"owner": ["x-ada"], "asset": ["x-alpha"], "percentage": ["55.0 %"], "startDate": ["2019-05-01"]}, "datasets": ["zz_test"], "referents": [], "target": false, "last_seen": "2026-04-29T12:40:02"}
{"id": "x-dir", "caption": "Directorship", "schema": "Directorship", "properties": {"director": ["x-ada"], "organization": ["x-alpha"], "role": ["General Director"]}, "datasets": ["zz_test"]}
{"id": "x-fam", "schema": "Family", "properties": {"person": ["x-ada"], "relative": ["x-bob"], "relationship": ["mother"]}, "datasets": ["zz_test"]}
{"id": "x-bob", "caption": "Bob Example", "schema": "Person", "properties": {"name": ["Bob Example"]}, "datasets": ["zz_test"]}
{"id": "x-san", "caption": "TEST-EO1", "schema": "Sanction", "properties": {"entity": ["x-alpha"], "authority": ["Office of Examples"], "program": ["TEST-EO1"], "programId": ["ZZ-TEST"], "country": ["us"], "startDate": ["2024-03-01"], "reason": ["Ships the forbidden"]}, "datasets": ["zz_test"]}
"#;

pub(crate) fn request(paths: &[PathBuf], to: ImportTo) -> ImportRequest {
    ImportRequest::new(paths.to_vec(), to, DAY)
}

pub(crate) fn run(request: &ImportRequest) -> Result<Imported, AppError> {
    app::import(request, &|_| ControlFlow::Continue(()))
}

fn into_store(path: &Path, store: &Path) -> Result<Imported, AppError> {
    run(&request(
        &[path.to_owned()],
        ImportTo::Store(store.to_owned()),
    ))
}

pub(crate) fn dry(path: &Path) -> Result<Imported, AppError> {
    run(&request(&[path.to_owned()], ImportTo::Nowhere(None)))
}

fn session(store: &Path, day: Day) -> Session {
    Session::open(Dataset::Store(store.to_owned()), Scope::as_of(day)).unwrap()
}

/// Writes a document into a folder of its own.
pub(crate) fn document(name: &str, content: impl AsRef<[u8]>) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    (folder, path)
}

#[test]
fn entities_are_understood_at_once() {
    let (folder, path) = document("entities.ftm.json", ENTITIES);
    let store = folder.path().join("store");
    let imported = into_store(&path, &store).unwrap();
    let file = &imported.files[0];
    assert_eq!(
        (file.format, file.records, file.mapped, file.lists),
        ("ftm", 7, 7, 1)
    );
    assert_eq!(file.dataset.as_deref(), Some("zz_test"));
    assert_eq!(file.date.as_deref(), Some("2026-04-29"));
    assert!(
        file.skipped.is_empty() && file.unknown.is_empty(),
        "{:?}",
        file.unknown
    );

    let session = session(&store, DAY);
    let dossier = app::show(&session, "Alpha Shipping LLC", None).unwrap();
    assert_eq!(dossier.thing.class, "Company");
    assert_eq!(dossier.owners[0].thing.label, "Ada Example");
    assert_eq!(dossier.owners[0].share, Some(0.55));
    let names: Vec<&str> = dossier
        .names
        .iter()
        .map(|name| name.name.as_str())
        .collect();
    assert!(
        names.contains(&"ООО Альфа") && names.contains(&"Old Alpha"),
        "{names:?}"
    );
    assert_eq!(dossier.lists.len(), 1);
    assert_eq!(dossier.lists[0].status, "listed");
    let facts: Vec<&str> = dossier
        .facts
        .iter()
        .map(|fact| fact.property.as_str())
        .collect();
    assert!(
        facts.contains(&"lei") && facts.contains(&"country"),
        "{facts:?}"
    );

    let reply = app::ask(&session, "who owns Alpha Shipping LLC").unwrap();
    let json = serde_json::to_string(&reply).unwrap();
    assert!(json.contains("Ada Example"), "{json}");
    let found = app::path(&session, &path_request("Bob Example", "Alpha Shipping LLC")).unwrap();
    assert!(!found.routes.is_empty());
    let listed = ListRequest {
        class: Some("source".to_owned()),
        ..ListRequest::default()
    };
    assert_eq!(app::list(&session, &listed).unwrap().total, 1);
}

/// Imports a document, leaving bad records out, and returns why they were left out.
fn left_out(path: &Path) -> Vec<String> {
    let mut request = request(&[path.to_owned()], ImportTo::Nowhere(None));
    request.skip_bad = true;
    request.accept_shrinkage = true;
    let file = run(&request).unwrap().files.remove(0);
    file.skipped
        .into_iter()
        .map(|skipped| skipped.what)
        .collect()
}

#[test]
fn a_document_that_is_cut_short_is_told() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    let mut tried = 0;
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap().path().join("in");
        let copy = tempfile::tempdir().unwrap();
        for file in fs::read_dir(&case).unwrap() {
            let file = file.unwrap().path();
            fs::copy(&file, copy.path().join(file.file_name().unwrap())).unwrap();
        }
        for file in fs::read_dir(&case).unwrap() {
            let file = file.unwrap().path();
            let name = file.file_name().unwrap().to_str().unwrap();
            let text = fs::read(&file).unwrap();
            let is_end = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1A;
            let end = text.iter().rposition(|byte| !is_end(byte)).unwrap() + 1;
            let begin = text.trim_ascii_start()[0];
            let is_other = [".ff", "-metadata.json"];
            let is_other = is_other.iter().any(|ending| name.ends_with(ending));
            // Those that are broken on purpose, and what has no end of its own.
            if is_other || matches!(name, "broken.json" | "records.json") {
                continue;
            }
            let ends: Vec<usize> = match begin {
                b'{' | b'[' => (1..24).map(|short| end - short).collect(),
                b'<' => (1..8).map(|short| end - short).collect(),
                // A cell of the last row is there, and no more.
                _ => {
                    let line = text[..end].iter().rposition(|byte| *byte == b'\n').unwrap();
                    let mut row = text[line..].iter();
                    let letter = row.position(u8::is_ascii_alphanumeric).unwrap();
                    vec![line + letter + 1]
                }
            };
            let path = copy.path().join(name);
            for end in ends {
                fs::write(&path, &text[..end]).unwrap();
                let why = left_out(&path);
                let kept = String::from_utf8_lossy(&text[end.saturating_sub(60)..end]);
                assert!(
                    why.contains(&"cut-short".to_owned()),
                    "{name}, {kept}: {why:?}"
                );
                tried += 1;
            }
            fs::write(&path, &text).unwrap();
        }
    }
    assert!(tried > 200);
}

#[test]
fn a_row_that_ends_within_quotes_is_cut_short() {
    let rows = [
        "canonical_id,entity_id,prop,value,dataset\na,a,Person:name,A,zz\nb,b,Person:name,B,\"z",
        "canonical_id,entity_id,prop,value,dataset\na,a,Person:name,A,zz\nb,b,Person:name,B,\"z\n",
        "id,schema,name,aliases,countries,identifiers\na,Person,A,,,\nb,Person,B,,,\"1;\n2",
        "id,schema,name,aliases,countries,identifiers\na,Person,A,,,\nb,Person,B,,\"us",
    ];
    for text in rows {
        let (_folder, path) = document("cut.csv", text);
        assert_eq!(left_out(&path), ["cut-short"], "{text}");
        let (_folder, whole) = document("whole.csv", format!("{}\"\n", text.trim_end()));
        let why = left_out(&whole);
        assert!(!why.contains(&"cut-short".to_owned()), "{text}: {why:?}");
    }
}

#[test]
fn what_a_document_is_not_it_is_not_read_as() {
    let (folder, path) = document("entities.json", ENTITIES);
    for (format, looks) in [
        ("bods", "ftm"),
        ("psc", "ftm"),
        ("icij", "ftm"),
        ("gleif-rr", "ftm"),
        ("un-sc", "ftm"),
        ("rdf", "ftm"),
        ("tables", "ftm"),
    ] {
        for skip_bad in [false, true] {
            let to = ImportTo::Store(folder.path().join("store"));
            let mut request = request(std::slice::from_ref(&path), to);
            request.format = Some(format.to_owned());
            request.skip_bad = skip_bad;
            let error = run(&request).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::BadInput);
            let problem = error.problems().remove(0);
            assert_eq!(problem.code, "other-format", "{format}");
            assert!(
                problem.help[0].contains(looks),
                "{format}: {:?}",
                problem.help
            );
        }
    }
    // One that is of the format and has nothing to say is no fault.
    let header = "id,schema,name,aliases,countries,identifiers\n";
    let (_folder, path) = document("none.csv", header);
    let mut request = request(&[path], ImportTo::Nowhere(None));
    request.format = Some("ftm-simple".to_owned());
    assert_eq!(run(&request).unwrap().files[0].records, 0);
}

#[test]
fn statements_of_nobody_are_counted_one_by_one() {
    let rows = ",Person:name,A,d,,,f,t,,,1\n,Person:country,de,d,,,f,t,,,2\nQ1,Person:name,B,d,,,f,t,,,3\n";
    let (_folder, path) = document("statements.pack", rows);
    let mut request = request(&[path], ImportTo::Nowhere(None));
    request.skip_bad = true;
    let file = run(&request).unwrap().files.remove(0);
    assert_eq!((file.records, file.mapped), (3, 1));
    assert_eq!(file.skipped[0].count, 2);
}

#[test]
fn no_document_is_read_as_any_other_format() {
    for (own, text) in SEEDS {
        if matches!(*own, "csvw" | "mapping") {
            continue;
        }
        let (_folder, path) = document("document", text);
        for format in actorgraph::import::format_names() {
            if [own, "tables", "csvw"].contains(&format) {
                continue;
            }
            let mut request = request(std::slice::from_ref(&path), ImportTo::Nowhere(None));
            request.format = Some(format.to_owned());
            request.skip_bad = true;
            request.accept_shrinkage = true;
            let error = run(&request).expect_err(&format!("{own} as {format}"));
            assert_eq!(
                error.problems()[0].code,
                "other-format",
                "{own} as {format}"
            );
        }
    }
}

/// Packs files into an archive.
fn archive(path: &Path, files: &[(&str, &str)]) {
    let mut zip = zip::ZipWriter::new(fs::File::create(path).unwrap());
    for (name, content) in files {
        let options = zip::write::SimpleFileOptions::default();
        let method = match name.ends_with(".txt") {
            true => zip::CompressionMethod::Stored,
            false => zip::CompressionMethod::Deflated,
        };
        zip.start_file(*name, options.compression_method(method))
            .unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

#[test]
fn archives_are_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("golden.zip");
    let store = folder.path().join("store");
    archive(&path, &[("copy/entities.json", ENTITIES)]);
    let imported = into_store(&path, &store).unwrap();
    assert_eq!(
        (imported.files[0].format, imported.files[0].mapped),
        ("ftm", 7)
    );
    assert!(
        imported.files[0]
            .path
            .ends_with("golden.zip/copy/entities.json")
    );
    assert_eq!(imported.files[0].packing, Some("zip"));
    // It is the same source as the file that is in it.
    let (_folder, plain) = document("entities.json", ENTITIES);
    assert!(into_store(&plain, &store).unwrap().files[0].known);
    assert!(into_store(&path, &store).unwrap().files[0].known);
    // Of several those of known formats are read.
    let many = [
        ("README.txt", "Read me."),
        ("a.txt", ENTITIES),
        ("__MACOSX/._a.txt", "x"),
    ];
    archive(&path, &many);
    let imported = dry(&path).unwrap();
    assert_eq!(imported.files.len(), 1);
    assert_eq!(imported.files[0].records, 7);
    archive(
        &path,
        &[("README.txt", "Read me."), ("LICENSE.txt", "None.")],
    );
    let code = |path: &Path| dry(path).unwrap_err().problems().remove(0).code;
    assert_eq!(code(&path), "nothing-to-import");
    // What was damaged or cut on its way is not taken in.
    archive(&path, &[("a.txt", ENTITIES)]);
    let mut bytes = fs::read(&path).unwrap();
    let place = bytes.windows(5).position(|five| five == b"Alpha").unwrap();
    bytes[place] = b'a';
    fs::write(&path, &bytes).unwrap();
    assert_eq!(code(&path), "cannot-read");
    fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(code(&path), "cannot-read");
}

/// Asks a dataset in SPARQL whether something is so.
fn holds(store: &Path, pattern: &str) -> bool {
    let query = Query::parse(&format!("ASK {{ {pattern} }}")).unwrap();
    query.run(session(store, DAY).snapshot()).unwrap() == QueryResult::Boolean(true)
}

#[test]
fn an_edition_takes_nobody_off_whom_others_put_on() {
    let line = |id: &str, dataset: &str, day: &str| {
        format!(
            r#"{{"id": "{id}", "schema": "Company", "properties": {{"name": ["Company {id}"]}}, "datasets": ["{dataset}"], "last_seen": "{day}"}}
{{"id": "san-{id}", "schema": "Sanction", "properties": {{"entity": ["{id}"], "authority": ["Office of Examples"], "program": ["TEST-EO1"], "programId": ["ZZ-TEST"], "country": ["us"], "startDate": ["2024-03-01"]}}, "datasets": ["{dataset}"], "last_seen": "{day}"}}
"#
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let import = |name: &str, text: String| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        into_store(&path, &store).unwrap();
    };
    let on = |id: &str| holds(&store, &format!("agid:ftm-{id} ag:onList ?list"));
    import(
        "a.json",
        line("one", "zz_a", "2026-01-10") + &line("two", "zz_a", "2026-01-10"),
    );
    // A newer edition of the same list, by a dataset that knows nothing of these two.
    import("b.json", line("three", "zz_b", "2026-05-10"));
    assert!(on("one") && on("two") && on("three"));
    import(
        "c.json",
        line("two", "zz_a", "2026-06-10") + &line("four", "zz_a", "2026-06-10"),
    );
    assert!(!on("one") && on("two") && on("three"));
}

#[test]
fn who_is_gone_is_told_where_two_records_are_one_thing() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let import = |day: &str, ids: &[&str]| {
        let lines = ids.iter().map(|id| {
            let lei = if id.starts_with("twin") { r#", "leiCode": ["529900T8BM49AURSDO55"]"# } else { "" };
            format!(
                r#"{{"id": "{id}", "schema": "Company", "properties": {{"name": ["Company {id}"]{lei}}}, "datasets": ["zz_a"], "last_seen": "{day}"}}
{{"id": "san-{id}", "schema": "Sanction", "properties": {{"entity": ["{id}"], "authority": ["Office of Examples"], "program": ["TEST-EO1"], "programId": ["ZZ-TEST"], "country": ["us"], "startDate": ["2024-03-01"]}}, "datasets": ["zz_a"], "last_seen": "{day}"}}
"#
            )
        });
        let path = folder.path().join("list.json");
        fs::write(&path, lines.collect::<String>()).unwrap();
        let mut request = request(&[path], ImportTo::Store(store.clone()));
        request.accept_shrinkage = true;
        run(&request).unwrap();
    };
    let on = |id: &str| holds(&store, &format!("agid:ftm-{id} ag:onList ?list"));
    import("2026-01-10", &["gone", "twin-1", "twin-2"]);
    assert!(on("gone") && on("twin-1") && !on("twin-2"));
    import("2026-05-10", &["twin-1", "twin-2"]);
    assert!(!on("gone") && on("twin-1"));
}

fn path_request(from: &str, to: &str) -> app::PathRequest {
    use app::PathRequest;
    PathRequest {
        from: from.into(),
        to: to.into(),
        ..PathRequest::default()
    }
}

#[test]
fn the_same_content_changes_nothing_however_it_is_packed() {
    let (folder, path) = document("entities.ftm.json", ENTITIES);
    let store = folder.path().join("store");
    assert!(into_store(&path, &store).unwrap().changed);
    let before = fs::read(store.join(SavedStore::FACTS)).unwrap();
    let packed = folder.path().join("other-name.json.gz");
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(ENTITIES.as_bytes()).unwrap();
    fs::write(&packed, gz.finish().unwrap()).unwrap();
    let mut later = request(
        std::slice::from_ref(&packed),
        ImportTo::Store(store.clone()),
    );
    later.retrieved = Day::constant(2026, 9, 1);
    let again = run(&later).unwrap();
    assert!(!again.changed && again.files[0].known);
    assert_eq!(fs::read(store.join(SavedStore::FACTS)).unwrap(), before);
    assert_eq!(dry(&packed).unwrap().files[0].packing, Some("gz"));
}

#[test]
fn a_newer_file_is_an_edition() {
    let (folder, path) = document("entities.ftm.json", ENTITIES);
    let store = folder.path().join("store");
    into_store(&path, &store).unwrap();
    let newer = ENTITIES.replace("2026-04-29", "2026-06-30");
    let newer: String = newer
        .lines()
        .filter(|line| !line.contains("x-san"))
        .map(|line| format!("{line}\n"))
        .collect();
    // A list that somebody else is still on.
    let other = r#"{"id": "x-san2", "schema": "Sanction", "properties": {"entity": ["x-bob"], "authority": ["Office of Examples"], "program": ["TEST-EO1"], "programId": ["ZZ-TEST"], "country": ["us"], "startDate": ["2026-05-01"]}, "datasets": ["zz_test"]}"#;
    let (_other, next) = document("entities.ftm.json", format!("{newer}{other}\n"));
    let imported = into_store(&next, &store).unwrap();
    assert!(imported.files[0].replaces.is_some(), "{imported:?}");
    let status = |day: Day| {
        let dossier = app::show(&session(&store, day), "Alpha Shipping LLC", None).unwrap();
        dossier.lists[0].status.to_owned()
    };
    assert_eq!(status(Day::constant(2026, 5, 1)), "listed");
    assert_eq!(status(Day::constant(2026, 7, 15)), "not-listed");
}

#[test]
fn a_file_that_shrank_is_refused() {
    let many: String = (0..40)
        .map(|n| format!("{{\"id\": \"p{n}\", \"schema\": \"Person\", \"properties\": {{\"name\": [\"P {n}\"]}}, \"datasets\": [\"many\"]}}\n"))
        .collect();
    let (folder, path) = document("many.json", &many);
    let store = folder.path().join("store");
    into_store(&path, &store).unwrap();
    let few: String = many
        .lines()
        .take(35)
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(&path, few).unwrap();
    let error = into_store(&path, &store).unwrap_err();
    assert_eq!(error.problems()[0].code, "shrunk");
    let mut accepted = request(&[path], ImportTo::Store(store));
    accepted.accept_shrinkage = true;
    assert!(run(&accepted).unwrap().changed);
}

#[test]
fn bad_records_stop_an_import_unless_they_are_to_be_left_out() {
    let bad = format!(
        "\u{feff}{ENTITIES}{{\"id\": \"x\", \"schema\": \n{{\"schema\": \"Person\"}}\n{{\"id\": \"cut\", \"sch"
    );
    let (folder, path) = document("bad.json", bad);
    let store = folder.path().join("store");
    let error = into_store(&path, &store).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BadInput);
    let problems = error.problems();
    let codes: Vec<(&str, Option<u64>)> =
        problems.iter().map(|p| (p.code.as_str(), p.line)).collect();
    assert_eq!(
        codes,
        [
            ("bad-json", Some(8)),
            ("not-an-entity", Some(9)),
            ("cut-short", Some(10)),
            ("bad-records", None)
        ]
    );
    assert!(!store.exists());
    let mut lenient = request(&[path], ImportTo::Store(store));
    lenient.skip_bad = true;
    let file = run(&lenient).unwrap().files.remove(0);
    assert_eq!((file.records, file.mapped), (10, 7));
    assert_eq!(file.repaired[0].what, "byte order mark");
}

#[test]
fn unknown_words_are_kept() {
    let strange = r#"{"id": "s", "schema": "Person", "properties": {"name": ["S"], "shoeSize": ["44"], "birthDate": "1970", "height": [1.8, null, ""]}}
{"id": "t", "schema": "Spaceship", "properties": {"name": ["T"], "warp": ["9"]}, "crew": {"size": 7}}
"#;
    let (folder, path) = document("s.json", strange);
    let to = folder.path().join("out.nq");
    let imported = run(&request(&[path], ImportTo::File(to.clone()))).unwrap();
    let file = &imported.files[0];
    let unknown: Vec<&str> = file
        .unknown
        .iter()
        .map(|counted| counted.what.as_str())
        .collect();
    let expected = ["Person:shoeSize", "Spaceship", "Spaceship:crew.size"];
    assert_eq!(unknown, expected);
    assert_eq!(file.repaired.len(), 2, "{:?}", file.repaired);
    let text = fs::read_to_string(&to).unwrap();
    for expected in [
        "tech/#Person:shoeSize> \"44\"",
        "tech/#Person:height> \"1.8\"",
        "tech/#Person:birthDate> \"1970\"^^<http://www.w3.org/2001/XMLSchema#gYear>",
        "tech/#Spaceship:warp> \"9\"",
        "tech/#Spaceship:crew.size> \"7\"",
    ] {
        assert!(text.contains(expected), "{expected}");
    }
    assert!(!folder.path().join("out.nq.part").exists());
}

#[test]
fn n_quads_say_what_the_store_holds() {
    let (folder, path) = document("entities.ftm.json", ENTITIES);
    let (direct, by_quads) = (folder.path().join("a"), folder.path().join("b"));
    let to = folder.path().join("out.nq");
    into_store(&path, &direct).unwrap();
    run(&request(&[path], ImportTo::File(to.clone()))).unwrap();
    into_store(&to, &by_quads).unwrap();
    let facts = |store: &Path| SavedStore::new(store).open().unwrap().identity();
    assert_eq!(facts(&direct), facts(&by_quads));
}

#[test]
fn all_shapes_say_the_same_of_an_entity() {
    let plain = r#"{"id": "Q1", "schema": "Person", "properties": {"name": ["Ann"], "country": ["de"]}, "datasets": ["d"], "target": true}"#;
    let pack = "Q1,Person:name,Ann,d,,,f,t,,,1\nQ2,Person:name,Ben,d,,,f,f,,,3\nQ1,Person:country,de,d,,,f,t,,,2\nQ1,Person:id,0a,d,,,f,t,,,4\n";
    let table = "canonical_id,entity_id,prop,schema,value,dataset,target\nQ1,Q1,name,Person,Ann,d,t\nQ2,Q2,name,Person,Ben,d,f\nQ1,Q1,country,Person,de,d,t\n";
    let pretty = format!(
        "[\n{},\n{{\"id\": \"Q2\",\n \"schema\": \"Person\", \"properties\": {{}}}}\n]",
        plain.replace(", ", ",\n  ")
    );
    let about = |name: &str, content: &str| {
        let (folder, path) = document(name, content);
        let to = folder.path().join("out.nq");
        let imported = run(&request(&[path], ImportTo::File(to.clone()))).unwrap();
        assert!(
            imported.files[0].skipped.is_empty(),
            "{:?}",
            imported.files[0]
        );
        let text = fs::read_to_string(to).unwrap();
        let own = text
            .lines()
            .filter(|line| line.starts_with("<https://w3id.org/actorgraph/id/ftm-Q1>"));
        let mut own: Vec<String> = own
            .map(|line| line.rsplit_once('<').unwrap().0.to_owned())
            .collect();
        own.sort();
        own.dedup();
        own
    };
    let expected = about("e.json", plain);
    assert!(expected.len() > 8);
    assert_eq!(about("p.pack", pack), expected);
    assert_eq!(about("s.csv", table), expected);
    assert_eq!(about("pretty.json", &pretty), expected);
}

#[test]
fn nested_entities_are_stated_too() {
    let nested = r#"{"id": "n1", "schema": "Person", "properties": {"name": ["Outer"], "familyPerson": [{"id": "f1", "schema": "Family", "properties": {"relationship": ["sister"], "person": ["n1"], "relative": [{"id": "n2", "schema": "Person", "properties": {"name": ["Inner"]}}]}}], "addressEntity": [{"id": "a1", "schema": "Address", "properties": {"full": ["1 Main Street"]}}], "sanctions": [{"id": "s1", "schema": "Sanction", "properties": {"authority": ["Nested Office"], "entity": ["n1"]}}]}}"#;
    let (folder, path) = document("targets.nested.json", nested);
    let store = folder.path().join("store");
    let imported = into_store(&path, &store).unwrap();
    assert!(imported.files[0].unknown.is_empty());
    let session = session(&store, DAY);
    let found = app::path(&session, &path_request("Outer", "Inner")).unwrap();
    assert!(!found.routes.is_empty());
    let dossier = app::show(&session, "Outer", None).unwrap();
    assert_eq!(dossier.lists.len(), 1);
}

#[test]
fn targets_of_a_table_stand_on_the_lists_they_name() {
    let table = "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\r\n\"v1\",\"Vessel\",\"SEA ROSE\",\"Rose One;\"\"Two; Roses\"\"\",\"\",\"lr;pa\",\"\",\"IMO9253325\",\"\"\"\"\"\",\"\",\"\",\"UA-WS-MARE\",\"A dataset\",\"2025-10-06T14:15:21\",\"2026-03-13T05:41:01\",\"2026-02-24T05:42:24\"\r\n\u{1a}";
    let (folder, path) = document("targets.simple.csv", table);
    let store = folder.path().join("store");
    let imported = into_store(&path, &store).unwrap();
    assert_eq!(imported.files[0].format, "ftm-simple");
    let dossier = app::show(&session(&store, DAY), "SEA ROSE", None).unwrap();
    assert_eq!(dossier.lists[0].status, "listed");
    let names: Vec<&str> = dossier
        .names
        .iter()
        .map(|name| name.name.as_str())
        .collect();
    assert!(
        names.contains(&"Two; Roses") && names.contains(&"Rose One"),
        "{names:?}"
    );
    assert!(dossier.facts.iter().any(|fact| fact.property == "imo"));
}

#[test]
fn changes_are_applied_in_their_order() {
    let (folder, path) = document("entities.ftm.json", ENTITIES);
    let store = folder.path().join("store");
    into_store(&path, &store).unwrap();
    let delta = r#"{"op": "MOD", "entity": {"id": "x-alpha", "schema": "Company", "caption": "First Try", "properties": {"name": ["First Try"]}, "datasets": ["zz_test"]}}
{"op": "DEL", "entity": {"id": "x-own"}}
{"op": "ADD", "entity": {"id": "x-new", "schema": "Company", "caption": "New One", "properties": {"name": ["New One"]}, "datasets": ["zz_test"]}}
{"op": "MOD", "entity": {"id": "x-alpha", "schema": "Company", "caption": "Alpha Renamed", "properties": {"name": ["Alpha Renamed"]}, "datasets": ["zz_test"]}}
"#;
    let (_folder, changes) = document("entities.delta.json", delta);
    let imported = into_store(&changes, &store).unwrap();
    assert_eq!(imported.files[0].format, "ftm-delta");
    assert!(imported.removed > 0);
    let session = session(&store, DAY);
    let dossier = app::show(&session, "Alpha Renamed", None).unwrap();
    assert!(dossier.owners.is_empty());
    assert!(app::show(&session, "Alpha Shipping LLC", None).is_err());
    assert!(app::show(&session, "First Try", None).is_err());
    app::show(&session, "New One", None).unwrap();
    assert!(!into_store(&changes, &store).unwrap().changed);
}

#[test]
fn what_is_told_of_a_statement_goes_with_its_entity() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    into_store(&cases.join("ftm-statements/in/statements.csv"), &store).unwrap();
    let of = |id: &str| format!("?s rdf:subject <https://w3id.org/actorgraph/id/ftm-{id}>");
    assert!(holds(&store, &of("NK-zz1")) && holds(&store, &of("zz-own")));
    let gone = r#"{"op": "DEL", "entity": {"id": "NK-zz1"}}"#;
    let (_folder, changes) = document("entities.delta.json", gone);
    into_store(&changes, &store).unwrap();
    assert!(!holds(&store, &of("NK-zz1")));
    assert!(holds(&store, &of("zz-own")));
}

#[test]
fn an_import_can_be_stopped_and_leaves_all_as_it_was() {
    let (folder, path) = document("entities.ftm.json", ENTITIES);
    let store = folder.path().join("store");
    let request = request(&[path], ImportTo::Store(store.clone()));
    let stopped = app::import(&request, &|_| ControlFlow::Break(()));
    assert_eq!(stopped.unwrap_err().problems()[0].code, "stopped");
    assert!(!store.exists());
}

#[test]
fn words_on_the_command_line_name_folders_and_patterns() {
    let (folder, _) = document("a.json", ENTITIES);
    fs::write(
        folder.path().join("b.nt"),
        "<https://e.org/a> <https://e.org/p> <https://e.org/b> .\n",
    )
    .unwrap();
    fs::write(folder.path().join("notes.txt"), "nothing that is known").unwrap();
    let formats = |word: PathBuf| {
        let imported = dry(&word).unwrap();
        imported
            .files
            .iter()
            .map(|file| file.format)
            .collect::<Vec<_>>()
    };
    assert_eq!(formats(folder.path().to_owned()), ["ftm", "rdf"]);
    assert_eq!(formats(folder.path().join("*.json")), ["ftm"]);
    let imported = dry(folder.path()).unwrap();
    assert_eq!(imported.notes.len(), 1);
    assert!(
        imported.notes[0].contains("notes.txt"),
        "{:?}",
        imported.notes
    );
    let error = |word: &str| {
        let error = dry(&folder.path().join(word)).unwrap_err();
        error.problems()[0].code.clone()
    };
    assert_eq!(error("*.xml"), "no-match");
    assert_eq!(error("notes.txt"), "unknown-format");
    assert_eq!(error("missing.json"), "cannot-read");
    // What it may be nobody knows who cannot read it: the folder is not read without it.
    fs::write(folder.path().join("c.json.gz"), b"\x1F\x8B\x08 cut").unwrap();
    assert_eq!(error(""), "cannot-read");
}

/// A path through which another process hands over a document can be read once, and from its
/// beginning only once; a shell makes such paths of `<(zcat …)`.
#[cfg(target_os = "linux")]
#[test]
fn what_comes_through_a_pipe_is_read_whole() {
    use std::os::fd::AsRawFd;
    let through_a_pipe = |text: String, to: ImportTo, format: &str| {
        let (reader, mut writer) = std::io::pipe().unwrap();
        let writing = std::thread::spawn(move || writer.write_all(text.as_bytes()));
        let path = PathBuf::from(format!("/proc/self/fd/{}", reader.as_raw_fd()));
        let mut request = request(&[path], to);
        request.format = Some(format.to_owned());
        let imported = run(&request).unwrap();
        drop(reader);
        writing.join().unwrap().unwrap();
        imported.files[0].records
    };
    let entities = |count: u64| -> String {
        let entity = |id| {
            format!(
                r#"{{"id": "x-{id}", "schema": "Company", "properties": {{"name": ["A {id}"]}}}}"#
            )
        };
        (0..count).map(|id| entity(id) + "\n").collect()
    };
    let triples: String = (0..5000)
        .map(|id| format!("<https://e.org/{id}> <https://e.org/p> <https://e.org/o> .\n"))
        .collect();
    assert!(triples.len() > 1 << 17);
    let (folder, path) = document("first.json", ENTITIES);
    let store = folder.path().join("store");
    into_store(&path, &store).unwrap();
    let places = [
        ImportTo::Nowhere(None),
        ImportTo::Store(store),
        ImportTo::File(folder.path().join("out.nq")),
    ];
    for to in places {
        assert_eq!(through_a_pipe(entities(4000), to.clone(), "ftm"), 4000);
        assert_eq!(through_a_pipe(triples.clone(), to, "rdf"), 5000);
    }
}

#[test]
fn the_files_of_one_list_speak_of_the_same_entries() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    write(
        "sdn.csv",
        "36,\"EXAMPLE AIRLINES LTD.\",-0- ,\"CUBA] [SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"a.k.a. 'EXAIR'; Tax ID No. 123 (Cuba).\"\r\n37,\"DOE, Jane\",\"individual\",\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 12 Feb 1964; nationality Cuba.\"\r\n\u{1a}",
    );
    write(
        "alt.csv",
        "36,12,\"aka\",\"EXAMPLE AIR\",-0- \r\n36,13,\"fka\",\"OLD AIR\",-0- \r\n\u{1a}",
    );
    write(
        "add.csv",
        "36,25,\"1 Main Street\",\"Havana\",\"Cuba\",-0- \r\n37,26,-0- ,-0- ,\"Cuba\",-0- \r\n\u{1a}",
    );
    write(
        "sdn_comments.csv",
        "37,\"Linked To: EXAMPLE AIRLINES LTD.\"\r\n",
    );
    let store = folder.path().join("store");
    let imported = into_store(folder.path(), &store).unwrap();
    let read: Vec<(&str, u64, u64)> = imported
        .files
        .iter()
        .map(|file| (file.format, file.records, file.mapped))
        .collect();
    assert_eq!(
        read,
        [
            ("ofac", 2, 2),
            ("ofac", 2, 2),
            ("ofac", 2, 2),
            ("ofac", 1, 1)
        ]
    );
    let session = session(&store, DAY);
    let dossier = app::show(&session, "EXAMPLE AIR", None).unwrap();
    assert_eq!(
        (dossier.thing.label.as_str(), dossier.thing.class.as_str()),
        ("EXAMPLE AIRLINES LTD.", "Company")
    );
    assert_eq!(dossier.lists.len(), 3);
    assert!(dossier.lists.iter().all(|list| list.status == "listed"));
    let names: Vec<&str> = dossier
        .names
        .iter()
        .map(|name| name.name.as_str())
        .collect();
    assert!(
        ["EXAIR", "EXAMPLE AIR", "OLD AIR"]
            .iter()
            .all(|name| names.contains(name)),
        "{names:?}"
    );
    assert!(dossier.facts.iter().any(|fact| fact.property == "address"));
    assert_eq!(
        app::show(&session, "Jane DOE", None).unwrap().thing.class,
        "Person"
    );
}

#[test]
fn rows_of_the_screening_list_are_listings() {
    let row = "Entity List (EL) - Bureau of Industry and Security,,,,Example Plant JSC,,\"19 Main St., Minsk, 222512, BY; 20 Side St., Brest, BY\",87 FR 20299,2022-04-07,,,For all items,Policy of denial.,,,,,,,,http://bit.ly/x,Plant 19; and JSC Plant,,,,,http://bit.ly/y,";
    let columns = "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids";
    let (folder, old) = document("consolidated.csv", format!("{columns}\n{row}\n"));
    let (_folder, new) = document("consolidated.csv", format!("_id,{columns}\nab12,{row}\n"));
    let store = folder.path().join("store");
    into_store(&old, &store).unwrap();
    let imported = into_store(&new, &store).unwrap();
    assert!(imported.files[0].replaces.is_some());
    let dossier = app::show(&session(&store, DAY), "Example Plant JSC", None).unwrap();
    assert_eq!(dossier.lists.len(), 1);
    assert_eq!(dossier.lists[0].since.as_deref(), Some("2022-04-07"));
    assert_eq!(dossier.lists[0].list.id, "bis-entity-list");
}

#[test]
fn a_day_on_which_sources_differ_stands_beside_the_status() {
    let trig = "@prefix ag: <https://w3id.org/actorgraph/ns#> .
        @prefix : <https://w3id.org/actorgraph/id/> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
        :one { :plant a ag:Company, ag:Actor ; rdfs:label \"Example Plant\" .
               :list a ag:DesignationList ; rdfs:label \"Example List\" .
               :entry a ag:Listing, ag:Event ; ag:target :plant ; ag:list :list ;
                      ag:date \"2022-04-07\"^^xsd:date . }
        :two { :entry a ag:Listing ; ag:date \"2022-04-11\"^^xsd:date . }";
    let (_folder, path) = document("world.trig", trig);
    let dossier = app::show(&session(&path, DAY), "Example Plant", None).unwrap();
    assert_eq!(
        dossier.lists[0].caveats,
        ["sources differ on the date: 2022-04-07 (one); 2022-04-11 (two)"]
    );
}

#[test]
fn a_list_of_the_tables_is_known_by_its_title_elsewhere() {
    let columns = "source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids";
    let row = "Entity List (EL) - Bureau of Industry and Security,,,,Example Plant JSC,,,87 FR 20299,2022-04-07,,,,,,,,,,,,,,,,,,,";
    let (folder, file) = document("consolidated.csv", format!("{columns}\n{row}\n"));
    let store = folder.path().join("store");
    let tables = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    into_store(&tables, &store).unwrap();
    let standing = |name: &str| {
        let dossier = app::show(&session(&store, DAY), name, None).unwrap();
        let mut lists = dossier.lists.into_iter();
        let list = lists.find(|list| list.list.id == "bis-entity-list");
        list.map(|list| list.status.to_owned())
    };
    let before = standing("SMIC");
    assert_eq!(before.as_deref(), Some("listed"));
    into_store(&file, &store).unwrap();
    assert_eq!(standing("Example Plant JSC").as_deref(), Some("listed"));
    // The file is whole, and it does not know the tables' record of the company.
    assert_eq!(standing("SMIC"), before);
    let whose = app::show(
        &session(&store, DAY),
        "Bureau of Industry and Security",
        None,
    );
    assert_eq!(whose.unwrap().thing.id, "bis");
}

#[test]
fn persons_stand_on_lists_as_companies_do() {
    let list = include_str!("../cases/import/un-sc/in/consolidated.xml");
    let nameless = "<ENTITY><DATAID>203</DATAID></ENTITY>";
    let (folder, path) = document("consolidated.xml", list.replace(nameless, ""));
    let store = folder.path().join("store");
    into_store(&path, &store).unwrap();
    let session = session(&store, DAY);
    for list in ["UN sanctions list", "UN Al-Qaida sanctions list"] {
        let question = format!("is JOHN ADAM DOE on the {list}?");
        let reply = app::ask(&session, &question).unwrap();
        assert_eq!(reply.boolean, Some(true), "{question}: {}", reply.text);
    }
    for (noun, one) in [
        ("persons", "JOHN ADAM DOE"),
        ("companies", "EXAMPLE AIR (EA)"),
    ] {
        let question = format!("which {noun} are on the UN sanctions list?");
        let reply = app::ask(&session, &question).unwrap();
        let labels: Vec<&str> = reply.answers.iter().map(|one| one.label.as_str()).collect();
        assert_eq!(labels, [one], "{question}: {}", reply.text);
    }
}

#[test]
fn tables_are_read_by_their_mappings() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    };
    let table = write("list.csv", TABLE);
    let code = |request: &ImportRequest| run(request).unwrap_err().problems()[0].code.clone();
    let plain = request(std::slice::from_ref(&table), ImportTo::Nowhere(None));
    assert_eq!(code(&plain), "unknown-format");
    // What is called as a mapping would be, and is none, is told.
    for broken in ["{\"@context\": ", "{\"columns\": []}"] {
        let broken = write("list.csv-metadata.json", broken);
        assert_eq!(code(&plain), "bad-mapping");
        fs::remove_file(broken).unwrap();
    }
    let named = ImportRequest {
        format: Some("csvw".to_owned()),
        ..plain.clone()
    };
    assert_eq!(code(&named), "bad-mapping");
    let with = |mapping: &str| {
        let mapping = write("m.json", mapping);
        ImportRequest {
            mapping: Some(mapping),
            ..plain.clone()
        }
    };
    let told = |mapping: &str| {
        run(&with(mapping)).unwrap_err().problems()[0]
            .message
            .clone()
    };
    assert!(told("{").contains("it is no JSON"));
    assert!(
        told(&MAPPING.replace("{nr}", "{number}")).contains("names `number`, which is no column")
    );
    assert!(
        told(&MAPPING.replace("\"Name\"", "\"Nome\""))
            .contains("column `Nome` is not in the header")
    );
    assert!(told(&MAPPING.replace("\"date\"", "\"day\"")).contains("`day` is no datatype"));
    let file = run(&with(MAPPING)).unwrap().files.remove(0);
    assert_eq!((file.format, file.records, file.mapped), ("csvw", 2, 2));
    let unknown: Vec<&str> = file
        .unknown
        .iter()
        .map(|counted| counted.what.as_str())
        .collect();
    assert_eq!(unknown, ["`share`: texts that are not of its datatype"]);

    // Beside the table, for the table alone or for all of the folder; and named itself.
    fs::remove_file(folder.path().join("m.json")).unwrap();
    for name in [
        "list.csv-metadata.json",
        "list-metadata.json",
        "csv-metadata.json",
    ] {
        let mapping = write(name, &MAPPING.replacen('{', "{\"url\": \"list.csv\", ", 1));
        for path in [&table, &mapping, &folder.path().to_owned()] {
            let file = dry(path).unwrap().files.remove(0);
            assert_eq!(
                (file.format, file.mapped),
                ("csvw", 2),
                "{name}, {}",
                path.display()
            );
        }
        fs::remove_file(mapping).unwrap();
    }

    // Another mapping makes another source.
    let store = folder.path().join("store");
    let into = |mapping: &str| {
        let request = ImportRequest {
            to: ImportTo::Store(store.clone()),
            ..with(mapping)
        };
        run(&request).unwrap()
    };
    assert!(into(MAPPING).changed);
    assert!(!into(MAPPING).changed);
    let other = into(&MAPPING.replace("w-{nr}", "x-{nr}"));
    assert!(other.changed && other.files[0].replaces.is_some());
}

#[test]
fn the_mapping_of_the_manual_does_what_the_manual_says() {
    let manual = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/import.md");
    let manual = fs::read_to_string(manual).unwrap();
    let block = |language: &str| {
        let (_, behind) = manual.split_once(&format!("```{language}\n")).unwrap();
        behind.split_once("```").unwrap().0.to_owned()
    };
    let (folder, table) = document("watchlist.csv", block("csv"));
    fs::write(
        folder.path().join("watchlist.csv-metadata.json"),
        block("json"),
    )
    .unwrap();
    let store = folder.path().join("store");
    let file = into_store(&table, &store).unwrap().files.remove(0);
    assert!(
        file.skipped.is_empty() && file.unknown.is_empty(),
        "{file:?}"
    );
    let session = session(&store, DAY);
    let dossier = app::show(&session, "Example Chips", None).unwrap();
    assert_eq!(dossier.lists[0].status, "listed");
    assert_eq!(dossier.lists[0].since.as_deref(), Some("2019-02-04"));
    assert_eq!(dossier.owners[0].thing.label, "Example Holding plc");
    assert_eq!(dossier.owners[0].share, Some(0.255));
    let reply = app::ask(&session, "is Example Chips on the Watch List?").unwrap();
    let json = serde_json::to_string(&reply).unwrap();
    assert!(json.contains("since 4 February 2019"), "{json}");
}

/// Returns the N-Quads that a document becomes.
fn quads(path: &Path) -> String {
    let out = path.with_extension("nq");
    run(&request(&[path.to_owned()], ImportTo::File(out.clone()))).unwrap();
    fs::read_to_string(out).unwrap()
}

#[test]
fn rows_have_their_numbers_however_long_a_table_is() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("list.csv");
    let filling = "x".repeat(90);
    let mut text = String::from("a remark\nname,note\n");
    let count = 40_000;
    for number in 1..=count {
        // Blank rows have no number, and quotes may hold the end of a line.
        text += &match number % 1_000 {
            0 => format!(",\n\"n{number}\",\"two\nlines\"\n"),
            _ => format!("n{number},{filling}\n"),
        };
    }
    fs::write(&table, &text).unwrap();
    let mapping = r#"{
        "@context": "http://www.w3.org/ns/csvw", "url": "list.csv",
        "dialect": {"skipRows": 1},
        "tableSchema": {"columns": [
            {"name": "name", "propertyUrl": "http://schema.org/name"},
            {"name": "note", "suppressOutput": true},
            {"name": "number", "virtual": true, "propertyUrl": "http://schema.org/position", "default": "",
             "valueUrl": "http://example.org/{_row}/{_sourceRow}"}
        ]}
    }"#;
    fs::write(folder.path().join("list.csv-metadata.json"), mapping).unwrap();
    let quads = quads(&table);
    let mut seen = 0;
    for line in quads
        .lines()
        .filter(|line| line.contains("schema.org/position"))
    {
        let (_, rest) = line.split_once("http://example.org/").unwrap();
        let (numbers, _) = rest.split_once('>').unwrap();
        let (row, source) = numbers.split_once('/').unwrap();
        let (row, source) = (
            row.parse::<usize>().unwrap(),
            source.parse::<usize>().unwrap(),
        );
        // A row stands behind the remark, the header, and the blank rows before it.
        assert_eq!(source, row + 2 + row / 1_000, "{line}");
        assert!(line.contains(&format!("#row={row}>")), "{line}");
        seen += 1;
    }
    assert_eq!(seen, count);
    assert!(quads.contains(&format!(
        "#row={count}> <http://schema.org/name> \"n{count}\""
    )));
}

#[test]
fn statements_find_each_other_however_far_apart_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("register.json");
    let count = 6_000;
    let entity = |number: usize| {
        format!(
            r#"{{"statementID":"entity-{number}","statementType":"entityStatement","entityType":"registeredEntity","name":"Entity {number}","identifiers":[{{"scheme":"XI-LEI","id":"{number:020}"}}],"addresses":[{{"address":"{}"}}]}}"#,
            "x".repeat(300)
        )
    };
    let tie = |number: usize| {
        let (child, parent) = (number, (number * 7 + 1) % count);
        format!(
            r#"{{"statementID":"tie-{number}","statementType":"ownershipOrControlStatement","statementDate":"2024-01-02","subject":{{"describedByEntityStatement":"entity-{child}"}},"interestedParty":{{"describedByEntityStatement":"entity-{parent}"}},"interests":[{{"type":"shareholding","share":{{"exact":60}}}}]}}"#
        )
    };
    // All ties stand before all whom they are about.
    let ties = (0..count).map(tie);
    let all: Vec<String> = ties.chain((0..count).rev().map(entity)).collect();
    fs::write(&path, all.join("\n")).unwrap();
    let lines = quads(&path);
    fs::write(&path, format!("[{}]", all.join(",\n"))).unwrap();
    let array = quads(&path);
    let told = |quads: &str| {
        let parents = quads.lines().filter(|line| line.contains("ns#parent>"));
        let mut told: Vec<String> = parents
            .map(|line| line.split("> <").nth(2).unwrap_or_default().to_owned())
            .collect();
        told.sort();
        told
    };
    let mut expected: Vec<String> = (0..count)
        .map(|number| format!("lei-{:020}", (number * 7 + 1) % count))
        .collect();
    expected.sort();
    for quads in [lines, array] {
        let told = told(&quads);
        assert_eq!(told.len(), count);
        let fits = told
            .iter()
            .zip(&expected)
            .all(|(told, thing)| told.contains(thing));
        assert!(fits, "{:?}", &told[..3]);
    }
}

/// The genuine samples that developers may have beside the repository.
fn samples() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/samples");
    let found = folder.is_dir();
    if !found {
        #[expect(clippy::print_stderr, reason = "a test that skips says so")]
        {
            eprintln!("skipped: {} is not there", folder.display());
        }
    }
    found.then_some(folder)
}

#[test]
fn genuine_samples_are_read_whole() {
    let Some(samples) = samples() else { return };
    for (name, format, records) in [
        ("opensanctions/entities.ftm.json", "ftm", 46),
        ("opensanctions/parteispenden.ftm.json", "ftm", 475),
        ("opensanctions/targets.nested.json", "ftm", 3),
        ("opensanctions/targets.simple-2024.csv", "ftm-simple", 3),
        ("opensanctions/targets.simple-2026.csv", "ftm-simple", 7),
        ("opensanctions/statements.pack", "ftm-pack", 61),
        ("ofac/sdn-2021/sdn.csv", "ofac", 3095),
        ("ofac/sdn-2021/alt.csv", "ofac", 4989),
        ("ofac/sdn-2021/add.csv", "ofac", 5894),
        ("ofac/sdn-2021/sdn_comments.csv", "ofac", 1),
        ("ofac/cons-2025/cons_prim.csv", "ofac", 228),
        ("ofac/cons-2025/cons_alt.csv", "ofac", 561),
        ("ofac/cons-2025/cons_add.csv", "ofac", 297),
        ("ofac/cons-2025/cons_comments.csv", "ofac", 7),
        ("ofac/cons-2018/cons_prim.del", "ofac", 324),
        ("ofac/cons-2018/cons_prim.pip", "ofac", 324),
        ("csl/consolidated-2025.csv", "csl", 2822),
        ("ofac/cons-2018/cons_prim.ff", "ofac", 150),
        ("ofac/sdnlist-xml-2018/consolidated.xml", "ofac-xml", 324),
        // 191 parties, 138 ties, 386 entries.
        (
            "ofac/advanced-xml-2020/cons_advanced.xml",
            "ofac-advanced",
            715,
        ),
        (
            "ofac/enhanced-xml-2025/CONS_ENHANCED.XML",
            "ofac-enhanced",
            229,
        ),
        ("csl/consolidated-2019-no_id.csv", "csl", 61),
        ("companies_house/psc-snapshot.txt", "psc", 6),
        ("bods/0.2-gleif/lei-data-out.json", "bods", 5),
        ("bods/0.2-gleif/rr-data-out.json", "bods", 10),
        ("bods/0.2.0/1-single-direct.json", "bods", 3),
        ("bods/0.2.0/4b-full-pep-declaration.json", "bods", 3),
        ("bods/0.3.0/os-03-dr-04.json", "bods", 6),
        ("bods/0.4.0/bods-package-annotations.json", "bods", 3),
        ("bods/0.4.0/fermcat.json", "bods", 23),
        ("bods/0.4.0/nomination.json", "bods", 8),
        ("eu_un_uk/eu_fsf_xmlFullSanctionsList_1_1.xml", "eu-fsf", 7),
        ("eu_un_uk/un_consolidated-2026.xml", "un-sc", 481),
        ("eu_un_uk/uk_hmt_ConList-2020.csv", "uk-conlist", 5),
        ("us_lists/bis_dpl-2023.txt", "bis-dpl", 359),
        ("us_lists/bis_entity_list.json", "us-list", 1718),
        ("us_lists/bis_meu.json", "us-list", 45),
        ("us_lists/dhs_uflpa.json", "us-list", 70),
        ("us_lists/dow_1260h.json", "us-list", 39),
        ("us_lists/fcc_covered.json", "us-list", 9),
        ("us_lists/ofac_nscmic.json", "us-list", 40),
        (
            "us_lists/bis_entity_list_ecfr-raw.json",
            "us-entity-list-text",
            5,
        ),
        ("opensanctions/senzing.json", "senzing", 257),
        ("gleif/lei-cdf.xml", "gleif-lei", 12),
        ("gleif/rr-cdf.xml", "gleif-rr", 8),
        ("gleif/repex.xml", "gleif-repex", 9),
        ("wikidata/Q10541491.json", "wikidata", 1),
        ("wikidata/Q107043381.json", "wikidata", 1),
        ("wikidata/Q15087614.json", "wikidata", 1),
        ("wikidata/Q22682071.json", "wikidata", 1),
        ("wikidata/Q22941823.json", "wikidata", 1),
        ("littlesis/entities-search.json", "littlesis", 1),
        ("littlesis/relationships.json", "littlesis", 2),
        ("icij/paradise_papers.nodes.intermediary.csv", "icij", 12),
        ("icij/viz-2016/722e2309-edges.csv", "icij", 25),
        ("icij/viz-2016/722e2309-nodes.csv", "icij", 26),
        ("icij/viz-2016/e348a351-edges.csv", "icij", 32),
        ("icij/viz-2016/e348a351-nodes.csv", "icij", 27),
    ] {
        // They are parts of what was published.
        let mut part = request(&[samples.join(name)], ImportTo::Nowhere(None));
        part.partial = true;
        let imported = run(&part).unwrap();
        let file = &imported.files[0];
        assert_eq!(
            (file.format, file.records, file.mapped),
            (format, records, records),
            "{name}"
        );
        assert!(file.unknown.is_empty(), "{name}: {:?}", file.unknown);
    }
    let folder = tempfile::tempdir().unwrap();
    let path = samples.join("opensanctions/entities.ftm.json");
    into_store(&path, folder.path()).unwrap();
    let session = session(folder.path(), DAY);
    let dossier = app::show(&session, "Svetlana Nikolaevna Zakharova", None).unwrap();
    assert!(!dossier.names.is_empty());
}

/// Changes a document at some places, as files are damaged.
fn mutated(seed: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0..4_u8);
    prop::collection::vec(change, 1..6).prop_map(move |changes| {
        let mut bytes = seed.as_bytes().to_vec();
        for (place, byte, how) in changes {
            if bytes.is_empty() {
                break;
            }
            let place = place.index(bytes.len());
            match how {
                0 => bytes[place] = byte,
                1 => bytes.insert(place, byte),
                2 => drop(bytes.remove(place)),
                _ => bytes.truncate(place),
            }
        }
        bytes
    })
}

pub(crate) const SDN_XML: &str = r#"<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>04/06/2018</Publish_Date><Record_Count>2</Record_Count></publshInformation>
<sdnEntry><uid>36</uid><lastName>EXAMPLE AIRLINES LTD.</lastName><sdnType>Entity</sdnType><programList><program>CUBA</program></programList>
<idList><id><uid>1</uid><idType>Website</idType><idNumber>www.example.com</idNumber></id></idList>
<akaList><aka><uid>12</uid><type>a.k.a.</type><category>strong</category><lastName>EXAMPLE &amp; AIR</lastName></aka></akaList>
<addressList><address><uid>2</uid><address1>1 Main Street</address1><city>Havana</city><country>Cuba</country></address></addressList></sdnEntry>
<sdnEntry><uid>37</uid><firstName>Jane</firstName><lastName>DOE</lastName><sdnType>Individual</sdnType><programList><program>CUBA</program></programList>
<dateOfBirthList><dateOfBirthItem><uid>3</uid><dateOfBirth>12 Feb 1964</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList></sdnEntry>
</sdnList>
"#;

#[test]
fn entries_in_xml_are_those_of_the_tables() {
    let (folder, path) = document("sdn.xml", SDN_XML);
    let store = folder.path().join("store");
    let imported = into_store(&path, &store).unwrap();
    let file = &imported.files[0];
    assert_eq!((file.format, file.records, file.mapped), ("ofac-xml", 2, 2));
    assert_eq!(file.date.as_deref(), Some("2018-04-06"));
    let session = session(&store, DAY);
    let dossier = app::show(&session, "EXAMPLE & AIR", None).unwrap();
    assert_eq!(dossier.thing.id, "ftm-ofac-36");
    assert_eq!(dossier.lists.len(), 2);
    assert_eq!(
        app::show(&session, "Jane DOE", None).unwrap().thing.class,
        "Person"
    );
    let (_folder, wrong) = document("sdn.xml", SDN_XML.replace("Count>2", "Count>3"));
    let error = dry(&wrong).unwrap_err();
    assert_eq!(error.problems()[0].code, "miscounted");
}

/// A mapping that uses what mappings have.
const MAPPING: &str = r##"{"@context": "http://www.w3.org/ns/csvw", "dialect": {"delimiter": ";"}, "tableSchema": {"aboutUrl": "w-{nr}", "columns": [
{"name": "nr", "required": true}, {"titles": "Name", "lang": "zh", "null": "-"}, {"titles": "Home", "separator": "|", "propertyUrl": "ag:country"},
{"name": "on", "datatype": {"base": "date", "format": "d.M.yyyy"}, "aboutUrl": "w-{nr}-{on}", "propertyUrl": "ag:date"},
{"name": "share", "datatype": {"base": "decimal", "format": {"decimalChar": ","}}, "propertyUrl": "ag:{_name}"},
{"name": "site", "valueUrl": "{+site}"}, {"virtual": true, "propertyUrl": "rdf:type", "valueUrl": "ag:Company"}]}}"##;

const TABLE: &str = "nr;Name;Home;on;share;site;more\n7;示例;DE|Burma|Atlantis;4.2.2019;25,5 %;https://a.example/b c;x\n8;\"a \"\"b\"\"\n\";;2019;-;;\n";

const SEEDS: &[(&str, &str)] = &[
    ("bods", include_str!("../cases/import/bods/in/older.json")),
    (
        "bods",
        include_str!("../cases/import/bods/in/records.ndjson"),
    ),
    (
        "psc",
        include_str!("../cases/import/psc/in/psc-snapshot.txt"),
    ),
    ("csvw", TABLE),
    (
        "littlesis",
        include_str!("../cases/import/littlesis/in/entities.json"),
    ),
    (
        "littlesis",
        include_str!("../cases/import/littlesis/in/relationships.json"),
    ),
    (
        "wikidata",
        include_str!("../cases/import/wikidata/in/dump.json"),
    ),
    ("mapping", MAPPING),
    ("eu-fsf", include_str!("../cases/import/eu-fsf/in/list.xml")),
    (
        "un-sc",
        include_str!("../cases/import/un-sc/in/consolidated.xml"),
    ),
    (
        "uk-conlist",
        include_str!("../cases/import/uk-conlist/in/ConList.csv"),
    ),
    (
        "bis-dpl",
        include_str!("../cases/import/bis-dpl/in/dpl.txt"),
    ),
    (
        "us-list",
        include_str!("../cases/import/us-list/in/entity-list.json"),
    ),
    (
        "us-list",
        include_str!("../cases/import/us-list/in/nscmic.json"),
    ),
    (
        "us-entity-list-text",
        include_str!("../cases/import/us-entity-list-text/in/entries.json"),
    ),
    (
        "senzing",
        include_str!("../cases/import/senzing/in/records.json"),
    ),
    (
        "gleif-lei",
        include_str!("../cases/import/gleif/in/lei.xml"),
    ),
    ("gleif-rr", include_str!("../cases/import/gleif/in/rr.xml")),
    (
        "gleif-lei",
        include_str!("../cases/import/gleif-tables/in/lei.csv"),
    ),
    (
        "gleif-rr",
        include_str!("../cases/import/gleif-tables/in/rr.csv"),
    ),
    (
        "gleif-repex",
        include_str!("../cases/import/gleif/in/repex.xml"),
    ),
    ("ofac", include_str!("../cases/import/ofac-fixed/in/alt.ff")),
    (
        "ofac-advanced",
        include_str!("../cases/import/ofac-advanced/in/sdn_advanced.xml"),
    ),
    (
        "ofac-enhanced",
        include_str!("../cases/import/ofac-enhanced/in/sdn_enhanced.xml"),
    ),
    ("ofac-xml", SDN_XML),
    (
        "ofac",
        "36,\"EXAMPLE, Jane\",individual,\"CUBA] [SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 12 Feb 1964; a.k.a. 'X'; nationality Cuba.\"\r\n\u{1a}",
    ),
    (
        "csl",
        "source,entity_number,type,programs,name,addresses,start_date,alt_names,ids\nEntity List (EL) - BIS,1,Entity,A; B,Plant JSC,\"1 Main St., Minsk, BY\",2022-04-07,X; and Y,\"BY, 12, Passport; 02 Aug 2021, Listing Date (X)\"\n",
    ),
    (
        "icij",
        "node_id,name,jurisdiction,country_codes,countries,incorporation_date,sourceID,note\n1,ISLAND LTD.,BVI,HKG;VGB,Hong Kong;,23-MAR-2006,Papers,\"a \"\"b\"\"\"\n",
    ),
    (
        "icij",
        "node_id_start,node_id_end,rel_type,link,start_date,end_date,sourceID\n1,2,officer_of,Director / Shareholder of,23-MAR-2006,31/12/9999,Papers\n",
    ),
    ("ftm", ENTITIES),
    (
        "ftm-delta",
        r#"{"op": "MOD", "entity": {"id": "a", "schema": "Person", "properties": {"name": ["A \u00e9"]}}}"#,
    ),
    (
        "ftm-simple",
        "id,schema,name,aliases,countries,identifiers,sanctions,program_ids\nv1,Vessel,SEA,\"a;\"\"b\"\"\",lr;pa,IMO9253325,x,UA-1\n",
    ),
    (
        "ftm-pack",
        "Q1,Person:name,Ann,d,,,f,t,,,1\nQ1,Person:country,\"d\"\"e\",d,,,f,t,,,2\n",
    ),
];

fn damaged() -> impl Strategy<Value = (&'static str, Vec<u8>)> {
    (0..SEEDS.len()).prop_flat_map(|place| {
        let (format, seed) = SEEDS[place];
        mutated(seed).prop_map(move |bytes| (format, bytes))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn damaged_documents_do_no_harm((format, bytes) in damaged()) {
        let is_mapping = format == "mapping";
        let (folder, path) = document("damaged", if is_mapping { TABLE.as_bytes() } else { &bytes });
        let to = folder.path().join("out.nq");
        let mut request = request(&[path], ImportTo::File(to.clone()));
        if is_mapping || format == "csvw" {
            let mapping = folder.path().join("mapping.json");
            fs::write(&mapping, if is_mapping { &bytes } else { MAPPING.as_bytes() }).unwrap();
            request.mapping = Some(mapping);
        } else {
            request.format = Some(format.to_owned());
        }
        request.skip_bad = true;
        request.accept_shrinkage = true;
        if let Ok(imported) = run(&request) {
            let file = &imported.files[0];
            let skipped: u64 = file.skipped.iter().map(|counted| counted.count).sum();
            prop_assert_eq!(file.mapped + skipped, file.records);
            // Whatever came of it is well-formed.
            let text = fs::read(to).unwrap();
            let quads = oxrdfio::RdfParser::from_format(oxrdfio::RdfFormat::NQuads).for_slice(&text);
            for quad in quads {
                prop_assert!(quad.is_ok(), "{:?}", quad);
            }
        }
    }
}

/// Folders of `tests/cases/import`: in `in/` the documents, beside it what comes of them.
///
/// `expected.txt` has a line for each document (format, records, what was mended, left out or not
/// understood) and, below, the statements as N-Triples without those that describe the source, in
/// the order of their text. `REGEN=1` writes it.
#[test]
fn cases_come_out_as_written() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    let mut folders: Vec<PathBuf> = fs::read_dir(&cases)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    let mut wrong = Vec::new();
    for folder in &folders {
        let mut files: Vec<PathBuf> = fs::read_dir(folder.join("in"))
            .unwrap_or_else(|_| panic!("{} has no folder `in`", folder.display()))
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        let come = what_comes_of(&files);
        let expected = folder.join("expected.txt");
        if std::env::var_os("REGEN").is_some() {
            fs::write(&expected, &come).unwrap();
        }
        if fs::read_to_string(&expected).unwrap_or_default() != come {
            wrong.push(folder.display().to_string());
        }
    }
    assert!(
        wrong.is_empty(),
        "not as written (REGEN=1 writes what comes): {wrong:#?}"
    );
}

pub(crate) fn what_comes_of(files: &[PathBuf]) -> String {
    use std::fmt::Write as _;
    let folder = tempfile::tempdir().unwrap();
    let written = folder.path().join("all.nq");
    let mut request = request(files, ImportTo::File(written.clone()));
    request.skip_bad = true;
    let imported = run(&request).unwrap();
    let mut come = String::new();
    for file in &imported.files {
        let name = Path::new(&file.path).file_name().unwrap_or_default();
        let counts = |counts: &[app::Counted]| {
            let told = counts
                .iter()
                .map(|counted| format!("{} × {}", counted.what, counted.count));
            told.collect::<Vec<_>>().join("; ")
        };
        writeln!(
            come,
            "# {}: {}, {} records, {} mapped, dated {}",
            name.to_string_lossy(),
            file.format,
            file.records,
            file.mapped,
            file.date.as_deref().unwrap_or("by nothing")
        )
        .unwrap();
        for (what, told) in [
            ("mended", counts(&file.repaired)),
            ("left out", counts(&file.skipped)),
            ("not understood", counts(&file.unknown)),
        ] {
            if !told.is_empty() {
                writeln!(come, "#   {what}: {told}").unwrap();
            }
        }
    }
    const AGID: &str = "https://w3id.org/actorgraph/id/";
    let sources = imported
        .files
        .iter()
        .filter_map(|file| file.source.as_deref());
    let sources: Vec<String> = sources.map(|id| format!("{AGID}{id}")).collect();
    let text = fs::read_to_string(&written).unwrap();
    let mut lines: Vec<String> = text
        .lines()
        .filter(|line| {
            !sources
                .iter()
                .any(|id| line.starts_with(&format!("<{id}> ")))
        })
        .map(|line| {
            let mut claim = line
                .rsplit_once(" <")
                .map_or(line, |(claim, _)| claim)
                .to_owned();
            for source in &sources {
                claim = claim.replace(source, "SOURCE");
            }
            claim
                .replace(AGID, "agid:")
                .replace("https://w3id.org/actorgraph/ns#", "ag:")
                .replace("https://schema.followthemoney.tech/#", "ftm:")
        })
        .collect();
    lines.sort();
    lines.dedup();
    for line in lines {
        writeln!(come, "{line}").unwrap();
    }
    come
}
