//! An entity as files write it: in JSON of any of the shapes seen, or put together from statements.

use crate::import::json::{Json, JsonError, Kind};
use oxrdf::NamedNodeRef;
use std::borrow::Cow;

/// How deep entities may be nested in one another.
const DEPTH: u32 = 24;

/// An entity.
#[derive(Debug, Default)]
pub(super) struct Record<'a> {
    pub(super) id: Cow<'a, str>,
    pub(super) schema: Cow<'a, str>,
    pub(super) caption: Option<Cow<'a, str>>,
    /// Properties and where their values end in `values`; each begins where the one before ends.
    pub(super) properties: Vec<(Cow<'a, str>, usize)>,
    pub(super) values: Vec<Value<'a>>,
    pub(super) datasets: Vec<Cow<'a, str>>,
    pub(super) referents: Vec<Cow<'a, str>>,
    pub(super) first_seen: Option<Cow<'a, str>>,
    pub(super) last_seen: Option<Cow<'a, str>>,
    pub(super) last_change: Option<Cow<'a, str>>,
    pub(super) is_target: bool,
    /// Of a listing: whether the document does not hold all of the list.
    pub(super) is_in_part: bool,
    /// Names and descriptions in languages; files of FollowTheMoney have none.
    pub(super) spoken: Vec<Spoken<'a>>,
}

/// A text in a language.
#[derive(Clone, Debug)]
pub(super) struct Spoken<'a> {
    /// The property that it is.
    pub(super) word: NamedNodeRef<'static>,
    pub(super) text: Cow<'a, str>,
    /// The tag of the language, in small letters.
    pub(super) language: Cow<'a, str>,
}

/// A value of a property.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    /// A text of which more is told than itself.
    Said(Box<Said<'a>>),
    /// A whole entity where a reference to one would stand.
    Nested(Box<Record<'a>>),
}

/// A text, and what is told of it.
#[derive(Debug, Default)]
pub(super) struct Said<'a> {
    pub(super) text: Cow<'a, str>,
    /// The tag of its language; blank where that is not told.
    pub(super) language: Cow<'a, str>,
    /// What is told of the statement that it is: by which name it goes beside its entity, and words
    /// with their values.
    pub(super) statement: Option<(String, Vec<(NamedNodeRef<'static>, Told<'a>)>)>,
}

/// What a word of ours says of a statement.
#[derive(Debug)]
pub(super) enum Told<'a> {
    Text(Cow<'a, str>),
    /// A text in the language of the statement.
    Spoken(Cow<'a, str>),
    /// A day or a time.
    Time(Cow<'a, str>),
    Yes,
}

impl<'a> Value<'a> {
    /// A text in a language, which may be blank.
    pub(super) fn spoken(text: Cow<'a, str>, language: &'a str) -> Self {
        match language {
            "" => Self::Text(text),
            language => Self::Said(Box::new(Said {
                text,
                language: Cow::Borrowed(language),
                statement: None,
            })),
        }
    }

    /// Returns the text, unless the value is an entity.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Said(said) => Some(&said.text),
            Self::Nested(_) => None,
        }
    }
}

/// What a line of a file of changes does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Adds an entity, or puts another in its place.
    Put,
    /// Takes an entity out.
    Delete,
}

/// What was mended in a record.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mended {
    /// Values that were no text or stood outside of a list.
    pub(super) values: u64,
    /// Values without content.
    pub(super) nulls: u64,
}

impl Record<'_> {
    /// Forgets everything but the memory that it takes.
    fn clear(&mut self) {
        let Self {
            properties,
            values,
            datasets,
            referents,
            ..
        } = std::mem::take(self);
        (self.properties, self.values) = (properties, values);
        (self.datasets, self.referents) = (datasets, referents);
        self.properties.clear();
        self.values.clear();
        self.datasets.clear();
        self.referents.clear();
    }
}

/// Reads one record, in the place of the one before; returns what is to be done with it if the file
/// is one of changes.
pub(super) fn read<'a>(
    text: &'a str,
    record: &mut Record<'a>,
    mended: &mut Mended,
    halves: &mut u64,
) -> Result<Option<Change>, JsonError> {
    let mut json = Json::new(text);
    record.clear();
    let mut change = None;
    json.object(|json, key| match key.as_ref() {
        "op" => {
            let op = json.text()?;
            change = Some(match op.to_ascii_uppercase().as_str() {
                "DEL" | "DELETE" => Change::Delete,
                _ => Change::Put,
            });
            Ok(())
        }
        "entity" if json.peek()? == Kind::Object => {
            json.object(|json, key| field(json, &key, record, mended, 0))
        }
        key => field(json, key, record, mended, 0),
    })?;
    json.end()?;
    *halves += json.halves;
    Ok(change)
}

