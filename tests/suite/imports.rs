//! `shanwai import`: what offices have becomes records, every planted fault is found, and no value is shown or half written.

use std::path::Path;

use rust_xlsxwriter::{Format, Workbook};

use super::support::{Tree, copy, good, package, read, run, temporary, tree, write};

fn site() -> tempfile::TempDir {
    let site = temporary();
    copy(&package().join("tests/import/site"), site.path());
    site
}

fn dirty() -> Vec<u8> {
    std::fs::read(package().join("tests/import/SYNTHETIC_dirty_gbk.csv")).expect("the sample is there")
}

/// The lines with faults, as the sample's list has them, with words of the message that must be told.
const PLANTED: [(usize, &str); 12] = [
    (5, "import/identifier"),
    (13, "import/identifier"),
    (21, "import/identifier"),
    (29, "import/identifier"),
    (42, "import/empty-cell"),
    (44, "import/repeated-row"),
    (52, "import/unknown-word"),
    (53, "import/negative"),
    (54, "import/unknown-word"),
    (55, "import/not-a-date"),
    (402, "import/left-out-row"),
    (403, "import/left-out-row"),
];

fn messages(site: &Path, arguments: &[&str]) -> (Option<i32>, Vec<serde_json::Value>) {
    let done = run(site, &[arguments, &["--message-format", "json"]].concat());
    let said = String::from_utf8(done.stdout).expect("UTF-8");
    (done.status.code(), said.lines().map(|line| serde_json::from_str(line).expect("an object")).collect())
}

#[test]
fn all_twelve_planted_faults_are_found_and_nothing_is_written() {
    let planted: serde_json::Value = serde_json::from_str(&read(&package().join("tests/import/planted.json"))).expect("a list");
    let lines: Vec<u64> = planted.as_array().expect("a list").iter().filter_map(|fault| fault["line"].as_u64()).collect();
    assert_eq!(lines, PLANTED.map(|(line, _)| line as u64));
    let site = site();
    write(&site.path().join("dirty.csv"), &dirty());
    let before = tree(site.path());
    let (code, found) = messages(site.path(), &["import", "dirty.csv"]);
    assert_eq!(code, Some(1));
    for (line, id) in PLANTED {
        let told = found.iter().any(|message| {
            let row = message["places"][0]["row"].as_u64();
            let named = message["message"]["zh"].as_str().is_some_and(|text| text.contains(&line.to_string()));
            message["id"] == id && (row == Some(line as u64) || named)
        });
        assert!(told, "line {line}: no {id} among {found:#?}");
    }
    let errors = found.iter().filter(|message| message["level"] == "error").count();
    assert_eq!(errors, 10, "and no other: {found:#?}");
    assert_eq!(tree(site.path()), before, "nothing is written");
}

#[test]
fn no_message_shows_a_value_in_either_language() {
    let site = site();
    write(&site.path().join("dirty.csv"), &dirty());
    for lang in ["zh", "en"] {
        let done = run(site.path(), &["import", "dirty.csv", "--lang", lang]);
        let said = String::from_utf8_lossy(&done.stderr);
        for value in ["43120020991231001X", "19900000000", "张某某", "小明", "测试镇", "怀化市", "-480", "13月", "192000"]
        {
            assert!(!said.contains(value), "{value}: {said}");
        }
    }
}

