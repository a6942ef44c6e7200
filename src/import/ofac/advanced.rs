//! The lists as *advanced* XML: `SDN_ADVANCED.XML` and `CONS_ADVANCED.XML`, in the data model that
//! the United Nations and others drew up for all lists of sanctions.
//!
//! Three kinds of records refer by number to each other and to what stands before them: parties,
//! ties between them, and entries on lists.

use super::entry::{self, Name};
use super::references::{Paper, References, date};
use super::scope::Scope;
use super::{LICENSE, PAGE, PUBLISHER};
use crate::import::chunk::{Chunk, Cut};
use crate::import::format::{Format, Reader, Reading};
use crate::import::ftm::{Draft, Writer};
use crate::import::languages;
use crate::import::part::{Part, Tally, text};
use crate::import::remarks::{self, Document};
use crate::import::xml::{self, Element};

/// The advanced XML.
pub(crate) const FORMAT: Format = Format {
    name: "ofac-advanced",
    title: "OFAC lists as SDN_ADVANCED.XML and CONS_ADVANCED.XML",
    publisher: PUBLISHER,
    page: PAGE,
    sign: "the elements Sanctions and ReferenceValueSets; cons in the name of the file tells the non-SDN lists",
    license: LICENSE,
    is_complete: true,
    reading: Reading::Records {
        fits: |head| head.text.contains("<Sanctions") && head.text.contains("ReferenceValueSets>"),
        reader: |head| {
            Box::new(Advanced {
                references: References::default(),
                scope: Scope::of(head),
            })
        },
    },
};

/// The records.
const RECORDS: &[&str] = &["DistinctParty", "ProfileRelationship", "SanctionsEntry"];

/// What is passed over.
pub(super) const PASSED: &[&str] = &[
    // Numbers by which parts of the document go and refer to each other.
    "@ID",
    "@FixedRef",
    "@DetailTypeID",
    "@IdentityID",
    "@SanctionsEntryID",
    "@FeatureVersionID",
    // What is kept where it is not the usual ([`References::manners`]).
    "@IdentityFeatureLinkTypeID",
    "@ScriptStatusID",
    "@DocNameStatusID",
    "@CalendarTypeID",
    "@CountryRelevanceID",
    "@LocPartValueStatusID",
    "@LocPartValueTypeID",
    // In which script a part of an address is written, which its letters show.
    "LocationPartValue@ScriptID",
    // That an identity is the only one.
    "Identity@Primary",
    // How sure the parts of a date are: its bounds say it, and it is read where they do not.
    "@YearFixed",
    "@MonthFixed",
    "@DayFixed",
    // How the words are grouped, and codes beside them.
    "AreaCode",
    "AreaCode@AreaCodeTypeID",
    "AreaCode@CountryID",
    "Country@ISO2",
    "DecisionMakingBody@OrganisationID",
    "FeatureType@FeatureTypeGroupID",
    "LegalBasis@LegalBasisTypeID",
    "LegalBasis@SanctionsProgramID",
    "Organisation@CountryID",
    "RelationType@Symmetrical",
    "SanctionsProgram@SubsidiaryBodyID",
    "Script@ScriptCode",
    "SubsidiaryBody@DecisionMakingBodyID",
    "SubsidiaryBody@Notional",
    // Around the records.
    "/Sanctions",
    "/Sanctions@Version",
    "/Locations",
    "/IDRegDocuments",
    "/DistinctParties",
    "/ProfileRelationships",
    "/SanctionsEntries",
    "/SanctionsEntryLinks",
];

/// A list as advanced XML.
struct Advanced {
    references: References,
    scope: Scope,
}

impl Reader for Advanced {
    fn cut(&self) -> Cut {
        Cut::Elements(RECORDS)
    }

