//! Records in the entity format of Senzing, as OpenSanctions and others export them.
//!
//! A record has features: names, addresses, dates, identifiers, ties. Each is an object in some list
//! of the record, whatever that is called, or stands among the values of the record itself, where a
//! word before the attribute (`HOME_ADDR_CITY`) keeps those of one feature together.

use crate::import::chunk::{Chunk, Cut, objects};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::part::{Part, text};
use crate::import::say;
use crate::import::values::{self, Object};
use crate::names::legal_form;
use serde_json::Value;
use std::collections::BTreeMap;

/// The records.
pub(crate) const FORMAT: Format = Format {
    name: "senzing",
    title: "Senzing entity format, JSON",
    publisher: None,
    page: "https://senzing.com/docs/entity_specification/",
    sign: "JSON objects with DATA_SOURCE and RECORD_ID",
    license: None,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| head.has_keys(&["DATA_SOURCE", "RECORD_ID"]),
        reader: |head| {
            Box::new(Records {
                cut: head.objects(),
            })
        },
    },
};

/// Attributes that are one property.
const PROPERTIES: &[(&str, &str)] = &[
    ("DATE_OF_BIRTH", "birthDate"),
    ("DATE_OF_DEATH", "deathDate"),
    ("REGISTRATION_DATE", "incorporationDate"),
    ("PLACE_OF_BIRTH", "birthPlace"),
    ("NATIONALITY", "nationality"),
    ("CITIZENSHIP", "citizenship"),
    ("COUNTRY_OF_ASSOCIATION", "country"),
    ("REGISTRATION_COUNTRY", "jurisdiction"),
    ("TOPIC", "topics"),
    ("PHONE_NUMBER", "phone"),
    ("EMAIL_ADDRESS", "email"),
    ("WEBSITE_ADDRESS", "website"),
    ("SOURCE_URL", "sourceUrl"),
    ("URL", "sourceUrl"),
    ("LAST_CHANGE", "modifiedAt"),
    ("SSN_NUMBER", "socialSecurityNumber"),
    ("LEI_NUMBER", "leiCode"),
    ("DUNS_NUMBER", "dunsCode"),
    ("NPI_NUMBER", "npiCode"),
    ("IMO_NUMBER", "imoNumber"),
    ("MMSI_NUMBER", "mmsi"),
    ("CALL_SIGN", "callSign"),
    ("ISIN_NUMBER", "isin"),
    ("PASSPORT_NUMBER", "passportNumber"),
    ("DRIVERS_LICENSE_NUMBER", "idNumber"),
    ("NATIONAL_ID_NUMBER", "idNumber"),
    ("TAX_ID_NUMBER", "taxNumber"),
    ("OTHER_ID_NUMBER", "idNumber"),
    ("TRUSTED_ID_NUMBER", "idNumber"),
];

/// What the type of a number may be: properties of FollowTheMoney.
const NUMBERS: &[&str] = &[
    "idNumber",
    "registrationNumber",
    "ogrnCode",
    "taxNumber",
    "innCode",
    "vatCode",
    "uscCode",
    "leiCode",
    "swiftBic",
    "imoNumber",
    "wikidataId",
    "icijId",
    "okpoCode",
    "permId",
    "cageCode",
    "uniqueEntityId",
];

/// The parts of an address, in the order in which they are put together.
const ADDRESS: [&str; 10] = [
    "ADDR_LINE1",
    "ADDR_LINE2",
    "ADDR_LINE3",
    "ADDR_LINE4",
    "ADDR_LINE5",
    "ADDR_LINE6",
    "ADDR_CITY",
    "ADDR_STATE",
    "ADDR_POSTAL_CODE",
    "ADDR_COUNTRY",
];

