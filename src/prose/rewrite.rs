//! Makes a Markdown text ready for the parser: expressions become stand-ins, emphasis beside Chinese punctuation becomes parsable.
//!
//! An expression is replaced by one private-use character, so that a `|`, `*` or `"` inside it means nothing to Markdown and the
//! delimiter beside it sees a letter. Code is not looked for here: a stand-in that turns up in code is put back as it was written.
//!
//! Emphasis: CommonMark's flanking rules need a space or punctuation on the outer side of `**（…）**`, which Chinese does not
//! write. The cure is that of the CJK-friendly amendment: a run of `*` or `~~` with a character of East Asian writing on either
//! side may open when no space follows it and close when none goes before. A joiner, which is a letter to the parser, on both
//! sides of the run has exactly this effect; it is inserted only where neither side is a space and one is no letter, since the
//! parser's own rules give the same answer everywhere else.

use std::ops::Range;

use super::cjk::{JOINER, UNSEEN, is_east_asian, is_reserved, stand_in};

/// A text for the parser and the way back to the file.
pub(super) struct Rewritten {
    /// What the parser reads.
    pub(super) text: String,
    /// Where each expression stands in the file, braces included, by number.
    pub(super) expressions: Vec<Range<usize>>,
    /// Reserved characters found in the file, at their offsets.
    pub(super) reserved: Vec<usize>,
    /// Offsets at which both texts run in step from there on: in the rewritten text, in the file.
    steps: Vec<(usize, usize)>,
}

impl Rewritten {
    /// The offset in the file of an offset in the rewritten text. Logarithmic.
    pub(super) fn origin(&self, offset: usize) -> usize {
        let after = self.steps.partition_point(|(rewritten, _)| *rewritten <= offset);
        let (rewritten, file) = self.steps[after.saturating_sub(1)];
        let found = file + (offset - rewritten.min(offset));
        self.steps.get(after).map_or(found, |(_, next)| found.min(*next))
    }

    /// The stretch in the file of a stretch of the rewritten text.
    pub(super) fn origin_range(&self, range: &Range<usize>) -> Range<usize> {
        self.origin(range.start)..self.origin(range.end)
    }
}

/// Rewrites `whole` from the offset `body` on, which must be at a character. Linear.
pub(super) fn rewrite(whole: &str, body: usize) -> Rewritten {
    let text = String::with_capacity(whole.len() - body + 16);
    let out = Rewritten { text, expressions: Vec::new(), reserved: Vec::new(), steps: vec![(0, body)] };
    let mut rewriter = Rewriter { whole, out, copied: body, at: body, body, expression_end: usize::MAX };
    rewriter.run();
    rewriter.out
}

struct Rewriter<'a> {
    whole: &'a str,
    out: Rewritten,
    /// Everything before is in the output.
    copied: usize,
    /// Everything before has been looked at.
    at: usize,
    body: usize,
    /// Where the last expression ended.
    expression_end: usize,
}

