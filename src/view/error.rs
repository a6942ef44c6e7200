//! What can go wrong when a view is made.

use crate::store::StoreError;

/// An error of the view room.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ViewError {
    /// More edges than 32 bits, or more relations than 16 bits can count.
    #[error("the graph has more than 4 billion edges or 65 thousand relations")]
    TooLarge,
    /// Plain edges could not be packed.
    #[error("the edges could not be packed")]
    Store(#[source] Box<StoreError>),
}

impl From<StoreError> for ViewError {
    fn from(error: StoreError) -> Self {
        Self::Store(Box::new(error))
    }
}
