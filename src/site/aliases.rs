//! Old addresses: identifiers never die, so what was renamed is still found.

use std::collections::BTreeMap;
use std::path::Path;

use crate::compose::{Desk, dataset_address, fact_address};
use crate::diag::{Diagnostic, Rule, Sink};
use crate::model::Lang;
use crate::say;
use crate::site::render::{Origin, Press};

/// An old address that a living page has, or that leads to two pages.
pub(super) static TAKEN: Rule = Rule {
    id: "site/alias-taken",
    title: ("旧地址被占用", "an old address is taken"),
    explain: (
        "`aliases` 里的旧地址会转到新页面。它不能是现有页面的地址，也不能同时转到两处。",
        "An old address in `aliases` leads to the new page. It may not be the address of a living page, nor lead to two.",
    ),
};

/// Old address → new address, from statistics, datasets and pages.
fn all(desk: &Desk) -> Vec<(String, String)> {
    let facts = desk.book.iter().flat_map(|fact| {
        let to = fact_address(fact.spec.id.as_str());
        fact.spec.aliases.iter().map(move |old| (fact_address(old.as_str()), to.clone()))
    });
    let datasets = desk.settings.catalog.datasets.iter().flat_map(|spec| {
        let to = dataset_address(spec.id.as_str());
        spec.aliases.iter().map(move |old| (dataset_address(old.as_str()), to.clone()))
    });
    let pages = desk
        .library
        .pages()
        .flat_map(|page| page.meta.aliases.iter().map(move |old| (old.clone(), page.address.as_str().to_owned())));
    facts.chain(datasets).chain(pages).collect()
}

/// Writes a page at each old address in every language that leads to the new one, without script and also from a disk.
pub(super) fn make(desk: &Desk, press: &Press, key: [u8; 32]) {
    let mut known: BTreeMap<String, String> = BTreeMap::new();
    for (old, new) in all(desk) {
        let other = known.insert(old.clone(), new.clone());
        if desk.atlas.has(&old) || other.is_some() {
            tell(&old, &new, press.sink);
            continue;
        }
        for lang in desk.settings.site.languages.iter() {
            press.file(
                &desk.atlas.file(&old, lang),
                redirect(desk, lang, &old, &new).as_bytes(),
                Some(Origin { key, summary: None }),
            );
        }
    }
}

fn tell(old: &str, new: &str, sink: &Sink) {
    let message =
        say!("旧地址 `{old}` 已被占用，不能转到 `{new}`", "the old address `{old}` is taken and cannot lead to `{new}`");
    let help = say!("从 `aliases` 里删去它", "take it out of `aliases`");
    sink.push(Diagnostic::error(&TAKEN, message).at(Path::new("content")).help(help));
}

fn redirect(desk: &Desk, lang: &Lang, old: &str, new: &str) -> String {
    let href = desk.atlas.link(old, new, lang);
    let canonical = desk.atlas.absolute(new, lang).unwrap_or_else(|| href.clone());
    let title = desk.atlas.title(new, lang).replace('&', "&amp;").replace('<', "&lt;");
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<link rel=\"canonical\" href=\"{canonical}\">\n\
         <meta http-equiv=\"refresh\" content=\"0; url={href}\">\n</head>\n<body>\n<p><a href=\"{href}\">{title}</a></p>\n</body>\n</html>\n"
    )
}
