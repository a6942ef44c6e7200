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

/// Tells whether two words differ by a slip of the pen that makes no other word: a letter left out,
/// doubled or too much, or two that changed places. Another letter may well be another word.
#[must_use]
pub fn is_slip(one: &str, other: &str) -> bool {
    let (letters, others) = (one.chars().count(), other.chars().count());
    if letters.abs_diff(others) > 1 {
        return false;
    }
    let apart = one
        .chars()
        .zip(other.chars())
        .filter(|(a, b)| a != b)
        .count();
    (letters != others || apart == 2) && osa::distance(one.chars(), other.chars()) == 1
}

#[cfg(test)]
mod tests {
    use super::{is_slip, nearest};

    #[test]
    fn finds_a_slip_but_no_stranger() {
        let columns = ["sources", "confidence", "note"];
        assert_eq!(nearest("source", columns), Some("sources"));
        assert_eq!(nearest("confidense", columns), Some("confidence"));
        assert_eq!(nearest("company", columns), None);
    }

    #[test]
    fn a_slip_makes_no_other_word() {
        assert!(is_slip("reqested", "requested"));
        assert!(is_slip("lsited", "listed"));
        assert!(!is_slip("revenue", "revenge"));
        assert!(!is_slip("listed", "listed"));
    }
}
