//! Growth of a neighborhood: how many nodes lie within so many steps.

use crate::analysis::AnalysisError;
use crate::analysis::breadth::{UNREACHED, levels};
use crate::view::{Heading, Network};

/// The nodes at one distance from the starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ring {
    /// How many steps they lie from the nearest start.
    pub steps: u32,
    /// How many nodes lie so far.
    pub nodes: u32,
    /// How many lie so far or nearer.
    pub within: u32,
}

/// Returns the rings around `starts`, from the starts themselves outward to the last nodes that a
/// walk with `heading` reaches; nothing if there are no starts.
///
/// Cost: as [`levels`].
///
/// # Errors
///
/// [`AnalysisError::UnknownStart`] if a start is no node.
pub fn growth(
    network: &Network<'_>,
    starts: &[u32],
    heading: Heading,
) -> Result<Vec<Ring>, AnalysisError> {
    Ok(rings(&levels(network, starts, heading)?))
}

/// Returns the rings of nodes that lie so many steps away.
pub(super) fn rings(levels: &[u32]) -> Vec<Ring> {
    let mut rings: Vec<Ring> = Vec::new();
    for level in levels.iter().copied().filter(|level| *level != UNREACHED) {
        for steps in rings.len() as u32..=level {
            let (nodes, within) = (0, 0);
            rings.push(Ring {
                steps,
                nodes,
                within,
            });
        }
        rings[level as usize].nodes += 1;
    }
    let mut sum = 0;
    for ring in &mut rings {
        sum += ring.nodes;
        ring.within = sum;
    }
    rings
}
