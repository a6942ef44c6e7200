//! The forms of one list of the Office of Foreign Assets Control say the same of its entries.

use crate::imports::{document, dry, what_comes_of};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Returns what a form of the list says, but for its notes: some forms have remarks in one piece.
/// What is said of the list as an edition is left out, as not every form has a date.
fn said(form: &str) -> BTreeSet<String> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/import");
    let folder = cases.join(form).join("in");
    let files = std::fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let come = what_comes_of(&files);
    let is_said = |line: &&str| {
        let left_out = ["#", "<SOURCE"].iter().any(|begin| line.starts_with(begin));
        !left_out && !line.contains("Thing:notes>") && !line.contains("/dc/terms/description>")
    };
    come.lines().filter(is_said).map(str::to_owned).collect()
}

#[test]
fn all_forms_of_a_list_say_the_same() {
    let tables = said("ofac-tables");
    assert!(tables.len() > 100);
    assert_eq!(tables, said("ofac-fixed"));
    assert_eq!(tables, said("ofac-xml"));
    let enhanced = said("ofac-enhanced");
    assert_eq!(enhanced, said("ofac-advanced"));
    // The newer forms say more: since when, by which law, names in other scripts, to which name a
    // document was issued, ties.
    let lost: Vec<&String> = tables.difference(&enhanced).collect();
    assert!(lost.is_empty(), "{lost:#?}");
    let more = enhanced.difference(&tables).filter(|line| {
        let newer = [
            "Interval:startDate>",
            "<ag:date>",
            "Sanction:reason>",
            "<ag:reason>",
            "Sanction:provisions>",
            "ПРИМЕР",
            "in the name of",
            "<agid:ftm-ofac-relation-50",
            "#subClassOf>",
        ];
        !newer.iter().any(|word| line.contains(word))
    });
    let more: Vec<&String> = more.collect();
    assert!(more.is_empty(), "{more:#?}");
}

/// The forms in XML: what the file is called, its content, and what a record ends with.
const XML: [(&str, &str, &str); 3] = [
    (
        "sdn.xml",
        include_str!("../cases/import/ofac-xml/in/sdn.xml"),
        "</sdnEntry>",
    ),
    (
        "sdn_advanced.xml",
        include_str!("../cases/import/ofac-advanced/in/sdn_advanced.xml"),
        "</DistinctParty>",
    ),
    (
        "sdn_enhanced.xml",
        include_str!("../cases/import/ofac-enhanced/in/sdn_enhanced.xml"),
        "</entity>",
    ),
];

#[test]
fn what_was_cut_short_is_refused_wherever_it_was_cut() {
    for (name, content, record) in XML {
        let (_folder, whole) = document(name, content);
        assert!(dry(&whole).is_ok(), "{name}");
        let front = content.len() / 50;
        let records = content.match_indices(record);
        let behind = records.map(|(place, end)| place + end.len());
        let within = [front, content.len() / 2, content.len() - 5];
        for place in behind.chain(within) {
            let place = (0..=place)
                .rev()
                .find(|place| content.is_char_boundary(*place));
            let (_folder, path) = document(name, &content[..place.unwrap_or(0)]);
            assert!(dry(&path).is_err(), "{name} cut at {place:?}");
        }
    }
}

#[test]
fn numbers_that_nothing_explains_are_told_and_keep_their_values() {
    let (name, content, _) = XML[1];
    let changed = content
        .replace("FeatureTypeID=\"14\"", "FeatureTypeID=\"9914\"")
        .replace("LocationID=\"21\"", "LocationID=\"9921\"");
    let (_folder, path) = document(name, changed);
    let imported = dry(&path).unwrap();
    let unknown = imported.files[0].unknown.iter();
    let unknown: Vec<&str> = unknown.map(|counted| counted.what.as_str()).collect();
    assert_eq!(unknown, ["FeatureType 9914", "Location 9921"]);
    let come = what_comes_of(&[path]);
    assert!(come.contains("Thing:notes> \"FeatureType 9914 www.example.com\""));
}

#[test]
fn a_record_that_is_none_is_told_with_its_line() {
    for (name, content, damage, line) in [
        (XML[0].0, XML[0].1, ("<uid>990002</uid>", ""), 31),
        (
            XML[2].0,
            XML[2].1,
            ("<entity id=\"990002\">", "<entity>"),
            0,
        ),
        (XML[1].0, XML[1].1, ("Profile ID=\"990002\"", "Profile"), 0),
    ] {
        assert!(content.contains(damage.0), "{name}");
        let (_folder, path) = document(name, content.replace(damage.0, damage.1));
        let error = dry(&path).unwrap_err();
        let problem = &error.problems()[0];
        assert_eq!(problem.code, "not-an-entry", "{name}");
        let named = content
            .lines()
            .zip(1..)
            .find(|(text, _)| text.contains("=\"990002\""));
        let begins = match line {
            0 => named.map(|(_, line)| line),
            line => Some(line),
        };
        assert_eq!(problem.line, begins, "{name}");
    }
}
