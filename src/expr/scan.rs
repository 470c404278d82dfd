//! What an expression may not hold, found before the engine sees it.
//!
//! Bounds and units must survive and every number must be a fact: so nothing is computed or joined, no digit stands in quoted text
//! outside a call, and only values are compared, since whole facts would be compared by kind and not by number.

use std::ops::Range;

use super::{ExprError, ExprErrorKind};

/// Refuses the expression, or lets it pass to the engine.
pub(super) fn scan(source: &str) -> Result<(), ExprError> {
    let mut at = Scanner { source, calls: Vec::new(), quote: None, compares: false };
    for (offset, c) in source.char_indices() {
        at.step(offset, c).map_err(|(range, kind)| ExprError { range, kind })?;
    }
    Ok(())
}

struct Scanner<'a> {
    source: &'a str,
    /// For each open bracket, whether it is a call's.
    calls: Vec<bool>,
    quote: Option<(char, usize)>,
    /// Whether a comparison sign went right before.
    compares: bool,
}

type Fault = (Range<usize>, ExprErrorKind);

impl Scanner<'_> {
    fn step(&mut self, at: usize, c: char) -> Result<(), Fault> {
        if let Some((open, start)) = self.quote {
            if c == open {
                self.quote = None;
            } else if is_digit(c) && !self.calls.contains(&true) {
                return Err((start..at + c.len_utf8(), ExprErrorKind::LooseNumber));
            }
            return Ok(());
        }
        match c {
            '"' | '\'' => self.quote = Some((c, at)),
            '[' | ']' | '{' | '}' => return Err((at..at + 1, ExprErrorKind::List)),
            '~' | '+' | '*' | '/' | '%' | '-' => return Err((at..at + 1, ExprErrorKind::Arithmetic)),
            '(' => {
                let named = self.source[..at].trim_end().ends_with(|c: char| c.is_alphanumeric() || c == '_');
                self.calls.push(named && !self.keyword(at));
            }
            ')' => {
                let call = self.calls.pop().unwrap_or(false);
                let rest = self.source[at + 1..].trim_start();
                if call && self.calls.is_empty() && (self.compares || is_comparison(rest)) && !rest.starts_with('.') {
                    return Err((at..at + 1, ExprErrorKind::Compared));
                }
                self.compares = false;
            }
            '<' | '>' | '=' | '!' if self.calls.is_empty() => self.compares = true,
            c if c.is_ascii_digit() => self.compares = false,
            _ => {}
        }
        Ok(())
    }

    /// `if (…)` is no call.
    fn keyword(&self, at: usize) -> bool {
        let before = self.source[..at].trim_end();
        ["if", "else", "and", "or", "not", "in", "is"]
            .iter()
            .any(|word| before.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with(char::is_whitespace)))
    }
}

fn is_comparison(rest: &str) -> bool {
    ["<", ">", "==", "!="].iter().any(|sign| rest.starts_with(sign))
}

/// Digits of any width.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(source: &str) -> Option<ExprErrorKind> {
        scan(source).err().map(|error| error.kind)
    }

    #[test]
    fn what_could_lose_a_bound_or_a_fact_is_refused() {
        for (source, expected) in [
            ("fact('a').value ~ ''", ExprErrorKind::Arithmetic),
            ("5 ~ ''", ExprErrorKind::Arithmetic),
            ("fact('a').value - 1", ExprErrorKind::Arithmetic),
            ("'5 people'", ExprErrorKind::LooseNumber),
            ("'５人' if fact('a').value > 3 else ''", ExprErrorKind::LooseNumber),
            ("'more' if fact('a') > fact('b') else 'less'", ExprErrorKind::Compared),
            ("'more' if fact('a').value > fact('b') else 'less'", ExprErrorKind::Compared),
            ("'a' if 3 < fact('b') else 'b'", ExprErrorKind::Compared),
            ("fact('a')[0]", ExprErrorKind::List),
        ] {
            assert_eq!(kind(source), Some(expected), "{source}");
        }
    }

    #[test]
    fn sentences_pass() {
        for source in [
            "fact(\"camp-2024\") | number",
            "plain('18')",
            "cell('camp', 'n', year='2024', county=431222)",
            "'more' if fact('a-1').value > fact('b-2').value else 'less'",
            "'x' if (fact('a').value >= 3) else 'y'",
            "fact('a') if fact('a').value != 0 else plain('0')",
        ] {
            assert_eq!(kind(source), None, "{source}");
        }
    }
}
