//! What is said of a document itself: which source it is, of which dataset, and what its lists
//! hold.

use crate::import::format::Format;
use crate::import::members::{Members, NamedList};
use crate::import::part::Part;
use crate::import::say;
use crate::model::vocab::{self as ag, AGID, external as ext};
use crate::model::{Date, local_name, thing};
use crate::store::{Pack, Snapshot, TermId};
use jiff::civil::Date as Day;
use oxrdf::vocab::{rdfs, xsd};
use oxrdf::{NamedNode, Term};
use std::path::PathBuf;

/// What the user says of documents, beside what they say themselves.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The format; told by content where none is given.
    pub format: Option<&'static Format>,
    /// The mapping by which tables are read; the one beside a table where none is given.
    pub mapping: Option<PathBuf>,
    /// Whether records that cannot be read are left out, where else nothing is imported.
    pub skips_bad: bool,
    /// Whether documents are parts: that they lack something says nothing.
    pub is_partial: bool,
    /// Whether a document may have far fewer records than the one before it.
    pub may_shrink: bool,
    /// Of which dataset they are.
    pub dataset: Option<String>,
    /// Who published them.
    pub publisher: Option<String>,
    /// Where they were published.
    pub url: Option<String>,
    /// Under which terms they may be used.
    pub license: Option<String>,
    /// When they were published.
    pub published: Option<Date>,
    /// When they were retrieved.
    pub retrieved: Day,
}

impl Settings {
    /// Returns settings that say no more than the day.
    pub fn new(retrieved: Day) -> Self {
        Self {
            format: None,
            mapping: None,
            skips_bad: false,
            is_partial: false,
            may_shrink: false,
            dataset: None,
            publisher: None,
            url: None,
            license: None,
            published: None,
            retrieved,
        }
    }
}

/// The documents that a dataset was made of before.
#[derive(Clone, Debug, Default)]
pub struct Past {
    sources: Vec<PastSource>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastSource {
    /// The source.
    pub iri: NamedNode,
    /// Its dataset.
    pub dataset: String,
    /// Its format.
    pub format: String,
    /// How many records it has.
    pub records: u64,
    /// When it was published, or else retrieved.
    pub date: Option<Date>,
    /// The source that it took the place of.
    pub replaces: Option<NamedNode>,
}

impl Past {
    /// Reads which documents a dataset was made of.
    pub fn read(pack: Pack) -> (Self, Pack) {
        let snapshot = Snapshot::new(std::sync::Arc::new(pack), Day::MAX);
        let mut past = Self::default();
        for quad in snapshot.quads(None, Some(ag::SHA256), None) {
            let oxrdf::NamedOrBlankNode::NamedNode(iri) = quad.subject else {
                continue;
            };
            let text = |word| {
                snapshot
                    .texts(&iri, word)
                    .into_iter()
                    .next()
                    .unwrap_or_default()
            };
            let date = |word| {
                let dates = snapshot.objects(&iri, word);
                dates.iter().find_map(Date::from_term)
            };
            past.sources.push(PastSource {
                dataset: text(ag::DATASET),
                format: text(ag::FILE_FORMAT),
                records: text(ag::RECORD_COUNT).parse().unwrap_or(0),
                date: date(ext::ISSUED).or_else(|| date(ag::RETRIEVED)),
                replaces: snapshot.things(&iri, ext::REPLACES).into_iter().next(),
                iri,
            });
        }
        past.sources
            .sort_by(|a, b| a.iri.as_str().cmp(b.iri.as_str()));
        past.sources.dedup();
        let pack = snapshot
            .into_pack()
            .expect("no other snapshot was made of it");
        (past, pack)
    }

    /// Tells whether no document was imported before.
    pub(crate) fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Tells whether a document was imported before.
    pub(crate) fn knows(&self, source: &NamedNode) -> bool {
        self.sources.iter().any(|known| known.iri == *source)
    }

