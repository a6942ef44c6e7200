//! What stands before the entries of the advanced XML: words by number, places, documents.

use super::advanced::PASSED;
use super::entry::Place;
use crate::import::chunk::Chunk;
use crate::import::part::{Tally, text};
use crate::import::xml::{self, Element};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// What entries refer to by number.
#[derive(Debug, Default)]
pub(super) struct References {
    /// By the name of the element and the number.
    words: FxHashMap<String, FxHashMap<String, Word>>,
    places: FxHashMap<String, Place>,
    /// By the number of the identity whose they are.
    papers: FxHashMap<String, Vec<Paper>>,
}

/// One of the values that references are to.
#[derive(Debug, Default)]
struct Word {
    text: String,
    /// The number of the value of which it is a kind: of a subtype its type.
    above: String,
    /// What it is called in short, where that is another text: a law, a script by its code.
    short: String,
}

/// A document of somebody.
#[derive(Debug, Default)]
pub(super) struct Paper {
    pub(super) kind: String,
    pub(super) number: String,
    pub(super) country: String,
    pub(super) authority: String,
    pub(super) issued: Option<String>,
    pub(super) expires: Option<String>,
    pub(super) note: String,
    /// The number of the name to which it was issued.
    pub(super) name: String,
}

/// What the elements are called that stand in the front of a document.
const PARTS: &[&str] = &[
    "DateOfIssue",
    "ReferenceValueSets",
    "Location",
    "IDRegDocument",
];

/// The attributes that tell in which manner something is said, by the number of a word, with the words
/// that say nothing.
pub(super) const MANNERS: &[(&str, &[&str])] = &[
    ("CalendarTypeID", &["Gregorian"]),
    ("CountryRelevanceID", &["PRIMARY"]),
    ("DocNameStatusID", &["Primary Latin", "Others"]),
    ("IdentityFeatureLinkTypeID", &["Unknown"]),
    ("LocPartValueStatusID", &["Main"]),
    ("LocPartValueTypeID", &["Unknown"]),
    ("ScriptStatusID", &["Unknown"]),
];

impl References {
    /// Reads the front of a document.
    pub(super) fn learn(&mut self, front: &Chunk) -> Tally {
        let mut tally = Tally::default();
        let text = text(front, &mut tally);
        let parts = xml::elements(&text, PARTS);
        xml::around(&text, &parts, PASSED, &mut tally);
        let read: Vec<_> = parts
            .par_iter()
            .map(|(line, text)| (front.line + line, xml::read(text)))
            .collect();
        for (line, part) in read {
            match part {
                Ok(part) => {
                    self.take(&part, &mut tally);
                    // Of places and documents that is kept, too.
                    for (path, _) in part.unread(PASSED) {
                        tally.wonder(&path);
                    }
                }
                Err(error) => {
                    tally.read += 1;
                    tally.skip(line, "bad-xml", error);
                }
            }
        }
        if front.last {
            xml::check_end(front, &text, "Sanctions", &mut tally);
        }
        tally
    }

    fn take(&mut self, part: &Element<'_>, tally: &mut Tally) {
        match part.name() {
            "DateOfIssue" => {
                let date = date(part).and_then(|date| date.parse().ok());
                if let Some(date) = date {
                    tally.seen(date);
                }
            }
            "ReferenceValueSets" => {
                for set in part.children() {
                    for value in set.children() {
                        self.take_word(value);
                        if set.name().strip_suffix("Values") != Some(value.name()) {
                            tally.wonder(&format!("{}/{}", set.name(), value.name()));
                        }
                    }
                }
            }
            "Location" => {
                let mut place = self.place_of(part);
                place.more = self.more(part);
                self.places.insert(part.attribute("ID").to_owned(), place);
            }
            _ => {
                let mut paper = self.paper_of(part);
                for (path, value) in self.more(part) {
                    let between = if paper.note.is_empty() { "" } else { "; " };
                    paper.note += &format!("{between}{path}: {value}");
                }
                let owner = part.attribute("IdentityID").to_owned();
                self.papers.entry(owner).or_default().push(paper);
            }
        }
    }

