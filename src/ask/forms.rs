//! The forms of all words of a lexicon, in a table that is searched where it lies.
//!
//! [`Forms::new`] inflects a lexicon; that takes milliseconds. The build script does it for the
//! lexicons that the program carries and writes [`Forms::to_bytes`]; [`Forms::of_static`] reads
//! nothing of that but its head, so that a start of the program costs nothing.

use crate::ask::inflection::{Form, Inflection};
use crate::ask::token::tokens;
use crate::ontology::{Lexicon, Part};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// Forms by their first word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forms {
    /// The rows, sorted by first word; those of a word in the order of the lexicon.
    rows: Cow<'static, [Row]>,
    /// The words of the forms, each form once, its words joined by a space.
    text: Cow<'static, str>,
}

/// Four numbers, low byte first: where the words begin in the text; how many bytes they take, the
/// first word in the high half; the entry; the number of the form, doubled, and whether the words
/// are what the entry goes by.
type Row = [u8; 16];

/// A form of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inflected<'a> {
    /// The words behind the first, joined by a space.
    rest: &'a str,
    /// The number of its entry in the lexicon.
    pub entry: usize,
    /// The form.
    pub form: Form,
    /// Whether the word is what its entry goes by.
    pub main: bool,
}

/// What the table begins with; a change of its form changes this.
const MAGIC: &[u8; 8] = b"agforms1";
/// A longer form is in no question.
const LONGEST: usize = 1 << 12;

