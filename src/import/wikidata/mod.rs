//! Items of Wikidata in JSON: a dump (an array with an item a line), an array, items one behind
//! another, or `{"entities": {…}}` as `Special:EntityData` and the API give them.
//!
//! The form is that of <https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html>. An item
//! has the id that OpenSanctions gives it, its own: `Q159`. `words` tells what properties mean here,
//! `item` reads statements.

mod item;
mod words;

use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Head, Reader, Reading};
use crate::import::ftm::Writer;
use crate::import::part::{Part, text};
use crate::import::values;
use serde_json::Value;

/// Items of Wikidata.
pub(crate) const FORMAT: Format = Format {
    name: "wikidata",
    title: "Wikidata: items in JSON, from a dump, Special:EntityData or the API",
    publisher: Some("Wikidata"),
    page: "https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html",
    sign: "JSON objects with id, labels and claims, or such under entities",
    license: Some("CC0 1.0"),
    is_complete: false,
    reading: Reading::Records {
        fits: is_item,
        reader: |_| Box::new(Items),
    },
};

/// Tells whether a document begins with an item. Beyond the head the rest of a long one is not seen.
fn is_item(head: &Head<'_>) -> bool {
    let is_entity = |keys: &[&str]| head.has_keys(keys) && !head.has_keys(&["schema"]);
    let is_whole = is_entity(&["id", "labels"])
        && (is_entity(&["type"]) || is_entity(&["descriptions"]) || is_entity(&["claims"]));
    let says = |word: &str| head.text.contains(word);
    is_whole || is_entity(&["entities"]) && (says("\"labels\"") || says("\"claims\""))
}

struct Items;

impl Reader for Items {
    fn cut(&self) -> Cut {
        Cut::Objects
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        values::each(chunk, &text, part, record);
    }
}

/// States an item, or all of those in an answer.
fn record(line: u64, value: &Value, writer: &mut Writer<'_>) {
    match value.get("entities") {
        Some(Value::Object(entities)) => entities
            .values()
            .for_each(|entity| one(line, entity, writer)),
        Some(Value::Array(entities)) => {
            entities.iter().for_each(|entity| one(line, entity, writer))
        }
        _ => one(line, value, writer),
    }
}

fn one(line: u64, entity: &Value, writer: &mut Writer<'_>) {
    writer.tally().read += 1;
    let stated = item::write(entity, writer);
    let tally = writer.tally();
    match stated {
        Ok(()) => tally.mapped += 1,
        Err(lack) => tally.skip(line, "not-an-item", lack.to_owned()),
    }
}
