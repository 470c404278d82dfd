//! The one test binary.

mod barrier;
