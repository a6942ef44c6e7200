//! What GraphML and GEXF share: elements whose texts come back from a parser as they were.

use crate::export::text::printable;
use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::{ElementWriter, Writer};
use std::io::{self, Write};

/// Writes a whole document around what `content` writes.
pub(crate) fn document<W: Write>(
    out: W,
    content: impl FnOnce(&mut Writer<W>) -> io::Result<()>,
) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(out, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    content(&mut writer)?;
    writeln!(writer.get_mut())
}

/// Begins an element with its attributes.
pub(crate) fn element<'w, W: Write>(
    writer: &'w mut Writer<W>,
    name: &'w str,
    attributes: &[(&str, &str)],
) -> ElementWriter<'w, W> {
    let element = writer.create_element(name);
    attributes.iter().fold(element, |element, (key, value)| {
        element.with_attribute((key.as_bytes(), escaped(value).as_bytes()))
    })
}

/// Returns the content of an element.
pub(crate) fn content(text: &str) -> BytesText<'static> {
    BytesText::from_escaped(escaped(text))
}

/// Escapes markup, and the white space that a parser would make plain spaces of.
fn escaped(text: &str) -> String {
    escape(printable(text))
        .replace('\t', "&#9;")
        .replace('\n', "&#10;")
        .replace('\r', "&#13;")
}
