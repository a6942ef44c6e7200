//! The remarks of US lists: short phrases with `;` between them, by which an entry is told from its
//! like (`DOB 12 Feb 1964; nationality Russia; Passport 123 (Iran); Linked To: ACME`).
//!
//! A phrase is the name of a feature or of a document and its value. Files that give the two apart
//! are read with the same tables.

use crate::import::countries;
use crate::import::ftm::Draft;
use crate::import::{ofac, say};

/// What features are called, in remarks and elsewhere, and the property that the value is.
const FEATURES: &[(&str, &str)] = &[
    ("DOB", "birthDate"),
    ("Birthdate", "birthDate"),
    ("POB", "birthPlace"),
    ("Place of Birth", "birthPlace"),
    ("nationality", "nationality"),
    ("Nationality Country", "nationality"),
    ("citizen", "citizenship"),
    ("Citizenship Country", "citizenship"),
    ("Gender", "gender"),
    ("Title", "title"),
    ("Website", "website"),
    ("Email Address", "email"),
    ("Phone Number", "phone"),
    ("SWIFT/BIC", "swiftBic"),
    ("BIK (RU)", "bikCode"),
    ("D-U-N-S Number", "dunsCode"),
    ("ISIN", "isinCode"),
    ("Equity Ticker", "ticker"),
    ("Issuer Name", "alias"),
    ("Organization Established Date", "incorporationDate"),
    ("Organization Type:", "sector"),
    ("Target Type", "classification"),
    ("Registration Country", "jurisdiction"),
    ("Nationality of Registration", "jurisdiction"),
    ("Vessel Call Sign", "callSign"),
    ("Other Vessel Call Sign", "callSign"),
    ("Vessel Type", "type"),
    ("VESSEL TYPE", "type"),
    ("Other Vessel Type", "type"),
    ("Vessel Flag", "flag"),
    ("Other Vessel Flag", "flag"),
    ("Former Vessel Flag", "pastFlags"),
    ("Vessel Tonnage", "tonnage"),
    ("Vessel Gross Tonnage", "tonnage"),
    ("Vessel Gross Registered Tonnage", "grossRegisteredTonnage"),
    ("Vessel Year of Build", "buildDate"),
    ("Aircraft Manufacture Date", "buildDate"),
    ("Aircraft Model", "model"),
    ("Aircraft Mode S Transponder Code", "icaoCode"),
    ("Aircraft Tail Number", "registrationNumber"),
    ("Previous Aircraft Tail Number", "registrationNumber"),
    (
        "Aircraft Manufacturer's Serial Number (MSN)",
        "serialNumber",
    ),
    (
        "Aircraft Construction Number (also called L/N or S/N or F/N)",
        "serialNumber",
    ),
];

