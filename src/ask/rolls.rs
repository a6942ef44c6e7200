//! Who stands on a list, remembered from question to question: most questions about members are about the
//! same list on the same day.

use crate::ask::recent::Recent;
use crate::model::Scope;
use crate::store::Snapshot;
use crate::timeline::{self, Member};
use oxrdf::NamedNode;
use std::sync::Arc;

/// How many lists are remembered, each as of a day and a choice of sources.
const MOST: usize = 8;
/// Longer lists are read anew each time, so that memory stays bounded.
const LONGEST: usize = 2_000;

/// The members of lists of one dataset.
pub struct Rolls(Recent<(Scope, NamedNode), Vec<Member>>);

impl Default for Rolls {
    fn default() -> Self {
        Self(Recent::new(MOST))
    }
}

impl Rolls {
    /// Returns all companies that stand on a list, as [`timeline::members`] does.
    pub fn members(&self, snapshot: &Snapshot, list: &NamedNode) -> Arc<Vec<Member>> {
        let key = (snapshot.scope().clone(), list.clone());
        let read = || timeline::members(snapshot, list);
        self.0.get(key, read, |members| members.len() <= LONGEST)
    }
}
