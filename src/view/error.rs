//! What can go wrong when a view is made.

use crate::store::StoreError;

/// An error of the view room.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewError {
    /// More edges than 31 bits, or more relations than 16 bits can count.
    #[error("the graph has more than 2 billion edges or 65 thousand relations")]
    TooLarge,
    /// The arrays of a generated graph do not fit each other.
    #[error("the arrays of edges are of different lengths, or a number in them is too high")]
    Uneven,
    /// Plain edges could not be packed.
    #[error("the edges could not be packed")]
    Store(#[source] Box<StoreError>),
}

impl From<StoreError> for ViewError {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}
