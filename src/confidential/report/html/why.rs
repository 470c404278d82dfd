//! Why a cell is withheld, in words for those who answer for the tables. Private: readers never learn which rule hid a cell.

use std::collections::BTreeMap;

use super::{Page, grid};
use crate::confidential::report::account::{Account, Entry, Ledger, Standing};
use crate::confidential::report::study::Study;
use crate::confidential::report::{File, Findings};
use crate::confidential::withhold::Broken;
use crate::config::{CellKey, CubeProtection, Percent};
use crate::diag::Text;
use crate::say;

/// Most cells named that one cell protects.
const MOST_NAMED: usize = 3;

/// What is known of a measure when its cells are explained.
pub(super) struct Reasons<'a> {
    account: &'a Account<'a>,
    settings: CubeProtection,
    /// Cells withheld for their own sake, by a dimension and the codes of all others: those of one row or column.
    lines: BTreeMap<(usize, CellKey), Vec<&'a CellKey>>,
    /// Other tables over the same records with cells of the same kind that are withheld for their own sake.
    elsewhere: Vec<&'a str>,
    /// Whether differences of published figures are protected, too.
    differences: bool,
}

impl<'a> Reasons<'a> {
    /// Costs a pass over the cells of the measure.
    pub(super) fn new(findings: &'a Findings<'a>, account: &'a Account<'a>, ledger: &'a Ledger) -> Self {
        let own = |file: &&File<'_>| file.accounts.iter().any(|other| other.spec.id == account.spec.id);
        let file = findings.files.iter().find(own);
        let sensitive = |ledger: &Ledger| ledger.cells.iter().any(|entry| entry.standing == Standing::Primary);
        let others = file.into_iter().flat_map(|file| &file.accounts).filter(|other| other.spec.id != account.spec.id);
        let same = |other: &&Account<'_>| other.ledgers.iter().any(|of| of.system == ledger.system && sensitive(of));
        let mut lines: BTreeMap<(usize, CellKey), Vec<&CellKey>> = BTreeMap::new();
        let primary = account.keys.iter().zip(&ledger.cells).filter(|(_, entry)| entry.standing == Standing::Primary);
        for (key, _) in primary {
            (0..key.len()).for_each(|at| lines.entry((at, without(key, at))).or_default().push(key));
        }
        let differences = file.is_some_and(|file| match &file.study {
            Study::Decided(decided) => !decided.candidate.choices[ledger.system].virtuals.is_empty(),
            Study::Judged { .. } => false,
        });
        Self {
            account,
            settings: findings.protection.of(&account.spec.id).cloned().unwrap_or_default(),
            lines,
            elsewhere: others.filter(same).map(|other| other.spec.id.as_str()).collect(),
            differences,
        }
    }

    /// Why a cell is withheld.
    pub(super) fn of(&self, page: &Page<'_>, key: &CellKey, entry: &Entry) -> String {
        let text = match entry.standing {
            Standing::Secondary => self.protects(page, key),
            Standing::Elsewhere => say!("别处已经印过", "printed elsewhere"),
            _ => return self.rules(entry.rules).map(|text| page.words(&text)).collect::<Vec<_>>().join(page.pick("；", "; ")),
        };
        page.words(&text)
    }

    /// How many cells each rule withholds for their own sake; a cell may break several.
    pub(super) fn counted(&self, ledger: &Ledger) -> Vec<(Text, usize)> {
        let primary = || ledger.cells.iter().filter(|entry| entry.standing == Standing::Primary);
        let count = |rule: Broken| primary().filter(|entry| entry.rules.has(rule)).count();
        let all = Broken::ALL.into_iter().map(|(rule, _)| (rule, count(rule))).filter(|(_, count)| *count > 0);
        all.flat_map(|(rule, count)| self.rules(rule).map(move |text| (text, count)).collect::<Vec<_>>()).collect()
    }

