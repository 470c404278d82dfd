//! From facts, tables, figures and texts to what templates see.

pub mod atlas;
