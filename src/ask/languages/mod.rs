//! The languages of questions: for each its little words and its dates.
//!
//! A further language is one file here, one in `sayings`, and one lexicon in `ontology/`.

mod asides;
mod chinese;
mod english;

use crate::ask::forms::Forms;
use crate::ask::language::Language;

/// Every language, the one first that reads what none knows.
pub const ALL: [&dyn Language; 2] = [&english::English, &chinese::Chinese];

/// The forms of the lexicons that the program carries, as the build script made them.
const FORMS: [(&str, &[u8]); 2] = [
    ("en", include_bytes!(concat!(env!("OUT_DIR"), "/forms.en"))),
    ("zh", include_bytes!(concat!(env!("OUT_DIR"), "/forms.zh"))),
];

/// Returns the forms of the lexicon of a language that the program carries, if there is one.
pub fn forms(tag: &str) -> Option<Forms> {
    let (_, bytes) = FORMS.iter().find(|(known, _)| *known == tag)?;
    Forms::of_static(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ontology::files;

    #[test]
    fn every_language_has_its_words() {
        for language in ALL {
            let lexicon = files::lexicon(language.tag()).expect("a lexicon");
            assert!(forms(language.tag()) == Some(Forms::new(&lexicon)));
        }
    }
}
