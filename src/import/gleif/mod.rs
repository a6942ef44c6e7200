//! The Global LEI Index: who is who (level 1), who owns whom (level 2), and why a parent is not told.
//!
//! The Global Legal Entity Identifier Foundation publishes three documents, each in XML (LEI-CDF 2.1
//! and 3.1, RR-CDF 1.1 and 2.1, Reporting Exceptions 1.1 and 2.1) and as a table whose columns are
//! the paths of the XML (golden copy and concatenated files). Either way a record becomes a `Node`
//! first; `entity` and `relation` take out of it what they have words for, and what is left over
//! goes to the notes.

mod entity;
mod relation;

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Head, Reader, Reading};
use crate::import::ftm::Writer;
use crate::import::node::{Columns, Node};
use crate::import::part::{Part, text};
use crate::import::rows::{Header, rows};
use crate::import::say;
use crate::import::xml;

const PUBLISHER: Option<&str> = Some("Global Legal Entity Identifier Foundation (GLEIF)");
const LICENSE: Option<&str> = Some("CC0 1.0");

/// The dataset of changes to the whole.
const DELTA: &str = "gleif_delta";

/// What stands around the records, and is passed over.
const AROUND: &[&str] = &[
    "/LEIData",
    "/LEIHeader",
    "/LEIRecords",
    "/RelationshipData",
    "/RelationshipRecords",
    "/ReportingExceptionData",
    "/ReportingExceptions",
    "/Header",
    "/ContentDate",
    "/FileContent",
    "/Originator",
    "/DeltaStart",
    "/RecordCount",
    "/NextVersion",
    "/Extension",
];

/// Legal entities and their data.
pub(crate) const ENTITIES: Format = Format {
    name: "gleif-lei",
    title: "GLEIF level 1: legal entities, in XML or as a table",
    publisher: PUBLISHER,
    page: "https://www.gleif.org/en/about-lei/common-data-file-format/current-versions/level-1-data-lei-cdf-3-1-format",
    sign: "the element LEIRecord, or a header with LEI and Entity.LegalName",
    license: LICENSE,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| fits(head, &["lei", "entity.legalname"], "LEIRecord"),
        reader: |head| Box::new(Records::new(head, "LEIData", &["LEIRecord"], entity::state)),
    },
};

/// Who consolidates, manages or is a branch of whom.
pub(crate) const RELATIONS: Format = Format {
    name: "gleif-rr",
    title: "GLEIF level 2: relationship records, in XML or as a table",
    publisher: PUBLISHER,
    page: "https://www.gleif.org/en/about-lei/common-data-file-format/current-versions/level-2-data-relationship-record-rr-cdf-2-1-format",
    sign: "the element RelationshipRecord, or a header with Relationship.StartNode.NodeID",
    license: LICENSE,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| {
            let columns = [
                "relationship.startnode.nodeid",
                "relationship.endnode.nodeid",
            ];
            fits(head, &columns, "RelationshipRecord")
        },
        reader: |head| {
            Box::new(Records::new(
                head,
                "RelationshipData",
                &["RelationshipRecord"],
                relation::state,
            ))
        },
    },
};

/// Why a parent is not reported.
pub(crate) const EXCEPTIONS: Format = Format {
    name: "gleif-repex",
    title: "GLEIF level 2: reporting exceptions, in XML or as a table",
    publisher: PUBLISHER,
    page: "https://www.gleif.org/en/about-lei/common-data-file-format/current-versions/level-2-data-reporting-exceptions-2-1-format",
    sign: "the element ReportingExceptionData, or a header with LEI and Exception.Category",
    license: LICENSE,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| {
            fits(
                head,
                &["lei", "exception.category"],
                "ReportingExceptionData",
            )
        },
        reader: |head| {
            Box::new(Records::new(
                head,
                "ReportingExceptionData",
                &["Exception"],
                relation::exception,
            ))
        },
    },
};