#[test]
fn faulty_rows_can_be_left_out_and_the_form_is_known_the_next_time() {
    let site = site();
    write(&site.path().join("dirty.csv"), &dirty());
    let said = good(site.path(), &["import", "dirty.csv", "--skip-faulty", "--lang", "en"]);
    assert!(said.contains("faulty rows left out: 10") && said.contains("dropped: 资金来源, 满意度, 备注"), "{said}");
    let made = read(&site.path().join("data/private/forms.csv"));
    assert_eq!(made.lines().next(), Some("year,county,programme,age_band,sex,category,cost"));
    assert_eq!(made.lines().count(), 1 + 402 - 12);
    assert_eq!(made.lines().nth(1), Some("2023,431281,camp_city,6-9,F,orphan_kin,480"));
    assert!(made.contains("431271") && !made.contains("洪江"), "the district is not taken for the city of its name");
    let mapping = tree(&site.path().join("data/import"));
    let text = String::from_utf8(mapping.values().next().expect("a mapping").clone()).expect("UTF-8");
    assert!(text.contains("\"county\" = \"县市区\"") && text.contains("\"冬令营\" = \"camp_city\""), "{text}");
    // The next filling of the form, with one record: known, and put beside the first.
    let next = "统计期,县市区,项目,年龄,性别,困境类别,资金来源,费用(元),满意度,备注\n2024年1月,芷江县,冬令营,9岁,女,留守,财政,１００,,\n";
    write(&site.path().join("next.csv"), next.as_bytes());
    let said = good(site.path(), &["import", "next.csv", "--lang", "en"]);
    assert!(said.contains("known from before") && said.contains("now has 391"), "{said}");
    // The same file again replaces its part.
    let again = good(site.path(), &["import", "next.csv", "--lang", "en"]);
    assert!(again.contains("now has 391"), "{again}");
    assert_eq!(tree(&site.path().join("data/import")), mapping, "the mapping is as it was");
}

/// A workbook as an office sends it: titles, two rows of headings, merged counties, hidden column and sheet, totals, a signature.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let percent = Format::new().set_num_format("0%");
    let date = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("上报").expect("a name");
    let put = |sheet: &mut rust_xlsxwriter::Worksheet, row: u32, cells: &[&str]| {
        for (column, cell) in (0u16..).zip(cells) {
            if !cell.is_empty() {
                sheet.write_string(row, column, *cell).expect("a cell");
            }
        }
    };
    sheet.merge_range(0, 0, 0, 8, "2024年关爱服务统计表", &Format::new()).expect("merged");
    put(sheet, 1, &["单位：元"]);
    put(sheet, 2, &["县市区", "统计期", "活动", "", "儿童", "", "", "姓名", "满意率"]);
    put(sheet, 3, &["", "", "项目", "费用", "年龄", "性别", "困境类别"]);
    for (first, last) in [((2, 0), (3, 0)), ((2, 1), (3, 1)), ((2, 7), (3, 7)), ((2, 8), (3, 8))] {
        let word = ["县市区", "统计期", "", "", "", "", "", "姓名", "满意率"][usize::from(first.1)];
        sheet.merge_range(first.0, first.1, last.0, last.1, word, &Format::new()).expect("merged");
    }
    sheet.merge_range(2, 2, 2, 3, "活动", &Format::new()).expect("merged");
    sheet.merge_range(2, 4, 2, 6, "儿童", &Format::new()).expect("merged");
    sheet.merge_range(4, 0, 5, 0, "芷江县", &Format::new()).expect("merged");
    put(sheet, 4, &["", "", "课后托管", "", "８岁", "女", "留守", "王小兰"]);
    put(sheet, 5, &["", "2024年7月", "课后托管", "0.02万", "12", "男孩", "散居孤儿", "李大山"]);
    put(sheet, 6, &["洪江区", "2024.8", "外省市研学", "3,800", "16-17岁", "M", "孤儿", "张某"]);
    sheet.write_number_with_format(4, 1, 45488.0, &date).expect("a date");
    sheet.write_number(4, 3, 14.5).expect("a number");
    for row in 4..7 {
        sheet.write_number_with_format(row, 8, 1.0, &percent).expect("a share");
    }
    put(sheet, 7, &["合　计", "", "", "4014.5"]);
    put(sheet, 8, &["注：费用含交通费。"]);
    put(sheet, 9, &["填表人：某某", "", "", "", "审核人：某某"]);
    sheet.insert_note(2, 0, &rust_xlsxwriter::Note::new("有疑问请拨19900000000")).expect("a comment");
    sheet.set_row_hidden(6).expect("hidden");
    sheet.set_column_hidden(7).expect("hidden");
    let secret = book.add_worksheet().set_name("底表").expect("a name");
    put(secret, 0, &["身份证号"]);
    put(secret, 1, &["43120020991231001X"]);
    secret.set_hidden(true);
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_workbook_of_an_office_is_read_with_its_merged_cells() {
    let site = site();
    write(&site.path().join("return.xlsx"), &workbook());
    let said = good(site.path(), &["import", "return.xlsx", "--lang", "en"]);
    assert_eq!(
        read(&site.path().join("data/private/forms.csv")),
        "year,county,programme,age_band,sex,category,cost\n2024,431228,aftercare,6-9,F,left_behind,14.5\n\
         2024,431228,aftercare,10-13,M,orphan_kin,200\n2024,431271,tour_out,16-17,M,orphan,3800\n"
    );
    assert!(said.contains("import/personal-column") && said.contains("return.xlsx[上报]:5, column `H 姓名`"), "{said}");
    assert!(said.contains("import/hidden") && said.contains("return.xlsx[底表]"), "{said}");
    assert!(said.contains("hidden rows among the records: 1") && said.contains("in comments, places: 1"), "{said}");
    assert!(said.contains("(rows: 8)") && said.contains("(rows: 9, 10)"), "{said}");
    for value in ["王小兰", "李大山", "43120020991231001X", "19900000000"] {
        assert!(!said.contains(value), "{said}");
    }
    let private: Tree = tree(&site.path().join("data"));
    assert!(private.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("王小兰")), "no name is written anywhere");
    // What is written is what a build reads, and the mapping file speaks of no names either.
    let built = good(site.path(), &["build", "--lang", "en"]);
    assert!(built.contains(" 0 warnings"), "{built}");
}

