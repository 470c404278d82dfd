//! Chooses what to withhold.

mod sensitivity;
