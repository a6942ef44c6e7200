//! Parameters: what a query asks for, and the texts of a user turned into terms.

use crate::model::{Date, thing, vocab};
use crate::names::nearest;
use crate::query::QueryError;
use crate::store::Bindings;
use oxrdf::vocab::xsd;
use oxrdf::{Literal, NamedNode, Term};
use std::collections::BTreeMap;
use std::fmt;

/// A parameter of a query: the SPARQL variable of its name, replaced before the query runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Param {
    /// The variable, without question mark.
    pub name: String,
    /// What its value must be.
    pub kind: ParamType,
    /// What holds when it is not given.
    pub fallback: Fallback,
    /// What it stands for, in words.
    pub description: String,
}

/// What the value of a parameter must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamType {
    /// A company, person, body, law, list, edition, event …: its name, id or IRI.
    Thing,
    /// A class of the ontology: `Company`, `ag:Company` or an IRI.
    Class,
    /// A date as precise as wanted: `2026-06-08`, `2026-06` or `2026`.
    Date,
    /// A year, bound as `xsd:gYear`.
    Year,
    /// A whole number.
    Integer,
    /// A decimal number; shares are fractions from 0 to 1.
    Decimal,
    /// Any text.
    Text,
    /// A source: its id or IRI.
    Source,
}

/// What holds when a parameter is not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fallback {
    /// It must be given.
    Required,
    /// The variable stays open: anything matches.
    Any,
    /// This value is taken.
    Value {
        /// The value as it is written in the file.
        text: String,
        /// The value.
        term: Term,
    },
}

/// The values that a user gives, as texts by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(BTreeMap<String, String>);

/// Finds the thing or source that a text means.
///
/// Full IRIs and prefixed names (`agid:hesai`) never come here.
pub type Resolver<'a> = dyn Fn(ParamType, &str) -> Result<NamedNode, Unresolved> + 'a;

/// Why a text could not be linked to one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unresolved {
    /// The reason, as the end of a sentence: "no company has this name".
    pub reason: String,
    /// What may have been meant, best first.
    pub suggestions: Vec<String>,
}

/// A [`Resolver`] that takes every text for the id of a thing of ours, whether it exists or not.
///
/// # Errors
///
/// [`Unresolved`] if the text cannot be an id.
pub fn by_id(_: ParamType, text: &str) -> Result<NamedNode, Unresolved> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !text.is_empty() && text.chars().all(letters) {
        return Ok(thing(text));
    }
    Err(Unresolved {
        reason: "an id has small letters, digits and hyphens only".to_owned(),
        suggestions: Vec::new(),
    })
}

impl ParamType {
    /// All types, in the order in which they are documented.
    pub const ALL: [Self; 8] = [
        Self::Thing,
        Self::Class,
        Self::Date,
        Self::Year,
        Self::Integer,
        Self::Decimal,
        Self::Text,
        Self::Source,
    ];

    /// Returns the word that stands for the type in a query file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Thing => "thing",
            Self::Class => "class",
            Self::Date => "date",
            Self::Year => "year",
            Self::Integer => "integer",
            Self::Decimal => "decimal",
            Self::Text => "text",
            Self::Source => "source",
        }
    }

    /// Returns the type with this word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Returns what a value must be, in words.
    pub fn expected(self) -> &'static str {
        match self {
            Self::Thing => "a name, an id such as `hesai` or an IRI",
            Self::Class => "a class of the ontology, such as `Company`, or an IRI",
            Self::Date => "a date of the form `YYYY-MM-DD`, `YYYY-MM` or `YYYY`",
            Self::Year => "a year of four digits",
            Self::Integer => "a whole number",
            Self::Decimal => "a number such as `0.5`",
            Self::Text => "a text",
            Self::Source => "the id or IRI of a source",
        }
    }

    /// Turns a text into a term, without linking names; `None` if it is not of the type.
    fn literal(self, text: &str) -> Option<Term> {
        let literal = match self {
            Self::Thing | Self::Source => return iri(text).map(Term::from),
            Self::Class => return class(text).map(Term::from),
            Self::Date => text.parse::<Date>().ok()?.to_literal(),
            Self::Year => match text.parse::<Date>().ok()? {
                date @ Date::Year(_) => date.to_literal(),
                _ => return None,
            },
            Self::Integer => text.parse::<i64>().ok()?.into(),
            Self::Decimal => {
                let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
                text.parse::<f64>()
                    .ok()
                    .filter(|_| text.chars().all(plain))?;
                Literal::new_typed_literal(text, xsd::DECIMAL)
            }
            Self::Text => Literal::new_simple_literal(text),
        };
        Some(literal.into())
    }
}

