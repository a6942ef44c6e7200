//! Text of names: likeness.

mod nearest;

pub use nearest::nearest;
