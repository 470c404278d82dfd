//! Which places' figures make up those of another.

use crate::config::Dimension;

/// The places of a site, seen from the cities whose releases it takes together.
#[derive(Clone)]
#[cfg_attr(test, derive(Debug))]
pub struct Places {
    /// By position the city it lies in; a city lies in itself.
    home: Vec<Option<usize>>,
    /// By position the positions directly below.
    below: Vec<Vec<usize>>,
    /// Positions under no other.
    top: Vec<usize>,
}

/// What a figure is added up from.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct Parts {
    /// Cities, and counties of cities, by position.
    pub places: Vec<usize>,
    /// Places of which no release is there.
    pub missing: Vec<usize>,
}

impl Places {
    /// The places of a dimension with the positions of the cities.
    #[must_use]
    pub fn new(dimension: &Dimension, cities: &[usize]) -> Self {
        let codes = &dimension.codes;
        let mut below = vec![Vec::new(); codes.len()];
        for (at, entry) in codes.iter().enumerate() {
            below[at].extend(entry.of.iter().filter_map(|code| dimension.position(code.as_str())));
            if let Some(parent) = entry.parent.as_ref().and_then(|code| dimension.position(code.as_str())) {
                below[parent].push(at);
            }
        }
        let top = (0..codes.len()).filter(|at| codes[*at].parent.is_none() && codes[*at].of.is_empty()).collect();
        let mut home = vec![None; codes.len()];
        for city in cities {
            let mut open = vec![*city];
            while let Some(at) = open.pop() {
                if home[at].replace(*city).is_none() {
                    open.extend(&below[at]);
                }
            }
        }
        Self { home, below, top }
    }

    /// The city a place lies in.
    #[must_use]
    pub fn city_of(&self, place: usize) -> Option<usize> {
        self.home.get(place).copied().flatten()
    }

    /// What the figure of a place (`None`: of all places) is made of: itself where a city has published it, else the places below.
    #[must_use]
    pub fn parts(&self, place: Option<usize>) -> Parts {
        let mut parts = Parts::default();
        let mut open: Vec<usize> = place.map_or_else(|| self.top.clone(), |place| vec![place]);
        open.reverse();
        while let Some(at) = open.pop() {
            if self.home[at].is_some() {
                parts.places.push(at);
            } else if self.below[at].is_empty() {
                parts.missing.push(at);
            } else {
                open.extend(self.below[at].iter().rev());
            }
        }
        parts
    }
}
