//! `docs/json.md` against the JSON that the program writes: the same fields, the same types.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The types of the document: the fields of each and the words for their types.
type Types = BTreeMap<String, BTreeMap<String, String>>;

struct Document {
    types: Types,
    /// The type of each schema.
    schemas: BTreeMap<String, String>,
    /// The examples, each with its schema.
    examples: Vec<Value>,
}

fn document() -> Document {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/json.md");
    let text = fs::read_to_string(path).expect("docs/json.md is there");
    let mut document = Document {
        types: Types::new(),
        schemas: BTreeMap::new(),
        examples: Vec::new(),
    };
    let (mut heading, mut code): (String, Option<String>) = (String::new(), None);
    for line in text.lines() {
        if let Some(example) = &mut code {
            if line == "```" {
                let value = serde_json::from_str(example).expect("an example is JSON");
                document.examples.push(value);
                code = None;
            } else {
                example.push_str(line);
                example.push('\n');
            }
        } else if line == "```json" {
            code = Some(String::new());
        } else if let Some(name) = line.strip_prefix("### ") {
            heading = name.to_owned();
        } else if let Some(link) = line.strip_prefix("A [").or(line.strip_prefix("An [")) {
            let schema = heading
                .split('`')
                .find(|part| part.starts_with("actorgraph."));
            let name = link.split(']').next().expect("a link has an end");
            let schema = schema.expect("the heading names the schema");
            document.schemas.insert(schema.to_owned(), name.to_owned());
        } else if let Some(row) = line.strip_prefix("| `") {
            let (field, rest) = row.split_once("` | ").expect("a field has a type");
            let (kind, _) = rest.split_once(" | ").expect("a field has a meaning");
            let fields = document.types.entry(heading.clone()).or_default();
            let before = fields.insert(field.to_owned(), kind.to_owned());
            assert!(before.is_none(), "{heading}.{field} stands twice");
        }
    }
    document
}

impl Document {
    /// Compares a document with its type and remembers which types were met.
    fn check(&self, value: &Value, met: &mut BTreeSet<String>) {
        let schema = value["schema"]
            .as_str()
            .expect("a document names its schema");
        let name = self.schemas.get(schema);
        let name = name.unwrap_or_else(|| panic!("{schema} is not documented"));
        self.check_object(value, name, name, met);
    }

    fn check_object(&self, value: &Value, name: &str, place: &str, met: &mut BTreeSet<String>) {
        let fields = self.types.get(name);
        let fields = fields.unwrap_or_else(|| panic!("{place}: the type {name} is not documented"));
        let object = value.as_object();
        let object = object.unwrap_or_else(|| panic!("{place}: expected {name}, found {value}"));
        let told: BTreeSet<&String> = fields.keys().collect();
        let found: BTreeSet<&String> = object.keys().collect();
        assert_eq!(
            told, found,
            "{place}: the fields told of {name}, and those found"
        );
        met.insert(name.to_owned());
        for (field, kind) in fields {
            self.check_value(&object[field], kind, &format!("{place}.{field}"), met);
        }
    }

    fn check_value(&self, value: &Value, kind: &str, place: &str, met: &mut BTreeSet<String>) {
        if let Some(kind) = kind.strip_suffix(" or null") {
            if !value.is_null() {
                self.check_value(value, kind, place, met);
            }
        } else if let Some(kind) = kind.strip_prefix("list of ") {
            let list = value.as_array();
            let list = list.unwrap_or_else(|| panic!("{place}: expected a list, found {value}"));
            for (number, item) in list.iter().enumerate() {
                self.check_value(item, kind, &format!("{place}[{number}]"), met);
            }
        } else if kind.contains(" or [") {
            // One of several types: that with these fields.
            let fields = |kind: &&str| {
                let name = kind.trim_start_matches('[').split(']').next();
                let told = self.types.get(name.expect("a link has an end"));
                let told = told.into_iter().flat_map(BTreeMap::keys);
                let found = value
                    .as_object()
                    .into_iter()
                    .flat_map(|object| object.keys());
                told.collect::<BTreeSet<_>>() == found.collect::<BTreeSet<_>>()
            };
            let kind = kind.split(" or ").find(fields);
            let kind =
                kind.unwrap_or_else(|| panic!("{place}: {value} is of no type that is told"));
            self.check_value(value, kind, place, met);
        } else if let Some(link) = kind.strip_prefix('[') {
            let name = link.split(']').next().expect("a link has an end");
            self.check_object(value, name, place, met);
        } else {
            let fits = match kind {
                "number or text" => value.is_number() || value.is_string(),
                "text" => value.is_string(),
                "number" => value.is_number(),
                "true or false" => value.is_boolean(),
                other => panic!("{place}: `{other}` is no type"),
            };
            assert!(fits, "{place}: expected {kind}, found {value}");
        }
    }
}

fn run(words: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_actorgraph"))
        .args(words)
        .args(["--as-of", "2026-08-01", "--format", "json"])
        .output()
        .expect("the program starts");
    let error = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|found| panic!("{words:?} wrote no JSON ({found}): {error}"))
}

