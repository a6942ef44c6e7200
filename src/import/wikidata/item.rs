//! An item to statements: names in all languages, ties to other items with their qualifiers, and what
//! we have no words for under the property of Wikidata.

use crate::import::countries;
use crate::import::ftm::{Draft, Writer};
use crate::import::languages;
use crate::import::say;
use crate::import::values::Strange;
use crate::import::wikidata::words::{self, Means};
use crate::model::vocab::external as ext;
use crate::store::{Batch, TermId};
use oxrdf::NamedNodeRef;
use oxrdf::vocab::{rdfs, xsd};
use serde_json::Value;

/// Where what we have no words for is kept: the properties of Wikidata.
const PROP: &str = "http://www.wikidata.org/prop/";

/// Class: a property of a Wikibase.
const PROPERTY: NamedNodeRef<'static> =
    NamedNodeRef::new_unchecked("http://wikiba.se/ontology#Property");

/// What stands before the number of an item in its IRI here.
const THING: &str = "https://w3id.org/actorgraph/id/ftm-";

/// The keys that a Wikibase has
/// (<https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>).
const FORM: Strange<'static> = Strange {
    open: &[
        "labels",
        "descriptions",
        "aliases",
        "claims",
        "sitelinks",
        "qualifiers",
        "snaks",
    ],
    known: &[
        "mainsnak",
        "snaktype",
        "property",
        "hash",
        "datavalue",
        "datatype",
        "value",
        "type",
        "id",
        "rank",
        "references",
        "qualifiers-order",
        "snaks-order",
        "entity-type",
        "numeric-id",
        "time",
        "timezone",
        "before",
        "after",
        "precision",
        "calendarmodel",
        "amount",
        "unit",
        "upperBound",
        "lowerBound",
        "latitude",
        "longitude",
        "altitude",
        "globe",
        "text",
        "language",
        "for-language",
        "source-language",
        "site",
        "title",
        "badges",
        "url",
        "pageid",
        "ns",
        "lastrevid",
        "modified",
        "redirects",
        "from",
        "to",
    ],
};

/// A value of a statement, qualifier or reference.
#[derive(Clone, Debug, PartialEq)]
enum Snak {
    /// An item, by its id.
    Item(String),
    Text(String),
    Url(String),
    /// A text in a language.
    Spoken(String, String),
    /// A date as precise as it is known.
    Date(String),
    /// A number, and the id of the item of its unit.
    Number(String, Option<String>),
}

impl Snak {
    /// Reads a value; `None` where there is none, or it is not known.
    fn read(snak: &Value) -> Option<Self> {
        let value = snak.get("datavalue")?.get("value")?;
        let text = |key: &str| {
            value
                .get(key)
                .and_then(Value::as_str)
                .map(ToOwned::to_owned)
        };
        Some(
            match snak["datavalue"]["type"].as_str().unwrap_or_default() {
                "wikibase-entityid" => {
                    let number = value.get("numeric-id").and_then(Value::as_u64);
                    let letter = if text("entity-type").as_deref() == Some("property") {
                        'P'
                    } else {
                        'Q'
                    };
                    Self::Item(
                        text("id").or_else(|| number.map(|number| format!("{letter}{number}")))?,
                    )
                }
                "time" => {
                    let precision = value["precision"].as_u64().unwrap_or(11);
                    let day = text("time")?;
                    let of = |name| value[name].as_u64().unwrap_or_default();
                    match (of("before"), of("after")) {
                        (0, 0) => time(&day, precision, &text("calendarmodel").unwrap_or_default()),
                        // Counted in units of the precision.
                        (before, after) => Self::Text(format!(
                            "{day} (as precise as the {}, up to {before} before and {after} after)",
                            unit(precision)
                        )),
                    }
                }
                "quantity" => {
                    let amount = number(value, "amount")?;
                    let unit = text("unit").unwrap_or_default();
                    let unit = unit.rsplit('/').next().filter(|unit| unit.starts_with('Q'));
                    Self::Number(amount, unit.map(ToOwned::to_owned))
                }
                "monolingualtext" => Self::Spoken(text("text")?, text("language")?),
                "globecoordinate" => Self::Text(format!(
                    "{}, {}",
                    value.get("latitude")?,
                    value.get("longitude")?
                )),
                _ => {
                    let text = value
                        .as_str()
                        .map(ToOwned::to_owned)
                        .unwrap_or_else(|| value.to_string());
                    match snak["datatype"].as_str() {
                        Some("url") => Self::Url(text),
                        _ => Self::Text(text),
                    }
                }
            },
        )
    }

