//! Events and editions by day: what happened to whom, and who stands on which list.
//!
//! Three questions are answered here, always as of the day and for the sources of the snapshot's
//! [`Scope`](crate::model::Scope). What happened? [`history`] gives [`Occurrence`]s, events as the
//! sources tell them, side by side where they differ. Is this company on that list? [`status`]
//! gives yes, no or unknown with the reason and its caveats; [`members`] asks for all at once, and
//! [`replay`] for all days. What changed between two editions or days? [`diff`].
//!
//! The rules of standing are in one place, `ledger`. Left out on purpose: shortcuts such as
//! `ag:onList`, which say what one source claims; who is listed is counted from events and
//! editions alone. No SPARQL runs here.

mod dates;
mod diff;
mod edition;
mod history;
mod law;
mod ledger;
mod members;
mod occurrence;
mod office;
mod reader;
mod status;
mod words;

#[cfg(test)]
mod tests;

pub use diff::{Change, Diff, DiffError, Point, Reparenting, diff};
pub use edition::{Completeness, Edition, State, editions, main_list};
pub use history::history;
pub use law::{LawInForce, laws_in_force};
pub use members::{Member, Step, members, replay};
pub use occurrence::{Detail, Dispute, Occurrence, Told, Withdrawal, occurrence, occurrences};
pub use office::{Holding, Tenure, office_holders, tenures};
pub use status::{Caveat, Reason, Standing, Status, status, statuses};
