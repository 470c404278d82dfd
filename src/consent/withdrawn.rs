//! What was taken back: addresses and files that stay away from every later build, and hashes by which copies are found.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use super::passages::{Passages, letters, unlettered};
use super::record::Ledger;
use super::rules::{STILL_THERE, UNKNOWN, UNPROVEN, UNREADABLE, WITHDRAWN_TEXT};
use crate::config::reader::{Document, Table, read_if_there};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::files::{Error, Root};
use crate::say;

/// The list, relative to the root of the site.
pub const LIST: &str = "data/withdrawn.toml";

/// First lines of a new list.
const HEAD: &str = "# 已撤回的同意书，由 `shanwai withdraw` 添加，不要删改：有了它，撤下的故事才不会再次发布。只有摘要，没有原文。\n\
                    # Withdrawn consents, added by `shanwai withdraw`. Leave them: they keep what was taken down from coming back. Hashes only.\n";

/// A small picture of a picture: which of its fields are brighter than the next.
pub type Look = [u8; 32];

/// Pictures whose looks differ in at most so many of 256 places are copies of each other.
const NEAR: u32 = 12;

/// One withdrawal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Withdrawal {
    /// The consent.
    pub consent: String,
    /// Addresses of the stories that rested on it.
    pub pages: BTreeSet<String>,
    /// Files below `static/` that belonged to them alone.
    pub files: BTreeSet<String>,
    /// Their words.
    pub passages: Passages,
    /// SHA-256 sums of their pictures, in every size.
    pub sums: BTreeSet<[u8; 32]>,
    /// How their pictures look.
    pub looks: BTreeSet<Look>,
}

/// Everything that was withdrawn.
#[derive(Clone, Debug, Default)]
pub struct Withdrawn {
    entries: Vec<Withdrawal>,
}

impl Withdrawn {
    /// Reads the list; nothing is withdrawn when there is none.
    #[must_use]
    pub fn load(root: &Root, sink: &Sink) -> Self {
        let Some(source) = read_if_there(root, LIST, sink) else { return Self::default() };
        let document = Document::parse(&source, sink);
        let table = document.root();
        let entries = table.tables("withdrawn").into_iter().filter_map(|entry| read(entry, sink)).collect();
        table.finish();
        Self { entries }
    }

    /// Whether nothing was withdrawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a consent was withdrawn.
    #[must_use]
    pub fn has(&self, consent: &str) -> bool {
        self.entries.iter().any(|entry| entry.consent == consent)
    }

    /// Addresses at which a notice stands instead of a story.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().flat_map(|entry| entry.pages.iter().map(String::as_str))
    }

    /// Whether a page was withdrawn.
    #[must_use]
    pub fn holds_page(&self, address: &str) -> bool {
        self.entries.iter().any(|entry| entry.pages.contains(address))
    }

    /// Whether a file below `static/` was withdrawn.
    #[must_use]
    pub fn holds_file(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.files.contains(name))
    }

    /// The words of everything that was withdrawn.
    #[must_use]
    pub fn passages(&self) -> Passages {
        let mut all = Passages::default();
        self.entries.iter().for_each(|entry| all.join(&entry.passages));
        all
    }

    /// Whether a picture is one that was withdrawn, or looks like one.
    #[must_use]
    pub fn holds_picture(&self, sum: &[u8; 32], look: Option<&Look>) -> bool {
        let like = |known: &Look| {
            look.is_some_and(|look| known.iter().zip(look).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>() <= NEAR)
        };
        self.entries.iter().any(|entry| entry.sums.contains(sum) || entry.looks.iter().any(like))
    }
}

fn read(entry: Table<'_>, sink: &Sink) -> Option<Withdrawal> {
    let span = entry.span();
    let consent = entry.text("consent").map(|id| id.value);
    let words = |key: &str| -> Vec<String> { entry.texts(key).into_iter().map(|word| word.value).collect() };
    let hashes = |key: &str| hashes(&entry, key);
    let (pages, files) = (words("pages"), words("files"));
    let passages = Passages::read(&hashes("passages"), &hashes("lines"));
    let sums = hashes("sums").iter().map(|sum| unlettered(sum)).collect::<Option<BTreeSet<_>>>();
    let looks = hashes("looks").iter().map(|look| unlettered(look)).collect::<Option<BTreeSet<_>>>();
    entry.finish();
    let (Some(passages), Some(sums), Some(looks)) = (passages, sums, looks) else {
        let message = say!("撤回记录被改过，读不懂", "this entry was changed and cannot be read");
        let help = say!("从备份或版本库恢复 `{LIST}`", "restore `{LIST}` from a copy or the repository");
        sink.push(Diagnostic::error(&UNREADABLE, message).at(span).help(help));
        return None;
    };
    Some(Withdrawal {
        consent: consent?,
        pages: pages.into_iter().collect(),
        files: files.into_iter().collect(),
        passages,
        sums,
        looks,
    })
}

impl Withdrawal {
    /// Adds it to the list of a site.
    pub fn write(&self, root: &Root) -> Result<(), Error> {
        append(root, LIST, HEAD, &self.entry())
    }

    fn entry(&self) -> String {
        let (windows, lines) = self.passages.written();
        let sums = self.sums.iter().map(|sum| letters(sum)).collect();
        let looks = self.looks.iter().map(|look| letters(look)).collect();
        let plain = |words: &BTreeSet<String>| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
        let mut text = format!("\n[[withdrawn]]\nconsent = \"{}\"\n", self.consent);
        let _ = writeln!(text, "pages = [{}]\nfiles = [{}]", plain(&self.pages), plain(&self.files));
        for (key, words) in [("passages", windows), ("lines", lines), ("sums", sums), ("looks", looks)] {
            let _ = writeln!(text, "{key} = [{}]", rows(&words));
        }
        text
    }
}

