//! Whether anybody could tell which child a story is about: by what it says of the child, by a date and a place, by a sentence that
//! stands elsewhere.
//!
//! What front matter declares and what the text tells is put into the words of the tables' dimensions; the vault is asked whether
//! enough children fit, and answers yes or no.

mod beyond;
mod dates;
mod rules;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::confidential::{Asked, Description, enough};
use crate::config::{Settings, Trait};
use crate::consent::{Clearance, ClearedStory, Press, plain};
use crate::content::span_of;
use crate::diag::{Diagnostic, Place, Sink, Source};
use crate::files::Root;
use crate::model::{Date, DimensionId, Lang};
use crate::say;

pub use beyond::beyond;
pub use rules::RULES;

/// All that is told of one child.
#[derive(Clone, Debug, Default)]
struct Account {
    /// What the tables count.
    counted: Description,
    /// What they do not.
    beyond: BTreeSet<Trait>,
}

/// One thing that is told of a child.
#[derive(Clone, Debug)]
enum Attribute {
    Counted(DimensionId),
    Beyond(Trait),
}

impl Account {
    fn attributes(&self) -> Vec<Attribute> {
        let counted = self.counted.parts.keys().cloned().map(Attribute::Counted);
        counted.chain(self.beyond.iter().copied().map(Attribute::Beyond)).collect()
    }

    fn without(&self, attribute: &Attribute) -> Self {
        let mut fewer = self.clone();
        match attribute {
            Attribute::Counted(dimension) => drop(fewer.counted.parts.remove(dimension)),
            Attribute::Beyond(told) => drop(fewer.beyond.remove(told)),
        }
        fewer
    }

    /// The question to the vault. So many children are asked for that the least is left to be expected when each attribute that no
    /// table counts is shared by one in some (`story_one_in`), independently of the rest.
    fn asked(&self, settings: &Settings) -> Asked {
        let checks = &settings.site.checks;
        let least = self.beyond.iter().fold(checks.crowd(), |least, told| least.saturating_mul(checks.one_in.of(*told)));
        Asked { about: self.counted.clone(), least }
    }
}

/// A story as it is judged: its account of the child and its texts.
struct Told<'a> {
    story: &'a ClearedStory,
    account: Account,
    texts: Vec<(Lang, Arc<Source>, String)>,
}

/// Judges every cleared story. Cost: one pass over the records when there is a story, and over the texts of stories.
pub fn judge(root: &Root, settings: &Settings, stories: &Clearance, press: &Press, as_of: Option<Date>, sink: &Sink) {
    let told: Vec<Told> = stories.iter().map(|story| read(root, settings, story)).collect();
    for story in &told {
        for (lang, source, text) in &story.texts {
            dates::judge(settings, story.story, lang, source, text, as_of, sink);
            sentences(press, source, text, sink);
        }
    }
    rare(root, settings, &told, sink);
}

/// Title, description and body of a story in each language, as a reader has them.
fn texts(root: &Root, story: &ClearedStory) -> Vec<(Lang, Arc<Source>, String)> {
    let texts = story.page().texts.iter().filter_map(|(lang, text)| {
        let source = text.read(root).ok()?;
        let body = plain(source.text().get(text.body..).unwrap_or_default());
        Some((lang.clone(), source, format!("{}\n\n{}\n\n{body}", text.title, text.description)))
    });
    texts.collect()
}

fn read<'a>(root: &Root, settings: &Settings, story: &'a ClearedStory) -> Told<'a> {
    let (page, texts) = (story.page(), texts(root, story));
    let mut description = told::in_texts(settings, &texts);
    if let Some(programme) = &page.meta.programme {
        let knows = settings.catalog.dimensions.values().filter(|dimension| dimension.position(programme.as_str()).is_some());
        description.parts.extend(knows.map(|dimension| (dimension.id.clone(), vec![programme.clone()])));
    }
    // What a writer declares is surer than what a program reads.
    description.parts.extend(page.meta.story.iter().flat_map(|declared| declared.about.clone()));
    let beyond = beyond::of_story(story, texts.iter().map(|(_, _, text)| text.as_str()));
    Told { story, account: Account { counted: description, beyond }, texts }
}

