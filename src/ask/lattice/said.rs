//! Clauses that no rule reads, taken as they stand: what somebody said, what a law forbids.

use super::{Speech, Words, begins, is_date};
use crate::ask::chart::Start;
use crate::ask::content::{self, Content, Meaning};
use crate::ask::desk::Desk;
use crate::ask::fit::Fit;
use crate::ask::forms::Inflected;
use crate::ask::gist::Gist;
use crate::ask::phrase::{AFTER, BEFORE, Form, Noun, Phrase, Word};
use crate::ask::plan::{Ask, Named, Nature, Plan, Scene, Set};
use crate::ask::recast::values_of_set;
use crate::ask::sparql::changes_a_list;
use crate::ask::token::{Token, is_han};
use crate::model::vocab as ag;
use crate::model::vocab::external::ALT_LABEL;
use crate::ontology::{Entry, Function, Lexicon, Part};
use crate::resolve::Linker;
use ecow::{EcoString, eco_vec};
use jiff::civil::Date as Day;
use oxrdf::NamedNode;
use std::collections::BTreeSet;

/// What it costs to take words for what was said, which no rule reads.
const SAID: f64 = 0.35;
/// What it costs that the day behind it is part of what was said.
const DATED: f64 = 0.15;
/// How far before its verb an auxiliary stands at most, in words.
const AUXILIARY: usize = 7;
/// The markers of what a letter is about.
const TOPIC: [&str; 5] = ["about", "regarding", "concerning", "over", "关于"];
/// The longest clause that tells what was said, in words that mean something.
const MOST_SAID: usize = 12;

impl Speech {
    /// What was said, behind words for saying: the rest of the question, up to a colon or dash.
    pub(super) fn contents(&self, text: &str, words: &mut Words) {
        let says = |piece: &Start<Phrase>| {
            let Phrase::Verb(clause) = &piece.category else {
                return false;
            };
            let entry = &self.lexicon.entries[clause.entry];
            !entry.arguments(Function::Content, None).is_empty()
        };
        let pieces = words.pieces.iter().enumerate();
        let ends = pieces.flat_map(|(at, pieces)| {
            let said = pieces.iter().filter(|piece| says(piece));
            said.map(move |piece| at + piece.width)
        });
        // Wrote | to Hegseth: whom it was said to.
        let whom = |from: &usize| {
            let here = |at: usize| words.pieces.get(at).into_iter().flatten();
            let to = |piece: &Start<Phrase>| piece.category == Phrase::Word(Word::To);
            here(*from).any(to) && here(from + 1).any(|piece| piece.category.name().is_some())
        };
        // Say | after it was listed: when it was said.
        let when = |from: &usize| {
            let mut here = words.pieces.get(*from).into_iter().flatten();
            here.any(|piece| match &piece.category {
                Phrase::Word(Word::Preposition(marker)) => {
                    [AFTER, BEFORE].contains(&marker.as_str())
                }
                _ => false,
            })
        };
        let told = |from: &usize| !whom(from) && !when(from);
        let ends: BTreeSet<usize> = ends.filter(told).collect();
        for from in ends {
            // Who said so may follow, tied to it: 说业务不受影响的是哪家公司.
            let link = |at: &usize| {
                let mut here = words.pieces[*at].iter();
                here.any(|piece| piece.category == Phrase::Word(Word::Link))
            };
            let links = (from + 1..words.tokens.len()).filter(link);
            let links = links.filter(|_| self.is_plain());
            // What else was done may follow: `deny ties to the military but make no threat`.
            let and = |at: &usize| {
                let mut here = words.pieces[*at].iter();
                let joins = here.any(|piece| piece.category == Phrase::Word(Word::And));
                joins && words.tokens[*at].text != ","
            };
            let ends = (from + 1..words.tokens.len()).filter(and);
            let links = links.chain(ends.filter(|_| !self.is_plain()));
            let day = words
                .last_day()
                .filter(|day| *day > from && !self.is_plain());
            let mut found: Vec<Start<Phrase>> = Vec::new();
            // 威胁 | 要采取什么行动: what was said is asked
            let asks = |phrase: &Phrase| matches!(phrase, Phrase::Noun(noun) if noun.asked == Some(Ask::What));
            let mut behind = words.pieces.iter().skip(from).flatten();
            let asked = self.is_plain() && behind.any(|piece| asks(&piece.category));
            let length = words.tokens.len();
            let comma = words
                .tokens
                .iter()
                .skip(from)
                .any(|token| token.text == ",");
            let tied = from < words.tokens.len() && link(&from);
            if asked
                && !comma
                && !tied
                && links.clone().next().is_none()
                && let Some((_, width)) = self.content(text, words, from, length, false, false)
            {
                let what = Noun::of(Set::default()).asking(Ask::What);
                let category = Phrase::Noun(Noun {
                    closed: true,
                    ..what
                });
                words.pieces[from].push(Start {
                    width,
                    category,
                    cost: SAID,
                });
                continue;
            }
            for until in links.chain(day).chain([words.tokens.len()]) {
                // What a law forbids is told in words that have others like them.
                let labels = self.is_plain();
                let Some((content, width)) = self.content(text, words, from, until, labels, false)
                else {
                    continue;
                };
                let clause = self.is_said(words, from, width);
                if clause && found.iter().all(|known| known.width != width) {
                    found.push(Start {
                        width,
                        category: Phrase::Content(content),
                        cost: if day.is_some_and(|day| until > day) {
                            SAID + DATED
                        } else {
                            SAID
                        },
                    });
                }
            }
            if let Some(here) = words.pieces.get_mut(from) {
                here.extend(found);
            }
        }
    }

