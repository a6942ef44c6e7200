//! Tables of same things: rows in which a person says that two records are of one thing.
//!
//! A header with `record`, `same_as`, and why in `evidence`; other columns are notes of whoever keeps
//! the table. A record is named by its id, as every command prints it, or by its IRI. What such
//! rows lead to is decided in [`resolve::identity`](crate::resolve::identity).

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Reader, Reading};
use crate::import::part::{Part, text};
use crate::import::rows::{Header, rows};
use crate::import::say;
use crate::model::record;
use crate::model::vocab as ag;

/// The table of same things.
pub(crate) const FORMAT: Format = Format {
    name: "same-as",
    title: "a table of records that are of one thing",
    publisher: None,
    page: "docs/identity.md",
    sign: "a header with record, same_as",
    license: None,
    // A row that is gone is taken back; a table may shrink.
    is_complete: false,
    reading: Reading::Records {
        fits: |head| head.has_columns(&["record", "same_as"]),
        reader: |head| {
            Box::new(Same {
                header: head.header().cloned().unwrap_or_default(),
            })
        },
    },
};

struct Same {
    header: Header,
}

impl Reader for Same {
    fn cut(&self) -> Cut {
        Cut::Rows
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        let read = rows(&text, b',', chunk, Some(&self.header), &mut part.tally);
        for (line, row) in read {
            let cell = |name: &str| self.header.cell(&row, name);
            let records = [cell("record"), cell("same_as")].map(record);
            let [Some(one), Some(other)] = records else {
                let message = "the row does not name two records by id or IRI".to_owned();
                part.tally.skip(line, "no-record", message);
                continue;
            };
            part.tally.mapped += 1;
            let mut pair = [one.into_string(), other.into_string()];
            pair.sort();
            let own = format!("same-{}", &say::hash(&pair.join(" "))[..16]);
            let own = part.thing(&own);
            part.state_classes(own, &[ag::SAMENESS]);
            for iri in &pair {
                let record = part.batch.iri("", iri);
                part.state(own, ag::HAS_RECORD, record);
            }
            let evidence = cell("evidence");
            if !evidence.is_empty() {
                part.state_text(own, ag::REASON, evidence);
            }
        }
    }
}