    /// Returns the last document of the same dataset and format that is not newer.
    pub(crate) fn before(&self, dataset: &str, format: &str, date: Date) -> Option<&PastSource> {
        let same = self.sources.iter().filter(|known| {
            known.dataset == dataset
                && known.format == format
                && known.date.is_none_or(|known| known <= date)
        });
        // Of several of one day the one that came last: no other took its place.
        let is_last = |iri: &NamedNode| {
            let mut all = self.sources.iter();
            !all.any(|known| known.replaces.as_ref() == Some(iri))
        };
        same.max_by_key(|known| (known.date, is_last(&known.iri)))
    }

    /// Returns the graphs of all documents of a kind of format, such as all of FollowTheMoney.
    pub(crate) fn graphs(&self, family: &str) -> Vec<NamedNode> {
        let of_family = self
            .sources
            .iter()
            .filter(|known| known.format.starts_with(family));
        of_family.map(|known| known.iri.clone()).collect()
    }

    pub(crate) fn add(&mut self, source: PastSource) {
        self.sources.push(source);
    }
}

/// Returns the source that a document is, by its content.
pub(crate) fn iri(format: &Format, hash: &str) -> NamedNode {
    thing(&format!("{}-{}", format.name, &hash[..hash.len().min(16)]))
}

/// What is known of a document once it was read.
pub(crate) struct About<'a> {
    pub(crate) iri: &'a NamedNode,
    pub(crate) format: &'a Format,
    pub(crate) hash: &'a str,
    pub(crate) file_name: Option<&'a str>,
    pub(crate) dataset: &'a str,
    pub(crate) records: u64,
    /// Who published it and under which terms, as all of its records say.
    pub(crate) publisher: Option<&'a str>,
    pub(crate) license: Option<&'a str>,
    /// The day that the document tells of itself, or that was given.
    pub(crate) date: Option<Date>,
    pub(crate) before: Option<&'a NamedNode>,
    /// Whether it tells by silence.
    pub(crate) is_complete: bool,
    /// Whether it certainly is not the whole of its dataset.
    pub(crate) is_part: bool,
}

/// States what a source is, and which editions of lists it holds.
pub(crate) fn describe(about: &About<'_>, members: &Members, settings: &Settings) -> Part {
    let mut part = Part::default();
    let id = local_name(about.iri.as_str()).unwrap_or(about.iri.as_str());
    let source = part.thing(id);
    let say = |part: &mut Part, word, object| {
        let word = part.word(word);
        part.batch.claim_by_default(source, word, object);
    };
    let class = part.word(ag::SOURCE);
    say(&mut part, oxrdf::vocab::rdf::TYPE, class);
    let title = match about.file_name {
        Some(name) => format!("{}, {name}", about.dataset),
        None => about.dataset.to_owned(),
    };
    let retrieved = Date::from(settings.retrieved);
    let texts = [
        (ext::TITLE, Some(title.as_str())),
        (
            ext::PUBLISHER,
            settings
                .publisher
                .as_deref()
                .or(about.publisher)
                .or(about.format.publisher),
        ),
        (
            ext::LICENSE,
            settings
                .license
                .as_deref()
                .or(about.license)
                .or(about.format.license),
        ),
        (ag::DATASET, Some(about.dataset)),
        (ag::FILE_NAME, about.file_name),
        (ag::FILE_FORMAT, Some(about.format.name)),
    ];
    for (word, text) in texts {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let text = part.batch.text(text);
            say(&mut part, word, text);
        }
    }
    let hash = part.batch.typed(about.hash, xsd::HEX_BINARY);
    say(&mut part, ag::SHA256, hash);
    let count = part.batch.typed(&about.records.to_string(), xsd::INTEGER);
    say(&mut part, ag::RECORD_COUNT, count);
    let completeness = match (about.is_complete, about.is_part) {
        (true, _) => Some(ag::COMPLETE),
        (false, true) => Some(ag::CHANGES),
        (false, false) => None,
    };
    if let Some(completeness) = completeness {
        let completeness = part.word(completeness);
        say(&mut part, ag::COMPLETENESS, completeness);
    }
    if let Some(url) = &settings.url {
        let url = part.batch.typed(url, xsd::ANY_URI);
        say(&mut part, ext::URL, url);
    }
    let literal = |part: &mut Part, date: Date| part.batch.term(date.to_literal().as_ref().into());
    let day = literal(&mut part, retrieved);
    say(&mut part, ag::RETRIEVED, day);
    let day = literal(&mut part, about.date.unwrap_or(retrieved));
    say(&mut part, ext::ISSUED, day);
    if about.date.is_none() {
        let note = "the document gives no date; the day of its retrieval stands for it";
        let note = part.batch.text(note);
        say(&mut part, ag::NOTE, note);
    }
    if let Some(before) = about.before {
        let before = part.batch.term(before.as_ref().into());
        say(&mut part, ext::REPLACES, before);
    }
    for list in members.lists() {
        edition(&mut part, about, list, retrieved);
    }
    part
}

