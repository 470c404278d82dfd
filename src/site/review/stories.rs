//! The stories in the impact assessment: what consents cover, and what could tell a child apart. Counts and days, no record.

use std::collections::BTreeMap;

use super::Known;
use super::pia::Form;
use crate::check::stories::beyond;
use crate::config::Trait;
use crate::consent::{Account, Medium, account};
use crate::model::{Date, DimensionId};
use crate::site::load::Loaded;

/// What is known of the stories that may be laid out.
pub(super) struct Stories {
    account: Account,
    /// How many stories declare each dimension.
    about: BTreeMap<DimensionId, usize>,
    beyond: BTreeMap<Trait, usize>,
    withdrawn: usize,
    /// Fewest children that must fit a story.
    least: usize,
}

impl Stories {
    pub(super) fn of(loaded: &Loaded, as_of: Option<Date>) -> Self {
        let mut about = BTreeMap::new();
        let declared = loaded.stories.iter().filter_map(|story| story.page().meta.story.as_ref());
        for dimension in declared.flat_map(|story| story.about.keys()) {
            *about.entry(dimension.clone()).or_insert(0) += 1;
        }
        Self {
            account: account(&loaded.stories, &loaded.ledger, as_of),
            about,
            beyond: beyond(&loaded.root, &loaded.stories),
            withdrawn: loaded.withdrawn.pages().count(),
            least: loaded.settings.site.checks.crowd(),
        }
    }
}

/// Writes the section; what only people can say is marked.
pub(super) fn section(form: &mut Form<'_>, site: &Known) {
    form.heading(("四、故事和照片（第二十九条、第三十一条）", "4. Stories and photographs (art. 29, 31)"));
    let known = &site.stories;
    if known.account.stories == 0 {
        form.line(("没有故事。", "There are no stories."));
        return;
    }
    consents(form, &known.account, known.withdrawn);
    attributes(form, site);
    form.blank(("故事里的孩子和监护人是否看过定稿", "Whether child and guardian of a story have seen its final text"));
}

fn consents(form: &mut Form<'_>, account: &Account, withdrawn: usize) {
    let Account { stories, composite, consents, invented, outside, .. } = account;
    form.said(
        ("故事", "Stories"),
        format!("{stories} 篇，其中 {composite} 篇综合改写"),
        format!("{stories}, of which {composite} are composite"),
    );
    form.said(
        ("依据的同意书", "Consents they rest on"),
        format!("{consents} 份，其中演示用的虚构同意书 {invented} 份，经外单位复核 {outside} 份"),
        format!("{consents}; invented for demonstration: {invented}; reviewed by somebody outside: {outside}"),
    );
    let media = |chinese: bool| {
        let parts = account.media.iter().map(|(medium, count)| match chinese {
            true => format!("{} {count} 份", name(*medium).0),
            false => format!("{} {count}", name(*medium).1),
        });
        parts.collect::<Vec<_>>().join(if chinese { "，" } else { ", " })
    };
    form.said(("同意的范围", "What they cover"), media(true), media(false));
    let languages: Vec<String> = account.languages.iter().map(|(lang, count)| format!("`{lang}` {count}")).collect();
    form.said(("同意的语言", "In which languages"), languages.join("，"), languages.join(", "));
    match account.first_end {
        Some(day) => form.said(("最早到期", "The first one ends on"), day.to_string(), day.to_string()),
        None => form.blank(("最早到期", "The first one ends on")),
    }
    match account.ending {
        Some(count) => form.said(("九十天内到期", "Ending within ninety days"), format!("{count} 份"), count.to_string()),
        None => form.blank(("九十天内到期（要用 --as-of 给出日期）", "Ending within ninety days (needs a day, --as-of)")),
    }
    form.said(
        ("已撤回的页面", "Pages withdrawn so far"),
        format!("{withdrawn} 个；用 `shanwai check --withdrawn` 核对"),
        format!("{withdrawn}; `shanwai check --withdrawn` proves that nothing of them is left"),
    );
}

fn attributes(form: &mut Form<'_>, site: &Known) {
    let (known, catalog) = (&site.stories, &site.settings.catalog);
    let about = |chinese: bool| {
        let parts = known.about.iter().map(|(id, count)| {
            let name = catalog.dimensions.get(id.as_str()).map_or(id.as_str(), |dimension| site.say(&dimension.name, chinese));
            format!("{name} {count}")
        });
        let parts: Vec<String> = parts.collect();
        match (parts.is_empty(), chinese) {
            (true, true) => "没有".to_owned(),
            (true, false) => "none".to_owned(),
            (false, true) => parts.join("，"),
            (false, false) => parts.join(", "),
        }
    };
    form.said(("作者声明的特征（篇数）", "Attributes that writers declare (stories)"), about(true), about(false));
    let counts = |chinese: bool, between: &str| {
        let one = |(told, count): (&Trait, &usize)| format!("{} {count}", if chinese { told.name().0 } else { told.name().1 });
        known.beyond.iter().map(one).collect::<Vec<_>>().join(between)
    };
    form.said(
        (
            "表里没有、按稀少程度折算的特征（篇数）",
            "Attributes that no table counts, weighed by how rare they are taken to be (stories)",
        ),
        counts(true, "，"),
        counts(false, ", "),
    );
    let least = known.least;
    form.said(
        ("能不能认出是谁", "Whether a child could be told apart"),
        format!("每篇说到的特征合在一起，符合的孩子都不少于 {least} 名；写同一个孩子的几篇合起来也一样"),
        format!("at least {least} children fit what each story tells, and what stories about one child tell together"),
    );
    form.blank((
        "同去的人、同班同学、邻居能看出什么，为什么可以接受",
        "What companions, classmates and neighbours could see, and why that is acceptable",
    ));
}

fn name(medium: Medium) -> (&'static str, &'static str) {
    match medium {
        Medium::Text => ("文字", "text"),
        Medium::Photo => ("照片", "photographs"),
        Medium::Voice => ("声音", "voice"),
        Medium::Reuse => ("媒体转载", "reprinting"),
    }
}
