//! The consolidated list of financial sanctions targets in the UK: `ConList.csv`.
//!
//! The list gave each target, a group of rows with the same number, a row for each name, address or
//! date. The rows of a group need not stand together.

use crate::import::chunk::{Chunk, Cut};
use crate::import::days::day_first;
use crate::import::format::{Format, Head, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::listing::Keeper;
use crate::import::part::Part;
use crate::import::rows::Header;
use crate::import::say;
use crate::model::Date;
use crate::names::legal_form;
use csv::{ReaderBuilder, StringRecord};

/// The list as a table.
pub(crate) const FORMAT: Format = Format {
    name: "uk-conlist",
    title: "UK consolidated list of financial sanctions targets (ConList.csv)",
    publisher: Some("HM Treasury, Office of Financial Sanctions Implementation"),
    page: "https://www.gov.uk/government/publications/financial-sanctions-consolidated-list-of-targets",
    sign: "a header with Name 6, Group Type, Regime and Group ID, below a row with the day",
    license: Some("Open Government Licence v3.0"),
    is_complete: true,
    reading: Reading::Records {
        fits: |head| ConList::of(head).is_some(),
        reader: |head| Box::new(ConList::of(head).unwrap_or_default()),
    },
};

const LIST: Keeper<'_> = Keeper {
    authority: "Office of Financial Sanctions Implementation",
    country: "gb",
    list: "UK consolidated list",
    name: "UK Consolidated List of Financial Sanctions Targets",
};

/// The table: its columns, and the day on which it was last updated.
#[derive(Default)]
struct ConList {
    header: Header,
    updated: Option<Date>,
}

impl ConList {
    /// Reads the header, which stands in the second row.
    fn of(head: &Head<'_>) -> Option<Self> {
        let (first, rest) = head.text.split_once('\n')?;
        let mut cells = first.split(',').map(|cell| cell.trim().trim_matches('"'));
        let is_day = cells.next()?.eq_ignore_ascii_case("last updated");
        let header = match is_day {
            true => Header::read(rest, b',')?,
            false => head.header()?.clone(),
        };
        let columns = ["name 6", "group type", "regime", "group id"];
        header.has(&columns).then(|| Self {
            header,
            updated: cells.next().filter(|_| is_day).and_then(day_first),
        })
    }

    fn key(&self) -> usize {
        self.header.place("group id").unwrap_or(0)
    }

    /// Returns a cell of a row that begins with its line.
    fn cell<'r>(&self, row: &'r StringRecord, name: &str) -> &'r str {
        let cell = self.header.place(name).and_then(|place| row.get(place + 1));
        match cell.map_or("", str::trim) {
            "n/a" | "N/A" | "-" => "",
            cell => cell,
        }
    }
}

impl Reader for ConList {
    fn cut(&self) -> Cut {
        Cut::Groups {
            key: self.key(),
            has_header: true,
        }
    }

    /// Takes rows as [`Cut::Groups`] leaves them: the line, and then the cells.
    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = String::from_utf8_lossy(&chunk.bytes);
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        if let Some(date) = self.updated {
            part.tally.seen(date);
        }
        let mut writer = Writer::new(part);
        let mut group: Vec<StringRecord> = Vec::new();
        for row in reader.into_records().filter_map(Result::ok) {
            let number = self.cell(&row, "group id");
            let tally = writer.tally();
            if number.eq_ignore_ascii_case("group id") {
                let is_second = row.get(0) == Some("2");
                tally.mend("headers that stood twice", u64::from(!is_second));
                continue;
            }
            tally.read += 1;
            let count = row.len().saturating_sub(1);
            let fault = match count == self.header.names().len() {
                false => Some("unequal-cells"),
                true if number.is_empty() || name(self, &row).is_empty() => Some("not-an-entry"),
                true => None,
            };
            if let Some(code) = fault {
                let line = row.get(0).and_then(|line| line.parse().ok());
                let message = match code {
                    "not-an-entry" => "the row has no name or no `Group ID`".to_owned(),
                    _ => format!(
                        "row has {} cells, expected {} as in the header",
                        count,
                        self.header.names().len()
                    ),
                };
                tally.skip(line.unwrap_or(0), code, message);
                continue;
            }
            tally.mapped += 1;
            let last = group.last();
            if last.is_some_and(|last| self.cell(last, "group id") != number) {
                self.target(&group, &mut writer);
                group.clear();
            }
            group.push(row);
        }
        self.target(&group, &mut writer);
    }
}

