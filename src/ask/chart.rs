//! A chart parser: all ways to put neighbouring pieces together, cheapest first (CKY).
//!
//! It knows no language. A grammar gives the pieces of single words and short phrases, says what two
//! neighbours make, and what it costs. Cost: O(n³) in words, with at most [`WIDTH`] pieces a stretch.

/// How many readings of one stretch are kept.
pub const WIDTH: usize = 24;

/// The longest text that is parsed, in words; longer questions are not read.
pub const LONGEST: usize = 48;

/// A piece with its cost; lower is better.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece<C> {
    /// What it is and means.
    pub category: C,
    /// What it costs to read it so.
    pub cost: f64,
}

/// For each word, the pieces that begin there, each with the number of words it spans.
pub type Words<C> = [Vec<(usize, Piece<C>)>];

/// What a language says about putting pieces together.
pub trait Grammar {
    /// What a piece is and means.
    type Category: Clone + PartialEq;

    /// Returns what two neighbours make, each with the cost of doing so.
    fn combine(&self, left: &Self::Category, right: &Self::Category) -> Vec<(Self::Category, f64)>;
}

/// Returns every reading of the whole text, cheapest first.
///
/// `words` holds, for each word, the pieces that begin there and the number of words they span.
pub fn parse<G: Grammar>(grammar: &G, words: &Words<G::Category>) -> Vec<Piece<G::Category>> {
    let length = words.len();
    if length == 0 || length > LONGEST {
        return Vec::new();
    }
    // cells[start][span] holds the readings of that stretch.
    let mut cells = vec![vec![Vec::<Piece<G::Category>>::new(); length + 1]; length];
    for span in 1..=length {
        for start in 0..=length - span {
            let mut pieces: Vec<Piece<G::Category>> = words[start]
                .iter()
                .filter(|(width, _)| *width == span)
                .map(|(_, piece)| piece.clone())
                .collect();
            for middle in 1..span {
                for left in &cells[start][middle] {
                    for right in &cells[start + middle][span - middle] {
                        for (category, cost) in grammar.combine(&left.category, &right.category) {
                            let cost = cost + left.cost + right.cost;
                            keep(&mut pieces, Piece { category, cost });
                        }
                    }
                }
            }
            pieces.sort_by(|a, b| a.cost.total_cmp(&b.cost));
            pieces.truncate(WIDTH);
            cells[start][span] = pieces;
        }
    }
    std::mem::take(&mut cells[0][length])
}

fn keep<C: PartialEq>(pieces: &mut Vec<Piece<C>>, new: Piece<C>) {
    match pieces
        .iter_mut()
        .find(|piece| piece.category == new.category)
    {
        Some(known) => known.cost = known.cost.min(new.cost),
        None => pieces.push(new),
    }
}
