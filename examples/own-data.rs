//! A desk keeps tables of its own: three small CSV files, the same columns as those of `data/`.
//!
//! They are read as the built-in ones are: every row becomes statements in the graph of its source,
//! the rules add the shortcuts, and every question works. A wrong row is told with file, line and
//! column.
//!
//! `cargo run --example own-data`

use actorgraph::app::{self, Dataset, Session};
use actorgraph::store::Query;
use actorgraph::{Day, Scope};
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;
use std::{env, fs, process};

/// A column that a file leaves out is blank.
const TABLES: [(&str, &str); 5] = [
    (
        "sources.csv",
        "id,title,publisher,date,url\n\
         gazette-12,Order No. 12,Official Gazette of Ruritania,2025-03-01,https://example.org/gazette/12\n\
         herald,Minister asks for ban on Zenda Optics,The Strelsau Herald,2025-02,https://example.org/herald/7\n",
    ),
    (
        "bodies.csv",
        "id,name,kind,sources\n\
         trade-office,Ruritanian Trade Office,agency,gazette-12\n\
         war-ministry,Ministry of War,agency,herald\n",
    ),
    (
        "companies.csv",
        "id,name,aliases,sources\nzenda,Zenda Optics Works,Zenda,gazette-12;herald\n",
    ),
    (
        "lists.csv",
        "id,name,administered_by,sources\ngrey-list,Grey List,trade-office,gazette-12\n",
    ),
    (
        "requests.csv",
        "id,date,kind,requesters,addressees,targets,lists,sources\n\
         letter-7,2025-02,letter,war-ministry,trade-office,zenda,grey-list,herald\n",
    ),
];

const DESIGNATIONS: &str = "id,action,company,list,date,sources\n\
     order-12,listing,zenda,grey-list,2025-03-01,gazette-12\n";

fn main() -> Result<(), Box<dyn Error>> {
    tell(&mut io::stdout().lock())
}

/// Writes the tables into a folder of their own, asks, and takes the folder away again.
pub fn tell(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let folder = env::temp_dir().join(format!("actorgraph-own-data-{}", process::id()));
    fs::create_dir_all(&folder)?;
    let told = ask(out, &folder);
    fs::remove_dir_all(&folder)?;
    told
}

fn ask(out: &mut dyn Write, folder: &Path) -> Result<(), Box<dyn Error>> {
    for (name, text) in TABLES {
        fs::write(folder.join(name), text)?;
    }
    let designations = folder.join("designations.csv");
    fs::write(&designations, DESIGNATIONS)?;

    let scope = Scope::as_of(Day::constant(2025, 6, 1));
    let session = Session::open(Dataset::Tables(folder.to_owned()), scope.clone())?;

    // A source is a graph: GRAPH says who claims it.
    let query = Query::parse(
        "SELECT ?company ?who ?source {
           GRAPH ?source { ?company ag:requestedBy ?who }
           ?company ag:onList agid:grey-list
         }",
    )?;
    let table = query.run(session.snapshot())?.into_table();
    for row in &table.rows {
        let cells: Vec<String> = row.iter().flatten().map(ToString::to_string).collect();
        writeln!(out, "{}", cells.join(" "))?;
    }
    let reply = app::ask(&session, "who requested Zenda")?;
    writeln!(out, "{}", reply.text)?;
    let listed = app::ask(&session, "is Zenda on the Grey List")?;
    writeln!(out, "{}", listed.text)?;

    // One slip, and nothing is read; the place of the slip is told.
    fs::write(&designations, DESIGNATIONS.replace("zenda", "zeda"))?;
    let refused = Session::open(Dataset::Tables(folder.to_owned()), scope);
    let problems = refused
        .err()
        .map(|error| error.problems())
        .unwrap_or_default();
    for problem in &problems {
        let file = problem.file.as_deref().unwrap_or_default();
        let line = problem.line.unwrap_or_default();
        writeln!(out, "refused: {file}:{line}: {}", problem.message)?;
    }
    match (table.rows.len(), listed.boolean, problems.len()) {
        (1, Some(true), 1) => Ok(()),
        other => Err(format!("expected one row, yes and one fault, found {other:?}").into()),
    }
}
