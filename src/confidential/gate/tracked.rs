//! No file under `data/private/` may be tracked by git: what is tracked is pushed one day.

use std::path::Path;

use super::rules::{INDEX, TRACKED};
use crate::diag::{Diagnostic, Failed, Sink};
use crate::files::{PRIVATE, Root};
use crate::say;

/// Refuses a site whose `data/private/` holds tracked files; reads the index of git itself and runs nothing.
///
/// Versions 2 to 4 of the index with SHA-1 or SHA-256 names. An index that cannot be read so (split, sparse or damaged)
/// refuses the site only when there is a `data/private/` to be afraid for.
pub(in crate::confidential) fn private_is_untracked(root: &Root, sink: &Sink) -> Result<(), Failed> {
    let index = root.git_index().map_err(|e| sink.fail(e.diagnostic()))?;
    let Some(index) = index else { return Ok(()) };
    let private = format!("{}{PRIVATE}/", index.prefix);
    // The two kinds of object names have different lengths, and the index does not say which it holds.
    let found = [20, 32].into_iter().find_map(|length| tracked(&index.bytes, length, private.as_bytes()));
    let files = if found == Some(1) { "file" } else { "files" };
    match found {
        Some(0) => Ok(()),
        Some(count) => Err(sink.fail(
            Diagnostic::error(
                &TRACKED,
                say!("git 跟踪了 `{PRIVATE}/` 中的 {count} 个文件", "git tracks {count} {files} under `{PRIVATE}/`"),
            )
            .at(Path::new(PRIVATE))
            .help(say!(
                "运行 `git rm -r --cached {PRIVATE}`，并检查它们是否已经推送过",
                "run `git rm -r --cached {PRIVATE}`, and find out whether they were ever pushed"
            )),
        )),
        None if root.exists(PRIVATE) => Err(sink.fail(
            Diagnostic::error(
                &INDEX,
                say!(
                    "读不懂 git 的索引，无法确认 `{PRIVATE}/` 未被跟踪",
                    "the index of git is not understood, so `{PRIVATE}/` may be tracked"
                ),
            )
            .at(Path::new(PRIVATE))
            .help(say!(
                "运行 `git update-index --no-split-index` 和 `git sparse-checkout disable`",
                "run `git update-index --no-split-index` and `git sparse-checkout disable`"
            )),
        )),
        None => Ok(()),
    }
}

/// How many entries lie under `private`; `None` when this is no index with object names of `length` bytes.
fn tracked(index: &[u8], length: usize, private: &[u8]) -> Option<usize> {
    entries(index, length, |path| path.starts_with(private))
}

pub(in crate::confidential) use crate::files::entries;

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs git in a folder; whether it went well.
    fn git(dir: &Path, arguments: &[&str]) -> bool {
        std::process::Command::new("git").arg("-C").arg(dir).args(arguments).output().is_ok_and(|done| done.status.success())
    }

    #[test]
    fn tracked_private_files_are_found_in_every_version_of_the_index() {
        for format in ["sha1", "sha256"] {
            for version in ["2", "3", "4"] {
                let dir = tempfile::tempdir().unwrap();
                let site = dir.path().join("sites/here");
                std::fs::create_dir_all(site.join("data/private/keys")).unwrap();
                if !git(dir.path(), &["init", "-q", &format!("--object-format={format}")]) {
                    return; // without git there is nothing to read
                }
                for name in ["data/a.csv", "data/private.csv", "data/private/keys/one", "data/private/two"] {
                    std::fs::File::create(site.join(name)).unwrap();
                }
                let root = Root::open(&site).unwrap();
                let judge = || {
                    let sink = Sink::new();
                    let _ = private_is_untracked(&root, &sink);
                    sink.sorted().first().map(|d| (d.rule.id, d.message.en.clone()))
                };
                assert_eq!(judge(), None);
                assert!(git(&site, &["add", "data/a.csv", "data/private.csv"]));
                assert!(git(&site, &["update-index", "--index-version", version]));
                assert_eq!(judge(), None, "{format} {version}");
                assert!(git(&site, &["add", "-f", "data/private"]));
                assert_eq!(judge().unwrap().1, "git tracks 2 files under `data/private/`", "{format} {version}");
                assert!(git(&site, &["update-index", "--split-index"]));
                assert!(judge().is_some(), "a split index fails closed");
            }
        }
    }
}