    /// What a request is about, or why somebody came onto a list or off it, behind a word that says so: what no
    /// rule reads is looked for in what is told of them.
    pub(super) fn topics(&self, text: &str, words: &mut Words) {
        type Mark<'m> = &'m dyn Fn(&Phrase) -> bool;
        let is = |at: usize, wanted: Mark<'_>| {
            let here = words.pieces[at].iter();
            let here = here.filter(|piece| wanted(&piece.category));
            here.map(|piece| at + piece.width).max()
        };
        let event = |phrase: &Phrase| match phrase {
            Phrase::Noun(noun) => noun.set.scenes.first().map(|scene| scene.reference.clone()),
            Phrase::Verb(verb) => Some(verb.scene.reference.clone()),
            _ => None,
        };
        let request = |phrase: &Phrase| event(phrase).is_some_and(|class| class == ag::REQUEST);
        let change = |phrase: &Phrase| event(phrase).is_some_and(|class| changes_a_list(&class));
        let about = |phrase: &Phrase| match phrase {
            Phrase::Word(Word::Preposition(marker)) => TOPIC.contains(&marker.as_str()),
            _ => false,
        };
        let because = |phrase: &Phrase| *phrase == Phrase::Word(Word::Because);
        let length = words.tokens.len();
        let told = |wanted: Mark<'_>| (0..length).find(|at| is(*at, wanted).is_some());
        let ways: [(_, Mark<'_>, _); 2] = [
            (told(&request), &about, None),
            (told(&change), &because, Some(ag::REASON)),
        ];
        let mut found = Vec::new();
        for (event, mark, property) in ways {
            let Some(event) = event else { continue };
            for at in 0..length {
                // 关于缺失清单的 | 信: it may stand before
                let Some(from) = is(at, mark).filter(|_| at > event || self.is_plain()) else {
                    continue;
                };
                let link =
                    |at: &usize| is(*at, &|phrase| *phrase == Phrase::Word(Word::Link)).is_some();
                let links = (from + 1..length).filter(link).filter(|_| self.is_plain());
                let day = words
                    .last_day()
                    .filter(|day| *day > from && !self.is_plain());
                for until in links.chain(day).chain([length]) {
                    let labels = self.is_plain();
                    let content = self.content(text, words, from, until, labels, false);
                    if let Some((mut content, width)) = content.filter(|_| from < until) {
                        content.property = property;
                        // What a letter is about may be of a year.
                        let years = words.tokens[from..from + width].iter();
                        let years = years.filter(|token| is_date(&token.text));
                        let year =
                            |token: &Token| Meaning::new(&token.text, "", std::iter::empty());
                        content.words.extend(years.map(year));
                        let start = Start {
                            width: from + width - at,
                            category: Phrase::About(content),
                            cost: SAID,
                        };
                        found.push((at, start));
                    }
                }
            }
        }
        for (at, start) in found {
            words.pieces[at].push(start);
        }
    }

