//! Dates as people write them in English: `2026`, `June 2026`, `8 June 2026`, `June 8, 2026`, `2026-06-08`.

use super::token::Token;
use crate::ask::plan::Period;
use crate::model::Date;
use jiff::civil::Date as Day;

const MONTHS: [&str; 12] = [
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

/// Returns the stretches of words that begin here and are dates, with their number of words.
///
/// A month without a year is the last one that is not after `today`.
pub fn dates(tokens: &[Token], today: Day) -> Vec<(usize, Period)> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let mut found = Vec::new();
    let mut add = |width: usize, text: String| {
        if let Ok(date) = text.parse::<Date>() {
            found.push((width, Period::of(date)));
        }
    };
    if word(0).len() >= 4 {
        add(1, word(0).to_owned());
    }
    if let Some(month) = month(word(0)) {
        if let Some(year) = year(word(1)) {
            add(2, format!("{year}-{month:02}"));
        } else if let Some(day) = day(word(1)) {
            let comma = usize::from(word(2) == ",");
            if let Some(year) = year(word(2 + comma)) {
                add(3 + comma, format!("{year}-{month:02}-{day:02}"));
            }
        }
        if year(word(1)).is_none() && day(word(1)).is_none() {
            let passed = month <= today.month();
            let year = if passed {
                today.year()
            } else {
                today.year() - 1
            };
            add(1, format!("{year:04}-{month:02}"));
        }
    }
    if let (Some(day), Some(month)) = (day(word(0)), month(word(1)))
        && let Some(year) = year(word(2))
    {
        add(3, format!("{year}-{month:02}-{day:02}"));
    }
    let relative = match (word(0), word(1)) {
        ("today" | "now" | "currently" | "nowadays", _) => None,
        ("last", "year") => Some(Date::Year(today.year() - 1)),
        ("this", "year") => Some(Date::Year(today.year())),
        ("this", "month") => Some(Date::Month(today.year(), today.month())),
        _ => None,
    };
    if let Some(date) = relative {
        found.push((2, Period::of(date)));
    }
    if word(0) == "yesterday"
        && let Ok(day) = today.yesterday()
    {
        found.push((1, Period::of(Date::Day(day))));
    }
    found
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let place = MONTHS.iter().position(|month| {
        *month == word
            || (word.len() >= 3 && word != "mar" && month.starts_with(word) && word.len() <= 4)
            || (word == "mar" && *month == "march")
    })?;
    i8::try_from(place + 1).ok()
}

fn year(word: &str) -> Option<&str> {
    (word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) && word >= "1800").then_some(word)
}

fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let day: u8 = digits.parse().ok()?;
    let suffix = &word[digits.len()..];
    (matches!(suffix, "" | "st" | "nd" | "rd" | "th") && (1..=31).contains(&day)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ask::english::token::english;
    use jiff::civil::date;

    #[test]
    fn reads_written_dates() {
        let today = date(2026, 11, 22);
        for (text, width, words) in [
            ("2026", 1, "in 2026"),
            ("June 2026", 2, "in 2026-06"),
            ("8 June 2026", 3, "on 2026-06-08"),
            ("June 8th, 2026", 4, "on 2026-06-08"),
            ("2026-06-08", 1, "on 2026-06-08"),
            ("December", 1, "in 2025-12"),
            ("last year", 2, "in 2025"),
        ] {
            let found = dates(&english(text), today);
            let (best, period) = found.iter().max_by_key(|(width, _)| *width).expect(text);
            assert_eq!((*best, period.words()), (width, words.to_owned()), "{text}");
        }
    }
}
