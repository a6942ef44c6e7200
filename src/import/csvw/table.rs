//! The rows of a table as its mapping has them, to statements.

use crate::import::chunk::{Chunk, Cut};
use crate::import::countries;
use crate::import::csvw::cell::{Datatype, Read};
use crate::import::csvw::metadata::{Column, Dialect, Table};
use crate::import::csvw::template::Template;
use crate::import::format::{Head, Reader};
use crate::import::part::{Part, Tally, text, windows};
use crate::import::rows::{CUT_SHORT, behind, is_short};
use crate::import::say;
use crate::model::vocab::{self as ag, AGID};
use crate::names::nearest;
use crate::ontology::{Ontology, files};
use crate::store::TermId;
use csv::{ReaderBuilder, StringRecord};
use oxiri::Iri;
use oxrdf::NamedNodeRef;
use oxrdf::vocab::{rdf, rdfs};
use std::borrow::Cow;

/// The variables of templates that speak of a place in the table.
const PLACES: [&str; 5] = ["_row", "_sourceRow", "_column", "_sourceColumn", "_name"];

/// Who reads a table.
pub(super) struct Rows {
    base: Iri<String>,
    dialect: Dialect,
    columns: Vec<Bound>,
    /// How many cells a row has; `None` where nothing tells.
    width: Option<usize>,
    is_suppressed: bool,
    numbers_rows: bool,
    /// It knows the classes above those that a mapping names.
    ontology: Option<&'static Ontology>,
    /// What of the mapping is not understood.
    unknown: Vec<String>,
}

/// A column with its place in the table.
struct Bound {
    column: Column,
    /// Its name in templates, not escaped.
    name: String,
    /// The cell of a row; `None` for a virtual column.
    place: Option<usize>,
    property: Template,
}

/// A value of a cell; a cell without any is null.
struct Value<'r> {
    text: Cow<'r, str>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Of the datatype of its column.
    Own,
    /// A text that is no value of that datatype.
    Text,
    /// A date of less precision.
    Date,
}

impl Rows {
    /// Binds what a mapping says to a table that begins so; `Err` with what does not fit.
    pub(super) fn new(table: &Table, unknown: &[String], head: &Head<'_>) -> Result<Self, String> {
        let dialect = table.dialect.clone();
        let start = Chunk {
            bytes: head.bytes.to_vec(),
            line: 1,
            first: true,
            ..Chunk::default()
        };
        let titles = titles(&decode(&start, &dialect, &mut Tally::default()), &dialect);
        let (columns, width) = bind(table, titles)?;
        let base = match (&table.url, head.file_name) {
            (None, Some(name)) => table.base.resolve(&say::escape(name)).ok(),
            _ => None,
        };
        let names: Vec<&str> = columns.iter().map(|bound| bound.name.as_str()).collect();
        let mut numbers_rows = false;
        for bound in &columns {
            let column = &bound.column;
            numbers_rows |= column.about.is_none() && !column.is_suppressed;
            let templates = [
                column.about.as_ref(),
                Some(&bound.property),
                column.value.as_ref(),
            ];
            for variable in templates
                .into_iter()
                .flatten()
                .flat_map(Template::variables)
            {
                numbers_rows |= matches!(variable, "_row" | "_sourceRow");
                let name = say::unescape(variable);
                if PLACES.contains(&&*name) || names.contains(&&*name) {
                    continue;
                }
                let near = nearest(&name, names.iter().copied());
                let near = near
                    .map(|near| format!("; did you mean `{near}`?"))
                    .unwrap_or_default();
                return Err(format!(
                    "a template of column `{}` names `{name}`, which is no column{near}",
                    bound.name
                ));
            }
        }
        Ok(Self {
            base: base.unwrap_or_else(|| table.base.clone()),
            dialect,
            columns,
            width,
            is_suppressed: table.is_suppressed,
            numbers_rows,
            ontology: files::ontology().ok(),
            unknown: unknown.to_vec(),
        })
    }

    fn reader(&self) -> ReaderBuilder {
        builder(&self.dialect)
    }
}

fn builder(dialect: &Dialect) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .delimiter(dialect.delimiter)
        .quoting(dialect.quote.is_some())
        .quote(dialect.quote.unwrap_or(b'"'))
        .double_quote(dialect.doubles_quotes)
        .escape((!dialect.doubles_quotes).then_some(b'\\'))
        .comment(dialect.comment);
    builder
}

