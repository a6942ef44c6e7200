//! A record as a tree by the names that its fields have: of XML, of a table whose columns are paths,
//! or of JSON.
//!
//! What is understood is taken; what is left at the end was not.

use crate::import::json::{Json, JsonError, Kind};
use crate::import::xml::Element;
use csv::{ReaderBuilder, StringRecord};
use std::cell::Cell;

/// The attributes that records of XML have; each becomes a child of its element, as in the tables.
const ATTRIBUTES: [&str; 7] = [
    "lang",
    "type",
    "event_status",
    "group_type",
    "group_id",
    "group_sequence_no",
    "field_xpath",
];

/// An element, or a column with the columns below it.
///
/// Its names are those of the document; whoever asks writes them in small letters. It marks what was
/// taken, and what was not is [`left`](Self::left).
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    name: String,
    /// Which of several of the name it is, in a table.
    number: u32,
    text: String,
    /// Whether the text was taken.
    is_told: Cell<bool>,
    /// Whether it was taken as a whole.
    is_taken: Cell<bool>,
    children: Vec<Node>,
}

impl Node {
    /// Returns an element of XML as a node.
    pub(crate) fn of(element: &Element) -> Self {
        let attributes = element.attributes().filter_map(|(name, value)| {
            let value = known(value);
            let name = match ATTRIBUTES.contains(&name) {
                true if name == "lang" => "xmllang".to_owned(),
                true => name.to_owned(),
                false => format!("@{name}"),
            };
            (!value.is_empty()).then(|| Self::leaf(&name, 0, value))
        });
        let children = element.children().map(Self::of);
        Self {
            name: element.name().to_owned(),
            text: known(element.own()).to_owned(),
            children: attributes.chain(children).collect(),
            ..Self::default()
        }
    }

    /// Reads an object of JSON as a node: each value of an array is a child of the name of the
    /// array, and numbers are texts as they are written.
    pub(crate) fn json(text: &str) -> Result<Self, JsonError> {
        let mut json = Json::new(text);
        let mut node = Self::default();
        node.fill(&mut json)?;
        json.end()?;
        Ok(node)
    }

    fn fill(&mut self, json: &mut Json<'_>) -> Result<(), JsonError> {
        match json.peek()? {
            Kind::Object => json.object(|json, key| self.value(json, &key))?,
            Kind::Array => json.array(|json| self.value(json, ""))?,
            Kind::Text => json.text()?.trim().clone_into(&mut self.text),
            Kind::Number => json.number()?.clone_into(&mut self.text),
            Kind::Boolean => self.text = json.boolean()?.to_string(),
            Kind::Null => json.null()?,
        }
        Ok(())
    }

    fn value(&mut self, json: &mut Json<'_>, name: &str) -> Result<(), JsonError> {
        if json.peek()? == Kind::Array {
            return json.array(|json| self.value(json, name));
        }
        let mut child = Self::leaf(name, 0, "");
        child.fill(json)?;
        self.children.push(child);
        Ok(())
    }

    fn leaf(name: &str, number: u32, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            number,
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// Puts a text where a path leads, one step of which is a name and the number behind it.
    fn put(&mut self, path: &[(String, u32)], text: &str) {
        let Some(((name, number), rest)) = path.split_first() else {
            text.clone_into(&mut self.text);
            return;
        };
        let same = |child: &Self| child.name == *name && child.number == *number;
        let place = self.children.iter().position(same);
        let place = place.unwrap_or_else(|| {
            self.children.push(Self::leaf(name, *number, ""));
            self.children.len() - 1
        });
        self.children[place].put(rest, text);
    }

    /// Returns the children of this name that were not taken.
    fn all<'n, 'p>(&'n self, name: &'p str) -> impl Iterator<Item = &'n Self> + use<'n, 'p> {
        let children = self.children.iter();
        children.filter(move |child| !child.is_taken.get() && child.name.eq_ignore_ascii_case(name))
    }

    /// Returns the text where a path such as `entity.legalname` first leads; nothing where it leads
    /// nowhere.
    pub(crate) fn peek(&self, path: &str) -> &str {
        self.find(path).map_or("", |node| &node.text)
    }

    fn find(&self, path: &str) -> Option<&Self> {
        let mut names = path.split('.');
        names.try_fold(self, |node, name| node.all(name).next())
    }

    /// Takes the text where a path first leads.
    pub(crate) fn take(&self, path: &str) -> String {
        self.find(path)
            .map_or_else(String::new, |node| match node.is_told.replace(true) {
                true => String::new(),
                false => node.text.clone(),
            })
    }

