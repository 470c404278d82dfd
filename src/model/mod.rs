//! The words everything else is said in: validated once, then a type.

mod ids;
mod lang;
mod number;
mod period;
mod quantity;
mod unit;

pub use ids::{ChartId, Code, CubeId, DatasetId, DimensionId, FactId, InvalidId, Slug};
pub use lang::{Lang, Languages, Localized};
pub use number::Decimal;
pub use period::{Date, Period, PeriodKind, Spelled, interval, spelled};
pub use quantity::{Bound, Quantity, Range};
pub use unit::{Plural, Unit, UnitKind};

/// The code of the total over a dimension, as in SDMX.
pub const TOTAL: &str = "_T";
