//! `shanwai bundle`: site, program, guides and sums in one folder, for a USB stick.
//!
//! The site is produced and judged as for a build, file by file into the folder `site/` of the bundle. Nothing is copied from the
//! sources, so records, private reports and drafts have no way in; what else is packed comes from inside the program or is the program.

mod licences;
mod zipped;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use crate::diag::{Diagnostic, Failed, Progress, Rule, Sink};
use crate::files::{self, Error, Held, Spool};
use crate::say;
use crate::site::guides::{DOCUMENTS, PICTURES};
use crate::site::publish::{MANIFEST, Outputs, Publisher, Stamp, Written, holds_a_site, lock, manifest};
use crate::site::{GENERATOR, Memo, Options, load, produce};

pub(super) static NOT_A_BUNDLE: Rule = Rule {
    id: "bundle/folder-of-a-site",
    title: ("输出目录里不是以前打的包", "the output folder holds no earlier bundle"),
    explain: (
        "打包会整体替换输出目录；这个目录里是构建好的站点或导出的正文，不是以前打的包。请换一个目录。",
        "A bundle replaces its output folder as a whole, and this one holds a built site or exported bodies, no earlier bundle. Choose another folder.",
    ),
};
pub(super) static NO_PROGRAM: Rule = Rule {
    id: "bundle/program",
    title: ("程序文件放不进包里", "a program cannot be packed"),
    explain: (
        "`--program` 写要放进包里的程序文件，如给 Windows 的 `shanwai.exe`，可以写几次，文件名不能相同；不写就放正在运行的这一个。",
        "`--program` names a program to be packed, such as `shanwai.exe` for Windows. It may be given several times, with different file names; without it the one that is running is packed.",
    ),
};

/// The sums, by which a bundle is known.
const SUMS: &str = "SHA256SUMS";

/// What goes into a bundle besides site and guides.
#[derive(Clone, Debug, Default)]
pub struct Pack {
    /// Programs; none means the one that runs.
    pub programs: Vec<PathBuf>,
    /// Whether the folder is packed into a ZIP beside it, too.
    pub zip: bool,
}

/// What was packed.
#[derive(Clone, Debug)]
pub struct Bundled {
    /// Pages of the site, every language counted.
    pub pages: usize,
    /// What happened on the disk.
    pub written: Written,
    /// The ZIP and its sum.
    pub archive: Option<(PathBuf, String)>,
}

/// Packs the site at `root` into `out`. On any error `out` stays as it was.
pub fn bundle(
    root: &Path,
    out: &Path,
    options: &Options,
    pack: &Pack,
    sink: &Sink,
    progress: &dyn Progress,
) -> Result<Bundled, Failed> {
    if holds_a_site(out, SUMS) {
        let wrong =
            Diagnostic::error(&NOT_A_BUNDLE, say!("输出目录里不是以前打的包", "the output folder holds no earlier bundle"));
        return Err(sink.fail(wrong.at(out).help(say!("换一个目录（`--out`）", "choose another folder (`--out`)"))));
    }
    let programs = programs(&pack.programs).map_err(|wrong| sink.fail(wrong))?;
    let mut memo = Memo::default();
    let loaded = load::load(root, options, sink, progress, &mut memo)?;
    let publisher = Publisher::begin(out).map_err(|trouble| sink.fail(trouble))?;
    let case = Case { publisher: &publisher, sums: Mutex::default() };
    let pages = produce(&loaded, options, sink, progress, &mut memo, &SiteFolder(&case))?.pages;
    progress.stage("publish", 0);
    let paths = case.fill(&programs).map_err(|trouble| sink.fail(trouble))?;
    let written = publisher.finish(GENERATOR).map_err(|trouble| sink.fail(trouble))?;
    let packed: Vec<String> = programs.keys().cloned().collect();
    let archive = runnable(out, &packed)
        .and_then(|()| if pack.zip { archive(out, &paths, &packed).map(Some) } else { Ok(None) })
        .map_err(|error| sink.fail(Error::io(out, &error).diagnostic()))?;
    Ok(Bundled { pages, written, archive })
}

/// The programs by their paths in the bundle.
fn programs(given: &[PathBuf]) -> Result<BTreeMap<String, PathBuf>, Diagnostic> {
    let running = if given.is_empty() { std::env::current_exe().ok() } else { None };
    let mut found = BTreeMap::new();
    for path in given.iter().chain(&running) {
        let name = path.file_name().and_then(std::ffi::OsStr::to_str).filter(|_| path.is_file());
        let shown = path.display();
        let Some(name) = name else {
            return Err(unfit(say!("没有程序文件 `{shown}`", "there is no program `{shown}`")));
        };
        if found.insert(format!("program/{name}"), path.clone()).is_some() {
            return Err(unfit(say!("两个程序文件都叫 `{name}`", "two programs are called `{name}`")));
        }
    }
    if found.is_empty() {
        return Err(unfit(say!("找不到正在运行的程序文件", "the running program's file is not found")));
    }
    Ok(found)
}

