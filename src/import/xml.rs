//! Records in XML, one element each: found in a piece, and read into a small tree.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// How deep elements of a record may lie in one another.
const DEPTH: usize = 64;

/// An element with its text and its children; prefixes of names are left out.
#[derive(Debug, Default)]
pub(crate) struct Element {
    name: String,
    text: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
}

impl Element {
    /// Returns the children with this name.
    pub(crate) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// Returns the items of a list: the children `item` of the child `list`.
    pub(crate) fn items<'e>(
        &'e self,
        list: &'e str,
        item: &'e str,
    ) -> impl Iterator<Item = &'e Self> {
        self.all(list).flat_map(move |list| list.all(item))
    }

    /// Returns the text of the first child with this name; nothing where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.child(name).map_or("", Self::own)
    }

    /// Returns the first child with this name.
    pub(crate) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Returns all children.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        self.children.iter()
    }

    /// Returns its name, without a prefix.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Returns an attribute; nothing where there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let attribute = self.attributes.iter().find(|(known, _)| known == name);
        attribute.map_or("", |(_, value)| value.trim())
    }

    /// Returns its own text.
    pub(crate) fn own(&self) -> &str {
        self.text.trim()
    }
}

/// Returns the elements with one of these names in a piece, with a prefix or without, as text, each
/// with the line on which it begins, counted from that of the piece. One that does not end is the
/// last. Elements within one of them are not looked at.
pub(crate) fn elements<'t>(text: &'t str, names: &[&str]) -> Vec<(u64, &'t str)> {
    let mut found = Vec::new();
    let (mut at, mut line, mut counted) = (0, 0_u64, 0);
    while let Some(place) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
        let begin = at + place;
        let qualified = qualified(&text[begin + 1..]);
        at = begin + 1 + qualified.len();
        if !names.contains(&unprefixed(qualified)) {
            continue;
        }
        line += memchr::memchr_iter(b'\n', &text.as_bytes()[counted..begin]).count() as u64;
        counted = begin;
        let end = end_of(text, begin, qualified);
        found.push((line, &text[begin..end]));
        at = end;
    }
    found
}

/// Returns the place behind the element of this name that begins at `begin`.
fn end_of(text: &str, begin: usize, qualified: &str) -> usize {
    let rest = &text[begin..];
    let tag = memchr::memchr(b'>', rest.as_bytes());
    if let Some(tag) = tag
        && rest[..tag].ends_with('/')
    {
        return begin + tag + 1;
    }
    let close = format!("</{qualified}");
    let ends = memchr::memmem::find_iter(rest.as_bytes(), close.as_bytes()).find_map(|place| {
        let behind = &rest[place + close.len()..];
        // `</entityType>` does not end an `entity`.
        let blank = behind.len() - behind.trim_ascii_start().len();
        behind[blank..]
            .starts_with('>')
            .then_some(begin + place + close.len() + blank + 1)
    });
    ends.unwrap_or(text.len())
}

/// Returns where the last element with one of these names ends that is there as a whole.
pub(crate) fn last_end(bytes: &[u8], names: &[&str]) -> Option<usize> {
    let mut before = bytes.len();
    while let Some(place) = memchr::memmem::rfind(&bytes[..before], b"</") {
        let rest = &bytes[place + 2..];
        let end = rest.iter().position(|byte| *byte == b'>');
        let name = end.and_then(|end| std::str::from_utf8(&rest[..end]).ok());
        if let (Some(end), Some(name)) = (end, name)
            && names.contains(&unprefixed(name.trim_end()))
        {
            return Some(place + 2 + end + 1);
        }
        before = place;
    }
    None
}

/// Returns the name that a text begins with, with its prefix.
fn qualified(text: &str) -> &str {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    let end = text.as_bytes().iter().take(200).position(ends);
    end.map_or("", |end| &text[..end])
}

fn unprefixed(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Reads one element; `Err` with what is wrong with it.
pub(crate) fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        match event {
            Event::Start(start) => {
                if open.len() > DEPTH {
                    return Err("elements lie too deep in one another".to_owned());
                }
                open.push(Element {
                    name: local(start.local_name().as_ref()),
                    attributes: attributes(&start)?,
                    ..Element::default()
                });
            }
            Event::Empty(empty) => {
                let done = Element {
                    name: local(empty.local_name().as_ref()),
                    attributes: attributes(&empty)?,
                    ..Element::default()
                };
                if open.len() == 1 {
                    return Ok(done);
                }
                if let Some(outer) = open.last_mut() {
                    outer.children.push(done);
                }
            }
            Event::End(_) => {
                let (Some(done), Some(outer)) = (open.pop(), open.last_mut()) else {
                    return Err("an element ends that did not begin".to_owned());
                };
                outer.children.push(done);
                if open.len() == 1 {
                    let whole = open.pop().and_then(|mut root| root.children.pop());
                    return whole.ok_or_else(|| "the element is empty".to_owned());
                }
            }
            Event::Text(text) => {
                let text = text.unescape().map_err(|error| error.to_string())?;
                if let Some(outer) = open.last_mut() {
                    outer.text.push_str(&text);
                }
            }
            Event::CData(data) => {
                let text = String::from_utf8_lossy(&data).into_owned();
                if let Some(outer) = open.last_mut() {
                    outer.text.push_str(&text);
                }
            }
            Event::Eof => return Err("the element does not end".to_owned()),
            _ => (),
        }
    }
}

/// Reads the attributes of an element; prefixes of names are left out.
fn attributes(start: &BytesStart<'_>) -> Result<Vec<(String, String)>, String> {
    let attributes = start.attributes().map(|attribute| {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let value = attribute
            .unescape_value()
            .map_err(|error| error.to_string())?;
        Ok((
            local(attribute.key.local_name().as_ref()),
            value.into_owned(),
        ))
    });
    attributes.collect()
}

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_and_read() {
        let text = "<entity id='1'><entityType>a</entityType></entity ><entity/>";
        let found = elements(text, &["entity"]);
        assert_eq!(found.len(), 2);
        assert_eq!(read(found[0].1).unwrap().text("entityType"), "a");
        let text = "<list xmlns='x'>\n<entryList/>\n<entry><a>1 &amp; 2</a><bs><b>x</b><b/></bs></entry>\n <entry id='2'>";
        let found = elements(text, &["entry"]);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, 2);
        let entry = read(found[0].1).unwrap();
        assert_eq!(entry.text("a"), "1 & 2");
        let items: Vec<&str> = entry.items("bs", "b").map(Element::own).collect();
        assert_eq!(items, ["x", ""]);
        assert!(read(found[1].1).is_err());
        let text = "<l:es><l:e a='1 &amp; 2'>\n<e2/></l:e>\n<f/></l:es>";
        let found = elements(text, &["e", "f"]);
        assert_eq!((found.len(), found[1]), (2, (2, "<f/>")));
        assert_eq!(read(found[0].1).unwrap().attribute("a"), "1 & 2");
        assert!(read(found[1].1).is_ok());
        let end = last_end(text.as_bytes(), &["e"]).unwrap();
        assert!(text[..end].ends_with("</l:e>"));
        assert_eq!(last_end(text.as_bytes(), &["es2"]), None);
        assert!(read("<a></b>").is_err());
        assert!(read(&"<a>".repeat(1000)).is_err());
    }
}