    /// Returns the value as a text.
    fn text(&self) -> String {
        match self {
            Self::Item(text)
            | Self::Text(text)
            | Self::Url(text)
            | Self::Spoken(text, _)
            | Self::Date(text) => text.clone(),
            Self::Number(number, None) => number.clone(),
            Self::Number(number, Some(unit)) => format!("{number} {unit}"),
        }
    }
}

/// Returns a number of a quantity, which stands there as a text or as a number.
fn number(value: &Value, name: &str) -> Option<String> {
    let number = value.get(name)?;
    let number = match number.as_str() {
        Some(text) => text.to_owned(),
        None => number.to_string(),
    };
    Some(number.trim_start_matches('+').to_owned())
}

/// Reads a point in time: `+2013-00-00T00:00:00Z` with the precision of a year is `2013`.
fn time(time: &str, precision: u64, calendar: &str) -> Snak {
    let day = time.strip_prefix('+').and_then(|time| time.get(..10));
    // Days of the Julian calendar are other days here; the year is the same for almost all of them.
    let precision = if calendar.ends_with("Q1985786") {
        precision.min(9)
    } else {
        precision
    };
    let date = match (day, precision) {
        (Some(day), 11..) => Some(day),
        (Some(day), 10) => day.get(..7),
        (Some(day), 9) => day.get(..4),
        _ => None,
    };
    // Some days are said to be precise and have no month.
    let date = date.map(|date| date.trim_end_matches("-00"));
    match date.filter(|date| say::date_type(date).is_some()) {
        Some(date) => Snak::Date(date.to_owned()),
        None => Snak::Text(format!("{time} (as precise as the {})", unit(precision))),
    }
}

/// Returns the word for how precise a point in time is.
fn unit(precision: u64) -> &'static str {
    match precision {
        8 => "decade",
        7 => "century",
        6 => "millennium",
        9 => "year",
        10 => "month",
        11.. => "day",
        _ => "age",
    }
}

/// A statement that counts.
struct Statement<'s> {
    value: &'s Value,
}

impl<'s> Statement<'s> {
    fn snak(&self) -> Option<Snak> {
        Snak::read(&self.value["mainsnak"])
    }

    /// Returns all qualifiers with the ids of their properties.
    fn qualifiers(&self) -> impl Iterator<Item = (&'s str, Snak)> {
        let all = self.value.get("qualifiers").and_then(Value::as_object);
        all.into_iter().flatten().flat_map(|(property, snaks)| {
            let snaks = snaks.as_array().into_iter().flatten();
            snaks.filter_map(move |snak| Some((property.as_str(), Snak::read(snak)?)))
        })
    }

    /// Keeps between which bounds its numbers are said to be.
    fn bounds(&self, draft: &mut Draft) {
        let all = self.value.get("qualifiers").and_then(Value::as_object);
        let all = all
            .into_iter()
            .flatten()
            .filter_map(|(_, snaks)| snaks.as_array());
        for snak in all.flatten().chain([&self.value["mainsnak"]]) {
            let value = &snak["datavalue"]["value"];
            let numbers = ["amount", "lowerBound", "upperBound"].map(|name| number(value, name));
            let [Some(amount), Some(least), Some(most)] = numbers else {
                continue;
            };
            if least != amount || most != amount {
                let property = snak["property"].as_str().unwrap_or_default();
                draft.keep(
                    &format!("{property} {amount}"),
                    &format!("{least} to {most}"),
                );
            }
        }
    }

