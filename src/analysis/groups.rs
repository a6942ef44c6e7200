//! A division of all nodes into groups, numbered the same way whoever found them.

/// A division of the nodes into groups: components or communities.
///
/// Groups are numbered from 0 by size, the largest first, and where sizes are equal by their
/// smallest node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    /// By node: the number of its group.
    pub label: Vec<u32>,
    /// By group: how many nodes it has.
    pub sizes: Vec<u32>,
}

impl Groups {
    /// Returns how many groups there are.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Tells whether there is no group, hence no node.
    pub fn is_empty(&self) -> bool {
        self.sizes.is_empty()
    }

    /// Numbers groups that `label` tells apart in any way by numbers below `bound`.
    ///
    /// Cost: O(nodes + bound + groups · log groups), where groups of one node are not counted.
    pub(super) fn numbered(mut label: Vec<u32>, bound: usize) -> Self {
        let mut size = vec![0; bound];
        // Groups are met in the order of their smallest nodes. Whether a node is the first of its
        // group is not to be guessed, so each is written down and most are written over.
        let mut met = vec![0; label.len() + 1];
        let mut count = 0;
        for raw in &label {
            let size = &mut size[*raw as usize];
            met[count] = *raw;
            count += usize::from(*size == 0);
            *size += 1;
        }
        met.truncate(count);
        let is_alone = |raw: &u32| size[*raw as usize] == 1;
        let (alone, mut found): (Vec<u32>, Vec<u32>) = met.into_iter().partition(is_alone);
        found.sort_by_key(|raw| u32::MAX - size[*raw as usize]);
        found.extend(alone);
        let sizes = found.iter().map(|raw| size[*raw as usize]).collect();
        let mut number = size;
        for (place, raw) in found.iter().enumerate() {
            number[*raw as usize] = place as u32;
        }
        for label in &mut label {
            *label = number[*label as usize];
        }
        Self { label, sizes }
    }
}
