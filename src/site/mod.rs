//! The coordinator: plans jobs, composes views, renders, publishes.

pub mod publish;