    fn take_word(&mut self, value: &Element<'_>) {
        let text = match value.name() {
            "AreaCode" => value.attribute("Description"),
            _ => value.own(),
        };
        let word = Word {
            text: text.to_owned(),
            above: value.attribute("PartyTypeID").to_owned(),
            short: match value.attribute("LegalBasisShortRef") {
                short if short == text => String::new(),
                short => short.to_owned(),
            },
        };
        let kind = self.words.entry(value.name().to_owned()).or_default();
        kind.insert(value.attribute("ID").to_owned(), word);
    }

    /// Returns the text of a value; nothing where there is none.
    pub(super) fn word(&self, kind: &str, number: &str) -> &str {
        self.find(kind, number).map_or("", |word| &word.text)
    }

    /// Returns what a value is called in short, where that is another text.
    pub(super) fn short(&self, kind: &str, number: &str) -> &str {
        self.find(kind, number).map_or("", |word| &word.short)
    }

    /// Returns what the numbers of a part stand for that say how a name is written, a date counted or a
    /// place meant, unless it is what they say of nearly all, each by its path.
    pub(super) fn manners(&self, part: &Element<'_>) -> Vec<(String, String)> {
        let kind = |name: &'static str| name.trim_end_matches("ID");
        // Most documents have none but the usual words.
        let unusual = MANNERS.iter().filter(|(name, usual)| {
            let mut words = self
                .words
                .get(kind(name))
                .into_iter()
                .flat_map(|all| all.values());
            words.any(|word| !usual.contains(&word.text.as_str()))
        });
        let unusual: Vec<_> = unusual.collect();
        if unusual.is_empty() {
            return Vec::new();
        }
        part.tell_unread(|name, number| {
            let (name, usual) = unusual.iter().find(|(known, _)| *known == name)?;
            let word = self.word(kind(name), number);
            let is_usual = word.is_empty() || usual.contains(&word);
            (!is_usual).then(|| word.to_owned())
        })
    }

    /// Returns what of a place or document was not understood.
    fn more(&self, part: &Element<'_>) -> Vec<(String, String)> {
        let unread = part.unread(PASSED).into_iter();
        let unread = unread.map(|(path, value)| (path, value.to_owned()));
        unread.chain(self.manners(part)).collect()
    }

    fn find(&self, kind: &str, number: &str) -> Option<&Word> {
        self.words.get(kind)?.get(number)
    }

    /// Returns what a party is by the number of its subtype: `Vessel`, or the type where the subtype
    /// says nothing.
    pub(super) fn party(&self, subtype: &str) -> &str {
        match self.find("PartySubType", subtype) {
            Some(word) if word.text != "Unknown" => &word.text,
            Some(word) => self.word("PartyType", &word.above),
            None => "",
        }
    }

    /// Returns a place by its number.
    pub(super) fn place(&self, number: &str) -> Option<&Place> {
        self.places.get(number)
    }

    /// Returns the documents of an identity.
    pub(super) fn papers(&self, identity: &str) -> &[Paper] {
        self.papers.get(identity).map_or(&[], Vec::as_slice)
    }

    /// Reads a stretch of time as [`period`] does; one of another calendar is no date of ours.
    pub(super) fn period(&self, told: &Element<'_>) -> (String, Option<String>) {
        let (printed, exact) = period(told);
        match self.word("CalendarType", told.attribute("CalendarTypeID")) {
            "" | "Gregorian" => (printed, exact),
            _ if printed.is_empty() => (printed, exact),
            calendar => (format!("{printed} ({calendar})"), None),
        }
    }

