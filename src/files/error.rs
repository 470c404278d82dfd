//! What can go wrong with files, and the words for it.

use std::path::{Path, PathBuf};

use crate::diag::{Diagnostic, Rule};
use crate::say;

/// A trouble with one path.
#[derive(Debug)]
pub enum Error {
    /// The path would leave the site's root.
    Outside {
        /// As written.
        path: PathBuf,
    },
    /// A symbolic link leads out of the site's root.
    Link {
        /// The link.
        path: PathBuf,
    },
    /// Larger than may be read.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// Bytes allowed.
        limit: u64,
    },
    /// Not UTF-8 from this line on.
    NotUtf8 {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
    /// Not there.
    NotFound {
        /// The path.
        path: PathBuf,
    },
    /// A folder where a file should be.
    Folder {
        /// The path.
        path: PathBuf,
    },
    /// May not be read or written.
    Denied {
        /// The path.
        path: PathBuf,
    },
    /// The disk is full.
    Full {
        /// The path.
        path: PathBuf,
    },
    /// Anything else the system says.
    Io {
        /// The path.
        path: PathBuf,
        /// The system's words.
        words: String,
    },
}

/// The rules of this module.
pub static RULES: &[&Rule] = &[&OUTSIDE, &LINK, &TOO_LARGE, &NOT_UTF8, &NOT_FOUND, &FOLDER, &DENIED, &FULL, &IO];

static OUTSIDE: Rule = Rule {
    id: "files/outside",
    title: ("路径离开了站点目录", "a path leaves the site's folder"),
    explain: (
        "站点只读取自己目录里的文件。路径不能是绝对路径，也不能含有 `..`。请把文件放进站点目录，再写相对路径。",
        "A site reads files from its own folder only. A path may not be absolute and may not hold `..`. Put the file into the site's folder and name it from there.",
    ),
};
static LINK: Rule = Rule {
    id: "files/link-outside",
    title: ("符号链接指向站点目录之外", "a symbolic link leads out of the site's folder"),
    explain: (
        "指向外面的链接可能把不该公开的文件带进站点，所以一律拒绝。请复制文件，或删除链接。",
        "A link to the outside could bring files into the site that must not be published, so it is refused. Copy the file instead, or remove the link.",
    ),
};
static TOO_LARGE: Rule = Rule {
    id: "files/too-large",
    title: ("文件过大", "a file is too large"),
    explain: (
        "文本文件（Markdown、TOML）最大 16 MiB。记录数据请放在 `data/` 下，用 CSV 逐行读取，不受此限。",
        "A text file (Markdown, TOML) may have 16 MiB. Records belong in CSV files under `data/`; they are streamed and have no such limit.",
    ),
};
static NOT_UTF8: Rule = Rule {
    id: "files/not-utf8",
    title: ("文件不是 UTF-8 编码", "a file is not UTF-8"),
    explain: (
        "文本文件必须用 UTF-8 保存。记事本、WPS 和 VS Code 的“另存为”里都可以选择编码 UTF-8。",
        "Text files must be saved as UTF-8. Notepad, WPS and VS Code all offer the encoding under “Save as”.",
    ),
};
static NOT_FOUND: Rule = Rule {
    id: "files/not-found",
    title: ("找不到文件", "a file is missing"),
    explain: (
        "检查文件名的拼写、大小写和所在的文件夹。路径从站点的根目录写起。",
        "Check the spelling, the case and the folder. Paths are written from the site's root.",
    ),
};
static FOLDER: Rule = Rule {
    id: "files/folder",
    title: ("文件夹占了文件的位置", "a folder stands where a file should be"),
    explain: (
        "这里要读一个文件，同名的却是文件夹。请改正路径，或给文件夹换个名字。",
        "A file is to be read here, but a folder has its name. Correct the path, or rename the folder.",
    ),
};
static DENIED: Rule = Rule {
    id: "files/no-permission",
    title: ("没有读写权限", "no permission to read or write"),
    explain: (
        "当前用户不能读写这个文件。请修改权限，或换一个用户运行。",
        "The current user may not read or write the file. Change its permissions, or run as another user.",
    ),
};
static FULL: Rule = Rule {
    id: "files/disk-full",
    title: ("磁盘已满", "the disk is full"),
    explain: (
        "写不下新的文件。已经发布的 `public/` 没有改动。请腾出空间后再运行一次。",
        "There is no room for new files. The published `public/` is unchanged. Make room and run again.",
    ),
};
static IO: Rule = Rule {
    id: "files/io",
    title: ("读写文件时出错", "a file could not be read or written"),
    explain: (
        "操作系统报告了错误，原文附在信息里。已经发布的 `public/` 没有改动。",
        "The operating system reported an error; its words are in the message. The published `public/` is unchanged.",
    ),
};

