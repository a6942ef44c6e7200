//! URI templates (RFC 6570), with which a mapping makes IRIs of cells.

use crate::import::csvw::metadata::Prefixes;
use std::fmt::Write as _;

/// A template, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Expression(&'static Operator, Vec<Variable>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Variable {
    name: String,
    /// How many letters of the value are taken.
    prefix: Option<usize>,
    explodes: bool,
}

/// How an expression is written out, after the table in appendix A of the RFC.
#[derive(Debug, PartialEq, Eq)]
struct Operator {
    sign: Option<char>,
    first: &'static str,
    between: &'static str,
    /// Whether names of variables are written, and what behind the name of an empty one.
    named: Option<&'static str>,
    /// Whether the letters of IRIs that separate their parts stay.
    keeps_reserved: bool,
}

const fn operator(
    sign: Option<char>,
    first: &'static str,
    between: &'static str,
    named: Option<&'static str>,
    keeps_reserved: bool,
) -> Operator {
    Operator {
        sign,
        first,
        between,
        named,
        keeps_reserved,
    }
}

static OPERATORS: [Operator; 8] = [
    operator(None, "", ",", None, false),
    operator(Some('+'), "", ",", None, true),
    operator(Some('#'), "#", ",", None, true),
    operator(Some('.'), ".", ".", None, false),
    operator(Some('/'), "/", "/", None, false),
    operator(Some(';'), ";", ";", Some(""), false),
    operator(Some('?'), "?", "&", Some("="), false),
    operator(Some('&'), "&", "&", Some("="), false),
];

impl Template {
    /// Takes a template apart. A known prefix at its beginning is written out.
    pub(super) fn read(text: &str, prefixes: &Prefixes) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let (inside, behind) = behind
                .split_once('}')
                .ok_or_else(|| format!("the template `{text}` lacks a `}}`"))?;
            parts.push(expression(inside).ok_or_else(|| {
                format!("`{{{inside}}}` in the template `{text}` is no expression of RFC 6570")
            })?);
            rest = behind;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        if let Some(Part::Text(first)) = parts.first_mut() {
            *first = prefixes.expand(first);
        }
        Ok(Self { parts })
    }

    /// Returns the template of a property that a mapping does not name: the name of the column, within
    /// the table.
    pub(super) fn of_name(name: &str) -> Self {
        let mut text = String::from("#");
        encode(name, false, &mut text);
        Self {
            parts: vec![Part::Text(text)],
        }
    }

    /// Returns the names of its variables.
    pub(super) fn variables(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| {
            match part {
                Part::Text(_) => [].iter(),
                Part::Expression(_, variables) => variables.iter(),
            }
            .map(|variable| variable.name.as_str())
        })
    }

    /// Writes the template out with the values of variables; `None` where one has no value.
    ///
    /// The RFC leaves out what has no value. Of a table that would make an IRI such as `company-`,
    /// which all rows without a number share.
    pub(super) fn expand<'v>(&self, values: impl Fn(&str) -> Vec<&'v str>) -> Option<String> {
        let mut text = String::new();
        for part in &self.parts {
            let (operator, variables) = match part {
                Part::Text(part) => {
                    encode(part, true, &mut text);
                    continue;
                }
                Part::Expression(operator, variables) => (operator, variables),
            };
            for (place, variable) in variables.iter().enumerate() {
                let values = values(&variable.name);
                if values.is_empty() {
                    return None;
                }
                text.push_str(if place == 0 {
                    operator.first
                } else {
                    operator.between
                });
                let name = |text: &mut String, is_empty: bool| {
                    if let Some(behind) = operator.named {
                        encode(&variable.name, true, text);
                        text.push_str(if is_empty { behind } else { "=" });
                    }
                };
                for (place, value) in values.iter().enumerate() {
                    let is_new = variable.explodes && place > 0;
                    match (place, is_new) {
                        (0, _) => name(&mut text, value.is_empty()),
                        (_, true) => {
                            text.push_str(operator.between);
                            name(&mut text, value.is_empty());
                        }
                        (_, false) => text.push(','),
                    }
                    let taken: String = match variable.prefix {
                        Some(count) => value.chars().take(count).collect(),
                        None => (*value).to_owned(),
                    };
                    encode(&taken, operator.keeps_reserved, &mut text);
                }
            }
        }
        Some(text)
    }
}

