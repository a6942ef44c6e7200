//! Why an edge is there: its claims, gathered by event and date.

use crate::model::Date;
use crate::view::View;
use crate::view::columns::{Claim, NO_EVENT};
use crate::view::stamp::Stamp;
use oxrdf::NamedNode;

/// One reason for a relation: an event with its date, and the sources that tell of it so.
///
/// Sources whose dates agree share a reason, which has the finest of their dates; a source that
/// gives no date joins the others. Sources that disagree stand side by side as two reasons.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reason {
    /// The event, tenure or ownership; `None` where the sources state the relation directly.
    pub event: Option<NamedNode>,
    /// When it happened or began, as precisely as these sources say.
    pub date: Option<Date>,
    /// When it ended, if a source tells an end.
    pub until: Option<Date>,
    /// Who claims it, sorted by IRI; empty for what stands in the default graph.
    pub sources: Vec<NamedNode>,
    /// Whether it was done by a notice that a source in scope calls withdrawn.
    pub withdrawn: bool,
}

/// Returns the reasons that claims amount to, the dated first, by date and event.
pub(super) fn gather(view: &View, claims: impl Iterator<Item = Claim>) -> Vec<Reason> {
    let mut claims: Vec<(Option<Date>, Claim)> = claims
        .map(|claim| (claim.date().to_date(), claim))
        .collect();
    // By event, the finest dates first, so that each coarser date meets those it agrees with.
    claims.sort_by_key(|(date, claim)| (claim.event, grain(*date), *date, claim.source));
    let mut reasons: Vec<Reason> = Vec::new();
    for same in claims.chunk_by(|(_, a), (_, b)| a.event == b.event) {
        let first = reasons.len();
        for (date, claim) in same {
            let agrees = |reason: &&mut Reason| {
                reason.withdrawn == claim.is_withdrawn()
                    && match (reason.date, *date) {
                        (Some(have), Some(date)) => have.agrees_with(date),
                        _ => true,
                    }
            };
            let source = view.source_of(claim.source);
            if let Some(reason) = reasons[first..].iter_mut().find(agrees) {
                reason.sources.extend(source);
                reason.until = later(reason.until, claim.until());
            } else {
                reasons.push(Reason {
                    event: (claim.event != NO_EVENT)
                        .then(|| view.named(claim.event))
                        .flatten(),
                    date: *date,
                    until: claim.until().to_date(),
                    sources: source.into_iter().collect(),
                    withdrawn: claim.is_withdrawn(),
                });
            }
        }
    }
    for reason in &mut reasons {
        reason.sources.sort();
        reason.sources.dedup();
    }
    let place = |reason: &Reason| (reason.date.is_none(), reason.date);
    reasons.sort_by(|a, b| (place(a), &a.event).cmp(&(place(b), &b.event)));
    reasons
}

/// Returns the earliest date of reasons, of those not withdrawn if there are any.
pub(crate) fn first_date(reasons: &[Reason]) -> Option<Date> {
    counting(reasons).filter_map(|reason| reason.date).min()
}

/// Returns the reasons that are not withdrawn, or all if all are.
pub(super) fn counting(reasons: &[Reason]) -> impl Iterator<Item = &Reason> {
    let withdrawn = reasons.iter().all(|reason| reason.withdrawn);
    reasons
        .iter()
        .filter(move |reason| withdrawn || !reason.withdrawn)
}

fn grain(date: Option<Date>) -> u8 {
    match date {
        Some(Date::Day(_)) => 0,
        Some(Date::Month(..)) => 1,
        Some(Date::Year(_)) => 2,
        None => 3,
    }
}

fn later(have: Option<Date>, end: Stamp) -> Option<Date> {
    have.into_iter()
        .chain(end.to_date())
        .max_by_key(|date| date.last_day())
}
