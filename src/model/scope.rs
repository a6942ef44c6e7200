//! What an answer may draw on: which sources, known by when, as of which day.

use jiff::civil::Date as Day;

/// The two clocks and the chosen sources, which every command takes.
///
/// The library never reads the clock: whoever asks says which day it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// The day for which a status is wanted (`--as-of`, UTC).
    pub as_of: Day,
    /// Only sources published by this day count (`--known-at`). A source without a date, or whose
    /// month or year may end later, is left out: it cannot be shown to have been known.
    pub known_at: Option<Day>,
    /// Only the claims of these sources count (`--source`, ids or IRIs); all when empty.
    pub sources: Vec<String>,
}

impl Scope {
    /// Returns the scope of all sources as of `day`.
    pub fn as_of(day: Day) -> Self {
        Self {
            as_of: day,
            known_at: None,
            sources: Vec::new(),
        }
    }

    /// Returns the same scope, restricted to sources known at `day`.
    #[must_use]
    pub fn with_known_at(mut self, day: Day) -> Self {
        self.known_at = Some(day);
        self
    }

    /// Returns the same scope, restricted to one source more.
    #[must_use]
    pub fn with_source(mut self, id: impl Into<String>) -> Self {
        self.sources.push(id.into());
        self
    }
}
