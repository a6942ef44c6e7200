//! A plan to SPARQL: the one generator, used to answer and to explain.
//!
//! The query selects `?answer`, the members of the set, and `?event`, the first scene of each. A
//! set of which the first or most frequent is meant is counted or dated instead, in order.

use crate::ask::fit::PREFIXES;
use crate::ask::phrase::{PRECEDED, SAME_NOTICE, SUCCEEDED};
use crate::ask::plan::{By, Many, Named, Nature, Period, Plan, Scene, Set};
use crate::model::vocab as ag;
use ecow::EcoString;
use oxrdf::{NamedNode, Term};
use std::borrow::Cow;
use std::fmt::Write;

/// Returns the query of a plan.
///
/// Events of a notice that was withdrawn change no list, so listings and removals in such an edition
/// are left out unless the edition itself is asked about, and nothing after `?asOf` counts.
pub fn query(plan: &Plan) -> String {
    write(&plan.about, Writer::default())
}

/// Returns the query of a plan that counts the events of withdrawn notices too.
pub fn query_with_withdrawn(plan: &Plan) -> String {
    let writer = Writer {
        withdrawn: true,
        ..Writer::default()
    };
    write(&plan.about, writer)
}

/// Returns the query of a plan whose members are counted for each of several things: `?answer` with `?each`.
pub fn query_apart(plan: &Plan) -> String {
    let writer = Writer {
        apart: true,
        ..Writer::default()
    };
    write(&plan.about, writer)
}

fn write(set: &Set, mut writer: Writer) -> String {
    writer.set("answer", set, Some("event"));
    let mut text = String::new();
    // An event that is itself the answer stands in no second column.
    let event = if writer.has_event { "event" } else { "answer" };
    let (columns, end) = match &set.pick {
        None if writer.apart => (
            "DISTINCT ?answer ?each".to_owned(),
            "ORDER BY ?answer ?each".to_owned(),
        ),
        None => {
            let event = if writer.has_event { " ?event" } else { "" };
            (
                format!("DISTINCT ?answer{event}"),
                format!("ORDER BY ?answer{event}"),
            )
        }
        Some(pick) => {
            let (column, order) = match (&pick.by, pick.last) {
                (By::Date, false) => ("(MIN(STR(?date)) AS ?when)", "?when"),
                (By::Date, true) => ("(MAX(STR(?date)) AS ?when)", "DESC(?when)"),
                (By::Many(_), false) => ("(COUNT(DISTINCT ?counted) AS ?many)", "?many"),
                (By::Many(_), true) => ("(COUNT(DISTINCT ?counted) AS ?many)", "DESC(?many)"),
            };
            match &pick.by {
                By::Date => {
                    let when = set.scenes.iter().find_map(|scene| scene.when.as_deref());
                    let tenure = set
                        .scenes
                        .first()
                        .is_some_and(|scene| scene.reference == ag::TENURE);
                    let when = when.unwrap_or(if tenure { "ag:start" } else { "ag:date" });
                    writer.line(&format!("?{event} {when} ?date ."));
                }
                By::Many(Some(path)) if path != "." => writer.step(event, path, "counted"),
                By::Many(_) => writer.line(&format!("BIND(?{event} AS ?counted)")),
            }
            (
                format!("?answer {column}"),
                format!("GROUP BY ?answer\nORDER BY {order} ?answer"),
            )
        }
    };
    for (prefix, namespace) in PREFIXES {
        if prefix == "ag" || prefix == "agid" || writer.body.contains(&format!("{prefix}:")) {
            let _ = writeln!(text, "PREFIX {prefix}: <{namespace}>");
        }
    }
    let _ = writeln!(text, "SELECT {columns} WHERE {{");
    text.push_str(&writer.body);
    let _ = write!(text, "}}\n{end}\n");
    text
}

/// Up to how many terms are looked up one after the other.
const FEW: usize = 8;
/// How many things are asked for together; of more, any is.
const MOST_TOGETHER: usize = 16;

