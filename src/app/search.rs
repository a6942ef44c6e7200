//! Things by name, tolerant of spelling.

use crate::app::value::{Basis, Reader, Thing};
use crate::app::{AppError, Session, classes};
use crate::names::MatchKind;
use serde::Serialize;

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchRequest {
    /// A name, part of a name, short form, ticker or Chinese name.
    pub name: String,
    /// Only things of this class, as [`list`](crate::app::list) takes it; any when `None`.
    pub class: Option<String>,
    /// At most this many results; all when `None`.
    pub limit: Option<usize>,
}

/// What a search found.
#[derive(Clone, Debug, Serialize)]
pub struct SearchResult {
    /// Name and version of this form of answer.
    pub schema: &'static str,
    /// What the answer was drawn from.
    pub basis: Basis,
    /// What was looked for.
    pub name: String,
    /// What was found, the likeliest first.
    pub hits: Vec<Hit>,
}

/// A thing whose name is like the one looked for.
#[derive(Clone, Debug, Serialize)]
pub struct Hit {
    /// The thing.
    #[serde(flatten)]
    pub thing: Thing,
    /// The name that fitted.
    pub name: String,
    /// How the name fitted: `exact`, `core` (legal forms and brackets aside), `abbreviation` (its
    /// initials), `part`, or `fuzzy` (one of these but for a slip or two).
    pub how: &'static str,
    /// From 0 (a guess) to 1 (a name as written).
    pub score: f64,
}

/// Looks for things by name.
///
/// # Errors
///
/// [`AppError::UnknownWord`] if the class is none of ours.
pub fn search(session: &Session, request: &SearchRequest) -> Result<SearchResult, AppError> {
    let snapshot = &Reader::new(session.snapshot());
    let class = request.class.as_deref();
    let class = class
        .map(|word| classes::find(snapshot, word))
        .transpose()?;
    let links = session.linker().find(&request.name).into_iter();
    let fitting = links.filter(|link| {
        let class = class.as_ref();
        class.is_none_or(|class| snapshot.is_a(&link.thing, class.as_ref()))
    });
    let hits = fitting
        .take(request.limit.unwrap_or(usize::MAX))
        .map(|link| Hit {
            thing: snapshot.thing(&link.thing),
            name: link.name,
            how: how(link.how),
            score: (link.score * 1000.0).round() / 1000.0,
        });
    session.told(SearchResult {
        schema: "actorgraph.search/1",
        basis: session.basis(),
        name: request.name.clone(),
        hits: hits.collect(),
    })
}

fn how(kind: MatchKind) -> &'static str {
    match kind {
        MatchKind::Exact => "exact",
        MatchKind::Core => "core",
        MatchKind::Abbreviation => "abbreviation",
        MatchKind::Part => "part",
        MatchKind::Fuzzy { .. } => "fuzzy",
    }
}
