//! Names to things of a snapshot, each with a score.

use crate::model::vocab::external::ALT_LABEL;
use crate::model::{thing, vocab as ag};
use crate::names::{MatchKind, NameIndex, NameKind};
use crate::resolve::naming::SnapshotNames;
use crate::store::{Snapshot, TermId};
use oxrdf::vocab::rdfs;
use oxrdf::{Literal, NamedNode, NamedNodeRef, Term};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// The names of everything in a snapshot that is not an event.
pub struct Linker {
    snapshot: Snapshot,
    names: NameIndex<TermId>,
}

/// A thing that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// The thing.
    pub thing: NamedNode,
    /// Its main name.
    pub label: String,
    /// The name that fitted.
    pub name: String,
    /// From 0 (a guess) to 1 (its main name as written).
    pub score: f64,
    /// How the name fitted.
    pub how: MatchKind,
}

impl Link {
    /// Tells whether the name fitted only with a slip of the pen in it.
    pub fn is_slip(&self) -> bool {
        matches!(self.how, MatchKind::Fuzzy { .. })
    }
}

/// What became of a name.
#[derive(Clone, Debug, PartialEq)]
pub enum Resolution {
    /// The name means this thing; further candidates that were clearly worse follow.
    Found(Link, Vec<Link>),
    /// The name fits several things about equally well.
    Ambiguous(Vec<Link>),
    /// Nothing has such a name; these are the nearest.
    Unknown(Vec<Link>),
}

/// A stretch of a text that may be a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    /// Where it stands, in bytes.
    pub range: Range<usize>,
    /// What it may mean, best first.
    pub links: Vec<Link>,
}

/// Names that the end of a text may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The bytes of the text that a name would replace; they go to its end.
    pub range: Range<usize>,
    /// The names, best first, each once.
    pub names: Vec<String>,
}

/// Things that were found in one text, each with its main name; `None` for what is no thing.
type Labels = FxHashMap<TermId, Option<(String, NamedNode)>>;

