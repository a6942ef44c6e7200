//! Which edges count while walking, and in which direction.

use jiff::civil::Date as Day;
use oxrdf::NamedNode;

/// Which way edges may be walked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Heading {
    /// From subject to object only.
    Forward,
    /// From object to subject only.
    Backward,
    /// Both ways.
    #[default]
    Either,
}

/// Which way one step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// From subject to object.
    With,
    /// From object to subject.
    Against,
}

/// Whether edges count that rest only on a notice withdrawn before it took effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Withdrawn {
    /// They do not count.
    #[default]
    Excluded,
    /// They count like others.
    Counted,
}

/// What to leave out while walking. The default leaves out what does not hold on the day of the
/// snapshot's scope, what was withdrawn, and what no source in the scope tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these relations count; all if empty.
    pub relations: Vec<NamedNode>,
    /// These relations do not count.
    pub avoided_relations: Vec<NamedNode>,
    /// Walks run through things of these classes only; through all if empty. Their ends may be of
    /// others.
    pub classes: Vec<NamedNode>,
    /// Walks do not run through things of these classes. Their ends may be of them.
    pub avoided_classes: Vec<NamedNode>,
    /// Walks do not run through these things. Their ends may be among them.
    pub avoided_nodes: Vec<NamedNode>,
    /// Only what is known to hold on this day counts; `None` is the day of the snapshot's scope.
    ///
    /// A reason holds from the first day on which its date can lie to the last day on which its
    /// end can lie, for ever if no end is known. An undated event holds from when its source was
    /// published, or from the latest date that the source states, if that is earlier; a relation
    /// stated without any event always holds.
    pub as_of: Option<Day>,
    /// Only the claims of these sources count, of those in the snapshot's scope; all if empty.
    pub sources: Vec<NamedNode>,
    /// Only sources published by this day count, of those in the snapshot's scope; all if `None`.
    pub known_at: Option<Day>,
    /// Whether withdrawn edges count.
    pub withdrawn: Withdrawn,
    /// Which way edges may be walked.
    pub heading: Heading,
}

impl Filter {
    /// Returns the same filter, letting this relation through too, and no longer all.
    #[must_use]
    pub fn with_relation(mut self, relation: impl Into<NamedNode>) -> Self {
        self.relations.push(relation.into());
        self
    }

    /// Returns the same filter without this relation.
    #[must_use]
    pub fn without_relation(mut self, relation: impl Into<NamedNode>) -> Self {
        self.avoided_relations.push(relation.into());
        self
    }

    /// Returns the same filter, running through things of this class too, and no longer all.
    #[must_use]
    pub fn with_class(mut self, class: impl Into<NamedNode>) -> Self {
        self.classes.push(class.into());
        self
    }

    /// Returns the same filter, not running through things of this class.
    #[must_use]
    pub fn without_class(mut self, class: impl Into<NamedNode>) -> Self {
        self.avoided_classes.push(class.into());
        self
    }

    /// Returns the same filter, not running through this thing.
    #[must_use]
    pub fn without_node(mut self, node: impl Into<NamedNode>) -> Self {
        self.avoided_nodes.push(node.into());
        self
    }

    /// Returns the same filter as of another day.
    #[must_use]
    pub fn with_as_of(mut self, day: Day) -> Self {
        self.as_of = Some(day);
        self
    }

    /// Returns the same filter, counting the claims of this source too, and no longer all.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<NamedNode>) -> Self {
        self.sources.push(source.into());
        self
    }

    /// Returns the same filter, counting only sources published by a day.
    #[must_use]
    pub fn with_known_at(mut self, day: Day) -> Self {
        self.known_at = Some(day);
        self
    }

    /// Returns the same filter with withdrawn edges counted or not.
    #[must_use]
    pub fn with_withdrawn(mut self, withdrawn: Withdrawn) -> Self {
        self.withdrawn = withdrawn;
        self
    }

    /// Returns the same filter with another heading.
    #[must_use]
    pub fn with_heading(mut self, heading: Heading) -> Self {
        self.heading = heading;
        self
    }
}

impl Heading {
    /// Returns the heading of the same walks read from their ends.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Forward => Self::Backward,
            Self::Backward => Self::Forward,
            Self::Either => Self::Either,
        }
    }
}
