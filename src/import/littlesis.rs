//! LittleSis, the database of who knows whom at the heights of business and government: its entities
//! and relationships, as its bulk files and its API give them.
//!
//! A document is an array of records, records one behind another, or `{"meta": …, "data": […]}`; each
//! record has `id`, `type` and `attributes`. What categories of relationships mean:
//! <https://littlesis.org/api>.

use crate::import::chunk::{Chunk, Cut, objects};
use crate::import::format::{Format, Head, Reader, Reading};
use crate::import::ftm::{Draft, Writer, broken};
use crate::import::node::Node;
use crate::import::part::{Part, text};
use crate::import::say;
use crate::names::legal_form;

/// Entities and relationships.
pub(crate) const FORMAT: Format = Format {
    name: "littlesis",
    title: "LittleSis: entities and relationships in JSON, bulk files or answers of the API",
    publisher: Some("LittleSis, Public Accountability Initiative"),
    page: "https://littlesis.org/bulk_data",
    sign: "JSON objects with attributes that have primary_ext or entity1_id, or such under data",
    license: Some("CC BY-SA 4.0"),
    is_complete: false,
    reading: Reading::Records {
        fits: is_record,
        reader: |_| Box::new(Records),
    },
};

fn is_record(head: &Head<'_>) -> bool {
    let says = |word: &str| head.text.contains(word);
    (head.has_keys(&["attributes"]) || head.has_keys(&["data"]))
        && says("\"attributes\"")
        && (says("\"primary_ext\"") || says("\"entity1_id\""))
}

struct Records;

impl Reader for Records {
    fn cut(&self) -> Cut {
        Cut::Objects
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let whole = text(chunk, &mut part.tally);
        let mut writer = Writer::new(part);
        for (line, text) in objects(&whole) {
            let line = chunk.line + line;
            match Node::json(text) {
                Ok(answer) => {
                    let records = answer.take_all("data");
                    for record in &records {
                        one(line, record, &mut writer);
                        record.take_left();
                    }
                    match records.is_empty() {
                        true => one(line, &answer, &mut writer),
                        false => tell(&answer, &mut writer),
                    }
                }
                Err(error) => {
                    let (code, message) = broken(text, error, chunk.ends_with(&whole, text));
                    writer.tally().read += 1;
                    writer.tally().skip(line, code, message);
                }
            }
        }
    }
}

/// Counts what an answer of the API says beside its records; of itself it says which page it is, and
/// under which terms it may be used.
fn tell(answer: &Node, writer: &mut Writer<'_>) {
    let own = [
        "currentPage",
        "pageCount",
        "copyright",
        "license",
        "apiVersion",
    ];
    for own in own {
        answer.take(&format!("meta.{own}"));
    }
    for (path, _) in answer.left() {
        writer.tally().wonder(&path);
    }
}

fn one(line: u64, record: &Node, writer: &mut Writer<'_>) {
    writer.tally().read += 1;
    let attributes = record.take_all("attributes");
    let none = Node::default();
    let own = Record {
        record,
        attributes: attributes.first().copied().unwrap_or(&none),
    };
    let stated = match own.attributes.peek("entity1_id") {
        "" => own.entity(writer),
        _ => own.relationship(writer),
    };
    match stated {
        Ok(draft) => {
            writer.tally().mapped += 1;
            for passed in PASSED {
                record.take(passed);
                own.attributes.take(passed);
            }
            writer.keep(&draft, record.left());
        }
        Err(lack) => writer.tally().skip(line, "not-a-record", lack.to_owned()),
    }
}

/// What is passed over: how many ties there are, and what is told elsewhere.
const PASSED: [&str; 6] = [
    "id",
    "type",
    "entity_id",
    "link_count",
    "category_name",
    "primary_ext",
];

struct Record<'r> {
    record: &'r Node,
    attributes: &'r Node,
}