impl Rewriter<'_> {
    fn run(&mut self) {
        let bytes = self.whole.as_bytes();
        while self.at < bytes.len() {
            match bytes[self.at] {
                b'\\' => self.at += if bytes.get(self.at + 1).is_some_and(u8::is_ascii_punctuation) { 2 } else { 1 },
                b'{' if bytes.get(self.at + 1) == Some(&b'{') => self.expression(),
                mark @ (b'*' | b'~') => self.delimiters(mark),
                0xF3 => self.reserved(),
                _ => self.at += 1,
            }
        }
        self.copy_to(bytes.len());
    }

    fn copy_to(&mut self, end: usize) {
        self.out.text.push_str(&self.whole[self.copied..end]);
        self.copied = end;
    }

    /// Puts `c` in the place of the file's text up to `end`.
    fn put(&mut self, c: char, end: usize) {
        self.out.text.push(c);
        self.out.steps.push((self.out.text.len(), end));
        self.copied = end;
    }

    fn expression(&mut self) {
        let (start, number) = (self.at, self.out.expressions.len());
        match (expression_end(self.whole, start), stand_in(number)) {
            (Some(end), Some(c)) => {
                self.copy_to(start);
                self.out.expressions.push(start..end);
                self.put(c, end);
                (self.at, self.expression_end) = (end, end);
            }
            _ => self.at += 2,
        }
    }

    fn delimiters(&mut self, mark: u8) {
        let start = self.at;
        let length = self.whole.as_bytes()[start..].iter().take_while(|b| **b == mark).count();
        let end = start + length;
        self.at = end;
        if (mark == b'*' || length == 2) && self.needs_joiners(start, end) {
            self.copy_to(start);
            self.put(JOINER, start);
            self.copy_to(end);
            self.put(JOINER, end);
        }
    }

    /// Whether East Asian writing stands beside the run, no space on either side, and something that is no letter on one.
    fn needs_joiners(&self, start: usize, end: usize) -> bool {
        let expression_before = self.expression_end == start;
        let before = self.whole[self.body..start].chars().next_back();
        let after = self.whole[end..].chars().next();
        let (Some(before), Some(after)) = (before, after) else { return false };
        // A cell's border ends a text as a line break does.
        let open = |c: char| c.is_whitespace() || c == '|';
        let expression_after = after == '{' && expression_end(self.whole, end).is_some();
        !open(before)
            && !open(after)
            && (expression_before || expression_after || is_east_asian(before) || is_east_asian(after))
            && ((!expression_before && !before.is_alphanumeric()) || (!expression_after && !after.is_alphanumeric()))
    }

    fn reserved(&mut self) {
        let Some(c) = self.whole[self.at..].chars().next() else { return };
        if is_reserved(c) {
            self.copy_to(self.at);
            self.out.reserved.push(self.at);
            self.put(UNSEEN, self.at + c.len_utf8());
        }
        self.at += c.len_utf8();
    }
}

/// The end of the expression that begins with `{{` at `start`; `None` when it is not closed before a blank line, a code mark
/// or the next `{{`. Quotation marks hide what is inside them.
pub(super) fn expression_end(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut quote) = (start + 2, None);
    if bytes.get(start + 1) != Some(&b'{') {
        return None;
    }
    while at < bytes.len() {
        let byte = bytes[at];
        match (quote, byte) {
            (_, b'\n') if bytes[at + 1..].iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')).is_none_or(|b| *b == b'\n') => {
                return None;
            }
            (Some(_), b'\\') => at += 1,
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'`') => return None,
            (None, b'{') if bytes.get(at + 1) == Some(&b'{') => return None,
            (None, b'}') if bytes.get(at + 1) == Some(&b'}') => return Some(at + 2),
            (None, _) => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_becomes_one_letter_and_offsets_lead_back() {
        let whole = "+++\n**{{ fact(\"a|b}}\") | number }}**人，x";
        let made = rewrite(whole, 4);
        assert_eq!(made.text, "**\u{F0010}**人，x");
        assert_eq!(&whole[made.expressions[0].clone()], "{{ fact(\"a|b}}\") | number }}");
        let at = made.text.find('x').unwrap();
        assert_eq!(&whole[made.origin(at)..], "x");
        assert_eq!(&whole[made.origin_range(&(2..6))], &whole[made.expressions[0].clone()]);
    }

    #[test]
    fn what_is_not_closed_in_its_paragraph_is_no_expression() {
        for text in ["{{ a", "{{ a\n\n}}", "`{{` }}", "{{ \"a }}", "{{ a\n  \n }}"] {
            assert_eq!(expression_end(text, text.find("{{").unwrap()), None, "{text}");
        }
        assert!(rewrite("\\{{ a }}", 0).expressions.is_empty());
        assert_eq!(rewrite("{{ {{ a }}", 0).expressions, std::slice::from_ref(&(3..10)));
        assert_eq!(rewrite("{{ a\n}}", 0).expressions, std::slice::from_ref(&(0..7)));
    }

    #[test]
    fn joiners_are_inserted_only_where_the_parser_needs_them() {
        let joined = |text: &str| rewrite(text, 0).text.matches(JOINER).count();
        for text in
            ["a*b*c", "**中文**字", "* 项目（一）", "***", "\\*（x）\\*", "|**（价）**|", "**(a)** b", "_（x）_后", "~（x）~后"]
        {
            assert_eq!(joined(text), 0, "{text}");
        }
        for text in ["**（价）**为", "~~删。~~后", "是**(a)**吗"] {
            assert!(joined(text) >= 2, "{text}");
        }
    }
}
