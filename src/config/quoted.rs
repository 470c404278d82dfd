//! Texts as TOML writes them.

use std::fmt::Write;

/// A basic string of TOML 1.0, quotation marks included: any text comes back from it as it was.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut made = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => made.extend(['\\', c]),
            c if c.is_control() => drop(write!(made, "\\u{:04X}", u32::from(c))),
            c => made.push(c),
        }
    }
    made.push('"');
    made
}
