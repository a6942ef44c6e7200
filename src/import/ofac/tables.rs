//! The delimited files of the US Office of Foreign Assets Control: lists of the main entries, of
//! other names, of addresses and of long remarks, for the SDN list and for all others.
//!
//! An entry of one file goes by the same number in the others, so each file is stated by itself.
//! Entries are made entities of FollowTheMoney, with the ids that OpenSanctions gives them
//! (`ofac-36`), and stated as such.

use crate::import::chunk::{Chunk, Cut};
use crate::import::countries;
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::part::{Part, text};
use crate::import::remarks;
use crate::import::rows::rows;
use crate::names::legal_form;
use csv::StringRecord;

const AUTHORITY: &str = "Office of Foreign Assets Control";

/// The delimited files.
pub(crate) const FORMAT: Format = Format {
    name: "ofac",
    title: "OFAC lists: entries, other names, addresses, remarks (.csv .del .pip)",
    publisher: Some("US Department of the Treasury, Office of Foreign Assets Control"),
    page: "https://ofac.treasury.gov/sanctions-list-service",
    sign: "rows of 12, 5, 6 or 2 cells that begin with a number; cons in the name of the file tells the non-SDN lists",
    license: Some("public domain (17 U.S.C. 105)"),
    is_complete: true,
    reading: Reading::Records {
        fits: |head| told(&head.text).is_some(),
        reader: |head| {
            let (table, delimiter) = told(&head.text).unwrap_or((Table::Entries, b','));
            Box::new(Legacy {
                table,
                delimiter,
                is_sdn: is_sdn(head.file_name),
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

/// A delimited file.
struct Legacy {
    table: Table,
    delimiter: u8,
    /// Whether it belongs to the SDN list, and not to the other lists.
    is_sdn: bool,
}

impl Table {
    /// Tells which of the files begins with these rows.
    fn of(row: &StringRecord) -> Option<Self> {
        let number = |place: usize| {
            let cell = row.get(place).unwrap_or_default().trim();
            !cell.is_empty() && cell.len() < 10 && cell.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !number(0) {
            return None;
        }
        match row.len() {
            12 if !number(1) => Some(Self::Entries),
            5 if number(1) && matches!(row[2].trim(), "aka" | "fka" | "nka") => Some(Self::Names),
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

/// Tells which of the files begins so, and what stands between its cells.
fn told(head: &str) -> Option<(Table, u8)> {
    [b',', b'@', b'|'].into_iter().find_map(|delimiter| {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(head.as_bytes());
        let row = reader.into_records().next()?.ok()?;
        Some((Table::of(&row)?, delimiter))
    })
}

impl Reader for Legacy {
    fn cut(&self) -> Cut {
        Cut::Rows
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let mut tally = std::mem::take(&mut part.tally);
        let text = text(chunk, &mut tally);
        let read = rows(&text, self.delimiter, chunk, None, &mut tally);
        part.tally = tally;
        let mut writer = Writer::new(part);
        for (line, row) in read {
            let tally = writer.tally();
            let number = row.get(0).unwrap_or_default().trim();
            let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
            if row.len() != self.table.width() || !is_number {
                let message = format!(
                    "row has {} cells and begins with `{}`, expected {} cells and the number of an entry",
                    row.len(),
                    number.chars().take(20).collect::<String>(),
                    self.table.width()
                );
                tally.skip(line, "not-an-entry", message);
                continue;
            }
            tally.mapped += 1;
            let cells = Cells { row: &row };
            match self.table {
                Table::Entries => self.entry(&cells, &mut writer),
                Table::Names => name(&cells, &mut writer),
                Table::Addresses => address(&cells, &mut writer),
                Table::Remarks => {
                    let mut draft = Draft::more(&entity(number));
                    draft.add("notes", cells.at(1));
                    remarks::read(cells.at(1), &mut draft);
                    writer.more(&draft);
                }
            }
        }
    }
}

/// The cells of a row; what stands for nothing is nothing.
struct Cells<'r> {
    row: &'r StringRecord,
}

impl Cells<'_> {
    fn at(&self, place: usize) -> &str {
        match self.row.get(place).map_or("", str::trim) {
            "-0-" | "null" | "na" => "",
            cell => cell,
        }
    }
}

fn entity(number: &str) -> String {
    format!("ofac-{number}")
}

impl Legacy {
    fn entry(&self, cells: &Cells<'_>, writer: &mut Writer<'_>) {
        let number = cells.at(0);
        let id = entity(number);
        let name = cells.at(1);
        let schema = schema(cells.at(2), name);
        let mut draft = Draft::new(&id, schema);
        let display = spoken(schema, name);
        draft.caption(&display);
        draft.add("name", &display);
        if display != name {
            draft.add("alias", name);
        }
        draft.target();
        draft.dataset(dataset(self.is_sdn));
        let named = [
            (4, if schema == "Person" { "title" } else { "notes" }),
            (5, "callSign"),
            (6, "type"),
            (7, "tonnage"),
            (8, "grossRegisteredTonnage"),
        ];
        for (place, property) in named {
            draft.add(property, cells.at(place));
        }
        if !cells.at(9).is_empty() {
            let flag = cells.at(9);
            draft.add("flag", countries::code(flag).unwrap_or(flag));
        }
        if !cells.at(10).is_empty() {
            draft.add("notes", &format!("Owner: {}", cells.at(10)));
        }
        draft.add("notes", cells.at(11));
        remarks::read(cells.at(11), &mut draft);
        let programs: Vec<&str> = cells
            .at(3)
            .split("] [")
            .map(|p| p.trim_matches(['[', ']', ' ']))
            .collect();
        for program in programs.iter().filter(|program| !program.is_empty()) {
            draft.add("program", program);
        }
        writer.put(&draft);
        listings(&id, number, &programs, self.is_sdn, writer);
    }
}

/// Returns the dataset that OpenSanctions makes of a list.
pub(crate) fn dataset(is_sdn: bool) -> &'static str {
    match is_sdn {
        true => "us_ofac_sdn",
        false => "us_ofac_cons",
    }
}

/// States that an entry stands on the list as a whole, and on that of each of its programs.
pub(crate) fn listings(
    id: &str,
    number: &str,
    programs: &[&str],
    is_sdn: bool,
    writer: &mut Writer<'_>,
) {
    let list = match is_sdn {
        true => "Specially Designated Nationals and Blocked Persons List",
        false => "Consolidated (non-SDN) List",
    };
    let lists = std::iter::once(("all", list)).chain(programs.iter().map(|p| (*p, *p)));
    for (key, program) in lists.filter(|(_, program)| !program.is_empty()) {
        let mut sanction = Draft::new(&format!("{id}-listing-{key}"), "Sanction");
        sanction.add("entity", id);
        sanction.add("authority", AUTHORITY);
        sanction.add("authorityId", number);
        sanction.add("country", "us");
        sanction.add("program", program);
        writer.put(&sanction);
    }
}

fn name(cells: &Cells<'_>, writer: &mut Writer<'_>) {
    let mut draft = Draft::more(&entity(cells.at(0)));
    let property = match cells.at(2) {
        "fka" => "previousName",
        _ if cells.at(4).to_ascii_lowercase().contains("weak") => "weakAlias",
        _ => "alias",
    };
    draft.add(property, cells.at(3));
    let spoken = spoken("Person", cells.at(3));
    // Of a person, a name may be written family name first.
    if cells.at(3).matches(',').count() == 1 && legal_form(cells.at(3)).is_none() {
        draft.add(property, &spoken);
    }
    writer.more(&draft);
}

fn address(cells: &Cells<'_>, writer: &mut Writer<'_>) {
    let country = cells.at(4);
    let parts = [cells.at(2), cells.at(3), country];
    let kept: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let mut draft = Draft::more(&entity(cells.at(0)));
    // A country alone is no address.
    if kept.len() > usize::from(!country.is_empty()) {
        draft.add("address", &kept.join(", "));
    }
    if !country.is_empty() {
        draft.add("country", countries::code(country).unwrap_or(country));
    }
    draft.add("notes", cells.at(5));
    writer.more(&draft);
}

/// Returns which schema an entry is of. The list calls companies and other bodies by one word; a
/// legal form in the name tells a company.
pub(crate) fn schema(kind: &str, name: &str) -> &'static str {
    match kind.to_ascii_lowercase().as_str() {
        "individual" => "Person",
        "vessel" => "Vessel",
        "aircraft" => "Airplane",
        _ if legal_form(name).is_some() => "Company",
        _ => "Organization",
    }
}

/// Returns a name as it is spoken: that of a person, printed `FAMILY, Given`, turned around.
pub(crate) fn spoken(schema: &str, name: &str) -> String {
    match name.split_once(", ") {
        Some((family, given)) if schema == "Person" && !given.contains(',') => {
            format!("{given} {family}")
        }
        _ => name.to_owned(),
    }
}

/// Tells from the name of a file whether it belongs to the SDN list.
pub(crate) fn is_sdn(file_name: Option<&str>) -> bool {
    let name = file_name.unwrap_or_default().to_ascii_lowercase();
    !name.contains("cons")
}
