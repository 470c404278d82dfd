//! Running text and the expressions in it.

use super::super::Piece;
use super::super::cjk::{JOINER, UNSEEN, expression_of, is_reserved, joins_lines};
use super::super::numbers::GAP;
use super::super::rules::{EXPRESSION, MISPLACED, UNKNOWN_FACT, UNKNOWN_SLOT, WITHHELD_CELL};
use super::{Writer, escape_into, has_stand_in};
use crate::diag::{Diagnostic, Span, nearest};
use crate::expr::{Evaluated, ExprErrorKind, SlotCall, evaluate};
use crate::model::{ChartId, DatasetId, FactId};
use crate::say;

/// Lists that can be generated.
const LISTS: [&str; 11] = [
    "facts",
    "comparisons",
    "withheld",
    "sources",
    "indicators",
    "places",
    "datasets",
    "protection",
    "attempts",
    "corrections",
    "tested",
];

impl Writer<'_> {
    /// Text as the parser gives it; `start` is its offset in the rewritten text.
    pub(super) fn text(&mut self, text: &str, start: usize) {
        if self.code {
            let text = self.put_back(text);
            escape_into(&mut self.html, &text);
            return;
        }
        if !has_stand_in(text) {
            return self.words(text, self.rewritten.origin(start));
        }
        let mut from = 0;
        for (at, c) in text.char_indices().filter(|(_, c)| is_reserved(*c)) {
            self.words(&text[from..at], self.rewritten.origin(start + from));
            if let Some(number) = expression_of(c) {
                self.expression(number);
            }
            from = at + c.len_utf8();
        }
        self.words(&text[from..], self.rewritten.origin(start + from));
    }

    /// Plain words, which stand in the file at `place`.
    fn words(&mut self, text: &str, place: usize) {
        if text.is_empty() {
            return;
        }
        if !self.bare_link {
            self.run_on(text, place);
        }
        self.print(text, escape_into);
    }

    /// Prints words: into the alternative text of an image, or as HTML after a line break that may have waited.
    fn print(&mut self, text: &str, write: impl FnOnce(&mut String, &str)) {
        if let Some((alt, _)) = &mut self.image {
            alt.push_str(text);
            return;
        }
        if let (Some(paragraph), false) = (&mut self.paragraph, text.trim().is_empty()) {
            paragraph.words = true;
        }
        self.settle_line_break(text.chars().next());
        write(&mut self.html, text);
        self.last = text.chars().next_back();
    }

    /// Writes the line break that waits, unless it stands between Chinese characters.
    pub(super) fn settle_line_break(&mut self, next: Option<char>) {
        if let Some(at) = self.line_break.take() {
            let joined = matches!((self.last, next), (Some(before), Some(after)) if joins_lines(before, after));
            if !joined && self.html.is_char_boundary(at) {
                self.html.insert(at, '\n');
            }
        }
    }

    pub(super) fn code_span(&mut self, text: &str) {
        let text = self.put_back(text);
        self.running.text.push(GAP);
        self.speech.words.said(&GAP.to_string(), 0..0);
        self.print(&text, |html, text| {
            html.push_str("<code>");
            escape_into(html, text);
            html.push_str("</code>");
        });
    }

    /// A text with its expressions as they were written and without joiners or reserved characters.
    pub(super) fn put_back(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars().filter(|c| *c != JOINER) {
            match expression_of(c).and_then(|number| self.rewritten.expressions.get(number)) {
                Some(range) => out.push_str(&self.source.text()[range.clone()]),
                None if c == UNSEEN => out.push(char::REPLACEMENT_CHARACTER),
                None => out.push(c),
            }
        }
        out
    }

    fn expression(&mut self, number: usize) {
        let Some(range) = self.rewritten.expressions.get(number).cloned() else { return };
        let inner = range.start + 2..range.end - 2;
        self.running.text.push(GAP);
        match evaluate(&self.source.text()[inner.clone()], self.scope) {
            Ok(found) => self.say(found, self.source.span(range)),
            Err(error) => {
                let rule = match error.kind {
                    ExprErrorKind::UnknownFact { .. } => &UNKNOWN_FACT,
                    ExprErrorKind::WithheldCell => &WITHHELD_CELL,
                    _ => &EXPRESSION,
                };
                let place = inner.start + error.range.start..inner.start + error.range.end;
                self.sink.push(Diagnostic::error(rule, error.text()).at(self.source.span(place)));
            }
        }
    }

    fn say(&mut self, found: Evaluated, span: Span) {
        self.out.facts_used.extend(found.facts.iter().filter_map(|id| FactId::new(id).ok()));
        self.out.cubes_used.extend(found.cubes.iter().cloned());
        if let Some((_, spoken)) = &mut self.cell {
            // What is no figure, such as a period in words, is told apart by the fact it belongs to.
            spoken.push(found.value.map_or_else(|| found.facts.join(" "), |value| value.to_string()));
        }
        found.facts.iter().for_each(|id| self.speech.words.cite(id));
        if let Some(slot) = found.slot {
            return self.slot(slot, span);
        }
        self.spoken(&found, &span);
        let linked = self.open_links.is_empty() && self.heading.is_none();
        let href = found.said.as_deref().filter(|_| linked).and_then(|id| self.links.fact_href(id));
        self.print(&found.text, |html, text| match (&found.said, &href) {
            (Some(id), Some(href)) => {
                html.push_str("<a class=\"fact\" href=\"");
                escape_into(html, href);
                html.push_str("\" data-fact=\"");
                escape_into(html, id);
                html.push_str("\">");
                escape_into(html, text);
                html.push_str("</a>");
            }
            (Some(id), None) => {
                html.push_str("<span class=\"fact\" data-fact=\"");
                escape_into(html, id);
                html.push_str("\">");
                escape_into(html, text);
                html.push_str("</span>");
            }
            (None, _) => escape_into(html, text),
        });
    }

    fn slot(&mut self, call: SlotCall, span: Span) {
        let outside = self.depth > 0 || self.image.is_some() || !self.open_links.is_empty();
        match &mut self.paragraph {
            Some(paragraph) if !outside => {
                if &*call.name == "figures" {
                    call.args.iter().for_each(|id| self.speech.words.cite(id));
                }
                paragraph.slots.push((call, span));
            }
            _ => self.misplaced(&call, span),
        }
    }

    fn misplaced(&self, call: &SlotCall, span: Span) {
        let name = &call.name;
        let message = say!("`{name}(…)` 要单独成段", "`{name}(…)` must stand alone in its paragraph");
        let help = say!(
            "前后各空一行，不要放在句子、列表、引文或表格里",
            "leave an empty line before and after, outside sentences, lists, quotations and tables"
        );
        self.sink.push(Diagnostic::error(&MISPLACED, message).at(span).help(help));
    }

    /// Ends a paragraph: slots that stand alone in it take its place.
    pub(super) fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraph.take() else { return self.html.push_str("</p>\n") };
        if paragraph.slots.is_empty() {
            return self.html.push_str("</p>\n");
        }
        if paragraph.words {
            paragraph.slots.into_iter().for_each(|(call, span)| self.misplaced(&call, span));
            return self.html.push_str("</p>\n");
        }
        self.html.truncate(paragraph.html);
        self.flush();
        for (call, span) in paragraph.slots {
            let piece = self.piece(&call, &span);
            self.out.pieces.extend(piece);
        }
    }

    fn piece(&mut self, call: &SlotCall, span: &Span) -> Option<Piece> {
        let first = call.args.first().map_or("", String::as_str);
        let (known, piece) = match &*call.name {
            "chart" => (self.links.has_chart(first), ChartId::new(first).ok().map(Piece::Chart)),
            "dataset" => (self.links.has_dataset(first), DatasetId::new(first).ok().map(Piece::Dataset)),
            "list" => (LISTS.contains(&first), Some(Piece::List(first.to_owned()))),
            _ => return self.figures(&call.args, span),
        };
        if known && piece.is_some() {
            return piece;
        }
        let name = &call.name;
        let message = say!("没有 `{name}(\"{first}\")`", "there is no `{name}(\"{first}\")`");
        let help = match nearest(first, LISTS).filter(|_| &*call.name == "list") {
            Some(near) => say!("是不是 `{near}`？", "did you mean `{near}`?"),
            None => say!(
                "图表在 `content/charts.toml` 里声明，数据集在 `data/catalog.toml` 里声明",
                "charts are declared in `content/charts.toml`, datasets in `data/catalog.toml`"
            ),
        };
        self.sink.push(Diagnostic::error(&UNKNOWN_SLOT, message).at(span.clone()).help(help));
        None
    }

    fn figures(&mut self, ids: &[String], span: &Span) -> Option<Piece> {
        for id in ids.iter().filter(|id| self.scope.fact(id).is_none()) {
            let found = Diagnostic::error(&UNKNOWN_FACT, say!("没有叫 `{id}` 的数据", "no published fact is called `{id}`"))
                .at(span.clone());
            self.sink.push(found.help(match self.scope.nearest_fact(id) {
                Some(near) => say!("最接近的是 `{near}`", "the nearest is `{near}`"),
                None => say!("用 `shanwai facts` 列出全部", "list all with `shanwai facts`"),
            }));
        }
        let ids: Vec<_> = ids.iter().filter_map(|id| FactId::new(id).ok()).collect();
        self.out.facts_used.extend(ids.iter().cloned());
        (!ids.is_empty()).then_some(Piece::Figures(ids))
    }
}
