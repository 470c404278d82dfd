//! Test vectors of other people's programs; `tests/vectors/README.md` tells where they come from.

use std::fmt::Write;

pub(super) fn ons() -> serde_json::Value {
    serde_json::from_str(include_str!("../../../tests/vectors/ons_dev.json")).unwrap()
}

pub(super) fn rounding() -> serde_json::Value {
    serde_json::from_str(include_str!("../../../tests/vectors/rounding_dev.json")).unwrap()
}

/// The table of the ONS package, row for row: the stored file holds only the rows whose value differs from the row before.
pub(in crate::confidential) fn full_ptable() -> String {
    let mut changes = include_str!("../../../tests/vectors/ptable_10_5_rule.changes.csv").lines().skip(1).peekable();
    let (mut text, mut value) = (String::from("pcv,ckey,pvalue\n"), "");
    for count in 1..=750 {
        for key in 0..256 {
            let row = format!("{count},{key},");
            if let Some(new) = changes.peek().and_then(|line| line.strip_prefix(&row)) {
                value = new;
                changes.next();
            }
            writeln!(text, "{row}{value}").unwrap();
        }
    }
    text
}

/// A table whose noise depends on the key: −2 to 2, and none that makes 1 negative.
pub(in crate::confidential) fn noisy_ptable() -> String {
    let mut text = String::from("pvalue,ckey,pcv\n");
    for count in (1i32..=750).rev() {
        for key in 0..256 {
            writeln!(text, "{},{key},{count}", ((key + count) % 5 - 2).max(-count)).unwrap();
        }
    }
    text
}

#[test]
fn the_expanded_table_is_byte_for_byte_that_of_the_package() {
    let sum = crate::files::sha256_hex(full_ptable().as_bytes());
    assert_eq!(sum, "03e170da750345f76098bc974ebc7261b48da12d8bdc18a3f07e4bb68af521be");
}
