//! The prompt's own words: lines that begin with a colon.

use crate::cli::error::UsageError;
use crate::cli::ui::Page;
use crate::model::Date;

/// What a line with a colon wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Command {
    /// Tell what can be typed.
    Help,
    /// Tell how questions are read, or no longer.
    Explain(bool),
    /// Tell the status on this day; on that of the command line when `None`.
    AsOf(Option<Date>),
    /// Count only sources published by this day; as the command line says when `None`.
    KnownAt(Option<Date>),
    /// Count only the claims of these sources; as the command line says when empty.
    Source(Vec<String>),
    /// Forget what was asked.
    New,
    /// Leave.
    Quit,
}

/// A word, what may follow it, and what it does.
const WORDS: [(&str, &str, &str); 7] = [
    (":help", "", "tell what can be typed"),
    (
        ":explain",
        "on|off",
        "tell how questions are read and the query that is run",
    ),
    (
        ":as-of",
        "[DATE]",
        "tell the status on this day; alone: as at the start",
    ),
    (
        ":known-at",
        "[DATE]",
        "count only sources published by this day; alone: as at the start",
    ),
    (
        ":source",
        "[ID]...",
        "count only the claims of these sources; alone: as at the start",
    ),
    (":new", "", "let the next question stand alone"),
    (":quit", "", "leave, as Ctrl-D does"),
];

/// Reads a line that begins with a colon. A word may be cut short as long as it is one word only.
///
/// # Errors
///
/// [`UsageError`] if the word, or what follows it, is none of ours.
pub(super) fn parse(line: &str) -> Result<Command, UsageError> {
    let mut words = line.split_whitespace();
    let given = words.next().unwrap_or_default();
    let rest: Vec<&str> = words.collect();
    let fitting: Vec<&str> = beginning(given).collect();
    let word = match fitting[..] {
        [word] => word,
        _ => {
            let message = format!("`{given}` is no command of the prompt");
            let known = match &fitting[..] {
                [] => WORDS.map(|(word, ..)| word).join(", "),
                several => several.join(", "),
            };
            let error = UsageError::new("unknown-command", message);
            return Err(error.with_help(format!("known are {known}")));
        }
    };
    let date = || match rest[..] {
        [] => Ok(None),
        [text] => text
            .parse()
            .map(Some)
            .map_err(|error: crate::model::DateError| {
                UsageError::new("bad-date", error.to_string())
            }),
        _ => Err(unfit(word)),
    };
    let command = match (word, &rest[..]) {
        (":help", []) => Command::Help,
        (":explain", ["on"]) => Command::Explain(true),
        (":explain", ["off"]) => Command::Explain(false),
        (":as-of", _) => Command::AsOf(date()?),
        (":known-at", _) => Command::KnownAt(date()?),
        (":source", ids) => Command::Source(ids.iter().map(|id| (*id).to_owned()).collect()),
        (":new", []) => Command::New,
        (":quit", []) => Command::Quit,
        _ => return Err(unfit(word)),
    };
    Ok(command)
}

fn unfit(word: &str) -> UsageError {
    let known = WORDS.iter().find(|(known, ..)| *known == word);
    let (_, after, what) = known.copied().unwrap_or_default();
    let error = UsageError::new("unfit-command", format!("`{word}` is not used so"));
    error.with_help(format!("{word} {after}: {what}").replace(" :", ":"))
}

/// Returns the words that begin so, in the order in which they are told.
pub(super) fn beginning(text: &str) -> impl Iterator<Item = &'static str> {
    let words = WORDS.iter().map(|(word, ..)| *word);
    words.filter(move |word| word.starts_with(text))
}

/// Returns what `:help` tells.
pub(super) fn help() -> Page {
    let mut page = Page::new();
    page.line("Type a question, such as: who requested DeepSeek");
    page.heading("Commands");
    let fields = WORDS.iter().map(|(word, after, what)| {
        let name = format!("{word} {after}");
        (name, (*what).to_owned())
    });
    let fields: Vec<(String, String)> = fields.collect();
    page.fields(
        fields
            .iter()
            .map(|(name, what)| (name.trim(), what.clone())),
    );
    page.heading("Keys");
    page.fields([
        (
            "TAB",
            "complete a name, best first; again for the next, Ctrl-G for what was typed".to_owned(),
        ),
        (
            "Up, Down",
            "earlier questions; Ctrl-R looks for one".to_owned(),
        ),
        ("Ctrl-C", "clear the line".to_owned()),
        ("Ctrl-D", "leave".to_owned()),
    ]);
    page.line("");
    page.line("Questions are kept for the next time, unless --no-history is given; a line that begins with a space is not.");
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read() {
        for (line, expected) in [
            (":help", Command::Help),
            (":h", Command::Help),
            (":q", Command::Quit),
            (":explain  on ", Command::Explain(true)),
            (":e off", Command::Explain(false)),
            (":as-of 2024", Command::AsOf(Some(Date::Year(2024)))),
            (":as-of", Command::AsOf(None)),
            (
                ":known-at 2024-02",
                Command::KnownAt(Some(Date::Month(2024, 2))),
            ),
            (
                ":source a b",
                Command::Source(vec!["a".to_owned(), "b".to_owned()]),
            ),
            (":new", Command::New),
        ] {
            assert_eq!(parse(line).expect(line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_no_command_is_told() {
        for (line, expected) in [
            (":", "`:` is no command of the prompt"),
            (":nothing", "`:nothing` is no command of the prompt"),
            (":explain", "`:explain` is not used so"),
            (":explain maybe", "`:explain` is not used so"),
            (":quit now", "`:quit` is not used so"),
            (":as-of 2024 2025", "`:as-of` is not used so"),
            (":as-of 2024-02-30", "`2024-02-30` is not in the calendar"),
        ] {
            assert_eq!(parse(line).expect_err(line).to_string(), expected, "{line}");
        }
    }

    #[test]
    fn every_word_is_its_own_beginning_only() {
        for (word, ..) in WORDS {
            assert_eq!(beginning(word).collect::<Vec<_>>(), [word]);
        }
    }
}
