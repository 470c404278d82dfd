//! Emphasis, links, images, and raw HTML, which is refused.

use std::ops::Range;

use pulldown_cmark::{LinkType, Tag};

use super::super::Picture;
use super::super::links::{self, Address};
use super::super::numbers::GAP;
use super::super::rules::{ALT_FILE_NAME, BROKEN_ANCHOR, LINK_FORM, MISPLACED, MISSING_ALT, RAW_HTML};
use super::{Writer, escape_into, has_stand_in};
use crate::diag::{Diagnostic, nearest};
use crate::say;

impl Writer<'_> {
    pub(super) fn start_inline(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        if let Some((_, inside)) = &mut self.image {
            // Only words count inside an image.
            *inside += usize::from(matches!(tag, Tag::Image { .. }));
            return;
        }
        match tag {
            Tag::Emphasis => self.html.push_str("<em>"),
            Tag::Strong => self.html.push_str("<strong>"),
            Tag::Strikethrough => {
                // A single `~` is a range or a tone in Chinese, not a deletion.
                let meant = self.rewritten.text.get(range.clone()).is_some_and(|text| text.starts_with("~~"));
                self.html.push_str(if meant { "<del>" } else { "~" });
                self.strikes.push(meant);
            }
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, range),
            Tag::Image { .. } => {
                if let Some(paragraph) = &mut self.paragraph {
                    paragraph.words = true;
                }
                self.settle_line_break(None);
                let Tag::Image { dest_url, .. } = tag else { return };
                self.pictures.push(self.put_back(&dest_url));
                self.image = Some((String::new(), 0));
            }
            _ => {}
        }
    }

    pub(super) fn end_strike(&mut self) {
        let meant = self.strikes.pop().unwrap_or(true);
        self.html.push_str(if meant { "</del>" } else { "~" });
    }

    fn start_link(&mut self, kind: LinkType, target: &str, title: &str, range: &Range<usize>) {
        let span = self.span(range);
        let target = match kind {
            LinkType::Email => format!("mailto:{target}"),
            _ => self.address(target, range),
        };
        if matches!(kind, LinkType::Autolink | LinkType::Email) {
            self.running.text.push(GAP);
            self.speech.words.said(&GAP.to_string(), 0..0);
            self.bare_link = true;
        }
        let (href, outside) = match links::judge(&target, self.links, span.clone()) {
            Ok(Address::Page(href)) => {
                self.out.links.push((target, span.range));
                (href, false)
            }
            Ok(Address::Here(id)) => {
                self.anchors.push((id.clone(), span));
                (format!("#{id}"), false)
            }
            Ok(Address::Outside(href)) => (href, true),
            Err(found) => {
                self.sink.push(*found);
                return self.open_links.push(false);
            }
        };
        self.html.push_str("<a href=\"");
        escape_into(&mut self.html, &href);
        if outside && href.starts_with("http") {
            self.html.push_str("\" rel=\"noopener");
        }
        if !title.is_empty() {
            self.html.push_str("\" title=\"");
            let title = self.put_back(title);
            escape_into(&mut self.html, &title);
        }
        self.html.push_str("\">");
        self.open_links.push(true);
    }

    pub(super) fn end_link(&mut self) {
        self.bare_link = false;
        if self.open_links.pop() == Some(true) {
            self.html.push_str("</a>");
        }
    }

    /// An address without stand-ins; an expression in it is an error.
    fn address(&self, target: &str, range: &Range<usize>) -> String {
        let written = self.put_back(target);
        if has_stand_in(target) && written.contains("{{") {
            let help = say!("把地址写全", "write the address out");
            self.error(
                &MISPLACED,
                say!("链接地址里不能用表达式", "an address takes no expression"),
                self.span(range).range,
                help,
            );
        }
        written
    }

    pub(super) fn end_image(&mut self, range: &Range<usize>) {
        let Some((alt, inside)) = self.image.take() else { return };
        if inside > 0 {
            self.image = Some((alt, inside - 1));
            return;
        }
        let (target, span) = (self.pictures.pop().unwrap_or_default(), self.span(range));
        if alt.trim().is_empty() {
            let help = say!("写成 `![图里有什么]({target})`", "write `![what it shows]({target})`");
            self.error(&MISSING_ALT, say!("图片没有文字说明", "the image has no words"), span.range.clone(), help);
        }
        if is_file_name(&alt, &target) {
            let help = say!("写图里有什么，如“孩子们在操场上放风筝”", "say what it shows, such as `children flying kites`");
            self.error(
                &ALT_FILE_NAME,
                say!("图片说明只是文件名", "the words of the image are the name of a file"),
                span.range.clone(),
                help,
            );
        }
        if !target.starts_with('/') || target.starts_with("//") {
            let help = say!("把图片放进站点，写成 `/static/…`", "put the image into the site and write `/static/…`");
            return self.error(&LINK_FORM, say!("图片只能用站内文件", "an image must be a file of the site"), span.range, help);
        }
        match links::page(&target, self.links, span) {
            Ok(href) => {
                let picture = self.links.picture(&target);
                self.write_image(&href, &alt, picture.as_ref());
            }
            Err(found) => self.sink.push(*found),
        }
    }

    /// An image; a picture with its sizes, so that nothing moves while it loads and a telephone fetches the small one.
    fn write_image(&mut self, href: &str, alt: &str, picture: Option<&Picture>) {
        use std::fmt::Write;
        let webp = picture.and_then(|picture| picture.webp.as_deref());
        if let Some(sizes) = webp {
            self.html.push_str("<picture><source type=\"image/webp\" sizes=\"(min-width: 46rem) 44rem, 100vw\" srcset=\"");
            escape_into(&mut self.html, sizes);
            self.html.push_str("\">");
        }
        self.html.push_str("<img src=\"");
        escape_into(&mut self.html, href);
        if let Some(picture) = picture {
            self.html.push_str("\" sizes=\"(min-width: 46rem) 44rem, 100vw\" srcset=\"");
            escape_into(&mut self.html, &picture.sizes);
            let _ = write!(self.html, "\" width=\"{}\" height=\"{}", picture.width, picture.height);
        }
        self.html.push_str("\" alt=\"");
        escape_into(&mut self.html, alt);
        self.html.push_str("\" loading=\"lazy\">");
        if webp.is_some() {
            self.html.push_str("</picture>");
        }
    }

    /// A line of a block of raw HTML.
    pub(super) fn raw_line(&mut self, text: &str) {
        if let Some((raw, _)) = &mut self.raw {
            raw.push_str(text);
        }
    }

    /// Raw HTML: a comment is dropped, anything else is an error.
    pub(super) fn raw_html(&mut self, text: &str, range: &Range<usize>) {
        let text = text.trim();
        let comment = text.strip_prefix("<!--").is_some_and(|rest| rest.find("-->").is_some_and(|at| at + 3 == rest.len()));
        if !comment {
            let help = say!(
                "用 Markdown 写；要显示尖括号请放在反引号里",
                "write Markdown; put angle brackets in backticks to show them"
            );
            self.error(&RAW_HTML, say!("正文里不能写 HTML", "HTML is not allowed in the text"), self.span(range).range, help);
        }
    }

    /// Tells of links to headings that the page does not have.
    pub(super) fn check_anchors(&self) {
        for (id, span) in self.anchors.iter().filter(|(id, _)| !self.ids.contains(id)) {
            let help = match nearest(id, self.ids.iter().map(String::as_str)) {
                Some(near) => say!("是不是 `#{near}`？", "did you mean `#{near}`?"),
                None => say!("在标题后面写 `{{#{id}}}`", "write `{{#{id}}}` behind the heading"),
            };
            let message = say!("本页没有标题 `#{id}`", "this page has no heading `#{id}`");
            self.sink.push(Diagnostic::error(&BROKEN_ANCHOR, message).at(span.clone()).help(help));
        }
    }
}

/// Whether words are only the name of a file: what a camera or a download gave it.
pub(crate) fn is_file_name(alt: &str, target: &str) -> bool {
    let alt = alt.trim().to_lowercase();
    let file = target.rsplit('/').next().unwrap_or("").to_lowercase();
    let stem = file.rsplit_once('.').map_or(file.as_str(), |(stem, _)| stem);
    let ending = [".jpg", ".jpeg", ".png", ".webp", ".svg", ".gif", ".heic"].iter().any(|ending| alt.ends_with(ending));
    let camera = ["img_", "img-", "dsc", "mmexport", "微信图片_", "screenshot_"]
        .iter()
        .any(|head| alt.strip_prefix(head).is_some_and(|rest| rest.chars().any(|c| c.is_ascii_digit()) && !rest.contains(' ')));
    let named = alt == stem && alt.contains(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
    !alt.is_empty() && (ending || camera || named)
}
