//! A date with the precision that its source gives: a day, a month or a year.

use jiff::civil::Date as Day;
use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNodeRef, Term};
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// The months in English, in small letters.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A date as precise as its source: `2026-06-08`, `2026-06` or `2026`.
///
/// A month is not its first day: [`first_day`](Date::first_day) and [`last_day`](Date::last_day)
/// give the interval in which the thing happened. Dates order by their first day, then by their
/// last, then the more precise first, so that sorting is total and agrees with reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Date {
    /// Only the year is known (`xsd:gYear`).
    Year(i16),
    /// Year and month are known (`xsd:gYearMonth`).
    Month(i16, i8),
    /// The day is known (`xsd:date`).
    Day(Day),
}

/// What is wrong with a text that should be a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DateError {
    /// The text has another shape than `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[error("`{0}` is not a date of the form `YYYY-MM-DD`, `YYYY-MM` or `YYYY`")]
    Shape(String),
    /// The shape is right, but the calendar has no such day or month.
    #[error("`{0}` is not in the calendar")]
    Calendar(String),
}

impl Date {
    /// Returns the first day on which this date can lie.
    pub fn first_day(self) -> Day {
        match self {
            Self::Year(year) => Day::constant(year, 1, 1),
            Self::Month(year, month) => Day::constant(year, month, 1),
            Self::Day(day) => day,
        }
    }

    /// Returns the last day on which this date can lie.
    pub fn last_day(self) -> Day {
        match self {
            Self::Year(year) => Day::constant(year, 12, 31),
            Self::Month(year, month) => Day::constant(year, month, 1).last_of_month(),
            Self::Day(day) => day,
        }
    }

    /// Tells whether `other` may be the same date told more or less precisely.
    pub fn agrees_with(self, other: Self) -> bool {
        self.first_day() <= other.last_day() && other.first_day() <= self.last_day()
    }

    /// Tells whether this date says more than `other`: a day more than a month, a month more than a year.
    pub fn is_finer_than(self, other: Self) -> bool {
        self.grain() > other.grain()
    }

    /// Returns the year.
    pub fn year(self) -> i16 {
        self.first_day().year()
    }

    /// Reads a date from a literal of one of the three XML Schema types, or from a plain text.
    pub fn from_term(term: &Term) -> Option<Self> {
        let Term::Literal(literal) = term else {
            return None;
        };
        let value = literal.value();
        // `xsd:dateTime` is read by its day, and a time zone behind a date is dropped.
        let value = value.split('T').next().unwrap_or(value);
        value.trim_end_matches('Z').parse().ok()
    }

    /// Returns the literal of this date with its XML Schema type.
    pub fn to_literal(self) -> Literal {
        Literal::new_typed_literal(self.to_string(), self.datatype())
    }

    fn datatype(self) -> NamedNodeRef<'static> {
        match self {
            Self::Year(_) => xsd::G_YEAR,
            Self::Month(..) => xsd::G_YEAR_MONTH,
            Self::Day(_) => xsd::DATE,
        }
    }

    fn grain(self) -> u8 {
        match self {
            Self::Year(_) => 0,
            Self::Month(..) => 1,
            Self::Day(_) => 2,
        }
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let shape = || DateError::Shape(text.to_owned());
        let calendar = || DateError::Calendar(text.to_owned());
        let parts: Vec<&str> = text.split('-').collect();
        let widths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
        if !matches!(widths[..], [4] | [4, 2] | [4, 2, 2])
            || !text
                .bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_digit())
        {
            return Err(shape());
        }
        let number = |index: usize| parts[index].parse::<i16>().map_err(|_| shape());
        let year = number(0)?;
        if year == 0 {
            return Err(calendar());
        }
        let small = |index: usize| number(index).map(|n| i8::try_from(n).unwrap_or(0));
        match parts.len() {
            1 => Ok(Self::Year(year)),
            2 => {
                let month = small(1)?;
                Day::new(year, month, 1).map_err(|_| calendar())?;
                Ok(Self::Month(year, month))
            }
            _ => Day::new(year, small(1)?, small(2)?)
                .map(Self::Day)
                .map_err(|_| calendar()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{year:04}-{month:02}"),
            Self::Day(day) => write!(f, "{day}"),
        }
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.first_day(), self.last_day()).cmp(&(other.first_day(), other.last_day()))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        Self::Day(day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().expect(text)
    }

    #[test]
    fn keeps_the_precision_it_was_given() {
        for text in ["2026", "2026-06", "2026-06-08"] {
            assert_eq!(date(text).to_string(), text);
        }
    }

    #[test]
    fn refuses_what_the_calendar_lacks() {
        for text in ["2026-13", "2026-02-30", "0000"] {
            assert_eq!(
                text.parse::<Date>(),
                Err(DateError::Calendar(text.to_owned()))
            );
        }
        for text in ["", "26-06-08", "2026/06/08", "8 June 2026", "2026-6-8"] {
            assert_eq!(text.parse::<Date>(), Err(DateError::Shape(text.to_owned())));
        }
    }

    #[test]
    fn a_month_agrees_with_its_days_only() {
        assert!(date("2025-12").agrees_with(date("2025-12-18")));
        assert!(!date("2025-12").agrees_with(date("2026-01-01")));
        assert!(date("2025-12-18").is_finer_than(date("2025-12")));
    }
}
