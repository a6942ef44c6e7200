//! Tests of every file in `queries/`: its header, its result on the built-in data, and the facts
//! that the result must agree with.

use actorgraph::builtin::builtin;
use actorgraph::model::{Date, Scope, local_name};
use actorgraph::query::{Catalogue, NamedQuery, Params, by_id};
use actorgraph::store::{Snapshot, Table};
use jiff::civil::Date as Day;
use oxrdf::Term;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

const TODAY: Day = Day::constant(2026, 9, 1);
const EMPTY: &str = "empty on the built-in data";

fn all() -> Vec<NamedQuery> {
    Catalogue::builtin().all().unwrap()
}

fn snapshot(as_of: Day) -> Snapshot {
    builtin(as_of).unwrap()
}

fn table(snapshot: &Snapshot, name: &str, params: &[&str]) -> Table {
    let query = Catalogue::builtin().find(name).unwrap();
    let params = Params::parse(params).unwrap();
    let prepared = query.prepare(&params, &by_id).unwrap();
    prepared.run(snapshot).unwrap().into_table()
}

/// The rows of a table as texts: ids of things, values of literals, nothing for an empty cell.
fn texts(table: &Table, columns: &[&str]) -> Vec<Vec<String>> {
    let place = |column: &&str| {
        table
            .variables
            .iter()
            .position(|v| v == column)
            .expect(column)
    };
    let places: Vec<usize> = columns.iter().map(place).collect();
    let row = |row: &Vec<Option<Term>>| places.iter().map(|place| text(&row[*place])).collect();
    table.rows.iter().map(row).collect()
}

fn text(cell: &Option<Term>) -> String {
    match cell {
        Some(Term::NamedNode(node)) => local_name(node.as_str())
            .unwrap_or(node.as_str())
            .to_owned(),
        Some(Term::Literal(literal)) => literal.value().to_owned(),
        _ => String::new(),
    }
}

fn ask(as_of: Day, name: &str, params: &[&str], columns: &[&str]) -> Vec<Vec<String>> {
    texts(&table(&snapshot(as_of), name, params), columns)
}

fn column(as_of: Day, name: &str, params: &[&str], column: &str) -> BTreeSet<String> {
    ask(as_of, name, params, &[column])
        .concat()
        .into_iter()
        .collect()
}

// --- the files ------------------------------------------------------------------------------

#[test]
fn the_program_carries_the_files_on_disk() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("queries");
    let mut found = BTreeSet::new();
    for folder in fs::read_dir(&root).unwrap() {
        let folder = folder.unwrap().path();
        for file in folder
            .is_dir()
            .then(|| fs::read_dir(&folder).unwrap())
            .into_iter()
            .flatten()
        {
            let path = file.unwrap().path();
            let name = path.strip_prefix(&root).unwrap().with_extension("");
            let text = fs::read_to_string(&path).unwrap();
            found.insert((name.to_str().unwrap().to_owned(), text));
        }
    }
    let carried = all().into_iter().map(|query| (query.name, query.text));
    assert!(
        carried.collect::<BTreeSet<_>>() == found,
        "build again: a file of queries/ is new"
    );
}

/// Set `REGEN=1` to write the page instead of comparing it.
#[test]
fn the_page_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/queries/README.md");
    let made = Catalogue::builtin().to_markdown().unwrap();
    if std::env::var_os("REGEN").is_some() {
        fs::write(path, &made).unwrap();
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == made,
        "queries/README.md is out of date: `just regen` writes it"
    );
}

#[test]
fn short_names_are_unique() {
    let catalogue = Catalogue::builtin();
    for name in catalogue.names() {
        let short = name.rsplit('/').next().unwrap();
        assert_eq!(catalogue.find(short).unwrap().name, name);
    }
}

