//! `bundle`: site, program, guides and sums for a USB stick.

use std::path::Path;
use std::process::ExitCode;

use super::args::{BuildArgs, BundleArgs};
use super::build::{counted, options, out_folder};
use super::ui::Ui;
use crate::diag::{Diagnostic, Level, Sink};
use crate::say;
use crate::site::{self, Pack};

pub(super) fn run(ui: &Ui, root: &Path, build: &BuildArgs, args: &BundleArgs) -> Result<ExitCode, Diagnostic> {
    let options = options(build)?;
    let out = out_folder(root, args.out.clone(), "bundle");
    let pack = Pack { programs: args.program.clone(), zip: args.zip };
    let sink = Sink::new();
    let bundled = site::bundle(root, &out, &options, &pack, &sink, ui);
    ui.show(&sink.sorted());
    let Ok(bundled) = bundled else {
        let errors = sink.count(Level::Error);
        let failed = counted(errors, "error");
        ui.say(&say!(
            "{errors} 个错误；没有打包，原有的文件保持不变",
            "{failed}; nothing was packed, the files are as they were"
        ));
        return Ok(ExitCode::from(1));
    };
    let (pages, files, shown) = (bundled.pages, bundled.written.files, out.display());
    ui.say(&say!(
        "已打包：{pages} 个页面，{files} 个文件，在 {shown}；用法和核对办法见 {shown}/README.txt",
        "packed {pages} pages, {files} files into {shown}; {shown}/README.txt says how to open, check and serve them"
    ));
    if let Some((archive, sum)) = &bundled.archive {
        let archive = archive.display();
        ui.say(&say!("压缩包：{archive}\nSHA-256：{sum}", "ZIP: {archive}\nSHA-256: {sum}"));
    }
    Ok(ExitCode::SUCCESS)
}
