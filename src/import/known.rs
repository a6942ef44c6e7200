//! The lists and bodies of our tables that documents of others name in their own way.
//!
//! `data/lists.csv` and `data/bodies.csv` say in the column `codes` under which codes and titles a
//! list or body goes elsewhere. A document that gives one of them means that very list, whether the
//! built-in tables are in the dataset or not.

use csv::ReaderBuilder;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A list or body of our tables.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// Its id.
    pub(crate) id: String,
    /// Its name.
    pub(crate) name: String,
    /// Its name to print; of a list.
    pub(crate) short_name: String,
    /// The ids of those who keep it; of a list.
    pub(crate) administered_by: Vec<String>,
}

/// The rows of a table that others may name, and their places by code.
struct Table {
    rows: Vec<Known>,
    codes: HashMap<String, usize>,
}

static LISTS: LazyLock<Table> = LazyLock::new(|| Table::read(include_str!("../../data/lists.csv")));
static BODIES: LazyLock<Table> =
    LazyLock::new(|| Table::read(include_str!("../../data/bodies.csv")));

/// Returns the list that a document means by a key and a title, by the title with the authority
/// behind it (`Entity List (EL) - Bureau of Industry and Security`), or by our own id.
pub(crate) fn list(key: &str, name: &str, authority: Option<&str>) -> Option<&'static Known> {
    let full = authority.map(|authority| format!("{name} - {authority}"));
    let ways = [Some(key), Some(name), full.as_deref()];
    ways.into_iter().flatten().find_map(|way| LISTS.find(way))
}

/// Returns the body that a document means by a name, or by a name with the code of its country
/// (`Department of Defense (us)`).
pub(crate) fn body(name: &str, country: Option<&str>) -> Option<&'static Known> {
    let found = BODIES.find(name);
    found.or_else(|| BODIES.find(&format!("{name} ({})", country?)))
}

/// Returns the body of an id.
pub(crate) fn body_of(id: &str) -> Option<&'static Known> {
    BODIES.rows.iter().find(|body| body.id == id)
}

impl Table {
    /// Reads a table that the build script has checked. Of several rows of an id the first names it.
    fn read(text: &str) -> Self {
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        let header = reader.headers().cloned().unwrap_or_default();
        let place = |name: &str| header.iter().position(|column| column == name);
        let [id, name, short, codes, keepers] =
            ["id", "name", "short_name", "codes", "administered_by"].map(place);
        let mut table = Self {
            rows: Vec::new(),
            codes: HashMap::new(),
        };
        for row in reader.records().filter_map(Result::ok) {
            let cell = |place: Option<usize>| place.and_then(|place| row.get(place));
            let cell = |place| cell(place).unwrap_or_default().trim();
            let several = |place| {
                let parts = cell(place).split(';').map(str::trim);
                parts.filter(|part| !part.is_empty())
            };
            let index = table.rows.len();
            let known = table.codes.entry(spelling(cell(id))).or_insert(index);
            if *known != index {
                continue;
            }
            table.rows.push(Known {
                id: cell(id).to_owned(),
                name: cell(name).to_owned(),
                short_name: cell(short).to_owned(),
                administered_by: several(keepers).map(str::to_owned).collect(),
            });
            for code in several(codes) {
                table.codes.insert(spelling(code), index);
            }
        }
        table
    }

    fn find(&self, way: &str) -> Option<&Known> {
        let place = self.codes.get(&spelling(way))?;
        self.rows.get(*place)
    }
}

/// Returns a code or title without what printing changes: case and the width of gaps.
fn spelling(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_known_by_code_and_title() {
        let id = |key, name, authority| list(key, name, authority).map(|list| list.id.as_str());
        assert_eq!(id("US-BIS-EL", "US-BIS-EL", None), Some("bis-entity-list"));
        let bis = Some("Bureau of Industry and Security");
        assert_eq!(
            id("Entity List  (EL)", "Entity List (EL)", bis),
            Some("bis-entity-list")
        );
        assert_eq!(id("dod-1260h", "any", None), Some("dod-1260h"));
        assert_eq!(id("Entity List (EL)", "Entity List (EL)", None), None);
        assert_eq!(
            id("Entity List", "Entity List", Some("Ministry of Trade")),
            None
        );
        assert_eq!(id("", "", None), None);
    }

    #[test]
    fn bodies_are_known_by_name_and_country() {
        let id = |name, country| body(name, country).map(|body| body.id.as_str());
        assert_eq!(id("Office of Foreign Assets Control", None), Some("ofac"));
        assert_eq!(id("Department of Defense", Some("us")), Some("dod"));
        assert_eq!(id("Department of Defense", Some("ph")), None);
        assert_eq!(id("Department of Defense", None), None);
    }

    #[test]
    fn no_code_names_two() {
        for text in [
            include_str!("../../data/lists.csv"),
            include_str!("../../data/bodies.csv"),
        ] {
            let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
            let header = reader.headers().unwrap().clone();
            let place = header.iter().position(|name| name == "codes").unwrap();
            let mut seen = HashMap::new();
            for row in reader.records().map(Result::unwrap) {
                for code in row[place].split(';').filter(|code| !code.is_empty()) {
                    let before = seen.insert(spelling(code), row[0].to_owned());
                    assert_eq!(before, None, "{code}");
                }
            }
        }
    }
}
