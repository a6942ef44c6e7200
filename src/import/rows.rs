//! Tables of characters: rows of cells with their lines, whatever header a piece begins with.

use crate::import::chunk::Chunk;
use crate::import::part::Tally;
use csv::{Position, ReaderBuilder, StringRecord};
use std::io::Read;

/// The columns of a table by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Header {
    names: Vec<String>,
}

impl Header {
    /// Reads the header from the beginning of a document, if it may be a table of several columns.
    pub(crate) fn read(head: &str, delimiter: u8) -> Option<Self> {
        let head = head.strip_prefix('\u{FEFF}').unwrap_or(head);
        let row = first_row(head, delimiter)?;
        let names = row.iter().map(|name| name.trim().to_ascii_lowercase());
        Some(Self {
            names: names.collect(),
        })
    }

    /// Tells whether all of these columns are there.
    pub(crate) fn has(&self, names: &[&str]) -> bool {
        names
            .iter()
            .all(|name| self.names.iter().any(|known| known == name))
    }

    /// Returns the names of the columns in small letters, in their order.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Returns the place of a column.
    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }

    /// Returns a cell without blank space around it; nothing where there is no such column.
    pub(crate) fn cell<'r>(&self, row: &'r StringRecord, name: &str) -> &'r str {
        let cell = self.place(name).and_then(|place| row.get(place));
        cell.map_or("", str::trim)
    }

    /// Returns the names of columns that are none of the known ones, with what a row has there.
    pub(crate) fn others<'r>(
        &'r self,
        row: &'r StringRecord,
        known: impl Fn(&str) -> bool,
    ) -> impl Iterator<Item = (&'r str, &'r str)> {
        let cells = self
            .names
            .iter()
            .zip(row)
            .filter(move |(name, _)| !known(name));
        let cells = cells.map(|(name, cell)| (name.as_str(), cell.trim()));
        cells.filter(|(name, cell)| !name.is_empty() && !cell.is_empty())
    }

    fn is(&self, row: &StringRecord) -> bool {
        row.len() == self.names.len()
            && row
                .iter()
                .zip(&self.names)
                .all(|(cell, name)| cell.trim().eq_ignore_ascii_case(name))
    }
}

/// Reads the first row of a document, if that may be a table of several columns. What begins as JSON or
/// XML is none: to look is quicker than to read.
pub(crate) fn first_row(head: &str, delimiter: u8) -> Option<StringRecord> {
    let is_other = head.trim_ascii_start().starts_with(['{', '[', '<']);
    if is_other || memchr::memchr(delimiter, head.as_bytes()).is_none() {
        return None;
    }
    let rows = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(head.as_bytes());
    rows.into_records().next()?.ok()
}

/// Reads the rows of a piece, each with the line on which it begins. Rows that repeat the header
/// are left out, and rows with too few or too many cells are skipped; each other counts as read.
pub(crate) fn rows(
    text: &str,
    delimiter: u8,
    chunk: &Chunk,
    header: Option<&Header>,
    tally: &mut Tally,
) -> Vec<(u64, StringRecord)> {
    let mut builder = ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter);
    let mut reader = builder.from_reader(text.as_bytes());
    let mut rows: Vec<(u64, StringRecord)> = Vec::new();
    let mut is_first = chunk.first;
    let mut row = StringRecord::new();
    while reader.read_record(&mut row).unwrap_or(false) {
        let line = chunk.line + row.position().map_or(0, |place| begin(text, place));
        let is_last = chunk.last && behind(text, reader.position()).trim_ascii().is_empty();
        if row.iter().all(|cell| cell.trim().is_empty())
            && !(is_last && is_short(&builder, text, &row, 0))
        {
            continue;
        }
        if header.is_some_and(|header| header.is(&row)) {
            if !std::mem::take(&mut is_first) {
                tally.mend("headers that stood twice", 1);
            }
            continue;
        }
        is_first = false;
        tally.read += 1;
        let width = header.map(|header| header.names.len());
        let wanted = width.or(rows.last().map(|(_, row)| row.len()));
        if is_last && is_short(&builder, text, &row, wanted.unwrap_or(0)) {
            tally.skip(line, "cut-short", CUT_SHORT.to_owned());
            continue;
        }
        if let Some(width) = width.filter(|width| *width != row.len()) {
            let message = format!(
                "row has {} cells, expected {width} as in the header",
                row.len()
            );
            tally.skip(line, "unequal-cells", message);
            continue;
        }
        rows.push((line, std::mem::take(&mut row)));
    }
    rows
}

/// What is wrong with a row that was cut short.
pub(crate) const CUT_SHORT: &str = "the document ends within this row";

/// Tells whether the last row of a document was cut short: within quotes, or before it has as many
/// cells as are wanted and without an end of line. `text` ends with it.
pub(crate) fn is_short(
    builder: &ReaderBuilder,
    text: &str,
    row: &StringRecord,
    wanted: usize,
) -> bool {
    if row.len() < wanted && !text.ends_with(['\n', '\r']) {
        return true;
    }
    let own = row
        .position()
        .map_or(b"".as_slice(), |place| behind(text, place));
    // A row put behind it is one of its own, unless quotes are open.
    let more = own.chain(&b"\nx"[..]);
    builder.from_reader(more).into_byte_records().count() < 2
}

/// Returns what stands behind a place.
pub(crate) fn behind<'t>(text: &'t str, place: &Position) -> &'t [u8] {
    let at = usize::try_from(place.byte()).unwrap_or(usize::MAX);
    text.as_bytes().get(at..).unwrap_or_default()
}

/// Returns in which line of a text a row begins, from 0. The reader gives the place behind the row
/// before, where the rest of its end and blank lines may stand.
fn begin(text: &str, place: &Position) -> u64 {
    let rest = behind(text, place);
    let ends = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let lines = ends.filter(|byte| **byte == b'\n').count();
    place.line().saturating_sub(1) + lines as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_by_their_lines() {
        for end in ["\n", "\r\n"] {
            let text = ["a,b", "1,2", "", "\"3", "3\",4", "5,6", ""].join(end);
            let header = Header::read(&text, b',');
            let chunk = Chunk {
                line: 1,
                first: true,
                ..Chunk::default()
            };
            let read = rows(&text, b',', &chunk, header.as_ref(), &mut Tally::default());
            let lines: Vec<u64> = read.iter().map(|(line, _)| *line).collect();
            assert_eq!(lines, [2, 4, 6], "{end:?}");
        }
    }
}
