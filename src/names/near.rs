//! Words and keys with a typo or two: candidates by intact segments, then a bounded edit distance.
//!
//! A term is cut into one segment more than typos can spoil: three for one typo, four for two (a
//! swap of neighbours may spoil two segments at once). So a misspelt query still holds one segment
//! of the term unchanged, shifted by no more places than letters were added or dropped before it:
//!
//! ```text
//! hi|kv|is|ion     hikvision, cut
//!    kv            stands in hkvision at place 1, one to the left
//! ```
//!
//! A hash of (length, segment number, segment) leads to the terms, a flat sorted list of sixteen
//! bytes a segment. A query makes at most 60 look-ups; what they yield is sifted by a signature of
//! its letters and then measured. Unseen go two swaps that straddle all the cuts of one term, and,
//! among very many names, a term of which nothing but the most [`COMMON`] segments is intact. This
//! is Pass-Join (Li, Deng, Wang, Feng, "PASS-JOIN", VLDB 2012); a neighbourhood of deletions would
//! take ten times the memory for two typos.
//!
//! `rapidfuzz` measures: its optimal string alignment is bit-parallel, prepares the query once and
//! stops at a bound, where `strsim` fills a table for each pair. Both count a swap of neighbours as
//! one typo.

use rapidfuzz::distance::osa::{Args, BatchComparator};
use rayon::prelude::*;

use super::han::is_han;
use super::rows::Rows;

/// A segment that more terms share, at one place and length, is not read: their other segments must
/// tell.
const COMMON: usize = 4096;

/// How many terms are measured for one query: of more, those whose signatures differ least.
const MEASURED: usize = 2048;

/// Terms to be found despite typos.
#[derive(Clone)]
pub struct Near {
    /// The terms, one behind another.
    pub text: Rows<u8>,
    /// Where each ends.
    pub ends: Rows<u32>,
    /// The segments of the terms, sorted: a hash of length, number and text; the term; its
    /// signature, the upper half first.
    pub segments: Rows<[u32; 4]>,
}

/// Returns how many typos a term of so many characters may have.
///
/// One from 4 characters and two from 8; in Chinese, where a character is a word, one from 6.
/// Digits are never taken for others: `FY2021` is not a misspelt `FY2022`.
pub(super) fn typos(term: &str) -> usize {
    let (length, han) = (term.chars().count(), term.chars().any(is_han));
    match length {
        0..=3 => 0,
        4..=5 if han => 0,
        4..=7 => 1,
        _ if han => 1,
        _ => 2,
    }
}

