//! The program `actorgraph`: parse, call, exit. All else is in the library's room `cli`.

use std::process::ExitCode;

/// A loader of RocksDB makes and drops texts by the million on several threads. Who builds that in has
/// the compiler that this allocator needs.
#[cfg(feature = "disk")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    actorgraph::cli::main()
}
