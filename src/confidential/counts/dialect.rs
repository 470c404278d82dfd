//! Where the three engines differ: quotation marks, the name of text, and how a list is made of rows.

/// The engine that a query is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// PostgreSQL 12 or later.
    Postgresql,
    /// DuckDB 1 or later.
    Duckdb,
    /// Spark SQL 3.4 or later.
    Spark,
}

impl Dialect {
    /// A quoted name.
    pub(super) fn name(self, name: &str) -> String {
        let mark = if self == Self::Spark { '`' } else { '"' };
        let doubled = name.replace(mark, &format!("{mark}{mark}"));
        format!("{mark}{doubled}{mark}")
    }

    /// A table with its schema: the parts of a dotted name, each quoted.
    pub(super) fn table(self, name: &str) -> String {
        name.split('.').map(|part| self.name(part)).collect::<Vec<_>>().join(".")
    }

    /// The type of texts.
    fn text_type(self) -> &'static str {
        match self {
            Self::Postgresql => "text",
            Self::Duckdb => "varchar",
            Self::Spark => "string",
        }
    }

    /// A value as a text.
    pub(super) fn text(self, value: &str) -> String {
        format!("CAST({value} AS {})", self.text_type())
    }

    /// The numbers of a group as one text, in an order that is always the same.
    pub(super) fn list(self, value: &str) -> String {
        let text = self.text(value);
        match self {
            Self::Postgresql | Self::Duckdb => format!("STRING_AGG({text}, ' ' ORDER BY {value})"),
            Self::Spark => format!("ARRAY_JOIN(SORT_ARRAY(COLLECT_LIST({text})), ' ')"),
        }
    }
}
