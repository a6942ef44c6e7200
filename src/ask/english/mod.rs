//! The English grammar: words to phrases, two phrases to one.
//!
//! Written over syntactic frames: it knows subjects, objects, passives, questions turned around and
//! relative clauses, and no verb and no name. Verbs and nouns come from the lexicon, names from the
//! linker. [`token`] cuts a question into words, [`dates`] reads days and years, [`words`] holds the
//! little words and inflection; here each stretch of words becomes the phrases that it may be; the
//! rules that put two phrases together are in [`rules`], each with its example.

mod dates;
mod rules;
mod token;
pub(super) mod words;

pub(super) use rules::question;

use crate::ask::chart::{LONGEST, Piece};
use crate::ask::phrase::{Clause, Form, Noun, Phrase};
use crate::ask::plan::{Named, Set};
use crate::names::legal_form;
use crate::ontology::{Lexicon, Part};
use crate::resolve::Linker;
use dates::dates;
use jiff::civil::Date as Day;
use oxrdf::NamedNode;
use std::collections::HashMap;
use token::{Token, english};
use words::{MORE, closed, inflect, phrases, with_s};

/// English over a lexicon.
pub struct English<'a> {
    lexicon: &'a Lexicon,
    /// Inflected forms by their first word: the rest of the words, the entry, the form.
    forms: HashMap<String, Vec<(Vec<String>, usize, Form)>>,
    is_list: Box<dyn Fn(&Set) -> bool + 'a>,
}

/// The pieces of a question, ready for the chart.
pub struct Words {
    /// For each word, the pieces that begin there.
    pub pieces: Vec<Vec<(usize, Piece<Phrase>)>>,
    /// The words that the grammar and the data know nothing about.
    pub unknown: Vec<String>,
    /// The things that the names in it most likely mean, each once, in the order of the mentions.
    pub names: Vec<NamedNode>,
}

/// What it costs to pass over a word that nobody knows: more than any reading may cost, since a
/// word left out may turn the question into another.
const UNKNOWN: f64 = 4.0;

impl<'a> English<'a> {
    /// Prepares the forms of every word. `is_list` tells whether a set is of designation lists.
    pub fn new(lexicon: &'a Lexicon, is_list: impl Fn(&Set) -> bool + 'a) -> Self {
        let mut forms: HashMap<String, Vec<(Vec<String>, usize, Form)>> = HashMap::new();
        for (index, entry) in lexicon.entries.iter().enumerate() {
            for form in &entry.forms {
                let (first, rest) = form.text.split_once(' ').unwrap_or((&form.text, ""));
                let rest: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
                for (text, form) in inflect(first, form.irregular, entry.part, rest.is_empty()) {
                    let known = forms.entry(text).or_default();
                    let new = (rest.clone(), index, form);
                    if !known.contains(&new) {
                        known.push(new);
                    }
                }
                // A noun of several words is inflected at its end: `court cases`.
                if entry.part == Part::Noun && !rest.is_empty() {
                    let mut plural = rest.clone();
                    if let Some(last) = plural.last_mut() {
                        *last = with_s(last);
                    }
                    let known = forms.entry(first.to_owned()).or_default();
                    known.push((plural, index, Form::Base));
                }
            }
        }
        Self {
            lexicon,
            forms,
            is_list: Box::new(is_list),
        }
    }

    /// Tells whether a word belongs to the language, so that alone it is no name.
    pub fn is_word(&self, word: &str) -> bool {
        closed(word, false).is_some()
            || self.forms.contains_key(word)
            || MORE.contains(&word)
            || legal_form(&format!("x {word}")).is_some()
    }

