//! A folder of tables to statements, or to the list of everything that is wrong with it.

use crate::import::tables::schema::{Class, Column, TABLES, Table, Value};
use crate::import::tables::{Fault, TablesError};
use crate::model::vocab::{self as ag, external as ext};
use crate::model::{Date, record, thing};
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
    let (files, lost) = load(folder, &mut faults)?;
    gather(&files, lost, ontology, faults).map_err(TablesError::Faults)
}

/// Writes the rows of all files as statements. `lost` are tables whose files have other names.
fn gather(
    files: &[(&'static Table, Vec<u8>)],
    lost: BTreeSet<&'static str>,
    ontology: &Ontology,
    mut faults: Vec<Fault>,
) -> Result<Tables, Vec<Fault>> {
    let mut broken = lost;
    let read = |(table, bytes): &(&'static Table, Vec<u8>)| {
        let before = faults.len();
        let (rows, lacks) = rows(table, bytes, &mut faults);
        if faults.len() > before {
            broken.insert(table.name);
        }
        File { table, rows, lacks }
    };
    let files: Vec<File> = files.iter().map(read).collect();
    let known = Known::collect(&files, broken, &mut faults);
    let mut writer = Writer {
        ontology,
        known: &known,
        quads: Vec::new(),
        faults,
    };
    for file in &files {
        for row in &file.rows {
            writer.row(file, row);
        }
    }
    let Writer {
        quads, mut faults, ..
    } = writer;
    if !faults.is_empty() {
        faults.sort_by(|a, b| (&a.file, a.line, &a.column).cmp(&(&b.file, b.line, &b.column)));
        faults.dedup();
        return Err(faults);
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
    /// The columns that its header lacks; their cells are blank, which is one fault, not many.
    lacks: BTreeSet<&'static str>,
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

/// The files of a folder, and the tables whose files seem to be misnamed.
type Loaded = (Vec<(&'static Table, Vec<u8>)>, BTreeSet<&'static str>);

fn load(folder: &Path, faults: &mut Vec<Fault>) -> Result<Loaded, TablesError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| TablesError::Read { path, source }
    };
    let mut present = BTreeSet::new();
    let mut lost = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let name = entry.map_err(failed(folder))?.file_name();
        let name = name.to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".csv") else {
            continue;
        };
        match Table::find(stem) {
            Some(table) => drop(present.insert(table.name)),
            None => {
                let near = nearest(stem, TABLES.iter().map(|table| table.name));
                lost.extend(near);
                let names: Vec<&str> = TABLES.iter().map(|table| table.name).collect();
                faults.push(Fault {
                    code: "unknown-table",
                    file: name.clone(),
                    line: None,
                    column: None,
                    message: format!("`{stem}` is not a table that we know"),
                    help: Some(match near {
                        Some(near) => format!("did you mean `{near}.csv`?"),
                        None => format!("the tables are: {}", names.join(", ")),
                    }),
                });
            }
        }
    }
    lost.retain(|table| !present.contains(table));
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
        files.push((table, bytes));
    }
    Ok((files, lost))
}

