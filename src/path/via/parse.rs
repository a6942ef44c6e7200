//! From text to an expression.
//!
//! The grammar is SPARQL 1.1's `Path` (rules 88 to 96) with `{n,m}` among the repetitions and bare
//! names among the relations. SPARQL's own parser takes neither, and breaks sequences into joins,
//! so it cannot be asked; a test holds this reader to it wherever both can read.
//!
//! ```text
//! alternative = sequence ('|' sequence)*        element = '^'? primary repetition?
//! sequence    = element ('/' element)*          primary = relation | '(' alternative ')' | '!' negated
//! ```

use crate::path::Via;
use oxrdf::NamedNode;

/// A fault in an expression over relations.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found}, expected {expected}")]
pub struct ViaError {
    /// Where it is, in characters from 0.
    pub column: usize,
    /// What was found there, in words.
    pub found: String,
    /// What would have been right.
    pub expected: &'static str,
}

/// How deep parentheses may stand in each other.
const DEEPEST: usize = 200;
/// How often something may be repeated.
const MOST: u32 = 10_000;

const RELATION: &str = "a relation, `^`, `!` or `(`";

type Resolve<'r> = &'r dyn Fn(&str) -> Option<Via>;

pub(super) fn parse(text: &str, resolve: Resolve<'_>) -> Result<Via, ViaError> {
    let mut reader = Reader {
        letters: text.chars().collect(),
        at: 0,
        depth: 0,
        resolve,
    };
    let via = reader.alternative()?;
    match reader.peek() {
        None => Ok(via),
        Some(_) => Err(reader.wrong("`/`, `|`, a repetition or the end")),
    }
}

struct Reader<'r> {
    letters: Vec<char>,
    at: usize,
    depth: usize,
    resolve: Resolve<'r>,
}

