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
    /// Cost: O(nodes + bound + groups · log groups).
    pub(super) fn numbered(mut label: Vec<u32>, bound: usize) -> Self {
        let mut size = vec![0; bound];
        let mut found = Vec::new();
        for raw in &label {
            let size = &mut size[*raw as usize];
            if *size == 0 {
                // Groups are met in the order of their smallest nodes.
                found.push(*raw);
            }
            *size += 1;
        }
        found.sort_by_key(|raw| u32::MAX - size[*raw as usize]);
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
