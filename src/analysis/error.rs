//! What can go wrong when a graph is measured.

/// An error of the analysis room. That a graph is empty is not an error.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AnalysisError {
    /// Whoever watches the progress wanted no more.
    #[error("the measure was stopped before it was done")]
    Stopped,
    /// A start is not a node of the network.
    #[error("start {node} is not a node of a network of {nodes} nodes, which count from 0")]
    UnknownStart {
        /// The start.
        node: u32,
        /// How many nodes there are.
        nodes: usize,
    },
    /// There is not one weight for each edge.
    #[error("{found} weights stand beside {expected} edges")]
    UnequalWeights {
        /// How many edges there are.
        expected: usize,
        /// How many weights were given.
        found: usize,
    },
    /// A weight is less than zero or not a finite number.
    #[error("a weight is {weight}, where it must be zero or more and finite")]
    BadWeight {
        /// The weight.
        weight: f64,
    },
    /// An option lies outside what has a meaning.
    #[error("{option} is {value}, where it must be {expected}")]
    BadOption {
        /// The name of the option.
        option: &'static str,
        /// Its value.
        value: f64,
        /// What it may be.
        expected: &'static str,
    },
}
