//! Our side of the comparison with other graph libraries; `just bench-peers` runs it all.
//!
//! `compare.py` speaks with this program and with `peers.py` in turn, so that both are measured
//! side by side on the same graphs, and prints the table. Start reading there; [`graphs`] tells what
//! the graphs are, [`tasks`] has our part of each task, [`whole`] times the program from start to
//! end. Run without a command, as `cargo bench` does, it measures nothing.
//!
//! ```text
//! prepare FOLDER         write the graphs, and the file that `whole` imports
//! serve FOLDER GRAPH     read lines "TASK MOST", answer each with a line of JSON
//! whole FOLDER           time `actorgraph path A B --store`
//! ```

mod graphs;
mod measure;
mod tasks;
mod whole;

use std::env;
use std::io::{self, BufRead, Write};
use std::path::Path;

fn main() -> io::Result<()> {
    let words: Vec<String> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["prepare", folder] => prepare(Path::new(folder)),
        ["serve", folder, graph] => serve(&Path::new(folder).join(graph)),
        ["whole", folder] => {
            let line = whole::measure(Path::new(folder))?.line("whole-path");
            writeln!(io::stdout(), "{line}")
        }
        _ => writeln!(io::stderr(), "peers: run it with `just bench-peers`"),
    }
}

fn prepare(folder: &Path) -> io::Result<()> {
    for (name, kind, nodes, edges) in graphs::GRAPHS {
        graphs::prepare(&folder.join(name), kind, nodes, edges)?;
    }
    whole::prepare(folder)
}

fn serve(folder: &Path) -> io::Result<()> {
    let ours = tasks::Ours::read(folder)?;
    let mut out = io::stdout();
    writeln!(out, "{{\"ready\":true}}")?;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (name, most) = line.split_once(' ').unwrap_or((&line, ""));
        let most = most.parse().unwrap_or(usize::MAX);
        match tasks::TASKS.iter().find(|(task, _)| *task == name) {
            Some((_, task)) => writeln!(out, "{}", task(&ours, most).line(name))?,
            None => writeln!(out, "{{\"task\":\"{name}\",\"missing\":true}}")?,
        }
    }
    Ok(())
}
