//! The program `actorgraph`: parse, call, exit. All else is in the library's room `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    actorgraph::cli::main()
}
