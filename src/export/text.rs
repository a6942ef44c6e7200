//! Small services for texts: characters that XML lacks, line breaks, short IRIs.

use crate::store::PREFIXES;
use oxrdf::NamedNode;
use std::borrow::Cow;

/// Tells whether XML 1.0 has a way to write this character.
pub(crate) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// Returns the text with U+FFFD in place of the characters that XML cannot hold.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_xml) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.replace(|c| !is_xml(c), "\u{FFFD}"))
    }
}

/// Returns an IRI with one of our prefixes, as SPARQL reads it (`ag:listedBy`), or in full.
pub(crate) fn compact(iri: &str) -> Cow<'_, str> {
    let short = PREFIXES.iter().find_map(|(prefix, namespace)| {
        let local = iri.strip_prefix(namespace)?;
        let plain = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        (!local.is_empty() && local.chars().all(plain)).then(|| format!("{prefix}:{local}"))
    });
    short.map_or(Cow::Borrowed(iri), Cow::Owned)
}

/// Returns several IRIs as one text, separated by spaces, which no IRI contains.
pub(crate) fn spaced(iris: &[NamedNode]) -> String {
    let iris: Vec<&str> = iris.iter().map(NamedNode::as_str).collect();
    iris.join(" ")
}

/// Breaks a text into lines of about `width` Latin letters, a Chinese character counting two.
///
/// Lines end between words and after any Chinese character; a longer word stays whole.
pub(crate) fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let (mut line, mut used) = (String::new(), 0);
        for word in paragraph.split_whitespace() {
            let mut gap = usize::from(used > 0);
            for piece in word.split_inclusive(is_wide) {
                let length: usize = piece.chars().map(|c| 1 + usize::from(is_wide(c))).sum();
                if used > 0 && used + gap + length > width {
                    lines.push(std::mem::take(&mut line));
                    (used, gap) = (0, 0);
                }
                line.push_str(&" "[..gap]);
                line.push_str(piece);
                used += gap + length;
                gap = 0;
            }
        }
        lines.push(line);
    }
    lines.join("\n")
}

/// Tells whether a character is about as wide as two Latin letters: Chinese, Japanese, Korean.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FF60}' | '\u{1F300}'..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use proptest::prelude::*;

    #[test]
    fn lines_break_between_words_and_after_chinese_characters() {
        assert_eq!(
            wrap("Semiconductor Manufacturing International Corporation", 24),
            "Semiconductor\nManufacturing\nInternational\nCorporation"
        );
        assert_eq!(
            wrap("中芯国际集成电路制造有限公司", 12),
            "中芯国际集成\n电路制造有限\n公司"
        );
        assert_eq!(wrap("one two", 7), "one two");
        assert_eq!(wrap("two\nlines", 24), "two\nlines");
        assert_eq!(wrap("", 24), "");
    }

    #[test]
    fn only_our_prefixes_and_plain_names_are_shortened() {
        assert_eq!(
            compact("https://w3id.org/actorgraph/ns#listedBy"),
            "ag:listedBy"
        );
        for iri in [
            "https://w3id.org/actorgraph/ns#",
            "https://schema.org/a/b",
            "urn:x:y",
        ] {
            assert_eq!(compact(iri), iri);
        }
    }

    proptest! {
        #[test]
        fn wrapping_changes_nothing_but_white_space(text in sample::text(), width in 1usize..40) {
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            prop_assert_eq!(bare(&wrap(&text, width)), bare(&text));
        }
    }
}