/// Returns how each column is called in the header, by all of its rows; without one, how many there
/// are.
fn titles(head: &str, dialect: &Dialect) -> Vec<Vec<String>> {
    let head = behind_lines(head, dialect.skipped_rows);
    let mut titles: Vec<Vec<String>> = Vec::new();
    let mut reader = builder(dialect).from_reader(head.as_bytes());
    for row in reader.records().take(dialect.header_rows.max(1)) {
        let Ok(row) = row else { break };
        for (place, cell) in row.iter().skip(dialect.skipped_columns).enumerate() {
            if place == titles.len() {
                titles.push(Vec::new());
            }
            let cell = cell.trim();
            if !cell.is_empty() && dialect.header_rows > 0 {
                titles[place].push(cell.to_owned());
            }
        }
    }
    titles
}

fn decode<'c>(chunk: &'c Chunk, dialect: &Dialect, tally: &mut Tally) -> Cow<'c, str> {
    match dialect.is_latin {
        true => Cow::Owned(windows(&chunk.bytes).collect()),
        false => text(chunk, tally),
    }
}

fn behind_lines(text: &str, count: usize) -> &str {
    let mut rest = text;
    for _ in 0..count {
        rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    }
    rest
}

/// Finds the columns of a mapping in a table: by their titles and names, or else by their order.
fn bind(table: &Table, titles: Vec<Vec<String>>) -> Result<(Vec<Bound>, Option<usize>), String> {
    let described = table.columns.clone().unwrap_or_default();
    let skipped = table.dialect.skipped_columns;
    let real = described.iter().filter(|column| !column.is_virtual).count();
    // Without a header, the first row tells how many columns there are.
    let width = match table.dialect.header_rows == 0 && real > 0 {
        true => real,
        false => titles.len(),
    };
    let mut places: Vec<Option<usize>> = vec![None; described.len()];
    let same = |a: &str, b: &str| a.trim().eq_ignore_ascii_case(b.trim());
    let mut is_taken = vec![false; width];
    let mut missing = Vec::new();
    for (column, place) in described.iter().zip(&mut places) {
        if column.is_virtual {
            continue;
        }
        let name = column.name.as_deref().map(say::unescape);
        let calls = |title: &String| {
            column.titles.iter().any(|known| same(known, title))
                || name.as_deref().is_some_and(|name| same(name, title))
        };
        let found =
            (0..titles.len()).find(|place| !is_taken[*place] && titles[*place].iter().any(calls));
        match found {
            Some(found) => {
                is_taken[found] = true;
                *place = Some(found);
            }
            None => missing.push(column),
        }
    }
    let is_ordered =
        table.dialect.header_rows == 0 || missing.iter().all(|column| column.titles.is_empty());
    if !missing.is_empty() && is_ordered && real == width {
        // Names alone need not be those of the header: columns stand in their order.
        is_taken = vec![true; width];
        let mut order = 0..width;
        for (column, place) in described.iter().zip(&mut places) {
            *place = if column.is_virtual {
                None
            } else {
                order.next()
            };
        }
    } else if let Some(column) = missing.first() {
        let known: Vec<String> = titles
            .iter()
            .flatten()
            .map(|title| format!("`{title}`"))
            .collect();
        let called = column.titles.first().or(column.name.as_ref());
        return Err(match called {
            Some(called) => format!(
                "column `{called}` is not in the header, which has {}",
                known.join(", ")
            ),
            None => format!("it describes {real} columns, the table has {width}"),
        });
    }
    let mut columns = Vec::new();
    for (column, place) in described.into_iter().zip(places) {
        columns.push(Bound::new(
            column,
            place.map(|place| place + skipped),
            columns.len(),
        )?);
    }
    // What the mapping does not speak of is stated too.
    for place in (0..width).filter(|place| !is_taken[*place]) {
        let mut column = table.other.clone();
        column.titles = titles.get(place).cloned().unwrap_or_default();
        columns.push(Bound::new(column, Some(place + skipped), place)?);
    }
    Ok((columns, Some(width + skipped)))
}

