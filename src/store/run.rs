//! SPARQL on a snapshot: parse, bind, run, each its own step.

use crate::model::Date;
use crate::store::bind::{Bindings, bind};
use crate::store::dataset::{Numbered, View};
use crate::store::guard::check_nesting;
use crate::store::lateral::order_joins;
use crate::store::service::{Service, Services, Stopped, answer_services};
use crate::store::{Snapshot, StoreError};
use oxigraph::sparql::{
    CancellationToken, QueryEvaluationError, QueryResults, QuerySolution, QuerySolutionIter,
    SparqlEvaluator,
};
use oxrdf::{Term, Triple};
use spargebra::SparqlParser;
use spargebra::algebra::GraphPattern;
use std::sync::{Arc, LazyLock, mpsc};
use std::thread;
use std::time::Duration;

/// A parsed query with its values bound, ready to run on any snapshot.
#[derive(Clone, Debug)]
pub struct Query {
    algebra: spargebra::Query,
    bindings: Bindings,
    timeout: Option<Duration>,
    limit: Option<usize>,
    services: Services,
    /// Whether it may say SERVICE somewhere.
    may_ask_services: bool,
}

/// What a query gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryResult {
    /// ASK.
    Boolean(bool),
    /// SELECT.
    Table(Table),
    /// CONSTRUCT and DESCRIBE: statements, sorted, each once.
    Graph(Vec<Triple>),
}

/// Solutions of a SELECT, one row each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The selected variables, without question marks.
    pub variables: Vec<String>,
    /// The rows, one cell a variable; `None` where the variable is unbound.
    pub rows: Vec<Vec<Option<Term>>>,
    /// Whether rows were left out because of a limit.
    pub truncated: bool,
}

impl Query {
    /// Parses a SPARQL 1.1 query. The prefixes `ag:`, `agid:` and those of the vocabularies that
    /// the ontology uses need no declaration.
    ///
    /// # Errors
    ///
    /// [`StoreError::Sparql`] with the place of the fault; [`StoreError::TooDeep`] where the parts
    /// stand too deep inside each other.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let word = b"service";
        let mut places = text.as_bytes().windows(word.len());
        // A letter may be written by its number.
        let says = places.any(|here| here.eq_ignore_ascii_case(word));
        Ok(Self {
            may_ask_services: says || text.contains('\\'),
            ..parser(text)?.parse_query(text)?.into()
        })
    }

    /// Gives variables a value wherever they stand in the query.
    #[must_use]
    pub fn with_bindings(mut self, bindings: Bindings) -> Self {
        self.bindings.extend(bindings);
        self
    }

    /// Stops the query with [`StoreError::Timeout`] when it runs longer.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Option<Duration>) -> Self {
        self.timeout = timeout;
        self
    }

    /// Gives at most `limit` rows of a SELECT.
    #[must_use]
    pub fn with_limit(mut self, limit: Option<usize>) -> Self {
        self.limit = limit;
        self
    }

    /// Answers `SERVICE <iri> { … }` by `service`; other services are refused.
    #[must_use]
    pub fn with_service(mut self, iri: &str, service: Arc<dyn Service>) -> Self {
        self.services.insert(iri.to_owned(), service);
        self
    }

    /// Tells whether the query may ask a service.
    pub fn asks_services(&self) -> bool {
        // A text that only says so costs no more than a service that nobody asks.
        self.algebra.to_string().contains("SERVICE ")
    }

    /// Tells whether the query is a CONSTRUCT or DESCRIBE, whose result is a graph.
    pub fn gives_graph(&self) -> bool {
        matches!(
            self.algebra,
            spargebra::Query::Construct { .. } | spargebra::Query::Describe { .. }
        )
    }

    /// Runs the query. `?asOf` and `?knownAt` hold the clocks of the snapshot's scope as
    /// `xsd:date`; `?knownAt` stays unbound when no day was chosen.
    ///
    /// # Errors
    ///
    /// [`StoreError::Evaluation`], [`StoreError::Service`], [`StoreError::Timeout`], or the damage of the dataset.
    pub fn run(&self, snapshot: &Snapshot) -> Result<QueryResult, StoreError> {
        let result = self.answer(snapshot)?;
        snapshot.pack().damage().map_or(Ok(result), Err)
    }

    fn answer(&self, snapshot: &Snapshot) -> Result<QueryResult, StoreError> {
        let algebra = self.bound(snapshot);
        let may_ask = self.may_ask_services;
        let work = move |snapshot: &Snapshot, cancel, limit, services: &Services| {
            let context = Context { snapshot, cancel };
            let services = may_ask.then_some(services);
            evaluate(algebra, &context, services, limit)
        };
        let Some(timeout) = self.timeout else {
            return work(
                snapshot,
                CancellationToken::new(),
                self.limit,
                &self.services,
            );
        };
        // The evaluator looks at its token only where it reads statements, and not while it joins or
        // counts what it has read. So the query runs beside, and whoever waits goes on in time.
        let (sender, receiver) = mpsc::channel();
        let cancel = CancellationToken::new();
        let (token, snapshot, limit) = (cancel.clone(), snapshot.clone(), self.limit);
        let services = self.services.clone();
        let run = move || drop(sender.send(work(&snapshot, token, limit, &services)));
        let stopped = StoreError::Timeout {
            seconds: timeout.as_secs_f64(),
        };
        let thread = thread::Builder::new().stack_size(STACK);
        if let Err(error) = thread.spawn(run) {
            return Err(failed(QueryEvaluationError::Unexpected(error.into())));
        }
        let is_cancelled = |error: &StoreError| match error {
            StoreError::Evaluation(error) => matches!(**error, QueryEvaluationError::Cancelled),
            _ => false,
        };
        match receiver.recv_timeout(timeout) {
            Ok(Err(error)) if is_cancelled(&error) => Err(stopped),
            Ok(result) => result,
            Err(_) => {
                cancel.cancel();
                Err(stopped)
            }
        }
    }

    /// Runs a SELECT and hands over its solutions as they come, so that they need not all be held;
    /// their terms are numbers, see [`Numbered`].
    pub(crate) fn for_each_numbered(
        &self,
        snapshot: &Snapshot,
        mut take: impl FnMut(&QuerySolution) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut algebra = self.bound(snapshot);
        order_joins(&mut algebra, snapshot.pack());
        let prepared = SparqlEvaluator::new().for_query(algebra);
        let results = prepared.on_queryable_dataset(Numbered(snapshot)).execute();
        if let QueryResults::Solutions(solutions) = results.map_err(failed)? {
            for solution in solutions {
                take(&solution.map_err(failed)?)?;
            }
        }
        snapshot.pack().damage().map_or(Ok(()), Err)
    }

    /// Returns the query with all values in their places.
    fn bound(&self, snapshot: &Snapshot) -> spargebra::Query {
        let mut bindings = self.bindings.clone();
        let scope = snapshot.scope();
        let day = |day| Term::from(Date::Day(day).to_literal());
        bindings.insert("asOf".to_owned(), day(scope.as_of));
        if let Some(known_at) = scope.known_at {
            bindings.insert("knownAt".to_owned(), day(known_at));
        }
        let mut algebra = self.algebra.clone();
        bind(&mut algebra, &bindings);
        algebra
    }
}

