//! Plans said in other words before they are answered: what a question leaves to be understood.

use crate::ask::asker::Asker;
use crate::ask::phrase::said;
use crate::ask::plan::{Ask, By, Named, Nature, Pick, Plan, Scene, Set};
use crate::ask::sparql;
use crate::model::vocab as ag;
use crate::model::vocab::external::DESCRIPTION;
use crate::ontology::Restriction;
use crate::store::StoreError;
use crate::timeline;
use ecow::{EcoString, EcoVec, eco_vec};
use oxrdf::{NamedNode, Term};

/// How many names joined by `and` may be meant together.
const MOST_TOGETHER: usize = 8;

impl Asker<'_> {
    /// The plan with `A and B` taken together, where one event has both: a letter on A and B names both.
    pub(super) fn together(&self, plan: &Plan) -> Result<Option<Plan>, StoreError> {
        let several = |set: &Set| set.is_named() && set.named.len() > 1 && !set.any && !set.all;
        // Names of the question, not what was found for one of its nouns.
        let said = |named: &Named| named.thing().is_some() && !named.text.is_empty();
        let things = |set: &Set| set.named.len() <= MOST_TOGETHER && set.named.iter().all(said);
        let mut together = plan.clone();
        let scenes = together.about.scenes.make_mut().iter_mut();
        let events = scenes.filter(|scene| scene.nature == Nature::Event && !scene.negated);
        let mut changed = false;
        for (path, set) in events.flat_map(|scene| scene.roles.make_mut()) {
            if path != "." && several(set) && things(set) {
                set.all = true;
                changed = true;
            }
        }
        if !changed || matches!(plan.ask, Ask::Path | Ask::Describe) {
            return Ok(None);
        }
        let found = !self.rows(&sparql::query(&together))?.is_empty();
        Ok(found.then_some(together))
    }

    /// The plan that asks how many names a withdrawn notice had by its own count: nobody stands on it.
    pub(super) fn count_told(&self, plan: &Plan) -> Result<Option<Plan>, StoreError> {
        let [scene] = &plan.about.scenes[..] else {
            return Ok(None);
        };
        let printed = scene.reference == ag::INCLUDES;
        let mut places = scene.roles.iter();
        let edition =
            places.find(|(path, set)| set.is_edition() && (printed || path == "ag:onList"));
        let edition = edition.map(|(_, set)| set);
        let Some(edition) = edition.filter(|_| plan.ask == Ask::Count) else {
            return Ok(None);
        };
        let editions = self.found(edition)?;
        if !self.are_withdrawn(&editions) {
            return Ok(None);
        }
        Ok(Some(self.values_of("ag:announcedCount", editions)))
    }

    /// The plan that asks whom an edition added where another asks whom it names, of a withdrawn notice,
    /// which nothing prints, and of others that the sources do not print in full.
    pub(super) fn listed_by_edition(&self, plan: &Plan) -> Result<Option<Plan>, StoreError> {
        let names = |scene: &Scene| scene.reference == ag::INCLUDES && !scene.negated;
        let Some(place) = plan.about.scenes.iter().position(names) else {
            return Ok(None);
        };
        let mut listed = plan.clone();
        let mut scene = listed.about.scenes.remove(place);
        let of_edition = listed.about.is_edition() && scene.itself == ".";
        if of_edition {
            let edition = std::mem::take(&mut listed.about);
            listed.about.classes = eco_vec![ag::LISTING.into_owned()];
            scene.roles.push((".".into(), edition));
        }
        scene.reference = ag::LISTING.into_owned();
        scene.nature = Nature::Event;
        let turned = |path: &str| match path {
            "." => Some("ag:edition"),
            "ag:includes" => Some("ag:target"),
            _ => None,
        };
        for (path, _) in scene.roles.make_mut() {
            let Some(turned) = turned(path) else {
                return Ok(None);
            };
            *path = turned.into();
        }
        if !of_edition {
            let Some(turned) = turned(&scene.itself) else {
                return Ok(None);
            };
            scene.itself = turned.into();
        }
        let Some(edition) = scene.fillers("ag:edition").find(|set| set.is_edition()) else {
            return Ok(None);
        };
        let withdrawn = self.are_withdrawn(&self.found(edition)?);
        listed.about.scenes.insert(0, scene);
        let added = || {
            let printed = self.rows(&sparql::query(plan))?;
            let none = printed.is_empty() && plan.ask != Ask::Whether;
            Ok::<_, StoreError>(none && !self.rows(&sparql::query(&listed))?.is_empty())
        };
        Ok((withdrawn || added()?).then_some(listed))
    }

    /// Who is in an edition that was withdrawn never stood on the list by it: the plan that asks whom it
    /// would have put there.
    pub(super) fn printed_in_vain(&self, plan: &Plan) -> Result<Option<Plan>, StoreError> {
        let [scene] = &plan.about.scenes[..] else {
            return Ok(None);
        };
        let edition = scene.fillers("ag:onList").find(|set| set.is_edition());
        let (Some(edition), Nature::Standing, ".") = (edition, scene.nature, scene.itself.as_str())
        else {
            return Ok(None);
        };
        if scene.negated || !self.are_withdrawn(&self.found(edition)?) {
            return Ok(None);
        }
        let turned = |(path, set): &(EcoString, Set)| match path.as_str() {
            "ag:onList" => Some(("ag:edition".into(), set.clone())),
            "." => Some(("ag:target".into(), set.clone())),
            _ => None,
        };
        let Some(roles) = scene
            .roles
            .iter()
            .map(turned)
            .collect::<Option<EcoVec<_>>>()
        else {
            return Ok(None);
        };
        let mut added = plan.clone();
        added.about.scenes = eco_vec![Scene {
            itself: "ag:target".into(),
            roles,
            ..Scene::new(ag::LISTING.into_owned(), Nature::Event)
        }];
        // Who stood there before may have been printed too.
        let found = plan.ask != Ask::Whether || !self.rows(&sparql::query(&added))?.is_empty();
        Ok(found.then_some(added))
    }

    /// Tells whether these are editions, all of which were withdrawn.
    fn are_withdrawn(&self, editions: &[Term]) -> bool {
        let withdrawn = |edition: &Term| match edition {
            Term::NamedNode(edition) => {
                let states = self.snapshot.things(edition, ag::STATE);
                states.iter().any(|state| *state == ag::WITHDRAWN)
            }
            _ => false,
        };
        !editions.is_empty() && editions.iter().all(withdrawn)
    }

    /// The plan that asks for the values of a property of these things.
    pub(super) fn values_of(&self, path: &str, things: Vec<Term>) -> Plan {
        values_of_set(path, self.named_set(things))
    }

    /// The plan that asks what the one thing is that a question means by its kind alone: `what is the new
    /// law`.
    pub(super) fn the_one(&self, plan: &Plan) -> Result<Option<Plan>, StoreError> {
        let set = &plan.about;
        let plain = set.named.is_empty() && set.scenes.is_empty() && set.pick.is_none();
        let things = matches!(plan.ask, Ask::Things | Ask::What);
        if !plain || !set.definite || !things || plan.group.is_some() {
            return Ok(None);
        }
        let found = self.rows(&sparql::query(plan))?;
        let mut things = found.into_iter().map(|(thing, _)| thing);
        Ok(match (things.next(), things.next()) {
            (Some(thing), None) => Some(Plan::new(Ask::Describe, self.named_set(vec![thing]))),
            _ => None,
        })
    }

    /// The plan with an event for each of `both A and B`, where no event has both, and for lists always:
    /// nobody is put on two lists at once.
    pub(super) fn apart(&self, plan: &Plan) -> Result<Option<Plan>, StoreError> {
        let both = |scene: &Scene| {
            let part = scene.nature == Nature::Event && !scene.negated && scene.itself != ".";
            let role =
                |(path, set): &(EcoString, Set)| path != "." && set.all && set.named.len() > 1;
            scene.roles.iter().position(role).filter(|_| part)
        };
        let scenes = plan.about.scenes.iter().enumerate();
        let mut places = scenes.filter_map(|(at, scene)| Some((at, both(scene)?)));
        let Some((at, role)) = places.next() else {
            return Ok(None);
        };
        let list = plan.about.scenes[at].roles[role].0 == "ag:list";
        if !list && !self.rows(&sparql::query(plan))?.is_empty() {
            return Ok(None);
        }
        let mut apart = plan.clone();
        let scene = apart.about.scenes.remove(at);
        for named in &scene.roles[role].1.named {
            let mut one = scene.clone();
            one.roles.make_mut()[role].1 = Set::one(named.clone());
            apart.about.scenes.push(one);
        }
        Ok(Some(apart))
    }

    /// The list that is meant where nobody says which, as the question has it in these words.
    fn main_list(&self, text: &str) -> Option<Named> {
        let list = timeline::main_list(self.snapshot)?;
        let label = self.snapshot.short_label(&list);
        Some(Named::thing_called(text, list, label, 1.0))
    }

    /// `The list` without a name is the one that most listings of the dataset are about.
    pub(super) fn assume_list(&self, set: &mut Set) -> Option<NamedNode> {
        let mut assumed = None;
        for (path, filler) in set
            .scenes
            .make_mut()
            .iter_mut()
            .flat_map(|scene| scene.roles.make_mut())
        {
            let list = matches!(&filler.classes[..], [class] if *class == ag::DESIGNATION_LIST);
            if list
                && filler.named.is_empty()
                && filler.scenes.is_empty()
                && filler.definite
                && matches!(path.as_str(), "ag:list" | "ag:onList")
            {
                let main = self.main_list("the list")?;
                assumed = main.thing();
                *filler = Set::one(main);
            } else if filler.definite && is_any_edition(filler) {
                // The update: the last of that list.
                let main = self.main_list("the list")?;
                assumed = main.thing();
                let role = ("ag:list".into(), Set::one(main));
                filler.scenes.make_mut()[0].roles.push(role);
                filler.pick = Some(Pick {
                    by: By::Date,
                    last: true,
                });
            } else if let Some(list) = self.assume_list(filler) {
                assumed = Some(list);
            }
        }
        assumed
    }
}

