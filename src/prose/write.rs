//! Writes the parser's events as HTML and puts expressions, links and notes in their places.

mod block;
mod expression;
mod inline;
mod notes;
mod spoken;

pub(crate) use inline::is_file_name;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Alignment, Event, Options, Parser, Tag};

use self::spoken::{Around, Speech};
use super::rewrite::Rewritten;
use super::rules::{FOOTNOTE, PRIVATE_CHARACTER, UNBOUND_NUMBER, UNCLOSED};
use super::{Composed, Links, Passage, Piece, cjk, numbers};
use crate::diag::{Diagnostic, Rule, Sink, Source, Span, Text};
use crate::expr::{Scope, SlotCall};
use crate::model::Lang;
use crate::say;

/// A heading being written.
struct Open {
    level: u8,
    id: Option<String>,
    html: usize,
}

/// A paragraph being written: where it began, slots in it, whether it holds anything else.
struct Paragraph {
    html: usize,
    slots: Vec<(SlotCall, Span)>,
    words: bool,
}

/// State of writing one text.
pub(super) struct Writer<'a> {
    source: &'a Arc<Source>,
    rewritten: &'a Rewritten,
    lang: &'a Lang,
    scope: &'a dyn Scope,
    links: &'a dyn Links,
    sink: &'a Sink,
    out: Composed,
    html: String,
    running: Passage,
    /// The same words as a reader reads them, expressions said.
    speech: Speech,
    around: Around,
    /// The cell of a table that is being written: where its tag ends, and what its expressions say without the words of a language.
    cell: Option<(usize, Vec<String>)>,
    /// Last character written in this paragraph, for line breaks.
    last: Option<char>,
    /// Where a line break is waiting for the character after it.
    line_break: Option<usize>,
    heading: Option<Open>,
    headings: usize,
    ids: BTreeSet<String>,
    anchors: Vec<(String, Span)>,
    paragraph: Option<Paragraph>,
    /// Lists, quotes, tables and notes around.
    depth: usize,
    /// For each open link, whether it was written.
    open_links: Vec<bool>,
    /// For each open strikethrough, whether it was meant (`~~`).
    strikes: Vec<bool>,
    /// Words of the image being read, with images inside it counted.
    image: Option<(String, usize)>,
    /// Addresses of the images being read.
    pictures: Vec<String>,
    /// Whether the words are an address written as a link.
    bare_link: bool,
    code: bool,
    raw: Option<(String, Range<usize>)>,
    columns: Vec<Alignment>,
    column: usize,
    table: Option<(usize, Vec<String>)>,
    notes: notes::Notes,
    kept: Vec<(String, String)>,
    labels: BTreeMap<String, usize>,
}

impl<'a> Writer<'a> {
    #[rustfmt::skip]
    pub(super) fn new(
        source: &'a Arc<Source>, rewritten: &'a Rewritten, lang: &'a Lang, scope: &'a dyn Scope, links: &'a dyn Links, sink: &'a Sink,
    ) -> Self {
        Self {
            source, rewritten, lang, scope, links, sink,
            out: Composed::default(), html: String::with_capacity(rewritten.text.len() * 3 / 2), running: Passage::default(), speech: Speech::default(), around: Around::default(), cell: None,
            last: None, line_break: None, heading: None, headings: 0, ids: BTreeSet::new(), anchors: Vec::new(), paragraph: None,
            depth: 0, open_links: Vec::new(), strikes: Vec::new(), image: None, pictures: Vec::new(), bare_link: false, code: false, raw: None, columns: Vec::new(), column: 0,
            table: None, notes: notes::Notes::default(), kept: Vec::new(), labels: BTreeMap::new(),
        }
    }

    pub(super) fn run(mut self) -> Composed {
        for at in &self.rewritten.reserved {
            let message = say!("专用区字符，多数读者看不到", "a private-use character that most readers cannot see");
            self.error(&PRIVATE_CHARACTER, message, *at..*at + 4, say!("换成标准字符", "use a standard character"));
        }
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_HEADING_ATTRIBUTES
            | Options::ENABLE_DEFINITION_LIST
            | Options::ENABLE_STRIKETHROUGH;
        for (event, range) in Parser::new_ext(&self.rewritten.text, options).into_offset_iter() {
            self.event(event, &range);
        }
        self.end_running();
        self.write_notes();
        self.flush();
        self.check_anchors();
        self.out
    }

