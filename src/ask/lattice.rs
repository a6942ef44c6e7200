//! From the words of a question to the phrases that each stretch of them may be.
//!
//! [`Speech`] is a language made ready over its lexicon and the values in a dataset; it knows which
//! words are which. [`Speech::words`] looks up every stretch of a question: words of grammar, forms
//! of the lexicon, dates, numbers, names and values from the data, what was named before. The
//! phrases go to the chart.

mod asides;
mod pronouns;
mod said;
mod two;

use crate::ask::chart::Start;
use crate::ask::fit::{self, Facts, Fit};
use crate::ask::forms::{Forms, Inflected};
use crate::ask::language::Language;
use crate::ask::languages;
use crate::ask::phrase::{AFTER, Amount, BEFORE, Clause, Form, Noun, OPEN_ROLE, Phrase, Word};
use crate::ask::plan::{Ask, Named, Period, Set};
use crate::ask::read::LONGEST_TEXT;
use crate::ask::rolls::Rolls;
use crate::ask::sayings::fill;
use crate::ask::texts::Texts;
use crate::ask::token::{Token, is_han, tokens};
use crate::model::vocab as ag;
use crate::names::{is_slip, legal_form};
use crate::ontology::{Argument, Function, Lexicon, Part, Restriction, files};
use crate::resolve::{Link, Linker};
use crate::store::{Snapshot, TermId};
use ecow::eco_format;
use jiff::civil::Date as Day;
use oxrdf::{NamedNode, Term};
use pinyin::ToPinyin;
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// The languages that are known; never none. Each is made ready when a question first needs it.
pub struct Speeches {
    snapshot: Snapshot,
    known: Vec<Known>,
    /// Who stands on the lists that were asked about.
    pub(super) rolls: Rolls,
    /// What the data tell in words.
    pub(super) texts: Texts,
}

/// A language that can be made ready.
struct Known {
    language: &'static dyn Language,
    /// Its lexicon, if that is not the one that the program carries.
    lexicon: Option<Lexicon>,
    ready: OnceLock<Speech>,
}

impl Speeches {
    /// Returns the languages of these lexicons, to ask about a dataset.
    pub fn new(lexicons: Vec<Lexicon>, snapshot: &Snapshot) -> Self {
        let known = |lexicon: Lexicon| {
            let mut languages = languages::ALL.into_iter();
            let language = languages.find(|language| language.tag() == lexicon.language)?;
            Some(Known::new(language, Some(lexicon)))
        };
        let mut known: Vec<Known> = lexicons.into_iter().filter_map(known).collect();
        if known.is_empty() {
            known.push(Known::new(languages::ALL[0], Some(Lexicon::default())));
        }
        Self {
            snapshot: snapshot.clone(),
            known,
            rolls: Rolls::default(),
            texts: Texts::default(),
        }
    }

    /// Returns the languages whose lexicons the program carries, to ask about a dataset.
    pub fn builtin(snapshot: &Snapshot) -> Self {
        Self {
            snapshot: snapshot.clone(),
            known: languages::ALL
                .map(|language| Known::new(language, None))
                .into(),
            rolls: Rolls::default(),
            texts: Texts::default(),
        }
    }

    /// Returns the first language.
    pub fn first(&self) -> &Speech {
        self.ready(0)
    }

    /// Returns the language that knows most of a text; the first where none knows more.
    pub fn of(&self, text: &str) -> &Speech {
        // Of what is too long to be read the beginning tells enough.
        let mut ends = (0..=text.len().min(LONGEST_TEXT)).rev();
        let end = ends.find(|end| text.is_char_boundary(*end));
        let tokens = tokens(&text[..end.unwrap_or(0)]);
        // How much could be of a language, by the letters alone: who cannot win is not made ready.
        let most = |known: &Known| -> usize {
            let written = tokens
                .iter()
                .filter(|token| known.language.writes(&token.text));
            written.map(|token| token.range.len()).sum()
        };
        let mut order: Vec<(usize, usize)> = self.known.iter().map(most).zip(0..).collect();
        order.sort_by_key(|(most, number)| (Reverse(*most), *number));
        let mut best = (0, 0);
        // Of what no language knows more, that of more of the letters: 百度 1260H.
        let mut letters = (0, Reverse(0));
        for (most, number) in order {
            if most < best.0 || most == best.0 && number >= best.1 {
                continue;
            }
            let covered = self.ready(number).coverage(&tokens);
            if covered > best.0 || covered == best.0 && (most, Reverse(number)) > letters {
                (best, letters) = ((covered, number), (most, Reverse(number)));
            }
        }
        self.ready(best.1)
    }

    fn ready(&self, number: usize) -> &Speech {
        let known = &self.known[number];
        known.ready.get_or_init(|| {
            let tag = known.language.tag();
            let given = known.lexicon.clone();
            let (lexicon, forms) = match given.or_else(|| files::lexicon(tag)) {
                Some(lexicon) if known.lexicon.is_some() => (lexicon, None),
                Some(lexicon) => (lexicon, languages::forms(tag)),
                None => (Lexicon::default(), None),
            };
            let forms = forms.unwrap_or_else(|| Forms::new(&lexicon));
            Speech::new(known.language, lexicon, forms, &self.snapshot)
        })
    }
}

impl Known {
    fn new(language: &'static dyn Language, lexicon: Option<Lexicon>) -> Self {
        Self {
            language,
            lexicon,
            ready: OnceLock::new(),
        }
    }
}

/// A language, ready to read questions about a dataset.
pub struct Speech {
    /// Its words.
    pub lexicon: Lexicon,
    language: &'static dyn Language,
    /// What the ontology says of the places of its words.
    pub facts: Facts,
    /// The inflected forms of the lexicon.
    forms: Forms,
    /// Words of grammar by their first word.
    closed: FxHashMap<Text, Vec<Little>>,
    /// Where the values are that questions may name.
    snapshot: Snapshot,
    /// The properties of the values.
    properties: Vec<NamedNode>,
    /// Values in the data by their first word: the number of the property, and the value.
    values: FxHashMap<String, Vec<(usize, TermId)>>,
    /// The same cut into words, for first words that were asked for.
    cut: RwLock<FxHashMap<String, Arc<Vec<Value>>>>,
}

type Text = Cow<'static, str>;

/// A word of grammar: the words behind its first, what it is, whether only at the beginning of a
/// question, and what it costs to read it so.
type Little = (Vec<Text>, Option<Phrase>, bool, f64);

/// A value that questions may name, as it begins at a word.
#[derive(Clone)]
struct Value {
    rest: Vec<String>,
    property: NamedNode,
    term: Term,
    /// Whether the words are the whole value, not only its head.
    whole: bool,
}

