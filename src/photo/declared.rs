//! What a site declares of a picture in the file beside it: `photo.jpg.toml`.

use std::sync::Arc;

use crate::config::reader::Document;
use crate::diag::{Diagnostic, Rule, Sink, Source, Span};
use crate::model::{Languages, Localized};
use crate::say;

pub(super) static RULES: &[&Rule] = &[&UNDECLARED, &CONSENT, &UNDECODABLE];

static UNDECLARED: Rule = Rule {
    id: "photo/undeclared",
    title: ("图片没有说明来源", "a picture is not declared"),
    explain: (
        "`static/` 里的每张照片和图画旁边都要有一个同名的 `.toml` 文件（如 `trip.jpg.toml`），写明来源 `source`、各语言的说明 `alt`，以及图里有没有人 `persons`；有人的还要写知情同意书编号 `consent` 和范围 `scope`。这样出了问题查得到、撤得回。",
        "Beside each photograph or drawing in `static/` stands a file of the same name with `.toml` (`trip.jpg.toml`) that says its `source`, its `alt` in every language and whether `persons` are in it; with persons, also the id of the `consent` and its `scope`. So it can be traced, and taken back.",
    ),
};
static CONSENT: Rule = Rule {
    id: "photo/consent",
    title: ("有人的图片没有合用的同意书", "a picture of persons lacks a consent that covers it"),
    explain: (
        "有人的图片要写知情同意书编号，范围要包括网上发布图片（`web`）。看得见脸、校服、胸牌、车牌和住房的照片，即使有同意书也不要用。",
        "A picture of persons names the consent it rests on, and its scope must include the web (`web`). Do not use a photograph that shows a face, a uniform, a badge, a number plate or a house, even with consent.",
    ),
};

static UNDECODABLE: Rule = Rule {
    id: "photo/undecodable",
    title: ("图片打不开", "a picture cannot be opened"),
    explain: (
        "JPEG、PNG、WebP 图片发布前都要重新编码，去掉拍摄信息；打不开的图片去不掉，所以不发布。请用修图软件另存一份。",
        "JPEG, PNG and WebP pictures are encoded anew before they are published, so that nothing of how they were taken remains; one that cannot be opened cannot be cleaned. Save it again with an image editor.",
    ),
};

/// What is declared.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Who made it, or where it comes from.
    pub source: String,
    /// What it shows, for readers who do not see it.
    pub alt: Localized<String>,
    /// The consent record it rests on, and where it is named; nothing when no person is in it.
    pub consent: Option<(String, Span)>,
}

/// Reads the file beside a picture; every fault goes to `sink`.
pub fn read(source: &Arc<Source>, languages: &Languages, sink: &Sink) -> Option<Declared> {
    let document = Document::parse(source, sink);
    let table = document.root();
    let from = table.text("source");
    let alt = table.localized("alt", languages);
    let persons = table.switch("persons", true);
    let consent = table.optional_text("consent");
    let scope = table.texts("scope");
    let place = table.span_of("persons");
    table.finish();
    if persons && consent.is_none() {
        let message = say!("图里有人，却没有写同意书编号", "there are persons in the picture, but no consent is named");
        let help = say!(
            "加上 `consent` 和 `scope`；图里没有人的，写 `persons = false`",
            "add `consent` and `scope`; if nobody is in it, write `persons = false`"
        );
        sink.push(Diagnostic::error(&CONSENT, message).at(place.clone()).help(help));
    }
    if persons && consent.is_some() && !scope.iter().any(|word| word.value == "web") {
        let message = say!("同意的范围不包括网上发布", "the consent does not cover the web");
        let help = say!(
            "范围确实包括的，写 `scope = [\"web\"]`；否则不能用这张图",
            "if it does, write `scope = [\"web\"]`; if not, the picture cannot be used"
        );
        sink.push(Diagnostic::error(&CONSENT, message).at(place).help(help));
    }
    Some(Declared { source: from?.value, alt: alt?, consent: consent.map(|consent| (consent.value, consent.span)) })
}

/// A picture without its file.
#[must_use]
pub fn undeclared(path: &std::path::Path) -> Diagnostic {
    let shown = path.display();
    let message = say!("这张图片没有说明来源", "nothing is declared of this picture");
    let help = say!(
        "在旁边写 `{shown}.toml`，写明 source、alt、persons",
        "write `{shown}.toml` beside it, with source, alt and persons"
    );
    Diagnostic::error(&UNDECLARED, message).at(path).help(help)
}

/// A picture that cannot be opened.
#[must_use]
pub fn undecodable(path: &std::path::Path) -> Diagnostic {
    let message = say!("这张图片打不开", "this picture cannot be opened");
    let help = say!("用修图软件另存为 JPEG 或 PNG", "save it as JPEG or PNG with an image editor");
    Diagnostic::error(&UNDECODABLE, message).at(path).help(help)
}
