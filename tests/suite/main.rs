//! The one test binary: everything that is tested from outside.

mod architecture;
mod barrier;
mod canary;
mod contract;
mod formats;
mod huaihua;
mod kill;
#[cfg(feature = "serve")]
mod serve;
mod sites;
mod whole;