impl fmt::Display for ParamType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Param {
    /// Reads a default value as it is written in a query file; things and sources by id.
    pub(super) fn default_term(kind: ParamType, text: &str) -> Option<Term> {
        let known = kind.literal(text);
        known.or_else(|| match kind {
            ParamType::Thing | ParamType::Source => by_id(kind, text).ok().map(Term::from),
            _ => None,
        })
    }

    fn term(&self, text: &str, resolve: &Resolver<'_>) -> Result<Term, QueryError> {
        let text = match self.kind {
            ParamType::Text => text,
            _ => text.trim(),
        };
        let wrong = |nearest| QueryError::Value {
            param: self.name.clone(),
            value: text.to_owned(),
            kind: self.kind,
            nearest,
        };
        if text.is_empty() {
            return Err(wrong(None));
        }
        match (self.kind.literal(text), self.kind) {
            (Some(term), _) => Ok(term),
            (None, ParamType::Thing | ParamType::Source) => match resolve(self.kind, text) {
                Ok(node) => Ok(node.into()),
                Err(why) => Err(QueryError::Unresolved {
                    param: self.name.clone(),
                    value: text.to_owned(),
                    reason: why.reason,
                    suggestions: why.suggestions,
                }),
            },
            (None, ParamType::Class) => Err(wrong(nearest_class(text))),
            (None, _) => Err(wrong(None)),
        }
    }
}

impl Params {
    /// Reads texts of the form `name=value`.
    ///
    /// # Errors
    ///
    /// [`QueryError::NotAPair`] or [`QueryError::Twice`].
    pub fn parse<T: AsRef<str>>(pairs: impl IntoIterator<Item = T>) -> Result<Self, QueryError> {
        let mut params = Self::default();
        for pair in pairs {
            let pair = pair.as_ref();
            let split = pair.split_once('=');
            let (name, value) = split.ok_or_else(|| QueryError::NotAPair(pair.to_owned()))?;
            let name = name.trim().trim_start_matches('?');
            if params.0.insert(name.to_owned(), value.to_owned()).is_some() {
                return Err(QueryError::Twice(name.to_owned()));
            }
        }
        Ok(params)
    }

    /// Returns the same values and this one; it replaces one of the same name.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.insert(name.into(), value.into());
        self
    }

    /// Returns the names that were given, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Returns the terms to put in place of the variables of a query.
    pub(super) fn bind(
        &self,
        query: &str,
        params: &[Param],
        resolve: &Resolver<'_>,
    ) -> Result<Bindings, QueryError> {
        for name in self.names() {
            if CLOCKS.contains(&name) {
                return Err(QueryError::Clock(name.to_owned()));
            }
            if !params.iter().any(|param| param.name == name) {
                let known = || params.iter().map(|param| param.name.as_str());
                return Err(QueryError::UnknownParam {
                    query: query.to_owned(),
                    param: name.to_owned(),
                    nearest: nearest(name, known()).map(str::to_owned),
                    params: known().map(str::to_owned).collect(),
                });
            }
        }
        let mut bindings = Bindings::new();
        for param in params {
            let term = match (self.0.get(&param.name), &param.fallback) {
                (Some(text), _) => param.term(text, resolve)?,
                (None, Fallback::Value { term, .. }) => term.clone(),
                (None, Fallback::Any) => continue,
                (None, Fallback::Required) => {
                    return Err(QueryError::Missing {
                        query: query.to_owned(),
                        param: param.name.clone(),
                        kind: param.kind,
                        description: param.description.clone(),
                    });
                }
            };
            bindings.insert(param.name.clone(), term);
        }
        Ok(bindings)
    }
}

/// The variables that hold the clocks of the snapshot's scope.
pub(super) const CLOCKS: [&str; 2] = ["asOf", "knownAt"];

