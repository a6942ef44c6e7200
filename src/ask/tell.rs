//! Plans and events in words: the one verbaliser.
//!
//! [`Teller::event`] tells what happened, by the pattern that the lexicon gives for its class.
//! [`Teller::plan`] says how a question was read, from the frames of the words.

use crate::ask::inflection::{with_s, with_suffix};
use crate::ask::lattice::Speech;
use crate::ask::plan::{Ask, Nature, Plan, Scene, Set};
use crate::model::{Date, local_name, vocab as ag};
use crate::ontology::{Entry, Function, Lexicon, Part};
use crate::store::Snapshot;
use crate::timeline::Occurrence;
use oxrdf::{NamedNode, Term};
use std::collections::BTreeSet;

/// Tells events and plans of one snapshot.
pub struct Teller<'a> {
    snapshot: &'a Snapshot,
    lexicon: &'a Lexicon,
}

/// How many names a sentence gives before it says how many more there are.
const NAMES: usize = 8;

impl<'a> Teller<'a> {
    /// Returns a teller in a language.
    pub fn new(snapshot: &'a Snapshot, speech: &'a Speech) -> Self {
        Self {
            snapshot,
            lexicon: &speech.lexicon,
        }
    }

    /// Tells an event in one sentence without a full stop. Of several participants those in `focus`
    /// are told first; where they are all that the question is about, the others are counted.
    pub fn event(&self, event: &Occurrence, focus: &BTreeSet<NamedNode>) -> String {
        let Some(pattern) = self.pattern(&event.class) else {
            return event.label.clone();
        };
        let mut text = String::new();
        let mut rest = pattern;
        while let Some(open) = rest.find('[') {
            text.push_str(
                &self
                    .stretch(&rest[..open], event, focus)
                    .unwrap_or_default(),
            );
            let close = rest[open..].find(']').map_or(rest.len(), |at| open + at);
            if let Some(stretch) = self.stretch(&rest[open + 1..close], event, focus) {
                text.push_str(&stretch);
            }
            rest = rest.get(close + 1..).unwrap_or_default();
        }
        match self.stretch(rest, event, focus) {
            Some(end) => text.push_str(&end),
            None if text.is_empty() => return event.label.clone(),
            None => (),
        }
        capital(&text)
    }

    fn pattern(&self, class: &NamedNode) -> Option<&str> {
        self.lexicon.tellings.get(class).map(String::as_str)
    }

    /// Fills a stretch, or gives `None` where one of its roles is unknown.
    fn stretch(
        &self,
        pattern: &str,
        event: &Occurrence,
        focus: &BTreeSet<NamedNode>,
    ) -> Option<String> {
        let mut text = String::new();
        let mut rest = pattern;
        while let Some((before, after)) = rest.split_once('{') {
            let (role, after) = after.split_once('}')?;
            // A day comes on, a month or year in.
            let coarse = role == "date" && !matches!(event.date, Some(Date::Day(_)) | None);
            match before.strip_suffix("on ").filter(|_| coarse) {
                Some(start) => text.push_str(&format!("{start}in ")),
                None => text.push_str(before),
            }
            let value = match role {
                "was" => if event.targets.len() > 1 {
                    "were"
                } else {
                    "was"
                }
                .to_owned(),
                _ => self.role(role, event, focus)?,
            };
            text.push_str(&value);
            rest = after;
        }
        text.push_str(rest);
        Some(text)
    }

    fn role(&self, role: &str, event: &Occurrence, focus: &BTreeSet<NamedNode>) -> Option<String> {
        let things = match role {
            "agent" | "parent" | "person" => match event.agents.is_empty() {
                true => &event.on_behalf_of,
                false => &event.agents,
            },
            "target" | "child" => &event.targets,
            "addressee" => &event.addressees,
            "defendant" => &event.defendants,
            "list" => &event.lists,
            "kind" => &event.kinds,
            "date" => return event.date.map(day_in_words),
            _ => {
                let named: Vec<NamedNode> = event
                    .links
                    .iter()
                    .filter(|link| local_name(link.property.as_str()) == Some(role))
                    .map(|link| link.value.clone())
                    .collect();
                if !named.is_empty() {
                    return Some(self.names(&named, focus));
                }
                let text = event.texts.iter().find(|text| {
                    let property = text.property.as_str();
                    property.rsplit(['#', '/']).next() == Some(role)
                })?;
                let value = text.value.trim().trim_end_matches('.');
                return Some(match (role, value.parse::<f64>()) {
                    ("share", Ok(share)) => {
                        format!("{:.4}", share * 100.0)
                            .trim_end_matches('0')
                            .trim_end_matches('.')
                            .to_owned()
                            + " %"
                    }
                    _ => value.to_owned(),
                });
            }
        };
        (!things.is_empty()).then(|| self.names(things, focus))
    }

