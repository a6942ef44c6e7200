//! Which lists a document holds: all of some, and of others only those entries that stand on both.

use crate::import::format::Head;

/// The name of OFAC's main list.
const SDN: &str = "SDN List";

/// The name of all its other lists together.
const OTHERS: &str = "Consolidated List";

/// Programs of which some entries stand on the SDN list and others on other lists alone, so that
/// no document holds all of them: orders that block some and forbid single dealings with others.
const SHARED: &[&str] = &[
    "BURMA-EO14014",
    "CAATSA - IRAN",
    "CAATSA - RUSSIA",
    "HK-EO13936",
    "ILLICIT-DRUGS-EO14059",
    "IRAN",
    "IRAN-CON-ARMS-EO",
    "IRAN-EO13846",
    "ISA",
    "PEESA",
    "PEESA-EO14039",
    "RUSSIA-EO14024",
    "UKRAINE-EO13662",
    "VENEZUELA-EO13850",
];

/// Programs with which a file of the other lists begins; on the main list they stand beside another, and late.
const ONLY_OTHERS: &[&str] = &["NS-PLC", "FSE-", "561List", "561-Related", "CMIC-EO"];

/// The lists of which a document holds every entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scope {
    lists: Vec<String>,
}

impl Scope {
    /// Tells it from the name of a file, `cons_prim.csv` or `sdn.csv`; where that does not tell it, from
    /// programs that are of no entry on the main list.
    pub(super) fn of(head: &Head<'_>) -> Self {
        let name = head.file_name.unwrap_or_default().to_ascii_lowercase();
        let told = || {
            ONLY_OTHERS
                .iter()
                .any(|program| head.text.contains(program))
        };
        let is_others = name.contains("cons") || !name.contains("sdn") && told();
        Self::of_lists([if is_others { OTHERS } else { SDN }])
    }

    /// The scope of a document that says which lists it holds.
    pub(super) fn of_lists<'l>(lists: impl IntoIterator<Item = &'l str>) -> Self {
        Self {
            lists: lists.into_iter().map(str::to_owned).collect(),
        }
    }

    /// Returns the list that the document as a whole is.
    pub(super) fn main_list(&self) -> &str {
        let is_sdn = self.holds(SDN);
        if is_sdn { SDN } else { OTHERS }
    }

    /// Returns the dataset that OpenSanctions makes of it.
    pub(super) fn dataset(&self) -> &'static str {
        match self.holds(SDN) {
            true => "us_ofac_sdn",
            false => "us_ofac_cons",
        }
    }

    /// Tells whether the document holds all of a list.
    pub(super) fn holds(&self, list: &str) -> bool {
        let names = |name: &str| self.lists.iter().any(|known| known == name);
        names(list) || list != SDN && names(OTHERS)
    }

    /// Tells whether it holds all entries of a program.
    pub(super) fn holds_program(&self, program: &str) -> bool {
        let others = ["NS-", "FSE-", "561", "CMIC-"];
        let is_of_others = others.iter().any(|begin| program.starts_with(begin));
        !SHARED.contains(&program) && self.holds(if is_of_others { OTHERS } else { SDN })
    }
}

/// Tells whether a list gathers what other lists hold, so that the day on which an entry came to
/// it is not the day of its program. It was first published on 10 October 2014.
pub(super) fn gathers(list: &str) -> bool {
    list == OTHERS
}

/// Returns the id and the full name of a list.
pub(super) fn list_name(list: &str) -> (&str, &str) {
    match list {
        SDN => (
            "sdn",
            "Specially Designated Nationals and Blocked Persons List",
        ),
        OTHERS => ("cons", "Consolidated (non-SDN) List"),
        other => (other, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_hold_whole_lists() {
        let of = |text: &[u8], name| Scope::of(&Head::new(text, name));
        let main = of(b"", Some("SDN_ADVANCED.XML"));
        assert!(main.holds(SDN) && !main.holds(OTHERS) && !main.holds("FSE List"));
        assert!(main.holds_program("SDGT") && !main.holds_program("FSE-SY"));
        assert_eq!((main.main_list(), main.dataset()), (SDN, "us_ofac_sdn"));
        let others = of(b"", Some("cons_prim.csv"));
        assert_eq!(of(b"9639,\"A, B\",individual,\"NS-PLC\"", None), others);
        assert_eq!(of(b"36,\"A LINES\",-0- ,\"CUBA\"", None), main);
        assert!(!others.holds(SDN) && others.holds(OTHERS) && others.holds("FSE List"));
        assert!(!others.holds_program("SDGT") && others.holds_program("NS-PLC"));
        assert!(!main.holds_program("UKRAINE-EO13662") && !others.holds_program("UKRAINE-EO13662"));
        let one = Scope::of_lists(["FSE List"]);
        assert!(one.holds("FSE List") && !one.holds("CAPTA List") && !one.holds(OTHERS));
    }
}
