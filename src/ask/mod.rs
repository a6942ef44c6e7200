//! Questions: words to a plan, the plan to an answer with its evidence.
//!
//! The way of a question: `lattice` cuts it into words and gives each stretch of words the phrases
//! that it may be, with names from [`resolve`](crate::resolve) and words from the lexicon;
//! `chart` puts neighbours together, cheapest first; each complete reading is a [`Plan`] (`read`).
//! `asker` chooses one and `recast` says it in other words where the question leaves something to be
//! understood. `events` runs its SPARQL, made by `sparql`; `each` asks once for each of several things;
//! `standing` asks the room `timeline` who is on which list; `content` finds what was said in other words,
//! `moment` when something was by which a question dates the rest; `describe` tells what a thing is and how
//! two are connected. A question that no rule reads is put together from its pieces in whatever order
//! (`grammar/scattered`), or answered by the text that has its words (`gist`). What comes back is put into
//! words by `tell`.
//!
//! A further language needs a lexicon, its little words beside `languages/english.rs` and its sentences
//! beside `sayings/english.rs`; grammar, plan, query and answer stay. Nothing here knows a company, a verb
//! or a list by name, and nothing is guessed: what cannot be read or found is said to be so.

mod answer;
mod asker;
mod chart;
mod content;
mod describe;
mod desk;
mod each;
mod events;
mod fit;
mod forms;
mod gist;
mod grammar;
mod inflection;
mod language;
mod languages;
mod lattice;
mod moment;
mod phrase;
mod plan;
mod print;
mod read;
mod recast;
mod recent;
mod rolls;
mod sayings;
mod settle;
mod sparql;
mod standing;
mod tell;
mod texts;
mod token;
mod two;

pub use answer::{Answer, Candidate, Item, Kind, Outcome};
pub use asker::Asker;
pub use content::{Content, Meaning};
pub use lattice::{Speech, Speeches};
pub use plan::{Ask, By, Group, Many, Named, Nature, Period, Pick, Plan, Scene, Set};
pub use read::Reading;
pub use tell::Teller;
