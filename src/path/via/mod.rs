//! What a path may say: regular expressions over relations, and the automaton that reads them.
//!
//! [`Via`] is the expression, written as a SPARQL 1.1 property path with GQL's bounded repetition
//! added; `parse` reads it from text; `machine` makes it a deterministic automaton, so that every
//! walk is read in one way only and none is counted twice.
//!
//! ```text
//! ownedBy+/listedBy          owned, directly or not, by something listed
//! (ag:ownedBy|^ag:ownedBy){1,3}
//! !(listedBy|^listedBy)*     anything but that
//! ```

mod machine;
mod parse;

#[cfg(test)]
mod tests;

pub(super) use machine::{Letter, Machine};
pub use parse::ViaError;

use oxrdf::NamedNode;

/// An expression over relations that the steps of a path must spell.
///
/// Operators bind as in SPARQL 1.1 (section 9.1): `^` and repetition most, then `/`, then `|`.
/// Repetition is `*`, `+`, `?` or, as in ISO GQL, `{n}`, `{n,}`, `{,m}`, `{n,m}`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Via {
    /// One step along a relation.
    Relation(NamedNode),
    /// One step along any relation but `with`, or, if `against` says so, against any but these.
    Except {
        /// The relations that the step does not go along; `None` if it does not go along any.
        with: Option<Vec<NamedNode>>,
        /// The relations that the step does not go against; `None` if it does not go against any.
        against: Option<Vec<NamedNode>>,
    },
    /// The same read from its end.
    Inverse(Box<Via>),
    /// One after another.
    Sequence(Vec<Via>),
    /// One of them.
    Alternative(Vec<Via>),
    /// The same several times.
    Repeat {
        /// What is repeated.
        inner: Box<Via>,
        /// How often at least.
        least: u32,
        /// How often at most; `None` for any number.
        most: Option<u32>,
    },
}

impl Via {
    /// Reads an expression. Relations are IRIs in angle brackets, prefixed names, or bare names,
    /// which `resolve` turns into the relation that they mean.
    ///
    /// # Errors
    ///
    /// [`ViaError`] with the place of the fault.
    ///
    /// # Examples
    ///
    /// ```
    /// use actorgraph::model::vocab;
    /// use actorgraph::path::Via;
    ///
    /// let resolve = |name: &str| match name {
    ///     "ownedBy" | "ag:ownedBy" => Some(vocab::OWNED_BY.into_owned().into()),
    ///     _ => None,
    /// };
    /// let via = Via::parse("ownedBy{1,3}/ag:ownedBy?", resolve)?;
    /// assert!(via.is_bounded());
    /// assert!(Via::parse("ownedBy/", resolve).is_err());
    /// # Ok::<(), actorgraph::path::ViaError>(())
    /// ```
    pub fn parse(text: &str, resolve: impl Fn(&str) -> Option<Via>) -> Result<Self, ViaError> {
        parse::parse(text, &resolve)
    }

    /// Returns one step along any relation, with it or against it.
    pub fn any_step(with: bool, against: bool) -> Self {
        Self::Except {
            with: with.then(Vec::new),
            against: against.then(Vec::new),
        }
    }

    /// Returns this any number of times, none included.
    #[must_use]
    pub fn repeated(self) -> Self {
        Self::Repeat {
            inner: Box::new(self),
            least: 0,
            most: None,
        }
    }

    /// Returns the same expression read from its end.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self::Inverse(Box::new(self))
    }

    /// Returns the same expression with every step free to go either way along its relation.
    #[must_use]
    pub fn either_way(self) -> Self {
        match self {
            Self::Relation(relation) => {
                let step = Self::Relation(relation);
                Self::Alternative(vec![step.clone(), step.inverse()])
            }
            Self::Except { with, against } => {
                let mut either = with.clone().or_else(|| against.clone()).unwrap_or_default();
                // What one side forbids and the other allows is allowed: it may go either way.
                if let (Some(with), Some(against)) = (with, against) {
                    either = with;
                    either.retain(|relation| against.contains(relation));
                }
                Self::Except {
                    with: Some(either.clone()),
                    against: Some(either),
                }
            }
            Self::Inverse(inner) => Self::Inverse(Box::new(inner.either_way())),
            Self::Sequence(parts) => {
                Self::Sequence(parts.into_iter().map(Self::either_way).collect())
            }
            Self::Alternative(parts) => {
                Self::Alternative(parts.into_iter().map(Self::either_way).collect())
            }
            Self::Repeat { inner, least, most } => Self::Repeat {
                inner: Box::new(inner.either_way()),
                least,
                most,
            },
        }
    }

    /// Tells whether the expression spells only paths up to some length.
    pub fn is_bounded(&self) -> bool {
        match self {
            Self::Relation(_) | Self::Except { .. } => true,
            Self::Inverse(inner) => inner.is_bounded(),
            Self::Sequence(parts) | Self::Alternative(parts) => parts.iter().all(Self::is_bounded),
            Self::Repeat { inner, most, .. } => match most {
                Some(0) => true,
                Some(_) => inner.is_bounded(),
                None => false,
            },
        }
    }
}

impl From<NamedNode> for Via {
    fn from(relation: NamedNode) -> Self {
        Self::Relation(relation)
    }
}