    fn place_of(&self, told: &Element<'_>) -> Place {
        let mut place = Place::default();
        for area in told.all("LocationAreaCode") {
            let name = self.word("AreaCode", area.attribute("AreaCodeID"));
            name.clone_into(&mut place.country);
        }
        for country in told.all("LocationCountry") {
            let name = self.word("Country", country.attribute("CountryID"));
            if !name.is_empty() {
                name.clone_into(&mut place.country);
            }
        }
        for part in told.all("LocationPart") {
            let kind = self.word("LocPartType", part.attribute("LocPartTypeID"));
            for value in part.all("LocationPartValue") {
                match value.attribute("Primary") {
                    "false" => place.lines.push(value.text("Value").to_owned()),
                    _ => place.set(kind, value.text("Value")),
                }
            }
        }
        place
    }

    fn paper_of(&self, told: &Element<'_>) -> Paper {
        let mut paper = Paper {
            kind: self
                .word("IDRegDocType", told.attribute("IDRegDocTypeID"))
                .to_owned(),
            number: told.text("IDRegistrationNo").to_owned(),
            country: self
                .word("Country", told.attribute("IssuedBy-CountryID"))
                .to_owned(),
            authority: told.text("IssuingAuthority").to_owned(),
            name: told
                .child("DocumentedNameReference")
                .map_or("", |name| name.attribute("DocumentedNameID"))
                .to_owned(),
            ..Paper::default()
        };
        let mut notes = vec![told.text("Comment").to_owned()];
        let validity = self.word("Validity", told.attribute("ValidityID"));
        if validity != "Valid" {
            notes.push(validity.to_owned());
        }
        for dated in told.all("DocumentDate") {
            let kind = self.word("IDRegDocDateType", dated.attribute("IDRegDocDateTypeID"));
            let period = dated.child("DatePeriod").map(|told| self.period(told));
            let (told, exact) = period.unwrap_or_default();
            match (kind, exact) {
                ("Issue Date", Some(date)) => paper.issued = Some(date),
                ("Expiration Date", Some(date)) => paper.expires = Some(date),
                _ if told.is_empty() => (),
                _ => notes.push(format!("{kind} {told}")),
            }
        }
        notes.retain(|note| !note.is_empty());
        paper.note = notes.join("; ");
        paper
    }
}

/// Reads a day, a month or a year: `<Year>`, `<Month>` and `<Day>`, of which the last may lack.
pub(super) fn date(told: &Element<'_>) -> Option<String> {
    let (year, month, day) = (told.text("Year"), told.text("Month"), told.text("Day"));
    let date = match (month, day) {
        ("", _) => format!("{year:0>4}"),
        (month, "") => format!("{year:0>4}-{month:0>2}"),
        (month, day) => format!("{year:0>4}-{month:0>2}-{day:0>2}"),
    };
    crate::import::say::date(&date).map(|date| date.to_string())
}

/// Reads a stretch of time: as the other files print it, and as a date if it is one.
///
/// A day of which a part is not fixed is no date either.
fn period(told: &Element<'_>) -> (String, Option<String>) {
    let end = |name: &str, part: &str| {
        let end = told.child(name)?;
        date(end.child(part)?)
    };
    let bounds = [
        end("Start", "From"),
        end("Start", "To"),
        end("End", "From"),
        end("End", "To"),
    ];
    let is_day = bounds[0].is_some() && bounds.iter().all(|bound| *bound == bounds[0]);
    let is_about = ["Start", "End"].map(|name| {
        let end = told.child(name);
        end.is_some_and(|end| end.attribute("Approximate") == "true")
    });
    let (printed, exact) = stretch(bounds, is_about.contains(&true));
    let loose = ["year", "month", "day"].into_iter().find(|part| {
        let part = format!("{}{}Fixed", part[..1].to_uppercase(), &part[1..]);
        told.attribute(&part) == "false"
    });
    match loose.filter(|_| is_day) {
        Some(part) => (format!("{printed} ({part} not fixed)"), None),
        None => (printed, exact),
    }
}

