//! `shanwai export --fragment`: page bodies for the content system of a portal.
//!
//! The whole site is produced and judged as for a build; from each finished page its body is cut on the way. So a body holds what the
//! page would hold, and there is none while the site has an error. The folder is swapped in whole.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;

use crate::diag::{Diagnostic, Failed, Progress, Rule, Sink};
use crate::files::Held;
use crate::fragment::{self, Fragment, Listed, Place, Sheet};
use crate::model::Languages;
use crate::say;
use crate::site::publish::{Discard, Outputs, Publisher, Stamp, Written, holds_a_site, lock};
use crate::site::{GENERATOR, Memo, Options, load, produce};

pub(super) static NO_ADDRESS: Rule = Rule {
    id: "export/no-address",
    title: ("不知道站点放在哪里", "nobody knows where the site lies"),
    explain: (
        "门户里的正文要链接到站点的图片、数据和其他页面，所以要知道站点文件夹放在哪里：在 `content/site.toml` 里填 `base_url`，或用 `--base-url 网址`，或用 `--prefix /路径/`。",
        "Bodies in a portal link to pictures, data and other pages of the site, so its place must be known: fill in `base_url` in `content/site.toml`, or say `--base-url URL` or `--prefix /path/`.",
    ),
};
pub(super) static NO_PAGE: Rule = Rule {
    id: "export/unknown-page",
    title: ("没有这一页可以导出", "there is no such page to export"),
    explain: (
        "`--only` 写页面的地址，如 `projects/`，它下面的各页也在内；首页写 `index`。搜索页、自己选表的页面和 404 页要靠脚本或服务器，没有正文可以导出。",
        "`--only` takes the address of a page, such as `projects/`, with all pages below it; `index` is home. Search, the table builder and the page for lost readers need scripts or a server and have no body to export.",
    ),
};
pub(super) static NOT_FRAGMENTS: Rule = Rule {
    id: "export/folder-of-a-site",
    title: ("输出目录里是一个站点", "the output folder holds a site"),
    explain: (
        "导出会整体替换输出目录；这个目录里是构建好的站点，不是以前导出的正文。请换一个目录。",
        "An export replaces its output folder as a whole, and this one holds a built site, no earlier export. Choose another folder.",
    ),
};

/// The list for people, by which a folder of bodies is known.
const LIST: &str = "fragments.csv";
/// The style sheet beside the bodies.
const STYLES: &str = "shanwai.css";

/// What is cut, and how.
#[derive(Clone, Debug, Default)]
pub struct Cut {
    /// Where the site's folder lies, with a final slash; by default the public address.
    pub prefix: Option<String>,
    /// Addresses of the pages that are wanted, with those below; none means all.
    pub only: Vec<String>,
    /// Whether each body brings its styles along.
    pub style_inside: bool,
    /// Whether the main heading is left out.
    pub without_title: bool,
}

/// What an export did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exported {
    /// Bodies, every language counted.
    pub bodies: usize,
    /// What happened on the disk.
    pub written: Written,
}

/// Writes the bodies into `out`. On any error `out` stays as it was.
pub fn export(
    root: &Path,
    out: &Path,
    options: &Options,
    cut: &Cut,
    sink: &Sink,
    progress: &dyn Progress,
) -> Result<Exported, Failed> {
    if holds_a_site(out, LIST) {
        let wrong = Diagnostic::error(&NOT_FRAGMENTS, say!("输出目录里是一个站点", "the output folder holds a site"));
        return Err(sink.fail(wrong.at(out).help(say!("换一个目录（`--out`）", "choose another folder (`--out`)"))));
    }
    let mut memo = Memo::default();
    let loaded = load::load(root, options, sink, progress, &mut memo)?;
    let site = &loaded.settings.site;
    let Some(base) = cut.prefix.clone().or_else(|| site.base_url.clone()) else {
        let wrong = Diagnostic::error(&NO_ADDRESS, say!("没有写站点的地址", "the address of the site is not known"));
        return Err(sink.fail(
            wrong
                .at(Path::new("content/site.toml"))
                .help(say!("填 `base_url`，或加上 `--prefix /路径/`", "fill in `base_url`, or add `--prefix /path/`")),
        ));
    };
    let publisher = Publisher::begin(out).map_err(|trouble| sink.fail(trouble))?;
    let bench = Bench {
        seen: Discard::default(),
        publisher: &publisher,
        base: &base,
        cut,
        languages: &site.languages,
        sheets: Mutex::default(),
        cut_out: Mutex::default(),
    };
    produce(&loaded, options, sink, progress, &mut memo, &bench)?;
    let bodies = bench.finish(sink)?;
    progress.stage("publish", 0);
    let written = publisher.finish(GENERATOR).map_err(|trouble| sink.fail(trouble))?;
    Ok(Exported { bodies, written })
}

/// What was cut so far.
#[derive(Default)]
struct CutOut {
    listed: Vec<Listed>,
    classes: BTreeSet<String>,
    styles: BTreeSet<String>,
    /// The style sheet that every page names first.
    common: String,
}

