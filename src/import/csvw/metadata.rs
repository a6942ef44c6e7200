//! A mapping as it is written: the metadata of tables in JSON, read and checked.
//!
//! The words are those of the "Metadata Vocabulary for Tabular Data". What is inherited – from a
//! group by its tables, from a table by its columns – is inherited here, once.

use crate::import::csvw::cell::Datatype;
use crate::import::csvw::template::Template;
use crate::import::say;
use crate::model::Date;
use crate::model::vocab::{AG, AGID};
use oxiri::Iri;
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;

type Object = Map<String, Value>;

/// What a mapping says, or what is wrong with it.
type Result<T> = std::result::Result<T, String>;

/// Short names for the beginnings of IRIs: those of the standard, ours, and what a mapping adds.
#[derive(Clone, Debug)]
pub(super) struct Prefixes(Vec<(String, String)>);

const PREFIXES: &[(&str, &str)] = &[
    ("ag", AG),
    ("agid", AGID),
    ("ftm", "https://schema.followthemoney.tech/#"),
    // The initial context of the standard, <http://www.w3.org/ns/csvw>.
    ("as", "https://www.w3.org/ns/activitystreams#"),
    ("cc", "http://creativecommons.org/ns#"),
    ("csvw", "http://www.w3.org/ns/csvw#"),
    ("ctag", "http://commontag.org/ns#"),
    ("dc", "http://purl.org/dc/terms/"),
    ("dc11", "http://purl.org/dc/elements/1.1/"),
    ("dcat", "http://www.w3.org/ns/dcat#"),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("dctypes", "http://purl.org/dc/dcmitype/"),
    ("dqv", "http://www.w3.org/ns/dqv#"),
    ("duv", "https://www.w3.org/TR/vocab-duv#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("gr", "http://purl.org/goodrelations/v1#"),
    ("grddl", "http://www.w3.org/2003/g/data-view#"),
    ("ical", "http://www.w3.org/2002/12/cal/icaltzd#"),
    ("ldp", "http://www.w3.org/ns/ldp#"),
    ("ma", "http://www.w3.org/ns/ma-ont#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("og", "http://ogp.me/ns#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("qb", "http://purl.org/linked-data/cube#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfa", "http://www.w3.org/ns/rdfa#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rev", "http://purl.org/stuff/rev#"),
    ("rif", "http://www.w3.org/2007/rif#"),
    ("rr", "http://www.w3.org/ns/r2rml#"),
    ("schema", "http://schema.org/"),
    ("sd", "http://www.w3.org/ns/sparql-service-description#"),
    ("sioc", "http://rdfs.org/sioc/ns#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("skosxl", "http://www.w3.org/2008/05/skos-xl#"),
    ("v", "http://rdf.data-vocabulary.org/#"),
    ("vcard", "http://www.w3.org/2006/vcard/ns#"),
    ("void", "http://rdfs.org/ns/void#"),
    ("wdr", "http://www.w3.org/2007/05/powder#"),
    ("wrds", "http://www.w3.org/2007/05/powder-s#"),
    ("xhv", "http://www.w3.org/1999/xhtml/vocab#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

impl Default for Prefixes {
    fn default() -> Self {
        let own = |(name, iri): &(&str, &str)| ((*name).to_owned(), (*iri).to_owned());
        Self(PREFIXES.iter().map(own).collect())
    }
}

impl Prefixes {
    /// Writes a known prefix at the beginning of a text out.
    pub(super) fn expand(&self, text: &str) -> String {
        let known = text.split_once(':').and_then(|(prefix, local)| {
            let is_prefix =
                |(name, _): &&(String, String)| name == prefix && !local.starts_with("//");
            self.0
                .iter()
                .find(is_prefix)
                .map(|(_, iri)| format!("{iri}{local}"))
        });
        known.unwrap_or_else(|| text.to_owned())
    }
}

/// What a mapping says of its tables.
#[derive(Clone, Debug)]
pub(super) struct Metadata {
    pub(super) tables: Vec<Table>,
    /// Words that the standard does not have.
    pub(super) unknown: Vec<String>,
}

/// What a mapping says of one table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Where it is, as the mapping has it.
    pub(super) url: Option<String>,
    /// The same, resolved.
    pub(super) base: Iri<String>,
    /// Its columns; `None` where the mapping leaves them to the header.
    pub(super) columns: Option<Vec<Column>>,
    /// What a column is of which nothing is said.
    pub(super) other: Column,
    pub(super) dialect: Dialect,
    /// Whether nothing is to be stated of it.
    pub(super) is_suppressed: bool,
    pub(super) about: About,
}

/// What a mapping says of a table as a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) dataset: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) license: Option<String>,
    pub(super) url: Option<String>,
    pub(super) issued: Option<Date>,
}

/// What a mapping says of one column.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: Option<String>,
    /// How it may be called in the header.
    pub(super) titles: Vec<String>,
    pub(super) is_virtual: bool,
    pub(super) is_suppressed: bool,
    pub(super) is_required: bool,
    pub(super) about: Option<Template>,
    pub(super) property: Option<Template>,
    pub(super) value: Option<Template>,
    pub(super) datatype: Datatype,
    pub(super) default: String,
    pub(super) null: Vec<String>,
    pub(super) separator: Option<String>,
    /// The language of texts, in small letters.
    pub(super) lang: Option<String>,
}

/// How a table is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
    pub(super) doubles_quotes: bool,
    pub(super) comment: Option<u8>,
    pub(super) header_rows: usize,
    pub(super) skipped_rows: usize,
    pub(super) skipped_columns: usize,
    pub(super) is_latin: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            delimiter: b',',
            quote: Some(b'"'),
            doubles_quotes: true,
            // The standard has `#` in one place and nothing in the other. Rows must not be lost.
            comment: None,
            header_rows: 1,
            skipped_rows: 0,
            skipped_columns: 0,
            is_latin: false,
        }
    }
}

