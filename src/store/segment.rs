//! Terms in sorted parts to one dictionary.

use crate::store::pack::{Start, TermId, start};
use crate::store::scratch::Rows;
use crate::store::{Column, Scratch, StoreError};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Terms that came one after another, sorted; they number the statements that came with them.
pub(super) struct Segment {
    pub(super) text: Column<u8>,
    /// Where each term begins in `text`; one more entry for the end.
    pub(super) starts: Column<u32>,
    /// By the number that a term has in the statements its place here.
    pub(super) places: Column<TermId>,
    /// Where the statements of this segment end.
    pub(super) end: usize,
}

impl Segment {
    /// Returns how many terms there are.
    pub(super) fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn term(&self, place: usize) -> Option<&[u8]> {
        let bounds = self.starts.get(place..place + 2)?;
        self.text.get(bounds[0] as usize..bounds[1] as usize)
    }

    /// Returns by the number that a term has in the statements the one that it has among all.
    pub(super) fn numbers(&self, merged: &[TermId]) -> Vec<TermId> {
        let places = self.places.iter();
        let numbers = places.map(|place| merged[*place as usize]).collect();
        self.places.forget();
        numbers
    }
}

/// The text of all terms; where each begins; and for each segment the numbers of its terms.
type Merged = (Column<u8>, Column<Start>, Vec<Column<TermId>>);

/// Merges segments: all terms sorted, each once.
pub(super) fn merge(segments: &[Segment], scratch: &Scratch) -> Result<Merged, StoreError> {
    /// How many terms are read before what lies behind is let go.
    const STRETCH: u32 = 1 << 20;
    let mut text = Rows::new(scratch);
    let mut starts = Rows::new(scratch);
    let mut numbers: Vec<Rows<TermId>> = segments.iter().map(|_| Rows::new(scratch)).collect();
    let firsts = segments.iter().enumerate();
    let firsts = firsts.filter_map(|(own, segment)| Some(Reverse((segment.term(0)?, own))));
    let mut open: BinaryHeap<_> = firsts.collect();
    let mut last: Option<&[u8]> = None;
    let mut count: TermId = 0;
    while let Some(Reverse((term, own))) = open.pop() {
        if last != Some(term) {
            starts.push(start(text.len()))?;
            text.extend_from_slice(term)?;
            count = count.checked_add(1).ok_or(StoreError::TooLarge)?;
            last = Some(term);
            if count.is_multiple_of(STRETCH) {
                for segment in segments {
                    segment.text.forget();
                    segment.starts.forget();
                }
            }
        }
        numbers[own].push(count - 1)?;
        if let Some(next) = segments[own].term(numbers[own].len()) {
            open.push(Reverse((next, own)));
        }
    }
    starts.push(start(text.len()))?;
    let numbers = numbers.into_iter().map(Rows::into_column);
    let numbers = numbers.collect::<Result<_, _>>()?;
    Ok((text.into_column()?, starts.into_column()?, numbers))
}
