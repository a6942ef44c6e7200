//! A chart parser: all ways to put neighbouring pieces together, cheapest first (CKY).
//!
//! It knows no language. A grammar says what two neighbours make, and what it costs. Cost: O(n³) in
//! words, with at most [`WIDTH`] pieces a stretch.

use std::rc::Rc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many readings of one stretch are kept.
pub const WIDTH: usize = 40;

/// How much dearer than the best reading of a stretch another may be.
const BEAM: f64 = 0.6;

/// By how much a sum may be off because it is rounded.
const ROUNDED: f64 = 1e-9;

/// The longest text that is parsed, in words; longer questions are not read.
pub const LONGEST: usize = 64;

/// A piece with its cost; lower is better.
#[derive(Clone, Debug)]
pub struct Piece<C> {
    /// What it is and means.
    pub category: Box<C>,
    /// What it costs to read it so.
    pub cost: f64,
    /// Of which words it was made.
    pub made: Rc<Made>,
    /// How large it is.
    size: usize,
    /// A number that is the same of equal pieces.
    print: u64,
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

    /// Says that from now on only pieces of the whole text are made.
    fn end(&self) {}

    /// How large two neighbours may be together.
    const LARGEST: usize = usize::MAX;

    /// Returns how large a piece is.
    fn size(&self, _: &Self::Category) -> usize {
        0
    }

    /// Tells whether a piece can be all there is; of the whole text no other is kept.
    fn is_whole(&self, _: &Self::Category) -> bool {
        true
    }

    /// Returns a number that is the same of equal pieces, so that most unequal ones need no comparing.
    fn print(&self, _: &Self::Category) -> u64 {
        0
    }

    /// Returns by how much what two neighbours make may be cheaper than both of them together.
    fn rebate(&self, left: &Self::Category, right: &Self::Category) -> f64;
}

/// How many steps are taken for one text; what asks for more is no question.
const MOST_STEPS: usize = 180_000;
/// How many steps it takes to make a piece; to look at two neighbours takes one.
const MADE: usize = 16;

/// How many steps may still be taken to read one question, whole and in parts. Steps are counted and not
/// time, so that a question is read alike on any machine.
#[derive(Debug)]
pub struct Budget(AtomicUsize);

impl Budget {
    /// Returns a budget of so many steps.
    pub fn new(steps: usize) -> Self {
        Self(AtomicUsize::new(steps))
    }

    /// Takes some steps. `false` if there are not so many left; then none is.
    pub fn take(&self, steps: usize) -> bool {
        let left = self.0.load(Ordering::Relaxed).checked_sub(steps);
        self.0.store(left.unwrap_or(0), Ordering::Relaxed);
        left.is_some()
    }
}

/// The readings of every stretch of a text: by its first word and its width, cheapest first.
pub struct Chart<C>(Vec<Vec<Vec<Piece<C>>>>);

