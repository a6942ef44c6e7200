//! The `#+` lines at the top of a query file.
//!
//! ```text
//! #+ summary: What the query asks, one sentence.
//! #+ param: company thing – the company
//! #+ param: list thing = dod-1260h – the list
//! #+ param: from date = any – the first day
//! #+ column: date – the day of the notice
//! #+ order: by date
//! #+ note: What a reader should know.
//! #+ example: query listings/history --param company=hesai
//! ```
//!
//! A parameter without `=` must be given; `= any` leaves its variable open. Things and sources
//! stand by id in defaults. An example is a command line without the program's name.

use crate::model::Date;
use crate::names::nearest;
use crate::query::catalogue::group;
use crate::query::params::CLOCKS;
use crate::query::{Fallback, Param, ParamType, Params, QueryError, Resolver};
use crate::store::Query;
use jiff::civil::Date as Day;

/// A query that tells what it asks, what it needs and what it gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedQuery {
    /// The full name: `listings/history`.
    pub name: String,
    /// The part before the last `/`: `listings`.
    pub group: String,
    /// What it asks, one sentence.
    pub summary: String,
    /// What it needs, in the order of the file.
    pub params: Vec<Param>,
    /// What it gives, in the order of the SELECT.
    pub columns: Vec<Column>,
    /// How its rows are sorted, if the file tells.
    pub order: Option<String>,
    /// What a reader should know.
    pub notes: Vec<String>,
    /// Command lines that show its use.
    pub examples: Vec<Example>,
    /// The file as it is, header included.
    pub text: String,
}

/// A column of a query's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The selected variable, without question mark.
    pub name: String,
    /// What its cells mean.
    pub meaning: String,
}

/// A command line that shows the use of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The line without the program's name: `query listings/history --param company=hesai`.
    pub command: String,
    /// The parameters that it gives.
    pub params: Params,
    /// The day that it asks about, if it names one.
    pub as_of: Option<Day>,
}

const MARK: &str = "#+";
const KEYS: [&str; 6] = ["summary", "param", "column", "order", "note", "example"];

impl NamedQuery {
    /// Reads a query file. Only the header is read: the SPARQL text is parsed when it is
    /// [prepared](Self::prepare).
    ///
    /// # Errors
    ///
    /// [`QueryError::Header`] with the first line that cannot be read.
    pub fn parse(name: &str, text: &str) -> Result<Self, QueryError> {
        let mut query = Self {
            name: name.to_owned(),
            group: group(name).to_owned(),
            summary: String::new(),
            params: Vec::new(),
            columns: Vec::new(),
            order: None,
            notes: Vec::new(),
            examples: Vec::new(),
            text: text.to_owned(),
        };
        let mut examples = Vec::new();
        let mut body = None;
        for (line, content) in text.lines().enumerate() {
            let at = Place { file: name, line };
            let Some(header) = content.strip_prefix(MARK) else {
                body = body.or(Some(line));
                continue;
            };
            if body.is_some() {
                return Err(at.fault("a `#+` line below the header", "all of them at the top"));
            }
            let (key, value) = at.split(header, ":", "a line of the form `#+ key: value`")?;
            match key {
                "summary" if query.summary.is_empty() => query.summary = value.to_owned(),
                "summary" => return Err(at.fault("a second summary", "one")),
                "param" => {
                    let param = at.param(value)?;
                    if query.params.iter().any(|known| known.name == param.name) {
                        let found = format!("a second parameter `{}`", param.name);
                        return Err(at.fault(&found, "each parameter once"));
                    }
                    query.params.push(param);
                }
                "column" => query.columns.push(at.column(value)?),
                "order" => query.order = Some(value.to_owned()),
                "note" => query.notes.push(value.to_owned()),
                "example" => examples.push((at, value)),
                other => {
                    let near = nearest(other, KEYS).map(|key| format!("`{key}`"));
                    let expected = near.unwrap_or_else(|| format!("one of {}", KEYS.join(", ")));
                    return Err(at.fault(&format!("the key `{other}`"), &expected));
                }
            }
        }
        if query.summary.is_empty() {
            let at = Place {
                file: name,
                line: 0,
            };
            return Err(at.fault("no summary", "a line `#+ summary: …` at the top"));
        }
        for (at, line) in examples {
            let example = at.example(line, &query.params)?;
            query.examples.push(example);
        }
        Ok(query)
    }

    /// Returns the query with its parameters filled in. Names of things are linked by `resolve`.
    ///
    /// The variables `?asOf` and `?knownAt` are filled in later, when the query
    /// [runs](Query::run) on a snapshot.
    ///
    /// # Errors
    ///
    /// An error that says which parameter is missing, unknown, not of its type or not linked;
    /// [`QueryError::Sparql`] if the text below the header is not well-formed.
    pub fn prepare(&self, params: &Params, resolve: &Resolver<'_>) -> Result<Query, QueryError> {
        let bindings = params.bind(&self.name, &self.params, resolve)?;
        let query = Query::parse(&self.text).map_err(|source| QueryError::Sparql {
            file: self.name.clone(),
            source,
        })?;
        Ok(query.with_bindings(bindings))
    }
}