fn expression(text: &str) -> Option<Part> {
    let sign = text.chars().next()?;
    let operator = OPERATORS
        .iter()
        .find(|operator| operator.sign == Some(sign));
    let names = match operator {
        Some(_) => &text[1..],
        None => text,
    };
    let variables = names.split(',').map(|name| {
        let name = name.trim();
        let (name, explodes) = match name.strip_suffix('*') {
            Some(name) => (name, true),
            None => (name, false),
        };
        let (name, prefix) = match name.rsplit_once(':') {
            Some((name, count)) => (name, Some(count.parse().ok()?)),
            None => (name, None),
        };
        let is_name = !name.is_empty() && !name.contains(['{', '"', '|', '=', '!', '@']);
        is_name.then(|| Variable {
            name: name.to_owned(),
            prefix,
            explodes,
        })
    });
    let variables = variables.collect::<Option<Vec<_>>>()?;
    Some(Part::Expression(
        operator.unwrap_or(&OPERATORS[0]),
        variables,
    ))
}

/// Writes a text as a part of an IRI. Letters beyond ASCII stay, as IRIs have them (RFC 3987).
fn encode(value: &str, keeps_reserved: bool, text: &mut String) {
    const RESERVED: &str = ":/?#[]@!$&'()*+,;=";
    let bytes = value.as_bytes();
    for (place, c) in value.char_indices() {
        let is_escape = c == '%'
            && keeps_reserved
            && matches!(bytes.get(place + 1..place + 3), Some([a, b]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
        let stays = c.is_ascii_alphanumeric()
            || matches!(c, '-' | '.' | '_' | '~')
            || is_escape
            || keeps_reserved && RESERVED.contains(c)
            || !c.is_ascii() && c.is_alphanumeric();
        if stays {
            text.push(c);
            continue;
        }
        let mut buffer = [0; 4];
        for byte in c.encode_utf8(&mut buffer).bytes() {
            // A string takes whatever is written to it.
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(text: &str) -> Option<String> {
        let values = |name: &str| match name {
            "var" => vec!["value"],
            "hello" => vec!["Hello World!"],
            "path" => vec!["/foo/bar"],
            "list" => vec!["red", "green"],
            "empty" => vec![""],
            "name" => vec!["Müller & Söhne"],
            _ => vec![],
        };
        Template::read(text, &Prefixes::default())
            .unwrap()
            .expand(values)
    }

    #[test]
    fn templates_are_written_out_as_the_rfc_has_it() {
        for (text, expected) in [
            ("{var}", "value"),
            ("{hello}", "Hello%20World%21"),
            ("{+hello}", "Hello%20World!"),
            ("{+path}/here", "/foo/bar/here"),
            ("{#path,hello}", "#/foo/bar,Hello%20World!"),
            ("X{.var}", "X.value"),
            ("{/var,empty}", "/value/"),
            ("{;var,empty}", ";var=value;empty"),
            ("{?var,empty}", "?var=value&empty="),
            ("{&list*}", "&list=red&list=green"),
            ("{list}", "red,green"),
            ("{/list*}", "/red/green"),
            ("{var:3}", "val"),
            ("rdfs:label", "http://www.w3.org/2000/01/rdf-schema#label"),
            ("c-{name}", "c-Müller%20%26%20Söhne"),
            ("a b%20c", "a%20b%20c"),
        ] {
            assert_eq!(expand(text).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(expand("company-{none}"), None);
        for wrong in ["{", "a{b", "{}", "{a|b}", "{a:x}"] {
            assert!(
                Template::read(wrong, &Prefixes::default()).is_err(),
                "{wrong}"
            );
        }
    }
}