/// Takes the files of a site, keeps none, and cuts a body out of each page.
struct Bench<'a> {
    seen: Discard,
    publisher: &'a Publisher,
    base: &'a str,
    cut: &'a Cut,
    languages: &'a Languages,
    /// Style sheets by their files; they are handed over before any page.
    sheets: Mutex<BTreeMap<String, String>>,
    cut_out: Mutex<CutOut>,
}

impl Bench<'_> {
    fn body(&self, path: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let Some((address, lang)) = self.address(path).filter(|(address, _)| self.is_wanted(address)) else { return Ok(()) };
        let place = Place { base: self.base, path, without_title: self.cut.without_title };
        let Some(body) = std::str::from_utf8(bytes).ok().and_then(|page| fragment::cut(page, &place)) else { return Ok(()) };
        let file = match address.trim_end_matches('/') {
            "" => format!("{lang}/index.html"),
            address => format!("{lang}/{address}.html"),
        };
        self.publisher.put(&file, self.dressed(&body).as_bytes())?;
        let mut cut_out = lock(&self.cut_out);
        let Fragment { title, description, classes, styles, .. } = body;
        cut_out.classes.extend(classes);
        cut_out.common = styles.first().cloned().unwrap_or_default();
        cut_out.styles.extend(styles);
        let whole = format!("{}{path}", self.base);
        let address = if address.is_empty() { "index".to_owned() } else { address };
        cut_out.listed.push(Listed { page: address, language: lang, title, description, file, address: whole });
        Ok(())
    }

    fn dressed(&self, body: &Fragment) -> String {
        if !self.cut.style_inside {
            return body.html.clone();
        }
        let common = body.styles.first().map_or("", String::as_str);
        format!("<style>\n{}</style>\n{}", self.styles(&body.styles, common, &body.classes), body.html)
    }

    /// What these style sheets say of bodies with these classes. The one of all pages comes first.
    fn styles<'n>(&self, names: impl IntoIterator<Item = &'n String>, common: &str, classes: &BTreeSet<String>) -> String {
        let known = lock(&self.sheets);
        let mut sheets: Vec<Sheet<'_>> = names
            .into_iter()
            .filter_map(|name| known.get_key_value(name))
            .map(|(path, css)| Sheet { path, css, is_common: path == common })
            .collect();
        sheets.sort_by_key(|sheet| !sheet.is_common);
        fragment::stylesheet(&sheets, classes, self.base)
    }

    /// The address of a page and its language, from its file.
    fn address(&self, path: &str) -> Option<(String, String)> {
        let address = path.strip_suffix("index.html")?;
        let below = |lang: &str| address.strip_prefix(lang).and_then(|rest| rest.strip_prefix('/')).map(str::to_owned);
        let foreign = self.languages.iter().skip(1).find_map(|lang| Some((below(lang.as_str())?, lang.to_string())));
        Some(foreign.unwrap_or_else(|| (address.to_owned(), self.languages.default_lang().to_string())))
    }

    fn is_wanted(&self, address: &str) -> bool {
        self.cut.only.is_empty() || self.cut.only.iter().any(|only| covers(only, address))
    }

    /// The list, the style sheet and how to use them; how many bodies there are.
    fn finish(&self, sink: &Sink) -> Result<usize, Failed> {
        let CutOut { mut listed, classes, styles, common } = std::mem::take(&mut *lock(&self.cut_out));
        listed.sort();
        for only in self.cut.only.iter().filter(|only| !listed.iter().any(|line| covers(only, &line.page))) {
            let message = say!("没有 `{only}` 这一页可以导出", "there is no page `{only}` to export");
            sink.push(Diagnostic::error(&NO_PAGE, message).help(say!(
                "写页面的地址，如 `projects/`；首页写 `index`",
                "write the address of a page, such as `projects/`, or `index` for home"
            )));
        }
        sink.check()?;
        let styles = self.styles(&styles, &common, &classes);
        let beside = (!self.cut.style_inside).then_some((STYLES, styles));
        let files = [
            (LIST, fragment::csv(&listed)),
            ("fragments.json", fragment::json(&listed, beside.as_ref().map_or("", |(name, _)| *name))),
            ("README.txt", include_str!("README.txt").to_owned()),
        ];
        for (path, text) in files.into_iter().chain(beside) {
            self.publisher.put(path, text.as_bytes()).map_err(|trouble| sink.fail(trouble))?;
        }
        Ok(listed.len())
    }
}

/// Whether a page is the one that is named, or below it. Home, called `index`, has nothing below.
fn covers(only: &str, address: &str) -> bool {
    match only.trim_matches('/') {
        "" | "index" => matches!(address, "" | "index"),
        only => address.strip_prefix(only).is_some_and(|rest| rest.starts_with('/')),
    }
}

impl Outputs for Bench<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic> {
        let stamp = self.seen.put(path, bytes)?;
        if path.ends_with(".css") {
            let css = crate::theme::lean(&String::from_utf8_lossy(bytes));
            lock(&self.sheets).insert(path.to_owned(), css);
        }
        self.body(path, bytes)?;
        Ok(stamp)
    }

    fn take(&self, path: &str, file: Held) -> Result<Stamp, Diagnostic> {
        self.seen.take(path, file)
    }

    fn keep(&self, _: &str, _: &Stamp) -> bool {
        false
    }

    fn wants_pictures(&self) -> bool {
        false
    }
}
