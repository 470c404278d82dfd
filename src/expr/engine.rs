//! The expression engine: MiniJinja with nothing in it but what [`super::Scope`] offers.

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::value::{Kwargs, Object, ObjectRepr, Rest, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, UndefinedBehavior};

use super::scan;
use super::{CellWords, Evaluated, ExprError, ExprErrorKind, FactWords, Scope, SlotCall};

/// Steps an expression may take: a sentence needs a few dozen.
const FUEL: u64 = 2_000;
/// Longest expression, in bytes.
const LONGEST: usize = 2_000;
/// How often an expression is started again to be given what it asked for: once for each thing it asks.
const ROUNDS: usize = 64;
/// Placeholders.
const SLOTS: [&str; 4] = ["chart", "figures", "dataset", "list"];

/// What an expression asked for and got. The engine's functions live longer than a borrowed scope may, so they ask here; what is not
/// known yet stops the round, is looked up, and the expression starts again.
#[derive(Debug, Default)]
struct Desk {
    facts: Vec<(String, FactWords)>,
    cells: Vec<(CellKey, CellWords)>,
    wanted: Option<Wanted>,
    trouble: Option<ExprErrorKind>,
}

type CellKey = (String, String, Vec<(String, String)>);

#[derive(Debug)]
enum Wanted {
    Fact(String),
    Cell(CellKey),
}

type Shared = Arc<Mutex<Desk>>;

fn lock(desk: &Shared) -> MutexGuard<'_, Desk> {
    desk.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Evaluates one expression, the text between `{{` and `}}`.
///
/// Ranges of errors are bytes of `source`. Cost: a few microseconds and one lookup per fact.
pub fn evaluate(source: &str, scope: &dyn Scope) -> Result<Evaluated, ExprError> {
    refuse(source)?;
    let desk: Shared = Arc::default();
    let engine = engine(&desk);
    let whole = trimmed(source);
    let expression = engine.compile_expression(source).map_err(|e| fault(&e, &desk, source))?;
    for _ in 0..ROUNDS {
        match expression.eval(()) {
            Ok(value) => return result(&value, &desk, whole),
            Err(error) => {
                let wanted = lock(&desk).wanted.take();
                match wanted {
                    None => return Err(fault(&error, &desk, source)),
                    Some(wanted) => bring(wanted, scope, &desk, source, &error)?,
                }
            }
        }
    }
    Err(ExprError { range: whole, kind: ExprErrorKind::TooMuch })
}

/// What the engine need not even see.
fn refuse(source: &str) -> Result<(), ExprError> {
    let whole = trimmed(source);
    if whole.is_empty() {
        return Err(ExprError { range: 0..source.len(), kind: ExprErrorKind::Syntax });
    }
    if source.len() > LONGEST {
        return Err(ExprError { range: whole, kind: ExprErrorKind::TooMuch });
    }
    scan::scan(source)
}

fn trimmed(source: &str) -> Range<usize> {
    let start = source.len() - source.trim_start().len();
    start..start + source.trim().len()
}

/// Looks up what was asked for.
fn bring(wanted: Wanted, scope: &dyn Scope, desk: &Shared, source: &str, error: &Error) -> Result<(), ExprError> {
    match wanted {
        Wanted::Fact(id) => match scope.fact(&id) {
            Some(words) => {
                lock(desk).facts.push((id, words));
                Ok(())
            }
            None => {
                let range = quoted(source, &id).unwrap_or_else(|| span(error, source));
                let nearest = scope.nearest_fact(&id);
                Err(ExprError { range, kind: ExprErrorKind::UnknownFact { id, nearest } })
            }
        },
        Wanted::Cell(key) => {
            let kind = match scope.cell(&key.0, &key.1, &key.2) {
                Some(words) if words.value.is_some() => {
                    lock(desk).cells.push((key, words));
                    return Ok(());
                }
                Some(words) if words.withheld => ExprErrorKind::WithheldCell,
                Some(_) => ExprErrorKind::EmptyCell,
                None => ExprErrorKind::UnknownCell,
            };
            Err(ExprError { range: span(error, source), kind })
        }
    }
}

