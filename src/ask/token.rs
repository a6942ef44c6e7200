//! A question cut into words: the same for all languages, since questions mix scripts.

use crate::names::normalize;
use std::ops::Range;

/// A word with its place in the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word in lower case, typographic apostrophes made plain, Chinese simplified.
    pub text: String,
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// Whether it is written with a capital or holds a digit.
    pub prominent: bool,
    /// Whether it is written in capitals in a text that is not: `US` is not `us`.
    pub capitals: bool,
}

/// Cuts a text: words, numbers, `'s` and `n't` apart, each Chinese character for itself,
/// punctuation dropped except commas.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut start = None;
    let joins = |c: char| {
        c.is_alphanumeric() && !is_han(c) || matches!(c, '\'' | '’' | '-' | '&' | '.' | '/' | '%')
    };
    let last = text.rfind(char::is_alphanumeric);
    let chars: Vec<(usize, char)> = text.char_indices().chain([(text.len(), ' ')]).collect();
    for (at, c) in chars {
        let sign = |text: &str| Token {
            text: text.to_owned(),
            range: at..at + c.len_utf8(),
            prominent: false,
            capitals: false,
        };
        let next = text[at..].chars().nth(1);
        // An arrow asks for the way from one to the other.
        if c == '→' || c == '>' && text[..at].ends_with('-') {
            if let Some(from) = start.take() {
                word(text, from..at - usize::from(c == '>'), &mut tokens);
            }
            tokens.push(sign("→"));
            continue;
        }
        let alone = c == '-' && start.is_none() && next == Some(' ');
        if !alone && joins(c) && at < text.len() {
            start.get_or_insert(at);
            continue;
        }
        if let Some(from) = start.take() {
            word(text, from..at, &mut tokens);
        }
        // A plus between words joins them.
        let apart = text[..at].is_empty() || text[..at].ends_with(' ');
        if c == '+' && apart && next.is_none_or(|next| next == ' ') {
            tokens.push(sign("+"));
        }
        if matches!(c, ',' | '，' | '、' | ';' | '；') {
            tokens.push(sign(","));
        }
        // A dash between words or a colon sets off what is talked about.
        let dash = matches!(c, '–' | '—' | ':' | '：') || alone;
        if dash && !tokens.is_empty() && last.is_some_and(|last| last > at) {
            tokens.push(sign(":"));
        }
        if is_han(c) {
            let range = at..at + c.len_utf8();
            tokens.push(Token {
                text: normalize(&text[range.clone()]),
                range,
                prominent: true,
                capitals: false,
            });
        }
    }
    // The first word has its capital from its place.
    if let Some(first) = tokens.first_mut() {
        let mut rest = text[first.range.clone()].chars().skip(1);
        first.prominent &= !rest.all(|c| c.is_lowercase()) || first.text.chars().any(is_han);
    }
    let shouted = !text.chars().any(char::is_lowercase);
    for token in &mut tokens {
        let raw = &text[token.range.clone()];
        token.capitals =
            !shouted && raw.len() > 1 && raw.chars().all(|c| c.is_ascii_uppercase() || c == '.');
    }
    tokens
}

fn word(text: &str, mut range: Range<usize>, tokens: &mut Vec<Token>) {
    // Marks at either end belong to the sentence: `list.`, `'DeepSeek'`.
    let marks = ['\'', '’', '-', '.', '/', '&', '%'];
    let raw = &text[range.clone()];
    range.start += raw.len() - raw.trim_start_matches(marks).len();
    range.end -= raw.len() - raw.trim_end_matches(marks).len();
    if range.is_empty() || range.start > range.end {
        return;
    }
    let raw = &text[range.clone()];
    let plain = raw.replace('’', "'").to_lowercase();
    let prominent = raw.chars().any(|c| c.is_uppercase() || c.is_ascii_digit());
    let cut = [
        "n't",
        "'s",
        "'re",
        "'ve",
        "'d",
        "'ll",
        "-based",
        "-headquartered",
        "-listed",
        "-owned",
    ]
    .iter()
    .find(|suffix| plain.len() > suffix.len() && plain.ends_with(**suffix));
    // Lowering may change lengths outside ASCII; then the word stays whole.
    let Some(suffix) = cut.filter(|_| raw.replace('’', "'").len() == plain.len()) else {
        tokens.push(Token {
            text: plain,
            range,
            prominent,
            capitals: false,
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
    let head = match &plain[..plain.len() - suffix.len()] {
        "wo" => "will",
        "ca" => "can",
        "sha" => "shall",
        head => head,
    };
    tokens.push(Token {
        text: head.to_owned(),
        range: range.start..middle,
        prominent,
        capitals: false,
    });
    tokens.push(Token {
        text: suffix.trim_start_matches('-').to_owned(),
        range: middle + suffix.len() - suffix.trim_start_matches('-').len()..range.end,
        prominent: false,
        capitals: false,
    });
}

/// Tells whether a character is written without spaces around its word.
pub fn is_han(c: char) -> bool {
    matches!(c, '々'..='〇' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::tokens;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
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
    fn cuts_chinese_by_characters() {
        assert_eq!(
            words("誰要求DeepSeek，2026年？"),
            ["谁", "要", "求", "deepseek", ",", "2026", "年"]
        );
    }

    #[test]
    fn ranges_lie_in_the_text() {
        let text = "“Alibaba’s” – 阿里巴巴’s É’s";
        for token in tokens(text) {
            assert!(text.get(token.range).is_some());
        }
    }
}