    /// Tells whether words behind a verb of saying may be what was said: no place in a list or letter, no
    /// further question (`…, and since when`), no further deed (`denied … and rejected …`).
    fn is_said(&self, words: &Words, from: usize, width: usize) -> bool {
        let is = |at: usize, wanted: &dyn Fn(&Phrase) -> bool| {
            let mut here = words.pieces[at].iter();
            here.any(|piece| wanted(&piece.category))
        };
        let place = |phrase: &Phrase| match phrase {
            Phrase::Word(Word::Preposition(marker)) => {
                ["in", "on", "at"].contains(&marker.as_str())
            }
            _ => false,
        };
        let and = |phrase: &Phrase| matches!(phrase, Phrase::Word(Word::And | Word::Or));
        let further = |phrase: &Phrase| match phrase {
            Phrase::Word(Word::Asking(_) | Word::Which(_)) => true,
            Phrase::Noun(noun) => noun.asked.is_some(),
            Phrase::Verb(verb) => verb.form == Form::Finite,
            _ => false,
        };
        let light = |phrase: &Phrase| {
            matches!(phrase, Phrase::Filler | Phrase::Word(Word::Span(_)))
                || *phrase == Phrase::Word(Word::Not)
        };
        let goes_on = |at: usize| {
            let passed = (at + 1..from + width).find(|at| !is(*at, &light) || is(*at, &further));
            is(at, &and) && passed.is_some_and(|at| is(at, &further))
        };
        let mut inside = from + 1..from + width;
        !is(from, &place) && !is(from, &and) && (self.is_plain() || !inside.any(goes_on))
    }

    /// Tells whether a preposition follows that says with whom.
    fn is_complement(&self, tokens: &[Token]) -> bool {
        let closed = tokens
            .first()
            .and_then(|next| self.closed.get(next.text.as_str()));
        let with = |word: &Word| match word {
            Word::To => true,
            Word::Preposition(marker) => matches!(marker.as_str(), "with" | "to"),
            _ => false,
        };
        closed
            .into_iter()
            .flatten()
            .any(|(_, phrase, ..)| matches!(phrase, Some(Phrase::Word(word)) if with(word)))
    }

