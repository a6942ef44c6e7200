//! A journalist wants a picture: everything one step from a company, with dates, for Graphviz.
//!
//! `cargo run --example draw-neighborhood | dot -Tsvg > hesai.svg`

use actorgraph::export::{Drawing, Legend};
use actorgraph::model::thing;
use actorgraph::view::{Filter, View};
use actorgraph::{Day, builtin};
use std::error::Error;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    tell(&mut io::stdout().lock())
}

/// Writes the neighborhood of Hesai as DOT.
pub fn tell(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let view = View::build(&builtin(Day::constant(2026, 8, 1))?)?;
    let around = view.neighborhood(&[thing("hesai")], 1, &Filter::default());
    Drawing::default()
        .with_title("Hesai: who asked, who listed, before which court it went")
        .with_legend(Legend::Shown)
        .write(&around, &mut *out)?;

    let relations: Vec<&str> = around
        .links
        .iter()
        .map(|link| link.label.as_str())
        .collect();
    let missing: Vec<&str> = ["listed by", "removed by", "requested by", "responded to"]
        .into_iter()
        .filter(|wanted| !relations.contains(wanted))
        .collect();
    match missing.is_empty() {
        true => Ok(()),
        false => Err(format!("the drawing lacks {missing:?}").into()),
    }
}
