//! `pia`: the impact assessment of personal-information protection for what would be released now.

use std::path::Path;
use std::process::ExitCode;

use super::args::{BuildArgs, PiaArgs};
use super::build::{counted, options};
use super::ui::Ui;
use crate::diag::{Diagnostic, Level, Sink};
use crate::files;
use crate::say;
use crate::site::{self, Options};

/// Writes `<out>.zh.md` and `<out>.en.md`.
pub(super) fn run(ui: &Ui, root: &Path, build: &BuildArgs, args: &PiaArgs) -> Result<ExitCode, Diagnostic> {
    let options = Options { unsigned: true, ..options(build)? };
    let sink = Sink::new();
    let review = site::review(root, &options, &sink, ui);
    ui.show(&sink.sorted());
    let errors = sink.count(Level::Error);
    let Some((zh, en)) = review.impact_assessment() else {
        let failed = counted(errors, "error");
        ui.say(&say!("{errors} 个错误；没有写出评估报告", "{failed}; no assessment was written"));
        return Ok(ExitCode::from(1));
    };
    let folder = args.out.clone().unwrap_or_else(|| root.join("data/private/pia"));
    files::make_folder(&folder).map_err(|error| error.diagnostic())?;
    for (name, text) in [("pia.zh.md", zh), ("pia.en.md", en)] {
        files::write_named(&folder.join(name), text.as_bytes()).map_err(|error| error.diagnostic())?;
    }
    let shown = folder.display();
    ui.say(&say!(
        "评估报告在 {shown}/pia.zh.md 和 pia.en.md；标“待填写”的请负责人填写，至少保存三年",
        "the assessment lies in {shown}/pia.zh.md and pia.en.md; fill in what is marked, and keep it for three years at least"
    ));
    Ok(ExitCode::from(u8::from(errors > 0)))
}
