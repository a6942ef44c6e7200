//! How the program ends.

use std::process::ExitCode;

/// The exit codes, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Found, yes, done.
    Found = 0,
    /// Ran well, but nothing was found, the answer is no or not known, or `check` found faults.
    Nothing = 1,
    /// The words on the command line or the input are wrong.
    Usage = 2,
    /// A store, a file system or a query failed or took too long.
    Failure = 3,
}

impl Exit {
    /// Returns [`Exit::Found`] or [`Exit::Nothing`].
    pub(crate) fn found(yes: bool) -> Self {
        match yes {
            true => Self::Found,
            false => Self::Nothing,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
