//! Sample views of pages to look things up in.

use super::super::views::*;
use super::{link, w};

pub(in super::super) fn glossary(lang: &str) -> GlossaryView {
    let term = |id: &str, zh: &str, en: &str| TermView {
        id: id.into(),
        name: w(lang, zh, en),
        others: vec![Link { lang: w(lang, "en", "zh"), ..link(w(lang, en, zh), "") }],
        definition: w(lang, "一句话说清楚是什么。", "What it is, in one sentence."),
    };
    GlossaryView {
        title: w(lang, "用语", "Glossary"),
        lead: w(lang, "一句话说明。", "One sentence."),
        groups: vec![TermGroup {
            id: "group-counts".into(),
            title: w(lang, "怎样数", "How things are counted"),
            terms: vec![term("person-times", "人次", "attendances"), term("persons", "人数", "number of children")],
        }],
    }
}

pub(in super::super) fn fact_sheet(lang: &str) -> FactSheetView {
    let facts = super::facts(lang).into_iter().map(|fact| SheetFact {
        bound_text: if fact.before.is_empty() {
            String::new()
        } else {
            w(lang, "上限没有说明", "the source gives no upper limit")
        },
        address: format!("https://example.org/s/{}/", fact.id),
        fact,
    });
    FactSheetView {
        title: w(lang, "数据摘要", "Fact sheet"),
        lead: w(lang, "一句话说明。", "One sentence."),
        facts: facts.collect(),
        tally: vec![Tally {
            kind: "registered",
            count: "12".into(),
            label: w(lang, "个数字", "figures"),
            href: "facts.html".into(),
        }],
        rules: vec![w(lang, "人次不是人数。", "Attendances are not children.")],
        sources: vec![super::source(lang)],
        address: "https://example.org/factsheet/".into(),
        svg_code: "<svg class=\"qr\" viewBox=\"0 0 9 9\" role=\"img\" aria-label=\"x\"><path class=\"qr-ground\" d=\"M0 0h9v9h-9z\"/><path class=\"qr-dark\" d=\"M4 4h1v1h-1z\"/></svg>".into(),
        press: Some(link(w(lang, "给记者", "For the press"), "page.html")),
    }
}

pub(in super::super) fn edition(lang: &str) -> EditionView {
    EditionView {
        title: w(lang, "印刷版", "Print edition"),
        lead: w(lang, "一句话说明。", "One sentence."),
        address: "https://example.org/".into(),
        chapters: vec![Chapter {
            id: "chapter-projects".into(),
            title: w(lang, "项目", "Projects"),
            lead: w(lang, "一句话。", "One sentence."),
            sections: vec![ChapterSection {
                id: "p1".into(),
                title: w(lang, "夏令营", "Camp"),
                lead: w(lang, "放假以后。", "In the holidays."),
                address: Some(link("projects/camp/", "project.html")),
                synthetic: true,
                blocks: super::blocks(lang),
            }],
        }],
    }
}