/// The properties that columns inherit from what is around them.
const INHERITED: [&str; 11] = [
    "aboutUrl",
    "propertyUrl",
    "valueUrl",
    "datatype",
    "default",
    "null",
    "separator",
    "lang",
    "required",
    "ordered",
    "textDirection",
];

/// Tells whether a text is the metadata of tables.
pub(super) fn is_metadata(text: &str) -> bool {
    // The context must be named; whether it is in the right place is seen when all is read.
    text.trim_start_matches('\u{FEFF}')
        .trim_start()
        .starts_with('{')
        && text.contains("\"@context\"")
        && text.contains("//www.w3.org/ns/csvw\"")
}

/// Reads a mapping. `folder` is where other files that it names are looked for.
pub(super) fn read(text: &str, folder: &Path) -> Result<Metadata> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("it is no JSON: {error}"))?;
    let Value::Object(top) = value else {
        return Err("it is no JSON object".to_owned());
    };
    let mut reader = Reader {
        folder,
        prefixes: Prefixes::default(),
        base: Iri::parse(AGID.to_owned()).map_err(|error| error.to_string())?,
        unknown: Vec::new(),
    };
    reader.context(top.get("@context"))?;
    let tables = match top.get("tables") {
        None => vec![reader.table(&top, None)?],
        Some(Value::Array(tables)) if !tables.is_empty() => {
            reader.known(
                &top,
                &[
                    "tables",
                    "dialect",
                    "tableDirection",
                    "tableSchema",
                    "transformations",
                    "notes",
                ],
                "the group of tables",
            );
            let mut read = Vec::new();
            for table in tables {
                let Value::Object(table) = table else {
                    return Err("`tables` holds something that is no object".to_owned());
                };
                read.push(reader.table(table, Some(&top))?);
            }
            read
        }
        Some(_) => return Err("`tables` must be a list of tables".to_owned()),
    };
    Ok(Metadata {
        tables,
        unknown: reader.unknown,
    })
}

struct Reader<'f> {
    folder: &'f Path,
    prefixes: Prefixes,
    base: Iri<String>,
    unknown: Vec<String>,
}