    /// The words from here up to a colon, dash or tag, or up to `until`, as what was said; with `labels`,
    /// words that the lexicon knows of concepts alone are cut out too, where a script sets none apart; as a
    /// `whole` question, it tells whom it is about.
    fn content(
        &self,
        text: &str,
        words: &Words,
        from: usize,
        until: usize,
        labels: bool,
        whole: bool,
    ) -> Option<(Content, usize)> {
        let rest = words.tokens.get(from..until)?;
        let ends = |at: &usize| rest[*at].text == ":" || self.is_tag(&rest[*at..]);
        let until = (0..rest.len()).find(ends);
        let mut rest = &rest[..until.unwrap_or(rest.len())];
        // 否认 | 了 … 吗: marks of the sentence are not said.
        let marks = self.language.marks();
        let mark = |token: &Token| marks.contains(&token.text.as_str());
        while rest.last().is_some_and(mark) {
            rest = &rest[..rest.len() - 1];
        }
        // What a company makes is told in words, not by name.
        let named = |at: usize| {
            let pieces = words.pieces[from + at].iter();
            pieces.filter_map(|piece| {
                let name = piece.category.name()?;
                let sector = |thing: &NamedNode| self.snapshot.is_a(thing, ag::SECTOR);
                let whole = !name.thing().as_ref().is_some_and(sector);
                whole.then_some((piece.width, name))
            })
        };
        // When it was is not said in the text of it.
        let date = |at: usize| {
            let pieces = words.pieces[from + at].iter();
            let date = |piece: &&Start<Phrase>| matches!(piece.category, Phrase::Date(_));
            pieces
                .filter(date)
                .map(|piece| piece.width)
                .max()
                .unwrap_or(0)
        };
        let name = |at: usize| {
            let widths = named(at).map(|(width, _)| width);
            widths.chain([date(at)]).max().unwrap_or(0)
        };
        let actor = |at: usize| {
            let things = named(at).filter_map(|(_, name)| name.thing());
            rest[at].prominent
                && things
                    .into_iter()
                    .any(|thing| self.snapshot.is_a(&thing, ag::ACTOR))
        };
        // 否认 | 过 …
        let marked = rest.iter().take_while(|token| mark(token)).count();
        let begin = if whole { 0 } else { marked };
        let name = |at| name(begin + at);
        let meanings = self.meanings(&rest[begin..], name, |at| actor(begin + at), labels, whole);
        let called = (0..rest.len()).filter_map(|at| {
            let name = named(at).next()?.1;
            let thing = name
                .thing()
                .filter(|thing| self.snapshot.is_a(thing, ag::COMPANY));
            Some(self.called(name).of(thing))
        });
        let (first, last) = (rest.get(begin)?, rest.last()?);
        let content = Content {
            text: text[first.range.start..last.range.end].to_owned(),
            names: called.collect(),
            words: meanings,
            property: None,
        };
        let some = (1..=MOST_SAID).contains(&content.words.len());
        some.then_some((content, rest.len()))
    }

    /// What a question asks, how or why, with all its words; `None` where it asks something else.
    pub fn gist(
        &self,
        text: &str,
        linker: &Linker,
        fit: &Fit<'_>,
        today: Day,
        desk: &Desk,
    ) -> Option<Gist> {
        let words = desk.words(text, || self.words(text, linker, &[], today));
        let asks = |piece: &Start<Phrase>| match &piece.category {
            Phrase::Word(Word::Asking(ask) | Word::Which(ask) | Word::Show(ask)) => Some(*ask),
            Phrase::Noun(noun) => noun.asked,
            Phrase::Marked(_, noun) => noun.asked,
            _ => None,
        };
        let asked = words.pieces.iter().find_map(|pieces| {
            let widest = pieces
                .iter()
                .filter_map(|piece| asks(piece).map(|_| piece.width))
                .max()?;
            let here = pieces.iter().filter(|piece| piece.width == widest);
            let here: Vec<Ask> = here.filter_map(asks).collect();
            [Ask::Why, Ask::What, Ask::Things]
                .into_iter()
                .find(|ask| here.contains(ask))
        });
        let whom = match asked? {
            Ask::Things => asked_class(&words, &self.lexicon)?,
            _ => None,
        };
        // Who did not say so is told by no text.
        let denies = |piece: &Start<Phrase>| piece.category == Phrase::Word(Word::Not);
        let denied = words.pieces.iter().flatten().any(denies);
        if whom
            .as_ref()
            .is_some_and(|class| denied || !fit.is_actor(class))
        {
            return None;
        }
        let (content, _) = self.content(text, &words, 0, words.tokens.len(), true, true)?;
        // `Does` is a verb of its own, too.
        let helps = |pieces: &&Vec<Start<Phrase>>| {
            let helps = |piece: &Start<Phrase>| matches!(piece.category, Phrase::Word(Word::Do));
            pieces.iter().any(helps)
        };
        let pieces = words.pieces.iter().filter(|pieces| !helps(pieces));
        let says = pieces.flatten().filter_map(|piece| match &piece.category {
            Phrase::Verb(clause) => Some(&self.lexicon.entries[clause.entry]),
            _ => None,
        });
        let mut says = says.filter(|entry| {
            let content = !entry.arguments(Function::Content, None).is_empty();
            entry.reference == ag::RESPONSE || content && entry.reference != ag::ASSESSMENT
        });
        Some(Gist {
            content,
            whom,
            says: says.next().is_some(),
            strange: !words.unknown.is_empty(),
            dated: words.last_day().is_some(),
            plain: self.is_plain(),
            names: words.names.clone(),
        })
    }