#[derive(Default)]
struct Writer {
    body: String,
    fresh: usize,
    has_event: bool,
    depth: usize,
    /// Whether events of withdrawn notices count.
    withdrawn: bool,
    /// Whether the things for each of which members are counted are asked for.
    apart: bool,
}

impl Writer {
    fn line(&mut self, text: &str) {
        for _ in 0..=self.depth {
            self.body.push_str("  ");
        }
        self.body.push_str(text);
        self.body.push('\n');
    }

    fn open(&mut self, text: &str) {
        self.line(text);
        self.depth += 1;
    }

    fn close(&mut self, text: &str) {
        self.depth -= 1;
        self.line(text);
    }

    fn variable(&mut self, stem: &str) -> String {
        self.fresh += 1;
        format!("{stem}{}", self.fresh)
    }

    /// A variable is one of these. Of a few the engine looks up one after the other; many are but a filter
    /// where something else binds the variable, since the engine would join each with everything.
    fn one_of(&mut self, variable: &str, terms: &[String], bound: bool) {
        match bound && terms.len() > FEW {
            true => self.line(&format!("FILTER(?{variable} IN ({}))", terms.join(", "))),
            false => self.line(&format!("VALUES ?{variable} {{ {} }}", terms.join(" "))),
        }
    }

    fn set(&mut self, variable: &str, set: &Set, event: Option<&str>) {
        if !set.named.is_empty() {
            let bound = variable != "answer" || set.scenes.iter().any(|scene| !scene.negated);
            self.one_of(variable, &terms(&set.named).collect::<Vec<_>>(), bound);
        }
        let mut event = event;
        for scene in &set.scenes {
            let name = match event.take().filter(|_| !scene.negated) {
                Some(name) => {
                    self.has_event |= scene.itself != ".";
                    name.to_owned()
                }
                None => self.variable("e"),
            };
            if let Some(many) = &scene.many {
                self.often(variable, scene, many);
            }
            self.scene(variable, scene, &name);
        }
        if !set.except.is_empty() {
            let things: Vec<String> = terms(&set.except).collect();
            self.line(&format!(
                "FILTER(?{variable} NOT IN ({}))",
                things.join(", ")
            ));
        }
        match &set.classes[..] {
            [] => (),
            // How many companies: those of which a source says so, not whoever bears a name.
            [class] if set.scenes.is_empty() && variable == "answer" => {
                let graph = self.variable("g");
                self.line(&format!(
                    "GRAPH ?{graph} {{ ?{variable} a {} }}",
                    short(class)
                ));
            }
            [class] => {
                let said = |scene: &Scene| scene.is_event() && scene.reference == *class;
                if !set.scenes.iter().any(said) {
                    self.line(&format!("?{variable} a {} .", short(class)));
                }
            }
            classes => {
                let classes: Vec<String> = classes.iter().map(short).collect();
                self.line(&format!(
                    "VALUES ?{variable}_class {{ {} }}",
                    classes.join(" ")
                ));
                self.line(&format!("?{variable} a ?{variable}_class ."));
            }
        }
    }

    /// Members that have so many such scenes.
    fn often(&mut self, member: &str, scene: &Scene, many: &Many) {
        let event = self.variable("e");
        self.open(&format!("{{ SELECT ?{member} WHERE {{"));
        self.scene(member, scene, &event);
        let counted = match &many.of {
            Some(path) if path != "." => {
                let counted = self.variable("n");
                self.step(&event, path, &counted);
                // Of seven senators no committee is counted.
                let described = |set: &&Set| set.named.is_empty() && !set.classes.is_empty();
                if let Some(set) = scene.fillers(path).find(described) {
                    self.set(&counted, set, None);
                }
                counted
            }
            _ => event,
        };
        let count = format!("COUNT(DISTINCT ?{counted})");
        let mut conditions = vec![format!("{count} >= {}", many.least)];
        conditions.extend(many.most.map(|most| format!("{count} <= {most}")));
        self.close(&format!(
            "}} GROUP BY ?{member} HAVING({}) }}",
            conditions.join(" && ")
        ));
    }

