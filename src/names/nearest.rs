//! "Did you mean …?" for words of a closed set: ids, columns, commands.

use rapidfuzz::distance::{jaro_winkler, osa};

/// Returns the candidate most like `word`, if one is near enough to be a slip of the pen.
///
/// Near means at most a third of the letters changed, added, dropped or swapped (OSA distance), or
/// a common beginning with a Jaro–Winkler likeness above 0.9. Ties go to the first by spelling.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = word.chars().count();
    let near = |candidate: &'a str| {
        let distance = osa::distance(word.chars(), candidate.chars());
        let likeness = jaro_winkler::similarity(word.chars(), candidate.chars());
        (distance * 3 <= letters || likeness > 0.9).then_some((distance, candidate))
    };
    let best = candidates.into_iter().filter_map(near).min()?;
    Some(best.1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_a_slip_but_no_stranger() {
        let columns = ["sources", "confidence", "note"];
        assert_eq!(nearest("source", columns), Some("sources"));
        assert_eq!(nearest("confidense", columns), Some("confidence"));
        assert_eq!(nearest("company", columns), None);
    }
}

/// Tells whether two words differ by one slip of the pen: a letter more, less, other, or two that
/// changed places.
#[must_use]
pub fn is_slip(one: &str, other: &str) -> bool {
    let (letters, others) = (one.chars().count(), other.chars().count());
    letters.abs_diff(others) <= 1
        && osa::distance(one.chars(), other.chars()) == 1
}
