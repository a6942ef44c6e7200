//! The schemata and properties of FollowTheMoney, and what they mean in our words.
//!
//! `model.txt` holds the model in short. Everything is kept in its namespace as it is; what stands
//! here besides is which classes of ours a schema belongs to, what its entities are ([`Form`]), and
//! which property of ours a property says as well ([`Says`]).

use crate::model::vocab::{self as ag, external as ext};
use oxrdf::NamedNodeRef;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The namespace of the model.
pub(super) const FTM: &str = "https://schema.followthemoney.tech/#";

/// The model, read once.
pub(super) static MODEL: LazyLock<Model> =
    LazyLock::new(|| Model::parse(include_str!("model.txt")));

/// All schemata and properties.
pub(super) struct Model {
    pub(super) schemata: Vec<Schema>,
    pub(super) properties: Vec<Property>,
    by_name: FxHashMap<&'static str, usize>,
}

/// One schema.
pub(super) struct Schema {
    pub(super) name: &'static str,
    /// The schemata that it extends directly.
    pub(super) parents: Vec<usize>,
    /// Its properties and those of all above it, by name.
    properties: FxHashMap<&'static str, usize>,
    /// By which names nested files put entities into one of this schema, and the property of
    /// these that points back.
    reverse: FxHashMap<&'static str, Vec<&'static str>>,
    /// The classes of ours.
    pub(super) classes: &'static [NamedNodeRef<'static>],
    /// What its entities are.
    pub(super) form: Form,
}

/// One property.
pub(super) struct Property {
    /// Its name behind the namespace, e.g. `Thing:name`.
    pub(super) qualified: String,
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) says: Says,
}

/// What kind of values a property has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Another entity.
    Entity,
    Date,
    Url,
    Country,
    Topic,
    /// Words of a language: names, descriptions, addresses.
    Words,
    /// Anything else, kept as it is written.
    Text,
}

/// What a property says in our words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Says {
    /// A name; the first is the label where there is no caption.
    Name,
    /// The same value of this property of ours.
    Same(NamedNodeRef<'static>),
    /// The country of the value.
    Country,
    /// Somebody stands over the entity: an ownership of its own, of this kind.
    Owner(NamedNodeRef<'static>, &'static str),
    /// Nothing.
    Nothing,
}

/// What the entities of a schema are, beyond their classes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A thing with a name.
    Thing,
    /// A listing.
    Sanction,
    /// Who owns what.
    Ownership,
    /// Who holds what office: the properties of person and body.
    Tenure(&'static str, &'static str),
    /// Another tie: the properties of its ends, and what it is called where no word says more.
    Link(&'static str, &'static str, &'static str),
    /// Something else that has no name.
    Other,
}

