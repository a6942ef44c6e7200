//! Small steps that the rules share.

use crate::ask::phrase::{Clause, Form, Noun, Span, Tense, Word, dated_by};
use crate::ask::plan::{Ask, By, Group, Nature, Period, Pick, Plan, Scene, Set};
use crate::ask::sparql::changes_a_list;
use crate::model::vocab as ag;
use crate::ontology::{Function, Lexicon, Restriction};
use ecow::{EcoVec, eco_format, eco_vec};

impl Noun {
    /// Tells whether the noun is a bare question word: `what`.
    pub(super) fn open_word(&self) -> bool {
        self.entry.is_none() && self.set.scenes.is_empty() && self.set.named.is_empty()
    }

    /// Tells whether the noun is a law by what it forbids.
    pub(super) fn is_ban(&self) -> bool {
        let ban = |scene: &Scene| scene.reference == ag::EFFECT && scene.content.is_some();
        self.set.scenes.first().is_some_and(ban)
    }

    /// Tells whether the noun is several names in a row. A row grows by one name at a time, so that there
    /// is one way to read it.
    pub(super) fn is_row(&self) -> bool {
        let mut names = self.set.named.iter();
        let first = names.next();
        names.any(|named| first.is_some_and(|first| first.text != named.text))
    }

    /// Tells whether the noun is a value in the data, not a thing.
    pub(super) fn is_value(&self) -> bool {
        let mut names = self.set.named.iter();
        names.any(|named| named.value_of.is_some())
    }

    /// Tells whether the noun says what things are by what they have: `memory makers`.
    pub(super) fn is_kind(&self) -> bool {
        let property = |scene: &Scene| scene.nature == Nature::Property && !scene.negated;
        self.set.named.is_empty()
            && !self.set.scenes.is_empty()
            && self.set.scenes.iter().all(property)
    }

    /// Tells whether the noun is for those of whose things something is said: `whose lawsuits were dismissed`.
    pub(super) fn is_owner_told(&self) -> bool {
        let actors = self.set.classes == [ag::ACTOR.into_owned()];
        let things = self.asked == Some(Ask::Things) && self.entry.is_none();
        things && actors && self.closed && !self.set.scenes.is_empty()
    }

    /// Tells whether the noun is a question word for those who act: `who`.
    pub(super) fn is_person_word(&self) -> bool {
        self.entry.is_none() && self.set.classes == [ag::ACTOR.into_owned()]
    }
}

/// The editions of a list.
pub(super) fn edition_of(list: &Set, time: Option<Period>) -> Noun {
    let scene = Scene {
        roles: eco_vec![("ag:list".into(), list.clone())],
        time,
        ..Scene::new(ag::EDITION.into_owned(), Nature::Event)
    };
    Noun {
        closed: true,
        ..Noun::of(Set {
            classes: eco_vec![ag::EDITION.into_owned()],
            scenes: eco_vec![scene],
            definite: true,
            ..Set::default()
        })
    }
}

/// What is said by one word or another of the same property.
pub(super) fn either(one: &Scene, other: &Scene) -> Option<Scene> {
    let ([said], [more]) = (&one.restrictions[..], &other.restrictions[..]) else {
        return None;
    };
    let same = one.reference == other.reference && said.path == more.path;
    if !same || !one.roles.is_empty() || !other.roles.is_empty() {
        return None;
    }
    let mut scene = one.clone();
    let values = [said.values.clone(), more.values.clone()].concat();
    scene.restrictions.make_mut()[0].values = values.into();
    Some(scene)
}

/// Either of two changes of lists, each said with nothing else but the list and the time: `added or
/// removed`.
pub(super) fn either_change(one: &Scene, other: &Scene) -> Option<Scene> {
    let plain = |scene: &Scene| {
        let alone = scene.restrictions.is_empty() && scene.content.is_none();
        let sure = !scene.negated && scene.many.is_none() && scene.found.is_none();
        changes_a_list(&scene.reference) && alone && sure
    };
    let said_twice = !one.roles.is_empty() && !other.roles.is_empty();
    let timed_twice = one.time.is_some() && other.time.is_some();
    if !plain(one) || !plain(other) || said_twice || timed_twice {
        return None;
    }
    let mut values = [one, other].map(|scene| eco_format!("{}", scene.reference));
    values.sort();
    Some(Scene {
        reference: ag::LIST_CHANGE.into_owned(),
        restrictions: eco_vec![Restriction {
            path: "a".into(),
            values: values.into(),
        }],
        roles: if one.roles.is_empty() {
            other.roles.clone()
        } else {
            one.roles.clone()
        },
        time: one.time.or(other.time),
        ..one.clone()
    })
}

