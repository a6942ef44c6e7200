//! The flags that say which routes are looked for; `path` and `export --path` take the same.

use crate::app::{Heading, PathEnd, PathRequest, QueryText, Restrictor, Selector};
use crate::cli::error::UsageError;
use crate::cli::path::Steps;
use crate::cli::query::parameter;
use clap::{Args, ValueEnum};

/// Which routes are looked for.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Ends of routes")]
pub(crate) struct RouteArgs {
    /// Begin at this thing too (repeatable): a name, id or IRI
    #[arg(long, value_name = "NAME")]
    from: Vec<String>,
    /// Begin at any thing of this class, such as company
    #[arg(long, value_name = "CLASS")]
    from_class: Option<String>,
    /// Begin at any company that stands on this list on the day of --as-of
    #[arg(long, value_name = "NAME")]
    from_list: Option<String>,
    /// Begin at any thing in the first column of this query: a file, a named query or SPARQL
    ///
    /// Class, list and query narrow each other; things that are named are added.
    #[arg(long, value_name = "QUERY")]
    pub(crate) from_query: Option<String>,
    /// End at this thing too (repeatable)
    #[arg(long, value_name = "NAME")]
    to: Vec<String>,
    /// End at any thing of this class
    #[arg(long, value_name = "CLASS")]
    to_class: Option<String>,
    /// End at any company that stands on this list
    #[arg(long, value_name = "NAME")]
    to_list: Option<String>,
    /// End at any thing in the first column of this query
    #[arg(long, value_name = "QUERY")]
    to_query: Option<String>,
    /// A parameter of a named query, as name=value (repeatable)
    #[arg(long, value_name = "NAME=VALUE", value_parser = parameter)]
    pub(crate) param: Vec<(String, String)>,

    /// Take these routes of each pair of ends [default: any-shortest]
    ///
    /// any: one; any-shortest: one of the shortest; all-shortest: all of the shortest; shortest-k: as
    /// many as --k says, the shortest first; shortest-k-groups: all of the --k least lengths; all:
    /// all, for which walks need --max-hops or an expression that ends.
    #[arg(
        long,
        value_enum,
        value_name = "WORD",
        conflicts_with = "all",
        help_heading = ROUTES
    )]
    selector: Option<SelectorWord>,
    /// How many routes, or lengths, the selectors with k take
    #[arg(long, short, value_name = "N", value_parser = positive, help_heading = ROUTES)]
    k: Option<usize>,
    /// Short for --selector all-shortest
    #[arg(long, help_heading = ROUTES)]
    all: bool,
    /// Let routes repeat no more than this says [default: walk]
    ///
    /// walk: anything; trail: no relation between the same two things; simple: no thing, but it may
    /// end where it began; acyclic: no thing. All but walk may take very long: --timeout ends them.
    #[arg(long, value_enum, value_name = "WORD", help_heading = ROUTES)]
    restrictor: Option<RestrictorWord>,
    /// Take at most this many steps
    #[arg(long, value_name = "N", help_heading = ROUTES)]
    max_hops: Option<u32>,
    /// Make routes short by this: hops, age, share or a numeric property [default: hops]
    ///
    /// age: the days since each step; share: 1 less the share that is owned; a property, by name or
    /// IRI: its number at the event of each step or at its subject. With any-shortest and shortest-k.
    #[arg(long, value_name = "WEIGHT", help_heading = ROUTES)]
    weight: Option<String>,
    /// Take only steps that spell this expression over relations
    ///
    /// A SPARQL property path with names of relations: a/b, a|b, ^a, !a, a*, a+, a?, and a{2}, a{1,3},
    /// a{2,}, a{,3}. Steps go as it says, from subject to object or, behind ^, against.
    #[arg(long, value_name = "EXPRESSION", help_heading = ROUTES)]
    via: Option<String>,
    /// Walk relations from subject to object only; --via says itself which way
    #[arg(long, help_heading = ROUTES, conflicts_with_all = ["reversed", "undirected"])]
    directed: bool,
    /// Walk relations from object to subject only; read --via from its end
    #[arg(long, help_heading = ROUTES, conflicts_with = "undirected")]
    reversed: bool,
    /// Walk relations both ways, also where --via names one [default: without --via]
    #[arg(long, help_heading = ROUTES)]
    undirected: bool,
    /// Pass only through things of this class (repeatable); the ends may be others
    #[arg(long, value_name = "CLASS", help_heading = ROUTES)]
    through: Vec<String>,
}

const ROUTES: &str = "Routes";

/// The words for selectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum SelectorWord {
    Any,
    AnyShortest,
    AllShortest,
    ShortestK,
    ShortestKGroups,
    All,
}

