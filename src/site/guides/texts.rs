//! The texts of the guides, from inside the program, and as pages say them.

/// A guide in Chinese and English, as in `docs/guides/`.
pub(super) struct Guide {
    /// The last part of its address; empty for the list of guides.
    pub(super) slug: &'static str,
    zh: &'static str,
    en: &'static str,
}

/// The list of guides: a title and a lead.
pub(super) const INDEX: Guide = Guide {
    slug: "",
    zh: "# 使用指南\n\n第一次发布的十步，数据员、撰稿人、签发人各有一份。\n",
    en: "# Guides\n\nA first release in ten steps, for the data clerk, the writer and the leader who signs.\n",
};

macro_rules! guides {
    ($($slug:literal),*) => {
        /// One for each role.
        pub(super) const GUIDES: &[Guide] = &[$(Guide {
            slug: $slug,
            zh: include_str!(concat!("../../../docs/guides/", $slug, ".zh.md")),
            en: include_str!(concat!("../../../docs/guides/", $slug, ".en.md")),
        }),*];
        /// The guides by their paths in the documents.
        const BY_PATH: &[(&str, &str)] = &[$(
            (concat!("docs/guides/", $slug, ".zh.md"), include_str!(concat!("../../../docs/guides/", $slug, ".zh.md"))),
            (concat!("docs/guides/", $slug, ".en.md"), include_str!(concat!("../../../docs/guides/", $slug, ".en.md"))),
        )*];
    };
}
guides!("clerk", "writer", "leader");

macro_rules! pictures {
    ($($name:literal),*) => {
        /// The pictures of the guides, taken by `tests/browser/guides.mjs`.
        pub(crate) const PICTURES: &[(&str, &[u8])] =
            &[$(($name, include_bytes!(concat!("../../../docs/guides/pictures/", $name)))),*];
    };
}
pictures!(
    "check.en.png",
    "check.zh.png",
    "home.en.png",
    "home.zh.png",
    "page.en.png",
    "page.zh.png",
    "report.en.png",
    "report.zh.png"
);

macro_rules! methods {
    ($($name:literal),*) => {
        /// What the handbook says more of elsewhere: how figures are protected.
        const METHODS: &[(&str, &str)] = &[$(
            (concat!("docs/methods/", $name, ".zh.md"), include_str!(concat!("../../../docs/methods/", $name, ".zh.md"))),
            (concat!("docs/methods/", $name, ".en.md"), include_str!(concat!("../../../docs/methods/", $name, ".en.md"))),
        )*];
    };
}
methods!(
    "audit",
    "cell-key",
    "complements",
    "contributors",
    "distinct-persons",
    "dominance",
    "fail-closed",
    "group-disclosure",
    "intervals",
    "known-outside",
    "linked-tables",
    "one-mark",
    "p-percent",
    "rates-and-ranks",
    "ratios",
    "releases",
    "rounding-to-a-base",
    "secondary-suppression",
    "small-count-rounding",
    "threshold",
    "waivers",
    "zeros"
);

/// Guides, handbook, methods and reference of messages, by their paths: whatever one of them links to is among them.
pub(crate) const DOCUMENTS: [&[(&str, &str)]; 3] = [
    BY_PATH,
    METHODS,
    &[
        ("docs/guide.en.md", include_str!("../../../docs/guide.en.md")),
        ("docs/guide.zh.md", include_str!("../../../docs/guide.zh.md")),
        ("docs/guides/province.en.md", include_str!("../../../docs/guides/province.en.md")),
        ("docs/guides/province.zh.md", include_str!("../../../docs/guides/province.zh.md")),
        ("docs/rules.en.md", include_str!("../../../docs/rules.en.md")),
        ("docs/rules.zh.md", include_str!("../../../docs/rules.zh.md")),
    ],
];

/// A guide as a page has it.
pub(super) struct Read {
    pub(super) title: String,
    /// The paragraph below the title.
    pub(super) lead: String,
    /// Everything else, as Markdown of a page.
    pub(super) body: String,
}

impl Guide {
    pub(super) fn read(&self, chinese: bool) -> Read {
        let mut paragraphs = (if chinese { self.zh } else { self.en }).split("\n\n");
        let title = paragraphs.next().unwrap_or_default().trim_start_matches("# ").trim().to_owned();
        let lead = paragraphs.next().unwrap_or_default().trim().to_owned();
        // The line of ways to other documents: pages have their own.
        let body: Vec<&str> = paragraphs.filter(|text| !text.starts_with("[English](") && !text.starts_with("[中文](")).collect();
        Read { title, lead, body: linked(&body.join("\n\n").replace("- [ ] ", "- ")) }
    }
}

/// The links of a document as links of a page: to a guide, to a picture; of others the words alone stay.
fn linked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("](") {
        let (before, after) = rest.split_at(at);
        let (target, behind) = after[2..].split_once(')').unwrap_or((&after[2..], ""));
        let page =
            GUIDES.iter().find(|guide| target.strip_suffix(".md").and_then(|name| name.split('.').next()) == Some(guide.slug));
        let target = match (page, target.strip_prefix("pictures/")) {
            (Some(guide), _) => format!("/guides/{}/", guide.slug),
            (None, Some(name)) => format!("/guides/pictures/{name}"),
            (None, None) => {
                let (start, words) = before.rsplit_once('[').unwrap_or((before, ""));
                out.push_str(start);
                out.push_str(words);
                rest = behind;
                continue;
            }
        };
        out.push_str(&format!("{before}]({target})"));
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_pages_and_pictures_or_are_words() {
        let text = "See [the clerk](clerk.en.md), [all](../guide.en.md) and ![a form](pictures/home.en.png).";
        assert_eq!(linked(text), "See [the clerk](/guides/clerk/), all and ![a form](/guides/pictures/home.en.png).");
    }

    #[test]
    fn every_link_of_a_packed_document_leads_to_a_packed_file() {
        let pictures = PICTURES.iter().map(|(name, _)| format!("docs/guides/pictures/{name}"));
        let packed: Vec<String> = DOCUMENTS.into_iter().flatten().map(|(path, _)| (*path).to_owned()).chain(pictures).collect();
        let mut links = 0;
        for (path, text) in DOCUMENTS.into_iter().flatten() {
            // Between fences stand examples.
            for prose in text.split("```").step_by(2) {
                for link in prose.split("](").skip(1).filter_map(|rest| rest.split([')', '#', ' ']).next()) {
                    if link.is_empty() || link.contains("://") || link.starts_with('/') {
                        continue;
                    }
                    links += 1;
                    assert!(packed.contains(&crate::html::joined(path, link)), "{path} links to {link}");
                }
            }
        }
        assert!(links > 50, "{links} links");
    }

    #[test]
    fn every_guide_has_ten_steps_three_pages_at_most_and_a_lead() {
        for guide in GUIDES {
            for (chinese, limit) in [(true, 2600), (false, 1350)] {
                let Read { title, lead, body } = guide.read(chinese);
                assert!(!title.is_empty() && !lead.is_empty() && !lead.contains(['[', '#']), "{title}");
                for step in 1..=10 {
                    assert!(body.contains(&format!("**{step}. ")), "{title}: step {step}");
                }
                // A page of A4 holds some 900 characters of Chinese or 450 words of English with headings, tables and commands.
                let length = if chinese {
                    body.chars().filter(|c| crate::html::is_han(*c)).count()
                } else {
                    body.split_whitespace().count()
                };
                assert!(length < limit, "{title}: {length}");
            }
        }
    }
}