/// Counts the conditions of a set, and those that name nobody and nothing. `false` if a word for what
/// a thing has does not say of which thing.
pub(super) fn weigh(set: &Set, scenes: &mut i32, open: &mut i32) -> bool {
    set.scenes.iter().all(|scene| {
        *scenes += 1;
        let said = scene.restrictions.is_empty() && scene.content.is_none();
        let bare = scene.roles.is_empty() && said;
        let role = bare && scene.itself != "." && scene.nature != Nature::Standing;
        if role && scene.nature == Nature::Property {
            return false;
        }
        if role && scene.time.is_none() {
            *open += 1;
        }
        scene.roles.iter().all(|(_, set)| weigh(set, scenes, open))
    })
}

/// Tells whether a set names all that another names.
pub(super) fn names_all(set: &Set, other: &Set) -> bool {
    let names = set.names();
    other
        .names()
        .into_iter()
        .all(|named| named.term.is_some() && names.iter().any(|name| name.term == named.term))
}

/// Tells whether a verb says what a law does.
pub(super) fn is_effect(verb: &Clause) -> bool {
    verb.scene.reference == ag::EFFECT
}

/// Tells whether a verb may stand behind `has`.
pub(super) fn done(verb: &Clause) -> bool {
    let been = verb.by.is_some() || verb.scene.nature != Nature::Event;
    verb.form == Form::Participle || verb.form == Form::Base && been
}

/// Returns the verb behind a form of `be`: a passive, or a state.
pub(super) fn with_be(verb: &Clause, tense: Tense) -> Vec<(Clause, f64)> {
    let form = match tense {
        Tense::Infinitive => Form::Base,
        Tense::Gerund => Form::Gerund,
        Tense::Present | Tense::Past => Form::Finite,
    };
    let stative = verb.scene.nature == Nature::Standing;
    // `is listed` is a state, `was listed` an event; either may be meant.
    let cost = match (stative, tense) {
        (true, Tense::Past) => 0.3,
        (false, Tense::Present) => 0.2,
        _ => 0.0,
    };
    match verb.form {
        Form::Predicative => {
            let mut clause = verb.clone().in_form(form);
            clause.scene.ever |= stative && tense == Tense::Past;
            vec![(clause, if stative { cost } else { 0.0 })]
        }
        Form::Passive => vec![(verb.clone().in_form(form), cost)],
        // has been | urging
        Form::Gerund if tense == Tense::Infinitive => {
            vec![(verb.clone().in_form(Form::Participle), 0.1)]
        }
        Form::Gerund => vec![(verb.clone().in_form(form), 0.2)],
        // 是在清单上
        Form::Plain => vec![(verb.clone(), 0.1)],
        Form::Base | Form::Finite | Form::Participle => Vec::new(),
    }
}

/// Returns the verb with `first`, `last`, `most` said of it.
pub(super) fn chosen(word: &Word, verb: &Clause) -> Option<Clause> {
    let pick = match word {
        Word::Order(last) => Pick {
            by: By::Date,
            last: *last,
        },
        Word::Most(most) => Pick {
            by: By::Many(None),
            last: *most,
        },
        Word::Longest => Pick {
            by: By::Date,
            last: false,
        },
        _ => return None,
    };
    let mut clause = verb.clone();
    clause.choose(pick)?;
    Some(clause)
}

pub(super) fn together(noun: &Noun) -> Noun {
    let mut noun = noun.clone();
    noun.set.all = true;
    noun
}

/// Who holds an office is told of today, who held it of any time.
pub(super) fn in_tense(set: &mut Set, tense: Tense) {
    for scene in set.scenes.make_mut() {
        if scene.reference == ag::TENURE && !scene.ever {
            scene.ever = tense != Tense::Present;
        }
    }
}

/// `All chairs`, `the first chair`: whoever held an office at any time.
pub(super) fn at_any_time(noun: &Noun) -> Noun {
    let mut noun = noun.clone();
    in_tense(&mut noun.set, Tense::Past);
    noun
}