/// Tells whether a document has these columns, or an element of this name near its beginning.
fn fits(head: &Head<'_>, columns: &[&str], element: &str) -> bool {
    let is_tag = |before: &str| before.ends_with('<') || before.ends_with(':');
    let text = &*head.text;
    let mut tags = text.match_indices(element);
    let is_xml = text.trim_start().starts_with('<')
        && tags.any(|(at, _)| {
            let ends =
                text[at + element.len()..].starts_with([' ', '>', '\n', '\r', '\t', '/', 's']);
            is_tag(&text[..at]) && ends
        });
    is_xml || head.has_columns(columns)
}

/// States a record; tells what it lacks, if anything.
type State = fn(&Node, &mut Writer<'_>, &'static str) -> Result<(), &'static str>;

/// One of the documents, in one of its forms.
struct Records {
    /// The columns, if it is a table.
    table: Option<(Header, Columns)>,
    /// What holds all records in XML, and what each is.
    root: &'static str,
    elements: &'static [&'static str],
    state: State,
    /// Its dataset: that of the whole, or of changes to it.
    dataset: &'static str,
}

impl Records {
    fn new(
        head: &Head<'_>,
        root: &'static str,
        elements: &'static [&'static str],
        state: State,
    ) -> Self {
        let is_xml = head.text.trim_start().starts_with('<');
        let header = head.header().filter(|_| !is_xml).cloned();
        let content = told(&head.text, "FileContent").unwrap_or_default();
        let name = head.file_name.unwrap_or_default();
        let is_delta = content.contains("DELTA") || name.contains("delta");
        Self {
            table: header.map(|header| (header, Columns::read(&head.text))),
            root,
            elements,
            state,
            dataset: if is_delta { DELTA } else { "gleif" },
        }
    }

    fn record(&self, line: u64, mut record: Node, writer: &mut Writer<'_>) {
        writer.tally().dataset(self.dataset);
        // The document was finished after the last of its records.
        let updated = record.peek("registration.lastupdatedate");
        if let Some(date) = say::date(updated.get(..10).unwrap_or_default()) {
            writer.tally().seen(date);
        }
        match (self.state)(&mut record, writer, self.dataset) {
            Ok(()) => writer.tally().mapped += 1,
            Err(lack) => {
                let message = format!("the record has no `{lack}`");
                writer.tally().skip(line, "not-a-record", message);
            }
        }
    }
}

impl Reader for Records {
    fn is_part(&self) -> bool {
        self.dataset == DELTA
    }

    fn cut(&self) -> Cut {
        match self.table {
            Some(_) => Cut::Rows,
            None => Cut::Elements(self.elements),
        }
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let tally = &mut part.tally;
        let text = text(chunk, tally);
        if let Some((header, columns)) = &self.table {
            let read = rows(&text, b',', chunk, Some(header), tally);
            let mut writer = Writer::new(part);
            for (line, row) in read {
                self.record(line, columns.record(&row), &mut writer);
            }
            return;
        }
        xml::check_end(chunk, &text, self.root, tally);
        let elements = xml::elements(&text, self.elements);
        if chunk.first {
            // What stands before the records tells of the document.
            let begin = elements
                .first()
                .map(|(_, element)| element.as_ptr() as usize);
            let end = begin.map_or(text.len(), |begin| begin - text.as_ptr() as usize);
            let head = &text[..end];
            if let Some(date) = told(head, "ContentDate").and_then(say::date) {
                tally.seen(date);
            }
            tally.announced = told(head, "RecordCount").and_then(|count| count.parse().ok());
        }
        xml::around(&text, &elements, AROUND, tally);
        let mut writer = Writer::new(part);
        for (line, text) in elements {
            let line = chunk.line + line;
            writer.tally().read += 1;
            match xml::read(text) {
                Ok(element) => self.record(line, Node::of(&element), &mut writer),
                Err(error) => writer.tally().skip(line, "bad-xml", error),
            }
        }
    }
}

/// Returns the text of the first element with this name, whatever its prefix.
fn told<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let rest = text.split_once(&format!("{name}>"))?.1;
    rest.split_once('<').map(|(value, _)| value.trim())
}

/// Returns the id of a legal entity, as OpenSanctions has it.
fn id(lei: &str) -> String {
    format!("lei-{lei}")
}
