//! How results look: pages and tables for people, JSON and rows for programs.

use crate::cli::args::Format;
use anstyle::AnsiColor;
use comfy_table::{ColumnConstraint, ContentArrangement, Table, Width};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write as _};

/// What text stands for; decides its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// The word that opens an error.
    Error,
    /// The word that opens a warning or a caveat.
    Warning,
    /// The word before a line of help.
    Help,
    /// Line numbers and bars beside a line of input.
    Place,
    /// A heading or the header of a table.
    Heading,
    /// What matters less.
    Faint,
}

/// Returns text in color. Whoever writes it takes the color out again where there should be none.
pub(crate) fn paint(style: Style, text: &str) -> String {
    let style = match style {
        Style::Error => AnsiColor::Red.on_default().bold(),
        Style::Warning => AnsiColor::Yellow.on_default().bold(),
        Style::Help => AnsiColor::Cyan.on_default().bold(),
        Style::Place => AnsiColor::Blue.on_default().bold(),
        Style::Heading => anstyle::Style::new().bold(),
        Style::Faint => anstyle::Style::new().dimmed(),
    };
    format!("{style}{text}{style:#}")
}

/// Returns text that cannot command a terminal: control characters become `�`, line breaks spaces.
pub(crate) fn plain(text: &str) -> String {
    let safe = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    };
    text.chars().map(safe).collect()
}

/// A result that can be written in every form.
pub(crate) trait Show: Serialize {
    /// Tells it to people.
    fn page(&self, page: &mut Page);
    /// Gives its rows to programs; a result without rows gives an empty grid.
    fn grid(&self) -> Grid {
        Grid::default()
    }
}

/// A header and rows of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grid {
    /// The names of the columns.
    pub(crate) header: Vec<String>,
    /// The rows, one cell a column.
    pub(crate) rows: Vec<Vec<String>>,
}

impl Grid {
    /// Returns a grid without rows.
    pub(crate) fn new<const N: usize>(header: [&str; N]) -> Self {
        Self {
            header: header.map(str::to_owned).into(),
            rows: Vec::new(),
        }
    }

    /// Returns the width that each column needs so that no short word is broken.
    fn least_widths(&self) -> Vec<usize> {
        /// Words longer than this (addresses, ids) may be broken.
        const LONGEST: usize = 20;
        let word = |text: &str| text.split(' ').map(|word| word.chars().count()).max();
        let column = |place: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(place));
            let texts = cells.chain(self.header.get(place));
            let longest = texts.filter_map(|text| word(text)).max().unwrap_or(0);
            longest.min(LONGEST) + 1
        };
        (0..self.header.len()).map(column).collect()
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [&str; N]) {
        self.rows.push(cells.map(str::to_owned).into());
    }
}

/// Where and how results are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    format: Format,
}

impl Output {
    pub(crate) fn new(format: Format) -> Self {
        Self { format }
    }

    /// Returns the form in which results are written.
    pub(crate) fn format(self) -> Format {
        self.format
    }

    /// Writes a result to stdout.
    pub(crate) fn show(self, result: &impl Show) -> anyhow::Result<()> {
        match self.format {
            Format::Json => write(&json(result)?),
            Format::Csv => write(&rows(&result.grid(), b',')?),
            Format::Tsv => write(&rows(&result.grid(), b'\t')?),
            _ => {
                let mut page = Page::new();
                result.page(&mut page);
                page.print()
            }
        }
    }
}

/// Returns a result as JSON with a line break at the end.
pub(crate) fn json(result: &impl Serialize) -> anyhow::Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(result)?;
    text.push(b'\n');
    Ok(text)
}

fn rows(grid: &Grid, delimiter: u8) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .from_writer(Vec::new());
    writer.write_record(&grid.header)?;
    for row in &grid.rows {
        writer.write_record(row)?;
    }
    Ok(writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?)
}