    /// The classes of one of which is what a question asks for, and whether it says so by a noun: `which
    /// agency`, not `who`. None where its first word does not tell.
    pub fn asks_for(
        &self,
        text: &str,
        linker: &Linker,
        today: Day,
        desk: &Desk,
    ) -> Option<(Vec<NamedNode>, bool)> {
        let words = desk.words(text, || self.words(text, linker, &[], today));
        let nouns = |at: usize| {
            let here = words.pieces.get(at).into_iter().flatten();
            here.filter_map(|piece| match &piece.category {
                Phrase::Noun(noun) => Some((piece.width, noun)),
                _ => None,
            })
        };
        let who = nouns(0).find(|(_, noun)| noun.asked == Some(Ask::Things) && noun.is_class());
        if let Some((_, who)) = who {
            return Some((who.set.classes.to_vec(), false));
        }
        let which = |piece: &&Start<Phrase>| {
            matches!(piece.category, Phrase::Word(Word::Which(Ask::Things)))
        };
        let which = words.pieces.first()?.iter().filter(which);
        let from = which.map(|piece| piece.width).max()?;
        let width = nouns(from).map(|(width, _)| width).max()?;
        // Which AI firms, which internet and tech firms: the firms come later.
        let mut behind = words.pieces.get(from + width).into_iter().flatten();
        let and =
            |piece: &Start<Phrase>| matches!(piece.category, Phrase::Word(Word::And | Word::Or));
        if nouns(from + width).next().is_some() || behind.any(and) {
            return None;
        }
        let named = nouns(from).filter(|(known, _)| *known == width);
        let classes = named.map(|(_, noun)| noun.set.classes.first().cloned());
        Some((classes.collect::<Option<Vec<_>>>()?, true))
    }

