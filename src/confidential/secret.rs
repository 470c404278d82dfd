//! A value that prints as ‹hidden› and gives itself up only to a caller who says why.

use std::fmt;

/// A person key or another value that may not be shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Secret<T>(T);

impl<T> Secret<T> {
    pub(super) const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value. `why` stands at the call for the reviewer; the program does not use it.
    pub(super) fn expose(&self, why: &'static str) -> &T {
        let _ = why;
        &self.0
    }
}

impl<T> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("‹hidden›")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_as_hidden_and_is_exposed_with_a_reason() {
        let key = Secret::new("e4d594dc28c6");
        assert_eq!(format!("{key:?}"), "‹hidden›");
        assert_eq!(*key.expose("to compare in a test"), "e4d594dc28c6");
    }
}
