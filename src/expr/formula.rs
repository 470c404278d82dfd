//! Formulas of derived statistics: exact arithmetic over facts, read into a tree so that units can be checked before anything is computed.
//!
//! Grammar: `sum = product (("+" | "-") product)*`, `product = factor (("*" | "/") factor)*`,
//! `factor = number | fact("id") | "(" sum ")"`. Numbers are factors such as 100 in a percentage.

use std::ops::Range;

use crate::model::Decimal;

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Formula {
    /// A plain factor.
    Number(Decimal),
    /// A fact, with where its id stands.
    Fact(String, Range<usize>),
    /// Two formulas joined.
    Join(Operator, Box<Formula>, Box<Formula>),
}

/// How two formulas are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient.
    Divide,
}

/// Bytes of the formula that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub Range<usize>);

/// Longest formula, in bytes: its tree is walked by recursion.
const LONGEST: usize = 1_000;
/// Deepest nesting of brackets.
const DEEPEST: usize = 32;

impl Formula {
    /// Reads a formula.
    pub fn parse(text: &str) -> Result<Self, Unreadable> {
        if text.len() > LONGEST {
            return Err(Unreadable(0..1));
        }
        let mut reader = Reader { text, at: 0, depth: 0 };
        let formula = reader.sum()?;
        reader.blanks();
        if reader.at < text.len() { Err(reader.wrong()) } else { Ok(formula) }
    }

    /// Every fact, in order, each once.
    #[must_use]
    pub fn facts(&self) -> Vec<&str> {
        let mut all = Vec::new();
        self.collect(&mut all);
        all
    }

    fn collect<'a>(&'a self, all: &mut Vec<&'a str>) {
        match self {
            Self::Number(_) => {}
            Self::Fact(id, _) if all.contains(&id.as_str()) => {}
            Self::Fact(id, _) => all.push(id),
            Self::Join(_, left, right) => {
                left.collect(all);
                right.collect(all);
            }
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn wrong(&self) -> Unreadable {
        let end = self.rest().chars().next().map_or(self.at, |c| self.at + c.len_utf8());
        Unreadable(self.at..end)
    }

    fn take(&mut self, token: &str) -> bool {
        self.blanks();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn sum(&mut self) -> Result<Formula, Unreadable> {
        let mut left = self.product()?;
        loop {
            let operator = if self.take("+") {
                Operator::Add
            } else if self.take("-") {
                Operator::Subtract
            } else {
                return Ok(left);
            };
            left = Formula::Join(operator, Box::new(left), Box::new(self.product()?));
        }
    }

    fn product(&mut self) -> Result<Formula, Unreadable> {
        let mut left = self.factor()?;
        loop {
            let operator = if self.take("*") {
                Operator::Multiply
            } else if self.take("/") {
                Operator::Divide
            } else {
                return Ok(left);
            };
            left = Formula::Join(operator, Box::new(left), Box::new(self.factor()?));
        }
    }

    fn factor(&mut self) -> Result<Formula, Unreadable> {
        if self.take("(") {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(self.wrong());
            }
            let inner = self.sum()?;
            self.depth -= 1;
            return if self.take(")") { Ok(inner) } else { Err(self.wrong()) };
        }
        if self.take("fact") {
            return self.fact();
        }
        let digits = self.rest().find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(self.rest().len());
        match Decimal::parse(&self.rest()[..digits]) {
            Some(number) => {
                self.at += digits;
                Ok(Formula::Number(number))
            }
            None => Err(self.wrong()),
        }
    }

    fn fact(&mut self) -> Result<Formula, Unreadable> {
        if !self.take("(") {
            return Err(self.wrong());
        }
        self.blanks();
        let Some(quote) = self.rest().chars().next().filter(|c| matches!(c, '"' | '\'')) else { return Err(self.wrong()) };
        let start = self.at + 1;
        let Some(length) = self.text[start..].find(quote) else { return Err(self.wrong()) };
        let id = self.text[start..start + length].to_owned();
        self.at = start + length + 1;
        if self.take(")") { Ok(Formula::Fact(id, start..start + length)) } else { Err(self.wrong()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_bind_before_sums_and_brackets_before_both() {
        let formula = Formula::parse("(fact(\"a\") - fact('b')) / fact(\"b\") * 100").unwrap();
        assert_eq!(formula.facts(), ["a", "b"]);
        let Formula::Join(Operator::Multiply, left, right) = formula else { panic!("not a product") };
        assert_eq!(*right, Formula::Number(Decimal::whole(100)));
        assert!(matches!(*left, Formula::Join(Operator::Divide, ..)));
    }

    #[test]
    fn the_place_of_a_slip_is_told() {
        assert_eq!(Formula::parse("fact(\"a\") +"), Err(Unreadable(11..11)));
        assert_eq!(Formula::parse("fact(\"a\") 人"), Err(Unreadable(10..13)));
        assert_eq!(Formula::parse("fact(a)"), Err(Unreadable(5..6)));
        assert!(Formula::parse(&"(".repeat(10_000)).is_err());
        assert!(Formula::parse("").is_err());
    }
}
