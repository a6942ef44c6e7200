//! What registers of ownership say of an interest: how large a part it is.

/// An interval of parts of a whole, in per cent, with what lies open at its ends.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Bounds {
    /// The least part, and whether it is more than that.
    pub(crate) low: Option<(f64, bool)>,
    /// The largest part, and whether it is less than that.
    pub(crate) high: Option<(f64, bool)>,
}

impl Bounds {
    /// Returns bounds that are a part of a whole, or `None`: no share is less than nothing or more
    /// than all.
    pub(crate) fn new(low: Option<(f64, bool)>, high: Option<(f64, bool)>) -> Option<Self> {
        let is_part = |(bound, _): &(f64, bool)| (0.0..=100.0).contains(bound);
        let is_whole = low.iter().chain(&high).all(is_part);
        let least = low.map_or(0.0, |bound| bound.0);
        let is_some = low.is_some() || high.is_some();
        (is_some && is_whole && least <= high.map_or(100.0, |bound| bound.0))
            .then_some(Self { low, high })
    }

    /// Returns the bounds as a percentage of FollowTheMoney. An end that is not told is that of all
    /// shares: none or all.
    pub(crate) fn percentage(&self) -> String {
        let low = self.low.map_or(0.0, |bound| bound.0);
        let high = self.high.map_or(100.0, |bound| bound.0);
        match low == high {
            true => format!("{low}%"),
            false => format!("{low}-{high}%"),
        }
    }

    /// Returns the bounds in words, such as `more than 25 % up to 50 %`.
    pub(crate) fn words(&self) -> String {
        let low = self.low.map(|(bound, is_open)| match is_open {
            true => format!("more than {bound} %"),
            false => format!("{bound} %"),
        });
        let high = self.high.map(|(bound, is_open)| match is_open {
            true => format!("less than {bound} %"),
            false => format!("{bound} %"),
        });
        match (low, high) {
            (Some(low), Some(high)) if low == high => low,
            (Some(low), Some(high)) if high.starts_with("less") => format!("{low} and {high}"),
            (Some(low), Some(high)) => format!("{low} up to {high}"),
            (Some(low), None) if low.starts_with("more") => low,
            (Some(low), None) => format!("at least {low}"),
            (None, Some(high)) if high.starts_with("less") => high,
            (None, Some(high)) => format!("up to {high}"),
            (None, None) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::say::share;

    #[test]
    fn bounds_are_shares() {
        let told = |low, high| {
            let bounds = Bounds::new(low, high)?;
            Some((share(&bounds.percentage())?, bounds.words()))
        };
        let open = told(Some((25.0, true)), Some((50.0, false)));
        assert_eq!(open, Some(((0.25, 0.5), "more than 25 % up to 50 %".into())));
        let one = told(Some((33.3, false)), Some((33.3, false)));
        assert_eq!(one, Some(((0.333, 0.333), "33.3 %".into())));
        let most = told(Some((50.0, true)), Some((75.0, true)));
        assert_eq!(most.unwrap().1, "more than 50 % and less than 75 %");
        let least = told(Some((10.0, false)), None);
        assert_eq!(least, Some(((0.1, 1.0), "at least 10 %".into())));
        let small = told(Some((0.5, false)), Some((0.5, false)));
        assert_eq!(small.unwrap().0, (0.005, 0.005));
        assert_eq!(told(None, None), None);
        assert_eq!(told(Some((60.0, false)), Some((50.0, false))), None);
        assert_eq!(told(Some((-1.0, false)), None), None);
        assert_eq!(told(Some((f64::NAN, false)), None), None);
        assert_eq!(told(None, Some((101.0, false))), None);
    }
}
