//! The front door of the room: ends in, shortest routes out.

use crate::path::levels::Levels;
use crate::path::{AllShortest, PathError, Route};
use crate::view::{Filter, NodeId, View};
use oxrdf::NamedNode;

/// Which routes are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Which steps count. The default takes relations both ways, as of the snapshot's day.
    pub filter: Filter,
    /// Routes with more steps are not looked for; `None` sets no bound.
    pub max_hops: Option<u32>,
    /// How many routes are given at most; `None` for all. It does not change how many are counted.
    pub limit: Option<usize>,
}

/// Returns one shortest route from any of `from` to any of `to`, or `None` if there is none.
///
/// It is the first of [`all_shortest`], so two runs agree. A thing that is among both ends gives
/// the empty route. Cost: O(nodes + edges) in the worst case, far less on most graphs, since the
/// search runs from both ends.
///
/// # Errors
///
/// [`PathError::Unknown`] if the dataset knows nothing of an end.
///
/// # Examples
///
/// ```
/// use actorgraph::builtin::builtin;
/// use actorgraph::model::thing;
/// use actorgraph::path::{Options, any_shortest};
/// use actorgraph::view::View;
///
/// let view = View::build(&builtin(jiff::civil::date(2026, 8, 1))?)?;
/// let route = any_shortest(&view, &[thing("alibaba")], &[thing("dod")], &Options::default())?;
/// assert_eq!(route.expect("Alibaba was listed").len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn any_shortest(
    view: &View,
    from: &[NamedNode],
    to: &[NamedNode],
    options: &Options,
) -> Result<Option<Route>, PathError> {
    let all = all_shortest(view, from, to, options)?;
    let first = all.routes().next();
    Ok(first)
}

/// Finds all shortest routes from any of `from` to any of `to`.
///
/// Only those of the least length over all pairs of ends are meant. Routes differ if a step does:
/// two relations between the same things make two routes. What is found holds the steps of all
/// routes, each once; the routes themselves are made when asked for.
///
/// Cost: O(nodes + edges) in the worst case, however many routes there are.
///
/// # Errors
///
/// [`PathError::Unknown`] if the dataset knows nothing of an end.
pub fn all_shortest<'v>(
    view: &'v View,
    from: &[NamedNode],
    to: &[NamedNode],
    options: &Options,
) -> Result<AllShortest<'v>, PathError> {
    let (sources, targets) = (ends(view, from)?, ends(view, to)?);
    let lens = view.lens(&options.filter);
    let mut same: Vec<NamedNode> = from
        .iter()
        .filter(|end| to.contains(end))
        .cloned()
        .collect();
    if !same.is_empty() {
        same.sort();
        same.dedup();
        return Ok(AllShortest::empty_routes(lens, same, options.limit));
    }
    let max_hops = options.max_hops.unwrap_or(u32::MAX);
    let levels = Levels::between(&lens, &sources, &targets, max_hops);
    Ok(AllShortest::of(lens, &sources, levels, options.limit))
}

/// Returns the nodes of `things`, ascending, each once; a known thing without relations has none.
fn ends(view: &View, things: &[NamedNode]) -> Result<Vec<NodeId>, PathError> {
    let mut nodes = Vec::with_capacity(things.len());
    for thing in things {
        match view.node(thing.as_ref()) {
            Some(node) => nodes.push(node),
            None if view.snapshot().id(&thing.clone().into()).is_some() => {}
            None => return Err(PathError::Unknown(thing.clone())),
        }
    }
    nodes.sort_unstable();
    nodes.dedup();
    Ok(nodes)
}
