//! A plan to SPARQL: the one generator, used to answer and to explain.
//!
//! The query selects `?answer`, the members of the set, and `?event`, the first scene of each.

use crate::ask::plan::{Nature, Period, Plan, Scene, Set};
use crate::model::vocab as ag;
use oxrdf::NamedNode;
use std::fmt::Write;

/// Returns the query of a plan.
///
/// Events of a notice that was withdrawn change no list, so listings and removals in such an edition
/// are left out, and nothing after `?asOf` counts.
pub fn query(plan: &Plan) -> String {
    write(plan, Writer::default())
}

/// Returns the query of a plan that counts the events of withdrawn notices too.
pub fn query_with_withdrawn(plan: &Plan) -> String {
    let writer = Writer {
        withdrawn: true,
        ..Writer::default()
    };
    write(plan, writer)
}

fn write(plan: &Plan, mut writer: Writer) -> String {
    writer.set("answer", &plan.about, Some("event"));
    let mut text = String::from("PREFIX ag: <https://w3id.org/actorgraph/ns#>\n");
    text.push_str("PREFIX agid: <https://w3id.org/actorgraph/id/>\n");
    let event = if writer.has_event { " ?event" } else { "" };
    let _ = writeln!(text, "SELECT DISTINCT ?answer{event} WHERE {{");
    text.push_str(&writer.body);
    let _ = write!(text, "}}\nORDER BY ?answer{event}\n");
    text
}

#[derive(Default)]
struct Writer {
    body: String,
    fresh: usize,
    has_event: bool,
    depth: usize,
    /// Whether events of withdrawn notices count.
    withdrawn: bool,
}

impl Writer {
    fn line(&mut self, text: &str) {
        for _ in 0..=self.depth {
            self.body.push_str("  ");
        }
        self.body.push_str(text);
        self.body.push('\n');
    }

    fn variable(&mut self, stem: &str) -> String {
        self.fresh += 1;
        format!("{stem}{}", self.fresh)
    }

    fn set(&mut self, variable: &str, set: &Set, event: Option<&str>) {
        if !set.named.is_empty() {
            let things = set.named.iter().filter_map(|named| named.thing.as_ref());
            let things: Vec<String> = things.map(short).collect();
            self.line(&format!("VALUES ?{variable} {{ {} }}", things.join(" ")));
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
            self.scene(variable, scene, &name);
        }
        match &set.classes[..] {
            [] => (),
            [class] => {
                let said = |scene: &Scene| scene.itself == "." && scene.reference == *class;
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

    fn scene(&mut self, member: &str, scene: &Scene, event: &str) {
        // Where the member is the event itself, both are one variable.
        let event = if scene.itself == "." { member } else { event };
        if scene.negated {
            self.line("FILTER NOT EXISTS {");
            self.depth += 1;
        }
        // Fixed participants come first: they make the fewest rows.
        let (fixed, open): (Vec<_>, Vec<_>) =
            scene.roles.iter().partition(|(_, set)| set.is_named());
        for (path, set) in fixed.into_iter().chain(open) {
            self.participant(event, path, set);
        }
        if scene.itself != "." {
            self.line(&format!("?{event} {} ?{member} .", scene.itself));
        }
        if scene.nature == Nature::Event {
            self.line(&format!("?{event} a {} .", short(&scene.reference)));
            if let Some(kind) = &scene.kind {
                self.line(&format!("?{event} ag:kind {} .", short(kind)));
            }
            self.valid(event, scene);
        }
        if scene.negated {
            self.depth -= 1;
            self.line("}");
        }
    }

    fn participant(&mut self, event: &str, path: &str, set: &Set) {
        let things: Vec<&NamedNode> = match set.is_named() {
            true => set
                .named
                .iter()
                .filter_map(|named| named.thing.as_ref())
                .collect(),
            false => Vec::new(),
        };
        match (path, &things[..]) {
            (".", _) => self.set(event, set, None),
            (_, [thing]) => self.line(&format!("?{event} {path} {} .", short(thing))),
            _ => {
                let name = self.variable("x");
                self.set(&name, set, None);
                self.line(&format!("?{event} {path} ?{name} ."));
            }
        }
    }

    /// The event lies in the period asked for, is not withdrawn and not after the day asked about.
    fn valid(&mut self, event: &str, scene: &Scene) {
        if let Some(period) = scene.time {
            self.period(event, period);
        }
        if changes_a_list(&scene.reference) && !self.withdrawn {
            self.line(&format!(
                "FILTER NOT EXISTS {{ ?{event} ag:edition ?{event}_in . FILTER EXISTS {{ ?{event}_in ag:state ag:withdrawn }} }}"
            ));
        }
        let late = format!("?{event}_late");
        self.line(&format!(
            "FILTER NOT EXISTS {{ ?{event} ag:date {late} . FILTER(STR({late}) > STR(?asOf)) }}"
        ));
    }

    /// A date lies in a period if some day of it does; ISO dates are compared by their common part.
    fn period(&mut self, event: &str, period: Period) {
        let date = format!("?{event}_date");
        self.line(&format!("?{event} ag:date {date} ."));
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
