//! The lists as *enhanced* XML, published since 2024: what an entry is, in words, each in one
//! element.

use super::entry::{self, Name, Place};
use super::references::stretch;
use super::scope::Scope;
use super::{LICENSE, PAGE, PUBLISHER};
use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Head, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::languages;
use crate::import::part::{Part, text};
use crate::import::remarks::{self, Document};
use crate::import::say;
use crate::import::xml::{self, Element};

/// The enhanced XML.
pub(crate) const FORMAT: Format = Format {
    name: "ofac-enhanced",
    title: "OFAC lists as SDN_ENHANCED.XML and CONS_ENHANCED.XML",
    publisher: PUBLISHER,
    page: PAGE,
    sign: "the element sanctionsData",
    license: LICENSE,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| head.text.contains("<sanctionsData"),
        reader: |head| Box::new(Enhanced { scope: scope(head) }),
    },
};

/// What the element of an entry is called.
const ENTRY: &str = "entity";

/// What is passed over.
const PASSED: &[&str] = &[
    // Numbers by which parts of the document go and refer to each other.
    "@id",
    "@refId",
    "@featureTypeId",
    "@nameId",
    "@nameTranslationId",
    "identityId",
    "valueRefId",
    "versionId",
    // Which of several scripts comes first.
    "translation/isPrimary",
    // What the formatted parts of a name say as a whole.
    "formattedFullName",
    // That the bounds of a date are not one day.
    "isDateRange",
    // Around the entries: what the list is about, and the words that entries have, once more.
    "/sanctionsData",
    "/publicationInfo",
    "/dataAsOf",
    "/filters",
    "/sanctionsLists",
    "/sanctionsList",
    "/sanctionsList@refId",
    "/referenceValues",
    "/referenceValue",
    "/referenceValue@refId",
    "/type",
    "/value",
    "/code",
    "/isoCode",
    "/featureTypes",
    "/featureType",
    "/featureType@featureTypeId",
    "/detailType",
    "/detailType@refId",
    "/publishDescription",
    "/publishExclude",
    "/publishOrder",
    "/entities",
];

/// Reads which lists a document says that it holds; where it says nothing, the name of the file
/// tells.
fn scope(head: &Head<'_>) -> Scope {
    let filters = xml::elements(&head.text, &["filters"]);
    let filters = filters.first().and_then(|(_, text)| xml::read(text).ok());
    let lists: Vec<&str> = filters
        .iter()
        .flat_map(|filters| filters.items("sanctionsLists", "sanctionsList"))
        .map(|list| list.own())
        .collect();
    match lists.is_empty() {
        true => Scope::of(head),
        false => Scope::of_lists(lists),
    }
}

/// The list as enhanced XML.
struct Enhanced {
    scope: Scope,
}

impl Reader for Enhanced {
    fn cut(&self) -> Cut {
        Cut::Elements(&[ENTRY])
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let tally = &mut part.tally;
        let text = text(chunk, tally);
        if chunk.first {
            let day = xml::elements(&text, &["dataAsOf"]);
            let day = day.first().and_then(|(_, text)| xml::read(text).ok());
            if let Some(day) = day.and_then(|day| say::date(day.own())) {
                tally.seen(day);
            }
        }
        xml::check_end(chunk, &text, "sanctionsData", tally);
        xml::each(chunk, &text, &[ENTRY], PASSED, part, |entry, writer| {
            let number = entry.attribute("id");
            let names = names(entry);
            let Some((_, name)) = names.iter().find(|(place, _)| *place == Rank::Main) else {
                return Err("the entity has no primary name".to_owned());
            };
            if !entry::is_number(number) {
                return Err("the entity has no number as `id`".to_owned());
            }
            Ok(self.entry(entry, number, name, &names, writer))
        });
    }
}

/// What a name is to an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank<'e> {
    /// The one by which it goes.
    Main,
    /// One of others: what the list calls it, and whether it is weak.
    Other(&'e str, bool),
}

