//! The Beneficial Ownership Data Standard of Open Ownership, versions 0.2, 0.3 and 0.4.
//!
//! A document holds statements, in an array or one a line. Those of 0.2 and 0.3 refer to each other
//! by the ids of statements, and a newer one names those that it replaces; those of 0.4 speak of
//! records, which have ids of their own and a status. Either way, which thing a relationship is
//! about is known only when all statements were seen: they are read twice. `index` finds which of
//! them are of one record, and those come together; `party` states whom they describe, `relation`
//! who has what interest in whom.

mod index;
mod party;
mod relation;

use crate::import::bods::index::{Index, Kind, Seen};
use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer, broken};
use crate::import::node::Node;
use crate::import::part::{Part, Tally};
use crate::import::say::{self, words};
use crate::store::StoreError;
use rayon::prelude::*;

/// Statements, in an array or one a line.
pub(crate) const FORMAT: Format = Format {
    name: "bods",
    title: "Beneficial Ownership Data Standard 0.2 to 0.4: statements in an array or one a line",
    publisher: None,
    page: "https://standard.openownership.org/",
    sign: "JSON objects with `statementID` and `statementType`, or `statementId` and `recordType`",
    license: None,
    is_complete: false,
    reading: Reading::Records {
        fits: |head| {
            let is_record = head.has_keys(&["recordType", "recordId"]);
            is_record || head.has_keys(&["statementID", "statementType"])
        },
        reader: |head| {
            Box::new(Statements {
                is_lines: matches!(head.objects(), Cut::Lines),
                index: Index::default(),
            })
        },
    },
};

/// A document of statements.
struct Statements {
    is_lines: bool,
    index: Index,
}

impl Reader for Statements {
    fn cut(&self) -> Cut {
        Cut::Linked {
            is_lines: self.is_lines,
        }
    }

    fn link(
        &mut self,
        records: &[(u64, &str, bool)],
        tally: &mut Tally,
    ) -> Result<Vec<Option<u32>>, StoreError> {
        let read = records.par_iter().map(|(_, text, is_last)| {
            let statement = Node::json(text).map_err(|error| broken(text, error, *is_last))?;
            Seen::of(text, &statement).map_err(|lack| {
                let message = format!("the statement has no {lack}");
                ("not-a-statement", message)
            })
        });
        let read: Vec<Result<Seen<'_>, _>> = read.collect();
        let numbers = read.into_iter().zip(records).map(|(seen, (line, ..))| {
            tally.read += 1;
            match seen {
                Ok(seen) => self.index.add(&seen).map(Some),
                Err((code, message)) => {
                    tally.skip(*line, code, message);
                    Ok(None)
                }
            }
        });
        numbers.collect()
    }

    fn settle(&mut self) {
        self.index.settle();
    }

    fn linked(&self, number: u32) -> u32 {
        self.index.whole(number)
    }

    /// Takes statements as [`Cut::Linked`] leaves them: all those of some records.
    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let mut writer = Writer::new(part);
        for record in self.index.records(&chunk.bytes) {
            let Some(newest) = record.statements.last() else {
                continue;
            };
            let count = record.statements.len() as u64;
            writer.tally().mapped += count;
            if newest.kind == Kind::Relation {
                relation::state(&record, &self.index, &mut writer);
            } else {
                let what = "statements on parties that later ones replace, left out";
                writer.tally().mend(what, count - 1);
                party::state(&record, &mut writer);
            }
        }
    }
}

/// What a statement says of itself: facts, to be told with what it states, and pages.
#[derive(Debug, Default)]
struct About {
    facts: Vec<String>,
    pages: Vec<String>,
    publisher: String,
    date: String,
}

impl About {
    /// Adds everything to an entity, facts in this property.
    fn tell(&self, draft: &mut Draft, property: &'static str) {
        for fact in &self.facts {
            draft.add(property, fact);
        }
        for page in &self.pages {
            draft.add("sourceUrl", page);
        }
        draft.add("publisher", &self.publisher);
        draft.add("modifiedAt", &self.date);
    }
}

