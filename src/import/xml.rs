//! Records in XML, one element each: found in a piece, and read into a small tree.

use crate::import::chunk::Chunk;
use crate::import::ftm::{Draft, Writer};
use crate::import::part::{Part, Tally};
use crate::import::say;
use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use std::borrow::Cow;
use std::cell::Cell;

/// How deep elements of a record may lie in one another.
const DEPTH: usize = 64;

/// An element with its text and its children, as it stands in the document: nothing is copied but
/// what is written in another way there, such as `&amp;`. Prefixes of names are left out.
///
/// It marks which of its texts were asked for. What nobody asked for is not understood, and is kept
/// as it is.
#[derive(Debug, Default)]
pub(crate) struct Element<'t> {
    name: &'t str,
    text: Cow<'t, str>,
    is_read: Cell<bool>,
    attributes: Vec<Attribute<'t>>,
    children: Vec<Element<'t>>,
}

#[derive(Debug)]
struct Attribute<'t> {
    name: &'t str,
    value: Cow<'t, str>,
    is_read: Cell<bool>,
}

impl<'t> Element<'t> {
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
    pub(crate) fn name(&self) -> &'t str {
        self.name
    }

    /// Returns an attribute; nothing where there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let attribute = self.attributes.iter().find(|known| known.name == name);
        attribute.map_or("", |attribute| {
            attribute.is_read.set(true);
            attribute.value.trim()
        })
    }

    /// Returns all attributes with their names.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'t str, &str)> {
        self.attributes.iter().map(|attribute| {
            attribute.is_read.set(true);
            (attribute.name, attribute.value.trim())
        })
    }

    /// Returns its own text.
    pub(crate) fn own(&self) -> &str {
        self.is_read.set(true);
        self.text.trim()
    }

    /// Returns its own text and that of all within it, in their order.
    pub(crate) fn all_text(&self) -> String {
        let mut texts = vec![self.own().to_owned()];
        texts.extend(self.children.iter().map(Self::all_text));
        texts.retain(|text| !text.is_empty());
        texts.join(" ")
    }

    /// Returns every text and attribute that nobody asked for, each with the path to it, such as
    /// `entry/address/city` or `entry/address@id`. What goes by one of the `passed` names is passed
    /// over: the text of `city`, or of a `city` of `address` only, as `address/city`; `address@id`, or
    /// `@id` of any element.
    pub(crate) fn unread(&self, passed: &[&str]) -> Vec<(String, &str)> {
        let mut found = Vec::new();
        self.gather(&mut Vec::new(), passed, &mut found);
        found
    }

    /// Returns what `tell` says of its attributes that were not asked for, and of those below it, each
    /// with its path.
    pub(crate) fn tell_unread<T>(
        &self,
        tell: impl Fn(&str, &str) -> Option<T>,
    ) -> Vec<(String, T)> {
        let mut found = Vec::new();
        self.tell_below(&mut Vec::new(), &tell, &mut found);
        found
    }

    fn tell_below<'e, T>(
        &'e self,
        above: &mut Vec<&'e str>,
        tell: &impl Fn(&str, &str) -> Option<T>,
        found: &mut Vec<(String, T)>,
    ) {
        above.push(self.name);
        for attribute in self.attributes.iter().filter(|known| !known.is_read.get()) {
            if let Some(told) = tell(attribute.name, attribute.value.trim()) {
                found.push((format!("{}@{}", above.join("/"), attribute.name), told));
            }
        }
        for child in &self.children {
            child.tell_below(above, tell, found);
        }
        above.pop();
    }

    /// `above` are the names of the elements that it lies in.
    fn gather<'e>(
        &'e self,
        above: &mut Vec<&'e str>,
        passed: &[&str],
        found: &mut Vec<(String, &'e str)>,
    ) {
        let passes = |of: &str, between: char, name: &str| {
            let mut rests = passed.iter().filter_map(|passed| passed.strip_suffix(name));
            rests.any(|rest| match rest.strip_suffix(between) {
                Some(known) => known == of || known.is_empty() && between == '@',
                None => rest.is_empty() && between == '/',
            })
        };
        let text = self.text.trim();
        let outer = above.last().copied().unwrap_or_default();
        above.push(self.name);
        if !self.is_read.get() && !text.is_empty() && !passes(outer, '/', self.name) {
            found.push((above.join("/"), text));
        }
        for attribute in self.attributes.iter().filter(|known| !known.is_read.get()) {
            let value = attribute.value.trim();
            if !value.is_empty() && !passes(self.name, '@', attribute.name) {
                found.push((format!("{}@{}", above.join("/"), attribute.name), value));
            }
        }
        for child in &self.children {
            child.gather(above, passed, found);
        }
        above.pop();
    }

    /// Adds to its text, unless it is blank.
    fn say(&mut self, text: Cow<'t, str>) {
        if self.text.is_empty() {
            if !text.trim_ascii().is_empty() {
                self.text = text;
            }
        } else {
            self.text.to_mut().push_str(&text);
        }
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

/// States each record of a piece: the elements with one of these names. Counts it as read, and then as
/// mapped or, with the reason that `state` gives, as left out. What `state` did not read, and does not
/// go by a `passed` name, is kept with the thing whose draft it returns; what stands around the records is
/// counted.
pub(crate) fn each(
    chunk: &Chunk,
    text: &str,
    names: &[&str],
    passed: &[&str],
    part: &mut Part,
    mut state: impl FnMut(&Element<'_>, &mut Writer<'_>) -> Result<Draft, String>,
) {
    let found = elements(text, names);
    around(text, &found, passed, &mut part.tally);
    let mut writer = Writer::new(part);
    for (line, text) in found {
        writer.tally().read += 1;
        let stated = read(text)
            .map_err(|error| ("bad-xml", error))
            .and_then(|record| {
                let stated = state(&record, &mut writer);
                let draft = stated.map_err(|lack| ("not-an-entry", lack))?;
                writer.keep(&draft, record.unread(passed));
                Ok(())
            });
        match stated {
            Ok(()) => writer.tally().mapped += 1,
            Err((code, message)) => writer.tally().skip(chunk.line + line, code, message),
        }
    }
}

/// Counts the elements and attributes around the records that were found in a text, but for those that
/// are `passed` as `/name` and `/name@attribute`.
pub(crate) fn around(text: &str, found: &[(u64, &str)], passed: &[&str], tally: &mut Tally) {
    let mut wonder = |what: String| {
        if !passed.contains(&what.as_str()) {
            tally.wonder(&what);
        }
    };
    let mut begin = 0;
    for (_, record) in found.iter().chain([&(0, &text[text.len()..])]) {
        let end = record.as_ptr() as usize - text.as_ptr() as usize;
        let between = text.get(begin..end).unwrap_or_default();
        begin = end + record.len();
        for tag in between.split('<').skip(1) {
            let inside = tag.split('>').next().unwrap_or_default();
            let inside = inside.trim_end_matches('/');
            if inside.starts_with(['/', '?', '!']) {
                continue;
            }
            if let Ok(tag) = begun(inside, Some(0), inside.len()) {
                wonder(format!("/{}", tag.name));
                for attribute in &tag.attributes {
                    wonder(format!("/{}@{}", tag.name, attribute.name));
                }
            }
        }
    }
}

/// Notes the day of a document that an attribute of its root tells: `generationDate="2024-01-31…"`.
pub(crate) fn dated(chunk: &Chunk, text: &str, attribute: &str, tally: &mut Tally) {
    if chunk.first
        && let Some((_, rest)) = text.split_once(&format!("{attribute}="))
        && let Some(date) = rest.get(1..11).and_then(say::date)
    {
        tally.seen(date);
    }
}

/// Notes as a fault that a document ends before its root does: then records may be missing.
pub(crate) fn check_end(chunk: &Chunk, text: &str, root: &str, tally: &mut Tally) {
    let end = text.trim_end().strip_suffix('>').map(str::trim_end);
    let is_whole = end.is_some_and(|end| {
        let name = end.rsplit(['<', '/', ':']).next().unwrap_or_default();
        name == root && end[..end.len() - name.len()].contains("</")
    });
    if chunk.last && !is_whole {
        let line = chunk.line + memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
        tally.read += 1;
        let message = format!("the document ends without `</{root}>`");
        tally.skip(line, "cut-short", message);
    }
}

/// Returns where the first element with this name begins.
pub(crate) fn first_begin(bytes: &[u8], name: &str) -> Option<usize> {
    memchr::memmem::find_iter(bytes, name).find_map(|place| {
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
        bytes.get(place + name.len()).filter(|byte| ends(byte))?;
        let open = memchr::memrchr(b'<', &bytes[..place])?;
        let is_name =
            |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
        match bytes[open + 1..place].split_last() {
            None => Some(open),
            Some((b':', prefix)) if !prefix.is_empty() && prefix.iter().all(is_name) => Some(open),
            Some(_) => None,
        }
    })
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
pub(crate) fn read(text: &str) -> Result<Element<'_>, String> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element<'_>> = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|error| error.to_string())?;
        let end = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        match event {
            Event::Start(start) => {
                if open.len() > DEPTH {
                    return Err("elements lie too deep in one another".to_owned());
                }
                open.push(begun(text, end.checked_sub(start.len() + 1), start.len())?);
            }
            Event::Empty(empty) => {
                let done = begun(text, end.checked_sub(empty.len() + 2), empty.len())?;
                if open.len() == 1 {
                    return Ok(done);
                }
                if let Some(outer) = open.last_mut() {
                    outer.children.push(done);
                }
            }
            Event::End(_) => {
                let done = open.pop().unwrap_or_default();
                match open.as_mut_slice() {
                    [] => return Err("an element ends that did not begin".to_owned()),
                    [_] => return Ok(done),
                    [.., outer] => outer.children.push(done),
                }
            }
            Event::Text(text) => {
                let text = text.unescape().map_err(|error| error.to_string())?;
                if let Some(outer) = open.last_mut() {
                    outer.say(text);
                }
            }
            Event::CData(data) => {
                let text = String::from_utf8_lossy(&data).into_owned();
                if let Some(outer) = open.last_mut() {
                    outer.say(text.into());
                }
            }
            Event::Eof => return Err("the element does not end".to_owned()),
            _ => (),
        }
    }
}

