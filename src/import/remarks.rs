//! The remarks of US lists: short phrases with `;` between them, by which an entry is told from its
//! like (`DOB 12 Feb 1964; nationality Russia; Passport 123 (Iran); Linked To: ACME`).

use crate::import::countries;
use crate::import::ftm::Draft;

/// What a phrase begins with, and the property that the rest of it is.
const PHRASES: &[(&str, &str)] = &[
    ("POB ", "birthPlace"),
    ("nationality ", "nationality"),
    ("citizen ", "citizenship"),
    ("Gender ", "gender"),
    ("Passport ", "passportNumber"),
    ("Diplomatic Passport ", "passportNumber"),
    ("National ID No. ", "idNumber"),
    ("Identification Number ", "idNumber"),
    ("Cedula No. ", "idNumber"),
    ("D.N.I. ", "idNumber"),
    ("SSN ", "socialSecurityNumber"),
    ("Tax ID No. ", "taxNumber"),
    ("US FEIN ", "taxNumber"),
    ("Italian Fiscal Code ", "taxNumber"),
    ("NIT # ", "taxNumber"),
    ("RUC # ", "taxNumber"),
    ("R.F.C. ", "taxNumber"),
    ("Legal Entity Number ", "leiCode"),
    ("Registration Number ", "registrationNumber"),
    ("Registration ID ", "registrationNumber"),
    ("Company Number ", "registrationNumber"),
    ("UK Company Number ", "registrationNumber"),
    ("Commercial Registry Number ", "registrationNumber"),
    ("Business Registration Number ", "registrationNumber"),
    ("C.R. No. ", "registrationNumber"),
    ("Unified Social Credit Code (USCC) ", "uscCode"),
    ("SWIFT/BIC ", "swiftBic"),
    ("D-U-N-S Number ", "dunsCode"),
    ("MMSI ", "mmsi"),
    ("Vessel Registration Identification ", "imoNumber"),
    (
        "Aircraft Manufacturer's Serial Number (MSN) ",
        "serialNumber",
    ),
    ("Aircraft Tail Number ", "registrationNumber"),
    ("Website ", "website"),
    ("Email Address ", "email"),
    ("Phone Number ", "phone"),
    ("Organization Established Date ", "incorporationDate"),
];

/// Reads remarks into an entity. What is not understood stays in its notes, where the whole stands.
pub(crate) fn read(remarks: &str, draft: &mut Draft) {
    for phrase in remarks.split("; ") {
        self::phrase(phrase, draft);
    }
}

/// Reads one phrase into an entity; tells whether it is understood.
pub(crate) fn phrase(phrase: &str, draft: &mut Draft) -> bool {
    let phrase = phrase.trim().trim_end_matches('.');
    let phrase = phrase.strip_prefix("alt. ").unwrap_or(phrase);
    if let Some(name) = quoted(phrase, "a.k.a. ") {
        draft.add("weakAlias", name);
    } else if let Some(name) = quoted(phrase, "f.k.a. ") {
        draft.add("previousName", name);
    } else if let Some(date) = phrase.strip_prefix("DOB ") {
        // About when somebody was born is said in the notes.
        draft.add("birthDate", &date_of(date).unwrap_or_default());
    } else {
        let known = PHRASES.iter().find(|(begin, _)| phrase.starts_with(begin));
        let Some((begin, property)) = known else {
            return false;
        };
        property_of(&phrase[begin.len()..], property, draft);
    }
    true
}

fn quoted<'t>(phrase: &'t str, begin: &str) -> Option<&'t str> {
    let rest = phrase.strip_prefix(begin)?;
    Some(rest.trim_matches(['\'', '"', ' ']))
}

fn property_of(value: &str, property: &'static str, draft: &mut Draft) {
    // Numbers have the country that gave them behind them.
    let value = match property {
        "birthPlace" | "website" | "email" => value,
        _ => value.split(" (").next().unwrap_or(value),
    };
    let value = value.trim();
    match property {
        "nationality" | "citizenship" => {
            draft.add(property, countries::code(value).unwrap_or(value));
        }
        "gender" => draft.add(property, &value.to_ascii_lowercase()),
        "incorporationDate" => draft.add(property, &date_of(value).unwrap_or_default()),
        "imoNumber" => {
            if let Some(number) = value.strip_prefix("IMO ") {
                draft.add(property, number.trim());
            }
        }
        _ => draft.add(property, value),
    }
}

/// Reads a date as US lists write it: `12 Feb 1964`, `Feb 1964`, `1964`; `None` for all others, such
/// as `circa 1964` and `1960 to 1965`.
pub(crate) fn date_of(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let month = |word: &str| {
        let short = word.get(..3)?.to_ascii_lowercase();
        MONTHS
            .iter()
            .position(|month| *month == short)
            .map(|place| place + 1)
    };
    let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let date = match words.as_slice() {
        [y] if year(y) => (*y).to_owned(),
        [m, y] if year(y) => format!("{y}-{:02}", month(m)?),
        [d, m, y] if year(y) => {
            let day: u8 = d.parse().ok()?;
            format!("{y}-{:02}-{day:02}", month(m)?)
        }
        _ => return None,
    };
    crate::import::say::date(&date).map(|date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_precisely_as_they_are_written() {
        assert_eq!(date_of("12 Feb 1964").as_deref(), Some("1964-02-12"));
        assert_eq!(date_of("Feb 1964").as_deref(), Some("1964-02"));
        assert_eq!(date_of("1964").as_deref(), Some("1964"));
        for text in ["circa 1964", "1960 to 1965", "31 Feb 1964", "", "é 1964"] {
            assert_eq!(date_of(text), None, "{text}");
        }
    }

    #[test]
    fn phrases_become_properties() {
        let mut draft = Draft::new("x", "Person");
        read(
            "DOB 12 Feb 1964; alt. DOB circa 1960; POB Izhevsk, Russia; nationality Burma; alt. Passport A1 (Iran); a.k.a. 'AL-X'; Gender Male; something else.",
            &mut draft,
        );
        let said = draft.said();
        let expected = [
            ("birthDate", "1964-02-12"),
            ("birthPlace", "Izhevsk, Russia"),
            ("nationality", "mm"),
            ("passportNumber", "A1"),
            ("weakAlias", "AL-X"),
            ("gender", "male"),
        ];
        assert_eq!(said, expected);
    }
}
