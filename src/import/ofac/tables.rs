//! The files with a line for each record: lists of the main entries, of other names, of addresses
//! and of long remarks, for the SDN list and for all others; cells between delimiters or in columns
//! of fixed width.
//!
//! An entry of one file goes by the same number in the others, so each file is stated by itself.

use super::entry::{self, Name};
use super::scope::Scope;
use super::{LICENSE, PAGE, PUBLISHER};
use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Head, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::part::{Part, text};
use crate::import::remarks;
use crate::import::rows::{first_row, rows};

/// The files of lines.
pub(crate) const FORMAT: Format = Format {
    name: "ofac",
    title: "OFAC lists: entries, other names, addresses, remarks (.csv .del .pip .ff)",
    publisher: PUBLISHER,
    page: PAGE,
    sign: "rows of 12, 5, 6 or 2 cells that begin with a number; cons in the name of the file or a program of theirs tells the non-SDN lists",
    license: LICENSE,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| told(head).is_some(),
        reader: |head| {
            let (table, layout) = told(head).unwrap_or((Table::Entries, Layout::Delimited(b',')));
            Box::new(Lines {
                table,
                layout,
                scope: Scope::of(head),
            })
        },
    },
};

/// Which of the four files a document is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Table {
    /// The entries, 12 columns.
    Entries,
    /// Other names, 5 columns.
    Names,
    /// Addresses, 6 columns.
    Addresses,
    /// What did not fit into the remarks, 2 columns.
    Remarks,
}

/// How the cells of a line are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// This byte stands between them.
    Delimited(u8),
    /// Each has so many characters, the last as many as there are.
    Fixed(&'static [usize]),
}

/// The columns of entries: number, name, type, program, title, call sign, type, tonnage and gross
/// registered tonnage of a vessel, its flag and owner, remarks.
const ENTRIES: Layout = Layout::Fixed(&[10, 350, 12, 200, 200, 8, 25, 14, 8, 40, 150]);

/// The same before September 2023, with a narrower column of programs.
const OLD_ENTRIES: Layout = Layout::Fixed(&[10, 350, 12, 50, 200, 8, 25, 14, 8, 40, 150]);

/// Numbers of the entry and of the name, its type, the name, remarks.
const NAMES: Layout = Layout::Fixed(&[10, 10, 8, 350]);

/// Numbers of the entry and of the address, street, town, country, remarks.
const ADDRESSES: Layout = Layout::Fixed(&[10, 10, 750, 116, 250]);

/// Number, remarks.
const REMARKS: Layout = Layout::Fixed(&[10]);

impl Table {
    /// Tells which of the files begins with these cells.
    fn of(cells: &[&str]) -> Option<Self> {
        let number = |place: usize| entry::is_number(cells[place].trim());
        if cells.is_empty() || !number(0) {
            return None;
        }
        match cells.len() {
            12 if !number(1) => Some(Self::Entries),
            5 if number(1) && matches!(cells[2].trim(), "aka" | "fka" | "nka") => Some(Self::Names),
            6 if number(1) => Some(Self::Addresses),
            2 if !number(1) => Some(Self::Remarks),
            _ => None,
        }
    }

    fn width(self) -> usize {
        match self {
            Self::Entries => 12,
            Self::Names => 5,
            Self::Addresses => 6,
            Self::Remarks => 2,
        }
    }
}

/// Tells which of the files begins so, and how its lines are laid out.
fn told(head: &Head<'_>) -> Option<(Table, Layout)> {
    let first = head.text.trim_ascii_start().trim_start_matches('"');
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let delimited = [b',', b'@', b'|'].into_iter().find_map(|delimiter| {
        let row = first_row(&head.text, delimiter)?;
        let table = Table::of(&row.iter().collect::<Vec<_>>())?;
        Some((table, Layout::Delimited(delimiter)))
    });
    delimited.or_else(|| fixed(head))
}

/// Tells which of the files of fixed width begins so.
fn fixed(head: &Head<'_>) -> Option<(Table, Layout)> {
    let line = head.text.lines().next()?;
    // Numbers stand at the right of their column.
    let is_number = |cell: &str| {
        cell.len() == 10
            && cell.ends_with(|c: char| c.is_ascii_digit())
            && entry::is_number(cell.trim_start())
    };
    if !is_number(line.get(..10)?) {
        return None;
    }
    for (table, layout) in [
        (Table::Names, NAMES),
        (Table::Addresses, ADDRESSES),
        (Table::Entries, ENTRIES),
        (Table::Entries, OLD_ENTRIES),
    ] {
        let Layout::Fixed(widths) = layout else {
            continue;
        };
        let cells = columns(line, widths);
        let fits = match table {
            Table::Entries => {
                let kinds = ["individual", "vessel", "aircraft", "entity", "-0-"];
                // The title is never blank, and what is before it is: so the columns are right.
                kinds.contains(&cells[2].trim())
                    && cells[4].starts_with(|c: char| !c.is_whitespace())
                    && cells[3].ends_with(char::is_whitespace)
            }
            _ => is_number(cells[1]),
        };
        if fits && Table::of(&cells) == Some(table) {
            return Some((table, layout));
        }
    }
    let name = head.file_name.unwrap_or_default().to_ascii_lowercase();
    name.contains("comments")
        .then_some((Table::Remarks, REMARKS))
}

/// Returns the columns of a line. They are counted in characters; what lies behind the end of the
/// line is blank.
fn columns<'l>(line: &'l str, widths: &[usize]) -> Vec<&'l str> {
    let mut rest = line;
    let mut cells: Vec<&str> = Vec::with_capacity(widths.len() + 1);
    for width in widths {
        let end = rest
            .char_indices()
            .nth(*width)
            .map_or(rest.len(), |(end, _)| end);
        let (cell, behind) = rest.split_at(end);
        cells.push(cell);
        rest = behind;
    }
    cells.push(rest);
    cells
}

