//! What readers of many formats say alike: names, dates, countries, lists and who keeps them.

use crate::import::part::Part;
use crate::import::{countries, known};
use crate::model::Date;
pub(crate) use crate::model::escape;
use crate::model::vocab::{self as ag, AGID, external as ext};
use crate::store::TermId;
use oxrdf::NamedNodeRef;
use oxrdf::vocab::{rdf, rdfs, xsd};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// Writes out what [`escape`] wrote by its bytes.
pub(crate) fn unescape(name: &str) -> Cow<'_, str> {
    if !name.contains('%') {
        return Cow::Borrowed(name);
    }
    let mut bytes = Vec::new();
    let mut rest = name.as_bytes();
    while let Some((byte, behind)) = rest.split_first() {
        let escape = behind.get(..2).filter(|_| *byte == b'%');
        let escape = escape.and_then(|digits| std::str::from_utf8(digits).ok());
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(meant) => {
                bytes.push(meant);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*byte);
                rest = behind;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns a text as an id: small letters and digits, joined by `-`. Where that leaves out more
/// than punctuation, a hash of the text stands behind it, so that two texts do not share an id.
pub(crate) fn slug(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut slug = String::new();
    let mut whole = true;
    for c in text.chars() {
        if slug.len() >= LONGEST {
            whole = false;
            break;
        }
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            c => {
                whole &= c.is_ascii() || !c.is_alphanumeric();
                if !slug.is_empty() && !slug.ends_with('-') {
                    slug.push('-');
                }
            }
        }
    }
    let end = slug.trim_end_matches('-').len();
    slug.truncate(end);
    if !whole || slug.is_empty() {
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&hash(text)[..8]);
    }
    slug
}

/// Returns the parts of an address in one line; blank ones are left out.
pub(crate) fn joined<'p>(parts: impl IntoIterator<Item = &'p str>) -> String {
    let parts = parts
        .into_iter()
        .map(|part| part.trim().trim_end_matches(','));
    let parts: Vec<&str> = parts.filter(|part| !matches!(*part, "" | "-")).collect();
    parts.join(", ")
}

/// Returns the SHA-256 of a text in hexadecimal digits.
pub(crate) fn hash(text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(text.as_bytes());
    crate::import::chunk::hex(hash)
}

/// A list as a document names it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ListName<'a> {
    /// What tells it from all others; the name where there is no code.
    pub(crate) key: &'a str,
    /// Its name.
    pub(crate) name: &'a str,
    /// Who keeps it.
    pub(crate) authority: Option<&'a str>,
    /// The code of the country of that authority.
    pub(crate) country: Option<&'a str>,
}

impl Part {
    /// Returns the id of a word of a vocabulary.
    #[inline]
    pub(crate) fn word(&mut self, word: NamedNodeRef<'static>) -> TermId {
        // A word stands in few places of the program; to know the place is to know the word.
        let text = word.as_str();
        let place = (text.as_ptr() as usize, text.len());
        if let Some(id) = self.words.get(&place) {
            return *id;
        }
        let id = self.batch.term(word.into());
        self.words.insert(place, id);
        id
    }

    /// Returns the id of a thing of ours.
    pub(crate) fn thing(&mut self, id: &str) -> TermId {
        self.batch.iri(AGID, id)
    }

    /// States a property of something.
    pub(crate) fn state(
        &mut self,
        subject: TermId,
        property: NamedNodeRef<'static>,
        object: TermId,
    ) {
        let property = self.word(property);
        self.batch.claim(subject, property, object);
    }

    /// States a text of something.
    pub(crate) fn state_text(
        &mut self,
        subject: TermId,
        property: NamedNodeRef<'static>,
        text: &str,
    ) {
        let text = self.batch.text(text);
        self.state(subject, property, text);
    }

