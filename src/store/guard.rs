//! A look at a SPARQL text before it is parsed: whether its parts stand too deep inside each other.
//!
//! The parser goes one call deeper with each bracket, sign and step of a path, and so does all that
//! reads what it made. Stacks have an end, and a program that runs into it dies without a word.

use crate::store::StoreError;
use std::iter::Peekable;
use std::str::Chars;

/// How many brackets may be open at once.
const BRACKETS: usize = 128;

/// How many signs may stand before one value.
const SIGNS: usize = 64;

/// How many steps one property path may have.
const STEPS: usize = 200;

/// How many operators and groups may be joined in a chain: each is evaluated inside the next.
const CHAIN: usize = 5_000;

/// Refuses a text whose parts stand deeper inside each other than a stack can hold, with the place
/// where it goes too far. Strings, IRIs and comments are passed over; a text that is no SPARQL may
/// pass. Takes time linear in the text.
///
/// # Errors
///
/// [`StoreError::TooDeep`].
pub(crate) fn check_nesting(text: &str) -> Result<(), StoreError> {
    let mut walk = Walk {
        letters: text.chars().peekable(),
        place: (0, 0),
    };
    let (mut open, mut signs, mut steps, mut chain) = (0_usize, 0_usize, 0_usize, 0_usize);
    loop {
        let place = walk.place;
        let Some(c) = walk.next() else { return Ok(()) };
        match c {
            '#' => {
                while walk.peek().is_some_and(|c| c != '\n') {
                    walk.next();
                }
                continue;
            }
            c if c.is_whitespace() => continue,
            '!' | '+' | '-' => signs += 1,
            _ => signs = 0,
        }
        match c {
            '"' | '\'' => walk.string(c),
            '<' => walk.iri(),
            '\\' => drop(walk.next()),
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' => open = open.saturating_sub(1),
            // `||` and `&&` join conditions, `^^` names a datatype.
            '|' | '&' if walk.peek() == Some(c) => {
                walk.next();
                chain += 1;
            }
            '^' if walk.peek() == Some('^') => drop(walk.next()),
            '/' | '|' | '^' => steps += 1,
            '+' | '-' | '*' => chain += 1,
            _ => (),
        }
        match c {
            '{' => {
                chain += 1;
                steps = 0;
            }
            '}' | ';' | ',' => steps = 0,
            // A dot inside a name or number ends nothing.
            '.' if !walk.peek().is_some_and(|c| c.is_alphanumeric()) => steps = 0,
            _ => (),
        }
        let limits = [
            (open, BRACKETS, "brackets inside each other"),
            (signs, SIGNS, "signs before one value"),
            (steps, STEPS, "steps in one path"),
            (chain, CHAIN, "groups and operators"),
        ];
        for (count, limit, what) in limits {
            if count > limit {
                return Err(StoreError::TooDeep { what, limit, place });
            }
        }
    }
}

/// The letters of a text and where they stand.
struct Walk<'a> {
    letters: Peekable<Chars<'a>>,
    /// Line and column of the next letter, from 0.
    place: (u64, u64),
}

