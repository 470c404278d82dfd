//! One record against one use of it: every field that does not hold is told, each at its place.

use super::record::{Medium, Record, Stage};
use super::rules::{EXPIRED, INCOMPLETE, NO_DATE, OUT_OF_SCOPE, SYNTHETIC};
use crate::diag::{Diagnostic, Place, Rule, Sink, Text};
use crate::model::Date;
use crate::say;

/// What rests on a consent.
pub(super) struct Use<'a> {
    /// Where the consent is named.
    pub(super) named: Place,
    /// What it must cover.
    pub(super) media: Vec<Medium>,
    /// In which languages.
    pub(super) languages: Vec<&'a str>,
    /// Since when it is published, if it says so.
    pub(super) published: Option<Date>,
    /// Whether it is a story of several children in one, which alone may rest on an invented record.
    pub(super) composite: bool,
}

/// One judgement under way.
struct Bench<'a> {
    id: &'a str,
    record: &'a Record,
    used: &'a Use<'a>,
    sink: &'a Sink,
    holds: bool,
}

/// Whether a record covers a use of it on a day.
pub(super) fn judge(id: &str, record: &Record, used: &Use, as_of: Option<Date>, sink: &Sink) -> bool {
    let mut bench = Bench { id, record, used, sink, holds: true };
    bench.invented();
    bench.agreed();
    bench.reviewed();
    bench.scope();
    bench.force(as_of);
    bench.holds
}

impl Bench<'_> {
    fn refuse(&mut self, rule: &'static Rule, field: &str, message: Text, help: Text) {
        self.holds = false;
        let found = Diagnostic::error(rule, message).at(self.record.place(field));
        self.sink.push(found.at_label(self.used.named.clone(), say!("依据的是这一份", "rests on it")).help(help));
    }

    fn invented(&mut self) {
        if self.record.synthetic && !self.used.composite {
            self.holds = false;
            let id = self.id;
            let message = say!("`{id}` 是虚构的同意书，不能用在这里", "`{id}` is an invented consent and cannot be used here");
            let help = say!(
                "综合多人写成的，写明 `composite = true`；写真实孩子的，要有真实的同意书",
                "declare `composite = true` if the story is made of several; a story of a real child needs a real consent"
            );
            self.sink.push(Diagnostic::error(&SYNTHETIC, message).at(self.used.named.clone()).help(help));
        }
    }

    fn agreed(&mut self) {
        let (stage, id) = (self.record.stage, self.id);
        if stage < Stage::From14 && !self.record.guardian {
            let message = say!("`{id}` 没有监护人的同意（`guardian`）", "`{id}` lacks the guardian’s consent (`guardian`)");
            let help = say!(
                "孩子不满十四周岁，监护人同意后才写 `guardian = true`",
                "the child is under 14: write `guardian = true` once the guardian has agreed"
            );
            self.refuse(&INCOMPLETE, "guardian", message, help);
        }
        if stage > Stage::Under8 && !self.record.child {
            let message = say!("`{id}` 没有孩子本人的同意（`child`）", "`{id}` lacks the child’s own agreement (`child`)");
            let help = say!(
                "八周岁以上，要用孩子听得懂的话征求本人的意见，本人同意后才写 `child = true`",
                "from 8 the child is asked in words a child understands: write `child = true` once the child has agreed"
            );
            self.refuse(&INCOMPLETE, "child", message, help);
        }
    }

    fn reviewed(&mut self) {
        let id = self.id;
        if !self.record.reviewed {
            let message = say!("`{id}` 没有审核人（`reviewer`）", "`{id}` names no reviewer (`reviewer`)");
            let help = say!(
                "审核后写上审核人；姓名只留在同意书里，不会公布",
                "add who reviewed it; the name stays in the record and is never published"
            );
            self.refuse(&INCOMPLETE, "reviewer", message, help);
        }
        if self.record.ward && !self.record.outside {
            let message = say!(
                "`{id}` 没有机构以外的审核人（`outside_reviewer`）",
                "`{id}` names no reviewer from outside (`outside_reviewer`)"
            );
            let help = say!(
                "由国家监护的孩子，请机构以外的另一人复核，与 `reviewer` 不能是同一人",
                "for a ward of the state a second person from outside reviews it, not the same as `reviewer`"
            );
            self.refuse(&INCOMPLETE, "outside_reviewer", message, help);
        }
    }

    fn scope(&mut self) {
        let id = self.id;
        if !self.record.web {
            let message =
                say!("`{id}` 没有单独同意在网上发布（`web`）", "`{id}` does not consent to publication on the web (`web`)");
            let help = say!(
                "网上发布要单独征求同意；同意后才写 `web = true`",
                "publication on the web is asked for by itself: write `web = true` once it was agreed to"
            );
            self.refuse(&OUT_OF_SCOPE, "web", message, help);
        }
        for medium in self.used.media.iter().filter(|medium| !self.record.media.contains(medium)) {
            let word = medium.word();
            let message = say!("`{id}` 的同意不包括 `{word}`（`media`）", "`{id}` does not cover `{word}` (`media`)");
            let help = say!("去掉这部分内容，或重新征求同意", "leave that part out, or ask again");
            self.refuse(&OUT_OF_SCOPE, "media", message, help);
        }
        for language in self.used.languages.iter().filter(|lang| !self.record.languages.iter().any(|known| known == *lang)) {
            let message = say!(
                "`{id}` 没有同意用 `{language}` 发布（`languages`）",
                "`{id}` does not cover the language `{language}` (`languages`)"
            );
            let help = say!("重新征求同意，或撤下故事", "ask again, or take the story down");
            self.refuse(&OUT_OF_SCOPE, "languages", message, help);
        }
        if self.used.published.is_some_and(|day| day < self.record.date) {
            let message =
                say!("故事的日期早于 `{id}` 的同意日期（`date`）", "the story is dated before the consent `{id}` (`date`)");
            let help = say!("核对两处日期；先同意，后发布", "check both days: consent comes first");
            self.refuse(&OUT_OF_SCOPE, "date", message, help);
        }
    }

    fn force(&mut self, as_of: Option<Date>) {
        let id = self.id;
        if self.record.expires < self.record.date {
            let message = say!("`{id}` 在同意以前就已到期（`expires`）", "`{id}` ends before it begins (`expires`)");
            self.refuse(&INCOMPLETE, "expires", message, say!("核对 `date` 和 `expires`", "check `date` and `expires`"));
            return;
        }
        let Some(today) = as_of else {
            if !self.record.synthetic {
                self.holds = false;
                let message = say!(
                    "没有给出日期，`{id}` 是否到期无法判断",
                    "no day was given, so it cannot be told whether `{id}` is in force"
                );
                let help = say!("加上 `--as-of` 和当天的日期", "add `--as-of` with the day");
                self.sink.push(Diagnostic::error(&NO_DATE, message).at(self.used.named.clone()).help(help));
            }
            return;
        };
        if self.record.expires < today {
            let message = say!("`{id}` 到 {today} 已经过期（`expires`）", "`{id}` is no longer in force on {today} (`expires`)");
            let help =
                say!("重新征求同意，或撤下：`shanwai withdraw {id}`", "ask again, or take it down: `shanwai withdraw {id}`");
            self.refuse(&EXPIRED, "expires", message, help);
        }
        if today < self.record.date {
            let message = say!("`{id}` 到 {today} 还没有生效（`date`）", "`{id}` is not yet in force on {today} (`date`)");
            self.refuse(&EXPIRED, "date", message, say!("核对日期", "check the day"));
        }
    }
}
