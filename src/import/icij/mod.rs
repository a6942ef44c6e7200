//! The Offshore Leaks database of the International Consortium of Investigative Journalists, in all
//! the shapes in which it was published.
//!
//! Tables of nodes and of the ties between them: those of the whole database (`nodes-entities.csv`,
//! `relationships.csv`), those of single leaks of 2018 (`"labels(n)"`, `"n.node_id"`), those of 2016
//! (`Entities.csv`, `all_edges.csv`), and the story graphs of 2016, which have columns of a drawing
//! program. A node has the id that OpenSanctions gives it, `icij-` and its number; so tables add up
//! in any order. Story graphs count their nodes anew: theirs are `icij-graph-` and the number.
//!
//! What the database means by its words: <https://offshoreleaks.icij.org/pages/faq>.

mod node;
mod tie;

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Head, Reader, Reading};
use crate::import::ftm::Writer;
use crate::import::part::{Part, text};
use crate::import::remarks::date_of;
use crate::import::rows::{Header, rows};
use crate::import::say;
use csv::StringRecord;

/// The tables of the database.
pub(crate) const FORMAT: Format = Format {
    name: "icij",
    title: "ICIJ Offshore Leaks: tables of nodes and of ties, of any year",
    publisher: Some("International Consortium of Investigative Journalists"),
    page: "https://offshoreleaks.icij.org/pages/database",
    sign: "a header with node_id and sourceID or labels(n), with two nodes and the type of their tie, or with the columns of a story graph",
    license: Some("ODbL 1.0, contents CC BY-SA 3.0"),
    is_complete: false,
    reading: Reading::Records {
        fits: |head| Table::of(head).is_some(),
        reader: |head| {
            let header = head.header().cloned().unwrap_or_default();
            let table = Table::of(head);
            Box::new(Leaks { header, table })
        },
    },
};

/// What rows are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Nodes,
    Ties,
}

/// What a table is, told by its header and the name of its file.
struct Table {
    what: What,
    /// The columns under one name each, whatever the year.
    columns: Vec<String>,
    /// What nodes are whose rows do not tell, `entity`, `officer` and so on.
    kind: &'static str,
    /// Whether it is of a story graph.
    is_graph: bool,
}

impl Table {
    fn of(head: &Head<'_>) -> Option<Self> {
        let header = head.header()?;
        let columns = columns(header);
        let has = |names: &[&str]| {
            names
                .iter()
                .all(|name| columns.iter().any(|column| column == name))
        };
        let what = if has(&["start", "rel_type", "end"]) {
            What::Ties
        } else if has(&["node_id"]) && (has(&["sourceid"]) || has(&["labels(n)"]))
            || has(&["id", "labels(n)", "label"])
        {
            What::Nodes
        } else {
            return None;
        };
        Some(Self::new(header, what, head))
    }

    fn new(header: &Header, what: What, head: &Head<'_>) -> Self {
        let names = header.names();
        let columns = columns(header);
        let file = head.file_name.unwrap_or_default().to_ascii_lowercase();
        let has = |name: &str| columns.iter().any(|column| column == name);
        let kinds = ["entit", "officer", "intermediar", "address", "other"];
        let kind = match kinds.iter().find(|kind| file.contains(*kind)) {
            Some(&"entit") => "entity",
            Some(&"intermediar") => "intermediary",
            Some(kind) => kind,
            None if has("ibcruc") || has("incorporation_date") || has("company_type") => "entity",
            None if has("address") && !has("name") => "address",
            None => "officer",
        };
        Self {
            what,
            kind,
            is_graph: names.iter().any(|name| name.starts_with("data.")),
            columns,
        }
    }
}

/// Returns by which names the columns go here.
fn columns(header: &Header) -> Vec<String> {
    let mut columns: Vec<String> = header.names().iter().map(|name| column(name)).collect();
    let mut rename = |from: &str, to: &str| {
        for column in columns.iter_mut().filter(|column| *column == from) {
            to.clone_into(column);
        }
    };
    let has = |name: &str| header.has(&[name]);
    if has("data.type") {
        rename("source", "start");
        rename("target", "end");
    }
    // The type of a node is another thing than that of a tie.
    if has("start_id") || has(":start_id") {
        rename("type", "rel_type");
    }
    columns
}

fn column(name: &str) -> String {
    let short = ["data.properties.", "n.", "r."]
        .iter()
        .find_map(|prefix| name.strip_prefix(prefix));
    let name = short.unwrap_or(name).trim_matches(':');
    let name = match name {
        "data.categories.0" => "labels(n)",
        "data.type" | "type(r)" => "rel_type",
        "start_id" | "node_1" | "node_id_start" => "start",
        "end_id" | "node_2" | "node_id_end" => "end",
        "node_id:id" => "node_id",
        "date_start" => "start_date",
        "date_end" => "end_date",
        "registrationdate" => "incorporation_date",
        "inactivationdate" => "inactivation_date",
        name => name,
    };
    name.to_owned()
}

struct Leaks {
    header: Header,
    /// `None` for a table without the columns of any.
    table: Option<Table>,
}

/// How columns of story graphs begin that say how they are drawn, and count.
const DRAWN: [&str; 6] = [
    "data.statistics.",
    "geo.",
    "glyphs.",
    "icon.",
    "nodelink.",
    "fa2_",
];