impl Reader<'_> {
    fn context(&mut self, context: Option<&Value>) -> Result<()> {
        let Some(Value::Array(parts)) = context else {
            return Ok(());
        };
        for part in parts.iter().filter_map(Value::as_object) {
            for (key, value) in part {
                let Some(text) = value.as_str() else { continue };
                match key.as_str() {
                    "@base" => {
                        let base = self.base.resolve(text);
                        self.base = base.map_err(|error| format!("`@base` is no IRI: {error}"))?;
                    }
                    // The language of titles, not of cells.
                    "@language" => drop(language(text)?),
                    name => self
                        .prefixes
                        .0
                        .insert(0, (name.to_owned(), text.to_owned())),
                }
            }
        }
        Ok(())
    }

    /// Notes what the standard has no word for; names with `:` are annotations, which anybody may add.
    fn known(&mut self, object: &Object, words: &[&str], of: &str) {
        for key in object.keys() {
            let is_known = words.contains(&key.as_str())
                || INHERITED.contains(&key.as_str())
                || key.starts_with('@')
                || key.contains(':');
            if !is_known {
                self.unknown
                    .push(format!("`{key}` of {of}, in the mapping"));
            }
        }
    }

    fn table(&mut self, table: &Object, group: Option<&Object>) -> Result<Table> {
        let words = [
            "url",
            "dialect",
            "notes",
            "suppressOutput",
            "tableDirection",
            "tableSchema",
            "transformations",
        ];
        self.known(table, &words, "a table");
        let url = text(table, "url", "the table")?.map(ToOwned::to_owned);
        let base = match &url {
            Some(url) => self
                .base
                .resolve(url)
                .map_err(|error| format!("`url` is no IRI: {error}"))?,
            None => self.base.clone(),
        };
        let from_group = |key: &str| table.get(key).or_else(|| group?.get(key));
        let dialect = match from_group("dialect") {
            None | Some(Value::Null) => Dialect::default(),
            Some(value) => {
                let dialect = self.object(value, "dialect")?;
                self.dialect(&dialect)?
            }
        };
        let schema = match from_group("tableSchema") {
            None | Some(Value::Null) => Object::new(),
            Some(value) => self.object(value, "tableSchema")?,
        };
        self.known(
            &schema,
            &["columns", "foreignKeys", "primaryKey", "rowTitles"],
            "`tableSchema`",
        );
        let above: Vec<&Object> = [Some(&schema), Some(table), group]
            .into_iter()
            .flatten()
            .collect();
        let columns = match schema.get("columns") {
            None | Some(Value::Null) => None,
            Some(Value::Array(columns)) => {
                let mut read = Vec::new();
                for (place, column) in columns.iter().enumerate() {
                    let Value::Object(column) = column else {
                        return Err(format!("column {} is no object", place + 1));
                    };
                    read.push(self.column(column, &above, place)?);
                }
                Some(read)
            }
            Some(_) => return Err("`columns` must be a list of columns".to_owned()),
        };
        let mut about = self.about(table);
        if let Some(group) = group {
            let outer = self.about(group);
            about = About {
                dataset: about.dataset,
                publisher: about.publisher.or(outer.publisher),
                license: about.license.or(outer.license),
                url: about.url.or(outer.url),
                issued: about.issued.or(outer.issued),
            };
        }
        Ok(Table {
            url,
            base,
            columns,
            other: self.column(&Object::new(), &above, 0)?,
            dialect,
            is_suppressed: flag(table, "suppressOutput", "the table")?.unwrap_or(false),
            about,
        })
    }

    /// Returns an object that stands there, or in a file that is named there.
    fn object(&self, value: &Value, key: &str) -> Result<Object> {
        match value {
            Value::Object(object) => Ok(object.clone()),
            Value::String(name) => {
                let path = self.folder.join(name);
                let text = fs::read_to_string(&path).map_err(|error| {
                    format!("`{key}` names `{name}`, which cannot be read: {error}")
                })?;
                match serde_json::from_str(&text) {
                    Ok(Value::Object(object)) => Ok(object),
                    _ => Err(format!("`{key}` names `{name}`, which is no JSON object")),
                }
            }
            _ => Err(format!("`{key}` must be an object or the name of a file")),
        }
    }

    fn column(&mut self, column: &Object, above: &[&Object], place: usize) -> Result<Column> {
        let name = text(column, "name", "a column")?.map(ToOwned::to_owned);
        let titles = titles(column.get("titles"))?;
        let called = match name.as_ref().or(titles.first()) {
            Some(name) => format!("column `{name}`"),
            None => format!("column {}", place + 1),
        };
        self.known(
            column,
            &["name", "titles", "virtual", "suppressOutput", "notes"],
            &called,
        );
        let inherited = |key: &str| {
            let all = std::iter::once(&column).chain(above);
            let mut found = all.filter_map(|object| object.get(key));
            found.next().filter(|value| !value.is_null())
        };
        let of_text = |key: &str| match inherited(key) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(format!("`{key}` of {called} must be a text")),
        };
        let template = |key: &str| match of_text(key)? {
            None => Ok(None),
            Some(text) => {
                let read = Template::read(text, &self.prefixes);
                read.map(Some)
                    .map_err(|lack| format!("`{key}` of {called}: {lack}"))
            }
        };
        let (about, property, value) = (
            template("aboutUrl")?,
            template("propertyUrl")?,
            template("valueUrl")?,
        );
        let null = match inherited("null") {
            None => vec![String::new()],
            Some(Value::String(text)) => vec![text.clone()],
            Some(Value::Array(texts)) if texts.iter().all(Value::is_string) => texts
                .iter()
                .filter_map(Value::as_str)
                .map(ToOwned::to_owned)
                .collect(),
            Some(_) => {
                return Err(format!(
                    "`null` of {called} must be a text or a list of texts"
                ));
            }
        };
        let lang = match of_text("lang")? {
            None | Some("und") => None,
            Some(text) => {
                Some(language(text).map_err(|lack| format!("`lang` of {called}: {lack}"))?)
            }
        };
        let is_required = match inherited("required") {
            None => false,
            Some(Value::Bool(is_required)) => *is_required,
            Some(_) => return Err(format!("`required` of {called} must be true or false")),
        };
        let datatype = match inherited("datatype") {
            None => Datatype::text(),
            Some(datatype) => self
                .datatype(datatype)
                .map_err(|lack| format!("`datatype` of {called}: {lack}"))?,
        };
        let separator = of_text("separator")?.filter(|text| !text.is_empty());
        Ok(Column {
            is_virtual: flag(column, "virtual", &called)?.unwrap_or(false),
            is_suppressed: flag(column, "suppressOutput", &called)?.unwrap_or(false),
            default: of_text("default")?.unwrap_or_default().to_owned(),
            separator: separator.map(ToOwned::to_owned),
            name,
            titles,
            is_required,
            about,
            property,
            value,
            datatype,
            null,
            lang,
        })
    }

    fn datatype(&self, value: &Value) -> Result<Datatype> {
        let named = |name: &str| {
            Datatype::named(name).ok_or_else(|| format!("`{name}` is no datatype of the standard"))
        };
        let object = match value {
            Value::String(name) => return named(name),
            Value::Object(object) => object,
            _ => return Err("it must be a name or an object".to_owned()),
        };
        let mut datatype = named(text(object, "base", "it")?.unwrap_or("string"))?;
        match object.get("format") {
            None | Some(Value::Null) => (),
            Some(Value::String(format)) => datatype = datatype.with_form(format)?,
            Some(Value::Object(format)) => {
                let letter = |key: &str| match text(format, key, "`format`")? {
                    None => Ok(None),
                    Some(text) if text.chars().count() == 1 => Ok(text.chars().next()),
                    Some(_) => Err(format!("`{key}` must be one letter")),
                };
                let (point, group) = (letter("decimalChar")?, letter("groupChar")?);
                datatype = datatype.with_letters(point, group);
            }
            Some(_) => return Err("`format` must be a text or an object".to_owned()),
        }
        if let Some(iri) = text(object, "@id", "it")? {
            datatype = datatype.with_iri(self.prefixes.expand(iri));
            let checked = Iri::parse(datatype.iri().unwrap_or_default());
            checked.map_err(|error| format!("`@id` is no IRI: {error}"))?;
        }
        Ok(datatype)
    }

    fn dialect(&mut self, dialect: &Object) -> Result<Dialect> {
        let words = [
            "commentPrefix",
            "delimiter",
            "doubleQuote",
            "encoding",
            "header",
            "headerRowCount",
            "lineTerminators",
            "quoteChar",
            "skipBlankRows",
            "skipColumns",
            "skipInitialSpace",
            "skipRows",
            "trim",
        ];
        self.known(dialect, &words, "`dialect`");
        let mut read = Dialect::default();
        let byte = |key: &str| match dialect.get(key) {
            None => Ok(None),
            Some(Value::Null) => Ok(Some(None)),
            Some(Value::String(text)) if text.is_empty() => Ok(Some(None)),
            Some(Value::String(text)) if text.len() == 1 => Ok(Some(Some(text.as_bytes()[0]))),
            Some(_) => Err(format!("`{key}` of `dialect` must be one letter of ASCII")),
        };
        let count = |key: &str| match dialect.get(key) {
            None => Ok(None),
            Some(value) => match value.as_u64().and_then(|count| usize::try_from(count).ok()) {
                Some(count) => Ok(Some(count)),
                None => Err(format!("`{key}` of `dialect` must be a number from 0")),
            },
        };
        if let Some(delimiter) = byte("delimiter")? {
            read.delimiter =
                delimiter.ok_or("`delimiter` of `dialect` must be one letter of ASCII")?;
        }
        if let Some(quote) = byte("quoteChar")? {
            read.quote = quote;
        }
        if let Some(comment) = byte("commentPrefix")? {
            read.comment = comment;
        }
        read.doubles_quotes = flag(dialect, "doubleQuote", "`dialect`")?.unwrap_or(true);
        if flag(dialect, "header", "`dialect`")? == Some(false) {
            read.header_rows = 0;
        }
        read.header_rows = count("headerRowCount")?.unwrap_or(read.header_rows);
        read.skipped_rows = count("skipRows")?.unwrap_or(0);
        read.skipped_columns = count("skipColumns")?.unwrap_or(0);
        if let Some(encoding) = text(dialect, "encoding", "`dialect`")? {
            read.is_latin = match encoding.to_ascii_lowercase().as_str() {
                "utf-8" | "utf8" | "us-ascii" | "ascii" => false,
                "windows-1252" | "cp1252" | "iso-8859-1" | "latin1" => true,
                other => {
                    return Err(format!(
                        "`encoding` of `dialect` is `{other}`; read are `utf-8` and `windows-1252`"
                    ));
                }
            };
        }
        Ok(read)
    }

    fn about(&self, object: &Object) -> About {
        const DC: &str = "http://purl.org/dc/terms/";
        const SCHEMA: &str = "http://schema.org/";
        let told = |names: &[&str]| {
            names.iter().find_map(|name| {
                let mut fitting = object.iter().filter(|(key, _)| {
                    let iri = self.prefixes.expand(key);
                    iri == *name
                });
                fitting.find_map(|(_, value)| told(value))
            })
        };
        let of = |space: &str, name: &str| format!("{space}{name}");
        let any = |names: &[String]| told(&names.iter().map(String::as_str).collect::<Vec<_>>());
        About {
            dataset: any(&[of(DC, "title"), of(SCHEMA, "name")]),
            publisher: any(&[of(DC, "publisher"), of(SCHEMA, "publisher")]),
            license: any(&[of(DC, "license"), of(SCHEMA, "license")]),
            url: any(&[
                of(DC, "source"),
                of("http://www.w3.org/ns/dcat#", "downloadURL"),
                of(SCHEMA, "url"),
            ]),
            issued: any(&[
                of(DC, "modified"),
                of(DC, "issued"),
                of(DC, "date"),
                of(SCHEMA, "dateModified"),
                of(SCHEMA, "datePublished"),
            ])
            .and_then(|text| say::date(&text)),
        }
    }
}

