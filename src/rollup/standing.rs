//! Whether a city answers for what it handed over: enough people signed it, it was frozen, and its day has come.

use super::package::Package;
use super::rules::{DRAFT, HELD_BACK, TRIAL, UNSIGNED};
use super::{describe, lock};
use crate::config::{CityPackage, ROLLUP};
use crate::diag::{Diagnostic, Rule, Sink, Text};
use crate::model::Date;
use crate::say;

/// What the version of figures ends with that no release holds.
const LIVE: &str = "+live";

/// What is asked of every city's release.
pub(super) struct Demands {
    /// How many different people must have signed it; a city may want more.
    pub(super) sign_offs: usize,
    /// The day the site speaks as of.
    pub(super) as_of: Option<Date>,
}

/// Everything for which a release is not yet the city's word, as errors at the city's entry.
pub(super) fn lacking(
    package: &Package,
    city: &CityPackage,
    (zh, en): &(String, String),
    datasets: &[&str],
    demands: &Demands,
) -> Vec<Diagnostic> {
    let (shown, lock) = (package.path.display(), lock::path(&package.path));
    let mut found = Vec::new();
    let mut tell = |rule: &'static Rule, message: Text, help: Text| {
        found.push(Diagnostic::error(rule, message).at(city.span.clone()).help(or_a_trial(&help)));
    };
    for (id, version) in drafts(package, datasets) {
        let message = say!(
            "{zh}的 `{id}` 是没有定版的草稿（版本 `{version}`）",
            "`{id}` of {en} is a draft that was never released (version `{version}`)"
        );
        let help = say!(
            "请该市用 `shanwai release` 定版、签署，再交 `releases/<版本>/`",
            "ask the city to run `shanwai release`, have it signed and hand over `releases/<version>/`"
        );
        tell(&DRAFT, message, help);
    }
    let Some(locked) = &package.locked else {
        if demands.sign_offs > 0 && package.is_whole() {
            let lock = lock.display();
            let message = say!(
                "看不出{zh}的 `{shown}` 有没有签署：没有 `{lock}`",
                "nothing shows that `{shown}` of {en} was signed: there is no `{lock}`"
            );
            let help = say!(
                "请该市把站点里的 `releases/lock.json` 一并交来，放在那里",
                "ask the city for `releases/lock.json` of its site and put it there"
            );
            tell(&UNSIGNED, message, help);
        } else if demands.sign_offs > 0 {
            let message = say!(
                "看不出{zh}的 `{shown}` 有没有签署：它只是一个数据集，签署的是整版",
                "nothing shows that `{shown}` of {en} was signed: it is one dataset, and people sign whole releases"
            );
            let help = say!(
                "请该市交整版 `releases/<版本>/` 和 `releases/lock.json`",
                "ask the city for all of `releases/<version>/` and for `releases/lock.json`"
            );
            tell(&UNSIGNED, message, help);
        }
        return found;
    };
    let ((signed, void), needed) = (locked.signed(), demands.sign_offs.max(locked.sign_offs_needed));
    if signed < needed {
        let version = &locked.version;
        let (void_zh, void_en) = match void {
            0 => (String::new(), String::new()),
            count => (format!("，另有 {count} 人签的不是这一版"), format!(", besides {count} for something else")),
        };
        let message = say!(
            "{zh}的 `{shown}` 要 {needed} 人签署，只有 {signed} 人{void_zh}",
            "`{shown}` of {en} needs {needed} sign-offs and has {signed}{void_en}"
        );
        let help = say!(
            "请该市负责人核对后运行 `shanwai sign {version} --name 姓名 --role 职务 --as-of 日期`，再交一次 `releases/lock.json`",
            "let those who answer for it in the city check it, run `shanwai sign {version} --name NAME --role ROLE --as-of DATE` and hand over `releases/lock.json` again"
        );
        tell(&UNSIGNED, message, help);
    }
    if let Some(day) = locked.publish_after.filter(|day| demands.as_of.is_none_or(|today| today < *day)) {
        let message = say!("{zh}的 `{shown}` 到 {day} 才公布", "`{shown}` of {en} is not to be published before {day}");
        let help = say!("到那一天再汇总，写上 `--as-of {day}`", "wait for that day and add `--as-of {day}`");
        tell(&HELD_BACK, message, help);
    }
    found
}

/// Datasets whose figures stand in no release, with the version they give.
fn drafts(package: &Package, datasets: &[&str]) -> Vec<(String, String)> {
    let version = |id: &&str| {
        let bytes = package.raw(&package.of_dataset(id, "datapackage.json"))?;
        let described = describe::read(&bytes, id)?;
        described.version.ends_with(LIVE).then(|| ((*id).to_owned(), described.version))
    };
    datasets.iter().filter_map(version).collect()
}

fn or_a_trial(help: &Text) -> Text {
    let (zh, en) = (help.get(crate::diag::Tongue::Zh), help.get(crate::diag::Tongue::En));
    say!(
        "{zh}；只是试算，就在 `data/rollup.toml` 的 `[release]` 下写 `unsigned = true`，做出的网站每页都会注明",
        "{en}; for a trial run, set `unsigned = true` under `[release]` in `data/rollup.toml`, and every page of the site will say so"
    )
}

/// Says that figures of these cities are taken though nobody answers for them.
pub(super) fn tell_trial(names: &[(String, String)], sink: &Sink) {
    let zh: Vec<&str> = names.iter().map(|(zh, _)| zh.as_str()).collect();
    let en: Vec<&str> = names.iter().map(|(_, en)| en.as_str()).collect();
    let (zh, en) = (zh.join("、"), en.join(", "));
    let message = say!(
        "试算：这些市州的数据还没有签署或公布，照样汇总，每页注明：{zh}",
        "a trial run: taken although not signed off or not yet published, and every page says so: {en}"
    );
    let help = say!(
        "收齐以后删去 `[release]` 的 `unsigned`；在那以前不能定版",
        "remove `unsigned` under `[release]` when all has come; until then no release can be made"
    );
    sink.push(Diagnostic::note(&TRIAL, message).at(std::path::Path::new(ROLLUP)).help(help));
}

/// Refuses to freeze what was made of releases that nobody answers for.
#[must_use]
pub fn no_release() -> Diagnostic {
    let message =
        say!("汇总里有市州的数据没有签署或公布，不能定版", "figures of cities that were not signed off cannot be released");
    let help = say!(
        "收齐签署过的各版，删去 `[release]` 的 `unsigned`，再定版",
        "collect signed releases, remove `unsigned` under `[release]`, then release"
    );
    Diagnostic::error(&UNSIGNED, message).at(std::path::Path::new(ROLLUP)).help(help)
}
