//! A chart parser: all ways to put neighbouring pieces together, cheapest first (CKY).
//!
//! It knows no language. A grammar says what two neighbours make, and what it costs. Cost: O(n³) in
//! words, with at most [`WIDTH`] pieces a stretch.

use std::rc::Rc;

/// How many readings of one stretch are kept.
pub const WIDTH: usize = 40;

/// How much dearer than the best reading of a stretch another may be.
const BEAM: f64 = 0.6;

/// The longest text that is parsed, in words; longer questions are not read.
pub const LONGEST: usize = 64;

/// A piece with its cost; lower is better.
#[derive(Clone, Debug)]
pub struct Piece<C> {
    /// What it is and means.
    pub category: C,
    /// What it costs to read it so.
    pub cost: f64,
    /// Of which words it was made.
    pub made: Rc<Made>,
}

/// How a piece came about.
#[derive(Debug)]
pub enum Made {
    /// It is one of the pieces that a word begins: the word, and which of its pieces.
    Word(usize, usize),
    /// Two neighbours were put together.
    Pair(Rc<Self>, Rc<Self>),
}

impl Made {
    /// Returns the pieces of words that a piece was made of, in order.
    pub fn words(&self) -> Vec<(usize, usize)> {
        match self {
            Self::Word(word, piece) => vec![(*word, *piece)],
            Self::Pair(left, right) => [left.words(), right.words()].concat(),
        }
    }
}

/// A piece that words begin with: how many words it spans, what it is, and what it costs.
#[derive(Clone, Debug)]
pub struct Start<C> {
    /// How many words it spans.
    pub width: usize,
    /// What it is and means.
    pub category: C,
    /// What it costs to read it so.
    pub cost: f64,
}

/// What a grammar says about putting pieces together.
pub trait Rules {
    /// What a piece is and means.
    type Category: Clone + PartialEq;

    /// Adds what two neighbours make, each with the cost of doing so.
    fn combine(
        &self,
        left: &Self::Category,
        right: &Self::Category,
        made: &mut Vec<(Self::Category, f64)>,
    );
}

/// How many pieces are made for one text; what asks for more is no question.
const WORK: usize = 16_000;

/// The readings of every stretch of a text: by its first word and its width, cheapest first.
pub struct Chart<C>(Vec<Vec<Vec<Piece<C>>>>);

/// Reads every stretch of a text in all ways that cost at most `dearest`; none where there are too many.
///
/// `words` holds, for each word, the pieces that begin there.
pub fn parse<R: Rules>(
    rules: &R,
    words: &[Vec<Start<R::Category>>],
    dearest: f64,
) -> Chart<R::Category> {
    let length = words.len();
    if length == 0 || length > LONGEST {
        return Chart(Vec::new());
    }
    // cells[start][span] holds the readings of that stretch.
    let mut cells = vec![vec![Vec::<Piece<R::Category>>::new(); length + 1]; length];
    let (mut made, mut work) = (Vec::new(), 0);
    for span in 1..=length {
        for start in 0..=length - span {
            let starts = words[start].iter().enumerate();
            let mut pieces: Vec<Piece<R::Category>> = starts
                .filter(|(_, piece)| piece.width == span)
                .map(|(number, piece)| Piece {
                    category: piece.category.clone(),
                    cost: piece.cost,
                    made: Rc::new(Made::Word(start, number)),
                })
                .collect();
            for middle in 1..span {
                for left in &cells[start][middle] {
                    for right in &cells[start + middle][span - middle] {
                        if left.cost + right.cost > dearest {
                            // The cells are sorted: what follows is dearer.
                            break;
                        }
                        rules.combine(&left.category, &right.category, &mut made);
                        work += made.len();
                        if work > WORK {
                            return Chart(Vec::new());
                        }
                        for (category, cost) in made.drain(..) {
                            let cost = cost + left.cost + right.cost;
                            if cost <= dearest {
                                keep(&mut pieces, category, cost, &left.made, &right.made);
                            }
                        }
                    }
                }
            }
            pieces.sort_by(|a, b| a.cost.total_cmp(&b.cost));
            pieces.truncate(if span == 1 { 2 * WIDTH } else { WIDTH });
            // What is so much dearer than another reading of the same words is never needed.
            let best = pieces.first().map_or(0.0, |best| best.cost);
            pieces.retain(|piece| piece.cost <= best + BEAM);
            cells[start][span] = pieces;
        }
    }
    Chart(cells)
}

/// How many ways to cut a text are kept up to each word.
const CUTS: usize = 24;
/// How many readings of a stretch are looked at where it is cut out.
const BEST: usize = 6;
/// Into how many stretches a text is cut at most.
const MOST_CUT: usize = 9;

/// Stretches into which a text is cut, in order, and what they cost together.
pub type Cut<'c, C> = (Vec<&'c Piece<C>>, f64);

impl<C> Chart<C> {
    /// Returns the readings of the whole text.
    pub fn whole(self) -> Vec<Piece<C>> {
        let all = self.0.into_iter().next();
        all.and_then(|mut all| all.pop()).unwrap_or_default()
    }

    /// Returns the cheapest ways to cut the text into stretches that are read each for itself.
    /// `price` tells what it costs that one stands alone, `None` where it cannot.
    ///
    /// Cost: O(n²) in words.
    pub fn cuts(&self, price: impl Fn(&C) -> Option<f64>) -> Vec<Cut<'_, C>> {
        let length = self.0.len();
        let mut cuts: Vec<Vec<Cut<'_, C>>> = vec![Vec::new(); length + 1];
        cuts[0].push((Vec::new(), 0.0));
        for start in 0..length {
            let before = std::mem::take(&mut cuts[start]);
            for width in 1..=length - start {
                let here = self.0[start][width].iter();
                let priced = here.filter_map(|piece| Some((piece, price(&piece.category)?)));
                for (piece, price) in priced.take(BEST) {
                    for (pieces, cost) in before.iter().filter(|cut| cut.0.len() < MOST_CUT) {
                        let pieces = pieces.iter().copied().chain([piece]).collect();
                        cuts[start + width].push((pieces, cost + price + piece.cost));
                    }
                }
            }
            let next = &mut cuts[start + 1];
            next.sort_by(|a, b| a.1.total_cmp(&b.1));
            next.truncate(CUTS);
        }
        cuts.pop().unwrap_or_default()
    }
}

fn keep<C: PartialEq>(
    pieces: &mut Vec<Piece<C>>,
    category: C,
    cost: f64,
    left: &Rc<Made>,
    right: &Rc<Made>,
) {
    let known = pieces.iter_mut().find(|piece| piece.category == category);
    let made = || Rc::new(Made::Pair(left.clone(), right.clone()));
    match known {
        Some(known) if known.cost <= cost => (),
        Some(known) => {
            known.cost = cost;
            known.made = made();
        }
        None => pieces.push(Piece {
            category,
            cost,
            made: made(),
        }),
    }
}
