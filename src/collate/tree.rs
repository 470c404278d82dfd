//! Which files of two folders, or of one, are the same text in two languages.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Format;
use crate::diag::{Diagnostic, Rule};
use crate::say;

pub(super) static ALONE: Rule = Rule {
    id: "compare/no-counterpart",
    title: ("这个文件没有对应的另一种语言", "a file has no counterpart in the other language"),
    explain: (
        "文件按路径配对：`a/camp.zh.md` 对 `a/camp.en.md`，`zh/camp.md` 对 `en/camp.md`，两个目录里同名的文件互相对应。配不上的不比较，请检查文件名。",
        "Files are paired by path: `a/camp.zh.md` with `a/camp.en.md`, `zh/camp.md` with `en/camp.md`, and files of the same name in two folders. A file without a counterpart is not compared; check its name.",
    ),
};
pub(super) static NOTHING: Rule = Rule {
    id: "compare/nothing",
    title: ("没有可以比较的文件", "there is nothing to compare"),
    explain: (
        "能比较的文件是 Markdown、HTML、YAML、TOML 和纯文本，以 `.md`、`.html`、`.yml`、`.yaml`、`.toml`、`.ftl`、`.txt` 结尾。只写一个目录时，里面要有 `.zh` 和 `.en` 成对的文件。",
        "Files that can be compared are Markdown, HTML, YAML, TOML and plain text, with names that end in `.md`, `.html`, `.yml`, `.yaml`, `.toml`, `.ftl` or `.txt`. A single folder must hold pairs of `.zh` and `.en` files.",
    ),
};

/// Says that a file has no counterpart. It stops nothing: the others are compared.
#[must_use]
pub fn alone(path: &Path) -> Diagnostic {
    Diagnostic::warning(&ALONE, say!("没有找到对应的另一种语言", "no counterpart was found"))
        .at(path)
        .help(say!("检查文件名和所在目录", "check its name and folder"))
}

/// Says that no two files could be compared.
#[must_use]
pub fn nothing(path: &Path) -> Diagnostic {
    Diagnostic::error(&NOTHING, say!("没有成对的文件", "no two files belong together"))
        .at(path)
        .help(say!("写出两个文件或两个目录", "name two files or two folders"))
}

/// Two files, or one that has no counterpart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Couple {
    /// The same text twice.
    Both(PathBuf, PathBuf),
    /// A text in one language only.
    Alone(PathBuf),
}

/// Pairs the files of two folders by their paths without the marks of languages; paths are relative to the folders, and those of the
/// pairs are not. One folder with both languages is given twice. Files that hold no prose are passed over.
#[must_use]
pub fn couples(folder: &Path, left: &[PathBuf], other: &Path, right: &[PathBuf]) -> Vec<Couple> {
    let prose = |paths: &[PathBuf], chinese: Option<bool>| -> BTreeMap<String, PathBuf> {
        let wanted = paths.iter().filter(|path| Format::of(path).is_some());
        let keyed = wanted.map(|path| (key(path), path));
        keyed.filter(|((_, lang), _)| chinese.is_none() || *lang == chinese).map(|((key, _), path)| (key, path.clone())).collect()
    };
    let own = folder == other;
    let (ours, mut theirs) =
        if own { (prose(left, Some(true)), prose(right, Some(false))) } else { (prose(left, None), prose(right, None)) };
    let mut found: Vec<Couple> = ours
        .into_iter()
        .map(|(key, path)| match theirs.remove(&key) {
            Some(mate) => Couple::Both(folder.join(path), other.join(mate)),
            None => Couple::Alone(folder.join(path)),
        })
        .collect();
    found.extend(theirs.into_values().map(|path| Couple::Alone(other.join(path))));
    found
}

/// A path without the marks of its language, and whether that is Chinese; nothing when no language is marked.
fn key(path: &Path) -> (String, Option<bool>) {
    let mut lang = None;
    let parts = path.iter().filter_map(|part| {
        let text = part.to_string_lossy().into_owned();
        if let Some(chinese) = language(&text) {
            lang = Some(chinese);
            return None;
        }
        let pieces: Vec<&str> = text.split('.').collect();
        let kept: Vec<String> = pieces
            .iter()
            .enumerate()
            .filter_map(|(at, piece)| {
                if at > 0
                    && let Some(chinese) = language(piece)
                {
                    lang = Some(chinese);
                    return None;
                }
                // camp_zh, camp-en
                let stem = piece.rsplit_once(['_', '-']).and_then(|(stem, end)| Some((stem, language(end)?)));
                if let Some((stem, chinese)) = stem.filter(|_| at == 0) {
                    lang = Some(chinese);
                    return Some(stem.to_owned());
                }
                Some((*piece).to_owned())
            })
            .collect();
        Some(kept.join("."))
    });
    let key = parts.collect::<Vec<_>>().join("/");
    (key, lang)
}

/// Whether a word marks Chinese (`true`) or English.
fn language(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "zh" | "zh-cn" | "zh-hans" | "zh_cn" | "cn" | "zh-hant" | "zh-tw" => Some(true),
        "en" | "en-us" | "en-gb" | "en_us" | "en_gb" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&str]) -> Vec<PathBuf> {
        names.iter().map(PathBuf::from).collect()
    }

    #[test]
    fn files_meet_by_their_names_without_the_language() {
        let one = paths(&[
            "a/camp.zh.md",
            "a/camp.en.md",
            "b/zh/x.html",
            "b/en/x.html",
            "y_zh.yml",
            "y_en.yml",
            "alone.zh.md",
            "pic.png",
        ]);
        let both = |a: &str, b: &str| Couple::Both(a.into(), b.into());
        let here = Path::new("");
        assert_eq!(
            couples(here, &one, here, &one),
            [
                both("a/camp.zh.md", "a/camp.en.md"),
                Couple::Alone("alone.zh.md".into()),
                both("b/zh/x.html", "b/en/x.html"),
                both("y_zh.yml", "y_en.yml"),
            ]
        );
    }

    #[test]
    fn two_folders_meet_by_path() {
        let (left, right) = (paths(&["index.md", "a/b.md"]), paths(&["a/b.md", "c.md"]));
        let found = couples(Path::new("zh"), &left, Path::new("en"), &right);
        let alone = |path: &str| Couple::Alone(path.into());
        assert_eq!(found, [Couple::Both("zh/a/b.md".into(), "en/a/b.md".into()), alone("zh/index.md"), alone("en/c.md")]);
    }
}