    /// What a law forbids, in words that no rule reads: `the ban on buying their goods`, `may the Pentagon
    /// no longer buy their goods`.
    pub(super) fn bans(&self, text: &str, words: &mut Words) {
        let length = words.tokens.len();
        let is = |at: usize, wanted: &dyn Fn(&Word) -> bool| {
            let here = words.pieces[at].iter();
            let here = here.filter_map(|piece| match &piece.category {
                Phrase::Word(word) if wanted(word) => Some(at + piece.width),
                _ => None,
            });
            here.max()
        };
        let mut bans: Vec<(usize, usize, bool)> = Vec::new();
        for at in 0..length {
            // barred from; the Pentagon is barred from
            if let Some(end) = is(at, &|word| *word == Word::Barred) {
                bans.push((at, end, false));
                let before = at.saturating_sub(AUXILIARY)..at;
                let auxiliary =
                    |word: &Word| matches!(word, Word::Be(_) | Word::Have | Word::Would);
                let begins = before.filter(|at| is(*at, &auxiliary).is_some());
                bans.extend(begins.map(|begin| (begin, end, begin == 0)));
                // 国防部 | 不得: who it binds
                let pieces = &words.pieces;
                let passed = |at: usize| {
                    (0..at).find(|from| {
                        let mut here = pieces[*from].iter();
                        here.any(|piece| {
                            let light = matches!(
                                piece.category,
                                Phrase::Filler
                                    | Phrase::Word(Word::Span(_) | Word::Postposition(_))
                            );
                            from + piece.width == at && light
                        })
                    })
                };
                let ends = [Some(at), passed(at), passed(at).and_then(&passed)];
                let bound = |begin: &usize| {
                    let mut here = pieces[*begin].iter();
                    here.any(|piece| {
                        ends.contains(&Some(begin + piece.width)) && piece.category.name().is_some()
                    })
                };
                let begins = (0..at).filter(|_| self.is_plain()).filter(bound);
                bans.extend(begins.map(|begin| (begin, end, false)));
            }
            // may the Pentagon no longer
            if is(at, &|word| *word == Word::Would).is_some() {
                let denies = |word: &Word| matches!(word, Word::Not | Word::NoMore);
                let behind = at + 1..length.min(at + AUXILIARY);
                let ends = behind.filter_map(|at| is(at, &denies));
                bans.extend(ends.map(|end| (at, end, false)));
            }
        }
        let mut found = Vec::new();
        for (begin, from, asks) in bans {
            // What is forbidden goes on to the end, or to the verb of the sentence.
            let verb = |at: &usize| {
                let mut here = words.pieces[*at].iter();
                *at + 1 >= from + 2 && here.any(|piece| matches!(piece.category, Phrase::Verb(_)))
            };
            // 国防部不得 | 做什么: what is forbidden is asked
            let wanted = |phrase: &Phrase| matches!(phrase, Phrase::Noun(noun) if noun.asked == Some(Ask::What));
            let mut behind = words.pieces.iter().skip(from).flatten();
            if self.is_plain() && behind.any(|piece| wanted(&piece.category)) {
                let tag = (from..length).find(|at| self.is_tag(&words.tokens[*at..]));
                let barred = (0..from)
                    .rev()
                    .find(|at| is(*at, &|word| *word == Word::Barred) == Some(from));
                let forbids = barred.and_then(|at| self.content(text, words, at, from, true, true));
                if let Some((mut forbids, _)) = forbids {
                    let whole = self.content(text, words, 0, from, true, true);
                    forbids.names = whole.map(|(whole, _)| whole.names).unwrap_or_default();
                    let law = forbidding(forbids);
                    let start = Start {
                        width: tag.unwrap_or(length),
                        category: Phrase::Question(values_of_set("ag:effect", law)),
                        cost: SAID,
                    };
                    found.push((0, start));
                }
                continue;
            }
            for until in (from..length).filter(verb).chain([length]) {
                let labels = self.is_plain();
                let Some((content, width)) = self.content(text, words, from, until, labels, false)
                else {
                    continue;
                };
                let set = forbidding(content);
                // Is the Pentagon barred from buying: whether there is such a law.
                let category = match asks {
                    true => Phrase::Question(Plan::new(Ask::Whether, set)),
                    false => Phrase::Noun(Noun {
                        closed: true,
                        ..Noun::of(set)
                    }),
                };
                let start = Start {
                    width: from + width - begin,
                    category,
                    cost: SAID,
                };
                found.push((begin, start));
            }
        }
        for (at, start) in found {
            words.pieces[at].push(start);
        }
    }

    /// A thing by its names.
    fn called(&self, named: &Named) -> Meaning {
        let others = named.thing().into_iter().flat_map(|thing| {
            let kinds = [ag::SHORT_NAME, ALT_LABEL].into_iter();
            let texts = kinds.flat_map(|kind| self.snapshot.texts(&thing, kind));
            texts.collect::<Vec<_>>()
        });
        let names: Vec<String> = [named.text.clone(), named.label.clone()]
            .into_iter()
            .chain(others)
            .collect();
        Meaning::name(names.iter().map(String::as_str))
    }

    /// Tells whether nothing is left but a comma and a tag: `, did it not`.
    fn is_tag(&self, tokens: &[Token]) -> bool {
        let [comma, first, rest @ ..] = tokens else {
            return false;
        };
        let mut closed = self.closed.get(first.text.as_str()).into_iter().flatten();
        comma.text == ","
            && closed.any(|(words, phrase, ..)| {
                let tag = *phrase == Some(Phrase::Word(Word::Tag));
                tag && words.len() == rest.len() && begins(rest, words)
            })
    }

