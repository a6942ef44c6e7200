//! One call's reading of a snapshot: words as ids, dates parsed once, editions read once.

use crate::model::Date;
use crate::store::{DEFAULT_GRAPH, Snapshot, TermId};
use crate::timeline::dates::{best, tell};
use crate::timeline::words::Words;
use jiff::civil::Date as Day;
use oxrdf::{NamedNode, Term};
use std::collections::HashMap;
use std::rc::Rc;

/// What the sources say of one day: dates with the graphs that state them.
pub(super) type Dates = Vec<(Date, Vec<TermId>)>;

pub(super) struct Reader<'a> {
    pub snapshot: &'a Snapshot,
    pub words: Words,
    dates: HashMap<TermId, Option<Date>>,
    horizons: HashMap<TermId, Day>,
    editions: HashMap<TermId, Rc<Notice>>,
    /// All sources, whatever the scope.
    whole: Snapshot,
    datasets: HashMap<TermId, Option<TermId>>,
}

/// An edition as the ledger needs it.
#[derive(Debug)]
pub(super) struct Notice {
    pub id: TermId,
    pub dates: Dates,
    pub date: Option<Date>,
    /// The graphs that tell of it.
    pub graphs: Vec<TermId>,
    pub withdrawn: bool,
    /// The graphs that print the complete list of this edition.
    pub complete: Vec<TermId>,
    /// Who is printed, by which graph: sorted.
    pub includes: Vec<(TermId, TermId)>,
}

impl Notice {
    /// Returns the graphs that print the company.
    pub fn printing(&self, company: TermId) -> impl Iterator<Item = TermId> + '_ {
        let from = self.includes.partition_point(|(who, _)| *who < company);
        let rows = self.includes[from..].iter();
        rows.take_while(move |(who, _)| *who == company)
            .map(|(_, graph)| *graph)
    }
}