/// The pieces of a question, ready for the chart.
#[derive(Clone)]
pub struct Words {
    /// The words.
    pub tokens: Vec<Token>,
    /// For each word, the pieces that begin there.
    pub pieces: Vec<Vec<Start<Phrase>>>,
    /// The words that the grammar and the data know nothing about.
    pub unknown: Vec<String>,
    /// The things that the names in it most likely mean, each once, in the order of the mentions.
    pub names: Vec<NamedNode>,
}

impl Words {
    /// Tells whether one of these pieces of words is one that denies.
    pub fn deny(&self, made: &[(usize, usize)]) -> bool {
        let denies = |word: &Word| {
            matches!(
                word,
                Word::Not | Word::Never | Word::NoMore | Word::Neither | Word::Nor
            )
        };
        let mut pieces = made.iter().map(|(at, number)| &self.pieces[*at][*number]);
        pieces.any(|piece| matches!(&piece.category, Phrase::Word(word) if denies(word)))
    }

    /// Returns where a day, month or year begins with which the text ends, with its preposition.
    fn last_day(&self) -> Option<usize> {
        let day = |at: usize, piece: &Start<Phrase>| {
            let day = matches!(piece.category, Phrase::Date(_) | Phrase::Time(_));
            day && at + piece.width == self.tokens.len()
        };
        let begins = |at: &usize| self.pieces[*at].iter().any(|piece| day(*at, piece));
        let at = (0..self.pieces.len()).find(begins)?;
        let marks = |piece: &Start<Phrase>| {
            matches!(piece.category, Phrase::Word(Word::Preposition(_))) && piece.width == 1
        };
        let marked = at > 0 && self.pieces[at - 1].iter().any(marks);
        Some(at - usize::from(marked))
    }
}

/// How many words behind a slip of the pen may belong to the same name.
const MORE: usize = 3;
/// How sure a name is that is not a part of one.
const WHOLE: f64 = 0.9;
/// Up to how many bytes a word is too short to be a name with a slip in it.
const SHORT: usize = 5;
/// The shortest word in which a slip of the pen is looked for.
const SLIP: usize = 5;
/// The longest value that questions may name, in words.
const LONGEST_VALUE: usize = 10;
/// How many values that begin with one word are kept cut into words.
const MOST_CUT: usize = 1_000;
/// The longest place name that is known by its sound, in characters.
const LONGEST_SOUND: usize = 4;
/// What it costs to read a word in a sense that goes by another word.
pub(super) const RARER: f64 = 0.03;
/// What it costs to read the words of one of which no rule makes anything.
const NOTHING: f64 = 3.0;
/// What it costs to leave out a word that a question can do without.
pub(super) const LEFT_OUT: f64 = 0.3;
/// What it costs to take a name with a slip of the pen for a part of what was said.
const SLIP_SAID: f64 = 0.3;
/// What it costs to take a place for the government there.
const NO_PLACE: f64 = 0.2;
/// How far behind its verb the rest of it may stand, in words.
const FAR: usize = 6;
/// What it costs that a little word stands inside a verb.
const SPLIT: f64 = 0.02;
/// What it costs that a question word stands alone before a noun, to which it rather belongs.
const APART: f64 = 0.4;
/// How many things a name may mean.
const LINKS: usize = 8;

impl Speech {
    /// Makes a language ready over its lexicon and the forms of that: gathers the values of the
    /// properties that its words speak of.
    ///
    /// Cost: linear in the lexicon and in the values.
    fn new(
        language: &'static dyn Language,
        mut lexicon: Lexicon,
        forms: Forms,
        snapshot: &Snapshot,
    ) -> Self {
        // A word for things stands for the thing itself, and there is nothing else it could be.
        let facts = Facts::default();
        let fit = Fit::new(snapshot, &facts);
        let itself =
            |argument: &Argument| argument.function == Function::Itself && argument.path == ".";
        for entry in &mut lexicon.entries {
            if entry.part == Part::Noun
                && entry.arguments.iter().any(itself)
                && !fit.is_happening(&entry.reference)
            {
                entry.arguments.retain(|argument| !itself(argument));
            }
        }
        let mut closed: FxHashMap<Text, Vec<Little>> = FxHashMap::default();
        for word in language.closed() {
            let mut texts = cut(word.text).into_iter();
            if let Some(first) = texts.next() {
                let little = (texts.collect(), word.phrase, word.first, word.cost);
                closed.entry(first).or_default().push(little);
            }
        }
        let mut speech = Self {
            lexicon,
            language,
            facts,
            forms,
            closed,
            snapshot: snapshot.unrestricted(),
            properties: Vec::new(),
            values: FxHashMap::default(),
            cut: RwLock::default(),
        };
        speech.gather();
        speech
    }

    /// Gathers the values that questions may name: those of the properties to which a frame leads.
    fn gather(&mut self) {
        let fit = Fit::new(&self.snapshot, &self.facts);
        let entries = self.lexicon.entries.iter();
        let paths = entries.clone().flat_map(|entry| &entry.arguments);
        let paths: FxHashSet<&str> = paths.map(|argument| argument.path.as_str()).collect();
        let mut properties: BTreeSet<NamedNode> = paths.into_iter().flat_map(fit::ends).collect();
        properties.retain(|property| fit.is_literal(property));
        properties.extend(entries.filter_map(|entry| entry.named_by.clone()));
        // Names are for the linker, not for here.
        properties.retain(|property| !crate::resolve::is_naming(property));
        self.properties = properties.into_iter().collect();
        for (number, property) in self.properties.iter().enumerate() {
            let Some(id) = self.snapshot.id(&property.clone().into()) else {
                continue;
            };
            let rows = self.snapshot.ids([None, Some(id), None, None]);
            let mut ids: Vec<TermId> = rows.map(|[_, _, object, _]| object).collect();
            ids.sort_unstable();
            ids.dedup();
            for id in ids {
                if let Term::Literal(literal) = self.snapshot.term(id)
                    && let Some(first) = first_word(literal.value())
                {
                    self.values.entry(first).or_default().push((number, id));
                }
            }
        }
    }

    /// Returns the values that begin with a place name of these characters, as its sound is written:
    /// 武汉 is Wuhan.
    fn values_sounding(&self, tokens: &[Token]) -> Vec<(usize, Value)> {
        let sounds = |token: &Token| {
            let mut chars = token.text.chars().filter(|c| is_han(*c));
            chars.next()?.to_pinyin().map(pinyin::Pinyin::plain)
        };
        let mut sound = String::new();
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate().take(LONGEST_SOUND) {
            match sounds(token) {
                Some(syllable) => sound.push_str(syllable),
                None => break,
            }
            if at > 0 {
                let values = self.values_beginning(&sound);
                let places = values.iter().filter(|value| value.rest.is_empty());
                found.extend(places.map(|value| (at + 1, value.clone())));
            }
        }
        found
    }

