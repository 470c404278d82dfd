//! The report for people: one page of plain HTML with its style in it, to be read on a screen or on paper.

mod cube;
mod grid;
mod refused;
mod why;

use std::fmt::Write;

use super::account::Tally;
use super::{File, Findings};
use crate::confidential::report::study::Study;
use crate::diag::{Text, Tongue};
use crate::model::Lang;
use crate::say;

const STYLE: &str = include_str!("report.css");

/// The page while it is written.
struct Page<'a> {
    out: String,
    tongue: Tongue,
    lang: &'a Lang,
}

impl Page<'_> {
    /// The phrase in the language of the page, safe in HTML.
    fn words(&self, text: &Text) -> String {
        safe(text.get(self.tongue))
    }

    /// One of two phrases.
    fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.tongue {
            Tongue::Zh => zh,
            Tongue::En => en,
        }
    }

    /// HTML as it is.
    fn raw(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn heading(&mut self, level: u8, zh: &'static str, en: &'static str) {
        let words = self.pick(zh, en);
        let _ = writeln!(self.out, "<h{level}>{words}</h{level}>");
    }

    fn paragraph(&mut self, text: &Text) {
        let words = self.words(text);
        let _ = writeln!(self.out, "<p>{words}</p>");
    }

    /// A head row; the first column holds names, the others numbers.
    fn head(&mut self, columns: &[(&'static str, &'static str)]) {
        self.raw("<thead><tr>");
        for (zh, en) in columns {
            let words = self.pick(zh, en);
            let _ = write!(self.out, "<th scope=\"col\">{words}</th>");
        }
        self.raw("</tr></thead>\n");
    }

    /// A row with its name; both are HTML already.
    fn row(&mut self, name: &str, cells: &[String]) {
        let _ = write!(self.out, "<tr><th scope=\"row\">{name}</th>");
        for cell in cells {
            let _ = write!(self.out, "<td>{cell}</td>");
        }
        self.raw("</tr>\n");
    }
}

