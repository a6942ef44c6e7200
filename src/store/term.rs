//! Terms as bytes that sort: a tag, then the value, behind it the language or datatype.
//!
//! The value comes first so that literals sort by what they say.

use oxrdf::vocab::xsd;
use oxrdf::{BlankNode, Literal, NamedNode, NamedOrBlankNode, Term, TermRef};

pub(super) const IRI: u8 = b'<';
pub(super) const BLANK: u8 = b'_';
pub(super) const SIMPLE: u8 = b'"';
pub(super) const TAGGED: u8 = b'@';
pub(super) const TYPED: u8 = b'^';

/// Writes a term behind what `bytes` holds.
pub(crate) fn encode(term: TermRef<'_>, bytes: &mut Vec<u8>) {
    let mut write = |tag: u8, value: &str, suffix: Option<&str>| {
        bytes.push(tag);
        bytes.extend_from_slice(value.as_bytes());
        if let Some(suffix) = suffix {
            // No IRI and no language tag holds a NUL, so the last one ends the value.
            bytes.push(0);
            bytes.extend_from_slice(suffix.as_bytes());
        }
    };
    match term {
        TermRef::NamedNode(node) => write(IRI, node.as_str(), None),
        TermRef::Literal(literal) => match (literal.language(), literal.datatype()) {
            (Some(language), _) => write(TAGGED, literal.value(), Some(language)),
            (None, xsd::STRING) => write(SIMPLE, literal.value(), None),
            (None, datatype) => write(TYPED, literal.value(), Some(datatype.as_str())),
        },
        other => {
            let text = other.to_string();
            write(BLANK, text.strip_prefix("_:").unwrap_or(&text), None);
        }
    }
}

/// Reads a term back.
pub(crate) fn decode(bytes: &[u8]) -> Term {
    let (tag, rest) = bytes.split_first().unwrap_or((&SIMPLE, &[]));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let split = || {
        let nul = rest.iter().rposition(|byte| *byte == 0);
        let nul = nul.unwrap_or(rest.len());
        (
            text(&rest[..nul]),
            text(rest.get(nul + 1..).unwrap_or_default()),
        )
    };
    match *tag {
        IRI => NamedNode::new_unchecked(text(rest)).into(),
        BLANK => BlankNode::new_unchecked(text(rest)).into(),
        TAGGED => {
            let (value, language) = split();
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        TYPED => {
            let (value, datatype) = split();
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
        }
        _ => Literal::new_simple_literal(text(rest)).into(),
    }
}

/// Returns the value of a term by its bytes: of an IRI or a literal what it says.
pub(crate) fn value(bytes: &[u8]) -> &[u8] {
    match bytes.split_first() {
        Some((&TAGGED | &TYPED, rest)) => {
            let nul = rest.iter().rposition(|byte| *byte == 0);
            &rest[..nul.unwrap_or(rest.len())]
        }
        Some((_, rest)) => rest,
        None => bytes,
    }
}

/// Writes a term as N-Quads write it, from its bytes.
pub(crate) fn write_nquads(bytes: &[u8], out: &mut Vec<u8>) {
    let (tag, rest) = bytes.split_first().unwrap_or((&SIMPLE, &[]));
    let split = || {
        let nul = rest.iter().rposition(|byte| *byte == 0);
        let nul = nul.unwrap_or(rest.len());
        (&rest[..nul], rest.get(nul + 1..).unwrap_or_default())
    };
    match *tag {
        IRI => {
            out.push(b'<');
            out.extend_from_slice(rest);
            out.push(b'>');
        }
        BLANK => {
            out.extend_from_slice(b"_:");
            out.extend_from_slice(rest);
        }
        TAGGED => {
            let (value, language) = split();
            quote(value, out);
            out.push(b'@');
            out.extend_from_slice(language);
        }
        TYPED => {
            let (value, datatype) = split();
            quote(value, out);
            out.extend_from_slice(b"^^<");
            out.extend_from_slice(datatype);
            out.push(b'>');
        }
        _ => quote(rest, out),
    }
}

fn quote(value: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    let mut written = 0;
    for (place, byte) in value.iter().enumerate() {
        let escaped: &[u8] = match byte {
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            b'\n' => b"\\n",
            b'\r' => b"\\r",
            b'\t' => b"\\t",
            0..0x20 | 0x7F => b"",
            _ => continue,
        };
        out.extend_from_slice(&value[written..place]);
        written = place + 1;
        match escaped {
            [] => {
                let digit = |digit: u8| b"0123456789ABCDEF"[usize::from(digit)];
                out.extend_from_slice(b"\\u00");
                out.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
            }
            escaped => out.extend_from_slice(escaped),
        }
    }
    out.extend_from_slice(&value[written..]);
    out.push(b'"');
}

/// Returns the beginnings of the bytes of every literal with this value and a language or datatype,
/// and the bytes of the one without.
pub(crate) fn literals(value: &str) -> [Vec<u8>; 3] {
    [SIMPLE, TAGGED, TYPED].map(|tag| {
        let mut bytes = vec![tag];
        bytes.extend_from_slice(value.as_bytes());
        if tag != SIMPLE {
            bytes.push(0);
        }
        bytes
    })
}

/// Returns a term as a subject, or `None` for a literal.
pub(crate) fn to_subject(term: Term) -> Option<NamedOrBlankNode> {
    match term {
        Term::NamedNode(node) => Some(node.into()),
        Term::BlankNode(node) => Some(node.into()),
        _ => None,
    }
}
