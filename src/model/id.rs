//! Ids of things: the last part of an IRI in our namespace.

use crate::model::vocab;
use oxrdf::NamedNode;
use std::borrow::Cow;
use std::fmt::Write as _;

/// Returns the IRI of the thing with this id: `alibaba` gives `agid:alibaba`.
pub fn thing(id: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{}{id}", vocab::AGID))
}

/// Returns the id of a thing of ours, the local name of a term of ours, or `None` for other IRIs.
pub fn local_name(iri: &str) -> Option<&str> {
    iri.strip_prefix(vocab::AGID)
        .or_else(|| iri.strip_prefix(vocab::AG))
}

/// Returns the IRI of a record that is named by its id, as commands print it, or by its IRI; `None`
/// if the text is neither.
pub fn record(text: &str) -> Option<NamedNode> {
    if text.contains("://") {
        return NamedNode::new(text).ok();
    }
    let id = text.strip_prefix("agid:").unwrap_or(text);
    // Ids of others stand escaped in those that commands print.
    let plain = id.replace('%', "-");
    let may_be = !id.is_empty() && escape(&plain) == plain;
    let iri = may_be.then(|| thing(id).into_string())?;
    NamedNode::new(iri).ok()
}

/// Returns a text as a part of an IRI: letters and digits of ASCII and `-._~` stay, all else is
/// written by its bytes.
pub fn escape(id: &str) -> Cow<'_, str> {
    let stays =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if id.bytes().all(stays) {
        return Cow::Borrowed(id);
    }
    let mut escaped = String::with_capacity(id.len() + 16);
    for byte in id.bytes() {
        match stays(byte) {
            true => escaped.push(char::from(byte)),
            // A string takes whatever is written to it.
            false => drop(write!(escaped, "%{byte:02X}")),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_parts_of_iris() {
        assert_eq!(escape("NK-abc_1.2"), "NK-abc_1.2");
        assert_eq!(escape("a b/ж"), "a%20b%2F%D0%B6");
    }

    #[test]
    fn records_go_by_id_or_iri() {
        let same = Some(thing("ftm-NK-a%20b"));
        assert_eq!(record("ftm-NK-a%20b"), same);
        assert_eq!(record("agid:ftm-NK-a%20b"), same);
        assert_eq!(record("https://w3id.org/actorgraph/id/ftm-NK-a%20b"), same);
        for wrong in ["", "two words", "https://example.org/a b", "<a>", "ftm-5%s"] {
            assert_eq!(record(wrong), None, "{wrong}");
        }
    }
}