/// Attributes of the record itself, of names, addresses and ties, and of what is told of a number.
const OTHERS: &[&str] = &[
    "RECORD_TYPE",
    "OFAC_ID",
    "NAME_FULL",
    "NAME_ORG",
    "NAME_PREFIX",
    "NAME_FIRST",
    "NAME_MIDDLE",
    "NAME_LAST",
    "NAME_SUFFIX",
    "NAME_TYPE",
    "ADDR_FULL",
    "ADDR_TYPE",
    "GENDER",
    "PASSPORT_COUNTRY",
    "DRIVERS_LICENSE_STATE",
    "NATIONAL_ID_TYPE",
    "NATIONAL_ID_COUNTRY",
    "TAX_ID_TYPE",
    "TAX_ID_COUNTRY",
    "OTHER_ID_TYPE",
    "OTHER_ID_COUNTRY",
    "TRUSTED_ID_TYPE",
    "REL_ANCHOR_DOMAIN",
    "REL_ANCHOR_KEY",
    "REL_POINTER_DOMAIN",
    "REL_POINTER_KEY",
    "REL_POINTER_ROLE",
];

/// Ties that go by the name of a schema, with the properties of the one who points and of the one
/// who is pointed at.
const TIES: &[(&str, &str, &str)] = &[
    ("Associate", "person", "associate"),
    ("Directorship", "director", "organization"),
    ("Employment", "employee", "employer"),
    ("Family", "person", "relative"),
    ("Membership", "member", "organization"),
    ("Occupancy", "holder", "post"),
    ("Ownership", "owner", "asset"),
    ("Representation", "agent", "client"),
    ("Succession", "predecessor", "successor"),
    ("UnknownLink", "subject", "object"),
];

struct Records {
    cut: Cut,
}

impl Reader for Records {
    fn cut(&self) -> Cut {
        self.cut
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let whole = text(chunk, &mut part.tally);
        let records = match self.cut {
            Cut::Lines => (0..).zip(whole.lines()).collect(),
            _ => objects(&whole),
        };
        let mut writer = Writer::new(part);
        for (line, text) in records {
            let text = text.trim().trim_end_matches(',');
            if matches!(text, "" | "[" | "]") {
                continue;
            }
            writer.tally().read += 1;
            let is_last = chunk.ends_with(&whole, text);
            let record = values::object(text, is_last).and_then(|record| {
                match ["DATA_SOURCE", "RECORD_ID"].map(|key| values::text(&record, key)) {
                    [source, id] if !source.is_empty() && !id.is_empty() => {
                        Ok((record, source, id))
                    }
                    _ => {
                        let message = "the record has no `DATA_SOURCE` or no `RECORD_ID`";
                        Err(("not-a-record", message.to_owned()))
                    }
                }
            });
            match record {
                Ok((record, source, id)) => {
                    writer.tally().mapped += 1;
                    writer
                        .tally()
                        .seen_text(&values::text(&record, "LAST_CHANGE"));
                    state(&record, &source, &id, &mut writer);
                }
                Err((code, message)) => writer.tally().skip(chunk.line + line, code, message),
            }
        }
    }
}

/// Returns the id of an entity: those of OpenSanctions as it gives them, others with their source,
/// within which alone they are ids.
fn id_of(source: &str, id: &str) -> String {
    let is_theirs = matches!(source, "OPEN_SANCTIONS" | "OPEN_OWNERSHIP" | "GLEIF")
        || source.starts_with("OS_")
        || source.starts_with("OS-");
    match is_theirs {
        true => id.to_owned(),
        false => format!("senzing-{}-{id}", say::slug(source)),
    }
}

/// The attributes of one feature, each with its value.
type Feature = BTreeMap<&'static str, String>;

/// Returns the features of a record, and what is no attribute that we know.
fn features(record: &Object) -> (Vec<Feature>, Vec<(String, String)>) {
    let mut objects = Vec::new();
    lie_in(record, &mut objects);
    let known = || {
        PROPERTIES
            .iter()
            .map(|(name, _)| *name)
            .chain(OTHERS.iter().copied())
            .chain(ADDRESS)
    };
    let (mut found, mut strange) = (Vec::new(), Vec::new());
    for object in objects {
        let mut features: BTreeMap<&str, Feature> = BTreeMap::new();
        for (key, value) in object {
            if matches!(key.as_str(), "DATA_SOURCE" | "RECORD_ID") {
                continue;
            }
            let ends = |name: &&str| {
                key.strip_suffix(*name)
                    .is_some_and(|before| before.ends_with('_'))
            };
            let attribute = known().find(|name| name == key);
            let attribute =
                attribute.or_else(|| known().filter(ends).max_by_key(|name| name.len()));
            let mut texts = Vec::new();
            plain(value, &mut texts);
            for text in texts {
                match attribute {
                    Some(name) => {
                        let before = key[..key.len() - name.len()].trim_end_matches('_');
                        let feature = features.entry(before).or_default();
                        if let Some(one) = feature.insert(name, text) {
                            found.push(Feature::from([(name, one)]));
                        }
                    }
                    None => strange.push((key.clone(), text)),
                }
            }
        }
        found.extend(features.into_iter().map(|(before, mut feature)| {
            for (of, word) in [("NAME_", "NAME_TYPE"), ("ADDR_", "ADDR_TYPE")] {
                if !before.is_empty() && feature.keys().any(|key| key.starts_with(of)) {
                    feature.entry(word).or_insert_with(|| before.to_owned());
                }
            }
            feature
        }));
    }
    (found, strange)
}