/// The words for restrictors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum RestrictorWord {
    Walk,
    Trail,
    Simple,
    Acyclic,
}

impl RouteArgs {
    /// Returns the request that the flags make, with the ends that stand beside them.
    pub(crate) fn request(
        self,
        from: Option<String>,
        to: Option<String>,
        steps: Steps,
    ) -> anyhow::Result<PathRequest> {
        let selector = self.selector()?;
        let heading = match (self.directed, self.reversed, self.undirected) {
            (true, ..) => Some(Heading::Forward),
            (_, true, _) => Some(Heading::Backward),
            (.., true) => Some(Heading::Either),
            _ => None,
        };
        let from = PathEnd {
            names: from.into_iter().chain(self.from).collect(),
            class: self.from_class,
            list: self.from_list,
            query: self.from_query.map(QueryText::Word),
        };
        let to = PathEnd {
            names: to.into_iter().chain(self.to).collect(),
            class: self.to_class,
            list: self.to_list,
            query: self.to_query.map(QueryText::Word),
        };
        if from.is_unsaid() && to.is_unsaid() {
            return Err(
                UsageError::new("no-ends", "no end was given, expected FROM or TO")
                    .with_help("`any` leaves an end open")
                    .into(),
            );
        }
        if !self.param.is_empty() && from.query.is_none() && to.query.is_none() {
            return Err(
                UsageError::new("unfit-flag", "--param is for a query, and no end is one")
                    .with_help("add --from-query or --to-query")
                    .into(),
            );
        }
        Ok(PathRequest {
            from,
            to,
            parameters: self.param,
            selector,
            restrictor: match self.restrictor {
                None | Some(RestrictorWord::Walk) => Restrictor::Walk,
                Some(RestrictorWord::Trail) => Restrictor::Trail,
                Some(RestrictorWord::Simple) => Restrictor::Simple,
                Some(RestrictorWord::Acyclic) => Restrictor::Acyclic,
            },
            weight: self.weight,
            via: self.via,
            heading,
            max_hops: self.max_hops,
            relations: steps.relation,
            through: self.through,
            avoid: steps.avoid,
            with_withdrawn: steps.with_withdrawn,
            ..PathRequest::default()
        })
    }

    fn selector(&self) -> anyhow::Result<Selector> {
        let word = match self.all {
            true => SelectorWord::AllShortest,
            false => self.selector.unwrap_or(SelectorWord::AnyShortest),
        };
        let selector = match (word, self.k) {
            (SelectorWord::ShortestK, Some(k)) => return Ok(Selector::ShortestK(k)),
            (SelectorWord::ShortestKGroups, Some(k)) => return Ok(Selector::ShortestKGroups(k)),
            (SelectorWord::ShortestK | SelectorWord::ShortestKGroups, None) => {
                let message = "this selector needs a number of routes or lengths";
                return Err(UsageError::new("no-k", message)
                    .with_help("add --k N")
                    .into());
            }
            (SelectorWord::Any, _) => Selector::Any,
            (SelectorWord::AnyShortest, _) => Selector::AnyShortest,
            (SelectorWord::AllShortest, _) => Selector::AllShortest,
            (SelectorWord::All, _) => Selector::All,
        };
        match self.k {
            None => Ok(selector),
            Some(_) => Err(
                UsageError::new("unfit-flag", "--k is for selectors that count")
                    .with_help("add --selector shortest-k or --selector shortest-k-groups")
                    .into(),
            ),
        }
    }

    /// Returns a flag that only means something where routes are looked for, if one was given.
    /// Queries and their parameters mean something elsewhere too.
    pub(crate) fn given(&self) -> Option<&'static str> {
        let flags = [
            ("--from", !self.from.is_empty()),
            ("--from-class", self.from_class.is_some()),
            ("--from-list", self.from_list.is_some()),
            ("--to", !self.to.is_empty()),
            ("--to-class", self.to_class.is_some()),
            ("--to-list", self.to_list.is_some()),
            ("--to-query", self.to_query.is_some()),
            ("--selector", self.selector.is_some()),
            ("--k", self.k.is_some()),
            ("--all", self.all),
            ("--restrictor", self.restrictor.is_some()),
            ("--max-hops", self.max_hops.is_some()),
            ("--weight", self.weight.is_some()),
            ("--via", self.via.is_some()),
            ("--directed", self.directed),
            ("--reversed", self.reversed),
            ("--undirected", self.undirected),
            ("--through", !self.through.is_empty()),
        ];
        let mut given = flags.into_iter().filter(|(_, given)| *given);
        given.next().map(|(flag, _)| flag)
    }
}

fn positive(text: &str) -> Result<usize, String> {
    let number = text.parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| "expected a whole number from 1".to_owned())
}
