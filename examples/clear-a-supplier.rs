//! An analyst has five suppliers to clear for one day: is each of them on the 1260H list?
//!
//! Yes, no and unknown are three answers. Each comes with what decides it and who says so, and a
//! name that the data do not hold is said to be so; it is not a clean bill.
//!
//! `cargo run --example clear-a-supplier`

use actorgraph::model::{Evidence, thing};
use actorgraph::resolve::{Linker, Resolution};
use actorgraph::timeline::{Reason, Standing, Status, status};
use actorgraph::{Day, Snapshot, builtin};
use std::error::Error;
use std::io::{self, Write};

/// The day of the purchase: after the notice of February 2026 was withdrawn, before that of June.
const DAY: Day = Day::constant(2026, 3, 1);

const SUPPLIERS: [&str; 5] = ["YMTC", "Hesai", "Alibaba", "海康威视", "Umbrella Bolts Ltd"];

fn main() -> Result<(), Box<dyn Error>> {
    tell(&mut io::stdout().lock())
}

/// Tells the standing of every supplier.
pub fn tell(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let snapshot = builtin(DAY)?;
    let list = thing("dod-1260h");
    let linker = Linker::new(&snapshot);
    let mut answers = Vec::new();
    writeln!(out, "On the {} on {DAY}?", snapshot.short_label(&list))?;
    for name in SUPPLIERS {
        let company = match linker.resolve(name) {
            Resolution::Found(link, _) => link.thing,
            Resolution::Ambiguous(links) => {
                let labels: Vec<String> = links.into_iter().map(|link| link.label).collect();
                writeln!(out, "\n{name}: may mean {}", labels.join(" or "))?;
                continue;
            }
            Resolution::Unknown(_) => {
                writeln!(out, "\n{name}: not in the data, so nothing is known")?;
                continue;
            }
        };
        let found = status(&snapshot, &company, &list);
        let word = match found.standing {
            Standing::Listed => "yes",
            Standing::NotListed => "no",
            Standing::Unknown => "unknown",
        };
        writeln!(out, "\n{name} ({}): {word}", snapshot.label(&company))?;
        tell_reason(out, &snapshot, &found)?;
        for notice in &found.withdrawn {
            writeln!(out, "  withdrawn and without effect: {}", notice.label)?;
        }
        answers.push((name, found.standing));
    }
    let expected = [
        ("YMTC", Standing::Listed),
        ("Hesai", Standing::Listed),
        ("Alibaba", Standing::NotListed),
        ("海康威视", Standing::Listed),
    ];
    match answers == expected {
        true => Ok(()),
        false => Err(format!("expected {expected:?}, found {answers:?}").into()),
    }
}

fn tell_reason(out: &mut dyn Write, snapshot: &Snapshot, found: &Status) -> io::Result<()> {
    match &found.because {
        Reason::Event(event) => {
            writeln!(out, "  {}", event.label)?;
            for Evidence { source, .. } in event.evidence(snapshot) {
                writeln!(out, "    {} [{}]", source.title, source.id)?;
            }
        }
        Reason::CompleteEdition {
            edition, sources, ..
        } => {
            writeln!(out, "  not printed in the {}", snapshot.label(edition))?;
            for source in sources {
                let source = snapshot.source(source);
                writeln!(out, "    {} [{}]", source.title, source.id)?;
            }
        }
        Reason::Nothing => writeln!(out, "  no source says anything")?,
    }
    Ok(())
}