#[test]
fn what_is_not_clear_is_told_with_the_option_that_says_it() {
    let site = site();
    let table = "县名,统计期,项目,年龄,性别,困境类别,开支\n沅陵县,2024,课后托管,8,女,留守,约20\n";
    write(&site.path().join("table.csv"), table.as_bytes());
    let tell = |arguments: &[&str], id: &str, says: &str| {
        let all = [&["import"], arguments, &["--lang", "en"]].concat();
        let done = run(site.path(), &all);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.code() == Some(1) && said.contains(id) && said.contains(says), "{arguments:?}: {said}");
    };
    tell(&["table.csv"], "import/missing-column", "--map cost=HEADING");
    tell(&["table.csv", "--map", "cost=费用"], "import/missing-column", "县名, 统计期");
    tell(&["table.csv", "--map", "cost=开支"], "import/not-a-number", "approximate");
    tell(&["table.csv", "--records", "other"], "import/choice", "`forms`");
    tell(&["none.csv"], "files/not-found", "none.csv");
    write(&site.path().join("lines.csv"), "沅陵县,2024\n沅陵县,2023\n".as_bytes());
    tell(&["lines.csv"], "import/no-table", "--map DECLARED=HEADING");
    write(&site.path().join("broken.xlsx"), b"PK\x03\x04 nothing");
    tell(&["broken.xlsx"], "import/unreadable", "no sound workbook");
    assert_eq!(run(site.path(), &["import", "table.csv", "--map", "cost"]).status.code(), Some(2));
    assert!(!site.path().join("data/private").exists(), "nothing was written");
    // A county's own return does not name the county.
    let own = "统计期,项目,年龄,性别,困境类别,费用\n2024,课后托管,8,女,留守,20\n";
    write(&site.path().join("own.csv"), own.as_bytes());
    tell(&["own.csv"], "import/missing-column", "--set county=CODE");
    good(site.path(), &["import", "own.csv", "--set", "county=431222"]);
    assert!(read(&site.path().join("data/private/forms.csv")).contains("2024,431222,aftercare"));
}

