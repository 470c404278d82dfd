//! One cube: its counts, its tables, what secondary cells cost, and every withheld cell with its reasons.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::why::Reasons;
use super::{Page, grid, percent, safe};
use crate::attack::Required;
use crate::confidential::report::Findings;
use crate::confidential::report::account::{Account, Ledger, Tally};
use crate::diag::Tongue;
use crate::say;

/// Most withheld cells listed for each measure.
const MOST_LISTED: usize = 2_000;

pub(super) fn write(page: &mut Page<'_>, findings: &Findings<'_>, account: &Account<'_>) {
    let (id, threshold) = (safe(account.spec.id.as_str()), account.spec.threshold);
    let _ = writeln!(page.out, "<section id=\"{id}\"><h2>{id}</h2>");
    if account.synthetic {
        page.paragraph(&say!("模拟数据。", "Synthetic data."));
    }
    page.paragraph(&match threshold {
        0 => say!(
            "这张表不数人：按出资的家数和各家所占的份额判断。",
            "The table counts no persons: contributors and their shares decide."
        ),
        _ => {
            say!("门槛：每格至少 {threshold} 名不同的人。", "Threshold: at least {threshold} distinct persons behind each cell.")
        }
    });
    if !account.hidden.is_empty() {
        let count = account.hidden.len();
        page.paragraph(&say!("`hide` 使 {count} 格不在表里。", "`hide` keeps {count} cells out of the table."));
    }
    waivers(page, findings, account);
    for ledger in &account.ledgers {
        measure(page, findings, account, ledger);
    }
    page.raw("</section>\n");
}

/// Cells published on purpose, why, and who decided.
fn waivers(page: &mut Page<'_>, findings: &Findings<'_>, account: &Account<'_>) {
    let waivers = findings.protection.of(&account.spec.id).map_or(&[][..], |settings| &settings.waivers);
    if waivers.is_empty() {
        return;
    }
    page.heading(3, "准予公布的格", "Cells published by waiver");
    page.raw("<table class=\"text\">\n");
    page.head(&[("格", "Cell"), ("度量", "Measure"), ("理由", "Reason"), ("决定人", "Decided by")]);
    page.raw("<tbody>\n");
    for waiver in waivers {
        let labels: Vec<String> = waiver.key.iter().enumerate().map(|(at, code)| grid::label(page, account, at, *code)).collect();
        let measure = waiver.measure.and_then(|measure| account.spec.measures.get(measure));
        let measure = measure.map_or(page.pick("全部", "all").to_owned(), |measure| safe(measure.name.get(page.lang)));
        page.row(&labels.join(" · "), &[measure, safe(waiver.reason.get(page.lang)), safe(&waiver.by)]);
    }
    page.raw("</tbody></table>\n");
}

fn measure(page: &mut Page<'_>, findings: &Findings<'_>, account: &Account<'_>, ledger: &Ledger) {
    let measure = &account.spec.measures[ledger.measure];
    let (name, tally) = (safe(measure.name.get(page.lang)), ledger.tally());
    let _ = writeln!(page.out, "<h3>{name}</h3>");
    let (cells, withheld, primary, secondary, share) =
        (tally.cells, tally.withheld(), tally.primary, tally.secondary, percent(&tally));
    page.paragraph(&say!(
        "共 {cells} 格，隐去 {withheld} 格：{primary} 格为自身，{secondary} 格为保护别的格。隐去的数占各格之和的 {share}。",
        "{cells} cells, {withheld} withheld: {primary} for their own sake, {secondary} to protect others. The withheld values are {share} of the sum of all cells."
    ));
    let reasons = Reasons::new(findings, account, ledger);
    counted(page, &reasons, ledger);
    grid::write(page, account, ledger);
    if tally.secondary > 0 {
        costs(page, account, ledger);
    }
    if tally.withheld() > 0 {
        listed(page, account, ledger, &reasons);
    }
}

/// How many cells each rule withholds for their own sake.
fn counted(page: &mut Page<'_>, reasons: &Reasons<'_>, ledger: &Ledger) {
    let counted = reasons.counted(ledger);
    if counted.is_empty() {
        return;
    }
    page.raw("<ul>\n");
    for (why, count) in counted {
        let (why, cells) = (page.words(&why), if count == 1 { "cell" } else { "cells" });
        let line = match page.tongue {
            Tongue::Zh => format!("{why}：{count} 格"),
            Tongue::En => format!("{why}: {count} {cells}"),
        };
        let _ = writeln!(page.out, "<li>{line}</li>");
    }
    page.raw("</ul>\n");
}