impl Record<'_> {
    /// Returns an attribute as a text; nothing where there is none.
    fn text(&self, key: &str) -> String {
        self.attributes.take(key)
    }

    /// Returns a number that is an id.
    fn number(&self, key: &str) -> Option<String> {
        let id = self.text(key);
        let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        is_id.then_some(id)
    }

    /// Notes when the record was changed.
    fn changed(&self, draft: &mut Draft, writer: &mut Writer<'_>) {
        let day = self.text("updated_at");
        draft.add("modifiedAt", day.get(..10).unwrap_or_default());
        writer.tally().seen_text(&day);
    }

    /// States an entity; `Err` with what it lacks.
    fn entity(&self, writer: &mut Writer<'_>) -> Result<Draft, &'static str> {
        let own = self.record.take("id");
        let id = self.number("id").or(Some(own).filter(|id| !id.is_empty()));
        let id = id.ok_or("the record has no `id`")?;
        let name = self.text("name");
        if name.is_empty() {
            return Err("the record has no `name`, or no `entity1_id`");
        }
        let types = texts(self.attributes, "types");
        let is = |words: &[&str]| types.iter().any(|kind| words.contains(kind));
        let schema = match () {
            () if self.attributes.peek("primary_ext") == "Person" || is(&["Person"]) => "Person",
            () if is(&["Government Body", "Elected Body"]) => "PublicBody",
            () if is(&["Business", "Public Company", "Private Company"])
                || legal_form(&name).is_some() =>
            {
                "Company"
            }
            () => "Organization",
        };
        let is_person = schema == "Person";
        let mut draft = Draft::new(&format!("littlesis-{id}"), schema);
        draft.caption(&name);
        draft.add("name", &name);
        for alias in texts(self.attributes, "aliases") {
            if alias != name {
                draft.add("alias", alias);
            }
        }
        draft.add("summary", &self.text("blurb"));
        draft.add("description", &self.text("summary"));
        draft.add("website", &self.text("website"));
        let (begin, end) = match is_person {
            true => ("birthDate", "deathDate"),
            false => ("incorporationDate", "dissolutionDate"),
        };
        draft.add(begin, &date(&self.text("start_date")));
        draft.add(end, &date(&self.text("end_date")));
        for kind in types.into_iter().chain(texts(self.attributes, "tags")) {
            if !matches!(kind, "Person" | "Organization") {
                draft.add("keywords", kind);
            }
        }
        if let Some(parent) = self.number("parent_id") {
            draft.add("parent", &format!("littlesis-{parent}"));
        }
        let page = self.record.take("links.self");
        draft.add(
            "sourceUrl",
            match page.is_empty() {
                true => format!("https://littlesis.org/entities/{id}"),
                false => page,
            }
            .as_str(),
        );
        self.changed(&mut draft, writer);
        for extension in self.attributes.take_all("extensions") {
            for kind in extension.take_children() {
                for said in kind.take_children() {
                    said_of_kind(kind.name(), said.name(), plain(said.own()), &mut draft);
                }
            }
        }
        writer.put(&draft);
        Ok(draft)
    }

    /// States a relationship and, as far as it tells, who has it; `Err` with what it lacks.
    fn relationship(&self, writer: &mut Writer<'_>) -> Result<Draft, &'static str> {
        let (Some(first), Some(second)) = (self.number("entity1_id"), self.number("entity2_id"))
        else {
            return Err("the record does not name two entities");
        };
        let own = self.record.take("id");
        let number = self.number("id").unwrap_or(own);
        if number.is_empty() {
            return Err("the record has no `id`");
        }
        let (one, two) = (self.text("description1"), self.text("description2"));
        let more = self.attributes.take_all("category_attributes");
        let is = |key: &str| more.iter().any(|more| more.peek(key) == "true");
        let category: u64 = self.text("category_id").parse().unwrap_or_default();
        let current = self.text("is_current");
        let (start, end) = (self.text("start_date"), self.text("end_date"));
        // Nobody is to be taken for the head of a company because the day of his leave is not known.
        let is_past = current == "false" && end.is_empty() && matches!(category, 1 | 3 | 10 | 11);
        let or = |said: &str, word: &str| {
            if said.is_empty() {
                word.to_owned()
            } else {
                said.to_owned()
            }
        };
        // The schema, the end that the first entity is, the end that the second is, and the words.
        let (schema, from, to, role) = match category {
            _ if is_past => {
                let word = match category {
                    1 => "position",
                    3 => "member",
                    10 => "owner",
                    _ => "part of",
                };
                let role = format!("past {}", or(&one, word));
                ("UnknownLink", "subject", "object", role)
            }
            2 => {
                let role = match one.is_empty() {
                    true => "education".to_owned(),
                    false => format!("education: {one}"),
                };
                ("UnknownLink", "subject", "object", role)
            }
            1 if is("is_board") || is("is_executive") => {
                let word = if is("is_board") {
                    "board member"
                } else {
                    "executive"
                };
                ("Directorship", "director", "organization", or(&one, word))
            }
            1 => ("Employment", "employee", "employer", or(&one, "position")),
            3 => ("Membership", "member", "organization", or(&one, "member")),
            // What the relative is to the person: the first says what the first is.
            4 if !one.is_empty() || two.is_empty() => {
                ("Family", "relative", "person", or(&one, "relative"))
            }
            4 => ("Family", "person", "relative", two.clone()),
            5 => ("Payment", "payer", "beneficiary", or(&one, "donation")),
            10 => ("Ownership", "owner", "asset", or(&one, "owner")),
            11 if one.to_lowercase().contains("subsidiary")
                || two.to_lowercase().contains("parent") =>
            {
                ("Ownership", "asset", "owner", "subsidiary".to_owned())
            }
            category => {
                let word = match category {
                    6 => "transaction",
                    7 => "lobbying",
                    8 => "social tie",
                    9 => "professional tie",
                    11 => "part of",
                    _ => "tie",
                };
                if !matches!(category, 6..=9 | 11 | 12) {
                    writer
                        .tally()
                        .wonder(&format!("relationships of category {category}"));
                }
                ("UnknownLink", "subject", "object", or(&one, word))
            }
        };
        let mut draft = Draft::new(&format!("littlesis-relationship-{number}"), schema);
        draft.add(from, &format!("littlesis-{first}"));
        draft.add(to, &format!("littlesis-{second}"));
        match schema {
            "Family" => draft.add("relationship", &role),
            "Payment" => draft.add("purpose", &role),
            _ => draft.add("role", &role),
        }
        if two != role && !two.is_empty() {
            draft.add("description", &format!("the other way: {two}"));
        }
        draft.add("startDate", &date(&start));
        draft.add("endDate", &date(&end));
        draft.add("description", &self.text("description"));
        let amount = self.text("amount");
        let currency = self.text("currency").to_ascii_uppercase();
        if schema == "Payment" {
            draft.add("amount", &amount);
            draft.add(
                "currency",
                if currency.is_empty() && !amount.is_empty() {
                    "USD"
                } else {
                    &currency
                },
            );
        } else if !amount.is_empty() {
            draft.add("description", &format!("amount: {amount} {currency}"));
        }
        // That a tie has ended is known without the day on which it did.
        let status = if draft.has("status") {
            "status"
        } else {
            "description"
        };
        match current.as_str() {
            "true" => draft.add(status, "current"),
            "false" => draft.add(status, "past"),
            _ => (),
        }
        for said in more.iter().flat_map(|more| more.take_children()) {
            let (key, text) = (said.name(), plain(said.own()));
            match key {
                _ if text.is_empty() => (),
                "percent_stake" if draft.has("percentage") => {
                    draft.add("percentage", &format!("{text} %"))
                }
                "shares" if draft.has("sharesCount") => draft.add("sharesCount", text),
                _ => draft.add("description", &format!("{}: {text}", key.replace('_', " "))),
            }
        }
        draft.add("sourceUrl", &self.record.take("self"));
        draft.add("sourceUrl", &self.record.take("links.self"));
        self.changed(&mut draft, writer);
        writer.put(&draft);
        for (key, number) in [("entity", &first), ("related", &second)] {
            let own = self.record.take(key);
            let link = self.record.take(&format!("links.{key}"));
            named_by_page(if own.is_empty() { &link } else { &own }, number, writer);
        }
        Ok(draft)
    }
}

/// States the end of a relationship as the address of its page tells it, such as
/// `https://littlesis.org/person/459957-John_W._Morrison`.
fn named_by_page(page: &str, number: &str, writer: &mut Writer<'_>) {
    let mut parts = page.rsplit('/');
    let (slug, kind) = (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    );
    let name = slug
        .strip_prefix(number)
        .and_then(|rest| rest.strip_prefix('-'));
    let schema = match kind {
        "person" => "Person",
        "org" => "Organization",
        _ => return,
    };
    let Some(name) = name.filter(|name| !name.is_empty()) else {
        return;
    };
    let spaced = name.replace('_', " ");
    let name = say::unescape(&spaced);
    let mut draft = Draft::new(&format!("littlesis-{number}"), schema);
    draft.add("name", &name);
    draft.add("sourceUrl", page);
    writer.put(&draft);
}

/// Says what is said of a kind of entities.
fn said_of_kind(kind: &str, key: &str, text: &str, draft: &mut Draft) {
    let property = match (kind, key) {
        _ if text.is_empty() => return,
        (_, "ticker") => "ticker",
        (_, "sec_cik") => "cikCode",
        (_, "lei") => "leiCode",
        ("Person", "name_first") => "firstName",
        ("Person", "name_middle") => "middleName",
        ("Person", "name_last") => "lastName",
        ("Person", "name_prefix") => "title",
        ("Person", "name_suffix") => "nameSuffix",
        ("Person", "name_nick" | "name_maiden") => "weakAlias",
        ("Person", "nationality") => "nationality",
        ("Person", "birthplace") => "birthPlace",
        _ => "",
    };
    match property {
        "" => draft.add("notes", &format!("{}: {text}", key.replace('_', " "))),
        "nationality" => draft.country("nationality", text),
        property => draft.add(property, text),
    }
}

/// Returns a date as we write it: `1999-05-00` is a month, `1999-00-00` a year.
fn date(text: &str) -> String {
    let text = text.trim();
    let text = text.strip_suffix("-00").unwrap_or(text);
    let text = text.strip_suffix("-00").unwrap_or(text);
    text.to_owned()
}

/// Says yes and no for what is true and false.
fn plain(text: &str) -> &str {
    match text {
        "true" => "yes",
        "false" => "no",
        text => text,
    }
}

/// Takes the texts of a list that are not blank.
fn texts<'n>(node: &'n Node, key: &str) -> Vec<&'n str> {
    let texts = node.take_all(key).into_iter().map(Node::own);
    texts.filter(|text| !text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_as_precise_as_they_are_known() {
        assert_eq!(date("1999-00-00"), "1999");
        assert_eq!(date("1999-05-00"), "1999-05");
        assert_eq!(date("1999-05-07"), "1999-05-07");
        assert_eq!(date("1999"), "1999");
        assert_eq!(date(""), "");
    }
}
