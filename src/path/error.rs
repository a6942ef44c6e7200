//! What can go wrong when routes are searched.

use oxrdf::NamedNode;

/// An error of the path room. That there is no route is not an error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PathError {
    /// An end is a thing of which the dataset knows nothing.
    #[error("`{}` is not a thing of this dataset", .0.as_str())]
    Unknown(NamedNode),
}