/// Returns the name in a row: the sixth part is the family name, or the whole name of a body.
fn name(table: &ConList, row: &StringRecord) -> String {
    let parts = ["name 1", "name 2", "name 3", "name 4", "name 5", "name 6"];
    let words = parts
        .iter()
        .flat_map(|part| table.cell(row, part).split_whitespace());
    words.collect::<Vec<_>>().join(" ")
}

/// The columns that are read one by one; what another one says stands in the notes.
const READ: &[&str] = &[
    "name 1",
    "name 2",
    "name 3",
    "name 4",
    "name 5",
    "name 6",
    "title",
    "name non-latin script",
    // They say no more than that name does.
    "non-latin script type",
    "non-latin script language",
    "dob",
    "town of birth",
    "country of birth",
    "nationality",
    "passport number",
    "passport details",
    "national identification number",
    "national identification details",
    "ni details",
    "position",
    "address 1",
    "address 2",
    "address 3",
    "address 4",
    "address 5",
    "address 6",
    "post/zip code",
    "country",
    "other information",
    "group type",
    "alias type",
    "alias quality",
    "regime",
    "listed on",
    "uk sanctions list date designated",
    "last updated",
    "group id",
];

impl ConList {
    /// States the target that some rows describe.
    fn target(&self, rows: &[StringRecord], writer: &mut Writer<'_>) {
        let Some(first) = rows.first() else { return };
        let is_prime = |row: &&StringRecord| {
            let kind = self.cell(row, "alias type");
            kind.eq_ignore_ascii_case("primary name") || kind.eq_ignore_ascii_case("prime alias")
        };
        let prime = rows.iter().find(is_prime).unwrap_or(first);
        let label = name(self, prime);
        let schema = match self.cell(first, "group type").to_ascii_lowercase().as_str() {
            "individual" => "Person",
            "ship" => "Vessel",
            "entity" if legal_form(&label).is_some() => "Company",
            "entity" => "Organization",
            _ => "LegalEntity",
        };
        let id = format!("gb-hmt-{}", say::slug(self.cell(first, "group id")));
        let mut draft = Draft::new(&id, schema);
        draft.caption(&label);
        draft.add("name", &label);
        draft.target();
        draft.dataset("gb_hmt_sanctions");
        draft.add("topics", "sanction");
        if schema == "Person" {
            draft.add("firstName", self.cell(prime, "name 1"));
            draft.add("lastName", self.cell(prime, "name 6"));
        }
        let mut whole = LIST.listing(&id, "all");
        for row in rows {
            self.details(row, &label, &mut draft);
            self.dates(row, &mut whole);
        }
        let information = rows.iter().map(|row| self.cell(row, "other information"));
        let mut information: Vec<&str> = information.filter(|text| !text.is_empty()).collect();
        information.dedup();
        for text in information {
            self::information(text, &id, &mut draft, &mut whole, writer);
        }
        writer.put(&draft);
        writer.put(&whole);
        let regimes = rows.iter().map(|row| self.cell(row, "regime"));
        let mut regimes: Vec<&str> = regimes.filter(|regime| !regime.is_empty()).collect();
        regimes.sort_unstable();
        regimes.dedup();
        for regime in regimes {
            let name = format!("UK sanctions: {regime}");
            let mut listing = LIST.program(&id, &name, &name);
            let of_regime = rows.iter().filter(|row| self.cell(row, "regime") == regime);
            of_regime.for_each(|row| self.dates(row, &mut listing));
            writer.put(&listing);
        }
    }