/// Returns the names of an entry, in all scripts. The main one is the first of the primary name.
fn names<'e>(entry: &'e Element<'_>) -> Vec<(Rank<'e>, Name<'e>)> {
    let mut names = Vec::new();
    let mut is_told = false;
    for name in entry.items("names", "name") {
        let is_weak = name.text("isLowQuality") == "true";
        let is_primary = name.text("isPrimary") == "true";
        for told in name.items("translations", "translation") {
            let family = told.text("formattedLastName");
            let mut spelled = match family.is_empty() {
                true => Name::new(told.text("formattedFullName"), ""),
                false => Name::new(family, told.text("formattedFirstName")),
            };
            spelled.language = languages::of_script(told.text("script"));
            let is_main = is_primary && !is_told;
            is_told |= is_main;
            let rank = match is_main {
                true => Rank::Main,
                false => Rank::Other(name.text("aliasType"), is_weak),
            };
            names.push((rank, spelled));
        }
    }
    names
}

impl Enhanced {
    fn entry(
        &self,
        told: &Element<'_>,
        number: &str,
        name: &Name<'_>,
        names: &[(Rank<'_>, Name<'_>)],
        writer: &mut Writer<'_>,
    ) -> Draft {
        let general = told.child("generalInfo");
        let kind = general.map_or("", |general| general.text("entityType"));
        let mut draft = entry::begin(number, kind, name, &self.scope);
        if let Some(general) = general {
            state_general(general, &mut draft);
        }
        for (rank, name) in names {
            if let Rank::Other(kind, is_weak) = rank {
                entry::other_name(&mut draft, kind, *is_weak, name);
            }
        }
        for name in told.items("names", "name") {
            for told in name.items("translations", "translation") {
                let language = languages::of_script(told.text("script"));
                for part in told.items("nameParts", "namePart") {
                    entry::part_of_name(
                        &mut draft,
                        part.text("type"),
                        part.text("value"),
                        language,
                    );
                }
            }
        }
        for address in told.items("addresses", "address") {
            state_address(address, &mut draft);
        }
        let features: Vec<_> = told.items("features", "feature").collect();
        for feature in &features {
            let kind = feature.text("type");
            state_feature(feature, &mut draft);
            let of_kind = features.iter().filter(|other| other.text("type") == kind);
            if feature.text("isPrimary") == "true" && of_kind.count() > 1 {
                entry::main_feature(&mut draft, kind, feature.text("value"));
            }
        }
        for document in told.items("identityDocuments", "identityDocument") {
            state_document(document, &name.in_print(), &mut draft);
        }
        let listed = |list, item| {
            let items = told.items(list, item).map(|item| item.own());
            items.filter(|item| !item.is_empty()).collect::<Vec<&str>>()
        };
        let programs = listed("sanctionsPrograms", "sanctionsProgram");
        for program in &programs {
            draft.add("program", program);
        }
        writer.put(&draft);
        let types = listed("sanctionsTypes", "sanctionsType");
        let laws = listed("legalAuthorities", "legalAuthority");
        let mut lists = Vec::new();
        for list in told.items("sanctionsLists", "sanctionsList") {
            let mut listing = entry::on_list(number, list.own(), &self.scope);
            let since = list.attribute("datePublished");
            let since = since.get(..10).unwrap_or(since);
            listing.add("startDate", since);
            lists.push((list.own(), since));
            for (property, values) in [("provisions", &types), ("reason", &laws)] {
                for value in values {
                    listing.add(property, value);
                }
            }
            writer.put(&listing);
        }
        let since = entry::since(programs.len(), lists);
        for program in programs {
            let mut listing = entry::on_program(number, program, &self.scope);
            listing.add("startDate", since.unwrap_or_default());
            writer.put(&listing);
        }
        for tie in told.items("relationships", "relationship") {
            state_tie(tie, number, writer);
        }
        draft
    }
}

/// Adds what is said of an entry as a whole.
fn state_general(general: &Element<'_>, draft: &mut Draft) {
    for part in general.children() {
        match part.name() {
            "identityId" | "entityType" => (),
            "title" => entry::feature(draft, "Title", part.own()),
            "remarks" => entry::remark(draft, part.own()),
            name => draft.add("notes", &format!("{name}: {}", part.all_text())),
        }
    }
}

