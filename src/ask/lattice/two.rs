//! Questions that compare two things: which numbers or days they set side by side.

use crate::ask::language::More;
use crate::ask::lattice::Speech;
use crate::ask::phrase::{Tense, Word};
use crate::ask::sayings::fill;
use crate::ask::token::{Token, tokens};

/// Two numbers that a question compares.
pub struct TwoNumbers {
    /// Whether the first is asked to be greater.
    pub more: bool,
    /// In which words the two may be asked for: the first, and those of the second, that which keeps most
    /// of the first before the others.
    pub ways: Vec<(String, Vec<String>)>,
}

/// How many words what is counted may have before its verb.
const MOST_COUNTED: usize = 4;
/// How many words `which one` has.
const ONE: usize = 2;

/// The two numbers of a comparison that stand on both sides of a word.
fn two_counted(words: &More, text: &str) -> Option<TwoNumbers> {
    let bare = |text: &str, greater: Option<bool>| {
        let mut text = text.trim();
        let ends = greater
            .into_iter()
            .flat_map(|more| words.behind[usize::from(!more)]);
        let ends: Vec<&str> = ends.copied().collect();
        let (mut changed, mut compared) = (true, false);
        while changed {
            changed = false;
            let around = words.around.iter().copied();
            for word in around.chain(ends.iter().copied().filter(|_| !compared)) {
                if let Some(rest) = text.strip_suffix(word) {
                    compared |= ends.contains(&word);
                    (text, changed) = (rest.trim(), true);
                    break;
                }
            }
        }
        let mut around = words.around.iter();
        let start = around.find_map(|word| text.strip_prefix(word));
        (compared, start.unwrap_or(text).to_owned())
    };
    let counted = |what: &str| {
        let (link, noun) = words.noun;
        let noun = if what.ends_with(link) { noun } else { "" };
        fill(words.counted, &[("what", &format!("{what}{noun}"))])
    };
    let cuts = words
        .between
        .iter()
        .flat_map(|word| text.match_indices(word));
    let mut found = cuts.flat_map(|(at, word)| [true, false].map(|more| (at, word, more)));
    found.find_map(|(at, word, more)| {
        let (compared, second) = bare(&text[at + word.len()..], Some(more));
        let (_, first) = bare(&text[..at], Some(more));
        (compared && !first.is_empty() && !second.is_empty()).then(|| TwoNumbers {
            more,
            ways: vec![(counted(&first), vec![counted(&second)])],
        })
    })
}

impl Speech {
    /// Returns where a text is cut by `before or after`: the end of what stands before, and the start
    /// of what stands behind.
    pub fn before_or_after(&self, text: &str) -> Option<(usize, usize)> {
        let tokens = tokens(text);
        let cut = |at: usize| Some((at, self.width(&tokens, at, &Word::BeforeOrAfter)?));
        let (at, width) = (1..tokens.len()).find_map(cut)?;
        let next = tokens.get(at + width)?;
        Some((tokens[at - 1].range.end, next.range.start))
    }

    /// Tells whether a question asks whether something is so, by its first word.
    pub fn is_polar(&self, text: &str) -> bool {
        self.auxiliary(&tokens(text)).is_some()
    }

    /// Tells whether a question speaks of what was so before something came: `already`.
    pub fn says_already(&self, text: &str) -> bool {
        let tokens = tokens(text);
        (0..tokens.len()).any(|at| self.width(&tokens, at, &Word::Already).is_some())
    }

    /// Tells whether a question asks by `is` whether something is so, and nothing else.
    pub fn is_statement(&self, text: &str) -> bool {
        let tokens = tokens(text);
        let is = self.auxiliary(&tokens);
        is.is_some_and(|is| !(is..tokens.len()).any(|at| self.begins_question(&tokens[at..])))
    }