impl Forms {
    /// Inflects the words of a lexicon.
    ///
    /// Cost: O(n log n) in the forms.
    pub fn new(lexicon: &Lexicon) -> Self {
        let inflection = Inflection::of(&lexicon.language);
        let mut found = Vec::new();
        for (index, entry) in lexicon.entries.iter().enumerate() {
            for (place, form) in entry.forms.iter().enumerate() {
                let main = place == 0;
                let mut texts = tokens(&form.text).into_iter().map(|token| token.text);
                let Some(first) = texts.next() else {
                    continue;
                };
                let rest: Vec<String> = texts.collect();
                let whole = rest.is_empty();
                for (text, form) in inflection.forms(&first, form.irregular, entry.part, whole) {
                    found.push((text, rest.join(" "), index, form, main));
                }
                // A noun of several words is inflected at its end: `court cases`.
                if entry.part == Part::Noun
                    && let Some((last, start)) = rest.split_last()
                {
                    let plural = [start, &[inflection.plural(last)]].concat().join(" ");
                    found.push((first, plural, index, Form::Base, main));
                }
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        Self::table(found)
    }

    /// Lays sorted forms into a table; of equal ones only the first.
    fn table(found: Vec<(String, String, usize, Form, bool)>) -> Self {
        let (mut rows, mut text) = (Vec::new(), String::new());
        let mut places: HashMap<String, usize> = HashMap::new();
        let mut known = HashSet::new();
        for (first, rest, entry, form, main) in found {
            let words = match rest.is_empty() {
                true => first.clone(),
                false => format!("{first} {rest}"),
            };
            if words.len() >= LONGEST {
                continue;
            }
            let lengths = first.len() << 16 | words.len();
            let place = *places.entry(words).or_insert_with_key(|words| {
                text.push_str(words);
                text.len() - words.len()
            });
            let number = Form::ALL.iter().position(|known| *known == form);
            let kind = number.unwrap_or_default() << 1 | usize::from(main);
            if !known.insert((place, entry, kind >> 1)) {
                continue;
            }
            let mut row = [0; 16];
            for (bytes, number) in row.chunks_exact_mut(4).zip([place, lengths, entry, kind]) {
                let number = u32::try_from(number).expect("a lexicon has less than 4 GiB");
                bytes.copy_from_slice(&number.to_le_bytes());
            }
            rows.push(row);
        }
        Self {
            rows: rows.into(),
            text: text.into(),
        }
    }

    /// Returns the table as bytes.
    #[allow(dead_code, reason = "the build script writes the table")]
    pub fn to_bytes(&self) -> Vec<u8> {
        let count = (self.rows.len() as u64).to_le_bytes();
        [
            MAGIC,
            &count,
            self.rows.as_flattened(),
            self.text.as_bytes(),
        ]
        .concat()
    }

    /// Reads a table that [`to_bytes`](Self::to_bytes) wrote; `None` if it is none.
    pub fn of_static(bytes: &'static [u8]) -> Option<Self> {
        let (count, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk()?;
        let count = usize::try_from(u64::from_le_bytes(*count)).ok()?;
        let (rows, text) = rest.split_at_checked(count.checked_mul(16)?)?;
        Some(Self {
            rows: rows.as_chunks().0.into(),
            text: str::from_utf8(text).ok()?.into(),
        })
    }

    /// Returns the words that begin forms, sorted, each once.
    pub fn words(&self) -> Vec<&str> {
        let first = |row: &Row| {
            let [place, lengths, ..] = numbers(row);
            self.text
                .get(place..place + (lengths >> 16))
                .unwrap_or_default()
        };
        let mut words: Vec<&str> = self.rows.iter().map(first).collect();
        words.dedup();
        words
    }

    /// Returns the forms that begin with a word, in the order of the lexicon.
    ///
    /// Cost: O(log n) in the forms.
    pub fn beginning(&self, word: &str) -> impl Iterator<Item = Inflected<'_>> + Clone {
        let first = |row: &Row| {
            let [place, lengths, ..] = numbers(row);
            self.text
                .get(place..place + (lengths >> 16))
                .unwrap_or_default()
        };
        let from = self
            .rows
            .partition_point(|row| first(row).cmp(word) == Ordering::Less);
        let here = &self.rows[from..];
        let many = here.partition_point(|row| first(row) == word);
        here[..many].iter().map(|row| {
            let [place, lengths, entry, kind] = numbers(row);
            let behind = place + (lengths >> 16)..place + (lengths & 0xffff);
            Inflected {
                rest: self.text.get(behind).unwrap_or_default().trim_start(),
                entry,
                form: Form::ALL.get(kind >> 1).copied().unwrap_or(Form::Base),
                main: kind & 1 == 1,
            }
        })
    }
}

impl<'a> Inflected<'a> {
    /// Returns the words behind the first.
    pub fn rest(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.rest.split(' ').filter(|word| !word.is_empty())
    }
}

fn numbers(row: &Row) -> [usize; 4] {
    let number = |at: usize| {
        let bytes = [row[at], row[at + 1], row[at + 2], row[at + 3]];
        u32::from_le_bytes(bytes) as usize
    };
    [number(0), number(4), number(8), number(12)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> Lexicon {
        Lexicon::parse(
            r#"@prefix lexinfo: <http://www.lexinfo.net/ontology/3.0/lexinfo#> .
            @prefix lime: <http://www.w3.org/ns/lemon/lime#> .
            @prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
            <x:en> lime:language "en" .
            <x:case> a ontolex:LexicalEntry ; lexinfo:partOfSpeech lexinfo:noun ;
                ontolex:canonicalForm [ ontolex:writtenRep "court case"@en ] ;
                ontolex:otherForm [ ontolex:writtenRep "suit"@en ] ;
                ontolex:sense [ ontolex:reference <x:Case> ] .
            <x:take> a ontolex:LexicalEntry ; lexinfo:partOfSpeech lexinfo:verb ;
                ontolex:canonicalForm [ ontolex:writtenRep "take to court"@en ] ;
                ontolex:otherForm [ ontolex:writtenRep "took to court"@en ; lexinfo:tense lexinfo:past ] ;
                ontolex:sense [ ontolex:reference <x:Case> ] ."#,
        )
        .expect("well-formed")
    }

    #[test]
    fn finds_every_form_by_its_first_word() {
        let forms = Forms::new(&lexicon());
        let read = |word| -> Vec<(String, usize, Form, bool)> {
            let found = forms.beginning(word);
            let told = |one: Inflected<'_>| {
                let rest: Vec<&str> = one.rest().collect();
                (rest.join(" "), one.entry, one.form, one.main)
            };
            found.map(told).collect()
        };
        let case = |rest: &str| (rest.to_owned(), 0, Form::Base, true);
        assert_eq!(read("court"), [case("case"), case("cases")]);
        assert_eq!(read("suits"), [(String::new(), 0, Form::Base, false)]);
        let court = |form, main| ("to court".to_owned(), 1, form, main);
        assert_eq!(read("taking"), [court(Form::Gerund, true)]);
        assert_eq!(
            read("took"),
            [court(Form::Finite, false), court(Form::Participle, false)]
        );
        assert_eq!(read("courts"), []);
    }

    #[test]
    fn reads_what_it_wrote() {
        let forms = Forms::new(&lexicon());
        let bytes: &'static [u8] = forms.to_bytes().leak();
        assert_eq!(Forms::of_static(bytes), Some(forms));
        assert_eq!(Forms::of_static(b"something else"), None);
        assert_eq!(Forms::of_static(&bytes[..20]), None);
    }
}
