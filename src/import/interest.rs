//! What registers of ownership say of an interest: of what nature it is, and how large a part.

use crate::import::ftm::Draft;

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

/// What kind of interest it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Nature {
    /// Shares are held: its part is the share.
    Shares,
    /// What comes with owning without shares, such as rights to assets.
    Rights,
    /// Control in another way: votes, appointments, influence, a trust.
    Control,
    /// An office held.
    Office,
    /// It is not told.
    #[default]
    Unknown,
}

/// One interest of somebody in an entity.
#[derive(Clone, Debug, Default)]
pub(crate) struct Claim {
    pub(crate) nature: Nature,
    /// What it is called, in small letters; of what is not told, how the owner is tied to the asset.
    pub(crate) role: String,
    pub(crate) bounds: Option<Bounds>,
    /// What else is said of it.
    pub(crate) said: String,
    pub(crate) start: String,
    pub(crate) end: String,
}

impl Claim {
    /// Tells whether another says the same interest, whatever else it says of it.
    pub(crate) fn is(&self, other: &Self) -> bool {
        (self.nature, &self.role, &self.start, self.bounds)
            == (other.nature, &other.role, &other.start, other.bounds)
    }

    /// Returns the entities of FollowTheMoney that tell of the interests of one owner in one asset;
    /// the first has the id `base`.
    ///
    /// Interests of one time are one ownership, save that each holding of shares is one of its own.
    pub(crate) fn drafts(claims: Vec<Self>, base: &str, owner: &str, asset: &str) -> Vec<Draft> {
        let mut groups: Vec<Vec<Self>> = Vec::new();
        let (first, others): (Vec<Self>, Vec<Self>) = claims
            .into_iter()
            .partition(|claim: &Self| claim.nature == Nature::Shares);
        for claim in [first, others].concat() {
            let is_alone = !matches!(claim.nature, Nature::Rights | Nature::Control);
            let fits = |group: &&mut Vec<Self>| {
                let head = &group[0];
                let is_tie = !matches!(head.nature, Nature::Office | Nature::Unknown);
                is_tie && (&head.start, &head.end) == (&claim.start, &claim.end)
            };
            match groups.iter_mut().find(fits).filter(|_| !is_alone) {
                Some(group) => group.push(claim),
                None => groups.push(vec![claim]),
            }
        }
        let drafts = groups.iter().enumerate().map(|(place, group)| {
            let id = match place {
                0 => base.to_owned(),
                place => format!("{base}-{}", place + 1),
            };
            draft(group, &id, owner, asset)
        });
        drafts.collect()
    }
}

fn draft(group: &[Claim], id: &str, owner: &str, asset: &str) -> Draft {
    let head = &group[0];
    let mut draft = match head.nature {
        Nature::Office => {
            let mut draft = Draft::new(id, "Directorship");
            draft.add("director", owner);
            draft.add("organization", asset);
            draft.add("role", &head.role);
            draft
        }
        Nature::Unknown => {
            let mut draft = Draft::new(id, "UnknownLink");
            draft.add("subject", owner);
            draft.add("object", asset);
            draft.add("role", &head.role);
            draft
        }
        Nature::Shares | Nature::Rights | Nature::Control => {
            let mut draft = Draft::new(id, "Ownership");
            draft.add("owner", owner);
            draft.add("asset", asset);
            for claim in group {
                draft.add("role", &claim.role);
            }
            let parts = group.iter().filter(|claim| claim.nature != Nature::Control);
            let mut bounds = parts.clone().filter_map(|claim| claim.bounds);
            if let Some(bounds) = bounds.next() {
                draft.add("percentage", &bounds.percentage());
            }
            if parts.count() == 0 {
                draft.add("ownershipType", "control");
            }
            draft
        }
    };
    draft.add("startDate", &head.start);
    draft.add("endDate", &head.end);
    for claim in group {
        let part = claim
            .bounds
            .map(|bounds| bounds.words())
            .unwrap_or_default();
        let said = [part.as_str(), claim.said.as_str()];
        let said: Vec<&str> = said.into_iter().filter(|said| !said.is_empty()).collect();
        if !said.is_empty() {
            let said = said.join(", ");
            draft.add("description", &format!("{}: {said}", claim.role));
        }
    }
    draft
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
        assert_eq!(
            open,
            Some(((0.25, 0.5), "more than 25 % up to 50 %".into()))
        );
        let one = told(Some((37.5, false)), Some((37.5, false)));
        assert_eq!(one, Some(((0.375, 0.375), "37.5 %".into())));
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