/// States who stands on lists, as a document says that is a whole edition of them.
pub(crate) fn include(about: &About<'_>, members: &[(&str, &str)]) -> Part {
    let mut part = Part::default();
    let includes = part.word(ag::INCLUDES);
    for (list, member) in members {
        let edition = edition_of(&mut part, about, list);
        let member = part.thing(member);
        part.batch.claim(edition, includes, member);
    }
    part
}

fn edition_of(part: &mut Part, about: &About<'_>, list: &str) -> TermId {
    let source = local_name(about.iri.as_str()).unwrap_or(about.iri.as_str());
    part.batch.iri(AGID, &format!("{source}-{list}"))
}

/// States that a document is an edition of a list.
fn edition(part: &mut Part, about: &About<'_>, list: &NamedList, retrieved: Date) {
    let NamedList { id, label } = list;
    let edition = edition_of(part, about, id);
    part.state_classes(edition, &[ag::EDITION]);
    let date = about.date.unwrap_or(retrieved);
    let name = if label.is_empty() { id } else { label };
    part.state_text(edition, rdfs::LABEL, &format!("{name}, edition of {date}"));
    let list = part.thing(id);
    part.state(edition, ag::LIST, list);
    let day = part.batch.term(Term::from(date.to_literal()).as_ref());
    part.state(edition, ag::DATE, day);
    let state = part.word(ag::IN_FORCE);
    part.state(edition, ag::STATE, state);
    let completeness = if about.is_complete {
        ag::COMPLETE
    } else {
        ag::CHANGES
    };
    let completeness = part.word(completeness);
    part.state(edition, ag::COMPLETENESS, completeness);
}

/// Returns by which name a dataset goes: what its records call it, if all do the same, or else the
/// name of the file without its endings and without digits of dates.
pub(crate) fn dataset(
    named: &std::collections::BTreeSet<String>,
    file_name: Option<&str>,
) -> String {
    if named.len() == 1
        && let Some(name) = named.first()
    {
        return name.clone();
    }
    let name = file_name.unwrap_or("standard-input");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let words = stem.split(['-', '_', ' ', '.']);
    let is_date = |word: &&str| word.len() >= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let kept: Vec<&str> = words.filter(|word| !is_date(word)).collect();
    let name = kept.join("-");
    match name.trim_matches('-') {
        "" => say::slug(stem),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn datasets_have_names_that_outlast_their_editions() {
        let one = BTreeSet::from(["us_ofac_sdn".to_owned()]);
        assert_eq!(dataset(&one, Some("a.json")), "us_ofac_sdn");
        let none = BTreeSet::new();
        assert_eq!(
            dataset(&none, Some("targets.simple-2026-03-01.csv")),
            "targets-simple"
        );
        assert_eq!(dataset(&none, Some("2026.csv")), "2026");
        assert_eq!(dataset(&none, None), "standard-input");
    }
}
