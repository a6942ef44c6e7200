//! The rows of a SELECT and the answer of an ASK in the four formats of SPARQL.

use crate::export::text::is_xml;
use crate::export::{Content, ExportError, Format};
use crate::store::Table;
use oxrdf::{Term, Variable};
use sparesults::QueryResultsSerializer;
use std::io::{self, Write};

/// Writes a table as SPARQL's own formats have it, row by row.
///
/// JSON and XML keep every term; TSV writes terms as Turtle does; CSV keeps the texts alone, and
/// an empty cell is an unbound variable or an empty text. That rows were left out
/// ([`Table::truncated`]) none of them can say.
///
/// CSV cells that begin with `=`, `+`, `-` or `@` are written as they are: a name is a name, and
/// an apostrophe before it would be another one. Whoever opens the file in a spreadsheet should
/// import it as text.
///
/// # Errors
///
/// [`ExportError::Unsuited`] for a format of other contents; [`ExportError::Column`] for a name
/// that is no variable; [`ExportError::Character`] for what XML cannot hold;
/// [`ExportError::Write`].
pub fn write_table(format: Format, table: &Table, out: impl Write) -> Result<(), ExportError> {
    let results = format
        .to_results()
        .ok_or_else(|| format.unsuited(Content::Table))?;
    let variables: Vec<Variable> = table
        .variables
        .iter()
        .map(|name| Variable::new(name).map_err(|_| ExportError::Column(name.clone())))
        .collect::<Result<_, _>>()?;
    if format == Format::Xml {
        check_xml(table)?;
    }
    let mut out = io::BufWriter::new(out);
    let serializer = QueryResultsSerializer::from_format(results);
    let mut writer = serializer.serialize_solutions_to_writer(&mut out, variables.clone())?;
    for row in &table.rows {
        let cells = variables.iter().zip(row);
        writer.serialize(cells.filter_map(|(name, cell)| Some((name, cell.as_ref()?))))?;
    }
    writer.finish()?;
    finish(format, out)
}

/// Writes the answer of an ASK.
///
/// # Errors
///
/// As [`write_table`].
pub fn write_boolean(format: Format, value: bool, out: impl Write) -> Result<(), ExportError> {
    let results = format
        .to_results()
        .ok_or_else(|| format.unsuited(Content::Table))?;
    let mut out = io::BufWriter::new(out);
    QueryResultsSerializer::from_format(results).serialize_boolean_to_writer(&mut out, value)?;
    if matches!(format, Format::Csv | Format::Tsv) {
        writeln!(out)?;
    }
    finish(format, out)
}

fn finish(format: Format, mut out: impl Write) -> Result<(), ExportError> {
    if matches!(format, Format::Json | Format::Xml) {
        writeln!(out)?;
    }
    Ok(out.flush()?)
}

fn check_xml(table: &Table) -> Result<(), ExportError> {
    let texts = table.rows.iter().flatten().filter_map(|cell| match cell {
        Some(Term::Literal(text)) => Some(text.value()),
        _ => None,
    });
    for text in texts {
        if !text.chars().all(is_xml) {
            return Err(ExportError::Character {
                format: Format::Xml,
                text: text.to_owned(),
            });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use oxrdf::Literal;
    use proptest::prelude::*;
    use sparesults::{QueryResultsParser, SliceQueryResultsParserOutput};

    fn read(format: Format, bytes: &[u8]) -> Vec<Vec<Option<Term>>> {
        let parser = QueryResultsParser::from_format(format.to_results().unwrap());
        match parser.for_slice(bytes).unwrap() {
            SliceQueryResultsParserOutput::Solutions(rows) => {
                rows.map(|row| row.unwrap().values().to_vec()).collect()
            }
            SliceQueryResultsParserOutput::Boolean(_) => panic!("a boolean"),
        }
    }

    #[test]
    fn an_ask_is_one_word_or_a_document() {
        let write = |format| {
            let mut out = Vec::new();
            write_boolean(format, true, &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(write(Format::Csv), "true\n");
        assert_eq!(write(Format::Tsv), "true\n");
        assert_eq!(write(Format::Json), "{\"head\":{},\"boolean\":true}\n");
        assert!(write(Format::Xml).contains("<boolean>true</boolean>"));
    }

    #[test]
    fn a_column_must_be_a_variable() {
        let table = Table {
            variables: vec!["listed by".to_owned()],
            ..Table::default()
        };
        let error = write_table(Format::Json, &table, Vec::new()).unwrap_err();
        assert!(matches!(error, ExportError::Column(name) if name == "listed by"));
    }

    #[test]
    fn a_cell_that_looks_like_a_formula_stays_as_it_is() {
        let table = Table {
            variables: vec!["name".to_owned()],
            rows: vec![vec![Some(Literal::from("=cmd()").into())]],
            truncated: false,
        };
        let mut out = Vec::new();
        write_table(Format::Csv, &table, &mut out).unwrap();
        assert_eq!(out, b"name\r\n=cmd()\r\n");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(
            texts in prop::collection::vec(prop::option::of(sample::text()), 2..8),
        ) {
            let cell = |text: &Option<String>| Some(Literal::from(text.as_deref()?).into());
            let table = Table {
                variables: vec!["a".to_owned(), "b".to_owned()],
                rows: texts.chunks_exact(2).map(|row| row.iter().map(cell).collect()).collect(),
                truncated: false,
            };
            for format in [Format::Json, Format::Xml, Format::Tsv] {
                let mut out = Vec::new();
                match write_table(format, &table, &mut out) {
                    Err(ExportError::Character { .. }) => continue,
                    result => result.unwrap(),
                }
                prop_assert_eq!(read(format, &out), table.rows.clone(), "{}", format);
            }
        }
    }
}