    /// States what a row says of the target itself.
    fn details(&self, row: &StringRecord, label: &str, draft: &mut Draft) {
        let cell = |name| self.cell(row, name);
        let name = name(self, row);
        if name != label {
            let quality = cell("alias quality").to_ascii_lowercase();
            let property = match cell("alias type").to_ascii_lowercase().as_str() {
                "fka" => "previousName",
                _ if quality.starts_with("low") => "weakAlias",
                _ => "alias",
            };
            draft.add(property, &name);
        }
        draft.add("alias", cell("name non-latin script"));
        numbered(cell("title")).for_each(|title| draft.add("title", title));
        numbered(cell("position")).for_each(|position| draft.add("position", position));
        numbered(cell("nationality")).for_each(|name| draft.country("nationality", name));
        numbered(cell("country")).for_each(|name| draft.country("country", name));
        match day_first(cell("dob")) {
            Some(date) => draft.add("birthDate", &date.to_string()),
            None => draft.note("Born", cell("dob")),
        }
        let (town, country) = (cell("town of birth"), cell("country of birth"));
        match numbered(town).count() {
            0 | 1 => draft.add("birthPlace", &say::joined([town, country])),
            _ => {
                numbered(town).for_each(|town| draft.add("birthPlace", town));
                draft.note("Country of birth", country);
            }
        }
        self.papers(
            row,
            ("passport number", "passport details"),
            ("passportNumber", "Passport"),
            draft,
        );
        let details = match self.header.place("ni details") {
            Some(_) => "ni details",
            None => "national identification details",
        };
        self.papers(
            row,
            ("national identification number", details),
            ("idNumber", "National identification"),
            draft,
        );
        let parts = ["1", "2", "3", "4", "5", "6"].map(|part| format!("address {part}"));
        let parts = parts.iter().map(|part| self.cell(row, part));
        let place = say::joined(parts.chain([cell("post/zip code")]));
        if !place.is_empty() {
            draft.add("address", &say::joined([place.as_str(), cell("country")]));
        }
        for name in self.header.names() {
            if !READ.contains(&name.as_str()) {
                draft.note(name, cell(name));
            }
        }
    }

    /// States the numbers of passports and the like, and what is said of each.
    fn papers(
        &self,
        row: &StringRecord,
        (numbers, details): (&str, &str),
        (property, word): (&'static str, &str),
        draft: &mut Draft,
    ) {
        let (numbers, told) = (self.cell(row, numbers), self.cell(row, details));
        numbered(numbers).for_each(|number| draft.add(property, number));
        match (numbered(numbers).count(), numbered(told).count()) {
            (many, same) if many == same => {
                for (number, told) in numbered(numbers).zip(numbered(told)) {
                    draft.note(&format!("{word} {number}"), told);
                }
            }
            _ => draft.note(word, told),
        }
    }

    /// States when the target was listed.
    fn dates(&self, row: &StringRecord, listing: &mut Draft) {
        for (column, property) in [
            ("listed on", "listingDate"),
            ("uk sanctions list date designated", "startDate"),
            ("last updated", "modifiedAt"),
        ] {
            let text = self.cell(row, column);
            let day = day_first(text).map(|date| date.to_string());
            listing.add(property, day.as_deref().unwrap_or(text));
        }
    }
}

/// States what stands in the column for all that has none: `(UK Statement of Reasons):… (Gender):…`
fn information(
    text: &str,
    id: &str,
    draft: &mut Draft,
    listing: &mut Draft,
    writer: &mut Writer<'_>,
) {
    let (plain, labelled) = labelled(text);
    draft.add("notes", plain);
    for (label, value) in labelled {
        let value = value.trim().trim_end_matches(';').trim();
        let number = value.trim_end_matches('.');
        let property = match label.to_ascii_lowercase().as_str() {
            "uk statement of reasons" => {
                listing.add("reason", value);
                continue;
            }
            "uk sanctions list ref" => {
                refer("authorityId", label, number, listing);
                continue;
            }
            "un ref" | "un reference" => {
                refer("unscId", label, number, listing);
                continue;
            }
            "gender" => {
                draft.add("gender", &number.to_ascii_lowercase());
                continue;
            }
            "parent company" | "current owners" | "current owner" | "current owner/operator" => {
                owned(value, label, id, Side::Owner, draft, writer);
                continue;
            }
            "subsidiaries" => {
                owned(value, label, id, Side::Owned, draft, writer);
                continue;
            }
            "phone number" => "phone",
            "email address" => "email",
            "website" => "website",
            "business reg no" | "business registration number" => "registrationNumber",
            "type of entity" => "legalForm",
            "imo number" => "imoNumber",
            "type of ship" => "type",
            "tonnage of ship" | "tonnage" => "tonnage",
            "year built" => "buildDate",
            "flag of ship" | "current believed flag of ship" | "flag" => {
                draft.country("flag", number);
                continue;
            }
            "previous flags" => "pastFlags",
            _ => {
                draft.note(label, value);
                continue;
            }
        };
        numbered(value).for_each(|value| draft.add(property, value.trim_end_matches('.')));
    }
}

/// States a reference; where more than one word is said of it, the whole stands in the summary.
fn refer(property: &'static str, label: &str, value: &str, listing: &mut Draft) {
    listing.add(
        property,
        value.split_whitespace().next().unwrap_or_default(),
    );
    if value.contains(char::is_whitespace) {
        listing.add("summary", &format!("{label}: {value}"));
    }
}

/// On which side of an ownership somebody stands whom an entry only names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Owner,
    Owned,
}

