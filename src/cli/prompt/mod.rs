//! The prompt: question after question on a terminal, until Ctrl-D.
//!
//! Start with `run`. `commands` holds the prompt's own words (`:help`, `:as-of`, …), `editor` the
//! line that is edited, its completion and its history. Answers look as `ask` prints them, and a
//! mistake is told without ending the prompt. What a question after another may refer to is for
//! `app::ask_after` to understand.

mod commands;
mod editor;
mod history;

use crate::app::{self, Dataset, Session, Turn};
use crate::cli::args::Global;
use crate::cli::ask::tell;
use crate::cli::exit::Exit;
use crate::cli::ui::Output;
use crate::cli::{error, ui};
use crate::model::{Date, Scope};
use commands::Command;
use editor::{Editor, Input};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

/// Whether the lines that were typed are kept for another day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum History {
    /// In the user's state folder.
    Kept,
    /// Only as long as the prompt lasts.
    Forgotten,
}

/// Asks for questions and answers them until there are no more.
pub(crate) fn run(global: &Global, explain: bool, history: History) -> anyhow::Result<Exit> {
    let session = Rc::new(RefCell::new(Arc::new(global.open()?)));
    let mut prompt = Prompt {
        begun: global.scope(),
        scope: global.scope(),
        output: global.output()?,
        session: Rc::clone(&session),
        dataset: global.dataset(),
        timeout: global.timeout(),
        explain,
        earlier: None,
    };
    let mut editor = Editor::new(session, history)?;
    ui::note("ask away; :help tells more, Ctrl-D leaves");
    loop {
        let line = match editor.read(&prompt.sign())? {
            Input::Line(line) => line,
            Input::Dropped => continue,
            Input::End => break,
        };
        if line.trim().is_empty() {
            continue;
        }
        editor.keep(&line);
        match prompt.obey(line.trim()) {
            Ok(Next::Ask) => {}
            Ok(Next::Leave) => break,
            // Where answers can no longer be written there is no use in asking.
            Err(error) if cannot_write(&error) => return Err(error),
            Err(error) => {
                error::report(&error);
            }
        }
    }
    Ok(Exit::Found)
}

fn cannot_write(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some()
}

/// What comes after a line.
enum Next {
    Ask,
    Leave,
}

struct Prompt {
    /// The scope of the command line, to which `:as-of` and the like return.
    begun: Scope,
    scope: Scope,
    output: Output,
    /// Shared with a question that took too long and is still at work, if there is one.
    session: Rc<RefCell<Arc<Session>>>,
    dataset: Dataset,
    timeout: Option<Duration>,
    explain: bool,
    earlier: Option<Turn>,
}

impl Prompt {
    /// Returns what stands before the line: a reminder of what answers draw on where
    /// that is not all sources as of the day of the command line.
    fn sign(&self) -> String {
        let mut sign = "ask".to_owned();
        if self.scope.as_of != self.begun.as_of {
            sign += &format!(" as of {}", self.scope.as_of);
        }
        if let Some(day) = self.scope.known_at {
            sign += &format!(" known at {day}");
        }
        match &self.scope.sources[..] {
            [] => {}
            [source] => sign += &format!(" by {}", ui::plain(source)),
            sources => sign += &format!(" by {} sources", sources.len()),
        }
        sign + "> "
    }

    fn obey(&mut self, line: &str) -> anyhow::Result<Next> {
        if matches!(line, "quit" | "exit") {
            return Ok(Next::Leave);
        }
        if !line.starts_with(':') {
            self.answer(line)?;
            return Ok(Next::Ask);
        }
        match commands::parse(line)? {
            Command::Help => commands::help().print()?,
            Command::Quit => return Ok(Next::Leave),
            Command::New => self.earlier = None,
            Command::Explain(explain) => self.explain = explain,
            Command::AsOf(date) => {
                let as_of = date.map_or(self.begun.as_of, Date::last_day);
                self.look(Scope {
                    as_of,
                    ..self.scope.clone()
                })?;
            }
            Command::KnownAt(date) => {
                let known_at = date.map_or(self.begun.known_at, |date| Some(date.last_day()));
                self.look(Scope {
                    known_at,
                    ..self.scope.clone()
                })?;
            }
            Command::Source(mut sources) => {
                if sources.is_empty() {
                    sources.clone_from(&self.begun.sources);
                }
                self.look(Scope {
                    sources,
                    ..self.scope.clone()
                })?;
            }
        }
        Ok(Next::Ask)
    }

    fn look(&mut self, scope: Scope) -> anyhow::Result<()> {
        let mut session = self.session.borrow_mut();
        match Arc::get_mut(&mut session) {
            Some(session) => session.rescope(scope.clone())?,
            None => *session = Arc::new(Session::open(self.dataset.clone(), scope.clone())?),
        }
        self.scope = scope;
        Ok(())
    }

    fn answer(&mut self, question: &str) -> anyhow::Result<()> {
        let session = Arc::clone(&self.session.borrow());
        let (earlier, question) = (self.earlier.clone(), question.to_owned());
        let (reply, turn) = app::within(self.timeout, move || {
            app::ask_after(&session, earlier.as_ref(), &question)
        })?;
        self.earlier = Some(turn);
        tell(&reply, self.output, self.explain)
    }
}
