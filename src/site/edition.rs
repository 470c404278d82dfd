//! The print edition: every authored page is composed once more, for the address of the edition.

use crate::compose::edition::{self, EDITION, Text};
use crate::compose::frame::Standing;
use crate::compose::scope::{FactScope, PageLinks};
use crate::compose::{Desk, article};
use crate::content::Page;
use crate::diag::Sink;
use crate::files::Root;
use crate::model::Lang;
use crate::prose;
use crate::site::render::{Origin, Press, of_all_texts};

/// Makes the edition in every language; how many pages. It is made anew when any text changed.
pub(super) fn make(desk: &Desk, press: &Press, root: &Root, key: [u8; 32]) -> usize {
    of_all_texts(desk, EDITION, key, |lang, key| one(desk, press, root, key, lang))
}

fn one(desk: &Desk, press: &Press, root: &Root, key: [u8; 32], lang: &Lang) {
    let path = desk.atlas.file(EDITION, lang);
    if press.keep(&path, key) {
        return;
    }
    let view = edition::page(desk, desk.voice(lang), |page| text(desk, root, page, lang));
    let synthetic = edition::is_synthetic(&view) || desk.book.iter().any(|fact| fact.synthetic);
    let standing = Standing { address: EDITION, lang, kind: "edition", title: &view.title, description: &view.lead, synthetic };
    press.page(desk, "edition.html", &standing, &path, &view, Some(Origin { key, summary: None }));
}

/// The text of a page, laid out for the edition. Its faults were told when its own page was made.
fn text(desk: &Desk, root: &Root, page: &Page, lang: &Lang) -> Text {
    let told = Sink::default();
    let said = page.texts.get(lang);
    let Ok(source) = said.read(root) else { return Text::default() };
    let scope = FactScope { desk, voice: desk.voice(&said.lang), from: EDITION };
    let links = PageLinks { desk, lang, from: EDITION };
    let mut composed = prose::compose(&source, said.body, &said.lang, &scope, &links, &told);
    article::with_charts(page, &mut composed);
    if said.lang != *lang {
        article::in_other_language(desk, &mut composed, lang, &said.lang);
    }
    let synthetic = article::shows_synthetic(desk, &composed);
    Text { blocks: article::blocks(desk, desk.voice(lang), EDITION, composed, &told), synthetic }
}
