//! The scanner: records of a block → checked rows. One quick way for plain records, one careful way for all others.

use super::blocks::{Block, record_end};
use super::codes::SHORT;
use super::faults::{Fault, FaultKind, Faults};
use super::schema::{Field, Kind, Schema};
use super::split::Fields;
use super::{Fold, MAX_RECORD, Person, Row, number};

/// Turns the records of blocks into rows; one per worker.
pub(super) struct Scanner<'a> {
    schema: &'a Schema,
    row: Row,
    /// The holding of the row.
    holding: Person,
    fields: Fields,
    pub(super) faults: Faults,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(schema: &'a Schema) -> Self {
        let row = Row {
            codes: vec![0; schema.codes],
            numbers: vec![0; schema.numbers],
            person: Person::NONE,
            contributor: Person::NONE,
        };
        Self { schema, row, holding: Person::NONE, fields: Fields::default(), faults: Faults::default() }
    }

    /// Scans one block and gives the number of its records, blank lines counted.
    pub(super) fn scan<F: Fold>(&mut self, index: usize, block: &Block, fold: &mut F) -> u64 {
        let data = block.data();
        let plain = !data.contains(&b'"') && std::str::from_utf8(data).is_ok();
        let (mut at, mut record) = (0, 0);
        while at < data.len() {
            record += 1;
            if plain {
                match self.quick(block.padded(), at) {
                    Some(next) => {
                        self.settle();
                        fold.row(&self.row);
                        at = next;
                        continue;
                    }
                    None => at = self.careful(data, at, index, record, fold),
                }
            } else {
                at = self.careful(data, at, index, record, fold);
            }
        }
        record
    }

    /// Reads a record without quotes into `self.row` and gives where the next begins; `None` when anything is out of order.
    #[inline]
    fn quick(&mut self, bytes: &[u8], start: usize) -> Option<usize> {
        if matches!(bytes[start], b'\n' | b'\r') {
            return None;
        }
        let mut at = start;
        let last = self.schema.fields.len() - 1;
        for (column, field) in self.schema.fields.iter().enumerate() {
            let (end, word) = field_end(bytes, at);
            let mut stop = end;
            if (bytes[end] == b'\n') != (column == last) {
                return None;
            }
            if column == last && end > at && bytes[end - 1] == b'\r' {
                stop -= 1;
            }
            let value = &bytes[at..stop];
            if value.is_empty() {
                if !field.optional {
                    return None;
                }
                empty(field, &mut self.row, &mut self.holding);
            } else if let Kind::Code { slot, table, .. } = &field.kind
                && value.len() <= SHORT
            {
                let code = table.short(cut(word, value.len()));
                if code == 0 {
                    return None;
                }
                self.row.codes[*slot] = code;
            } else if decode(field, value, &mut self.row, &mut self.holding).is_err() {
                return None;
            }
            at = end + 1;
        }
        (at - start <= MAX_RECORD).then_some(at)
    }

    /// Reads any record, telling every fault of it, and gives where the next begins.
    #[cold]
    fn careful<F: Fold>(&mut self, data: &[u8], start: usize, block: usize, record: u64, fold: &mut F) -> usize {
        let next = record_end(data, start);
        let line = data[start..next].strip_suffix(b"\n").unwrap_or(&data[start..next]);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            return next;
        }
        if next - start > MAX_RECORD {
            self.faults.push(Fault::whole_record(block, record, FaultKind::TooLong));
        } else if std::str::from_utf8(line).is_err() {
            self.faults.push(Fault::whole_record(block, record, FaultKind::NotUtf8));
        } else if self.fields.split(line).is_err() {
            self.faults.push(Fault::whole_record(block, record, FaultKind::StrayQuote));
        } else if self.fields.len() != self.schema.fields.len() {
            let found = self.fields.len();
            self.faults.push(Fault::whole_record(block, record, FaultKind::FieldCount(found)));
        } else if self.all(block, record) {
            self.settle();
            fold.row(&self.row);
        }
        next
    }

    /// Whoever contributes the row that was just read.
    #[inline]
    fn settle(&mut self) {
        self.row.contributor = if self.holding.is_none() { self.row.person } else { self.holding };
    }

    /// Decodes every field; whether none was at fault.
    fn all(&mut self, block: usize, record: u64) -> bool {
        let mut good = true;
        for (column, field) in self.schema.fields.iter().enumerate() {
            if let Err(kind) = decode(field, self.fields.get(column), &mut self.row, &mut self.holding) {
                good = false;
                self.faults.push(Fault { block, record, column: Some(column), kind });
            }
        }
        good
    }
}

