//! Parse arguments, run, exit code; nothing else.

use std::process::ExitCode;

fn main() -> ExitCode {
    shanwai::cli::run()
}
