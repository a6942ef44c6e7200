//! Numbers in bare arrays, wherever they lie, and keys looked up in them.
//!
//! The tables of an index are sorted arrays without pointers: those who make one may write them to
//! a file and read them there the next time. A key stands in them as a hash of 96 bits, so long
//! that no two of a billion keys share one.

use std::ops::{Deref, Range};
use std::sync::Arc;

/// Rows of numbers that lie in memory or in a mapped file; cheap to clone.
pub struct Rows<R: 'static>(Arc<dyn Deref<Target = [R]> + Send + Sync>);

impl<R> Rows<R> {
    /// Takes whatever holds rows.
    pub fn new(rows: impl Deref<Target = [R]> + Send + Sync + 'static) -> Self {
        Self(Arc::new(rows))
    }
}

impl<R> Clone for Rows<R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<R> Deref for Rows<R> {
    type Target = [R];

    fn deref(&self) -> &[R] {
        self.0.deref().deref()
    }
}

impl<R: Send + Sync> From<Vec<R>> for Rows<R> {
    fn from(rows: Vec<R>) -> Self {
        Self::new(rows)
    }
}

/// The hash of a key, and a number.
pub(super) type Row = [u32; 4];

/// Returns a row of a table.
pub(super) fn row(key: &str, number: u32) -> Row {
    let [a, b, c] = hash(key);
    [a, b, c, number]
}

/// Returns the first three numbers of a row: FNV-1a of 128 bits, folded to 96.
fn hash(key: &str) -> [u32; 3] {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    const BEGIN: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let step = |hash: u128, byte: u8| (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    let hash = key.bytes().fold(BEGIN, step);
    [
        hash as u32 ^ (hash >> 96) as u32,
        (hash >> 32) as u32,
        (hash >> 64) as u32,
    ]
}

/// Returns where the rows of a key stand among sorted ones.
pub(super) fn find(rows: &[Row], key: &str) -> Range<usize> {
    let wanted = hash(key);
    let first = rows.partition_point(|row| row[..3] < wanted[..]);
    let is_same = |row: &Row| row[..3] == wanted;
    // Most keys have a few rows; stepping over those is quicker than halving the rest.
    let rest = &rows[first..];
    let few = rest.iter().take(8).position(|row| !is_same(row));
    first..first + few.unwrap_or_else(|| rest.partition_point(is_same))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_found_by_their_hash() {
        // The value for "a" is the one of the algorithm's authors (Fowler, Noll, Vo).
        let whole = 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964_u128;
        let [a, b, c] = hash("a");
        assert_eq!(a, whole as u32 ^ (whole >> 96) as u32);
        assert_eq!([b, c], [(whole >> 32) as u32, (whole >> 64) as u32]);
        let keys = ["a", "b", "b", "c", ""];
        let mut rows: Vec<Row> = keys.iter().zip(0..).map(|(key, n)| row(key, n)).collect();
        rows.extend((0..20).map(|n| row("many", n)));
        rows.sort_unstable();
        let numbers =
            |key: &str| -> Vec<u32> { rows[find(&rows, key)].iter().map(|row| row[3]).collect() };
        assert_eq!(numbers("b"), [1, 2]);
        assert_eq!(numbers(""), [4]);
        assert_eq!(numbers("many"), (0..20).collect::<Vec<_>>());
        assert!(numbers("d").is_empty());
    }
}