impl Asker<'_> {
    /// The plan that asks what a ground is where another asks what its name means.
    pub(super) fn meaning(&self, plan: &Plan) -> Option<Plan> {
        let [scene] = &plan.about.scenes[..] else {
            return None;
        };
        let called = scene.reference == oxrdf::vocab::rdfs::LABEL && scene.itself != ".";
        let thing = scene.fillers(".").next().filter(|_| called)?;
        let ground = |thing: &NamedNode| self.class(thing).is_some_and(|class| class == ag::GROUND);
        let things = thing.things();
        let grounds = !things.is_empty() && things.iter().all(ground);
        grounds.then(|| Plan::new(Ask::Describe, thing.clone()))
    }

    /// The plan with the first or last edition that is asked for taken as one of the main list, where no
    /// list is said and the main list has such.
    pub(super) fn of_main_list(&self, plan: &Plan) -> Result<Option<Plan>, StoreError> {
        let of_list = |scene: &Scene| scene.fillers("ag:list").next().is_some();
        let by_date = |pick: &Pick| pick.by == By::Date;
        let chosen = plan.about.is_edition() && plan.about.pick.as_ref().is_some_and(by_date);
        if !chosen || plan.about.scenes.iter().any(of_list) {
            return Ok(None);
        }
        let Some(list) = self.main_list("") else {
            return Ok(None);
        };
        let mut of_main = plan.clone();
        let role = ("ag:list".into(), Set::one(list));
        of_main.about.scenes.make_mut()[0].roles.push(role);
        let found = !self.rows(&sparql::query(&of_main))?.is_empty();
        Ok(found.then_some(of_main))
    }
}