/// What documents are called, and the property that their number is.
const DOCUMENTS: &[(&str, &str)] = &[
    ("Passport", "passportNumber"),
    ("Diplomatic Passport", "passportNumber"),
    ("British National Overseas Passport", "passportNumber"),
    ("Stateless Person Passport", "passportNumber"),
    ("National ID No.", "idNumber"),
    ("Identification Number", "idNumber"),
    ("Cedula No.", "idNumber"),
    ("D.N.I.", "idNumber"),
    ("C.U.R.P.", "idNumber"),
    ("C.U.I.", "idNumber"),
    ("C.U.I.P.", "idNumber"),
    ("C.I.N.", "idNumber"),
    ("N.I.E.", "idNumber"),
    ("I.F.E.", "idNumber"),
    ("National Foreign ID Number", "idNumber"),
    ("Personal ID Card", "idNumber"),
    ("Citizen's Card Number", "idNumber"),
    ("Bosnian Personal ID No.", "idNumber"),
    ("Moroccan Personal ID No.", "idNumber"),
    ("Kenyan ID No.", "idNumber"),
    ("Turkish Identification Number", "idNumber"),
    ("UAE Identification", "idNumber"),
    ("Tazkira National ID Card", "idNumber"),
    ("Numero de Identidad", "idNumber"),
    ("CNP (Personal Numerical Code)", "idNumber"),
    ("Credencial electoral", "idNumber"),
    ("Electoral Registry No.", "idNumber"),
    ("Driver's License No.", "idNumber"),
    ("Travel Document Number", "idNumber"),
    ("Residency Number", "idNumber"),
    ("Romanian Permanent Resident", "idNumber"),
    ("Immigration No.", "idNumber"),
    ("Public Security and Immigration No.", "idNumber"),
    ("VisaNumberID", "idNumber"),
    ("Stateless Person ID Card", "idNumber"),
    ("Refugee ID Card", "idNumber"),
    ("Birth Certificate Number", "idNumber"),
    ("Military Registration Number", "idNumber"),
    ("Cartilla de Servicio Militar Nacional", "idNumber"),
    ("Seafarer's Identification Document", "idNumber"),
    ("SSN", "socialSecurityNumber"),
    ("Tax ID No.", "taxNumber"),
    ("US FEIN", "taxNumber"),
    ("Fiscal Code", "taxNumber"),
    ("Italian Fiscal Code", "taxNumber"),
    ("NIT #", "taxNumber"),
    ("RUC #", "taxNumber"),
    ("RIF #", "taxNumber"),
    ("R.F.C.", "taxNumber"),
    ("RFC", "taxNumber"),
    ("RTN", "taxNumber"),
    ("C.I.F.", "taxNumber"),
    ("N.I.F.", "taxNumber"),
    ("C.U.I.T.", "taxNumber"),
    ("Romanian Tax Registration", "taxNumber"),
    ("Paraguayan tax identification number", "taxNumber"),
    (
        "Numero Unico de Identificacao Tributaria (NUIT)",
        "taxNumber",
    ),
    ("V.A.T. Number", "vatCode"),
    ("Legal Entity Number", "leiCode"),
    ("LE Number", "leiCode"),
    ("Global Intermediary Identification Number", "giiNumber"),
    ("Unified Social Credit Code (USCC)", "uscCode"),
    ("United Social Credit Code Certificate (USCCC)", "uscCode"),
    ("Government Gazette Number", "idNumber"),
    (
        "Russian State Individual Business Registration Number Pattern (OGRNIP)",
        "ogrnCode",
    ),
    ("Registration Number", "registrationNumber"),
    ("Registration ID", "registrationNumber"),
    ("Public Registration Number", "registrationNumber"),
    ("Company Number", "registrationNumber"),
    ("UK Company Number", "registrationNumber"),
    ("Commercial Registry Number", "registrationNumber"),
    ("Business Registration Number", "registrationNumber"),
    ("Business Registration Document #", "registrationNumber"),
    ("Business Number", "registrationNumber"),
    ("Enterprise Number", "registrationNumber"),
    ("Organization Code", "registrationNumber"),
    ("Branch Unit Number", "registrationNumber"),
    ("C.R. No.", "registrationNumber"),
    ("Romanian C.R.", "registrationNumber"),
    ("RSIN", "registrationNumber"),
    ("Certificate of Incorporation Number", "registrationNumber"),
    (
        "Registration Certificate Number (Dubai)",
        "registrationNumber",
    ),
    ("Chamber of Commerce Number", "registrationNumber"),
    (
        "Dubai Chamber of Commerce Membership No.",
        "registrationNumber",
    ),
    ("Istanbul Chamber of Comm. No.", "registrationNumber"),
    ("Matricula Mercantil No", "registrationNumber"),
    ("Folio Mercantil No.", "registrationNumber"),
    ("Central Registration System Number", "registrationNumber"),
    ("Economic Register Number (CBLS)", "registrationNumber"),
    ("Registered Charity No.", "registrationNumber"),
    ("Trade License No.", "licenseNumber"),
    ("Tourism License No.", "licenseNumber"),
    ("Pilot License Number", "licenseNumber"),
    ("License", "licenseNumber"),
    ("Permit Number", "licenseNumber"),
    ("SRE Permit No.", "licenseNumber"),
    ("MSB Registration Number", "licenseNumber"),
    (
        "Afghan Money Service Provider License Number",
        "licenseNumber",
    ),
    ("Vessel Registration Identification", "imoNumber"),
    ("MMSI", "mmsi"),
    ("Aircraft Serial Identification", "serialNumber"),
    ("Serial No.", "serialNumber"),
    ("Chinese Commercial Code", ""),
    ("File Number", ""),
    ("Trademark number", ""),
];

/// A document by which a register or a state knows somebody.
#[derive(Clone, Debug, Default)]
pub(crate) struct Document<'t> {
    pub(crate) kind: &'t str,
    pub(crate) number: &'t str,
    /// The country that issued it, as the list calls it.
    pub(crate) country: &'t str,
    pub(crate) authority: &'t str,
    /// From when to when it is valid, as dates of ours.
    pub(crate) issued: Option<String>,
    pub(crate) expires: Option<String>,
    /// What else is said of it.
    pub(crate) note: String,
}

/// Reads remarks into an entity. What is not understood stays in its notes, where the whole stands.
pub(crate) fn read(remarks: &str, draft: &mut Draft) {
    for phrase in remarks.split("; ") {
        self::phrase(phrase, draft);
    }
}

