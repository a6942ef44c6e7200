//! What a language has of its own: its little words, its inflection, its dates.
//!
//! Everything else is shared: the lexicon says which words mean what, `grammar` puts phrases
//! together. A further language is a lexicon and one [`Language`].

use crate::ask::phrase::{Form, Phrase};
use crate::ask::token::Token;
use crate::ontology::Part;
use jiff::civil::Date as Day;

/// A language of questions.
pub trait Language: Sync + Send {
    /// The tag of its lexicon: `en`.
    fn tag(&self) -> &'static str;

    /// The words that only grammar knows, and what they are.
    fn closed(&self) -> Vec<Closed>;

    /// Returns the forms of a word with the form that each is. `irregular` ones are given as they
    /// stand; a word that is not `whole` begins a word of several.
    fn inflect(&self, word: &str, irregular: bool, part: Part, whole: bool) -> Vec<(String, Form)>;

    /// Returns the plural of a noun that ends a word of several.
    fn plural(&self, word: &str) -> String;

    /// Returns the stretches of words that begin here and are dates, with their number of words.
    fn dates(&self, tokens: &[Token], today: Day) -> Vec<(usize, Phrase)>;
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