/// Gathers an object and all that lie in it, however deep.
fn lie_in<'o>(object: &'o Object, found: &mut Vec<&'o Object>) {
    fn lie_under<'o>(value: &'o Value, found: &mut Vec<&'o Object>) {
        match value {
            Value::Object(object) => lie_in(object, found),
            Value::Array(values) => values.iter().for_each(|value| lie_under(value, found)),
            _ => (),
        }
    }
    found.push(object);
    object.values().for_each(|value| lie_under(value, found));
}

/// Gathers the texts of a value and of lists in it, but not of objects.
fn plain(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => found.push(text.trim().to_owned()),
        Value::Bool(_) | Value::Number(_) => found.push(value.to_string()),
        Value::Array(values) => values.iter().for_each(|value| plain(value, found)),
        Value::String(_) | Value::Null | Value::Object(_) => (),
    }
}

fn of<'f>(feature: &'f Feature, name: &str) -> &'f str {
    feature.get(name).map_or("", String::as_str)
}

fn name_of(feature: &Feature) -> String {
    let whole = [of(feature, "NAME_ORG"), of(feature, "NAME_FULL")];
    let parts = [
        "NAME_PREFIX",
        "NAME_FIRST",
        "NAME_MIDDLE",
        "NAME_LAST",
        "NAME_SUFFIX",
    ];
    let parts = parts.map(|part| of(feature, part)).join(" ");
    let name = whole
        .into_iter()
        .find(|name| !name.is_empty())
        .unwrap_or(&parts);
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn state(record: &Object, source: &str, number: &str, writer: &mut Writer<'_>) {
    let id = id_of(source, number);
    let (features, strange) = features(record);
    let named = || {
        features
            .iter()
            .filter(|feature| !name_of(feature).is_empty())
    };
    let prime = named().find(|feature| of(feature, "NAME_TYPE").eq_ignore_ascii_case("primary"));
    let label = prime
        .or_else(|| named().next())
        .map_or_else(|| number.to_owned(), name_of);
    let kinds = features.iter().map(|feature| of(feature, "RECORD_TYPE"));
    let kind = kinds.max().unwrap_or_default().to_ascii_uppercase();
    let says_legal = |feature: &Feature| {
        let told = [
            "TOPIC",
            "TAX_ID_NUMBER",
            "NATIONAL_ID_NUMBER",
            "LEI_NUMBER",
            "REGISTRATION_COUNTRY",
        ];
        told.iter().any(|name| feature.contains_key(name))
    };
    let schema = match kind.as_str() {
        "PERSON" => "Person",
        "ORGANIZATION" | "COMPANY" if legal_form(&label).is_some() => "Company",
        "ORGANIZATION" | "COMPANY" => "Organization",
        "VESSEL" => "Vessel",
        "AIRCRAFT" => "Airplane",
        "VEHICLE" => "Vehicle",
        // It may be a body of unknown kind, but an office, too.
        "" if !features.iter().any(says_legal) => "Thing",
        _ => "LegalEntity",
    };
    let mut draft = Draft::new(&id, schema);
    if schema == "LegalEntity" {
        draft.note("RECORD_TYPE", &kind);
    }
    draft.caption(&label);
    draft.add("name", &label);
    draft.dataset(
        source
            .strip_prefix("OS_")
            .unwrap_or(source)
            .to_ascii_lowercase(),
    );
    for feature in &features {
        self::feature(feature, schema, &label, &mut draft);
        tie(feature, &id, source, writer);
    }
    writer.put(&draft);
    let strange = strange.iter();
    writer.keep(
        &draft,
        strange.map(|(key, value)| (key.clone(), value.as_str())),
    );
}

/// States a feature of an entity.
fn feature(feature: &Feature, schema: &str, label: &str, draft: &mut Draft) {
    let name = name_of(feature);
    if name != label {
        let property = match of(feature, "NAME_TYPE").to_ascii_uppercase().as_str() {
            "FORMER" | "FKA" | "PREVIOUS" => "previousName",
            _ => "alias",
        };
        draft.add(property, &name);
    } else if schema == "Person" {
        draft.add("firstName", of(feature, "NAME_FIRST"));
        draft.add("middleName", of(feature, "NAME_MIDDLE"));
        draft.add("lastName", of(feature, "NAME_LAST"));
    }
    let parts = say::joined(ADDRESS.map(|part| of(feature, part)));
    let address = match of(feature, "ADDR_FULL") {
        "" => parts.as_str(),
        whole => whole,
    };
    draft.add("address", address);
    draft.country("country", of(feature, "ADDR_COUNTRY"));
    let kind = of(feature, "ADDR_TYPE").to_lowercase();
    if !matches!(kind.as_str(), "" | "business") {
        draft.note(&format!("Address, {kind}"), address);
    }
    let gender = match of(feature, "GENDER") {
        "M" => "male",
        "F" => "female",
        other => other,
    };
    draft.add("gender", gender);
    draft.note("Number at OFAC", of(feature, "OFAC_ID"));
    for (name, property) in PROPERTIES {
        let value = of(feature, name);
        match *property {
            "nationality" | "citizenship" | "country" | "jurisdiction" => {
                let is_persons = matches!(*property, "nationality" | "citizenship");
                let property = if is_persons && schema != "Person" {
                    "country"
                } else {
                    property
                };
                draft.country(property, value);
            }
            property => match name.strip_suffix("_NUMBER") {
                Some(kind) => number(kind, property, value, feature, draft),
                None => draft.add(property, value),
            },
        }
    }
}

/// States a number, under the property that its type is where it is one.
fn number(kind: &str, property: &'static str, value: &str, feature: &Feature, draft: &mut Draft) {
    let told = of(feature, &format!("{kind}_TYPE"));
    let is_own = told == "OPEN_SANCTIONS" && value == draft.id();
    if value.is_empty() || is_own {
        return;
    }
    let typed = match told {
        "WIKIDATA" => Some("wikidataId"),
        told => NUMBERS
            .iter()
            .find(|name| name.eq_ignore_ascii_case(told))
            .copied(),
    };
    draft.add(typed.unwrap_or(property), value);
    if typed.is_none() && !told.is_empty() {
        draft.note(told, value);
    }
    for place in ["COUNTRY", "STATE"] {
        let place = of(feature, &format!("{kind}_{place}"));
        if !place.is_empty() {
            draft.add(
                "notes",
                &format!("{} {value}: {place}", kind.replace('_', " ")),
            );
        }
    }
}

/// States a tie to the entity that a record points at.
fn tie(feature: &Feature, id: &str, source: &str, writer: &mut Writer<'_>) {
    let key = of(feature, "REL_POINTER_KEY");
    if key.is_empty() {
        return;
    }
    let other = match of(feature, "REL_POINTER_DOMAIN") {
        "OPEN_SANCTIONS" => key.to_owned(),
        _ => id_of(source, key),
    };
    let role = of(feature, "REL_POINTER_ROLE");
    let plain = role.replace([' ', '_'], "");
    let known = TIES
        .iter()
        .find(|(schema, ..)| schema.eq_ignore_ascii_case(&plain));
    let (schema, from, to) = known
        .copied()
        .unwrap_or(("UnknownLink", "subject", "object"));
    let mut tie = Draft::new(
        &format!("{id}-{}", say::slug(&format!("{role} {other}"))),
        schema,
    );
    tie.add(from, id);
    tie.add(to, &other);
    if known.is_none() {
        tie.add("role", role);
    }
    writer.put(&tie);
}