impl Reader for Leaks {
    fn cut(&self) -> Cut {
        Cut::Rows
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        let read = rows(&text, b',', chunk, Some(&self.header), &mut part.tally);
        let mut writer = Writer::new(part);
        for (line, row) in read {
            let done = self.table.as_ref().map(|table| {
                let row = Row { table, row: &row };
                match table.what {
                    What::Nodes => node::write(&row, &mut writer),
                    What::Ties => tie::write(&row, &mut writer),
                }
            });
            let done = done.unwrap_or(Err("the table has not the columns of nodes or ties"));
            let tally = writer.tally();
            match done {
                Ok(()) => tally.mapped += 1,
                Err(lack) => tally.skip(line, "not-an-entry", lack.to_owned()),
            }
        }
    }
}

/// A row with the names of its columns.
struct Row<'r> {
    table: &'r Table,
    row: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// Returns the first cell of a column that holds something.
    fn cell(&self, name: &str) -> &'r str {
        let mut cells = self.cells().filter(|(column, _)| *column == name);
        cells.next().map_or("", |(_, cell)| cell)
    }

    /// Returns all cells that hold something. Story graphs say in further columns how they are drawn,
    /// and count; these are left out.
    fn cells(&self) -> impl Iterator<Item = (&'r str, &'r str)> {
        let drawn = [
            "active", "color", "hover", "selected", "fixed", "size", "x", "y", "colors.0", "",
        ];
        let is_graph = self.table.is_graph;
        let columns = self.table.columns.iter().map(String::as_str);
        columns
            .zip(self.row.iter().map(str::trim))
            .filter(|(_, cell)| !matches!(*cell, "" | "null" | "NULL" | "N/A" | "-0-"))
            .filter(move |(column, _)| {
                let is_drawn = drawn.contains(column)
                    || column.contains(':')
                    || DRAWN.iter().any(|word| column.starts_with(word));
                !(is_graph && is_drawn)
            })
    }

    /// Returns the id of a node by its number.
    fn node(&self, number: &str) -> String {
        match self.table.is_graph {
            true => format!("icij-graph-{number}"),
            false => format!("icij-{number}"),
        }
    }
}

/// Returns a date as we write it, or, where it is not certain which it is, the text as it is.
/// `9999-12-31` and its like mean that there is none.
fn date(text: &str) -> String {
    let date = known(text).unwrap_or_else(|| text.to_owned());
    match date.starts_with("9999") {
        true => String::new(),
        false => date,
    }
}

fn known(text: &str) -> Option<String> {
    if let Some(date) = say::date(text) {
        return Some(date.to_string());
    }
    let parts: Vec<&str> = text
        .split(['-', '/', '.', ' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, year] = parts.as_slice() else {
        return date_of(text);
    };
    let number = |text: &str| text.parse::<u8>().ok();
    match (number(first), number(second)) {
        (Some(day), Some(month)) => {
            // Days come first where `-` stands between; with `/` both orders are met.
            let is_certain = text.contains('-') || day > 12 || day == month;
            let (day, month) = match month > 12 {
                true => (month, day),
                false if is_certain => (day, month),
                false => return None,
            };
            let year = Some(year).filter(|year| year.len() == 4)?;
            say::date(&format!("{year}-{month:02}-{day:02}")).map(|date| date.to_string())
        }
        (Some(_), None) => date_of(&parts.join(" ")),
        (None, Some(_)) => date_of(&format!("{second} {first} {year}")),
        (None, None) => None,
    }
    .or_else(|| date_of(&format!("{year} {second} {first}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_they_are_certain() {
        for (text, expected) in [
            ("26-NOV-1987", "1987-11-26"),
            ("2006-03-23", "2006-03-23"),
            ("2006-03-23T00:00:00.000+00:00", "2006-03-23"),
            ("23-10-2002", "2002-10-23"),
            ("02-01-1988", "1988-01-02"),
            ("2014-FEB-03", "2014-02-03"),
            ("23/10/2002", "2002-10-23"),
            ("10/23/2002", "2002-10-23"),
            ("Aug 18, 2004", "2004-08-18"),
            ("1997", "1997"),
            // Which of the two is the day, and which century it was, nothing says.
            ("10/04/2002", "10/04/2002"),
            ("10/04/96", "10/04/96"),
            ("18-NOV-99", "18-NOV-99"),
            ("31-FEB-1999", "31-FEB-1999"),
            ("before 1990", "before 1990"),
            ("31-DEC-9999", ""),
            ("", ""),
        ] {
            assert_eq!(date(text), expected, "{text}");
        }
    }

    #[test]
    fn tables_are_told_by_their_headers() {
        let table = |file, header: &str| {
            let table = Table::of(&Head::new(header.as_bytes(), Some(file)));
            table.map(|table| (table.what, table.kind))
        };
        let kind = |file, header| table(file, header).map(|(_, kind)| kind);
        let nodes = "node_id,name,countries,country_codes,sourceID,valid_until,note\n";
        assert_eq!(kind("nodes-officers.csv", nodes), Some("officer"));
        assert_eq!(kind("nodes-others.csv", nodes), Some("other"));
        let old = "\"labels(n)\",\"n.valid_until\",\"n.node_id\",\"n.name\"\n";
        assert!(kind("x.csv", old).is_some());
        let address = "address,icij_id,valid_until,country_codes,countries,node_id,sourceID\n";
        assert_eq!(kind("x.csv", address), Some("address"));
        for ties in [
            "node_id_start,node_id_end,rel_type,link,status,start_date,end_date,sourceID\n",
            "START_ID,TYPE,END_ID\n",
            "node_1,rel_type,node_2\n",
            ":START_ID,:TYPE,:END_ID,link\n",
        ] {
            let what = table("x.csv", ties).map(|(what, _)| what);
            assert_eq!(what, Some(What::Ties), "{ties}");
        }
        for other in ["id,name\n", "source,target,type\n", "", "node_id,name\n"] {
            assert!(table("x.csv", other).is_none(), "{other}");
        }
    }
}