/// Says a stretch of time by the days between which it begins and those between which it ends: as the
/// other files print it, and as a date if it is one.
///
/// A whole month or a whole year is that month or year. What is about, or from one day to another,
/// is no date.
pub(super) fn stretch(bounds: [Option<String>; 4], is_about: bool) -> (String, Option<String>) {
    let [first, begun, ending, last] = bounds;
    let begins = first.or_else(|| begun.clone());
    let ends = last.or_else(|| ending.clone());
    // Outside of these two nothing is told; within them it may be.
    let inner = [begun, ending].into_iter().flatten();
    let mut inner = inner.filter(|date| ![&begins, &ends].contains(&&Some(date.clone())));
    let inner = inner.next();
    let exact = match (&begins, &ends) {
        (Some(begin), Some(end)) => span(begin, end),
        (Some(date), None) | (None, Some(date)) => Some(date.clone()),
        (None, None) => return Default::default(),
    };
    let printed = match (&exact, begins, ends) {
        (Some(date), ..) => in_words(date),
        (None, Some(begin), Some(end)) => {
            // A stretch of whole years is printed as such.
            let years = begin.strip_suffix("-01-01").zip(end.strip_suffix("-12-31"));
            let (begin, end) = years.unwrap_or((&begin, &end));
            format!("{} to {}", in_words(begin), in_words(end))
        }
        _ => String::new(),
    };
    match (is_about, inner) {
        (_, Some(inner)) => (format!("{printed}, about {}", in_words(&inner)), None),
        (true, None) => (format!("circa {printed}"), None),
        (false, None) => (printed, exact),
    }
}

/// Returns the date that lasts from the first day to the last, if there is one.
fn span(begin: &str, end: &str) -> Option<String> {
    if begin == end {
        return Some(begin.to_owned());
    }
    let [year, month] = [4, 7].map(|length| begin.get(..length));
    let [year, month] = [year?, month?];
    if begin == format!("{year}-01-01") && end == format!("{year}-12-31") {
        return Some(year.to_owned());
    }
    let date: crate::model::Date = month.parse().ok()?;
    let is_month = begin == format!("{month}-01") && end == date.last_day().to_string();
    is_month.then(|| month.to_owned())
}

/// Writes a date as the lists print it: `12 Feb 1964`, `Feb 1964`, `1964`.
fn in_words(date: &str) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut parts = date.split('-');
    let year = parts.next().unwrap_or_default();
    let month = parts.next().and_then(|month| month.parse::<usize>().ok());
    let month = month.and_then(|month| MONTHS.get(month.checked_sub(1)?));
    match (parts.next(), month) {
        (Some(day), Some(month)) => format!("{day} {month} {year}"),
        (None, Some(month)) => format!("{month} {year}"),
        _ => year.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(start: [&str; 3], end: [&str; 3], about: bool) -> (String, Option<String>) {
        let day = |[year, month, day]: [&str; 3]| {
            format!("<Year>{year}</Year><Month>{month}</Month><Day>{day}</Day>")
        };
        let text = format!(
            "<DatePeriod><Start Approximate='{about}'><From>{0}</From><To>{0}</To></Start><End><From>{1}</From><To>{1}</To></End></DatePeriod>",
            day(start),
            day(end)
        );
        period(&xml::read(&text).unwrap())
    }

    #[test]
    fn stretches_are_dates_where_they_are() {
        let exact = |text: &str, date: &str| (text.to_owned(), Some(date.to_owned()));
        let about = |text: &str| (text.to_owned(), None);
        let day = ["1964", "2", "12"];
        assert_eq!(told(day, day, false), exact("12 Feb 1964", "1964-02-12"));
        assert_eq!(told(day, day, true), about("circa 12 Feb 1964"));
        let (first, last) = (["1964", "1", "1"], ["1964", "12", "31"]);
        assert_eq!(told(first, last, false), exact("1964", "1964"));
        assert_eq!(told(first, last, true), about("circa 1964"));
        let (first, last) = (["1964", "2", "1"], ["1964", "2", "29"]);
        assert_eq!(told(first, last, false), exact("Feb 1964", "1964-02"));
        let (first, last) = (["1964", "1", "1"], ["1965", "12", "31"]);
        assert_eq!(told(first, last, false), about("1964 to 1965"));
        let bad = ["1964", "13", "1"];
        assert_eq!(told(bad, bad, false), (String::new(), None));
    }
}
