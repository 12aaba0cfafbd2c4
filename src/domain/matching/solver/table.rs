//! Lists whose places are numbered by `u32`. The inner loops read millions of such numbers, and half the width of a
//! `usize` is half the memory to wait for.

use std::ops::{Index, IndexMut};

/// Where a vertex, node or group would stand, and there is none.
pub(super) const NONE: u32 = u32::MAX;

/// A list indexed by `u32`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table<T>(Vec<T>);

impl<T> Table<T> {
    pub(super) fn len(&self) -> u32 {
        self.0.len() as u32
    }

    /// Adds an entry and gives its number.
    pub(super) fn push(&mut self, entry: T) -> u32 {
        self.0.push(entry);
        self.len() - 1
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }
}

impl<T: Clone> Table<T> {
    pub(super) fn filled(length: u32, entry: T) -> Self {
        Self(vec![entry; length as usize])
    }
}

impl<T> FromIterator<T> for Table<T> {
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<T> Index<u32> for Table<T> {
    type Output = T;

    fn index(&self, place: u32) -> &T {
        &self.0[place as usize]
    }
}

impl<T> IndexMut<u32> for Table<T> {
    fn index_mut(&mut self, place: u32) -> &mut T {
        &mut self.0[place as usize]
    }
}