/// What somebody named does at any time: the plan that asks what he or it is.
pub(super) fn described(plan: &Plan) -> Option<Plan> {
    let [scene] = &plan.about.scenes[..] else {
        return None;
    };
    let [(path, who)] = &scene.roles[..] else {
        return None;
    };
    let anything = scene.reference == ag::EVENT && scene.is_event() && scene.time.is_none();
    let plain = scene.restrictions.is_empty() && scene.content.is_none() && !scene.negated;
    let acts = path.starts_with("ag:agent") && who.is_named();
    let asked = plan.ask == Ask::What && anything && plain && acts;
    // What is known of a thing that nothing describes is what it is.
    let summed_up = scene.reference == DESCRIPTION && scene.itself != "." && plain;
    let summed_up = summed_up && path == "." && who.is_named();
    (asked || summed_up).then(|| Plan::new(Ask::Describe, who.clone()))
}

/// `Did A or B sue first` asks which of the two: the plan that asks so.
pub(super) fn which_of(plan: &Plan) -> Option<Plan> {
    let [scene] = &plan.about.scenes[..] else {
        return None;
    };
    let chosen = plan.ask == Ask::Whether && scene.is_event() && scene.itself == ".";
    plan.about.pick.as_ref().filter(|_| chosen)?;
    let place = scene.roles.iter().position(|(_, set)| set.is_either())?;
    let mut scene = scene.clone();
    let (path, mut either) = scene.roles.remove(place);
    scene.itself = path;
    either.scenes = eco_vec![scene];
    either.pick.clone_from(&plan.about.pick);
    Some(Plan::new(Ask::Things, either))
}

