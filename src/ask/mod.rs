//! Questions: words to a plan, the plan to an answer with its evidence.
//!
//! The way of a question, file by file. `token` cuts it into words. `lattice` gives each stretch of
//! words the phrases that it may be: little words and dates of a language from `languages`, forms of
//! the lexicon from `forms`, names from [`resolve`](crate::resolve), values of the data. `chart` puts
//! neighbours together by the rules of `grammar`, cheapest first; `fit` judges by the ontology what
//! belongs where. Each complete reading is a [`Plan`] (`read`), and `asker` chooses one. `settle`
//! finds what must be found first. `events` runs its SPARQL, made by `sparql`; `standing` asks the
//! room `timeline` who is on which list; `describe` tells what a thing is and how two are connected.
//! What comes back is told by `tell`, in the words of `sayings`.
//!
//! A further language needs a lexicon, a file in `languages` and one in `sayings`; grammar, plan,
//! query and answer stay. Nothing here knows a company, a verb or a list by name, and nothing is
//! guessed: what cannot be read or found is said to be so. `docs/questions.md` tells how words and
//! languages are added.

mod answer;
mod asker;
mod chart;
mod describe;
mod events;
mod fit;
mod forms;
mod grammar;
mod inflection;
mod language;
mod languages;
mod lattice;
mod phrase;
mod plan;
mod read;
mod sayings;
mod settle;
mod sparql;
mod standing;
mod tell;
mod token;

pub use answer::{Answer, Candidate, Item, Kind, Outcome};
pub use asker::Asker;
pub use lattice::{Speech, Speeches};
pub use plan::{Ask, By, Group, Many, Named, Nature, Period, Pick, Plan, Scene, Set};
pub use read::Reading;
pub use tell::Teller;
