//! Tells what is wrong in finished files: each fault once, with the place where it was typed as far as that is known.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::marks::{Fault, Marks, id_hash};
use super::rules::{ALT_FILE_NAME, BROKEN_ANCHOR, BROKEN_LINK, LEAKED, NO_ALT, UNMARKED};
use super::target::{Target, resolve};
use crate::diag::{Diagnostic, Place, Rule, Sink, Text, nearest};
use crate::files::Root;
use crate::say;

type Files = BTreeMap<String, Option<Arc<Marks>>>;

/// The texts that pages were written as.
pub(super) struct Sources<'a> {
    pub(super) sources: &'a BTreeMap<String, PathBuf>,
    pub(super) root: &'a Root,
}

impl Sources<'_> {
    /// Where `typed` stands in the text of a page; the finished file when it stands elsewhere, as in a template.
    fn place(&self, file: &str, typed: &[&str]) -> (Place, bool) {
        let source = self.sources.get(file).and_then(|path| self.root.read(path).ok());
        let found = source.and_then(|source| {
            let (at, what) = typed.iter().find_map(|what| source.text().find(what).map(|at| (at, what)))?;
            Some(source.span(at..at + what.len()))
        });
        found.map_or_else(|| (Place::File(PathBuf::from(file)), true), |span| (Place::Text(span), false))
    }
}

pub(super) fn all(files: &Files, base: Option<&str>, sources: &Sources<'_>, sink: &Sink) {
    links(files, base, sources, sink);
    let mut faults: BTreeMap<&Fault, Vec<&str>> = BTreeMap::new();
    for (path, marks) in files {
        for fault in marks.iter().flat_map(|marks| &marks.faults) {
            faults.entry(fault).or_default().push(path);
        }
    }
    for (fault, paths) in faults {
        let (rule, message, help, typed) = told(fault);
        push(rule, message, help, &paths, sources.place(paths[0], &[typed]), sink);
    }
}

fn told(fault: &Fault) -> (&'static Rule, Text, Text, &str) {
    match fault {
        Fault::NoAlt(source) => (
            &NO_ALT,
            say!("图片 `{source}` 没有文字说明", "the picture `{source}` has no words"),
            say!("在模板里给它写 `alt`", "give it an `alt` in the template"),
            source,
        ),
        Fault::AltFileName(source) => (
            &ALT_FILE_NAME,
            say!("图片 `{source}` 的说明只是文件名", "the words of the picture `{source}` are the name of a file"),
            say!("写图里有什么", "say what it shows"),
            source,
        ),
        Fault::Chinese(words) => (
            &UNMARKED,
            say!("这里的中文没有标明语言：“{words}”", "Chinese that is not marked as such: `{words}`"),
            say!("译出来；模板里的元素加上 `lang=\"zh\"`", "translate it; an element of a template gets `lang=\"zh\"`"),
            words,
        ),
        Fault::Leaked(words) => (
            &LEAKED,
            say!("页面上露出了 `{words}`", "the page shows `{words}`"),
            say!(
                "模板里用 `t(key=…)` 取词语；代码要给人看的放在 `<code>` 里",
                "take words with `t(key=…)` in the template; a code that is meant to be seen stands in `<code>`"
            ),
            words,
        ),
    }
}

/// What is wrong with a target: the file is not there, or the place in it.
type Broken = (&'static Rule, String, Option<String>);

fn links(files: &Files, base: Option<&str>, sources: &Sources<'_>, sink: &Sink) {
    let mut broken: BTreeMap<(String, Option<String>), Vec<&str>> = BTreeMap::new();
    for (path, marks) in files {
        for link in marks.iter().flat_map(|marks| &marks.links) {
            let Target::Inside(file, part) = resolve(path, link, base) else { continue };
            let whole = files.get(&file);
            let lost = match (whole, &part) {
                (None, _) => true,
                (Some(Some(marks)), Some(part)) => {
                    path.ends_with(".html") && marks.ids.as_ref().is_some_and(|ids| ids.binary_search(&id_hash(part)).is_err())
                }
                _ => false,
            };
            if lost {
                broken.entry((file, part.filter(|_| whole.is_some()))).or_default().push(path);
            }
        }
    }
    // Compared without the name that most of them share, or everything would be near to everything.
    let known: BTreeSet<&str> = files.keys().map(|path| short(path)).collect();
    for ((file, part), paths) in broken {
        let (rule, shown, part): Broken = match part {
            Some(part) => (&BROKEN_ANCHOR, format!("{file}#{part}"), Some(part)),
            None => (&BROKEN_LINK, file.clone(), None),
        };
        let message = match part {
            Some(_) => say!("`{shown}` 没有这个位置", "there is no place `{shown}`"),
            None => say!("站点里没有 `{shown}`", "the site has no `{shown}`"),
        };
        let near = nearest(short(&file), known.iter().copied().filter(|known| part.is_none() && !known.is_empty()));
        let help = match near {
            Some(near) => say!("是不是 `{near}`？", "did you mean `{near}`?"),
            None if part.is_some() => {
                say!(
                    "检查 `#` 后面的名称，或在标题后面写 `{{#名称}}`",
                    "check the name behind `#`, or write `{{#name}}` behind the heading"
                )
            }
            None => say!("改正地址，或补上这个页面", "correct the address, or write the page"),
        };
        let anchor = part.map(|part| format!("#{part}"));
        let address = format!("/{}", short(&file));
        let typed: Vec<&str> = anchor.iter().map(String::as_str).chain([address.as_str()]).collect();
        push(rule, message, help, &paths, sources.place(paths[0], &typed), sink);
    }
}

/// A path without `index.html`.
fn short(path: &str) -> &str {
    path.strip_suffix("index.html").unwrap_or(path)
}

fn push(rule: &'static Rule, message: Text, help: Text, paths: &[&str], (place, finished): (Place, bool), sink: &Sink) {
    let mut found = Diagnostic::error(rule, message).at(place).help(help);
    if finished {
        let setting = Path::new("content/site.toml").display();
        found = found.with_note(say!(
            "在生成的文件里；写在模板、导航（{setting}）或数据里",
            "in the finished file; it was written in a template, the navigation ({setting}) or the data"
        ));
    }
    let more = paths.len() - 1;
    if more > 0 {
        found = found.with_note(if more == 1 {
            say!("另有 {more} 个文件也是这样", "{more} more file has it")
        } else {
            say!("另有 {more} 个文件也是这样", "{more} more files have it")
        });
    }
    sink.push(found);
}
