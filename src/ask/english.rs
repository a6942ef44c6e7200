//! The English grammar: words to phrases, two phrases to one.
//!
//! Written over syntactic frames: it knows subjects, objects, passives, questions turned around and
//! relative clauses, and no verb and no name. Verbs and nouns come from the lexicon, names from the
//! linker. Each rule of [`Grammar::combine`] carries its example.

use crate::ask::chart::{Grammar, LONGEST, Piece};
use crate::ask::dates::dates;
use crate::ask::phrase::{Clause, Form, Noun, Phrase, Tense, Word};
use crate::ask::plan::{Ask, Named, Nature, Period, Plan, Scene, Set};
use crate::ask::token::{Token, english};
use crate::model::vocab as ag;
use crate::names::legal_form;
use crate::ontology::{Function, Lexicon, Part};
use crate::resolve::Linker;
use jiff::civil::Date as Day;
use oxrdf::NamedNode;
use std::collections::HashMap;

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
}

/// What it costs to pass over a word that nobody knows.
const UNKNOWN: f64 = 2.0;

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
        for mention in linker.mentions(text, false, |word| self.is_word(word)) {
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
        Words { pieces, unknown }
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
            for (place, list) in pieces.iter_mut().enumerate().skip(at).take(width) {
                // A lower-case stranger may also be a word that matters little.
                let cost = if tokens[place].prominent {
                    UNKNOWN * 2.0
                } else {
                    UNKNOWN
                };
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

fn closed(word: &str, first: bool) -> Option<Vec<Phrase>> {
    use Phrase::Word as W;
    let asking = |classes: Vec<NamedNode>, ask| {
        let set = Set {
            classes,
            ..Set::default()
        };
        Phrase::Noun(Noun {
            asked: Some(ask),
            closed: true,
            ..Noun::of(set)
        })
    };
    let actor = || vec![ag::ACTOR.into_owned()];
    Some(match word {
        "who" | "whom" => vec![asking(actor(), Ask::Things), W(Word::Relative)],
        "what" => vec![
            asking(Vec::new(), Ask::Things),
            W(Word::Which(Ask::Things)),
            asking(Vec::new(), Ask::What),
        ],
        "which" => vec![
            W(Word::Which(Ask::Things)),
            W(Word::Relative),
            asking(Vec::new(), Ask::Things),
        ],
        "that" => vec![W(Word::Relative), Phrase::Filler],
        "when" => vec![W(Word::Asking(Ask::When))],
        "why" => vec![W(Word::Asking(Ask::Why))],
        "how" => vec![W(Word::Asking(Ask::What))],
        "is" | "are" | "'re" => vec![W(Word::Be(Tense::Present))],
        "was" | "were" => vec![W(Word::Be(Tense::Past))],
        "be" | "been" | "being" => vec![W(Word::Be(Tense::Infinitive))],
        "do" | "does" | "did" => vec![W(Word::Do)],
        "has" | "have" | "had" | "'ve" => vec![W(Word::Have)],
        "not" | "n't" | "never" | "no" => vec![W(Word::Not)],
        "to" => vec![W(Word::To), W(Word::Preposition("to".to_owned()))],
        "'s" => vec![
            W(Word::Possessive),
            W(Word::Be(Tense::Present)),
            W(Word::Have),
        ],
        "and" | "or" | "but" => vec![W(Word::And)],
        "on" | "in" | "by" | "from" | "off" | "of" | "for" | "about" | "against" | "onto"
        | "under" | "over" | "at" | "between" | "before" | "after" | "since" | "until"
        | "during" | "with" | "as" | "concerning" | "naming" | "till" => {
            vec![W(Word::Preposition(word.to_owned()))]
        }
        "list" if first => vec![W(Word::Show(Ask::Things))],
        "show" | "name" | "give" | "find" | "display" | "enumerate" | "tell" if first => {
            vec![W(Word::Show(Ask::Things)), Phrase::Filler]
        }
        "count" if first => vec![W(Word::Show(Ask::Count))],
        "describe" | "explain" if first => vec![W(Word::Show(Ask::What))],
        "the" | "a" | "an" | "please" | "me" | "us" | "all" | "any" | "some" | "its" | "their"
        | "currently" | "now" | "still" | "ever" | "actually" | "exactly" | "also" | "just"
        | "already" | "really" | "today" | "so" | "," | "own" | "every" | "each" | "again"
        | "there" | "can" | "you" | "could" | "would" | "i" | "then" | "newly" | "initially"
        | "first" => vec![Phrase::Filler],
        _ => return None,
    })
}

/// Words of the language that no rule needs but that are no names either.
const MORE: &[&str] = &[
    "it",
    "they",
    "he",
    "she",
    "them",
    "him",
    "her",
    "this",
    "these",
    "those",
    "most",
    "more",
    "other",
    "than",
    "many",
    "much",
    "where",
    "whose",
    "us",
    "new",
    "group",
    "china",
    "chinese",
    "american",
    "war",
    "states",
    "united",
    "national",
    "international",
    "technology",
    "section",
    "house",
    "select",
];

/// Phrases of the language that are one piece.
fn phrases(first: bool) -> Vec<(&'static [&'static str], Phrase)> {
    use Phrase::Word as W;
    let mut known: Vec<(&[&str], Phrase)> = vec![
        (&["how", "many"], W(Word::Which(Ask::Count))),
        (&["how", "often"], W(Word::Asking(Ask::Count))),
        (&["how", "many", "times"], W(Word::Asking(Ask::Count))),
        (&["how", "come"], W(Word::Asking(Ask::Why))),
        (&["for", "what", "reason"], W(Word::Asking(Ask::Why))),
        (&["for", "which", "reason"], W(Word::Asking(Ask::Why))),
        (&["what", "date"], W(Word::Asking(Ask::When))),
        (&["on", "what", "date"], W(Word::Asking(Ask::When))),
        (&["on", "which", "date"], W(Word::Asking(Ask::When))),
        (&["on", "which", "day"], W(Word::Asking(Ask::When))),
        (&["in", "which", "year"], W(Word::Asking(Ask::When))),
        (&["what", "year"], W(Word::Asking(Ask::When))),
        (&["is", "there"], W(Word::Exists)),
        (&["are", "there"], W(Word::Exists)),
        (&["was", "there"], W(Word::Exists)),
        (&["were", "there"], W(Word::Exists)),
    ];
    if first {
        known.extend([
            (&["tell", "me", "about"][..], W(Word::Show(Ask::What))),
            (&["give", "me"], W(Word::Show(Ask::Things))),
            (&["show", "me"], W(Word::Show(Ask::Things))),
            (&["i", "want", "to", "know"], Phrase::Filler),
            (&["do", "you", "know"], Phrase::Filler),
            (&["can", "you", "tell", "me"], Phrase::Filler),
        ]);
    }
    known
}

// --- inflection -----------------------------------------------------------------------------------

fn inflect(word: &str, irregular: bool, part: Part, whole: bool) -> Vec<(String, Form)> {
    match part {
        Part::Adjective => vec![(word.to_owned(), Form::Predicative)],
        Part::Noun if irregular || !whole => vec![(word.to_owned(), Form::Base)],
        Part::Noun => vec![(word.to_owned(), Form::Base), (with_s(word), Form::Base)],
        Part::Verb if irregular => {
            vec![
                (word.to_owned(), Form::Finite),
                (word.to_owned(), Form::Participle),
            ]
        }
        Part::Verb => {
            let past = with_suffix(word, "ed");
            vec![
                (word.to_owned(), Form::Base),
                (word.to_owned(), Form::Finite),
                (with_s(word), Form::Finite),
                (past.clone(), Form::Finite),
                (past, Form::Participle),
                (with_suffix(word, "ing"), Form::Gerund),
            ]
        }
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u')
}

fn with_s(word: &str) -> String {
    let bytes = word.as_bytes();
    match bytes {
        [.., before, b'y'] if !is_vowel(*before) => format!("{}ies", &word[..word.len() - 1]),
        [.., b's' | b'x' | b'z'] => format!("{word}es"),
        [.., b'c' | b's', b'h'] => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

fn with_suffix(word: &str, suffix: &str) -> String {
    let bytes = word.as_bytes();
    match bytes {
        [.., b'e'] => format!("{}{suffix}", &word[..word.len() - 1]),
        [.., before, b'y'] if suffix == "ed" && !is_vowel(*before) => {
            format!("{}ied", &word[..word.len() - 1])
        }
        // A short vowel before one last consonant: drop, dropped.
        [start @ .., vowel, last]
            if is_vowel(*vowel)
                && !is_vowel(*last)
                && !matches!(last, b'w' | b'x' | b'y')
                && start.iter().filter(|byte| is_vowel(**byte)).count() == 0 =>
        {
            format!("{word}{}{suffix}", char::from(*last))
        }
        _ => format!("{word}{suffix}"),
    }
}

// --- rules ----------------------------------------------------------------------------------------

type Made = Vec<(Phrase, f64)>;

impl Grammar for English<'_> {
    type Category = Phrase;

    fn combine(&self, left: &Phrase, right: &Phrase) -> Made {
        let mut made = Made::new();
        match (left, right) {
            // the DeepSeek; please list …
            (Phrase::Filler, other) if *other != Phrase::Filler => made.push((other.clone(), 0.01)),
            (other, Phrase::Filler) if !matches!(other, Phrase::Word(_)) => {
                made.push((other.clone(), 0.01));
            }
            (Phrase::Filler, Phrase::Filler) => made.push((Phrase::Filler, 0.0)),
            (Phrase::Word(word), right) => self.after_word(word, right, &mut made),
            (Phrase::Noun(noun), right) => self.after_noun(noun, right, &mut made),
            (Phrase::Verb(verb), right) => self.after_verb(verb, right, &mut made),
            (Phrase::With(word, noun), right) => self.after_pair(word, noun, right, &mut made),
            (Phrase::Sentence(clause), right) => self.after_sentence(clause, right, &mut made),
            // by whom | was X requested
            (Phrase::Marked(marker, noun), Phrase::Sentence(clause)) => {
                for clause in clause.marked(self.lexicon, marker, noun) {
                    self.finish(clause, 0.1, &mut made);
                }
            }
            // on which lists | is DJI
            (Phrase::Marked(marker, list), Phrase::With(Word::Be(_), noun))
                if matches!(marker.as_str(), "on" | "in")
                    && list.asked.is_some()
                    && (self.is_list)(&list.set) =>
            {
                let mut clause = self.standing(list).fill(".", noun);
                clause.scene.roles.retain(|(path, _)| path != "ag:onList");
                clause.subject = None;
                clause.asked = Some(("ag:onList".to_owned(), list.clone()));
                self.finish(clause, 0.0, &mut made);
            }
            // in 2026, | which companies were removed
            (Phrase::Time(time), Phrase::Question(plan)) => {
                if let Some(plan) = timed(plan, *time) {
                    made.push((Phrase::Question(plan), 0.1));
                }
            }
            _ => (),
        }
        made
    }
}

impl English<'_> {
    fn after_word(&self, word: &Word, right: &Phrase, made: &mut Made) {
        match (word, right) {
            // on | the list
            (Word::Preposition(marker), Phrase::Noun(noun)) => {
                made.push((Phrase::Marked(marker.clone(), noun.clone()), 0.0));
                if noun.asked.is_none()
                    && matches!(marker.as_str(), "on" | "in")
                    && (self.is_list)(&noun.set)
                {
                    made.push((Phrase::Verb(self.standing(noun)), 0.1));
                }
            }
            // since | 2025
            (Word::Preposition(marker), Phrase::Date(date)) => {
                if let Some(period) = period(marker, *date) {
                    made.push((Phrase::Time(period), 0.0));
                }
            }
            // was | requested; is | on the list
            (Word::Be(tense), Phrase::Verb(verb)) => {
                if let Some((clause, cost)) = self.with_be(verb, *tense) {
                    made.push((Phrase::Verb(clause), cost));
                }
            }
            // has | requested; has | been requested
            (Word::Have, Phrase::Verb(verb))
                if matches!(verb.form, Form::Participle)
                    || verb.form == Form::Base && verb.by.is_some() =>
            {
                let clause = Clause {
                    form: Form::Finite,
                    ..verb.clone()
                };
                made.push((Phrase::Verb(clause), 0.0));
            }
            // never | requested
            (Word::Not, Phrase::Verb(verb)) if !verb.scene.negated => {
                let mut clause = verb.clone();
                clause.scene.negated = true;
                made.push((Phrase::Verb(clause), 0.0));
            }
            // to | add X
            (Word::To, Phrase::Verb(verb)) if verb.form == Form::Base => {
                made.push((Phrase::Infinitive(verb.clone()), 0.0));
            }
            // did | lawmakers …; was | DeepSeek …
            (Word::Do | Word::Be(_) | Word::Have | Word::And | Word::To, Phrase::Noun(noun)) => {
                made.push((Phrase::With(word.clone(), noun.clone()), 0.0));
            }
            // did … not
            (Word::Do | Word::Be(_) | Word::Have, Phrase::Word(Word::Not)) => (),
            // which | companies
            (Word::Which(ask), Phrase::Noun(noun))
                if noun.asked.is_none() && noun.set.named.is_empty() =>
            {
                let noun = Noun {
                    asked: Some(*ask),
                    ..noun.clone()
                };
                made.push((Phrase::Noun(noun), 0.0));
            }
            // but | that …
            (Word::And, Phrase::Word(Word::Relative)) => {
                made.push((Phrase::Word(Word::Relative), 0.0));
            }
            // when | was X listed
            (Word::Asking(ask), Phrase::Sentence(clause))
                if clause.asked.is_none() && clause.missing.is_empty() =>
            {
                let cost = if clause.inverted { 0.0 } else { 0.3 };
                made.push((Phrase::Question(clause.about_itself(*ask)), cost));
            }
            // show | companies that …
            (Word::Show(ask), Phrase::Noun(noun)) => {
                made.push((Phrase::Question(ask_about(noun, *ask)), 0.0));
            }
            // are there | lawsuits of X
            (Word::Exists, Phrase::Noun(noun)) => {
                made.push((Phrase::Question(ask_about(noun, Ask::Whether)), 0.0));
            }
            _ => (),
        }
    }

    fn after_noun(&self, noun: &Noun, right: &Phrase, made: &mut Made) {
        match right {
            // who | requested DeepSeek; lawmakers | requested
            Phrase::Verb(verb) if verb.form == Form::Finite && !verb.inverted => {
                if let Some(path) = verb.subject.clone()
                    && noun.entry.is_none_or(|_| !is_event(noun))
                {
                    let mut clause = verb.clone().fill(&path, noun);
                    clause.subject = None;
                    self.finish(clause, 0.0, made);
                }
            }
            // BYD | listed: the auxiliary is left out
            Phrase::Verb(verb)
                if noun.names_only()
                    && noun.asked.is_none()
                    && matches!(verb.form, Form::Participle | Form::Predicative) =>
            {
                if let Some((mut clause, cost)) = self.with_be(verb, Tense::Present)
                    && let Some(path) = clause.subject.take()
                {
                    clause = clause.fill(&path, noun);
                    self.finish(clause, cost + 0.1, made);
                }
            }
            // companies | removed in 2026; companies | on the list
            Phrase::Verb(verb) if noun.asked.is_none() || !noun.set.classes.is_empty() => {
                let scene = match verb.form {
                    Form::Participle => verb.clone().passive().and_then(|verb| {
                        let path = verb.subject.clone()?;
                        Some(verb.scene_of(&path))
                    }),
                    Form::Predicative => verb.subject.as_deref().map(|path| verb.scene_of(path)),
                    Form::Gerund => verb.subject.as_deref().map(|path| verb.scene_of(path)),
                    Form::Base | Form::Finite => None,
                };
                if let Some(scene) = scene.filter(|_| verb.missing.is_empty() && !is_event(noun)) {
                    made.push((Phrase::Noun(noun.clone().with(scene)), 0.2));
                }
            }
            // companies | that …
            Phrase::Word(Word::Relative)
                if noun.asked.is_none() || !noun.set.classes.is_empty() =>
            {
                made.push((Phrase::With(Word::Relative, noun.clone()), 0.0));
            }
            // X | 's
            Phrase::Word(Word::Possessive) => {
                made.push((Phrase::With(Word::Possessive, noun.clone()), 0.0));
            }
            // the removal | of YMTC; requests | to the Pentagon
            Phrase::Marked(marker, other) => {
                for filled in noun.filled(self.lexicon, Function::Adjunct, Some(marker), other) {
                    made.push((Phrase::Noun(filled), 0.0));
                }
            }
            // removals | in 2026
            Phrase::Time(time) if is_event(noun) => {
                let mut noun = noun.clone();
                if let Some(scene) = noun
                    .set
                    .scenes
                    .first_mut()
                    .filter(|scene| scene.time.is_none())
                {
                    scene.time = Some(*time);
                    made.push((Phrase::Noun(noun), 0.0));
                }
            }
            // DeepSeek | requesters
            Phrase::Noun(other)
                if other.entry.is_some() && !other.closed && other.asked.is_none() =>
            {
                for filled in other.filled(self.lexicon, Function::Possessor, None, noun) {
                    made.push((Phrase::Noun(filled), 0.3));
                }
                // the 1260H | list: the name says it all
                if noun.names_only() && (self.is_list)(&noun.set) && (self.is_list)(&other.set) {
                    made.push((Phrase::Noun(noun.clone()), 0.05));
                }
            }
            // A | and B
            Phrase::With(Word::And, other) if noun.names_only() && other.names_only() => {
                let mut noun = noun.clone();
                noun.set.named.extend(other.set.named.clone());
                made.push((Phrase::Noun(noun), 0.0));
            }
            // which companies | did lawmakers request
            Phrase::Sentence(clause) if clause.asked.is_none() => {
                if let Some(path) = clause.object.clone()
                    && noun.asked.is_some()
                {
                    let cost = if clause.inverted { 0.0 } else { 0.5 };
                    let mut clause = clause.clone().fill(&path, noun);
                    clause.object = None;
                    self.finish(clause, cost, made);
                } else if let Some(path) = clause.by.clone().filter(|_| noun.asked.is_some()) {
                    // who | was X requested by (the preposition left behind)
                    let mut clause = clause.clone().fill(&path, noun);
                    clause.by = None;
                    self.finish(clause, 0.4, made);
                } else if noun.asked == Some(Ask::What)
                    && clause.inverted
                    && clause.missing.is_empty()
                {
                    // what | did X say
                    made.push((Phrase::Question(clause.about_itself(Ask::What)), 0.1));
                } else if let Some(path) = clause
                    .object
                    .clone()
                    .filter(|_| noun.is_class() && !clause.inverted)
                {
                    // companies | lawmakers requested
                    let scene = clause.scene_of(&path);
                    made.push((Phrase::Noun(noun.clone().with(scene)), 0.5));
                }
            }
            // what | is the sector of X
            Phrase::With(Word::Be(_), other) if noun.asked.is_some() && other.asked.is_none() => {
                let ask = match noun.asked {
                    Some(Ask::What) => return,
                    _ if other.names_only() => Ask::Describe,
                    _ => Ask::Things,
                };
                made.push((Phrase::Question(ask_about(other, ask)), 0.0));
            }
            _ => (),
        }
    }

    fn after_verb(&self, verb: &Clause, right: &Phrase, made: &mut Made) {
        match right {
            // requested | DeepSeek
            Phrase::Noun(noun) if verb.form != Form::Predicative => {
                if let Some(path) = verb.object.clone() {
                    let mut clause = verb.clone().fill(&path, noun);
                    clause.object = None;
                    let fits = !(self.is_list)(&noun.set) || path == "ag:list";
                    made.push((Phrase::Verb(clause), if fits { 0.0 } else { 1.0 }));
                }
            }
            // removed | from the list
            Phrase::Marked(marker, noun) => {
                for clause in verb.marked(self.lexicon, marker, noun) {
                    let list = clause
                        .scene
                        .roles
                        .last()
                        .is_some_and(|(path, _)| path == "ag:list");
                    let fits = list == (self.is_list)(&noun.set) || noun.asked.is_some();
                    made.push((Phrase::Verb(clause), if fits { 0.0 } else { 0.8 }));
                }
            }
            // removed | in 2026
            Phrase::Time(time) if verb.scene.time.is_none() => {
                let mut clause = verb.clone();
                clause.scene.time = Some(*time);
                made.push((Phrase::Verb(clause), 0.0));
            }
            // asked the Pentagon | to add DeepSeek
            Phrase::Infinitive(inner) if self.takes_infinitive(verb) => {
                let mut clause = verb.clone();
                clause.merge(&inner.scene);
                if clause.asked.is_none() {
                    clause.asked = inner.asked.clone();
                }
                clause.object = None;
                made.push((Phrase::Verb(clause), 0.0));
            }
            // want | DeepSeek listed
            Phrase::Verb(inner)
                if inner.form == Form::Participle && self.takes_infinitive(verb) =>
            {
                let mut clause = verb.clone();
                clause.merge(&inner.scene);
                for (path, _) in &mut clause.scene.roles {
                    if path.starts_with("ag:addressee") {
                        *path = "ag:target".to_owned();
                    }
                }
                made.push((Phrase::Verb(clause), 0.3));
            }
            _ => (),
        }
    }

    fn after_pair(&self, word: &Word, noun: &Noun, right: &Phrase, made: &mut Made) {
        match (word, right) {
            // did lawmakers | request DeepSeek
            (Word::Do, Phrase::Verb(verb)) if verb.form == Form::Base => {
                if let Some(path) = verb.subject.clone() {
                    let mut clause = verb.clone().fill(&path, noun);
                    clause.subject = None;
                    clause.inverted = true;
                    self.finish(clause, 0.0, made);
                }
            }
            // was DeepSeek | requested; is DeepSeek | on the list
            (Word::Be(tense), Phrase::Verb(verb)) => {
                if let Some((mut clause, cost)) = self.with_be(verb, *tense)
                    && let Some(path) = clause.subject.take()
                {
                    clause = clause.fill(&path, noun);
                    clause.inverted = true;
                    self.finish(clause, cost, made);
                }
            }
            // has X | responded; has X | been removed
            (Word::Have, Phrase::Verb(verb))
                if verb.form == Form::Participle
                    || verb.form == Form::Base && verb.by.is_some() =>
            {
                if let Some(path) = verb.subject.clone() {
                    let mut clause = verb.clone().fill(&path, noun);
                    clause.subject = None;
                    clause.inverted = true;
                    self.finish(clause, 0.0, made);
                }
            }
            // (which lists) is DJI | on
            (Word::Be(_), Phrase::Word(Word::Preposition(marker)))
                if matches!(marker.as_str(), "on" | "in") && noun.asked.is_none() =>
            {
                let mut clause = self.standing(&Noun::of(Set::default())).fill(".", noun);
                clause.scene.roles.retain(|(path, _)| path != "ag:onList");
                clause.subject = None;
                clause.object = Some("ag:onList".to_owned());
                clause.inverted = true;
                self.finish(clause, 0.0, made);
            }
            // did X | not …
            (Word::Do | Word::Be(_) | Word::Have, Phrase::Word(Word::Not)) => {
                made.push((Phrase::With(word.clone(), noun.clone()), 0.1));
            }
            // companies that | were removed
            (Word::Relative, Phrase::Verb(verb))
                if verb.form == Form::Finite && verb.missing.is_empty() =>
            {
                if let Some(path) = verb.subject.clone() {
                    made.push((Phrase::Noun(noun.clone().with(verb.scene_of(&path))), 0.0));
                }
            }
            // companies that | lawmakers requested
            (Word::Relative, Phrase::Sentence(clause)) if clause.asked.is_none() => {
                if let Some(path) = clause.object.clone() {
                    made.push((Phrase::Noun(noun.clone().with(clause.scene_of(&path))), 0.0));
                }
            }
            // X's | response
            (Word::Possessive, Phrase::Noun(other)) if other.entry.is_some() => {
                for filled in other.filled(self.lexicon, Function::Possessor, None, noun) {
                    made.push((Phrase::Noun(filled), 0.0));
                }
            }
            _ => (),
        }
    }

    fn after_sentence(&self, clause: &Clause, right: &Phrase, made: &mut Made) {
        match right {
            Phrase::Marked(marker, noun) => {
                for clause in clause.marked(self.lexicon, marker, noun) {
                    self.finish(clause, 0.05, made);
                }
            }
            Phrase::Time(time) if clause.scene.time.is_none() => {
                let mut clause = clause.clone();
                clause.scene.time = Some(*time);
                self.finish(clause, 0.05, made);
            }
            // who was X requested | by
            Phrase::Word(Word::Preposition(marker)) if marker == "by" && clause.by.is_some() => {
                made.push((Phrase::Sentence(clause.clone()), 0.0));
            }
            // X was listed | and …: read what stands before
            _ => (),
        }
    }

    fn finish(&self, clause: Clause, cost: f64, made: &mut Made) {
        made.push((Phrase::Sentence(clause), cost));
    }

    /// Returns the verb behind a form of `be`: a passive, or a state.
    fn with_be(&self, verb: &Clause, tense: Tense) -> Option<(Clause, f64)> {
        let form = if tense == Tense::Infinitive {
            Form::Base
        } else {
            Form::Finite
        };
        let stative = verb.scene.nature == Nature::Standing;
        // `is listed` is a state, `was listed` an event; either may be meant.
        let cost = match (stative, tense) {
            (true, Tense::Past) => 0.3,
            (false, Tense::Present) => 0.2,
            _ => 0.0,
        };
        match verb.form {
            Form::Predicative => Some((
                Clause {
                    form,
                    ..verb.clone()
                },
                cost,
            )),
            Form::Participle => {
                let clause = verb.clone().passive()?;
                Some((Clause { form, ..clause }, cost))
            }
            Form::Gerund => Some((
                Clause {
                    form,
                    ..verb.clone()
                },
                0.2,
            )),
            Form::Base | Form::Finite => None,
        }
    }

    fn takes_infinitive(&self, verb: &Clause) -> bool {
        let entry = &self.lexicon.entries[verb.entry];
        entry.path(Function::Infinitive).is_some()
    }

    fn standing(&self, list: &Noun) -> Clause {
        let scene = Scene {
            reference: ag::ON_LIST.into_owned(),
            kind: None,
            nature: Nature::Standing,
            itself: ".".to_owned(),
            roles: vec![("ag:onList".to_owned(), list.set.clone())],
            negated: false,
            time: None,
        };
        Clause {
            scene,
            entry: 0,
            subject: Some(".".to_owned()),
            object: None,
            by: None,
            form: Form::Predicative,
            asked: None,
            inverted: false,
            missing: Vec::new(),
        }
    }
}

/// Returns what a piece that spans the whole question asks.
pub fn question(phrase: &Phrase) -> Option<(Plan, f64)> {
    match phrase {
        Phrase::Question(plan) => Some((plan.clone(), 0.0)),
        Phrase::Sentence(clause) => {
            // `X was removed?` is a question too, but one turned around is the rule.
            let cost = match (&clause.asked, clause.inverted) {
                (None, false) => 0.2,
                _ => 0.0,
            };
            let open = clause.object.is_some() && clause.asked.is_none();
            Some((clause.question()?, cost + if open { 0.8 } else { 0.0 }))
        }
        Phrase::Noun(noun) if noun.names_only() => Some((ask_about(noun, Ask::Describe), 0.1)),
        Phrase::Noun(noun) if noun.asked == Some(Ask::What) => None,
        Phrase::Noun(noun) if !noun.set.classes.is_empty() || !noun.set.scenes.is_empty() => {
            Some((ask_about(noun, noun.asked.unwrap_or(Ask::Things)), 0.1))
        }
        // `byd listed?`, `removed in 2026`
        Phrase::Verb(clause) if clause.form == Form::Participle || clause.form == Form::Finite => {
            let mut clause = clause.clone();
            if clause.form == Form::Participle {
                clause = clause.passive()?;
            }
            let path = clause.subject.clone()?;
            let anyone = Noun {
                asked: Some(Ask::Things),
                ..Noun::of(Set::default())
            };
            Some((clause.fill(&path, &anyone).question()?, 0.8))
        }
        _ => None,
    }
}

fn is_event(noun: &Noun) -> bool {
    let scene = noun.set.scenes.first();
    scene.is_some_and(|scene| scene.itself == "." && scene.nature == Nature::Event)
        && noun.entry.is_some()
}

fn ask_about(noun: &Noun, ask: Ask) -> Plan {
    // Events are told in words, things are named.
    let ask = match ask {
        _ if noun
            .set
            .scenes
            .iter()
            .any(|scene| scene.nature == Nature::Path) =>
        {
            Ask::Path
        }
        Ask::Things if is_event(noun) => Ask::What,
        Ask::What if noun.names_only() => Ask::Describe,
        ask => ask,
    };
    Plan {
        ask,
        about: noun.set.clone(),
    }
}

fn timed(plan: &Plan, time: Period) -> Option<Plan> {
    let mut plan = plan.clone();
    let scene = plan.about.scenes.first_mut()?;
    scene.time.is_none().then(|| scene.time = Some(time))?;
    Some(plan)
}

fn period(marker: &str, date: Period) -> Option<Period> {
    Some(match marker {
        "in" | "on" | "during" | "of" | "from" | "at" => date,
        "since" => Period {
            from: date.from,
            to: None,
        },
        "after" => Period {
            from: date.to.and_then(|day| day.tomorrow().ok()),
            to: None,
        },
        "before" => Period {
            from: None,
            to: date.from.and_then(|day| day.yesterday().ok()),
        },
        "until" | "till" | "by" => Period {
            from: None,
            to: date.to,
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflects_regular_verbs() {
        assert_eq!(with_suffix("request", "ed"), "requested");
        assert_eq!(with_suffix("drop", "ed"), "dropped");
        assert_eq!(with_suffix("deny", "ed"), "denied");
        assert_eq!(with_suffix("deny", "ing"), "denying");
        assert_eq!(with_suffix("remove", "ing"), "removing");
        assert_eq!(with_s("deny"), "denies");
        assert_eq!(with_s("press"), "presses");
    }
}