impl Near {
    /// Indexes terms; cost O(characters + terms × log terms).
    pub(super) fn new<'a>(terms: impl Iterator<Item = &'a str>) -> Self {
        let (mut text, mut ends, mut segments) = (Vec::new(), Vec::new(), Vec::new());
        let mut offsets = Vec::new();
        for (term, number) in terms.filter(|term| typos(term) > 0).zip(0..) {
            offsets_of(term, &mut offsets);
            let length = offsets.len() - 1;
            let signature = signature(term, length);
            for segment in 0..segments_of(length) {
                let bytes = offsets[cut(length, segment)]..offsets[cut(length, segment + 1)];
                let key = key(length, segment, &term[bytes]);
                segments.push([key, number, (signature >> 32) as u32, signature as u32]);
            }
            text.extend_from_slice(term.as_bytes());
            ends.push(text.len() as u32);
        }
        segments.par_sort_unstable();
        Self {
            text: text.into(),
            ends: ends.into(),
            segments: segments.into(),
        }
    }

    /// Returns the terms within reach of a query and their distances: nearest first, then by text.
    pub(super) fn find(&self, query: &str) -> Vec<(&str, usize)> {
        let mut offsets = Vec::new();
        offsets_of(query, &mut offsets);
        let query_length = offsets.len() - 1;
        if query_length < 4 {
            return Vec::new();
        }
        // By how many bits their signatures differ, and the terms.
        let mut candidates: Vec<(u32, u32)> = Vec::new();
        for length in query_length.saturating_sub(2).max(4)..=query_length + 2 {
            let bound: isize = if length < 8 { 1 } else { 2 };
            let signature = signature(query, length);
            let differing = if length < 8 { 2 } else { 12 };
            let surplus = query_length as isize - length as isize;
            for segment in 0..segments_of(length) {
                let (start, end) = (cut(length, segment), cut(length, segment + 1));
                for shift in -bound..=bound {
                    // Letters added or dropped before the segment and after it must both be paid
                    // for.
                    if shift.abs() + (surplus - shift).abs() > bound {
                        continue;
                    }
                    let (Some(start), Some(end)) = (
                        start.checked_add_signed(shift),
                        end.checked_add_signed(shift),
                    ) else {
                        continue;
                    };
                    if end <= query_length {
                        let key = key(length, segment, &query[offsets[start]..offsets[end]]);
                        let alike = |[_, term, high, low]: &[u32; 4]| {
                            let found = u64::from(*high) << 32 | u64::from(*low);
                            let bits = (found ^ signature).count_ones();
                            (bits <= differing).then_some((bits, *term))
                        };
                        let sharing = self.with_key(key);
                        if length < 8 || sharing.len() <= COMMON {
                            candidates.extend(sharing.iter().filter_map(alike));
                        }
                    }
                }
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        candidates.truncate(MEASURED);
        // Measured in the order in which they lie.
        candidates.sort_unstable_by_key(|&(_, term)| term);
        let comparator = BatchComparator::new(query.chars());
        let measure = |(_, number): (u32, u32)| {
            let term = self.term(number);
            let bound = Args::default().score_cutoff(typos(term));
            let distance = comparator.distance_with_args(term.chars(), &bound)?;
            digits(term).eq(digits(query)).then_some((term, distance))
        };
        let mut found: Vec<_> = candidates.into_iter().filter_map(measure).collect();
        found.sort_unstable_by_key(|&(term, distance)| (distance, term));
        found.dedup();
        found
    }

    fn with_key(&self, key: u32) -> &[[u32; 4]] {
        let segments = &self.segments[..];
        let first = segments.partition_point(|segment| segment[0] < key);
        let rest = &segments[first..];
        // Most keys lead to a few terms; stepping over those is quicker than halving the rest.
        match rest.iter().take(8).position(|segment| segment[0] != key) {
            Some(end) => &rest[..end],
            None => &rest[..rest.partition_point(|segment| segment[0] == key)],
        }
    }

    /// Returns a term; none for one that is not there.
    fn term(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let start = start.map_or(0, |start| *start as usize);
        let end = self.ends.get(number).map_or(start, |end| *end as usize);
        let bytes = self.text.get(start..end).unwrap_or_default();
        str::from_utf8(bytes).unwrap_or_default()
    }
}

/// Fills `offsets` with where each character begins, and the end.
fn offsets_of(text: &str, offsets: &mut Vec<usize>) {
    offsets.clear();
    offsets.extend(text.char_indices().map(|(at, _)| at));
    offsets.push(text.len());
}

/// Returns a bit for each letter of a text to be compared with a term of 4 to 7 characters, else
/// for each pair.
///
/// One typo changes two letters at most, or six pairs.
fn signature(text: &str, length: usize) -> u64 {
    if length < 8 {
        return text
            .chars()
            .fold(0, |bits, c| bits | 1 << (u32::from(c) % 64));
    }
    let pair = |(one, other)| u32::from(one).wrapping_mul(31).wrapping_add(other) % 61;
    text.chars()
        .zip(text.chars().skip(1).map(u32::from))
        .fold(0, |bits, both| bits | 1 << pair(both))
}

fn digits(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_numeric())
}

fn segments_of(length: usize) -> usize {
    if length < 8 { 3 } else { 4 }
}

/// Returns where a segment begins, in characters.
fn cut(length: usize, segment: usize) -> usize {
    segment * length / segments_of(length)
}

/// Hashes to 32 bits (FNV-1a, folded); a clash costs one needless comparison.
fn key(length: usize, segment: usize, text: &str) -> u32 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325 ^ (length * 4 + segment) as u64, step);
    (hash ^ hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_are_bounded() {
        let near = Near::new(
            [
                "hikvision",
                "huawei",
                "dji",
                "baidu",
                "杭州海康威视数字技术",
                "海康威视",
            ]
            .into_iter(),
        );
        assert_eq!(near.find("hkivison"), [("hikvision", 2)]);
        assert_eq!(near.find("Huawei"), [("huawei", 1)]);
        assert_eq!(near.find("hauwei"), [("huawei", 1)]);
        assert!(near.find("hauwie").is_empty());
        assert!(near.find("djj").is_empty());
        assert_eq!(
            near.find("杭州海康威士数字技术"),
            [("杭州海康威视数字技术", 1)]
        );
        assert!(near.find("海康威士").is_empty());
    }

    #[test]
    fn agrees_with_comparing_all() {
        let terms = [
            "abcd",
            "abdc",
            "bacd",
            "abcdefgh",
            "abcdefghi",
            "badcfehg",
            "abxdefyh",
            "aaaaaaaa",
            "aaaabaaaa",
            "cdefgh",
        ];
        let near = Near::new(terms.into_iter());
        for query in
            terms
                .iter()
                .chain(&["abcde", "acbdefhg", "bcdefgh", "xabcdefgy", "aaaaaaaaaa"])
        {
            let mut slow: Vec<_> = terms
                .iter()
                .map(|term| {
                    (
                        *term,
                        rapidfuzz::distance::osa::distance(query.chars(), term.chars()),
                    )
                })
                .filter(|(term, distance)| *distance <= typos(term))
                .collect();
            slow.sort_unstable_by_key(|&(term, distance)| (distance, term));
            assert_eq!(near.find(query), slow, "{query}");
        }
    }
}
