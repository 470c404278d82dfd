//! Sandboxed expressions: one at a time, with spans, fuel and scalar results only.
//!
//! `{{ fact("camps.person-times") }}` in a page holds one expression. It can ask for facts and published cells, compare, choose between
//! words and filter; it cannot loop, include, read or write. Lists are refused outright: they are lazy and outrun the fuel.

mod engine;
pub mod formula;
mod scan;

pub use engine::evaluate;

use std::ops::Range;

use crate::diag::Text;
use crate::say;

/// A fact as expressions see it, in one language.
#[derive(Clone, Debug, Default)]
pub struct FactWords {
    /// Its id.
    pub id: String,
    /// Number with bound and unit: `80余万元`.
    pub full: String,
    /// Number with bound, without unit.
    pub number: String,
    /// Unit.
    pub unit: String,
    /// Name.
    pub label: String,
    /// Period in words.
    pub period: String,
    /// Place in words.
    pub place: String,
    /// Source in words.
    pub source: String,
    /// The printed number, for comparisons; `None` when withheld.
    pub value: Option<f64>,
    /// Whether it is a plan, not a result.
    pub planned: bool,
}

/// A published cell as expressions see it.
#[derive(Clone, Debug, Default)]
pub struct CellWords {
    /// Number with unit.
    pub full: String,
    /// Number without unit.
    pub number: String,
    /// The number; `None` when the cell has none, and then it cannot be said.
    pub value: Option<f64>,
    /// Whether the number is missing because it is withheld.
    pub withheld: bool,
}

/// What expressions may ask.
pub trait Scope {
    /// A fact.
    fn fact(&self, id: &str) -> Option<FactWords>;
    /// A published cell: cube, measure, dimension → code (those not named are at their total).
    fn cell(&self, cube: &str, measure: &str, codes: &[(String, String)]) -> Option<CellWords>;
    /// The known fact that is nearest to a misspelt one.
    fn nearest_fact(&self, id: &str) -> Option<String>;
}

/// A placeholder for something that is not text: a chart, a row of figures, a dataset, a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotCall {
    /// `chart`, `figures`, `dataset`, `list`.
    pub name: String,
    /// Its arguments.
    pub args: Vec<String>,
}

/// What an expression came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evaluated {
    /// The words, unescaped.
    pub text: String,
    /// Every fact that was asked for, in order of asking, each once.
    pub facts: Vec<String>,
    /// Every cube that was asked for.
    pub cubes: Vec<String>,
    /// The fact whose figure the words are, when they are that and nothing else.
    pub said: Option<String>,
    /// The number behind the words, when they are a figure.
    pub value: Option<f64>,
    /// A placeholder instead of words.
    pub slot: Option<SlotCall>,
    /// A number declared not to be a statistic: `plain("5")`.
    pub plain: bool,
}

/// Why an expression has no result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExprError {
    /// Bytes of the expression that are to blame.
    pub range: Range<usize>,
    /// What is wrong.
    pub kind: ExprErrorKind,
}

/// Kinds of errors in expressions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprErrorKind {
    /// Cannot be read.
    Syntax,
    /// No such fact; the nearest known one.
    UnknownFact {
        /// As typed.
        id: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// No such cube, measure, dimension or code.
    UnknownCell,
    /// The cell is withheld.
    WithheldCell,
    /// The cell has no number.
    EmptyCell,
    /// A name, function, filter or attribute that expressions do not have.
    UnknownName {
        /// As typed.
        name: String,
    },
    /// A bare number: a result must be words, so that bound and unit survive.
    BareNumber,
    /// Not a text: a list, a table, nothing.
    NotText,
    /// `[`: lists are not allowed.
    List,
    /// `+`, `~` and their like: a result put together from parts could lose bound and unit.
    Arithmetic,
    /// A number typed as text: it would be bound to no fact.
    LooseNumber,
    /// A whole fact or cell was compared, not its value.
    Compared,
    /// Took too long.
    TooMuch,
    /// Arguments of the wrong kind or number.
    Arguments,
    /// A withheld figure was compared.
    Withheld,
}

impl ExprError {
    /// What is wrong and what to do, in one phrase.
    #[must_use]
    pub fn text(&self) -> Text {
        match &self.kind {
            ExprErrorKind::Syntax => {
                say!("表达式写法不对；检查引号和括号", "the expression cannot be read; check quotes and brackets")
            }
            ExprErrorKind::UnknownFact { id, nearest: Some(near) } => {
                say!(
                    "没有编号为 `{id}` 的数字，最接近的是 `{near}`",
                    "no published fact is called `{id}`; the nearest is `{near}`"
                )
            }
            ExprErrorKind::UnknownFact { id, nearest: None } => {
                say!(
                    "没有编号为 `{id}` 的数字，可用 `shanwai facts` 查看",
                    "no published fact is called `{id}`; list them with `shanwai facts`"
                )
            }
            ExprErrorKind::UnknownCell => {
                say!(
                    "没有这个数据单元；检查数据集、度量、维度和代码",
                    "there is no such cell; check cube, measure, dimensions and codes"
                )
            }
            ExprErrorKind::WithheldCell => say!(
                "这个数据单元为保护当事人不公布，不能写进文字；请改写这句话，引用已公布的合计，或者改用图表",
                "this cell is withheld to protect people and cannot be cited; reword the sentence, cite a published total, or use a chart"
            ),
            ExprErrorKind::EmptyCell => say!(
                "这个数据单元没有数；检查维度和代码，或者改写这句话",
                "this cell has no number; check dimensions and codes, or reword the sentence"
            ),
            ExprErrorKind::UnknownName { name } => say!(
                "表达式里没有 `{name}`；可用 fact、cell、plain，过滤器 number，属性 label、period、place、unit、source、value",
                "expressions have no `{name}`; there are fact, cell, plain, the filter number and the attributes label, period, place, unit, source, value"
            ),
            ExprErrorKind::BareNumber => say!(
                "不能直接输出一个裸数；请在 facts.toml 里登记推算数字，再用 fact(\"…\") 引用",
                "a bare number cannot be printed; register a derived fact in facts.toml and cite it with fact(\"…\")"
            ),
            ExprErrorKind::NotText => say!("结果不是文字", "the result is not a text"),
            ExprErrorKind::List => say!("表达式里不能用方括号", "square brackets are not allowed in expressions"),
            ExprErrorKind::Arithmetic => say!(
                "表达式里不能运算或拼接；请在 facts.toml 里登记推算数字",
                "expressions do not compute or join; register a derived fact in facts.toml"
            ),
            ExprErrorKind::LooseNumber => say!(
                "引号里的文字不能带数字；统计数字用 fact(\"…\")，其他数字用 plain(\"…\")",
                "text in quotes may hold no digit; cite figures with fact(\"…\"), other numbers with plain(\"…\")"
            ),
            ExprErrorKind::Compared => {
                say!("比较的应当是数值，写成 fact(\"…\").value", "compare values: write fact(\"…\").value")
            }
            ExprErrorKind::TooMuch => say!("表达式太复杂", "the expression is too much work"),
            ExprErrorKind::Arguments => say!("参数的个数或类型不对", "the arguments are of the wrong number or kind"),
            ExprErrorKind::Withheld => {
                say!("这个数字不公布，不能拿来比较", "this figure is not published and cannot be compared")
            }
        }
    }
}
