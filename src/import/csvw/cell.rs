//! What a cell holds: its datatype, and how its text is read as a value of it.
//!
//! As "Model for Tabular Data and Metadata on the Web", section 6.4, has it.

use crate::import::csvw::moment::Pattern;
use crate::import::say;
use std::borrow::Cow;

const XSD: &str = "http://www.w3.org/2001/XMLSchema#";
const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

/// The datatype of cells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Datatype {
    base: Base,
    /// The datatype of literals; `None` for texts that may have a language.
    iri: Option<String>,
    form: Form,
}

/// How blank space is treated, and what a text must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Base {
    /// A text, with its blank space.
    Text,
    /// A text whose blank space counts as one blank each.
    Words,
    Boolean,
    Integer,
    Decimal,
    Double,
    Date,
    Time,
    DateTime,
    Year,
    YearMonth,
    /// A datatype whose values are taken as they are.
    Other,
}

/// How values are written.
#[derive(Clone, Debug, PartialEq)]
enum Form {
    Plain,
    Boolean { yes: String, no: String },
    Number { point: char, group: Option<char> },
    Moment(Pattern),
}

/// What came of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Read<'t> {
    /// A value of the datatype.
    Value(Cow<'t, str>),
    /// A date that is not as precise as the datatype has it.
    LessPrecise(Cow<'t, str>),
    /// No value of the datatype.
    Wrong,
}

/// The name of a datatype in a mapping, where its values are, and what its IRI is called.
const NAMES: &[(&str, Base)] = &[
    ("string", Base::Text),
    ("anyAtomicType", Base::Text),
    ("html", Base::Text),
    ("json", Base::Text),
    ("xml", Base::Text),
    ("normalizedString", Base::Words),
    ("token", Base::Words),
    ("language", Base::Words),
    ("Name", Base::Words),
    ("NCName", Base::Words),
    ("NMTOKEN", Base::Words),
    ("anyURI", Base::Words),
    ("QName", Base::Words),
    ("base64Binary", Base::Other),
    ("hexBinary", Base::Other),
    ("boolean", Base::Boolean),
    ("integer", Base::Integer),
    ("long", Base::Integer),
    ("int", Base::Integer),
    ("short", Base::Integer),
    ("byte", Base::Integer),
    ("nonNegativeInteger", Base::Integer),
    ("nonPositiveInteger", Base::Integer),
    ("positiveInteger", Base::Integer),
    ("negativeInteger", Base::Integer),
    ("unsignedLong", Base::Integer),
    ("unsignedInt", Base::Integer),
    ("unsignedShort", Base::Integer),
    ("unsignedByte", Base::Integer),
    ("decimal", Base::Decimal),
    ("double", Base::Double),
    ("float", Base::Double),
    ("date", Base::Date),
    ("time", Base::Time),
    ("dateTime", Base::DateTime),
    ("dateTimeStamp", Base::DateTime),
    ("gYear", Base::Year),
    ("gYearMonth", Base::YearMonth),
    ("gMonth", Base::Other),
    ("gMonthDay", Base::Other),
    ("gDay", Base::Other),
    ("duration", Base::Other),
    ("dayTimeDuration", Base::Other),
    ("yearMonthDuration", Base::Other),
];

impl Datatype {
    /// Returns the datatype of cells of which nothing is said.
    pub(super) fn text() -> Self {
        Self {
            base: Base::Text,
            iri: None,
            form: Form::Plain,
        }
    }

    /// Returns the datatype of a name, as the standard lists them.
    pub(super) fn named(name: &str) -> Option<Self> {
        let name = match name {
            "number" => "double",
            "any" => "anyAtomicType",
            "datetime" => "dateTime",
            "binary" => "base64Binary",
            name => name,
        };
        let (_, base) = NAMES.iter().find(|(known, _)| *known == name)?;
        let iri = match name {
            "string" => None,
            "html" => Some(format!("{RDF}HTML")),
            "xml" => Some(format!("{RDF}XMLLiteral")),
            "json" => Some("http://www.w3.org/ns/csvw#JSON".to_owned()),
            name => Some(format!("{XSD}{name}")),
        };
        Some(Self {
            base: *base,
            iri,
            form: Form::Plain,
        })
    }

    /// Gives the datatype another IRI, as a datatype of one's own has it.
    #[must_use]
    pub(super) fn with_iri(mut self, iri: String) -> Self {
        self.iri = Some(iri);
        self
    }

    /// Says how values are written, in the words of the standard; `Err` with what is wrong.
    pub(super) fn with_form(mut self, format: &str) -> Result<Self, String> {
        self.form = match self.base {
            Base::Boolean => match format.split_once('|') {
                Some((yes, no)) => Form::Boolean {
                    yes: yes.to_owned(),
                    no: no.to_owned(),
                },
                None => {
                    return Err(format!(
                        "the format `{format}` of a boolean needs `|` between its two words"
                    ));
                }
            },
            // How many digits there are is of no concern to who reads a number.
            Base::Integer | Base::Decimal | Base::Double => {
                return Ok(self.with_letters(None, None));
            }
            Base::Date | Base::Time | Base::DateTime => Form::Moment(Pattern::read(format)?),
            // The format is a regular expression that values should fit, which is not looked at.
            _ => return Ok(self),
        };
        Ok(self)
    }

    /// Says which letter stands before the fraction of a number, and which between its thousands:
    /// `.` and `,` where a mapping has a format that does not name them.
    #[must_use]
    pub(super) fn with_letters(mut self, point: Option<char>, group: Option<char>) -> Self {
        if matches!(self.base, Base::Integer | Base::Decimal | Base::Double) {
            self.form = Form::Number {
                point: point.unwrap_or('.'),
                group: group.or(Some(',')).filter(|group| Some(*group) != point),
            };
        }
        self
    }

    /// Returns the datatype of literals; `None` for texts that may have a language.
    pub(super) fn iri(&self) -> Option<&str> {
        self.iri.as_deref()
    }

    /// Returns a text with the blank space that counts.
    pub(super) fn blanks<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let text = text.trim();
        let is_plain = !text.contains(['\r', '\n', '\t']) && !text.contains("  ");
        if self.base == Base::Text || is_plain {
            return Cow::Borrowed(text);
        }
        let words: Vec<&str> = text
            .split([' ', '\r', '\n', '\t'])
            .filter(|word| !word.is_empty())
            .collect();
        Cow::Owned(words.join(" "))
    }

    /// Reads a text as a value.
    pub(super) fn read<'t>(&self, text: &'t str) -> Read<'t> {
        let plain = |is_right: bool| match is_right {
            true => Read::Value(Cow::Borrowed(text)),
            false => Read::Wrong,
        };
        match (self.base, &self.form) {
            (Base::Text | Base::Words | Base::Other, _) => plain(true),
            (Base::Boolean, form) => {
                let (yes, no) = match form {
                    Form::Boolean { yes, no } => (yes.as_str(), no.as_str()),
                    _ => ("true", "false"),
                };
                let is_plain = matches!(form, Form::Plain);
                match text {
                    text if text == yes || is_plain && text == "1" => Read::Value("true".into()),
                    text if text == no || is_plain && text == "0" => Read::Value("false".into()),
                    _ => Read::Wrong,
                }
            }
            (Base::Integer | Base::Decimal | Base::Double, form) => {
                let (point, group) = match form {
                    Form::Number { point, group } => (*point, *group),
                    _ => ('.', None),
                };
                number(text, self.base, point, group).map_or(Read::Wrong, Read::Value)
            }
            (Base::Year, _) => plain(text.len() == 4 && say::date_type(text).is_some()),
            (Base::YearMonth, _) => plain(text.len() == 7 && say::date_type(text).is_some()),
            // Some tables know of some things the year only.
            (Base::Date, _) if text.len() < 8 && say::date_type(text).is_some() => {
                Read::LessPrecise(Cow::Borrowed(text))
            }
            (Base::Date, Form::Moment(pattern)) => moment(pattern.date(text)),
            (Base::Time, Form::Moment(pattern)) => moment(pattern.time(text)),
            (Base::DateTime, Form::Moment(pattern)) => moment(pattern.date_time(text)),
            (Base::Date, _) => match say::date_type(text) {
                Some(_) => plain(true),
                None => moment(Pattern::iso("yyyy-MM-ddX").date(text)),
            },
            (Base::Time, _) => moment(Pattern::iso("HH:mm:ss.SX").time(text)),
            (Base::DateTime, _) => moment(Pattern::iso("yyyy-MM-ddTHH:mm:ss.SX").date_time(text)),
        }
    }
}