    fn scene(&mut self, member: &str, scene: &Scene, event: &str) {
        // Where the member is the event itself, both are one variable.
        let event = if scene.itself == "." { member } else { event };
        if scene.negated {
            self.open("FILTER NOT EXISTS {");
        }
        // Fixed participants come first: they make the fewest rows.
        let asked = |(path, _): &&(EcoString, Set)| path != SUCCEEDED && path != PRECEDED;
        let roles = scene.roles.iter().filter(asked);
        let (fixed, open): (Vec<_>, Vec<_>) = roles.partition(|(_, set)| set.is_named());
        for (path, set) in fixed.into_iter().chain(open) {
            match path == SAME_NOTICE {
                true => self.same_notice(event, &scene.reference, set),
                false => self.participant(event, path, set),
            }
        }
        if let Some(found) = &scene.found {
            let found: Vec<String> = found.iter().map(short).collect();
            self.one_of(event, &found, scene.nature == Nature::Event);
        }
        for restriction in &scene.restrictions {
            self.value(event, &restriction.path, &restriction.values);
        }
        if scene.itself != "." {
            self.step(event, &scene.itself, member);
            // Who made an agreement with X is not X.
            let beside = |(path, set): &&(EcoString, Set)| {
                *path == scene.itself && set.is_named() && !set.any
            };
            for (_, set) in scene.roles.iter().filter(beside) {
                let others: Vec<String> = terms(&set.named).collect();
                self.line(&format!("FILTER(?{member} NOT IN ({}))", others.join(", ")));
            }
        }
        // What has no participant but the thing itself has some value at all.
        let alone = scene.roles.iter().all(|(path, _)| path == ".");
        if let Some(path) = scene.property()
            && alone
            && scene.itself == "."
            && scene.restrictions.is_empty()
        {
            let value = self.variable("v");
            self.line(&format!("?{event} {path} ?{value} ."));
        }
        // What is of a day by its own date: laws enacted in 2025.
        if let (Nature::Property, Some(when), Some(period)) =
            (scene.nature, &scene.when, scene.time)
            && scene.property().is_none_or(|property| property == *when)
        {
            self.period(event, when, period);
        }
        if scene.nature == Nature::Event {
            // On what grounds a company is listed is told again when it is kept.
            let grounded = scene.reference == ag::LISTING
                && scene
                    .roles
                    .iter()
                    .any(|(path, _)| path.starts_with("ag:ground"));
            match grounded {
                true => self.line(&format!(
                    "VALUES ?{event}_class {{ ag:Listing ag:Retention }} ?{event} a ?{event}_class ."
                )),
                false => self.line(&format!("?{event} a {} .", short(&scene.reference))),
            }
            self.valid(event, scene);
        }
        if scene.negated {
            self.close("}");
        }
    }

    /// One step along a path, perhaps to a value in one language (`rdfs:label@zh`).
    fn step(&mut self, from: &str, path: &str, to: &str) {
        let path = &*steps(path);
        match path.split_once('@') {
            Some((path, language)) => {
                self.line(&format!("?{from} {path} ?{to} ."));
                self.line(&format!("FILTER(LANGMATCHES(LANG(?{to}), \"{language}\"))"));
            }
            None => self.line(&format!("?{from} {path} ?{to} .")),
        }
    }