/// Reads every stretch of a text in all ways that cost at most `dearest`; none where there are too many.
///
/// `words` holds, for each word, the pieces that begin there. Nothing is returned where `budget` or the
/// text's own share of it is not enough.
pub fn parse<R: Rules>(
    rules: &R,
    words: &[Vec<Start<R::Category>>],
    dearest: f64,
    budget: &Budget,
) -> Chart<R::Category> {
    let length = words.len();
    if length == 0 || length > LONGEST {
        return Chart(Vec::new());
    }
    // cells[start][span] holds the readings of that stretch.
    let mut cells = vec![vec![Vec::<Piece<R::Category>>::new(); length + 1]; length];
    let (mut made, mut steps) = (Vec::new(), 0);
    for span in 1..=length {
        if span == length {
            rules.end();
        }
        for start in 0..=length - span {
            let starts = words[start].iter().enumerate();
            let mut pieces: Vec<Piece<R::Category>> = starts
                .filter(|(_, piece)| piece.width == span)
                .filter(|(_, piece)| span < length || rules.is_whole(&piece.category))
                .map(|(number, piece)| Piece {
                    category: Box::new(piece.category.clone()),
                    cost: piece.cost,
                    made: Rc::new(Made::Word(start, number)),
                    size: rules.size(&piece.category),
                    print: rules.print(&piece.category),
                })
                .collect();
            // What is so much dearer than another reading of the same words is never needed: neither
            // made nor kept.
            let costs = pieces.iter().map(|piece| piece.cost);
            let mut limit = costs.fold(f64::INFINITY, f64::min) + BEAM;
            for middle in 1..span {
                for left in &cells[start][middle] {
                    for right in &cells[start + middle][span - middle] {
                        let both = left.cost + right.cost;
                        if both > dearest {
                            // The cells are sorted: what follows is dearer.
                            break;
                        }
                        let least = || both - rules.rebate(&left.category, &right.category);
                        if both > limit && least() > limit + ROUNDED {
                            continue;
                        }
                        if left.size + right.size <= R::LARGEST {
                            rules.combine(&left.category, &right.category, &mut made);
                        }
                        let more = 1 + MADE * made.len();
                        steps += more;
                        if steps > MOST_STEPS || !budget.take(more) {
                            return Chart(Vec::new());
                        }
                        for (category, cost) in made.drain(..) {
                            let cost = cost + left.cost + right.cost;
                            let cheap = cost <= dearest && cost <= limit;
                            if cheap && (span < length || rules.is_whole(&category)) {
                                limit = limit.min(cost + BEAM);
                                keep(rules, &mut pieces, category, cost, || {
                                    Rc::new(Made::Pair(left.made.clone(), right.made.clone()))
                                });
                            }
                        }
                    }
                }
            }
            pieces.sort_by(|a, b| a.cost.total_cmp(&b.cost));
            pieces.truncate(if span == 1 { 2 * WIDTH } else { WIDTH });
            pieces.retain(|piece| piece.cost <= limit);
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

/// Keeps a piece, or the cheaper of two equal ones.
fn keep<R: Rules>(
    rules: &R,
    pieces: &mut Vec<Piece<R::Category>>,
    category: R::Category,
    cost: f64,
    made: impl FnOnce() -> Rc<Made>,
) {
    let print = rules.print(&category);
    let mut alike = pieces.iter_mut().filter(|piece| piece.print == print);
    match alike.find(|piece| *piece.category == category) {
        Some(known) if known.cost <= cost => (),
        Some(known) => {
            known.cost = cost;
            known.made = made();
        }
        None => pieces.push(Piece {
            size: rules.size(&category),
            category: Box::new(category),
            cost,
            made: made(),
            print,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A grammar without meaning: any two neighbours make something, at a cost that may be below zero.
    struct Toy {
        rebate: f64,
    }

    impl Rules for Toy {
        type Category = u32;

        fn combine(&self, left: &u32, right: &u32, made: &mut Vec<(u32, f64)>) {
            for way in 0..(left + right) % 3 {
                let cost = f64::from((left * 5 + right * 3 + way * 7) % 9) / 10.0 - 0.1;
                made.push(((left * 7 + right * 2 + way) % 11, cost));
            }
        }

        fn rebate(&self, _: &u32, _: &u32) -> f64 {
            self.rebate
        }
    }

    fn read(words: &[Vec<Start<u32>>], rebate: f64) -> Vec<(u32, f64)> {
        let budget = Budget::new(usize::MAX);
        let pieces = parse(&Toy { rebate }, words, 2.0, &budget).whole();
        let mut read: Vec<(u32, f64)> =
            pieces.iter().map(|one| (*one.category, one.cost)).collect();
        read.sort_by_key(|one| one.0);
        read
    }

    fn words() -> impl Strategy<Value = Vec<Vec<Start<u32>>>> {
        let start = (1..3_usize, 0..11_u32, 0..12_u32).prop_map(|(width, category, cost)| Start {
            width,
            category,
            cost: f64::from(cost) / 10.0,
        });
        proptest::collection::vec(proptest::collection::vec(start, 1..4), 1..8)
    }

    proptest! {
        /// What is not even made would not have been kept.
        #[test]
        fn nothing_is_lost_by_what_is_passed_over(words in words()) {
            prop_assert_eq!(read(&words, 0.1), read(&words, f64::INFINITY));
        }
    }

    #[test]
    fn a_budget_is_spent_once() {
        let budget = Budget::new(10);
        assert!(budget.take(7) && !budget.take(4) && !budget.take(1));
    }
}