    fn prologue(&self) -> Option<&'static str> {
        Some("DistinctParties")
    }

    fn learn(&mut self, front: &Chunk) -> Tally {
        self.references.learn(front)
    }

    fn map(&self, chunk: &Chunk, part: &mut Part) {
        let text = text(chunk, &mut part.tally);
        xml::check_end(chunk, &text, "Sanctions", &mut part.tally);
        xml::each(chunk, &text, RECORDS, PASSED, part, |record, writer| {
            let draft = match record.name() {
                "DistinctParty" => self.party(record, writer),
                "ProfileRelationship" => self.tie(record, writer),
                _ => self.entry(record, writer),
            }?;
            let manners = self.references.manners(record);
            let manners = manners
                .iter()
                .map(|(path, word)| (path.clone(), word.as_str()));
            writer.keep(&draft, manners);
            Ok(draft)
        });
    }
}

impl Advanced {
    /// Returns the word that a number stands for. One that nothing explains is told as it is, and
    /// counted.
    fn word<'e>(
        &'e self,
        kind: &str,
        number: &str,
        tally: &mut Tally,
    ) -> std::borrow::Cow<'e, str> {
        match self.references.word(kind, number) {
            "" if number.is_empty() => "".into(),
            "" => {
                tally.wonder(&format!("{kind} {number}"));
                format!("{kind} {number}").into()
            }
            word => word.into(),
        }
    }

    /// States a party: who it is.
    fn party(&self, party: &Element<'_>, writer: &mut Writer<'_>) -> Result<Draft, String> {
        let mut of = Err("the party has no profile".to_owned());
        for profile in party.all("Profile") {
            of = Ok(self.profile(party, profile, writer)?);
        }
        of
    }

    /// States who a profile is; a party has one.
    fn profile(
        &self,
        party: &Element<'_>,
        profile: &Element<'_>,
        writer: &mut Writer<'_>,
    ) -> Result<Draft, String> {
        let number = profile.attribute("ID");
        if !entry::is_number(number) {
            return Err("the profile has no number as `ID`".to_owned());
        }
        let names = self.names(profile, writer.tally());
        let main = names.iter().position(|name| name.is_main);
        let main = main.or(if names.is_empty() { None } else { Some(0) });
        let main = main.ok_or("the party has no name")?;
        let kind = self.references.party(profile.attribute("PartySubTypeID"));
        let mut draft = entry::begin(number, kind, &names[main].name, &self.scope);
        entry::remark(&mut draft, party.text("Comment"));
        for (place, other) in names.iter().enumerate() {
            if place != main {
                entry::other_name(&mut draft, &other.kind, other.is_weak, &other.name);
            }
            for (kind, part) in &other.parts {
                entry::part_of_name(&mut draft, kind, part, other.name.language);
            }
        }
        for feature in profile.all("Feature") {
            self.feature(feature, &mut draft, writer.tally());
        }
        for identity in profile.all("Identity") {
            for paper in self.references.papers(identity.attribute("ID")) {
                let named = names.iter().position(|name| name.number == paper.name);
                let named = named.filter(|place| *place != main);
                state_paper(paper, named.map(|place| &names[place].name), &mut draft);
            }
        }
        writer.put(&draft);
        Ok(draft)
    }

    /// Returns the names of a party, in all scripts.
    fn names<'e>(&'e self, profile: &'e Element<'_>, tally: &mut Tally) -> Vec<Called<'e>> {
        let mut names = Vec::new();
        for identity in profile.all("Identity") {
            let is_false = identity.attribute("False") == "true";
            let groups = identity
                .items("NamePartGroups", "MasterNamePartGroup")
                .flat_map(|master| master.all("NamePartGroup"));
            let groups: Vec<(&str, &str)> = groups
                .map(|group| {
                    let kind = group.attribute("NamePartTypeID");
                    (
                        group.attribute("ID"),
                        self.references.word("NamePartType", kind),
                    )
                })
                .collect();
            for alias in identity.all("Alias") {
                let kind = self.word("AliasType", alias.attribute("AliasTypeID"), tally);
                let is_primary = alias.attribute("Primary") == "true" && !is_false;
                for (place, told) in alias.all("DocumentedName").enumerate() {
                    let (name, parts) = self.name(told, &groups);
                    if name == Name::default() {
                        continue;
                    }
                    names.push(Called {
                        name,
                        parts,
                        number: told.attribute("ID"),
                        kind: kind.clone().into_owned(),
                        is_main: is_primary && place == 0,
                        is_weak: is_false || alias.attribute("LowQuality") == "true",
                    });
                }
            }
        }
        names
    }

    /// Puts a name together from its parts, and says which are none of a family or given name alone;
    /// `groups` tells of what kind they are.
    fn name<'e>(
        &'e self,
        told: &'e Element<'_>,
        groups: &[(&str, &'e str)],
    ) -> (Name<'e>, Vec<(&'e str, &'e str)>) {
        let (mut family, mut given, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        let mut language = "";
        for value in told.items("DocumentedNamePart", "NamePartValue") {
            let group = value.attribute("NamePartGroupID");
            let kind = groups.iter().find(|(id, _)| *id == group);
            let kind = kind.map_or("", |(_, kind)| *kind);
            match kind {
                "First Name" | "Middle Name" | "Patronymic" | "Nickname" => given.push(value.own()),
                _ => family.push(value.own()),
            }
            parts.push((kind, value.own()));
            if value.attribute("Acronym") == "true" {
                parts.push(("Acronym", value.own()));
            }
            let script = self.references.word("Script", value.attribute("ScriptID"));
            language = languages::of_script(script);
        }
        let one = |parts: Vec<&'e str>| match parts.as_slice() {
            [part] => std::borrow::Cow::Borrowed(*part),
            parts => parts.join(" ").into(),
        };
        let name = Name {
            family: one(family),
            given: one(given),
            language,
        };
        (name, parts)
    }

    /// Adds a feature of a party.
    fn feature(&self, feature: &Element<'_>, draft: &mut Draft, tally: &mut Tally) {
        let kind = self.word("FeatureType", feature.attribute("FeatureTypeID"), tally);
        for version in feature.all("FeatureVersion") {
            let mut values: Vec<String> = Vec::new();
            for detail in version.all("VersionDetail") {
                let reference = detail.attribute("DetailReferenceID");
                values.push(match detail.own() {
                    "" => self.word("DetailReference", reference, tally).into_owned(),
                    text => text.to_owned(),
                });
            }
            values.extend(
                version
                    .all("DatePeriod")
                    .map(|told| self.references.period(told).0),
            );
            for location in version.all("VersionLocation") {
                let number = location.attribute("LocationID");
                match self.references.place(number) {
                    Some(place) if kind == "Location" => place.state(draft),
                    // A nationality is a place of which nothing but the country is told.
                    Some(place) if place.country.is_empty() => values.push(place.line()),
                    Some(place) => values.push(place.country.clone()),
                    None => tally.wonder(&format!("Location {number}")),
                }
            }
            let comment = version.text("Comment");
            let reliability = version.attribute("ReliabilityID");
            let reliability = self.references.word("Reliability", reliability);
            for value in values.iter().filter(|value| !value.is_empty()) {
                entry::feature(draft, &kind, value);
                if !comment.is_empty() {
                    draft.add("notes", &format!("{kind} {value} {comment}"));
                }
                entry::reliability(draft, &kind, value, reliability);
            }
            if values.is_empty() && !comment.is_empty() {
                draft.add("notes", &format!("{kind} {comment}"));
            }
        }
    }

    /// States a tie between two parties.
    fn tie(&self, tie: &Element<'_>, writer: &mut Writer<'_>) -> Result<Draft, String> {
        let (from, to) = (
            tie.attribute("From-ProfileID"),
            tie.attribute("To-ProfileID"),
        );
        let number = tie.attribute("ID");
        if from.is_empty() || to.is_empty() || number.is_empty() {
            return Err(
                "the relationship has no `ID`, `From-ProfileID` or `To-ProfileID`".to_owned(),
            );
        }
        let kind = self.word(
            "RelationType",
            tie.attribute("RelationTypeID"),
            writer.tally(),
        );
        let is_former = tie.attribute("Former") == "true";
        let mut draft = entry::relation(number, from, &kind, to, is_former);
        let quality = tie.attribute("RelationQualityID");
        entry::quality(&mut draft, self.references.word("RelationQuality", quality));
        draft.add("summary", tie.text("Comment"));
        for told in tie.all("DatePeriod") {
            draft.add("summary", &self.references.period(told).0);
        }
        writer.put(&draft);
        entry::mention_actors(&kind, from, to, writer);
        Ok(draft)
    }

    /// States that a party stands on a list, and on those of its programs.
    fn entry(&self, told: &Element<'_>, writer: &mut Writer<'_>) -> Result<Draft, String> {
        let number = told.attribute("ProfileID");
        if !entry::is_number(number) {
            return Err("the entry has no number as `ProfileID`".to_owned());
        }
        let list = self.word("List", told.attribute("ListID"), writer.tally());
        let mut listing = entry::on_list(number, &list, &self.scope);
        let mut dates = Vec::new();
        for event in told.all("EntryEvent") {
            let basis = self.word(
                "LegalBasis",
                event.attribute("LegalBasisID"),
                writer.tally(),
            );
            let kind = event.attribute("EntryEventTypeID");
            let kind = self.word("EntryEventType", kind, writer.tally());
            let date = event.child("Date").and_then(date).unwrap_or_default();
            if basis != "Unknown" {
                listing.add("reason", &basis);
                let short = event.attribute("LegalBasisID");
                let short = self.references.short("LegalBasis", short);
                listing.add("summary", short);
            }
            listing.add("summary", event.text("Comment"));
            match &*kind {
                "Created" => {
                    listing.add("startDate", &date);
                    dates.push(date);
                }
                kind if ["Removed", "Deleted", "Delisted"].contains(&kind) => {
                    listing.add("endDate", &date);
                }
                kind => listing.add("summary", &format!("{kind} {date}")),
            }
        }
        let mut programs: Vec<&str> = Vec::new();
        for measure in told.all("SanctionsMeasure") {
            let kind = measure.attribute("SanctionsTypeID");
            let kind = self.word("SanctionsType", kind, writer.tally());
            let comment = measure.text("Comment");
            if kind == "Program" {
                programs.push(comment);
                continue;
            }
            let time = measure
                .child("DatePeriod")
                .map(|told| self.references.period(told))
                .unwrap_or_default()
                .0;
            let words = [&*kind, comment, &time];
            let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
            listing.add("provisions", &words.join(" "));
        }
        writer.put(&listing);
        programs.retain(|program| !program.is_empty());
        programs.dedup();
        dates.dedup();
        let since = match dates.as_slice() {
            [date] => entry::since(programs.len(), [(&*list, date.as_str())]),
            _ => None,
        };
        // The programs of a party are told with its entries: here they meet.
        let mut party = Draft::more(&entry::id(number));
        for program in programs {
            party.add("program", program);
            let mut listing = entry::on_program(number, program, &self.scope);
            listing.add("startDate", since.unwrap_or_default());
            writer.put(&listing);
        }
        writer.more(&party);
        Ok(listing)
    }
}

/// A name of a party.
struct Called<'e> {
    name: Name<'e>,
    /// What its parts are, with them.
    parts: Vec<(&'e str, &'e str)>,
    /// The number by which documents refer to it.
    number: &'e str,
    /// What the list calls it: `A.K.A.`, `F.K.A.` …
    kind: String,
    /// Whether it is the one by which the party goes.
    is_main: bool,
    is_weak: bool,
}

/// Adds a document, which may have been issued to another name than the main one.
fn state_paper(paper: &Paper, name: Option<&Name<'_>>, draft: &mut Draft) {
    let name = name.map(|name| entry::on_document(&name.spoken()));
    let notes = name.into_iter().chain([paper.note.clone()]);
    let notes: Vec<String> = notes.filter(|note| !note.is_empty()).collect();
    let document = Document {
        kind: if paper.kind.is_empty() {
            "Document"
        } else {
            &paper.kind
        },
        number: &paper.number,
        country: &paper.country,
        authority: &paper.authority,
        issued: paper.issued.clone(),
        expires: paper.expires.clone(),
        note: notes.join("; "),
    };
    remarks::document(&document, draft);
}