    /// Something that a word says of the event or thing by itself. Words are compared as text, since
    /// sources may tag their language or not.
    fn value(&mut self, event: &str, path: &str, values: &[EcoString]) {
        let value = self.variable("v");
        let literal = values.iter().any(|value| value.starts_with('"'));
        // A way of any length is walked back from the word: to walk it from everything would take long.
        if literal && path.contains(['*', '+']) {
            let mut words: Vec<EcoString> = values.to_vec();
            words.extend(values.iter().map(|value| text_of(value)));
            words.sort();
            words.dedup();
            self.line(&format!("VALUES ?{value} {{ {} }}", words.join(" ")));
            self.step(event, path, &value);
            return;
        }
        self.step(event, path, &value);
        let written: Vec<EcoString> = values
            .iter()
            .map(|value| match value.starts_with('"') {
                true => text_of(value),
                false => value.clone(),
            })
            .collect();
        match values {
            [] => (),
            _ if literal => self.line(&format!(
                "FILTER(STR(?{value}) IN ({}))",
                written.join(", ")
            )),
            _ => self.line(&format!("VALUES ?{value} {{ {} }}", written.join(" "))),
        }
    }

    fn participant(&mut self, event: &str, path: &str, set: &Set) {
        let path = &*steps(path);
        let terms: Vec<String> = match set.is_named() && set.except.is_empty() {
            true => terms(&set.named).collect(),
            false => Vec::new(),
        };
        match (path, &terms[..]) {
            (".", _) => self.set(event, set, None),
            (_, [term]) => self.line(&format!("?{event} {path} {term} .")),
            // Both of them, not any.
            (_, terms) if set.all && (2..=MOST_TOGETHER).contains(&terms.len()) => {
                for term in terms {
                    self.line(&format!("?{event} {path} {term} ."));
                }
            }
            _ => {
                let name = match self.apart && set.each {
                    true => "each".to_owned(),
                    false => self.variable("x"),
                };
                self.set(&name, set, None);
                self.step(event, path, &name);
            }
        }
    }

    /// The same notice says the same of these.
    fn same_notice(&mut self, event: &str, class: &NamedNode, others: &Set) {
        let notice = self.variable("in");
        let other = self.variable("e");
        self.line(&format!("?{event} ag:edition ?{notice} ."));
        self.line(&format!(
            "?{other} ag:edition ?{notice} ; a {} .",
            short(class)
        ));
        self.participant(&other, "ag:target", others);
    }

    /// The event lies in the period asked for, is not withdrawn and not after the day asked about.
    fn valid(&mut self, event: &str, scene: &Scene) {
        if scene.reference == ag::TENURE && scene.when.is_none() {
            self.held(event, scene);
            return;
        }
        if scene.reference == ag::OWNERSHIP && scene.when.is_none() {
            self.owned(event, scene);
            return;
        }
        let when = scene.when.as_deref().unwrap_or("ag:date");
        if let Some(period) = scene.time {
            self.period(event, when, period);
        }
        let of_edition = scene
            .roles
            .iter()
            .any(|(path, _)| path.split('|').any(|way| way == "ag:edition"));
        if of_list_changes(&scene.reference) && !self.withdrawn && !of_edition {
            self.line(&format!(
                "FILTER NOT EXISTS {{ ?{event} ag:edition ?{event}_in . FILTER EXISTS {{ ?{event}_in ag:state ag:withdrawn }} }}"
            ));
        }
        let late = format!("?{event}_late");
        self.line(&format!(
            "FILTER NOT EXISTS {{ ?{event} {when} {late} . FILTER(STR({late}) > STR(?asOf)) }}"
        ));
    }

    /// An office is held in a period unless it began later or ended before; today, where none is
    /// given and not any time is meant.
    fn held(&mut self, event: &str, scene: &Scene) {
        let (from, to) = match scene.time {
            Some(period) => (
                period.from.map(|day| format!("\"{day}\"")),
                period.to.map(|day| format!("\"{day}\"")),
            ),
            None if scene.ever => (None, Some("STR(?asOf)".to_owned())),
            None => {
                let today = || Some("STR(?asOf)".to_owned());
                (today(), today())
            }
        };
        let bounds = [("ag:start", to, "<"), ("ag:end", from, ">")];
        for (property, day, sign) in bounds {
            if let Some(day) = day {
                let date = format!("?{event}_{}", property.trim_start_matches("ag:"));
                self.line(&format!(
                    "FILTER NOT EXISTS {{ ?{event} {property} {date} . FILTER(SUBSTR({day}, 1, STRLEN(STR({date}))) {sign} STR({date})) }}"
                ));
            }
        }
    }

