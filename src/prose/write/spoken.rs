//! What a paragraph says as it is read, expressions said: for comparing languages, and for judging the words around a figure.

use std::ops::Range;

use super::super::Spoken;
use super::super::rules::OTHER_UNIT;
use super::Writer;
use crate::diag::{Span, Text};
use crate::expr::Evaluated;
use crate::numbers::{Builder, Form, Unit, read};
use crate::say;

/// The paragraph, heading, item or cell that is being read.
pub(super) struct Speech {
    pub(super) words: Builder,
    pub(super) form: Form,
    /// Figures that an expression says without their unit.
    bare: Vec<Bare>,
}

/// A figure without its unit: where in the words, of which fact, what that counts.
struct Bare {
    range: Range<usize>,
    fact: String,
    unit: Unit,
}

impl Default for Speech {
    fn default() -> Self {
        Self { words: Builder::default(), form: Form::Paragraph, bare: Vec::new() }
    }
}

impl Writer<'_> {
    /// Adds what an expression says, and notes a figure that is said without its unit.
    pub(super) fn spoken(&mut self, found: &Evaluated, span: &Span) {
        let start = self.speech.words.end();
        self.speech.words.said(&found.text, span.range.clone());
        let Some(words) = found.said.as_deref().and_then(|id| self.scope.fact(id)) else { return };
        if found.text == words.number && words.number != words.full {
            let unit = read(&words.full).figures.first().map_or(Unit::Bare, |figure| figure.unit);
            self.speech.bare.push(Bare { range: start..self.speech.words.end(), fact: words.id, unit });
        }
    }

    /// Keeps what a paragraph says, and judges the words around its figures.
    pub(super) fn end_speech(&mut self) {
        let Speech { words, form, bare } = std::mem::take(&mut self.speech);
        self.speech.form = form;
        if words.is_empty() {
            return;
        }
        let spoken = words.finish(form);
        bare.iter().for_each(|bare| self.judge_unit(&spoken, bare));
        self.out.spoken.push(spoken);
    }

    /// A figure said without its unit must be followed by words that count the same.
    fn judge_unit(&self, spoken: &Spoken, bare: &Bare) {
        let figures = &spoken.reading().figures;
        let Some(figure) = figures.iter().find(|figure| bare.range.contains(&figure.at)) else { return };
        if !figure.unit.is_known() || bare.unit.agrees(figure.unit) {
            return;
        }
        let (fact, (zh, en), (own_zh, own_en)) = (&bare.fact, figure.unit.name(), bare.unit.name());
        let words = spoken.text().get(figure.range.clone()).unwrap_or_default().trim();
        let message = Text {
            zh: format!("`{fact}` 的单位是“{own_zh}”，这里写成了“{zh}”：`{words}`"),
            en: format!("`{fact}` counts {own_en}, but here it reads as {en}: `{words}`"),
        };
        let help = say!("去掉 `| number`，或改写后面的词", "leave out `| number`, or change the words around it");
        self.error(&OTHER_UNIT, message, spoken.place(&figure.range), help);
    }
}