#[test]
fn names_stand_in_any_cell_and_rows_that_differ_in_a_serial_number_are_noted() {
    let site = site();
    let head = "序号,统计期,县市区,项目,年龄,性别,困境类别,费用,备注\n";
    let row = |serial: &str, programme: &str, cost: &str, remark: &str| {
        format!("{serial},2024,沅陵县,{programme},8,女,留守,{cost},{remark}\n")
    };
    let tell = |rows: &[String], arguments: &[&str]| {
        write(&site.path().join("table.csv"), (head.to_owned() + &rows.concat()).as_bytes());
        let (code, found) = messages(site.path(), &[&["import", "table.csv", "--dry-run"], arguments].concat());
        let errors = found.iter().filter(|message| message["level"] == "error");
        let told: Vec<String> = errors.map(|message| format!("{} {}", message["id"], message["places"][0]["row"])).collect();
        (code, told)
    };
    let words =
        [row("1", "课后托管", "20", "石门县"), row("2", "课后托管", "30", "高年级"), row("3", "课后托管", "40", "金秋助学")];
    assert_eq!(tell(&words, &[]), (Some(0), Vec::new()));
    // A serial number, a number, a word of a code list, a remark.
    let names = [
        row("李小明", "课后托管", "20", ""),
        row("2", "王小兰", "30", ""),
        row("3", "课后托管", "赵德发", ""),
        row("4", "课后托管", "50", "陈思雨、女"),
    ];
    let told = (2..=5).map(|row| format!("\"import/identifier\" {row}")).collect::<Vec<_>>();
    assert_eq!(tell(&names, &[]), (Some(1), told));
    let pasted = [row("1", "课后托管", "20", ""), row("2", "课后托管", "30", ""), row("3", "课后托管", "20", "")];
    let noted = |arguments: &[&str]| {
        let found = messages(site.path(), &[&["import", "table.csv", "--dry-run"], arguments].concat()).1;
        found.iter().filter(|message| message["id"] == "import/alike-row" && message["level"] == "warning").count()
    };
    assert_eq!(tell(&pasted, &[]), (Some(0), Vec::new()), "they may be two events");
    assert_eq!((noted(&[]), noted(&["--keep-repeated"])), (1, 0));
    let twice = [row("1", "课后托管", "20", ""), row("2", "课后托管", "30", ""), row("1", "课后托管", "20", "")];
    assert_eq!(tell(&twice, &[]), (Some(1), vec!["\"import/repeated-row\" 4".to_owned()]));
    assert_eq!(tell(&twice, &["--keep-repeated"]), (Some(0), Vec::new()));
}

