//! Days and times as tables write them, by a pattern of letters as Unicode TR 35 has them.

use crate::import::say;
use crate::model::MONTHS;
use std::fmt::Write as _;

/// How a day or time is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Field>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Field {
    /// A letter that stands for a number, and how often it stands there.
    Number(char, usize),
    /// The name of a month, in English.
    Month,
    /// A fraction of a second, with what stands before it; it may be lacking.
    Fraction,
    /// A zone; it may be lacking.
    Zone,
    Letter(char),
}

#[derive(Default)]
struct Moment {
    year: u32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    fraction: String,
    zone: String,
}

impl Pattern {
    /// Reads a pattern; `Err` with what is wrong.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut fields = Vec::new();
        let mut letters = text.chars().peekable();
        while let Some(letter) = letters.next() {
            let mut count = 1;
            while letter.is_ascii_alphabetic() && letters.next_if_eq(&letter).is_some() {
                count += 1;
            }
            if letter == 'S' {
                // The point belongs to the fraction.
                fields.pop_if(|field| *field == Field::Letter('.'));
            }
            fields.push(match (letter, count) {
                ('y', 4) | ('M' | 'd' | 'H' | 'm' | 's', 1 | 2) => Field::Number(letter, count),
                ('M', 3 | 4) => Field::Month,
                ('S', _) => Field::Fraction,
                ('X' | 'x', 1..=3) => Field::Zone,
                ('T', 1) => Field::Letter('T'),
                (letter, 1) if !letter.is_ascii_alphabetic() => Field::Letter(letter),
                _ => {
                    return Err(format!(
                        "`{letter}` in the format `{text}` stands for nothing that is known"
                    ));
                }
            });
        }
        Ok(Self(fields))
    }

    /// Reads a pattern that is known to be right.
    pub(super) fn iso(text: &str) -> Self {
        Self::read(text).unwrap_or(Self(Vec::new()))
    }

    /// Reads a day.
    pub(super) fn date(&self, text: &str) -> Option<String> {
        let moment = self.moment(text)?;
        Some(format!("{}{}", moment.day()?, moment.zone))
    }

    /// Reads a time.
    pub(super) fn time(&self, text: &str) -> Option<String> {
        let moment = self.moment(text)?;
        Some(format!("{}{}", moment.time()?, moment.zone))
    }

    /// Reads a day with a time.
    pub(super) fn date_time(&self, text: &str) -> Option<String> {
        let moment = self.moment(text)?;
        Some(format!(
            "{}T{}{}",
            moment.day()?,
            moment.time()?,
            moment.zone
        ))
    }

    fn moment(&self, text: &str) -> Option<Moment> {
        let mut moment = Moment::default();
        let mut rest = text;
        for (place, field) in self.0.iter().enumerate() {
            match field {
                Field::Letter(letter) => rest = rest.strip_prefix(*letter)?,
                Field::Number(letter, count) => {
                    // One letter takes as many digits as there may be, unless a number follows.
                    let is_tight = matches!(self.0.get(place + 1), Some(Field::Number(..)));
                    let most = if *letter == 'y' {
                        4
                    } else if is_tight {
                        *count
                    } else {
                        2
                    };
                    let digits = rest
                        .bytes()
                        .take(most)
                        .take_while(u8::is_ascii_digit)
                        .count();
                    if digits < *count {
                        return None;
                    }
                    let number = rest[..digits].parse().ok()?;
                    rest = &rest[digits..];
                    *match letter {
                        'y' => &mut moment.year,
                        'M' => &mut moment.month,
                        'd' => &mut moment.day,
                        'H' => &mut moment.hour,
                        'm' => &mut moment.minute,
                        _ => &mut moment.second,
                    } = number;
                }
                Field::Month => {
                    let end = rest
                        .find(|c: char| !c.is_alphabetic())
                        .unwrap_or(rest.len());
                    let name = rest[..end].to_lowercase();
                    let is_it = |month: &&str| {
                        name.len() >= 3 && month.starts_with(&name)
                            || name == "sept" && **month == *"september"
                    };
                    moment.month = MONTHS.iter().position(is_it)? as u32 + 1;
                    rest = &rest[end..];
                    rest = rest.strip_prefix('.').unwrap_or(rest);
                }
                Field::Fraction => {
                    if let Some(behind) = rest.strip_prefix('.') {
                        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
                        if digits == 0 {
                            return None;
                        }
                        behind[..digits].clone_into(&mut moment.fraction);
                        rest = &behind[digits..];
                    }
                }
                Field::Zone => {
                    let zone = rest.trim_start();
                    if !zone.is_empty() {
                        moment.zone = self::zone(zone)?;
                        rest = "";
                    }
                }
            }
        }
        rest.is_empty().then_some(moment)
    }
}

impl Moment {
    fn day(&self) -> Option<String> {
        let day = format!("{:04}-{:02}-{:02}", self.year, self.month, self.day);
        say::date_type(&day).map(|_| day)
    }

    fn time(&self) -> Option<String> {
        if self.hour > 23 || self.minute > 59 || self.second > 59 {
            return None;
        }
        let mut time = format!("{:02}:{:02}:{:02}", self.hour, self.minute, self.second);
        if !self.fraction.is_empty() {
            // A string takes whatever is written to it.
            let _ = write!(time, ".{}", self.fraction);
        }
        Some(time)
    }
}

/// Reads a zone, `Z`, `+01`, `+0100` or `+01:00`.
fn zone(text: &str) -> Option<String> {
    if text == "Z" {
        return Some("Z".to_owned());
    }
    let sign = text
        .chars()
        .next()
        .filter(|sign| matches!(sign, '+' | '-'))?;
    let digits = text[1..].replace(':', "");
    let is_right =
        matches!(digits.len(), 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_right {
        return None;
    }
    let (hours, minutes) = digits.split_at(2);
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    let is_time = hours.parse().is_ok_and(|hours: u8| hours <= 14)
        && minutes.parse().is_ok_and(|minutes: u8| minutes <= 59);
    is_time.then(|| format!("{sign}{hours}:{minutes}"))
}
