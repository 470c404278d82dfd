//! The vault: the only place that ever holds a raw record or an unprotected count. It lets out sealed types alone.

mod gate;

pub use gate::published::{Cell, Measure, PublishedDimension, PublishedTable, Release};
