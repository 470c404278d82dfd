//! Forms that counties fill in: a workbook made from the declared columns of some records.
//!
//! A heading carries the name of the declared column in brackets, so that `shanwai import` knows it whatever language the rest is in.
//! Cells for codes and keys are texts: spreadsheets make dates of 6-9 and round long numbers. Nothing is a macro, and the bytes depend
//! on the settings alone.

mod words;

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use crate::config::{Catalog, ColumnKind, ColumnSpec, Dimension, MeasureKind, RecordsSpec};
use crate::model::{Lang, interval};
use words::{Word, advice};

/// Row of the headings, counted from 0: above it stand a title and how to fill the sheet.
const HEADING: u32 = 2;
/// Rows with lists and checks.
const ROWS: u32 = 2000;

/// What a form is made from.
pub struct Form<'a> {
    /// Everything declared.
    pub catalog: &'a Catalog,
    /// The records that a filled-in form becomes.
    pub records: &'a RecordsSpec,
    /// What the site is called, in each of its languages.
    pub title: Vec<(&'a Lang, &'a str)>,
}

impl Form<'_> {
    /// The workbook: a sheet to fill in, one of notes, one of codes. Words stand in the languages of [`Form::title`], in that order.
    ///
    /// # Errors
    /// When there are more columns or rows than a spreadsheet holds.
    pub fn workbook(&self) -> Result<Vec<u8>, String> {
        self.made().map_err(|error| error.to_string())
    }

    fn made(&self) -> Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
        book.set_properties(&DocProperties::new().set_title(self.name()).set_creation_datetime(&day));
        self.data(book.add_worksheet())?;
        self.notes(book.add_worksheet())?;
        self.codes(book.add_worksheet())?;
        book.save_to_buffer()
    }

    fn languages(&self) -> impl Iterator<Item = &Lang> {
        self.title.iter().map(|(lang, _)| *lang)
    }

    /// A word in every language of the form, each once.
    fn say(&self, word: Word) -> String {
        self.joined(" ", |lang| word.of(lang).to_owned())
    }

    fn joined(&self, between: &str, text: impl Fn(&Lang) -> String) -> String {
        let mut all: Vec<String> = self.languages().map(text).collect();
        all.dedup();
        all.join(between)
    }

    /// The columns to be filled in: texts that may stay empty are used by nothing and only invite remarks about persons.
    pub fn columns(&self) -> impl Iterator<Item = &ColumnSpec> {
        self.records.columns.iter().filter(|column| !(column.optional && matches!(column.kind, ColumnKind::Text)))
    }

    fn name(&self) -> String {
        let titles: Vec<&str> = self.title.iter().map(|(_, title)| *title).collect();
        titles.join(" ")
    }

    /// `县市区 County (county) *`.
    fn heading(&self, column: &ColumnSpec) -> String {
        let own = &column.name;
        let name = self.joined(" ", |lang| label(self.catalog, self.records, column, lang));
        let need = if column.optional { "" } else { " *" };
        if name == *own { format!("{own}{need}") } else { format!("{name} ({own}){need}") }
    }

    fn data(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (title, lead) = (Format::new().set_bold().set_font_size(14), Format::new().set_font_color(Color::Gray));
        let heading = Format::new()
            .set_bold()
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
            .set_background_color(Color::RGB(0x00E8_EEF4))
            .set_border_bottom(FormatBorder::Thin);
        let text = Format::new().set_num_format("@");
        page(sheet).set_name(self.say(Word::Data))?.set_freeze_panes(HEADING + 1, 0)?;
        sheet.write_string_with_format(0, 0, self.name(), &title)?;
        sheet.write_string_with_format(1, 0, self.say(Word::Lead), &lead)?;
        sheet.set_row_height(HEADING, 45)?;
        let mut listed = 0;
        for (at, column) in (0u16..).zip(self.columns()) {
            let width = if matches!(column.kind, ColumnKind::Whole | ColumnKind::Decimal(_)) { 14 } else { 24 };
            sheet.set_column_width(at, width)?;
            if !matches!(column.kind, ColumnKind::Whole | ColumnKind::Decimal(_)) {
                sheet.set_column_format(at, &text)?;
            }
            sheet.write_string_with_format(HEADING, at, self.heading(column), &heading)?;
            if let Some(check) = self.check(column, listed)? {
                sheet.add_data_validation(HEADING + 1, at, HEADING + ROWS, at, &check)?;
            }
            listed += u16::from(matches!(column.kind, ColumnKind::Dimension(_)));
        }
        Ok(())
    }

    /// What a cell of a column may hold. `listed`: the column of the sheet of codes that holds its list.
    fn check(&self, column: &ColumnSpec, listed: u16) -> Result<Option<DataValidation>, XlsxError> {
        let (check, wrong) = match &column.kind {
            ColumnKind::Dimension(dimension) => {
                let (sheet, letter) = (self.say(Word::Codes), rust_xlsxwriter::utility::column_number_to_name(listed));
                let last = dimension.codes.len() + 1;
                let list = Formula::new(format!("='{sheet}'!${letter}$2:${letter}${last}"));
                (DataValidation::new().allow_list_formula(list), Word::ChooseWrong)
            }
            ColumnKind::Whole => {
                (DataValidation::new().allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0)), Word::NumberWrong)
            }
            ColumnKind::Decimal(_) => {
                (DataValidation::new().allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)), Word::NumberWrong)
            }
            ColumnKind::Key => (DataValidation::new().allow_text_length(DataValidationRule::Between(1, 64)), Word::KeyWrong),
            ColumnKind::Text => return Ok(None),
        };
        let check = check
            .set_error_style(DataValidationErrorStyle::Stop)
            .set_error_title(cut(&self.say(Word::Wrong), 32))?
            .set_error_message(cut(&self.say(wrong), 255))?
            .set_input_title(cut(&self.joined(" ", |lang| label(self.catalog, self.records, column, lang)), 32))?
            .set_input_message(cut(&self.how(column), 255))?;
        Ok(Some(check))
    }

    /// What to write into a column.
    fn how(&self, column: &ColumnSpec) -> String {
        match &column.kind {
            ColumnKind::Dimension(_) => self.joined("\n", |lang| Word::Choose.of(lang).to_owned()),
            ColumnKind::Whole => self.joined("\n", |lang| Word::Whole.of(lang).to_owned()),
            ColumnKind::Decimal(places) => self.joined("\n", |lang| {
                let word = Word::Decimal.of(lang);
                // Full-width punctuation brings its own space.
                let gap = if word.ends_with('：') { "" } else { " " };
                format!("{word}{gap}{places}")
            }),
            ColumnKind::Key => self.joined("\n", |lang| Word::Key.of(lang).to_owned()),
            ColumnKind::Text => self.joined("\n", |lang| Word::Text.of(lang).to_owned()),
        }
    }

    fn notes(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
        page(sheet).set_name(self.say(Word::Notes))?;
        sheet.set_column_width(0, 40)?.set_column_width(1, 60)?.set_column_width(2, 24)?;
        sheet.write_string_with_format(0, 0, self.name(), &Format::new().set_bold().set_font_size(14))?;
        let mut row = 2;
        for lang in self.languages() {
            for (number, line) in (1..).zip(advice(lang)) {
                sheet.merge_range(row, 0, row, 2, &format!("{number}. {line}"), &wrap)?;
                sheet.set_row_height(row, 30)?;
                row += 1;
            }
            row += 1;
        }
        for (at, word) in [(0, Word::Column), (1, Word::Write), (2, Word::Need)] {
            sheet.write_string_with_format(row, at, self.say(word), &bold)?;
        }
        for (row, column) in (row + 1..).zip(self.columns()) {
            sheet.set_row_height(row, 16 * u32::try_from(self.title.len()).unwrap_or(1))?;
            sheet.write_string_with_format(row, 0, self.heading(column).trim_end_matches(" *"), &wrap)?;
            sheet.write_string_with_format(row, 1, self.how(column), &wrap)?;
            let need = if column.optional { Word::Optional } else { Word::Required };
            sheet.write_string_with_format(row, 2, self.say(need), &wrap)?;
        }
        Ok(())
    }

    /// The lists, a column each; below the name of the column what may be chosen.
    fn codes(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
        page(sheet).set_name(self.say(Word::Codes))?;
        let mut at = 0;
        for column in self.columns() {
            let ColumnKind::Dimension(dimension) = &column.kind else { continue };
            let name = self.joined(" ", |lang| label(self.catalog, self.records, column, lang));
            sheet.set_column_width(at, 32)?.write_string_with_format(0, at, name, &bold)?;
            for (row, choice) in (1..).zip(self.choices(dimension)) {
                sheet.write_string_with_format(row, at, choice, &text)?;
            }
            at += 1;
        }
        Ok(())
    }

    /// A period as the list offers it: by its code, a month in a form that is Chinese alone as Chinese offices write it.
    fn period(&self, code: &str) -> String {
        let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let month = code
            .split_once('-')
            .filter(|(year, month)| year.len() == 4 && month.len() == 2 && is_number(year) && is_number(month));
        match month {
            Some((year, month)) if self.languages().all(|lang| lang.is_chinese()) => {
                format!("{year}年{}月", month.trim_start_matches('0'))
            }
            _ => code.to_owned(),
        }
    }

    /// What the list of a dimension offers: names, behind the code where a name alone is not enough; periods without their names.
    fn choices(&self, dimension: &Dimension) -> Vec<String> {
        let is_time = dimension.codes.iter().all(|entry| interval(entry.code.as_str()).is_some());
        let names: Vec<String> =
            dimension.codes.iter().map(|entry| self.joined(" ", |lang| entry.name.get(lang).clone())).collect();
        let alone = |name: &String| names.iter().filter(|other| *other == name).count() == 1;
        dimension
            .codes
            .iter()
            .zip(&names)
            .map(|(entry, name)| match (is_time, alone(name)) {
                (true, _) => self.period(entry.code.as_str()),
                (false, true) => name.clone(),
                (false, false) => format!("{} {name}", entry.code),
            })
            .collect()
    }
}

/// A sheet that is printed across one page.
fn page(sheet: &mut Worksheet) -> &mut Worksheet {
    sheet.set_landscape().set_print_fit_to_pages(1, 0)
}

/// What people call a column: the name of its dimension, of the figure that sums it, or what such columns are called.
fn label(catalog: &Catalog, records: &RecordsSpec, column: &ColumnSpec, lang: &Lang) -> String {
    if let ColumnKind::Dimension(dimension) = &column.kind {
        return dimension.name.get(lang).clone();
    }
    if matches!(column.kind, ColumnKind::Key) {
        return Word::KeyName.of(lang).to_owned();
    }
    let own = |cube: &&crate::config::CubeSpec| catalog.records.get(cube.records).is_some_and(|spec| spec.id == records.id);
    let mut measures = catalog.cubes.iter().filter(own).flat_map(|cube| &cube.measures);
    let summed = measures.find(|measure| measure.kind == MeasureKind::Sum(column.name.clone()));
    summed.map_or_else(|| column.name.clone(), |measure| measure.name.get(lang).clone())
}

/// A text of at most so many characters, as spreadsheets want it.
fn cut(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}
