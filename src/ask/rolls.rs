//! Who stands on a list, remembered from question to question: most questions about members are about the
//! same list on the same day.

use crate::model::Scope;
use crate::store::Snapshot;
use crate::timeline::{self, Member};
use oxrdf::NamedNode;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many lists are remembered, each as of a day and a choice of sources.
const MOST: usize = 8;
/// Longer lists are read anew each time, so that memory stays bounded.
const LONGEST: usize = 2_000;

/// The members of lists of one dataset, those asked for last in front.
#[derive(Default)]
pub struct Rolls(Mutex<VecDeque<Roll>>);

/// A list in a scope, and who stands on it.
type Roll = (Scope, NamedNode, Arc<Vec<Member>>);

impl Rolls {
    /// Returns all companies that stand on a list, as [`timeline::members`] does.
    pub fn members(&self, snapshot: &Snapshot, list: &NamedNode) -> Arc<Vec<Member>> {
        let scope = snapshot.scope();
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let place = known
            .iter()
            .position(|roll| roll.0 == *scope && roll.1 == *list);
        if let Some(roll) = place.and_then(|place| known.remove(place)) {
            let members = Arc::clone(&roll.2);
            known.push_front(roll);
            return members;
        }
        // Others may read meanwhile.
        drop(known);
        let members = Arc::new(timeline::members(snapshot, list));
        if members.len() <= LONGEST {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.push_front((scope.clone(), list.clone(), Arc::clone(&members)));
            known.truncate(MOST);
        }
        members
    }
}