impl Bound {
    fn new(column: Column, place: Option<usize>, number: usize) -> Result<Self, String> {
        let called = column
            .name
            .as_deref()
            .or(column.titles.first().map(String::as_str));
        let name = match called {
            Some(name) => say::unescape(name).into_owned(),
            None => format!("_col.{}", number + 1),
        };
        let property = match &column.property {
            Some(property) => property.clone(),
            None => Template::of_name(&name),
        };
        Ok(Self {
            column,
            name,
            place,
            property,
        })
    }
}

impl Reader for Rows {
    fn cut(&self) -> Cut {
        let is_usual = self.dialect.quote == Some(b'"') && self.dialect.doubles_quotes;
        match () {
            () if self.dialect.quote.is_none() => Cut::Lines,
            () if is_usual => Cut::Rows,
            () => Cut::Whole,
        }
    }

    /// Counts the rows that have a number, and all of them.
    fn count(&self, chunk: &Chunk) -> [u64; 2] {
        if !self.numbers_rows {
            return [0; 2];
        }
        let text = decode(chunk, &self.dialect, &mut Tally::default());
        let (skipped, headers) = match chunk.first {
            true => (self.dialect.skipped_rows, self.dialect.header_rows),
            false => (0, 0),
        };
        let mut reader = self
            .reader()
            .from_reader(behind_lines(&text, skipped).as_bytes());
        let mut row = StringRecord::new();
        let [mut numbered, mut all] = [0; 2];
        loop {
            match reader.read_record(&mut row) {
                Ok(true) => (),
                Ok(false) => return [numbered, all],
                Err(_) => {
                    all += 1;
                    continue;
                }
            }
            let is_blank = row.iter().all(|cell| cell.trim().is_empty());
            numbered += u64::from(all >= headers as u64 && !is_blank);
            all += 1;
        }
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        if chunk.first {
            for word in &self.unknown {
                part.tally.wonder(word);
            }
        }
        let text = decode(chunk, &self.dialect, &mut part.tally);
        let (skipped, headers) = match chunk.first {
            true => (self.dialect.skipped_rows, self.dialect.header_rows),
            false => (0, 0),
        };
        let rest = behind_lines(&text, skipped);
        let begin = chunk.line + skipped as u64;
        let [mut number, records] = chunk.before;
        let builder = self.reader();
        let mut reader = builder.from_reader(rest.as_bytes());
        let mut row = StringRecord::new();
        for place in 0.. {
            match reader.read_record(&mut row) {
                Ok(true) => (),
                Ok(false) => break,
                Err(_) => continue,
            }
            let is_last = chunk.last && behind(rest, reader.position()).trim_ascii().is_empty();
            let is_blank = row.iter().all(|cell| cell.trim().is_empty());
            if place < headers || is_blank && !(is_last && is_short(&builder, rest, &row, 0)) {
                continue;
            }
            number += 1;
            let line = begin
                + row
                    .position()
                    .map_or(0, |place| place.line().saturating_sub(1));
            part.tally.read += 1;
            if is_last && is_short(&builder, rest, &row, self.width.unwrap_or(0)) {
                part.tally.skip(line, "cut-short", CUT_SHORT.to_owned());
                continue;
            }
            if let Some(width) = self.width.filter(|width| *width != row.len()) {
                let message = format!("row has {} cells, expected {width}", row.len());
                part.tally.skip(line, "unequal-cells", message);
                continue;
            }
            let source = (self.dialect.skipped_rows + place + 1) as u64 + records;
            match self.row(&row, number, source, part) {
                Ok(()) => part.tally.mapped += 1,
                Err((code, lack)) => part.tally.skip(line, code, lack),
            }
        }
    }
}

/// What a row stated of lists, from which follows who stands on which.
#[derive(Default)]
struct Told {
    lists: Vec<(TermId, TermId)>,
    targets: Vec<(TermId, TermId)>,
    listings: Vec<TermId>,
    labels: Vec<(TermId, String)>,
}