#[test]
fn every_fault_is_told_beside_a_column_that_is_missing() {
    let site = site();
    let table = "统计期,县市区,项目,年龄,性别,困境类别,开支\n2024年13月,沅陵县,课后托管,8,女,留守,20\n";
    write(&site.path().join("table.csv"), table.as_bytes());
    let done = run(site.path(), &["import", "table.csv", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("no column in the table matches `cost`") && said.contains("性别, 困境类别, 开支"), "{said}");
    assert!(said.contains("this is not a valid date") && said.contains("2 errors"), "{said}");
}

#[test]
fn a_site_is_built_from_what_was_imported() {
    let site = site();
    write(&site.path().join("dirty.csv"), &dirty());
    good(site.path(), &["import", "dirty.csv", "--skip-faulty"]);
    let built = good(site.path(), &["build", "--lang", "en"]);
    assert!(built.contains(" 0 warnings") && !built.contains("warning["), "{built}");
    let table = read(&site.path().join("public/data/services/services.csv"));
    assert!(table.contains("camp_city") && table.lines().count() > 10, "{table}");
    for bytes in tree(&site.path().join("public")).values() {
        assert!(!String::from_utf8_lossy(bytes).contains("forms.dirty"), "nothing of the import is published");
    }
}

#[test]
fn a_workbook_before_2007_is_read_with_what_it_hides() {
    let site = site();
    let table = std::fs::read(package().join("tests/import/SYNTHETIC_return.xls")).expect("the sample is there");
    write(&site.path().join("return.xls"), &table);
    let done = run(site.path(), &["import", "return.xls", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("return.xls[上报]:5, column `H 备注`") && said.contains("import/identifier"), "{said}");
    assert!(said.contains("hidden columns: H 备注") && said.contains("hidden rows among the records: 1"), "{said}");
    assert!(said.contains("return.xls[底表]") && !said.contains("1990000") && !said.contains("4312002"), "{said}");
    good(site.path(), &["import", "return.xls", "--skip-faulty"]);
    assert_eq!(
        read(&site.path().join("data/private/forms.csv")),
        "year,county,programme,age_band,sex,category,cost\n2024,431228,aftercare,6-9,F,left_behind,14.5\n\
         2024,431228,aftercare,10-13,M,orphan_kin,200\n2024,431222,aftercare,6-9,F,difficulty,20\n"
    );
}

#[test]
fn rows_are_never_counted_twice_nor_sheets_passed_over_in_silence() {
    let site = site();
    let table = "县市区,统计期,项目,年龄,性别,困境类别,费用\n沅陵县,2024,课后托管,8,女,留守,20\n";
    write(&site.path().join("one.csv"), table.as_bytes());
    write(&site.path().join("copy.csv"), table.as_bytes());
    good(site.path(), &["import", "one.csv"]);
    let before = tree(site.path());
    let done = run(site.path(), &["import", "copy.csv", "--lang", "zh"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.code() == Some(1) && said.contains("import/imported-before"), "{said}");
    assert_eq!(tree(site.path()), before, "nothing is written");
    let mut book = Workbook::new();
    for (name, county) in [("沅陵", "沅陵县"), ("通道", "通道县")] {
        let sheet = book.add_worksheet().set_name(name).expect("a name");
        let row = [county, "2024", "课后托管", "8", "女", "留守", "约30"];
        for (at, (heading, cell)) in (0..).zip(["县市区", "统计期", "项目", "年龄", "性别", "困境类别", "费用"].iter().zip(row))
        {
            sheet.write_string(0, at, *heading).expect("a heading");
            sheet.write_string(1, at, cell).expect("a cell");
        }
    }
    write(&site.path().join("two.xlsx"), &book.save_to_buffer().expect("a workbook"));
    let said = good(site.path(), &["import", "two.xlsx", "--approximate", "费用", "--lang", "en"]);
    assert!(said.contains("import/other-sheet") && said.contains("two.xlsx[通道]"), "{said}");
    let said = good(site.path(), &["import", "two.xlsx", "--sheet", "通道", "--lang", "en"]);
    assert!(said.contains("known from before") && said.contains("now has 3"), "{said}");
}

#[test]
fn what_a_spreadsheet_spoils_is_told() {
    let site = site();
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("m月d日");
    let sheet = book.add_worksheet();
    for (at, heading) in (0..).zip(["县市区", "统计期", "项目", "年龄", "性别", "困境类别", "费用"]) {
        sheet.write_string(0, at, heading).expect("a heading");
    }
    for (at, cell) in (0..).zip(["沅陵县", "2024", "课后托管", "", "女", "留守", "12.345"]) {
        sheet.write_string(1, at, cell).expect("a cell");
    }
    sheet.write_number_with_format(1, 3, 45452.0, &date).expect("6-9 as Excel has it");
    write(&site.path().join("spoilt.xlsx"), &book.save_to_buffer().expect("a workbook"));
    let done = run(site.path(), &["import", "spoilt.xlsx", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(said.contains("this is a date, not an age band") && said.contains("at most 2"), "{said}");
    sheet_far_away(site.path());
}

/// One cell in the last corner must not take the memory of all between.
fn sheet_far_away(site: &Path) {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(1_048_575, 16_383, "x").expect("the last cell");
    write(&site.join("far.xlsx"), &book.save_to_buffer().expect("a workbook"));
    let done = run(site, &["import", "far.xlsx", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.code() == Some(1) && said.contains("the sheet is too large"), "{said}");
}

#[test]
fn the_two_hundredth_fault_is_told_and_the_rest_counted() {
    let site = site();
    let rows: String = (0..230).map(|row| format!("沅陵县,2024,课后托管,8,女,留守,VALUE{row}\n")).collect();
    write(&site.path().join("many.csv"), format!("县市区,统计期,项目,年龄,性别,困境类别,费用\n{rows}").as_bytes());
    let done = run(site.path(), &["import", "many.csv", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(said.matches("error[import/not-a-number]").count(), 200);
    assert!(said.contains("note[import/more-faults]: 230 faults in all") && !said.contains("VALUE"), "{said}");
}

#[test]
fn blanks_are_filled_down_however_the_brackets_are_typed() {
    let site = site();
    let table = "填报单位：某局,,,,,单位：元,\n统计期,县（市、区）,活动,儿童,,,费用\n,,项目,年龄,性别,困境类别,\n\
                 2024,沅陵县,课后托管,8,女,留守,20\n2024,,课后托管,9,女,留守,21\n";
    write(&site.path().join("table.csv"), table.as_bytes());
    let done = run(site.path(), &["import", "table.csv", "--lang", "zh"]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.code() == Some(1) && said.contains("`shanwai import table.csv --fill-down \"县(市、区)\"`"), "{said}");
    for heading in ["县（市、区）", "县(市、区)"] {
        let said = good(site.path(), &["import", "table.csv", "--fill-down", heading, "--dry-run", "--lang", "en"]);
        assert!(said.contains("rows that can be imported: 2") && said.contains("programme ← 活动/项目"), "{said}");
        assert!(!said.contains("import/unit-of-money"), "yuan is what is imported: {said}");
    }
}

#[test]
fn totals_are_added_up_and_only_their_places_are_told() {
    let site = site();
    let row = |county: &str, cost: &str| format!("2024,{county},课后托管,8,女,留守,{cost}\n");
    let told = |rows: &[String]| -> Vec<u64> {
        let table = "统计期,县市区,项目,年龄,性别,困境类别,费用\n".to_owned() + &rows.concat();
        write(&site.path().join("table.csv"), table.as_bytes());
        let (code, found) = messages(site.path(), &["import", "table.csv", "--dry-run", "--keep-repeated"]);
        assert_eq!(code, Some(0), "{found:#?}");
        let wrong = found.iter().filter(|message| message["id"] == "import/wrong-total");
        wrong.map(|message| message["places"][0]["row"].as_u64().expect("a row")).collect()
    };
    let total = |word: &str, cost: &str| format!("{word},,,,,,{cost}\n");
    let [a, b, c] = [row("沅陵县", "20.5"), row("沅陵县", "1千"), row("芷江县", "300")];
    let of = |parts: &[&String]| parts.iter().map(|part| (*part).clone()).collect::<Vec<_>>();
    // Below, above, in groups and between them; with a total of the year so far, and with one that a spreadsheet computed.
    for good in [
        of(&[&a, &b, &c, &total("合计", "\"1,320.5\"")]),
        of(&[&total("总计", "1320.5"), &a, &b, &c]),
        of(&[&a, &b, &total("小计", "1020.5"), &c, &total("小计", "300"), &total("合计", "1320.50000000001")]),
        of(&[&total("合计", "1320.5"), &total("沅陵县小计", "1020.5"), &a, &b, &total("芷江县小计", "300"), &c]),
        of(&[&a, &b, &c, &total("合计", ""), &total("累计", "99999")]),
    ] {
        assert_eq!(told(&good), [0_u64; 0], "{good:?}");
    }
    assert_eq!(told(&of(&[&a, &b, &c, &total("合计", "1020.5")])), [5]);
    assert_eq!(told(&of(&[&a, &b, &total("小计", "1021"), &c, &total("小计", "300"), &total("合计", "1321")])), [4, 7]);
    let said = String::from_utf8_lossy(&run(site.path(), &["import", "table.csv", "--dry-run"]).stderr).into_owned();
    assert!(said.contains("import/wrong-total") && !said.contains("1321") && !said.contains("1020"), "{said}");
}
