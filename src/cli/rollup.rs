//! `rollup`: takes cities' releases together and says what was added, withheld and refused.

use std::path::Path;
use std::process::ExitCode;

use super::args::RollupArgs;
use super::build::{counted, date};
use super::ui::Ui;
use crate::confidential::Refused;
use crate::diag::{Diagnostic, Level, Sink, Text};
use crate::rollup::Account;
use crate::site::RolledUp;
use crate::{files, say, site};

pub(super) fn run(ui: &Ui, root: &Path, args: &RollupArgs) -> Result<ExitCode, Diagnostic> {
    let as_of = args.as_of.as_ref().map(|typed| date(typed)).transpose()?;
    let sink = Sink::new();
    let made = site::roll_up(root, as_of, &sink, ui);
    ui.show(&sink.sorted());
    let Ok(made) = made else {
        let errors = sink.count(Level::Error);
        let conflicts = counted(errors, "error");
        ui.say(&say!(
            "{errors} 个错误，没有汇总（`shanwai explain 编号` 可看说明）",
            "{conflicts}; nothing was added up (see `shanwai explain ID`)"
        ));
        return Ok(ExitCode::from(1));
    };
    for account in &made.accounts {
        ui.say(&line(account));
    }
    ui.say(&attacked(&made));
    if let Some(out) = &args.out {
        write(out, &made).map_err(|error| error.diagnostic())?;
        let (count, shown) = (made.files.len(), out.display());
        ui.say(&say!("{count} 个文件写入 {shown}", "{count} files written to {shown}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// `attendances attendances (person-times): 14 cities; …`
fn line(account: &Account) -> Text {
    let Account { cube, measure, unit, cities, own, own_withheld, sums, sums_withheld, lacking, .. } = account;
    let (zh, en) = match account.refused {
        Some(Refused::Persons) => (
            "没有相加：没有声明按户籍县市区归属".to_owned(),
            "not added: the home county is not declared to decide who belongs where".to_owned(),
        ),
        Some(Refused::Unit | Refused::City) => {
            ("没有相加：这种单位不能相加".to_owned(), "not added: such units never are".to_owned())
        }
        None => (
            format!("合计 {sums} 格，不公布 {sums_withheld} 格，缺数 {lacking} 格"),
            format!("{} shown, {sums_withheld} withheld, {lacking} without figures", counted(*sums, "sum")),
        ),
    };
    let many = if *cities == 1 { "city" } else { "cities" };
    let cells = counted(*own, "cell");
    say!(
        "{cube} / {measure}（{unit}）：{cities} 个市州；市县 {own} 格，不公布 {own_withheld} 格；{zh}",
        "{cube} / {measure} ({unit}): {cities} {many}; {cells} of cities and counties shown, {own_withheld} withheld; {en}"
    )
}

/// What the attacker tried over the tables of cities and province together.
fn attacked(made: &RolledUp) -> Text {
    let tried: Vec<String> = made.attempts.iter().map(|attempt| format!("{} {}", attempt.level, attempt.tried)).collect();
    let list = if tried.is_empty() { "–".to_owned() } else { tried.join(", ") };
    say!(
        "市州和全省的表合在一起检验：{list}；能推算出来的：0",
        "cities' and common tables attacked together: {list}; worked out: 0"
    )
}

fn write(out: &Path, made: &RolledUp) -> Result<(), files::Error> {
    files::make_folder(out)?;
    for (name, bytes) in &made.files {
        files::write_named(&out.join(name), bytes)?;
    }
    Ok(())
}
