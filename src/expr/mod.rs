//! Sandboxed expressions: one at a time, with spans, fuel and scalar results only.
