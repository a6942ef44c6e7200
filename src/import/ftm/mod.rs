//! FollowTheMoney: the exports of OpenSanctions, Aleph and their like, in all their shapes.
//!
//! `model` knows the schemata and what they mean in our words, `record` reads an entity, `map`
//! states it. Here stand the shapes of files: entities one a line or in one array, with other
//! entities nested in them or without, files of changes, tables with a row for each target
//! (`simple`), and single statements (`statements`).

mod draft;
mod map;
mod model;
mod record;
mod simple;
mod statements;

use crate::import::chunk::{Chunk, Cut, is_open, objects};
use crate::import::format::{Format, Head, Reader, Reading};
use crate::import::ftm::map::iri;
use crate::import::ftm::record::{Change, Mended, Record, read};
use crate::import::json::JsonError;
use crate::import::part::{Part, text};
use std::collections::HashMap;

pub(crate) use draft::Draft;
pub(crate) use map::{SATELLITES, Writer};
pub(crate) use simple::FORMAT as SIMPLE;
pub(crate) use statements::{FORMAT as STATEMENTS, PACKED};

/// Entities, one a line or in an array.
pub(crate) const ENTITIES: Format = Format {
    name: "ftm",
    title: "FollowTheMoney: entities, one a line or in an array, nested or not",
    publisher: None,
    page: "https://followthemoney.tech/",
    sign: "JSON objects with `id`, `schema` and `properties`",
    license: None,
    is_complete: true,
    reading: Reading::Records {
        fits: is_entity,
        reader: |head| {
            Box::new(Entities {
                cut: head.objects(),
            })
        },
    },
};

/// Changes to a dataset.
pub(crate) const DELTA: Format = Format {
    name: "ftm-delta",
    title: "FollowTheMoney: changes to a dataset, one a line",
    publisher: None,
    page: "https://www.opensanctions.org/docs/bulk/",
    sign: "JSON objects with `op` and `entity`",
    license: None,
    is_complete: false,
    reading: Reading::Records {
        fits: |head| head.has_keys(&["op", "entity"]),
        reader: |_| Box::new(Changes),
    },
};

/// Tells whether a document begins with an entity. Beyond the head the rest of a long object is not
/// seen, so two of the three keys are enough.
fn is_entity(head: &Head<'_>) -> bool {
    let has = |key| usize::from(head.has_keys(&[key]));
    has("schema") == 1 && has("id") + has("properties") > 0
}

/// Entities, one a line or in an array.
struct Entities {
    cut: Cut,
}

impl Reader for Entities {
    fn cut(&self) -> Cut {
        self.cut
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let whole = text(chunk, &mut part.tally);
        let mut work = Work::new(part, chunk);
        if matches!(self.cut, Cut::Lines) {
            for (line, text) in (0..).zip(lines(&whole)) {
                let is_last = chunk.ends_with(&whole, text);
                let text = text.trim().trim_end_matches(',');
                // An array with one entity a line is read all the same.
                if !matches!(text, "" | "[" | "]") {
                    work.entity(line, text.trim_start_matches(['[', ',']), is_last);
                }
            }
        } else {
            for (line, text) in objects(&whole) {
                work.entity(line, text, chunk.last);
            }
        }
        work.done();
    }
}

/// What came of one piece so far.
struct Work<'p, 't> {
    writer: Writer<'p>,
    record: Record<'t>,
    mended: Mended,
    halves: u64,
    line: u64,
}

impl<'p, 't> Work<'p, 't> {
    fn new(part: &'p mut Part, chunk: &Chunk) -> Self {
        Self {
            writer: Writer::new(part),
            record: Record::default(),
            mended: Mended::default(),
            halves: 0,
            line: chunk.line,
        }
    }

    /// States the entity that a text is; `line` counts from the beginning of the piece.
    fn entity(&mut self, line: u64, text: &'t str, is_last: bool) {
        let line = self.line + line;
        self.writer.part.tally.read += 1;
        match read(text, &mut self.record, &mut self.mended, &mut self.halves) {
            Ok(Some(_)) => {
                let lack = "the record is a change to an entity (`ftm-delta`)";
                let tally = &mut self.writer.part.tally;
                tally.skip(line, "not-an-entity", lack.to_owned());
            }
            Ok(None) => {
                let record = std::mem::take(&mut self.record);
                self.record(line, &record);
                self.record = record;
            }
            Err(error) => {
                let (code, message) = broken(text, error, is_last);
                self.writer.part.tally.skip(line, code, message);
            }
        }
    }