/// Reads a tag, whose inside begins at `begin` and has this length; prefixes of names are left out.
fn begun(text: &str, begin: Option<usize>, length: usize) -> Result<Element<'_>, String> {
    let inside = begin.and_then(|begin| text.get(begin..begin + length));
    let inside = inside.ok_or_else(|| "a tag is not whole".to_owned())?;
    let name = inside.split(|c: char| c.is_ascii_whitespace()).next();
    let name = name.unwrap_or_default();
    let mut element = Element {
        name: unprefixed(name),
        ..Element::default()
    };
    for attribute in Attributes::new(inside, name.len()).with_checks(false) {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = std::str::from_utf8(attribute.key.into_inner()).unwrap_or_default();
        // These belong to XML itself and not to a format.
        if key.starts_with("xmlns") || key.starts_with("xsi:") {
            continue;
        }
        let value = attribute.unescape_value();
        let value = value.map_err(|error| error.to_string())?;
        element.attributes.push(Attribute {
            name: unprefixed(key),
            value,
            is_read: Cell::new(false),
        });
    }
    Ok(element)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asks_for_is_told() {
        let text =
            "<a xmlns:x='u' x:i='1' k='2'><b n='3'>4</b><b>5</b><c><d>6</d></c><e>7</e> 8</a>";
        let element = read(text).unwrap();
        assert_eq!((element.text("b"), element.attribute("i")), ("4", "1"));
        let told = |passed: &[&str]| {
            let unread = element.unread(passed).into_iter();
            unread
                .map(|(path, text)| format!("{path} {text}"))
                .collect::<Vec<_>>()
        };
        let all = ["a 8", "a@k 2", "a/b@n 3", "a/b 5", "a/c/d 6", "a/e 7"];
        assert_eq!(told(&[]), all);
        assert_eq!(told(&["@k", "b@n", "d"]), ["a 8", "a/b 5", "a/e 7"]);
        assert_eq!(told(&["x/b", "c/d", "a@n", "c", "a/e"]), all[..4]);
        assert_eq!(element.all_text(), "8 4 5 6 7");
        assert_eq!(told(&["@n"]), ["a@k 2"]);
    }

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
        let items: Vec<&str> = entry.items("bs", "b").map(|item| item.own()).collect();
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