/// Descriptions that too few fit: of one story, and of stories about one child together.
fn rare(root: &Root, settings: &Settings, told: &[Told], sink: &Sink) {
    let least = settings.site.checks.crowd();
    let together = joined(told);
    let accounts = told.iter().map(|story| &story.account).chain(together.iter().map(|(_, joint)| joint));
    let asked: Vec<Asked> = accounts.map(|account| account.asked(settings)).collect();
    let passed = enough(root, settings, &asked);
    let (single, joint) = passed.split_at(told.len());
    for (story, _) in told.iter().zip(single).filter(|(_, passed)| !**passed) {
        let coarser = coarser(root, settings, &story.account);
        sink.push(told::rare(settings, place(story), &story.account.attributes(), &coarser, least));
    }
    for ((stories, account), _) in together.iter().zip(joint).filter(|(_, passed)| !**passed) {
        // When one of them is rare by itself, that was told.
        if stories.iter().all(|at| single[*at]) {
            let places = stories.iter().map(|at| place(&told[*at])).collect();
            sink.push(told::rare_together(settings, places, &account.attributes(), least));
        }
    }
}

/// Stories on one consent are about one child: what each tells is known together.
fn joined(told: &[Told]) -> Vec<(Vec<usize>, Account)> {
    let mut by_consent: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, story) in told.iter().enumerate() {
        let consent = story.story.page().meta.story.as_ref().and_then(|declared| declared.consent.as_deref());
        by_consent.entry(consent.unwrap_or_default()).or_default().push(at);
    }
    let several = by_consent.into_values().filter(|stories| stories.len() > 1);
    several
        .map(|stories| {
            let mut joint = Account::default();
            for account in stories.iter().map(|at| &told[*at].account) {
                joint.beyond.extend(&account.beyond);
                for (dimension, codes) in &account.counted.parts {
                    let known = joint.counted.parts.entry(dimension.clone()).or_insert_with(|| codes.clone());
                    // Two accounts of one child narrow each other, unless they tell of different times and places.
                    if known.iter().any(|code| codes.contains(code)) {
                        known.retain(|code| codes.contains(code));
                    }
                }
            }
            (stories, joint)
        })
        .collect()
}

/// What could be left unsaid, each by itself, so that enough children fit.
fn coarser(root: &Root, settings: &Settings, account: &Account) -> Vec<Attribute> {
    let attributes = account.attributes();
    let asked: Vec<Asked> = attributes.iter().map(|attribute| account.without(attribute).asked(settings)).collect();
    let passed = enough(root, settings, &asked);
    attributes.into_iter().zip(passed).filter(|(_, passed)| *passed).map(|(attribute, _)| attribute).collect()
}

fn place(story: &Told) -> Place {
    let first = story.texts.first();
    let span = first.and_then(|(_, source, _)| span_of(source, "title"));
    span.map_or_else(|| Place::from(std::path::Path::new("content")), Place::from)
}

/// Sentences that stand in a known press text.
fn sentences(press: &Press, source: &Arc<Source>, text: &str, sink: &Sink) {
    for paragraph in text.split("\n\n") {
        let Some(title) = press.holding(paragraph) else { continue };
        let start: String = paragraph.trim().chars().take(6).collect();
        let at = source.text().find(&start);
        let place = at.map_or_else(|| Place::from(source.path()), |at| source.span(at..at + start.len()).into());
        let message = say!("这一段有句子与《{title}》逐字相同", "this paragraph shares words with “{title}”");
        let help = say!(
            "换自己的话来写：照抄的句子在网上一搜，就能找到原文和里面的人",
            "say it in your own words: a copied sentence leads any search engine to the article and the people in it"
        );
        sink.push(Diagnostic::error(&rules::PRESS, message).at(place).help(help));
    }
}
