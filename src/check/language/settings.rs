//! What settings say to readers: the texts in quotation marks in the files of `content/` and `data/`.

use std::path::Path;

use super::words::Allowance;
use super::{Judge, Sign, words};
use crate::diag::Sink;
use crate::files::Root;

/// Files that speak of words instead of using them.
const APART: [&str; 4] = ["content/glossary.toml", "content/words.toml", "content/translations.toml", "data/identifiers.toml"];

/// Judges every TOML file right in the two folders.
pub(super) fn judge(judge: &Judge<'_>, root: &Root, sink: &Sink) {
    for folder in ["content", "data"] {
        let (entries, _) = root.walk(folder);
        let own = entries.iter().filter(|entry| entry.path.parent() == Some(Path::new(folder)));
        for entry in own.filter(|entry| entry.path.extension().is_some_and(|x| x == "toml")) {
            if APART.iter().all(|apart| entry.path != Path::new(apart)) {
                file(judge, root, &entry.path, sink);
            }
        }
    }
}

fn file(judge: &Judge<'_>, root: &Root, path: &Path, sink: &Sink) {
    let Ok(source) = root.read(path) else { return };
    let allowance = Allowance { waivers: &judge.settings.lexicon.waivers, file: path, as_of: judge.as_of };
    let mut at = 0;
    for line in source.text().split_inclusive('\n') {
        for (start, text) in quoted(line) {
            // Without a space it is an id rather than words, unless it is Chinese.
            for lang in judge.settings.site.languages.iter().filter(|lang| lang.is_chinese() || text.contains(' ')) {
                for found in judge.search(text, lang) {
                    let Sign::Word(word) = found.sign else { continue };
                    let word = &judge.settings.lexicon.words[word];
                    let range = at + start + found.range.start..at + start + found.range.end;
                    if let Some(told) = words::judge(word, text, &found.range, source.span(range), &allowance) {
                        sink.push(told);
                    }
                }
            }
        }
        at += line.len();
    }
}

/// The texts in double quotation marks of a line, with the byte each begins at; nothing of a comment.
fn quoted(line: &str) -> Vec<(usize, &str)> {
    let (mut found, mut open, mut escaped) = (Vec::new(), None, false);
    for (at, c) in line.char_indices() {
        match (c, open) {
            ('#', None) => break,
            ('\\', Some(_)) if !escaped => {
                escaped = true;
                continue;
            }
            ('"', None) => open = Some(at + 1),
            ('"', Some(start)) if !escaped => {
                found.push((start, &line[start..at]));
                open = None;
            }
            _ => {}
        }
        escaped = false;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn texts_of_a_line_are_found() {
        assert_eq!(quoted("a = { zh = \"一\", en = \"x \\\" y\" } # \"no\""), [(12, "一"), (24, "x \\\" y")]);
        assert_eq!(quoted("# \"no\""), []);
        assert_eq!(quoted("a = \"open"), []);
    }
}