impl Walk<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.letters.next()?;
        self.place = match c {
            '\n' => (self.place.0 + 1, 0),
            _ => (self.place.0, self.place.1 + 1),
        };
        Some(c)
    }

    fn peek(&mut self) -> Option<char> {
        self.letters.peek().copied()
    }

    /// Goes past a string whose first quote was taken; three quotes open one of several lines.
    fn string(&mut self, quote: char) {
        let mut long = false;
        if self.peek() == Some(quote) {
            self.next();
            if self.peek() != Some(quote) {
                return;
            }
            self.next();
            long = true;
        }
        let mut quotes = 0;
        while let Some(c) = self.peek() {
            if c == '\n' && !long {
                return; // no string: the parser will say so
            }
            self.next();
            quotes = if c == quote { quotes + 1 } else { 0 };
            if c == '\\' {
                self.next();
            } else if quotes == if long { 3 } else { 1 } {
                return;
            }
        }
    }

    /// Goes past an IRI whose `<` was taken. Where none follows, it was the sign for "less".
    fn iri(&mut self) {
        let mut ahead = self.letters.clone();
        let inside = |c: &char| {
            *c > ' ' && !matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '^' | '`' | '\\')
        };
        let mut length = 0;
        while ahead.next_if(inside).is_some() {
            length += 1;
        }
        if ahead.next() == Some('>') {
            for _ in 0..=length {
                self.next();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> Option<(&'static str, (u64, u64))> {
        match check_nesting(text) {
            Ok(()) => None,
            Err(StoreError::TooDeep { what, place, .. }) => Some((what, place)),
            Err(error) => panic!("{error}"),
        }
    }

    #[test]
    fn what_stands_too_deep_is_refused_with_its_place() {
        let brackets = Some(("brackets inside each other", (1, 128)));
        assert_eq!(
            refused(&format!("SELECT * {{\n ({}", "{".repeat(200))),
            brackets
        );
        assert_eq!(
            refused(&format!("SELECT * {{\n [{}", "(".repeat(200))),
            brackets
        );
        let signs = format!("ASK {{ FILTER({}1) }}", "! ".repeat(65));
        assert_eq!(
            refused(&signs),
            Some(("signs before one value", (0, 13 + 128)))
        );
        let path = format!("ASK {{ ?s ag:a.b{} ?o }}", "/ag:a.b".repeat(1_001));
        assert_eq!(
            refused(&path).map(|(what, _)| what),
            Some("steps in one path")
        );
        let chain = format!("ASK {{ FILTER(1{}) }}", " || 1".repeat(5_000));
        assert_eq!(
            refused(&chain).map(|(what, _)| what),
            Some("groups and operators")
        );
    }

    #[test]
    fn what_stands_in_strings_iris_and_comments_does_not_count() {
        let many = "({[!/".repeat(300);
        for text in [
            format!("ASK {{ ?s ?p \"{many}\" }}"),
            format!("ASK {{ ?s ?p '\\'{many}' }}"),
            format!("ASK {{ ?s ?p \"\"\"\"\n\"{many}\"\"\" }}"),
            format!("# {many}\nASK {{}}"),
            format!(
                "ASK {{ ?s ?p <https://example.org/{}> }}",
                "(!/".repeat(500)
            ),
        ] {
            assert_eq!(refused(&text), None, "{text}");
        }
        // Only an IRI hides what stands between these signs.
        assert!(refused(&format!("ASK {{ FILTER(1 < {}2 > 1", "(".repeat(200))).is_some());
    }

    #[test]
    fn long_texts_pass() {
        let triples = "?s ag:a/ag:b/^ag:c \"x\"^^xsd:string ; ag:d|ag:e 1.5 .\n".repeat(2_000);
        assert_eq!(refused(&format!("ASK {{ {triples} }}")), None);
        let values = "(\"-\" -1) ".repeat(4_000);
        assert_eq!(
            refused(&format!("ASK {{ VALUES (?x ?y) {{ {values} }} }}")),
            None
        );
    }

    #[test]
    fn what_passes_can_be_parsed_on_a_small_stack() {
        let nested = |open: &str, inner: &str, close: &str, count: usize| {
            format!("{}{inner}{}", open.repeat(count), close.repeat(count))
        };
        let texts = [
            format!("ASK {}", nested("{", "", "}", BRACKETS)),
            format!("ASK {{ FILTER{} }}", nested("(", "1", ")", BRACKETS - 1)),
            format!("ASK {{ FILTER({}1) }}", "!"),
            format!("ASK {{ ?s ag:a{} ?o }}", "/ag:a".repeat(STEPS)),
            format!(
                "ASK {{ ?s {} ?o }}",
                nested("(", "ag:a", ")*", BRACKETS - 1)
            ),
        ];
        for text in texts {
            assert_eq!(refused(&text), None);
            let parse = move || crate::store::Query::parse(&text).map(drop).is_ok();
            let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(parse);
            assert!(thread.unwrap().join().unwrap());
        }
    }
}
