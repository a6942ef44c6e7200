//! From text to an expression.
//!
//! The grammar is that of SPARQL 1.1's property paths (rules 88 to 96), and spargebra reads it. What
//! it does not read is put aside before and put back after: names, of which it sees a number, and
//! bounds, of which it sees a `*`.
//!
//! ```text
//! owned-by{1,3}/(^owns|listed-by)?     what the user writes
//! <n:0>*/(^<n:1>|<n:2>)?               what spargebra reads, inside `( … )?`
//! owned-by, owns, listed-by            what the numbers stand for
//! {1,3}, {0,1}                         how often, in the order of the signs
//! ```
//!
//! A sign of repetition follows what it repeats, so the signs of a text come in the same order as the
//! repetitions of an expression that is read from its leaves. Without `( … )?` around the whole,
//! spargebra would break a sequence into joins.

use crate::path::Via;
use oxrdf::NamedNode;
use spargebra::algebra::{GraphPattern, PropertyPathExpression as Path};
use spargebra::{Query, SparqlParser};
use std::collections::VecDeque;

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

/// How many parentheses may be open at once.
const DEEPEST: usize = 199;
/// How many names an expression may have. What spargebra makes is as deep as a sequence is long,
/// and no automaton has so many leaves.
const LONGEST: usize = 20_000;
/// How often something may be repeated.
const MOST: u32 = 10_000;

/// What stands before and behind an expression when spargebra reads it. The parser tells the place
/// up to which it looked, and looks for words of up to ten letters where a pattern may begin: these
/// must end before the expression does begin.
const BEFORE: &str = "ASK{?subject(";
const BEHIND: &str = ")? ?o}";

const EARLY: &str = "the expression ends too early";

type Resolve<'r> = &'r dyn Fn(&str) -> Option<Via>;

pub(super) fn parse(text: &str, resolve: Resolve<'_>) -> Result<Via, ViaError> {
    let mut reader = Reader::new(text);
    let read = reader.read(resolve);
    match (reader.path(), read) {
        (Ok(path), Ok(())) => Ok(reader.via(path)),
        // Of two faults the first is told, and what is cut off at the other ends too early.
        (Err(stop), _) if stop < reader.tokens.len() => Err(reader.wrong(stop)),
        (_, Err(fault)) => Err(fault),
        (Err(stop), Ok(())) => Err(reader.wrong(stop)),
    }
}

/// A name or a sign.
struct Token {
    /// Where it begins in the text, in characters.
    column: usize,
    /// Where it begins in what spargebra reads, in bytes.
    at: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Name,
    Repetition,
    Sign(char),
}

/// Whether names are those of relations that a step does not go along.
#[derive(Clone, Copy, PartialEq)]
enum Negated {
    No,
    /// The next.
    One,
    /// All up to the next `)`.
    Many,
}

/// Reads names and signs, and writes them as spargebra reads them.
struct Reader {
    letters: Vec<char>,
    at: usize,
    open: usize,
    negated: Negated,
    tokens: Vec<Token>,
    sparql: String,
    /// What names stand for, by number.
    names: Vec<Via>,
    /// How often what stands before a sign is repeated, by the order of signs.
    bounds: VecDeque<(u32, Option<u32>)>,
}

impl Reader {
    fn new(text: &str) -> Self {
        Self {
            letters: text.chars().collect(),
            at: 0,
            open: 0,
            negated: Negated::No,
            tokens: Vec::new(),
            sparql: BEFORE.to_owned(),
            names: Vec::new(),
            bounds: VecDeque::new(),
        }
    }

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

    /// Reads everything up to the first fault.
    fn read(&mut self, resolve: Resolve<'_>) -> Result<(), ViaError> {
        while let Some(letter) = self.peek() {
            let (column, at) = (self.at, self.sparql.len());
            let kind = match letter {
                '*' => self.repetition(0, None),
                '+' => self.repetition(1, None),
                '?' => self.repetition(0, Some(1)),
                '{' => self.bounds()?,
                '(' | ')' | '/' | '|' | '^' | '!' => self.sign(letter)?,
                _ => self.name(resolve)?,
            };
            self.tokens.push(Token { column, at, kind });
        }
        Ok(())
    }

    fn sign(&mut self, sign: char) -> Result<Kind, ViaError> {
        match sign {
            '(' if self.open == DEEPEST => {
                let found = format!("more than {DEEPEST} parentheses in each other");
                return Err(self.fault(self.at, found, "a flatter expression"));
            }
            ')' if self.open == 0 => return Err(self.wrong(self.tokens.len())),
            '(' => self.open += 1,
            ')' => self.open -= 1,
            _ => {}
        }
        // SPARQL lets a set be empty, its parser does not: it is given a name without meaning.
        if sign == ')' && self.sparql.ends_with("!(") {
            self.sparql.push_str("<n:>");
        }
        self.negated = match (sign, self.negated) {
            ('!', _) => Negated::One,
            ('(', Negated::One) => Negated::Many,
            (')', _) => Negated::No,
            (_, before) => before,
        };
        self.at += 1;
        self.sparql.push(sign);
        Ok(Kind::Sign(sign))
    }