    /// The rules that a cell breaks, with the numbers they were given.
    fn rules(&self, broken: Broken) -> impl Iterator<Item = Text> {
        let (threshold, contributors) = (self.account.spec.threshold, self.settings.contributors);
        let all = [
            (Broken::THRESHOLD, say!("背后不到 {threshold} 人", "fewer than {threshold} persons behind it")),
            (Broken::ZERO, say!("零也要保护", "a nought that tells of everyone in the group")),
            (Broken::CONTRIBUTORS, say!("出资的不到 {contributors} 家", "fewer than {contributors} contributors")),
            (Broken::DOMINANCE, self.dominance()),
            (Broken::P_PERCENT, self.estimate()),
            (Broken::EARLIER, say!("以前的一版没有公布，现在也不能公布", "withheld in an earlier release, and so for ever")),
        ];
        all.into_iter().filter(move |(rule, _)| broken.has(*rule)).map(|(_, text)| text)
    }

    fn dominance(&self) -> Text {
        let each = self.settings.dominance.iter().map(|rule| {
            let (n, k) = (rule.n, percent(rule.k));
            let largest = if n == 1 { "the largest contributor makes".to_owned() } else { format!("the {n} largest make") };
            (format!("最大的 {n} 家占到 {k}%"), format!("{largest} up {k}% of it"))
        });
        let (zh, en): (Vec<String>, Vec<String>) = each.unzip();
        Text { zh: zh.join("，或"), en: en.join(", or ") }
    }

    fn estimate(&self) -> Text {
        let p = self.settings.p_percent.or(self.settings.pq.map(|(p, _)| p)).map_or_else(String::new, percent);
        say!(
            "第二大的一家能把最大的一家估计到相差不到 {p}%",
            "the second largest contributor can estimate the largest to within {p}%"
        )
    }

    /// What a cell is withheld for that would be public by itself.
    fn protects(&self, page: &Page<'_>, key: &CellKey) -> Text {
        let beside: Vec<&CellKey> =
            (0..key.len()).filter_map(|at| self.lines.get(&(at, without(key, at)))).flatten().copied().collect();
        let named: Vec<String> = beside.iter().take(MOST_NAMED).map(|other| self.name(page, other)).collect();
        let (zh, en) = (named.join("、"), named.join("; "));
        match beside.len().saturating_sub(MOST_NAMED) {
            _ if beside.is_empty() => self.protects_further(),
            0 => say!("为保护同行或同列的{zh}", "to protect in its row or column: {en}"),
            more => say!("为保护同行或同列的{zh}，另有 {more} 格", "to protect in its row or column: {en}, and {more} more"),
        }
    }

    /// Where no cell in the same row or column is withheld for its own sake.
    fn protects_further(&self) -> Text {
        let tables = self.elsewhere.join(", ");
        if !self.lines.is_empty() {
            say!(
                "它护住同行或同列里隐去的格，那些格又护住自身要隐去的格",
                "it covers withheld cells in its row or column, which in turn cover those withheld for their own sake"
            )
        } else if !self.elsewhere.is_empty() {
            say!("为保护用同一份记录的表 {tables} 里的格", "to protect cells of {tables}, made from the same records")
        } else if self.differences {
            let threshold = self.account.spec.threshold;
            say!(
                "不隐去它，公开的数相减会得出不到 {threshold} 人的数",
                "with it, published figures could be subtracted down to fewer than {threshold} persons"
            )
        } else {
            say!("为保护别的格", "to protect others")
        }
    }

    fn name(&self, page: &Page<'_>, key: &CellKey) -> String {
        let labels = key.iter().enumerate().map(|(at, code)| grid::plain(page, self.account, at, *code));
        format!("“{}”", labels.collect::<Vec<_>>().join(" · "))
    }
}

/// A key without one of its codes.
fn without(key: &CellKey, at: usize) -> CellKey {
    key.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, code)| *code).collect()
}

/// `70`, `12.5`.
fn percent(share: Percent) -> String {
    crate::model::Decimal::new(i128::from(share.0), 2).to_string()
}