    /// An ownership is told for a day, or with a start and an end; either way it must fit.
    fn owned(&mut self, event: &str, scene: &Scene) {
        if let Some(period) = scene.time {
            let date = format!("?{event}_date");
            let bound = |day: Option<jiff::civil::Date>, sign| {
                let day = day.map(|day| {
                    format!("SUBSTR(\"{day}\", 1, STRLEN(STR({date}))) {sign} STR({date})")
                });
                day.unwrap_or_else(|| "true".to_owned())
            };
            let (from, to) = (bound(period.from, "<="), bound(period.to, ">="));
            self.line(&format!(
                "FILTER(EXISTS {{ ?{event} ag:start|ag:end ?{event}_told }} || EXISTS {{ ?{event} ag:date {date} . FILTER({from} && {to}) }})"
            ));
        }
        self.held(event, scene);
        let late = format!("?{event}_late");
        self.line(&format!(
            "FILTER NOT EXISTS {{ ?{event} ag:date {late} . FILTER(STR({late}) > STR(?asOf)) }}"
        ));
    }

    /// A date lies in a period if some day of it does; ISO dates are compared by their common part.
    fn period(&mut self, event: &str, when: &str, period: Period) {
        let date = format!("?{event}_date");
        self.line(&format!("?{event} {when} {date} ."));
        let bound =
            |day, sign| format!("SUBSTR(\"{day}\", 1, STRLEN(STR({date}))) {sign} STR({date})");
        if let Some(from) = period.from {
            self.line(&format!("FILTER({})", bound(from, "<=")));
        }
        if let Some(to) = period.to {
            self.line(&format!("FILTER({})", bound(to, ">=")));
        }
    }
}

/// Tells whether events of a class are changes of lists, of one kind or of any.
pub(crate) fn of_list_changes(class: &NamedNode) -> bool {
    *class == ag::LIST_CHANGE || changes_a_list(class)
}

/// Tells whether events of this class put companies on a list or take them off.
pub(crate) fn changes_a_list(class: &NamedNode) -> bool {
    [
        ag::LISTING,
        ag::RELISTING,
        ag::REMOVAL,
        ag::MERGER,
        ag::OMISSION,
        ag::RENAMING,
    ]
    .iter()
    .any(|known| class == known)
}

/// The ways of a path that lead somewhere else: SPARQL has no step that stays.
fn steps(path: &str) -> Cow<'_, str> {
    if path == "." || !path.split('|').any(|way| way == ".") {
        return Cow::Borrowed(path);
    }
    let ways: Vec<&str> = path.split('|').filter(|way| *way != ".").collect();
    Cow::Owned(ways.join("|"))
}

/// The lexical form of a literal as SPARQL writes it, without language or datatype.
fn text_of(literal: &str) -> EcoString {
    match literal.rfind('"') {
        Some(end) => literal[..=end].into(),
        None => literal.into(),
    }
}

fn terms(named: &[Named]) -> impl Iterator<Item = String> + '_ {
    let terms = named.iter().filter_map(|named| named.term.as_ref());
    terms.map(|term| match term {
        Term::NamedNode(node) => short(node),
        other => other.to_string(),
    })
}

fn short(node: &NamedNode) -> String {
    for (prefix, namespace) in [("ag", ag::AG), ("agid", ag::AGID)] {
        if let Some(local) = node.as_str().strip_prefix(namespace)
            && local.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !local.is_empty()
        {
            return format!("{prefix}:{local}");
        }
    }
    node.to_string()
}
