//! `protect --report`: the private report for staff. The terminal gets counts, never a figure.

use std::path::Path;
use std::process::ExitCode;

use super::build::counted;
use super::ui::Ui;
use crate::confidential::{Reported, protection_report};
use crate::diag::{Diagnostic, Failed, Level, Sink};
use crate::files::Root;
use crate::{config, say};

pub(super) fn run(ui: &Ui, root: &Path) -> Result<ExitCode, Diagnostic> {
    let sink = Sink::new();
    let made = make(ui, root, &sink);
    ui.show(&sink.sorted());
    let errors = sink.count(Level::Error);
    match made {
        Ok(reported) => tell(ui, &reported),
        Err(_) => {
            let failed = counted(errors, "error");
            ui.say(&say!(
                "{errors} 个错误；没有写出报告（`shanwai explain 编号` 可看说明）",
                "{failed}; no report was written (see `shanwai explain ID`)"
            ));
        }
    }
    Ok(ExitCode::from(u8::from(errors > 0)))
}

fn make(ui: &Ui, root: &Path, sink: &Sink) -> Result<Reported, Failed> {
    let root = Root::open(root).map_err(|error| sink.fail(error.diagnostic()))?;
    let settings = config::load(&root, sink)?;
    protection_report(&root, &settings, ui.tongue, sink, ui)
}

fn tell(ui: &Ui, reported: &Reported) {
    for cube in &reported.cubes {
        let (id, cells, withheld) = (&cube.cube, cube.cells, cube.withheld);
        let (primary, secondary, undecided) = (cube.primary, cube.secondary, cube.undecided);
        let english = counted(cells, "cell");
        ui.say(&if undecided > 0 {
            say!("{id}：{cells} 格，不能这样公布，见报告", "{id}: {english}; it cannot be published like this, see the report")
        } else {
            say!(
                "{id}：{cells} 格，隐去 {withheld} 格（自身 {primary}，为保护别的格 {secondary}）",
                "{id}: {english}, {withheld} withheld ({primary} for their own sake, {secondary} to protect others)"
            )
        });
    }
    let (folder, advice) = (reported.folder.display(), reported.advice);
    let ways = counted(advice, "way");
    ui.say(&say!(
        "报告在 {folder}/report.html 和 report.json，有 {advice} 条少隐去的办法。这是内部文件，绝不能公开",
        "the report lies in {folder}/report.html and report.json, with {ways} to withhold less. It is private: never publish it"
    ));
}
