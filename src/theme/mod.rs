//! Pages from views: the only user of the template engine.

pub mod views;