    fn record(&mut self, line: u64, record: &Record<'_>) {
        let stated = self.writer.entity(record);
        let tally = &mut self.writer.part.tally;
        match stated {
            Ok(_) => tally.mapped += 1,
            Err(lack) => tally.skip(line, "not-an-entity", lack.to_owned()),
        }
    }

    fn done(self) {
        let tally = &mut self.writer.part.tally;
        tally.mend(
            "values that stood outside of a list or were no text",
            self.mended.values,
        );
        tally.mend("values without content, left out", self.mended.nulls);
        tally.mend("halves of pairs of surrogates", self.halves);
    }
}

/// Returns the lines of a text, each with its end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    let last = Some(text.len()).filter(|_| !text.is_empty() && !text.ends_with('\n'));
    let mut begin = 0;
    ends.chain(last)
        .map(move |end| &text[std::mem::replace(&mut begin, end)..end])
}

/// Says what is wrong with a record that is not JSON; `is_last` where its document ends with it.
pub(crate) fn broken(text: &str, error: JsonError, is_last: bool) -> (&'static str, String) {
    let at = error.at.min(text.len());
    let at = (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let column = |at: usize| text[..at].chars().count() + 1;
    let expected = error.expected;
    if is_last && is_open(text) {
        let end = column(text.trim_end().len());
        let message = format!("the record ends at column {end}, expected {expected}");
        return ("cut-short", message);
    }
    let rest: String = text[at..].chars().take(20).collect();
    let message = match rest.is_empty() {
        true => format!(
            "the line ends at column {}, expected {expected}",
            column(at)
        ),
        false => format!(
            "found `{}` at column {}, expected {expected}",
            rest.escape_debug(),
            column(at)
        ),
    };
    ("bad-json", message)
}

/// Changes to a dataset, one a line: `{"op": "ADD", "entity": {…}}`.
///
/// They are applied in their order: of an entity the last change counts.
struct Changes;

impl Reader for Changes {
    fn cut(&self) -> Cut {
        Cut::Keyed(changed)
    }

    fn changes(&self) -> bool {
        true
    }

    /// Takes lines as [`Cut::Keyed`] leaves them: the number of the line, a tab, and then the change.
    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let whole = String::from_utf8_lossy(&chunk.bytes);
        // The last change of each entity.
        let mut last: HashMap<String, (u64, &str)> = HashMap::new();
        for (number, text) in whole.lines().filter_map(|line| line.split_once('\t')) {
            part.tally.read += 1;
            if let (Ok(number), Ok(id)) = (number.parse(), changed(text, false)) {
                last.insert(id, (number, text));
            }
        }
        let mut last: Vec<(u64, &str)> = last.into_values().collect();
        last.sort_unstable();
        let mut work = Work::new(part, chunk);
        for (line, text) in last {
            let mut record = Record::default();
            let change = read(text, &mut record, &mut work.mended, &mut work.halves);
            work.writer.part.removed.push(iri(&record.id));
            match change {
                Ok(Some(Change::Put)) => work.record(line, &record),
                _ => work.writer.part.tally.mapped += 1,
            }
        }
        // What a later change overruled was understood all the same.
        let tally = &mut work.writer.part.tally;
        tally.mapped = tally.read - tally.skipped();
        work.done();
    }
}

/// Returns the id of the entity that a line changes.
fn changed(text: &str, is_last: bool) -> Result<String, (&'static str, String)> {
    let mut record = Record::default();
    match read(text, &mut record, &mut Mended::default(), &mut 0) {
        Ok(Some(_)) if !record.id.is_empty() => Ok(record.id.into_owned()),
        Ok(Some(_)) => Err(("not-an-entity", "the entity has no `id`".to_owned())),
        Ok(None) => Err(("not-a-change", "the record has no `op`".to_owned())),
        Err(error) => Err(broken(text, error, is_last)),
    }
}