    /// Names things: `A, B and 7 others`, those in focus first.
    pub fn names(&self, things: &[NamedNode], focus: &BTreeSet<NamedNode>) -> String {
        let (mut chosen, others): (Vec<_>, Vec<_>) =
            things.iter().partition(|thing| focus.contains(*thing));
        let limit = if chosen.is_empty() { 3 } else { chosen.len() };
        let mut hidden = 0;
        for other in others {
            if chosen.len() < limit {
                chosen.push(other);
            } else {
                hidden += 1;
            }
        }
        let names: Vec<String> = chosen.into_iter().map(|thing| self.name(thing)).collect();
        and(names, hidden)
    }

    /// Names a thing: short where it has a short name, a concept by its label in small letters.
    pub fn name(&self, thing: &NamedNode) -> String {
        let label = self.snapshot.short_label(thing);
        match thing.as_str().starts_with(ag::AG) {
            true => label.to_lowercase(),
            false => label,
        }
    }

    /// Says how a question was read.
    pub fn plan(&self, plan: &Plan) -> String {
        let set = self.set(&plan.about);
        match plan.ask {
            Ask::Things => format!("which: {set}"),
            Ask::Whether => format!("whether there is: {set}"),
            Ask::Count => format!("how many: {set}"),
            Ask::When => format!("the dates of: {set}"),
            Ask::Why => format!("the reasons of: {set}"),
            Ask::What => format!("what is told of: {set}"),
            Ask::Describe => format!("what this is: {set}"),
            Ask::Path => {
                let names: Vec<String> = plan
                    .about
                    .names()
                    .iter()
                    .map(|named| named.label.clone())
                    .collect();
                format!("the shortest path between: {}", and(names, 0))
            }
        }
    }

    /// Says which things a set holds.
    pub fn set(&self, set: &Set) -> String {
        let mut text = match &set.named[..] {
            [] => {
                let events = set
                    .scenes
                    .iter()
                    .any(|scene| scene.itself == "." && scene.nature == Nature::Event);
                match &set.classes[..] {
                    _ if events => String::new(),
                    [] => "things".to_owned(),
                    classes => {
                        let names: Vec<String> = classes
                            .iter()
                            .map(|class| plural(&self.name(class)))
                            .collect();
                        names.join(" or ")
                    }
                }
            }
            named => {
                let mut labels: Vec<String> =
                    named.iter().map(|named| named.label.clone()).collect();
                labels.dedup();
                labels.join(" or ")
            }
        };
        for scene in &set.scenes {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&self.scene(scene));
        }
        text
    }

    fn scene(&self, scene: &Scene) -> String {
        let entry = self.entry(scene);
        let path = |function| entry.and_then(|entry| entry.path(function));
        let verb = entry.map(past).unwrap_or_default();
        let mut told: Vec<&str> = Vec::new();
        let role = |path: &str| {
            let fillers: Vec<String> = scene
                .roles
                .iter()
                .filter(|(known, _)| known == path)
                .map(|(_, set)| self.set(set))
                .collect();
            (!fillers.is_empty()).then(|| fillers.join(" and "))
        };
        let not = if scene.negated { "not " } else { "" };
        let itself = scene.itself.as_str();
        let mut text = if scene.nature == Nature::Standing {
            told.push("ag:onList");
            format!(
                "{not}on {}",
                role("ag:onList").map_or("a list".to_owned(), |list| format!("the {list}"))
            )
        } else if scene.nature == Nature::Property {
            told.push(".");
            let label = self.name(&scene.reference);
            let of = role(".").map(|of| format!(" of {of}")).unwrap_or_default();
            format!("that are {not}the {label}{of}")
        } else if itself == "." {
            format!(
                "{not}{}",
                plural(&self.name(&kind(scene)))
            )
        } else if Some(itself) == path(Function::Object) {
            let by = path(Function::Subject).and_then(|path| {
                told.push(path);
                role(path)
            });
            format!(
                "{not}{}{}",
                verb,
                by.map(|by| format!(" by {by}")).unwrap_or_default()
            )
        } else if Some(itself) == path(Function::Subject) {
            let object = path(Function::Object).and_then(|path| {
                told.push(path);
                role(path)
            });
            format!(
                "that {not}{}{}",
                verb,
                object.map(|o| format!(" {o}")).unwrap_or_default()
            )
        } else {
            let role = itself.rsplit(':').next().unwrap_or(itself);
            format!(
                "that are {not}the {role} of a {}",
                self.name(&scene.reference)
            )
        };
        for (path, set) in &scene.roles {
            if told.contains(&path.as_str()) {
                continue;
            }
            let argument = entry.and_then(|entry| entry.arguments.iter().find(|a| a.path == *path));
            let marker = argument.and_then(|argument| match argument.function {
                Function::Adjunct | Function::Possessor => {
                    argument.markers.iter().max_by_key(|m| m.len())
                }
                _ => None,
            });
            let by = argument.is_some_and(|argument| argument.function == Function::Subject);
            let marker = match (marker, path.as_str()) {
                (_, "ag:list") if scene.reference == ag::REMOVAL => "from the",
                (_, "ag:list") => "on the",
                _ if by => "by",
                (Some(marker), _) => marker.as_str(),
                _ => "of",
            };
            text.push_str(&format!(" {marker} {}", self.set(set)));
        }
        if let Some(time) = scene.time {
            text.push_str(&format!(" {}", time.words()));
        }
        text
    }

    /// Returns the verb for a scene, which knows how to name its participants.
    fn entry(&self, scene: &Scene) -> Option<&'a Entry> {
        let fits = |entry: &&Entry| {
            entry.reference == scene.reference
                && entry.restrictions == scene.restrictions
                && match scene.itself.as_str() {
                    "." => entry.part == Part::Noun && entry.path(Function::Itself) == Some("."),
                    path => {
                        let frame = [Function::Subject, Function::Object];
                        frame
                            .iter()
                            .any(|function| entry.path(*function) == Some(path))
                            && entry
                                .path(Function::Object)
                                .is_some_and(|path| !path.starts_with("ag:addressee"))
                    }
                }
        };
        // The plainest word: one that names its object itself, and needs no second word.
        let plain = |entry: &&Entry| {
            let form = &entry.forms[0].text;
            let light = entry.path(Function::Object) == Some(".");
            (light, form.split(' ').count(), form.clone())
        };
        self.lexicon.entries.iter().filter(fits).min_by_key(plain)
    }

    /// Names the answers of a question: `10 companies: A, B, …`.
    pub fn answers(&self, labels: &[String]) -> String {
        let shown = labels.iter().take(NAMES).cloned().collect();
        and(shown, labels.len().saturating_sub(NAMES))
    }
}

