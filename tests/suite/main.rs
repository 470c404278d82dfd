//! The one test binary: everything that is tested from outside.

mod architecture;
mod barrier;
mod whole;