    /// Returns what references say, with the ids of properties.
    fn references(&self) -> impl Iterator<Item = Vec<(&'s str, Snak)>> {
        let all = self.value.get("references").and_then(Value::as_array);
        all.into_iter().flatten().map(|reference| {
            let snaks = reference.get("snaks").and_then(Value::as_object);
            let snaks = snaks.into_iter().flatten();
            snaks
                .flat_map(|(property, snaks)| {
                    let snaks = snaks.as_array().into_iter().flatten();
                    snaks.filter_map(move |snak| Some((property.as_str(), Snak::read(snak)?)))
                })
                .collect()
        })
    }

    /// Returns an id for what the statement becomes.
    fn id(&self) -> String {
        match self.value["id"].as_str() {
            Some(id) => format!("wikidata-{}", id.to_ascii_lowercase().replace('$', "-")),
            None => format!("wikidata-{}", &say::hash(&self.value.to_string())[..20]),
        }
    }

    /// Says of a tie what qualifiers and references say.
    fn about(&self, draft: &mut Draft) {
        self.bounds(draft);
        for (property, snak) in self.qualifiers() {
            let text = snak.text();
            match (property, &snak) {
                ("P580", Snak::Date(_)) => draft.add("startDate", &text),
                ("P582", Snak::Date(_)) => draft.add("endDate", &text),
                ("P585", Snak::Date(_)) => draft.add("date", &text),
                ("P1107", Snak::Number(number, unit)) if draft.has("percentage") => {
                    draft.add("percentage", &percentage(number, unit.as_deref()));
                }
                ("P249", _) => (),
                _ => draft.add("description", &format!("{}: {text}", qualifier(property))),
            }
        }
        for reference in self.references() {
            let told = |property: &str| {
                let mut snaks = reference.iter().filter(|(known, _)| *known == property);
                snaks.next().map(|(_, snak)| snak.text())
            };
            for (property, snak) in &reference {
                match (*property, snak) {
                    ("P854" | "P4656", _) => draft.add("sourceUrl", &snak.text()),
                    ("P813", Snak::Date(_)) => draft.add("retrievedAt", &snak.text()),
                    ("P248", _) => draft.add("description", &format!("stated in: {}", snak.text())),
                    ("P1476" | "P577", _) => (),
                    (property, _) => {
                        let said = format!("reference, {property}: {}", snak.text());
                        draft.add("description", &said);
                    }
                }
            }
            if let Some(title) = told("P1476") {
                let day = told("P577")
                    .map(|day| format!(", {day}"))
                    .unwrap_or_default();
                draft.add("description", &format!("reference: {title}{day}"));
            }
        }
    }
}

/// Returns what a qualifier says of a tie, in words where it has some.
fn qualifier(property: &str) -> &str {
    match property {
        "P580" => "start",
        "P582" => "end",
        "P585" => "point in time",
        "P1107" => "share",
        "P1039" => "kinship",
        "P39" => "position",
        "P794" | "P2868" | "P3831" => "role",
        "P642" => "of",
        "P5102" => "nature of the statement",
        "P1534" => "end cause",
        "P1365" => "replaces",
        "P1366" => "replaced by",
        "P768" => "electoral district",
        "P2937" => "parliamentary term",
        "P4100" => "parliamentary group",
        "P1319" => "not before",
        "P1326" => "not after",
        property => property,
    }
}

/// Writes a proportion, or a number of percent, as a share.
fn percentage(number: &str, unit: Option<&str>) -> String {
    match (number.parse::<f64>(), unit) {
        (Ok(fraction), None) => format!("{} %", say::decimal(fraction * 100.0)),
        (Ok(percent), Some("Q11229")) => format!("{} %", say::decimal(percent)),
        (_, unit) => format!("{number} {}", unit.unwrap_or_default()),
    }
}

