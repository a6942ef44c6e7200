//! Numbers by which phrases are told apart: of most that are unequal no more needs to be compared.

use crate::ask::phrase::{Clause, Noun, Phrase};
use crate::ask::plan::{Scene, Set};
use rustc_hash::FxHasher;
use std::hash::{Hash, Hasher};

impl Phrase {
    /// Returns a number that is the same of equal phrases, made of what mostly tells them apart.
    pub fn print(&self) -> u64 {
        let mut print = Print::default();
        print.phrase(self);
        print.0.finish()
    }
}

/// A number in the making; what is left out of it is seldom all that differs.
#[derive(Default)]
struct Print(FxHasher);

impl Print {
    fn add(&mut self, value: impl Hash) {
        value.hash(&mut self.0);
    }

    fn noun(&mut self, noun: &Noun) {
        self.add((
            noun.entry,
            noun.closed,
            noun.asked.map(|ask| ask as u8),
            noun.most,
        ));
        self.set(&noun.set);
    }

    fn clause(&mut self, clause: &Clause) {
        self.add((
            clause.entry,
            &clause.subject,
            &clause.objects,
            &clause.by,
            &clause.filled,
        ));
        self.add((
            clause.inverted,
            clause.perfect,
            clause.also.len(),
            clause.missing.len(),
        ));
        if let Some((path, noun)) = &clause.asked {
            self.add(path);
            self.noun(noun);
        }
        self.scene(&clause.scene);
    }

    fn set(&mut self, set: &Set) {
        self.add((
            set.definite,
            set.all,
            set.any,
            set.each,
            set.pick.is_some(),
            set.except.len(),
        ));
        set.named.iter().for_each(|named| self.add(&named.label));
        set.classes
            .iter()
            .for_each(|class| self.add(class.as_str()));
        set.scenes.iter().for_each(|scene| self.scene(scene));
    }

    fn scene(&mut self, scene: &Scene) {
        self.add((
            scene.reference.as_str(),
            &scene.itself,
            scene.negated,
            scene.ever,
        ));
        self.add((
            scene.time.is_some(),
            scene.many.is_some(),
            scene.restrictions.len(),
        ));
        for (path, set) in &scene.roles {
            self.add(path);
            self.set(set);
        }
    }

    fn phrase(&mut self, phrase: &Phrase) {
        self.add(std::mem::discriminant(phrase));
        match phrase {
            Phrase::Noun(noun) | Phrase::With(_, noun) => self.noun(noun),
            Phrase::Marked(marker, noun) | Phrase::Is(marker, noun) => {
                self.add(marker);
                self.noun(noun);
            }
            Phrase::Verb(clause)
            | Phrase::Sentence(clause)
            | Phrase::AndVerb(clause)
            | Phrase::Relative(clause)
            | Phrase::OrVerb(clause)
            | Phrase::Infinitive(clause) => self.clause(clause),
            Phrase::Question(plan) => self.set(&plan.about),
            Phrase::Modifier(inner) => self.phrase(inner),
            _ => (),
        }
    }
}
