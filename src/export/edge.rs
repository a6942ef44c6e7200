//! Edges as records that stand alone, in CSV and JSON Lines; nodes beside them in CSV.
//!
//! Several IRIs in one CSV cell are separated by spaces, which no IRI contains; unknown values
//! are empty. Cells that begin with `=`, `+`, `-` or `@` are written as they are: names are data,
//! and an apostrophe before one would make another name of it.

use crate::export::ExportError;
use crate::export::attribute::{self, Field, Object, Value};
use crate::view::Subgraph;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

/// Writes `nodes.csv` and `edges.csv` into a folder, which is made if it is not there. Files of
/// these names are replaced.
///
/// # Errors
///
/// [`ExportError::Create`] or [`ExportError::Write`].
///
/// # Panics
///
/// If a link points at a node that is not there.
pub fn write_folder(subgraph: &Subgraph, folder: &Path) -> Result<(), ExportError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ExportError::Create { path, source }
    };
    fs::create_dir_all(folder).map_err(failed(folder))?;
    let create = |name: &str| {
        let path = folder.join(name);
        File::create(&path).map_err(failed(&path))
    };
    write_nodes_csv(subgraph, create("nodes.csv")?)?;
    write_csv(subgraph, create("edges.csv")?)?;
    Ok(())
}

/// Writes the edges as CSV with a header.
pub(crate) fn write_csv(subgraph: &Subgraph, out: impl Write) -> io::Result<()> {
    let ends = ["from", "from_label", "to", "to_label"];
    let attributes = attribute::of_links(subgraph).into_iter();
    let header = ends.into_iter().chain(attributes.map(|(name, _)| name));
    let links = subgraph.links.iter();
    let rows = links.map(|link| attribute::record(subgraph, link));
    write_rows(header, rows, out)
}

/// Writes the edges as one JSON object a line, with the keys of the CSV; events and sources are
/// arrays, unknown values are null.
pub(crate) fn write_json_lines(subgraph: &Subgraph, mut out: impl Write) -> io::Result<()> {
    for link in &subgraph.links {
        let record = Object(attribute::record(subgraph, link));
        serde_json::to_writer(&mut out, &record)?;
        writeln!(out)?;
    }
    Ok(())
}

fn write_nodes_csv(subgraph: &Subgraph, out: impl Write) -> io::Result<()> {
    let attributes = attribute::of_nodes(subgraph).into_iter();
    let header = ["id"].into_iter().chain(attributes.map(|(name, _)| name));
    let rows = subgraph.nodes.iter().map(|node| {
        let id = [("id", Value::text(node.iri.as_str()))];
        id.into_iter()
            .chain(attribute::of_node(subgraph, node))
            .collect()
    });
    write_rows(header, rows, out)
}

fn write_rows<'a>(
    header: impl Iterator<Item = &'static str>,
    rows: impl Iterator<Item = Vec<Field<'a>>>,
    out: impl Write,
) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(header).map_err(to_io)?;
    for row in rows {
        let cells = row
            .iter()
            .map(|(_, value)| value.to_text().unwrap_or_default());
        writer
            .write_record(cells.map(|cell| cell.into_owned()))
            .map_err(to_io)?;
    }
    writer.flush()
}

/// Returns the error of the output itself, so that a closed pipe stays one.
fn to_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::Error::other("the rows have cells of different number"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use proptest::prelude::*;

    #[test]
    fn a_folder_gets_nodes_and_edges() {
        let name = format!("actorgraph-export-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        write_folder(&sample::subgraph(), &folder).unwrap();
        let nodes = fs::read_to_string(folder.join("nodes.csv")).unwrap();
        let edges = fs::read_to_string(folder.join("edges.csv")).unwrap();
        let error = write_folder(&sample::subgraph(), &folder.join("nodes.csv")).unwrap_err();
        fs::remove_dir_all(&folder).unwrap();
        assert!(
            nodes.starts_with("id,label,label_zh,class,url,rank\n"),
            "{nodes}"
        );
        assert_eq!((nodes.lines().count(), edges.lines().count()), (5, 4));
        assert!(matches!(error, ExportError::Create { path, .. } if path.ends_with("nodes.csv")));
    }

    proptest! {
        #[test]
        fn every_label_reads_back(subgraph in sample::any_subgraph()) {
            let labels: Vec<&str> = subgraph.links.iter().map(|link| &*link.label).collect();

            let mut out = Vec::new();
            write_csv(&subgraph, &mut out).unwrap();
            let mut reader = csv::Reader::from_reader(&*out);
            let column = reader.headers().unwrap().iter().position(|name| name == "label").unwrap();
            let rows: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
            prop_assert_eq!(rows.iter().map(|row| &row[column]).collect::<Vec<_>>(), labels.clone());

            let mut out = Vec::new();
            write_json_lines(&subgraph, &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            let objects: Vec<serde_json::Value> =
                text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            let read = objects.iter().map(|object| object["label"].as_str().unwrap());
            prop_assert_eq!(read.collect::<Vec<_>>(), labels);
        }
    }
}