/// Where an id stands in the expression, with its quotes.
fn quoted(source: &str, id: &str) -> Option<Range<usize>> {
    let at = [format!("\"{id}\""), format!("'{id}'")].iter().find_map(|text| source.find(text.as_str()))?;
    Some(at..at + id.len() + 2)
}

fn span(error: &Error, source: &str) -> Range<usize> {
    let whole = trimmed(source);
    match error.range() {
        Some(range) if range.start < range.end && range.end <= source.len() => range,
        _ => whole,
    }
}

fn fault(error: &Error, desk: &Shared, source: &str) -> ExprError {
    let range = span(error, source);
    let name = || source.get(range.clone()).unwrap_or_default().trim().to_owned();
    let kind = lock(desk).trouble.take().unwrap_or_else(|| match error.kind() {
        ErrorKind::UnknownFilter | ErrorKind::UnknownFunction | ErrorKind::UnknownMethod | ErrorKind::UnknownTest => {
            ExprErrorKind::UnknownName { name: name() }
        }
        ErrorKind::UndefinedError => ExprErrorKind::UnknownName { name: name() },
        ErrorKind::OutOfFuel => ExprErrorKind::TooMuch,
        ErrorKind::MissingArgument | ErrorKind::TooManyArguments | ErrorKind::InvalidOperation => ExprErrorKind::Arguments,
        _ => ExprErrorKind::Syntax,
    });
    ExprError { range, kind }
}

fn engine(desk: &Shared) -> Environment<'static> {
    let mut engine = Environment::empty();
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_debug(false);
    engine.set_fuel(Some(FUEL));
    let of = Arc::clone(desk);
    engine.add_function("fact", move |id: String| fact(&of, id));
    let of = Arc::clone(desk);
    engine.add_function("cell", move |cube: String, measure: String, codes: Kwargs| cell(&of, cube, measure, &codes));
    engine.add_function("plain", |text: String| Value::from_object(Plain(text)));
    for name in SLOTS {
        engine.add_function(name, move |args: Rest<String>| {
            Value::from_object(Slot(SlotCall { name: name.to_owned(), args: args.0 }))
        });
    }
    engine.add_filter("number", number);
    engine
}

/// Stops the round: something must be looked up first.
fn stop(desk: &Shared, wanted: Wanted) -> Error {
    lock(desk).wanted = Some(wanted);
    Error::new(ErrorKind::InvalidOperation, "to be looked up")
}

fn fact(desk: &Shared, id: String) -> Result<Value, Error> {
    let known = lock(desk).facts.iter().find(|(known, _)| *known == id).map(|(_, words)| words.clone());
    match known {
        Some(words) => Ok(Value::from_object(FactValue { words, desk: Arc::clone(desk) })),
        None => Err(stop(desk, Wanted::Fact(id))),
    }
}

fn cell(desk: &Shared, cube: String, measure: String, codes: &Kwargs) -> Result<Value, Error> {
    let mut named = Vec::new();
    for name in codes.args() {
        let code: Value = codes.get(name)?;
        named.push((name.to_owned(), code.to_string()));
    }
    codes.assert_all_used()?;
    named.sort();
    let key = (cube, measure, named);
    let known = lock(desk).cells.iter().find(|(known, _)| *known == key).map(|(_, words)| words.clone());
    match known {
        Some(words) => Ok(Value::from_object(CellValue { words, desk: Arc::clone(desk) })),
        None => Err(stop(desk, Wanted::Cell(key))),
    }
}

/// The figure with its bound, without its unit.
fn number(value: &Value) -> Result<Value, Error> {
    if let Some(fact) = value.downcast_object_ref::<FactValue>() {
        let said = Said { id: Some(fact.words.id.clone()), text: fact.words.number.clone(), value: fact.words.value };
        return Ok(Value::from_object(said));
    }
    if let Some(cell) = value.downcast_object_ref::<CellValue>() {
        return Ok(Value::from_object(Said { id: None, text: cell.words.number.clone(), value: cell.words.value }));
    }
    Err(Error::new(ErrorKind::InvalidOperation, "`number` takes a fact or a cell"))
}