    /// Takes all nodes to which a path leads.
    pub(crate) fn take_all(&self, path: &str) -> Vec<&Self> {
        let found: Vec<&Self> = match path.split_once('.') {
            Some((name, rest)) => {
                return self
                    .all(name)
                    .flat_map(|child| child.take_all(rest))
                    .collect();
            }
            None => self.all(path).collect(),
        };
        found.iter().for_each(|node| node.is_taken.set(true));
        found
    }

    /// Takes all its children.
    pub(crate) fn take_children(&self) -> Vec<&Self> {
        let left = self
            .children
            .iter()
            .filter(|child| !child.is_taken.replace(true));
        left.collect()
    }

    /// Returns its name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// Takes its own text.
    pub(crate) fn own(&self) -> &str {
        self.is_told.set(true);
        &self.text
    }

    /// Takes every text that is left, each with the path to it.
    pub(crate) fn take_left(&self) -> Vec<(String, &str)> {
        let left = self.left();
        self.tell();
        left
    }

    fn tell(&self) {
        self.is_told.set(true);
        self.children.iter().for_each(Self::tell);
    }

    /// Returns every text that is left, each with the path to it.
    pub(crate) fn left(&self) -> Vec<(String, &str)> {
        let mut left = Vec::new();
        self.gather("", &mut left);
        left
    }

    fn gather<'n>(&'n self, path: &str, left: &mut Vec<(String, &'n str)>) {
        if !self.text.is_empty() && !self.is_told.get() {
            left.push((path.to_owned(), &self.text));
        }
        for child in &self.children {
            let path = match path {
                "" => child.name.clone(),
                path => format!("{path}.{}", child.name),
            };
            child.gather(&path, left);
        }
    }
}

/// Returns a value, or nothing where it says that there is none.
fn known(text: &str) -> &str {
    match text.trim() {
        "NULL" | "null" => "",
        text => text,
    }
}

/// The columns of a table, as paths.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns(Vec<Vec<(String, u32)>>);

impl Columns {
    /// Reads the columns from the beginning of a document.
    pub(crate) fn read(head: &str) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(head.as_bytes());
        let first = reader.into_records().next().and_then(Result::ok);
        let first = first.unwrap_or_default();
        Self(first.iter().map(path).collect())
    }

    /// Returns a row as a node.
    pub(crate) fn record(&self, row: &StringRecord) -> Node {
        let mut record = Node::default();
        for (path, cell) in self.0.iter().zip(row) {
            let cell = known(cell);
            if !cell.is_empty() {
                record.put(path, cell);
            }
        }
        record
    }
}

/// Reads a column such as `Entity.LegalAddress.AdditionalAddressLine.2` as a path.
fn path(column: &str) -> Vec<(String, u32)> {
    let mut path: Vec<(String, u32)> = Vec::new();
    for step in column.trim().split('.') {
        match (step.parse(), path.last_mut()) {
            (Ok(number), Some(last)) => last.1 = number,
            _ => path.push((step.to_owned(), 0)),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::xml;

    #[test]
    fn json_is_a_record_too() {
        let text =
            r#"{"A": {"bC": " x ", "d": null}, "e": [1.50, true, ["y"]], "f": [{"g": "z"}]}"#;
        let record = Node::json(text).unwrap();
        assert_eq!(record.take("a.bc"), "x");
        assert_eq!(record.take("f.g"), "z");
        let left: Vec<&str> = record.left().iter().map(|(_, text)| *text).collect();
        assert_eq!(left, ["1.50", "true", "y"]);
        assert!(Node::json("{\"a\": }").is_err());
        assert!(Node::json(&"[".repeat(500)).is_err());
    }

    #[test]
    fn both_forms_are_one_record() {
        let text = "<l:R xmlns:l='x'><l:A xml:lang='en'>a</l:A><l:Bs><l:B type='T'>1</l:B><l:B>2</l:B></l:Bs><l:C/></l:R>";
        let columns = Columns::read("A,A.xmllang,Bs.B.1,Bs.B.1.type,Bs.B.2,C,D.E\n");
        let row = StringRecord::from(vec!["a", "en", "1", "T", "2", "", "NULL"]);
        let element = xml::read(text).unwrap();
        for record in [Node::of(&element), columns.record(&row)] {
            assert_eq!(record.peek("a.xmllang"), "en");
            assert_eq!(record.take("a"), "a");
            let all = record.take_all("bs.b");
            assert_eq!((all.len(), all[0].own(), all[1].own()), (2, "1", "2"));
            assert_eq!(all[0].take("type"), "T");
            assert_eq!(record.take("d.e"), "");
            assert_eq!(record.left(), [("A.xmllang".to_owned(), "en")]);
            assert_eq!(record.take_left().len(), 1);
            assert_eq!(record.left(), []);
        }
    }
}
