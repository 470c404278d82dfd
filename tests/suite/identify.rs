//! An identifier planted in every kind of place stops the build, and none of its digits shows in any message.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::Path;

use rayon::prelude::*;

use super::support::{base, edit, good, run, write};

/// Made up: region 431200 is on no card, the day lies in 2099; the check digit holds.
const NUMBER: &str = "431200209912310028";

/// Where it is planted, and how.
type Plant = (&'static str, fn(&Path));

fn page(site: &Path, text: &str) {
    for name in ["content/camps.zh.md", "content/camps.en.md"] {
        let path = site.join(name);
        let old = super::support::read(&path);
        write(&path, format!("{old}\n{text}\n").as_bytes());
    }
}

fn put(site: &Path, name: &str, bytes: &[u8]) {
    write(&site.join(name), bytes);
}

fn swap(site: &Path, name: &str, old: &str, new: &str) {
    edit(&site.join(name), old, new);
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

fn workbook(change: impl FnOnce(&mut rust_xlsxwriter::Workbook)) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "县").expect("a cell");
    change(&mut book);
    book.save_to_buffer().expect("a workbook")
}

fn document(text: &str) -> Vec<u8> {
    let xml = format!(
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{}</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r></w:p></w:body></w:document>",
        &text[..6],
        &text[6..]
    );
    zip_of(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", xml.as_bytes())])
}

fn pdf(text: &str, title: &str) -> Vec<u8> {
    use lopdf::{Document, Object, Stream, dictionary};
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let content = document.add_object(Stream::new(dictionary! {}, format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET").into_bytes()));
    let page = document.add_object(dictionary! { "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()] });
    document
        .objects
        .insert(pages, Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 }));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    let info = document.add_object(dictionary! { "Title" => Object::string_literal(title) });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a document");
    bytes
}

/// A small photograph with a segment of metadata.
fn photo(kind: u8, head: &[u8], body: &[u8]) -> Vec<u8> {
    let mut jpeg = Vec::new();
    let picture = image::DynamicImage::new_rgb8(8, 8);
    picture.write_with_encoder(image::codecs::jpeg::JpegEncoder::new(&mut jpeg)).expect("a picture");
    let length = u16::try_from(head.len() + body.len() + 2).expect("short").to_be_bytes();
    let segment = [&[0xff, kind][..], &length, head, body].concat();
    jpeg.splice(2..2, segment);
    jpeg
}

fn exif(fields: &[(exif::Tag, exif::Value)]) -> Vec<u8> {
    let mut writer = exif::experimental::Writer::new();
    let fields: Vec<exif::Field> =
        fields.iter().map(|(tag, value)| exif::Field { tag: *tag, ifd_num: exif::In::PRIMARY, value: value.clone() }).collect();
    fields.iter().for_each(|field| writer.push_field(field));
    let mut bytes = Cursor::new(Vec::new());
    writer.write(&mut bytes, false).expect("fields");
    photo(0xe1, b"Exif\0\0", bytes.get_ref())
}

fn png_with_text() -> Vec<u8> {
    let mut bytes = Vec::new();
    image::DynamicImage::new_rgb8(8, 8).write_with_encoder(image::codecs::png::PngEncoder::new(&mut bytes)).expect("a picture");
    let chunk = format!("Comment\0{NUMBER}");
    let length = u32::try_from(chunk.len()).expect("short").to_be_bytes();
    // Behind the header; a wrong sum does not hide a text.
    bytes.splice(33..33, [&length[..], b"tEXt", chunk.as_bytes(), &[0; 4]].concat());
    bytes
}

fn picture_of(site: &Path, svg: &str) {
    put(
        site,
        "static/drawing.svg",
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{svg}</svg>").as_bytes(),
    );
}

/// Every kind of place.
const PLANTS: &[Plant] = &[
    ("the text of a page", |s| page(s, &format!("号码{NUMBER}。"))),
    ("full-width digits", |s| page(s, &NUMBER.chars().filter_map(|c| char::from_u32(c as u32 + 0xfee0)).collect::<String>())),
    ("characters of no width", |s| page(s, &NUMBER.chars().flat_map(|c| [c, '\u{200b}']).collect::<String>())),
    ("Chinese numerals", |s| {
        page(s, &NUMBER.bytes().filter_map(|b| "零一二三四五六七八九".chars().nth(usize::from(b - b'0'))).collect::<String>())
    }),
    ("separators", |s| page(s, "431200-2099-1231-0028")),
    ("half of it in bold", |s| page(s, "43120020**991231**0028")),
    ("entities of HTML", |s| page(s, "&#52;31200209912310028")),
    ("a heading", |s| page(s, &format!("## {NUMBER}"))),
    ("a table", |s| page(s, &format!("| 甲 | 乙 |\n|---|---|\n| 一 | {NUMBER} |"))),
    ("the heading of a table", |s| page(s, &format!("| 甲 | {NUMBER} |\n|---|---|\n| 一 | 二 |"))),
    ("a footnote", |s| page(s, &format!("见注[^1]。\n\n[^1]: {NUMBER}"))),
    ("a comment", |s| page(s, &format!("<!-- {NUMBER} -->"))),
    ("code", |s| page(s, &format!("`{NUMBER}`"))),
    ("an alternative text", |s| {
        picture_of(s, "");
        page(s, &format!("![{NUMBER}](/static/drawing.svg)"));
    }),
    ("the title of a link", |s| page(s, &format!("[站](https://example.org/ \"{NUMBER}\")"))),
    ("the address of a link", |s| page(s, &format!("[站](https://example.org/{NUMBER})"))),
    ("a title in front matter", |s| swap(s, "content/camps.zh.md", "title = \"夏令营\"", &format!("title = \"夏令营{NUMBER}\""))),
    ("a description in front matter", |s| swap(s, "content/camps.en.md", "A camp in", &format!("{NUMBER} in"))),
    ("a comment in front matter", |s| swap(s, "content/camps.en.md", "date = ", &format!("# {NUMBER}\ndate = "))),
    ("an alias", |s| {
        ["zh", "en"]
            .iter()
            .for_each(|l| swap(s, &format!("content/camps.{l}.md"), "date = ", &format!("aliases = [\"x/{NUMBER}/\"]\ndate = ")))
    }),
    ("a slug", |s| {
        ["zh", "en"]
            .iter()
            .for_each(|l| swap(s, &format!("content/camps.{l}.md"), "date = ", &format!("slug = \"{NUMBER}\"\ndate = ")))
    }),
    ("the name of a page", |s| {
        for l in ["zh", "en"] {
            std::fs::rename(s.join(format!("content/camps.{l}.md")), s.join(format!("content/{NUMBER}.{l}.md")))
                .expect("renamed");
        }
    }),
    ("the name of a file", |s| put(s, &format!("static/{NUMBER}.txt"), b"-")),
    ("the name of a folder", |s| put(s, &format!("static/{NUMBER}/a.txt"), b"-")),
    ("the text of a drawing", |s| picture_of(s, &format!("<text>{NUMBER}</text>"))),
    ("the title of a drawing", |s| picture_of(s, &format!("<title>{NUMBER}</title>"))),
    ("an attribute of a drawing", |s| picture_of(s, &format!("<g aria-label=\"{NUMBER}\"/>"))),
    ("a comment in a drawing", |s| picture_of(s, &format!("<!-- {NUMBER} -->"))),
    ("a layer of a drawing", |s| picture_of(s, &format!("<g inkscape:label=\"{NUMBER}\"/>"))),
    ("the name of the site", |s| swap(s, "content/site.toml", "青溪市儿童关爱数据", &format!("青溪市{NUMBER}"))),
    ("a term of a taxonomy", |s| swap(s, "content/site.toml", "en = \"Camps\"", &format!("en = \"{NUMBER}\""))),
    ("the title of a chart", |s| swap(s, "content/charts.toml", "按年份", NUMBER)),
    ("the name of a code", |s| swap(s, "data/codes/county.csv", "南岭县", NUMBER)),
    ("the label of a fact", |s| swap(s, "data/facts.toml", "Cost of the camp", NUMBER)),
    ("a source of a fact", |s| swap(s, "data/facts.toml", "青溪日报. 夏令营", NUMBER)),
    ("a cell of the records", |s| swap(s, "data/records/participations.csv", "p0001", NUMBER)),
    ("words of the interface", |s| put(s, "content/i18n/zh.ftl", format!("# {NUMBER}\n").as_bytes())),
    ("a template", |s| put(s, "templates/note.html", format!("<p>{NUMBER}</p>").as_bytes())),
    ("a table to download", |s| put(s, "static/a.csv", format!("甲,乙\n1,{NUMBER}\n").as_bytes())),
    ("a table in GB 18030", |s| put(s, "static/a.csv", &[&b"\xbc\xd7,\xd2\xd2\n1,"[..], NUMBER.as_bytes()].concat())),
    ("JSON", |s| put(s, "static/a.json", format!("{{\"x\":\"{NUMBER}\"}}").as_bytes())),
    ("a cell of XLSX", |s| {
        put(s, "static/a.xlsx", &workbook(|b| drop(b.add_worksheet().write_string(2, 2, NUMBER).map(|_| ()))))
    }),
    ("a hidden sheet of XLSX", |s| {
        put(s, "static/a.xlsx", &workbook(|b| drop(b.add_worksheet().set_hidden(true).write_string(0, 0, NUMBER).map(|_| ()))))
    }),
    ("a comment in XLSX", |s| {
        put(
            s,
            "static/a.xlsx",
            &workbook(|b| drop(b.add_worksheet().insert_note(0, 0, &rust_xlsxwriter::Note::new(NUMBER)).map(|_| ()))),
        )
    }),
    ("the properties of XLSX", |s| {
        put(
            s,
            "static/a.xlsx",
            &workbook(|b| {
                let _ = b.set_properties(&rust_xlsxwriter::DocProperties::new().set_author(NUMBER));
            }),
        )
    }),
    ("the name of a sheet", |s| put(s, "static/a.xlsx", &workbook(|b| drop(b.add_worksheet().set_name(NUMBER).map(|_| ()))))),
    ("DOCX, in two runs", |s| put(s, "static/a.docx", &document(NUMBER))),
    ("the text of a PDF", |s| put(s, "static/a.pdf", &pdf(NUMBER, "report"))),
    ("the properties of a PDF", |s| put(s, "static/a.pdf", &pdf("report", NUMBER))),
    ("a member of a ZIP", |s| put(s, "static/a.zip", &zip_of(&[("a.txt", NUMBER.as_bytes())]))),
    ("the name of a member of a ZIP", |s| put(s, "static/a.zip", &zip_of(&[(&format!("{NUMBER}.txt"), b"-")]))),
    ("a ZIP in a ZIP", |s| put(s, "static/a.zip", &zip_of(&[("b.zip", &zip_of(&[("c.docx", &document(NUMBER))]))]))),
    ("EXIF", |s| {
        put(s, "static/a.jpg", &exif(&[(exif::Tag::ImageDescription, exif::Value::Ascii(vec![NUMBER.as_bytes().to_vec()]))]))
    }),
    ("XMP", |s| {
        put(
            s,
            "static/a.jpg",
            &photo(
                0xe1,
                b"http://ns.adobe.com/xap/1.0/\0",
                format!("<x:xmpmeta><rdf:li>{NUMBER}</rdf:li></x:xmpmeta>").as_bytes(),
            ),
        )
    }),
    ("IPTC", |s| {
        put(s, "static/a.jpg", &photo(0xed, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x17\x1c\x02x\0\x12", NUMBER.as_bytes()))
    }),
    ("a comment in a photograph", |s| put(s, "static/a.jpg", &photo(0xfe, b"", NUMBER.as_bytes()))),
    ("a text in a PNG", |s| put(s, "static/a.png", &png_with_text())),
    ("what git tracks", |s| {
        put(s, "notes/visit.txt", NUMBER.as_bytes());
        for arguments in [&["init", "-q"][..], &["add", "-f", "notes/visit.txt"]] {
            assert!(std::process::Command::new("git").current_dir(s).args(arguments).status().expect("git runs").success());
        }
    }),
];

/// Digits of the number that a message shows, in stretches of five.
fn shown(said: &str) -> Vec<&str> {
    (0..NUMBER.len() - 4).map(|at| &NUMBER[at..at + 5]).filter(|piece| said.contains(piece)).collect()
}

#[test]
fn a_planted_identifier_stops_the_build_wherever_it_is_and_is_never_shown() {
    assert!(PLANTS.len() >= 50, "{}", PLANTS.len());
    let faults: Vec<String> = PLANTS
        .par_iter()
        .enumerate()
        .filter_map(|(number, (place, plant))| {
            let site = base();
            plant(site.path());
            let mut faults = String::new();
            let ways = [&["check", "--lang", "zh"][..], &["build", "--lang", "en", "--message-format", "json"]];
            {
                let arguments = ways[number % 2];
                let done = run(site.path(), arguments);
                let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).into_owned();
                let found = said.contains("identify/resident-id");
                if done.status.code() != Some(1) || !found || !shown(&said).is_empty() || site.path().join("public").exists() {
                    let _ =
                        writeln!(faults, "── {place}: {:?}, found {found}, shown {:?}\n{said}", done.status.code(), shown(&said));
                }
            }
            (!faults.is_empty()).then_some(faults)
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_photograph_that_tells_its_place_is_refused() {
    let degrees = |d, m, s| exif::Value::Rational(vec![(d, 1).into(), (m, 1).into(), (s, 1).into()]);
    let site = base();
    let fields = [
        (exif::Tag::GPSLatitudeRef, exif::Value::Ascii(vec![b"N".to_vec()])),
        (exif::Tag::GPSLatitude, degrees(27, 33, 25)),
        (exif::Tag::GPSLongitudeRef, exif::Value::Ascii(vec![b"E".to_vec()])),
        (exif::Tag::GPSLongitude, degrees(109, 58, 28)),
    ];
    put(site.path(), "static/a.jpg", &exif(&fields));
    let done = run(site.path(), &["check", "--lang", "en"]);
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(said.contains("error[identify/photo-position]") && !said.contains("109"), "{said}");
}

#[test]
fn what_resembles_an_identifier_passes() {
    let site = base();
    let text = "统一社会信用代码`91430000MA00000000`，热线`12345`，不满`14周岁`，`6—14周岁`，义务教育学校，各乡镇，小组说明，微信公众号。";
    page(site.path(), text);
    picture_of(site.path(), "<path d=\"M109.97450 27.55690\"/>");
    put(site.path(), "static/a.csv", "县,人数\n甲,20\n".as_bytes());
    put(site.path(), "static/a.zip", &zip_of(&[("a.txt", b"2024"), ("b.docx", &document("report 2024"))]));
    put(site.path(), "static/a.pdf", &pdf("report", "report"));
    let said = good(site.path(), &["check", "--lang", "en"]);
    assert!(!said.contains("identify/"), "{said}");
}

#[test]
fn exceptions_hold_for_what_they_name_and_until_their_day() {
    let site = base();
    page(site.path(), "电话`0745-0000000`，在中方县测试镇。");
    let settings = "[[allow]]\ntext = \"0745 0000000\"\nreason = \"办公电话\"\n[[waiver]]\ntext = \"中方县测试镇\"\nreason = \"机关驻地\"\nperson = \"审核员\"\nexpires = 2025-12-31\n";
    let refused = |arguments: &[&str]| {
        let done = run(site.path(), arguments);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        (done.status.code() == Some(1)).then_some(said)
    };
    let said = refused(&["check", "--lang", "en"]).expect("without exceptions");
    assert!(said.contains("identify/phone") && said.contains("identify/address"), "{said}");
    put(site.path(), "data/identifiers.toml", settings.as_bytes());
    assert_eq!(refused(&["check", "--as-of", "2025-12-31"]), None);
    assert!(good(site.path(), &["check", "--lang", "en"]).contains("no date was given"), "a note without a date");
    let said = refused(&["check", "--lang", "en", "--as-of", "2026-01-01"]).expect("after its day");
    assert!(said.contains("error[identify/waiver-expired]"), "{said}");
    put(site.path(), "data/identifiers.toml", settings.replace("person = \"审核员\"\n", "").as_bytes());
    assert!(refused(&["check", "--lang", "en"]).expect("without a person").contains("`person` is missing"));
}

#[test]
fn what_is_certain_cannot_be_waived() {
    let site = base();
    page(site.path(), &format!("`{NUMBER}`"));
    let settings = format!("[[waiver]]\ntext = \"{NUMBER}\"\nreason = \"r\"\nperson = \"p\"\nexpires = 2030-01-01\n");
    put(site.path(), "data/identifiers.toml", settings.as_bytes());
    let done = run(site.path(), &["check", "--lang", "en"]);
    assert_eq!(done.status.code(), Some(1));
}