/// Returns the text of an annotation: a text, a value with its language or type, an IRI, or the name
/// of something.
fn told(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        Value::Array(values) => values.iter().find_map(told),
        Value::Object(object) => [
            "@value",
            "schema:name",
            "foaf:name",
            "dc:title",
            "rdfs:label",
            "@id",
        ]
        .iter()
        .find_map(|key| object.get(*key).and_then(told)),
        _ => None,
    }
}

fn text<'o>(object: &'o Object, key: &str, of: &str) -> Result<Option<&'o str>> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{key}` of {of} must be a text")),
    }
}

fn flag(object: &Object, key: &str, of: &str) -> Result<Option<bool>> {
    match object.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(format!("`{key}` of {of} must be true or false")),
    }
}

/// Reads the titles of a column: one, several, or several for each language.
fn titles(value: Option<&Value>) -> Result<Vec<String>> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(title)) => Ok(vec![title.clone()]),
        Some(Value::Array(values)) => {
            let titles = values.iter().map(|value| titles(Some(value)));
            Ok(titles.collect::<Result<Vec<_>>>()?.concat())
        }
        Some(Value::Object(languages)) => {
            let titles = languages.values().map(|value| titles(Some(value)));
            Ok(titles.collect::<Result<Vec<_>>>()?.concat())
        }
        Some(_) => Err("`titles` of a column must be texts".to_owned()),
    }
}

/// Checks the tag of a language, and returns it in small letters.
fn language(text: &str) -> Result<String> {
    match oxrdf::Literal::new_language_tagged_literal("", text) {
        Ok(literal) => Ok(literal.language().unwrap_or_default().to_ascii_lowercase()),
        Err(_) => Err(format!("`{text}` is no tag of a language")),
    }
}