fn unfit(message: crate::diag::Text) -> Diagnostic {
    Diagnostic::error(&NO_PROGRAM, message).help(say!("核对 `--program` 后面的文件", "check the files after `--program`"))
}

/// What was packed so far.
struct Case<'a> {
    publisher: &'a Publisher,
    /// By path in the bundle.
    sums: Mutex<BTreeMap<String, Stamp>>,
}

impl Case<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic> {
        let stamp = self.publisher.put(path, bytes)?;
        lock(&self.sums).insert(path.to_owned(), stamp.clone());
        Ok(stamp)
    }

    fn take(&self, path: &str, file: Held) -> Result<Stamp, Diagnostic> {
        let stamp = self.publisher.take(path, file)?;
        lock(&self.sums).insert(path.to_owned(), stamp.clone());
        Ok(stamp)
    }

    /// Everything but the pages, the sums last; all paths in order.
    fn fill(&self, programs: &BTreeMap<String, PathBuf>) -> Result<Vec<String>, Diagnostic> {
        let site: BTreeMap<String, Stamp> = {
            let noted = lock(&self.sums);
            noted.iter().filter_map(|(path, stamp)| Some((path.strip_prefix("site/")?.to_owned(), stamp.clone()))).collect()
        };
        self.put(&format!("site/{MANIFEST}"), manifest(GENERATOR, &site).as_bytes())?;
        for (path, text) in DOCUMENTS.into_iter().flatten().chain(licences::LICENCES) {
            self.put(path, text.as_bytes())?;
        }
        for (name, bytes) in PICTURES {
            self.put(&format!("docs/guides/pictures/{name}"), bytes)?;
        }
        // A line feed alone shows as one long line in older editors of Windows.
        self.put("README.txt", include_str!("README.txt").replace('\n', "\r\n").as_bytes())?;
        for (path, from) in programs {
            let held = held(from, self.publisher.meanwhile()).map_err(|error| Error::io(from, &error).diagnostic())?;
            self.take(path, held)?;
        }
        let sums: String = lock(&self.sums).iter().map(|(path, stamp)| format!("{}  {path}\n", stamp.sha256)).collect();
        self.put(SUMS, sums.as_bytes())?;
        Ok(lock(&self.sums).keys().cloned().collect())
    }
}

fn held(from: &Path, meanwhile: PathBuf) -> io::Result<Held> {
    let mut spool = Spool::new(meanwhile);
    io::copy(&mut fs::File::open(from)?, &mut spool)?;
    spool.finish()
}

/// Programs can be run where the file system knows of that.
fn runnable(out: &Path, programs: &[String]) -> io::Result<()> {
    #[cfg(unix)]
    for path in programs {
        fs::set_permissions(out.join(path), std::os::unix::fs::PermissionsExt::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = (out, programs);
    Ok(())
}

/// The ZIP beside the folder and a file with its sum.
fn archive(out: &Path, paths: &[String], programs: &[String]) -> io::Result<(PathBuf, String)> {
    let named = |end: &str| {
        let mut name = out.file_name().map_or_else(|| "bundle".into(), std::ffi::OsStr::to_os_string);
        name.push(end);
        out.with_file_name(name)
    };
    let file = named(".zip");
    zipped::pack(out, paths, programs, &file)?;
    let sum = files::sha256_stream(&mut fs::File::open(&file)?)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    io::Write::write_all(&mut fs::File::create(named(".zip.sha256"))?, format!("{sum}  {name}\n").as_bytes())?;
    Ok((file, sum))
}

/// Takes the files of the site into their folder.
struct SiteFolder<'a>(&'a Case<'a>);

impl SiteFolder<'_> {
    fn path(path: &str) -> String {
        format!("site/{path}")
    }
}

impl Outputs for SiteFolder<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<Stamp, Diagnostic> {
        self.0.put(&Self::path(path), bytes)
    }

    fn take(&self, path: &str, file: Held) -> Result<Stamp, Diagnostic> {
        self.0.take(&Self::path(path), file)
    }

    fn meanwhile(&self) -> PathBuf {
        self.0.publisher.meanwhile()
    }

    fn keep(&self, _: &str, _: &Stamp) -> bool {
        false
    }
}