    fn event(&mut self, event: Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(&text, range.start),
            Event::Code(text) => self.code_span(&text),
            Event::Html(text) if self.raw.is_some() => self.raw_line(&text),
            Event::Html(text) | Event::InlineHtml(text) => self.raw_html(&text, range),
            Event::SoftBreak => {
                if let Some((alt, _)) = &mut self.image {
                    alt.push(' ');
                } else {
                    self.line_break = Some(self.html.len());
                }
                self.running.text.push(' ');
                self.speech.words.space();
            }
            Event::HardBreak => {
                self.html.push_str("<br>\n");
                self.running.text.push(' ');
                self.speech.words.space();
                self.last = None;
            }
            Event::Rule => self.html.push_str("<hr>\n"),
            Event::FootnoteReference(label) => self.note_mark(&label, range),
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. } => {
                self.start_inline(tag, range);
            }
            _ => {
                self.end_running();
                self.start_block(tag, range);
            }
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        self.source.span(self.rewritten.origin_range(range))
    }

    /// An error at a place of the file.
    fn error(&self, rule: &'static Rule, message: Text, place: Range<usize>, help: Text) {
        self.sink.push(Diagnostic::error(rule, message).at(self.source.span(place)).help(help));
    }

    /// Ends a stretch of HTML, so that something else can follow.
    fn flush(&mut self) {
        if !self.html.trim().is_empty() {
            self.out.pieces.push(Piece::Html(std::mem::take(&mut self.html)));
        }
        self.html.clear();
    }

    /// Adds words to the running text; `place` is where they stand in the file.
    fn run_on(&mut self, text: &str, place: usize) {
        self.running.steps.push((self.running.text.len(), place));
        self.running.text.push_str(text);
        self.speech.words.exact(text, place);
    }

    /// Judges the words of a paragraph, heading or cell that ends here.
    fn end_running(&mut self) {
        (self.last, self.line_break) = (None, None);
        self.end_speech();
        let running = std::mem::take(&mut self.running);
        if running.text.is_empty() {
            return;
        }
        let unbound = if self.links.allows_unbound_numbers() { Vec::new() } else { numbers::unbound(&running.text) };
        for range in unbound {
            let (number, place) = (&running.text[range.clone()], running.place(&range));
            let bare = number.trim_end_matches(|c: char| !c.is_alphanumeric());
            let message = say!("数字 `{number}` 没有出处", "the number `{number}` is bound to no fact");
            let help = say!(
                "统计数字写成 `{{{{ fact(\"编号\") }}}}`；不是统计数字的写成 `{{{{ plain(\"{bare}\") }}}}`",
                "cite the register with `{{{{ fact(\"id\") }}}}`; if it is no statistic, write `{{{{ plain(\"{bare}\") }}}}`"
            );
            self.error(&UNBOUND_NUMBER, message, place, help);
        }
        for (at, _) in running.text.match_indices("{{") {
            let place = running.place(&(at..at + 2));
            if !self.source.text().as_bytes()[..place.start].ends_with(b"\\") {
                let help = say!(
                    "在同一段里写上 `}}}}`；要显示 `{{{{` 请放在反引号里",
                    "write `}}}}` in the same paragraph, or put `{{{{` in backticks to show it"
                );
                self.error(&UNCLOSED, say!("`{{{{` 没有结束", "`{{{{` is not closed"), place, help);
            }
        }
        for (at, _) in running.text.match_indices("[^") {
            if let Some(end) = running.text[at..].find(']') {
                let place = running.place(&(at..at + end + 1));
                let help = say!("加一段 `[^名称]: 内容`", "add a paragraph `[^name]: text`");
                self.error(&FOOTNOTE, say!("这个脚注没有内容", "this footnote has no text"), place, help);
            }
        }
        self.out.passages.push(running);
    }
}

/// Adds text with `&`, `<`, `>` and `"` escaped and stand-ins dropped.
fn escape_into(html: &mut String, text: &str) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        html.push_str(&text[from..at]);
        html.push_str(entity);
        from = at + 1;
    }
    html.push_str(&text[from..]);
}

/// Whether a text holds a stand-in of any kind.
fn has_stand_in(text: &str) -> bool {
    text.as_bytes().contains(&0xF3) && text.chars().any(cjk::is_reserved)
}
