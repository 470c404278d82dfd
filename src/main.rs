//! Parse arguments, run, exit code; nothing else.

use std::process::ExitCode;

/// Pages are made of many small strings; this allocator makes them in a third less time than the system's (`benches/README.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    shanwai::cli::run()
}