    /// Tells whether two questions are asked in one line: `who listed X, and when?`
    pub fn asks_twice(&self, text: &str) -> bool {
        let tokens = tokens(text);
        let asks = |at: usize| self.begins_question(tokens.get(at..).unwrap_or_default());
        let first = asks(0) || self.auxiliary(&tokens).is_some();
        let and = |at: &usize| self.width(&tokens, *at, &Word::And);
        let joined = (1..tokens.len()).filter(|at| tokens[*at - 1].text == ",");
        let mut next = joined.filter_map(|at| Some(at + and(&at)?));
        // And which one: no question of its own.
        first && next.any(|at| asks(at) && tokens.len() > at + ONE)
    }

    /// Returns the word for somebody or something of a question that asks what he or it did, where
    /// nothing before says who that is: `did they …`, `what did the company …`.
    pub fn points_nowhere<'t>(&self, text: &'t str) -> Option<&'t str> {
        let tokens = tokens(text);
        let asked = (0..tokens.len()).find(|at| {
            let mut words = [Word::Do, Word::Have].into_iter();
            words.any(|word| self.width(&tokens, *at, &word).is_some())
        });
        let at = asked.filter(|at| *at < 2)? + 1;
        let several = [false, true].into_iter();
        let widths = several.filter_map(|several| self.width(&tokens, at, &Word::Pronoun(several)));
        let width = widths.max()?;
        Some(&text[tokens[at].range.start..tokens[at + width - 1].range.end])
    }

    /// How many words the verb has with which a question begins, if it does.
    fn auxiliary(&self, tokens: &[Token]) -> Option<usize> {
        let turned = [
            Word::Be(Tense::Present),
            Word::Be(Tense::Past),
            Word::Do,
            Word::Have,
            Word::Exists,
        ];
        let widths = turned.iter().map(|word| self.width(tokens, 0, word));
        widths.flatten().max()
    }

    /// Returns the two numbers that a question compares: `were more companies added than removed`.
    ///
    /// The second differs from the first in what `than` is followed by; how much of the first that
    /// takes the place of is tried out.
    pub fn two_numbers(&self, text: &str) -> Option<TwoNumbers> {
        if let Some(more) = self.language.more_of() {
            return two_counted(&more, text);
        }
        let how_many = self.language.how_many()?;
        let tokens = tokens(text);
        let auxiliary = self.auxiliary(&tokens)?;
        let than =
            (1..tokens.len()).find(|at| self.width(&tokens, *at, &Word::Compared).is_some())?;
        let more = |at: usize| {
            let most = [true, false].into_iter();
            let mut widths = most
                .filter_map(|more| Some((at, self.width(&tokens, at, &Word::Most(more))?, more)));
            widths.next()
        };
        let (at, width, more) = (auxiliary..than).find_map(more)?;
        let counted = at + width;
        let said = |from: usize, to: usize| -> Vec<&str> {
            let tokens = tokens.get(from..to).unwrap_or_default().iter();
            tokens.map(|token| &text[token.range.clone()]).collect()
        };
        let rest = said(counted, than);
        let other = said(than + 1, tokens.len()).join(" ");
        if rest.is_empty() || other.is_empty() {
            return None;
        }
        // did more companies sue: how many companies did sue
        let plain = at == auxiliary;
        let before = if plain { Vec::new() } else { said(0, at) };
        let places = match plain && self.width(&tokens, 0, &Word::Do).is_some() {
            true => 1..rest.len().min(MOST_COUNTED),
            false => 0..1,
        };
        let ways = places.map(|place| {
            let (noun, verb) = rest.split_at(place);
            let helped = if place > 0 {
                said(0, auxiliary)
            } else {
                Vec::new()
            };
            let whole = [noun, &helped, verb].concat();
            let first = [&whole[..], &before].concat().join(" ");
            let kept = (1..=whole.len()).rev().map(|kept| whole[..kept].join(" "));
            let second = kept.map(|kept| format!("{how_many} {kept} {other}"));
            (format!("{how_many} {first}"), second.collect())
        });
        let ways = ways.collect();
        Some(TwoNumbers { more, ways })
    }
}