/// Returns the kind of event that the words say, or its class.
fn kind(scene: &Scene) -> NamedNode {
    let kinds = scene.restrictions.iter().filter(|said| said.path == "ag:kind");
    let first = kinds.filter_map(|said| said.values.first()).next();
    let iri = first.and_then(|value| value.strip_prefix('<')?.strip_suffix('>'));
    let kind = iri.and_then(|iri| NamedNode::new(iri).ok());
    kind.unwrap_or_else(|| scene.reference.clone())
}

/// Joins names: `A, B and C`, `A, B and 3 others`.
pub fn and(mut names: Vec<String>, hidden: usize) -> String {
    match hidden {
        0 => (),
        1 => names.push("1 other".to_owned()),
        n => names.push(format!("{n} others")),
    }
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

/// Returns a date as people write it: `8 June 2026`, `June 2026`, `2026`.
pub fn day_in_words(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let name = |month: i8| {
        usize::try_from(month - 1)
            .ok()
            .and_then(|month| MONTHS.get(month))
            .unwrap_or(&"")
    };
    match date {
        Date::Year(year) => year.to_string(),
        Date::Month(year, month) => format!("{} {year}", name(month)),
        Date::Day(day) => format!("{} {} {}", day.day(), name(day.month()), day.year()),
    }
}

/// Returns a term in words for an answer that is no thing.
pub fn value_in_words(term: &Term) -> String {
    match term {
        Term::Literal(literal) => match Date::from_term(term) {
            Some(date) if literal.value().len() >= 4 => day_in_words(date),
            _ => literal.value().to_owned(),
        },
        other => other.to_string(),
    }
}

/// Returns the past of the word that an entry goes by: the one given, else the regular one.
fn past(entry: &Entry) -> String {
    let first = &entry.forms[0];
    // An irregular form stands for the first word only where that has no regular one.
    let alone = entry.forms.iter().filter(|form| !form.irregular).count() == 1;
    if let Some(given) = entry.forms.iter().find(|form| form.irregular && alone) {
        return given.text.to_string();
    }
    let (verb, rest) = match first.text.split_once(' ') {
        Some((verb, rest)) => (verb, format!(" {rest}")),
        None => (&*first.text, String::new()),
    };
    format!("{}{rest}", with_suffix(verb, "ed"))
}

fn plural(word: &str) -> String {
    match word.ends_with('s') || word.is_empty() {
        true => word.to_owned(),
        false => with_s(word),
    }
}

/// Makes the first letter large.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => String::new(),
    }
}
