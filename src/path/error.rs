//! What can go wrong when paths are searched.

use oxrdf::NamedNode;

/// An error of the path room. That there is no path is not an error.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// An end is a thing of which the dataset knows nothing.
    #[error("`{}` is not a thing of this dataset", .0.as_str())]
    Unknown(NamedNode),
    /// An expression over relations has too many states.
    #[error("the expression of --via needs too many states; smaller repetitions need fewer")]
    TooComplex,
    /// All walks were asked for, and there may be walks without end.
    #[error("all walks may be without end; bound their steps or what they may repeat")]
    Endless,
    /// A selector that counts steps was asked to weigh them.
    #[error("only any-shortest and shortest-k paths can be weighed")]
    NotWeighed,
    /// Nobody waits for the paths any more; see [`Stop`](crate::path::Stop).
    #[error("the search was stopped")]
    Stopped,
    /// A weight is below zero.
    #[error("the weight {value} of `{}` is below 0", .property.as_str())]
    NegativeWeight {
        /// The property that states it.
        property: NamedNode,
        /// The value.
        value: String,
    },
}