/// States who owns a target, or whom it owns. The named ones are entities of their own for this
/// target: that two entries write the same name does not make it the same. Whole sentences are no
/// names, and stand in the notes.
fn owned(
    value: &str,
    label: &str,
    id: &str,
    side: Side,
    draft: &mut Draft,
    writer: &mut Writer<'_>,
) {
    const LONGEST: usize = 120;
    if numbered(value).any(|name| name.len() > LONGEST || name.contains(". ")) {
        return draft.note(label, value);
    }
    for name in numbered(value) {
        let name = name.trim_end_matches(['.', ',']);
        let other_id = format!("{id}-{}", say::slug(&format!("{label} {name}")));
        let schema = match legal_form(name) {
            Some(_) => "Company",
            None => "LegalEntity",
        };
        let mut other = Draft::new(&other_id, schema);
        other.caption(name);
        other.add("name", name);
        writer.put(&other);
        let mut ownership = Draft::new(&format!("{other_id}-ownership"), "Ownership");
        let (owner, asset) = match side {
            Side::Owner => (other_id.as_str(), id),
            Side::Owned => (id, other_id.as_str()),
        };
        ownership.add("owner", owner);
        ownership.add("asset", asset);
        ownership.add("role", &label.to_lowercase());
        writer.put(&ownership);
    }
}

/// Returns the values of a cell that may hold several: `(1) Egypt (2) Sudan`.
fn numbered(text: &str) -> impl Iterator<Item = &str> + Clone {
    let mut parts = Vec::new();
    let mut rest = text;
    for number in 1.. {
        let Some((before, behind)) = rest.split_once(&format!("({number})")) else {
            break;
        };
        parts.push(before);
        rest = behind;
    }
    parts.push(rest);
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// Returns what stands before the first label, and each label with what is behind it.
fn labelled(text: &str) -> (&str, Vec<(&str, &str)>) {
    const LONGEST: usize = 60;
    let marks = text.match_indices("):").filter_map(|(close, _)| {
        let open = text[..close].rfind('(')?;
        let label = &text[open + 1..close];
        let is_label = !label.contains(')') && (1..LONGEST).contains(&label.len());
        is_label.then_some((open, label.trim(), close + 2))
    });
    let marks: Vec<(usize, &str, usize)> = marks.collect();
    let end = |place: usize| marks.get(place).map_or(text.len(), |mark| mark.0);
    let values = marks
        .iter()
        .enumerate()
        .map(|(place, (_, label, begin))| (*label, &text[*begin..end(place + 1)]));
    (text[..end(0)].trim(), values.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_several_values() {
        let all = |text| numbered(text).collect::<Vec<_>>();
        assert_eq!(all("(1) Egypt (2) Sudan"), ["Egypt", "Sudan"]);
        assert_eq!(all("Egypt (North)"), ["Egypt (North)"]);
        assert!(all(" ").is_empty());
    }

    #[test]
    fn labels_part_a_text() {
        let text = "Once more. (UK Sanctions List Ref):ABC0001. (Reasons (short)):x (Phone number):(1) +1 (2) +2";
        let (plain, values) = labelled(text);
        assert_eq!(plain, "Once more.");
        assert_eq!(values.len(), 2, "{values:?}");
        assert_eq!(values[1], ("Phone number", "(1) +1 (2) +2"));
        assert_eq!(labelled("(é): x"), ("", vec![("é", " x")]));
        assert_eq!(labelled("a): b"), ("a): b", vec![]));
    }
}