const ACTOR: &[NamedNodeRef<'static>] = &[ag::ACTOR];
const LINK: &[NamedNodeRef<'static>] = &[ag::LINK];
const TENURE: &[NamedNodeRef<'static>] = &[ag::TENURE];

/// The classes of ours, by schema; what is not here has none.
const CLASSES: &[(&str, &[NamedNodeRef<'static>])] = &[
    ("LegalEntity", ACTOR),
    ("Organization", &[ag::ORGANIZATION, ag::ACTOR]),
    ("Company", &[ag::COMPANY, ag::ACTOR]),
    ("PublicBody", &[ag::AGENCY, ag::ACTOR]),
    ("Person", &[ag::PERSON_CLASS, ag::ACTOR]),
    ("Asset", &[ag::ASSET]),
    ("BankAccount", &[ag::ASSET]),
    ("CryptoWallet", &[ag::ASSET]),
    ("Land", &[ag::ASSET]),
    ("RealEstate", &[ag::ASSET]),
    ("Security", &[ag::ASSET]),
    ("Vehicle", &[ag::ASSET]),
    ("Vessel", &[ag::VESSEL, ag::ASSET]),
    ("Airplane", &[ag::AIRCRAFT, ag::ASSET]),
    ("Position", &[ag::POSITION_CLASS]),
    ("Sanction", &[ag::LISTING, ag::EVENT]),
    ("Ownership", &[ag::OWNERSHIP]),
    ("Directorship", TENURE),
    ("Employment", TENURE),
    ("Membership", TENURE),
    ("Occupancy", TENURE),
    ("Associate", LINK),
    ("Call", LINK),
    ("ContractAward", LINK),
    ("Control", LINK),
    ("CourtCaseParty", LINK),
    ("Debt", LINK),
    ("Family", LINK),
    ("Payment", LINK),
    ("ProjectParticipant", LINK),
    ("Representation", LINK),
    ("Succession", LINK),
    ("UnknownLink", LINK),
];

/// What entities are, by schema; what is not here is a thing or has no name.
const FORMS: &[(&str, Form)] = &[
    ("Sanction", Form::Sanction),
    ("Ownership", Form::Ownership),
    ("Directorship", Form::Tenure("director", "organization")),
    ("Employment", Form::Tenure("employee", "employer")),
    ("Membership", Form::Tenure("member", "organization")),
    ("Occupancy", Form::Tenure("holder", "post")),
    (
        "Associate",
        Form::Link("person", "associate", "is associated with"),
    ),
    ("Call", Form::Link("caller", "receiver", "called")),
    (
        "ContractAward",
        Form::Link("supplier", "contract", "was awarded"),
    ),
    (
        "Control",
        Form::Link("controller", "controlled", "controls"),
    ),
    (
        "CourtCaseParty",
        Form::Link("party", "case", "is a party to"),
    ),
    ("Debt", Form::Link("debtor", "creditor", "owes money to")),
    ("Family", Form::Link("person", "relative", "is related to")),
    ("Payment", Form::Link("payer", "beneficiary", "paid")),
    (
        "ProjectParticipant",
        Form::Link("participant", "project", "takes part in"),
    ),
    (
        "Representation",
        Form::Link("agent", "client", "represents"),
    ),
    (
        "Succession",
        Form::Link("predecessor", "successor", "was succeeded by"),
    ),
    (
        "UnknownLink",
        Form::Link("subject", "object", "is linked to"),
    ),
];

/// What properties say in our words. A name without a schema holds for all schemata.
const SAYS: &[(&str, Says)] = &[
    ("Thing:name", Says::Name),
    ("Thing:alias", Says::Same(ext::ALT_LABEL)),
    ("Thing:weakAlias", Says::Same(ext::ALT_LABEL)),
    ("LegalEntity:abbreviation", Says::Same(ext::ALT_LABEL)),
    ("Thing:previousName", Says::Same(ag::FORMER_NAME)),
    ("Vessel:pastNames", Says::Same(ag::FORMER_NAME)),
    ("Address:full", Says::Name),
    ("CourtCase:caseNumber", Says::Same(ag::CASE_NUMBER)),
    ("Thing:country", Says::Country),
    ("LegalEntity:jurisdiction", Says::Country),
    ("LegalEntity:mainCountry", Says::Country),
    ("Person:nationality", Says::Country),
    ("Person:citizenship", Says::Country),
    ("Vessel:flag", Says::Country),
    ("Thing:summary", Says::Same(ext::DESCRIPTION)),
    ("Thing:description", Says::Same(ext::DESCRIPTION)),
    ("Thing:notes", Says::Same(ext::DESCRIPTION)),
    ("Thing:address", Says::Same(ag::ADDRESS)),
    ("LegalEntity:incorporationDate", Says::Same(ag::ESTABLISHED)),
    ("Position:inceptionDate", Says::Same(ag::ESTABLISHED)),
    ("Person:position", Says::Same(ag::ROLE)),
    ("Person:political", Says::Same(ag::PARTY)),
    ("Thing:wikidataId", Says::Same(ag::WIKIDATA)),
    ("LegalEntity:leiCode", Says::Same(ag::LEI)),
    (
        "LegalEntity:registrationNumber",
        Says::Same(ag::REGISTRATION_NUMBER),
    ),
    ("LegalEntity:ogrnCode", Says::Same(ag::REGISTRATION_NUMBER)),
    ("LegalEntity:uscCode", Says::Same(ag::REGISTRATION_NUMBER)),
    ("LegalEntity:taxNumber", Says::Same(ag::TAX_NUMBER)),
    ("LegalEntity:innCode", Says::Same(ag::TAX_NUMBER)),
    ("LegalEntity:vatCode", Says::Same(ag::TAX_NUMBER)),
    ("LegalEntity:dunsCode", Says::Same(ag::DUNS)),
    ("LegalEntity:swiftBic", Says::Same(ag::BIC)),
    ("Organization:imoNumber", Says::Same(ag::IMO)),
    ("Vessel:imoNumber", Says::Same(ag::IMO)),
    ("Vessel:mmsi", Says::Same(ag::MMSI)),
    ("Organization:permId", Says::Same(ag::PERM_ID)),
    ("Company:cikCode", Says::Same(ag::CIK)),
    ("Company:ticker", Says::Same(ag::TICKER)),
    ("Security:ticker", Says::Same(ag::TICKER)),
    ("Company:isinCode", Says::Same(ag::ISIN)),
    ("Security:isin", Says::Same(ag::ISIN)),
    (
        "LegalEntity:parent",
        Says::Owner(ag::PARENT_COMPANY, "parent"),
    ),
    ("Vehicle:owner", Says::Owner(ag::SHAREHOLDER, "owner")),
];

impl Model {
    fn parse(text: &'static str) -> Self {
        let mut model = Self {
            schemata: Vec::new(),
            properties: Vec::new(),
            by_name: FxHashMap::default(),
        };
        let mut reverse: Vec<(&str, &str, &str)> = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            match line.strip_prefix("    ") {
                _ if line.starts_with('#') => (),
                None => model.schema(line),
                Some(properties) => {
                    for property in properties.split(' ') {
                        reverse.extend(model.property(property));
                    }
                }
            }
        }
        for (range, name, property) in reverse {
            let Some(above) = model.by_name.get(range).copied() else {
                continue;
            };
            for place in 0..model.schemata.len() {
                if model.extends(place, above) {
                    let names = &mut model.schemata[place].reverse;
                    names.entry(name).or_default().push(property);
                }
            }
        }
        model
    }

    /// Reads `Name < Parent Parent`.
    fn schema(&mut self, line: &'static str) {
        let (name, parents) = line.split_once(" < ").unwrap_or((line, ""));
        let parents = parents
            .split(' ')
            .filter_map(|parent| self.by_name.get(parent));
        let parents: Vec<usize> = parents.copied().collect();
        let mut properties = FxHashMap::default();
        for parent in &parents {
            for (name, property) in &self.schemata[*parent].properties {
                properties.entry(*name).or_insert(*property);
            }
        }
        let is_thing = name == "Thing"
            || parents
                .iter()
                .any(|p| self.schemata[*p].form == Form::Thing);
        let form = FORMS.iter().find(|row| row.0 == name);
        let classes = CLASSES.iter().find(|row| row.0 == name);
        self.by_name.insert(name, self.schemata.len());
        self.schemata.push(Schema {
            name,
            parents,
            properties,
            reverse: FxHashMap::default(),
            classes: classes.map_or(&[], |row| row.1),
            form: form.map_or(if is_thing { Form::Thing } else { Form::Other }, |row| {
                row.1
            }),
        });
    }

    /// Reads `name:type` of the last schema; returns range, reverse name and name of one that
    /// refers to entities.
    fn property(
        &mut self,
        text: &'static str,
    ) -> Option<(&'static str, &'static str, &'static str)> {
        let (name, kind) = text.split_once(':').unwrap_or((text, ""));
        let schema = self.schemata.last_mut()?;
        let qualified = format!("{}:{name}", schema.name);
        let says = SAYS.iter().find(|row| row.0 == qualified);
        let (kind, reference) = match kind {
            "date" => (Kind::Date, None),
            "url" => (Kind::Url, None),
            "country" => (Kind::Country, None),
            "topic" => (Kind::Topic, None),
            kind => match kind.strip_prefix('@') {
                Some(reference) => (Kind::Entity, Some(reference)),
                None if ["", "name", "text", "address", "html"].contains(&kind) => {
                    (Kind::Words, None)
                }
                None => (Kind::Text, None),
            },
        };
        // What a schema defines anew goes by the name that its parent gave it.
        if !schema.properties.contains_key(name) || qualified.starts_with("Vessel:") {
            schema.properties.insert(name, self.properties.len());
        }
        self.properties.push(Property {
            qualified,
            name,
            kind,
            says: says.map_or(Says::Nothing, |row| row.1),
        });
        let (range, reverse) = reference?.split_once('/')?;
        Some((range, reverse, name))
    }

    /// Returns the place of a schema by its name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Tells whether a schema is another or extends it, directly or not.
    pub(super) fn extends(&self, schema: usize, above: usize) -> bool {
        schema == above
            || self.schemata[schema]
                .parents
                .iter()
                .any(|p| self.extends(*p, above))
    }
}

impl Schema {
    /// Returns the place of a property, its own or inherited.
    #[inline]
    pub(super) fn property(&self, name: &str) -> Option<usize> {
        self.properties.get(name).copied()
    }

    /// Returns which properties of entities nested under this name point back.
    pub(super) fn back(&self, name: &str) -> &[&'static str] {
        self.reverse.get(name).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_model_is_whole() {
        let model = &*MODEL;
        assert_eq!(model.schemata.len(), 76);
        let company = &model.schemata[model.find("Company").unwrap()];
        let name = &model.properties[company.property("name").unwrap()];
        assert_eq!(
            (name.qualified.as_str(), name.says),
            ("Thing:name", Says::Name)
        );
        assert_eq!(company.form, Form::Thing);
        assert_eq!(company.back("ownershipAsset"), ["asset"]);
        let person = &model.schemata[model.find("Person").unwrap()];
        assert!(person.back("sanctions").contains(&"entity"));
        assert!(person.property("ticker").is_none());
    }

    #[test]
    fn every_word_of_the_tables_is_in_the_model() {
        let model = &*MODEL;
        let known = |name: &str| model.find(name).is_some();
        assert!(CLASSES.iter().all(|row| known(row.0)));
        for (schema, form) in FORMS {
            let schema = &model.schemata[model.find(schema).unwrap()];
            let ends = match form {
                Form::Tenure(a, b) | Form::Link(a, b, _) => vec![*a, *b],
                _ => Vec::new(),
            };
            assert!(ends.iter().all(|end| schema.property(end).is_some()));
        }
        for (name, _) in SAYS {
            let found = model
                .properties
                .iter()
                .any(|property| property.qualified == *name);
            assert!(found, "{name}");
        }
        for property in &model.properties {
            assert!(!property.name.is_empty() && !property.qualified.contains('<'));
        }
    }
}
