//! Cuts a body out of a finished page.

use std::collections::BTreeSet;

use super::{Fragment, PREFIX, Place, WRAPPER, mark_of, resolved};
use crate::html::{Tag, Token, tokens, unescape};

/// Elements that do not come along, with all that is in them. Crumbs say where a page stands in the site, which it does not here.
const LEFT_OUT: [&str; 4] = ["script", "style", "template", "noscript"];
/// Elements that portals style by their name become others that say the same.
const RENAMED: [(&str, &str); 4] = [("header", ""), ("footer", ""), ("nav", "navigation"), ("aside", "complementary")];
/// Attributes that hold an address.
const ADDRESSES: [&str; 5] = ["href", "src", "action", "poster", "xlink:href"];
/// Attributes that name ids of the same page, one or several.
const REFERENCES: [&str; 10] =
    ["id", "for", "headers", "list", "form", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"];

/// The body of a page; nothing when the file has no `main`, or is of a kind that does without a body: search and the table builder,
/// which are scripts, frames for other sites, and the page for lost readers.
#[must_use]
pub fn cut(page: &str, place: &Place<'_>) -> Option<Fragment> {
    let mut cutter = Cutter { page, place, out: String::new(), classes: BTreeSet::new(), ids: BTreeSet::new() };
    let head = Head::of(page)?;
    if matches!(head.kind.as_str(), "kind-search" | "kind-explore" | "kind-embed" | "kind-404") {
        return None;
    }
    let pieces: Vec<Token<'_>> = tokens(page).collect();
    cutter.ids = pieces.iter().filter_map(|token| opened(token)?.get("id").map(|id| id.into_owned())).collect();
    let main = inside(&pieces, |tag| tag.name == "main")?;
    cutter.classes.insert(head.kind.clone());
    let (lang, kind) = (escaped(&head.lang), escaped(&head.kind));
    let styles: Vec<String> = head.styles.iter().map(|href| resolved("", place.path, href)).collect();
    let marks: String = styles.iter().skip(1).map(|sheet| format!(" {}", mark_of(sheet))).collect();
    cutter.out = format!(
        "<div class=\"{WRAPPER} {PREFIX}{kind}{marks}\" lang=\"{lang}\">\n<div class=\"{PREFIX}main\" id=\"{PREFIX}main\">"
    );
    cutter.copy(main);
    cutter.out.push_str("</div>");
    // What the foot says of the page: licence, the day of the figures, the feed.
    if let Some(foot) = inside(&pieces, |tag| has_class(tag, "colophon")) {
        cutter.out.push_str(&format!("\n<div class=\"{PREFIX}colophon\">"));
        cutter.classes.insert("colophon".to_owned());
        cutter.copy(foot);
        cutter.out.push_str("</div>");
    }
    cutter.out.push_str("\n</div>\n");
    let Cutter { out: html, classes, .. } = cutter;
    Some(Fragment { title: head.title, lang: head.lang, description: head.description, html, classes, styles })
}

/// What the head says.
struct Head {
    lang: String,
    kind: String,
    title: String,
    description: String,
    styles: Vec<String>,
}

impl Head {
    fn of(page: &str) -> Option<Self> {
        let mut head = Self {
            lang: String::new(),
            kind: String::new(),
            title: String::new(),
            description: String::new(),
            styles: Vec::new(),
        };
        let (mut whole, mut in_title) = (String::new(), false);
        for token in tokens(page) {
            match &token {
                Token::Open(tag) => match tag.name {
                    "html" => head.lang = tag.get("lang").unwrap_or_default().into_owned(),
                    "link" if tag.get("rel").is_some_and(|rel| rel == "stylesheet") => {
                        head.styles.extend(tag.get("href").map(std::borrow::Cow::into_owned));
                    }
                    "title" => in_title = whole.is_empty(),
                    "meta" => {
                        let content = || tag.get("content").unwrap_or_default().into_owned();
                        if tag.get("name").is_some_and(|name| name == "description") {
                            head.description = content();
                        } else if tag.get("property").is_some_and(|name| name == "og:title") {
                            head.title = content();
                        }
                    }
                    "body" => {
                        let classes = tag.get("class").unwrap_or_default();
                        head.kind = classes.split_whitespace().find(|class| class.starts_with("kind-")).unwrap_or("").to_owned();
                        if head.title.is_empty() {
                            head.title = whole;
                        }
                        return Some(head);
                    }
                    _ => {}
                },
                Token::Text(range) if in_title => whole.push_str(&unescape(&page[range.clone()])),
                Token::Close("title") => in_title = false,
                Token::Text(_) | Token::Raw(_) | Token::Close(_) => {}
            }
        }
        None
    }
}

fn opened<'t, 'a>(token: &'t Token<'a>) -> Option<&'t Tag<'a>> {
    match token {
        Token::Open(tag) => Some(tag),
        _ => None,
    }
}

fn has_class(tag: &Tag<'_>, class: &str) -> bool {
    tag.get("class").is_some_and(|classes| classes.split_whitespace().any(|known| known == class))
}

/// Where the element that opens at the beginning of these tokens has ended: the place of its end tag.
fn end_of(pieces: &[Token<'_>], name: &str) -> usize {
    let mut depth = 0_usize;
    for (at, token) in pieces.iter().enumerate() {
        match token {
            Token::Open(tag) if tag.name == name && !tag.is_empty => depth += 1,
            Token::Close(closed) if *closed == name => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at;
                }
            }
            _ => {}
        }
    }
    pieces.len()
}

