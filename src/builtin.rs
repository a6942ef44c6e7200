//! The dataset that the program carries, made of `data/` by the build script.

use crate::store::{Pack, Snapshot, StoreError};
use jiff::civil::Date as Day;
use std::sync::{Arc, OnceLock};

/// Bytes where numbers of any size may be read in place.
#[repr(C, align(64))]
struct Aligned<B: ?Sized>(B);

static BYTES: &Aligned<[u8]> = &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/builtin.pack")));

/// Returns the built-in dataset as of `as_of`. It is opened once; further calls share it.
///
/// # Errors
///
/// None happens to a program that was built whole.
pub fn builtin(as_of: Day) -> Result<Snapshot, StoreError> {
    static PACK: OnceLock<Arc<Pack>> = OnceLock::new();
    let pack = match PACK.get() {
        Some(pack) => Arc::clone(pack),
        None => {
            let opened = Arc::new(Pack::of_static(&BYTES.0)?);
            Arc::clone(PACK.get_or_init(|| opened))
        }
    };
    Ok(Snapshot::new(pack, as_of))
}