struct FactValue {
    words: FactWords,
    desk: Shared,
}

struct CellValue {
    words: CellWords,
    desk: Shared,
}

/// A figure without its unit.
struct Said {
    id: Option<String>,
    text: String,
    value: Option<f64>,
}

struct Plain(String);

struct Slot(SlotCall);

fn compared(value: Option<f64>, desk: &Shared) -> Option<Value> {
    if value.is_none() {
        lock(desk).trouble = Some(ExprErrorKind::Withheld);
    }
    value.map(Value::from)
}

impl Object for FactValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let words = &self.words;
        match key.as_str()? {
            "label" => Some(Value::from(words.label.clone())),
            "period" => Some(Value::from(words.period.clone())),
            "place" => Some(Value::from(words.place.clone())),
            "unit" => Some(Value::from(words.unit.clone())),
            "source" => Some(Value::from(words.source.clone())),
            "value" => compared(words.value, &self.desk),
            _ => None,
        }
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.full)
    }
}

impl Object for CellValue {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        (key.as_str()? == "value").then(|| compared(self.words.value, &self.desk))?
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.full)
    }
}

macro_rules! plain_object {
    ($name:ident, $text:expr) => {
        impl Object for $name {
            fn repr(self: &Arc<Self>) -> ObjectRepr {
                ObjectRepr::Plain
            }

            fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text: fn(&$name) -> &str = $text;
                f.write_str(text(self))
            }
        }
    };
}

plain_object!(Said, |said| &said.text);
plain_object!(Plain, |plain| &plain.0);
plain_object!(Slot, |slot| &slot.0.name);

macro_rules! hidden_debug {
    ($($name:ident),*) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($name))
            }
        })*
    };
}

hidden_debug!(FactValue, CellValue, Said, Plain, Slot);

