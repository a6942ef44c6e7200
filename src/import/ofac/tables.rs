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
    sign: "rows of 12, 5, 6 or 2 cells that begin with a number, or of more or fewer behind the kind of an entry or name; cons in the name of the file or a program of theirs tells the non-SDN lists",
    license: LICENSE,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| told(head).is_some(),
        reader: |head| {
            let lines = told(head).unwrap_or((Table::Entries, Layout::Delimited(b','), 12));
            let (table, layout, width) = lines;
            Box::new(Lines {
                table,
                layout,
                width,
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

/// What stands in the column of types: of what is neither a person nor a vessel, nothing.
const KINDS: [&str; 5] = ["individual", "vessel", "aircraft", "entity", "-0-"];

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
    /// Tells which of the files begins with these cells. Columns may have come at the end, or gone,
    /// where the kind of an entry or name shows that the others are as they were.
    fn of(cells: &[&str]) -> Option<Self> {
        let cell = |place: usize| cells.get(place).map_or("", |cell| cell.trim());
        let number = |place: usize| entry::is_number(cell(place));
        if !number(0) {
            return None;
        }
        let is_kind = KINDS.contains(&cell(2));
        match (number(1), cells.len()) {
            (true, 4..) if matches!(cell(2), "aka" | "fka" | "nka") => Some(Self::Names),
            (true, 6..) => Some(Self::Addresses),
            (false, 2) => Some(Self::Remarks),
            (false, 12) => Some(Self::Entries),
            (false, 4..) if is_kind => Some(Self::Entries),
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

/// Tells which of the files begins so, how its lines are laid out, and how many cells they have.
fn told(head: &Head<'_>) -> Option<(Table, Layout, usize)> {
    let first = head.text.trim_ascii_start().trim_start_matches('"');
    if !first.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let delimited = [b',', b'@', b'|'].into_iter().find_map(|delimiter| {
        let row = first_row(&head.text, delimiter)?;
        let table = Table::of(&row.iter().collect::<Vec<_>>())?;
        // A row that is too short may have been cut off, unless another stands below it.
        let is_whole = row.len() >= table.width() || head.text.trim_end().contains('\n');
        is_whole.then_some((table, Layout::Delimited(delimiter), row.len()))
    });
    let fixed = || fixed(head).map(|(table, layout)| (table, layout, table.width()));
    delimited.or_else(fixed)
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
                // The title is never blank, and what is before it is: so the columns are right.
                KINDS.contains(&cells[2].trim())
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
    /// How many cells its rows have.
    width: usize,
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
        if chunk.first {
            let missing = self.table.width().saturating_sub(self.width);
            part.tally
                .mend("columns that are not there", missing as u64);
        }
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
        if cells.len() != self.width || !entry::is_number(number) {
            let message = format!(
                "row has {} cells and begins with `{}`, expected {} cells and the number of an entry",
                cells.len(),
                number.chars().take(20).collect::<String>(),
                self.width
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
        let mut cells: Vec<&str> = told.collect();
        let width = self.table.width();
        let more: Vec<&str> = cells.drain(width.min(cells.len())..).collect();
        cells.resize(width, "");
        let mut draft = match self.table {
            Table::Entries => self.begin(number, &cells),
            _ => Draft::more(&entry::id(number)),
        };
        // Columns that have come since.
        for (place, cell) in (width + 1..).zip(more).filter(|(_, cell)| !cell.is_empty()) {
            let column = format!("column {place}");
            draft.note(&column, cell);
            writer.tally().wonder(&column);
        }
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
            Table::Remarks => entry::remark(&mut draft, cells[1]),
            Table::Entries => {
                let programs = cells[3].split(']');
                let programs = programs.map(|program| program.trim_matches(['[', ' ']));
                let programs: Vec<&str> = programs.filter(|program| !program.is_empty()).collect();
                let since = remarks::listed(cells[11]);
                entry::put(&mut draft, number, &programs, since, &self.scope, writer);
                return;
            }
        }
        writer.more(&draft);
    }

    /// Returns what an entry is and has, without its programs.
    fn begin(&self, number: &str, cells: &[&str]) -> Draft {
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
        draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told_of(text: &str, name: &str) -> Option<(Table, Layout)> {
        let told = told(&Head::new(text.as_bytes(), Some(name)));
        told.map(|(table, layout, _)| (table, layout))
    }

    #[test]
    fn files_show_which_they_are() {
        let row = "36,\"A\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n";
        let entries = Some((Table::Entries, Layout::Delimited(b',')));
        assert_eq!(told_of(row, "sdn.csv"), entries);
        let wider = row.replace("\r\n", ",2026-01-01\r\n");
        assert_eq!(told_of(&wider, "sdn.csv"), entries);
        let narrower = row.replace(",-0- \r\n", "\r\n");
        assert_eq!(told_of(&narrower, "sdn.csv"), None, "cut off");
        assert_eq!(told_of(&narrower.repeat(2), "sdn.csv"), entries);
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