    /// Returns the values of the data that begin with a word.
    fn values_beginning(&self, word: &str) -> Arc<Vec<Value>> {
        let Some(ids) = self.values.get(word) else {
            return Arc::default();
        };
        let known = self.cut.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(values) = known.get(word) {
            return Arc::clone(values);
        }
        drop(known);
        let values = ids
            .iter()
            .flat_map(|(number, id)| self.cut_value(word, *number, *id));
        let values: Arc<Vec<Value>> = Arc::new(values.collect());
        if values.len() <= MOST_CUT {
            let mut known = self.cut.write().unwrap_or_else(PoisonError::into_inner);
            known.insert(word.to_owned(), Arc::clone(&values));
        }
        values
    }

    /// Cuts a value that begins with a word: as a whole, and its head.
    fn cut_value(&self, word: &str, number: usize, id: TermId) -> Vec<Value> {
        let term = self.snapshot.term(id);
        let Term::Literal(literal) = &term else {
            return Vec::new();
        };
        // `Secretary` heads `Secretary of Commerce`, `Wuhan` heads `Wuhan, Hubei`.
        let whole = literal.value();
        let head = whole.split([',', ';']).next().unwrap_or(whole);
        let head = head.split(" of ").next().unwrap_or(head);
        let mut found = Vec::new();
        for (text, whole) in [(whole, true), (head, false)] {
            let words = tokens(text).into_iter().map(|token| token.text);
            let mut words = words.filter(|word| word != ",");
            let here = words.next().is_some_and(|first| first == word);
            let rest: Vec<String> = words.collect();
            if !here || rest.len() >= LONGEST_VALUE {
                continue;
            }
            found.push(Value {
                rest,
                property: self.properties[number].clone(),
                term: term.clone(),
                whole,
            });
        }
        found
    }

    /// Tells whether verbs of the language have one form.
    pub fn is_plain(&self) -> bool {
        self.language.is_plain()
    }