/// A file of lines.
struct Lines {
    table: Table,
    layout: Layout,
    scope: Scope,
}

impl Reader for Lines {
    fn cut(&self) -> Cut {
        match self.layout {
            Layout::Delimited(_) => Cut::Rows,
            Layout::Fixed(_) => Cut::Lines,
        }
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        match self.layout {
            Layout::Delimited(delimiter) => {
                let read = rows(&text, delimiter, chunk, None, &mut part.tally);
                let mut writer = Writer::new(part);
                for (line, row) in read {
                    let cells: Vec<&str> = row.iter().collect();
                    self.record(line, &cells, &mut writer);
                }
            }
            Layout::Fixed(widths) => {
                let mut writer = Writer::new(part);
                let lines = (chunk.line..).zip(text.lines());
                for (line, text) in lines.filter(|(_, text)| !text.trim().is_empty()) {
                    writer.tally().read += 1;
                    self.record(line, &columns(text, widths), &mut writer);
                }
            }
        }
    }
}

impl Lines {
    /// States what a line says.
    fn record(&self, line: u64, cells: &[&str], writer: &mut Writer<'_>) {
        let number = cells.first().map_or("", |cell| cell.trim());
        let tally = writer.tally();
        if cells.len() != self.table.width() || !entry::is_number(number) {
            let message = format!(
                "row has {} cells and begins with `{}`, expected {} cells and the number of an entry",
                cells.len(),
                number.chars().take(20).collect::<String>(),
                self.table.width()
            );
            tally.skip(line, "not-an-entry", message);
            return;
        }
        tally.mapped += 1;
        // What stands for nothing is nothing.
        let told = cells.iter().map(|cell| match cell.trim() {
            "-0-" | "null" | "na" => "",
            cell => cell,
        });
        let cells: Vec<&str> = told.collect();
        if self.table == Table::Entries {
            self.entry(number, &cells, writer);
            return;
        }
        let mut draft = Draft::more(&entry::id(number));
        match self.table {
            Table::Names => {
                let is_weak = cells[4].to_ascii_lowercase().contains("weak");
                entry::alias(&mut draft, cells[2], is_weak, cells[3]);
                if !is_weak {
                    draft.add("notes", cells[4]);
                }
            }
            Table::Addresses => {
                entry::address(&mut draft, cells[2], cells[3], cells[4]);
                draft.add("notes", cells[5]);
            }
            Table::Entries | Table::Remarks => entry::remark(&mut draft, cells[1]),
        }
        writer.more(&draft);
    }

    fn entry(&self, number: &str, cells: &[&str], writer: &mut Writer<'_>) {
        let name = match cells[2].eq_ignore_ascii_case("individual") {
            true => Name::printed(cells[1]),
            false => Name::new(cells[1], ""),
        };
        let mut draft = entry::begin(number, cells[2], &name, &self.scope);
        let features = [
            (4, "Title"),
            (5, "Vessel Call Sign"),
            (6, "Vessel Type"),
            (7, "Vessel Tonnage"),
            (8, "Vessel Gross Registered Tonnage"),
            (9, "Vessel Flag"),
            (10, "Vessel Owner"),
        ];
        for (place, kind) in features {
            entry::feature(&mut draft, kind, cells[place]);
        }
        entry::remark(&mut draft, cells[11]);
        let programs = cells[3]
            .split(']')
            .map(|program| program.trim_matches(['[', ' ']));
        let programs: Vec<&str> = programs.filter(|program| !program.is_empty()).collect();
        let since = remarks::listed(cells[11]);
        entry::put(&mut draft, number, &programs, since, &self.scope, writer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_of(text: &str, name: &str) -> Option<(Table, Layout)> {
        told(&Head::new(text.as_bytes(), Some(name)))
    }

    #[test]
    fn files_show_which_they_are() {
        let row = "36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n";
        let entries = Some((Table::Entries, Layout::Delimited(b',')));
        assert_eq!(told_of(row, "sdn.csv"), entries);
        let pipes = row.replace(',', "|");
        assert_eq!(
            told_of(&pipes, "sdn.pip"),
            Some((Table::Entries, Layout::Delimited(b'|')))
        );
        let wide = |program: usize| {
            let nothing = "-0-";
            format!(
                "        36{:350}{nothing:12}{:program$}{nothing:200}{nothing:8}{nothing:25}{nothing:14}{nothing:8}{nothing:40}{nothing:150}DOB 1964.",
                "É, Jane", "CUBA",
            )
        };
        assert_eq!(
            told_of(&wide(200), "sdn.ff"),
            Some((Table::Entries, ENTRIES))
        );
        assert_eq!(
            told_of(&wide(50), "sdn.ff"),
            Some((Table::Entries, OLD_ENTRIES))
        );
        let names = format!("        36         1aka     {:350}-0-", "ACME");
        assert_eq!(told_of(&names, "alt.ff"), Some((Table::Names, NAMES)));
        let places = format!("        36         1{:750}{:116}Cuba", "-0-", "Havana");
        assert_eq!(
            told_of(&places, "add.ff"),
            Some((Table::Addresses, ADDRESSES))
        );
        let comments = "        36and so on";
        assert_eq!(
            told_of(comments, "sdn_comments.ff"),
            Some((Table::Remarks, REMARKS))
        );
        assert_eq!(told_of(comments, "x.txt"), None);
        assert_eq!(told_of("", "sdn_comments.ff"), None);
    }
}
