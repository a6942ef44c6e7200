//! A researcher compares two editions of a list: who came, who went, who goes by another name?
//!
//! The editions are those of January 2025 and June 2026. The one between them, of February 2026, was
//! withdrawn; compared with it, the list is told as it would have stood.
//!
//! `cargo run --example compare-editions`

use actorgraph::model::thing;
use actorgraph::timeline::{Change, Diff, Point, State, diff, editions};
use actorgraph::{Day, Snapshot, builtin};
use std::error::Error;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    tell(&mut io::stdout().lock())
}

/// Tells the editions and the differences between them.
pub fn tell(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let snapshot = builtin(Day::constant(2026, 8, 1))?;
    let list = thing("dod-1260h");

    writeln!(out, "Editions")?;
    for edition in editions(&snapshot, &list) {
        let counts: Vec<String> = edition
            .announced
            .iter()
            .map(|told| told.value.to_string())
            .collect();
        let announced = match counts.is_empty() {
            true => "no count announced".to_owned(),
            false => format!("{} companies announced", counts.join(" or ")),
        };
        let state = match edition.state {
            State::Withdrawn(_) => "withdrawn",
            State::Superseded => "superseded",
            State::InForce => "in force",
            State::Unstated => "state not told",
        };
        writeln!(out, "  {}: {announced}, {state}", edition.label)?;
    }

    let point = |id: &str| Point::Edition(thing(id));
    let [before, pulled, after] = [
        "dod-1260h-2025-01-07",
        "dod-1260h-2026-02-13",
        "dod-1260h-2026-06-08",
    ]
    .map(point);
    let found = diff(&snapshot, &list, &before, &after)?;
    writeln!(out, "\nFrom January 2025 to June 2026")?;
    tell_changes(out, &snapshot, &found)?;

    let would_be = diff(&snapshot, &list, &before, &pulled)?;
    writeln!(
        out,
        "\nWhat the withdrawn notice would have changed, as far as its names are known"
    )?;
    tell_changes(out, &snapshot, &would_be)?;

    let counts = [found.added.len(), found.removed.len(), found.stayed];
    match counts == [66, 12, 122] {
        true => Ok(()),
        false => Err(format!("expected 66 added, 12 removed, 122 kept, found {counts:?}").into()),
    }
}

fn tell_changes(out: &mut dyn Write, snapshot: &Snapshot, found: &Diff) -> io::Result<()> {
    let names = |changes: &[Change]| -> String {
        let mut names: Vec<String> = changes
            .iter()
            .map(|change| snapshot.label(&change.company))
            .collect();
        names.sort();
        let first = names
            .iter()
            .take(3)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("; ");
        if names.is_empty() {
            "none".to_owned()
        } else if names.len() > 3 {
            format!("{first}; …")
        } else {
            first
        }
    };
    for (word, changes) in [
        ("added", &found.added),
        ("removed", &found.removed),
        ("renamed", &found.renamed),
    ] {
        writeln!(out, "  {} {word}: {}", changes.len(), names(changes))?;
    }
    writeln!(
        out,
        "  {} under other parents, {} stayed",
        found.reparented.len(),
        found.stayed
    )
}