impl Reader<'_> {
    /// Returns the next letter that is not a space.
    fn peek(&mut self) -> Option<char> {
        while self.letters.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
        self.letters.get(self.at).copied()
    }

    /// Steps over `wanted` if it comes next.
    fn take(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        self.at += usize::from(there);
        there
    }

    fn wrong(&mut self, expected: &'static str) -> ViaError {
        let found = match self.peek() {
            Some(letter) => format!("found `{letter}`"),
            None => "the expression ends too early".to_owned(),
        };
        self.fault(self.at, found, expected)
    }

    fn fault(&self, column: usize, found: String, expected: &'static str) -> ViaError {
        ViaError {
            column,
            found,
            expected,
        }
    }

    fn alternative(&mut self) -> Result<Via, ViaError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            let found = format!("more than {DEEPEST} parentheses in each other");
            return Err(self.fault(self.at, found, "a flatter expression"));
        }
        let mut parts = vec![self.sequence()?];
        while self.take('|') {
            parts.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(one_or(parts, Via::Alternative))
    }

    fn sequence(&mut self) -> Result<Via, ViaError> {
        let mut parts = vec![self.element()?];
        while self.take('/') {
            parts.push(self.element()?);
        }
        Ok(one_or(parts, Via::Sequence))
    }

    fn element(&mut self) -> Result<Via, ViaError> {
        let inverted = self.take('^');
        if inverted && self.peek() == Some('^') {
            return Err(self.wrong("a relation, `!` or `(` behind the first `^`"));
        }
        let via = self.primary()?;
        let via = self.repetition(via)?;
        Ok(if inverted { via.inverse() } else { via })
    }

    fn primary(&mut self) -> Result<Via, ViaError> {
        match self.peek() {
            Some('(') => {
                self.at += 1;
                let inner = self.alternative()?;
                self.close()?;
                Ok(inner)
            }
            Some('!') => {
                self.at += 1;
                self.negated()
            }
            _ => self.relation(RELATION),
        }
    }

    fn close(&mut self) -> Result<(), ViaError> {
        match self.take(')') {
            true => Ok(()),
            false => Err(self.wrong("`)`")),
        }
    }

    /// Reads what stands behind `!`: one relation, or several in parentheses.
    fn negated(&mut self) -> Result<Via, ViaError> {
        let (mut with, mut against) = (Vec::new(), Vec::new());
        let mut named = [false; 2];
        let many = self.take('(');
        if many && self.take(')') {
            return Ok(Via::any_step(true, false));
        }
        let mut expected = match many {
            true => "a relation, `^` or `)`",
            false => "a relation, `^` or `(`",
        };
        loop {
            let mut inverted = self.take('^');
            let start = self.at;
            let mut relation = self.relation(if inverted { "a relation" } else { expected })?;
            expected = "a relation or `^`";
            if let Via::Inverse(inner) = relation {
                inverted = !inverted;
                relation = *inner;
            }
            let Via::Relation(relation) = relation else {
                let found = "found an expression".to_owned();
                return Err(self.fault(start, found, "a relation behind `!`"));
            };
            named[usize::from(inverted)] = true;
            match inverted {
                true => against.push(relation),
                false => with.push(relation),
            }
            if !(many && self.take('|')) {
                break;
            }
        }
        if many {
            self.close()?;
        }
        Ok(Via::Except {
            with: named[0].then_some(with),
            against: named[1].then_some(against),
        })
    }

    fn relation(&mut self, expected: &'static str) -> Result<Via, ViaError> {
        let first = self.peek();
        let start = self.at;
        if first == Some('<') {
            let end = self.letters[start..].iter().position(|c| *c == '>');
            let Some(end) = end else {
                let found = "`<` is not closed".to_owned();
                return Err(self.fault(start, found, "an IRI between `<` and `>`"));
            };
            let iri: String = self.letters[start + 1..start + end].iter().collect();
            self.at = start + end + 1;
            return NamedNode::new(&iri).map(Via::Relation).map_err(|_| {
                let found = format!("`{iri}` is no IRI");
                self.fault(start, found, "an absolute IRI between `<` and `>`")
            });
        }
        let in_name = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '%');
        let length = self.letters[start..].iter().take_while(|c| in_name(c));
        let name: String = length.collect();
        if name.is_empty() {
            return Err(self.wrong(expected));
        }
        self.at = start + name.chars().count();
        (self.resolve)(&name).ok_or_else(|| {
            let found = format!("`{name}` is no relation of this dataset");
            self.fault(start, found, "one that paths can take")
        })
    }

    fn repetition(&mut self, via: Via) -> Result<Via, ViaError> {
        let (least, most) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.bounds(via),
            _ => return Ok(via),
        };
        self.at += 1;
        Ok(repeat(via, least, most))
    }

    /// Reads `{n}`, `{n,}`, `{,m}` or `{n,m}`.
    fn bounds(&mut self, via: Via) -> Result<Via, ViaError> {
        let start = self.at;
        self.at += 1;
        let least = self.number()?;
        let most = match self.take(',') {
            true => self.number()?,
            false => least,
        };
        let open = self.letters[start..self.at].contains(&',');
        if (least.is_none() && most.is_none()) || !self.take('}') {
            return Err(self.wrong("a repetition such as `{2}`, `{1,3}`, `{2,}` or `{,3}`"));
        }
        let least = least.unwrap_or(0);
        let most = if open { most } else { Some(least) };
        if most.is_some_and(|most| most < least) {
            let found = format!("`{{{least},{}}}` is empty", most.unwrap_or_default());
            return Err(self.fault(start, found, "the smaller number first"));
        }
        Ok(repeat(via, least, most))
    }

    fn number(&mut self) -> Result<Option<u32>, ViaError> {
        self.peek();
        let start = self.at;
        let digits = self.letters[start..]
            .iter()
            .take_while(|c| c.is_ascii_digit());
        let digits: String = digits.collect();
        self.at += digits.len();
        if digits.is_empty() {
            return Ok(None);
        }
        let number = digits.parse().ok().filter(|number| *number <= MOST);
        number.map(Some).ok_or_else(|| {
            let found = format!("found {digits}");
            self.fault(start, found, "at most 10000 repetitions")
        })
    }
}

fn repeat(inner: Via, least: u32, most: Option<u32>) -> Via {
    Via::Repeat {
        inner: Box::new(inner),
        least,
        most,
    }
}

fn one_or(mut parts: Vec<Via>, many: impl Fn(Vec<Via>) -> Via) -> Via {
    match parts.len() {
        1 => parts.swap_remove(0),
        _ => many(parts),
    }
}