impl Rows {
    /// States what a row says; `Err` with what it lacks.
    fn row(
        &self,
        row: &StringRecord,
        number: u64,
        source: u64,
        part: &mut Part,
    ) -> Result<(), (&'static str, String)> {
        let mut cells = Vec::with_capacity(self.columns.len());
        let mut wrong = Vec::new();
        for bound in &self.columns {
            let text = bound
                .place
                .map_or("", |place| row.get(place).unwrap_or_default());
            let cell = bound.read(text, &mut wrong);
            if cell.is_empty() && bound.column.is_required && bound.place.is_some() {
                return Err((
                    "lacks-value",
                    format!("the row has no value in column `{}`", bound.name),
                ));
            }
            cells.push(cell);
        }
        if self.is_suppressed {
            return Ok(());
        }
        let numbers = [number.to_string(), source.to_string()];
        let mut told = Told::default();
        let mut count = 0;
        for (place, (bound, cell)) in self.columns.iter().zip(&cells).enumerate() {
            if bound.column.is_suppressed {
                continue;
            }
            let own = bound.place.unwrap_or(place) + 1;
            let column = [(place + 1).to_string(), own.to_string()];
            let values = |name: &str| -> Vec<&str> {
                match name {
                    "_row" => return vec![&numbers[0]],
                    "_sourceRow" => return vec![&numbers[1]],
                    "_column" => return vec![&column[0]],
                    "_sourceColumn" => return vec![&column[1]],
                    "_name" => return vec![&bound.name],
                    _ => (),
                }
                let name = say::unescape(name);
                let found = self.columns.iter().position(|bound| bound.name == name);
                let values = found.map(|found| &cells[found]);
                values
                    .into_iter()
                    .flatten()
                    .map(|value| &*value.text)
                    .collect()
            };
            count += self.cell(bound, cell, &values, number, part, &mut told);
        }
        for name in wrong {
            part.tally
                .wonder(&format!("`{name}`: texts that are not of its datatype"));
        }
        if count == 0 {
            return Err(("not-an-entry", "the row gives nothing to state".to_owned()));
        }
        for (event, list) in &told.lists {
            if !told.listings.contains(event) {
                continue;
            }
            for (_, target) in told.targets.iter().filter(|(of, _)| of == event) {
                part.members.push([*list, *target]);
            }
            let label = told.labels.iter().find(|(of, _)| of == list);
            let local = part
                .batch
                .iri_of(*list)
                .and_then(|iri| iri.strip_prefix(AGID));
            if let (Some((_, label)), Some(local)) = (label, local) {
                let local = local.to_owned();
                part.lists.entry(local).or_insert_with(|| label.clone());
            }
        }
        Ok(())
    }

    /// States what a cell says, and returns how many statements that were.
    fn cell<'c>(
        &self,
        bound: &Bound,
        cell: &'c [Value<'_>],
        values: &dyn Fn(&str) -> Vec<&'c str>,
        number: u64,
        part: &mut Part,
        told: &mut Told,
    ) -> usize {
        let column = &bound.column;
        let is_virtual = bound.place.is_none();
        if cell.is_empty() && !(is_virtual && column.value.is_some()) {
            return 0;
        }
        let lost = |part: &mut Part, what: &str| {
            // Of a virtual column nothing was said that could be lost.
            if !is_virtual {
                part.tally
                    .wonder(&format!("`{}`, where {what}", bound.name));
            }
        };
        let about = match &column.about {
            None => self.iri(&format!("#row={number}")),
            Some(template) => match template.expand(values) {
                None => {
                    lost(part, "`aboutUrl` lacks a value");
                    return 0;
                }
                Some(iri) => self.iri(&iri),
            },
        };
        let property = bound.property.expand(values).and_then(|iri| self.iri(&iri));
        let (Some(about), Some(property)) = (about, property) else {
            lost(part, "`aboutUrl` or `propertyUrl` makes no IRI");
            return 0;
        };
        let subject = part.batch.term(named(&about).into());
        let predicate = part.batch.term(named(&property).into());
        let mut objects = Vec::new();
        match &column.value {
            // A list of values makes a list of things, if the template speaks of the column itself.
            Some(template)
                if cell.len() > 1
                    && template
                        .variables()
                        .any(|name| say::unescape(name) == bound.name) =>
            {
                for value in cell {
                    objects.push(
                        template
                            .expand(|name: &str| match say::unescape(name) == bound.name {
                                true => vec![&*value.text],
                                false => values(name),
                            })
                            .and_then(|iri| self.iri(&iri)),
                    );
                }
            }
            Some(template) => objects.push(template.expand(values).and_then(|iri| self.iri(&iri))),
            None => {
                for value in cell {
                    let object = self::value(column, &property, value, part);
                    part.batch.claim(subject, predicate, object);
                    if property == rdfs::LABEL.as_str() {
                        told.labels.push((subject, value.text.clone().into_owned()));
                    }
                }
                return cell.len();
            }
        }
        let mut count = 0;
        for object in objects {
            let Some(object) = object else {
                lost(part, "`valueUrl` lacks a value or makes no IRI");
                continue;
            };
            let is_listing = object == ag::LISTING.as_str();
            if property == rdf::TYPE.as_str()
                && let Some(ontology) = self.ontology
            {
                for class in ontology.superclasses(named(&object)) {
                    let class = part.batch.term(class.as_ref().into());
                    part.batch.claim(subject, predicate, class);
                }
            }
            // Countries go by codes in small letters, and are described.
            let code = object
                .strip_prefix(AGID)
                .and_then(|local| local.strip_prefix("country-"));
            let object = match code {
                Some(code) => part.country(code),
                None => part.batch.term(named(&object).into()),
            };
            part.batch.claim(subject, predicate, object);
            count += 1;
            match property.as_str() {
                iri if iri == ag::LIST.as_str() => told.lists.push((subject, object)),
                iri if iri == rdf::TYPE.as_str() && is_listing => told.listings.push(subject),
                iri if iri == ag::TARGET.as_str() => told.targets.push((subject, object)),
                _ => (),
            }
        }
        count
    }

    /// Returns an IRI, resolved against that of the table.
    fn iri(&self, text: &str) -> Option<String> {
        self.base.resolve(text).ok().map(Iri::into_inner)
    }
}