    /// Returns the pieces of a question.
    pub fn words(&self, text: &str, linker: &Linker, today: Day) -> Words {
        let mut tokens = english(text);
        tokens.truncate(LONGEST + 1);
        let mut pieces: Vec<Vec<(usize, Piece<Phrase>)>> = vec![Vec::new(); tokens.len()];
        let mut named = vec![false; tokens.len()];
        let mut names: Vec<NamedNode> = Vec::new();
        for mention in linker.mentions(text, false, |word| self.is_word(word)) {
            let best = mention.links.first().map(|link| &link.thing);
            names.extend(best.filter(|thing| !names.contains(thing)).cloned());
            let first = tokens
                .iter()
                .position(|token| token.range.start == mention.range.start);
            let last = tokens
                .iter()
                .position(|token| token.range.end == mention.range.end);
            let (Some(first), Some(last)) = (first, last) else {
                continue;
            };
            if first > last {
                continue;
            }
            named[first..=last].fill(true);
            let words = text[mention.range.clone()].to_owned();
            let is_plain = first == last && self.is_word(&tokens[first].text);
            for link in mention.links.iter().take(8) {
                let name = Named {
                    text: words.clone(),
                    thing: Some(link.thing.clone()),
                    label: link.label.clone(),
                    score: link.score,
                };
                // A word of the language that is also a name (`Commerce`, `Beijing`) is rather the word
                // unless it is written as a name.
                let plain = if is_plain && !tokens[first].prominent {
                    1.0
                } else {
                    0.0
                };
                let cost = (1.0 - link.score) + plain;
                let noun = Phrase::Noun(Noun::of(Set::one(name)));
                pieces[first].push((
                    last + 1 - first,
                    Piece {
                        category: noun,
                        cost,
                    },
                ));
            }
        }
        let mut unknown = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            self.word(&tokens[at..], at == 0, today, &mut pieces[at]);
            let known = !pieces[at].is_empty() || named[at] || token.text == ",";
            if known {
                continue;
            }
            unknown.push(text[token.range.clone()].to_owned());
        }
        self.strangers(text, &tokens, &named, linker, &mut pieces);
        Words {
            pieces,
            unknown,
            names,
        }
    }

    /// Stretches of words that nobody knows: names with a typo, or names of things not in the data.
    fn strangers(
        &self,
        text: &str,
        tokens: &[Token],
        named: &[bool],
        linker: &Linker,
        pieces: &mut [Vec<(usize, Piece<Phrase>)>],
    ) {
        let mut strange: Vec<bool> = (0..tokens.len())
            .map(|at| !named[at] && !self.is_word(&tokens[at].text) && pieces[at].is_empty())
            .collect();
        // A legal form belongs to the stranger before it: `Foobar Inc`.
        for at in 1..tokens.len() {
            strange[at] |=
                strange[at - 1] && legal_form(&format!("x {}", tokens[at].text)).is_some();
        }
        let mut at = 0;
        while at < tokens.len() {
            let Some(width) = strange[at..]
                .iter()
                .position(|strange| !strange)
                .or(Some(tokens.len() - at))
            else {
                break;
            };
            if width == 0 {
                at += 1;
                continue;
            }
            let words = text[tokens[at].range.start..tokens[at + width - 1].range.end].to_owned();
            let links = linker.find(&words);
            let mut linked = false;
            for link in links.iter().filter(|link| link.score >= 0.5).take(5) {
                linked = true;
                let name = Named {
                    text: words.clone(),
                    thing: Some(link.thing.clone()),
                    label: link.label.clone(),
                    score: link.score,
                };
                let cost = 1.0 - link.score + 0.2;
                let noun = Phrase::Noun(Noun::of(Set::one(name)));
                pieces[at].push((
                    width,
                    Piece {
                        category: noun,
                        cost,
                    },
                ));
            }
            if !linked {
                let name = Named {
                    text: words.clone(),
                    thing: None,
                    label: words,
                    score: 0.0,
                };
                let noun = Phrase::Noun(Noun::of(Set::one(name)));
                pieces[at].push((
                    width,
                    Piece {
                        category: noun,
                        cost: 1.2,
                    },
                ));
            }
            for list in pieces.iter_mut().skip(at).take(width) {
                let cost = UNKNOWN;
                list.push((
                    1,
                    Piece {
                        category: Phrase::Filler,
                        cost,
                    },
                ));
            }
            at += width;
        }
    }

    fn word(
        &self,
        tokens: &[Token],
        first: bool,
        today: Day,
        found: &mut Vec<(usize, Piece<Phrase>)>,
    ) {
        let word = tokens[0].text.as_str();
        let mut add = |width: usize, category: Phrase, cost: f64| {
            found.push((width, Piece { category, cost }));
        };
        for (width, period) in dates(tokens, today) {
            add(width, Phrase::Date(period), 0.0);
        }
        let texts: Vec<&str> = tokens
            .iter()
            .take(5)
            .map(|token| token.text.as_str())
            .collect();
        for (words, category) in phrases(first) {
            if texts.starts_with(words) {
                add(words.len(), category, 0.0);
            }
        }
        for category in closed(word, first).into_iter().flatten() {
            add(1, category, 0.0);
        }
        for (rest, index, form) in self.forms.get(word).into_iter().flatten() {
            let fits = rest
                .iter()
                .zip(texts.iter().skip(1))
                .filter(|(a, b)| a == *b)
                .count();
            if fits != rest.len() {
                continue;
            }
            let width = rest.len() + 1;
            let entry = &self.lexicon.entries[*index];
            let category = match entry.part {
                Part::Noun => Phrase::Noun(Noun::word(self.lexicon, *index)),
                Part::Verb => Phrase::Verb(Clause::word(self.lexicon, *index, *form)),
                Part::Adjective => {
                    Phrase::Verb(Clause::word(self.lexicon, *index, Form::Predicative))
                }
            };
            add(width, category, 0.0);
        }
    }
}
