//! A folder of tables to statements, or to the list of everything that is wrong with it.

use crate::import::tables::schema::{Class, Column, TABLES, Table, Value};
use crate::import::tables::{Fault, TablesError};
use crate::model::vocab::{self as ag, external as ext};
use crate::model::{Date, thing};
use crate::names::nearest;
use crate::ontology::Ontology;
use csv::{ByteRecord, ReaderBuilder};
use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

/// What a folder of tables says.
#[derive(Debug)]
pub struct Tables {
    /// The statements, those of a source in its graph, those about sources in the default graph.
    pub quads: Vec<Quad>,
    /// How many rows each table gave, in the order of the schema.
    pub rows: Vec<(&'static str, usize)>,
}

/// Reads all tables of the folder. A table that the folder lacks has no rows.
///
/// # Errors
///
/// [`TablesError::Faults`] with every fault of every file; [`TablesError::Read`] or
/// [`TablesError::NoTables`] if there is nothing to read.
pub fn read(folder: &Path, ontology: &Ontology) -> Result<Tables, TablesError> {
    let mut faults = Vec::new();
    let files = load(folder, &mut faults)?;
    let known = Known::collect(&files, &mut faults);
    let mut writer = Writer {
        ontology,
        known: &known,
        quads: Vec::new(),
        faults,
    };
    for file in &files {
        for row in &file.rows {
            writer.row(file.table, row);
        }
    }
    let Writer {
        quads, mut faults, ..
    } = writer;
    if !faults.is_empty() {
        faults.sort_by(|a, b| (&a.file, a.line, &a.column).cmp(&(&b.file, b.line, &b.column)));
        faults.dedup();
        return Err(TablesError::Faults(faults));
    }
    let rows = files.iter().map(|file| (file.table.name, file.rows.len()));
    Ok(Tables {
        quads,
        rows: rows.collect(),
    })
}

struct File {
    table: &'static Table,
    rows: Vec<Row>,
}

/// A row whose cells stand in the order of the schema; a column that the file lacks is blank.
struct Row {
    line: u64,
    cells: Vec<String>,
}

impl Row {
    fn cell(&self, table: &Table, column: &str) -> &str {
        let place = table.position(column);
        place.map_or("", |place| self.cells[place].as_str())
    }
}

fn values<'a>(column: &Column, cell: &'a str) -> Vec<&'a str> {
    let parts: Vec<&str> = match column.many {
        true => cell.split(';').map(str::trim).collect(),
        false => vec![cell],
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

// --- files to rows --------------------------------------------------------------------------

fn load(folder: &Path, faults: &mut Vec<Fault>) -> Result<Vec<File>, TablesError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| TablesError::Read { path, source }
    };
    let mut present = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let name = entry.map_err(failed(folder))?.file_name();
        let name = name.to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".csv") else {
            continue;
        };
        match Table::find(stem) {
            Some(table) => drop(present.insert(table.name)),
            None => faults.push(Fault {
                code: "unknown-table",
                file: name.clone(),
                line: None,
                column: None,
                message: format!("`{stem}` is not a table that we know"),
                help: nearest(stem, TABLES.iter().map(|table| table.name))
                    .map(|near| format!("did you mean `{near}.csv`?")),
            }),
        }
    }
    if present.is_empty() {
        return Err(TablesError::NoTables {
            path: folder.to_owned(),
            expected: TABLES.iter().map(|t| format!("{}.csv", t.name)).collect(),
        });
    }
    let mut files = Vec::new();
    for table in TABLES.iter().filter(|table| present.contains(table.name)) {
        let path = folder.join(format!("{}.csv", table.name));
        let bytes = fs::read(&path).map_err(failed(&path))?;
        let rows = rows(table, &bytes, faults);
        files.push(File { table, rows });
    }
    Ok(files)
}