#[inline]
fn decode(field: &Field, value: &[u8], row: &mut Row, holding: &mut Person) -> Result<(), FaultKind> {
    if value.is_empty() && !matches!(field.kind, Kind::Skip) {
        if !field.optional {
            return Err(FaultKind::Empty);
        }
        empty(field, row, holding);
        return Ok(());
    }
    match &field.kind {
        Kind::Skip | Kind::Text => {}
        Kind::Key => drop(Person::read(value).ok_or(FaultKind::BadKey)?),
        Kind::Person => row.person = Person::read(value).ok_or(FaultKind::BadKey)?,
        Kind::Holding => *holding = Person::read(value).ok_or(FaultKind::BadKey)?.holding(),
        Kind::Code { slot, table, .. } => match table.find(value) {
            0 if table.is_no_period(value) => return Err(FaultKind::NoPeriod),
            0 => return Err(FaultKind::UnknownCode),
            code => row.codes[*slot] = code,
        },
        Kind::Number { slot, places } => {
            row.numbers[*slot] = number::read(value, *places).ok_or_else(|| not_a_number(value, *places))?;
        }
    }
    Ok(())
}

#[cold]
fn not_a_number(value: &[u8], places: u8) -> FaultKind {
    let negative = value.strip_prefix(b"-").is_some_and(|value| number::read(value, places).is_some());
    if negative { FaultKind::Negative } else { FaultKind::BadNumber }
}

fn empty(field: &Field, row: &mut Row, holding: &mut Person) {
    match &field.kind {
        Kind::Skip | Kind::Text | Kind::Key => {}
        Kind::Person => row.person = Person::NONE,
        Kind::Holding => *holding = Person::NONE,
        Kind::Code { slot, .. } => row.codes[*slot] = 0,
        Kind::Number { slot, places: _ } => row.numbers[*slot] = 0,
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Where the field that begins at `at` ends, and its first eight bytes. Every block ends with `\n`, so there is an end.
#[inline]
fn field_end(bytes: &[u8], at: usize) -> (usize, u64) {
    let first = word(bytes, at);
    let (mut here, mut now) = (at, first);
    loop {
        // The lowest flag is exact; false ones can only stand above it.
        let flags = zeros(now ^ (ONES * u64::from(b','))) | zeros(now ^ (ONES * u64::from(b'\n')));
        if flags != 0 {
            return (here + (flags.trailing_zeros() / 8) as usize, first);
        }
        here += 8;
        now = word(bytes, here);
    }
}

#[inline]
fn word(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"))
}

fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// The first `len` bytes of a word, as `codes::pack` packs them.
#[inline]
fn cut(word: u64, len: usize) -> u64 {
    let bits = 8 * len;
    (word & ((1 << bits) - 1)) | (len as u64) << 56
}

#[cfg(test)]
mod tests {
    use super::super::codes::pack;
    use super::*;

    #[test]
    fn fields_end_at_the_first_comma_or_line_end() {
        let bytes = b"43,2023-01-01T00,\xff\xfe-,\n________________";
        assert_eq!(field_end(bytes, 0).0, 2);
        assert_eq!(field_end(bytes, 3).0, 16);
        assert_eq!(field_end(bytes, 17).0, 20);
        assert_eq!(field_end(bytes, 21).0, 21);
    }

    #[test]
    fn a_cut_word_is_a_packed_code() {
        for len in 0..=SHORT {
            assert_eq!(cut(word(b"431222,2", 0), len), pack(&b"431222,2"[..len]));
        }
    }
}
