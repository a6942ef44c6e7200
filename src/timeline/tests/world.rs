//! Tiny worlds, built claim by claim.

use crate::model::vocab::{self as ag, external as ext};
use crate::model::{Date, thing};
use crate::store::{Pack, Snapshot};
use jiff::civil::Date as Day;
use oxrdf::vocab::{rdf, rdfs};
use oxrdf::{GraphName, Literal, NamedNode, NamedNodeRef, Quad, Term};
use std::sync::Arc;

pub fn day(text: &str) -> Day {
    text.parse().expect(text)
}

pub fn date(text: &str) -> Date {
    text.parse().expect(text)
}

/// The list of all tiny worlds.
pub const LIST: &str = "list";

/// Claims under way to a snapshot. A blank text says nothing.
#[derive(Clone, Default)]
pub struct World(pub Vec<Quad>);

impl World {
    pub fn say(
        &mut self,
        source: &str,
        subject: &str,
        property: NamedNodeRef<'_>,
        value: impl Into<Term>,
    ) {
        let graph = match source {
            "" => GraphName::DefaultGraph,
            id => thing(id).into(),
        };
        let property = property.into_owned();
        self.0
            .push(Quad::new(thing(subject), property, value, graph));
    }

    fn link(&mut self, source: &str, subject: &str, property: NamedNodeRef<'_>, object: &str) {
        if !object.is_empty() {
            self.say(source, subject, property, thing(object));
        }
    }

    pub fn date(&mut self, source: &str, subject: &str, property: NamedNodeRef<'_>, text: &str) {
        if !text.is_empty() {
            self.say(source, subject, property, date(text).to_literal());
        }
    }

    /// A source and the date of its publication.
    pub fn source(mut self, id: &str, issued: &str) -> Self {
        self.say("", id, rdf::TYPE, ag::SOURCE);
        self.date("", id, ext::ISSUED, issued);
        self
    }

    /// A change of the list, named `company-class-date` where it needs no name.
    pub fn change(
        mut self,
        source: &str,
        id: &str,
        class: NamedNodeRef<'_>,
        company: &str,
        date: &str,
        edition: &str,
    ) -> Self {
        for class in [class, ag::EVENT] {
            self.say(source, id, rdf::TYPE, class);
        }
        self.link(source, id, ag::TARGET, company);
        self.link(source, id, ag::LIST, LIST);
        self.link(source, id, ag::HAS_EDITION, edition);
        self.date(source, id, ag::DATE, date);
        self
    }

    pub fn listing(self, source: &str, company: &str, date: &str) -> Self {
        let id = format!("{company}-listing-{date}");
        self.change(source, &id, ag::LISTING, company, date, "")
    }

    pub fn removal(self, source: &str, company: &str, date: &str) -> Self {
        let id = format!("{company}-removal-{date}");
        self.change(source, &id, ag::REMOVAL, company, date, "")
    }

    /// An edition that only tells of changes.
    pub fn edition(mut self, source: &str, id: &str, date: &str) -> Self {
        self.say("", id, rdf::TYPE, ag::EDITION);
        self.say(source, id, rdf::TYPE, ag::EDITION);
        self.link(source, id, ag::LIST, LIST);
        self.date(source, id, ag::DATE, date);
        self
    }

    /// An edition that prints the whole list.
    pub fn complete(mut self, source: &str, id: &str, date: &str, printed: &[&str]) -> Self {
        self = self.edition(source, id, date);
        self.say(source, id, ag::COMPLETENESS, ag::COMPLETE);
        for company in printed {
            self.link(source, id, ag::INCLUDES, company);
        }
        self.announced(source, id, printed.len())
    }

    pub fn announced(mut self, source: &str, id: &str, count: usize) -> Self {
        let count = Literal::from(count as u64);
        self.say(source, id, ag::ANNOUNCED_COUNT, count);
        self
    }

    /// Says that a record is of this thing.
    pub fn joined(mut self, source: &str, company: &str, record: &str) -> Self {
        let account = format!("identity-{company}");
        self.link(source, &account, ag::IDENTIFIED_AS, company);
        self.link(source, &account, ag::RECORD, record);
        self
    }

    pub fn withdrawn(mut self, source: &str, edition: &str, date: &str) -> Self {
        self.say(source, edition, ag::STATE, ag::WITHDRAWN);
        self.date(source, edition, ag::STATE_DATE, date);
        self
    }

    pub fn grouping(mut self, source: &str, parent: &str, child: &str, edition: &str) -> Self {
        let id = format!("{parent}--{child}");
        self.say(source, &id, rdf::TYPE, ag::OWNERSHIP);
        self.link(source, &id, ag::PARENT, parent);
        self.link(source, &id, ag::CHILD, child);
        self.link(source, &id, ag::HAS_EDITION, edition);
        let grouping = NamedNode::new_unchecked(format!("{}grouping", ag::AG));
        self.say(source, &id, ag::KIND, grouping);
        self
    }

    pub fn subclass(mut self, class: NamedNodeRef<'_>, parent: NamedNodeRef<'_>) -> Self {
        let class = class.into_owned();
        let parent: Term = parent.into_owned().into();
        let predicate = rdfs::SUB_CLASS_OF.into_owned();
        self.0
            .push(Quad::new(class, predicate, parent, GraphName::DefaultGraph));
        self
    }

    pub fn as_of(&self, as_of: &str) -> Snapshot {
        let pack = Pack::build(self.0.clone()).expect("a tiny world fits");
        Snapshot::new(Arc::new(pack), day(as_of))
    }
}
