//! The lists of the US Office of Foreign Assets Control (OFAC), in all forms in which it publishes
//! them.
//!
//! The same entries stand in delimited and fixed-width files (`tables`), in `sdn.xml` (`sdnlist`),
//! in the *advanced* XML (`advanced`, what its entries refer to in `references`) and in the
//! *enhanced* XML (`enhanced`). Each says what it says in the words of `entry`, so that an entry
//! has the same id and the same statements in all of them. Entries become entities of
//! FollowTheMoney, with the ids that OpenSanctions gives them (`ofac-36`).
//!
//! Sources: the data specifications and schemata at <https://ofac.treasury.gov/sanctions-list-service>.

mod advanced;
mod enhanced;
mod entry;
mod references;
mod scope;
mod sdnlist;
mod tables;

pub(crate) use advanced::FORMAT as ADVANCED;
pub(crate) use enhanced::FORMAT as ENHANCED;
pub(crate) use entry::{alias, schema, spoken};
pub(crate) use sdnlist::FORMAT as SDN_LIST;
pub(crate) use tables::FORMAT as TABLES;

/// Who publishes the lists.
const PUBLISHER: Option<&str> =
    Some("US Department of the Treasury, Office of Foreign Assets Control");

/// The page about them.
const PAGE: &str = "https://ofac.treasury.gov/sanctions-list-service";

/// The licence of the lists.
const LICENSE: Option<&str> = Some("public domain (17 U.S.C. 105)");
