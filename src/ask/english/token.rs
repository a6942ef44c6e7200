//! A question cut into words.

use std::ops::Range;

/// A word with its place in the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word in lower case, typographic apostrophes made plain.
    pub text: String,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Whether it is written with a capital or holds a digit.
    pub prominent: bool,
}

/// Cuts English text: words, numbers, `'s` and `n't` apart, punctuation dropped except commas.
pub fn english(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = None;
    let joins = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '&' | '.' | '/');
    let chars: Vec<(usize, char)> = text.char_indices().chain([(text.len(), ' ')]).collect();
    for (at, c) in chars {
        if joins(c) && at < text.len() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            word(text, from..at, &mut tokens);
        }
        if c == ',' {
            tokens.push(Token {
                text: ",".to_owned(),
                range: at..at + 1,
                prominent: false,
            });
        }
    }
    tokens
}

fn word(text: &str, mut range: Range<usize>, tokens: &mut Vec<Token>) {
    // Marks at either end belong to the sentence: `list.`, `'DeepSeek'`.
    let marks = ['\'', '’', '-', '.', '/', '&'];
    let raw = &text[range.clone()];
    range.start += raw.len() - raw.trim_start_matches(marks).len();
    range.end -= raw.len() - raw.trim_end_matches(marks).len();
    if range.is_empty() || range.start > range.end {
        return;
    }
    let raw = &text[range.clone()];
    let plain = raw.replace('’', "'").to_lowercase();
    let prominent = raw.chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
    let cut = ["n't", "'s", "'re", "'ve", "'d", "'ll"]
        .iter()
        .find(|suffix| plain.len() > suffix.len() && plain.ends_with(**suffix));
    // Lowering may change lengths outside ASCII; then the word stays whole.
    let Some(suffix) = cut.filter(|_| raw.replace('’', "'").len() == plain.len()) else {
        tokens.push(Token {
            text: plain,
            range,
            prominent,
        });
        return;
    };
    let tail = suffix.len()
        + if raw.contains('’') {
            '’'.len_utf8() - 1
        } else {
            0
        };
    let middle = range.end - tail;
    tokens.push(Token {
        text: plain[..plain.len() - suffix.len()].to_owned(),
        range: range.start..middle,
        prominent,
    });
    tokens.push(Token {
        text: (*suffix).to_owned(),
        range: middle..range.end,
        prominent: false,
    });
}

#[cfg(test)]
mod tests {
    use super::english;

    fn words(text: &str) -> Vec<String> {
        english(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn cuts_possessives_and_negations() {
        assert_eq!(
            words("Wasn't DeepSeek’s name, on it?"),
            ["was", "n't", "deepseek", "'s", "name", ",", "on", "it"]
        );
        assert_eq!(words("D.D.C. and 1260H."), ["d.d.c", "and", "1260h"]);
    }

    #[test]
    fn ranges_lie_in_the_text() {
        let text = "“Alibaba’s” – 阿里巴巴’s É’s";
        for token in english(text) {
            assert!(text.get(token.range).is_some());
        }
    }
}