impl Error {
    /// Sorts a system error for a path.
    #[must_use]
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        let path = path.to_path_buf();
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound { path },
            std::io::ErrorKind::PermissionDenied => Self::Denied { path },
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full { path },
            std::io::ErrorKind::IsADirectory => Self::Folder { path },
            _ => Self::Io { path, words: error.to_string() },
        }
    }

    pub(super) fn not_utf8(path: &Path, error: &std::string::FromUtf8Error) -> Self {
        let good = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..good].iter().filter(|b| **b == b'\n').count() + 1;
        Self::NotUtf8 { path: path.to_path_buf(), line }
    }

    pub(super) fn walk(root: &Path, error: &walkdir::Error) -> Self {
        let path = error.path().unwrap_or(root);
        let path = path.strip_prefix(root).unwrap_or(path).to_path_buf();
        match error.io_error() {
            Some(io) => Self::io(&path, io),
            None => Self::Link { path },
        }
    }

    /// The words for it.
    #[must_use]
    pub fn diagnostic(&self) -> Diagnostic {
        match self {
            Self::Outside { path } => {
                let shown = path.display();
                Diagnostic::error(&OUTSIDE, say!("路径 `{shown}` 离开了站点目录", "the path `{shown}` leaves the site's folder"))
                    .help(say!("写从站点根目录开始的相对路径，不要用 `..`", "write a path from the site's root, without `..`"))
            }
            Self::Link { path } => Diagnostic::error(
                &LINK,
                say!("符号链接指向站点目录之外，或绕成了圈", "the symbolic link leads out of the site's folder, or in a circle"),
            )
            .at(path.as_path())
            .help(say!("把文件复制进来，或删除这个链接", "copy the file here, or remove the link")),
            Self::TooLarge { path, limit } => {
                let mebibytes = limit >> 20;
                Diagnostic::error(&TOO_LARGE, say!("文件超过 {mebibytes} MiB", "the file is larger than {mebibytes} MiB"))
                    .at(path.as_path())
                    .help(say!("拆分文件；记录数据请用 `data/` 下的 CSV", "split it; records belong in CSV files under `data/`"))
            }
            Self::NotUtf8 { path, line } => {
                Diagnostic::error(&NOT_UTF8, say!("从第 {line} 行起不是 UTF-8 编码", "not UTF-8 from line {line} on"))
                    .at(path.as_path())
                    .help(say!("用编辑器“另存为”，编码选 UTF-8", "save it again with the encoding UTF-8"))
            }
            Self::NotFound { path } => {
                Diagnostic::error(&NOT_FOUND, say!("找不到这个文件或文件夹", "there is no such file or folder"))
                    .at(path.as_path())
                    .help(say!("检查文件名和所在的文件夹", "check its name and its folder"))
            }
            Self::Folder { path } => Diagnostic::error(&FOLDER, say!("这是文件夹，不是文件", "this is a folder, not a file"))
                .at(path.as_path())
                .help(say!("改正路径，或给文件夹换个名字", "correct the path, or rename the folder")),
            Self::Denied { path } => {
                Diagnostic::error(&DENIED, say!("没有权限读写这个文件", "no permission to read or write this file"))
                    .at(path.as_path())
                    .help(say!("修改文件权限，或换一个用户运行", "change its permissions, or run as another user"))
            }
            Self::Full { path } => Diagnostic::error(&FULL, say!("磁盘已满，写不下新的文件", "the disk is full"))
                .at(path.as_path())
                .help(say!("腾出空间后再运行；已发布的站点没有改动", "make room and run again; the published site is unchanged")),
            Self::Io { path, words } => {
                Diagnostic::error(&IO, say!("读写文件时出错：{words}", "the file could not be read or written: {words}"))
                    .at(path.as_path())
                    .help(say!("稍后再试；已发布的站点没有改动", "try again; the published site is unchanged"))
            }
        }
    }
}
