//! The rules of languages: numbers (万, thousands), dates, plurals, and catalogues of interface words.