/// Tells whether a field says how the statement itself goes, and nothing of what it states.
fn is_of_statement(path: &str) -> bool {
    let own = [
        "statementid",
        "statementtype",
        "recordid",
        "recordtype",
        "recordstatus",
        "declarationsubject",
        "replacesstatements",
        "publicationdetails.bodsversion",
        "publicationdetails.publisher.url",
    ];
    own.contains(&path.to_ascii_lowercase().as_str())
}

/// Returns what was not understood, each by its path.
fn left(statement: &Node) -> impl Iterator<Item = (String, &str)> {
    let left = statement.left().into_iter();
    left.filter(|(path, _)| !is_of_statement(path))
}

/// Takes out of a statement what it says of itself.
fn about(statement: &Node, tally: &mut Tally) -> About {
    let mut about = About {
        date: say::day_of(&statement.take("statementdate")).to_owned(),
        publisher: statement.take("publicationdetails.publisher.name"),
        ..About::default()
    };
    let published = statement.take("publicationdetails.publicationdate");
    let license = statement.take("publicationdetails.license");
    tally.published(&about.publisher, &license);
    for date in [about.date.as_str(), &published] {
        if let Some(date) = say::date(date) {
            tally.seen(date);
        }
    }
    let declaration = statement.take("declaration");
    if !declaration.is_empty() {
        about.facts.push(format!("Declaration: {declaration}"));
    }
    let name = match about.publisher.is_empty() {
        true => "bods".to_owned(),
        false => format!("bods-{}", say::slug(&about.publisher)),
    };
    tally.dataset(&name);
    for source in statement.take_all("source") {
        about.facts.extend(told(source, &mut about.pages));
    }
    for note in statement.take_all("annotations") {
        let text = note.take("description");
        let by = note.take("createdby.name");
        let about_what = note.take("statementpointertarget");
        note.take("motivation");
        let mut fact = format!("Annotation: {text}");
        for (word, value) in [(" – by ", by), (" – about ", about_what)] {
            if !value.is_empty() {
                fact = format!("{fact}{word}{value}");
            }
        }
        for (path, value) in note.take_left() {
            fact = format!("{fact}; {path}: {value}");
        }
        about.facts.push(fact);
    }
    about
}

/// Tells in one line where a claim comes from; pages are put apart.
fn told(source: &Node, pages: &mut Vec<String>) -> Option<String> {
    let kinds = source.take_all("type");
    let mut parts: Vec<String> = kinds.iter().map(|kind| words(kind.own())).collect();
    parts.push(source.take("description"));
    for by in source.take_all("assertedby") {
        let uri = by.take("uri");
        let name = by.take("name");
        match (name.is_empty(), uri.is_empty()) {
            (true, true) => (),
            (false, true) => parts.push(format!("asserted by {name}")),
            (true, false) => parts.push(format!("asserted by {uri}")),
            (false, false) => parts.push(format!("asserted by {name} ({uri})")),
        }
    }
    let page = source.take("url");
    if page.contains(':') {
        pages.push(page);
    } else {
        parts.push(page);
    }
    for (path, value) in source.take_left() {
        parts.push(format!("{} {}", words(&path), say::day_of(value)));
    }
    parts.retain(|part| !part.is_empty());
    (!parts.is_empty()).then(|| format!("Source: {}", parts.join(", ")))
}

/// Says why somebody is not specified; nothing where the statement gives no reason.
fn why(unspecified: &Node) -> String {
    let reason = words(&unspecified.take("reason"));
    let description = unspecified.take("description");
    match (reason.as_str(), description.as_str()) {
        ("", text) => text.to_owned(),
        (reason, "") => reason.to_owned(),
        (reason, text) => format!("{reason} ({text})"),
    }
}