/// A line of a query file, counted from 0.
#[derive(Clone, Copy)]
struct Place<'a> {
    file: &'a str,
    line: usize,
}

impl Place<'_> {
    fn fault(self, found: &str, expected: &str) -> QueryError {
        QueryError::Header {
            file: self.file.to_owned(),
            line: self.line,
            found: found.to_owned(),
            expected: expected.to_owned(),
        }
    }

    fn split<'t>(
        self,
        text: &'t str,
        separator: &str,
        expected: &str,
    ) -> Result<(&'t str, &'t str), QueryError> {
        let parts = text.split_once(separator);
        let trimmed = parts.map(|(before, after)| (before.trim(), after.trim()));
        trimmed
            .filter(|(before, after)| !before.is_empty() && !after.is_empty())
            .ok_or_else(|| self.fault(&format!("`{}`", text.trim()), expected))
    }

    /// Splits a description off. A plain hyphen with spaces around serves as well as a dash.
    fn described<'t>(
        self,
        text: &'t str,
        expected: &str,
    ) -> Result<(&'t str, &'t str), QueryError> {
        let dash = if text.contains(" – ") {
            " – "
        } else {
            " - "
        };
        self.split(text, dash, expected)
    }

    fn variable(self, name: &str) -> Result<String, QueryError> {
        let mut letters = name.chars();
        let sound = letters.next().is_some_and(|c| c.is_ascii_lowercase())
            && letters.all(|c| c.is_ascii_alphanumeric());
        if sound {
            return Ok(name.to_owned());
        }
        let expected = "a variable name of letters and digits, without `?`";
        Err(self.fault(&format!("`{name}`"), expected))
    }

    fn column(self, text: &str) -> Result<Column, QueryError> {
        let (name, meaning) = self.described(text, "a column of the form `name – meaning`")?;
        Ok(Column {
            name: self.variable(name)?,
            meaning: meaning.to_owned(),
        })
    }

    fn param(self, text: &str) -> Result<Param, QueryError> {
        const FORM: &str = "a parameter of the form `name type [= default] – description`";
        let (declared, description) = self.described(text, FORM)?;
        let (declared, default) = match declared.split_once('=') {
            Some((declared, default)) => (declared.trim(), Some(default.trim())),
            None => (declared, None),
        };
        let (name, kind) = self.split(declared, " ", FORM)?;
        let name = self.variable(name)?;
        if CLOCKS.contains(&name.as_str()) {
            let found = format!("the parameter `{name}`");
            return Err(self.fault(&found, "another name: it is always there"));
        }
        let kind = ParamType::from_name(kind).ok_or_else(|| {
            let names = ParamType::ALL.map(ParamType::name).join(", ");
            self.fault(&format!("the type `{kind}`"), &format!("one of {names}"))
        })?;
        let fallback = match default {
            None => Fallback::Required,
            Some("any") => Fallback::Any,
            Some(text) => Fallback::Value {
                text: text.to_owned(),
                term: Param::default_term(kind, text)
                    .ok_or_else(|| self.fault(&format!("the default `{text}`"), kind.expected()))?,
            },
        };
        Ok(Param {
            name,
            kind,
            fallback,
            description: description.to_owned(),
        })
    }

    fn example(self, line: &str, known: &[Param]) -> Result<Example, QueryError> {
        const FORM: &str = "`query NAME [--param name=value]… [--as-of DATE]`";
        let found = || format!("the example `{line}`");
        let wrong = || self.fault(&found(), FORM);
        let words = words(line).ok_or_else(wrong)?;
        let mut words = words.iter().map(String::as_str);
        if words.next() != Some("query") || words.next().is_none() {
            return Err(wrong());
        }
        let mut pairs = Vec::new();
        let mut as_of = None;
        while let Some(flag) = words.next() {
            let value = words.next().ok_or_else(wrong)?;
            match flag {
                "--param" => pairs.push(value),
                "--as-of" => as_of = Some(value.parse::<Date>().map_err(|_| wrong())?.last_day()),
                _ => return Err(wrong()),
            }
        }
        let params = Params::parse(pairs).map_err(|_| wrong())?;
        if let Some(name) = params
            .names()
            .find(|name| !known.iter().any(|param| param.name == *name))
        {
            let found = format!("the parameter `{name}` in an example");
            return Err(self.fault(&found, "one that a `#+ param:` line declares"));
        }
        Ok(Example {
            command: line.to_owned(),
            params,
            as_of,
        })
    }
}

