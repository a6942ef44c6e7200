//! Who bears precisely this name: a few look-ups, and no list of all names.

use crate::model::vocab as ag;
use crate::resolve::linker::{NAMELESS, NAMING};
use crate::store::{Snapshot, TermId};
use oxrdf::vocab::rdf;
use oxrdf::{NamedNode, NamedNodeRef, Term};

/// Returns the things that have a name written precisely so, sorted by IRI. Names stay visible in
/// every scope.
///
/// [`Linker`](crate::resolve::Linker) knows more: other spellings, parts, slips. But it must read
/// all names first; this costs a few binary searches, whatever the dataset's size.
pub fn bearers(snapshot: &Snapshot, name: &str) -> Vec<NamedNode> {
    let whole = snapshot.unrestricted();
    let id = |node: NamedNodeRef<'_>| whole.id(&node.into_owned().into());
    let is_nameless = |thing: TermId| {
        let a = id(rdf::TYPE);
        NAMELESS.into_iter().any(|class| {
            let class = id(class);
            class.is_some() && whole.ids([Some(thing), a, class, None]).next().is_some()
        })
    };
    let texts = whole.pack().literals(name.trim());
    let mut things: Vec<TermId> = Vec::new();
    for (predicate, _) in NAMING {
        let Some(predicate) = id(predicate) else {
            continue;
        };
        for text in &texts {
            let rows = whole.ids([None, Some(predicate), Some(*text), None]);
            things.extend(rows.map(|[thing, ..]| thing));
        }
    }
    things.sort_unstable();
    things.dedup();
    things.retain(|thing| !is_nameless(*thing));
    let ours = |thing: TermId| match whole.term(thing) {
        Term::NamedNode(node) if node.as_str().starts_with(ag::AGID) => Some(node),
        _ => None,
    };
    things.into_iter().filter_map(ours).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resolve::{Linker, Resolution};

    #[test]
    fn whoever_alone_bears_a_name_is_meant_by_it() {
        let snapshot = crate::builtin(jiff::civil::date(2026, 8, 1)).unwrap();
        let linker = Linker::new(&snapshot);
        let (mut same, mut ambiguous) = (0, 0);
        for (predicate, _) in NAMING {
            for quad in snapshot.quads(None, Some(predicate), None) {
                let Term::Literal(name) = &quad.object else {
                    continue;
                };
                let found = bearers(&snapshot, name.value());
                let [thing] = &found[..] else { continue };
                match linker.decide(linker.find(name.value())) {
                    Resolution::Found(link, _) => {
                        assert_eq!(&link.thing, thing, "{name}");
                        same += 1;
                    }
                    Resolution::Ambiguous(links) => {
                        assert!(links.iter().any(|link| &link.thing == thing), "{name}");
                        ambiguous += 1;
                    }
                    Resolution::Unknown(_) => panic!("{name}"),
                }
            }
        }
        assert!(same > 1000 && ambiguous < same / 10, "{same} {ambiguous}");
    }

    #[test]
    fn events_and_words_of_the_ontology_have_no_names() {
        let snapshot = crate::builtin(jiff::civil::date(2026, 8, 1)).unwrap();
        assert!(bearers(&snapshot, "company").is_empty());
        assert_eq!(bearers(&snapshot, " 1260H list ").len(), 1);
        assert!(bearers(&snapshot, "").is_empty());
    }
}
