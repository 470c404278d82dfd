//! Files for data users, written from published tables alone.

pub mod csv;