/// Splits a command line at spaces; double quotes keep spaces. `None` if a quote stays open.
fn words(line: &str) -> Option<Vec<String>> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut()?.push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    (!quoted).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::by_id;

    const SOUND: &str = "\
#+ summary: What happened.
#+ param: company thing – the company - or body
#+ param: list thing = dod-1260h – the list
#+ param: from date = any - the first day
#+ column: date – the day
#+ order: by date
#+ note: One.
#+ note: Two.
#+ example: query a/b --param \"company=Hesai Technology\" --as-of 2026-06
#
# More.
SELECT ?date { ?event ?any ?company , ?list ; <x:from> ?from ; <x:date> ?date }";

    #[test]
    fn reads_every_kind_of_line() {
        let query = NamedQuery::parse("a/b", SOUND).unwrap();
        assert_eq!(query.summary, "What happened.");
        let params: Vec<_> = query.params.iter().map(|p| (&*p.name, p.kind)).collect();
        assert_eq!(
            params,
            [
                ("company", ParamType::Thing),
                ("list", ParamType::Thing),
                ("from", ParamType::Date)
            ]
        );
        assert_eq!(query.params[0].description, "the company - or body");
        assert_eq!(query.params[0].fallback, Fallback::Required);
        assert!(
            matches!(&query.params[1].fallback, Fallback::Value { text, .. } if text == "dod-1260h")
        );
        assert_eq!(query.params[2].fallback, Fallback::Any);
        assert_eq!(query.columns[0].meaning, "the day");
        assert_eq!(query.order.as_deref(), Some("by date"));
        assert_eq!(query.notes, ["One.", "Two."]);
        let example = &query.examples[0];
        assert_eq!(
            example.params,
            Params::default().with("company", "Hesai Technology")
        );
        assert_eq!(example.as_of, Some(Day::constant(2026, 6, 30)));
        assert!(
            query
                .prepare(&Params::default().with("company", "hesai"), &by_id)
                .is_ok()
        );
    }

    #[test]
    fn a_fault_tells_its_line_what_stands_there_and_what_should() {
        let base = "#+ summary: S\n";
        for (line, message) in [
            (
                "#+ summary",
                "queries/a/b.rq:2: found `summary`, expected a line of the form `#+ key: value`",
            ),
            (
                "#+ summary: T",
                "queries/a/b.rq:2: found a second summary, expected one",
            ),
            (
                "#+ sumary: T",
                "queries/a/b.rq:2: found the key `sumary`, expected `summary`",
            ),
            (
                "#+ title: T",
                "queries/a/b.rq:2: found the key `title`, expected one of summary, param, column, order, note, example",
            ),
            (
                "#+ param: x",
                "queries/a/b.rq:2: found `x`, expected a parameter of the form `name type [= default] – description`",
            ),
            (
                "#+ param: x – y",
                "queries/a/b.rq:2: found `x`, expected a parameter of the form `name type [= default] – description`",
            ),
            (
                "#+ param: ?x text – y",
                "queries/a/b.rq:2: found `?x`, expected a variable name of letters and digits, without `?`",
            ),
            (
                "#+ param: asOf date – y",
                "queries/a/b.rq:2: found the parameter `asOf`, expected another name: it is always there",
            ),
            (
                "#+ param: x firm – y",
                "queries/a/b.rq:2: found the type `firm`, expected one of thing, class, date, year, integer, decimal, text, source",
            ),
            (
                "#+ param: x year = 26 – y",
                "queries/a/b.rq:2: found the default `26`, expected a year of four digits",
            ),
            (
                "#+ column: x",
                "queries/a/b.rq:2: found `x`, expected a column of the form `name – meaning`",
            ),
            (
                "#+ example: ask c",
                "queries/a/b.rq:2: found the example `ask c`, expected `query NAME [--param name=value]… [--as-of DATE]`",
            ),
            (
                "#+ example: query a/b --param x=1",
                "queries/a/b.rq:2: found the parameter `x` in an example, expected one that a `#+ param:` line declares",
            ),
            (
                "ASK {}\n#+ note: x",
                "queries/a/b.rq:3: found a `#+` line below the header, expected all of them at the top",
            ),
        ] {
            let error = NamedQuery::parse("a/b", &format!("{base}{line}")).unwrap_err();
            assert_eq!(error.to_string(), message);
        }
        let error = NamedQuery::parse("a/b", "ASK {}").unwrap_err();
        assert_eq!(
            error.to_string(),
            "queries/a/b.rq:1: found no summary, expected a line `#+ summary: …` at the top"
        );
    }

    #[test]
    fn sparql_is_parsed_when_it_is_prepared() {
        let query = NamedQuery::parse("a/b", "#+ summary: S\nSELECT").unwrap();
        let error = query.prepare(&Params::default(), &by_id).unwrap_err();
        assert_eq!(error.to_string(), "queries/a/b.rq is not well-formed");
    }
}