/// States an item; `Err` with what it lacks.
pub(super) fn write(entity: &Value, writer: &mut Writer<'_>) -> Result<(), &'static str> {
    let id = entity["id"].as_str().unwrap_or_default();
    let number = |letter| {
        id.strip_prefix(letter).is_some_and(|digits: &str| {
            !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
        })
    };
    if number('P') || number('L') {
        return other(id, entity, writer);
    }
    if !number('Q') {
        return Err("the record has no `id` of an item");
    }
    let own = [
        "labels",
        "descriptions",
        "aliases",
        "claims",
        "sitelinks",
        "missing",
    ];
    if own.iter().all(|key| entity.get(key).is_none()) {
        return Err("the record has neither `labels` nor `claims`");
    }
    if entity.get("missing").is_some() {
        writer.tally().wonder("items that are missing");
        return Ok(());
    }
    let claims = entity.get("claims").and_then(Value::as_object);
    let statements = |property: &str| {
        let all = claims
            .and_then(|claims| claims.get(property))
            .and_then(Value::as_array);
        all.into_iter().flatten()
    };
    let classes: Vec<u32> = statements("P31")
        .filter_map(|statement| match Snak::read(&statement["mainsnak"])? {
            Snak::Item(item) => number_of(&item),
            _ => None,
        })
        .collect();
    let schema = words::schema(&classes, |property| statements(property).next().is_some());
    let mut draft = Draft::new(id, schema);
    draft.add("wikidataId", id);
    draft.add("sourceUrl", &format!("https://www.wikidata.org/wiki/{id}"));
    names(entity, &mut draft, writer);
    pages(entity, &mut draft);
    if let Some(modified) = entity["modified"].as_str() {
        writer.tally().seen_text(modified);
        draft.add("modifiedAt", modified.get(..10).unwrap_or_default());
    }
    let mut ties = Vec::new();
    for (property, all) in claims.into_iter().flatten() {
        for value in all.as_array().into_iter().flatten() {
            if value["rank"] == "deprecated" {
                writer
                    .tally()
                    .mend("statements of deprecated rank, left out", 1);
                continue;
            }
            let statement = Statement { value };
            let Some(snak) = statement.snak() else {
                writer
                    .tally()
                    .mend("values that are unknown or none, left out", 1);
                continue;
            };
            let means = words::means(property);
            match (means, &snak) {
                (Some(Means::Tie(schema, from, to, word)), Snak::Item(other)) => {
                    let mut tie = Draft::new(&statement.id(), schema);
                    tie.add(from, id);
                    tie.add(to, other);
                    let role = if matches!(schema, "Family" | "Associate") {
                        "relationship"
                    } else {
                        "role"
                    };
                    if tie.has(role) {
                        tie.add(role, word);
                    }
                    statement.about(&mut tie);
                    ties.push(Tie {
                        draft: tie,
                        from: (from, id),
                        // What is owned may be a ship or a house; a subsidiary is none.
                        to: (
                            if word == "subsidiary" {
                                "organization"
                            } else {
                                to
                            },
                            other.clone(),
                        ),
                    });
                }
                (Some(Means::Exchange), Snak::Item(exchange)) => {
                    let ticker = statement
                        .qualifiers()
                        .find(|(property, _)| *property == "P249");
                    let ticker = ticker.map(|(_, snak)| snak.text());
                    draft.add("ticker", ticker.as_deref().unwrap_or_default());
                    let mut tie = Draft::new(&statement.id(), "UnknownLink");
                    tie.add("subject", id);
                    tie.add("object", exchange);
                    tie.add(
                        "role",
                        &match ticker {
                            Some(ticker) => format!("shares traded as {ticker}"),
                            None => "shares traded at".to_owned(),
                        },
                    );
                    statement.about(&mut tie);
                    ties.push(Tie {
                        draft: tie,
                        from: ("subject", id),
                        to: ("object", exchange.clone()),
                    });
                }
                _ => attribute(id, property, means, &snak, &statement, &mut draft, writer),
            }
        }
    }
    writer.put(&draft);
    let strange = FORM.of(entity);
    let strange = strange.iter();
    writer.keep(
        &draft,
        strange.map(|(path, value)| (path.clone(), value.as_str())),
    );
    for tie in &ties {
        writer.put(&tie.draft);
        let (from, to) = (&tie.from, &tie.to);
        for (end, item) in [(from.0, from.1), (to.0, to.1.as_str())] {
            actor(item, words::end(end), writer);
        }
    }
    Ok(())
}

/// A tie between two items, with the ends that they are.
struct Tie<'t> {
    draft: Draft,
    from: (&'static str, &'t str),
    to: (&'static str, String),
}

/// Says what somebody at the end of a tie is, who need not be in the document. A country that owns is
/// named.
fn actor(item: &str, classes: &[NamedNodeRef<'static>], writer: &mut Writer<'_>) {
    if classes.is_empty() {
        return;
    }
    let part = writer.part();
    let thing = part.batch.iri(THING, &say::escape(item));
    part.state_classes(thing, classes);
    let code = number_of(item).and_then(words::country);
    if let Some((english, chinese)) = code.and_then(countries::names) {
        let english = part.batch.tagged(english, "en");
        part.state(thing, rdfs::LABEL, english);
        let chinese = part.batch.tagged(chinese, "zh");
        part.state(thing, rdfs::LABEL, chinese);
    }
}

/// States what a statement says of the item alone.
fn attribute(
    id: &str,
    property: &str,
    means: Option<Means>,
    snak: &Snak,
    statement: &Statement<'_>,
    draft: &mut Draft,
    writer: &mut Writer<'_>,
) {
    let said = match (means, snak) {
        (Some(Means::Name), Snak::Spoken(text, language)) => {
            draft.spoken(ext::ALT_LABEL, text, language);
            true
        }
        (Some(Means::FormerName), Snak::Spoken(text, _)) => {
            draft.add("previousName", text);
            true
        }
        (Some(Means::Country(word)), Snak::Item(item)) if draft.has(word) => {
            match number_of(item).and_then(words::country) {
                Some(code) => {
                    draft.add(word, code);
                    true
                }
                None => false,
            }
        }
        (Some(Means::Text("gender")), Snak::Item(item)) if draft.has("gender") => {
            match number_of(item).and_then(words::gender) {
                Some(gender) => {
                    draft.add("gender", gender);
                    true
                }
                None => false,
            }
        }
        (Some(Means::Text(word)), snak) if draft.has(word) && !matches!(snak, Snak::Item(_)) => {
            let text = snak.text();
            match word {
                "email" => draft.add(word, text.trim_start_matches("mailto:")),
                "opencorporatesUrl" => draft.add(
                    word,
                    &format!("https://opencorporates.com/companies/{text}"),
                ),
                word => draft.add(word, &text),
            }
            true
        }
        _ => false,
    };
    if !said {
        direct(id, property, snak, writer);
    }
    statement.bounds(draft);
    let mut others = Vec::new();
    for (name, snak) in statement.qualifiers() {
        let code = match &snak {
            Snak::Item(item) => number_of(item).and_then(words::country),
            _ => None,
        };
        match (property, name, code) {
            // Where the headquarters are.
            ("P159", "P6375", _) => draft.add("address", &snak.text()),
            ("P159", "P17", Some(code)) => draft.add("country", code),
            _ => others.push((name, snak)),
        }
    }
    let references: Vec<_> = statement.references().collect();
    let snaks = || references.iter().flatten();
    for (_, snak) in snaks().filter(|(name, _)| *name == "P854") {
        draft.add("sourceUrl", &snak.text());
    }
    if !others.is_empty() || snaks().any(|(name, _)| *name != "P854") {
        qualified(id, property, snak, statement, &others, &references, writer);
    }
}

/// Keeps a statement under the property of Wikidata.
fn direct(id: &str, property: &str, snak: &Snak, writer: &mut Writer<'_>) {
    let subject = writer.part().batch.iri(THING, &say::escape(id));
    let predicate = predicate(&format!("direct/{}", say::escape(property)), writer);
    let batch = &mut writer.part().batch;
    let object = object(snak, batch);
    batch.claim(subject, predicate, object);
}

/// Returns a property of Wikidata, said to be one. What is so described is no step of a path: else
/// all people would be near each other, since they are human and speak.
fn predicate(local: &str, writer: &mut Writer<'_>) -> TermId {
    let part = writer.part();
    let predicate = part.batch.iri(PROP, local);
    if part
        .described
        .insert(format!("{PROP}{local}"), predicate)
        .is_none()
    {
        part.state_classes(predicate, &[PROPERTY]);
    }
    predicate
}

/// Keeps a statement with what we have no words for of its qualifiers and references, in the form of Wikidata's own RDF
/// (<https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format>).
fn qualified(
    id: &str,
    property: &str,
    snak: &Snak,
    statement: &Statement<'_>,
    qualifiers: &[(&str, Snak)],
    references: &[Vec<(&str, Snak)>],
    writer: &mut Writer<'_>,
) {
    let property = say::escape(property);
    let subject = writer.part().batch.iri(THING, &say::escape(id));
    let node = writer
        .part()
        .batch
        .iri(THING, &say::escape(&statement.id()));
    let to_node = predicate(&property, writer);
    let to_value = predicate(&format!("statement/{property}"), writer);
    let batch = &mut writer.part().batch;
    batch.claim(subject, to_node, node);
    let value = object(snak, batch);
    batch.claim(node, to_value, value);
    for (name, snak) in qualifiers {
        let to_value = predicate(&format!("qualifier/{}", say::escape(name)), writer);
        let batch = &mut writer.part().batch;
        let value = object(snak, batch);
        batch.claim(node, to_value, value);
    }
    for reference in references {
        // The same reference is the same thing, wherever it stands.
        let own = say::hash(&format!("{reference:?}"));
        let local = format!("wikidata-reference-{}", &own[..20]);
        let from = writer.part().batch.iri(THING, &local);
        writer.part().state(node, ext::WAS_DERIVED_FROM, from);
        for (name, snak) in reference {
            let to_value = predicate(&format!("reference/{}", say::escape(name)), writer);
            let batch = &mut writer.part().batch;
            let value = object(snak, batch);
            batch.claim(from, to_value, value);
        }
    }
}

/// Returns the term of a value.
fn object(snak: &Snak, batch: &mut Batch) -> TermId {
    match snak {
        Snak::Item(item) if item.starts_with('Q') => batch.iri(THING, &say::escape(item)),
        Snak::Spoken(text, language) => match languages::tag(language) {
            Some(language) => batch.tagged(text, &language),
            None => batch.text(text),
        },
        Snak::Url(url) => batch.typed(url, xsd::ANY_URI),
        Snak::Date(date) => match say::date_type(date) {
            Some(datatype) => batch.typed(date, datatype),
            None => batch.text(date),
        },
        Snak::Number(number, None) if is_decimal(number) => batch.typed(number, xsd::DECIMAL),
        snak => batch.text(&snak.text()),
    }
}

fn is_decimal(number: &str) -> bool {
    let digits = number.strip_prefix('-').unwrap_or(number);
    digits.starts_with(|c: char| c.is_ascii_digit())
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().filter(|byte| *byte == b'.').count() < 2
}

/// Returns the names and descriptions of an item or property, each with what it is.
fn spoken(entity: &Value) -> impl Iterator<Item = (NamedNodeRef<'static>, &Value)> {
    let words: [(&str, NamedNodeRef<'static>); 3] = [
        ("labels", rdfs::LABEL),
        ("descriptions", ext::DESCRIPTION),
        ("aliases", ext::ALT_LABEL),
    ];
    words.into_iter().flat_map(|(key, word)| {
        // What is empty is written as an empty list.
        let said = entity.get(key).and_then(Value::as_object);
        let said = said.into_iter().flatten().flat_map(|(_, said)| {
            let one = std::slice::from_ref(said);
            said.as_array().map_or(one, Vec::as_slice)
        });
        said.map(move |name| (word, name))
    })
}

/// States the names and descriptions of an item, each in its language.
fn names(entity: &Value, draft: &mut Draft, writer: &mut Writer<'_>) {
    for (word, name) in spoken(entity).filter(|(_, name)| name.is_object()) {
        match (name["value"].as_str(), name["language"].as_str()) {
            (Some(text), Some(language)) => draft.spoken(word, text, language),
            _ => writer.tally().wonder("names without a language"),
        }
    }
}

/// Says which articles of Wikipedia are about the item, and which pages of its sister projects.
fn pages(entity: &Value, draft: &mut Draft) {
    let links = entity.get("sitelinks").and_then(Value::as_object);
    for (site, link) in links.into_iter().flatten() {
        let Some(title) = link["title"].as_str() else {
            continue;
        };
        let language = site.strip_suffix("wiki").unwrap_or_default();
        match language.is_empty() || SISTERS.contains(&language) {
            true => draft.note(site, title),
            false => {
                let language = language.replace('_', "-");
                let title = say::escape(&title.replace(' ', "_")).into_owned();
                let page = format!("https://{language}.wikipedia.org/wiki/{title}");
                draft.add("wikipediaUrl", &page);
            }
        }
    }
}

/// What stands before `wiki` in the names of projects that are no Wikipedia in a language.
const SISTERS: [&str; 10] = [
    "commons",
    "foundation",
    "incubator",
    "mediawiki",
    "meta",
    "outreach",
    "sources",
    "species",
    "wikidata",
    "wikimania",
];

/// States the names of a property, so that what is kept under it can be read. Of lexemes nothing is
/// said.
fn other(id: &str, entity: &Value, writer: &mut Writer<'_>) -> Result<(), &'static str> {
    if id.starts_with('L') {
        writer.tally().wonder("lexemes");
        return Ok(());
    }
    let subject = writer
        .part()
        .batch
        .iri(PROP, &format!("direct/{}", say::escape(id)));
    for (word, name) in spoken(entity) {
        if let (Some(text), Some(language)) = (
            name["value"].as_str(),
            name["language"].as_str().and_then(languages::tag),
        ) {
            let text = writer.part().batch.tagged(text, &language);
            writer.part().state(subject, word, text);
        }
    }
    for (path, _) in FORM.of(entity) {
        writer.tally().wonder(&path);
    }
    Ok(())
}

/// Returns the number of an item.
fn number_of(item: &str) -> Option<u32> {
    item.strip_prefix('Q')?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_as_precise_as_they_are_known() {
        let gregorian = "http://www.wikidata.org/entity/Q1985727";
        for (text, precision, calendar, expected) in [
            ("+2013-04-05T00:00:00Z", 11, gregorian, Some("2013-04-05")),
            ("+2013-04-00T00:00:00Z", 10, gregorian, Some("2013-04")),
            ("+2013-00-00T00:00:00Z", 9, gregorian, Some("2013")),
            ("+2013-00-00T00:00:00Z", 11, gregorian, Some("2013")),
            (
                "+1700-02-03T00:00:00Z",
                11,
                "http://www.wikidata.org/entity/Q1985786",
                Some("1700"),
            ),
            ("+1930-00-00T00:00:00Z", 8, gregorian, None),
            ("-0044-03-15T00:00:00Z", 11, gregorian, None),
            ("+13798000000-00-00T00:00:00Z", 3, gregorian, None),
            ("", 11, gregorian, None),
        ] {
            match time(text, precision, calendar) {
                Snak::Date(date) => assert_eq!(Some(date.as_str()), expected, "{text}"),
                _ => assert_eq!(None, expected, "{text}"),
            }
        }
        assert_eq!(percentage("0.255", None), "25.5 %");
        assert_eq!(percentage("1", None), "100.0 %");
        assert_eq!(percentage("51", Some("Q11229")), "51.0 %");
    }
}