fn moment<'t>(read: Option<String>) -> Read<'t> {
    read.map_or(Read::Wrong, |text| Read::Value(Cow::Owned(text)))
}

/// Reads a number: `%` and `‰` count.
fn number<'t>(text: &'t str, base: Base, point: char, group: Option<char>) -> Option<Cow<'t, str>> {
    let part = |sign: char| text.strip_suffix(sign).or(text.strip_prefix(sign));
    let (digits, places) = match (part('%'), part('‰')) {
        (Some(digits), _) => (digits.trim(), 2),
        (None, Some(digits)) => (digits.trim(), 3),
        (None, None) => (text, 0),
    };
    let mut plain = String::with_capacity(digits.len());
    for c in digits.chars() {
        match c {
            c if Some(c) == group => (),
            c if c == point => plain.push('.'),
            '.' => return None,
            c => plain.push(c),
        }
    }
    let (mantissa, power) = match plain.split_once(['e', 'E']) {
        Some((mantissa, power)) if base == Base::Double => (mantissa, Some(power)),
        Some(_) => return None,
        None => (plain.as_str(), None),
    };
    if base == Base::Double && matches!(plain.as_str(), "INF" | "-INF" | "NaN") {
        return Some(Cow::Owned(plain));
    }
    let unsigned = |text: &str| text.strip_prefix(['-', '+']).unwrap_or(text).to_owned();
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let whole_digits = unsigned(whole);
    let is_number = is_digits(&whole_digits)
        && is_digits(fraction)
        && !(whole_digits.is_empty() && fraction.is_empty())
        && power.is_none_or(|power| {
            let power = unsigned(power);
            !power.is_empty() && is_digits(&power)
        });
    if !is_number || base == Base::Integer && (mantissa.contains('.') || places > 0) {
        return None;
    }
    if places == 0 {
        return Some(match plain == text {
            true => Cow::Borrowed(text),
            false => Cow::Owned(plain),
        });
    }
    // The point moves to the left; digits stay as they are.
    if power.is_some() {
        return None;
    }
    let sign = if whole.starts_with('-') { "-" } else { "" };
    let padded = format!("{whole_digits:0>width$}", width = places + 1);
    let (whole, moved) = padded.split_at(padded.len() - places);
    Some(Cow::Owned(format!("{sign}{whole}.{moved}{fraction}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(datatype: &Datatype, text: &str) -> Option<String> {
        match datatype.read(text) {
            Read::Value(value) => Some(value.into_owned()),
            Read::LessPrecise(value) => Some(format!("~{value}")),
            Read::Wrong => None,
        }
    }

    #[test]
    fn cells_are_read_by_their_datatype() {
        let of = |name: &str| Datatype::named(name).unwrap();
        let german = of("decimal").with_letters(Some(','), Some('.'));
        let day = of("date").with_form("d.M.yyyy").unwrap();
        let month = of("date").with_form("d MMM yyyy").unwrap();
        let yes = of("boolean").with_form("Y|N").unwrap();
        let time = of("dateTime").with_form("M/d/yyyy HH:mm").unwrap();
        for (datatype, text, expected) in [
            (&german, "1.234,5", Some("1234.5")),
            (&german, "25,5 %", Some("0.255")),
            (&german, "-5%", Some("-0.05")),
            (&german, "most", None),
            (&german, "", None),
            (&of("integer"), "-17", Some("-17")),
            (
                &of("integer").with_form("#,##0").unwrap(),
                "1,234",
                Some("1234"),
            ),
            (&of("decimal"), "1,234", None),
            (&of("integer"), "1.5", None),
            (&of("number"), "1e3", Some("1e3")),
            (&of("number"), "1,000", None),
            (&day, "4.2.2019", Some("2019-02-04")),
            (&day, "31.2.2019", None),
            (&day, "4.2.2019x", None),
            (&day, "2019", Some("~2019")),
            (&month, "12 Feb 1964", Some("1964-02-12")),
            (&of("date"), "2019-02-04", Some("2019-02-04")),
            (&of("date"), "2019-02-04Z", Some("2019-02-04Z")),
            (&of("date"), "2019-02", Some("~2019-02")),
            (&of("date"), "soon", None),
            (&of("gYear"), "2019", Some("2019")),
            (&time, "2/4/2019 09:05", Some("2019-02-04T09:05:00")),
            (
                &of("datetime"),
                "2019-02-04T09:05:00.25+01:00",
                Some("2019-02-04T09:05:00.25+01:00"),
            ),
            (&of("datetime"), "2019-02-04T25:05:00", None),
            (&yes, "Y", Some("true")),
            (&yes, "true", None),
            (&of("boolean"), "0", Some("false")),
        ] {
            assert_eq!(read(datatype, text).as_deref(), expected, "{text}");
        }
        assert_eq!(of("token").blanks(" a \n b "), "a b");
        assert_eq!(of("string").blanks(" a \n b "), "a \n b");
        assert!(Datatype::named("money").is_none());
        assert!(of("date").with_form("dd.QQ").is_err());
    }
}
