//! Chooses what to withhold.

mod remainders;
mod sensitivity;
