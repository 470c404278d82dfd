//! Identifiers that reach users: kebab-case words, stable for ever, safe in an address and in a file name.

use std::fmt;
use std::sync::Arc;

/// Why a text is no identifier: the character that does not belong, or nothing when it is empty or too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidId(pub Option<char>);

fn checked(text: &str) -> Result<Arc<str>, InvalidId> {
    if text.is_empty() || text.len() > 100 || text.starts_with(['-', '.']) || text.ends_with(['-', '.']) {
        return Err(InvalidId(text.chars().next().filter(|c| !c.is_ascii_alphanumeric())));
    }
    match text.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))) {
        Some(bad) => Err(InvalidId(Some(bad))),
        None if text.contains("..") => Err(InvalidId(Some('.'))),
        None => Ok(Arc::from(text)),
    }
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Checks and wraps: 1 to 100 ASCII letters, digits, `-`, `_`, `.`; no `..`, no `-` or `.` at either end.
            pub fn new(text: &str) -> Result<Self, InvalidId> {
                checked(text).map(Self)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

identifier!(
    /// A statistic in the fact register.
    FactId
);
identifier!(
    /// A chart declared in `content/charts.toml`.
    ChartId
);
identifier!(
    /// A cube declared in `data/catalog.toml`.
    CubeId
);
identifier!(
    /// A published dataset.
    DatasetId
);
identifier!(
    /// A dimension, such as `year` or `county`.
    DimensionId
);
identifier!(
    /// A code of a code list, such as `431222` or `camp_city`.
    Code
);
identifier!(
    /// One part of an address.
    Slug
);