    /// Returns the tag of the language.
    pub fn tag(&self) -> &'static str {
        self.language.tag()
    }

    /// Tells how much of a text belongs to the language, in bytes.
    pub fn coverage(&self, tokens: &[Token]) -> usize {
        let mut covered = 0;
        let mut at = 0;
        while at < tokens.len() {
            let width = self.longest_word(&tokens[at..]);
            for token in &tokens[at..at + width] {
                covered += token.range.len();
            }
            at += width.max(1);
        }
        covered
    }

    /// Returns how many words the longest word of the language takes that begins here.
    fn longest_word(&self, tokens: &[Token]) -> usize {
        let Some(first) = tokens.first() else {
            return 0;
        };
        let closed = self.closed.get(first.text.as_str()).into_iter().flatten();
        let closed = closed.filter(|(rest, ..)| begins(&tokens[1..], rest));
        let closed = closed.map(|(rest, ..)| rest.len() + 1);
        let forms = self.forms.beginning(&first.text);
        let forms = forms.filter(|form| begins(&tokens[1..], form.rest()));
        let forms = forms.map(|form| form.rest().count() + 1);
        closed.chain(forms).max().unwrap_or(0)
    }

    /// Tells whether the longest of several words of grammar that begin here is one of which no rule makes
    /// anything, and how many it has, if it is that or passed over: its words are not read one by one.
    fn hides(&self, tokens: &[Token]) -> (bool, usize) {
        let Some(first) = tokens.first() else {
            return (false, 0);
        };
        let closed = self.closed.get(first.text.as_str()).into_iter().flatten();
        let here = closed.filter(|(rest, ..)| begins(&tokens[1..], rest));
        let width = here.clone().map(|(rest, ..)| rest.len() + 1).max();
        let width = width.filter(|width| *width > 1).unwrap_or(0);
        let mut longest = here.filter(|(rest, ..)| rest.len() + 1 == width);
        let nothing = longest.clone().any(|(_, phrase, ..)| phrase.is_none());
        let light = longest.all(|(_, phrase, ..)| matches!(phrase, None | Some(Phrase::Filler)));
        (nothing, if light { width } else { 0 })
    }

    /// Tells whether a word, normalized, is one that only grammar knows, so that alone it is no name.
    fn is_closed(&self, word: &str) -> bool {
        if word.chars().any(is_han) {
            let tokens = tokens(word);
            let closed = tokens
                .first()
                .and_then(|first| self.closed.get(first.text.as_str()));
            let mut closed = closed.into_iter().flatten();
            return closed
                .any(|(rest, ..)| rest.len() + 1 == tokens.len() && begins(&tokens[1..], rest));
        }
        let mut closed = self.closed.get(word).into_iter().flatten();
        closed.any(|(rest, ..)| rest.is_empty()) || legal_form(&format!("x {word}")).is_some()
    }

    /// Tells whether a stretch is made of words of the language alone.
    fn is_language(&self, tokens: &[Token]) -> bool {
        let mut at = 0;
        while at < tokens.len() {
            match self.longest_word(&tokens[at..]) {
                0 => return false,
                width => at += width,
            }
        }
        true
    }

    /// Returns the pieces of a question. `before` are things that were named earlier.
    pub fn words(&self, text: &str, linker: &Linker, before: &[Named], today: Day) -> Words {
        let tokens = tokens(text);
        let mut words = Words {
            pieces: vec![Vec::new(); tokens.len()],
            tokens,
            unknown: Vec::new(),
            names: Vec::new(),
        };
        let mut named = vec![false; words.tokens.len()];
        self.mentions(text, linker, &mut words, &mut named);
        // Where names of several words stand as a whole: their words are rarely meant one by one.
        let mut inside: Vec<Option<usize>> = vec![None; words.tokens.len()];
        for (at, pieces) in words.pieces.iter().enumerate() {
            let wide = pieces.iter().filter(|piece| piece.cost < 0.05);
            let width = wide.map(|piece| piece.width).max().unwrap_or(0);
            if width > 1 {
                inside[at..at + width].fill(Some(at + width));
            }
        }
        // Where a question may begin: behind what only leads to it.
        let mut opens = vec![false; words.tokens.len() + 1];
        opens[0] = true;
        // Where a word ends of which nothing is made.
        let mut nothing = 0;
        for (at, inside) in inside.into_iter().enumerate() {
            let here = &words.tokens[at..];
            let mut found = Vec::new();
            self.word(here, opens[at], today, &mut found);
            let leads = |piece: &&Start<Phrase>| matches!(piece.category, Phrase::Filler);
            for piece in found.iter().filter(leads) {
                opens[at + piece.width] |= opens[at];
            }
            opens[at + 1] |= here[0].text == ":" || opens[at] && here[0].text == ",";
            let within =
                |piece: &&mut Start<Phrase>| inside.is_some_and(|end| at + piece.width <= end);
            for piece in found.iter_mut().filter(within) {
                piece.cost += 0.15;
            }
            let (hidden, end) = self.hides(here);
            nothing = nothing.max(at + if hidden { end } else { 0 });
            for piece in &mut found {
                if at + piece.width <= nothing {
                    piece.cost += NOTHING;
                } else if piece.width < end
                    && matches!(&piece.category, Phrase::Word(word) if word.weighs())
                {
                    piece.cost += 0.3;
                }
            }
            // A name at the beginning of a longer word is rarely meant: `Chinese military company`.
            let longest = found
                .iter()
                .filter(|piece| !matches!(piece.category, Phrase::Filler));
            let longest = longest.map(|piece| piece.width).max().unwrap_or(0);
            for piece in words.pieces[at]
                .iter_mut()
                .filter(|piece| piece.width < longest)
            {
                piece.cost += 0.3;
            }
            // What is a name as a whole is rather that name than a word.
            let names = words.pieces[at].iter();
            let names: Vec<usize> = names
                .filter(|piece| piece.width > 1 && piece.cost < 0.1)
                .map(|piece| piece.width)
                .collect();
            for piece in &mut found {
                if names.contains(&piece.width) {
                    piece.cost += 0.3;
                }
            }
            words.pieces[at].extend(found);
        }
        let mut known = named.clone();
        for (at, pieces) in words.pieces.iter().enumerate() {
            for piece in pieces {
                known[at..at + piece.width].fill(true);
            }
        }
        for (at, token) in words.tokens.iter().enumerate() {
            let marks: &[(Phrase, f64)] = match token.text.as_str() {
                "," => &[
                    (Phrase::Filler, 0.0),
                    (Phrase::Word(Word::And), 0.05),
                    (Phrase::Word(Word::Break), 0.1),
                ],
                ":" => &[(Phrase::Word(Word::Break), 0.0)],
                "→" => &[(Phrase::Word(Word::Arrow), 0.0)],
                _ => &[],
            };
            for (category, cost) in marks {
                words.pieces[at].push(Start {
                    width: 1,
                    category: category.clone(),
                    cost: *cost,
                });
                known[at] = true;
            }
        }
        self.particles(&mut words);
        if self.is_plain() {
            asked_apart(&mut words.pieces);
        }
        self.contents(text, &mut words);
        self.bans(text, &mut words);
        self.topics(text, &mut words);
        self.longer_names(text, linker, &mut known, &mut words);
        self.slips(&mut known, &mut words);
        self.strangers(text, linker, &known, &mut words);
        rather_names(&known, &mut words);
        rather_places(&mut words);
        self.pronouns(before, &mut words);
        words
    }

    /// Lets words be left out that a question can do without, at a price: those of grammar that
    /// neither ask nor deny nor compare.
    pub fn loosen(&self, words: &mut Words) {
        let light = |at: usize| {
            let over = words.pieces[..=at].iter().enumerate();
            let mut over = over.flat_map(|(from, pieces)| {
                pieces
                    .iter()
                    .filter(move |piece| from + piece.width > at)
                    .map(|piece| &piece.category)
            });
            // A mark of what is done to whom is all that a language without forms has.
            let marks = |word: &Word| {
                self.is_plain() && matches!(word, Word::Preposition(_) | Word::Passive)
            };
            let light = |phrase: &Phrase| match phrase {
                Phrase::Word(word) => !word.weighs() && !marks(word),
                Phrase::Filler | Phrase::Content(_) | Phrase::About(_) => true,
                _ => false,
            };
            let nothing = |piece: &Start<Phrase>| piece.cost >= NOTHING;
            let here = &words.pieces[at];
            !here.is_empty() && !here.iter().any(nothing) && over.all(light)
        };
        let light: Vec<usize> = (0..words.tokens.len()).filter(|at| light(*at)).collect();
        for at in light {
            words.pieces[at].push(Start {
                width: 1,
                category: Phrase::Filler,
                cost: LEFT_OUT,
            });
        }
    }

    /// Verbs of which the end stands behind their object: `take X off`, `take X to court`.
    fn particles(&self, words: &mut Words) {
        let tokens = &words.tokens;
        let particles = self.language.particles();
        let mut found = Vec::new();
        let firsts = particles
            .iter()
            .filter_map(|particle| particle.split(' ').next());
        let firsts: Vec<&str> = firsts.collect();
        if !tokens.iter().any(|token| firsts.contains(&&*token.text)) {
            return;
        }
        for at in 0..tokens.len() {
            for inflected in self.forms.beginning(&tokens[at].text) {
                let rest: Vec<&str> = inflected.rest().collect();
                let verb = self.lexicon.entries[inflected.entry].part == Part::Verb;
                let whole = rest.join(" ");
                if !verb || !particles.contains(&whole.as_str()) {
                    continue;
                }
                // An object stands between, and not much more.
                let behind = at + 2..tokens.len().min(at + 2 + FAR);
                for end in behind.filter(|end| begins(&tokens[*end..], &rest)) {
                    found.push((at, end, inflected, whole.clone()));
                }
            }
        }
        for (at, end, inflected, rest) in found {
            let mut verbs = Vec::new();
            let cost = if inflected.main { 0.0 } else { RARER };
            self.add_form(inflected.entry, inflected.form, 1, cost, &mut verbs);
            for piece in verbs {
                if let Phrase::Verb(clause) = piece.category {
                    let category = Phrase::Verb(clause.without_particle(&rest));
                    words.pieces[at].push(Start { category, ..piece });
                }
            }
            let width = rest.split(' ').count();
            let category = Phrase::Word(Word::Particle(rest));
            if !words.pieces[end]
                .iter()
                .any(|piece| piece.category == category)
            {
                words.pieces[end].push(Start {
                    width,
                    category,
                    cost: 0.0,
                });
            }
        }
    }

    /// Names in the question.
    fn mentions(&self, text: &str, linker: &Linker, words: &mut Words, named: &mut [bool]) {
        let mut longer: Vec<Range<usize>> = Vec::new();
        for mention in linker.mentions(text, false, |word| self.is_closed(word)) {
            // `China` at the beginning of `China Telecom` is rarely meant.
            let within = |long: &Range<usize>| {
                long.start <= mention.range.start && mention.range.end <= long.end
            };
            let inside = if longer.iter().any(within) { 0.1 } else { 0.0 };
            if mention
                .links
                .first()
                .is_some_and(|link| link.score >= WHOLE)
            {
                longer.push(mention.range.clone());
            }
            let best = mention.links.first().map(|link| &link.thing);
            let new = best.filter(|thing| !words.names.contains(thing)).cloned();
            words.names.extend(new);
            let tokens = &words.tokens;
            let first = tokens
                .iter()
                .position(|token| token.range.start >= mention.range.start);
            let last = tokens
                .iter()
                .rposition(|token| token.range.end <= mention.range.end);
            let (Some(first), Some(last)) = (first, last) else {
                continue;
            };
            if first > last {
                continue;
            }
            // `Company` is a part of many names, but it is a word.
            let part = mention
                .links
                .first()
                .is_none_or(|link| link.how == crate::names::MatchKind::Part);
            if part && self.is_language(&tokens[first..=last]) {
                continue;
            }
            // `check` is no slip in `Chuck`, `Nike` none in `Mike`.
            let best = mention.links.first();
            let slip = best.is_some_and(Link::is_slip);
            let written = usize::from(tokens[first].prominent);
            let short = mention.range.len() + written <= SHORT;
            if first == last && short && slip {
                continue;
            }
            named[first..=last].fill(true);
            let said = text[mention.range.clone()].to_owned();
            // A word of the language that is also a name (`Commerce`, `Beijing`) is rather the word
            // unless it is written as a name.
            // `Chinese military company` names no army with a legal form behind it.
            let formal = legal_form(&format!("x {}", tokens[last].text)).is_some();
            let plain = self.longest_word(&tokens[first..=last]) == last + 1 - first
                && (!tokens[first].prominent || formal || said.chars().any(is_han));
            for link in mention.links.iter().take(LINKS) {
                let name =
                    Named::thing_called(&said, link.thing.clone(), link.label.clone(), link.score);
                // Offices and such are called by their own words.
                let cost = (1.0 - link.score) + if plain { 1.0 } else { 0.0 } + inside;
                let noun = Phrase::Noun(Noun::of(Set::one(name)));
                // `1260H company`: what looks like a legal form may be a word of its own.
                if last > first && self.is_language(&tokens[last..=last]) {
                    words.pieces[first].push(Start {
                        width: last - first,
                        category: noun.clone(),
                        cost: cost + 0.02,
                    });
                }
                words.pieces[first].push(Start {
                    width: last + 1 - first,
                    category: noun,
                    cost,
                });
            }
        }
    }

    /// Returns where a text may be cut into two questions: the end of the first, the start of the
    /// second.
    pub fn joints(&self, text: &str) -> Vec<(usize, usize)> {
        let tokens = tokens(text);
        let joins = |at: usize| self.width(&tokens, at, &Word::And);
        let mut found = Vec::new();
        for at in 1..tokens.len().saturating_sub(1) {
            let gap = &text[tokens[at - 1].range.end..tokens[at].range.start];
            let ended = gap.contains(['?', '？', '。', '!', '！']) || gap.contains(". ");
            let width = match (matches!(tokens[at].text.as_str(), "," | ":"), joins(at)) {
                (true, _) => 1,
                (_, Some(width)) => width,
                _ if ended => 0,
                _ => continue,
            };
            if let Some(next) = tokens.get(at + width) {
                found.push((tokens[at - 1].range.end, next.range.start));
            }
        }
        found
    }

    /// Tells whether a text has several words of which no rule makes anything: 会不会被列.
    pub fn is_barred(&self, text: &str) -> bool {
        let tokens = tokens(text);
        (0..tokens.len()).any(|at| self.hides(&tokens[at..]).0)
    }

    /// Tells whether a text asks something by a word of its own, not by its order.
    pub fn has_question(&self, text: &str) -> bool {
        let asks = |phrase: &Phrase| match phrase {
            Phrase::Word(Word::Asking(_) | Word::Which(_) | Word::Tag) => true,
            Phrase::Noun(noun) | Phrase::Marked(_, noun) | Phrase::With(_, noun) => {
                noun.asked.is_some()
            }
            _ => false,
        };
        let tokens = tokens(text);
        let asked = (0..tokens.len()).any(|at| {
            let closed = self.closed.get(tokens[at].text.as_str()).into_iter();
            let mut here = closed.flatten();
            here.any(|(rest, phrase, ..)| {
                begins(&tokens[at + 1..], rest) && phrase.as_ref().is_some_and(asks)
            })
        });
        let simple: String = tokens.iter().map(|token| token.text.as_str()).collect();
        let mut doublings = self.language.doublings().iter();
        asked || doublings.any(|word| simple.contains(word))
    }

    /// Returns a question with what stands before it, set off by a dash, colon or comma, in the place of
    /// its pronoun; a day in the place of `that day`.
    pub fn with_topic(&self, text: &str, today: Day) -> Option<String> {
        let tokens = tokens(text);
        let end = place(&tokens, ":").or_else(|| place(&tokens, ","))?;
        // After it was listed, …: no topic, but a time. Who requested X, …: two questions.
        if self.is_time(&tokens) || self.begins_question(&tokens[..end]) {
            return None;
        }
        let topic = &text[..tokens[end - 1].range.end];
        let start = tokens.get(end + 1)?.range.start;
        let dates = self.language.dates(&tokens[..end], today);
        let dated = dates.iter().any(|(width, _)| *width == end);
        let pronoun = (end + 1..tokens.len()).find_map(|at| {
            if dated {
                let width = self.width(&tokens, at, &Word::ThatTime)?;
                return Some((at, self.language.before_time(), width, ""));
            }
            let width = |word: fn(bool) -> Word| {
                let widths = [false, true].map(|several| self.width(&tokens, at, &word(several)));
                widths.into_iter().flatten().max()
            };
            let pronoun = width(Word::Pronoun).map(|width| (width, ""));
            let pronoun = pronoun.or_else(|| Some((width(Word::Possessive)?, "'s")));
            pronoun.map(|(width, link)| (at, "", width, link))
        });
        let (at, preposition, width, link) = pronoun?;
        let before = &text[start..tokens[at].range.start];
        let behind = &text[tokens[at + width - 1].range.end..];
        Some(format!("{before}{preposition}{topic}{link}{behind}"))
    }

    /// Returns the clause of time before a question and the question: `after CATL was listed, what did it
    /// say?`
    pub fn with_time<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let tokens = tokens(text);
        let end = place(&tokens, ",").filter(|_| self.is_time(&tokens))?;
        let rest = tokens.get(end + 1)?.range.start;
        Some((&text[..tokens[end - 1].range.end], &text[rest..]))
    }

    /// Tells whether words begin with one that asks.
    pub(super) fn begins_question(&self, tokens: &[Token]) -> bool {
        let first = tokens
            .first()
            .and_then(|first| self.closed.get(first.text.as_str()));
        let mut here = first.into_iter().flatten();
        here.any(|(rest, phrase, ..)| {
            let asks = match phrase {
                Some(Phrase::Word(word)) => {
                    matches!(
                        word,
                        Word::Which(_) | Word::Asking(_) | Word::Exists | Word::Do
                    )
                }
                Some(Phrase::Noun(noun)) => noun.asked.is_some(),
                _ => false,
            };
            asks && begins(&tokens[1..], rest)
        })
    }

    /// Tells whether a text begins with a word for earlier or later.
    fn is_time(&self, tokens: &[Token]) -> bool {
        let mut marks = [AFTER, BEFORE].into_iter();
        marks.any(|mark| {
            let word = Word::Preposition(mark.to_owned());
            self.width(tokens, 0, &word).is_some()
        })
    }

    /// Returns the ways to say a question in one sentence before which its topic stands, set off by a dash
    /// or colon.
    pub fn on_topic(&self, text: &str) -> Vec<String> {
        let tokens = tokens(text);
        let topic = place(&tokens, ":").and_then(|end| {
            let rest = &text[tokens.get(end + 1)?.range.start..];
            let rest = rest.trim_end_matches(['?', '？']);
            Some((&text[..tokens[end - 1].range.end], rest))
        });
        let said = |(topic, rest)| {
            let ways = self.language.on_topic().iter();
            ways.map(move |way| fill(way, &[("topic", topic), ("rest", rest)]))
        };
        topic.into_iter().flat_map(said).collect()
    }

    /// Returns what a question asks that is nothing but a question word: `when?`.
    pub fn asks(&self, text: &str) -> Option<Ask> {
        let tokens = tokens(text);
        let mut asked = None;
        let mut at = 0;
        while at < tokens.len() {
            let closed = self
                .closed
                .get(tokens[at].text.as_str())
                .into_iter()
                .flatten();
            let here = closed.filter(|(rest, ..)| begins(&tokens[at + 1..], rest));
            let longest = here.clone().map(|(rest, ..)| rest.len() + 1).max()?;
            let asking = here.filter(|(rest, ..)| rest.len() + 1 == longest);
            asked = asked.or(asking
                .filter_map(|(_, phrase, ..)| match phrase {
                    Some(Phrase::Word(Word::Asking(ask) | Word::Which(ask))) => Some(*ask),
                    _ => None,
                })
                .next());
            at += longest;
        }
        asked
    }

    /// What a stretch of words that begins here may be.
    fn word(&self, tokens: &[Token], first: bool, today: Day, found: &mut Vec<Start<Phrase>>) {
        let word = tokens[0].text.as_str();
        let mut add = |width: usize, category: Phrase, cost: f64| {
            found.push(Start {
                width,
                category,
                cost,
            });
        };
        let dates = self.language.dates(tokens, today);
        for (width, longer) in self.neighbouring(tokens, &dates, today) {
            add(width, Phrase::Date(longer), 0.0);
        }
        for (width, phrase) in dates {
            add(width, phrase, 0.0);
        }
        if let Ok(number) = word.parse::<usize>()
            && number < 1000
        {
            let amount = Amount {
                least: number,
                most: Some(number),
            };
            add(1, Phrase::Amount(amount), 0.1);
        }
        for (rest, phrase, only_first, cost) in self.closed.get(word).into_iter().flatten() {
            if begins(&tokens[1..], rest)
                && (first || !only_first)
                && let Some(phrase) = phrase
            {
                let shouted = if tokens[0].capitals { 0.5 } else { 0.0 };
                add(rest.len() + 1, phrase.clone(), *cost + shouted);
            }
        }
        let inside = self.language.inside_verbs();
        for inflected in self.forms.beginning(word) {
            let Inflected {
                entry: index,
                form,
                main,
                ..
            } = inflected;
            let rarer = if main { 0.0 } else { RARER };
            let width = inflected.rest().count() + 1;
            if begins(&tokens[1..], inflected.rest()) {
                self.add_form(index, form, width, rarer, found);
            } else if width > 1
                && self.lexicon.entries[index].part == Part::Verb
                && tokens
                    .get(1)
                    .is_some_and(|next| inside.contains(&&*next.text))
                && begins(&tokens[2..], inflected.rest())
            {
                self.add_form(index, form, width + 1, rarer + SPLIT, found);
            }
        }
        let mut add = |width: usize, category: Phrase, cost: f64| {
            found.push(Start {
                width,
                category,
                cost,
            });
        };
        self.values_here(tokens, &mut add);
    }

    /// Dates that join without a gap, taken as one: `2024 or 2025`.
    fn neighbouring(
        &self,
        tokens: &[Token],
        dates: &[(usize, Phrase)],
        today: Day,
    ) -> Vec<(usize, Period)> {
        let period = |(width, phrase): &(usize, Phrase)| match phrase {
            Phrase::Date(period) => Some((*width, *period)),
            _ => None,
        };
        let joins = |token: &Token| {
            let mut here = self.closed.get(&*token.text).into_iter().flatten();
            here.any(|(rest, phrase, ..)| {
                let joint = matches!(phrase, Some(Phrase::Word(Word::And | Word::Or)));
                joint && rest.is_empty()
            })
        };
        let mut found = Vec::new();
        for (width, first) in dates.iter().filter_map(period) {
            if !tokens.get(width).is_some_and(joins) {
                continue;
            }
            let seconds = self.language.dates(&tokens[width + 1..], today);
            for (more, second) in seconds.iter().filter_map(period) {
                let next = first.to.and_then(|day| day.tomorrow().ok());
                if next.is_some() && next == second.from {
                    found.push((width + 1 + more, Period::between(first.from, second.to)));
                }
            }
        }
        found
    }

    /// Values of the data that begin here.
    fn values_here(&self, tokens: &[Token], add: &mut impl FnMut(usize, Phrase, f64)) {
        // The values that the same words are, by property.
        let mut said: BTreeMap<(usize, NamedNode, bool), Vec<Term>> = BTreeMap::new();
        let little = self.closed.contains_key(tokens[0].text.as_str());
        for value in self.values_beginning(&tokens[0].text).iter() {
            // `IN` may be a code, `in` is not.
            let code = value.rest.is_empty() && tokens[0].text.len() <= 3;
            if code && (little || !tokens[0].prominent) {
                continue;
            }
            if begins(&tokens[1..], &value.rest) {
                let key = (value.rest.len() + 1, value.property.clone(), value.whole);
                said.entry(key).or_default().push(value.term.clone());
            }
        }
        for (width, value) in self.values_sounding(tokens) {
            let key = (width, value.property, value.whole);
            said.entry(key).or_default().push(value.term);
        }
        for ((width, property, whole), terms) in said {
            let words: Vec<&str> = tokens[..width]
                .iter()
                .map(|token| token.text.as_str())
                .collect();
            let words = words.join(" ");
            let cost = match (whole, tokens[0].prominent) {
                (true, true) => 0.0,
                (true, false) => 0.1,
                (false, _) => 0.3,
            };
            let named: Vec<Named> = terms
                .iter()
                .map(|term| Named {
                    text: words.clone(),
                    label: match term {
                        Term::Literal(literal) => literal.value().to_owned(),
                        other => other.to_string(),
                    },
                    term: Some(term.clone()),
                    value_of: Some(property.clone()),
                    score: 1.0,
                })
                .collect();
            for (index, entry) in self.lexicon.entries.iter().enumerate() {
                if entry.named_by.as_ref() != Some(&property) {
                    continue;
                }
                let mut noun = Noun::word(&self.lexicon, index);
                let values = terms.iter().map(|term| eco_format!("{term}")).collect();
                if let Some(scene) = noun.set.scenes.make_mut().first_mut() {
                    let local = property.as_str().strip_prefix(ag::AG).unwrap_or_default();
                    scene.restrictions.push(Restriction {
                        path: format!("ag:{local}").into(),
                        values,
                    });
                }
                add(width, Phrase::Noun(noun), cost);
            }
            let set = Set {
                named: named.into(),
                ..Set::default()
            };
            add(width, Phrase::Noun(Noun::of(set)), cost + 0.05);
        }
    }

    /// A name with a slip of the pen in one of its words: `ChangXin Memory Technolgies`.
    fn longer_names(&self, text: &str, linker: &Linker, known: &mut [bool], words: &mut Words) {
        // Where nothing is written as a name, anything may be one.
        let lower = is_lower(&words.tokens);
        for at in 0..words.tokens.len() {
            let names: Vec<(usize, Named)> = words.pieces[at]
                .iter()
                .filter_map(|piece| match &piece.category {
                    Phrase::Noun(noun) if noun.is_named() && noun.asked.is_none() => {
                        Some((piece.width, noun.set.named.first()?.clone()))
                    }
                    _ => None,
                })
                .collect();
            for (width, name) in names {
                let strange = known[at + width..]
                    .iter()
                    .take_while(|known| !**known)
                    .count();
                if strange == 0 || name.term.is_none() {
                    continue;
                }
                let least = at + width + strange;
                // `ChangXin Memroy | Technologies`: words written as names may belong to it.
                let more = words.tokens[least..].iter().take(MORE);
                let more = more.take_while(|token| token.prominent || lower).count();
                for until in least..=least + more {
                    let (first, last) = (&words.tokens[at], &words.tokens[until - 1]);
                    let said = &text[first.range.start..last.range.end];
                    let links = linker.find(said);
                    let mut links = links.iter().filter(|link| link.score >= 0.5);
                    let Some(link) = links.find(|link| name.thing().as_ref() == Some(&link.thing))
                    else {
                        continue;
                    };
                    let (label, score) = (link.label.clone(), link.score);
                    let name = Named::thing_called(said, link.thing.clone(), label, score);
                    words.pieces[at].push(Start {
                        width: until - at,
                        category: Phrase::Noun(Noun::of(Set::one(name))),
                        cost: 1.1 - score,
                    });
                    known[at..until].fill(true);
                }
            }
        }
    }

    /// Words of the language with a slip of the pen.
    fn slips(&self, known: &mut [bool], words: &mut Words) {
        let mut forms = None;
        let open = known.iter_mut().zip(&words.tokens).zip(&mut words.pieces);
        for ((known, token), pieces) in open {
            let word = &token.text;
            if *known || token.prominent || word.chars().count() < SLIP {
                continue;
            }
            let forms = forms.get_or_insert_with(|| self.forms.words());
            for near in forms.iter().filter(|form| is_slip(form, word)) {
                for inflected in self.forms.beginning(near) {
                    if inflected.rest().next().is_none() {
                        let cost = 0.4 + if inflected.main { 0.0 } else { RARER };
                        let (entry, form) = (inflected.entry, inflected.form);
                        self.add_form(entry, form, 1, cost, pieces);
                        *known = true;
                    }
                }
            }
        }
    }

    /// What a form of a word may be.
    fn add_form(
        &self,
        index: usize,
        form: Form,
        width: usize,
        cost: f64,
        found: &mut Vec<Start<Phrase>>,
    ) {
        let mut add = |category: Phrase, cost: f64| {
            found.push(Start {
                width,
                category,
                cost,
            });
        };
        let entry = &self.lexicon.entries[index];
        match entry.part {
            Part::Noun => {
                let noun = Noun::word(&self.lexicon, index);
                let open = if noun.is_open_role() { OPEN_ROLE } else { 0.0 };
                add(Phrase::Noun(noun), cost + open);
            }
            Part::Verb => {
                let clause = Clause::word(&self.lexicon, index, form);
                if form == Form::Participle {
                    for passive in clause.passives() {
                        add(Phrase::Verb(passive), cost);
                    }
                }
                add(Phrase::Verb(clause), cost);
            }
            Part::Adjective => {
                let form = match form {
                    Form::Plain => Form::Plain,
                    _ => Form::Predicative,
                };
                add(Phrase::Verb(Clause::word(&self.lexicon, index, form)), cost);
            }
        }
    }

    /// Stretches of words that nobody knows: names with a typo, or names of things not in the data.
    fn strangers(&self, text: &str, linker: &Linker, known: &[bool], words: &mut Words) {
        let tokens = &words.tokens;
        let lower = is_lower(tokens);
        let mut strange: Vec<bool> = known.iter().map(|known| !known).collect();
        // A legal form belongs to the stranger before it: `Foobar Inc`.
        for at in 1..tokens.len() {
            strange[at] |=
                strange[at - 1] && legal_form(&format!("x {}", tokens[at].text)).is_some();
        }
        let mut at = 0;
        while at < tokens.len() {
            let width = strange[at..].iter().take_while(|strange| **strange).count();
            if width == 0 {
                at += 1;
                continue;
            }
            for token in &tokens[at..at + width] {
                words.unknown.push(text[token.range.clone()].to_owned());
            }
            // A word written as a name before it may belong to it: `Zorblax Semiconductors`.
            let until = (at + width..tokens.len())
                .take_while(|next| tokens[*next].prominent && !is_date(&tokens[*next].text))
                .filter(|next| !known[*next] || words.pieces[*next].is_empty())
                .last()
                .map_or(at + width, |last| last + 1);
            // `Tencnet Holdings`: words that follow may belong to a name with a slip.
            let is_name = |next: &usize| {
                let token = &tokens[*next];
                (token.prominent || lower) && !token.text.contains(is_han)
            };
            let more = (until..tokens.len()).take_while(is_name);
            for last in more.take(MORE) {
                let said = &text[tokens[at].range.start..tokens[last].range.end];
                let links = linker.find(said);
                if let Some(link) = links.first().filter(|link| link.score >= 0.6) {
                    let (label, score) = (link.label.clone(), link.score);
                    let name = Named::thing_called(said, link.thing.clone(), label, score);
                    words.pieces[at].push(Start {
                        width: last + 1 - at,
                        category: Phrase::Noun(Noun::of(Set::one(name))),
                        cost: 1.1 - score,
                    });
                }
            }
            let said = text[tokens[at].range.start..tokens[until - 1].range.end].to_owned();
            let mut linked = false;
            let short = said.len() < SHORT;
            let plausible = |link: &&Link| link.score >= 0.5 && !(short && link.is_slip());
            for link in linker.find(&said).iter().filter(plausible).take(5) {
                linked = true;
                let name =
                    Named::thing_called(&said, link.thing.clone(), link.label.clone(), link.score);
                words.pieces[at].push(Start {
                    width: until - at,
                    category: Phrase::Noun(Noun::of(Set::one(name))),
                    cost: 1.2 - link.score,
                });
            }
            // A name that nothing has, with the words written as names behind it or without.
            let written = (until..tokens.len()).take_while(is_name);
            let longer = written.last().map_or(until, |last| last + 1);
            let ends: &[(usize, f64)] = match (linked, longer > until) {
                (true, _) => &[],
                (false, true) => &[(until, 1.25), (longer, 1.2)],
                (false, false) => &[(until, 1.2)],
            };
            for (until, cost) in ends {
                let said = &text[tokens[at].range.start..tokens[until - 1].range.end];
                let name = Named {
                    text: said.to_owned(),
                    term: None,
                    value_of: None,
                    label: said.to_owned(),
                    score: 0.0,
                };
                words.pieces[at].push(Start {
                    width: until - at,
                    category: Phrase::Noun(Noun::of(Set::one(name))),
                    cost: *cost,
                });
            }
            at += width;
        }
    }
}

