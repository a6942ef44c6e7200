//! What begins with a sentence, a marked noun or a time: `by whom | was X requested`.

use crate::ask::grammar::parts::{among, ask_about, chosen, edition_of, group, period, timed};
use crate::ask::grammar::{COMPARED, Found, Grammar, LOOSE};
use crate::ask::phrase::{
    ACCORDING, AMONG, BETWEEN, BY, COMPARED_WITH, Clause, Form, Noun, OBJECT, OF, Phrase, Span,
    Word,
};
use crate::ask::plan::{Ask, Nature, Period, Plan, Set};
use crate::model::vocab as ag;
use crate::ontology::Function;
use ecow::{EcoString, EcoVec, eco_vec};

impl Grammar<'_> {
    pub(super) fn after_sentence(&self, clause: &Clause, right: &Phrase, made: &mut Found) {
        // 长江存储被移除 | 有什么影响
        if let Phrase::Noun(noun) = right
            && self.plain
            && noun.asked.is_some()
        {
            made.extend(self.of_event(clause, noun));
        }
        match right {
            Phrase::Marked(marker, noun) => {
                for (clause, cost) in self.marked(clause, marker, noun) {
                    made.push((Phrase::Sentence(clause), cost + 0.05));
                }
                // is X on the list | according to the Pentagon
                if marker == ACCORDING && clause.scene.nature == Nature::Standing {
                    made.push((Phrase::Sentence(clause.clone()), 0.15));
                }
            }
            Phrase::Time(time) => {
                let cost = 0.05 + self.since_then(clause, *time);
                made.extend(
                    clause
                        .at(*time)
                        .map(|clause| (Phrase::Sentence(clause), cost)),
                );
            }
            // X is on the list | from the start
            Phrase::Word(Word::AllAlong) => {
                let all_along = self.all_along(clause);
                made.extend(all_along.map(|clause| (Phrase::Sentence(clause), 0.05)));
            }
            // 阿里巴巴被列入 | 之前
            Phrase::Word(Word::Span(span)) if *span != Span::Within && self.plain => {
                let moment = self.moments.of_sentence(clause);
                made.extend(moment.map(|when| (Phrase::Time(period(*span, when)), 0.3)));
            }
            // who was X requested | by; what was X added | to
            Phrase::Word(Word::Preposition(marker)) => {
                let by = marker == BY && clause.by.is_some();
                if by {
                    let mut clause = clause.clone();
                    // X requested | by?
                    if clause.asked.is_none() && clause.ask.is_none() {
                        let path = clause.by.take().unwrap_or_default();
                        clause.asked = Some((path, Noun::asked(ag::ACTOR, Ask::Things)));
                    }
                    made.push((Phrase::Sentence(clause), 0.0));
                } else {
                    let arguments = self.lexicon.entries[clause.entry]
                        .arguments(Function::Adjunct, Some(marker));
                    for argument in arguments {
                        let taken = clause.scene.roles.iter();
                        if taken.clone().any(|(path, _)| *path == argument.path) {
                            continue;
                        }
                        let mut open = clause.clone();
                        open.objects = eco_vec![argument.path.clone()];
                        open.missing
                            .retain(|missing| !argument.markers.contains(missing));
                        // who took X | off: off the list
                        if argument.path == "ag:list" {
                            let mut whole = open.clone();
                            whole.objects.clear();
                            made.push((Phrase::Sentence(whole), 0.2));
                        }
                        // X belongs | to?
                        let told = clause.asked.is_none() && clause.ask.is_none();
                        if told && !clause.inverted && marker != "as" {
                            let mut whose = open.clone();
                            whose.objects.clear();
                            let who = Noun::asked(ag::ACTOR, Ask::Things);
                            if self.fit.cost(&argument.path, &clause.scene.reference, &who) == 0.0 {
                                whose.asked = Some((argument.path.clone(), who));
                                made.push((Phrase::Sentence(whose), 0.15));
                            }
                        }
                        if clause.asked.is_none() {
                            made.push((Phrase::Sentence(open), 0.1));
                        }
                    }
                }
            }
            // was X taken | off
            Phrase::Word(Word::Particle(rest)) => {
                let whole = clause.with_particle(rest);
                made.extend(whole.map(|clause| (Phrase::Sentence(clause), 0.0)));
            }
            // who signed more letters, | Tom Cotton or Michael McCaul
            Phrase::Noun(noun) if clause.asked.is_some() && noun.is_row() && noun.set.any => {
                let cost = if is_chosen(clause) { -COMPARED } else { 0.05 };
                let among = self.among(clause, noun);
                made.extend(among.map(|clause| (Phrase::Sentence(clause), cost)));
            }
            // was X listed | when
            Phrase::Word(Word::Asking(ask)) if clause.ask.is_none() && clause.asked.is_none() => {
                let mut clause = clause.clone();
                clause.ask = Some(*ask);
                made.push((Phrase::Sentence(clause), 0.1));
            }
            // X is on the list, | isn't it
            Phrase::Word(Word::Tag) if clause.asked.is_none() => {
                made.push((Phrase::Sentence(clause.clone()), 0.0));
            }
            // who was on the list | but no longer is
            Phrase::Word(Word::Ended) if clause.scene.nature == Nature::Standing => {
                let mut clause = clause.clone();
                let asked = clause.asked.as_mut().filter(|(path, _)| path == ".");
                match (clause.scene.negated, asked) {
                    // which firms used to be listed | but no longer are
                    (true, _) if clause.scene.once => made.push((Phrase::Sentence(clause), 0.0)),
                    (false, Some((_, who))) => {
                        let lists = clause.scene.fillers("ag:onList").next().cloned();
                        let mut today = self.standing(&Noun::of(lists.unwrap_or_default()));
                        today.scene.negated = true;
                        who.set.scenes.push(today.scene_of("."));
                        made.push((Phrase::Sentence(clause), 0.0));
                    }
                    _ => (),
                }
            }
            // X responded | first; who requested companies | most often
            Phrase::Word(word @ (Word::Order(_) | Word::Most(_) | Word::Longest)) => {
                made.extend(chosen(word, clause).map(|clause| (Phrase::Sentence(clause), 0.05)));
            }
            // which firms did X name | that were never listed
            Phrase::Relative(other) => {
                let said = self.said_behind(clause, other);
                made.extend(said.map(|clause| (Phrase::Sentence(clause), 0.1)));
            }
            // who requested X | and sued Y
            Phrase::AndVerb(other)
                if other.form.is_finite() && other.asked.is_none() && clause.filled.is_some() =>
            {
                let path = clause.filled.clone().unwrap_or_default();
                // which firms did X name | but were never listed
                if clause
                    .asked
                    .as_ref()
                    .is_some_and(|(asked, _)| *asked != path)
                {
                    let said = self.said_behind(clause, other);
                    made.extend(said.map(|clause| (Phrase::Sentence(clause), 0.1)));
                }
                let shared = match &clause.asked {
                    Some((asked, noun)) if *asked == path => Some(Noun {
                        asked: None,
                        ..noun.clone()
                    }),
                    _ => clause.scene.fillers(&path).next().cloned().map(Noun::of),
                };
                if let Some(noun) = shared
                    && let Some((other, cost)) = other.with_subject(self.fit, &noun)
                {
                    let mut clause = clause.clone();
                    clause.also.push(other);
                    made.push((Phrase::Sentence(clause), cost + 0.05));
                }
            }
            // X was removed, | and who else
            Phrase::Word(Word::Others) if clause.asked.is_none() && clause.ask.is_none() => {
                let path = clause.filled.as_ref();
                let place = |path| clause.scene.roles.iter().position(|(role, _)| role == path);
                if let Some(place) = path.and_then(place) {
                    let mut clause = clause.clone();
                    let (path, named) = clause.scene.roles.remove(place);
                    clause.except.extend(named.named);
                    clause.asked = Some((path, Noun::asked(ag::ACTOR, Ask::Things)));
                    made.push((Phrase::Sentence(clause), 0.1));
                }
            }
            // who signed more letters | than anyone else
            Phrase::Word(Word::ThanOthers) if is_chosen(clause) => {
                made.push((Phrase::Sentence(clause.clone()), -COMPARED));
            }
            Phrase::Word(Word::SameDay) => {
                let same = self.same_day(clause);
                made.extend(same.map(|(clause, cost)| (Phrase::Sentence(clause), cost)));
            }
            Phrase::With(Word::Per, noun) => {
                let counted = clause.anyhow(self.lexicon, self.fit, noun).into_iter();
                made.extend(counted.map(|(clause, cost)| (Phrase::Sentence(clause), cost)));
            }
            Phrase::Grouped(group) => {
                let mut clause = clause.clone();
                clause.group = Some(group.clone());
                made.push((Phrase::Sentence(clause), 0.0));
            }
            Phrase::Word(Word::Now | Word::Both | Word::Ever) => {
                let mut clause = clause.clone();
                let ever = matches!(right, Phrase::Word(Word::Ever));
                clause.scene.ever |= ever && clause.scene.nature == Nature::Standing;
                if matches!(right, Phrase::Word(Word::Both)) {
                    for (_, set) in clause.scene.roles.make_mut() {
                        set.all |= set.named.len() > 1;
                    }
                }
                made.push((Phrase::Sentence(clause), 0.01));
            }
            // 议员点名 | 但尚未上榜的公司
            Phrase::With(Word::And, noun) if self.plain && noun.closed => {
                made.extend(self.relative_object(noun, clause, 0.1));
            }
            // 议员要求列入 | 的
            Phrase::Word(Word::Link) if clause.form == Form::Plain => {
                let before = Phrase::Sentence(clause.clone());
                made.push((Phrase::Modifier(Box::new(before)), 0.0));
            }
            // 长江存储被移除 | 意味着什么
            Phrase::Verb(verb) if self.plain && verb.subject.is_some() => {
                made.extend(self.event_as_subject(clause, verb));
            }
            // 要求列入X的信是写给 | 谁 的: an object behind its sentence
            Phrase::Noun(noun) if !clause.inverted => {
                for (clause, cost) in clause.with_object(self.fit, noun) {
                    made.push((Phrase::Sentence(clause), cost + 0.1));
                }
            }
            _ => (),
        }
        // who was sued | the Pentagon; was X sued | June 2026: what is left out can be told
        match right {
            Phrase::Noun(noun) if self.loose && noun.is_named() && noun.asked.is_none() => {
                for (clause, cost) in clause.anyhow(self.lexicon, self.fit, noun) {
                    made.push((Phrase::Sentence(clause), cost + LOOSE));
                }
            }
            Phrase::Date(date) if self.loose => {
                let timed = clause.at(*date);
                made.extend(timed.map(|clause| (Phrase::Sentence(clause), LOOSE)));
            }
            _ => (),
        }
    }

    /// A question of which the answer is also what a clause behind it says.
    fn said_behind(&self, clause: &Clause, said: &Clause) -> Option<Clause> {
        let mut clause = clause.clone();
        let (_, asked) = clause.asked.as_mut()?;
        if asked.set.classes.is_empty() || asked.open_word() {
            return None;
        }
        *asked = self.relative(asked, said)?;
        Some(clause)
    }

    /// A question of which only these names may be the answer.
    pub(super) fn among(&self, clause: &Clause, names: &Noun) -> Option<Clause> {
        let mut clause = clause.clone();
        let (path, asked) = clause.asked.as_mut()?;
        let fits = self.fit.cost(path, &clause.scene.reference, names) == 0.0;
        if !fits || !asked.set.named.is_empty() {
            return None;
        }
        asked.set.named.clone_from(&names.set.named);
        Some(clause)
    }

    pub(super) fn after_marked(&self, marker: &str, noun: &Noun, right: &Phrase, made: &mut Found) {
        match right {
            // by whom | was X requested; on which lists | does X stand
            Phrase::Sentence(clause) => {
                for (clause, cost) in self.marked(clause, marker, noun) {
                    made.push((Phrase::Sentence(clause), cost + 0.1));
                }
                // of A, B and C, | which are on the list
                if let Some((_, asked)) = &clause.asked
                    && asked.set.named.is_empty()
                    && noun.asked.is_none()
                    && [OF, AMONG, BETWEEN].contains(&marker)
                {
                    let mut clause = clause.clone();
                    if let Some((_, asked)) = &mut clause.asked {
                        asked.set.named.clone_from(&noun.set.named);
                        asked.set.scenes.extend(noun.set.scenes.iter().cloned());
                        asked.set.classes.clone_from(&noun.set.classes);
                    }
                    made.push((Phrase::Sentence(clause), 0.1));
                }
            }
            // in how many requests | is X among the signers
            Phrase::Question(plan) if noun.asked.is_some() && noun.is_event() => {
                made.extend(takes_part_in(noun, plan).map(|plan| (Phrase::Question(plan), 0.1)));
            }
            // 和2025年1月版相比, | 2026年6月版; | 2026年6月
            Phrase::Noun(later)
                if marker == COMPARED_WITH && later.is_edition() && noun.is_edition() =>
            {
                made.extend(self.since_edition(noun, self.moments.of_noun(later)));
            }
            Phrase::Time(later) | Phrase::Date(later)
                if marker == COMPARED_WITH && noun.is_edition() =>
            {
                made.extend(self.since_edition(noun, Some(*later)));
            }
            // for the Entity List and | for the 1260H list
            Phrase::Marked(other, more)
                if marker == other && noun.asked.is_none() && more.asked.is_none() =>
            {
                if noun.is_named()
                    && more.is_named()
                    && let Some(both) = self.both(noun, more, right)
                {
                    made.push((Phrase::Marked(marker.to_owned(), both), 0.0));
                }
            }
            // 回应里 | 说了什么
            Phrase::Verb(verb)
                if marker == OF
                    && noun.is_event()
                    && noun.asked.is_none()
                    && verb
                        .asked
                        .as_ref()
                        .is_some_and(|(_, what)| what.open_word()) =>
            {
                made.push((Phrase::Question(ask_about(noun, Ask::What)), 0.1));
            }
            // 将X | 列入; 向国防部 | 要求
            Phrase::Verb(verb) if verb.form == Form::Plain => {
                for (clause, cost) in self.marked(verb, marker, noun) {
                    made.push((Phrase::Verb(clause), cost));
                }
                if marker == OBJECT && self.takes_infinitive(verb) {
                    // 把 X 要求列入
                }
            }
            // 因为X | 而被列入
            Phrase::AndVerb(verb) if verb.form == Form::Plain => {
                for (clause, cost) in self.marked(verb, marker, noun) {
                    made.push((Phrase::Verb(clause), cost + 0.05));
                }
            }
            // on which lists | is DJI
            Phrase::With(Word::Be(_), other)
                if self.is_on(marker)
                    && noun.asked.is_some()
                    && (self.is_list(&noun.set) || noun.open_word()) =>
            {
                let on = self.standing_open();
                if let Some((mut clause, cost)) = on.with_subject(self.fit, other) {
                    let mut list = noun.clone();
                    if noun.open_word() {
                        list.set = Set::class(ag::DESIGNATION_LIST.into_owned());
                    }
                    clause.asked = Some(("ag:onList".into(), list));
                    made.push((Phrase::Sentence(clause), cost + 0.05));
                }
            }
            // where | is X (based)
            Phrase::With(Word::Be(_), other) if noun.asked.is_some() => {
                self.is_said(other, marker, noun, made);
            }
            // 清单上 | 有哪些公司; on the list | which companies
            Phrase::With(Word::Have, other) | Phrase::Noun(other)
                if self.is_on(marker)
                    && (self.is_list(&noun.set) || noun.is_edition())
                    && !other.is_named() =>
            {
                let scene = self.standing(noun).scene_of(".");
                made.push((Phrase::Noun(other.clone().with(scene)), 0.1));
            }
            // 清单上 | 有京东方
            Phrase::With(Word::Have, other)
                if self.is_on(marker)
                    && (self.is_list(&noun.set) || noun.is_edition())
                    && other.asked.is_none() =>
            {
                if let Some((clause, cost)) = self.standing(noun).with_subject(self.fit, other) {
                    made.push((Phrase::Sentence(clause), cost + 0.1));
                }
            }
            // 被移出的公司里 | 有长鑫; 新增的企业中 | 做机器人的有哪些
            Phrase::With(Word::Have, other)
                if marker == OF
                    && other.is_named()
                    && other.asked.is_none()
                    && !noun.is_named()
                    && noun.asked.is_none() =>
            {
                made.push((Phrase::Question(among(&noun.set, other)), 0.1));
            }
            Phrase::With(Word::Have, other) | Phrase::Noun(other)
                if marker == OF
                    && other.asked.is_some()
                    && other.set.named.is_empty()
                    && noun.asked.is_none()
                    && !noun.is_event() =>
            {
                let mut one = other.clone();
                one.set.named.clone_from(&noun.set.named);
                one.set.scenes.extend(noun.set.scenes.iter().cloned());
                if !noun.set.classes.is_empty() {
                    one.set.classes.clone_from(&noun.set.classes);
                }
                one.closed = true;
                made.push((Phrase::Noun(one), 0.1));
            }
            // under which law | may the Pentagon no longer …
            Phrase::Noun(ban) if ban.is_ban() && noun.asked.is_some() && noun.is_class() => {
                let mut asked = noun.clone();
                asked.set.scenes.clone_from(&ban.set.scenes);
                made.push((Phrase::Noun(asked), 0.0));
            }
            // 关于X | 的
            Phrase::Word(Word::Link) => {
                let before = Phrase::Marked(marker.to_owned(), noun.clone());
                made.push((Phrase::Modifier(Box::new(before)), 0.0));
            }
            // of A, B and C, | which are on the list
            Phrase::Question(plan)
                if noun.asked.is_none()
                    && plan.about.named.is_empty()
                    && matches!(plan.ask, Ask::Things | Ask::Count)
                    && marker == OF =>
            {
                let mut plan = plan.clone();
                plan.about.named.clone_from(&noun.set.named);
                plan.about.scenes.extend(noun.set.scenes.iter().cloned());
                made.push((Phrase::Question(plan), 0.1));
            }
            // 对被列入清单 | 有何回应 (the marked noun belongs to the noun behind)
            Phrase::Noun(other) if other.entry.is_some() => {
                let behind = [Function::Adjunct];
                for (filled, cost) in
                    other.filled(self.lexicon, self.fit, &behind, Some(marker), noun)
                {
                    made.push((Phrase::Noun(filled), cost + 0.2));
                }
            }
            Phrase::With(Word::Have, other) if other.entry.is_some() => {
                let behind = [Function::Adjunct];
                for (filled, cost) in
                    other.filled(self.lexicon, self.fit, &behind, Some(marker), noun)
                {
                    made.push((Phrase::With(Word::Have, filled), cost + 0.2));
                }
            }
            // A | and B inside a marked noun is joined before
            _ => (),
        }
    }

    /// What stands before a noun with a link: `X's | listing`, `2025年的 | 清单`.
    pub(super) fn modified(&self, before: &Phrase, noun: &Noun, made: &mut Found) {
        match before {
            // the FCC's | Covered List
            Phrase::Noun(owner)
                if self.fit.all_are(&owner.set, ag::AGENCY)
                    && self.is_list(&noun.set)
                    && noun.is_named() =>
            {
                made.push((Phrase::Noun(noun.clone()), 0.1));
            }
            Phrase::Noun(owner) => {
                let possessors = [Function::Possessor, Function::Modifier];
                // 哪些行业的 | 公司最多
                let of_group = owner.entry.and_then(|index| group(self.lexicon, index));
                if let Some(group) = of_group.clone()
                    && self.plain
                    && owner.asked.is_some()
                    && owner.set.named.is_empty()
                    && noun.most == Some(true)
                {
                    made.extend(self.counted_by(noun, group));
                }
                // (X 是) 哪个行业的 | 公司: what it is of, not which it is
                let of_what = of_group.is_some() || owner.is_open_role();
                if self.plain && of_what && owner.asked == Some(Ask::Things) {
                    let plain = noun.is_class() && noun.asked.is_none() && noun.most.is_none();
                    made.extend(plain.then(|| (Phrase::Noun(owner.clone()), 0.2)));
                }
                // (X 是) 哪家公司的 | 子公司
                if self.plain && owner.asked.is_some() && noun.asked.is_none() {
                    made.extend(self.whose(noun, owner));
                }
                // which company's | lawsuit: rather the company is asked for than the lawsuit
                let of_any = owner.is_class() && owner.asked.is_none() && !owner.set.definite;
                let any = if of_any && noun.is_event() { 0.2 } else { 0.0 };
                for (filled, cost) in noun.filled(self.lexicon, self.fit, &possessors, None, owner)
                {
                    made.push((Phrase::Noun(filled), cost + any));
                }
            }
            Phrase::Marked(marker, other) => self.noun_and_marked(noun, marker, other, made),
            Phrase::Time(time) | Phrase::Date(time) => {
                if let Some(noun) = self.noun_at(noun, *time) {
                    made.push((Phrase::Noun(noun), 0.0));
                }
            }
            // 被移出的 | 公司; 要求列入X的 | 信
            Phrase::Verb(clause) => {
                if noun.is_event() {
                    made.extend(
                        self.event_of(clause, noun)
                            .map(|noun| (Phrase::Noun(noun), 0.1)),
                    );
                }
                made.extend(self.of_event(clause, noun));
                // 被撤回的 | 清单: what is done to editions tells of an edition
                let path = clause.subject.as_deref();
                let of_edition = path.is_some_and(|path| self.fit.leads_to(path, ag::EDITION));
                if of_edition && self.is_list(&noun.set) && noun.asked.is_none() {
                    let edition = self.relative(&edition_of(&noun.set, None), clause);
                    made.extend(edition.map(|noun| (Phrase::Noun(noun), -0.05)));
                }
                made.extend(
                    self.relative(noun, clause)
                        .map(|noun| (Phrase::Noun(noun), 0.0)),
                );
                // 点名的 | 公司: whom it was done to
                if clause.form == Form::Plain && clause.by.is_none() && clause.subject.is_some() {
                    made.extend(self.relative_object(noun, clause, 0.1));
                }
            }
            // 议员要求的 | 公司
            Phrase::Sentence(clause) if clause.asked.is_none() && clause.ask.is_none() => {
                if noun.is_event() {
                    made.extend(
                        self.event_of(clause, noun)
                            .map(|noun| (Phrase::Noun(noun), 0.1)),
                    );
                }
                made.extend(self.of_event(clause, noun));
                made.extend(self.relative_object(noun, clause, 0.0));
            }
            _ => (),
        }
    }

    /// What an event has that a clause tells: 被列入清单的 | 后果.
    pub(super) fn of_event(&self, clause: &Clause, noun: &Noun) -> Found {
        let Some(event) = clause.as_event().filter(|_| noun.is_open_role()) else {
            return Found::new();
        };
        let filled = noun.filled(self.lexicon, self.fit, &[Function::Possessor], None, &event);
        let filled = filled.into_iter();
        filled
            .map(|(noun, cost)| (Phrase::Noun(noun), cost + 0.05))
            .collect()
    }

    /// An event that does what only an event does: to be listed means something.
    pub(super) fn event_as_subject(&self, clause: &Clause, verb: &Clause) -> Option<(Phrase, f64)> {
        let told = verb.scene.reference == ag::ASSESSMENT;
        let open = clause.asked.is_some() || clause.ask.is_some();
        let event = clause.as_event().filter(|_| told && !open)?;
        let (clause, cost) = verb.with_subject(self.fit, &event)?;
        Some((Phrase::Sentence(clause), cost + 0.1))
    }

    /// To be what somebody asked for has: of whom X is the subsidiary.
    fn whose(&self, role: &Noun, owner: &Noun) -> Found {
        let Some(index) = role.entry.filter(|_| role.is_open_role()) else {
            return Found::new();
        };
        let entry = &self.lexicon.entries[index];
        let places = entry.arguments(Function::Possessor, None).into_iter();
        let open = Clause::word(self.lexicon, index, Form::Plain);
        places
            .filter_map(|place| open.fill(self.fit, &place.path, owner))
            .map(|(clause, cost)| (Phrase::Verb(clause), cost + 0.05))
            .collect()
    }

    /// What stands for its noun by itself: `被移出的 | 是哪家公司`, `起诉国防部的 | 有哪些`, `新列入的 | 有比亚迪`.
    pub(super) fn headless(&self, before: &Phrase, right: &Phrase, made: &mut Found) {
        if !matches!(before, Phrase::Verb(_) | Phrase::Sentence(_)) {
            return;
        }
        let mut those = Found::new();
        match right {
            Phrase::With(Word::Be(_) | Word::Have, noun) if noun.asked.is_some() => {
                self.modified(before, noun, &mut those);
            }
            Phrase::Word(Word::Which(ask)) => {
                let things = Noun::of(Set::default()).asking(*ask);
                self.modified(before, &things, &mut those);
            }
            Phrase::With(Word::Have, noun) if noun.is_named() && noun.asked.is_none() => {
                self.modified(before, &Noun::of(Set::default()), &mut those);
                for (phrase, cost) in those {
                    if let Phrase::Noun(all) = phrase {
                        made.push((Phrase::Question(among(&all.set, noun)), cost + 0.15));
                    }
                }
                return;
            }
            _ => return,
        }
        let closed = those
            .into_iter()
            .map(|(phrase, cost)| (phrase, cost + 0.05));
        made.extend(closed);
    }

    /// An event noun whose clause before it tells of the same event: 要求列入X的信.
    pub(super) fn event_of(&self, clause: &Clause, noun: &Noun) -> Option<Noun> {
        let mut told = noun.clone();
        let scene = told.set.scenes.make_mut().first_mut()?;
        if scene.reference != clause.scene.reference || !clause.also.is_empty() {
            return None;
        }
        for role in &clause.scene.roles {
            if scene.roles.iter().any(|known| known.0 == role.0) {
                return None;
            }
            scene.roles.push(role.clone());
        }
        scene.time = scene.time.or(clause.scene.time);
        told.closed = true;
        Some(told)
    }

    pub(super) fn after_time(&self, time: Period, right: &Phrase, made: &mut Found) {
        match right {
            // in 2026, | which companies were removed
            Phrase::Question(plan) => {
                if let Some(plan) = timed(plan, time) {
                    made.push((Phrase::Question(plan), 0.1));
                }
            }
            Phrase::Sentence(clause) => {
                let cost = 0.1 + self.since_then(clause, time);
                made.extend(
                    clause
                        .at(time)
                        .map(|clause| (Phrase::Sentence(clause), cost)),
                );
            }
            // 在2025年 | 被移出
            Phrase::Verb(verb) => {
                let cost = if verb.form == Form::Plain { 0.0 } else { 0.3 };
                let cost = cost + self.since_then(verb, time);
                made.extend(verb.at(time).map(|clause| (Phrase::Verb(clause), cost)));
            }
            Phrase::Word(Word::Link) => {
                made.push((Phrase::Modifier(Box::new(Phrase::Time(time))), 0.0));
            }
            Phrase::Noun(noun) if noun.is_event() => {
                made.extend(
                    self.noun_at(noun, time)
                        .map(|noun| (Phrase::Noun(noun), 0.3)),
                );
            }
            // at the end of 2023 | how many companies on the list
            Phrase::Noun(noun) if noun.asked.is_some() && !noun.is_named() => {
                let plan = ask_about(noun, noun.asked.unwrap_or(Ask::Things));
                made.extend(timed(&plan, time).map(|plan| (Phrase::Question(plan), 0.15)));
            }
            // since | when …
            _ => (),
        }
    }

    pub(super) fn after_date(&self, date: Period, right: &Phrase, made: &mut Found) {
        match right {
            // the December 2025 | letter; the June 2026 | list
            Phrase::Noun(noun) => {
                made.extend(
                    self.noun_at(noun, date)
                        .map(|noun| (Phrase::Noun(noun), 0.05)),
                );
            }
            // 2025年1月 | 之后
            Phrase::Word(Word::Span(span)) => {
                made.push((Phrase::Time(period(*span, date)), 0.0));
            }
            Phrase::Word(Word::Link) => {
                made.push((Phrase::Modifier(Box::new(Phrase::Date(date))), 0.0));
            }
            _ => (),
        }
    }
}

/// Tells whether a clause asks for the most or the first.
fn is_chosen(clause: &Clause) -> bool {
    let most = |(_, noun): &(EcoString, Noun)| noun.most.is_some();
    clause.pick.is_some() || clause.asked.iter().any(most)
}

/// The plan that asks for the events in which somebody named takes a part that another plan asks of him.
fn takes_part_in(events: &Noun, plan: &Plan) -> Option<Plan> {
    let ([scene], Ask::Whether) = (&plan.about.scenes[..], plan.ask) else {
        return None;
    };
    let [event] = &events.set.scenes[..] else {
        return None;
    };
    let same = scene.reference == event.reference && scene.itself != "." && scene.roles.is_empty();
    let plain = same && !scene.negated && !plan.about.named.is_empty();
    let who = Set {
        scenes: EcoVec::new(),
        ..plan.about.clone()
    };
    let mut about = events.set.clone();
    let scene = scene.itself.clone();
    about.scenes.make_mut()[0].roles.push((scene, who));
    let asked = events.asked.filter(|_| plain)?;
    Some(Plan::new(asked, about))
}