/// Returns the day on which an entry was put on its list, as some remarks tell it: `Listing Date
/// (CMIC) 03 Jun 2021`.
pub(crate) fn listed(remarks: &str) -> Option<String> {
    remarks.split("; ").find_map(|phrase| {
        let rest = phrase.trim().strip_prefix("Listing Date (")?;
        date_of(rest.split_once(") ")?.1.trim_end_matches('.'))
    })
}

/// Reads one phrase into an entity; tells whether it is understood.
fn phrase(phrase: &str, draft: &mut Draft) -> bool {
    let phrase = phrase.trim().trim_end_matches(['.', ';']);
    let phrase = phrase.strip_prefix("alt. ").unwrap_or(phrase);
    for kind in ["a.k.a. ", "f.k.a. ", "n.k.a. "] {
        if let Some(name) = phrase.strip_prefix(kind) {
            ofac::alias(draft, kind, true, unquoted(name));
            return true;
        }
    }
    let begins = |(kind, _): &&(&str, &str)| {
        let rest = phrase.strip_prefix(kind);
        rest.is_some_and(|rest| rest.starts_with(' '))
    };
    let longest = |table: &'static [(&str, &str)]| {
        let known = table.iter().filter(begins);
        known.map(|(kind, _)| *kind).max_by_key(|kind| kind.len())
    };
    let document = longest(DOCUMENTS);
    match longest(FEATURES) {
        Some(kind) if document.is_none_or(|other| other.len() < kind.len()) => {
            feature(kind, &phrase[kind.len() + 1..], draft)
        }
        _ => match document {
            Some(kind) => {
                let document = told(kind, &phrase[kind.len() + 1..]);
                // `License revoked in 2010` is none.
                let is_number = document.number.bytes().any(|byte| byte.is_ascii_digit());
                is_number && is_stated(&document, draft)
            }
            None => wallet(phrase, draft),
        },
    }
}

fn unquoted(name: &str) -> &str {
    let name = name.trim();
    let inner = |quote| name.strip_prefix(quote)?.strip_suffix(quote);
    inner('\'').or_else(|| inner('"')).unwrap_or(name)
}

/// Reads what stands behind the name of a document: `A1 (Iran) issued 02 Mar 2010 expires 2015`.
fn told<'t>(kind: &'t str, text: &'t str) -> Document<'t> {
    let (text, expires) = text.split_once(" expires ").unwrap_or((text, ""));
    let (text, issued) = text.split_once(" issued ").unwrap_or((text, ""));
    let (number, place) = bracket(text);
    let is_country = countries::code(place).is_some();
    Document {
        kind,
        number,
        country: if is_country { place } else { "" },
        authority: if is_country { "" } else { place },
        issued: date_of(issued),
        expires: date_of(expires),
        note: String::new(),
    }
}

/// Takes what stands in brackets behind a number apart from it.
fn bracket(text: &str) -> (&str, &str) {
    let text = text.trim();
    let apart = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once(" ("));
    apart.unwrap_or((text, ""))
}

/// Tells whether this is what a document is called.
pub(crate) fn is_document(kind: &str) -> bool {
    DOCUMENTS.iter().any(|(known, _)| *known == kind)
}

/// Adds a document to an entity: its number, and the document itself where more is known of it.
pub(crate) fn document(document: &Document<'_>, draft: &mut Draft) {
    if !is_stated(document, draft) {
        let phrase = format!("{} {}", document.kind, document.number);
        draft.add("notes", phrase.trim());
    }
}

/// Adds a document; tells whether its number stands anywhere.
fn is_stated(document: &Document<'_>, draft: &mut Draft) -> bool {
    let known = DOCUMENTS.iter().find(|(kind, _)| *kind == document.kind);
    let property = known.map_or("", |(_, property)| property);
    // Some numbers have their country behind them even where it is told apart.
    let number = match bracket(document.number) {
        (number, place) if countries::code(place).is_some() => number,
        _ => document.number.trim(),
    };
    let is_said = match property {
        "imoNumber" => match number.strip_prefix("IMO ") {
            Some(imo) => put("imoNumber", imo, draft),
            None => put("registrationNumber", number, draft),
        },
        property => put(property, number, draft),
    };
    let is_more = [document.country, document.authority, &document.note]
        .iter()
        .any(|text| !text.is_empty());
    let is_paper = is_more || document.issued.is_some() || document.expires.is_some();
    if is_paper {
        let schema = match property {
            "passportNumber" => "Passport",
            _ => "Identification",
        };
        let key = say::slug(&format!("{} {number}", document.kind));
        let mut paper = Draft::new(&format!("{}-{key}", draft.id()), schema);
        paper.add("holder", draft.id());
        paper.add("type", document.kind);
        paper.add("number", number);
        let country = document.country;
        paper.add("country", countries::code(country).unwrap_or(country));
        paper.add("authority", document.authority);
        paper.add("startDate", document.issued.as_deref().unwrap_or_default());
        paper.add("endDate", document.expires.as_deref().unwrap_or_default());
        paper.add("summary", &document.note);
        draft.beside(paper);
    }
    is_said || is_paper
}