/// Makes a question word dearer that stands before a noun as if it were a noun itself: 哪些 in 哪些公司.
fn asked_apart(pieces: &mut [Vec<Start<Phrase>>]) {
    let begins_noun = |pieces: &Vec<Start<Phrase>>| {
        let mut here = pieces.iter();
        here.any(|piece| match &piece.category {
            Phrase::Noun(noun) => noun.entry.is_some() && noun.asked.is_none(),
            _ => false,
        })
    };
    let nouns: Vec<bool> = pieces.iter().map(begins_noun).collect();
    for (at, here) in pieces.iter_mut().enumerate() {
        for piece in here {
            if let Phrase::Noun(noun) = &piece.category
                && noun.asked.is_some()
                && noun.set == Set::default()
                && nouns.get(at + piece.width) == Some(&true)
            {
                piece.cost += APART;
            }
        }
    }
}

/// Cuts a word of grammar as [`tokens`] does; most need no closer look.
fn cut(text: &'static str) -> Vec<Text> {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte == b' ';
    if text.bytes().all(plain) {
        return text.split_ascii_whitespace().map(Text::from).collect();
    }
    // `'s` alone is cut from nothing.
    match text.starts_with('\'') {
        true => text.split_ascii_whitespace().map(Text::from).collect(),
        false => tokens(text)
            .into_iter()
            .map(|token| token.text.into())
            .collect(),
    }
}

