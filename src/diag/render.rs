//! Draws diagnostics for people (with excerpts and carets) and for machines (one JSON object a line).
