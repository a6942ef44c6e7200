//! The forms of one list of the Office of Foreign Assets Control say the same of its entries.

use crate::imports::what_comes_of;
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
    // The newer forms say more: since when, by which law, names in other scripts, ties.
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
            "<agid:ftm-ofac-relation-50",
            "#subClassOf>",
        ];
        !newer.iter().any(|word| line.contains(word))
    });
    let more: Vec<&String> = more.collect();
    assert!(more.is_empty(), "{more:#?}");
}