    /// What words mean, those that the lexicon knows together taken as one; without little words and
    /// names, of which `name` tells how many words they take, and `actor` whether somebody has them; an
    /// `entire` question tells whom it is about too.
    fn meanings(
        &self,
        tokens: &[Token],
        name: impl Fn(usize) -> usize,
        actor: impl Fn(usize) -> bool,
        labels: bool,
        entire: bool,
    ) -> Vec<Meaning> {
        let mut found = Vec::new();
        let mut link = None;
        let mut at = 0;
        // Whether the character before is one that nobody knows.
        let mut unknown = false;
        while let Some(token) = tokens.get(at) {
            let named = name(at);
            let mut closed = self.closed.get(token.text.as_str()).into_iter().flatten();
            let little = closed.any(|(more, phrase, ..)| more.is_empty() && phrase.is_some());
            let forms = self.forms.beginning(&token.text);
            let forms = forms.filter(|form| begins(&tokens[at + 1..], form.rest()));
            let width = |form: &Inflected<'_>| form.rest().count() + 1;
            let longest = forms.clone().map(|form| width(&form)).max().unwrap_or(1);
            let label = if labels { self.label(&tokens[at..]) } else { 0 };
            let longest = longest.max(label);
            let until = (at + named).min(tokens.len());
            let actor = (named > longest || longest == 1) && actor(at);
            if named > 0 && (actor || !self.is_language(&tokens[at..until])) {
                at += named;
                continue;
            }
            // 什么: a longer word of grammar
            let closed = self.closed.get(token.text.as_str()).into_iter().flatten();
            let closed = closed
                .filter(|(more, phrase, ..)| phrase.is_some() && begins(&tokens[at + 1..], more));
            let closed = closed.map(|(more, ..)| more.len() + 1).max().unwrap_or(0);
            if labels && closed > longest && token.text.chars().any(is_han) {
                at += closed;
                unknown = false;
                continue;
            }
            // A single character says too little.
            let letter = longest == 1 && token.text.chars().any(is_han);
            if (!little || longest > 1) && !letter && token.text != "," {
                let whole = forms.filter(|form| width(form) == longest);
                let entries = whole.map(|form| &self.lexicon.entries[form.entry]);
                let words = tokens[at..at + longest].iter();
                let words: Vec<&str> = words.map(|token| token.text.as_str()).collect();
                let parts = words.iter().copied().filter(|word| !self.is_closed(word));
                let parts: Vec<&str> = parts.filter(|_| longest > 1).collect();
                // Any link with the military: it is the military that is spoken of.
                let linked = entries
                    .clone()
                    .any(|entry| entry.reference == ag::CONNECTED_TO);
                if linked && self.is_complement(&tokens[at + longest..]) {
                    let word = &token.text;
                    link = Some((false, Meaning::new(word, "", std::iter::empty())));
                    at += longest;
                    continue;
                }
                // `Listed companies`, `the law`: whom it is about, not what is said of them.
                let company = |entry: &Entry| entry.reference == ag::COMPANY;
                let law = |entry: &Entry| entry.part == Part::Noun && entry.reference == ag::LAW;
                let about = longest > 1 && entries.clone().any(company) || entries.clone().any(law);
                let said = words.join(if token.text.chars().all(is_han) {
                    ""
                } else {
                    " "
                });
                // What is received is told: 收到.
                let received = |entry: &Entry| {
                    let subject = entry.path(Function::Subject).unwrap_or_default();
                    entry.part == Part::Verb && subject.starts_with("ag:addressee")
                };
                let received =
                    labels && token.text.chars().all(is_han) && entries.clone().any(received);
                let mut meaning = Meaning::new(&said, &parts.join(" "), entries);
                if received {
                    meaning.lighten();
                }
                if labels || !token.text.chars().all(is_han) {
                    meaning.or(self.alike(&said));
                }
                found.push((about, meaning));
            } else if letter && !little && labels && entire && !unknown {
                let whole = forms.filter(|form| width(form) == 1);
                let entries = whole.map(|form| &self.lexicon.entries[form.entry]);
                found.push((false, Meaning::new(&token.text, "", entries)));
            }
            unknown = letter && !little;
            at += longest;
        }
        // Ties to somebody named: nothing else is said.
        if found.is_empty() && !entire {
            found.extend(link);
        }
        // What is told in another script is known by its kind alone.
        let foreign = |meaning: &Meaning| !meaning.has_kind() && meaning.is_written(is_han);
        if !entire && found.iter().any(|(_, meaning)| meaning.has_kind()) {
            found.retain(|(_, meaning)| !foreign(meaning));
        }
        if !entire && found.iter().any(|(about, _)| !about) {
            found.retain(|(about, _)| !about);
        }
        found.into_iter().map(|(_, meaning)| meaning).collect()
    }
}