impl<'a> Reader<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            words: Words::of(snapshot),
            dates: HashMap::new(),
            horizons: HashMap::new(),
            editions: HashMap::new(),
            whole: snapshot.unrestricted(),
            datasets: HashMap::new(),
        }
    }

    pub fn day(&self) -> Day {
        self.snapshot.scope().as_of
    }

    pub fn is(&self, subject: TermId, class: TermId) -> bool {
        self.has(subject, self.words.a, class)
    }

    pub fn has(&self, subject: TermId, predicate: TermId, object: TermId) -> bool {
        let pattern = [Some(subject), Some(predicate), Some(object), None];
        self.snapshot.ids(pattern).next().is_some()
    }

    /// Returns the subjects of a property with a value, each once, sorted.
    pub fn subjects(&self, predicate: TermId, object: TermId) -> Vec<TermId> {
        let rows = self
            .snapshot
            .ids([None, Some(predicate), Some(object), None]);
        let mut subjects: Vec<TermId> = rows.map(|[subject, ..]| subject).collect();
        subjects.dedup();
        subjects
    }

    /// Returns the values of a property, each once, sorted.
    pub fn objects(&self, subject: TermId, predicate: TermId) -> Vec<TermId> {
        let rows = self
            .snapshot
            .ids([Some(subject), Some(predicate), None, None]);
        let mut objects: Vec<TermId> = rows.map(|[_, _, object, _]| object).collect();
        objects.dedup();
        objects
    }

    pub fn node(&self, id: TermId) -> Option<NamedNode> {
        match self.snapshot.term(id) {
            Term::NamedNode(node) => Some(node),
            _ => None,
        }
    }

    /// Returns the sources behind graphs, the default graph left out.
    pub fn sources(&self, graphs: &[TermId]) -> Vec<NamedNode> {
        let named = graphs.iter().filter(|graph| **graph != DEFAULT_GRAPH);
        named.filter_map(|graph| self.node(*graph)).collect()
    }

    pub fn date(&mut self, term: TermId) -> Option<Date> {
        let snapshot = self.snapshot;
        let known = self.dates.entry(term);
        *known.or_insert_with(|| Date::from_term(&snapshot.term(term)))
    }

    /// Returns the day from which an undated claim of this graph counts: the earlier of the day on
    /// which its source was surely out and the latest day that it dates anything.
    ///
    /// A graph with neither gives no hold, and its undated claims count on any day.
    pub fn horizon(&mut self, graph: TermId) -> Day {
        if let Some(day) = self.horizons.get(&graph) {
            return *day;
        }
        let day = self.find_horizon(graph);
        self.horizons.insert(graph, day);
        day
    }

    fn find_horizon(&mut self, graph: TermId) -> Day {
        if graph == DEFAULT_GRAPH {
            return Day::MIN;
        }
        let issued = self.objects(graph, self.words.issued);
        let issued = issued.first().and_then(|term| self.date(*term));
        let pattern = [None, Some(self.words.date), None, Some(graph)];
        let mut terms: Vec<TermId> = self.snapshot.ids(pattern).map(|row| row[2]).collect();
        terms.dedup();
        let dates: Vec<Date> = terms.iter().filter_map(|term| self.date(*term)).collect();
        let latest = dates.into_iter().map(Date::first_day).max();
        let known = [issued.map(Date::last_day), latest];
        known.into_iter().flatten().min().unwrap_or(Day::MIN)
    }

    /// Returns the dataset of which a source is an edition; of hand-kept tables and RDF, none.
    pub fn dataset(&mut self, graph: TermId) -> Option<TermId> {
        let (whole, word) = (&self.whole, self.words.dataset);
        let known = self.datasets.entry(graph);
        *known.or_insert_with(|| {
            let mut rows = whole.ids([Some(graph), Some(word), None, None]);
            rows.next().map(|row| row[2])
        })
    }

    /// Returns the datasets that describe a company, in whatever scope, each once; that of
    /// hand-kept sources for one that nobody describes.
    ///
    /// What a list lacks is absent only for those whom its dataset knows by this very record: the
    /// same company may stand there as another that nobody has taken for it.
    pub fn datasets_of(&mut self, company: TermId) -> Vec<Option<TermId>> {
        let rows = self.whole.ids([Some(company), None, None, None]);
        let mut graphs: Vec<TermId> = rows.map(|row| row[3]).collect();
        graphs.sort_unstable();
        graphs.dedup();
        graphs.retain(|graph| *graph != DEFAULT_GRAPH);
        let mut found: Vec<Option<TermId>> = Vec::new();
        for graph in graphs {
            let dataset = self.dataset(graph);
            if !found.contains(&dataset) {
                found.push(dataset);
            }
        }
        if found.is_empty() {
            found.push(None);
        }
        found
    }

    pub fn notice(&mut self, edition: TermId) -> Rc<Notice> {
        if let Some(notice) = self.editions.get(&edition) {
            return Rc::clone(notice);
        }
        let notice = Rc::new(self.read_notice(edition));
        self.editions.insert(edition, Rc::clone(&notice));
        notice
    }

    /// Returns how many records those whom a graph prints have beside the one by which each goes: who
    /// was announced as two may be one thing.
    fn joined(&self, includes: &[(TermId, TermId)], graph: TermId) -> usize {
        let of = |subject, predicate, object| {
            let pattern = [subject, Some(predicate), object, None];
            self.whole.ids(pattern)
        };
        let nodes = includes.iter().filter(|(_, by)| *by == graph);
        let joined = nodes.map(|(node, _)| {
            let accounts = of(None, self.words.identified_as, Some(*node));
            let records = accounts
                .flat_map(|[account, ..]| of(Some(account), self.words.record, None))
                .map(|[_, _, record, _]| record);
            let mut records: Vec<TermId> = records.collect();
            records.sort_unstable();
            records.dedup();
            records.len().saturating_sub(1)
        });
        joined.sum()
    }

    fn read_notice(&mut self, edition: TermId) -> Notice {
        let words = self.words;
        let mut notice = Notice {
            id: edition,
            dates: Vec::new(),
            date: None,
            graphs: Vec::new(),
            withdrawn: false,
            complete: Vec::new(),
            includes: Vec::new(),
        };
        let mut announced: HashMap<TermId, usize> = HashMap::new();
        let mut printed: HashMap<TermId, usize> = HashMap::new();
        for [_, predicate, object, graph] in self.snapshot.ids([Some(edition), None, None, None]) {
            // Types and names stand in the default graph too, whoever claims them.
            if graph != DEFAULT_GRAPH || predicate == words.list {
                notice.graphs.push(graph);
            }
            if predicate == words.date {
                if let Some(date) = self.date(object) {
                    tell(&mut notice.dates, date, graph);
                }
            } else if predicate == words.state {
                notice.withdrawn |= object == words.withdrawn;
            } else if predicate == words.completeness && object == words.complete {
                notice.complete.push(graph);
            } else if predicate == words.announced {
                if let Term::Literal(count) = self.snapshot.term(object) {
                    let count = count.value().parse().unwrap_or(0);
                    let known = announced.entry(graph).or_insert(count);
                    *known = count.max(*known);
                }
            } else if predicate == words.includes {
                notice.includes.push((object, graph));
                *printed.entry(graph).or_insert(0) += 1;
            }
        }
        // Whoever prints fewer than it announces, or nobody without saying that the list is
        // empty, gave us an extract: what it lacks proves nothing.
        notice.complete.retain(|graph| {
            let printed = printed.get(graph).copied().unwrap_or(0);
            match announced.get(graph) {
                None => printed > 0,
                Some(announced) if printed >= *announced => true,
                Some(announced) => printed + self.joined(&notice.includes, *graph) >= *announced,
            }
        });
        notice.graphs.sort_unstable();
        notice.graphs.dedup();
        notice.date = best(&notice.dates);
        notice
    }
}