#[test]
fn output_has_the_fields_that_are_told() {
    let document = document();
    let mut met = BTreeSet::new();
    let wrong = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worlds/wrong-tables");
    let wrong = wrong.display().to_string();
    let records = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/worlds/records.trig");
    let records = records.display().to_string();
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let data = data.display().to_string();
    let store = tempfile::tempdir().expect("a folder for the test");
    let broken = store.path().join("broken.json");
    let entity = r#"{"id": "a", "schema": "Person", "properties": {"name": ["A"]}}"#;
    fs::write(&broken, format!("\u{feff}{entity}\n{{\"id\": \"b")).expect("written");
    let broken = broken.display().to_string();
    let backup = store.path().join("backup.nq.gz").display().to_string();
    let store = store.path().join("store").display().to_string();
    for words in [
        &["ask", "who requested DeepSeek"][..],
        &["ask", "is YMTC on the 1260H list"],
        &["ask", "what does it mean to be green"],
        &["ask", "is John on the 1260H list"],
        &["show", "alibaba"],
        &["show", "hesai"],
        &["show", "dod-1260h"],
        &["show", "dod-1260h-2026-06-08"],
        &["show", "pete-hegseth"],
        &["show", "seed-article"],
        &["show", "resp-alibaba-2026-06-suit"],
        &["show", "mgi-tech"],
        &["list", "--on-list", "1260H list"],
        &["list", "--class", "event"],
        &["search", "hesei"],
        &["path", "DeepSeek", "Alibaba", "--all"],
        &["analyze", "pagerank"],
        &["analyze", "communities"],
        &["analyze", "articulation-points"],
        &["analyze", "bridges"],
        &["analyze", "growth", "--from", "BYD"],
        &[
            "path",
            "any",
            "dod",
            "--from-list",
            "1260H list",
            "--weight",
            "age",
        ],
        &[
            "path",
            "--from-query",
            "SELECT ?x { ?x a ag:Law }",
            "--to-class",
            "agency",
        ],
        &["diff", "dod-1260h-2025-01-07", "dod-1260h-2026-06-08"],
        &["diff", "dod-1260h-2025-01-07", "dod-1260h-2026-02-13"],
        &["query", "--list"],
        &["check"],
        &["check", &wrong],
        &["stats"],
        &["import", &data, "--store", &store],
        &["import", &broken, "--skip-bad", "--dry-run"],
        &["update", "CLEAR DEFAULT", "--dry-run", "--store", &store],
        &["store", "info", "--store", &store],
        &["store", "verify", "--store", &store],
        &["store", "backup", &backup, "--store", &store],
        &["store", "restore", &backup, "--replace", "--store", &store],
        &["formats"],
        &["identity", "--store", &records],
        &["show", "plant", "--store", &records],
    ] {
        document.check(&run(words), &mut met);
    }
    let told: BTreeSet<String> = document.types.keys().cloned().collect();
    let never: Vec<&String> = told.difference(&met).collect();
    // No check finds a fault in the built-in data, and no name of the questions above is ambiguous.
    assert!(
        never
            .iter()
            .all(|name| ["Fault", "Meaning"].contains(&name.as_str())),
        "told but never met: {never:?}"
    );
}

#[test]
fn routes_between_many_things_say_so() {
    let one = run(&["path", "DeepSeek", "Pete Hegseth", "--all"]);
    assert_eq!(
        (&one["from"]["id"], &one["count"]),
        (&"deepseek".into(), &10.into())
    );
    assert_eq!(one["limited"], false);
    let many = run(&[
        "path", "DeepSeek", "--to", "CATL", "--to", "BYD", "--limit", "1",
    ]);
    assert_eq!(many["from"]["id"], "deepseek");
    assert!(many["to"].is_null() && many["count"].is_null());
    assert_eq!(many["limited"], true);
    assert_eq!(many["ends"]["to"]["count"], 2);
    let (route, length) = (&many["routes"][0], &many["length"]);
    assert_eq!(
        (&route["to"]["id"], &route["length"]),
        (&"catl".into(), length)
    );
    let open = run(&["path", "DeepSeek", "any", "--limit", "3"]);
    assert!(open["to"].is_null() && open["ends"]["to"]["count"].is_null());
    let weighed = run(&["path", "Tencent", "CATL", "--weight", "age"]);
    assert!(weighed["count"].is_null() && weighed["routes"][0]["cost"].is_number());
    // Round and round between two things: more walks than a number in JSON can hold.
    let round = ["path", "Tencent", "dod", "--via", "(!()|!(^ag:onList)){40}"];
    let count = &run(&round)["count"];
    let digits = count.as_str().expect("it is too large for a number");
    assert!(
        digits.len() > 16 && digits.chars().all(|c| c.is_ascii_digit()),
        "{digits}"
    );
}

#[test]
fn examples_have_the_fields_that_are_told() {
    let document = document();
    assert_eq!(document.examples.len(), document.schemas.len());
    for example in &document.examples {
        document.check(example, &mut BTreeSet::new());
    }
}