/// Reads `agid:hesai`, `<https://…>` or `https://…`; names and bare ids are none.
fn iri(text: &str) -> Option<NamedNode> {
    let prefixes = [("agid:", vocab::AGID), ("ag:", vocab::AG)];
    for (prefix, namespace) in prefixes {
        if let Some(local) = text.strip_prefix(prefix) {
            return NamedNode::new(format!("{namespace}{local}")).ok();
        }
    }
    let bare = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'));
    let bare = bare.or_else(|| (text.contains("://") || text.starts_with("urn:")).then_some(text));
    NamedNode::new(bare?).ok()
}

/// Returns the local names of our classes: those of our terms that begin with a capital.
fn classes() -> impl Iterator<Item = &'static str> {
    let terms = vocab::ALL.iter();
    let locals = terms.filter_map(|term| term.as_str().strip_prefix(vocab::AG));
    locals.filter(|local| local.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// Finds a class by its local name; case, spaces, hyphens and the prefix `ag:` do not matter. IRIs
/// of other vocabularies are taken as they are.
fn class(text: &str) -> Option<NamedNode> {
    let plain = |text: &str| {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        letters.collect::<String>().to_ascii_lowercase()
    };
    let iri = iri(text);
    let ours = iri.as_ref().map(|iri| iri.as_str().strip_prefix(vocab::AG));
    let local = match ours {
        Some(None) => return iri,
        Some(Some(local)) => local,
        None => text,
    };
    let found = classes().find(|class| plain(class) == plain(local))?;
    Some(NamedNode::new_unchecked(format!("{}{found}", vocab::AG)))
}

fn nearest_class(text: &str) -> Option<String> {
    let near = nearest(text.strip_prefix("ag:").unwrap_or(text), classes());
    near.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn param(name: &str, kind: ParamType, fallback: Fallback) -> Param {
        Param {
            name: name.to_owned(),
            kind,
            fallback,
            description: "what it is".to_owned(),
        }
    }

    /// Knows one company by name.
    fn linker(_: ParamType, text: &str) -> Result<NamedNode, Unresolved> {
        if text == "Hesai Technology" {
            return Ok(thing("hesai"));
        }
        Err(Unresolved {
            reason: "nothing has this name".to_owned(),
            suggestions: vec!["Hesai Technology".to_owned()],
        })
    }

    fn bound(kind: ParamType, text: &str) -> Result<String, QueryError> {
        let params = Params::default().with("x", text);
        let wanted = [param("x", kind, Fallback::Required)];
        let bindings = params.bind("q", &wanted, &linker)?;
        Ok(bindings["x"].to_string())
    }

    #[test]
    fn every_type_has_its_term() {
        let xsd = |local| format!("<http://www.w3.org/2001/XMLSchema#{local}>");
        let company = format!("<{}Company>", vocab::AG);
        let hesai = format!("<{}hesai>", vocab::AGID);
        for (kind, text, term) in [
            (ParamType::Thing, "Hesai Technology", hesai.clone()),
            (ParamType::Thing, " Hesai Technology ", hesai.clone()),
            (ParamType::Thing, "agid:hesai", hesai.clone()),
            (ParamType::Thing, &hesai, hesai.clone()),
            (ParamType::Thing, &hesai[1..hesai.len() - 1], hesai.clone()),
            (ParamType::Source, "agid:hesai", hesai.clone()),
            (ParamType::Class, "Company", company.clone()),
            (ParamType::Class, "ag:Company", company.clone()),
            (ParamType::Class, "company", company.clone()),
            (ParamType::Class, &company, company.clone()),
            (
                ParamType::Class,
                "designation list",
                format!("<{}DesignationList>", vocab::AG),
            ),
            (
                ParamType::Class,
                "https://schema.org/Person",
                "<https://schema.org/Person>".to_owned(),
            ),
            (
                ParamType::Date,
                "2026-06-08",
                format!("\"2026-06-08\"^^{}", xsd("date")),
            ),
            (
                ParamType::Date,
                "2026-06",
                format!("\"2026-06\"^^{}", xsd("gYearMonth")),
            ),
            (
                ParamType::Date,
                "2026",
                format!("\"2026\"^^{}", xsd("gYear")),
            ),
            (
                ParamType::Year,
                "2026",
                format!("\"2026\"^^{}", xsd("gYear")),
            ),
            (
                ParamType::Integer,
                "-3",
                format!("\"-3\"^^{}", xsd("integer")),
            ),
            (
                ParamType::Decimal,
                "0.5",
                format!("\"0.5\"^^{}", xsd("decimal")),
            ),
            (
                ParamType::Text,
                " as it = stands ",
                "\" as it = stands \"".to_owned(),
            ),
        ] {
            assert_eq!(bound(kind, text).unwrap(), term, "{kind} {text}");
        }
    }

    #[test]
    fn what_is_not_of_the_type_is_refused_with_what_is() {
        for (kind, text, message) in [
            (
                ParamType::Date,
                "8 June",
                "the parameter `x` is `8 June`, expected a date of the form `YYYY-MM-DD`, `YYYY-MM` or `YYYY`",
            ),
            (
                ParamType::Date,
                "2026-02-30",
                "the parameter `x` is `2026-02-30`, expected a date of the form `YYYY-MM-DD`, `YYYY-MM` or `YYYY`",
            ),
            (
                ParamType::Year,
                "2026-06",
                "the parameter `x` is `2026-06`, expected a year of four digits",
            ),
            (
                ParamType::Integer,
                "3.5",
                "the parameter `x` is `3.5`, expected a whole number",
            ),
            (
                ParamType::Decimal,
                "inf",
                "the parameter `x` is `inf`, expected a number such as `0.5`",
            ),
            (
                ParamType::Thing,
                "",
                "the parameter `x` is ``, expected a name, an id such as `hesai` or an IRI",
            ),
            (
                ParamType::Thing,
                "Hesay",
                "the parameter `x` is `Hesay`: nothing has this name",
            ),
            (
                ParamType::Class,
                "ag:Compani",
                "the parameter `x` is `ag:Compani`, expected a class of the ontology, such as `Company`, or an IRI",
            ),
        ] {
            assert_eq!(bound(kind, text).unwrap_err().to_string(), message);
        }
        let near = bound(ParamType::Class, "Compani").unwrap_err();
        assert_eq!(near.suggestions(), ["Company"]);
        let near = bound(ParamType::Thing, "Hesay").unwrap_err();
        assert_eq!(near.suggestions(), ["Hesai Technology"]);
    }

    #[test]
    fn pairs_are_split_at_the_first_equals_sign() {
        let params = Params::parse(["a=1=2", "?b = x"]).unwrap();
        assert_eq!(params, Params::default().with("a", "1=2").with("b", " x"));
        assert!(matches!(Params::parse(["a"]), Err(QueryError::NotAPair(text)) if text == "a"));
        assert!(
            matches!(Params::parse(["a=1", "a=2"]), Err(QueryError::Twice(name)) if name == "a")
        );
    }

    #[test]
    fn missing_unknown_and_clock_parameters_are_told_apart() {
        let default = Fallback::Value {
            text: "2".to_owned(),
            term: Literal::from(2).into(),
        };
        let wanted = [
            param("company", ParamType::Thing, Fallback::Required),
            param("list", ParamType::Thing, Fallback::Any),
            param("least", ParamType::Integer, default),
        ];
        let bind = |params: Params| params.bind("listings/x", &wanted, &by_id);
        let given = bind(Params::default().with("company", "hesai")).unwrap();
        assert_eq!(given.keys().collect::<Vec<_>>(), ["company", "least"]);
        for (params, message) in [
            (
                Params::default(),
                "`listings/x` needs the parameter `company` (what it is), a name, an id such as `hesai` or an IRI",
            ),
            (
                Params::default().with("companie", "hesai"),
                "`listings/x` has no parameter `companie`, it has `company`, `list`, `least`",
            ),
            (
                Params::default().with("asOf", "2026"),
                "`asOf` is not a parameter: the day is chosen for the whole command",
            ),
        ] {
            assert_eq!(bind(params).unwrap_err().to_string(), message);
        }
        let slip = bind(Params::default().with("companie", "hesai")).unwrap_err();
        assert_eq!(slip.suggestions(), ["company"]);
    }
}