/// Adds an entry to a list of the site, which begins with `head` when it is new. The file is replaced as a whole.
pub(super) fn append(root: &Root, list: &str, head: &str, entry: &str) -> Result<(), Error> {
    let before = root.read_if_there(list)?;
    let before = before.as_ref().map_or(head, |source| source.text());
    root.replace_file(Path::new(list), format!("{before}{entry}").as_bytes())
}

/// Hashes of an entry: they stand many to a line, as [`rows`] writes them.
pub(super) fn hashes(entry: &Table<'_>, key: &str) -> Vec<String> {
    entry.texts(key).iter().flat_map(|line| line.value.split(' ')).map(str::to_owned).collect()
}

/// Hashes in rows that fit a screen.
pub(super) fn rows(words: &[String]) -> String {
    let per_row = words.first().map_or(1, |word| (112 / (word.len() + 1)).max(1));
    let rows: Vec<String> = words.chunks(per_row).map(|row| format!("\n  \"{}\",", row.join(" "))).collect();
    if rows.is_empty() { String::new() } else { rows.concat() + "\n" }
}

/// Nothing rests on the consent that was named.
#[must_use]
pub fn nothing_to_withdraw(id: &str, ledger: &Ledger, used: &BTreeMap<String, PathBuf>) -> Diagnostic {
    let message = say!("没有故事或照片依据同意书 `{id}`", "no story and no picture rests on a consent `{id}`");
    let found = Diagnostic::error(&UNKNOWN, message);
    match nearest(id, used.keys().map(String::as_str).chain(ledger.ids())) {
        Some(near) => found.help(say!("是不是 `{near}`？", "did you mean `{near}`?")),
        None => found.help(say!(
            "编号写在故事开头的 `consent` 里，或照片旁边的 `.toml` 文件里",
            "the id stands at the head of a story as `consent`, or in the `.toml` file beside a picture"
        )),
    }
}

/// The source of something withdrawn still lies in the site's folder.
#[must_use]
pub fn left_in_content(path: &Path) -> Diagnostic {
    let message = say!("故事已经撤回，原稿还在", "the story was withdrawn, but its source is still here");
    Diagnostic::warning(&WITHDRAWN_TEXT, message).at(path).help(say!("删去这个文件", "delete this file"))
}

/// A public file that still holds something withdrawn.
#[must_use]
pub fn still_there(path: &Path, part: &str, picture: bool) -> Diagnostic {
    let (zh, en) = if part.is_empty() { (String::new(), String::new()) } else { (format!("（{part}）"), format!(" ({part})")) };
    let message = if picture {
        say!("这里{zh}还有已撤回的图片", "a picture that was withdrawn is still here{en}")
    } else {
        say!("这里{zh}还有已撤回的文字", "words that were withdrawn are still here{en}")
    };
    let help = say!(
        "先重新构建；仍然有的，从附件或引用它的页面里删去",
        "build again; if it stays, take it out of the attachment or the page that copied it"
    );
    Diagnostic::error(&STILL_THERE, message).at(path).help(help)
}

/// A public file that cannot be opened.
#[must_use]
pub fn unread(path: &Path, part: &str) -> Diagnostic {
    let (zh, en) = if part.is_empty() { (String::new(), String::new()) } else { (format!("（{part}）"), format!(" ({part})")) };
    let message = say!("打不开{zh}，无法确认其中没有已撤回的内容", "it cannot be opened{en}, so nothing is proven of it");
    Diagnostic::error(&UNPROVEN, message).at(path).help(say!("换成能打开的文件", "replace it with a file that opens"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_holds_what_was_withdrawn_and_none_of_its_words() {
        let dir = tempfile::tempdir().unwrap();
        let root = Root::open(dir.path()).unwrap();
        std::fs::create_dir(dir.path().join("data")).unwrap();
        let mut one = Withdrawal { consent: "DEMO-A".to_owned(), ..Withdrawal::default() };
        one.pages.insert("stories/river/".to_owned());
        one.files.insert("stories/river.png".to_owned());
        one.passages.add("她第一次坐火车，一路上都把脸贴在窗户上，数着隧道。\n\n河边的一天上午");
        one.sums.insert([7; 32]);
        one.looks.insert([9; 32]);
        let two = Withdrawal { consent: "DEMO-B".to_owned(), ..Withdrawal::default() };
        one.write(&root).unwrap();
        two.write(&root).unwrap();
        let sink = Sink::new();
        let read = Withdrawn::load(&root, &sink);
        assert_eq!(sink.sorted().len(), 0, "{:?}", sink.sorted());
        assert_eq!(read.entries, [one, two]);
        assert!(read.has("DEMO-A") && read.holds_page("stories/river/") && read.holds_file("stories/river.png"));
        assert!(read.passages().are_in("她第一次坐火车一路上都把脸贴在窗户上数着隧道"));
        let mut near = [9; 32];
        near[0] ^= 3;
        assert!(read.holds_picture(&[0; 32], Some(&near)) && read.holds_picture(&[7; 32], None));
        assert!(!read.holds_picture(&[0; 32], Some(&[0; 32])));
        let list = root.read(LIST).unwrap();
        assert!(!list.text().contains("火车") && !list.text().contains("河边"));
    }
}