    /// Reads an IRI, a prefixed name or a bare one.
    fn name(&mut self, resolve: Resolve<'_>) -> Result<Kind, ViaError> {
        let start = self.at;
        if self.names.len() == LONGEST {
            let found = format!("more than {LONGEST} names");
            return Err(self.fault(start, found, "a shorter expression"));
        }
        let via = match self.letters[start] {
            '<' => self.iri()?,
            _ => {
                let in_name =
                    |c: &&char| c.is_alphanumeric() || matches!(c, '_' | '-' | ':' | '.' | '%');
                let name: String = self.letters[start..].iter().take_while(in_name).collect();
                if name.is_empty() {
                    return Err(self.wrong(self.tokens.len()));
                }
                self.at += name.chars().count();
                resolve(&name).ok_or_else(|| {
                    let found = format!("`{name}` is no relation of this dataset");
                    self.fault(start, found, "one that paths can take")
                })?
            }
        };
        let via = match (self.negated, via) {
            (Negated::No, via) => via,
            (_, Via::Relation(relation)) => relation.into(),
            // A name for an inverse: not along it is not against the relation.
            (_, Via::Inverse(inner)) if matches!(*inner, Via::Relation(_)) => {
                if self.sparql.ends_with('^') {
                    self.sparql.pop();
                } else {
                    self.sparql.push('^');
                }
                *inner
            }
            _ => {
                let found = "found an expression".to_owned();
                return Err(self.fault(start, found, "a relation behind `!`"));
            }
        };
        if self.negated == Negated::One {
            self.negated = Negated::No;
        }
        self.sparql.push_str(&format!("<n:{}>", self.names.len()));
        self.names.push(via);
        Ok(Kind::Name)
    }

    fn iri(&mut self) -> Result<Via, ViaError> {
        let start = self.at;
        let Some(length) = self.letters[start..].iter().position(|c| *c == '>') else {
            let found = "`<` is not closed".to_owned();
            return Err(self.fault(start, found, "an IRI between `<` and `>`"));
        };
        let iri: String = self.letters[start + 1..start + length].iter().collect();
        self.at = start + length + 1;
        NamedNode::new(&iri).map(Via::Relation).map_err(|_| {
            let found = format!("`{iri}` is no IRI");
            self.fault(start, found, "an absolute IRI between `<` and `>`")
        })
    }

    fn repetition(&mut self, least: u32, most: Option<u32>) -> Kind {
        self.at += 1;
        self.sparql.push('*');
        self.bounds.push_back((least, most));
        Kind::Repetition
    }

    /// Reads `{n}`, `{n,}`, `{,m}` or `{n,m}`.
    fn bounds(&mut self) -> Result<Kind, ViaError> {
        let start = self.at;
        self.at += 1;
        let least = self.number()?;
        let several = self.take(',');
        let most = if several { self.number()? } else { least };
        if (least.is_none() && most.is_none()) || self.peek() != Some('}') {
            let expected = "a repetition such as `{2}`, `{1,3}`, `{2,}` or `{,3}`";
            return Err(self.fault(self.at, self.found(self.at), expected));
        }
        let least = least.unwrap_or(0);
        if let Some(most) = most.filter(|most| *most < least) {
            let found = format!("`{{{least},{most}}}` is empty");
            return Err(self.fault(start, found, "the smaller number first"));
        }
        Ok(self.repetition(least, most))
    }

