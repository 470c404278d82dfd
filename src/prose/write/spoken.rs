//! What a paragraph says as it is read, expressions said: for comparing languages, and for judging the words around a figure.

use std::ops::Range;

use super::super::Spoken;
use super::super::plans::{says_plan, sentence, unsaid};
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
    /// Planned figures.
    plans: Vec<Planned>,
}

/// What stands around the paragraph, item or cell that is being read.
#[derive(Default)]
pub(super) struct Around {
    /// The paragraph before a list or table, where it ends in a colon.
    lead: String,
    /// Cells of the row that is being read, by column.
    row: Vec<(usize, String)>,
    /// Headings of the columns.
    heads: Vec<(usize, String)>,
    /// Planned figures of the row.
    plans: Vec<(usize, Planned)>,
}

/// A planned figure: where in the words, of which fact, and where in the file.
struct Planned {
    at: usize,
    fact: String,
    span: Span,
}

/// A figure without its unit: where in the words, of which fact, what that counts.
struct Bare {
    range: Range<usize>,
    fact: String,
    unit: Unit,
}

impl Default for Speech {
    fn default() -> Self {
        Self { words: Builder::default(), form: Form::Paragraph, bare: Vec::new(), plans: Vec::new() }
    }
}

impl Writer<'_> {
    /// Adds what an expression says, and notes a figure that is said without its unit.
    pub(super) fn spoken(&mut self, found: &Evaluated, span: &Span) {
        let start = self.speech.words.end();
        self.speech.words.said(&found.text, span.range.clone());
        let Some(words) = found.said.as_deref().and_then(|id| self.scope.fact(id)) else { return };
        if words.planned {
            self.speech.plans.push(Planned { at: start, fact: words.id.clone(), span: span.clone() });
        }
        if found.text == words.number && words.number != words.full {
            let unit = read(&words.full).figures.first().map_or(Unit::Bare, |figure| figure.unit);
            self.speech.bare.push(Bare { range: start..self.speech.words.end(), fact: words.id, unit });
        }
    }

    /// Keeps what a paragraph says, and judges the words around its figures.
    pub(super) fn end_speech(&mut self) {
        let Speech { words, form, bare, plans } = std::mem::take(&mut self.speech);
        self.speech.form = form;
        if words.is_empty() {
            return;
        }
        self.keep_plans(words.text(), form, plans);
        let spoken = words.finish(form);
        bare.iter().for_each(|bare| self.judge_unit(&spoken, bare));
        self.out.spoken.push(spoken);
    }

    /// Judges planned figures by their sentences; those of a cell wait for the end of the row.
    fn keep_plans(&mut self, text: &str, form: Form, plans: Vec<Planned>) {
        if form == Form::Cell {
            let column = self.column;
            self.around.row.push((column, text.to_owned()));
            self.around.plans.extend(plans.into_iter().map(|plan| (column, plan)));
            return;
        }
        let lead = if form == Form::Item { std::mem::take(&mut self.around.lead) } else { String::new() };
        let mut judged = None;
        for plan in plans {
            let range = sentence(text, plan.at);
            // One word cures the whole sentence, so one warning is enough.
            if judged.replace(range.clone()) != Some(range.clone()) {
                self.judge_plan(&[&text[range], &lead], &plan);
            }
        }
        let leads = matches!(text.trim_end().chars().next_back(), Some('：' | ':'));
        self.around.lead = match form {
            Form::Item => lead,
            _ if leads => text.to_owned(),
            _ => String::new(),
        };
    }

    /// Ends a row of a table; its planned figures are judged by all its cells and the heading of their column.
    pub(super) fn end_spoken_row(&mut self, head: bool) {
        let (row, plans) = (std::mem::take(&mut self.around.row), std::mem::take(&mut self.around.plans));
        for (column, plan) in &plans {
            let heads = self.around.heads.iter().filter(|(at, _)| !head && at == column);
            let cells = row.iter().chain(heads).map(|(_, text)| text.as_str());
            let context: Vec<&str> = cells.chain([self.around.lead.as_str()]).collect();
            if self.judge_plan(&context, plan) {
                break;
            }
        }
        if head {
            self.around.heads = row;
        }
    }

    /// Tells of a planned figure where nothing around it says that it is one; whether that was told.
    fn judge_plan(&self, context: &[&str], plan: &Planned) -> bool {
        let unsaid_here = context.iter().all(|text| says_plan(text, self.lang) == Some(false));
        if unsaid_here {
            self.sink.push(unsaid(&plan.fact, plan.span.clone()));
        }
        unsaid_here
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
