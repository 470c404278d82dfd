//! A measure as tables: the first dimension in rows, the last in columns, one table for each combination of the others.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Page, safe};
use crate::confidential::report::account::{Account, Entry, Ledger, Standing};
use crate::config::CellKey;
use crate::say;

/// Most cells drawn for each measure.
const MOST_DRAWN: usize = 20_000;

type Cells<'a> = BTreeMap<&'a CellKey, &'a Entry>;

pub(super) fn write(page: &mut Page<'_>, account: &Account<'_>, ledger: &Ledger) {
    legend(page);
    let cells: Cells<'_> = account.keys.iter().zip(&ledger.cells).collect();
    let dimensions = account.spec.dimensions.len();
    let (mut drawn, mut quiet, mut cut) = (0, 0, 0);
    for middle in combinations(account, 1, dimensions.saturating_sub(1)) {
        let keys = keys(account, &middle);
        let any = keys.iter().flatten().filter_map(|key| cells.get(key)).any(|entry| entry.standing.is_withheld());
        let is_total = middle.iter().all(Option::is_none);
        if !any && !is_total {
            quiet += 1;
        } else if drawn > MOST_DRAWN {
            cut += 1;
        } else {
            drawn += keys.iter().map(Vec::len).sum::<usize>();
            draw(page, account, ledger, &cells, &middle, &keys);
        }
    }
    if quiet > 0 {
        page.paragraph(&say!(
            "另有 {quiet} 张分表没有隐去任何格，不再列出。",
            "{quiet} more tables have nothing withheld and are left out."
        ));
    }
    if cut > 0 {
        page.paragraph(&say!(
            "另有 {cut} 张分表太多，见 `report.json`。",
            "{cut} more tables are too many for this page; see `report.json`."
        ));
    }
}

fn legend(page: &mut Page<'_>) {
    let parts = [
        ("p", "主", "P", "自身要隐去", "withheld for its own sake"),
        ("s", "次", "S", "为保护别的格隐去", "withheld to protect others"),
        ("f", "定", "F", "必须公布", "published because it must be"),
        ("w", "豁", "W", "经豁免公布", "published by waiver"),
        ("e", "外", "E", "隐去，但别处已经印过", "withheld, but printed elsewhere"),
    ];
    page.raw("<p class=\"legend\">");
    for (class, zh, en, zh_words, en_words) in parts {
        let (mark, words) = (page.pick(zh, en), page.pick(zh_words, en_words));
        let _ = write!(page.out, "<span class=\"{class}\"><b>{mark}</b> {words}</span> ");
    }
    page.raw("</p>\n");
}

/// Every combination of totals and codes that occur, over the dimensions from one to another.
fn combinations(account: &Account<'_>, from: usize, to: usize) -> Vec<CellKey> {
    let mut all = vec![Vec::new()];
    for at in from..to {
        let next = axis(account, at);
        all = all.iter().flat_map(|key: &CellKey| next.iter().map(|code| key.iter().copied().chain([*code]).collect())).collect();
    }
    all
}

/// The total and the codes of a dimension; the empty combination where there is no such dimension.
fn axis(account: &Account<'_>, at: usize) -> Vec<Option<usize>> {
    let codes = account.occurring.get(at).into_iter().flatten().copied();
    std::iter::once(None).chain(codes.map(Some)).collect()
}

/// Keys by row and column; cubes of one dimension have one column, those of none have one cell.
fn keys(account: &Account<'_>, middle: &CellKey) -> Vec<Vec<CellKey>> {
    let dimensions = account.spec.dimensions.len();
    let rows: Vec<CellKey> =
        if dimensions > 0 { axis(account, 0).into_iter().map(|code| vec![code]).collect() } else { vec![Vec::new()] };
    let columns: Vec<CellKey> = if dimensions > 1 {
        axis(account, dimensions - 1).into_iter().map(|code| vec![code]).collect()
    } else {
        vec![Vec::new()]
    };
    let key = |row: &CellKey, column: &CellKey| row.iter().chain(middle).chain(column).copied().collect();
    rows.iter().map(|row| columns.iter().map(|column| key(row, column)).collect()).collect()
}

fn draw(page: &mut Page<'_>, account: &Account<'_>, ledger: &Ledger, cells: &Cells<'_>, middle: &CellKey, keys: &[Vec<CellKey>]) {
    let dimensions = account.spec.dimensions.len();
    page.raw("<div class=\"wide\"><table class=\"grid\">");
    if !middle.is_empty() {
        let labels: Vec<String> = middle.iter().enumerate().map(|(at, code)| label(page, account, at + 1, *code)).collect();
        let _ = write!(page.out, "<caption>{}</caption>", labels.join(" · "));
    }
    page.raw("<thead><tr><td></td>");
    let columns = if dimensions > 1 { axis(account, dimensions - 1) } else { vec![None] };
    for code in columns {
        let words =
            if dimensions > 1 { label(page, account, dimensions - 1, code) } else { page.pick("数", "Value").to_owned() };
        let _ = write!(page.out, "<th scope=\"col\">{words}</th>");
    }
    page.raw("</tr></thead><tbody>\n");
    let rows = if dimensions > 0 { axis(account, 0) } else { vec![None] };
    for (code, keys) in rows.into_iter().zip(keys) {
        let words = if dimensions > 0 { label(page, account, 0, code) } else { page.pick("合计", "Total").to_owned() };
        let _ = write!(page.out, "<tr><th scope=\"row\">{words}</th>");
        keys.iter().for_each(|key| cell(page, ledger, cells.get(key).copied()));
        page.raw("</tr>\n");
    }
    page.raw("</tbody></table></div>\n");
}

fn cell(page: &mut Page<'_>, ledger: &Ledger, entry: Option<&Entry>) {
    let Some(entry) = entry else { return page.raw("<td class=\"h\">·</td>") };
    let (class, mark) = match entry.standing {
        Standing::Structural => return page.raw("<td class=\"h\">–</td>"),
        Standing::Primary => ("p", page.pick("主", "P")),
        Standing::Secondary => ("s", page.pick("次", "S")),
        Standing::Forced => ("f", page.pick("定", "F")),
        Standing::Waived => ("w", page.pick("豁", "W")),
        Standing::Elsewhere => ("e", page.pick("外", "E")),
        Standing::Published | Standing::Undecided | Standing::Altered => ("", ""),
    };
    let value = ledger.decimal(entry.value);
    let _ = match mark {
        "" => write!(page.out, "<td>{value}</td>"),
        _ => write!(page.out, "<td class=\"{class}\">{value} <b>{mark}</b></td>"),
    };
}

/// The short name of a code, or of the total over a dimension.
pub(super) fn label(page: &Page<'_>, account: &Account<'_>, at: usize, code: Option<usize>) -> String {
    safe(&plain(page, account, at, code))
}

/// The same as text, which is no HTML yet.
pub(super) fn plain(page: &Page<'_>, account: &Account<'_>, at: usize, code: Option<usize>) -> String {
    let dimension = &account.spec.dimensions[at].1;
    match code {
        Some(code) => dimension.codes[code].short.get(page.lang).clone(),
        None => {
            let name = dimension.name.get(page.lang);
            match page.tongue {
                crate::diag::Tongue::Zh => format!("{name}合计"),
                crate::diag::Tongue::En => format!("{name}: all"),
            }
        }
    }
}
