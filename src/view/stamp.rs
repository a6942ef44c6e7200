//! A date in 32 bits, kept as precise as it was.

use crate::model::Date;
use jiff::civil::Date as Day;

/// A [`Date`] or none, packed so that numbers compare as first days do.
///
/// ```text
/// bit 24 …… 9   8 … 5   4 … 0
/// year + 2^15 | month | day     month and day 0 where unknown; all 0: no date
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp(u32);

impl Stamp {
    /// No date.
    pub(super) const NONE: Self = Self(0);
    /// The bits that a stamp can use.
    pub(super) const BITS: u32 = (1 << 25) - 1;

    /// Returns the stamp in the low bits of `bits`.
    pub(super) fn from_bits(bits: u32) -> Self {
        Self(bits & Self::BITS)
    }

    /// Returns the packed number, below 2^25.
    pub(super) fn to_bits(self) -> u32 {
        self.0
    }

    pub(super) fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// Returns this stamp, or `other` if it is none.
    pub(super) fn or(self, other: Self) -> Self {
        if self.is_none() { other } else { self }
    }

    /// Tells whether the first possible day is `day` or before; no date counts as always.
    pub(super) fn begins_by(self, day: Self) -> bool {
        self <= day
    }

    /// Tells whether the last possible day is before `day`; no date never ends.
    pub(super) fn ends_before(self, day: Self) -> bool {
        !self.is_none() && self.last() < day.0
    }

    /// Returns a number that orders stamps by their last possible day.
    pub(super) fn last(self) -> u32 {
        match self.0 {
            bits if bits & 0x1ff == 0 => bits | 0x1ff,
            bits if bits & 0x1f == 0 => bits | 0x1f,
            bits => bits,
        }
    }

    /// Returns the date.
    pub(super) fn to_date(self) -> Option<Date> {
        if self.is_none() {
            return None;
        }
        let year = i16::try_from(i64::from(self.0 >> 9) - (1 << 15)).ok()?;
        let month = i8::try_from((self.0 >> 5) & 0xf).ok()?;
        let day = i8::try_from(self.0 & 0x1f).ok()?;
        match (month, day) {
            (0, _) => Some(Date::Year(year)),
            (_, 0) => Some(Date::Month(year, month)),
            _ => Day::new(year, month, day).ok().map(Date::Day),
        }
    }
}

impl From<Date> for Stamp {
    fn from(date: Date) -> Self {
        let (year, month, day) = match date {
            Date::Year(year) => (year, 0, 0),
            Date::Month(year, month) => (year, month, 0),
            Date::Day(day) => (day.year(), day.month(), day.day()),
        };
        let year = u32::from(year.wrapping_sub(i16::MIN) as u16);
        Self(year << 9 | u32::from(month.unsigned_abs()) << 5 | u32::from(day.unsigned_abs()))
    }
}

impl From<Day> for Stamp {
    fn from(day: Day) -> Self {
        Date::Day(day).into()
    }
}

impl From<Option<Date>> for Stamp {
    fn from(date: Option<Date>) -> Self {
        date.map_or(Self::NONE, Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_date() -> impl Strategy<Value = Date> {
        (-9999_i16..=9999, 1_i8..=12, 1_i8..=28, 0..3).prop_map(|(year, month, day, grain)| {
            match grain {
                0 => Date::Year(year),
                1 => Date::Month(year, month),
                _ => Date::Day(Day::constant(year, month, day)),
            }
        })
    }

    proptest! {
        #[test]
        fn packing_keeps_date_and_order(a in any_date(), b in any_date()) {
            let (x, y) = (Stamp::from(a), Stamp::from(b));
            prop_assert_eq!(x.to_date(), Some(a));
            prop_assert_eq!(Stamp::from_bits(x.to_bits() | 1 << 31), x);
            if let Date::Day(day) = b {
                prop_assert_eq!(x.begins_by(y), a.first_day() <= day);
                prop_assert_eq!(x.ends_before(y), a.last_day() < day);
            }
        }
    }
}