/// Returns the first word of a value, as [`tokens`] cuts it, without a look at the rest.
fn first_word(text: &str) -> Option<String> {
    let start = text.find(char::is_alphanumeric)?;
    let text = &text[start..];
    let near = text.split(char::is_whitespace).next().unwrap_or(text);
    let plain = near.trim_end_matches([',', ';']);
    if plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Some(plain.to_ascii_lowercase());
    }
    let words = tokens(near).into_iter().map(|token| token.text);
    let mut words = words.filter(|word| word != ",");
    words.next()
}

/// Tells whether tokens begin with these words.
fn begins<W: AsRef<str>>(tokens: &[Token], words: impl IntoIterator<Item = W>) -> bool {
    let mut tokens = tokens.iter();
    let mut words = words.into_iter();
    words.all(|word| {
        tokens
            .next()
            .is_some_and(|token| token.text == word.as_ref())
    })
}

fn is_date(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// What was said is rather read than taken as it stands where it has a name with a slip of the pen:
/// `who wants DeepSek on the list`.
fn rather_names(known: &[bool], words: &mut Words) {
    let slip = |at: &usize| {
        let mut here = words.pieces[*at].iter();
        !known[*at] && here.any(|piece| piece.category.name().is_some())
    };
    let slips: Vec<usize> = (0..known.len()).filter(slip).collect();
    for (from, pieces) in words.pieces.iter_mut().enumerate() {
        for piece in pieces {
            let within = |at: &usize| (from..from + piece.width).contains(at);
            if matches!(piece.category, Phrase::Content(_)) && slips.iter().any(within) {
                piece.cost += SLIP_SAID;
            }
        }
    }
}

/// A place before a noun is rather where such things are than the government there: `Beijing companies`.
fn rather_places(words: &mut Words) {
    let thing = |piece: &Start<Phrase>| match &piece.category {
        Phrase::Noun(noun) => noun.asked.is_none() && noun.is_class(),
        _ => false,
    };
    let place = |piece: &&Start<Phrase>| match &piece.category {
        Phrase::Noun(noun) => {
            let mut of = noun
                .set
                .named
                .iter()
                .filter_map(|named| named.value_of.as_ref());
            of.any(|of| *of == ag::HEADQUARTERS)
        }
        _ => false,
    };
    let before = |at: usize| {
        words
            .pieces
            .get(at)
            .is_some_and(|here| here.iter().any(thing))
    };
    let all = words.pieces.iter().enumerate();
    let places = all.flat_map(|(at, here)| {
        let here = here.iter().filter(place);
        here.map(move |piece| (at, piece.width))
    });
    let places: BTreeSet<(usize, usize)> =
        places.filter(|(at, width)| before(at + width)).collect();
    for (at, width) in places {
        for piece in &mut words.pieces[at] {
            if piece.width == width && piece.category.name().is_some() {
                piece.cost += NO_PLACE;
            }
        }
    }
}

/// Tells whether no word is written as a name; numbers say nothing of that.
fn is_lower(tokens: &[Token]) -> bool {
    let digit = |token: &Token| token.text.contains(|c: char| c.is_ascii_digit());
    !tokens.iter().any(|token| token.prominent && !digit(token))
}

/// Where a mark stands first, behind something.
fn place(tokens: &[Token], mark: &str) -> Option<usize> {
    let place = tokens.iter().position(|token| token.text == mark);
    place.filter(|place| *place > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_cuts_cut_alike() {
        let words = languages::ALL.iter().flat_map(|language| language.closed());
        for word in words.filter(|word| !word.text.starts_with('\'')) {
            let tokens = tokens(word.text).into_iter().map(|token| token.text);
            assert!(cut(word.text).into_iter().eq(tokens), "{}", word.text);
        }
        for text in [
            "Wuhan, Hubei",
            "Republican",
            "O'Brien; it",
            ", 5G's of",
            "“Secretary” of",
            "武汉市",
            "-a- b",
            "1.5 %",
            "…",
        ] {
            let mut words = tokens(text).into_iter().map(|token| token.text);
            assert_eq!(first_word(text), words.find(|word| word != ","), "{text}");
        }
    }
}