/// Returns a parser that knows our prefixes, for a text that is not nested too deeply.
pub(crate) fn parser(text: &str) -> Result<SparqlParser, StoreError> {
    static PARSER: LazyLock<SparqlParser> = LazyLock::new(|| {
        let named = PREFIXES.iter();
        named.fold(SparqlParser::new(), |parser, (prefix, namespace)| {
            let parser = parser.with_prefix(*prefix, *namespace);
            parser.expect("our own namespaces are IRIs")
        })
    });
    check_nesting(text)?;
    Ok(PARSER.clone())
}

fn failed(error: QueryEvaluationError) -> StoreError {
    StoreError::Evaluation(Box::new(error))
}

/// Room for patterns that are joined in long chains, each evaluated inside the next. The system
/// gives memory only as it is used.
const STACK: usize = 256 << 20;

impl From<spargebra::Query> for Query {
    fn from(algebra: spargebra::Query) -> Self {
        Self {
            algebra,
            bindings: Bindings::new(),
            timeout: None,
            limit: None,
            services: Services::new(),
            may_ask_services: true,
        }
    }
}

impl QueryResult {
    /// Returns the rows of a SELECT, or an empty table for the other forms.
    pub fn into_table(self) -> Table {
        match self {
            Self::Table(table) => table,
            Self::Boolean(_) | Self::Graph(_) => Table::default(),
        }
    }
}

