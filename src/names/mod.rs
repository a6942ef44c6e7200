//! Names as text: fold them, take them apart, find them again.
//!
//! A company is written in many ways: `Huawei Technologies Co., Ltd.`, `HUAWEI`, `华为`, `華為`. This
//! room brings two spellings together and says how sure it is. It knows nothing of companies: an id
//! is any small ordered value the caller brings along.
//!
//! Reading order:
//!
//! - [`normalize`] and [`tokens`] (`fold.rs`, with the Chinese table in `han.rs`): one spelling for
//!   equal names.
//! - [`core()`], [`legal_form`], [`abbreviation`] (`reduce.rs`, with the words in `legal.rs`): what
//!   of a name is the name.
//! - [`Match`], [`Mention`] (`matching.rs`): answers, and what their scores mean.
//! - [`NameIndex`] (`index.rs`): many names at once; `part.rs` finds names by some of their words,
//!   `near.rs` by a spelling with a typo or two, `scan.rs` inside a running text, `complete.rs` by
//!   how they begin. All are sorted arrays (`rows.rs`) that may be kept in a file.
//!
//! Left out on purpose: transliteration between scripts, translation, sound-alikes, and any
//! judgement whether two records are one company; that is for `resolve`. No file is read and
//! nothing is learnt from data.

mod complete;
mod fold;
mod han;
mod index;
mod legal;
mod matching;
mod near;
mod nearest;
mod part;
mod reduce;
mod rows;
mod scan;

#[cfg(test)]
mod laws;

pub use self::complete::Completion;
pub use self::fold::{normalize, tokens};
pub use self::index::NameIndex;
pub(crate) use self::index::{Names, Tables};
pub use self::matching::{Match, MatchKind, Mention, NameKind};
pub(crate) use self::near::Near;
pub use self::nearest::{is_slip, nearest};
pub(crate) use self::part::Parts;
pub use self::reduce::{abbreviation, core, legal_form};
pub(crate) use self::rows::Rows;
