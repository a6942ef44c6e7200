//! The line that is edited, with completion and history.

use crate::app::{self, Session};
use crate::cli::prompt::{History, commands, history};
use crate::cli::ui;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::Validator;
use rustyline::{Config, Context, Helper};
use std::cell::RefCell;
use std::io;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

/// The most names that TAB goes through.
const NAMES: usize = 20;

/// What became of a line.
pub(super) enum Input {
    /// It was entered.
    Line(String),
    /// Ctrl-C: it is not wanted.
    Dropped,
    /// Ctrl-D: there are no more.
    End,
}

/// A line editor on the terminal.
pub(super) struct Editor {
    lines: rustyline::Editor<Typing, FileHistory>,
    /// Where lines are kept, as long as that goes well.
    kept: Option<PathBuf>,
}

impl Editor {
    /// Begins to edit lines, with those of earlier prompts in reach. What a history lacks is told
    /// and breaks nothing.
    pub(super) fn new(session: Rc<RefCell<Arc<Session>>>, keep: History) -> anyhow::Result<Self> {
        let config = Config::builder()
            .max_history_size(history::MOST)?
            .history_ignore_dups(true)?
            .history_ignore_space(true)
            .build();
        let mut lines = rustyline::Editor::with_config(config)?;
        lines.set_helper(Some(Typing { session }));
        let mut editor = Self { lines, kept: None };
        if keep == History::Kept {
            editor.recall();
        }
        Ok(editor)
    }

    fn recall(&mut self) {
        let Some(file) = history::file() else {
            return;
        };
        match self.lines.load_history(&file) {
            Err(ReadlineError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return forgo(&error),
            Ok(()) => {}
        }
        self.kept = Some(file);
    }

    /// Asks for a line. `sign` stands before it.
    pub(super) fn read(&mut self, sign: &str) -> anyhow::Result<Input> {
        match self.lines.readline(sign) {
            Ok(line) => Ok(Input::Line(line)),
            Err(ReadlineError::Interrupted) => Ok(Input::Dropped),
            Err(ReadlineError::Eof) => Ok(Input::End),
            Err(ReadlineError::Io(error)) => Err(error.into()),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps a line for the next time.
    pub(super) fn keep(&mut self, line: &str) {
        if line.len() > history::LONGEST {
            return;
        }
        // In memory nothing goes wrong.
        let is_new = self.lines.add_history_entry(line).unwrap_or(false);
        let Some(file) = self.kept.as_ref().filter(|_| is_new) else {
            return;
        };
        let made = history::make_folder(file).map_err(ReadlineError::from);
        if let Err(error) = made.and_then(|()| self.lines.append_history(file)) {
            forgo(&error);
            self.kept = None;
        }
    }
}

fn forgo(error: &ReadlineError) {
    ui::note(&format!(
        "questions are not kept for the next time: {error}"
    ));
}

/// What helps those who type.
struct Typing {
    session: Rc<RefCell<Arc<Session>>>,
}

impl Helper for Typing {}
impl Highlighter for Typing {}
impl Validator for Typing {}

impl Hinter for Typing {
    type Hint = String;
}

impl Completer for Typing {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        place: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = &line[..place];
        let session = self.session.borrow();
        let found = match typed.trim_start().split_once(' ') {
            None if typed.trim_start().starts_with(':') => {
                let words = commands::beginning(typed.trim_start());
                let words = words.map(str::to_owned).collect();
                return Ok((typed.len() - typed.trim_start().len(), words));
            }
            Some((word, _)) if word.starts_with(':') => match commands::beginning(word).next() {
                Some(":source") => app::complete_source(&session, typed, NAMES),
                _ => None,
            },
            _ => app::complete_name(&session, typed, NAMES),
        };
        let (start, mut words) =
            found.map_or((place, Vec::new()), |found| (found.start, found.words));
        // What comes from data must not command the terminal.
        words.retain(|word| ui::plain(word) == *word);
        Ok((start, words))
    }
}
