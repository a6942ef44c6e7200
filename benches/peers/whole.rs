//! The whole program, start to end: `path A B --store` on a store with five million relations.

use crate::graphs::{Graph, Pairs};
use crate::measure::Measured;
use serde_json::json;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// The graph whose nodes are companies here.
const GRAPH: &str = "hubs-1m";

/// The relations that stand for a, b, c, d.
const RELATIONS: [&str; 4] = ["ownedBy", "subsidiaryOf", "memberOf", "addressedTo"];

const PROGRAM: &str = env!("CARGO_BIN_EXE_actorgraph");

const THING: &str = "https://w3id.org/actorgraph/id/n";
const WORD: &str = "https://w3id.org/actorgraph/ns#";

/// Writes the graph as `ownership.nt`: a million named companies, five million relations.
pub fn prepare(folder: &Path) -> io::Result<()> {
    let path = folder.join("ownership.nt");
    if path.exists() {
        return Ok(());
    }
    let graph = Graph::read(&folder.join(GRAPH))?;
    let unfinished = folder.join("ownership.nt.part");
    let mut file = BufWriter::new(File::create(&unfinished)?);
    let (rdf, rdfs) = (
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://www.w3.org/2000/01/rdf-schema#",
    );
    for node in 0..graph.nodes {
        writeln!(file, "<{THING}{node}> <{rdf}type> <{WORD}Company> .")?;
        writeln!(file, "<{THING}{node}> <{rdfs}label> \"Company {node}\" .")?;
    }
    for ((from, to), relation) in graph.from.iter().zip(&graph.to).zip(&graph.relation) {
        let relation = RELATIONS[*relation as usize];
        writeln!(file, "<{THING}{from}> <{WORD}{relation}> <{THING}{to}> .")?;
    }
    file.into_inner()?.sync_all()?;
    fs::rename(unfinished, path)
}

/// Imports `ownership.nt` into a store, unless that was done, and times `path A B --store`
/// for pairs known to be connected, a new process for each.
pub fn measure(folder: &Path) -> io::Result<Measured> {
    let store = folder.join("store");
    if !store.exists() {
        let file = folder.join("ownership.nt");
        let mut import = Command::new(PROGRAM);
        import.arg("import").arg(file).arg("--store").arg(&store);
        succeed(&mut import)?;
    }
    let pairs = Pairs::read(&folder.join(GRAPH), "pair")?;
    let ends = pairs.from.iter().zip(&pairs.to).take(50);
    let run = |(from, to): (&u32, &u32)| {
        let mut path = Command::new(PROGRAM);
        path.arg("path")
            .args([from, to].map(|node| format!("{THING}{node}")))
            .arg("--store")
            .arg(&store);
        succeed(&mut path)
    };
    let mut failed = 0;
    let mut measured = Measured::each(ends, run, |found| {
        failed += u32::from(found.is_err());
        Vec::new()
    });
    let size: u64 = fs::read_dir(&store)?
        .filter_map(|file| Some(file.ok()?.metadata().ok()?.len()))
        .sum();
    measured.extra = json!({ "store_mb": size / 1_000_000, "failed": failed });
    Ok(measured)
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let status = command.stdout(Stdio::null()).status()?;
    if status.success() {
        Ok(())
    } else {
        Err(io::Error::other(format!("the program ended with {status}")))
    }
}