fn result(value: &Value, desk: &Shared, whole: Range<usize>) -> Result<Evaluated, ExprError> {
    let asked = lock(desk);
    let mut cubes: Vec<String> = asked.cells.iter().map(|((cube, ..), _)| cube.clone()).collect();
    cubes.dedup();
    let mut done = Evaluated { facts: asked.facts.iter().map(|(id, _)| id.clone()).collect(), cubes, ..Evaluated::default() };
    drop(asked);
    if let Some(fact) = value.downcast_object_ref::<FactValue>() {
        (done.text, done.said) = (fact.words.full.clone(), Some(fact.words.id.clone()));
        done.value = fact.words.value;
    } else if let Some(cell) = value.downcast_object_ref::<CellValue>() {
        done.text.clone_from(&cell.words.full);
        done.value = cell.words.value;
    } else if let Some(said) = value.downcast_object_ref::<Said>() {
        (done.text, done.said) = (said.text.clone(), said.id.clone());
        done.value = said.value;
    } else if let Some(plain) = value.downcast_object_ref::<Plain>() {
        (done.text, done.plain) = (plain.0.clone(), true);
    } else if let Some(slot) = value.downcast_object_ref::<Slot>() {
        done.slot = Some(slot.0.clone());
    } else {
        match value.kind() {
            ValueKind::String => value.as_str().unwrap_or_default().clone_into(&mut done.text),
            ValueKind::Number => return Err(ExprError { range: whole, kind: ExprErrorKind::BareNumber }),
            _ => return Err(ExprError { range: whole, kind: ExprErrorKind::NotText }),
        }
    }
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Known;

    impl Scope for Known {
        fn fact(&self, id: &str) -> Option<FactWords> {
            let value = match id {
                "camps" => Some(12.0),
                "trips" => Some(2.0),
                "withheld" => None,
                _ => return None,
            };
            Some(FactWords {
                id: id.to_owned(),
                full: format!("{id} 期"),
                number: "12".to_owned(),
                label: "期数".to_owned(),
                value,
                ..FactWords::default()
            })
        }

        fn cell(&self, cube: &str, _: &str, codes: &[(String, String)]) -> Option<CellWords> {
            let known = CellWords { full: format!("{codes:?}"), number: "7".to_owned(), value: Some(7.0), withheld: false };
            match cube {
                "camp" => Some(known),
                "secret" => Some(CellWords { withheld: true, ..CellWords::default() }),
                "empty" => Some(CellWords::default()),
                _ => None,
            }
        }

        fn nearest_fact(&self, _: &str) -> Option<String> {
            Some("camps".to_owned())
        }
    }

    fn text(source: &str) -> String {
        evaluate(source, &Known).unwrap().text
    }

    fn error(source: &str) -> ExprErrorKind {
        evaluate(source, &Known).unwrap_err().kind
    }

    #[test]
    fn a_fact_is_said_with_bound_and_unit_and_remembered() {
        let done = evaluate(" fact(\"camps\") ", &Known).unwrap();
        assert_eq!((done.text.as_str(), done.said.as_deref()), ("camps 期", Some("camps")));
        assert_eq!(done.facts, ["camps"]);
        assert_eq!(text("fact('camps') | number"), "12");
        assert_eq!(text("fact('camps').label"), "期数");
    }

    #[test]
    fn words_may_depend_on_values_and_every_fact_asked_is_known() {
        let done = evaluate("'more' if fact('camps').value > fact('trips').value else 'less'", &Known).unwrap();
        assert_eq!((done.text.as_str(), done.said), ("more", None));
        assert_eq!(done.facts, ["camps", "trips"]);
    }

    #[test]
    fn cells_and_slots_and_plain_numbers_are_told_apart() {
        let done = evaluate("cell('camp', 'n', year='2024', county=431222)", &Known).unwrap();
        assert_eq!(done.text, r#"[("county", "431222"), ("year", "2024")]"#);
        assert_eq!(done.cubes, ["camp"]);
        let slot = evaluate("figures('a', 'b')", &Known).unwrap().slot.unwrap();
        assert_eq!((slot.name.as_str(), slot.args), ("figures", vec!["a".to_owned(), "b".to_owned()]));
        assert!(evaluate("plain('18')", &Known).unwrap().plain);
    }

    #[test]
    fn every_kind_of_fault_is_named_with_its_place() {
        let unknown = evaluate(" fact('夏令营') ", &Known).unwrap_err();
        assert_eq!(unknown.range, 6..17, "the quoted id");
        assert!(matches!(unknown.kind, ExprErrorKind::UnknownFact { .. }));
        assert_eq!(error("fact('camps').value"), ExprErrorKind::BareNumber);
        assert_eq!(error("11"), ExprErrorKind::BareNumber);
        assert_eq!(error("1 + 1"), ExprErrorKind::Arithmetic);
        assert_eq!(error("fact('withheld').value > 1"), ExprErrorKind::Withheld);
        assert_eq!(error("cell('none', 'n')"), ExprErrorKind::UnknownCell);
        assert_eq!(error("cell('secret', 'n')"), ExprErrorKind::WithheldCell);
        assert_eq!(error("cell('secret', 'n') | number"), ExprErrorKind::WithheldCell);
        assert_eq!(error("'a' if cell('secret', 'n').value > 3 else 'b'"), ExprErrorKind::WithheldCell);
        assert_eq!(error("cell('empty', 'n')"), ExprErrorKind::EmptyCell);
        assert_eq!(error("[1]*99999999"), ExprErrorKind::List);
        assert_eq!(error(""), ExprErrorKind::Syntax);
        assert_eq!(error("fact("), ExprErrorKind::Syntax);
        assert!(matches!(error("fact('camps') | upper"), ExprErrorKind::UnknownName { .. }));
        assert!(matches!(error("now()"), ExprErrorKind::UnknownName { .. }));
        assert!(matches!(error("fact('camps').colour"), ExprErrorKind::UnknownName { .. } | ExprErrorKind::NotText));
        assert_eq!(error("true"), ExprErrorKind::NotText);
    }

    #[test]
    fn endless_work_is_stopped() {
        let many = vec!["'a'"; 300].join(" and ");
        assert!(evaluate(&many, &Known).is_ok() || error(&many) == ExprErrorKind::TooMuch);
        assert!(matches!(error(&"(".repeat(1_500)), ExprErrorKind::Syntax | ExprErrorKind::TooMuch));
    }
}