/// Adds an address, in all scripts.
fn state_address(address: &Element<'_>, draft: &mut Draft) {
    for told in address.items("translations", "translation") {
        let mut place = Place {
            country: address.text("country").to_owned(),
            language: languages::of_script(told.text("script")),
            ..Place::default()
        };
        for part in told.items("addressParts", "addressPart") {
            place.set(part.text("type"), part.text("value"));
        }
        place.state(draft);
    }
}

fn state_feature(feature: &Element<'_>, draft: &mut Draft) {
    let (kind, value) = (feature.text("type"), feature.text("value"));
    let date = feature.child("valueDate");
    let is_about = date.is_some_and(|date| date.text("isApproximate") == "true");
    match is_about && !value.starts_with("circa") {
        true => entry::feature(draft, kind, &format!("circa {value}")),
        false => entry::feature(draft, kind, value),
    }
    if let Some(date) = date {
        let bounds = ["fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd"];
        let bounds =
            bounds.map(|name| Some(date.text(name).to_owned()).filter(|day| !day.is_empty()));
        let (printed, _) = stretch(bounds, is_about);
        let spelled = value.trim_start_matches("circa ");
        if !printed.is_empty() && printed.trim_start_matches("circa ") != spelled {
            draft.note(&format!("{kind} {value}"), &printed);
        }
    }
    let comments = feature.text("comments");
    if !comments.is_empty() {
        draft.add("notes", &format!("{kind} {value} {comments}"));
    }
    entry::reliability(draft, kind, value, feature.text("reliability"));
}

/// Adds a document of an entry whose main name is `main` in print.
fn state_document(told: &Element<'_>, main: &str, draft: &mut Draft) {
    let mut document = Document {
        kind: told.text("type"),
        number: told.text("documentNumber"),
        country: told.text("issuingCountry"),
        authority: told.text("issuingAuthority"),
        ..Document::default()
    };
    let mut notes = Vec::new();
    let name = told.text("name");
    if !name.is_empty() && name != main {
        notes.push(entry::on_document(&entry::guessed(name).spoken()));
    }
    if told.text("isValid") == "false" {
        notes.push("not valid".to_owned());
    }
    let known = [
        "type",
        "name",
        "isValid",
        "documentNumber",
        "issuingCountry",
        "issuingAuthority",
    ];
    for part in told.children().filter(|part| !known.contains(&part.name())) {
        let text = part.all_text();
        let date = text.split_whitespace().next().unwrap_or_default();
        let date = say::date(date).map(|date| date.to_string());
        let date = date.or_else(|| remarks::date_of(&text));
        match (part.name(), date) {
            (name, Some(date)) if name.starts_with("issue") => document.issued = Some(date),
            (name, Some(date)) if name.starts_with("expir") => document.expires = Some(date),
            (name, _) => notes.push(format!("{name}: {text}")),
        }
    }
    document.note = notes.join("; ");
    remarks::document(&document, draft);
}

fn state_tie(tie: &Element<'_>, number: &str, writer: &mut Writer<'_>) {
    let to = tie
        .child("relatedEntity")
        .map_or("", |to| to.attribute("entityId"));
    let id = tie.attribute("id");
    if to.is_empty() || id.is_empty() {
        writer.tally().wonder("relationship without an entity");
        return;
    }
    // The other end may stand in another file alone: its name is told here, too.
    writer.label(
        &entry::id(to),
        &entry::guessed(tie.text("relatedEntity")).spoken(),
    );
    let mut draft = entry::relation(id, number, tie.text("type"), to, false);
    for part in tie.children() {
        match part.name() {
            "type" | "relatedEntity" => (),
            "quality" => entry::quality(&mut draft, part.own()),
            name => draft.add("summary", &format!("{name}: {}", part.all_text())),
        }
    }
    writer.put(&draft);
    entry::mention_actors(tie.text("type"), number, to, writer);
}