#[test]
fn headers_are_complete() {
    for query in all() {
        let name = &query.name;
        assert!(
            query.summary.ends_with('.'),
            "{name}: the summary is a sentence"
        );
        assert!(query.order.is_some(), "{name}: tells its order");
        assert!(!query.examples.is_empty(), "{name}: has an example");
        let body = body(&query.text);
        for param in &query.params {
            let used = words(&body).any(|word| word.strip_prefix('?') == Some(&*param.name));
            assert!(used, "{name}: uses ?{}", param.name);
        }
        let rows = run(&query, &query.examples[0].params, TODAY);
        let columns: Vec<&str> = query.columns.iter().map(|column| &*column.name).collect();
        assert_eq!(columns, rows.variables, "{name}: columns");
        assert!(body.contains("\nORDER BY "), "{name}: sorts its rows");
    }
}

#[test]
fn prefixes_are_declared_where_used_and_only_there() {
    for query in all() {
        let body = body(&query.text);
        let (mut declared, mut used) = (BTreeSet::new(), BTreeSet::new());
        for line in body.lines() {
            if let Some(rest) = line.strip_prefix("PREFIX ") {
                declared.insert(rest.split(':').next().unwrap().to_owned());
                continue;
            }
            // Every second part of a line lies in quotation marks.
            for part in line.split('"').step_by(2) {
                let prefix = |word: &str| Some(word.split_once(':')?.0.to_owned());
                used.extend(
                    words(part)
                        .filter(|word| !word.starts_with('?'))
                        .filter_map(prefix),
                );
            }
        }
        assert_eq!(declared, used, "{}", query.name);
    }
}

#[test]
fn examples_answer_at_once() {
    for query in all() {
        for example in &query.examples {
            let command = &example.command;
            assert!(
                command.starts_with(&format!("query {}", query.name)),
                "{command}"
            );
            let as_of = example.as_of.unwrap_or(TODAY);
            let mut fastest = Duration::MAX;
            let mut rows = Table::default();
            // Other work on the machine may slow down a run, but hardly five.
            for _ in 0..5 {
                let start = Instant::now();
                rows = run(&query, &example.params, as_of);
                fastest = fastest.min(start.elapsed());
                if fastest < Duration::from_secs(1) {
                    break;
                }
            }
            assert!(fastest < Duration::from_secs(1), "{command}: {fastest:?}");
            let empty = query.notes.iter().any(|note| note.contains(EMPTY));
            assert_eq!(rows.rows.is_empty(), empty, "{command}");
            assert_eq!(
                rows,
                run(&query, &example.params, as_of),
                "{command}: same rows again"
            );
        }
    }
}

#[test]
fn rows_are_unique() {
    for query in all() {
        for example in &query.examples {
            let rows = run(&query, &example.params, example.as_of.unwrap_or(TODAY)).rows;
            let count = rows.len();
            let texts = rows
                .iter()
                .map(|row| row.iter().map(text).collect::<Vec<_>>());
            assert_eq!(
                texts.collect::<BTreeSet<_>>().len(),
                count,
                "{}",
                example.command
            );
        }
    }
}

fn run(query: &NamedQuery, params: &Params, as_of: Day) -> Table {
    let prepared = query.prepare(params, &by_id).unwrap();
    prepared.run(&snapshot(as_of)).unwrap().into_table()
}

/// The text without its comments.
fn body(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'));
    lines.map(|line| format!("{line}\n")).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '?' | ':' | '_' | '-');
    text.split(move |c| !inner(c))
        .filter(|word| !word.is_empty())
}

// --- the facts ------------------------------------------------------------------------------

/// Who stands on which list, replayed from the tables: the slow reference.
struct Replay {
    /// Day, rank (a removal comes before a listing), company, list.
    events: Vec<(String, u8, String, String)>,
    /// Complete editions in force: list and day, with the companies printed.
    complete: BTreeMap<(String, String), BTreeSet<String>>,
}

