//! `explain`: any diagnostic in both languages.

use std::process::ExitCode;

use super::NO_RULE;
use super::ui::Ui;
use crate::diag::{Diagnostic, Rule, Tongue, nearest};
use crate::say;

/// Every diagnostic the tool can give, sorted by id.
#[must_use]
pub fn all_rules() -> Vec<&'static Rule> {
    let mut all: Vec<&'static Rule> = [
        super::RULES,
        super::audit::RULES,
        crate::archive::RULES,
        crate::audit::RULES,
        crate::check::RULES,
        crate::check::finished::RULES,
        crate::check::identifiers::RULES,
        crate::check::language::RULES,
        crate::collate::RULES,
        crate::check::stories::RULES,
        crate::compose::gallery::RULES,
        crate::compose::scope::RULES,
        crate::compose::tables::RULES,
        crate::compose::vocabulary::RULES,
        crate::config::RULES,
        crate::confidential::RULES,
        crate::consent::RULES,
        crate::content::RULES,
        crate::facts::RULES,
        crate::files::RULES,
        crate::i18n::RULES,
        crate::identify::RULES,
        crate::numbers::RULES,
        crate::photo::RULES,
        crate::prose::RULES,
        crate::rollup::RULES,
        crate::site::RULES,
        crate::theme::RULES,
    ]
    .into_iter()
    .flatten()
    .copied()
    .collect();
    all.sort_by_key(|rule| rule.id);
    all
}

pub(super) fn run(ui: &Ui, id: Option<&str>) -> Result<ExitCode, Diagnostic> {
    let all = all_rules();
    let Some(id) = id else {
        let width = all.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
        for rule in all {
            let title = match ui.tongue {
                Tongue::Zh => rule.title.0,
                Tongue::En => rule.title.1,
            };
            ui.out(&format!("{:width$}  {title}\n", rule.id));
        }
        return Ok(ExitCode::SUCCESS);
    };
    match all.iter().find(|rule| rule.id == id) {
        Some(rule) => {
            let zh = format!("{}\n\n{}\n", rule.title.0, rule.explain.0);
            let en = format!("{}\n\n{}\n", rule.title.1, rule.explain.1);
            let (first, second) = if ui.tongue == Tongue::Zh { (zh, en) } else { (en, zh) };
            ui.out(&format!("{id}\n\n{first}\n{second}"));
            Ok(ExitCode::SUCCESS)
        }
        None => {
            let wrong = Diagnostic::error(&NO_RULE, say!("没有编号为 `{id}` 的提示", "there is no diagnostic called `{id}`"));
            Err(match nearest(id, all.iter().map(|rule| rule.id)) {
                Some(near) => wrong.help(say!("是不是 `{near}`？", "did you mean `{near}`?")),
                None => wrong.help(say!("运行 `shanwai explain` 看全部编号", "run `shanwai explain` to list them all")),
            })
        }
    }
}
