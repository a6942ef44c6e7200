//! The one renderer of errors: message, place, help, and the exit code.

use crate::app::{AppError, ErrorKind, Problem};
use crate::cli::exit::Exit;
use crate::cli::ui::{self, Style};
use std::fmt::Write as _;
use std::io::{self, Write as _};

/// A mistake on the command line that clap cannot see.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.message)]
pub(crate) struct UsageError(Box<Problem>);

impl UsageError {
    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self(Box::new(Problem::new(code, message)))
    }

    #[must_use]
    pub(crate) fn with_help(self, help: impl Into<String>) -> Self {
        Self(Box::new(self.0.with_help(help)))
    }
}

/// Writes an error to stderr and returns how the program ends. A closed pipe ends quietly.
pub(crate) fn report(error: &anyhow::Error) -> Exit {
    let (problems, exit) = if let Some(error) = error.downcast_ref::<AppError>() {
        if error.is_closed_pipe() {
            return Exit::Found;
        }
        let exit = match error.kind() {
            ErrorKind::NothingFound => Exit::Nothing,
            ErrorKind::BadInput => Exit::Usage,
            ErrorKind::Failure => Exit::Failure,
        };
        (error.problems(), exit)
    } else if let Some(UsageError(problem)) = error.downcast_ref() {
        (vec![Problem::clone(problem)], Exit::Usage)
    } else if let Some(error) = error.downcast_ref::<io::Error>() {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Exit::Found;
        }
        (
            vec![Problem::new("cannot-write", error.to_string())],
            Exit::Failure,
        )
    } else {
        (
            vec![Problem::new("failed", format!("{error:#}"))],
            Exit::Failure,
        )
    };
    let mut text = String::new();
    for problem in &problems {
        text.push_str(&render(problem, "error", Style::Error));
    }
    if problems.len() > 1 {
        let _ = writeln!(text, "{} errors", problems.len());
    }
    // Nothing is left to be done if stderr cannot be written.
    let _ = anstream::stderr().write_all(text.as_bytes());
    exit
}

/// Returns a problem as text: message, place, the line with a caret, help.
pub(crate) fn render(problem: &Problem, severity: &str, style: Style) -> String {
    let mut text = String::new();
    let head = ui::paint(style, &format!("{severity}[{}]", problem.code));
    let _ = writeln!(text, "{head}: {}", ui::plain(&problem.message));
    let number = problem
        .line
        .map_or_else(String::new, |line| line.to_string());
    let margin = " ".repeat(number.len());
    let bar = |text: &str| ui::paint(Style::Place, text);
    if let Some(file) = &problem.file {
        let place = [problem.line, problem.column].into_iter().flatten();
        let place: String = place.map(|number| format!(":{number}")).collect();
        let _ = writeln!(text, "{margin}{} {}{place}", bar("-->"), ui::plain(file));
    }
    if let Some(line) = &problem.text {
        let (shown, before) = window(line, problem.column);
        let _ = writeln!(text, "{margin} {}", bar("|"));
        let _ = writeln!(
            text,
            "{} {}",
            bar(&format!("{number} |")),
            ui::plain(&shown)
        );
        match problem.column {
            Some(_) => {
                let caret = ui::paint(style, "^");
                let _ = writeln!(text, "{margin} {} {}{caret}", bar("|"), blank(&before));
            }
            None => {
                let _ = writeln!(text, "{margin} {}", bar("|"));
            }
        }
    }
    for help in &problem.help {
        let _ = writeln!(
            text,
            "{} {}",
            ui::paint(Style::Help, "help:"),
            ui::plain(help)
        );
    }
    text
}

/// How much of a long line is shown, in characters.
const WINDOW: usize = 120;

/// Returns the part of a line around a column, and what of that part stands before the column.
fn window(line: &str, column: Option<u64>) -> (String, String) {
    let letters: Vec<char> = line.chars().collect();
    let place = column.map_or(0, |column| usize::try_from(column).unwrap_or(usize::MAX));
    let place = place.saturating_sub(1).min(letters.len());
    let start = if letters.len() <= WINDOW {
        0
    } else {
        place.saturating_sub(WINDOW / 2)
    };
    let end = letters.len().min(start + WINDOW);
    let (left, right) = (
        if start > 0 { "…" } else { "" },
        if end < letters.len() { "…" } else { "" },
    );
    let part: String = letters[start..end].iter().collect();
    let before: String = letters[start..place.clamp(start, end)].iter().collect();
    (format!("{left}{part}{right}"), format!("{left}{before}"))
}

/// Returns as much blank space as a text takes on a terminal.
fn blank(text: &str) -> String {
    let width = |c: char| match c {
        '\t' => "\t",
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}' => "  ",
        _ => " ",
    };
    text.chars().map(width).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str, column: Option<u64>) -> Problem {
        Problem {
            file: Some("query".to_owned()),
            line: Some(12),
            column,
            text: Some(text.to_owned()),
            ..Problem::new("bad-sparql", "expected an object").with_help("add one")
        }
    }

    fn shown(problem: &Problem) -> String {
        let text = render(problem, "error", Style::Error);
        anstream::adapter::strip_str(&text).to_string()
    }

    #[test]
    fn draws_the_place() {
        assert_eq!(
            shown(&problem("为 ?x }", Some(3))),
            "error[bad-sparql]: expected an object\n  --> query:12:3\n   |\n12 | 为 ?x }\n   |    ^\nhelp: add one\n"
        );
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = shown(&problem(&"x".repeat(1000), Some(500)));
        assert!(text.lines().all(|line| line.chars().count() < WINDOW + 10));
        assert!(text.contains('…'));
    }
}