/// `Former chairs`: whoever held an office and left it.
pub(super) fn former(noun: &Noun) -> Option<Noun> {
    let mut noun = at_any_time(noun);
    let mut scenes = noun.set.scenes.make_mut().iter_mut();
    let tenure = scenes.find(|scene| scene.reference == ag::TENURE)?;
    tenure.restrictions.push(Restriction {
        path: "ag:end".into(),
        values: EcoVec::new(),
    });
    Some(noun)
}

pub(super) fn ask_about(noun: &Noun, ask: Ask) -> Plan {
    let path = |scene: &Scene| scene.nature == Nature::Path;
    // Events are told in words, things are named.
    let ask = match ask {
        _ if noun.set.scenes.iter().any(path) => Ask::Path,
        Ask::Things if noun.is_event() => match companies_of(&noun.set) {
            Some(companies) => {
                return Plan {
                    number: noun.number,
                    ..Plan::new(Ask::Things, companies)
                };
            }
            None if is_edition(&noun.set) => Ask::Things,
            None => Ask::What,
        },
        Ask::What if noun.is_named() => Ask::Describe,
        ask => ask,
    };
    // When somebody held an office, when a law was made.
    if ask == Ask::When
        && let [scene] = &noun.set.scenes[..]
        && let Some(path) = dated_by(scene)
    {
        let mut scene = scene.clone();
        let itself = std::mem::replace(&mut scene.itself, path);
        let named = Set {
            scenes: EcoVec::new(),
            ..noun.set.clone()
        };
        if !named.named.is_empty() {
            scene.roles.push((itself, named));
        }
        let about = Set {
            scenes: eco_vec![scene],
            ..Set::default()
        };
        return Plan::new(Ask::Things, about);
    }
    // Lawsuits since May are things; a reaction is what was said.
    let said = |scene: &Scene| scene.reference == ag::RESPONSE;
    let things = match noun.asked {
        Some(asked) => asked == Ask::Things,
        None => !noun.set.scenes.first().is_some_and(said),
    };
    Plan {
        as_things: ask == Ask::What && things,
        number: noun.number,
        ..Plan::new(ask, noun.set.clone())
    }
}

/// `The removals of 2025` are told by who was removed, unless that is said.
pub(super) fn companies_of(set: &Set) -> Option<Set> {
    let [scene] = &set.scenes[..] else {
        return None;
    };
    let changes = changes_a_list(&scene.reference);
    if !changes || scene.fillers("ag:target").next().is_some() {
        return None;
    }
    let scene = Scene {
        itself: "ag:target".into(),
        ..scene.clone()
    };
    Some(Set {
        classes: eco_vec![ag::COMPANY.into_owned()],
        scenes: eco_vec![scene],
        ..set.clone()
    })
}

pub(super) fn is_edition(set: &Set) -> bool {
    set.scenes
        .first()
        .is_some_and(|scene| scene.reference == ag::EDITION)
}

/// Whether something named is one of these.
pub(super) fn among(set: &Set, named: &Noun) -> Plan {
    let one = Set {
        named: named.set.named.clone(),
        ..set.clone()
    };
    Plan::new(Ask::Whether, one)
}

pub(super) fn timed(plan: &Plan, time: Period) -> Option<Plan> {
    let mut plan = plan.clone();
    let scene = plan.about.scenes.make_mut().first_mut()?;
    scene.time.is_none().then(|| scene.time = Some(time))?;
    Some(plan)
}

/// Returns the period that lies so to a date.
pub(super) fn period(span: Span, date: Period) -> Period {
    match span {
        Span::Within => date,
        Span::Since => Period::between(date.from, None),
        Span::After => Period::between(date.to.and_then(|day| day.tomorrow().ok()), None),
        Span::Before => Period::between(None, date.from.and_then(|day| day.yesterday().ok())),
        Span::Until => Period::between(None, date.to),
    }
}

/// Returns what `by` a noun takes a count apart: its year, or what it has.
pub fn group(lexicon: &Lexicon, index: usize) -> Option<Group> {
    let entry = &lexicon.entries[index];
    let path = entry.path(Function::Itself)?;
    let of_thing = entry.path(Function::Possessor) == Some(".");
    of_thing.then(|| Group::Path(path.to_owned()))
}
