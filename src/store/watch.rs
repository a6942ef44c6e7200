//! What the parsers of RDF let pass: JSON that is nested without bound, XML that ends before its
//! elements do.

use std::io::{self, Read};

/// How deep values of JSON may lie inside each other. The parser keeps for each level what all levels
/// around it said.
const DEEPEST: usize = 256;

/// Bytes on their way to a parser.
pub(super) struct Watched<R> {
    inner: R,
    watch: Watch,
}

/// What is watched.
enum Watch {
    Json(Json),
    Xml(Xml),
}

/// Where a reader of JSON stands.
#[derive(Default)]
struct Json {
    depth: usize,
    in_text: bool,
    is_escaped: bool,
}

/// Where a reader of XML stands.
#[derive(Default)]
struct Xml {
    /// How many elements are open.
    depth: usize,
    place: Place,
    /// The three bytes before.
    before: [u8; 3],
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Text,
    /// Behind `<`.
    Open,
    /// Behind `<!`.
    Bang,
    /// In a tag that begins an element, within quotes of this kind if any.
    Begin(Option<u8>),
    /// In a tag that ends one.
    End,
    /// In what these bytes end.
    Until(&'static [u8]),
    /// In a declaration of the type, with how many brackets open.
    Doctype(usize),
}

impl<R: Read> Watched<R> {
    /// Watches JSON for its depth.
    pub(super) fn json(inner: R) -> Self {
        let watch = Watch::Json(Json::default());
        Self { inner, watch }
    }

    /// Watches XML for its end.
    pub(super) fn xml(inner: R) -> Self {
        let watch = Watch::Xml(Xml::default());
        Self { inner, watch }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let wrong = |message: String| io::Error::new(io::ErrorKind::InvalidData, message);
        for byte in &buffer[..read] {
            match &mut self.watch {
                Watch::Json(json) => json.step(*byte),
                Watch::Xml(xml) => xml.step(*byte),
            }
        }
        match &self.watch {
            Watch::Json(json) if json.depth > DEEPEST => Err(wrong(format!(
                "found values more than {DEEPEST} deep inside each other"
            ))),
            Watch::Xml(xml) if read == 0 && !buffer.is_empty() && xml.is_cut() => {
                Err(wrong(format!(
                    "the document is cut short: it ends inside of {} elements",
                    xml.depth
                )))
            }
            _ => Ok(read),
        }
    }
}

impl Json {
    fn step(&mut self, byte: u8) {
        match byte {
            _ if self.is_escaped => self.is_escaped = false,
            b'\\' if self.in_text => self.is_escaped = true,
            b'"' => self.in_text = !self.in_text,
            // What was too deep once stays so until somebody looks.
            _ if self.in_text || self.depth > DEEPEST => (),
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            _ => (),
        }
    }
}

impl Xml {
    fn step(&mut self, byte: u8) {
        let [_, a, b] = self.before;
        self.before = [a, b, byte];
        let to = |place| (place, [0; 3]);
        let (place, before) = match (self.place, byte) {
            (Place::Text, b'<') => to(Place::Open),
            (Place::Open, b'/') => to(Place::End),
            (Place::Open, b'!') => to(Place::Bang),
            (Place::Open, b'?') => to(Place::Until(b"?>")),
            (Place::Open, _) => to(Place::Begin(None)),
            (Place::Bang, b'-') => to(Place::Until(b"-->")),
            (Place::Bang, b'[') => to(Place::Until(b"]]>")),
            (Place::Bang, _) => to(Place::Doctype(1)),
            (Place::Until(end), _) if self.before.ends_with(end) => to(Place::Text),
            (Place::Begin(None), b'"' | b'\'') => to(Place::Begin(Some(byte))),
            (Place::Begin(Some(quote)), _) if byte == quote => to(Place::Begin(None)),
            (Place::Begin(None), b'>') => {
                self.depth += usize::from(b != b'/');
                to(Place::Text)
            }
            (Place::End, b'>') => {
                self.depth = self.depth.saturating_sub(1);
                to(Place::Text)
            }
            (Place::Doctype(depth), b'<') => to(Place::Doctype(depth + 1)),
            (Place::Doctype(1), b'>') => to(Place::Text),
            (Place::Doctype(depth), b'>') => to(Place::Doctype(depth - 1)),
            (place, _) => (place, self.before),
        };
        (self.place, self.before) = (place, before);
    }

    /// Tells whether a document that ends here is cut short.
    fn is_cut(&self) -> bool {
        self.depth > 0 || matches!(self.place, Place::Open | Place::Begin(_) | Place::End)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(mut bytes: impl Read) -> Result<usize, String> {
        let mut text = Vec::new();
        let read = bytes.read_to_end(&mut text);
        read.map_err(|error| error.to_string())
    }

    #[test]
    fn documents_of_xml_end_with_their_elements() {
        let whole = r#"<?xml version="1.0"?><!-- a > b --><!DOCTYPE r [<!ENTITY e "f">]>
            <r a="x > y" b='<'><s/><t c="/"></t><![CDATA[<u>]]> ></r > <!-- end --> "#;
        assert!(read(Watched::xml(whole.as_bytes())).is_ok());
        let end = whole.find("</r").unwrap();
        for cut in whole.find("<r").unwrap() + 1..end + 3 {
            let cut = &whole[..cut];
            assert!(read(Watched::xml(cut.as_bytes())).is_err(), "{cut}");
        }
        assert!(read(Watched::xml(&b""[..])).is_ok());
    }

    #[test]
    fn json_is_not_too_deep() {
        let deep = |depth: usize| "[{\"a\\\"{[\":".repeat(depth) + "1" + &"}]".repeat(depth);
        assert!(read(Watched::json(deep(DEEPEST / 2).as_bytes())).is_ok());
        assert!(read(Watched::json(deep(DEEPEST / 2 + 1).as_bytes())).is_err());
    }
}