fn named(iri: &str) -> NamedNodeRef<'_> {
    NamedNodeRef::new_unchecked(iri)
}

/// Returns the term of a value. A text that names a country is that country, where one is meant.
fn value(column: &Column, property: &str, value: &Value<'_>, part: &mut Part) -> TermId {
    let text = &*value.text;
    if property == ag::HAS_COUNTRY.as_str()
        && let Some(code) = country(text)
    {
        return part.country(code);
    }
    match (value.kind, column.datatype.iri(), &column.lang) {
        (Kind::Own, Some(iri), _) => part.batch.typed(text, named(iri)),
        (Kind::Date, ..) => match part.date(text) {
            Some(date) => date,
            None => part.batch.text(text),
        },
        (Kind::Own, None, Some(lang)) => part.batch.tagged(text, lang),
        (Kind::Own | Kind::Text, ..) => part.batch.text(text),
    }
}

/// Returns the code of a country by its code in two or three letters or its English name.
fn country(text: &str) -> Option<&str> {
    let code = text.to_ascii_lowercase();
    let is_code = code.len() == 2 && countries::names(&code).is_some();
    match is_code {
        true => Some(text),
        false => countries::of_three(text).or_else(|| countries::code(text)),
    }
}

impl Bound {
    /// Reads a cell; what is not of its datatype stays a text, and `wrong` is told the column.
    ///
    /// What is empty is nothing, even where a mapping has other words for nothing.
    fn read<'r>(&'r self, text: &'r str, wrong: &mut Vec<&'r str>) -> Vec<Value<'r>> {
        let column = &self.column;
        let is_null = |text: &str| text.is_empty() || column.null.iter().any(|null| null == text);
        let parts: Vec<&str> = match &column.separator {
            Some(separator) if !is_null(text.trim()) => text.split(separator.as_str()).collect(),
            _ => vec![text],
        };
        let mut values = Vec::with_capacity(parts.len());
        for part in parts {
            let mut text = column.datatype.blanks(part);
            if text.is_empty() {
                text = Cow::Borrowed(&column.default);
            }
            if is_null(&text) {
                continue;
            }
            let (kind, text) = match text {
                Cow::Borrowed(text) => read(&column.datatype, text),
                Cow::Owned(text) => {
                    let (kind, text) = read(&column.datatype, &text);
                    (kind, Cow::Owned(text.into_owned()))
                }
            };
            if kind == Kind::Text {
                wrong.push(&self.name);
            }
            values.push(Value { text, kind });
        }
        values
    }
}

fn read<'t>(datatype: &Datatype, text: &'t str) -> (Kind, Cow<'t, str>) {
    match datatype.read(text) {
        Read::Value(value) => (Kind::Own, value),
        Read::LessPrecise(value) => (Kind::Date, value),
        Read::Wrong => (Kind::Text, Cow::Borrowed(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_are_no_table_are_skipped() {
        assert_eq!(behind_lines("a\nb\nc", 2), "c");
        assert_eq!(behind_lines("a", 2), "");
    }
}