/// What the secondary cells cost, by dimension and code.
fn costs(page: &mut Page<'_>, account: &Account<'_>, ledger: &Ledger) {
    page.heading(4, "为保护别的格付出了什么", "What the secondary cells cost");
    for (at, (_, dimension)) in account.spec.dimensions.iter().enumerate() {
        let mut by_code: BTreeMap<Option<usize>, Tally> = BTreeMap::new();
        for (key, entry) in account.keys.iter().zip(&ledger.cells) {
            let tally = by_code.entry(key[at]).or_default();
            *tally = tally.with(entry);
        }
        let name = safe(dimension.name.get(page.lang));
        let _ = writeln!(page.out, "<table><caption>{name}</caption>");
        page.head(&[
            ("代码", "Code"),
            ("格数", "Cells"),
            ("自身要隐去", "For their own sake"),
            ("为保护别的格隐去", "To protect others"),
            ("后者的数之和", "Sum of the latter"),
        ]);
        page.raw("<tbody>\n");
        for (code, tally) in by_code.into_iter().filter(|(_, tally)| tally.withheld() > 0) {
            let value = ledger.decimal(i128::try_from(tally.value_secondary).unwrap_or(i128::MAX));
            let numbers = [tally.cells, tally.primary, tally.secondary].map(|n| n.to_string());
            let cells: Vec<String> = numbers.into_iter().chain([value.to_string()]).collect();
            page.row(&grid::label(page, account, at, code), &cells);
        }
        page.raw("</tbody></table>\n");
    }
}

/// Every withheld cell with the rules it breaks and what a reader cannot exclude.
fn listed(page: &mut Page<'_>, account: &Account<'_>, ledger: &Ledger, reasons: &Reasons<'_>) {
    page.heading(4, "隐去的格", "Withheld cells");
    page.raw("<table class=\"text\">\n");
    page.head(&[
        ("格", "Cell"),
        ("数", "Value"),
        ("为何隐去", "Why"),
        ("读者推得的范围", "What a reader cannot exclude"),
        ("要求的范围", "Required"),
    ]);
    page.raw("<tbody>\n");
    let withheld = || account.keys.iter().zip(&ledger.cells).filter(|(_, entry)| entry.standing.is_withheld());
    for (key, entry) in withheld().take(MOST_LISTED) {
        let labels: Vec<String> = key.iter().enumerate().map(|(at, code)| grid::label(page, account, at, *code)).collect();
        let range =
            entry.feasible.map_or(String::new(), |(lo, up)| format!("{} … {}", end(lo, ledger.places), end(up, ledger.places)));
        let required = entry.required.map_or(String::new(), |required| asked(page, required, ledger.places));
        page.row(&labels.join(" · "), &[ledger.decimal(entry.value).to_string(), reasons.of(page, key, entry), range, required]);
    }
    page.raw("</tbody></table>\n");
    let more = withheld().count().saturating_sub(MOST_LISTED);
    if more > 0 {
        page.paragraph(&say!("还有 {more} 格，见 `report.json`。", "{more} more stand in `report.json`."));
    }
}

fn asked(page: &Page<'_>, required: Required, places: u8) -> String {
    let mut parts = Vec::new();
    if let Some(least) = required.lo_max {
        parts.push(format!("≤ {}", end(least, places)));
    }
    if let Some(most) = required.up_min {
        parts.push(format!("≥ {}", end(most, places)));
    }
    if let Some(width) = required.width {
        parts.push(format!("{} {}", page.pick("宽", "width"), end(width, places)));
    }
    parts.join(", ")
}

/// An end of an interval in the unit of the measure, to two decimals at most.
fn end(value: f64, places: u8) -> String {
    if value.is_infinite() {
        return if value > 0.0 { "∞".to_owned() } else { "−∞".to_owned() };
    }
    let rounded = (value / 10f64.powi(i32::from(places)) * 100.0).round() / 100.0;
    format!("{}", rounded + 0.0)
}
