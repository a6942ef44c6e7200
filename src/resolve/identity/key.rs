//! Identifiers in the one form in which they are compared.

use crate::model::vocab::AGID;

/// Returns a legal entity identifier: 20 letters and digits (ISO 17442).
pub(super) fn lei(text: &str) -> Option<String> {
    let lei = bare(text);
    (lei.len() == 20 && has_digit(&lei)).then_some(lei)
}

/// Returns a number of the IMO, seven digits.
pub(super) fn imo(text: &str) -> Option<String> {
    let number = bare(text);
    let number = number.strip_prefix("IMO").unwrap_or(&number);
    let is_number = number.len() == 7 && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && is_telling(number)).then(|| number.to_owned())
}

/// Returns an item of Wikidata, from its id or its address.
pub(super) fn wikidata(text: &str) -> Option<String> {
    let id = text.trim().rsplit('/').next()?.to_ascii_uppercase();
    let digits = id.strip_prefix('Q')?;
    let is_item = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_item.then_some(id)
}

/// Returns the item of Wikidata that a node itself is.
pub(super) fn wikidata_of(iri: &str) -> Option<String> {
    let own = iri
        .strip_prefix(AGID)
        .and_then(|id| id.strip_prefix("ftm-"));
    let theirs = || {
        let rest = iri.split_once("://www.wikidata.org/entity/");
        rest.map(|(_, id)| id)
    };
    own.or_else(theirs)
        .filter(|id| id.starts_with('Q'))
        .and_then(wikidata)
}

/// Countries whose registers are kept in their parts, so that a number without the part says
/// nothing: states, provinces, courts, emirates (the registers of GLEIF's list of registration
/// authorities).
const LOCAL: [&str; 5] = ["ae", "ca", "de", "es", "us"];

/// Returns a number in the register of a country or of a part of one (`us-de`).
pub(super) fn register(country: &str, number: &str) -> Option<String> {
    let country = country.trim().to_ascii_lowercase().replace('_', "-");
    let number = bare(number);
    let is_country = country.len() >= 2 && country.is_ascii();
    let is_told = is_country && !LOCAL.contains(&country.as_str());
    (is_told && number.len() >= 4 && has_digit(&number) && is_telling(&number))
        .then(|| format!("{country} {number}"))
}

/// Returns the code of a share with its market: `0700 HK`, `HKEX: 700` and `0700.HK` are
/// `HK 700`. A code without a market is none.
pub(super) fn ticker(text: &str) -> Option<String> {
    let text = text.trim().to_uppercase();
    let pair = |a: &str, b: &str| {
        let (a, b) = (a.trim(), b.trim().trim_matches(['(', ')']));
        let known = market(a).map(|market| (market, b.to_owned()));
        known.or_else(|| Some((market(b)?, a.to_owned())))
    };
    let (market, code) = match text.split_once(':') {
        Some((a, b)) => pair(a, b),
        None => match text.rsplit_once([' ', '.', '-']) {
            Some((a, b)) => {
                let b = b.trim_matches(['(', ')']);
                market(b).map(|market| (market, a.trim().to_owned()))
            }
            None => None,
        },
    }?;
    // Hong Kong prints four or five digits for the same number.
    let code = match market {
        "HK" => code.trim_start_matches('0'),
        _ => &code,
    };
    let is_code = !code.is_empty()
        && code
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/'));
    is_code.then(|| format!("{market} {code}"))
}

/// Exchanges as they are written before or behind a code: short names, codes of ISO 10383, and the
/// countries and suffixes that data services use. Within a market a code is one share.
const MARKETS: &[(&str, &[&str])] = &[
    ("AU", &["AU", "ASX", "AX", "XASX"]),
    (
        "CN",
        &[
            "CN", "CH", "CG", "CS", "SH", "SS", "SSE", "SHA", "XSHG", "SZ", "SZSE", "SHE", "XSHE",
        ],
    ),
    ("DE", &["DE", "GR", "GY", "ETR", "XETRA", "XETR"]),
    ("FR", &["FR", "FP", "EPA", "XPAR"]),
    ("GB", &["GB", "LN", "LON", "LSE", "XLON"]),
    ("HK", &["HK", "HKG", "HKEX", "SEHK", "XHKG"]),
    ("IN", &["IN", "NSE", "BOM", "XNSE", "XBOM"]),
    ("JP", &["JP", "JT", "TYO", "TSE", "XTKS"]),
    ("KR", &["KR", "KS", "KQ", "KRX", "KOSPI", "KOSDAQ", "XKRX"]),
    ("RU", &["RU", "RM", "MCX", "MOEX", "MISX"]),
    ("SG", &["SG", "SP", "SGX", "XSES"]),
    ("TW", &["TW", "TT", "TWSE", "TPE", "XTAI"]),
    (
        "US",
        &[
            "US", "UN", "UW", "UQ", "NYSE", "NASDAQ", "AMEX", "XNYS", "XNAS", "XASE",
        ],
    ),
];

fn market(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let mut markets = MARKETS.iter();
    markets
        .find(|(_, names)| names.contains(&name))
        .map(|(market, _)| *market)
}

/// Returns the letters and digits of an identifier, in capitals.
fn bare(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric());
    kept.flat_map(char::to_uppercase).collect()
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Tells whether a number is more than one sign over and over, as stands where there is none.
fn is_telling(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    chars.any(|c| Some(c) != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_one_form() {
        let lei_of = |text| lei(text).unwrap_or_default();
        assert_eq!(lei_of(" 5299-00example0000017"), "529900EXAMPLE0000017");
        assert_eq!(lei("529900"), None);
        assert_eq!(imo("IMO 9074729").as_deref(), Some("9074729"));
        assert_eq!(imo("907472"), None);
        assert_eq!(imo("0000000"), None);
        let item = Some("Q42".to_owned());
        assert_eq!(wikidata("https://www.wikidata.org/wiki/q42"), item);
        assert_eq!(wikidata_of("https://w3id.org/actorgraph/id/ftm-Q42"), item);
        assert_eq!(wikidata_of("http://www.wikidata.org/entity/Q42"), item);
        assert_eq!(
            wikidata_of("https://w3id.org/actorgraph/id/ftm-NK-Q42"),
            None
        );
        assert_eq!(wikidata("Queen"), None);
    }

    #[test]
    fn numbers_count_within_their_register() {
        let same = register("ru", "1027700132195");
        assert!(same.is_some());
        assert_eq!(register("RU", "102-7700-132195"), same);
        assert_ne!(register("cy", "1027700132195"), same);
        assert_eq!(register("de", "HRB 12345"), None);
        assert_eq!(register("us", "0012345"), None);
        assert!(register("us_de", "0012345").is_some());
        for nothing in ["", "0000000", "n/a", "none", "-", "12"] {
            assert_eq!(register("ru", nothing), None, "{nothing}");
        }
    }

    #[test]
    fn codes_of_shares_need_a_market() {
        let hong_kong = Some("HK 700".to_owned());
        for text in [
            "0700 HK",
            "00700 HK",
            "HKEX: 700",
            "0700.HK",
            "hkg:0700",
            "0700 (HK)",
        ] {
            assert_eq!(ticker(text), hong_kong, "{text}");
        }
        assert_eq!(ticker("NYSE: BABA"), ticker("BABA US"));
        assert_eq!(ticker("688981.SS"), ticker("688981 CN"));
        assert_ne!(ticker("CHA US"), ticker("CHA RU"));
        for text in ["BABA", "0700", "", ":", "HK", "BRK.B", "A: B"] {
            assert_eq!(ticker(text), None, "{text}");
        }
    }
}
