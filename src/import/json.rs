//! JSON read piece by piece, as it stands, without a tree of it.
//!
//! Whole dumps are read with it. What a format wants of a record is borrowed from the text, and what
//! it does not want is passed over; on FollowTheMoney files that takes less than half the time of a
//! parser that makes a tree, and half of one that hands each piece to a visitor (`benches/import.rs`).
//! It takes what RFC 8259 takes, and one thing more: half of a pair of surrogates, which becomes
//! U+FFFD. A test holds it to `serde_json`.

use std::borrow::Cow;

/// How deep values may lie inside each other.
const DEPTH: u32 = 128;

/// What is wrong with a text that should be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct JsonError {
    /// The byte at which it was found.
    pub(crate) at: usize,
    /// What was expected there.
    pub(crate) expected: &'static str,
}

/// What kind of value comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    Text,
    Number,
    Boolean,
    Null,
}

/// A place in a text of JSON values.
pub(crate) struct Json<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
    /// How many halves of pairs of surrogates were replaced.
    pub(crate) halves: u64,
}

type Result<T> = std::result::Result<T, JsonError>;

impl<'a> Json<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            halves: 0,
        }
    }

    /// Returns the kind of the next value, which stays where it is.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<Kind> {
        match self.next() {
            Some(b'"') => Ok(Kind::Text),
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Boolean),
            Some(b'n') => Ok(Kind::Null),
            _ => self.fail("a value"),
        }
    }

    /// Reads a text.
    #[inline]
    pub(crate) fn text(&mut self) -> Result<Cow<'a, str>> {
        self.open(b'"', "a text in quotes")?;
        let start = self.at;
        let end = self.at + plain(&self.text.as_bytes()[self.at..]);
        self.at = end;
        match self.text.as_bytes().get(end) {
            Some(b'"') => {
                self.at += 1;
                Ok(Cow::Borrowed(&self.text[start..end]))
            }
            Some(b'\\') => self.escaped(start).map(Cow::Owned),
            Some(_) => self.fail("no control character in a text"),
            None => self.fail("the closing quote of a text"),
        }
    }

    /// Reads a number, as it is written.
    pub(crate) fn number(&mut self) -> Result<&'a str> {
        self.next();
        let start = self.at;
        let bytes = self.text.as_bytes();
        let digits = |from: usize| {
            bytes[from..]
                .iter()
                .take_while(|b| b.is_ascii_digit())
                .count()
        };
        let mut at = start + usize::from(bytes.get(start) == Some(&b'-'));
        let whole = digits(at);
        if whole == 0 || whole > 1 && bytes[at] == b'0' {
            return self.fail("a number");
        }
        at += whole;
        if bytes.get(at) == Some(&b'.') {
            let places = digits(at + 1);
            if places == 0 {
                return self.fail("digits behind the point of a number");
            }
            at += 1 + places;
        }
        if matches!(bytes.get(at), Some(b'e' | b'E')) {
            at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let places = digits(at);
            if places == 0 {
                return self.fail("digits of the power of a number");
            }
            at += places;
        }
        self.at = at;
        Ok(&self.text[start..at])
    }

    /// Reads `true` or `false`.
    pub(crate) fn boolean(&mut self) -> Result<bool> {
        match self.next() {
            Some(b't') => self.word("true").map(|()| true),
            _ => self.word("false").map(|()| false),
        }
    }

    /// Reads `null`.
    pub(crate) fn null(&mut self) -> Result<()> {
        self.next();
        self.word("null")
    }

    /// Reads an array; `each` must read one value.
    #[inline]
    pub(crate) fn array(&mut self, mut each: impl FnMut(&mut Self) -> Result<()>) -> Result<()> {
        self.open(b'[', "`[`")?;
        self.deeper()?;
        if self.next() == Some(b']') {
            self.at += 1;
        } else {
            loop {
                each(self)?;
                match self.next() {
                    Some(b',') => self.at += 1,
                    Some(b']') => {
                        self.at += 1;
                        break;
                    }
                    _ => return self.fail("`,` or `]`"),
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Reads an object; `each` is given a key and must read its value.
    #[inline]
    pub(crate) fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, Cow<'a, str>) -> Result<()>,
    ) -> Result<()> {
        self.open(b'{', "`{`")?;
        self.deeper()?;
        if self.next() == Some(b'}') {
            self.at += 1;
        } else {
            loop {
                let key = self.text()?;
                self.open(b':', "`:`")?;
                each(self, key)?;
                match self.next() {
                    Some(b',') => self.at += 1,
                    Some(b'}') => {
                        self.at += 1;
                        break;
                    }
                    _ => return self.fail("`,` or `}`"),
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// Passes over a value, which must be well-formed.
    pub(crate) fn skip(&mut self) -> Result<()> {
        match self.peek()? {
            Kind::Text => self.text().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::Boolean => self.boolean().map(drop),
            Kind::Null => self.null(),
            Kind::Array => self.array(Self::skip),
            Kind::Object => self.object(|json, _| json.skip()),
        }
    }

    /// Passes over a value and returns it as it is written.
    pub(crate) fn raw(&mut self) -> Result<&'a str> {
        self.next();
        let begin = self.at;
        self.skip()?;
        Ok(&self.text[begin..self.at])
    }

    /// Makes sure that nothing but blank space is left.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.next() {
            None => Ok(()),
            Some(_) => self.fail("the end of the record"),
        }
    }

    /// Passes over blank space and returns the byte behind it, which stays where it is.
    #[inline]
    fn next(&mut self) -> Option<u8> {
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    #[inline]
    fn open(&mut self, byte: u8, expected: &'static str) -> Result<()> {
        match self.next() == Some(byte) {
            true => {
                self.at += 1;
                Ok(())
            }
            false => self.fail(expected),
        }
    }

    #[inline]
    fn deeper(&mut self) -> Result<()> {
        self.depth += 1;
        match self.depth <= DEPTH {
            true => Ok(()),
            false => self.fail("values less deep inside each other"),
        }
    }

    fn word(&mut self, word: &'static str) -> Result<()> {
        match self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            true => {
                self.at += word.len();
                Ok(())
            }
            false => self.fail("a value"),
        }
    }

    fn fail<T>(&self, expected: &'static str) -> Result<T> {
        Err(JsonError {
            at: self.at.min(self.text.len()),
            expected,
        })
    }

    /// Reads the rest of a text in which a backslash was met.
    fn escaped(&mut self, start: usize) -> Result<String> {
        let bytes = self.text.as_bytes();
        let mut value = self.text[start..self.at].to_owned();
        loop {
            match bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(value);
                }
                Some(b'\\') => {
                    let letter = bytes.get(self.at + 1).copied();
                    let meant = match letter {
                        Some(b'"') => '"',
                        Some(b'\\') => '\\',
                        Some(b'/') => '/',
                        Some(b'b') => '\u{8}',
                        Some(b'f') => '\u{c}',
                        Some(b'n') => '\n',
                        Some(b'r') => '\r',
                        Some(b't') => '\t',
                        Some(b'u') => {
                            let c = self.unicode()?;
                            value.push(c);
                            continue;
                        }
                        _ => return self.fail("a known letter behind `\\`"),
                    };
                    self.at += 2;
                    value.push(meant);
                }
                Some(0..0x20) => return self.fail("no control character in a text"),
                Some(_) => {
                    let from = self.at;
                    self.at += plain(&bytes[from..]);
                    value.push_str(&self.text[from..self.at]);
                }
                None => return self.fail("the closing quote of a text"),
            }
        }
    }

    /// Reads `\uXXXX`, or two of them that make a pair.
    fn unicode(&mut self) -> Result<char> {
        let high = self.hex(self.at)?;
        self.at += 6;
        if let Some(c) = char::from_u32(high) {
            return Ok(c);
        }
        if (0xD800..0xDC00).contains(&high)
            && self.text.as_bytes()[self.at..].starts_with(b"\\u")
            && let low = self.hex(self.at)?
            && (0xDC00..0xE000).contains(&low)
        {
            self.at += 6;
            let joined = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
            return Ok(char::from_u32(joined).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        self.halves += 1;
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex(&self, at: usize) -> Result<u32> {
        let digits = self.text.as_bytes().get(at + 2..at + 6);
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(number) => Ok(number),
            None => self.fail("four hexadecimal digits behind `\\u`"),
        }
    }
}

/// Returns how many bytes come before the first quote, backslash or control character, eight at a
/// time: most texts are shorter than what makes a wider search worth its start.
#[inline]
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = ONES << 7;
    let mut at = 0;
    while let Some(eight) = bytes.get(at..at + 8) {
        let eight = u64::from_le_bytes(eight.try_into().expect("eight bytes"));
        // A byte of `x` is zero where the eighth bit of `(x - 1) & !x` is set; the lowest is right.
        let zero = |x: u64| x.wrapping_sub(ONES) & !x;
        let quote = zero(eight ^ (ONES * u64::from(b'"')));
        let slash = zero(eight ^ (ONES * u64::from(b'\\')));
        let control = eight.wrapping_sub(ONES * 0x20) & !eight;
        let found = (quote | slash | control) & HIGHS;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    let rest = &bytes[at..];
    at + rest.iter().position(ends).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    /// Makes a tree of what is read, to compare it.
    fn tree(json: &mut Json<'_>) -> Result<Value> {
        Ok(match json.peek()? {
            Kind::Text => Value::String(json.text()?.into_owned()),
            Kind::Number => {
                let number = json.number()?;
                serde_json::from_str(number).unwrap_or(Value::Null)
            }
            Kind::Boolean => Value::Bool(json.boolean()?),
            Kind::Null => json.null().map(|()| Value::Null)?,
            Kind::Array => {
                let mut values = Vec::new();
                json.array(|json| {
                    values.push(tree(json)?);
                    Ok(())
                })?;
                Value::Array(values)
            }
            Kind::Object => {
                let mut map = serde_json::Map::new();
                json.object(|json, key| {
                    let value = tree(json)?;
                    map.insert(key.into_owned(), value);
                    Ok(())
                })?;
                Value::Object(map)
            }
        })
    }

    fn agrees(text: &str) {
        let mut json = Json::new(text);
        let ours = tree(&mut json).and_then(|tree| json.end().map(|()| tree));
        let theirs: std::result::Result<Value, _> = serde_json::from_str(text);
        match (ours, theirs) {
            (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{text}"),
            (Ok(_), Err(error)) => {
                let number = error.to_string().contains("number out of range");
                assert!(json.halves > 0 || number, "{text}: {error}");
            }
            (Err(_), Ok(_)) => panic!("{text}: serde_json reads it"),
            (Err(_), Err(_)) => (),
        }
        assert_eq!(
            Json::new(text).skip().is_ok(),
            tree(&mut Json::new(text)).is_ok()
        );
    }

    #[test]
    fn reads_what_serde_json_reads() {
        for text in [
            "",
            " ",
            "{}",
            "[]",
            r#"{"a": [1, -2.5e+3, true, null, "x"], "b": {"c": "d"}}"#,
            r#""é \u00e9 \ud83d\ude00 \n\"\\\/""#,
            r#""\ud800""#,
            r#""\ud800\u0041""#,
            r#""\udc00 longer than eight bytes""#,
            r#"["12345678", "1234567\n", "12345678\t"]"#,
            "\"a\u{1}\"",
            "\"a\nb\"",
            "01",
            "1.",
            "-",
            "1e",
            "tru",
            "nul",
            "[1,]",
            "{\"a\":1,}",
            "{a:1}",
            "\"open",
            "[1 2]",
            "{\"a\" 1}",
            "1 1",
            "\u{feff}1",
        ] {
            agrees(text);
        }
        agrees(&("[".repeat(300) + &"]".repeat(300)));
    }

    proptest! {
        #[test]
        fn reads_any_text_as_serde_json_does(text in r#"[\[\]{}:,"\\ untrfalse0-9eE.\-+dé]{0,24}"#) {
            agrees(&text);
        }

        #[test]
        fn reads_back_what_is_written(texts in prop::collection::vec(any::<String>(), 0..8)) {
            let text = serde_json::to_string(&texts).unwrap();
            agrees(&text);
        }
    }
}
