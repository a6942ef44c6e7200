//! What a language has of its own: its little words and its dates.
//!
//! Everything else is shared: the lexicon says which words mean what, `grammar` puts phrases
//! together. A further language is a lexicon, one [`Language`], and its
//! [`Inflection`](crate::ask::inflection::Inflection).

use crate::ask::phrase::Phrase;
use crate::ask::token::Token;
use jiff::civil::Date as Day;

/// A language of questions.
pub trait Language: Sync + Send {
    /// The tag of its lexicon: `en`.
    fn tag(&self) -> &'static str;

    /// Tells whether verbs have one form, so that nothing marks their place.
    fn is_plain(&self) -> bool;

    /// Words that may stand inside a verb of several words: 点了名.
    fn inside_verbs(&self) -> &'static [&'static str] {
        &[]
    }

    /// Marks at the end of a sentence that are no part of what is told to have been said: 吗.
    fn marks(&self) -> &'static [&'static str] {
        &[]
    }

    /// The words that only grammar knows, and what they are.
    fn closed(&self) -> Vec<Closed>;

    /// The words that ask for a number before what is counted, where a comparison of two numbers is told
    /// by the same order of words.
    fn how_many(&self) -> Option<&'static str> {
        None
    }

    /// How a question compares two numbers that does not ask for one and compare it, as Chinese does.
    fn more_of(&self) -> Option<More> {
        None
    }

    /// Words that ask whether something is so, wherever they stand: 有没有.
    fn doublings(&self) -> &'static [&'static str] {
        &[]
    }

    /// How a question is said in one sentence with the `{topic}` that stands before its `{rest}`.
    fn on_topic(&self) -> &'static [&'static str];

    /// What stands before a day or month that something happened at, with the space behind it.
    fn before_time(&self) -> &'static str {
        ""
    }

    /// What of a verb of several words may stand behind the object: `take X off`, `take X to court`.
    fn particles(&self) -> &'static [&'static str];

    /// Tells whether a word may be of the language, by its letters alone.
    fn writes(&self, word: &str) -> bool;

    /// Returns the stretches of words that begin here and are dates, with their number of words.
    fn dates(&self, tokens: &[Token], today: Day) -> Vec<(usize, Phrase)>;
}

/// The words of a comparison of two numbers: 新增的公司比移除的多吗, 新增的多还是移除的多.
pub struct More {
    /// Between the two.
    pub between: &'static [&'static str],
    /// Behind the second, more and fewer.
    pub behind: [&'static [&'static str]; 2],
    /// What is passed over around each.
    pub around: &'static [&'static str],
    /// What ends one whose noun is left out, and the noun.
    pub noun: (&'static str, &'static str),
    /// How the number of `{what}` is asked for.
    pub counted: &'static str,
}

/// A word that only grammar knows.
#[derive(Clone, Debug)]
pub struct Closed {
    /// How it is written.
    pub text: &'static str,
    /// Whether it is this only at the beginning of a question.
    pub first: bool,
    /// What it is; a word that no rule needs but that is no name either is nothing.
    pub phrase: Option<Phrase>,
    /// What it costs to read it so.
    pub cost: f64,
}

impl Closed {
    /// A word that is this wherever it stands.
    pub fn new(text: &'static str, phrase: Phrase) -> Self {
        Self {
            text,
            first: false,
            phrase: Some(phrase),
            cost: 0.0,
        }
    }
}

/// The words that only grammar knows, as they are gathered.
pub struct Vocabulary {
    words: Vec<Closed>,
    /// What stands between words that are told in one text.
    between: &'static str,
}

impl Vocabulary {
    /// Begins a vocabulary.
    pub fn new(between: &'static str) -> Self {
        Self {
            words: Vec::new(),
            between,
        }
    }

    /// Adds words, each of which is any of these.
    pub fn add(&mut self, texts: &'static str, phrases: &[Phrase]) {
        self.add_at(0.0, texts, phrases);
    }

    /// Adds words, each of which is any of these at a price.
    pub fn add_at(&mut self, cost: f64, texts: &'static str, phrases: &[Phrase]) {
        for text in texts.split(self.between).filter(|text| !text.is_empty()) {
            let words = phrases.iter().cloned().map(|phrase| Closed {
                cost,
                ..Closed::new(text, phrase)
            });
            self.words.extend(words);
        }
    }

    /// Adds words that are passed over at the beginning of a question.
    pub fn add_first(&mut self, texts: &'static str) {
        for text in texts.split(self.between).filter(|text| !text.is_empty()) {
            self.words.push(Closed {
                first: true,
                ..Closed::new(text, Phrase::Filler)
            });
        }
    }

    /// Adds words of which no rule can make anything: what they are part of is not read.
    pub fn add_nothing(&mut self, texts: &'static str) {
        for text in texts.split(self.between).filter(|text| !text.is_empty()) {
            self.words.push(Closed {
                phrase: None,
                ..Closed::new(text, Phrase::Filler)
            });
        }
    }

    /// Adds one word.
    pub fn push(&mut self, word: Closed) {
        self.words.push(word);
    }

    /// Returns all words.
    pub fn into_words(self) -> Vec<Closed> {
        self.words
    }
}