/// Writes bytes to stdout as they are.
pub(crate) fn write(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// Writes a line to stderr: a caveat, a count, what was left out.
pub(crate) fn note(text: &str) {
    let line = format!("{} {}\n", paint(Style::Help, "note:"), plain(text));
    // Nothing is left to be done if stderr cannot be written.
    let _ = anstream::stderr().write_all(line.as_bytes());
}

/// Text for people, built line by line.
#[derive(Debug)]
pub(crate) struct Page {
    text: String,
    width: u16,
}

/// The width where there is no terminal.
const WIDTH: u16 = 100;
/// The widest line of running text.
const TEXT_WIDTH: u16 = 110;

impl Page {
    pub(crate) fn new() -> Self {
        let terminal = io::stdout()
            .is_terminal()
            .then(terminal_size::terminal_size)
            .flatten();
        Self {
            text: String::new(),
            width: terminal.map_or(WIDTH, |(width, _)| width.0.max(40)),
        }
    }

    /// Adds a heading, with a blank line before it unless it is the first.
    pub(crate) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let _ = writeln!(self.text, "{}", paint(Style::Heading, &plain(text)));
    }

    /// Adds a paragraph.
    pub(crate) fn line(&mut self, text: &str) {
        self.wrapped(&[vec![plain(text)]], "", None);
    }

    /// Adds a paragraph below another, indented.
    pub(crate) fn item(&mut self, text: &str) {
        self.wrapped(&[vec![plain(text)]], "  ", None);
    }

    /// Adds a caveat.
    pub(crate) fn caveat(&mut self, text: &str) {
        self.wrapped(
            &[vec![format!("! {}", plain(text))]],
            "",
            Some(Style::Warning),
        );
    }

    /// Adds lines of names and values, indented; those without value are left out.
    pub(crate) fn fields<'a>(&mut self, fields: impl IntoIterator<Item = (&'a str, String)>) {
        let fields = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let rows: Vec<Vec<String>> = fields
            .map(|(name, value)| vec![name.to_owned(), plain(&value)])
            .collect();
        self.wrapped(&rows, "  ", None);
    }

    /// Adds a table; one without rows adds nothing. Rows that are too wide for a table are told one
    /// below the other.
    pub(crate) fn table(&mut self, grid: &Grid) {
        if grid.rows.is_empty() {
            return;
        }
        let least = grid.least_widths();
        if least.iter().sum::<usize>() + least.len() > usize::from(self.width) {
            for (number, row) in grid.rows.iter().enumerate() {
                self.heading(&format!("{}.", number + 1));
                let names = grid.header.iter().map(String::as_str);
                self.fields(names.zip(row.iter().cloned()));
            }
            self.text.push('\n');
            return;
        }
        let mut table = new_table(self.width);
        table.set_header(grid.header.iter().map(|name| plain(name)));
        for row in &grid.rows {
            table.add_row(row.iter().map(|cell| plain(cell)));
        }
        tighten(&mut table);
        for (column, least) in table.column_iter_mut().zip(least) {
            let least = Width::Fixed(u16::try_from(least).unwrap_or(u16::MAX));
            column.set_constraint(ColumnConstraint::LowerBoundary(least));
        }
        for (number, line) in table.lines().enumerate() {
            let line = line.trim_end();
            let _ = match number {
                0 => writeln!(self.text, "{}", paint(Style::Heading, line)),
                _ => writeln!(self.text, "{line}"),
            };
        }
    }

    /// Adds an address on a line of its own, never broken, so that it can be copied.
    pub(crate) fn address(&mut self, url: &str) {
        let _ = writeln!(self.text, "    {}", paint(Style::Faint, &plain(url)));
    }

    /// Adds a line of code, indented and never broken.
    pub(crate) fn code(&mut self, line: &str) {
        let _ = writeln!(self.text, "  {}", plain(line));
    }

    /// Adds text as it is, line breaks and colors included.
    pub(crate) fn verbatim(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn wrapped(&mut self, rows: &[Vec<String>], indent: &str, style: Option<Style>) {
        if rows.is_empty() {
            return;
        }
        let width = self.width.min(TEXT_WIDTH) - u16::try_from(indent.len()).unwrap_or(0);
        let mut table = new_table(width);
        table.add_rows(rows.iter().cloned());
        tighten(&mut table);
        for line in table.lines() {
            let line = format!("{indent}{}", line.trim_end());
            match style {
                Some(style) => self.text.push_str(&paint(style, &line)),
                None => self.text.push_str(&line),
            }
            self.text.push('\n');
        }
    }

    /// Writes the page to stdout.
    pub(crate) fn print(&self) -> anyhow::Result<()> {
        let mut out = anstream::stdout().lock();
        out.write_all(self.text.as_bytes())?;
        Ok(out.flush()?)
    }
}

fn new_table(width: u16) -> Table {
    use comfy_table::{ContentLineStyle, LineStyle, TableStyle};
    let style = TableStyle::new()
        .header_lines(ContentLineStyle::none().junction(' '))
        .header_separator(LineStyle::none().fill('─').junction(' '))
        .content_lines(ContentLineStyle::none().junction(' '));
    let mut table = Table::new();
    table.load_style(style);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width);
    table
}

/// Takes away the space before each column.
fn tighten(table: &mut Table) {
    for column in table.column_iter_mut() {
        column.set_padding((0, 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_command_a_terminal() {
        assert_eq!(plain("a\u{1b}[31mb\nc"), "a\u{FFFD}[31mb c");
    }

    #[test]
    fn rows_are_quoted_where_needed() {
        let mut grid = Grid::new(["a", "b"]);
        grid.row(["1,2", "x"]);
        let text = rows(&grid, b',').expect("memory takes all");
        assert_eq!(text, b"a,b\n\"1,2\",x\n");
    }
}
