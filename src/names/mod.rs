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
//!   how they begin.
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
mod scan;

#[cfg(test)]
mod laws;

pub use self::complete::Completion;
pub use self::fold::{normalize, tokens};
pub use self::index::NameIndex;
pub use self::matching::{Match, MatchKind, Mention, NameKind};
pub use self::nearest::{is_slip, nearest};
pub use self::reduce::{abbreviation, core, legal_form};
