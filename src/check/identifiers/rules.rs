//! What can be wrong with files and with exceptions.

use crate::diag::Rule;

/// The rules of this module.
pub static RULES: &[&Rule] = &[&PHOTO_POSITION, &UNREAD, &EXPIRED, &UNUSED];

pub(super) static PHOTO_POSITION: Rule = Rule {
    id: "identify/photo-position",
    title: ("照片带有拍摄地点", "a photograph holds a position"),
    explain: (
        "手机拍的照片常带经纬度，能定位到一户人家。发布的图片会去掉全部元数据，但原片放在仓库里同样会流传，所以一律不收。请先用修图软件或 `exiftool -all= 照片.jpg` 去掉，再放进 `static/`。",
        "Photographs taken with a telephone often hold the position of a house. Published pictures lose all their metadata, but the original travels with the repository, so it is refused. Remove it first, with an image editor or `exiftool -all= photo.jpg`, then put it into `static/`.",
    ),
};
pub(super) static UNREAD: Rule = Rule {
    id: "identify/unread-file",
    title: ("附件读不了", "a file cannot be looked into"),
    explain: (
        "加了密码的、损坏的、只有扫描图的 PDF，以及旧式 DOC、XLS、RAR、7Z、视频等文件，里面有没有个人信息无法检查，所以不能发布。压缩包最多展开四层、共 256 MB。",
        "A locked or broken file, a PDF of scanned pages alone, the old DOC and XLS, RAR, 7Z, video: nobody can tell what they hold of persons, so they are not published. Archives are unfolded four deep, to 256 MB in all.",
    ),
};
pub(super) static EXPIRED: Rule = Rule {
    id: "identify/waiver-expired",
    title: ("豁免已到期", "a waiver has ended"),
    explain: (
        "豁免只在写明的期限内有效，以 `--as-of` 给出的日期为准；程序不看时钟，没有给日期时不核对期限，只提醒一次。到期后请改写内容，或由经办人重新判断。",
        "A waiver holds up to its day, judged by the date of `--as-of`. The program reads no clock: without a date nothing is judged expired, and a note says so. After that day, reword the text or have a person judge it again.",
    ),
};
pub(super) static UNUSED: Rule = Rule {
    id: "identify/waiver-unused",
    title: ("用不到的豁免", "a waiver that nothing needs"),
    explain: (
        "内容改了以后，豁免要跟着删去，免得以后放过不该放过的。",
        "When the text has changed the waiver goes too, lest it let something pass one day.",
    ),
};
