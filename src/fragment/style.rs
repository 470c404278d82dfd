//! The style sheet of the site, made to reach bodies alone.
//!
//! Every selector begins with the class around a body; classes are renamed as in the bodies; what no body uses is left out. A portal
//! sets its own size of type on the root, so `rem` becomes pixels; its column is narrower than the window, so rules for wide windows
//! become rules for wide columns; it is light, so rules for dark rooms go. Rules for paper, states and contrast stay.

use std::collections::BTreeSet;

use super::css::{blocks, first_compound, is_name, parts, pixels, renamed, root, width_alone};
use super::{WRAPPER, mark_of, resolved};

/// What a portal sets on every paragraph and table.
const FIRST: &str = ".shanwai *{text-indent:0}\n.shanwai table{background:none}\n";
/// What the portal would otherwise inherit or be pushed aside by.
const LAST: &str = "\
.shanwai{background:none;color-scheme:light;container-type:inline-size}\n\
.shanwai .sw-main{max-width:none;min-height:0;padding:0}\n\
.shanwai .sw-colophon{margin-top:2em;border-top:1px solid var(--rule);padding-top:.75em;color:var(--quiet);font-size:15px}\n\
.shanwai .sw-colophon p{margin:0}\n";

/// A style sheet of the site.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// Its file in the site's folder.
    pub path: &'a str,
    /// Its rules, without comments.
    pub css: &'a str,
    /// Whether all pages have it; others reach only bodies whose page had them.
    pub is_common: bool,
}

/// The style sheet for bodies that use these classes, out of those of the site, whose folder lies at `base`.
#[must_use]
pub fn stylesheet(sheets: &[Sheet<'_>], classes: &BTreeSet<String>, base: &str) -> String {
    let mut out = FIRST.to_owned();
    for sheet in sheets {
        let mark = if sheet.is_common { String::new() } else { format!(".{}", mark_of(sheet.path)) };
        Scope { classes, base, path: sheet.path, wrapper: format!(".{WRAPPER}{mark}") }.rules(sheet.css, &mut out);
    }
    out + LAST
}

struct Scope<'a> {
    classes: &'a BTreeSet<String>,
    base: &'a str,
    path: &'a str,
    wrapper: String,
}