impl Speech {
    /// How many of these words are a label of a concept, in a script that does not set words apart.
    fn label(&self, tokens: &[Token]) -> usize {
        let here = tokens
            .iter()
            .take_while(|token| token.text.chars().all(is_han));
        let here: String = here.map(|token| token.text.as_str()).collect();
        let labels = self.lexicon.concepts.iter().flatten();
        let labels =
            labels.filter(|label| label.starts_with(is_han) && here.starts_with(label.as_str()));
        labels.map(|label| label.chars().count()).max().unwrap_or(0)
    }

    /// Words that mean nearly the same in a text.
    fn alike(&self, word: &str) -> impl Iterator<Item = &str> {
        let (stems, word) = (content::stems(word), word.to_owned());
        let has = move |concept: &&Vec<EcoString>| {
            let same = |label: &EcoString| match &content::stems(label)[..] {
                [one] => content::contains(&word, one),
                several => several == stems,
            };
            concept.iter().any(same)
        };
        let concepts = self.lexicon.concepts.iter().filter(has);
        concepts.flatten().map(EcoString::as_str)
    }
}

/// The laws that forbid something.
fn forbidding(content: Content) -> Set {
    let scene = Scene {
        content: Some(content),
        when: Some("ag:effective".into()),
        ..Scene::new(ag::EFFECT.into_owned(), Nature::Property)
    };
    Set {
        classes: eco_vec![ag::LAW.into_owned()],
        scenes: eco_vec![scene],
        ..Set::default()
    }
}

/// The class of what is asked for: `which ministry`, `who`; no class of `what effect`, which a text tells;
/// `None` where the words tell nothing of that.
fn asked_class(words: &Words, lexicon: &Lexicon) -> Option<Option<NamedNode>> {
    let asked = |phrase: &Phrase| matches!(phrase, Phrase::Word(Word::Which(_)));
    let tells = |class: &NamedNode| [ag::EFFECT, ag::ASSESSMENT].contains(&class.as_ref());
    let noun = |phrase: &Phrase| match phrase {
        Phrase::Noun(noun) => {
            let entry = &lexicon.entries[noun.entry?];
            let class = noun.set.classes.first().unwrap_or(&entry.reference);
            Some(Some(class.clone()).filter(|class| !tells(class)))
        }
        _ => None,
    };
    words.pieces.iter().enumerate().find_map(|(at, pieces)| {
        let who = pieces.iter().find_map(|piece| match &piece.category {
            Phrase::Noun(noun) if noun.asked.is_some() => noun.set.classes.first().cloned(),
            _ => None,
        });
        let which = pieces.iter().find(|piece| asked(&piece.category));
        let behind = which.and_then(|piece| words.pieces.get(at + piece.width));
        let named = behind.and_then(|pieces| {
            let nouns = pieces
                .iter()
                .filter(|piece| noun(&piece.category).is_some());
            noun(&nouns.max_by_key(|piece| piece.width)?.category)
        });
        named.or(who.map(Some))
    })
}
