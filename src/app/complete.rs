//! What somebody who is typing may mean: names of things, ids of sources.

use crate::app::{Session, value};
use crate::resolve;
use oxrdf::Term;

/// What the end of a text may become.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Where the text to be replaced begins, in bytes; it goes to the end.
    pub start: usize,
    /// What may stand there instead, best first, each once.
    pub words: Vec<String>,
}

/// Returns the names of things that the end of a text may become, at most `limit`; `None` if there
/// are none. The text may be a whole question whose last words begin a name.
///
/// Names stay visible in every scope. Cost: milliseconds, whatever the dataset's size, once all
/// names are read.
pub fn complete_name(session: &Session, text: &str, limit: usize) -> Option<Completion> {
    let resolve::Completion { range, names } = session.linker().complete(text, limit)?;
    Some(Completion {
        start: range.start,
        words: names,
    })
}

/// Returns the ids of sources that the last word of a text may become, sorted, at most `limit`;
/// `None` if there are none. A text that ends with a space may become any.
///
/// Cost: a look at every source.
pub fn complete_source(session: &Session, text: &str, limit: usize) -> Option<Completion> {
    let start = text.rfind(char::is_whitespace).map_or(0, |space| {
        space + text[space..].chars().next().map_or(0, char::len_utf8)
    });
    let whole = session.snapshot().unrestricted();
    let ids = whole
        .graphs()
        .into_iter()
        .filter_map(|graph| match whole.term(graph) {
            Term::NamedNode(source) => Some(value::id(&source)),
            _ => None,
        });
    let mut words: Vec<String> = ids.filter(|id| id.starts_with(&text[start..])).collect();
    words.sort_unstable();
    words.truncate(limit);
    (!words.is_empty()).then_some(Completion { start, words })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Dataset;
    use crate::model::Scope;

    fn session() -> Session {
        let scope = Scope::as_of(jiff::civil::date(2026, 8, 1)).with_source("seed-article");
        Session::open(Dataset::Builtin, scope).expect("the program carries it")
    }

    #[test]
    fn names_are_completed_in_any_script_and_scope() {
        for (text, start, first) in [
            ("who requested deeps", 14, "DeepSeek"),
            ("is huaw", 3, "Huawei"),
            ("谁要求把華為", 12, "华为"),
        ] {
            let completion = complete_name(&session(), text, 5).expect(text);
            assert_eq!(completion.start, start, "{text}");
            assert!(completion.words[0].starts_with(first), "{completion:?}");
            assert!(completion.words.len() <= 5);
        }
        assert_eq!(complete_name(&session(), "who ", 5), None);
    }

    #[test]
    fn sources_are_completed_out_of_scope_too() {
        let completion = complete_source(&session(), "a seed-", 9).expect("it is there");
        assert_eq!(
            (completion.start, &completion.words[..]),
            (2, &["seed-article".to_owned()][..])
        );
        let any = complete_source(&session(), "seed-article ", 9).expect("there are many");
        assert_eq!((any.start, any.words.len()), (13, 9));
        assert_eq!(complete_source(&session(), "nowhere", 9), None);
    }
}