impl Scope<'_> {
    fn rules(&self, css: &str, out: &mut String) {
        for (prelude, inside) in blocks(css) {
            let Some(inside) = inside else { continue };
            if let Some(at) = prelude.strip_prefix('@') {
                self.at_rule(at, prelude, inside, out);
                continue;
            }
            let selectors: Vec<String> =
                parts(prelude, ',').into_iter().flat_map(|selector| self.selector(selector.trim())).collect();
            if !selectors.is_empty() {
                out.push_str(&format!("{}{{{}}}\n", selectors.join(","), self.declarations(inside)));
            }
        }
    }

    fn at_rule(&self, at: &str, prelude: &str, inside: &str, out: &mut String) {
        let name = at.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next().unwrap_or("");
        match name {
            "font-face" | "keyframes" => out.push_str(&format!("{prelude}{{{}}}\n", self.declarations(inside))),
            "media" if prelude.contains("prefers-color-scheme") => {}
            "media" | "supports" | "layer" | "container" => {
                let mut inner = String::new();
                self.rules(inside, &mut inner);
                if !inner.is_empty() {
                    let prelude = pixels(prelude);
                    let prelude = width_alone(&prelude).map_or(prelude.clone(), |width| format!("@container {width}"));
                    out.push_str(&format!("{prelude}{{\n{inner}}}\n"));
                }
            }
            // `@page` and the like would reach the portal's own page.
            _ => {}
        }
    }

    /// A selector below the wrapper; nothing when no body can match it.
    fn selector(&self, selector: &str) -> Vec<String> {
        // Large type is chosen on the site, by a link that the portal does not have.
        let is_large = ["html:target", "html.large", "html:not(:target"].iter().any(|large| selector.contains(large));
        if is_large || !self.is_used(selector) {
            return Vec::new();
        }
        let renamed = renamed(selector);
        let first = first_compound(&renamed);
        let (head, rest) = renamed.split_at(first);
        let wrapper = &self.wrapper;
        if let Some(head) = root(head, wrapper) {
            // `html body` is one element here.
            let (space, next) = rest.split_at(rest.find(|c: char| c != ' ').unwrap_or(rest.len()));
            return match next.strip_prefix("body") {
                Some(next) if !space.is_empty() && !next.starts_with(|c: char| c.is_alphanumeric() || c == '-') => {
                    vec![format!("{head}{next}")]
                }
                _ => vec![format!("{head}{rest}")],
            };
        }
        let below = format!("{wrapper} {renamed}");
        // Without an element or a class it may mean the outermost element, too: `[lang]`, `:lang(zh)`.
        if renamed.starts_with('[') || (renamed.starts_with(':') && !renamed.starts_with("::")) {
            return vec![below, format!("{wrapper}{renamed}")];
        }
        vec![below]
    }

    /// Whether every class that has to be there is on some body. Those in brackets are alternatives or exceptions.
    fn is_used(&self, selector: &str) -> bool {
        let mut depth = 0_usize;
        let mut outside = String::new();
        for c in selector.chars() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                c if depth == 0 => outside.push(c),
                _ => {}
            }
        }
        outside.split('.').skip(1).all(|rest| {
            let name: String = rest.chars().take_while(|c| is_name(*c)).collect();
            self.classes.contains(&name)
        })
    }

    /// Declarations with lengths in pixels and addresses that hold from anywhere.
    fn declarations(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("url(") {
            let (before, after) = rest.split_at(at + "url(".len());
            let (address, behind) = after.split_once(')').unwrap_or((after, ""));
            let bare = address.trim_matches(['"', '\'', ' ']);
            let href = if bare.starts_with("data:") {
                address.to_owned()
            } else {
                format!("\"{}\"", resolved(self.base, self.path, bare))
            };
            out.push_str(&pixels(before));
            out.push_str(&href);
            out.push(')');
            rest = behind;
        }
        out + &pixels(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(css: &str, classes: &[&str]) -> String {
        let classes = classes.iter().map(|class| (*class).to_owned()).collect();
        let sheet = Sheet { path: "assets/site.css", css, is_common: true };
        let all = stylesheet(&[sheet], &classes, "https://a.example/");
        all.strip_prefix(FIRST).unwrap().strip_suffix(LAST).unwrap().to_owned()
    }

    #[test]
    fn every_rule_stays_within_a_body() {
        let css = ":root{--a:1}html{x:y}body:lang(zh){x:y}main,.a .b{x:y}.a>main:focus{x:y}[lang|=\"zh\"]{x:y}*,*::before{x:y}\
                   .kind-home .a{x:y}html body.kind-home p{x:y}:root:not([lang|=\"zh\"]){x:y}";
        let rules: Vec<String> =
            made(css, &["a", "b", "kind-home"]).lines().map(|line| line.split('{').next().unwrap().to_owned()).collect();
        assert_eq!(
            rules,
            [
                ".shanwai",
                ".shanwai",
                ".shanwai:lang(zh)",
                ".shanwai .sw-main,.shanwai .sw-a .sw-b",
                ".shanwai .sw-a>.sw-main:focus",
                ".shanwai [lang|=\"zh\"],.shanwai[lang|=\"zh\"]",
                ".shanwai *,.shanwai *::before",
                ".shanwai.sw-kind-home .sw-a",
                ".shanwai.sw-kind-home p",
                ".shanwai:not([lang|=\"zh\"])",
            ]
        );
    }

    #[test]
    fn what_no_body_has_goes_and_so_do_dark_rooms_and_pages_of_paper() {
        let css = ".gone{x:y}.a:not(.gone){x:y}:is(.gone,.a) p{x:y}@media (prefers-color-scheme:dark){.a{x:y}}@page{margin:0}\
                   html:target .a{x:y}@import \"x.css\";@media print{.gone{x:y}}@media print{.a{x:y}}";
        assert_eq!(
            made(css, &["a"]),
            ".shanwai .sw-a:not(.sw-gone){x:y}\n.shanwai :is(.sw-gone,.sw-a) p{x:y}\n.shanwai:is(.sw-gone,.sw-a) p{x:y}\n\
             @media print{\n.shanwai .sw-a{x:y}\n}\n"
                .replace(" p{x:y}\n.shanwai:is", " p,.shanwai:is")
        );
    }

    #[test]
    fn a_sheet_of_some_pages_reaches_their_bodies_alone() {
        let sheet = Sheet { path: "css/home.css", css: "p{x:y}body{x:y}", is_common: false };
        let all = stylesheet(&[sheet], &BTreeSet::new(), "/");
        assert!(all.contains("\n.shanwai.sw-css-home p{x:y}\n.shanwai.sw-css-home{x:y}\n"), "{all}");
    }

    #[test]
    fn lengths_are_pixels_widths_are_the_columns_and_addresses_whole() {
        let css = "@media (min-width:64rem){.a{margin:-.5rem 1.25rem;--rem-a:1;background:url(../p.svg)}}@font-face{src:url(\"f.woff2\")}\
                   .a::before{content:\"{a} 1rem\"}";
        assert_eq!(
            made(css, &["a"]),
            "@container (min-width:1024px){\n.shanwai .sw-a{margin:-8px 20px;--rem-a:1;background:url(\"https://a.example/p.svg\")}\n}\n\
             @font-face{src:url(\"https://a.example/assets/f.woff2\")}\n.shanwai .sw-a::before{content:\"{a} 16px\"}\n"
        );
    }
}