/// What is in the first element that is meant.
fn inside<'t, 'a>(pieces: &'t [Token<'a>], meant: impl Fn(&Tag<'a>) -> bool) -> Option<&'t [Token<'a>]> {
    let start = pieces.iter().position(|token| opened(token).is_some_and(&meant))?;
    let name = opened(&pieces[start])?.name;
    Some(&pieces[start + 1..start + end_of(&pieces[start..], name)])
}

struct Cutter<'a> {
    page: &'a str,
    place: &'a Place<'a>,
    out: String,
    classes: BTreeSet<String>,
    /// All ids of the page.
    ids: BTreeSet<String>,
}

impl Cutter<'_> {
    fn copy(&mut self, pieces: &[Token<'_>]) {
        let mut at = 0;
        let mut titled = !self.place.without_title;
        while let Some(token) = pieces.get(at) {
            at += 1;
            match token {
                Token::Text(range) | Token::Raw(range) => self.out.push_str(&self.page[range.clone()]),
                Token::Close(name) => {
                    let name = if RENAMED.iter().any(|(old, _)| old == name) { "div" } else { name };
                    self.out.push_str(&format!("</{name}>"));
                }
                Token::Open(tag) => {
                    let is_title = tag.name == "h1" && !titled;
                    titled |= is_title;
                    if is_title || LEFT_OUT.contains(&tag.name) || has_class(tag, "crumbs") {
                        at += if tag.is_empty { 0 } else { end_of(&pieces[at - 1..], tag.name) };
                    } else {
                        self.open(tag);
                    }
                }
            }
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let renamed = RENAMED.iter().find(|(old, _)| *old == tag.name);
        self.out.push('<');
        self.out.push_str(if renamed.is_some() { "div" } else { tag.name });
        if let Some((_, role)) = renamed.filter(|(_, role)| !role.is_empty() && tag.get("role").is_none()) {
            self.out.push_str(&format!(" role=\"{role}\""));
        }
        for (name, value) in tag.attributes() {
            if name.starts_with("on") {
                continue;
            }
            let value = self.value(name, &value);
            self.out.push_str(&format!(" {name}=\"{}\"", escaped(&value)));
        }
        let closes = self.page[tag.range.clone()].ends_with("/>");
        self.out.push_str(if closes { "/>" } else { ">" });
    }

    fn value(&mut self, name: &str, value: &str) -> String {
        let each = |value: &str, one: &dyn Fn(&str) -> String| value.split_whitespace().map(one).collect::<Vec<_>>().join(" ");
        match name {
            "class" => {
                self.classes.extend(value.split_whitespace().map(str::to_owned));
                each(value, &|class| format!("{PREFIX}{class}"))
            }
            name if REFERENCES.contains(&name) => each(value, &|id| self.own(id)),
            "srcset" => {
                let parts = value.split(',').map(str::trim);
                let parts = parts.map(|part| part.split_once(' ').unwrap_or((part, "")));
                let parts = parts.map(|(href, size)| format!("{} {size}", self.address(href)).trim_end().to_owned());
                parts.collect::<Vec<_>>().join(", ")
            }
            name if ADDRESSES.contains(&name) => self.address(value),
            // Parts of drawings name one another: `url(#id)`.
            _ if value.contains("url(#") => {
                let mut pieces = value.split("url(#");
                let first = pieces.next().unwrap_or_default().to_owned();
                pieces.fold(first, |done, piece| {
                    let (id, rest) = piece.split_once(')').unwrap_or((piece, ""));
                    format!("{done}url(#{}){rest}", self.own(id))
                })
            }
            _ => value.to_owned(),
        }
    }

    /// An id of the page, as it is called in the fragment.
    fn own(&self, id: &str) -> String {
        if self.ids.contains(id) { format!("{PREFIX}{id}") } else { id.to_owned() }
    }

    fn address(&self, href: &str) -> String {
        match href.strip_prefix('#') {
            Some(id) => format!("#{}", self.own(id)),
            None => resolved(self.place.base, self.place.path, href),
        }
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!DOCTYPE html><html lang=\"en\" id=\"large\"><head><title>Camp · Site</title>\
        <meta name=\"description\" content=\"Free &amp; open\"><meta property=\"og:title\" content=\"Camp\">\
        <link rel=\"stylesheet\" href=\"../assets/site.1.css\"><link rel=\"stylesheet\" href=\"../css/home.css\"></head>\
        <body class=\"kind-project\"><header>head</header><main id=\"main\" tabindex=\"-1\">\
        <nav class=\"crumbs\"><ol><li>Home</li></ol></nav><nav class=\"toc\">x</nav><h1>Camp</h1><!-- note -->\
        <p class=\"lead big\" id=\"a\" onclick=\"x()\"><a href=\"#a\">in</a> <a href=\"../s/index.html#b\">out</a></p>\
        <svg aria-labelledby=\"a z\" fill=\"url(#a)\"><use href=\"#a\"/></svg>\
        <img src=\"p.jpg\" srcset=\"p-1.jpg 1x, ../p-2.jpg 2x\" alt=\"\"><script>let x = '</main>'</script></main>\
        <footer><div class=\"colophon\"><div><a href=\"../feed.xml\">Feed</a></div></div></footer></body></html>";

    fn place(without_title: bool) -> Place<'static> {
        Place { base: "https://a.example/", path: "camp/index.html", without_title }
    }

    #[test]
    fn a_body_brings_no_script_frame_or_foreign_id() {
        let made = cut(PAGE, &place(false)).unwrap();
        assert_eq!((made.title.as_str(), made.lang.as_str(), made.description.as_str()), ("Camp", "en", "Free & open"));
        assert_eq!(made.styles, ["assets/site.1.css", "css/home.css"]);
        assert_eq!(
            made.html,
            "<div class=\"shanwai sw-kind-project sw-css-home\" lang=\"en\">\n<div class=\"sw-main\" id=\"sw-main\">\
             <div role=\"navigation\" class=\"sw-toc\">x</div><h1>Camp</h1>\
             <p class=\"sw-lead sw-big\" id=\"sw-a\"><a href=\"#sw-a\">in</a> <a href=\"https://a.example/s/index.html#b\">out</a></p>\
             <svg aria-labelledby=\"sw-a z\" fill=\"url(#sw-a)\"><use href=\"#sw-a\"/></svg>\
             <img src=\"https://a.example/camp/p.jpg\" srcset=\"https://a.example/camp/p-1.jpg 1x, https://a.example/p-2.jpg 2x\" alt=\"\">\
             </div>\n<div class=\"sw-colophon\"><div><a href=\"https://a.example/feed.xml\">Feed</a></div></div>\n</div>\n"
        );
        assert!(!cut(PAGE, &place(true)).unwrap().html.contains("Camp</h1>"));
    }

    #[test]
    fn pages_that_are_scripts_and_files_that_are_no_pages_give_none() {
        assert_eq!(cut(&PAGE.replace("kind-project", "kind-search"), &place(false)), None);
        assert_eq!(cut("<html><head></head><body class=\"kind-page\"><p>x</p></body></html>", &place(false)), None);
        assert_eq!(cut("no page", &place(false)), None);
    }
}