/// Whether a removal took effect is whether there was one: the plan that asks for it itself.
pub(super) fn happened(plan: &Plan) -> Option<Plan> {
    let [scene] = &plan.about.scenes[..] else {
        return None;
    };
    let bare = scene.restrictions.is_empty() && scene.time.is_none() && scene.many.is_none();
    let any = scene.reference == ag::EVENT && scene.itself == "." && !scene.negated && bare;
    let [(path, events)] = &scene.roles[..] else {
        return None;
    };
    let told = events.scenes.first().is_some_and(Scene::is_event);
    (any && path == "." && told && plan.about.pick.is_none())
        .then(|| Plan::new(plan.ask, events.clone()))
}

/// Who was on the list already stood there before it last grew.
pub(super) fn already(plan: &mut Plan) {
    if !matches!(plan.ask, Ask::Things | Ask::Count) || !plan.about.named.is_empty() {
        return;
    }
    // Who was taken off stands there no more.
    let off = |scene: &Scene| scene.reference == ag::REMOVAL || scene.negated;
    if plan.about.scenes.iter().any(off) {
        return;
    }
    let states = plan.about.scenes.make_mut().iter_mut();
    let states = states.filter(|scene| {
        scene.nature == Nature::Standing
            && !scene.negated
            && scene.time.is_none()
            && scene.itself == "."
    });
    for scene in states {
        (scene.ever, scene.already) = (false, true);
    }
}

/// What happens to those on a list is what the list does: the plan that asks for its effect.
pub(super) fn consequences(plan: &Plan) -> Option<Plan> {
    let [scene] = &plan.about.scenes[..] else {
        return None;
    };
    let timeless = scene.time.is_none() && scene.content.is_none() && scene.many.is_none();
    if plan.ask != Ask::What || scene.reference != ag::EVENT || !scene.is_event() || !timeless {
        return None;
    }
    let [(_, whom)] = &scene.roles[..] else {
        return None;
    };
    let [standing] = &whom.scenes[..] else {
        return None;
    };
    let now = standing.time.is_none() && !standing.ever && !standing.negated;
    if standing.nature != Nature::Standing || !whom.named.is_empty() || !now {
        return None;
    }
    let list = standing.fillers("ag:onList").next()?;
    Some(values_of_set("ag:effect", list.clone()))
}

/// What it means to be on a list, of which nobody's view is told, is what the list does.
pub(super) fn meant_by_list(plan: &Plan) -> Option<Plan> {
    let [scene] = &plan.about.scenes[..] else {
        return None;
    };
    let told = scene.reference == ag::ASSESSMENT && !scene.negated && scene.time.is_none();
    let [(_, list)] = &scene.roles[..] else {
        return None;
    };
    (told && list.is_named()).then(|| values_of_set("ag:effect", list.clone()))
}

/// The plan that asks for the values of a property of the members of a set.
pub(super) fn values_of_set(path: &str, set: Set) -> Plan {
    let mut values = said(path, Set::default());
    values.itself = path.into();
    values.roles = eco_vec![(".".into(), set)];
    let about = Set {
        scenes: eco_vec![values],
        ..Set::default()
    };
    Plan::new(Ask::Things, about)
}

/// Tells whether a set means editions of which nothing else is said.
fn is_any_edition(set: &Set) -> bool {
    let bare = |scene: &Scene| {
        scene.time.is_none() && scene.roles.is_empty() && scene.restrictions.is_empty()
    };
    set.is_edition() && set.pick.is_none() && !set.each && set.scenes.iter().all(bare)
}