/// The properties that give names. A kept list of names (`kept.rs`) was made by these and by what
/// [`NAMELESS`] says.
pub(super) const NAMING: [(NamedNodeRef<'static>, NameKind); 6] = [
    (rdfs::LABEL, NameKind::Label),
    (ALT_LABEL, NameKind::Alias),
    (ag::SHORT_NAME, NameKind::ShortName),
    (ag::FORMER_NAME, NameKind::FormerName),
    (ag::OFFICIAL_NAME, NameKind::Alias),
    (ag::TICKER, NameKind::Ticker),
];
/// The classes whose things have labels that are no names: they tell what happened.
pub(super) const NAMELESS: [NamedNodeRef<'static>; 6] = [
    ag::EVENT,
    ag::EDITION,
    ag::OWNERSHIP,
    ag::TENURE,
    ag::LINK,
    ag::SOURCE,
];
/// Below this score a name is a suggestion, not a link.
const SURE: f64 = 0.6;
/// Candidates that are nearer than this to the best are rivals.
const MARGIN: f64 = 0.05;

impl Linker {
    /// Collects the names of a snapshot. Names stay visible in every scope.
    ///
    /// Cost: one pass over the naming statements.
    pub fn new(snapshot: &Snapshot) -> Self {
        let names = SnapshotNames::new(snapshot);
        Self::of(snapshot, NameIndex::of(Box::new(names)))
    }

    pub(super) fn of(snapshot: &Snapshot, names: NameIndex<TermId>) -> Self {
        let snapshot = snapshot.unrestricted();
        Self { snapshot, names }
    }

    pub(super) fn names(&self) -> &NameIndex<TermId> {
        &self.names
    }

    /// Decides what a name means. An id (`dod-1260h`), a prefixed id or an IRI means its thing.
    ///
    /// Where a name fits several things equally well and one of them is above all others as owner,
    /// parent or larger whole, that one is meant: `AVIC` is the group, not one of its companies.
    pub fn resolve(&self, name: &str) -> Resolution {
        if let Some(link) = self.by_id(name.trim()) {
            return Resolution::Found(link, Vec::new());
        }
        self.decide(self.find(name))
    }

    /// Returns what a name may mean, best first. The legal entity identifier of a thing is as good
    /// as a name.
    pub fn find(&self, name: &str) -> Vec<Link> {
        let bearers = self.by_lei(name.trim());
        match bearers.is_empty() {
            true => self.links(self.names.find(name, 12), &mut Labels::default()),
            false => bearers,
        }
    }

    /// Chooses among candidates, best first, as [`resolve`](Self::resolve) does.
    pub fn decide(&self, mut links: Vec<Link>) -> Resolution {
        let Some(best) = links.first().filter(|best| best.score >= SURE) else {
            return Resolution::Unknown(links);
        };
        let near = best.score - MARGIN;
        let rivals = links.iter().take_while(|link| link.score >= near).count();
        if rivals > 1 {
            let heads: Vec<usize> = (0..rivals)
                .filter(|head| {
                    let mut others = (0..rivals).filter(|other| other != head);
                    others.all(|other| self.is_above(&links[*head].thing, &links[other].thing))
                })
                .collect();
            match heads[..] {
                [head] => {
                    let link = links.remove(head);
                    links.insert(0, link);
                }
                _ => {
                    links.truncate(rivals);
                    return Resolution::Ambiguous(links);
                }
            }
        }
        let best = links.remove(0);
        Resolution::Found(best, links)
    }

    /// Leaves out candidates that are parts of other candidates.
    pub fn wholes(&self, links: Vec<Link>) -> Vec<Link> {
        let part = |link: &Link| {
            links
                .iter()
                .any(|other| other.thing != link.thing && self.is_above(&other.thing, &link.thing))
        };
        links.iter().filter(|link| !part(link)).cloned().collect()
    }

    /// Returns the names in a text, exact ones and parts of names; words that `is_stop` says are
    /// none are passed over. Stretches that are names but for a typo come only where `typos` is set.
    pub fn mentions(
        &self,
        text: &str,
        typos: bool,
        is_stop: impl Fn(&str) -> bool,
    ) -> Vec<Mention> {
        let mut found = self.names.scan(text, &is_stop);
        if typos {
            let taken: Vec<Range<usize>> = found.iter().map(|m| m.range.clone()).collect();
            found.extend(self.names.scan_fuzzy(text, &taken, &is_stop));
        }
        let mut labels = Labels::default();
        let mention = |found: crate::names::Mention<TermId>| Mention {
            range: found.range,
            links: self.links(found.matches, &mut labels),
        };
        let mut mentions: Vec<Mention> = found.into_iter().map(mention).collect();
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            let begin = word.as_ptr() as usize - text.as_ptr() as usize;
            let range = begin..begin + word.len();
            let links = self.by_lei(word);
            if !links.is_empty() && mentions.iter().all(|known| known.range != range) {
                mentions.push(Mention { range, links });
            }
        }
        mentions
    }

    /// Returns the names that the end of a text may become, at most `limit`;
    /// [`NameIndex::complete`] says which and in what order. `None` if there are none.
    pub fn complete(&self, text: &str, limit: usize) -> Option<Completion> {
        let found = self.names.complete(text, limit)?;
        let mut seen = BTreeSet::new();
        let names = found.names.into_iter().map(|(_, name)| name.to_string());
        // Two things may have one name.
        let names = names.filter(|name| seen.insert(name.clone())).collect();
        Some(Completion {
            range: found.range,
            names,
        })
    }

    fn by_id(&self, text: &str) -> Option<Link> {
        let bare = text.strip_prefix("agid:").unwrap_or(text);
        let bare = bare.trim_start_matches('<').trim_end_matches('>');
        let iri = match bare.contains(':') {
            true => NamedNode::new(bare).ok()?,
            false if bare.contains(char::is_whitespace) || bare.is_empty() => return None,
            false => thing(bare),
        };
        let subject = self.snapshot.id(&iri.clone().into())?;
        self.snapshot
            .ids([Some(subject), None, None, None])
            .next()?;
        Some(Link {
            label: self.snapshot.short_label(&iri),
            name: text.to_owned(),
            score: 1.0,
            how: MatchKind::Exact,
            thing: iri,
        })
    }

    /// Returns the things with this legal entity identifier: 20 letters and digits (ISO 17442).
    fn by_lei(&self, text: &str) -> Vec<Link> {
        let is_lei = text.len() == 20 && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_lei {
            return Vec::new();
        }
        let lei = Literal::from(text.to_ascii_uppercase());
        let id = |term: Term| self.snapshot.id(&term);
        let (Some(property), Some(value)) = (id(ag::LEI.into_owned().into()), id(lei.into()))
        else {
            return Vec::new();
        };
        let rows = self.snapshot.ids([None, Some(property), Some(value), None]);
        let bearers: BTreeSet<TermId> = rows.map(|row| row[0]).collect();
        let link = |bearer: TermId| match self.snapshot.term(bearer) {
            Term::NamedNode(thing) => Some(Link {
                label: self.snapshot.short_label(&thing),
                name: text.to_owned(),
                score: 1.0,
                how: MatchKind::Exact,
                thing,
            }),
            _ => None,
        };
        bearers.into_iter().filter_map(link).collect()
    }

    fn links(&self, matches: Vec<crate::names::Match<TermId>>, labels: &mut Labels) -> Vec<Link> {
        let mut link = |found: crate::names::Match<TermId>| {
            let known = labels.entry(found.id);
            let known = known.or_insert_with(|| match self.snapshot.term(found.id) {
                Term::NamedNode(thing) => Some((self.snapshot.short_label(&thing), thing)),
                _ => None,
            });
            let (label, thing) = known.clone()?;
            Some(Link {
                label,
                name: found.name.to_string(),
                score: found.score,
                how: found.how,
                thing,
            })
        };
        matches.into_iter().filter_map(&mut link).collect()
    }

    /// Tells whether `upper` owns, groups or contains `lower`, over any number of steps.
    fn is_above(&self, upper: &NamedNode, lower: &NamedNode) -> bool {
        let mut seen = BTreeSet::from([lower.clone()]);
        let mut open = vec![lower.clone()];
        while let Some(next) = open.pop() {
            for relation in [ag::SUBSIDIARY_OF, ag::OWNED_BY, ag::PART_OF] {
                for parent in self.snapshot.things(&next, relation) {
                    if parent == *upper {
                        return true;
                    }
                    if seen.insert(parent.clone()) {
                        open.push(parent);
                    }
                }
            }
        }
        false
    }
}

/// Tells whether a property gives names, by which the linker finds things.
pub fn is_naming(property: &NamedNode) -> bool {
    NAMING.iter().any(|(naming, _)| property == naming)
}