/// Reads the value of a key of an entity; what no file had so far is kept under its own name.
#[inline]
fn field<'a>(
    json: &mut Json<'a>,
    key: &str,
    record: &mut Record<'a>,
    mended: &mut Mended,
    depth: u32,
) -> Result<(), JsonError> {
    match known(json, key, record, mended, depth)? {
        true => Ok(()),
        false => keep(json, key, record, depth),
    }
}

/// Reads the value of a key that entities have; `false` if it is none.
#[inline]
fn known<'a>(
    json: &mut Json<'a>,
    key: &str,
    record: &mut Record<'a>,
    mended: &mut Mended,
    depth: u32,
) -> Result<bool, JsonError> {
    match key {
        "id" => record.id = scalar(json)?.unwrap_or_default(),
        "schema" => record.schema = scalar(json)?.unwrap_or_default(),
        "caption" => record.caption = scalar(json)?,
        "properties" if json.peek()? == Kind::Object => {
            json.object(|json, property| {
                values(json, &mut record.values, mended, depth)?;
                record.properties.push((property, record.values.len()));
                Ok(())
            })?;
        }
        "datasets" => texts(json, &mut record.datasets)?,
        "referents" => texts(json, &mut record.referents)?,
        "first_seen" => record.first_seen = scalar(json)?,
        "last_seen" => record.last_seen = scalar(json)?,
        "last_change" => record.last_change = scalar(json)?,
        "target" if json.peek()? == Kind::Boolean => record.is_target = json.boolean()?,
        "properties" | "target" => keep(json, key, record, depth)?,
        _ => return Ok(false),
    }
    Ok(true)
}

/// Keeps a value under the name of its key.
fn keep<'a>(
    json: &mut Json<'a>,
    key: &str,
    record: &mut Record<'a>,
    depth: u32,
) -> Result<(), JsonError> {
    values(json, &mut record.values, &mut Mended::default(), depth)?;
    let end = record.values.len();
    if record.properties.last().map_or(0, |(_, end)| *end) < end {
        record.properties.push((Cow::Owned(key.to_owned()), end));
    }
    Ok(())
}

/// Reads the values of a property: a list of texts, as it should be, or something near to it.
#[inline]
fn values<'a>(
    json: &mut Json<'a>,
    values: &mut Vec<Value<'a>>,
    mended: &mut Mended,
    depth: u32,
) -> Result<(), JsonError> {
    if json.peek()? == Kind::Array {
        return json.array(|json| value(json, values, mended, depth));
    }
    mended.values += 1;
    value(json, values, mended, depth)
}

#[inline]
fn value<'a>(
    json: &mut Json<'a>,
    values: &mut Vec<Value<'a>>,
    mended: &mut Mended,
    depth: u32,
) -> Result<(), JsonError> {
    match json.peek()? {
        Kind::Text => {
            let text = json.text()?;
            match text.is_empty() {
                false => values.push(Value::Text(text)),
                true => mended.nulls += 1,
            }
        }
        Kind::Object if depth < DEPTH => {
            let mut record = Box::<Record<'_>>::default();
            json.object(|json, key| field(json, &key, &mut record, mended, depth + 1))?;
            values.push(Value::Nested(record));
        }
        Kind::Null => {
            mended.nulls += 1;
            json.null()?;
        }
        Kind::Number | Kind::Boolean => {
            mended.values += 1;
            values.extend(scalar(json)?.map(Value::Text));
        }
        Kind::Array if depth < DEPTH => {
            mended.values += 1;
            json.array(|json| value(json, values, mended, depth + 1))?;
        }
        // What lies deeper than any file puts it.
        Kind::Array | Kind::Object => {
            mended.values += 1;
            json.skip()?;
        }
    }
    Ok(())
}

/// Reads a text, or a number or truth value as one; `None` for anything else.
fn scalar<'a>(json: &mut Json<'a>) -> Result<Option<Cow<'a, str>>, JsonError> {
    match json.peek()? {
        Kind::Text => json.text().map(Some),
        Kind::Number => json.number().map(|number| Some(Cow::Borrowed(number))),
        Kind::Boolean => {
            let text = if json.boolean()? { "true" } else { "false" };
            Ok(Some(Cow::Borrowed(text)))
        }
        _ => json.skip().map(|()| None),
    }
}

fn texts<'a>(json: &mut Json<'a>, texts: &mut Vec<Cow<'a, str>>) -> Result<(), JsonError> {
    if json.peek()? != Kind::Array {
        texts.extend(scalar(json)?);
        return Ok(());
    }
    json.array(|json| {
        texts.extend(scalar(json)?);
        Ok(())
    })
}