/// Who did something with somebody is another; the justification of a listing is why it was done; what
/// changed on a list, with no time told, is what changed last.
pub(super) fn sharpen(plan: &mut Plan) {
    // Who made a truce with Xi: another than he.
    let first = |path: &str| path.split('|').next().map(str::to_owned);
    let with = |scene: &Scene| -> Vec<Named> {
        let itself = scene.fillers(".").flat_map(|set| &set.scenes);
        let roles = itself.chain([scene]).flat_map(|scene| &scene.roles);
        let same =
            roles.filter(|(path, set)| set.is_named() && first(path) == first(&scene.itself));
        let events = same.filter(|_| scene.nature == Nature::Event && scene.itself != ".");
        events.flat_map(|(_, set)| set.named.clone()).collect()
    };
    let with: Vec<Named> = plan.about.scenes.iter().flat_map(with).collect();
    plan.about.except.extend(with);
    let justified = |scene: &Scene| {
        let reason = |said: &Restriction| {
            matches!(said.path.as_str(), "ag:reason" | "ag:ground") && said.values.is_empty()
        };
        scene.is_event() && scene.restrictions.iter().any(reason)
    };
    if plan.ask == Ask::What && plan.about.scenes.first().is_some_and(justified) {
        plan.ask = Ask::Why;
    }
    leave_out_anything(plan);
    as_printed(plan);
    let changed = |scene: &Scene| {
        let edition = scene.fillers("ag:edition").next().is_some();
        scene.reference == ag::LIST_CHANGE && scene.is_event() && scene.time.is_none() && !edition
    };
    if plan.ask == Ask::What
        && plan.about.pick.is_none()
        && matches!(&plan.about.scenes[..], [scene] if changed(scene))
    {
        let last = true;
        plan.about.pick = Some(Pick { by: By::Date, last });
    }
}

/// Who asked for something: whatever it was.
fn leave_out_anything(plan: &mut Plan) {
    let any = Set::default();
    let is_any = |scene: &Scene, (path, set): &(EcoString, Set)| {
        scene.nature == Nature::Event && *path != scene.itself && *set == any
    };
    let has_any = |scene: &Scene| scene.roles.iter().any(|role| is_any(scene, role));
    if !plan.about.scenes.iter().any(has_any) {
        return;
    }
    for scene in plan.about.scenes.make_mut() {
        let mut roles = std::mem::take(&mut scene.roles);
        roles.retain(|role| !is_any(scene, role));
        scene.roles = roles;
    }
}

/// The entries of an edition: whether they are listed today is not asked.
fn as_printed(plan: &mut Plan) {
    let of_edition = |scene: &Scene| {
        let mut sets = scene.roles.iter().map(|(_, set)| set);
        scene.reference == ag::INCLUDES && sets.any(Set::is_edition)
    };
    if plan.about.scenes.iter().any(of_edition) {
        let listed = |scene: &Scene| {
            let on = |(path, set): &(EcoString, Set)| path == "ag:onList" && !set.is_named();
            let bare = scene.time.is_none() && !scene.negated && scene.roles.iter().all(on);
            scene.nature == Nature::Standing && bare
        };
        plan.about.scenes.retain(|scene| !listed(scene));
    }
}

/// The day of which a state is asked.
pub(super) enum StandingDay {
    Day(jiff::civil::Date),
    /// It lies in the future.
    NotYet,
}

/// Takes the time out of a state of the plan, if one has it.
pub(super) fn standing_day(plan: &mut Plan, present: jiff::civil::Date) -> Option<StandingDay> {
    // Then on the list, and not now.
    let standing = |scene: &&Scene| scene.nature == Nature::Standing;
    let states = || plan.about.scenes.iter().filter(standing);
    let now = |scene: &Scene| scene.time.is_none() && !scene.ever;
    let today =
        states().any(|scene| now(scene) && states().any(|other| other.negated != scene.negated));
    let states = plan.about.scenes.make_mut().iter_mut();
    let states = states.filter(|scene| scene.nature == Nature::Standing && scene.time.is_some());
    let mut states: Vec<&mut Scene> = states.collect();
    // On one day and not on another: each is looked up by itself.
    let time = states.first()?.time?;
    if states.iter().any(|scene| scene.time != Some(time)) || today {
        return None;
    }
    for scene in &mut states {
        scene.time = None;
        scene.ever = false;
        if time.to.is_none() {
            scene.since = Some(time);
        }
    }
    // `Since 2024` is told of today.
    let day = time.to.unwrap_or(present);
    let known = day <= present || time.from.is_none_or(|from| from <= present);
    Some(match known {
        true => StandingDay::Day(day.min(present)),
        false => StandingDay::NotYet,
    })
}