fn rows(table: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("{}/data/{table}.csv", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

impl Replay {
    fn read() -> Self {
        let editions = rows("editions");
        let withdrawn: BTreeSet<&str> = editions
            .iter()
            .filter(|edition| edition["state"] == "withdrawn")
            .map(|edition| &*edition["id"])
            .collect();
        let mut complete = BTreeMap::new();
        let entries = rows("entries");
        for edition in editions.iter().filter(|e| e["completeness"] == "complete") {
            let printed = entries
                .iter()
                .filter(|entry| entry["edition"] == edition["id"]);
            let printed = printed.map(|entry| entry["company"].clone()).collect();
            complete.insert((edition["list"].clone(), edition["date"].clone()), printed);
        }
        let mut events = Vec::new();
        for row in rows("designations") {
            let rank = match &*row["action"] {
                "listing" | "relisting" => 2,
                "removal" | "merger" | "omission" => 1,
                _ => continue,
            };
            // Rows without a date repeat events that another row dates.
            if !row["date"].is_empty() && !withdrawn.contains(&*row["edition"]) {
                events.push((
                    row["date"].clone(),
                    rank,
                    row["company"].clone(),
                    row["list"].clone(),
                ));
            }
        }
        events.sort();
        Self { events, complete }
    }

    fn standing(&self, list: &str, day: &str) -> BTreeSet<String> {
        let mut standing = BTreeSet::new();
        let mut days: BTreeSet<&str> = self.events.iter().map(|event| &*event.0).collect();
        days.extend(self.complete.keys().map(|key| &*key.1));
        for today in days.into_iter().filter(|today| *today <= day) {
            let events = self.events.iter().filter(|e| e.0 == today && e.3 == list);
            for (_, rank, company, _) in events {
                match rank {
                    1 => standing.remove(company),
                    _ => standing.insert(company.clone()),
                };
            }
            let key = (list.to_owned(), today.to_owned());
            if let Some(printed) = self.complete.get(&key) {
                standing.retain(|company| printed.contains(company));
            }
        }
        standing
    }
}

#[test]
fn who_stands_on_a_list_agrees_with_the_tables() {
    let replay = Replay::read();
    let lists = rows("lists");
    let lists: BTreeSet<&str> = lists.iter().map(|list| &*list["id"]).collect();
    for day in [
        "2020-12-31",
        "2021-06-02",
        "2021-06-03",
        "2022-10-05",
        "2024-01-31",
        "2024-10-23",
        "2024-12-31",
        "2025-01-07",
        "2026-02-13",
        "2026-06-07",
        "2026-06-08",
    ] {
        let as_of: Day = day.parse().unwrap();
        for list in &lists {
            let param = format!("list={list}");
            let found = column(as_of, "listings/current", &[&param], "company");
            assert_eq!(found, replay.standing(list, day), "{list} on {day}");
        }
    }
}

#[test]
fn counts_after_each_edition_are_those_announced() {
    let counts = ask(
        TODAY,
        "replay-counts",
        &[],
        &["date", "announced", "printed", "standing"],
    );
    let counts: Vec<String> = counts.iter().map(|row| row.join(" ")).collect();
    assert_eq!(
        counts,
        [
            "2021-06-03 47 47 47",
            "2022-10-05 60  60",
            "2024-01-31 73 73 73",
            "2024-10-23   73",
            "2024-12-17   71",
            "2025-01-07 134 134 134",
            "2026-02-13 154 or 68 or 72  134",
            "2026-06-08 188 188 188",
        ]
    );
    assert_eq!(
        ask(Day::constant(2026, 6, 8), "current", &[], &["company"]).len(),
        188
    );
}

#[test]
fn one_source_alone_gives_its_own_picture() {
    // The article does not know that the notice of February was withdrawn.
    let scope = Scope::as_of(TODAY).with_source("seed-article");
    let alone = snapshot(TODAY).scoped(scope).unwrap();
    let listed = texts(&table(&alone, "current", &[]), &["company", "since"]);
    let listed: Vec<String> = listed
        .iter()
        .map(|row| row.join(" ").trim().to_owned())
        .collect();
    assert_eq!(
        listed,
        [
            "alibaba 2026-02-13",
            "byd 2026-02-13",
            "baidu 2026-02-13",
            "catl",
            "robosense 2026-02-13",
            "tencent",
            "wuxi-apptec 2026-02-13",
        ]
    );
    // An undated listing is not known before its source came out.
    let before = Scope::as_of(Day::constant(2026, 1, 31)).with_source("seed-article");
    let before = snapshot(TODAY).scoped(before).unwrap();
    assert!(table(&before, "current", &[]).rows.is_empty());
}

#[test]
fn only_what_was_known_then_is_told() {
    let february =
        Scope::as_of(Day::constant(2026, 2, 12)).with_known_at(Day::constant(2026, 2, 12));
    let february = snapshot(TODAY).scoped(february).unwrap();
    assert!(table(&february, "withdrawn-notices", &[]).rows.is_empty());
    assert_eq!(
        ask(TODAY, "withdrawn-notices", &[], &["withdrawn"]),
        [["2026-02-13"]]
    );
}

#[test]
fn hesai_left_and_came_back_on_one_day() {
    let columns = ["date", "action", "withdrawn"];
    let history = ask(TODAY, "listings/history", &["company=hesai"], &columns);
    let history: Vec<String> = history.iter().map(|row| row.join(" ")).collect();
    assert_eq!(
        history,
        [
            "2024-01-31 listing false",
            "2024-10-23 removal false",
            "2024-10-23 relisting false",
            "2025-01-07 retention false",
            "2026-06-08 renaming false",
            "2026-06-08 retention false",
        ]
    );
    let columns = ["company", "removed", "relisted", "days"];
    let relisted = ask(TODAY, "relistings", &[], &columns);
    assert_eq!(relisted, [["hesai", "2024-10-23", "2024-10-23", "0"]]);
    let early = ask(
        Day::constant(2024, 6, 1),
        "history",
        &["company=hesai"],
        &["date"],
    );
    assert_eq!(early, [["2024-01-31"]]);
}

#[test]
fn a_withdrawn_notice_is_told_and_changes_nothing() {
    let history = ask(
        TODAY,
        "history",
        &["company=ymtc"],
        &["date", "action", "withdrawn"],
    );
    assert!(history.contains(&vec!["2026-02-13".into(), "removal".into(), "true".into()]));
    assert!(column(TODAY, "current", &[], "company").contains("ymtc"));
    let removed = column(
        TODAY,
        "removals",
        &["from=2026-02", "to=2026-02"],
        "company",
    );
    assert!(removed.is_empty());
    let before_and_after = ["before=dod-1260h-2025-01-07", "after=dod-1260h-2026-02-13"];
    assert!(column(TODAY, "edition-diff", &before_and_after, "company").is_empty());
}

#[test]
fn editions_differ_as_the_tables_say() {
    let editions = ["before=dod-1260h-2025-01-07", "after=dod-1260h-2026-06-08"];
    let changes = ask(TODAY, "edition-diff", &editions, &["change", "company"]);
    let count = |change: &str| changes.iter().filter(|row| row[0] == change).count();
    assert_eq!(
        [count("added"), count("removed"), count("renamed")],
        [66, 12, 9]
    );
    let additions = ask(TODAY, "additions-in-period", &["from=2026"], &["company"]);
    assert_eq!(additions.len(), 66);
    let editions = ["before=dod-1260h-2024-01-31", "after=dod-1260h-2024-12-17"];
    let changes = ask(TODAY, "edition-diff", &editions, &["change", "company"]);
    assert_eq!(changes, [["removed", "amec"], ["removed", "idg-capital"]]);
    let printed = ask(
        TODAY,
        "entries-of-edition",
        &["edition=dod-1260h-2026-06-08"],
        &["printed"],
    );
    assert_eq!(printed.iter().filter(|row| row[0] == "true").count(), 188);
}

#[test]
fn some_were_asked_for_and_never_listed() {
    let never = column(
        TODAY,
        "never-listed-but-requested",
        &["list=dod-1260h"],
        "company",
    );
    for company in ["deepseek", "xiaomi", "eoptolink", "hua-hong"] {
        assert!(never.contains(company), "{company}");
    }
    assert!(!never.contains("alibaba"));
    // Before June 2026 nobody of the letter of October 2025 was on the list.
    let as_of = Day::constant(2026, 6, 7);
    let never = column(
        as_of,
        "never-listed-but-requested",
        &["list=dod-1260h"],
        "company",
    );
    assert!(never.contains("alibaba"));
}

#[test]
fn requests_are_told_with_everybody_who_asked() {
    let asked = ask(
        TODAY,
        "who-requested",
        &["company=deepseek"],
        &["date", "requester"],
    );
    assert_eq!(asked.len(), 10);
    assert!(asked.iter().all(|row| row[0] == "2025-12-18"));
    assert!(asked.iter().any(|row| row[1] == "john-moolenaar"));
    assert!(asked.iter().any(|row| row[1] == "us-lawmakers"));
    let days = ask(
        TODAY,
        "days-from-request-to-listing",
        &["list=dod-1260h"],
        &["company", "days"],
    );
    assert!(days.contains(&vec!["hesai".to_owned(), "64".to_owned()]));
    assert!(days.contains(&vec!["catl".to_owned(), "132".to_owned()]));
    // The day of the letter about BOE is not known, so nothing is counted.
    assert!(days.contains(&vec!["boe".to_owned(), String::new()]));
}

/// A property that the ontology renames would leave a column empty without a fault elsewhere.
#[test]
fn every_column_is_filled_somewhere() {
    // The built-in data have no interval of shares, and rival days in few places.
    let blank = ["shareMin", "shareMax", "otherDates"];
    let mut missing = Vec::new();
    for query in all() {
        let mut filled = BTreeSet::new();
        for example in &query.examples {
            let rows = run(&query, &example.params, example.as_of.unwrap_or(TODAY));
            for row in &rows.rows {
                let cells = rows.variables.iter().zip(row);
                let told = cells.filter(|(_, cell)| !text(cell).is_empty());
                filled.extend(told.map(|(name, _)| name.clone()));
            }
        }
        for column in query.columns.iter().map(|column| &*column.name) {
            if !filled.contains(column) && !blank.contains(&column) {
                missing.push(format!("{} {column}", query.name));
            }
        }
    }
    assert!(missing.is_empty(), "nothing in {}", missing.join(", "));
}

#[test]
fn rival_claims_stand_side_by_side() {
    let suit = ask(
        TODAY,
        "lawsuits",
        &[],
        &["lawsuit", "date", "otherDates", "courts"],
    );
    let suit = suit
        .iter()
        .find(|row| row[0] == "resp-alibaba-2026-06-suit")
        .unwrap();
    assert_eq!(suit[1..3], ["2026-06-22", "2026-06-23"]);
    assert!(suit[3].contains("Columbia") && suit[3].contains("California"));
    let rivals = ask(
        TODAY,
        "disagreements",
        &["thing=resp-alibaba-2026-06-suit"],
        &["property", "value", "sources"],
    );
    assert_eq!(rivals[0], ["court", "ddc", "monexus-2026-06-24"]);
    assert_eq!(rivals.len(), 4);
}

#[test]
fn dates_of_every_precision_work_as_bounds() {
    let by = |params: &[&str]| ask(TODAY, "in-period", params, &["request"]).len();
    assert_eq!(
        by(&["from=2024", "to=2024"]),
        by(&["from=2024-01-01", "to=2024-12-31"])
    );
    assert_eq!(by(&["from=2024-09", "to=2024-09"]), 1);
    let requests = rows("requests");
    let ids: BTreeSet<&str> = requests.iter().map(|row| &*row["id"]).collect();
    assert_eq!(by(&[]), ids.len());
    assert_eq!(ids.len(), requests_dated(&requests, Date::Year(0)));
}

/// How many requests some row dates after `from`.
fn requests_dated(rows: &[BTreeMap<String, String>], from: Date) -> usize {
    let dated = rows.iter().filter(|row| {
        let date: Date = row["date"].parse().unwrap();
        date.year() > from.year()
    });
    dated.map(|row| &row["id"]).collect::<BTreeSet<_>>().len()
}
