//! A node: a company, somebody who plays a part in one, whoever set it up, or an address.

use crate::import::countries;
use crate::import::ftm::{Draft, Writer};
use crate::import::icij::{Row, date};
use crate::names::legal_form;

/// Places as the database abbreviates them beside the codes of ISO.
const PLACES: &[(&str, &str)] = &[
    ("bah", "bs"),
    ("bermu", "bm"),
    ("bvi", "vg"),
    ("caymn", "ky"),
    ("cook", "ck"),
    ("hk", "hk"),
    ("pma", "pa"),
    ("sam", "ws"),
    ("sey", "sc"),
    ("uk", "gb"),
];

/// States a node; `Err` with what its row lacks.
pub(super) fn write(row: &Row<'_>, writer: &mut Writer<'_>) -> Result<(), &'static str> {
    let number = match row.cell("node_id") {
        "" => row.cell("id"),
        number => number,
    };
    if number.is_empty() {
        return Err("the row has no number of a node");
    }
    // Some nodes are of two kinds, `["Officer","Intermediary"]`: both say no more than `LegalEntity`.
    let told = row.cell("labels(n)").to_ascii_lowercase();
    let kinds = ["entity", "company", "address", "officer", "client"];
    let kind = kinds.iter().find(|kind| told.contains(*kind));
    let kind = kind.copied().unwrap_or(row.table.kind);
    let name = match row.cell("name") {
        "" if row.table.is_graph => row.cell("label"),
        name => name,
    };
    let schema = match kind {
        "address" => "Address",
        "entity" | "company" => "Company",
        _ if legal_form(name).is_some() => "Company",
        _ => "LegalEntity",
    };
    let is_address = schema == "Address";
    let mut draft = Draft::new(&row.node(number), schema);
    if !row.table.is_graph {
        let page = format!("https://offshoreleaks.icij.org/nodes/{number}");
        draft.add("sourceUrl", &page);
        if !is_address {
            draft.add("icijId", number);
        }
    }
    if is_address {
        draft.add("full", row.cell("address"));
        draft.add("full", name);
    } else {
        draft.add("name", name);
        draft.add("address", row.cell("address"));
    }
    draft.caption(match row.cell("address") {
        address if is_address && !address.is_empty() => address,
        _ => name,
    });
    places(row, &mut draft);
    for (column, cell) in row.cells() {
        match column {
            // Said above, or what the node is.
            "node_id"
            | "id"
            | "labels(n)"
            | "label"
            | "name"
            | "address"
            | "country_codes"
            | "countries"
            | "country"
            | "jurisdiction"
            | "jurisdiction_description" => (),
            "original_name" | "former_name" if cell == name => (),
            "original_name" | "former_name" => draft.add("previousName", cell),
            "company_type" | "type" => draft.add("legalForm", cell),
            "incorporation_date" => draft.add("incorporationDate", &date(cell)),
            "struck_off_date" | "closed_date" => draft.add("dissolutionDate", &date(cell)),
            "inactivation_date" => draft.add("notes", &format!("Inactive since {}", date(cell))),
            "dorm_date" => draft.add("notes", &format!("Dormant since {}", date(cell))),
            "status" => draft.add("status", cell),
            "ibcruc" => draft.add("registrationNumber", cell),
            "sourceid" => draft.add("publisher", cell),
            "service_provider" => draft.add("notes", &format!("Service provider: {cell}")),
            "internal_id" => draft.add("notes", &format!("Number with the provider: {cell}")),
            "note" | "valid_until" => draft.add("notes", cell),
            _ => draft.add("notes", &format!("{}: {cell}", column.replace('_', " "))),
        }
    }
    writer.put(&draft);
    Ok(())
}

/// Says where the node belongs: `country_codes` and `countries` name the same places in one order,
/// with `;` between them.
fn places(row: &Row<'_>, draft: &mut Draft) {
    let parts = |column: &str| {
        let parts = row.cell(column).split(';').map(str::trim);
        parts.collect::<Vec<_>>()
    };
    let names = match row.cell("countries") {
        "" => parts("country"),
        _ => parts("countries"),
    };
    let codes = parts("country_codes");
    for place in 0..names.len().max(codes.len()) {
        let name = names.get(place).copied().unwrap_or_default();
        let code = codes.get(place).copied().unwrap_or_default();
        match country(code, name) {
            Some(code) => draft.add("country", code),
            None => unknown(draft, "Country", code, name),
        }
    }
    let code = row.cell("jurisdiction");
    let name = row.cell("jurisdiction_description");
    match country(code, name) {
        Some(code) => draft.add("jurisdiction", code),
        None => unknown(draft, "Jurisdiction", code, name),
    }
}

/// Returns the code of a country by what the database has for it.
fn country(code: &str, name: &str) -> Option<&'static str> {
    let small = code.to_ascii_lowercase();
    let place = PLACES.iter().find(|(short, _)| *short == small);
    countries::of_three(code)
        .or_else(|| countries::code(name))
        .or(place.map(|(_, code)| *code))
}

/// Keeps a place that is no country, such as `Nevada` or `Not identified`.
fn unknown(draft: &mut Draft, what: &str, code: &str, name: &str) {
    let text = match (code, name) {
        ("", "") => return,
        (code, "") => code.to_owned(),
        ("", name) => name.to_owned(),
        (code, name) => format!("{name} ({code})"),
    };
    draft.add("notes", &format!("{what}: {text}"));
}
