//! What an attack costs, by the size of the release.

fn main() {}
