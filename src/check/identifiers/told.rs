//! How findings are told: the mask, the place, what to do. Never the value.

use std::path::{Path, PathBuf};

use super::Place;
use crate::diag::{self, Diagnostic, Level as Grave};
use crate::identify::{Attribute, Finding, Kind, Level};
use crate::say;

/// Findings of one rule that are told of one text; the others are counted.
pub(super) const MOST: usize = 5;

/// Lines of a text, counted as findings go forward.
pub(super) struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    start: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, line: 1, start: 0 }
    }

    /// Line and column, both from 1, of a byte not before those asked for earlier.
    fn place(&mut self, to: usize) -> (usize, usize) {
        if to < self.at {
            *self = Self::new(self.text);
        }
        let passed = self.text.get(self.at..to).unwrap_or("");
        for (offset, _) in passed.match_indices('\n') {
            self.line += 1;
            self.start = self.at + offset + 1;
        }
        self.at = to;
        (self.line, self.text.get(self.start..to).map_or(0, |before| before.chars().count()) + 1)
    }
}

pub(super) fn diagnostic(finding: &Finding, place: &Place, lines: &mut Lines<'_>) -> Diagnostic {
    let (rule, masked) = (finding.kind.rule(), &finding.masked);
    let mut found = Diagnostic::error(rule, message(rule, masked));
    found = found.at(spot(finding, place, lines));
    if !place.part.is_empty() {
        let part = place.part;
        found = found.with_note(say!("在文件里的 `{part}`", "in `{part}` of this file"));
    }
    if place.finished {
        found = found.with_note(say!("在生成的文件里", "in the finished file"));
    }
    found.help(advice(finding))
}

fn message(rule: &'static crate::diag::Rule, masked: &str) -> crate::diag::Text {
    let (zh, en) = rule.title;
    say!("{zh}：`{masked}`", "{en}: `{masked}`")
}

fn spot(finding: &Finding, place: &Place, lines: &mut Lines<'_>) -> diag::Place {
    if !place.lines {
        return diag::Place::File(place.file.to_path_buf());
    }
    let (line, column) = lines.place(finding.range.start);
    diag::Place::Spot { file: place.file.to_path_buf(), line, column }
}

fn advice(finding: &Finding) -> diag::Text {
    match (finding.level, finding.attribute()) {
        (_, Attribute::Heading) => say!("删去这一栏；名单不公布", "remove the column; lists of persons are not published"),
        (Level::Certain, _) => say!("删去；这样的号码不能豁免", "remove it; such a number cannot be waived"),
        (Level::High, Attribute::Contact) => say!(
            "删去；单位公开的联系方式登记在 `data/identifiers.toml` 的 `[[allow]]`",
            "remove it; a public contact of an office goes into `[[allow]]` of `data/identifiers.toml`"
        ),
        (_, Attribute::Contact) => say!(
            "是个人的就删去；单位公开的电话登记在 `data/identifiers.toml` 的 `[[allow]]`",
            "remove it if it is a person's; a public line of an office goes into `[[allow]]` of `data/identifiers.toml`"
        ),
        (_, Attribute::Name) => say!(
            "换成“一个女孩”这样的说法；以职务出现的成年人登记在 `data/identifiers.toml` 的 `[[allow]]`",
            "write `a girl` instead; adults in office go into `[[allow]]` of `data/identifiers.toml`"
        ),
        (_, Attribute::Age) => say!("改成年龄段或学段", "write an age band or a stage of school"),
        (_, Attribute::Birth) => say!("改成年龄段", "write an age band"),
        (_, Attribute::School) => say!("改成“一所乡镇小学”这样的说法", "write `a primary school in a township`"),
        (_, Attribute::Place) if finding.kind == Kind::AddressTownship => say!(
            "改写到县；确需保留的登记 `[[waiver]]`，写明理由、经办人和期限",
            "name the county alone, or add a `[[waiver]]` with reason, person and day"
        ),
        (_, Attribute::Place) => say!(
            "改写到县；办公地址登记在 `data/identifiers.toml` 的 `[[allow]]`",
            "name the county alone; the address of an office goes into `[[allow]]` of `data/identifiers.toml`"
        ),
        _ => say!(
            "删去；判断为误报的，在 `data/identifiers.toml` 里登记 `[[waiver]]`，写明理由、经办人和期限",
            "remove it; a false alarm goes into `[[waiver]]` of `data/identifiers.toml`, with reason, person and day"
        ),
    }
}

/// How many more findings of one rule a text holds.
pub(super) fn more(finding: &Finding, count: usize, place: &Place) -> Diagnostic {
    let message = say!("同一文件里还有 {count} 处", "{count} more in the same file");
    Diagnostic::error(finding.kind.rule(), message).at(place.file)
}

/// How many sensitive circumstances a story tells of.
pub(super) fn circumstances(count: usize, file: &Path, sink: &diag::Sink) {
    let message = say!("这个故事写了 {count} 处敏感情况", "this story tells of sensitive circumstances ({count})");
    let mut found = Diagnostic::note(Kind::Circumstance.rule(), message).at(file);
    found.level = Grave::Note;
    sink.push(found);
}

/// A photograph that tells where it was taken.
pub(super) fn position(file: &Path, part: &str) -> Diagnostic {
    let message = say!("照片里带着拍摄地点（GPS）", "the photograph tells where it was taken (GPS)");
    let help = say!(
        "删去原片里的位置信息再放进来；发布时会去掉全部元数据，但原片也会随仓库流传",
        "remove the position from the original; metadata are stripped when the site is built, but the original travels with the repository"
    );
    let found = Diagnostic::error(&super::rules::PHOTO_POSITION, message).at(file).help(help);
    if part.is_empty() { found } else { found.with_note(say!("在文件里的 `{part}`", "in `{part}` of this file")) }
}

/// A file that cannot be looked into.
pub(super) fn unread(file: PathBuf, part: &str) -> Diagnostic {
    let message =
        say!("读不了这个文件，无法检查里面有没有个人信息", "this file cannot be read, so nobody knows what it holds of persons");
    let help = say!(
        "换成 XLSX、DOCX、ODS、带文字的 PDF、CSV 或 ZIP，不要加密码",
        "use XLSX, DOCX, ODS, a PDF with text, CSV or ZIP, without a password"
    );
    let found = Diagnostic::error(&super::rules::UNREAD, message).at(file).help(help);
    if part.is_empty() { found } else { found.with_note(say!("在文件里的 `{part}`", "in `{part}` of this file")) }
}
