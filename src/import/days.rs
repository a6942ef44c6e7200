//! Days as lists write them, as precise as they are written.

use crate::import::remarks::date_of;
use crate::import::say;
use crate::model::Date;

/// Reads `DD/MM/YYYY`. A day or month that is `00` or letters (`dd/mm/1950`) is not known.
pub(crate) fn day_first(text: &str) -> Option<Date> {
    let (day, rest) = text.trim().split_once('/')?;
    let (month, year) = rest.split_once('/')?;
    let known = |part: &str| part.bytes().any(|byte| matches!(byte, b'1'..=b'9'));
    let written = match (known(month), known(day)) {
        (true, true) => format!("{}-{month:0>2}-{day:0>2}", year_of(year)?),
        (true, false) => format!("{}-{month:0>2}", year_of(year)?),
        (false, _) => year_of(year)?,
    };
    say::date(&written)
}

/// Reads `M/D/YYYY` or `M/D/YY`.
pub(crate) fn month_first(text: &str) -> Option<Date> {
    let (month, rest) = text.trim().split_once('/')?;
    let (day, year) = rest.split_once('/')?;
    say::date(&format!("{}-{month:0>2}-{day:0>2}", year_of(year)?))
}

/// Reads `June 21, 2022`, `21 Jun 2022`, `21-Jun-2022`, `2022-06-21`.
pub(crate) fn in_words(text: &str) -> Option<Date> {
    let known = say::date(text);
    known.or_else(|| {
        let plain = text.replace([',', '-', '.'], " ");
        let words: Vec<&str> = plain.split_whitespace().collect();
        let turned = match words.as_slice() {
            [month, day, year] if !starts_with_digit(month) => format!("{day} {month} {year}"),
            words => words.join(" "),
        };
        say::date(&date_of(&turned)?)
    })
}

/// Returns the days of citations of the Federal Register, in their order: `87 FR 20299, 4/7/22`,
/// `91 FR 35189 (June 10, 2026)`.
pub(crate) fn cited(text: &str) -> Vec<Date> {
    let edge = |c: char| matches!(c, ',' | ';' | '.' | '(' | ')');
    let words = text.split_whitespace().map(|word| word.trim_matches(edge));
    let words: Vec<&str> = words.collect();
    let at = |place: usize| {
        let slashed = month_first(words[place]);
        slashed.or_else(|| in_words(&words.get(place..place + 3)?.join(" ")))
    };
    (0..words.len()).filter_map(at).collect()
}

/// Returns a year of four digits for one of two or four.
fn year_of(text: &str) -> Option<String> {
    let text = text.trim();
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match text.len() {
        4 => Some(text.to_owned()),
        2 if text < "70" => Some(format!("20{text}")),
        2 => Some(format!("19{text}")),
        _ => None,
    }
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(date: Option<Date>) -> String {
        date.map_or_else(String::new, |date| date.to_string())
    }

    #[test]
    fn days_are_read_as_they_are_written() {
        for (written, expected) in [
            ("28/09/1955", "1955-09-28"),
            ("00/04/1984", "1984-04"),
            ("10/00/1983", "1983"),
            ("00/00/1962", "1962"),
            ("dd/mm/1950", "1950"),
            ("31/02/1950", ""),
            ("circa 1950", ""),
            ("", ""),
            ("é/é/é", ""),
        ] {
            assert_eq!(text(day_first(written)), expected, "{written}");
        }
        assert_eq!(text(month_first("4/7/22")), "2022-04-07");
        assert_eq!(text(month_first("02/10/2022")), "2022-02-10");
        assert_eq!(text(month_first("13/10/2022")), "");
        for written in ["June 21, 2022", "21 Jun 2022", "21-Jun-2022", "2022-06-21"] {
            assert_eq!(text(in_words(written)), "2022-06-21", "{written}");
        }
        assert_eq!(text(in_words("Smarch 1, 2022")), "");
    }

    #[test]
    fn citations_have_days() {
        let days = |text: &str| {
            let days = cited(text);
            days.iter().map(Date::to_string).collect::<Vec<_>>()
        };
        assert_eq!(
            days("84 FR 22963, 5/21/19. 85 FR 51596, 8/20/20."),
            ["2019-05-21", "2020-08-20"]
        );
        assert_eq!(days("91 FR 35189 (June 10, 2026)"), ["2026-06-10"]);
        assert_eq!(days("67 F.R. 10890 3/11/02"), ["2002-03-11"]);
        assert!(days("76 FR 71869").is_empty());
    }
}