/// Text in HTML, in an attribute too.
fn safe(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Writes the whole page. Costs about 40 bytes a cell; beyond some thousands of cells a table is cut, and says so.
pub(super) fn write(findings: &Findings<'_>) -> String {
    let mut page = Page { out: String::new(), tongue: findings.tongue, lang: findings.lang };
    let (tag, title) = (page.pick("zh-Hans", "en"), page.pick("数据保护内部报告", "Private report on protection"));
    let _ = writeln!(
        page.out,
        "<!doctype html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\"><meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<style>{STYLE}</style></head>\n<body>"
    );
    warning(&mut page);
    let _ = writeln!(page.out, "<main>\n<h1>{title}</h1>");
    overview(&mut page, findings);
    refused::write(&mut page, findings);
    advice(&mut page, findings);
    attacks(&mut page, findings);
    for file in &findings.files {
        for account in &file.accounts {
            cube::write(&mut page, findings, account);
        }
    }
    page.raw("</main>\n");
    warning(&mut page);
    page.raw("</body></html>\n");
    page.out
}

fn warning(page: &mut Page<'_>) {
    let text = say!(
        "内部文件，绝不能公开：这里有隐去的数，也有隐去的原因。不要上传、转发、打印后随手放置，也不要提交到版本库。",
        "Private. Never publish this: it holds the withheld figures and the reasons for withholding them. Do not upload it, forward it, leave prints about or commit it."
    );
    let words = page.words(&text);
    let _ = writeln!(page.out, "<p class=\"warning\" role=\"note\"><strong>{words}</strong></p>");
}

fn overview(page: &mut Page<'_>, findings: &Findings<'_>) {
    page.heading(2, "概况", "At a glance");
    let engine = super::ENGINE;
    page.paragraph(&say!(
        "由 {engine} 根据下列记录生成；同样的记录和设置总得到同样的报告。每格按度量分别计数。",
        "Made by {engine} from the records named below; equal records and settings give an equal report. A cell counts once for each measure."
    ));
    page.raw("<table>\n");
    page.head(&[
        ("表", "Table"),
        ("记录", "Records"),
        ("格数", "Cells"),
        ("隐去", "Withheld"),
        ("自身要隐去", "For their own sake"),
        ("为保护别的格隐去", "To protect others"),
        ("不能定", "Undecided"),
    ]);
    page.raw("<tbody>\n");
    for file in &findings.files {
        for account in &file.accounts {
            let id = safe(account.spec.id.as_str());
            let tally = account.tally();
            let numbers = [tally.cells, tally.withheld(), tally.primary, tally.secondary, tally.undecided];
            let cells: Vec<String> = std::iter::once(safe(&file.id)).chain(numbers.map(|n| n.to_string())).collect();
            page.row(&format!("<a href=\"#{id}\">{id}</a>"), &cells);
        }
    }
    page.raw("</tbody></table>\n<ul class=\"files\">\n");
    for file in &findings.files {
        let _ = writeln!(
            page.out,
            "<li>{}: <code>{}</code> SHA-256 <code>{}</code></li>",
            safe(&file.id),
            safe(&file.path),
            file.sha256
        );
    }
    page.raw("</ul>\n");
}

fn advice(page: &mut Page<'_>, findings: &Findings<'_>) {
    page.heading(2, "怎样少隐去一些", "How to withhold less");
    if findings.advice.is_empty() {
        page.paragraph(&say!(
            "没有找到合并代码或减少维度后能少隐去的办法。",
            "No merging of codes and no dimension left out was found that would withhold less."
        ));
        return;
    }
    page.paragraph(&say!(
        "下面每一条都按改动后的设置从记录起重算过（不做搜索，所以原有的格数可能与上表略有出入），按“少隐去的格”与“表里减少的格”权衡排列。同一份记录的各张表合在一起计算。",
        "Each of these was computed anew from the records with the changed settings (without the search, so that the numbers before may differ a little from the table above), in order of what is gained against the detail lost. All tables over the same records count together."
    ));
    page.raw("<ol class=\"advice\">\n");
    for one in &findings.advice {
        let (words, hide) = (page.words(&one.words(page.lang)), safe(&one.how()));
        let how = page.pick("设置", "Settings");
        let _ = writeln!(page.out, "<li>{words}<details><summary>{how}</summary><pre>{hide}</pre></details></li>");
    }
    page.raw("</ol>\n");
}

fn attacks(page: &mut Page<'_>, findings: &Findings<'_>) {
    page.heading(2, "攻击检验", "The attack");
    page.paragraph(&say!(
        "像读者那样，用所有公开的数去推算每一个隐去的数。推算出来的应当是零。",
        "Every withheld figure is attacked as a reader would, with all that is public. What was worked out should be nought."
    ));
    page.raw("<table>\n");
    page.head(&[("记录", "Records"), ("方法", "Level"), ("攻击", "Tried"), ("推算出", "Worked out"), ("未能判断", "Undecided")]);
    page.raw("<tbody>\n");
    for file in &findings.files {
        let Study::Decided(decided) = &file.study else { continue };
        for trial in &decided.trials {
            for attempt in trial.attempts() {
                let of_level =
                    |(_, level): &&(usize, crate::attack::Level)| crate::confidential::gate::word(*level) == attempt.level;
                let undecided = trial.outcome.undecided.iter().filter(of_level).count();
                let level = page.pick(level_zh(attempt.level), level_en(attempt.level)).to_owned();
                page.row(&safe(&file.id), &[level, attempt.tried.to_string(), attempt.found.to_string(), undecided.to_string()]);
            }
        }
    }
    page.raw("</tbody></table>\n");
    patterns(page, findings);
}

/// How the patterns were found.
fn patterns(page: &mut Page<'_>, findings: &Findings<'_>) {
    page.heading(3, "隐去方案", "The patterns");
    page.raw("<table>\n");
    page.head(&[
        ("记录", "Records"),
        ("内部格", "Inner cells"),
        ("轮次", "Rounds"),
        ("追加的约束", "Cuts"),
        ("搜索次数", "Attempts of the search"),
        ("搜索前：格数／代价", "Before the search: cells / cost"),
        ("搜索后：格数／代价", "After it: cells / cost"),
    ]);
    page.raw("<tbody>\n");
    for file in &findings.files {
        let Study::Decided(decided) = &file.study else { continue };
        for (figures, choice) in decided.candidate.linked.figures.iter().zip(&decided.candidate.choices) {
            let pattern = &choice.pattern;
            let cost = |cost: crate::confidential::protect::Cost| format!("{} / {:.0}", cost.cells, cost.sum);
            let cells = [
                figures.system.inner().to_string(),
                pattern.rounds.to_string(),
                pattern.cuts.to_string(),
                pattern.iterations.to_string(),
                cost(pattern.cost_before),
                cost(pattern.cost_after),
            ];
            page.row(&safe(&file.id), &cells);
        }
    }
    page.raw("</tbody></table>\n");
}

fn level_zh(level: &str) -> &'static str {
    match level {
        "linear" => "加减公开的数",
        "nonnegative" => "再用“不会小于零”",
        "known-minimum" => "再用“隐去的数至少是一”",
        "integer" => "再用“一定是整数”",
        "interval" => "估计的范围太窄",
        _ => "贡献者减去自己的数",
    }
}

fn level_en(level: &str) -> &'static str {
    match level {
        "linear" => "sums and differences of published figures",
        "nonnegative" => "and that nothing is negative",
        "known-minimum" => "and that a withheld count is at least one",
        "integer" => "and that counts are whole",
        "interval" => "estimates that are too close",
        _ => "contributors who take off their own part",
    }
}

/// `12.34 %`, of hundredths of a percent.
fn percent(tally: &Tally) -> String {
    let share = tally.share();
    format!("{}.{:02} %", share / 100, share % 100)
}

/// All record files that were refused.
fn refused_files<'a, 'b>(findings: &'b Findings<'a>) -> impl Iterator<Item = &'b File<'a>> {
    findings.files.iter().filter(|file| !file.study.refusals().is_empty())
}
