//! Paragraphs, headings, lists, quotations, tables and code.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Tag, TagEnd};

use super::super::Heading;
use super::super::numbers::GAP;
use super::super::rules::MISPLACED;
use super::{Open, Paragraph, Writer, escape_into, has_stand_in};
use crate::numbers::Form;
use crate::say;

impl Writer<'_> {
    pub(super) fn start_block(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        let container =
            matches!(tag, Tag::BlockQuote(_) | Tag::List(_) | Tag::Table(_) | Tag::FootnoteDefinition(_) | Tag::DefinitionList);
        self.depth += usize::from(container);
        self.speech.form = match tag {
            Tag::Heading { level, .. } => Form::Heading(level as u8),
            Tag::Item | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => Form::Item,
            Tag::Paragraph if self.speech.form == Form::Item => Form::Item,
            Tag::TableCell => Form::Cell,
            _ => Form::Paragraph,
        };
        match tag {
            Tag::Paragraph => {
                self.paragraph = Some(Paragraph { html: self.html.len(), slots: Vec::new(), words: false });
                self.html.push_str("<p>");
            }
            Tag::Heading { level, id, .. } => {
                if id.as_deref().is_some_and(has_stand_in) {
                    let help = say!("标题名称只用字母、数字和 `-`", "name headings with letters, digits and `-`");
                    self.error(
                        &MISPLACED,
                        say!("标题名称里不能用表达式", "the name of a heading takes no expression"),
                        self.span(range).range,
                        help,
                    );
                }
                let id = id.map(|id| self.put_back(&id));
                self.heading = Some(Open { level: level as u8, id, html: self.html.len() });
            }
            Tag::BlockQuote(_) => self.html.push_str("<blockquote>\n"),
            Tag::CodeBlock(kind) => self.start_code(&kind),
            Tag::HtmlBlock => self.raw = Some((String::new(), range.clone())),
            Tag::List(Some(1)) => self.html.push_str("<ol>\n"),
            Tag::List(Some(first)) => drop(writeln!(self.html, "<ol start=\"{first}\">")),
            Tag::List(None) => self.html.push_str("<ul>\n"),
            Tag::Item => self.html.push_str("<li>"),
            Tag::DefinitionList => self.html.push_str("<dl>\n"),
            Tag::DefinitionListTitle => self.html.push_str("<dt>"),
            Tag::DefinitionListDefinition => self.html.push_str("<dd>"),
            Tag::FootnoteDefinition(label) => self.kept.push((label.into_string(), std::mem::take(&mut self.html))),
            Tag::Table(columns) => {
                self.columns = columns;
                self.html.push_str("<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
                self.table = Some((self.html.len(), Vec::new()));
                self.html.push_str("\"><table>\n");
            }
            Tag::TableHead => self.start_row("<thead><tr>"),
            Tag::TableRow => self.start_row("<tr>"),
            Tag::TableCell => self.start_cell(),
            _ => {}
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Link => return self.close_inline(Self::end_link),
            TagEnd::Image => return self.end_image(range),
            TagEnd::Emphasis => return self.close_inline(|w| w.html.push_str("</em>")),
            TagEnd::Strong => return self.close_inline(|w| w.html.push_str("</strong>")),
            TagEnd::Strikethrough => return self.close_inline(Self::end_strike),
            TagEnd::Superscript | TagEnd::Subscript => return,
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::TableCell => self.end_cell(),
            _ => {}
        }
        self.end_running();
        self.speech.form = Form::Paragraph;
        self.end_block(tag);
    }

    /// Inside an image marks are not written.
    fn close_inline(&mut self, close: impl FnOnce(&mut Self)) {
        if self.image.is_none() {
            close(self);
        }
    }

    fn end_block(&mut self, tag: TagEnd) {
        let container = matches!(
            tag,
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Table | TagEnd::FootnoteDefinition | TagEnd::DefinitionList
        );
        self.depth -= usize::from(container && self.depth > 0);
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::BlockQuote(_) => self.html.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => {
                self.code = false;
                self.html.push_str("</code></pre>\n");
            }
            TagEnd::HtmlBlock => {
                if let Some((raw, range)) = self.raw.take() {
                    self.raw_html(&raw, &range);
                }
            }
            TagEnd::List(true) => self.html.push_str("</ol>\n"),
            TagEnd::List(false) => self.html.push_str("</ul>\n"),
            TagEnd::Item => self.html.push_str("</li>\n"),
            TagEnd::DefinitionList => self.html.push_str("</dl>\n"),
            TagEnd::DefinitionListTitle => self.html.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.html.push_str("</dd>\n"),
            TagEnd::FootnoteDefinition => self.keep_note(),
            TagEnd::TableHead => {
                self.end_head();
                self.end_spoken_row(true);
            }
            TagEnd::TableRow => {
                self.html.push_str("</tr>\n");
                self.end_spoken_row(false);
            }
            TagEnd::Table => self.html.push_str("</tbody></table></div>\n"),
            _ => {}
        }
    }

    fn start_code(&mut self, kind: &CodeBlockKind<'_>) {
        self.code = true;
        self.html.push_str("<pre tabindex=\"0\"><code");
        if let CodeBlockKind::Fenced(words) = kind {
            let words = self.put_back(words);
            if let Some(language) = words.split_whitespace().next() {
                self.html.push_str(" class=\"language-");
                escape_into(&mut self.html, language);
                self.html.push('"');
            }
        }
        self.html.push('>');
    }

    fn end_heading(&mut self) {
        let Some(open) = self.heading.take() else { return };
        self.headings += 1;
        let words = self.html[open.html.min(self.html.len())..].to_owned();
        let text = plain(&words);
        let id = open.id.unwrap_or_else(|| slug(&self.running.text).unwrap_or_else(|| format!("section-{}", self.headings)));
        let id = self.unique(id);
        self.html.truncate(open.html);
        let _ = write!(self.html, "<h{} id=\"", open.level);
        escape_into(&mut self.html, &id);
        let _ = writeln!(self.html, "\">{words}</h{}>", open.level);
        if matches!(open.level, 2 | 3) {
            self.out.toc.push(Heading { level: open.level, id, text });
        }
    }

    /// An id that the page does not have yet.
    fn unique(&mut self, id: String) -> String {
        let count = self.labels.entry(id.clone()).or_insert(0);
        *count += 1;
        let mut made = if *count == 1 { id.clone() } else { format!("{id}-{count}") };
        let mut next = *count;
        while !self.ids.insert(made.clone()) {
            next += 1;
            made = format!("{id}-{next}");
        }
        self.labels.insert(id, next);
        made
    }

    fn start_row(&mut self, tags: &str) {
        self.column = 0;
        self.html.push_str(tags);
    }

    fn start_cell(&mut self) {
        let class = match self.columns.get(self.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            Some(Alignment::None) | None => "",
        };
        let open = if self.table.is_some() { "<th scope=\"col\"" } else { "<td" };
        let _ = write!(self.html, "{open}{class}");
        self.cell = self.table.is_none().then(|| (self.html.len(), Vec::new()));
        self.html.push('>');
    }

    fn end_cell(&mut self) {
        self.column += 1;
        match &mut self.table {
            Some((_, heads)) => {
                heads.push(self.running.text.replace(GAP, ""));
                self.html.push_str("</th>");
            }
            None => {
                self.cell_value();
                self.html.push_str("</td>");
            }
        }
    }

    /// What a cell says without the words of a language, for readers that compare languages: figures as plain numbers. Only where
    /// expressions stand in it.
    fn cell_value(&mut self) {
        let Some((at, spoken)) = self.cell.take().filter(|(_, spoken)| !spoken.is_empty()) else { return };
        let mut spoken = spoken.into_iter();
        let said = self.running.text.split(GAP).collect::<Vec<_>>();
        let plain = said.iter().enumerate().map(|(number, text)| match number {
            0 => (*text).to_owned(),
            _ => spoken.next().unwrap_or_default() + text,
        });
        let mut value = String::from(" data-value=\"");
        escape_into(&mut value, plain.collect::<String>().trim());
        value.push('"');
        self.html.insert_str(at, &value);
    }

    /// Ends the head of a table; its headings name the region that can be scrolled.
    fn end_head(&mut self) {
        self.html.push_str("</tr></thead>\n<tbody>\n");
        if let Some((at, heads)) = self.table.take() {
            let separator = if self.lang.is_chinese() { "、" } else { ", " };
            let heads: Vec<_> = heads.iter().map(|head| head.trim()).filter(|head| !head.is_empty()).collect();
            let mut label = String::new();
            escape_into(&mut label, &heads.join(separator));
            self.html.insert_str(at, &label);
        }
    }
}

/// The words of our own HTML, without tags and entities.
fn plain(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

/// An id made of a heading's ASCII words; nothing when it has other letters or no words.
fn slug(text: &str) -> Option<String> {
    if text.chars().any(|c| !c.is_ascii() && c.is_alphanumeric()) {
        return None;
    }
    let words: Vec<_> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let id = words.join("-").to_ascii_lowercase();
    id.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(id)
}
