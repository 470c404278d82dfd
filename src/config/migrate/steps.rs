//! What each form of the settings changed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Edit, SCHEMA};
use crate::config::classes::usual_threshold;
use crate::config::reader::{Located, Table};
use crate::diag::Source;
use crate::say;

/// The form of the settings is named at the top of the file, below the comment it begins with.
pub(super) fn name_schema(site: &Arc<Source>, typed: Option<Located<i64>>) -> Edit {
    let why = say!("写明设置的格式，供程序识别", "says which form the settings have");
    match typed {
        Some(typed) => Edit { source: Arc::clone(site), range: typed.span.range, new: SCHEMA.to_string(), why },
        None => {
            let at = below_first_comment(site.text());
            let gap = if site.text()[at..].starts_with('#') { "\n" } else { "" };
            Edit { source: Arc::clone(site), range: at..at, new: format!("schema = {SCHEMA}\n{gap}"), why }
        }
    }
}

/// Behind the comment that a file begins with and the empty line that parts it from the first key; the top where there is none.
fn below_first_comment(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match line.trim() {
            "" => return if at == 0 { 0 } else { at + line.len() },
            line if line.starts_with('#') => {}
            _ => return 0,
        }
        at += line.len();
    }
    0
}

/// Since form 2 two people sign a release unless the site says otherwise; before, nobody had to.
pub(super) fn sign_offs(site: &Arc<Source>, table: &Table<'_>) -> Option<Edit> {
    let text = site.text();
    let header = || {
        let mut at = 0;
        text.split_inclusive('\n').find_map(|line| {
            at += line.len();
            line.trim_start().starts_with("[release]").then_some((at, line.ends_with('\n')))
        })
    };
    let (at, before) = match table.has("release") {
        // A table written on one line says what it says.
        true if table.optional_table("release")?.has("sign_offs") => return None,
        true => header().map(|(at, ends)| (at, if ends { "" } else { "\n" }))?,
        false => (text.len(), if text.ends_with('\n') { "\n[release]\n" } else { "\n\n[release]\n" }),
    };
    let why = say!(
        "现在不写就要两人签署，以前不写就不用；要几个人签，改这个数，0 为不用签署",
        "left out, two people now have to sign, and nobody had to before; change the number to what is meant, 0 for nobody"
    );
    Some(Edit { source: Arc::clone(site), range: at..at, new: format!("{before}sign_offs = 2\n"), why })
}

/// Since form 2 a cube's threshold may not be lower than that of its class.
pub(super) fn thresholds(catalog: &Table<'_>) -> Vec<Edit> {
    let mut own: BTreeMap<String, i64> = BTreeMap::new();
    for class in catalog.tables("class") {
        let code = class.optional_text("code");
        let threshold = class.whole("threshold", i64::MIN, i64::MAX);
        own.extend(code.zip(threshold).map(|(code, threshold)| (code.value, threshold.value)));
    }
    let mut edits = Vec::new();
    for cube in catalog.tables("cube") {
        let Some((class, typed)) = cube.optional_text("class").zip(cube.whole("threshold", i64::MIN, i64::MAX)) else { continue };
        let class = class.value;
        let demanded = own.get(&class).copied().or_else(|| usual_threshold(&class).map(i64::from));
        let Some(demanded) = demanded.filter(|demanded| typed.value < *demanded) else { continue };
        let why = say!(
            "公布级别 `{class}` 的人数下限是 {demanded}，汇总表不能更低",
            "the class `{class}` has a threshold of {demanded}, and no cube of it may have less"
        );
        edits.push(Edit { source: typed.span.source, range: typed.span.range, new: demanded.to_string(), why });
    }
    edits
}