/// The plan that asks of groups that a source does not name what another asks of any companies.
pub(super) fn of_groups(plan: &Plan) -> Option<Plan> {
    let mut plan = plan.clone();
    let mut changed = unnamed(&mut plan.about);
    for scene in plan.about.scenes.make_mut() {
        for (_, set) in scene.roles.make_mut() {
            changed |= unnamed(set);
        }
    }
    // What no company did is not told by what no group did.
    let happened = |scene: &Scene| scene.nature == Nature::Event && !scene.negated;
    (changed && plan.about.scenes.iter().any(happened)).then_some(plan)
}

/// Makes a set of any companies, or any on a list, one of groups; `false` if it is none.
fn unnamed(set: &mut Set) -> bool {
    let company = |class: &NamedNode| *class == ag::COMPANY;
    let any = set.named.is_empty() && set.classes.iter().any(company);
    if any {
        set.classes = eco_vec![ag::GROUP.into_owned()];
        set.scenes.retain(|scene| scene.nature != Nature::Standing);
    }
    any
}

/// The plan that asks for any change that shows that somebody stood on a list at some time, where one
/// for his listing finds nothing: who was taken off was on it.
pub(super) fn was_changed(plan: &Plan) -> Option<Plan> {
    let [scene] = &plan.about.scenes[..] else {
        return None;
    };
    let plain = scene.is_event() && scene.time.is_none() && scene.restrictions.is_empty();
    let listing = scene.reference == ag::LISTING && scene.ever;
    if plan.ask != Ask::Whether || !plain || !listing {
        return None;
    }
    let mut plan = plan.clone();
    plan.about.scenes.make_mut()[0].reference = ag::LIST_CHANGE.into_owned();
    plan.about.classes = eco_vec![ag::LIST_CHANGE.into_owned()];
    Some(plan)
}

/// The plan that asks for responses from the day on after which another asks for them: who is listed
/// answers on the same day.
pub(super) fn same_day(plan: &Plan) -> Option<Plan> {
    let [scene] = &plan.about.scenes[..] else {
        return None;
    };
    let mut time = scene.time.filter(|time| time.to.is_none())?;
    let response = scene.reference == ag::RESPONSE && scene.is_event();
    time.from = Some(time.from?.yesterday().ok().filter(|_| response)?);
    let mut plan = plan.clone();
    plan.about.scenes.make_mut()[0].time = Some(time);
    Some(plan)
}

/// Why events happened, for the reason that is told of them.
pub(super) fn reasons(plan: &Plan) -> Option<Plan> {
    let ([scene], Ask::Things) = (&plan.about.scenes[..], plan.ask) else {
        return None;
    };
    let reason = scene.itself == "ag:reason";
    let events = scene.fillers(".").next().filter(|_| reason)?;
    let change = |scene: &Scene| scene.is_event() && !scene.things("ag:target").is_empty();
    events
        .scenes
        .first()
        .is_some_and(change)
        .then(|| Plan::new(Ask::Why, events.clone()))
}

/// Whether somebody stood on a list on a day, for whether it was listed on that day.
pub(super) fn stood_then(plan: &Plan) -> Option<Plan> {
    let ([scene], Ask::Whether) = (&plan.about.scenes[..], plan.ask) else {
        return None;
    };
    let day = scene
        .time
        .filter(|time| time.from.is_some() && time.from == time.to);
    let entered =
        scene.reference == ag::LISTING && scene.is_event() && scene.restrictions.is_empty();
    if day.is_none() || !entered {
        return None;
    }
    let mut about = None;
    let mut lists = EcoVec::new();
    for (path, set) in &scene.roles {
        match path.as_str() {
            "ag:target" if !set.things().is_empty() => about = Some(set.clone()),
            "ag:list" => lists.push(("ag:onList".into(), set.clone())),
            _ => return None,
        }
    }
    let mut about = about?;
    about.scenes.push(Scene {
        roles: lists,
        time: day,
        ..Scene::new(ag::ON_LIST.into_owned(), Nature::Standing)
    });
    Some(Plan::new(Ask::Whether, about))
}