fn rows(table: &'static Table, bytes: &[u8], faults: &mut Vec<Fault>) -> Vec<Row> {
    let file = format!("{}.csv", table.name);
    let fault = |code, line, column: Option<&str>, message: String, help: Option<String>| Fault {
        code,
        file: file.clone(),
        line,
        column: column.map(str::to_owned),
        message,
        help,
    };
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(bytes);
    let mut records = reader.byte_records();
    let Some(header) = records.next() else {
        faults.push(fault(
            "empty-file",
            Some(1),
            None,
            "the file is empty, expected a header row".to_owned(),
            Some(format!("begin with: {}", names(table))),
        ));
        return Vec::new();
    };
    let header = header.unwrap_or_default();
    let mut places: Vec<Option<usize>> = Vec::new();
    for field in &header {
        let name = String::from_utf8_lossy(field).trim().to_owned();
        let place = table.position(&name);
        if place.is_none() {
            let near = nearest(&name, table.columns.iter().map(|column| column.name));
            faults.push(fault(
                "unknown-column",
                Some(1),
                Some(&name),
                format!("`{name}` is not a column of `{}`", table.name),
                Some(match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the columns are: {}", names(table)),
                }),
            ));
        } else if places.contains(&place) {
            faults.push(fault(
                "repeated-column",
                Some(1),
                Some(&name),
                format!("the column `{name}` stands twice in the header"),
                Some("keep one of them".to_owned()),
            ));
        }
        places.push(place);
    }
    for (place, column) in table.columns.iter().enumerate() {
        if column.required && !places.contains(&Some(place)) {
            faults.push(fault(
                "missing-column",
                Some(1),
                Some(column.name),
                format!("the header lacks the column `{}`", column.name),
                Some(format!("the columns are: {}", names(table))),
            ));
        }
    }
    let mut rows = Vec::new();
    for record in records {
        let record: ByteRecord = record.unwrap_or_default();
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|field| field.trim_ascii().is_empty()) {
            continue;
        }
        if record.len() != header.len() {
            let open_quote = record
                .iter()
                .any(|field| field.iter().filter(|byte| **byte == b'\n').count() > 1);
            faults.push(fault(
                "unequal-fields",
                Some(line),
                None,
                format!(
                    "row has {} fields, header has {}",
                    record.len(),
                    header.len()
                ),
                Some(match open_quote {
                    true => "close the quote that opens in this row".to_owned(),
                    false => "quote a value that holds a comma".to_owned(),
                }),
            ));
            continue;
        }
        let mut cells = vec![String::new(); table.columns.len()];
        for (field, place) in record.iter().zip(&places) {
            let Some(place) = place else { continue };
            match std::str::from_utf8(field) {
                Ok(text) => text.trim().clone_into(&mut cells[*place]),
                Err(error) => {
                    let byte = field[error.valid_up_to()];
                    faults.push(fault(
                        "not-utf-8",
                        Some(line),
                        Some(table.columns[*place].name),
                        format!("the byte 0x{byte:02X} is not UTF-8"),
                        Some("save the file as UTF-8 (it may be Windows-1252)".to_owned()),
                    ));
                }
            }
        }
        rows.push(Row { line, cells });
    }
    rows
}

fn names(table: &Table) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    names.join(",")
}

// --- ids and names of all rows ---------------------------------------------------------------

/// Which ids there are, in which table, and how to call them.
struct Known {
    tables: HashMap<String, &'static str>,
    labels: HashMap<String, String>,
    /// The row (table, line) that names a thing; further rows only add aliases.
    naming: HashMap<String, (&'static str, u64)>,
}

impl Known {
    fn collect(files: &[File], faults: &mut Vec<Fault>) -> Self {
        let mut known = Self {
            tables: HashMap::new(),
            labels: HashMap::new(),
            naming: HashMap::new(),
        };
        for file in files {
            let table = file.table;
            if table.position("id").is_none() {
                continue;
            }
            for row in &file.rows {
                let id = row.cell(table, "id");
                if id.is_empty() {
                    continue; // reported as a blank required cell
                }
                let other = known.tables.insert(id.to_owned(), table.name);
                let problem = match other.filter(|other| *other != table.name) {
                    _ if !is_id(id) => Some((
                        "bad-id",
                        format!("`{id}` is not an id"),
                        "use small letters, digits, `-` and `.`",
                    )),
                    Some(other) => Some((
                        "repeated-id",
                        format!("`{id}` is already an id of `{other}`"),
                        "ids are unique over all tables: choose another",
                    )),
                    None => None,
                };
                faults.extend(problem.map(|(code, message, help)| Fault {
                    code,
                    file: format!("{}.csv", table.name),
                    line: Some(row.line),
                    column: Some("id".to_owned()),
                    message,
                    help: Some(help.to_owned()),
                }));
                let name = row.cell(table, "name");
                if !name.is_empty() && !known.naming.contains_key(id) {
                    let short = row.cell(table, "short_name");
                    let label = if short.is_empty() { name } else { short };
                    known.labels.insert(id.to_owned(), label.to_owned());
                    known.naming.insert(id.to_owned(), (table.name, row.line));
                }
            }
        }
        known
    }

    fn label<'a>(&'a self, id: &'a str) -> &'a str {
        self.labels.get(id).map_or(id, String::as_str)
    }
}

fn is_id(id: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '.';
    id.chars().all(allowed) && id.starts_with(|c: char| c != '-' && c != '.')
}

// --- rows to statements ------------------------------------------------------------------------

struct Writer<'a> {
    ontology: &'a Ontology,
    known: &'a Known,
    quads: Vec<Quad>,
    faults: Vec<Fault>,
}

