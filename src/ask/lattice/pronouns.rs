//! What pronouns stand for.

use super::{Speech, Words};
use crate::ask::chart::Start;
use crate::ask::phrase::{Noun, Phrase, Word};
use crate::ask::plan::{Named, Set};

impl Speech {
    /// What pronouns may stand for: what was named before, the last first; `they` rather for names that
    /// stand in a row.
    pub(super) fn pronouns(&self, before: &[Named], words: &mut Words) {
        let rows = rows(&words.pieces);
        let mut before = before.to_vec();
        // `The list`, of which the name is not said, may be meant by `it` further on.
        let the_list = Set::the_list();
        let mut list_said = false;
        for (at, pieces) in words.pieces.iter_mut().enumerate() {
            let pronouns = pieces.iter().filter_map(|piece| match piece.category {
                Phrase::Word(Word::Pronoun(several)) => Some((piece.width, several, false)),
                Phrase::Word(Word::Possessive(several)) => Some((piece.width, several, true)),
                _ => None,
            });
            for (width, several, owner) in pronouns.collect::<Vec<_>>() {
                let row = rows.iter().rev().find(|(end, _)| several && *end <= at);
                let row = row.map(|(_, names)| names.clone());
                let single = before.iter().rev().map(|name| vec![name.clone()]);
                for (place, named) in row.into_iter().chain(single).take(4).enumerate() {
                    #[expect(clippy::cast_precision_loss, reason = "at most four")]
                    let mut cost = 0.05 * place as f64;
                    let set = Set {
                        named: named.into(),
                        ..Set::default()
                    };
                    let meant = Phrase::Noun(Noun::of(set));
                    // `Its listing` is mostly said of what the sentence is about already.
                    if owner {
                        cost += 0.1;
                    }
                    let category = match owner {
                        true => Phrase::Modifier(Box::new(meant)),
                        false => meant,
                    };
                    pieces.push(Start {
                        width,
                        category,
                        cost,
                    });
                }
            }
            let singular = |piece: &&Start<Phrase>| {
                piece.category == Phrase::Word(Word::Pronoun(false)) && list_said
            };
            let widths: Vec<usize> = pieces.iter().filter(singular).map(|it| it.width).collect();
            pieces.extend(widths.into_iter().map(|width| Start {
                width,
                category: Phrase::Noun(Noun::of(the_list.clone())),
                cost: 0.1,
            }));
            list_said |= pieces.iter().any(|piece| match &piece.category {
                Phrase::Noun(noun) => noun.set.classes == the_list.classes && noun.is_class(),
                _ => false,
            });
            // What is named here may be meant by a pronoun further on.
            let named = pieces.iter().filter(|piece| piece.cost < 0.5);
            let named = named.filter_map(|piece| piece.category.name());
            before.extend(named.cloned().collect::<Vec<_>>());
        }
    }
}

/// Returns the names that stand in a row, with where each row ends: `Xiaomi, DeepSeek and BOE`.
fn rows(pieces: &[Vec<Start<Phrase>>]) -> Vec<(usize, Vec<Named>)> {
    let joint = |at: usize| {
        let mut here = pieces.get(at).into_iter().flatten();
        here.any(|piece| piece.category == Phrase::Word(Word::And))
    };
    let best = |at: usize| {
        let here = pieces[at].iter().filter(|piece| piece.cost < 0.5);
        let named = here.filter_map(|piece| Some((piece, piece.category.name()?)));
        named.min_by(|a, b| a.0.cost.total_cmp(&b.0.cost))
    };
    let mut rows: Vec<(usize, Vec<Named>)> = Vec::new();
    let (mut at, mut open) = (0, None);
    while at < pieces.len() {
        let Some((piece, name)) = best(at) else {
            at += 1;
            continue;
        };
        let end = at + piece.width;
        match rows.last_mut().filter(|_| open == Some(at)) {
            Some(row) => {
                row.0 = end;
                row.1.push(name.clone());
            }
            None => rows.push((end, vec![name.clone()])),
        }
        at = end + (end..pieces.len()).take_while(|at| joint(*at)).count();
        open = (at > end).then_some(at);
    }
    rows.retain(|(_, names)| names.len() > 1);
    rows
}
