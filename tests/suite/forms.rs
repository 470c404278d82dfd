//! `shanwai template`: a form has lists, checks and text cells; filled in, it is imported without a question.

use std::io::{Cursor, Read};
use std::path::Path;

use calamine::{Data, Reader, Xlsx};
use rust_xlsxwriter::Workbook;

use super::support::{copy, good, package, read, run, temporary, write};

fn site() -> tempfile::TempDir {
    let site = temporary();
    copy(&package().join("tests/import/site"), site.path());
    site
}

fn bytes(path: &Path) -> Vec<u8> {
    std::fs::read(path).expect("the form is there")
}

/// The cells of a sheet, as texts.
fn cells(bytes: &[u8], sheet: usize) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = book.worksheet_range_at(sheet).expect("a sheet").expect("its cells");
    range.rows().map(|row| row.iter().map(Data::to_string).collect()).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("XML");
    text
}

#[test]
fn a_form_has_lists_checks_notes_and_text_cells() {
    let site = site();
    let said = good(site.path(), &["template", "form.xlsx", "--lang", "en"]);
    assert!(said.contains("for the records `forms`") && said.contains("shanwai import form.xlsx"), "{said}");
    let form = bytes(&site.path().join("form.xlsx"));
    let book: Xlsx<_> = Xlsx::new(Cursor::new(&form[..])).expect("a workbook");
    assert_eq!(book.sheet_names(), ["填报 Data", "说明 Notes", "代码 Codes"]);
    let data = cells(&form, 0);
    assert_eq!(data[2][1], "县市区 County (county) *");
    assert_eq!(data[2][6], "费用（元） Cost (yuan) (cost) *");
    let notes: String = cells(&form, 1).concat().concat();
    for words in ["身份证号", "No names", "必填 Required", "a number, not negative"] {
        assert!(notes.to_lowercase().contains(&words.to_lowercase()), "{words}: {notes}");
    }
    let codes = cells(&form, 2);
    assert_eq!((codes[0][1].as_str(), codes[1][1].as_str()), ("县市区 County", "鹤城区 Hecheng District"));
    assert_eq!(codes[1][0], "2023", "periods are chosen by their codes");
    let xml = part(&form, "xl/worksheets/sheet1.xml");
    assert_eq!(xml.matches("type=\"list\"").count(), 6, "{xml}");
    assert!(xml.contains("type=\"decimal\"") && xml.contains("$B$2:$B$14") && xml.contains("sqref=\"B4:B2003\""), "{xml}");
    let styles = part(&form, "xl/styles.xml");
    assert!(styles.contains("formatCode=\"@\""), "codes are texts: {styles}");
    // The same settings give the same bytes, and a form is never overwritten.
    good(site.path(), &["template", "again.xlsx"]);
    assert!(form == bytes(&site.path().join("again.xlsx")));
    let done = run(site.path(), &["template", "form.xlsx", "--lang", "en"]);
    assert!(done.status.code() == Some(2) && String::from_utf8_lossy(&done.stderr).contains("cli/template"));
}

/// The form with these rows below its headings, as a spreadsheet program saves it.
fn filled(form: &[u8], rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    for at in 0..3 {
        let sheet = book.add_worksheet();
        for (row, cells) in (0..).zip(cells(form, at)) {
            for (column, cell) in (0u16..).zip(&cells) {
                sheet.write_string(row, column, cell).expect("a cell");
            }
        }
        if at == 0 {
            for (row, cells) in (3..).zip(rows) {
                for (column, cell) in (0..).zip(*cells) {
                    sheet.write_string(row, column, *cell).expect("a cell");
                }
            }
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_form_that_was_filled_in_is_imported_without_a_question() {
    let site = site();
    for (languages, rows) in [
        (
            "zh,en",
            [
                [
                    "2024",
                    "沅陵县 Yuanling County",
                    "课后托管 After-school care",
                    "6至9岁 6 to 9 years",
                    "女 Girls",
                    "孤儿 Orphans",
                    "20.5",
                ],
                [
                    "2025",
                    "洪江管理区 Hongjiang Management District",
                    "外省市研学 Out-of-province trips",
                    "16-17",
                    "M",
                    "困境儿童 Children in difficulty",
                    "0",
                ],
            ],
        ),
        (
            "zh",
            [
                ["2024", "沅陵县", "课后托管", "6至9岁", "女", "孤儿", "20.5"],
                ["2025", "洪江管理区", "外省市研学", "16-17", "M", "困境儿童", "0"],
            ],
        ),
        (
            "en",
            [
                ["2024", "Yuanling County", "After-school care", "6 to 9 years", "Girls", "Orphans", "20.5"],
                ["2025", "Hongjiang Management District", "Out-of-province trips", "16-17", "M", "Children in difficulty", "0"],
            ],
        ),
    ] {
        let name = format!("{}.xlsx", languages.replace(',', "-"));
        good(site.path(), &["template", &name, "--languages", languages]);
        let rows: Vec<&[&str]> = rows.iter().map(<[&str; 7]>::as_slice).collect();
        let done = filled(&bytes(&site.path().join(&name)), &rows);
        write(&site.path().join("return.xlsx"), &done);
        let said = good(site.path(), &["import", "return.xlsx", "--lang", "en"]);
        assert!(!said.contains("warning[") && !said.contains("import/likeness"), "{languages}: {said}");
        assert_eq!(
            read(&site.path().join("data/private/forms.csv")),
            "year,county,programme,age_band,sex,category,cost\n2024,431222,aftercare,6-9,F,orphan,20.5\n\
             2025,431271,tour_out,16-17,M,difficulty,0\n",
            "{languages}"
        );
    }
    // One that nobody filled in is no return.
    let done = run(site.path(), &["import", "zh.xlsx", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(1) && said.contains("import/no-table"), "{said}");
}

#[test]
fn what_a_form_cannot_be_made_of_is_told() {
    let site = site();
    for (arguments, says) in [
        (&["template", "form.xls"][..], "does not end with `.xlsx`"),
        (&["template", "form.xlsx", "--records", "other"][..], "`forms`"),
        (&["template", "form.xlsx", "--languages", "zh,ug"][..], "no language `ug`"),
    ] {
        let done = run(site.path(), &[arguments, &["--lang", "en"]].concat());
        let said = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.code() == Some(2) && said.contains("cli/template") && said.contains(says), "{said}");
    }
    assert!(!site.path().join("form.xlsx").exists());
}
