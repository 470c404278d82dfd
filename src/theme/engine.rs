//! The template engine: one instance per language, all built from the same compiled templates.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, Value};

use crate::diag::{Diagnostic, Rule, Source, Span};
use crate::model::Lang;
use crate::say;

use super::layers::Layers;
use super::views::Frame;
use super::words::Translate;

/// Compiled templates with the words of every language.
#[derive(Debug)]
pub(super) struct Engine {
    by_lang: BTreeMap<String, Tera>,
    sources: BTreeMap<String, Arc<Source>>,
}

impl Engine {
    /// Compiles the templates of all layers once and gives each language its own words.
    pub(super) fn build(
        layers: &Layers,
        words: &BTreeMap<Lang, Arc<dyn Translate>>,
        used: &BTreeMap<String, Span>,
    ) -> Result<Self, Box<Diagnostic>> {
        let mut sources = BTreeMap::new();
        for layer in layers.iter() {
            for (name, source) in &layer.templates {
                sources.insert(format!("{}{name}", layer.prefix), Arc::clone(source));
            }
        }
        let mut tera = Tera::new();
        let prefixes = layers.iter().map(|layer| layer.prefix.clone()).collect::<Vec<_>>();
        tera.register_function("t", |_: Kwargs, _: &State| -> Result<Value, tera::Error> {
            Err(tera::Error::message("no language"))
        });
        tera.set_fallback_prefixes(prefixes).expect("no template was added yet");
        let texts = sources.iter().map(|(name, source)| (name.as_str(), source.text()));
        tera.add_raw_templates(texts).map_err(|fault| Box::new(faulty(&fault, &sources)))?;
        let speak = |(lang, catalogue): (&Lang, &Arc<dyn Translate>)| {
            let mut own = tera.clone();
            own.register_function("t", translator(Arc::clone(catalogue), used.keys()));
            (lang.to_string(), own)
        };
        Ok(Self { by_lang: words.iter().map(speak).collect(), sources })
    }

    /// Whether there is such a template.
    pub(super) fn has(&self, template: &str) -> bool {
        self.by_lang.values().next().is_some_and(|tera| tera.contains_template(template))
    }

    /// Renders a template with `frame` and `page`; `about` names the page in the message of a failure.
    pub(super) fn render(
        &self,
        template: &str,
        lang: &str,
        frame: Option<&Frame>,
        page: &impl Serialize,
        about: &str,
    ) -> Result<String, Box<Diagnostic>> {
        let render = || -> Result<String, tera::Error> {
            let tera = self.by_lang.get(lang).ok_or_else(|| tera::Error::message("no such language"))?;
            let mut context = Context::new();
            if let Some(frame) = frame {
                context.insert_value("frame", Value::try_from_serializable(frame)?);
            }
            context.insert_value("page", Value::try_from_serializable(page)?);
            tera.render(template, &context)
        };
        render().map_err(|fault| Box::new(self.unrendered(&fault, template, about)))
    }

    fn unrendered(&self, fault: &tera::Error, template: &str, about: &str) -> Diagnostic {
        let ErrorKind::RenderingError(report) = fault.kind() else {
            return Diagnostic::error(
                &RENDER,
                say!("模板 `{template}` 无法生成页面“{about}”", "template `{template}` cannot make the page “{about}”"),
            )
            .with_note(first_line(&fault.to_string()));
        };
        let Some(source) = self.sources.get(report.filename()) else {
            return Diagnostic::error(&RENDER, say!("无法生成页面“{about}”", "cannot make the page “{about}”"));
        };
        let span = source.span(whole_path(source.text(), report.span().range.clone()));
        let field = source.text().get(span.range.clone()).unwrap_or_default().to_owned();
        let file = source.path().display();
        Diagnostic::error(
            &RENDER,
            say!(
                "模板 `{file}` 在页面“{about}”上算不出 `{field}`",
                "template `{file}` cannot make `{field}` on the page “{about}”"
            ),
        )
        .at(span)
        .with_note(first_line(report.message()))
    }
}

/// Widens the place of a field to the left over the names it belongs to: `lable` → `page.fact.lable`.
fn whole_path(text: &str, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    let path = before.trim_end_matches(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
    path.len()..range.end
}

/// The function `t`: words without variables are looked up once, here.
fn translator<'a>(
    catalogue: Arc<dyn Translate>,
    keys: impl Iterator<Item = &'a String>,
) -> impl Fn(Kwargs, &State) -> Result<Value, tera::Error> + Sync + Send + 'static {
    let plain: HashMap<String, Value> =
        keys.filter_map(|key| Some((key.clone(), Value::from(catalogue.word(key, &[])?)))).collect();
    move |kwargs, _| {
        let key: &str = kwargs.must_get("key")?;
        let args: Vec<(String, String)> = kwargs
            .iter()
            .filter(|(name, _)| name.as_str() != Some("key"))
            .filter_map(|(name, value)| Some((name.as_str()?.to_owned(), value.to_string())))
            .collect();
        let known = if args.is_empty() { plain.get(key).cloned() } else { None };
        known
            .or_else(|| catalogue.word(key, &args).map(Value::from))
            .ok_or_else(|| tera::Error::message(format!("no word `{key}`, or a variable of it is missing")))
    }
}

/// A template that does not compile.
fn faulty(fault: &tera::Error, sources: &BTreeMap<String, Arc<Source>>) -> Diagnostic {
    let finding = |words: &str| Diagnostic::error(&TEMPLATE, say!("模板有误：{words}", "a template is faulty: {words}"));
    let place = |name: &str, range| sources.get(name).map(|source| source.span(range));
    match fault.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let found = finding(report.message());
            match place(report.filename(), report.span().range.clone()) {
                Some(span) => found.at(span),
                None => found,
            }
        }
        other => {
            let words = other.to_string();
            let mut lines = words.lines();
            let found = finding(lines.next().unwrap_or_default());
            lines
                .filter(|line| !line.trim().is_empty())
                .take(3)
                .fold(found, |found, line| found.with_note(say!("{line}", "{line}")))
        }
    }
}

fn first_line(words: &str) -> crate::diag::Text {
    let line = words.lines().next().unwrap_or_default();
    say!("模板引擎：{line}", "the template engine says: {line}")
}

/// A template that does not compile.
pub(super) static TEMPLATE: Rule = Rule {
    id: "theme/template",
    title: ("模板有误", "faulty template"),
    explain: (
        "主题或网站 `templates/` 里的一个模板写得不对：语法错误，或者用了不存在的过滤器、函数、组件或父模板。模板用 Tera 2 编写；网站里同名的模板会盖住主题的模板。",
        "A template of the theme or of the site's `templates/` does not compile: a slip of syntax, or a filter, function, component or parent that does not exist. Templates are written for Tera 2; one in the site replaces the theme's of the same name.",
    ),
};

/// A template that asks for what the view does not have.
pub(super) static RENDER: Rule = Rule {
    id: "theme/render",
    title: ("模板无法生成页面", "a template cannot make a page"),
    explain: (
        "模板用到了页面没有提供的字段，多半是字段名拼错，或者模板是为别的页面写的。各种页面提供哪些字段，见主题文件夹的 `README.md`。",
        "The template asks for something the page does not offer: most often a misspelt field, or a template written for another kind of page. The theme's `README.md` tells what each kind of page offers.",
    ),
};