/// Prefixes that every query may use without declaring them.
pub(crate) const PREFIXES: &[(&str, &str)] = &[
    ("ag", crate::model::vocab::AG),
    ("agid", crate::model::vocab::AGID),
    ("dcterms", "http://purl.org/dc/terms/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("ftm", "https://schema.followthemoney.tech/#"),
    ("path", "https://w3id.org/actorgraph/path#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

/// What a query runs on, and what stops it.
pub(crate) struct Context<'a> {
    pub(crate) snapshot: &'a Snapshot,
    cancel: CancellationToken,
}

impl Context<'_> {
    /// Returns what tells whether nobody waits for the result any more.
    pub(crate) fn stopped(&self) -> Stopped {
        let cancel = self.cancel.clone();
        Arc::new(move || cancel.is_cancelled())
    }

    /// Returns the solutions of a pattern of the query.
    pub(crate) fn select(&self, pattern: GraphPattern) -> Result<Table, StoreError> {
        let algebra = spargebra::Query::Select {
            dataset: None,
            pattern,
            base_iri: None,
        };
        let result = evaluate(algebra, self, Some(&Services::new()), None)?;
        Ok(result.into_table())
    }
}

/// So many rows of a service mostly are enough for a few rows of the whole, and cost little.
const SOME: usize = 1 << 10;
/// How many times as many a service gives when its rows were not enough.
const MORE: usize = 1 << 4;

fn evaluate(
    algebra: spargebra::Query,
    context: &Context<'_>,
    services: Option<&Services>,
    limit: Option<usize>,
) -> Result<QueryResult, StoreError> {
    let run = |mut algebra: spargebra::Query| {
        order_joins(&mut algebra, context.snapshot.pack());
        execute(algebra, context, limit).map_err(failed)
    };
    let Some(services) = services else {
        return run(algebra);
    };
    // Where few rows are looked at, services give few, and more as long as they are not enough.
    let (looked_at, given) = rows(&algebra, limit);
    let mut most = looked_at;
    loop {
        let mut answered = algebra.clone();
        let pattern = match &mut answered {
            spargebra::Query::Select {
                pattern: GraphPattern::Slice { inner, .. },
                ..
            } => &mut **inner,
            spargebra::Query::Select { pattern, .. }
            | spargebra::Query::Construct { pattern, .. }
            | spargebra::Query::Describe { pattern, .. }
            | spargebra::Query::Ask { pattern, .. } => pattern,
        };
        let is_cut = answer_services(pattern, most, services, context)?;
        let result = run(answered)?;
        let is_enough = match &result {
            QueryResult::Boolean(found) => *found,
            QueryResult::Table(table) => table.truncated || Some(table.rows.len()) == given,
            QueryResult::Graph(_) => true,
        };
        if is_enough || !is_cut {
            return Ok(result);
        }
        most = most.map(|most| most.saturating_mul(MORE).max(SOME));
    }
}

/// Returns how many rows of a query are looked at, and how many it gives by a LIMIT of its own, where
/// that is not all.
fn rows(algebra: &spargebra::Query, limit: Option<usize>) -> (Option<usize>, Option<usize>) {
    let limit = limit.map(|limit| limit.saturating_add(1));
    match algebra {
        // Whether there is a row can be told from the first.
        spargebra::Query::Ask { .. } => (Some(1), None),
        spargebra::Query::Select {
            pattern: GraphPattern::Slice { start, length, .. },
            ..
        } => {
            let rows = length.iter().copied().chain(limit).min();
            (rows.map(|rows| rows.saturating_add(*start)), *length)
        }
        spargebra::Query::Select { .. } => (limit, None),
        spargebra::Query::Construct { .. } | spargebra::Query::Describe { .. } => (None, None),
    }
}

fn execute(
    algebra: spargebra::Query,
    context: &Context<'_>,
    limit: Option<usize>,
) -> Result<QueryResult, QueryEvaluationError> {
    let prepared = SparqlEvaluator::new()
        .with_cancellation_token(context.cancel.clone())
        .for_query(algebra);
    let disk = context.snapshot.pack().disk();
    let results = match disk.filter(|_| !context.snapshot.is_restricted()) {
        Some(disk) => disk.execute(prepared, context.snapshot)?,
        None => prepared
            .on_queryable_dataset(View(context.snapshot))
            .execute()?,
    };
    match results {
        QueryResults::Boolean(value) => Ok(QueryResult::Boolean(value)),
        QueryResults::Solutions(solutions) => table(solutions, limit).map(QueryResult::Table),
        QueryResults::Graph(triples) => {
            let mut graph: Vec<(String, Triple)> = triples
                .map(|triple| triple.map(|triple| (triple.to_string(), triple)))
                .collect::<Result<_, _>>()?;
            graph.sort_by(|a, b| a.0.cmp(&b.0));
            graph.dedup_by(|a, b| a.0 == b.0);
            let triples = graph.into_iter().map(|(_, triple)| triple).collect();
            Ok(QueryResult::Graph(triples))
        }
    }
}

fn table(
    solutions: QuerySolutionIter<'_>,
    limit: Option<usize>,
) -> Result<Table, QueryEvaluationError> {
    let names = solutions.variables().to_vec();
    let mut table = Table {
        variables: names.iter().map(|name| name.as_str().to_owned()).collect(),
        ..Table::default()
    };
    for solution in solutions {
        let solution = solution?;
        if limit.is_some_and(|limit| table.rows.len() >= limit) {
            table.truncated = true;
            break;
        }
        let cells = names.iter().map(|name| solution.get(name).cloned());
        table.rows.push(cells.collect());
    }
    Ok(table)
}