/// `Was X on the list`, without a day, asks for any listing, as do why and when.
pub(super) fn was_listed(plan: &mut Plan) {
    // Who was removed was listed.
    let removed = |scene: &Scene| {
        scene.reference == ag::REMOVAL && scene.itself == "ag:target" && !scene.negated
    };
    if plan.about.scenes.iter().any(removed) {
        let once = |scene: &Scene| {
            scene.nature == Nature::Standing && scene.ever && !scene.negated && scene.itself == "."
        };
        plan.about.scenes.retain(|scene| !once(scene));
    }
    let listing = |scene: &Scene, itself: &str, roles: EcoVec<(EcoString, Set)>| Scene {
        reference: ag::LISTING.into_owned(),
        nature: Nature::Event,
        itself: itself.into(),
        roles,
        ..scene.clone()
    };
    let lists = |scene: &Scene| -> EcoVec<(EcoString, Set)> {
        let lists = scene.roles.iter().filter(|(path, _)| path == "ag:onList");
        let list = |set: &Set| ("ag:list".into(), set.clone());
        // Any list is no condition.
        lists
            .map(|(_, set)| list(set))
            .filter(|(_, set)| !set.names().is_empty() || set.definite)
            .collect()
    };
    // Why and when somebody is on a list is told by the listing too.
    let of_event = matches!(plan.ask, Ask::Why | Ask::When);
    let ever = |scene: &Scene| {
        let told = of_event && scene.nature == Nature::Standing && !scene.negated;
        // On the list then, and not now: that is of its day.
        let ever = scene.ever && scene.time.is_none();
        (told || ever) && scene.itself == "."
    };
    if (of_event || plan.ask == Ask::Whether)
        && !plan.about.named.is_empty()
        && let [scene] = &plan.about.scenes[..]
        && ever(scene)
        && !scene.negated
    {
        let company = Set {
            named: plan.about.named.clone(),
            ..Set::default()
        };
        let mut roles = eco_vec![("ag:target".into(), company)];
        roles.extend(lists(scene));
        plan.about = Set {
            classes: eco_vec![ag::LISTING.into_owned()],
            scenes: eco_vec![listing(scene, ".", roles)],
            ..Set::default()
        };
        return;
    }
    for scene in plan
        .about
        .scenes
        .make_mut()
        .iter_mut()
        .filter(|scene| ever(scene))
    {
        let roles = lists(scene);
        *scene = listing(scene, "ag:target", roles);
    }
    // On which lists X has ever been; by whom X is listed.
    for scene in plan.about.scenes.make_mut() {
        let itself = match scene.itself.as_str() {
            _ if scene.nature != Nature::Standing || scene.negated => continue,
            "ag:onList" if scene.ever => "ag:list",
            "ag:onList/ag:administeredBy" => "ag:agent|ag:list/ag:administeredBy",
            _ => continue,
        };
        let targets = scene.fillers(".");
        let targets = targets.map(|set| ("ag:target".into(), set.clone()));
        let lists = lists(scene).into_iter().filter(|_| itself != "ag:list");
        let roles = targets.chain(lists).collect();
        *scene = listing(scene, itself, roles);
    }
}

/// Whether several did something is asked of each of them.
pub(super) fn each(plan: &Plan) -> Option<Vec<Plan>> {
    let [scene] = &plan.about.scenes[..] else {
        return None;
    };
    let event = plan.ask == Ask::Whether && scene.is_event();
    let several = |(_, set): &(EcoString, Set)| set.is_named() && set.named.len() > 1 && !set.any;
    let place = scene.roles.iter().position(several).filter(|_| event)?;
    let one = |named: &Named| {
        let mut plan = plan.clone();
        plan.about.scenes.make_mut()[0].roles.make_mut()[place]
            .1
            .named = eco_vec![named.clone()];
        plan
    };
    // One name may mean several values; several things are several names.
    let named = &scene.roles[place].1.named;
    let things = named.iter().all(|named| named.thing().is_some());
    things.then(|| named.iter().map(one).collect())
}
