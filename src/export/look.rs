//! How things of each class look in a drawing: a table.
//!
//! Shape and border tell the classes apart in grey; the fills are tints of the palette of Okabe
//! and Ito, which color-blind readers can tell apart, light enough for black text. Dashes are left
//! to what was withdrawn.

/// How a node looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// What it is, in words.
    pub words: &'static str,
    /// The shape, in Graphviz's words.
    pub shape: &'static str,
    /// How many lines the border has.
    pub borders: u8,
    /// The style, in Graphviz's words: `filled` with or without a mark of the border.
    pub style: &'static str,
    /// The fill.
    pub fill: &'static str,
}

/// Returns the look of a class by its local name: its own, else that of its superclass.
/// An unknown class has the look of no class.
pub(crate) fn of_class(class: Option<&str>) -> &'static Look {
    let mut next = class;
    while let Some(name) = next {
        match LOOKS.iter().find(|(known, ..)| *known == name) {
            Some((_, _, Some(look))) => return look,
            Some((_, superclass, None)) => next = Some(superclass),
            None => break,
        }
    }
    &NONE
}

/// Returns what a class is called in words, also where it looks like its superclass.
pub(crate) fn words(class: &str) -> String {
    let mut words = String::new();
    for c in class.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

const SKY: &str = "#BBE1F6";
const ORANGE: &str = "#F5D999";
const GREEN: &str = "#99D8C7";
const YELLOW: &str = "#F9F4B3";
const BLUE: &str = "#99C7E0";
const VERMILLION: &str = "#EEBF99";
const PURPLE: &str = "#EBC9DC";
const GREY: &str = "#E6E6E6";
const WHITE: &str = "#FFFFFF";

const NONE: Look = look("thing", "box", 1, "filled,rounded", WHITE);

/// Each class with its superclass among ours and, where it has one, its own look.
#[rustfmt::skip]
const LOOKS: &[(&str, &str, Option<Look>)] = &[
    ("Actor",            "",                Some(look("actor",           "ellipse",       1, "filled,dotted", WHITE))),
    ("Company",          "Actor",           Some(look("company",         "box",           1, "filled",        SKY))),
    ("Agency",           "Actor",           Some(look("agency",          "house",         1, "filled",        ORANGE))),
    ("Government",       "Actor",           Some(look("government",      "house",         2, "filled",        ORANGE))),
    ("ArmedForce",       "Actor",           Some(look("armed force",     "hexagon",       1, "filled",        ORANGE))),
    ("LegislativeBody",  "Actor",           Some(look("legislature",     "folder",        1, "filled",        YELLOW))),
    ("Committee",        "LegislativeBody", Some(look("committee",       "tab",           1, "filled",        YELLOW))),
    ("Court",            "Actor",           Some(look("court",           "octagon",       1, "filled",        VERMILLION))),
    ("Official",         "Actor",           Some(look("official",        "ellipse",       1, "filled",        GREEN))),
    ("Person",           "Actor",           Some(look("person",          "ellipse",       1, "filled,rounded", GREEN))),
    ("Organization",     "Actor",           Some(look("organization",    "box",           3, "filled",        SKY))),
    ("Group",            "Actor",           Some(look("group",           "ellipse",       2, "filled",        GREEN))),
    ("Asset",            "",                Some(look("asset",           "box",           2, "filled",        PURPLE))),
    ("Vessel",           "Asset",           Some(look("vessel",          "invhouse",      1, "filled",        PURPLE))),
    ("Aircraft",         "Asset",           Some(look("aircraft",        "triangle",      1, "filled",        PURPLE))),
    ("Position",         "",                Some(look("position",        "invtrapezium",  2, "filled",        GREY))),
    ("Country",          "",                Some(look("country",         "parallelogram", 1, "filled",        PURPLE))),
    ("Sector",           "",                Some(look("sector",          "trapezium",     1, "filled",        PURPLE))),
    ("Ground",           "",                Some(look("ground",          "trapezium",     2, "filled",        BLUE))),
    ("Law",              "",                Some(look("law",             "note",          1, "filled",        BLUE))),
    ("DesignationList",  "",                Some(look("list",            "cylinder",      1, "filled",        BLUE))),
    ("Edition",          "",                Some(look("edition",         "component",     1, "filled",        BLUE))),
    ("Source",           "",                Some(look("source",          "box3d",         1, "filled",        GREY))),
    ("Tenure",           "",                Some(look("tenure",          "invtrapezium",  1, "filled",        GREY))),
    ("Ownership",        "",                Some(look("ownership",       "box",           1, "filled,diagonals", GREY))),
    ("Link",             "",                Some(look("link",            "box",           1, "filled,dashed", GREY))),
    ("Event",            "",                Some(look("event",           "diamond",       1, "filled",        WHITE))),
    ("ListChange",       "Event",           None),
    ("Listing",          "ListChange",      Some(look("listing",         "diamond",       1, "filled,bold",   VERMILLION))),
    ("Relisting",        "Listing",         None),
    ("Removal",          "ListChange",      Some(look("removal",         "Mdiamond",      1, "filled",        GREEN))),
    ("Merger",           "Removal",         None),
    ("Omission",         "Removal",         None),
    ("Renaming",         "ListChange",      None),
    ("Assessment",       "Event",           None),
    ("Retention",        "Assessment",      None),
    ("Request",          "Event",           Some(look("request",         "cds",           1, "filled",        YELLOW))),
    ("Publication",      "Event",           None),
    ("Withdrawal",       "Event",           Some(look("withdrawal",      "diamond",       1, "filled,dashed", GREY))),
    ("Response",         "Event",           Some(look("response",        "larrow",        1, "filled",        SKY))),
    ("Lawsuit",          "Response",        Some(look("lawsuit",         "octagon",       1, "filled,bold",   SKY))),
    ("Appeal",           "Lawsuit",         None),
    ("AmendedComplaint", "Lawsuit",         None),
    ("Ruling",           "Event",           Some(look("ruling",          "octagon",       2, "filled",        VERMILLION))),
    ("Agreement",        "Event",           None),
    ("Record",           "",                None),
    ("Sameness",         "",                None),
    ("Separation",       "",                None),
    ("Identification",   "",                None),
    ("BlockedIdentification", "",           None),
];

const fn look(
    words: &'static str,
    shape: &'static str,
    borders: u8,
    style: &'static str,
    fill: &'static str,
) -> Look {
    Look {
        words,
        shape,
        borders,
        style,
        fill,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{local_name, vocab};
    use crate::ontology::Ontology;
    use std::collections::HashSet;

    #[test]
    fn the_table_has_the_classes_and_superclasses_of_the_ontology() {
        let ontology = Ontology::parse(include_str!("../../ontology/actorgraph.ttl")).unwrap();
        let is_class =
            |iri: &str| local_name(iri).is_some_and(|name| name.starts_with(char::is_uppercase));
        let classes = vocab::ALL.iter().filter(|term| is_class(term.as_str()));
        let expected: HashSet<&str> = classes.filter_map(|c| local_name(c.as_str())).collect();
        let known: HashSet<&str> = LOOKS.iter().map(|(class, ..)| *class).collect();
        assert_eq!(known, expected);
        for (class, superclass, _) in LOOKS.iter().filter(|(_, above, _)| !above.is_empty()) {
            let iri = oxrdf::NamedNode::new(format!("{}{class}", vocab::AG)).unwrap();
            let mut above = ontology.superclasses(iri.as_ref());
            assert!(
                above.any(|iri| local_name(iri.as_str()) == Some(superclass)),
                "{class} below {superclass}"
            );
        }
    }

    #[test]
    fn looks_differ_in_grey_and_by_name() {
        let looks: Vec<&Look> = LOOKS
            .iter()
            .filter_map(|row| row.2.as_ref())
            .chain([&NONE])
            .collect();
        let grey: HashSet<_> = looks
            .iter()
            .map(|l| (l.shape, l.borders, l.style))
            .collect();
        let words: HashSet<_> = looks.iter().map(|l| l.words).collect();
        assert_eq!(grey.len(), looks.len());
        assert_eq!(words.len(), looks.len());
    }

    #[test]
    fn black_text_is_easy_to_read_on_every_fill() {
        for (_, _, look) in LOOKS {
            let Some(look) = look else { continue };
            let part = |at: usize| {
                let byte = u8::from_str_radix(&look.fill[at..at + 2], 16).unwrap();
                let value = f64::from(byte) / 255.0;
                if value <= 0.04045 {
                    value / 12.92
                } else {
                    ((value + 0.055) / 1.055).powf(2.4)
                }
            };
            let luminance = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
            let contrast = (luminance + 0.05) / 0.05;
            assert!(contrast >= 7.0, "{} has {contrast}", look.words);
        }
    }

    #[test]
    fn a_class_without_a_look_has_that_of_its_superclass() {
        assert_eq!(of_class(Some("Retention")).words, "event");
        assert_eq!(of_class(Some("Appeal")).words, "lawsuit");
        assert_eq!(of_class(Some("Spaceship")).words, "thing");
        assert_eq!(of_class(None).words, "thing");
        assert_eq!(words("AmendedComplaint"), "amended complaint");
    }
}
