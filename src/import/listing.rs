//! That somebody stands on a list of a government, as readers of such lists state it.

use crate::import::ftm::Draft;
use crate::import::say;

/// A list and who keeps it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keeper<'l> {
    /// Who keeps it.
    pub(crate) authority: &'l str,
    /// The code of the country of that authority; nothing where it has none.
    pub(crate) country: &'l str,
    /// By what the list is told from others: a code, or what it is called in short.
    pub(crate) list: &'l str,
    /// Its full name.
    pub(crate) name: &'l str,
}

impl Keeper<'_> {
    /// Begins the listing of an entity on the list as a whole; `key` tells it from the other
    /// listings of the entity.
    pub(crate) fn listing(&self, entity: &str, key: &str) -> Draft {
        self.begin(entity, key, self.list, self.name)
    }

    /// Begins the listing of an entity under one of the programs of the list.
    pub(crate) fn program(&self, entity: &str, code: &str, name: &str) -> Draft {
        self.begin(entity, &say::slug(code), code, name)
    }

    fn begin(&self, entity: &str, key: &str, code: &str, name: &str) -> Draft {
        let mut listing = Draft::new(&format!("{entity}-listing-{key}"), "Sanction");
        listing.add("entity", entity);
        listing.add("authority", self.authority);
        listing.add("country", self.country);
        listing.add("programId", code);
        listing.add("program", name);
        listing
    }
}
