//! What several sources say about one day, weighed.

use crate::model::Date;

/// Returns the date to go by: the finest of those that agree.
///
/// Where dates do not agree, the one with which most sources agree; then the finer, then the
/// earlier.
pub(super) fn best<S: PartialEq>(dates: &[(Date, Vec<S>)]) -> Option<Date> {
    let finest = dates.iter().map(|(date, _)| *date).filter(|date| {
        let finer = |(other, _): &(Date, Vec<S>)| other.is_finer_than(*date);
        let agreeing = |(other, _): &(Date, Vec<S>)| other.agrees_with(*date);
        !dates.iter().any(|other| finer(other) && agreeing(other))
    });
    let weight = |date: Date| {
        let agreeing = dates.iter().filter(|(other, _)| other.agrees_with(date));
        let mut sources: Vec<&S> = Vec::new();
        for source in agreeing.flat_map(|(_, sources)| sources) {
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        sources.len()
    };
    let mut best: Option<(usize, Date)> = None;
    for date in finest {
        let candidate = (weight(date), date);
        let better = best.is_none_or(|(count, known)| {
            candidate.0 > count
                || candidate.0 == count
                    && (date.is_finer_than(known) || !known.is_finer_than(date) && date < known)
        });
        if better {
            best = Some(candidate);
        }
    }
    best.map(|(_, date)| date)
}

/// Returns the date of a change that belongs to an edition: its own, else that of the edition,
/// which also makes a coarse date of its own finer.
pub(super) fn within(own: Option<Date>, edition: Option<Date>) -> Option<Date> {
    match (own, edition) {
        (Some(own), Some(edition)) if edition.agrees_with(own) && edition.is_finer_than(own) => {
            Some(edition)
        }
        (own, edition) => own.or(edition),
    }
}

/// Tells whether some two of the dates cannot both be right.
pub(super) fn disagree<S>(dates: &[(Date, Vec<S>)]) -> bool {
    let mut pairs = dates.iter().enumerate();
    pairs.any(|(place, (date, _))| {
        let mut later = dates[place + 1..].iter();
        later.any(|(other, _)| !other.agrees_with(*date))
    })
}

/// Adds a source to the value that it states, keeping values and sources sorted.
pub(super) fn tell<T: Ord, S: Ord>(told: &mut Vec<(T, Vec<S>)>, value: T, source: S) {
    let place = match told.binary_search_by(|(known, _)| known.cmp(&value)) {
        Ok(place) => place,
        Err(place) => {
            told.insert(place, (value, Vec::new()));
            place
        }
    };
    let sources = &mut told[place].1;
    if let Err(place) = sources.binary_search(&source) {
        sources.insert(place, source);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(dates: &[(&str, &[u8])]) -> Vec<(Date, Vec<u8>)> {
        let dates = dates.iter();
        dates
            .map(|(date, sources)| (date.parse().expect(date), sources.to_vec()))
            .collect()
    }

    fn date(text: &str) -> Option<Date> {
        Some(text.parse().expect(text))
    }

    #[test]
    fn the_finest_of_agreeing_dates_is_taken() {
        let dates = told(&[("2025", &[1]), ("2025-12", &[2]), ("2025-12-18", &[3])]);
        assert_eq!(best(&dates), date("2025-12-18"));
        assert!(!disagree(&dates));
        assert_eq!(best::<u8>(&[]), None);
    }

    #[test]
    fn of_rival_dates_the_better_attested_then_the_earlier() {
        let dates = told(&[("2026-06-22", &[1]), ("2026-06-23", &[2, 3])]);
        assert_eq!(best(&dates), date("2026-06-23"));
        assert!(disagree(&dates));
        let even = told(&[("2026-06-22", &[1]), ("2026-06-23", &[2])]);
        assert_eq!(best(&even), date("2026-06-22"));
        let coarse = told(&[("2024", &[1]), ("2025-06-23", &[2])]);
        assert_eq!(best(&coarse), date("2025-06-23"));
    }

    #[test]
    fn an_edition_dates_its_undated_and_coarse_changes() {
        let day = date("2025-01-07");
        assert_eq!(within(None, day), day);
        assert_eq!(within(date("2025-01"), day), day);
        assert_eq!(within(date("2024-12"), day), date("2024-12"));
        assert_eq!(within(day, date("2025")), day);
    }
}
