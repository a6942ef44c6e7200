//! Records in XML, one element each: found in a piece, and read into a small tree.

use quick_xml::Reader;
use quick_xml::events::Event;

/// How deep elements of a record may lie in one another.
const DEPTH: usize = 64;

/// An element with its text and its children; prefixes of names are left out.
#[derive(Debug, Default)]
pub(crate) struct Element {
    name: String,
    text: String,
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
        let child = self.children.iter().find(|child| child.name == name);
        child.map_or("", Self::own)
    }

    /// Returns its own text.
    pub(crate) fn own(&self) -> &str {
        self.text.trim()
    }
}

/// Returns the elements with this name in a piece, as text, each with the line on which it begins,
/// counted from that of the piece. One that does not end is the last.
pub(crate) fn elements<'t>(text: &'t str, name: &str) -> Vec<(u64, &'t str)> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let mut found = Vec::new();
    let (mut at, mut line, mut counted) = (0, 0_u64, 0);
    while let Some(place) = text[at..].find(&open) {
        let begin = at + place;
        let next = text.as_bytes().get(begin + open.len());
        // `<sdnEntryList>` begins with `<sdnEntry`, too.
        if !next.is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/')) {
            at = begin + open.len();
            continue;
        }
        line += text.as_bytes()[counted..begin]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count() as u64;
        counted = begin;
        let end = text[begin..]
            .find(&close)
            .map(|place| begin + place + close.len());
        let end = end.unwrap_or(text.len());
        found.push((line, &text[begin..end]));
        at = end;
    }
    found
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
                    ..Element::default()
                });
            }
            Event::Empty(empty) => {
                let name = local(empty.local_name().as_ref());
                if let Some(outer) = open.last_mut() {
                    outer.children.push(Element {
                        name,
                        ..Element::default()
                    });
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

fn local(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_and_read() {
        let text = "<list xmlns='x'>\n<entryList/>\n<entry><a>1 &amp; 2</a><bs><b>x</b><b/></bs></entry>\n <entry id='2'>";
        let found = elements(text, "entry");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, 2);
        let entry = read(found[0].1).unwrap();
        assert_eq!(entry.text("a"), "1 & 2");
        let items: Vec<&str> = entry.items("bs", "b").map(Element::own).collect();
        assert_eq!(items, ["x", ""]);
        assert!(read(found[1].1).is_err());
        assert!(read("<a></b>").is_err());
        assert!(read(&"<a>".repeat(1000)).is_err());
    }
}
