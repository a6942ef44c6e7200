//! That somebody stands on a list of a government, as readers of such lists state it.

use crate::import::ftm::{Draft, Writer};

/// A list and who keeps it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keeper {
    /// Who keeps it.
    pub(crate) authority: &'static str,
    /// The code of the country of that authority.
    pub(crate) country: &'static str,
    /// What the list is called in short, which tells it from others of the authority.
    pub(crate) list: &'static str,
    /// Its full name.
    pub(crate) name: &'static str,
}

impl Keeper {
    /// Begins the listing of an entity on the list as a whole.
    pub(crate) fn listing(&self, entity: &str) -> Draft {
        let mut listing = self.begin(entity, "all");
        listing.add("programId", self.list);
        listing.add("program", self.name);
        listing
    }

    /// Begins the listing of an entity under one of the programs of the list; `key` tells it from
    /// the other listings of the entity.
    pub(crate) fn program(&self, entity: &str, key: &str, program: &str) -> Draft {
        let mut listing = self.begin(entity, key);
        listing.add("program", program);
        listing
    }

    fn begin(&self, entity: &str, key: &str) -> Draft {
        let mut listing = Draft::new(&format!("{entity}-listing-{key}"), "Sanction");
        listing.add("entity", entity);
        listing.add("authority", self.authority);
        listing.add("country", self.country);
        listing
    }
}

/// States a tie of an entity to somebody whom a document only names. The named one is an entity of
/// its own for this entity: that two lists write the same name does not make it the same.
pub(crate) fn named(
    entity: &str,
    tie: (&'static str, &'static str, &'static str),
    (role, schema): (&str, &'static str),
    name: &str,
    writer: &mut Writer<'_>,
) {
    let (kind, to_entity, to_named) = tie;
    let key = crate::import::say::slug(&format!("{role} {name}"));
    let id = format!("{entity}-{key}");
    let mut other = Draft::new(&id, schema);
    other.caption(name);
    other.add("name", name);
    writer.put(&other);
    let mut link = Draft::new(&format!("{id}-tie"), kind);
    link.add(to_entity, entity);
    link.add(to_named, &id);
    link.add("role", role);
    writer.put(&link);
}