    fn number(&mut self) -> Result<Option<u32>, ViaError> {
        self.peek();
        let start = self.at;
        let digits = self.letters[start..].iter();
        let digits: String = digits.take_while(|c| c.is_ascii_digit()).collect();
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

    /// Reads what was written as SPARQL does. If it is none, returns the number of the token that
    /// does not belong there, or of the one that is missing behind the last.
    fn path(&self) -> Result<Path, usize> {
        let query = format!("{}{BEHIND}", self.sparql);
        parsed(&query).map_err(|stop| match stop < self.sparql.len() {
            true => self
                .tokens
                .partition_point(|token| token.at <= stop)
                .saturating_sub(1),
            false => self.tokens.len(),
        })
    }

    /// Returns the expression that was read, with names and bounds.
    fn via(&mut self, path: Path) -> Via {
        match path {
            Path::NamedNode(name) => {
                let via = number(&name).and_then(|number| self.names.get(number));
                via.expect("outside of sets all names have numbers").clone()
            }
            Path::NegatedPropertySet(names) => Via::Except {
                with: Some(self.relations(&names)),
                against: None,
            },
            Path::Reverse(inner) => self.via(*inner).inverse(),
            Path::ZeroOrMore(inner) | Path::OneOrMore(inner) | Path::ZeroOrOne(inner) => {
                let inner = Box::new(self.via(*inner));
                let bounds = self.bounds.pop_front();
                let (least, most) = bounds.expect("each repetition was written for its bounds");
                Via::Repeat { inner, least, most }
            }
            // A chain is as deep as it is long, on its left.
            Path::Sequence(left, last) => {
                let (mut rest, mut parts) = (*left, vec![*last]);
                while let Path::Sequence(left, last) = rest {
                    parts.push(*last);
                    rest = *left;
                }
                parts.push(rest);
                Via::Sequence(parts.into_iter().rev().map(|part| self.via(part)).collect())
            }
            Path::Alternative(left, last) => {
                let (mut rest, mut parts) = (*left, vec![*last]);
                while let Path::Alternative(left, last) = rest {
                    parts.push(*last);
                    rest = *left;
                }
                parts.push(rest);
                Via::Alternative(parts.into_iter().rev().map(|part| self.via(part)).collect())
            }
        }
    }

    /// Returns the relations of a set.
    fn relations(&self, names: &[NamedNode]) -> Vec<NamedNode> {
        let names = names.iter().filter_map(number);
        let relations = names.filter_map(|number| match self.names.get(number)? {
            Via::Relation(relation) => Some(relation.clone()),
            _ => None,
        });
        relations.collect()
    }

    /// Returns the fault that the token of this number, or the end, does not belong where it is.
    fn wrong(&self, number: usize) -> ViaError {
        let column = self
            .tokens
            .get(number)
            .map_or(self.at, |token| token.column);
        self.fault(column, self.found(column), self.expected(number))
    }

    fn found(&self, column: usize) -> String {
        match self.letters.get(column) {
            Some(letter) => format!("found `{letter}`"),
            None => EARLY.to_owned(),
        }
    }

    /// Returns what could stand behind the first so many tokens, in words.
    fn expected(&self, number: usize) -> &'static str {
        let before = &self.tokens[..number];
        let last = before.last().map(|token| token.kind);
        let mut closed = 0;
        let open = before.iter().rposition(|token| match token.kind {
            Kind::Sign(')') => {
                closed += 1;
                false
            }
            Kind::Sign('(') if closed > 0 => {
                closed -= 1;
                false
            }
            kind => kind == Kind::Sign('('),
        });
        let is_negated = |place: usize| {
            let before = place.checked_sub(1).map(|place| before[place].kind);
            before == Some(Kind::Sign('!'))
        };
        let in_set = open.is_some_and(is_negated);
        match last {
            Some(Kind::Name | Kind::Repetition | Kind::Sign(')')) => match open {
                Some(_) => "`)`",
                None => "`/`, `|`, a repetition or the end",
            },
            Some(Kind::Sign('^')) if in_set || is_negated(number - 1) => "a relation",
            Some(Kind::Sign('^')) => "a relation, `!` or `(` behind the first `^`",
            Some(Kind::Sign('!')) => "a relation, `^` or `(`",
            Some(Kind::Sign('(')) if in_set => "a relation, `^` or `)`",
            _ if in_set => "a relation or `^`",
            _ => "a relation, `^`, `!` or `(`",
        }
    }

    fn fault(&self, column: usize, found: String, expected: &'static str) -> ViaError {
        ViaError {
            column,
            found,
            expected,
        }
    }
}

/// Asks spargebra for an expression, or for the place in bytes where it did not go on.
fn parsed(query: &str) -> Result<Path, usize> {
    let parsed = SparqlParser::new().parse_query(query);
    let Query::Ask { pattern, .. } = parsed.map_err(|error| stop(&error.to_string()))? else {
        return Err(0);
    };
    let GraphPattern::Project { inner, .. } = pattern else {
        return Err(0);
    };
    match *inner {
        GraphPattern::Path {
            path: Path::ZeroOrOne(path),
            ..
        } => Ok(*path),
        _ => Err(0),
    }
}

/// The place is told in words only: `error at 1:9: expected …`, line and column from 1.
fn stop(error: &str) -> usize {
    let place = error.strip_prefix("error at 1:");
    let column = place.and_then(|place| place.split(':').next()?.parse::<usize>().ok());
    column.map_or(0, |column| column.saturating_sub(1))
}

/// Returns the number of a name.
fn number(name: &NamedNode) -> Option<usize> {
    name.as_str().strip_prefix("n:")?.parse().ok()
}
