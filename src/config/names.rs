//! Names of one kind: declared once, referred to often. Tells duplicates and unknown names with the nearest known one.

use std::collections::BTreeMap;

use super::reader::Located;
use super::rules::{DUPLICATE, UNKNOWN_NAME};
use crate::diag::{Diagnostic, Sink, Span, nearest};
use crate::say;

/// Every declared name of one kind, also of entries that turned out faulty, so that one fault is told once.
#[derive(Debug)]
pub(super) struct Names {
    zh: &'static str,
    en: &'static str,
    known: BTreeMap<String, Option<Span>>,
    anything: bool,
}

impl Names {
    /// `zh` and `en` say what is named: `计量单位`, `unit`.
    pub(super) fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en, known: BTreeMap::new(), anything: false }
    }

    /// The same for names that come from elsewhere and are unique already.
    pub(super) fn of<'a>(zh: &'static str, en: &'static str, names: impl IntoIterator<Item = &'a str>) -> Self {
        Self { zh, en, known: names.into_iter().map(|name| (name.to_owned(), None)).collect(), anything: false }
    }

    /// Names that could not be read, which is told already: every reference passes.
    pub(super) fn unreadable() -> Self {
        Self { zh: "", en: "", known: BTreeMap::new(), anything: true }
    }

    /// How many there are; nothing where they could not be read.
    pub(super) fn count(&self) -> Option<usize> {
        (!self.anything).then_some(self.known.len())
    }

    /// Declares a name; the second time is an error that shows both places.
    pub(super) fn declare(&mut self, name: &str, span: &Span, sink: &Sink) {
        let (zh, en) = (self.zh, self.en);
        match self.known.get(name) {
            None => drop(self.known.insert(name.to_owned(), Some(span.clone()))),
            Some(first) => {
                let message = say!("{zh} `{name}` 声明了两次", "the {en} `{name}` is declared twice");
                let mut found = Diagnostic::error(&DUPLICATE, message).at(span.clone());
                if let Some(first) = first {
                    found = found.at_label(first.clone(), say!("第一次在这里", "first declared here"));
                }
                sink.push(found.help(say!("给其中一个换个编号，或删去一个", "rename one of them, or remove one")));
            }
        }
    }

    /// Whether the name is declared; if not, an error.
    pub(super) fn check(&self, name: &Located<String>, sink: &Sink) -> bool {
        let typed = &name.value;
        if self.anything || self.known.contains_key(typed) {
            return true;
        }
        let (zh, en) = (self.zh, self.en);
        let message = say!("没有叫 `{typed}` 的{zh}", "there is no {en} called `{typed}`");
        let mut found = Diagnostic::error(&UNKNOWN_NAME, message).at(name.span.clone());
        found = match nearest(typed, self.known.keys().map(String::as_str)) {
            Some(near) => found.help(say!("是不是 `{near}`？", "did you mean `{near}`?")),
            None => found.help(self.listing()),
        };
        sink.push(found);
        false
    }

    fn listing(&self) -> crate::diag::Text {
        let (zh, en) = (self.zh, self.en);
        let some = self.known.keys().take(12).map(|k| format!("`{k}`")).collect::<Vec<_>>().join(" ");
        match self.known.len() {
            0 => say!("还没有声明任何{zh}", "no {en} is declared yet"),
            1..=12 => say!("已声明的{zh}：{some}", "declared so far: {some}"),
            _ => say!("已声明的{zh}：{some} ……", "declared so far: {some} …"),
        }
    }
}