/// The statements of one row, before they are put into the graphs of its sources.
#[derive(Default)]
struct Statements(Vec<(NamedNode, NamedNode, Term)>);

impl Statements {
    fn say(&mut self, s: &NamedNode, p: NamedNodeRef<'_>, o: impl Into<Term>) {
        self.0.push((s.clone(), p.into_owned(), o.into()));
    }
}

impl Writer<'_> {
    fn row(&mut self, table: &'static Table, row: &Row) {
        let subject = match table.class {
            Class::About(column) => row.cell(table, column),
            _ => row.cell(table, "id"),
        };
        let subject = thing(subject);
        let mut statements = Statements::default();
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            if column.required && cell.is_empty() {
                self.fault(
                    table,
                    row,
                    column,
                    "blank-cell",
                    "the cell is blank, expected a value".into(),
                    None,
                );
            }
            for value in values(column, cell) {
                self.cell(table, row, column, value, &subject, &mut statements);
            }
        }
        let class = match table.class {
            Class::Always(class) => Some(class),
            Class::Column(column, classes) => {
                let word = row.cell(table, column);
                let found = classes.iter().find(|(name, _)| *name == word);
                found.map(|(_, class)| *class)
            }
            Class::About(_) => None,
        };
        if let Some(class) = class {
            statements.say(&subject, rdf::TYPE, class);
            for parent in self.ontology.superclasses(class) {
                statements.say(&subject, rdf::TYPE, parent.as_ref());
            }
        }
        if !table.label.is_empty() && row.cell(table, "name").is_empty() {
            let label = self.describe(table, row);
            statements.say(&subject, rdfs::LABEL, english(&label));
        }
        let graphs: Vec<GraphName> = match table.position("sources") {
            None => vec![GraphName::DefaultGraph],
            Some(place) => values(&table.columns[place], &row.cells[place])
                .into_iter()
                .map(|id| thing(id).into())
                .collect(),
        };
        for graph in graphs {
            let quads = statements
                .0
                .iter()
                .map(|(s, p, o)| Quad::new(s.clone(), p.clone(), o.clone(), graph.clone()));
            self.quads.extend(quads);
        }
    }

    fn cell(
        &mut self,
        table: &'static Table,
        row: &Row,
        column: &'static Column,
        value: &str,
        subject: &NamedNode,
        statements: &mut Statements,
    ) {
        let mut wrong = |code, message: String, help| {
            self.faults.push(Fault {
                code,
                file: format!("{}.csv", table.name),
                line: Some(row.line),
                column: Some(column.name.to_owned()),
                message,
                help,
            });
        };
        let known = self.known;
        let object: Term = match column.value {
            Value::Id => return,
            Value::Name => {
                let naming = known.naming.get(row.cell(table, "id"));
                if naming != Some(&(table.name, row.line)) {
                    statements.say(subject, ext::ALT_LABEL, english(value));
                    return;
                }
                english(value).into()
            }
            Value::Chinese => chinese(value).into(),
            Value::Alias => match is_chinese(value) {
                true => chinese(value).into(),
                false => english(value).into(),
            },
            Value::Text => Literal::from(value).into(),
            Value::Date => match value.parse::<Date>() {
                Ok(date) => date.to_literal().into(),
                Err(error) => {
                    let help = "write YYYY-MM-DD, YYYY-MM or YYYY, or leave the cell blank";
                    return wrong("bad-date", error.to_string(), Some(help.to_owned()));
                }
            },
            Value::Count => match value.parse::<u32>() {
                Ok(count) => Literal::new_typed_literal(count.to_string(), xsd::INTEGER).into(),
                Err(_) => {
                    let message = format!("`{value}` is not a whole number from 0");
                    return wrong("bad-number", message, None);
                }
            },
            Value::Url => {
                if NamedNode::new(value).is_err() {
                    return wrong("bad-url", format!("`{value}` is not a web address"), None);
                }
                Literal::new_typed_literal(value, xsd::ANY_URI).into()
            }
            Value::Share => {
                return match shares(value) {
                    Some((low, high)) if low == high => {
                        statements.say(subject, ag::SHARE, decimal(low));
                    }
                    Some((low, high)) => {
                        statements.say(subject, ag::SHARE_MIN, decimal(low));
                        statements.say(subject, ag::SHARE_MAX, decimal(high));
                    }
                    None => wrong(
                        "bad-share",
                        format!("`{value}` is not a share from 0 to 1"),
                        Some("write a fraction such as `0.4155`, or `0.25-0.5`".to_owned()),
                    ),
                };
            }
            Value::Word(words) => {
                if !words.contains(&value) {
                    return wrong("unknown-word", one_of(value, words), near(value, words));
                }
                NamedNode::new_unchecked(format!("{}{value}", ag::AG)).into()
            }
            Value::Class => {
                if let Class::Column(_, classes) = table.class
                    && !classes.iter().any(|(word, _)| *word == value)
                {
                    let words: Vec<&str> = classes.iter().map(|(word, _)| *word).collect();
                    wrong("unknown-word", one_of(value, &words), near(value, &words));
                }
                return;
            }
            Value::Sources => {
                if known.tables.get(value) != Some(&"sources") {
                    let (message, help) = unknown(known, value, &["sources"]);
                    wrong("unknown-id", message, help);
                }
                return;
            }
            Value::Ref(tables) => {
                if !known
                    .tables
                    .get(value)
                    .is_some_and(|table| tables.contains(table))
                {
                    let (message, help) = unknown(known, value, tables);
                    return wrong("unknown-id", message, help);
                }
                thing(value).into()
            }
        };
        if let Some(property) = column.property {
            statements.say(subject, property, object);
        }
    }

    fn fault(
        &mut self,
        table: &Table,
        row: &Row,
        column: &Column,
        code: &'static str,
        message: String,
        help: Option<String>,
    ) {
        self.faults.push(Fault {
            code,
            file: format!("{}.csv", table.name),
            line: Some(row.line),
            column: Some(column.name.to_owned()),
            message,
            help,
        });
    }

    /// Fills the table's label pattern with what the row's cells show.
    fn describe(&self, table: &'static Table, row: &Row) -> String {
        let mut label = String::new();
        let mut rest = table.label;
        while let Some((before, after)) = rest.split_once('{') {
            label.push_str(before);
            let (name, after) = after.split_once('}').unwrap_or((after, ""));
            label.push_str(&self.shown(table, row, name));
            rest = after;
        }
        label.push_str(rest);
        let mut letters = label.chars();
        match letters.next() {
            Some(first) => first.to_uppercase().chain(letters).collect(),
            None => label,
        }
    }

    fn shown(&self, table: &'static Table, row: &Row, name: &str) -> String {
        let Some(place) = table.position(name) else {
            return String::new();
        };
        let column = &table.columns[place];
        let parts: Vec<String> = values(column, &row.cells[place])
            .into_iter()
            .map(|value| match column.value {
                Value::Ref(_) => self.known.label(value).to_owned(),
                Value::Word(_) | Value::Class => value.replace('-', " "),
                _ => value.to_owned(),
            })
            .collect();
        match &parts[..] {
            [] if column.value == Value::Date => "undated".to_owned(),
            [] => "unnamed".to_owned(),
            [one] => one.clone(),
            [one, two] => format!("{one} and {two}"),
            [one, two, three] => format!("{one}, {two} and {three}"),
            [one, two, more @ ..] => format!("{one}, {two} and {} others", more.len()),
        }
    }
}