/// Reads the rows of one file, and which columns its header lacks.
fn rows(
    table: &'static Table,
    bytes: &[u8],
    faults: &mut Vec<Fault>,
) -> (Vec<Row>, BTreeSet<&'static str>) {
    let file = format!("{}.csv", table.name);
    let fault = |code, line, column: Option<&str>, message: String, help: Option<String>| Fault {
        code,
        file: file.clone(),
        line,
        column: column.map(str::to_owned),
        message,
        help,
    };
    let nothing = || (Vec::new(), table.columns.iter().map(|c| c.name).collect());
    let wide = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    // English letters in UTF-16 have a zero byte each.
    if wide || bytes.iter().take(2).any(|byte| *byte == 0) {
        faults.push(fault(
            "not-utf-8",
            None,
            None,
            "the file is UTF-16, expected UTF-8".to_owned(),
            Some("save the file as UTF-8 (in a spreadsheet: CSV UTF-8)".to_owned()),
        ));
        return nothing();
    }
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
        return nothing();
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
    let mut lacks = BTreeSet::new();
    for (place, column) in table.columns.iter().enumerate() {
        if places.contains(&Some(place)) {
            continue;
        }
        lacks.insert(column.name);
        if column.required || is_name(table, column) {
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
        let mut sound = true;
        for (field, place) in record.iter().zip(&places) {
            let Some(place) = place else { continue };
            let column = Some(table.columns[*place].name);
            let text = match std::str::from_utf8(field) {
                Ok(text) => text.trim(),
                Err(error) => {
                    let byte = field[error.valid_up_to()];
                    faults.push(fault(
                        "not-utf-8",
                        Some(line),
                        column,
                        format!("the byte 0x{byte:02X} is not UTF-8"),
                        Some("save the file as UTF-8 (it may be Windows-1252)".to_owned()),
                    ));
                    sound = false;
                    continue;
                }
            };
            let control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
            if let Some((place, c)) = text
                .chars()
                .zip(1..)
                .find_map(|(c, place)| control(c).then_some((place, c)))
            {
                let place: usize = place;
                faults.push(fault(
                    "control-character",
                    Some(line),
                    column,
                    format!(
                        "letter {place} of the cell is the control character U+{:04X}",
                        u32::from(c)
                    ),
                    Some("take it out".to_owned()),
                ));
                sound = false;
                continue;
            }
            text.clone_into(&mut cells[*place]);
        }
        if sound {
            rows.push(Row { line, cells });
        }
    }
    (rows, lacks)
}

/// Tells whether a column names the rows of a table that have no other label.
fn is_name(table: &Table, column: &Column) -> bool {
    column.value == Value::Name && table.label.is_empty()
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
    /// Tables that could not be read whole: which ids they hold is not known.
    broken: BTreeSet<&'static str>,
}

impl Known {
    fn collect(files: &[File], broken: BTreeSet<&'static str>, faults: &mut Vec<Fault>) -> Self {
        let mut known = Self {
            tables: HashMap::new(),
            labels: HashMap::new(),
            naming: HashMap::new(),
            broken,
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
        known.unnamed(files, faults);
        known
    }

    /// Finds the ids that no row names, in tables whose rows need a name: one fault each, in the
    /// first row of the id.
    fn unnamed(&self, files: &[File], faults: &mut Vec<Fault>) {
        let whole = |file: &&File| !self.broken.contains(file.table.name);
        for file in files.iter().filter(whole) {
            let mut columns = file.table.columns.iter();
            let Some(column) = columns.find(|column| is_name(file.table, column)) else {
                continue;
            };
            let mut told: BTreeSet<&str> = BTreeSet::new();
            for row in &file.rows {
                let id = row.cell(file.table, "id");
                if id.is_empty() || self.naming.contains_key(id) || !told.insert(id) {
                    continue;
                }
                faults.push(Fault {
                    code: "blank-cell",
                    file: format!("{}.csv", file.table.name),
                    line: Some(row.line),
                    column: Some(column.name.to_owned()),
                    message: format!("no row of `{id}` gives a name"),
                    help: Some("one row of each id needs one, others may leave it blank".into()),
                });
            }
        }
    }

    /// Tells whether a word may be the id of a row of these tables, as far as they could be read.
    fn holds(&self, id: &str, tables: &[&str]) -> bool {
        let found = self.tables.get(id);
        found.is_some_and(|table| tables.contains(table))
            || tables.iter().any(|table| self.broken.contains(table))
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
    fn row(&mut self, file: &File, row: &Row) {
        let table = file.table;
        let subject = match table.class {
            Class::About(column) => row.cell(table, column),
            _ => row.cell(table, "id"),
        };
        let subject = thing(subject);
        let mut statements = Statements::default();
        for (column, cell) in table.columns.iter().zip(&row.cells) {
            if column.required && cell.is_empty() && !file.lacks.contains(column.name) {
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
            Value::Record => match record(value) {
                Some(record) => record.into(),
                None => {
                    let message = format!("`{value}` is neither an id nor an IRI");
                    return wrong("bad-id", message, None);
                }
            },
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
                if !known.holds(value, &["sources"]) {
                    let (message, help) = unknown(known, value, &["sources"]);
                    wrong("unknown-id", message, help);
                }
                return;
            }
            Value::Ref(tables) => {
                if !known.holds(value, tables) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::files;

    const SOURCES: &[u8] = b"id,title,publisher,date,url,note\npaper,A paper,,,,\n";

    /// Returns code and place of each fault in a folder of these files.
    fn faults(files: &[(&str, &[u8])]) -> Vec<String> {
        let files: Vec<(&'static Table, Vec<u8>)> = files
            .iter()
            .map(|(name, bytes)| (Table::find(name).unwrap(), bytes.to_vec()))
            .collect();
        let ontology = files::ontology().unwrap();
        match gather(&files, BTreeSet::new(), ontology, Vec::new()) {
            Ok(_) => Vec::new(),
            Err(faults) => faults
                .iter()
                .map(|fault| {
                    let line = fault.line.unwrap_or(0);
                    let column = fault.column.as_deref().unwrap_or_default();
                    format!("{} {}:{line}:{column}", fault.code, fault.file)
                })
                .collect(),
        }
    }

    #[test]
    fn every_id_needs_a_name() {
        let companies =
            |text: &str| faults(&[("sources", SOURCES), ("companies", text.as_bytes())]);
        assert_eq!(
            companies("id,sources\nacme,paper\n"),
            ["missing-column companies.csv:1:name"]
        );
        // A name in one row of the id is enough, wherever it stands.
        let named = "id,name,sources\nacme,,paper\nacme,Acme Ltd.,paper\n";
        assert!(companies(named).is_empty());
        let unnamed = "id,name,sources\nacme,,paper\nbest,Best,paper\nacme,,paper\n";
        assert_eq!(companies(unnamed), ["blank-cell companies.csv:2:name"]);
        // Where a label is made of other cells, none is needed.
        let lists = b"id,name,sources\nlist,A list,paper\n";
        let editions = b"id,list,date,sources\nfirst,list,2020,paper\n";
        assert!(
            faults(&[
                ("sources", SOURCES),
                ("lists", lists),
                ("editions", editions)
            ])
            .is_empty()
        );
    }

    #[test]
    fn a_table_that_cannot_be_read_is_told_once() {
        let entries = b"id,name,sector,country,sources\n\
            acme,Acme,,country-cn,paper\nbest,Best,no-sector,country-cn,paper\n";
        let with = |countries: &[u8]| {
            faults(&[
                ("sources", SOURCES),
                ("countries", countries),
                ("companies", entries),
            ])
        };
        let sector = "unknown-id companies.csv:3:sector";
        assert_eq!(with(b""), [sector, "empty-file countries.csv:1:"]);
        assert_eq!(
            with(b"\xFF\xFEi\0d\0,\0"),
            [sector, "not-utf-8 countries.csv:0:"]
        );
        assert_eq!(
            with(b"\xFE\xFF\0i\0d"),
            [sector, "not-utf-8 countries.csv:0:"]
        );
        assert_eq!(
            with(b"idd,name,sources\ncountry-cn,China,paper\n"),
            [
                sector,
                "missing-column countries.csv:1:id",
                "unknown-column countries.csv:1:idd"
            ]
        );
        assert_eq!(
            with(b"id,name,sources\ncountry-cn,Ch\xE9na,paper\n"),
            [sector, "not-utf-8 countries.csv:2:name"]
        );
        let sound = b"id,name,sources\ncountry-us,US,paper\n";
        assert_eq!(with(sound).len(), 3, "a sound table lacks the id");
    }

    #[test]
    fn control_characters_are_refused() {
        let companies =
            |text: &str| faults(&[("sources", SOURCES), ("companies", text.as_bytes())]);
        let text = "id,name,sources\nacme,Ac\0me,paper\nbest,Be\u{1b}st,paper\n";
        assert_eq!(
            companies(text),
            [
                "control-character companies.csv:2:name",
                "control-character companies.csv:3:name"
            ]
        );
        let text = "id,name,note,sources\nacme,Acme,\"one\ttwo\r\nthree\",paper\n";
        assert!(companies(text).is_empty());
    }
}