    /// States the classes of something.
    pub(crate) fn state_classes(&mut self, subject: TermId, classes: &[NamedNodeRef<'static>]) {
        for class in classes {
            let class = self.word(*class);
            self.state(subject, rdf::TYPE, class);
        }
    }

    /// Returns the literal of a date, or `None` if the text is none.
    pub(crate) fn date(&mut self, text: &str) -> Option<TermId> {
        let text = day_of(text);
        Some(self.batch.typed(text, date_type(text)?))
    }

    /// Returns the country of a code, described once.
    pub(crate) fn country(&mut self, code: &str) -> TermId {
        if let Some(id) = self.countries.get(code) {
            return *id;
        }
        let given = code;
        let code = code.to_ascii_lowercase();
        let (space, local) = countries::iri(&code);
        if let Some(id) = self.described.get(&local).copied() {
            self.countries.insert(given.to_owned(), id);
            return id;
        }
        let country = self.batch.iri(space, &local);
        self.state_classes(country, &[ag::COUNTRY]);
        match countries::names(&code) {
            Some((english, chinese)) => {
                let english = self.batch.tagged(english, "en");
                self.state(country, rdfs::LABEL, english);
                if !chinese.is_empty() {
                    let chinese = self.batch.tagged(chinese, "zh");
                    self.state(country, rdfs::LABEL, chinese);
                }
            }
            None => self.state_text(country, rdfs::LABEL, &code.to_ascii_uppercase()),
        }
        self.state_text(country, ext::NOTATION, &code.to_ascii_uppercase());
        self.described.insert(local, country);
        self.countries.insert(given.to_owned(), country);
        country
    }

    /// Returns the agency of a name, described once.
    pub(crate) fn agency(&mut self, name: &str, country: Option<&str>) -> TermId {
        match known::body(name, country) {
            Some(body) => self.described_agency(&body.id, &body.name, country),
            None => self.described_agency(&format!("agency-{}", slug(name)), name, country),
        }
    }

    fn described_agency(&mut self, local: &str, name: &str, country: Option<&str>) -> TermId {
        if let Some(id) = self.described.get(local) {
            return *id;
        }
        let agency = self.thing(local);
        self.state_classes(agency, &[ag::AGENCY, ag::ACTOR]);
        self.state_text(agency, rdfs::LABEL, name);
        if let Some(country) = country {
            let country = self.country(country);
            self.state(agency, ag::HAS_COUNTRY, country);
        }
        self.described.insert(local.to_owned(), agency);
        agency
    }

    /// Returns a list, described once. Who keeps it is part of what it is: one program may be
    /// carried out by many.
    pub(crate) fn list(&mut self, list: ListName<'_>) -> TermId {
        let known = format!("{}\0{}", list.authority.unwrap_or_default(), list.key);
        if let Some(id) = self.known_lists.get(&known) {
            return *id;
        }
        let id = self.new_list(list);
        self.known_lists.insert(known, id);
        id
    }

    fn new_list(&mut self, list: ListName<'_>) -> TermId {
        if let Some(known) = known::list(list.key, list.name, list.authority) {
            return self.known_list(known, list);
        }
        let mut local = String::from("list-");
        if let Some(authority) = list.authority {
            local.push_str(&slug(authority));
            local.push('-');
        }
        local.push_str(&slug(list.key));
        if let Some(id) = self.described.get(&local) {
            return *id;
        }
        let id = self.thing(&local);
        self.state_classes(id, &[ag::DESIGNATION_LIST]);
        let name = match list.authority.filter(|authority| *authority != list.name) {
            Some(authority) => format!("{} ({authority})", list.name),
            None => list.name.to_owned(),
        };
        self.state_text(id, rdfs::LABEL, &name);
        self.lists.insert(local.clone(), name);
        if list.authority.is_some() {
            self.state_text(id, ext::ALT_LABEL, list.name);
        }
        if list.key != list.name {
            // A code such as `UN-SC2653` finds the list, but tells nobody which it is.
            let is_code = !list.key.contains(|c: char| c == ' ' || c.is_lowercase());
            let word = if is_code {
                ext::ALT_LABEL
            } else {
                ag::SHORT_NAME
            };
            self.state_text(id, word, list.key);
        }
        if let Some(authority) = list.authority {
            let agency = self.agency(authority, list.country);
            self.state(id, ag::ADMINISTERED_BY, agency);
        }
        self.described.insert(local, id);
        id
    }

    /// Returns a list of our tables, described once as they do.
    fn known_list(&mut self, known: &'static known::Known, list: ListName<'_>) -> TermId {
        if let Some(id) = self.described.get(&known.id) {
            return *id;
        }
        let id = self.thing(&known.id);
        self.state_classes(id, &[ag::DESIGNATION_LIST]);
        self.state_text(id, rdfs::LABEL, &known.name);
        self.lists.insert(known.id.clone(), known.name.clone());
        if !known.short_name.is_empty() {
            self.state_text(id, ag::SHORT_NAME, &known.short_name);
        }
        let keepers = known.administered_by.iter();
        for keeper in keepers.filter_map(|keeper| known::body_of(keeper)) {
            let agency = self.described_agency(&keeper.id, &keeper.name, list.country);
            self.state(id, ag::ADMINISTERED_BY, agency);
        }
        self.described.insert(known.id.clone(), id);
        id
    }
}

/// Reads a date as data have it: one of ours, or a time whose day counts.
pub(crate) fn date(text: &str) -> Option<Date> {
    let text = day_of(text);
    date_type(text)?;
    text.parse().ok()
}

/// Returns the day of a time, and any other text as it is.
pub(crate) fn day_of(text: &str) -> &str {
    let text = text.trim();
    match text.as_bytes().get(10) {
        Some(b'T' | b' ') => text.get(..10).unwrap_or(text),
        _ => text,
    }
}

/// Returns the id that OpenSanctions gives a company with this number at Companies House, which has
/// eight places.
pub(crate) fn uk_company(number: &str) -> String {
    let number = number.trim();
    match number.bytes().all(|byte| byte.is_ascii_digit()) {
        true => format!("gb-coh-{number:0>8}"),
        false => format!("gb-coh-{}", number.to_lowercase()),
    }
}

/// Returns a word of a code list in small letters: `PREVIOUS_LEGAL_NAME`, `previous-legal-name` and
/// `previousLegalName` as `previous legal name`.
pub(crate) fn words(code: &str) -> String {
    let mut words = String::with_capacity(code.len() + 4);
    let is_mixed = code.contains(char::is_lowercase);
    for letter in code.trim().chars() {
        match letter {
            '_' | '-' => words.push(' '),
            letter => {
                if is_mixed && letter.is_uppercase() && words.ends_with(char::is_lowercase) {
                    words.push(' ');
                }
                words.push(letter);
            }
        }
    }
    words.to_lowercase()
}

/// Returns the datatype of a date by its precision, or `None` if the text is no date.
pub(crate) fn date_type(text: &str) -> Option<NamedNodeRef<'static>> {
    let bytes = text.as_bytes();
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0_u32, |number, byte| {
            byte.is_ascii_digit()
                .then(|| number * 10 + u32::from(byte - b'0'))
        })
    };
    let month = || {
        let month = (bytes[4] == b'-').then(|| number(5..7)).flatten()?;
        (1..=12).contains(&month).then_some(month)
    };
    if !matches!(bytes.len(), 4 | 7 | 10) {
        return None;
    }
    let year = number(0..4).filter(|year| *year > 0)?;
    match bytes.len() {
        4 => Some(xsd::G_YEAR),
        7 => month().map(|_| xsd::G_YEAR_MONTH),
        _ => {
            let month = month()?;
            let day = (bytes[7] == b'-').then(|| number(8..10)).flatten()?;
            let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let days = match month {
                2 => 28 + u32::from(is_leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (1..=days).contains(&day).then_some(xsd::DATE)
        }
    }
}

/// Reads a share of ownership as sources write it: `55`, `55.0 %`, `25-50%`, `0.25`; as fractions
/// from 0 to 1, least and most.
///
/// A number without `%` is a percentage too, as the sources mean it, unless it is a fraction with a
/// point below 1.
pub(crate) fn share(text: &str) -> Option<(f64, f64)> {
    let text = text.trim();
    let is_percent = text.contains('%');
    let text = text.trim_end_matches('%').trim();
    let number = |text: &str| {
        let text = text.trim().trim_end_matches('%').trim().replace(',', ".");
        let plain = text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
        let number: f64 = text.parse().ok().filter(|_| plain)?;
        let fraction = match !is_percent && text.contains('.') && number < 1.0 {
            true => number,
            false => number / 100.0,
        };
        (0.0..=1.0).contains(&fraction).then_some(fraction)
    };
    match text.split_once(['-', '–']) {
        None => number(text).map(|share| (share, share)),
        Some((low, high)) => {
            let (low, high) = (number(low)?, number(high)?);
            (low <= high).then_some((low, high))
        }
    }
}

/// Writes a fraction as a decimal: at least one place, no more than ten.
pub(crate) fn decimal(fraction: f64) -> String {
    let text = format!("{fraction:.10}");
    let text = text.trim_end_matches('0');
    match text.ends_with('.') {
        true => format!("{text}0"),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_safe_and_apart() {
        assert_eq!(unescape(&escape("a b/ж")), "a b/ж");
        assert_eq!(unescape("100%"), "100%");
        assert_eq!(unescape("%C3%A9%zz"), "é%zz");
        assert_eq!(
            slug("Office of Foreign Assets Control"),
            "office-of-foreign-assets-control"
        );
        assert_ne!(slug("ГУР МО України"), slug("ГУР МО Росії"));
        assert_ne!(slug(&"a".repeat(100)), slug(&"a".repeat(101)));
        assert!(!slug("").is_empty());
    }

    #[test]
    fn dates_are_those_of_the_calendar() {
        for text in [
            "2026",
            "2026-06",
            "2026-06-08",
            "2024-02-29",
            "2023-02-29",
            "1900-02-29",
            "2000-02-29",
            "0000",
            "2026-13",
            "2026-00",
            "2026-04-31",
            "2026-04-00",
            "",
            "26",
            "2026-6-8",
            "2026/06/08",
            "20260608xx",
            "äöü-01",
            "2026-0é",
            "9999-12-31",
        ] {
            let known = text.parse::<Date>().ok();
            assert_eq!(date_type(text).is_some(), known.is_some(), "{text}");
            assert_eq!(date(text), known, "{text}");
        }
        assert_eq!(date("2026-06-08T10:00:00"), date("2026-06-08"));
    }

    #[test]
    fn shares_are_read_as_meant() {
        assert_eq!(share("55.0 %"), Some((0.55, 0.55)));
        assert_eq!(share("25-50%"), Some((0.25, 0.5)));
        assert_eq!(share("0.25"), Some((0.25, 0.25)));
        assert_eq!(share("100"), Some((1.0, 1.0)));
        assert_eq!(share("51,5"), Some((0.515, 0.515)));
        for text in ["", "most", "-5", "101", "50-25", "NaN", "inf"] {
            assert_eq!(share(text), None, "{text}");
        }
        assert_eq!(decimal(0.55), "0.55");
        assert_eq!(decimal(1.0), "1.0");
        assert_eq!(decimal(0.0), "0.0");
    }
}