fn one_of(value: &str, words: &[&str]) -> String {
    format!("`{value}` is not one of: {}", words.join(", "))
}

fn near(value: &str, words: &[&str]) -> Option<String> {
    nearest(value, words.iter().copied()).map(|near| format!("did you mean `{near}`?"))
}

fn unknown(known: &Known, id: &str, tables: &[&str]) -> (String, Option<String>) {
    let names: Vec<String> = tables.iter().map(|table| format!("{table}.csv")).collect();
    let message = format!("`{id}` is not an id of {}", names.join(" or "));
    let ids: BTreeMap<&str, ()> = known
        .tables
        .iter()
        .filter(|(_, table)| tables.contains(table))
        .map(|(id, _)| (id.as_str(), ()))
        .collect();
    let help = match nearest(id, ids.into_keys()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add a row for it to {}", names.join(" or ")),
    };
    (message, Some(help))
}

fn english(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "en")
}

fn chinese(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "zh")
}

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3400}'..='\u{9FFF}'))
}

fn decimal(share: f64) -> Literal {
    Literal::new_typed_literal(share.to_string(), xsd::DECIMAL)
}

fn shares(text: &str) -> Option<(f64, f64)> {
    let part = |text: &str| {
        let share: f64 = text.trim().parse().ok()?;
        (0.0..=1.0).contains(&share).then_some(share)
    };
    match text.split_once('-') {
        None => part(text).map(|share| (share, share)),
        Some((low, high)) => {
            let (low, high) = (part(low)?, part(high)?);
            (low <= high).then_some((low, high))
        }
    }
}
