//! A tie between two nodes: who plays which part in a company, who set it up, where it is registered,
//! and what is like something else.

use crate::import::ftm::{Draft, Writer};
use crate::import::icij::{Row, date};
use crate::import::say;

/// Words of parts by which somebody owns, and of offices; `beneficiay` is how some write it.
const OWNS: &[&str] = &["shareholder", "owner", "beneficiar", "beneficiay"];
const OFFICE: &[&str] = &[
    "director",
    "president",
    "secretary",
    "treasurer",
    "chairman",
    "chairwoman",
    "manager",
    "council",
    "board",
];

/// States a tie; `Err` with what its row lacks.
pub(super) fn write(row: &Row<'_>, writer: &mut Writer<'_>) -> Result<(), &'static str> {
    let (start, end) = (row.cell("start"), row.cell("end"));
    if start.is_empty() || end.is_empty() {
        return Err("the row does not name two nodes");
    }
    // What is said of the tie by its type, `officer_of`, and in more words, `shareholder of`.
    let kind = row.cell("rel_type").replace('_', " ");
    let told = [row.cell("link"), row.cell("name"), &kind];
    let part = told.into_iter().find(|word| !word.is_empty());
    let part = part.unwrap_or("is linked to").to_owned();
    let small = part.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| small.contains(word));
    let is_part = kind.contains("officer")
        || !["address", "similar", "same", "intermediary"]
            .iter()
            .any(|word| kind.contains(word));
    let (owns, office) = (is_part && says(OWNS), is_part && says(OFFICE));
    let id = id(row, start, end, &part);
    let (from, to) = (row.node(start), row.node(end));
    let role = small
        .strip_suffix(" of")
        .map_or(part.as_str(), |role| &part[..role.len()]);
    let put = |writer: &mut Writer<'_>, id: &str, schema, ends: [&'static str; 2], role: &str| {
        let mut draft = Draft::new(id, schema);
        draft.add(ends[0], &from);
        draft.add(ends[1], &to);
        draft.add("role", role);
        if schema == "Ownership" && small.contains("nominee") {
            draft.add("ownershipType", "nominee");
        }
        about(row, &mut draft);
        writer.put(&draft);
    };
    if owns {
        put(writer, &id, "Ownership", ["owner", "asset"], role);
    }
    if office {
        let id = if owns {
            format!("{id}-office")
        } else {
            id.clone()
        };
        put(
            writer,
            &id,
            "Directorship",
            ["director", "organization"],
            role,
        );
    }
    if !owns && !office {
        put(writer, &id, "UnknownLink", ["subject", "object"], &part);
    }
    if kind == "registered address" {
        let mut more = Draft::more(&from);
        more.add("addressEntity", &to);
        writer.more(&more);
    }
    Ok(())
}

/// Returns the id of a tie: as OpenSanctions forms it, with the days behind it where there are any,
/// for somebody may come and go twice.
fn id(row: &Row<'_>, start: &str, end: &str, part: &str) -> String {
    let number = row.cell("id");
    if row.table.is_graph && !number.is_empty() {
        return format!("icij-graph-tie-{number}");
    }
    let mut id = format!("icij-{start}-{end}-{}", say::slug(part));
    for column in ["start_date", "end_date"] {
        let date = row.cell(column);
        if !date.is_empty() {
            id.push('-');
            id.push_str(&say::slug(date));
        }
    }
    id
}

/// Says of a tie what all ties say.
fn about(row: &Row<'_>, draft: &mut Draft) {
    let part = [row.cell("link"), row.cell("name")];
    for (column, cell) in row.cells() {
        match column {
            "start" | "end" | "rel_type" | "link" | "name" | "id" => (),
            "label" if part.contains(&cell) || cell == row.cell("rel_type") => (),
            "start_date" => draft.add("startDate", &date(cell)),
            "end_date" => draft.add("endDate", &date(cell)),
            "status" => draft.add("status", cell),
            "sourceid" => draft.add("publisher", cell),
            "valid_until" => draft.add("description", cell),
            _ => draft.add("description", &format!("{column}: {cell}")),
        }
    }
}
