//! Questions: words to a plan, the plan to an answer with its evidence.
//!
//! The way of a question: [`token`] cuts it into words; [`english`] gives each stretch of words the
//! phrases that it may be, with names from [`resolve`](crate::resolve) and words from the lexicon;
//! [`chart`] puts neighbours together, cheapest first; each reading is a [`Plan`]. The plan
//! becomes SPARQL in [`sparql`]; standing on a list on a day is reckoned by the room `timeline`. What
//! comes back is told by [`tell`].
//!
//! A further language needs a lexicon and a grammar file beside [`english`]; plan, query and answer
//! stay. Nothing here knows a company, a verb or a list by name, and nothing is guessed: what cannot
//! be read or found is said to be so.

mod answer;
mod chart;
mod dates;
mod english;
mod phrase;
mod plan;
mod read;
mod sparql;
mod tell;
mod token;

pub use answer::{Answer, Asker, Candidate, Item, Kind, Outcome};
pub use plan::{Ask, Named, Nature, Period, Plan, Scene, Set};
pub use read::Reading;
