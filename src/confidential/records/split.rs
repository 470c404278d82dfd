//! Splits one record into fields by RFC 4180.

/// A quote that is never closed, or that stands where none may stand: no two programs would read the record alike.
pub(super) struct StrayQuote;

/// The fields of one record (without its line end), unquoted: where each ends in `text`.
#[derive(Default)]
pub(super) struct Fields {
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl Fields {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// One field.
    pub(super) fn get(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.text[start..self.ends[at]]
    }

    /// All fields.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Splits a record; what was held before is forgotten.
    pub(super) fn split(&mut self, record: &[u8]) -> Result<(), StrayQuote> {
        self.text.clear();
        self.ends.clear();
        let mut rest = record;
        loop {
            rest = match rest.strip_prefix(b"\"") {
                Some(quoted) => self.quoted(quoted)?,
                None => self.plain(rest)?,
            };
            self.ends.push(self.text.len());
            match rest.split_first() {
                None => return Ok(()),
                Some((b',', behind)) => rest = behind,
                Some(_) => return Err(StrayQuote),
            }
        }
    }

    fn plain<'a>(&mut self, rest: &'a [u8]) -> Result<&'a [u8], StrayQuote> {
        let end = rest.iter().position(|b| *b == b',').unwrap_or(rest.len());
        if rest[..end].contains(&b'"') {
            return Err(StrayQuote);
        }
        self.text.extend_from_slice(&rest[..end]);
        Ok(&rest[end..])
    }

    fn quoted<'a>(&mut self, mut rest: &'a [u8]) -> Result<&'a [u8], StrayQuote> {
        loop {
            let quote = rest.iter().position(|b| *b == b'"').ok_or(StrayQuote)?;
            self.text.extend_from_slice(&rest[..quote]);
            rest = &rest[quote + 1..];
            match rest.strip_prefix(b"\"") {
                Some(behind) => {
                    self.text.push(b'"');
                    rest = behind;
                }
                None => return Ok(rest),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn fields_are_those_the_csv_crate_wrote(rows in proptest::collection::vec("[a\",\n\r 山]{0,6}", 1..6)) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(&rows).unwrap();
            let written = writer.into_inner().unwrap();
            let mut fields = Fields::default();
            prop_assert!(fields.split(written.strip_suffix(b"\n").unwrap()).is_ok());
            let read: Vec<&[u8]> = fields.iter().collect();
            let expected: Vec<&[u8]> = rows.iter().map(String::as_bytes).collect();
            prop_assert_eq!(read, expected);
        }
    }

    #[test]
    fn stray_quotes_are_refused() {
        for bad in ["a\"b", "\"a", "\"a\"b,c", "a,\"", "a, \"b\""] {
            assert!(Fields::default().split(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
