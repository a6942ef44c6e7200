//! The catalogue as a page for people: `queries/README.md`.

use crate::query::{Catalogue, Fallback, NamedQuery, Param, ParamType, QueryError};
use std::fmt::Write;

const HEAD: &str = "\
# The named queries

<!-- Made from the headers of the files in this folder by `just regen`. Edit those, not this page. -->

One question per file. `actorgraph query listings/history --param company=hesai` runs the file
`listings/history.rq`; the last part of a name is enough where it is unique: `query history`.

The flags `--as-of` (the day asked about), `--known-at` (only sources published by then) and
`--source` (only these sources) go with every query. In the text of a query the two days are the
variables `?asOf` and `?knownAt`. Without `--as-of` the day is today.

A parameter is a variable of the same name, replaced before the query runs. Its type says what to
give:

| type | give |
|---|---|
";

impl Catalogue {
    /// Returns the catalogue as Markdown: all queries by group, with parameters, columns and
    /// examples.
    ///
    /// # Errors
    ///
    /// [`QueryError::Header`] of the first file whose header cannot be read.
    pub fn to_markdown(&self) -> Result<String, QueryError> {
        let mut page = HEAD.to_owned();
        for kind in ParamType::ALL {
            row(&mut page, &[kind.name(), kind.expected()]);
        }
        page.push_str(
            "\nA parameter that says *any* may be left out: then anything matches. One without a \
             default must be given.\n",
        );
        let mut group = String::new();
        for query in self.all()? {
            if query.group != group {
                group.clone_from(&query.group);
                let _ = write!(page, "\n## {group}\n\n");
                row(
                    &mut page,
                    &["query", "asks", "parameters", "columns", "example"],
                );
                row(&mut page, &["---"; 5]);
            }
            let name = query.name.rsplit('/').next().unwrap_or(&query.name);
            let link = format!("[{name}]({}.rq)", query.name);
            let params: Vec<String> = query.params.iter().map(param).collect();
            let columns: Vec<String> = query
                .columns
                .iter()
                .map(|column| format!("`{}` {}", column.name, column.meaning))
                .collect();
            let examples: Vec<String> = query
                .examples
                .iter()
                .map(|example| format!("`{}`", example.command))
                .collect();
            row(
                &mut page,
                &[
                    &link,
                    &asks(&query),
                    &params.join("<br>"),
                    &columns.join("<br>"),
                    &examples.join("<br>"),
                ],
            );
        }
        Ok(page)
    }
}

fn asks(query: &NamedQuery) -> String {
    let mut text = query.summary.clone();
    if let Some(order) = &query.order {
        let _ = write!(text, "<br>Sorted {order}.");
    }
    for note in &query.notes {
        let _ = write!(text, "<br>Note: {note}.");
    }
    text
}

fn param(param: &Param) -> String {
    let default = match &param.fallback {
        Fallback::Required => String::new(),
        Fallback::Any => ", *any*".to_owned(),
        Fallback::Value { text, .. } => format!(", else `{text}`"),
    };
    format!(
        "`{}` ({}{default}) {}",
        param.name, param.kind, param.description
    )
}

fn row<T: AsRef<str>>(page: &mut String, cells: &[T]) {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| cell.as_ref().replace('|', "\\|"))
        .collect();
    let _ = writeln!(page, "| {} |", cells.join(" | "));
}
