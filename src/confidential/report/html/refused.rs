//! What cannot be protected, and what can be done about each cell.

use std::fmt::Write;

use super::{Page, refused_files, safe};
use crate::confidential::report::Findings;
use crate::say;

/// Most cells told for each refusal.
const MOST: usize = 500;

/// Every refusal with its cells and choices; nothing when all is safe.
pub(super) fn write(page: &mut Page<'_>, findings: &Findings<'_>) {
    if refused_files(findings).next().is_none() {
        return;
    }
    page.heading(2, "不能这样公布", "What cannot be published like this");
    page.paragraph(&say!(
        "对下面每一格都有三种办法：把表做粗（见“怎样少隐去一些”，或合并这一格所在的代码、减少一个维度）；不公开这张表；确有理由时，由负责人豁免这一格，把理由和姓名写进 `data/protection.toml`。",
        "For each of these cells there are three choices: make the table coarser (see “How to withhold less”, or merge a code of the cell, or leave a dimension out); leave the table out; or, where there is good reason, have the cell waived by whoever answers for it, with the reason and the name in `data/protection.toml`."
    ));
    for file in refused_files(findings) {
        for refusal in file.study.refusals() {
            let (rule, words) = (refusal.diagnostic.rule.id, page.words(&refusal.diagnostic.message));
            let _ = writeln!(page.out, "<h3>{words} <code>{rule}</code></h3>");
            cells(page, &refusal.detail);
        }
    }
}

fn cells(page: &mut Page<'_>, detail: &str) {
    if detail.is_empty() {
        return;
    }
    page.raw("<table class=\"text\">\n");
    page.head(&[("格", "Cell"), ("由什么推出", "Worked out of"), ("豁免", "Waiver")]);
    page.raw("<tbody>\n");
    for line in detail.lines().take(MOST) {
        let (cell, from) = line.split_once(" [").unwrap_or((line, ""));
        let from = from.replacen(']', ":", 1);
        page.row(&safe(cell), &[safe(&from), waiver(cell).map_or(String::new(), |text| format!("<pre>{}</pre>", safe(&text)))]);
    }
    page.raw("</tbody></table>\n");
    let more = detail.lines().count().saturating_sub(MOST);
    if more > 0 {
        page.paragraph(&say!("还有 {more} 格，见 `report.json`", "{more} more stand in `report.json`"));
    }
}

/// What to type to waive a cell named `cube: year=2024 county=*`.
fn waiver(cell: &str) -> Option<String> {
    let (cube, key) = cell.split_once(':')?;
    let part =
        |part: &str| part.split_once('=').filter(|(_, code)| *code != "*").map(|(column, code)| format!("{column} = \"{code}\""));
    let at: Vec<String> = key.split_whitespace().filter_map(part).collect();
    Some(format!("[[waiver]]\ncube = \"{cube}\"\nat = {{ {} }}\nreason = \"…\"\nby = \"…\"", at.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiver_names_the_codes_and_leaves_totals_out() {
        let text = waiver("camps: year=2024 county=*").unwrap();
        assert!(text.contains("cube = \"camps\"\nat = { year = \"2024\" }"), "{text}");
        assert_eq!(waiver("—"), None);
    }
}
