//! `new`: a working site for another place, from the program itself; no network.

use std::path::Path;
use std::process::ExitCode;

use super::NOT_EMPTY;
use super::args::NewArgs;
use super::ui::Ui;
use crate::config::{City, Divisions, Province};
use crate::diag::{Diagnostic, Sink};
use crate::site::starter::{self, Refused};
use crate::{files, say};

/// What was made.
enum Made<'a> {
    Example,
    City(&'a City),
    Province(&'a Province),
}

pub(super) fn run(ui: &Ui, args: &NewArgs) -> Result<ExitCode, Diagnostic> {
    if args.city.is_none() && args.province.is_none() {
        return done(ui, &args.dir, &Made::Example, starter::write(&args.dir));
    }
    let list = match &args.divisions {
        None => Divisions::hunan(),
        Some(path) => {
            let (bytes, sink) = (files::read_named(path).map_err(|error| error.diagnostic())?, Sink::new());
            let Ok(list) = Divisions::read(path, &bytes, &sink) else {
                ui.show(&sink.sorted());
                return Ok(ExitCode::from(2));
            };
            list
        }
    };
    match (&args.province, &args.city) {
        (Some(province), None) => {
            let province = list.province(province)?;
            done(ui, &args.dir, &Made::Province(&province), starter::write_province(&args.dir, &province))
        }
        (province, city) => {
            let city = list.city(province.as_deref(), city.as_deref().unwrap_or(""))?;
            done(ui, &args.dir, &Made::City(&city), starter::write_city(&args.dir, &city))
        }
    }
}

fn done(ui: &Ui, dir: &Path, made: &Made<'_>, written: Result<usize, Refused>) -> Result<ExitCode, Diagnostic> {
    let shown = dir.display();
    match written {
        Ok(files) => {
            ui.say(&match made {
                Made::Example => say!("已在 {shown} 建好新站点（{files} 个文件）", "made a new site in {shown} ({files} files)"),
                Made::City(city) => {
                    let (zh, en, counties) = (&city.own.zh, &city.own.en, city.counties.len());
                    say!(
                        "已在 {shown} 建好{zh}的站点：{counties} 个县市区，{files} 个文件；登记册是空的，记录是模拟数据",
                        "made the site of {en} in {shown}: {counties} counties, {files} files; the register is empty, records are synthetic"
                    )
                }
                Made::Province(province) => {
                    let (zh, en, cities) = (&province.own.zh, &province.own.en, province.cities.len());
                    let counties: usize = province.cities.iter().map(|city| city.counties.len()).sum();
                    say!(
                        "已在 {shown} 建好{zh}的站点：{cities} 个市州、{counties} 个县市区，{files} 个文件；没有记录，各市州的数是模拟数据",
                        "made the site of {en} in {shown}: {cities} cities, {counties} counties, {files} files; there are no records, and the figures of cities are synthetic"
                    )
                }
            });
            ui.say(&say!("下一步：\n  cd {shown}\n  shanwai serve", "Next:\n  cd {shown}\n  shanwai serve"));
            Ok(ExitCode::SUCCESS)
        }
        Err(Refused::NotEmpty) => {
            let wrong = Diagnostic::error(&NOT_EMPTY, say!("`{shown}` 里已经有文件", "`{shown}` holds files already"));
            Err(wrong.help(say!("换一个新目录名", "choose a new folder")))
        }
        Err(Refused::Trouble(trouble)) => {
            ui.show(&[*trouble]);
            Ok(ExitCode::from(1))
        }
    }
}