/// Adds a value, if the entity may have it.
fn put(property: &'static str, value: &str, draft: &mut Draft) -> bool {
    let may = !property.is_empty() && !value.is_empty() && draft.takes(property);
    if may {
        draft.add(property, value);
    }
    may
}

/// Says a feature of an entity; tells whether it is understood and the entity may have it.
pub(crate) fn feature(kind: &str, value: &str, draft: &mut Draft) -> bool {
    let value = value.trim();
    let known = FEATURES.iter().find(|(known, _)| *known == kind);
    let Some((_, property)) = known else {
        return wallet(&format!("{kind} {value}"), draft);
    };
    match *property {
        // About when somebody was born is said in the notes.
        "birthDate" | "incorporationDate" | "buildDate" => {
            date_of(value).is_some_and(|date| put(property, &date, draft))
        }
        "nationality" | "citizenship" | "jurisdiction" | "flag" | "pastFlags" => {
            if value.eq_ignore_ascii_case("undetermined") {
                return true;
            }
            put(property, countries::code(value).unwrap_or(value), draft)
        }
        "gender" => put(property, &value.to_ascii_lowercase(), draft),
        // Some files print `56,068` and `CKLB CN BJ` where others have no marks between.
        "tonnage" | "grossRegisteredTonnage" => put(property, &value.replace(',', ""), draft),
        "swiftBic" => put(property, &value.replace(' ', ""), draft),
        property => put(property, value, draft),
    }
}

/// Reads `Digital Currency Address - XBT 1A2b`: a wallet that the entity holds.
fn wallet(phrase: &str, draft: &mut Draft) -> bool {
    let rest = phrase.strip_prefix("Digital Currency Address - ");
    let Some((currency, key)) = rest.and_then(|rest| rest.split_once(' ')) else {
        return false;
    };
    let mut wallet = Draft::new(&format!("{}-wallet-{key}", draft.id()), "CryptoWallet");
    wallet.caption(&format!("{currency} {key}"));
    wallet.add("publicKey", key);
    wallet.add("currencySymbol", currency);
    wallet.add("holder", draft.id());
    draft.beside(wallet);
    true
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
    say::date(&date).map(|date| date.to_string())
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
            "DOB 12 Feb 1964; alt. DOB circa 1960; POB Izhevsk, Russia; nationality Burma; alt. Passport A1 (Iran) issued 02 Mar 2010 expires 2015; a.k.a. 'AL-X'; a.k.a. 'DOE, Jane'; Gender Male; License revoked; Registration Certificate Number (Dubai) 5; Digital Currency Address - XBT 1A2b; something else.",
            &mut draft,
        );
        let said = draft.said();
        let expected = [
            ("birthDate", "1964-02-12"),
            ("birthPlace", "Izhevsk, Russia"),
            ("nationality", "mm"),
            ("passportNumber", "A1"),
            ("weakAlias", "AL-X"),
            ("weakAlias", "Jane DOE"),
            ("weakAlias", "DOE, Jane"),
            ("gender", "male"),
            ("registrationNumber", "5"),
        ];
        assert_eq!(said, expected);
        let [passport, wallet] = draft.others() else {
            panic!("a passport and a wallet are entities of their own")
        };
        assert_eq!(passport.id(), "x-passport-a1");
        let expected = [
            ("holder", "x"),
            ("type", "Passport"),
            ("number", "A1"),
            ("country", "ir"),
            ("startDate", "2010-03-02"),
            ("endDate", "2015"),
        ];
        assert_eq!(passport.said(), expected);
        assert!(wallet.said().contains(&("publicKey", "1A2b")));
    }

    #[test]
    fn a_day_of_listing_is_found() {
        let remarks = "ISIN X; Listing Date (CMIC) 03 Jun 2021; Target Type Public Company.";
        assert_eq!(listed(remarks).as_deref(), Some("2021-06-03"));
        assert_eq!(listed("Listing Date (CMIC) 03 Jun 2021."), listed(remarks));
        assert_eq!(listed("Listing Date unknown"), None);
    }

    #[test]
    fn every_property_is_one_of_the_model() {
        let draft = |schema| Draft::new("x", schema);
        let any = ["Person", "Company", "Vessel", "Airplane"].map(draft);
        for (kind, property) in FEATURES.iter().chain(DOCUMENTS) {
            let known = any.iter().any(|draft| draft.takes(property));
            assert!(known || property.is_empty(), "{kind}");
        }
    }
}
