//! What is said before the question: `We buy solar modules. Which solar companies are listed?`

use super::{Speech, begins};
use crate::ask::phrase::{Phrase, Word};
use crate::ask::token::{Token, tokens};

impl Speech {
    /// Returns where the question proper may begin behind something that is only told: behind a first
    /// sentence that is none, behind what the asker says of himself, behind `need to know`.
    pub fn asides(&self, text: &str) -> Vec<usize> {
        let tokens = tokens(text);
        // For a newspaper piece: …
        let of = |at: usize, words: &[&str]| {
            tokens
                .get(at)
                .is_some_and(|token| words.contains(&token.text.as_str()))
        };
        let mut speaks = of(0, &["for"]) && of(1, &["a", "an", "my", "our"]);
        let mut asked = false;
        let mut found = Vec::new();
        for at in 0..tokens.len() {
            if at > 0 {
                let gap = &text[tokens[at - 1].range.end..tokens[at].range.start];
                asked |= gap.contains(['?', '？']);
                let ended = gap.contains(['。', '!', '！']) || gap.contains(". ");
                if ended && !asked {
                    found.push(at);
                }
            }
            speaks |= self.width(&tokens, at, &Word::Speaker).is_some();
            let behind = match tokens[at].text.as_str() {
                "," | ":" => Some(1),
                _ => self.width(&tokens, at, &Word::ToKnow),
            };
            found.extend(behind.filter(|_| speaks).map(|width| at + width));
        }
        let starts = found.into_iter().filter_map(|at| tokens.get(at));
        starts.map(|token| token.range.start).collect()
    }

    /// Returns how many words a little word that begins here has, if it does.
    pub(super) fn width(&self, tokens: &[Token], at: usize, word: &Word) -> Option<usize> {
        let closed = self.closed.get(tokens.get(at)?.text.as_str());
        let here = closed.into_iter().flatten();
        let here = here
            .filter(|(_, phrase, ..)| matches!(phrase, Some(Phrase::Word(known)) if known == word));
        here.filter(|(rest, ..)| begins(&tokens[at + 1..], rest))
            .map(|(rest, ..)| rest.len() + 1)
            .max()
    }
}
