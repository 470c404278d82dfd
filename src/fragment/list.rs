//! The list of fragments: for people as CSV, for programs as JSON.

use super::Listed;

/// CSV that a spreadsheet opens rightly: a byte-order mark, CRLF, and nothing that would be taken for a formula.
#[must_use]
pub fn csv(listed: &[Listed]) -> String {
    let mut text = String::from("\u{feff}page,language,title,description,file,address\r\n");
    for line in listed {
        let fields = [&line.page, &line.language, &line.title, &line.description, &line.file, &line.address];
        let fields: Vec<String> = fields.iter().map(|field| field_of(field)).collect();
        text.push_str(&fields.join(","));
        text.push_str("\r\n");
    }
    text
}

fn field_of(text: &str) -> String {
    let text = if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// The same as one document.
#[must_use]
pub fn json(listed: &[Listed], stylesheet: &str) -> String {
    format!("{:#}\n", serde_json::json!({ "stylesheet": stylesheet, "fragments": listed }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_title_is_a_formula_and_commas_stay_in_their_field() {
        let line = Listed {
            page: "a/".to_owned(),
            language: "en".to_owned(),
            title: "=1+1, \"two\"".to_owned(),
            description: String::new(),
            file: "en/a.html".to_owned(),
            address: "/a/index.html".to_owned(),
        };
        assert!(csv(std::slice::from_ref(&line)).ends_with("\r\na/,en,\"'=1+1, \"\"two\"\"\",,en/a.html,/a/index.html\r\n"));
        let read: serde_json::Value = serde_json::from_str(&json(&[line], "style.css")).unwrap();
        assert_eq!(read["fragments"][0]["title"], "=1+1, \"two\"");
        assert_eq!(read["stylesheet"], "style.css");
    }
}
